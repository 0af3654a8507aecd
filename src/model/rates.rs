//! What models of one country and of the world share: amounts per unit of output, and failures with labels.

use ndarray::{Array1, ArrayView1, Zip};

use crate::error::{Error, Result, first_few};
use crate::label::Producers;
use crate::linalg::Failure;
use crate::table::{IncomeShares, PrimaryInputs, PrimaryKind, ValueAddedConcept};

/// The failure with the label of its producer.
pub(super) fn labelled(producers: &Producers, failure: Failure) -> Error {
    let label = |position: usize| producers.label(position);
    let error = match &failure {
        Failure::Breakdown(breakdown) => {
            Error::singular(format!("{}: {breakdown}", label(breakdown.position)))
                .hint("look at the inputs of this producer against its output")
        }
        Failure::NotFinite { row, column } => Error::table(format!(
            "the input of {} per unit of output of {} is not a finite number",
            label(*row),
            label(*column)
        )),
        Failure::Memory(_) => Error::memory(failure.to_string())
            .hint("ask for some multipliers or columns instead of the whole inverse"),
        Failure::Stopped(_) => Error::cancelled(failure.to_string()),
        _ => Error::shape(failure.to_string()),
    };
    error.caused_by(failure)
}

/// Amounts per unit of output; zero for producers without output.
pub(super) fn per_unit(amounts: &Array1<f64>, output: ArrayView1<'_, f64>) -> Array1<f64> {
    Zip::from(amounts)
        .and(output)
        .map_collect(|&amount, &output| if output == 0.0 { 0.0 } else { amount / output })
}

/// Σ over components k of share[o, k, j] × amount[k, j], or one component of it: amounts and not rates, because value added may be zero
/// or negative.
pub(super) fn income_amounts(
    income: &IncomeShares,
    primary: &PrimaryInputs,
    concept: ValueAddedConcept,
    owner: &str,
    only: Option<PrimaryKind>,
) -> Result<Array1<f64>> {
    let owner = income.owners().at(owner)?;
    let rows = || primary.value_added_rows(concept);
    if let Some(kind) = only
        && !rows().any(|row| row.kind == kind)
    {
        let known = rows().map(|row| row.kind.code());
        return Err(Error::income(format!(
            "`{}` is no component of the table's value added",
            kind.code()
        ))
        .expected(format!("one of {}", first_few(known))));
    }
    let mut amounts = Array1::zeros(income.producers().len());
    for row in rows().filter(|row| only.is_none_or(|kind| kind == row.kind)) {
        if let Some(shares) = income.share(owner, row.kind) {
            amounts += &(&shares * &row.by_producer);
        }
    }
    Ok(amounts)
}

/// Refuses shares of other producers, or of other components of value added.
pub(super) fn require_fitting(
    income: &IncomeShares,
    producers: &Producers,
    components: &[PrimaryKind],
) -> Result<()> {
    if income.producers() != producers {
        let message = "the income shares belong to other producers than the table";
        return Err(match producers.difference(income.producers()) {
            Some((expected, found)) => Error::income(message).expected(expected).found(found),
            None => Error::income(message).hint("groups of the same kind in both"),
        });
    }
    match components.iter().find(|kind| income.of(**kind).is_none()) {
        None => Ok(()),
        Some(kind) => Err(Error::income(format!("no income shares for {kind}"))),
    }
}
