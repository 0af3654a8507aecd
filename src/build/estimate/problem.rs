//! A checked problem, and how it is estimated.

use super::conflict;
use super::draft::Margin;
use super::entropy;
use super::fixing::Fixing;
use super::least_squares;
use super::normal::Structure;
use super::options::{EstimateOptions, Objective};
use super::rank::{self, Redundant};
use super::solution::Solution;
use crate::error::{Error, Result};

#[derive(Debug, Clone)]
pub(super) struct CellRow {
    pub(super) label: String,
    pub(super) target: f64,
    pub(super) members: Vec<usize>,
}

#[derive(Debug, Clone)]
pub(super) struct MarginRow {
    pub(super) label: String,
    pub(super) target: f64,
    pub(super) standard_error: f64,
}

#[derive(Debug, Clone)]
pub(super) struct UnknownRow {
    pub(super) prior: f64,
    pub(super) weight: f64,
    pub(super) bounded: bool,
    pub(super) cell: usize,
    pub(super) terms: Vec<(usize, f64)>,
}

/// A checked problem: unknowns with priors and weights, cells that they add up to, and margins.
#[derive(Debug, Clone)]
pub struct Problem {
    pub(super) cells: Vec<CellRow>,
    pub(super) unknowns: Vec<UnknownRow>,
    pub(super) margins: Vec<MarginRow>,
}

/// Where an estimate ended: all numbers, in the order of the problem.
#[derive(Clone)]
pub(super) struct Point {
    pub(super) x: Vec<f64>,
    pub(super) of_cells: Vec<f64>,
    pub(super) of_margins: Vec<f64>,
    pub(super) of_bounds: Vec<f64>,
    pub(super) iterations: usize,
}

/// Why an iteration did not end in a point.
pub(super) enum Stuck {
    /// The constraints could not be met in so many steps.
    NotMet(usize),
    /// Whoever watched it stopped it.
    Error(Error),
}

impl Problem {
    /// The number of unknowns.
    #[must_use]
    pub fn unknowns(&self) -> usize {
        self.unknowns.len()
    }

