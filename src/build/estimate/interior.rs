//! Interior points: bounds approached from within.
//!
//! With duals z of the bounds a step solves the system of the cells and margins with `1 / (f'' + z/|x|)` in place of w, where f is
//! what an unknown adds to the objective: `w x / (x + w z)` for squares of distances, `|x| / z` for costs.

use super::least_squares::add;
use super::normal::{Normal, Step, Structure};
use super::problem::{Point, Problem, Residuals};
use super::slack::{Change, Slacks};

/// What a path makes least: a sum of functions of single unknowns.
pub(super) trait Aim {
    /// Whether unknowns and duals may go different parts of the way, as they may where the second derivatives are zero.
    const APART: bool;

    /// The slope at x.
    fn slope(&self, i: usize, x: f64) -> f64;

    /// How far an unknown moves per unit of price, given its distance from its bound, if it has one, and the dual of it.
    fn width(&self, i: usize, bound: Option<(f64, f64)>) -> f64;
}

/// A path to the solution.
pub(super) struct Path<'a, A> {
    pub(super) problem: &'a Problem,
    pub(super) structure: &'a Structure,
    pub(super) aim: A,
    /// 1 for unknowns at least zero, −1 for those at most zero, 0 without a bound; those held at zero have none.
    pub(super) sign: Vec<f64>,
    pub(super) fixed: Vec<bool>,
    variance: Vec<f64>,
    pub(super) point: Point,
    pub(super) slacks: Slacks,
    pub(super) left: Residuals,
    pub(super) slopes: Vec<f64>,
    short: usize,
}

/// A change of everything.
struct Direction {
    step: Step,
    of_bounds: Vec<f64>,
    slacks: Vec<Change>,
}

/// How much of the way to a bound a step goes.
const WAY: f64 = 0.995;
/// Steps shorter than this lead nowhere, if there are several.
const SHORT: f64 = 1e-4;

impl<'a, A: Aim> Path<'a, A> {
    /// From unknowns and duals of bounds that are inside. Margins miss their targets by their variance times their dual, or by slacks.
    pub(super) fn new(
        problem: &'a Problem,
        structure: &'a Structure,
        aim: A,
        (sign, fixed): (Vec<f64>, &[bool]),
        (variance, slacks): (Vec<f64>, Slacks),
        start: Point,
    ) -> Self {
        let left = problem.residuals(&start.x);
        let mut path = Self {
            problem,
            structure,
            aim,
            sign,
            fixed: fixed.to_vec(),
            variance,
            point: start,
            slacks,
            left,
            slopes: Vec::new(),
            short: 0,
        };
        path.look();
        path
    }

    /// One step.
    pub(super) fn step(&mut self) {
        let (x, z) = (&self.point.x, &self.point.of_bounds);
        let d: Vec<f64> = (self.sign.iter().enumerate())
            .map(|(i, sign)| {
                if self.fixed[i] {
                    0.0
                } else {
                    let bound = (*sign != 0.0).then(|| (sign * x[i], z[i]));
                    self.aim.width(i, bound)
                }
            })
            .collect();
        let mut variance = self.variance.clone();
        self.slacks.widen(&mut variance);
        let normal = Normal::new(self.structure, d, &variance);
        let gap = self.gap((0.0, 0.0), None);
        // towards the solution, to see how far one comes
        let towards = self.direction(&normal, &variance, 0.0, None);
        let reached = self.gap(self.length(&towards), Some(&towards));
        let centring = if gap > 0.0 {
            (reached / gap).powi(3)
        } else {
            0.0
        };
        let change = self.direction(&normal, &variance, centring * gap, Some(&towards));
        let (primal, dual) = self.length(&change);
        let (primal, dual) = ((WAY * primal).min(1.0), (WAY * dual).min(1.0));
        let scaled = |values: &[f64], by: f64| values.iter().map(|v| by * v).collect::<Vec<_>>();
        add(&mut self.point.x, &scaled(&change.step.x, primal));
        add(
            &mut self.point.of_cells,
            &scaled(&change.step.of_cells, dual),
        );
        add(
            &mut self.point.of_margins,
            &scaled(&change.step.of_margins, dual),
        );
        add(&mut self.point.of_bounds, &scaled(&change.of_bounds, dual));
        self.slacks.add(&change.slacks, primal, dual);
        self.short = if primal.max(dual) < SHORT {
            self.short + 1
        } else {
            0
        };
        self.look();
    }

    /// Whether steps have become too short to lead anywhere.
    pub(super) fn stalled(&self) -> bool {
        self.short >= 5
    }

