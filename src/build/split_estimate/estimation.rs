//! A division by optimisation in the making.

use super::cells::{Part, SplitCells};
use super::division;
use super::found::SplitEstimate;
use super::known::Known;
use super::selection::Cells;
use crate::build::estimate::{EstimateOptions, Objective, Problem};
use crate::build::split::Split;
use crate::error::{Error, Result};
use crate::table::NationalTable;

/// How the uncertainty of a prior grows with its size. It decides how far parts give way to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PriorSpread {
    /// Variance in proportion to size, as for a sum of independent pieces: `w = δ² |x°| s` with s the mean prior, weighted by size
    /// (`Σ x°² / Σ |x°|`). This is the weight `|x°|` of the literature, made independent of the unit.
    #[default]
    BySize,
    /// The same share of every prior: `w = (δ x°)²`. Large parts give way more.
    Relative,
}

/// A division by optimisation in the making: a published table, a starting division, and what is known.
///
/// ```
/// # use leontief::label::{Axis, Producers, TradeKind};
/// # use leontief::table::{NationalDraft, PrimaryKind};
/// # use leontief::unit::{PriceBasis, Scale, Unit};
/// # use ndarray::array;
/// use leontief::build::{Cells, ControlTotals, Division, Known, RegimeOwnershipSplit, SplitEstimation, StartingShares};
/// use leontief::build::estimate::Objective;
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
/// # let starting = StartingShares {
/// #     processing: vec![Some(0.3), None],
/// #     foreign_processing: vec![Some(0.8), None],
/// #     foreign_normal: vec![Some(0.3), Some(0.1)],
/// # };
/// # let controls = ControlTotals {
/// #     processing_share_of_exports: 0.42,
/// #     imports_per_processing_export: 0.5,
/// #     foreign_share_of_processing_exports: 0.82,
/// #     foreign_share_of_exports: 0.5,
/// #     processing_value_added_ratio: 0.75,
/// # };
/// // outputs and exports by group, one technology for all
/// let start = RegimeOwnershipSplit::new(&table, starting, controls)
///     .shared_technology(Division::RegimeAndOwnership)?;
/// let estimate = SplitEstimation::new(&table, &start)?
///     .known(Known::amount(
///         "imports for processing",
///         Cells::imported_inputs().used_by(["DP", "FP"]),
///         5.0,
///     ))
///     .known(
///         Known::share(
///             "value added per imports in processing",
///             Cells::value_added().used_by(["DP", "FP"]),
///             Cells::imported_inputs().used_by(["DP", "FP"]),
///             0.5,
///         )
///         .give_or_take(0.1),
///     )
///     .estimate(Objective::LeastSquares)?;
/// let imports = estimate.table().imported();
/// assert!((imports[[0, 4]] + imports[[0, 6]] - 5.0).abs() < 1e-9);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is estimated until `estimate` is called"]
pub struct SplitEstimation<'a> {
    pub(super) table: &'a NationalTable,
    pub(super) start: &'a NationalTable,
    pub(super) priors: SplitCells,
    pub(super) scaled: Vec<(Cells, f64)>,
    pub(super) spread: PriorSpread,
    pub(super) deviation: f64,
    pub(super) deviations: Vec<(Cells, f64)>,
    pub(super) outputs_within: f64,
    pub(super) knowns: Vec<Known>,
    pub(super) options: EstimateOptions,
}

/// What a part of typical size is thought to be off, as a share of it.
const DEVIATION: f64 = 0.5;

impl<'a> SplitEstimation<'a> {
    /// From a starting division of the table: its outputs and exports by group stand, its cells are the priors.
    ///
    /// # Errors
    /// If the division is not one of this table: another country, unit, sectors, products, uses, primary inputs or extension rows,
    /// outputs or exports that do not add up, or other figures where nothing is divided.
    pub fn new(table: &'a NationalTable, start: &'a Split) -> Result<Self> {
        Self::from_table(table, start.table())
    }

