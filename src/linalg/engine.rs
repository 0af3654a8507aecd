//! What an engine does for a system, and the built-in one.

use std::fmt;

use ndarray::{Array2, ArrayViewMut2};

use super::lu::{self, Lu};
use super::{Failure, gauss_jordan};
use crate::run::Run;

/// A way to factorise and invert I − A. The engine behind a [`System`](super::System) can be exchanged without its users noticing.
///
/// Engines are called on the thread pool that they may use, with a square matrix of finite cells. They need not judge whether an
/// economy is productive: the system does, the same way for every engine.
pub trait Engine: fmt::Debug + Send + Sync {
    /// What people call it.
    fn name(&self) -> &'static str;

    /// Factorises `matrix`, which is I − A. Where `pivoting` is [`Pivoting::None`] rows need not be exchanged.
    ///
    /// # Errors
    /// If a pivot shows that there is no inverse, or the work was stopped.
    fn factorise(
        &self,
        matrix: Array2<f64>,
        pivoting: Pivoting,
        run: &Run,
    ) -> Result<Box<dyn Factor>, Failure>;

    /// Turns `matrix`, which is I − A, into its inverse. Asked only where rows need not be exchanged.
    ///
    /// # Errors
    /// As [`factorise`](Self::factorise).
    fn invert(&self, matrix: Array2<f64>, run: &Run) -> Result<Array2<f64>, Failure>;

    /// Whether [`invert`](Self::invert) exchanges rows all the same, so that it meets no pivot that could fail.
    fn pivoting_of_inverse(&self) -> Pivoting {
        Pivoting::Partial
    }

    /// Bytes that [`invert`](Self::invert) takes beside the n × n matrix it is given.
    fn memory_of_inverse(&self, n: usize) -> usize;

    /// Bytes that [`factorise`](Self::factorise) takes beside the n × n matrix it is given.
    fn memory_of_factor(&self, n: usize) -> usize;
}

/// A factorised matrix M: solves with M and with its transpose, in place, any number of right-hand sides at a time.
pub trait Factor: fmt::Debug + Send + Sync {
    /// Replaces every column r of `rhs` by the x with M x = r.
    fn solve(&self, rhs: ArrayViewMut2<'_, f64>);

    /// Replaces every column r of `rhs` by the x with M' x = r.
    fn solve_transposed(&self, rhs: ArrayViewMut2<'_, f64>);

    /// As [`solve`](Self::solve) where rows above `first` are zero on entry and nobody reads them afterwards.
    fn solve_from(&self, first: usize, rhs: ArrayViewMut2<'_, f64>) {
        let _ = first;
        self.solve(rhs);
    }

    /// Whether rows were exchanged for the sake of large pivots.
    fn pivoting(&self) -> Pivoting;

    /// The sign of the determinant of M.
    fn determinant(&self) -> Sign;
}

/// Whether elimination exchanges rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pivoting {
    /// Every pivot is taken where it stands: right for M-matrices and diagonally dominant ones.
    None,
    /// The largest cell of the column becomes the pivot.
    Partial,
}

/// The sign of a number that is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Above zero.
    Positive,
    /// Below zero.
    Negative,
}

impl Sign {
    /// The sign of a product of numbers, of which so many are negative.
    #[must_use]
    pub fn of_product(negative_factors: usize) -> Self {
        if negative_factors.is_multiple_of(2) {
            Self::Positive
        } else {
            Self::Negative
        }
    }
}

/// The built-in engine: blocked elimination, nearly all of it matrix product, in pure Rust.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Native;

impl Engine for Native {
    fn name(&self) -> &'static str {
        "native"
    }

    fn factorise(
        &self,
        matrix: Array2<f64>,
        pivoting: Pivoting,
        run: &Run,
    ) -> Result<Box<dyn Factor>, Failure> {
        let mut watch = run.watch("factorisation", lu::steps(matrix.nrows()));
        Ok(Box::new(Lu::new(matrix, pivoting, &mut watch)?))
    }

    fn invert(&self, mut matrix: Array2<f64>, run: &Run) -> Result<Array2<f64>, Failure> {
        let mut watch = run.watch("inverse", gauss_jordan::steps(matrix.nrows()));
        gauss_jordan::invert(matrix.view_mut(), &mut watch)?;
        Ok(matrix)
    }

    fn pivoting_of_inverse(&self) -> Pivoting {
        Pivoting::None
    }

    fn memory_of_inverse(&self, n: usize) -> usize {
        WORKSPACE * n
    }

    fn memory_of_factor(&self, n: usize) -> usize {
        WORKSPACE * n
    }
}

/// Bytes per row for panels, inverted diagonal blocks and the packed panels of the kernel: some 500 columns.
const WORKSPACE: usize = 8 * 512;
