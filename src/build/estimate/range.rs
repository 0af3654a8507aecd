//! What a total can be at all.
//!
//! Question answered: which values can a linear total of the unknowns take under the published cells, the exact margins and the
//! bounds, whatever the priors say? The narrower the range, the more of an estimate is data.

use super::conflict;
use super::draft::{Cell, Margin};
use super::fixing::Fixing;
use super::linear::{Optimum, Program};
use super::normal::Structure;
use super::options::{EstimateOptions, Objective};
use super::problem::{Problem, Stuck};
use super::rank;
use crate::error::{Error, Result};
use crate::run::both_shared;

/// Which end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extreme {
    /// The least that the total can be.
    Least,
    /// The most that it can be.
    Most,
}

/// One end of a range: unknowns that meet all hard constraints, the total they make, and how far the end can be from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Extremum {
    values: Vec<f64>,
    value: f64,
    bound: f64,
    of_cells: Vec<f64>,
    of_margins: Vec<f64>,
    iterations: usize,
}

impl Extremum {
    /// All unknowns where the total is extreme, in the order they were added. Others may make the same total.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The total of these unknowns, which is attained.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// What the total cannot go beyond, by weak duality, but for the rounding of sums. The end of the range lies between
    /// [`value`](Self::value) and this.
    #[must_use]
    pub fn bound(&self) -> f64 {
        self.bound
    }

    /// By how much the extreme moves per unit that a cell's target grows; nothing for a cell of another draft.
    #[must_use]
    pub fn cell_dual(&self, cell: Cell) -> Option<f64> {
        self.of_cells.get(cell.index()).copied()
    }

    /// By how much the extreme moves per unit that a margin's target grows: zero for redundant margins, whose part is in the duals of
    /// the margins they follow from, and for soft margins that do not bind.
    #[must_use]
    pub fn margin_dual(&self, margin: Margin) -> Option<f64> {
        self.of_margins.get(margin.index()).copied()
    }

    /// The number of systems that were factorised.
    #[must_use]
    pub fn iterations(&self) -> usize {
        self.iterations
    }

    fn new(found: Optimum, which: Extreme) -> Self {
        let turn = |value: f64| match which {
            Extreme::Least => value,
            // never −0
            Extreme::Most => 0.0 - value,
        };
        let turned = |values: Vec<f64>| values.into_iter().map(turn).collect();
        Self {
            values: found.x,
            value: turn(found.cost),
            bound: turn(found.bound.value),
            of_cells: turned(found.bound.of_cells),
            of_margins: turned(found.bound.of_margins),
            iterations: found.iterations,
        }
    }
}

/// Both ends of what a total can be.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// The least.
    pub least: Extremum,
    /// The most.
    pub most: Extremum,
}

impl Range {
    /// The most less the least that were attained.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.most.value - self.least.value
    }
}

/// A problem made ready for ranges of many totals.
#[derive(Debug)]
pub struct Ranges<'a> {
    problem: &'a Problem,
    structure: Structure,
    kept: Vec<usize>,
    sign: Vec<f64>,
    fixed: Vec<bool>,
    rooms: Vec<(usize, f64)>,
    options: EstimateOptions,
}

impl Problem {
    /// What a total of the unknowns can be under the hard constraints: cells, exact margins and bounds.
    ///
    /// `costs` are the coefficients of the total by unknown, zero for those that are no part of it. Priors and weights play no part, but
    /// for signs: [free parts](super::Draft::free_part) keep the sign of their prior, since totals would have no ends otherwise: at
    /// least zero, at most zero, or zero. Soft margins do not bind unless [held](EstimateOptions::hold_soft_margins).
    ///
    /// ```
    /// use leontief::build::estimate::{Draft, EstimateOptions};
    ///
    /// // 10 of steel and 6 of glass, of which 12 at home: at least 12 − 6 of the steel is at home, at most all
    /// let mut draft = Draft::default();
    /// let home = draft.margin("home", 12.0);
    /// for (label, target) in [("steel", 10.0), ("glass", 6.0)] {
    ///     let cell = draft.cell(label, target);
    ///     let part = draft.part(cell, 5.0, 5.0);
    ///     draft.part(cell, 5.0, 5.0);
    ///     draft.term(home, part, 1.0);
    /// }
    /// let range = draft.check()?.range(&[1.0, 0.0, 0.0, 0.0], &EstimateOptions::default())?;
    /// assert!((range.least.value() - 6.0).abs() < 1e-9);
    /// assert!((range.most.value() - 10.0).abs() < 1e-9);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`ranges`](Self::ranges) and [`Ranges::range`].
    pub fn range(&self, costs: &[f64], options: &EstimateOptions) -> Result<Range> {
        self.ranges(options)?.range(costs)
    }

    /// One end of such a range.
    ///
    /// # Errors
    /// As [`ranges`](Self::ranges) and [`Ranges::range`].
    pub fn extreme(
        &self,
        costs: &[f64],
        which: Extreme,
        options: &EstimateOptions,
    ) -> Result<Extremum> {
        self.ranges(options)?.extreme(costs, which)
    }

