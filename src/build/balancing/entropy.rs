//! The dual of totals of cells: relative entropy, or least squares.
//!
//! ```text
//! entropy         x = x⁰ exp(± C'l)      H = C |x̂| C' + σ̂²
//! least squares   x = x⁰ + w C'l         H = C ŵ C' + σ̂²         gradient C x − c + σ² l
//! ```
//!
//! A cell that would leave its bounds stays at the bound. Each cell adds the largest of `x y − distance(x)` within its bounds, with
//! y = C'l, to the function that is minimised, which so stays convex and smooth.

use super::constraint::Constraint;
use super::dual::{Dual, LONGEST_STEP, Point};
use super::margin::size;
use super::sparse::Sparse;
use crate::run::map_shared;

/// What is kept small.
#[derive(Debug, Clone)]
pub(super) enum Distance {
    /// Σ |x| ln(x / x⁰) − |x| + |x⁰|.
    Entropy,
    /// Σ (x − x⁰)² / (2 w), with w of the touched cells.
    Squares(Vec<f64>),
}

/// Between which values touched cells must stay, their signs and weights of zero taken into account.
#[derive(Debug, Clone)]
pub(super) struct Bounds {
    pub(super) lower: Vec<f64>,
    pub(super) upper: Vec<f64>,
}

pub(super) struct CellsDual<'a> {
    pub(super) sparse: &'a Sparse,
    pub(super) constraints: &'a [Constraint],
    /// x⁰ of the touched cells, zero where a total empties them.
    pub(super) prior: Vec<f64>,
    pub(super) distance: Distance,
    pub(super) bounds: Option<Bounds>,
}

/// The part of its weight that a cell at a bound keeps in the Hessian: with none, a total whose cells are all at their bounds could not
/// pull them back.
const HELD: f64 = 1e-3;

/// Cells that a thread takes at once.
const PIECE: usize = 8192;

impl CellsDual<'_> {
    /// A cell where C'l is y.
    pub(super) fn cell(&self, at: usize, y: f64) -> f64 {
        let p = self.prior[at];
        let x = match &self.distance {
            Distance::Entropy if p == 0.0 => 0.0,
            Distance::Entropy => p * y.copysign(y * p).exp(),
            Distance::Squares(weights) => p + weights[at] * y,
        };
        match &self.bounds {
            None => x,
            Some(bounds) => x.clamp(bounds.lower[at], bounds.upper[at]),
        }
    }

    /// How much a cell changes with y, near enough where it is at a bound.
    pub(super) fn weight(&self, at: usize, x: f64) -> f64 {
        let weight = match &self.distance {
            Distance::Entropy => x.abs(),
            Distance::Squares(weights) => weights[at],
        };
        if self.is_held(at, x) {
            HELD * weight
        } else {
            weight
        }
    }

    fn is_held(&self, at: usize, x: f64) -> bool {
        self.bounds
            .as_ref()
            .is_some_and(|bounds| x == bounds.lower[at] || x == bounds.upper[at])
    }

    /// The values that a cell can take.
    pub(super) fn range(&self, at: usize) -> (f64, f64) {
        match &self.bounds {
            Some(bounds) => (bounds.lower[at], bounds.upper[at]),
            None => match &self.distance {
                Distance::Entropy => signs(self.prior[at]),
                Distance::Squares(weights) => spread(self.prior[at], weights[at]),
            },
        }
    }

    /// What a cell adds to the function: the largest of x y − distance(x), without its constant.
    fn value(&self, at: usize, y: f64, x: f64) -> f64 {
        let p = self.prior[at];
        match &self.distance {
            Distance::Entropy if x != 0.0 && self.is_held(at, x) => {
                x * y - x.abs() * (x / p).ln() + x.abs()
            }
            Distance::Entropy => x.abs(),
            Distance::Squares(weights) if weights[at] > 0.0 && self.is_held(at, x) => {
                x * y - (x - p).powi(2) / (2.0 * weights[at])
            }
            Distance::Squares(weights) => (p + weights[at] * y / 2.0) * y,
        }
    }

    /// Cells of these multipliers.
    pub(super) fn cells(&self, multipliers: &[f64]) -> Vec<f64> {
        let mut cells = self.sparse.transposed_times(multipliers);
        self.become_cells(&mut cells);
        cells
    }

    /// Turns C'l into cells; answers what they add to the function.
    fn become_cells(&self, cells: &mut [f64]) -> f64 {
        let pieces = cells.chunks_mut(PIECE).enumerate();
        let values = map_shared(pieces, |(piece, cells)| {
            let mut value = 0.0;
            for (k, cell) in cells.iter_mut().enumerate() {
                let at = piece * PIECE + k;
                let x = self.cell(at, *cell);
                value += self.value(at, *cell, x);
                *cell = x;
            }
            value
        });
        values.iter().sum()
    }
}

/// The values that a cell of this prior can take without bounds where entropy is kept small.
pub(super) fn signs(prior: f64) -> (f64, f64) {
    if prior > 0.0 {
        (0.0, f64::INFINITY)
    } else if prior < 0.0 {
        (f64::NEG_INFINITY, 0.0)
    } else {
        (0.0, 0.0)
    }
}

/// The same for least squares.
pub(super) fn spread(prior: f64, weight: f64) -> (f64, f64) {
    if weight == 0.0 {
        (prior, prior)
    } else {
        (f64::NEG_INFINITY, f64::INFINITY)
    }
}

impl Dual for CellsDual<'_> {
    /// x.
    type State = Vec<f64>;

    fn at(&self, multipliers: &[f64]) -> Point<Self::State> {
        let mut x = self.sparse.transposed_times(multipliers);
        let mut value = self.become_cells(&mut x);
        let mut gradient = self.sparse.times(&x);
        let mut diagonal = self.sparse.sums(|at, a| a * a * self.weight(at, x[at]));
        for (k, constraint) in self.constraints.iter().enumerate() {
            let (l, variance) = (multipliers[k], constraint.error.powi(2));
            gradient[k] += variance * l - constraint.total;
            diagonal[k] += variance;
            value += variance * l * l / 2.0 - constraint.total * l;
        }
        Point {
            value,
            gradient,
            diagonal,
            state: x,
        }
    }

    fn hessian(&self, x: &Self::State, direction: &[f64]) -> Vec<f64> {
        let mut moved = self.sparse.transposed_times(direction);
        let pieces = moved.chunks_mut(PIECE).enumerate();
        map_shared(pieces, |(piece, moved)| {
            for (k, moved) in moved.iter_mut().enumerate() {
                let at = piece * PIECE + k;
                *moved *= self.weight(at, x[at]);
            }
        });
        let mut image = self.sparse.times(&moved);
        for ((image, d), constraint) in image.iter_mut().zip(direction).zip(self.constraints) {
            *image += constraint.error.powi(2) * d;
        }
        image
    }

    fn size(&self, k: usize) -> f64 {
        size(self.constraints[k].total)
    }

    fn longest(&self, direction: &[f64]) -> f64 {
        match self.distance {
            Distance::Squares(_) => 1.0,
            Distance::Entropy => {
                let changes = self.sparse.transposed_times(direction);
                LONGEST_STEP / changes.iter().fold(0.0, |most: f64, y| most.max(y.abs()))
            }
        }
    }
}
