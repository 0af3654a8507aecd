//! Bilateral balances in three measures and both views.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use leontief::Result;
use leontief::account::Ledger;
use leontief::balance::income::INCOME_BALANCES;
use leontief::error::Error;
use leontief::show::Grid;

use crate::Year;
use crate::owners::REGIONS;
use crate::text::billions;

const HEADINGS: [&str; 6] = [
    "gross",
    "VA absorbed",
    "NI absorbed",
    "VA in flows",
    "NI own",
    "NI two-sided",
];

fn figures(balances: &Ledger, first: &str, second: &str) -> Result<Vec<f64>> {
    let pair = balances.exporter(first)?.importer(second)?;
    let terms = INCOME_BALANCES.iter();
    terms.map(|term| pair.term(term.code)?.value()).collect()
}

/// One pair, year by year.
pub(crate) fn pair(years: &[Year], first: &str, second: &str) -> Result<Grid> {
    let title = format!("Balance of {first} with {second} in three measures, bn USD");
    let mut grid = Grid::new(&title, ["year"].into_iter().chain(HEADINGS));
    for Year { year, model } in years {
        let cells = figures(&model.income_balances()?, first, second)?;
        let cells = cells.into_iter().map(billions);
        grid = grid.row([year.to_string()].into_iter().chain(cells));
    }
    Ok(grid
        .note("Absorbed: what is earned from final use in the other country, in whichever country it is earned (Johnson-Noguera; Bohn et al., Meng et al.).")
        .note("In flows: what each one's exports to the other contain (Li et al.); two-sided: with what each owns in the other's exports."))
}

/// All pairs of one year.
pub(crate) fn all_pairs(last: &Year) -> Result<Grid> {
    let title = format!("Balances of all pairs {}, bn USD", last.year);
    let mut grid = Grid::new(&title, ["pair"].into_iter().chain(HEADINGS));
    let balances = last.model.income_balances()?;
    for (k, first) in REGIONS.iter().enumerate() {
        for second in &REGIONS[k + 1..] {
            let cells = figures(&balances, first, second)?.into_iter().map(billions);
            grid = grid.row([format!("{first}-{second}")].into_iter().chain(cells));
        }
    }
    Ok(grid)
}

/// Where the income of owners from final use abroad is earned.
pub(crate) fn three_ways(last: &Year) -> Result<Grid> {
    let title = format!(
        "Income from final use in another region {}: where it is earned, bn USD",
        last.year
    );
    let headings = [
        "owner-absorber",
        "all",
        "at home",
        "in absorber",
        "in third",
    ];
    let mut grid = Grid::new(&title, headings);
    let places = last.model.global_income()?.three_ways()?;
    for (owner, absorber) in [
        ("CHN", "USA"),
        ("USA", "CHN"),
        ("EUR", "USA"),
        ("USA", "EUR"),
        ("JPN", "CHN"),
        ("JPN", "USA"),
    ] {
        let pair = places.owner(owner)?.importer(absorber)?;
        let mut row = vec![format!("{owner}-{absorber}"), billions(pair.total())];
        for place in ["AT_HOME", "IN_ABSORBER", "IN_THIRD"] {
            row.push(billions(pair.term(place)?.value()?));
        }
        grid = grid.row(row);
    }
    Ok(grid)
}

/// One long table: year, then party, partner, term, value.
pub(crate) fn write(years: &[Year], path: &Path) -> Result<()> {
    let failed = |error: std::io::Error| Error::from_io(error, path);
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    writeln!(file, "year,exporter,importer,term,value,unit").map_err(failed)?;
    for Year { year, model } in years {
        let balances = model.income_balances()?;
        for row in balances.rows() {
            writeln!(
                file,
                "{year},{},{},{},{},{}",
                row.exporter.unwrap_or(""),
                row.importer.unwrap_or(""),
                row.term,
                row.value,
                balances.about().unit
            )
            .map_err(failed)?;
        }
    }
    file.flush().map_err(failed)
}
