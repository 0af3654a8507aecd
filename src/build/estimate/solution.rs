//! An estimate and what is known of it.

use super::draft::{Cell, Margin, Unknown};
use super::entropy;
use super::options::Objective;
use super::problem::{Point, Problem};
use super::rank::{Independent, Redundant};

/// Estimated unknowns, with the duals and residuals of all constraints.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    kind: Objective,
    values: Vec<f64>,
    objective: f64,
    of_cells: Vec<f64>,
    of_margins: Vec<f64>,
    of_bounds: Vec<f64>,
    cell_residuals: Vec<f64>,
    margin_residuals: Vec<f64>,
    largest_residual: f64,
    iterations: usize,
    independent: Independent,
    redundant: Vec<Redundant>,
}

impl Solution {
    pub(super) fn new(
        problem: &Problem,
        objective: Objective,
        point: Point,
        independent: Independent,
        redundant: Vec<Redundant>,
    ) -> Self {
        let left = problem.residuals(&point.x);
        let exact =
            (0..problem.margins.len()).filter(|&k| problem.margins[k].standard_error == 0.0);
        let exact: Vec<usize> = exact.collect();
        let distance: f64 = match objective {
            Objective::LeastSquares => (problem.unknowns.iter().zip(&point.x))
                .map(|(row, x)| (x - row.prior).powi(2) / (2.0 * row.weight))
                .sum(),
            Objective::CrossEntropy => (problem.unknowns.iter().zip(&point.x))
                .map(|(row, x)| entropy::distance(row, *x))
                .sum(),
        };
        let misfit: f64 = (problem.margins.iter().zip(&left.margins))
            .filter(|(row, _)| row.standard_error > 0.0)
            .map(|(row, miss)| (miss / row.standard_error).powi(2) / 2.0)
            .sum();
        Self {
            kind: objective,
            objective: distance + misfit,
            largest_residual: left.worst(&exact, |_| 0.0),
            values: point.x,
            of_cells: point.of_cells,
            of_margins: point.of_margins,
            of_bounds: point.of_bounds,
            cell_residuals: left.cells,
            margin_residuals: left.margins,
            iterations: point.iterations,
            independent,
            redundant,
        }
    }

    /// All unknowns in the order they were added.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// One unknown; nothing for an unknown of a larger draft.
    #[must_use]
    pub fn value(&self, unknown: Unknown) -> Option<f64> {
        self.values.get(unknown.0).copied()
    }

    /// What distance from the priors was made least.
    #[must_use]
    pub fn kind(&self) -> Objective {
        self.kind
    }

    /// What was made least, misfits of soft margins included.
    #[must_use]
    pub fn objective(&self) -> f64 {
        self.objective
    }

    /// By how much the objective grows per unit that the cell's target grows; nothing for a cell of another draft.
    #[must_use]
    pub fn cell_dual(&self, cell: Cell) -> Option<f64> {
        self.of_cells.get(cell.0).copied()
    }

    /// By how much the objective grows per unit that the margin's target grows: zero for redundant margins, whose part is in the
    /// duals of the margins they follow from.
    #[must_use]
    pub fn margin_dual(&self, margin: Margin) -> Option<f64> {
        self.of_margins.get(margin.0).copied()
    }

    /// Duals of all cells in the order they were added.
    #[must_use]
    pub fn cell_duals(&self) -> &[f64] {
        &self.of_cells
    }

    /// Duals of all margins in the order they were added.
    #[must_use]
    pub fn margin_duals(&self) -> &[f64] {
        &self.of_margins
    }

    /// Duals of the bounds by unknown: by how much the objective grows per unit that the bound is raised.
    #[must_use]
    pub fn bound_duals(&self) -> &[f64] {
        &self.of_bounds
    }

    /// Targets of the cells less the sums of their parts.
    #[must_use]
    pub fn cell_residuals(&self) -> &[f64] {
        &self.cell_residuals
    }

    /// Targets of the margins less their sums; those of soft margins are misfits.
    #[must_use]
    pub fn margin_residuals(&self) -> &[f64] {
        &self.margin_residuals
    }

    /// The largest miss of an exact constraint, as a share of the sum of its absolute terms.
    #[must_use]
    pub fn largest_residual(&self) -> f64 {
        self.largest_residual
    }

    /// The number of systems that were factorised.
    #[must_use]
    pub fn iterations(&self) -> usize {
        self.iterations
    }

    /// Unknowns that are at their bound of zero.
    #[must_use]
    pub fn at_bounds(&self, problem: &Problem) -> Vec<Unknown> {
        let bounded = problem.unknowns.iter().zip(&self.values).enumerate();
        bounded
            .filter(|(_, (row, x))| row.bounded && **x == 0.0)
            .map(|(i, _)| Unknown(i))
            .collect()
    }

    /// Margins that were left out because they follow from others.
    #[must_use]
    pub fn redundant(&self) -> &[Redundant] {
        &self.redundant
    }

    /// The margins that took part.
    pub(super) fn independent(&self) -> &Independent {
        &self.independent
    }
}
