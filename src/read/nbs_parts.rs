//! What all tables of the National Bureau of Statistics of China have in common.

use ndarray::Array1;

use super::rows::Rows;
use super::text::{Line, Sheet};
use crate::error::Result;
use crate::label::{Axis, AxisKind};
use crate::table::{PrimaryKind, PrimaryRow, Provenance};
use crate::unit::{PriceBasis, Scale, Unit};

pub(super) const COUNTRY: &str = "CHN";
pub(super) const KEYS: [&str; 3] = ["Code", "Description", "DescriptionInChinese"];
/// The column of tables that keep imports apart.
pub(super) const ORIGIN: &str = "Origin";
pub(super) const EXPORTS: &str = "EX";
/// Totals among the rows: intermediate input, value added, input.
pub(super) const TOTAL_ROWS: [&str; 3] = ["TII", "TVA", "TI"];
pub(super) const VALUE_ADDED: [(&str, PrimaryKind); 4] = [
    ("VA001", PrimaryKind::Compensation),
    ("VA002", PrimaryKind::NetProductionTax),
    ("VA003", PrimaryKind::Depreciation),
    ("VA004", PrimaryKind::OperatingSurplus),
];
const NOTHING: &str = "NA";

/// The codes of the rows below the sectors.
pub(super) fn rows_below() -> Vec<&'static str> {
    let value_added = VALUE_ADDED.iter().map(|(code, _)| *code);
    value_added.chain(TOTAL_ROWS).collect()
}

/// 10 000 yuan, current producer prices.
pub(super) fn unit(year: i32) -> Unit {
    Unit::new("CNY", Scale::TEN_THOUSANDS, year, PriceBasis::Producer)
}

/// Where a table has what every one of them has.
pub(super) struct Columns<'a> {
    pub(super) sheet: &'a Sheet,
    /// Code and description.
    pub(super) labels: [usize; 2],
    pub(super) sectors: Vec<usize>,
    pub(super) final_uses: Vec<usize>,
    pub(super) exports: usize,
}

impl Columns<'_> {
    /// Codes and names of rows.
    pub(super) fn axis<K: AxisKind>(&self, lines: &[&Line]) -> Result<Axis<K>> {
        let [code, name] = self.labels;
        let text = |line, column| self.sheet.text(line, column);
        Axis::with_names(
            lines
                .iter()
                .map(|line| (text(line, code), text(line, name))),
        )
        .map_err(|error| error.in_file(self.sheet.file()))
    }

    /// Final uses and exports.
    pub(super) fn finals(&self) -> Vec<usize> {
        [&self.final_uses[..], &[self.exports]].concat()
    }

    pub(super) fn value_added(
        &self,
        rows: &Rows<'_>,
        (code, kind): (&str, PrimaryKind),
    ) -> Result<PrimaryRow> {
        let line = rows.at(code)?;
        let columns = self.final_uses.iter();
        Ok(PrimaryRow {
            kind,
            by_producer: self.sheet.across(line, &self.sectors)?,
            by_final_use: columns
                .map(|&column| self.or_nothing(line, column))
                .collect::<Result<Array1<f64>>>()?,
            on_exports: self.or_nothing(line, self.exports)?,
        })
    }

    /// A number, or zero where the source says that there can be none.
    fn or_nothing(&self, line: &Line, column: usize) -> Result<f64> {
        match self.sheet.text(line, column) {
            NOTHING => Ok(0.0),
            _ => Ok(self.sheet.optional(line, column)?.unwrap_or(0.0)),
        }
    }

    /// The source, with comparisons of totals as steps.
    pub(super) fn provenance(&self, year: i32, kind: &str, totals: Vec<String>) -> Provenance {
        let source = format!("National Bureau of Statistics of China, table of {year} {kind}");
        let source = Provenance::from_source(source)
            .of_edition(format!("{} sectors", self.sectors.len()))
            .with_file(self.sheet.source().clone());
        totals
            .into_iter()
            .fold(source, |provenance, step| provenance.then(step))
    }
}