    /// What is left of the constraints and of the slopes of the Lagrangian.
    fn look(&mut self) {
        let point = &self.point;
        self.left = self.problem.residuals(&point.x);
        for (k, miss) in self.left.margins.iter_mut().enumerate() {
            *miss -= self.variance[k] * point.of_margins[k];
        }
        self.slacks.take(&mut self.left.margins);
        self.slopes = (self.sign.iter().enumerate())
            .map(|(i, sign)| {
                let price = self.problem.price(i, &point.of_cells, &point.of_margins);
                // those without a sign have no dual of a bound
                price + sign * point.of_bounds[i] - self.aim.slope(i, point.x[i])
            })
            .collect();
    }

    /// Changes that make all products of unknowns and duals of their bounds `target`.
    fn direction(
        &self,
        normal: &Normal<&Structure>,
        variance: &[f64],
        target: f64,
        second_order: Option<&Direction>,
    ) -> Direction {
        let (x, z, sign) = (&self.point.x, &self.point.of_bounds, &self.sign);
        let complement = |i: usize| {
            let product = second_order.map_or(0.0, |to| sign[i] * to.step.x[i] * to.of_bounds[i]);
            target - sign[i] * x[i] * z[i] - product
        };
        let h: Vec<f64> = (self.slopes.iter().enumerate())
            .map(|(i, slope)| {
                if sign[i] != 0.0 {
                    slope + complement(i) / x[i]
                } else {
                    *slope
                }
            })
            .collect();
        let second = second_order.map(|to| to.slacks.as_slice());
        let pulls = self.slacks.pulls(&self.point.of_margins, target, second);
        let mut margins = self.left.margins.clone();
        self.slacks.move_targets(&mut margins, &pulls);
        let mut step = normal.solve(&h, &self.left.cells, &margins);
        if A::APART {
            self.refine(normal, variance, &margins, &mut step);
        }
        let of_bounds = (0..h.len())
            .map(|i| {
                if sign[i] != 0.0 {
                    (complement(i) - z[i] * sign[i] * step.x[i]) / (sign[i] * x[i])
                } else {
                    0.0
                }
            })
            .collect();
        let slacks = (self.slacks).changes(&step.of_margins, &pulls, target, second);
        Direction {
            step,
            of_bounds,
            slacks,
        }
    }

    /// What a step leaves of the constraints is made up for: widths of costs span many orders of magnitude.
    fn refine(
        &self,
        normal: &Normal<&Structure>,
        variance: &[f64],
        margins: &[f64],
        step: &mut Step,
    ) {
        let (mut of_cells, mut of_margins) = self.problem.sums(&step.x);
        for (made, target) in of_cells.iter_mut().zip(&self.left.cells) {
            *made = target - *made;
        }
        for (k, made) in of_margins.iter_mut().enumerate() {
            *made = margins[k] - *made - variance[k] * step.of_margins[k];
        }
        let none = vec![0.0; step.x.len()];
        let more = normal.solve(&none, &of_cells, &of_margins);
        add(&mut step.x, &more.x);
        add(&mut step.of_cells, &more.of_cells);
        add(&mut step.of_margins, &more.of_margins);
    }

    /// How much of a step stays within the bounds, of the unknowns and of the duals.
    fn length(&self, change: &Direction) -> (f64, f64) {
        let (mut primal, mut dual) = self.slacks.length(&change.slacks);
        for (i, sign) in self.sign.iter().enumerate().filter(|(_, s)| **s != 0.0) {
            primal = primal.min(most(sign * self.point.x[i], sign * change.step.x[i]));
            dual = dual.min(most(self.point.of_bounds[i], change.of_bounds[i]));
        }
        // a step that would go on and on is a full step
        let (primal, dual) = (primal.min(1.0 / WAY), dual.min(1.0 / WAY));
        if A::APART {
            (primal, dual)
        } else {
            (primal.min(dual), primal.min(dual))
        }
    }

    /// The mean product of unknowns and the duals of their bounds after part of a step.
    fn gap(&self, length: (f64, f64), change: Option<&Direction>) -> f64 {
        let (mut sum, mut count) = (self.slacks).gap(length, change.map(|c| c.slacks.as_slice()));
        for (i, sign) in self.sign.iter().enumerate().filter(|(_, s)| **s != 0.0) {
            let (dx, dz) = change.map_or((0.0, 0.0), |c| (c.step.x[i], c.of_bounds[i]));
            let x = sign * (self.point.x[i] + length.0 * dx);
            sum += x * (self.point.of_bounds[i] + length.1 * dz);
            count += 1.0;
        }
        sum / count.max(1.0)
    }
}

/// The part of a change that brings a value to zero.
pub(super) fn most(value: f64, change: f64) -> f64 {
    if change < 0.0 {
        -value / change
    } else {
        f64::INFINITY
    }
}
