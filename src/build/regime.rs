//! A national table divided by customs regime and ownership, in proportion, with control totals.
//!
//! Question answered: what would the four-group table (DN, FN, DP, FP) be if groups differed only as far as the known totals
//! say? First version of the estimate: the starting point of a constrained optimisation that may replace it under the same
//! inputs ([`StartingShares`], [`ControlTotals`]) and the same result ([`Split`]).
//!
//! With exports e, output x, import rate m, value-added rate v and other rate o of sector j:
//! processing output is `x^P = p e`; its import rate μ is m shifted on the logit scale until `Σ μ x^P = M`; its value-added
//! rate is `ρ v`; other primary inputs (and the published table's rounding) keep the sector's rate; the rest `1 − μ − ρ v − o`
//! are domestic inputs in the sector's mix. The normal column is the exact remainder. Foreign-invested shares are φ in
//! processing and s in normal output; DN and FN supply each use in proportion to their output.
//!
//! Source: the layout of the table is that of Duan et al. (2012) and Ma, Wang, Zhu (2015), Journal of Comparative Economics
//! 43(1), 3-18; two-regime case: Koopman, Wang, Wei (2012), Journal of Development Economics 99(1), 178-189.

use super::assemble::{Columns, assemble, quotient};
use super::control::Overdraw;
use super::processing::Processing;
use super::shares::MetShares;
use super::split::{Division, Split};
use crate::error::{Error, Result};
use crate::table::NationalTable;

/// Shares by sector from which the estimate starts.
#[derive(Debug, Clone, PartialEq)]
pub struct StartingShares {
    /// Share of processing in the exports of each sector; `None` for sectors that export services.
    pub processing: Vec<Option<f64>>,
    /// Foreign-invested share of the sector's processing exports; `None` where there are none.
    pub foreign_processing: Vec<Option<f64>>,
    /// Foreign-invested share of the sector's other output.
    pub foreign_normal: Vec<Option<f64>>,
}

impl StartingShares {
    pub(super) fn require_sectors(&self, sectors: usize) -> Result<()> {
        for (what, given) in [
            ("processing", &self.processing),
            ("foreign_processing", &self.foreign_processing),
            ("foreign_normal", &self.foreign_normal),
        ] {
            if given.len() != sectors {
                return Err(Error::shape(format!("the starting shares `{what}`"))
                    .expected(format!("{sectors} sectors"))
                    .found(given.len()));
            }
        }
        Ok(())
    }
}

/// Totals that the split table must meet. Exports of goods are those of sectors with a starting share of processing, services
/// that such sectors may export left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ControlTotals {
    /// Processing exports over exports of goods.
    pub processing_share_of_exports: f64,
    /// Imported inputs over processing exports.
    pub imports_per_processing_export: f64,
    /// Share of foreign-invested enterprises in processing exports.
    pub foreign_share_of_processing_exports: f64,
    /// Share of foreign-invested enterprises in all exports of goods.
    pub foreign_share_of_exports: f64,
    /// ρ: direct value-added rate of a processing column over the sector's.
    pub processing_value_added_ratio: f64,
}

/// A split by regime and ownership in the making.
///
/// ```
/// # use leontief::label::{Axis, Producers, TradeKind};
/// # use leontief::table::{NationalDraft, PrimaryKind};
/// # use leontief::unit::{PriceBasis, Scale, Unit};
/// # use ndarray::array;
/// use leontief::build::{ControlTotals, Division, RegimeOwnershipSplit, StartingShares};
/// # let producers = Producers::whole("CHN", &Axis::new(["goods", "services"])?)?;
/// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
/// # let table = NationalDraft::new(producers, Axis::new(["imports"])?, unit)
/// #     .domestic(array![[30.0, 10.0], [20.0, 30.0]])
/// #     .imported(array![[20.0, 5.0]])
/// #     .primary(PrimaryKind::Compensation, array![30.0, 55.0])
/// #     .export("USA", TradeKind::Goods, array![25.0, 0.0])
/// #     .final_use("households", array![35.0, 50.0], array![10.0])
/// #     .output(array![100.0, 100.0])
/// #     .check()?;
/// let split = RegimeOwnershipSplit::new(
///     &table,
///     StartingShares {
///         processing: vec![Some(0.3), None],
///         foreign_processing: vec![Some(0.8), None],
///         foreign_normal: vec![Some(0.3), Some(0.1)],
///     },
///     ControlTotals {
///         processing_share_of_exports: 0.42,
///         imports_per_processing_export: 0.5,
///         foreign_share_of_processing_exports: 0.82,
///         foreign_share_of_exports: 0.5,
///         processing_value_added_ratio: 0.75,
///     },
/// )
/// .divided(Division::RegimeAndOwnership)?;
/// assert_eq!(split.table().producers().len(), 8);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is divided until `divided` is called"]
pub struct RegimeOwnershipSplit<'a> {
    table: &'a NationalTable,
    starting: StartingShares,
    controls: ControlTotals,
    overdraw: Overdraw,
}

