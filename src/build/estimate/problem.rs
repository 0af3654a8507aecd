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
        let work = 50.0 * (self.margins.len() as f64).powi(3) + 1e4 * self.unknowns.len() as f64;
        (options.run).install(work, || self.estimated(objective, options))
    }

    fn estimated(&self, objective: Objective, options: &EstimateOptions) -> Result<Solution> {
        if objective == Objective::CrossEntropy {
            entropy::require_priors(self)?;
        }
        let fixing = Fixing::new(self, objective);
        let (kept, redundant) = rank::independent(self, &fixing, options.tolerance)?;
        let structure = Structure::new(self, &kept);
        let found = match objective {
            Objective::LeastSquares => least_squares::solve(self, &structure, &fixing, options),
            Objective::CrossEntropy => entropy::solve(self, &structure, &fixing, options),
        };
        match found {
            Ok(point) => Ok(Solution::new(self, objective, point, redundant)),
            Err(Stuck::Error(error)) => Err(error),
            Err(Stuck::NotMet(steps)) => {
                Err(conflict::explain(self, objective, &kept, options, steps))
            }
        }
    }

    /// `C'λ + M'μ` of one unknown.
    pub(super) fn price(&self, i: usize, of_cells: &[f64], of_margins: &[f64]) -> f64 {
        let unknown = &self.unknowns[i];
        let margins = unknown.terms.iter().map(|(k, m)| of_margins[*k] * m);
        of_cells[unknown.cell] + margins.sum::<f64>()
    }

    /// What the unknowns leave of the targets of cells and margins, and the sums of absolute terms.
    pub(super) fn residuals(&self, x: &[f64]) -> Residuals {
        let mut left = Residuals {
            cells: self.cells.iter().map(|cell| cell.target).collect(),
            margins: self.margins.iter().map(|margin| margin.target).collect(),
            cell_sizes: self.cells.iter().map(|cell| cell.target.abs()).collect(),
            margin_sizes: self.margins.iter().map(|row| row.target.abs()).collect(),
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
