//! Squared distances from the priors on a path from within the bounds.

use super::interior::{Aim, Path};
use super::normal::Structure;
use super::problem::{Point, Problem};
use super::slack::Slacks;

/// `Σ (x − x°)² / (2 w)`.
pub(super) struct Squares<'a>(&'a Problem);

impl Aim for Squares<'_> {
    const APART: bool = false;

    fn slope(&self, i: usize, x: f64) -> f64 {
        let row = &self.0.unknowns[i];
        (x - row.prior) / row.weight
    }

    fn width(&self, i: usize, bound: Option<(f64, f64)>) -> f64 {
        let weight = self.0.unknowns[i].weight;
        bound.map_or(weight, |(x, z)| weight * x / (x + weight * z))
    }
}

impl<'a> Path<'a, Squares<'a>> {
    /// From the solution without bounds.
    pub(super) fn to_priors(
        problem: &'a Problem,
        structure: &'a Structure,
        fixed: &[bool],
        mut start: Point,
    ) -> Self {
        let rows = problem.unknowns.iter().zip(fixed);
        let inside: Vec<bool> = rows.map(|(row, fixed)| row.bounded && !fixed).collect();
        let mut scale = vec![0.0; problem.unknowns.len()];
        for cell in &problem.cells {
            let sum: f64 = (cell.members.iter())
                .map(|&i| problem.unknowns[i].weight)
                .sum();
            for &i in &cell.members {
                let row = &problem.unknowns[i];
                let share = row.weight * cell.target.abs() / sum;
                scale[i] = share.max(row.prior.abs());
            }
        }
        let count = inside.iter().filter(|inside| **inside).count().max(1) as f64;
        let terms = scale.iter().zip(&problem.unknowns).zip(&inside);
        let gap = terms
            .filter(|(_, inside)| **inside)
            .map(|((scale, row), _)| scale * scale / row.weight)
            .sum::<f64>()
            / count;
        start.of_bounds = vec![0.0; problem.unknowns.len()];
        for i in (0..inside.len()).filter(|&i| inside[i]) {
            // a scale of zero has nothing to start from but its weight
            let least = if scale[i] > 0.0 {
                0.1 * scale[i]
            } else {
                0.1 * (gap * problem.unknowns[i].weight)
                    .sqrt()
                    .max(f64::MIN_POSITIVE)
            };
            start.x[i] = start.x[i].max(least);
            start.of_bounds[i] = 0.1 * gap / start.x[i];
        }
        let sign = (inside.iter())
            .map(|inside| if *inside { 1.0 } else { 0.0 })
            .collect();
        let misses = (problem.variances(), Slacks::default());
        let aim = Squares(problem);
        Self::new(problem, structure, aim, (sign, fixed), misses, start)
    }

    /// Unknowns that look as if they were at their bounds.
    pub(super) fn active(&self) -> Vec<bool> {
        let rows = self.problem.unknowns.iter().enumerate();
        rows.map(|(i, row)| {
            self.fixed[i]
                || self.sign[i] != 0.0 && self.point.x[i] < row.weight * self.point.of_bounds[i]
        })
        .collect()
    }

    /// Where the path ended.
    pub(super) fn end(mut self, iterations: usize) -> Point {
        for (i, active) in self.active().into_iter().enumerate() {
            if active {
                self.point.x[i] = 0.0;
            } else {
                self.point.of_bounds[i] = 0.0;
            }
        }
        self.point.iterations = iterations;
        self.point
    }

    /// How far the last step ended from the solution, as a share.
    pub(super) fn distance(&self) -> f64 {
        let constraints = self.left.worst(&self.structure.kept, |_| 0.0);
        let (mut miss, mut size, mut gap) = (0.0, f64::MIN_POSITIVE, 0.0);
        for (i, row) in self.problem.unknowns.iter().enumerate() {
            if self.fixed[i] {
                continue;
            }
            let x = self.point.x[i];
            miss += row.weight * self.slopes[i] * self.slopes[i];
            size += (x * x + row.prior * row.prior) / row.weight;
            gap += x * self.point.of_bounds[i];
        }
        constraints.max((miss / size).sqrt()).max(gap / size)
    }
}