    /// The same from any divided table, such as one built by hand.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn from_table(table: &'a NationalTable, start: &'a NationalTable) -> Result<Self> {
        division::require(table, start)?;
        Ok(Self {
            table,
            start,
            priors: SplitCells::of(start),
            scaled: Vec::new(),
            spread: PriorSpread::default(),
            deviation: DEVIATION,
            deviations: Vec::new(),
            outputs_within: 0.0,
            knowns: Vec::new(),
            options: EstimateOptions::default(),
        })
    }

    /// Other priors than the cells of the starting division; they need not balance. A prior of zero stays zero, and parts of a
    /// cell keep its sign where all of them start with it; a part that starts negative beside positive ones may take either sign.
    ///
    /// # Errors
    /// If a matrix has another shape than the divided table's, a prior is not a number, or processing producers would sell at home.
    pub fn priors(mut self, priors: SplitCells) -> Result<Self> {
        for part in Part::ALL {
            let (expected, found) = (self.priors.part(part).dim(), priors.part(part).dim());
            if expected != found {
                return Err(Error::shape(format!("the priors of {part} cells"))
                    .expected(format!("{} × {}", expected.0, expected.1))
                    .found(format!("{} × {}", found.0, found.1)));
            }
            let numbers = priors.part(part).indexed_iter();
            if let Some((at, prior)) = numbers.into_iter().find(|(_, prior)| !prior.is_finite()) {
                return Err(Error::parameter(format!("the prior of {part} cell {at:?}"))
                    .expected("a number")
                    .found(prior));
            }
        }
        self.require_processing_exported(&priors)?;
        self.priors = priors;
        Ok(self)
    }

    /// Processing producers sell nothing at home, whatever their priors say.
    fn require_processing_exported(&self, priors: &SplitCells) -> Result<()> {
        let producers = self.start.producers();
        let blocks = producers.blocks().iter();
        let processing = blocks.filter(|block| block.group().is_processing());
        for row in processing.flat_map(crate::label::Block::range) {
            let (inputs, finals) = (priors.domestic.row(row), priors.domestic_final.row(row));
            if let Some(sale) = inputs.iter().chain(finals).find(|sale| **sale != 0.0) {
                let what = format!("the priors let {} sell at home", producers.label(row));
                return Err(Error::parameter(what)
                    .expected("0 for what processing producers sell at home")
                    .found(sale));
            }
        }
        Ok(())
    }

    /// These priors times a factor: imported inputs of processing, say, before anything is estimated. A factor of zero takes them
    /// out.
    pub fn scaled_priors(mut self, cells: Cells, factor: f64) -> Self {
        self.scaled.push((cells, factor));
        self
    }

    /// How the uncertainty of priors grows with size, and the relative standard deviation δ of a part of typical size
    /// (0.5 unless said otherwise). It matters for things known about only, which it is weighed against, and not for exact ones.
    pub fn prior_spread(mut self, spread: PriorSpread, deviation: f64) -> Self {
        (self.spread, self.deviation) = (spread, deviation);
        self
    }

    /// Another relative standard deviation for some priors: small where a source is trusted, large where not. Later calls win.
    pub fn confidence(mut self, cells: Cells, deviation: f64) -> Self {
        self.deviations.push((cells, deviation));
        self
    }

    /// Outputs of groups that sell at home are known about only: with a standard error of this share. What they export stands; their
    /// inputs and sales still balance, and outputs of a sector's groups still add up to its output.
    pub fn outputs_within(mut self, share: f64) -> Self {
        self.outputs_within = share;
        self
    }

    /// Something else that is known.
    pub fn known(mut self, known: Known) -> Self {
        self.knowns.push(known);
        self
    }

    /// Several things that are known.
    pub fn all_known(mut self, known: impl IntoIterator<Item = Known>) -> Self {
        self.knowns.extend(known);
        self
    }

    /// When to stop, on which threads, watched by whom.
    pub fn options(mut self, options: EstimateOptions) -> Self {
        self.options = options;
        self
    }

    /// The problem in numbers.
    ///
    /// # Errors
    /// If cells or groups are unknown, a cell has an amount and every part of it starts at zero, a factor or standard error is not one,
    /// or a share is one of cells that start at zero.
    pub fn problem(&self) -> Result<Problem> {
        Ok(self.made()?.problem)
    }

    /// The division closest to the priors that meets everything known.
    ///
    /// # Errors
    /// As [`problem`](Self::problem); if what is known contradicts itself, with labels; if the table found does not pass its checks.
    pub fn estimate(&self, objective: Objective) -> Result<SplitEstimate> {
        let made = self.made()?;
        let solution = made.problem.estimate(objective, &self.options)?;
        SplitEstimate::new(self, made, solution)
    }
}
