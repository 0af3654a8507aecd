//! What changed a bilateral balance of income.

use leontief::Result;
use leontief::account::income::Owners;
use leontief::account::structure::{Factor, Outcome, Structure};
use leontief::model::Measure;
use leontief::show::Grid;

use crate::Year;
use crate::text::billions;

/// The change of the balance between two years by factor, in income and in value added by final absorption.
pub(crate) fn balance(first: &Year, last: &Year, party: &str, partner: &str) -> Result<Grid> {
    let income = Structure::of(Outcome::Income(Owners::all()));
    let added = Structure::of(Outcome::Absorbed(Measure::ValueAdded));
    let change = |question: &Structure| -> Result<Vec<(Factor, f64)>> {
        let change = first.model.change_to(&last.model, question)?.balances()?;
        let pair = change.contributions().exporter(party)?.importer(partner)?;
        let factors = change.factors().iter();
        factors
            .map(|factor| Ok((*factor, pair.term(factor.code())?.value()?)))
            .collect()
    };
    let (income, added) = (change(&income)?, change(&added)?);
    let title = format!(
        "What changed the balance of {party} with {partner} by final absorption, {} to {}, bn USD",
        first.year, last.year
    );
    let mut grid = Grid::new(&title, ["", "income", "value added"]);
    let found = |factor: Factor| match factor {
        // value added has rates and no owners
        Factor::ValueAddedRates => added.iter().find(|(known, _)| *known == Factor::Rates),
        factor => added.iter().find(|(known, _)| *known == factor),
    };
    for (factor, amount) in &income {
        let beside = found(*factor).map_or(String::new(), |(_, amount)| billions(*amount));
        grid = grid.row([factor.term().meaning.to_owned(), billions(*amount), beside]);
    }
    let total = |parts: &[(Factor, f64)]| billions(parts.iter().map(|(_, amount)| amount).sum());
    Ok(grid
        .row(["change".to_owned(), total(&income), total(&added)])
        .note("The mean over all orders of the factors (Shapley), at current prices: every factor holds a price effect."))
}
