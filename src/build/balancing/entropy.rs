//! The dual of totals of cells: relative entropy, or least squares.
//!
//! ```text
//! entropy         x = x⁰ exp(± C'l)      H = C |x̂| C' + σ̂²
//! least squares   x = x⁰ + w C'l         H = C ŵ C' + σ̂²         gradient C x − c + σ² l
//! ```

use super::constraint::Constraint;
use super::dual::{Dual, LONGEST_STEP, Point};
use super::margin::size;
use super::sparse::Sparse;

/// What is kept small.
#[derive(Debug, Clone)]
pub(super) enum Distance {
    /// Σ |x| ln(x / x⁰) − |x| + |x⁰|.
    Entropy,
    /// Σ (x − x⁰)² / (2 w), with w of the touched cells.
    Squares(Vec<f64>),
}

pub(super) struct CellsDual<'a> {
    pub(super) sparse: &'a Sparse,
    pub(super) constraints: &'a [Constraint],
    /// x⁰ of the touched cells, zero where a total empties them.
    pub(super) prior: Vec<f64>,
    pub(super) distance: Distance,
}

impl CellsDual<'_> {
    /// x and the weights of the Hessian.
    pub(super) fn cells(&self, multipliers: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let y = self.sparse.transposed_times(multipliers);
        match &self.distance {
            Distance::Entropy => {
                let x: Vec<f64> = self
                    .prior
                    .iter()
                    .zip(&y)
                    .map(|(&p, &y)| match p {
                        0.0 => 0.0,
                        p => p * y.copysign(y * p).exp(),
                    })
                    .collect();
                let weights = x.iter().map(|x| x.abs()).collect();
                (x, weights)
            }
            Distance::Squares(weights) => {
                let x = self.prior.iter().zip(weights).zip(&y);
                (x.map(|((p, w), y)| p + w * y).collect(), weights.clone())
            }
        }
    }
}

impl Dual for CellsDual<'_> {
    type State = Vec<f64>;

    fn at(&self, multipliers: &[f64]) -> Point<Self::State> {
        let (x, weights) = self.cells(multipliers);
        let mut gradient = self.sparse.times(&x);
        let mut diagonal = self.sparse.squares_times(&weights);
        let mut value = match &self.distance {
            Distance::Entropy => weights.iter().sum(),
            // x⁰ y + w y² / 2 with w y = x − x⁰
            Distance::Squares(weights) => {
                let y = self.sparse.transposed_times(multipliers);
                let terms = self.prior.iter().zip(weights).zip(&y);
                terms.map(|((p, w), y)| (p + w * y / 2.0) * y).sum::<f64>()
            }
        };
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
            state: weights,
        }
    }

    fn hessian(&self, weights: &Self::State, direction: &[f64]) -> Vec<f64> {
        let mut y = self.sparse.transposed_times(direction);
        for (y, w) in y.iter_mut().zip(weights) {
            *y *= w;
        }
        let mut image = self.sparse.times(&y);
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
