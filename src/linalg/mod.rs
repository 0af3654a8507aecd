//! Linear systems of the form (I − A) x = r. Knows matrices, not countries: errors speak of positions, and the rooms above
//! put labels to them.
//!
//! A [`System`] factorises at most once, when first asked, and answers right solves (output that a demand vector calls
//! forth) and left solves (multipliers of a row of rates). It uses that rows of zeros stay out of the factorisation.

mod lu;
mod system;

use std::fmt;
use std::sync::Arc;

use ndarray::{Array2, ArrayViewMut2};

pub use lu::Lu;
pub use system::System;

/// A way to factorise a square matrix. The engine behind a [`System`] can be exchanged without its users noticing.
pub trait Engine: fmt::Debug + Send + Sync {
    /// Factorises `matrix`, which is I − A.
    ///
    /// # Errors
    /// If a pivot shows that there is no usable inverse.
    fn factorise(&self, matrix: Array2<f64>) -> std::result::Result<Arc<dyn Factor>, Breakdown>;
}

/// A factorised matrix M: solves with M and with its transpose, in place, any number of right-hand sides at a time.
pub trait Factor: fmt::Debug + Send + Sync {
    /// Replaces every column r of `rhs` by the x with M x = r.
    fn solve(&self, rhs: ArrayViewMut2<'_, f64>);
    /// Replaces every column r of `rhs` by the x with M' x = r.
    fn solve_transposed(&self, rhs: ArrayViewMut2<'_, f64>);
}

/// Why a factorisation stopped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Breakdown {
    /// The position of the row and column whose pivot failed, or of the column of the inverse that is too large.
    pub position: usize,
    /// The pivot, or one over the sum of that column.
    pub pivot: f64,
    /// What the failure means.
    pub meaning: Meaning,
}

/// What a failed pivot means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A has no negative entry and the Hawkins-Simon condition fails: the producers up to this position use up, directly
    /// and indirectly, at least all that they produce, so no non-negative inverse exists.
    NotProductive,
    /// A has negative entries and I − A is singular to working precision.
    Singular,
}

impl Breakdown {
    pub(crate) fn at(self, position: usize) -> Self {
        Self { position, ..self }
    }
}

impl fmt::Display for Breakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.meaning {
            Meaning::NotProductive => write!(
                f,
                "the economy is not productive (Hawkins-Simon condition): making one more unit takes, directly and \
                 indirectly, at least one unit of the same output (pivot {:.3e})",
                self.pivot
            ),
            Meaning::Singular => {
                write!(
                    f,
                    "I - A is singular to working precision (pivot {:.3e})",
                    self.pivot
                )
            }
        }
    }
}

impl std::error::Error for Breakdown {}
