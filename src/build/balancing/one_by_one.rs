//! One constraint after another: the row-by-row form of KRAS.
//!
//! Each visit moves the multiplier of one constraint until the constraint is met, or missed by −σ² l where it is uncertain, with all others
//! as they are. This minimises the dual along one coordinate at a time: what it converges to is what Newton steps find. It keeps no second
//! index of the constraints, and a constraint costs no more than its cells.

use super::dual::{Dual, Iteration, LONGEST_STEP};
use super::entropy::{CellsDual, Distance};

pub(super) struct OneByOne<'a, 'b> {
    dual: &'a CellsDual<'b>,
    multipliers: Vec<f64>,
    last: Vec<f64>,
    /// C'l, kept up to date.
    y: Vec<f64>,
    tolerance: f64,
    miss: f64,
    /// Entries of C read so far.
    read: usize,
}

/// Evaluations of one constraint in one visit, at most.
const EVALUATIONS: usize = 20;

/// The part of its miss that a visit may leave: others will move the constraint again.
const LEFT: f64 = 0.01;

impl<'a, 'b> OneByOne<'a, 'b> {
    pub(super) fn new(dual: &'a CellsDual<'b>, tolerance: f64) -> Self {
        let count = dual.constraints.len();
        let mut made = Self {
            dual,
            multipliers: vec![0.0; count],
            last: vec![0.0; count],
            y: vec![0.0; dual.sparse.cells.len()],
            tolerance,
            miss: 0.0,
            read: 0,
        };
        made.measure();
        made
    }

    fn measure(&mut self) {
        let (dual, y) = (self.dual, &self.y);
        let sums = dual.sparse.sums(|at, a| a * dual.cell(at, y[at]));
        self.read += dual.sparse.entries();
        self.miss = 0.0;
        for (k, constraint) in dual.constraints.iter().enumerate() {
            let off = sums[k] + constraint.error.powi(2) * self.multipliers[k] - constraint.total;
            let miss = off.abs() / dual.size(k);
            self.miss = if miss.is_nan() {
                f64::INFINITY
            } else {
                self.miss.max(miss)
            };
        }
    }

    /// What a constraint misses after its multiplier has gone `step` farther, and how fast that changes.
    fn missed(&self, k: usize, step: f64) -> (f64, f64) {
        let (dual, y) = (self.dual, &self.y);
        let constraint = &dual.constraints[k];
        let (sum, slope) = dual.sparse.of_constraint(k, |at, a| {
            let x = dual.cell(at, y[at] + a * step);
            (a * x, a * a * dual.weight(at, x))
        });
        let variance = constraint.error.powi(2);
        let multiplier = self.multipliers[k] + step;
        (
            sum + variance * multiplier - constraint.total,
            slope + variance,
        )
    }

    /// The step after which a constraint is met nearly enough, by Newton's method between brackets.
    fn root(&mut self, k: usize) -> f64 {
        let longest = match self.dual.distance {
            Distance::Entropy => LONGEST_STEP,
            Distance::Squares(_) => f64::INFINITY,
        };
        let (mut low, mut high, mut step) = (f64::NEG_INFINITY, f64::INFINITY, 0.0);
        let mut goal = 0.1 * self.tolerance * self.dual.size(k);
        for evaluation in 0..EVALUATIONS {
            let (miss, slope) = self.missed(k, step);
            self.read += self.dual.constraints[k].count();
            if evaluation == 0 {
                goal = goal.max(LEFT * miss.abs());
            }
            if miss.abs() <= goal || miss.is_nan() {
                return step;
            }
            if miss < 0.0 {
                low = step;
            } else {
                high = step;
            }
            let newton = step - (miss / slope).clamp(-longest, longest);
            step = if newton > low && newton < high && newton.is_finite() {
                newton
            } else if low.is_finite() && high.is_finite() {
                (low + high) / 2.0
            } else {
                // nothing moves: the constraint asks for what its cells do not have
                return step - miss.signum();
            };
        }
        step
    }
}

impl Iteration for OneByOne<'_, '_> {
    fn miss(&self) -> f64 {
        self.miss
    }

    fn step(&mut self) -> bool {
        for k in 0..self.multipliers.len() {
            let step = self.root(k);
            self.last[k] = step;
            self.multipliers[k] += step;
            if step != 0.0 {
                for (at, a) in self.dual.sparse.constraint(k) {
                    self.y[at] += a * step;
                }
            }
        }
        self.measure();
        if self.miss <= self.tolerance {
            // without the rounding of many small additions
            self.y = self.dual.sparse.transposed_times(&self.multipliers);
            self.measure();
        }
        self.multipliers.iter().all(|l| l.is_finite())
    }

    fn multipliers(&self) -> &[f64] {
        &self.multipliers
    }

    fn last(&self) -> &[f64] {
        &self.last
    }

    fn passes(&self) -> usize {
        self.read.div_ceil(self.dual.sparse.entries().max(1))
    }
}
