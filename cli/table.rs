//! Where the table comes from, and with which borders.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use leontief::read;
use leontief::table::{Tolerance, ValueAddedConcept, WorldTable};

use crate::Stop;

/// The table of a command.
#[derive(Debug, Args)]
pub struct TableArguments {
    /// Folder with Z.csv, Y.csv, va_x.csv and, where there are, F.csv, F_Y.csv, table.toml; or a file of OECD ICIO or AMNE, or of FIGARO
    /// in flat format
    #[arg(long, value_name = "PATH")]
    table: PathBuf,
    /// By how much sums may miss output, in the table's unit; otherwise what table.toml says, or rounding only
    #[arg(long, value_name = "AMOUNT")]
    tolerance: Option<f64>,
    /// What counts as value added; otherwise what table.toml says, or value added at basic prices
    #[arg(long, value_enum)]
    concept: Option<Concept>,
    /// Several countries as one, with trade among them domestic: NAFTA=USA,CAN,MEX. May be given again
    #[arg(long, value_name = "NEW=A,B,..")]
    merge: Vec<String>,
    /// Each group of producers of this country as a country of its own. May be given again
    #[arg(long, value_name = "COUNTRY")]
    apart: Vec<String>,
}

/// Value-added concepts.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Concept {
    /// Compensation, production taxes, depreciation, surplus
    Basic,
    /// Also taxes less subsidies on products
    WithProductTaxes,
    /// All that is not an input
    All,
}

impl TableArguments {
    /// The table, checked and with the borders asked for.
    pub fn read(&self) -> Result<WorldTable, Stop> {
        let mut draft = read::world(&self.table)?;
        if let Some(amount) = self.tolerance {
            if !(amount.is_finite() && amount >= 0.0) {
                return Err(Stop::Usage(format!(
                    "--tolerance is an amount of at least 0; found {amount}"
                )));
            }
            draft = draft.tolerance(Tolerance::absolute(amount));
        }
        if let Some(concept) = self.concept {
            draft = draft.concept(match concept {
                Concept::Basic => ValueAddedConcept::BasicPrices,
                Concept::WithProductTaxes => ValueAddedConcept::WithProductTaxes,
                Concept::All => ValueAddedConcept::AllPrimaryInputs,
            });
        }
        let mut table = draft.check()?;
        for merge in &self.merge {
            let Some((into, members)) = merge.split_once('=') else {
                return Err(Stop::Usage(format!("--merge is NEW=A,B,..; found {merge}")));
            };
            let members: Vec<&str> = members.split(',').collect();
            table = table.merged(into, &members)?;
        }
        for country in &self.apart {
            table = table.groups_apart(country)?;
        }
        Ok(table)
    }
}
