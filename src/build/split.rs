//! A divided table, and the rule by which export vectors are divided the same way.

use std::fmt;

use ndarray::Array1;

use super::control::{Capped, Control, Overdraw};
use super::split_estimate::SplitEstimate;
use crate::error::{Error, Result};
use crate::label::{Producers, TradeKind};
use crate::table::{Exports, NationalTable};

/// Which groups a table is divided into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Division {
    /// DN, FN, DP, FP.
    RegimeAndOwnership,
    /// N, P: owners are not told apart.
    Regime,
    /// D, F: processing and normal production share one technology.
    Ownership,
}

/// The shares by sector that say which group exports what.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ExportShares {
    /// Share of processing in the exports of each sector.
    pub(super) processing: Array1<f64>,
    /// Foreign-invested share of processing exports.
    pub(super) foreign_processing: Array1<f64>,
    /// Foreign-invested share of other exports.
    pub(super) foreign_normal: Array1<f64>,
    /// Sectors whose exports are goods.
    pub(super) goods: Vec<bool>,
}

impl ExportShares {
    /// By group of the division, in order of its blocks, for a given processing share.
    fn by_group(&self, division: Division, processing: &Array1<f64>) -> Vec<Array1<f64>> {
        let normal = processing.mapv(|share| 1.0 - share);
        let fp = processing * &self.foreign_processing;
        let dp = processing - &fp;
        let f_n = &normal * &self.foreign_normal;
        let dn = &normal - &f_n;
        match division {
            Division::RegimeAndOwnership => vec![dn, f_n, dp, fp],
            Division::Regime => vec![normal, processing.clone()],
            Division::Ownership => vec![dn + dp, f_n + fp],
        }
    }

    /// Exports of undivided producers as exports of `producers`, which are the groups of the division. Services are never
    /// processed.
    pub(super) fn divided(
        &self,
        exports: &Exports,
        producers: &Producers,
        division: Division,
        processing: &Array1<f64>,
    ) -> Result<Exports> {
        let goods = self.by_group(division, processing);
        let services = self.by_group(division, &Array1::zeros(processing.len()));
        exports.flows().iter().try_fold(
            Exports::new(producers, exports.unit().clone()),
            |divided, flow| {
                let shares = if may_be_processed(flow.kind()) {
                    &goods
                } else {
                    &services
                };
                let amounts = shares
                    .iter()
                    .flat_map(|share| share * &flow.amounts())
                    .collect();
                divided.with(flow.partner(), flow.kind(), amounts)
            },
        )
    }
}

/// Whether exports of this kind can be made under the processing regime.
pub(super) fn may_be_processed(kind: TradeKind) -> bool {
    match kind {
        TradeKind::Services => false,
        TradeKind::Goods | TradeKind::ReExports | TradeKind::Undivided => true,
    }
}

/// A table divided into groups of producers. Every cell, row and column of the original table is preserved in the sums over
/// groups.
#[derive(Debug, Clone)]
pub struct Split {
    pub(super) table: NationalTable,
    pub(super) original: Producers,
    pub(super) division: Division,
    pub(super) shares: ExportShares,
    pub(super) report: Vec<String>,
    pub(super) capped: Vec<Capped>,
}

impl Split {
    /// The divided table.
    #[must_use]
    pub fn table(&self) -> &NationalTable {
        &self.table
    }

    /// The groups.
    #[must_use]
    pub fn division(&self) -> Division {
        self.division
    }

    /// The same groups and shares of exports with an estimated table of these groups.
    ///
    /// # Errors
    /// If the estimate runs over other producers.
    pub fn estimated(&self, estimate: &SplitEstimate) -> Result<Self> {
        let table = estimate.table();
        if table.producers() != self.table.producers() {
            return Err(
                Error::label("the estimate is one of other groups or sectors")
                    .expected(format!("{:?}", self.table.producers()))
                    .found(format!("{:?}", table.producers())),
            );
        }
        let mut report = self.report.clone();
        report.extend(estimate.knowns().iter().map(ToString::to_string));
        Ok(Self {
            table: table.clone(),
            report,
            ..self.clone()
        })
    }

    /// What was shifted by how much, and what was capped, one line each.
    #[must_use]
    pub fn report(&self) -> &[String] {
        &self.report
    }

    /// The sectors that were stopped at what they have, by total, where the caller chose [`Overdraw::Cap`].
    #[must_use]
    pub fn capped(&self) -> &[Capped] {
        &self.capped
    }

    /// Share of processing in the exports of each sector.
    #[must_use]
    pub fn processing_share(&self) -> &Array1<f64> {
        &self.shares.processing
    }

    /// Foreign-invested share of the processing exports of each sector.
    #[must_use]
    pub fn foreign_share_of_processing(&self) -> &Array1<f64> {
        &self.shares.foreign_processing
    }

    /// Foreign-invested share of the other exports of each sector.
    #[must_use]
    pub fn foreign_share_of_normal(&self) -> &Array1<f64> {
        &self.shares.foreign_normal
    }

    /// Exports of the undivided producers, divided among the groups by the shares of the sector's exports. Services are
    /// never processed.
    ///
    /// # Errors
    /// If the exports run over other producers than the original table's.
    pub fn divide(&self, exports: &Exports) -> Result<Exports> {
        self.divided(exports, &self.shares.processing)
    }

    /// The same with its own processing share: the sectors' shares are shifted on the logit scale until `share` of the goods
    /// in these exports (those of goods sectors, without the margins earned on them) is processed. Re-exports are divided
    /// like goods.
    ///
    /// # Errors
    /// If the exports run over other producers or hold no goods, or the share cannot be met.
    pub fn divide_with_processing_share(&self, exports: &Exports, share: f64) -> Result<Exports> {
        self.require_original(exports)?;
        let goods = exports.of(TradeKind::Goods).by_producer();
        let weights = Array1::from_shape_fn(goods.len(), |j| {
            if self.shares.goods[j] { goods[j] } else { 0.0 }
        });
        if weights.sum() == 0.0 {
            return Err(Error::control_total(
                "these exports hold no goods of goods sectors, so no share of them can be processed",
            )
            .hint("`Split::divide`, which uses the sectors' shares of all exports"));
        }
        let label = |j: usize| self.original.label(j);
        let met = Control {
            name: "processing share of these exports",
            weights: &weights,
            total: share * weights.sum(),
            limits: None,
            label: &label,
        }
        .met_from(&self.shares.processing, Overdraw::Refuse)?;
        self.divided(exports, &met.shares)
    }

    fn divided(&self, exports: &Exports, processing: &Array1<f64>) -> Result<Exports> {
        self.require_original(exports)?;
        self.shares
            .divided(exports, self.table.producers(), self.division, processing)
    }

    fn require_original(&self, exports: &Exports) -> Result<()> {
        if exports.producers() == &self.original {
            return Ok(());
        }
        Err(
            Error::label("only exports of the undivided producers can be divided")
                .expected(format!("{:?}", self.original))
                .found(format!("{:?}", exports.producers())),
        )
    }

    /// A vector over the undivided sectors, repeated for every group.
    #[must_use]
    pub fn repeated(&self, by_sector: &Array1<f64>) -> Array1<f64> {
        let groups = self.table.producers().blocks().len();
        (0..groups)
            .flat_map(|_| by_sector.iter().copied())
            .collect()
    }
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.table)?;
        for line in &self.report {
            write!(f, "\n  {line}")?;
        }
        Ok(())
    }
}
