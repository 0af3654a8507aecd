//! Where the table comes from, and with which borders.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use leontief::read::{Found, Options};
use leontief::table::{Tolerance, ValueAddedConcept, WorldDraft, WorldTable};

use crate::Stop;

/// The table of a command.
#[derive(Debug, Args)]
pub struct TableArguments {
    /// A file, zip archive or folder of any database that `leontief check` recognises; or a folder with Z.csv, Y.csv, va_x.csv and,
    /// where there are, F.csv, F_Y.csv, table.toml
    #[arg(long, value_name = "PATH")]
    table: PathBuf,
    /// The year wanted, of files or archives of many years
    #[arg(long)]
    year: Option<i32>,
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
    /// The world table, checked and with the borders asked for.
    pub fn read(&self) -> Result<WorldTable, Stop> {
        self.world(self.found()?.world()?)
    }

    /// Whatever is in the file.
    pub fn found(&self) -> Result<Found, Stop> {
        let options = Options::new();
        let options = match self.year {
            Some(year) => options.year(year),
            None => options,
        };
        Ok(leontief::read_with(&self.table, &options)?)
    }

    /// The tolerance that was asked for.
    pub fn tolerance(&self) -> Result<Option<Tolerance>, Stop> {
        match self.tolerance {
            Some(amount) if !(amount.is_finite() && amount >= 0.0) => Err(Stop::Usage(format!(
                "--tolerance is an amount of at least 0; found {amount}"
            ))),
            amount => Ok(amount.map(Tolerance::absolute)),
        }
    }

    /// Refuses what only a world table has.
    pub fn refuse_borders(&self) -> Result<(), Stop> {
        match self.merge.is_empty() && self.apart.is_empty() && self.concept.is_none() {
            true => Ok(()),
            false => Err(Stop::Usage(
                "--merge, --apart and --concept are for world tables; this is a table of one country"
                    .to_owned(),
            )),
        }
    }

    /// A world table out of its draft, checked and with the borders asked for.
    pub fn world(&self, mut draft: WorldDraft) -> Result<WorldTable, Stop> {
        if let Some(tolerance) = self.tolerance()? {
            draft = draft.tolerance(tolerance);
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
