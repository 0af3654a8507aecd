//! Totals of cells that contradict each other.
//!
//! Weights d of exact constraints are a proof that they do where every cell can only lower `Σ_k d_k (C x)_k` and yet `Σ_k d_k c_k` is
//! above zero (Farkas). Multipliers that cannot settle move apart along such weights. They are rounded to simple fractions first, where
//! the proof is exact; else a proof counts if cells would have to add up to a million times what is there.

use std::fmt;

use super::entropy::{CellsDual, Distance};
use super::margin::size;
use crate::error::{Error, first_few};

/// Constraints that no matrix can meet together.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Conflict {
    /// Labels of the constraints.
    pub constraints: Vec<String>,
    /// What each is multiplied by. The sum of the constraints so weighted is at most `held` whatever the cells become.
    pub weights: Vec<f64>,
    /// The same sum of the totals.
    pub asked: f64,
    /// The most that the sum can be.
    pub held: f64,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sides = self.sides();
        let sides = sides.iter().filter(|side| !side.is_empty());
        let sides: Vec<String> = sides
            .map(|side| {
                let term = |&k: &usize| format!("{} × {}", self.weights[k], self.constraints[k]);
                first_few(side.iter().map(term))
            })
            .collect();
        write!(f, "{} can be at most {}", sides.join(" and "), self.held)
    }
}

impl std::error::Error for Conflict {}

impl Conflict {
    /// Positions of constraints with weights above and below zero, the shorter list first: the few that ask too much of many others, or
    /// that give too little to them.
    fn sides(&self) -> [Vec<usize>; 2] {
        let all = 0..self.weights.len();
        let (above, below): (Vec<_>, Vec<_>) = all.partition(|&k| self.weights[k] > 0.0);
        if above.len() <= below.len() {
            [above, below]
        } else {
            [below, above]
        }
    }

    pub(super) fn into_error(self) -> Error {
        let name = |k: &usize| &self.constraints[*k];
        let what = match self.sides() {
            [few, many] if few.is_empty() => {
                format!("the constraints {}", first_few(many.iter().map(name)))
            }
            [few, many] => format!(
                "the constraints {} and {}",
                first_few(few.iter().map(name)),
                first_few(many.iter().map(name))
            ),
        };
        Error::infeasible(format!("{what} contradict each other: {self}"))
            .expected(format!("totals of which that sum is at most {}", self.held))
            .found(self.asked)
            .hint("a standard error for the least reliable of them, other totals, or a prior with more cells")
            .caused_by(self)
    }
}

/// Weights are rounded to multiples of the largest over these.
const DENOMINATORS: [f64; 5] = [1.0, 2.0, 3.0, 4.0, 12.0];

/// How many times its present size a matrix would need to be.
const ABSURD: f64 = 1e6;

impl CellsDual<'_> {
    /// A proof along one of these directions.
    pub(super) fn contradiction(
        &self,
        directions: [&[f64]; 2],
        tolerance: f64,
    ) -> Option<Conflict> {
        directions.into_iter().find_map(|direction| {
            let exact: Vec<f64> = direction
                .iter()
                .zip(self.constraints)
                .map(|(d, c)| if c.error == 0.0 { *d } else { 0.0 })
                .collect();
            let largest = exact.iter().fold(0.0_f64, |most, d| most.max(d.abs()));
            if largest == 0.0 || !largest.is_finite() {
                return None;
            }
            let simple = DENOMINATORS.iter().find_map(|parts| {
                let rounded = exact.iter().map(|d| (d / largest * parts).round() / parts);
                self.proof(rounded.collect(), tolerance, false)
            });
            simple.or_else(|| {
                let scaled = exact.iter().map(|d| d / largest).collect();
                self.proof(scaled, tolerance, true)
            })
        })
    }

    fn proof(&self, weights: Vec<f64>, tolerance: f64, rough: bool) -> Option<Conflict> {
        let (mut asked, mut allowed) = (0.0, 0.0);
        for (d, constraint) in weights.iter().zip(self.constraints) {
            asked += d * constraint.total;
            allowed += d.abs() * tolerance * size(constraint.total);
        }
        let y = self.sparse.transposed_times(&weights);
        let sizes = self.sparse.sizes_times(&weights);
        // the most that cells within their limits hold, and how much one unit of a cell without one raises the sum
        let (mut held, mut raise) = (0.0, 0.0_f64);
        for (at, (&y, &size)) in y.iter().zip(&sizes).enumerate() {
            let (lower, upper) = self.range(at);
            let end = if y > 0.0 { upper } else { lower };
            if y == 0.0 {
                continue;
            }
            if end.is_finite() {
                held += y * end;
                continue;
            }
            if let Distance::Squares(_) = self.distance {
                held += y * self.prior[at];
            }
            if y.abs() > 1e-12 * size {
                raise = raise.max(y.abs());
            }
        }
        let total: f64 = self.prior.iter().map(|x| x.abs()).sum();
        let excess = asked - held - allowed;
        let proven = if rough {
            excess > ABSURD * raise * (total + 1.0)
        } else {
            raise == 0.0 && excess > 0.0
        };
        if !proven {
            return None;
        }
        let named =
            |(k, d): (usize, &f64)| (*d != 0.0).then(|| (self.constraints[k].label.clone(), *d));
        let (constraints, weights) = weights.iter().enumerate().filter_map(named).unzip();
        Some(Conflict {
            constraints,
            weights,
            asked,
            held,
        })
    }
}