    /// The problem made ready for ranges of many totals: see [`range`](Self::range).
    ///
    /// # Errors
    /// If exact margins contradict each other, or signs of parts the target of their cell.
    pub fn ranges(&self, options: &EstimateOptions) -> Result<Ranges<'_>> {
        (options.run).install(self.work(), || Ranges::new(self, options))
    }
}

impl<'a> Ranges<'a> {
    fn new(problem: &'a Problem, options: &EstimateOptions) -> Result<Self> {
        let keeps = |i: usize| {
            let row = &problem.unknowns[i];
            match (row.bounded, row.prior == 0.0) {
                (true, _) => 1.0,
                (false, true) => 0.0,
                (false, false) => row.prior.signum(),
            }
        };
        let fixing = Fixing::keeping(problem, |i| Some(keeps(i)));
        let sign: Vec<f64> = (fixing.unknowns.iter().enumerate())
            .map(|(i, fixed)| if *fixed { 0.0 } else { keeps(i) })
            .collect();
        require_signs(problem, &sign)?;
        let (margins, _) = rank::independent(problem, &fixing, options.tolerance)?;
        let mut kept = margins.kept;
        let soft = |k: usize| problem.margins[k].standard_error > 0.0;
        let rooms = match options.held_within {
            Some(errors) if errors.is_finite() && errors > 0.0 => (kept.iter())
                .filter(|&&k| soft(k))
                .map(|&k| (k, errors * problem.margins[k].standard_error))
                .collect(),
            Some(errors) => {
                return Err(Error::parameter(
                    "soft margins cannot be held within so many standard errors",
                )
                .expected("a finite number above zero")
                .found(errors));
            }
            None => {
                kept.retain(|&k| !soft(k));
                Vec::new()
            }
        };
        Ok(Self {
            problem,
            structure: Structure::new(problem, &kept),
            kept,
            sign,
            fixed: fixing.unknowns,
            rooms,
            options: options.clone(),
        })
    }

    /// Both ends of what a total can be.
    ///
    /// # Errors
    /// If costs are not one finite number for every unknown; if no unknowns within their bounds meet the constraints, with the labels of those
    /// in conflict; if no end can be proved on one side, as where parts of both signs may grow together; if the steps do not suffice; if
    /// the work is stopped.
    pub fn range(&self, costs: &[f64]) -> Result<Range> {
        self.require(costs)?;
        let (least, most) = self.ends(|which| self.found(costs, which));
        Ok(Range {
            least: least?,
            most: most?,
        })
    }

    /// Both answers, side by side where there are cores for it.
    pub(crate) fn ends<T: Send>(&self, end: impl Fn(Extreme) -> T + Sync) -> (T, T) {
        (self.options.run).install(self.problem.work(), || {
            both_shared(|| end(Extreme::Least), || end(Extreme::Most))
        })
    }

    /// One end of what a total can be.
    ///
    /// # Errors
    /// As [`range`](Self::range).
    pub fn extreme(&self, costs: &[f64], which: Extreme) -> Result<Extremum> {
        self.require(costs)?;
        (self.options.run).install(self.problem.work(), || self.found(costs, which))
    }

    fn require(&self, costs: &[f64]) -> Result<()> {
        self.problem.require_by_unknown("costs", costs)
    }

    fn found(&self, costs: &[f64], which: Extreme) -> Result<Extremum> {
        let program = Program {
            problem: self.problem,
            structure: &self.structure,
            sign: &self.sign,
            fixed: &self.fixed,
            rooms: &self.rooms,
            costs: match which {
                Extreme::Least => costs.to_vec(),
                Extreme::Most => costs.iter().map(|cost| -cost).collect(),
            },
        };
        match program.least(&self.options) {
            Ok(found) => Ok(Extremum::new(found, which)),
            Err(Stuck::Error(error)) => Err(error),
            // signs of free parts are kept as by cross-entropy
            Err(Stuck::NotMet(steps)) => Err(conflict::explain(
                self.problem,
                Objective::CrossEntropy,
                &self.kept,
                &self.options,
                steps,
            )),
        }
    }
}

/// Checks that parts of the signs they keep can add up to their cell.
fn require_signs(problem: &Problem, sign: &[f64]) -> Result<()> {
    for cell in &problem.cells {
        let any = |wanted: f64| cell.members.iter().any(|&i| sign[i] == wanted);
        if cell.target > 0.0 && !any(1.0) || cell.target < 0.0 && !any(-1.0) {
            return Err(Error::control_total(format!(
                "no parts of `{}` that keep the signs of their priors add up to it",
                cell.label
            ))
            .expected(format!("a part of the sign of {}", cell.target))
            .found(format!(
                "{} parts of other signs or zero",
                cell.members.len()
            ))
            .hint("a prior of the right sign, or another target for a cell or margin of zero"));
        }
    }
    Ok(())
}