impl<'a> RegimeOwnershipSplit<'a> {
    /// A split of an undivided table. A total that asks a cell for more than it has is refused.
    pub fn new(
        table: &'a NationalTable,
        starting: StartingShares,
        controls: ControlTotals,
    ) -> Self {
        Self {
            table,
            starting,
            controls,
            overdraw: Overdraw::Refuse,
        }
    }

    /// What to do where a total asks a cell for more than it has.
    pub fn overdraw(mut self, overdraw: Overdraw) -> Self {
        self.overdraw = overdraw;
        self
    }

    /// The divided table. Under [`Division::Ownership`] all producers of a sector share its technology, under
    /// [`Division::Regime`] owners are merged; the shares are those of the full split in every case.
    ///
    /// # Errors
    /// If the table is already divided, starting shares are missing or not shares, or a control total cannot be met.
    pub fn divided(&self, division: Division) -> Result<Split> {
        self.by_technology(division, division != Division::Ownership)
    }

    /// The divided table if all groups of a sector shared its technology: outputs and exports by group meet their totals, the total of
    /// processing imports and the ratio of value added are not asked for. The start of an estimate that is told of them in another
    /// way ([`SplitEstimation`](crate::build::SplitEstimation)).
    ///
    /// # Errors
    /// As [`divided`](Self::divided).
    pub fn shared_technology(&self, division: Division) -> Result<Split> {
        self.by_technology(division, false)
    }

    fn by_technology(&self, division: Division, processing_apart: bool) -> Result<Split> {
        let met = MetShares::new(self.table, &self.starting, &self.controls, self.overdraw)?;
        let (amounts, mut report) = (met.amounts, met.report);
        let sectors = amounts.output.len();
        // what each technology takes of a sector's columns
        let (normal, processing, capped) = if processing_apart {
            let processing = Processing::new(
                self.table,
                &amounts.processed,
                &self.controls,
                self.overdraw,
            )?;
            report.extend(processing.report);
            let normal = Columns::remainder_of(&processing.columns);
            (normal, processing.columns, processing.capped)
        } else if division == Division::Ownership {
            (Columns::whole(sectors), Columns::none(sectors), Vec::new())
        } else {
            let part = quotient(&amounts.processed, &amounts.output);
            let processing = Columns::part(&part);
            let normal = Columns::remainder_of(&processing);
            (normal, processing, Vec::new())
        };
        let groups = match division {
            Division::RegimeAndOwnership => amounts.four(&normal, &processing),
            Division::Regime => amounts.by_regime(&normal, &processing),
            Division::Ownership => amounts.by_ownership(&normal),
        };
        let step = step(division, processing_apart);
        let table = assemble(self.table, &groups, division, &amounts.shares, step)?;
        Ok(Split {
            table,
            original: self.table.producers().clone(),
            division,
            shares: amounts.shares,
            report,
            capped,
        })
    }
}

fn step(division: Division, processing_apart: bool) -> String {
    let groups = match division {
        Division::RegimeAndOwnership => "regime and ownership (DN, FN, DP, FP)",
        Division::Regime => "regime (N, P)",
        Division::Ownership => "ownership (D, F)",
    };
    let how = if processing_apart || division == Division::Ownership {
        "in proportion, with control totals"
    } else {
        "with one technology for all groups"
    };
    format!("divided by {groups} {how}")
}