    /// The number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.cells.len()
    }

    /// The number of margins.
    #[must_use]
    pub fn margins(&self) -> usize {
        self.margins.len()
    }

    /// The priors in the order of the unknowns.
    #[must_use]
    pub fn priors(&self) -> Vec<f64> {
        self.unknowns.iter().map(|row| row.prior).collect()
    }

    /// The label of a margin; nothing for a margin of a larger draft.
    #[must_use]
    pub fn margin_label(&self, margin: Margin) -> Option<&str> {
        self.margins.get(margin.0).map(|row| row.label.as_str())
    }

    /// Label, target and standard error of every margin, in the order they were added.
    pub fn margin_rows(&self) -> impl Iterator<Item = (&str, f64, f64)> {
        let rows = self.margins.iter();
        rows.map(|row| (row.label.as_str(), row.target, row.standard_error))
    }

    /// The target of a margin; nothing for a margin of a larger draft.
    #[must_use]
    pub fn margin_target(&self, margin: Margin) -> Option<f64> {
        self.margins.get(margin.0).map(|row| row.target)
    }

    /// Margins that follow from the cells and the other margins, and how. They need no figure of their own.
    ///
    /// # Errors
    /// If a target contradicts the others.
    pub fn redundant(&self, options: &EstimateOptions) -> Result<Vec<Redundant>> {
        let fixing = Fixing::new(self, Objective::LeastSquares);
        Ok(rank::independent(self, &fixing, options.tolerance)?.1)
    }

    /// The unknowns closest to their priors that meet the constraints.
    ///
    /// # Errors
    /// If constraints contradict each other, with their labels; if the steps do not suffice; if the work is stopped.
    pub fn estimate(&self, objective: Objective, options: &EstimateOptions) -> Result<Solution> {
        (options.run).install(self.work(), || self.estimated(objective, None, options))
    }

    /// The same from an estimate of a problem with the same cells, unknowns and margins, and other figures: draws of targets or priors.
    ///
    /// Least squares tries the unknowns that were at their bounds first, cross-entropy starts from the duals, and both leave out the
    /// margins that were redundant. If that leads nowhere, the estimate starts anew. The unknowns are those of
    /// [`estimate`](Self::estimate) but for rounding. Which of several margins counts as the redundant one, and has no dual, is as in the
    /// start.
    ///
    /// # Errors
    /// As [`estimate`](Self::estimate), and if the start has other numbers of cells, unknowns or margins.
    pub fn estimate_from(
        &self,
        start: &Solution,
        objective: Objective,
        options: &EstimateOptions,
    ) -> Result<Solution> {
        self.require_like(start)?;
        (options.run).install(self.work(), || {
            self.estimated(objective, Some(start), options)
        })
    }

    /// Checks that a solution has the cells, unknowns and margins of this problem.
    pub(super) fn require_like(&self, solution: &Solution) -> Result<()> {
        let cells = solution.cell_duals().len();
        let margins = solution.margin_duals().len();
        if (cells, margins) != (self.cells.len(), self.margins.len()) {
            return Err(Error::parameter("the solution is not one of this problem")
                .expected(format!(
                    "{} cells and {} margins",
                    self.cells.len(),
                    self.margins.len()
                ))
                .found(format!("{cells} cells and {margins} margins")));
        }
        self.require_by_unknown("values of the solution", solution.values())
    }

    /// About how many floating point operations a few tens of steps take.
    pub(super) fn work(&self) -> f64 {
        50.0 * (self.margins.len() as f64).powi(3) + 1e4 * self.unknowns.len() as f64
    }

    /// Checks that there is one finite number for every unknown.
    pub(super) fn require_by_unknown(&self, what: &str, values: &[f64]) -> Result<()> {
        if values.len() != self.unknowns.len() {
            return Err(
                Error::parameter(format!("{what} are not those of this problem"))
                    .expected(format!(
                        "{} numbers, one for every unknown",
                        self.unknowns.len()
                    ))
                    .found(format!("{} numbers", values.len())),
            );
        }
        match values.iter().position(|value| !value.is_finite()) {
            None => Ok(()),
            Some(i) => Err(Error::parameter(format!(
                "{what}: not a number for unknown {i}, a part of `{}`",
                self.cells[self.unknowns[i].cell].label
            ))
            .expected("a finite number")
            .found(values[i])),
        }
    }

    fn estimated(
        &self,
        objective: Objective,
        start: Option<&Solution>,
        options: &EstimateOptions,
    ) -> Result<Solution> {
        if objective == Objective::CrossEntropy {
            entropy::require_priors(self)?;
        }
        let fixing = Fixing::new(self, objective);
        if let Some(start) = start {
            let near = self.estimated_near(start, objective, &fixing, options)?;
            if let Some(found) = near {
                return Ok(found);
            }
        }
        let (margins, redundant) = rank::independent(self, &fixing, options.tolerance)?;
        let structure = Structure::new(self, &margins.kept);
        let found = match objective {
            Objective::LeastSquares => least_squares::solve(self, &structure, &fixing, options),
            Objective::CrossEntropy => entropy::solve(self, &structure, &fixing, options),
        };
        match found {
            Ok(point) => Ok(Solution::new(self, objective, point, margins, redundant)),
            Err(Stuck::Error(error)) => Err(error),
            Err(Stuck::NotMet(steps)) => Err(conflict::explain(
                self,
                objective,
                &margins.kept,
                options,
                steps,
            )),
        }
    }

    /// The estimate from another one, if that leads somewhere. Whichever margins were left out there: if all are met here, it is the
    /// estimate, as it meets all conditions of the optimum.
    fn estimated_near(
        &self,
        start: &Solution,
        objective: Objective,
        fixing: &Fixing,
        options: &EstimateOptions,
    ) -> Result<Option<Solution>> {
        let margins = start.independent();
        if start.kind() != objective || !margins.fits(self, fixing) {
            return Ok(None);
        }
        let structure = Structure::new(self, &margins.kept);
        let found = match objective {
            Objective::LeastSquares => {
                least_squares::solve_near(self, &structure, fixing, start, options)
            }
            Objective::CrossEntropy => {
                entropy::solve_near(self, &structure, fixing, start, options)
            }
        };
        let point = match found {
            Ok(point) => point,
            Err(Stuck::Error(error)) => return Err(error),
            Err(Stuck::NotMet(_)) => return Ok(None),
        };
        let exact: Vec<usize> = (0..self.margins.len())
            .filter(|&k| self.margins[k].standard_error == 0.0)
            .collect();
        if self.residuals(&point.x).worst(&exact, |_| 0.0) > options.tolerance.min(1e-10) {
            return Ok(None);
        }
        let redundant = margins.redundant(self, fixing, options.tolerance)?;
        let margins = margins.clone();
        Ok(Some(Solution::new(
            self, objective, point, margins, redundant,
        )))
    }

    /// `C'λ + M'μ` of one unknown.
    pub(super) fn price(&self, i: usize, of_cells: &[f64], of_margins: &[f64]) -> f64 {
        let unknown = &self.unknowns[i];
        let margins = unknown.terms.iter().map(|(k, m)| of_margins[*k] * m);
        of_cells[unknown.cell] + margins.sum::<f64>()
    }

    /// Which unknowns are at their bounds, or held at zero, where they have these values.
    pub(super) fn at_bounds(&self, fixing: &Fixing, values: &[f64]) -> Vec<bool> {
        let rows = self.unknowns.iter().zip(values).zip(&fixing.unknowns);
        rows.map(|((row, x), fixed)| *fixed || row.bounded && *x == 0.0)
            .collect()
    }

    /// The squared standard errors of the margins.
    pub(super) fn variances(&self) -> Vec<f64> {
        let errors = self.margins.iter().map(|row| row.standard_error);
        errors.map(|error| error.powi(2)).collect()
    }

    /// The sums of the unknowns that cells and margins are.
    pub(super) fn sums(&self, x: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut cells = vec![0.0; self.cells.len()];
        let mut margins = vec![0.0; self.margins.len()];
        for (unknown, x) in self.unknowns.iter().zip(x) {
            cells[unknown.cell] += x;
            for (k, m) in &unknown.terms {
                margins[*k] += m * x;
            }
        }
        (cells, margins)
    }

    /// What the unknowns leave of the targets of cells and margins, and the sums of absolute terms.
    pub(super) fn residuals(&self, x: &[f64]) -> Residuals {
        let mut left = Residuals {
            cells: self.cells.iter().map(|cell| cell.target).collect(),
            margins: self.margins.iter().map(|margin| margin.target).collect(),
            cell_sizes: self.cells.iter().map(|cell| cell.target.abs()).collect(),
            // what a soft margin misses is one of the numbers, and may be the only one
            margin_sizes: (self.margins.iter())
                .map(|row| row.target.abs() + row.standard_error)
                .collect(),
        };
        for (unknown, x) in self.unknowns.iter().zip(x) {
            left.cells[unknown.cell] -= x;
            left.cell_sizes[unknown.cell] += x.abs();
            for (k, m) in &unknown.terms {
                left.margins[*k] -= m * x;
                left.margin_sizes[*k] += (m * x).abs();
            }
        }
        left
    }
}

/// Targets less sums, and how large the numbers are that were added up.
pub(super) struct Residuals {
    pub(super) cells: Vec<f64>,
    pub(super) margins: Vec<f64>,
    pub(super) cell_sizes: Vec<f64>,
    pub(super) margin_sizes: Vec<f64>,
}

impl Residuals {
    /// The largest miss as a share of what was added up, over all cells and the margins named; `soft` is what a margin may miss.
    pub(super) fn worst(&self, margins: &[usize], soft: impl Fn(usize) -> f64) -> f64 {
        let share = |miss: f64, size: f64| if size > 0.0 { miss.abs() / size } else { 0.0 };
        let cells = self.cells.iter().zip(&self.cell_sizes);
        let cells = cells.map(|(miss, size)| share(*miss, *size));
        let margins = margins
            .iter()
            .map(|&k| share(self.margins[k] - soft(k), self.margin_sizes[k]));
        cells.chain(margins).fold(0.0, f64::max)
    }
}
