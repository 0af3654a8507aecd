//! Whose income: who earns from China's exports to the United States, year by year, and bilateral balances in gross value, value added
//! and national income.
//!
//! ```text
//! cargo run --release --example income_chain [-- --csv FILE]
//! ```
//!
//! The tables are WIOD's 2013 release added up to six regions (`data/wiod13-6region`), ownership is built from totals of primary
//! income (`data/income-totals`), and the last part is the case of 2012 with China divided into four groups of firms inside the world table
//! (`data/china-us-2012`). `--csv FILE` also writes the balances of all pairs and years as one long table.

mod balances;
mod case;
mod change;
mod earners;
mod owners;
mod text;

use std::path::PathBuf;
use std::process::ExitCode;

use leontief::Result;
use leontief::model::WorldModel;

use owners::{Ownership, YEARS};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data");

/// A year's table with owners.
struct Year {
    year: u16,
    model: WorldModel,
}

fn main() -> ExitCode {
    let csv = match arguments(std::env::args().skip(1).collect()) {
        Ok(csv) => csv,
        Err(usage) => {
            eprintln!("{usage}");
            return ExitCode::from(2);
        }
    };
    match report(csv) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments(given: Vec<String>) -> std::result::Result<Option<PathBuf>, String> {
    match given.as_slice() {
        [] => Ok(None),
        [flag, file] if flag == "--csv" => Ok(Some(file.into())),
        _ => Err(format!(
            "unknown arguments {given:?}; usage: income_chain [--csv FILE]"
        )),
    }
}

fn report(csv: Option<PathBuf>) -> Result<()> {
    let ownership = Ownership::read()?;
    let years = YEARS
        .map(|year| ownership.year(year))
        .collect::<Result<Vec<Year>>>()?;
    let (first, last) = (&years[0], &years[years.len() - 1]);
    println!("{}", ownership.sources(last.year)?);
    println!("{}", ownership.flows(last.year)?);
    println!("{}", earners::exports(&years, "CHN", "USA")?);
    println!("{}", earners::exports(&years, "USA", "CHN")?);
    println!("{}", balances::pair(&years, "CHN", "USA")?);
    println!("{}", balances::all_pairs(last)?);
    println!("{}", balances::three_ways(last)?);
    println!("{}", last.model.income_accounts()?);
    println!("{}", change::balance(first, last, "CHN", "USA")?);
    for grid in case::tables(&ownership)? {
        println!("{grid}");
    }
    if let Some(file) = csv {
        balances::write(&years, &file)?;
        println!(
            "The balances of all pairs and years are in {}.",
            file.display()
        );
    }
    Ok(())
}
