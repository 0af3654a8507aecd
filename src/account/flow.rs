//! The content of a flow of exports in one measure.
//!
//! Question answered: how much value added (imports, income of an owner, jobs, …) do these exports contain, which exporter's
//! goods contain it, and which producer generates it?
//!
//! For rates w, total rates `b = w (I − A)⁻¹` and exports e: by exporting producer `b_j e_j`, by producing producer
//! `w_i y_i` with `y = (I − A)⁻¹ e`. Both add up to `w (I − A)⁻¹ e`. Shapes: n, in the unit of the exports (extensions in
//! their own unit).
//!
//! Identities (tested): both views have the same total; kinds and groups add up; the incomes of all owners add up to value
//! added; value added + imports + other primary inputs + discrepancy = gross value.

use std::fmt;

use ndarray::{Array1, ArrayView1};

use crate::error::{Error, Result};
use crate::label::{Producers, TradeKind};
use crate::model::{Measure, Model};
use crate::table::Exports;
use crate::unit::Unit;

/// To whom the content of exports is attributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// To the producer whose goods cross the border, with everything its suppliers put in.
    Exporting,
    /// To the producer where the content arises, whoever exports it in the end.
    Producing,
}

/// The content of the exports to one partner of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowPart {
    /// The partner's code.
    pub partner: String,
    /// The kind of trade.
    pub kind: TradeKind,
    /// The content by exporting producer.
    pub by_exporter: Array1<f64>,
}

/// The content of an export flow in one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    measure: Measure,
    unit: Unit,
    producers: Producers,
    parts: Vec<FlowPart>,
    by_producer: Array1<f64>,
    gross: f64,
    direct: f64,
}

impl Model {
    /// The content of `exports` in `measure`.
    ///
    /// # Errors
    /// If the exports belong to other producers or are in another unit than the table, a producer without output exports, or
    /// the measure cannot be computed.
    pub fn measure(&self, measure: &Measure, exports: &Exports) -> Result<Flow> {
        self.require_exports(exports)?;
        let rates = self.rates(measure)?;
        let multipliers = self.multipliers(measure)?;
        let vector = exports.by_producer();
        let by_producer = &rates * &self.induced_output(vector.view())?;
        Ok(Flow {
            measure: measure.clone(),
            unit: exports.unit().clone(),
            producers: self.producers().clone(),
            parts: exports
                .flows()
                .iter()
                .map(|flow| FlowPart {
                    partner: flow.partner().to_owned(),
                    kind: flow.kind(),
                    by_exporter: &*multipliers * &flow.amounts(),
                })
                .collect(),
            by_producer,
            gross: vector.sum(),
            direct: rates.dot(&vector),
        })
    }

    /// Refuses exports of other producers, in another unit, or of a producer without output: nothing says what they contain.
    pub(crate) fn require_exports(&self, exports: &Exports) -> Result<()> {
        if exports.producers() != self.producers() {
            return Err(
                Error::label("the exports belong to other producers than the model")
                    .expected(format!("{:?}", self.producers()))
                    .found(format!("{:?}", exports.producers()))
                    .hint("exports of a split table are split the same way: `Split::divide`"),
            );
        }
        self.table()
            .unit()
            .require_same(exports.unit(), "table and exports")?;
        let output = self.table().output();
        for flow in exports.flows() {
            for (j, &amount) in flow.amounts().indexed_iter() {
                if amount != 0.0 && output[j] == 0.0 {
                    return Err(Error::table(format!(
                        "{} exports {amount:.6} of {} to `{}` but has no output in the table",
                        self.producers().label(j),
                        flow.kind(),
                        flow.partner()
                    ))
                    .hint("move these exports to producers that have output"));
                }
            }
        }
        Ok(())
    }
}

impl Flow {
    /// What was measured.
    #[must_use]
    pub fn measure(&self) -> &Measure {
        &self.measure
    }

    /// The unit of the exports, and of the content unless the measure is an extension.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// The content by partner and kind.
    #[must_use]
    pub fn parts(&self) -> &[FlowPart] {
        &self.parts
    }

    /// All content.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.parts.iter().map(|part| part.by_exporter.sum()).sum()
    }

    /// The part that exporters themselves add: `w'e`.
    #[must_use]
    pub fn direct(&self) -> f64 {
        self.direct
    }

    /// The part that their suppliers at home add: `w'((I − A)⁻¹ − I) e`.
    #[must_use]
    pub fn indirect(&self) -> f64 {
        self.total() - self.direct
    }

    /// Content per 1000 units of exports; `None` where nothing is exported.
    #[must_use]
    pub fn per_thousand(&self) -> Option<f64> {
        (self.gross != 0.0).then(|| 1000.0 * self.total() / self.gross)
    }

    /// Content by producer.
    #[must_use]
    pub fn by_producer(&self, view: View) -> Array1<f64> {
        match view {
            View::Producing => self.by_producer.clone(),
            View::Exporting => self
                .parts
                .iter()
                .fold(Array1::zeros(self.producers.len()), |sum, part| {
                    sum + &part.by_exporter
                }),
        }
    }

    /// Content by kind of trade, in the order of [`TradeKind::ALL`]; kinds without a flow are left out.
    #[must_use]
    pub fn by_kind(&self) -> Vec<(TradeKind, f64)> {
        TradeKind::ALL
            .into_iter()
            .filter_map(|kind| {
                let parts = self.parts.iter().filter(|part| part.kind == kind);
                let sums: Vec<f64> = parts.map(|part| part.by_exporter.sum()).collect();
                (!sums.is_empty()).then(|| (kind, sums.iter().sum()))
            })
            .collect()
    }

    /// Content by group of producers, in order of the blocks.
    #[must_use]
    pub fn by_group(&self, view: View) -> Vec<(String, f64)> {
        sums_by_group(&self.producers, self.by_producer(view).view())
    }

    /// Content by sector, in order of first appearance; sectors of several groups are added by code.
    #[must_use]
    pub fn by_sector(&self, view: View) -> Vec<(String, f64)> {
        sums_by_sector(&self.producers, self.by_producer(view).view())
    }
}

/// Sums of a vector over the producers of each block, under the group's code.
pub(crate) fn sums_by_group(
    producers: &Producers,
    values: ArrayView1<'_, f64>,
) -> Vec<(String, f64)> {
    producers
        .blocks()
        .iter()
        .map(|block| {
            let sum = block.range().map(|j| values[j]).sum();
            (block.group().code().to_owned(), sum)
        })
        .collect()
}

/// Sums of a vector over producers of the same sector code.
pub(crate) fn sums_by_sector(
    producers: &Producers,
    values: ArrayView1<'_, f64>,
) -> Vec<(String, f64)> {
    let mut sums: Vec<(String, f64)> = Vec::new();
    let mut at = std::collections::HashMap::new();
    for j in producers.positions() {
        let code = producers.key(j).sector;
        let position = *at.entry(code.to_owned()).or_insert_with(|| {
            sums.push((code.to_owned(), 0.0));
            sums.len() - 1
        });
        sums[position].1 += values[j.get()];
    }
    sums
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} in exports of {}: {:.3} {}",
            self.measure,
            self.producers.countries().codes().join(", "),
            self.total(),
            self.unit.short()
        )?;
        if let Some(rate) = self.per_thousand() {
            write!(f, " ({rate:.1} per 1000)")?;
        }
        Ok(())
    }
}
