//! Interior points: bounds approached from within.
//!
//! With duals z of the bounds a step solves the system of the cells and margins with `w x / (x + w z)` in place of w.

use super::least_squares::add;
use super::normal::{Normal, Step, Structure};
use super::problem::{Point, Problem, Residuals};

/// A path to the solution.
pub(super) struct Path<'a> {
    problem: &'a Problem,
    structure: &'a Structure,
    /// Bounded and not fixed.
    inside: Vec<bool>,
    fixed: Vec<bool>,
    variance: Vec<f64>,
    point: Point,
    distance: f64,
    short: usize,
}

/// How much of the way to a bound a step goes.
const WAY: f64 = 0.995;
/// Steps shorter than this lead nowhere, if there are several.
const SHORT: f64 = 1e-4;

impl<'a> Path<'a> {
    /// From the solution without bounds.
    pub(super) fn new(
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
        Self {
            problem,
            structure,
            inside,
            fixed: fixed.to_vec(),
            variance: (problem.margins.iter())
                .map(|row| row.standard_error.powi(2))
                .collect(),
            point: start,
            distance: f64::INFINITY,
            short: 0,
        }
    }

    /// One step; answers how far from the solution its start was, as a share.
    pub(super) fn step(&mut self) -> f64 {
        let (left, slopes) = self.residuals();
        let d: Vec<f64> = (self.problem.unknowns.iter().enumerate())
            .map(|(i, row)| match (self.fixed[i], self.inside[i]) {
                (true, _) => 0.0,
                (false, false) => row.weight,
                (false, true) => {
                    let (x, z) = (self.point.x[i], self.point.of_bounds[i]);
                    row.weight * x / (x + row.weight * z)
                }
            })
            .collect();
        let normal = Normal::new(self.structure, d, &self.variance);
        let gap = self.gap(0.0, None);
        // towards the solution, to see how far one comes
        let towards = self.direction(&normal, &left, &slopes, 0.0, None);
        let length = self.length(&towards);
        let reached = self.gap(length, Some(&towards));
        let centring = if gap > 0.0 {
            (reached / gap).powi(3)
        } else {
            0.0
        };
        let step = self.direction(&normal, &left, &slopes, centring * gap, Some(&towards));
        let length = (WAY * self.length(&step)).min(1.0);
        let scaled = |values: &[f64]| values.iter().map(|v| length * v).collect::<Vec<_>>();
        add(&mut self.point.x, &scaled(&step.0.x));
        add(&mut self.point.of_cells, &scaled(&step.0.of_cells));
        add(&mut self.point.of_margins, &scaled(&step.0.of_margins));
        add(&mut self.point.of_bounds, &scaled(&step.1));
        self.short = if length < SHORT { self.short + 1 } else { 0 };
        let (left, slopes) = self.residuals();
        self.distance = self.measure(&left, &slopes);
        self.distance
    }

    /// How far the last step ended from the solution, as a share.
    pub(super) fn distance(&self) -> f64 {
        self.distance
    }

    /// Whether steps have become too short to lead anywhere.
    pub(super) fn stalled(&self) -> bool {
        self.short >= 5
    }

    /// Unknowns that look as if they were at their bounds.
    pub(super) fn active(&self) -> Vec<bool> {
        let rows = self.problem.unknowns.iter().enumerate();
        rows.map(|(i, row)| {
            self.fixed[i]
                || self.inside[i] && self.point.x[i] < row.weight * self.point.of_bounds[i]
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

    /// What is left of the constraints and of the slopes of the Lagrangian.
    fn residuals(&self) -> (Residuals, Vec<f64>) {
        let point = &self.point;
        let mut left = self.problem.residuals(&point.x);
        for (k, miss) in left.margins.iter_mut().enumerate() {
            *miss -= self.variance[k] * point.of_margins[k];
        }
        let slopes = (self.problem.unknowns.iter().enumerate())
            .map(|(i, row)| {
                let price = self.problem.price(i, &point.of_cells, &point.of_margins);
                price + point.of_bounds[i] - (point.x[i] - row.prior) / row.weight
            })
            .collect();
        (left, slopes)
    }

    fn measure(&self, left: &Residuals, slopes: &[f64]) -> f64 {
        let constraints = left.worst(&self.structure.kept, |_| 0.0);
        let (mut miss, mut size, mut gap) = (0.0, f64::MIN_POSITIVE, 0.0);
        for (i, row) in self.problem.unknowns.iter().enumerate() {
            if self.fixed[i] {
                continue;
            }
            let x = self.point.x[i];
            miss += row.weight * slopes[i] * slopes[i];
            size += (x * x + row.prior * row.prior) / row.weight;
            gap += x * self.point.of_bounds[i];
        }
        constraints.max((miss / size).sqrt()).max(gap / size)
    }

    /// Changes of unknowns and duals, and of the duals of the bounds.
    fn direction(
        &self,
        normal: &Normal<'_>,
        left: &Residuals,
        slopes: &[f64],
        target: f64,
        second_order: Option<&(Step, Vec<f64>)>,
    ) -> (Step, Vec<f64>) {
        let complement = |i: usize| {
            let product = second_order.map_or(0.0, |(step, z)| step.x[i] * z[i]);
            target - self.point.x[i] * self.point.of_bounds[i] - product
        };
        let h: Vec<f64> = (slopes.iter().enumerate())
            .map(|(i, slope)| {
                if self.inside[i] {
                    slope + complement(i) / self.point.x[i]
                } else {
                    *slope
                }
            })
            .collect();
        let step = normal.solve(&h, &left.cells, &left.margins);
        let of_bounds = (0..h.len())
            .map(|i| {
                if self.inside[i] {
                    (complement(i) - self.point.of_bounds[i] * step.x[i]) / self.point.x[i]
                } else {
                    0.0
                }
            })
            .collect();
        (step, of_bounds)
    }

    /// How much of a step stays within the bounds.
    fn length(&self, step: &(Step, Vec<f64>)) -> f64 {
        let inside = (0..self.inside.len()).filter(|&i| self.inside[i]);
        let most = |value: f64, change: f64| {
            if change < 0.0 {
                -value / change
            } else {
                f64::INFINITY
            }
        };
        let shortest = inside.fold(f64::INFINITY, |shortest, i| {
            shortest
                .min(most(self.point.x[i], step.0.x[i]))
                .min(most(self.point.of_bounds[i], step.1[i]))
        });
        // a step that would go on and on is a full step
        shortest.min(1.0 / WAY)
    }

    /// The mean product of unknowns and the duals of their bounds after part of a step.
    fn gap(&self, length: f64, step: Option<&(Step, Vec<f64>)>) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0_f64);
        for i in (0..self.inside.len()).filter(|&i| self.inside[i]) {
            let (dx, dz) = step.map_or((0.0, 0.0), |(step, z)| (step.x[i], z[i]));
            sum += (self.point.x[i] + length * dx) * (self.point.of_bounds[i] + length * dz);
            count += 1.0;
        }
        sum / count.max(1.0)
    }
}
