//! A balance sheet as a long table: one row per measure, reading, kind, direction, group and sector.

use std::io::Write;

use super::choice::{BalanceMeasure, Direction, Selection};
use super::sheet::{BalanceSheet, Side};
use crate::error::{Error, Result};
use crate::label::{Ix, TradeKind};
use crate::model::Measure;

/// One row. A field that is summed over is `None` and written `total`.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// `gross`, `value_added`, `national_income`; in one direction also `imports`, `income_CHN`, `compensation`, ….
    pub measure: String,
    /// `own_exports` or `two_sided` for national income, empty otherwise.
    pub reading: &'static str,
    /// The kind of trade.
    pub kind: Option<TradeKind>,
    /// `CHN-USA`, `USA-CHN`, `balance`.
    pub direction: String,
    /// The exporting group.
    pub group: Option<String>,
    /// The exporting sector.
    pub sector: Option<String>,
    /// The amount.
    pub value: f64,
}

pub(super) const SUMMED: &str = "total";

impl BalanceSheet {
    /// The whole sheet as rows. In each direction every measure by kind × group × sector with all their sums; cells and sums in
    /// which nothing is exported are left out, but for the total of each kind. Balances by kind, and by sector where both countries have
    /// the same sectors.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for direction in Direction::ALL {
            self.direction_rows(direction, &mut rows);
        }
        self.balance_rows(&mut rows);
        rows
    }

    fn kinds_and_total(&self) -> Vec<Option<TradeKind>> {
        self.kinds().into_iter().map(Some).chain([None]).collect()
    }

    fn direction_rows(&self, direction: Direction, rows: &mut Vec<Row>) {
        let side = self.side(direction);
        let name = self.name(direction);
        let groups = distinct(
            side.producers
                .blocks()
                .iter()
                .map(|block| block.group().code()),
        );
        let sectors = distinct(
            side.producers
                .positions()
                .map(|j| side.producers.key(j).sector),
        );
        let others = side
            .multipliers
            .iter()
            .filter(|(measure, _)| !matches!(measure, Measure::Gross | Measure::ValueAdded));
        for kind in self.kinds_and_total() {
            for &group in &groups {
                for &sector in &sectors {
                    let part = Selection {
                        kind,
                        group,
                        sector,
                    };
                    let summed = group.is_none() && sector.is_none();
                    let gross = self.credit(direction, BalanceMeasure::Gross, part);
                    if gross == 0.0 && !summed && !side.exports_in(part) {
                        continue;
                    }
                    let mut push = |measure: String, reading, value| {
                        rows.push(Row {
                            measure,
                            reading,
                            kind,
                            direction: name.clone(),
                            group: group.map(str::to_owned),
                            sector: sector.map(str::to_owned),
                            value,
                        });
                    };
                    for measure in BalanceMeasure::ALL {
                        push(
                            measure.code().to_owned(),
                            measure.reading_code(),
                            self.credit(direction, measure, part),
                        );
                    }
                    for (measure, multipliers) in others.clone() {
                        push(measure.code(), "", side.sum(part, |j| multipliers[j]));
                    }
                }
            }
        }
    }

    fn balance_rows(&self, rows: &mut Vec<Row>) {
        let sectors_of = |direction: Direction| {
            let producers = self.producers(direction);
            distinct(producers.positions().map(move |j| producers.key(j).sector))
        };
        let sectors = sectors_of(Direction::Forth);
        let comparable = sectors == sectors_of(Direction::Back);
        for kind in self.kinds_and_total() {
            for &sector in sectors
                .iter()
                .filter(|sector| comparable || sector.is_none())
            {
                let part = Selection {
                    kind,
                    group: None,
                    sector,
                };
                for measure in BalanceMeasure::ALL {
                    rows.push(Row {
                        measure: measure.code().to_owned(),
                        reading: measure.reading_code(),
                        kind,
                        direction: "balance".to_owned(),
                        group: None,
                        sector: sector.map(str::to_owned),
                        value: self.balance_of(measure, part),
                    });
                }
            }
        }
    }

    /// Writes [`rows`](Self::rows) as CSV with the columns `measure,reading,kind,direction,group,sector,value,unit`; what is
    /// summed over is written `total`, values in full precision.
    ///
    /// # Errors
    /// If writing fails.
    pub fn write_csv(&self, target: impl Write) -> Result<()> {
        let unit = self.unit().short();
        let failed = |error: csv::Error| {
            Error::io(format!("cannot write the balance sheet ({error})")).caused_by(error)
        };
        let mut writer = csv::Writer::from_writer(target);
        writer
            .write_record([
                "measure",
                "reading",
                "kind",
                "direction",
                "group",
                "sector",
                "value",
                "unit",
            ])
            .map_err(failed)?;
        for row in self.rows() {
            let value = row.value.to_string();
            writer
                .write_record([
                    row.measure.as_str(),
                    row.reading,
                    row.kind.map_or(SUMMED, TradeKind::code),
                    &row.direction,
                    row.group.as_deref().unwrap_or(SUMMED),
                    row.sector.as_deref().unwrap_or(SUMMED),
                    &value,
                    &unit,
                ])
                .map_err(failed)?;
        }
        writer.flush().map_err(|error| {
            Error::io(format!("cannot write the balance sheet ({error})")).caused_by(error)
        })
    }
}

impl Side {
    /// Whether anybody exports anything in this part; exports and returns may cancel.
    fn exports_in(&self, part: Selection<'_>) -> bool {
        let selected = |j: usize| {
            let key = self.producers.key(Ix::new(j));
            part.group.is_none_or(|group| group == key.group.code())
                && part.sector.is_none_or(|sector| sector == key.sector)
        };
        self.kinds
            .iter()
            .filter(|(kind, _)| part.kind.is_none_or(|wanted| wanted == *kind))
            .flat_map(|(_, amounts)| amounts.indexed_iter())
            .any(|(j, &amount)| amount != 0.0 && selected(j))
    }
}

/// The distinct codes in order of first appearance, then `None` for their sum.
fn distinct<'a>(codes: impl Iterator<Item = &'a str>) -> Vec<Option<&'a str>> {
    let mut seen: Vec<Option<&str>> = Vec::new();
    for code in codes {
        if !seen.contains(&Some(code)) {
            seen.push(Some(code));
        }
    }
    seen.push(None);
    seen
}
