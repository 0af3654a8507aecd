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
        let terms: Vec<String> = self
            .weights
            .iter()
            .zip(&self.constraints)
            .map(|(weight, label)| format!("{weight} × {label}"))
            .collect();
        write!(f, "{} can be at most {}", first_few(terms), self.held)
    }
}

impl std::error::Error for Conflict {}

impl Conflict {
    pub(super) fn into_error(self) -> Error {
        Error::infeasible(format!(
            "the constraints {} contradict each other: {self}",
            first_few(&self.constraints)
        ))
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
        // what stays as it is, and how much one unit of a cell raises the sum
        let (mut held, mut raise) = (0.0, 0.0_f64);
        for (at, (&y, &size)) in y.iter().zip(&sizes).enumerate() {
            let up = match &self.distance {
                Distance::Entropy if self.prior[at] == 0.0 => continue,
                Distance::Entropy => y * self.prior[at].signum(),
                Distance::Squares(spreads) => {
                    held += y * self.prior[at];
                    if spreads[at] > 0.0 { y.abs() } else { 0.0 }
                }
            };
            if up > 1e-12 * size {
                raise = raise.max(up);
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
