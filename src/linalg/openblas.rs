//! The engine that hands the work to OpenBLAS, through the LAPACK calls of `ndarray-linalg`.
//!
//! Three habits keep it safe within any program:
//!
//! * LAPACK runs on a thread made for the call, with a stack of [`STACK`] bytes. OpenBLAS keeps tables on the stack whose size
//!   grows with the square of the number of cores it was built for: for the 128 cores of the Debian package 2 MiB each, and up to
//!   three of them at a time. A rayon worker, a thread of the standard library or a test has 2 MiB in all, and the process would end.
//! * One call runs at a time. OpenBLAS shares each call among all cores by itself, and its builds for a single thread may not be
//!   called from two at once.
//! * A matrix whose rows lie one after another is, read column by column as LAPACK does, its transpose. That one is factorised,
//!   without a copy: M' = P L U, so M = U' L' P'.

use std::sync::{Mutex, PoisonError};
use std::{io, panic, thread};

use ndarray::{Array2, ArrayView2, ArrayViewMut1, ArrayViewMut2};
use ndarray_linalg::{Diag, Lapack, MatrixLayout, Pivot, Transpose, UPLO};

use super::{Breakdown, Engine, Factor, Failure, Meaning, Pivoting, Sign};
use crate::run::{OutOfMemory, Run};

/// OpenBLAS: LU with partial pivoting, whatever the matrix.
///
/// The number of its threads is set by the environment variable `OPENBLAS_NUM_THREADS`, not by [`Run`]; another number may change the
/// last digits of results. Limit: 46 340 rows, beyond which LAPACK's integers cannot count the cells.
///
/// Solves work on a copy of the right-hand sides, and [`Factor::solve`] of more than a few takes one more n × n matrix for the time
/// of the call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenBlas;

/// Address space for the stack of a thread that calls LAPACK; only what is written takes memory. With tables for 128 cores 6 MiB are
/// enough, with those for 512 cores it would be 96 MiB.
const STACK: usize = 1 << 28;

/// What OpenBLAS sets aside per column for an inverse: the width of its blocks.
const INVERSE_BLOCK: usize = 64;

/// What OpenBLAS packs per core, and keeps until the process ends.
const PACKED: usize = 1 << 22;

/// Right-hand sides up to which one call for each is faster than one call for all of them.
const FEW: usize = 8;

impl Engine for OpenBlas {
    fn name(&self) -> &'static str {
        "OpenBLAS"
    }

    fn factorise(
        &self,
        matrix: Array2<f64>,
        pivoting: Pivoting,
        run: &Run,
    ) -> Result<Box<dyn Factor>, Failure> {
        let mut watch = run.watch("factorisation", 1);
        let lu = Lu::new(matrix, pivoting)?;
        watch.step()?;
        Ok(Box::new(lu))
    }

    fn invert(&self, matrix: Array2<f64>, run: &Run) -> Result<Array2<f64>, Failure> {
        let mut watch = run.watch("inverse", 2);
        let lu = Lu::new(matrix, Pivoting::None)?;
        watch.step()?;
        let inverse = lu.into_inverse()?;
        watch.step()?;
        Ok(inverse)
    }

    fn memory_of_inverse(&self, n: usize) -> usize {
        8 * n * INVERSE_BLOCK + self.memory_of_factor(n)
    }

    fn memory_of_factor(&self, n: usize) -> usize {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        size_of::<i32>() * n + cores * PACKED.min(8 * n * n)
    }
}

/// Runs LAPACK where it has room, one call at a time.
fn apart<T: Send>(call: impl FnOnce() -> T + Send) -> io::Result<T> {
    static TURN: Mutex<()> = Mutex::new(());
    // the lock guards no data: a panic of an earlier call left nothing half done
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    thread::scope(|scope| {
        let builder = thread::Builder::new().name("openblas".to_owned());
        let thread = builder.stack_size(STACK).spawn_scoped(scope, call)?;
        thread
            .join()
            .map_or_else(|payload| panic::resume_unwind(payload), Ok)
    })
}

/// What it means that the system grants no thread.
fn no_thread(_: io::Error) -> OutOfMemory {
    OutOfMemory {
        what: "the stack of a thread for OpenBLAS".to_owned(),
        needed: STACK,
        available: 0,
    }
}

/// A pivot that nothing can be divided by. Where rows need not be exchanged it is the economy that fails.
fn breakdown(position: usize, pivot: f64, asked: Pivoting) -> Breakdown {
    let meaning = match asked {
        Pivoting::None => Meaning::NotProductive,
        Pivoting::Partial => Meaning::Singular,
    };
    Breakdown {
        position,
        pivot,
        meaning,
    }
}

/// The layout that LAPACK reads without a copy.
fn column_by_column(rows: usize, columns: usize) -> MatrixLayout {
    MatrixLayout::F {
        col: columns as i32,
        lda: rows as i32,
    }
}

/// The factors of M' = P L U.
#[derive(Debug)]
struct Lu {
    /// U' on and below the diagonal; above it L' without its diagonal of ones.
    cells: Array2<f64>,
    /// The row exchanged with row k, counting from one.
    swaps: Pivot,
}

impl Lu {
    fn new(mut matrix: Array2<f64>, asked: Pivoting) -> Result<Self, Failure> {
        let layout = column_by_column(matrix.nrows(), matrix.ncols());
        let Some(cells) = matrix.as_slice_mut() else {
            return Self::new(matrix.as_standard_layout().into_owned(), asked);
        };
        let swaps = apart(|| f64::lu(layout, cells)).map_err(no_thread)?;
        let unusable = |(_, pivot): &(usize, &f64)| **pivot == 0.0 || !pivot.is_finite();
        // LAPACK goes on after a zero pivot, so the diagonal shows where the first one was
        match (swaps, matrix.diag().iter().enumerate().find(unusable)) {
            (_, Some((position, &pivot))) => Err(breakdown(position, pivot, asked).into()),
            (Err(_), None) => Err(breakdown(0, 0.0, asked).into()),
            (Ok(swaps), None) => Ok(Self {
                cells: matrix,
                swaps,
            }),
        }
    }

    /// The inverse of M', which row by row is the inverse of M.
    fn into_inverse(mut self) -> Result<Array2<f64>, Failure> {
        let layout = column_by_column(self.cells.nrows(), self.cells.ncols());
        let swaps = self.swaps;
        match self.cells.as_slice_mut() {
            Some(cells) if !cells.is_empty() => apart(|| f64::inv(layout, cells, &swaps))
                .map_err(no_thread)?
                .map_err(|_| breakdown(0, 0.0, Pivoting::Partial))?,
            _ => {}
        }
        Ok(self.cells)
    }

    /// Solves for a copy of `rhs` that lies column by column. None if the system grants no thread.
    fn on_columns(
        &self,
        rhs: ArrayView2<'_, f64>,
        solve: impl FnOnce(&[f64], &mut [f64]) -> Option<()> + Send,
    ) -> Option<Array2<f64>> {
        let mut columns = rhs.t().as_standard_layout().into_owned();
        let (factors, cells) = (self.cells.as_slice()?, columns.as_slice_mut()?);
        if !cells.is_empty() {
            apart(|| solve(factors, cells)).ok()??;
        }
        Some(columns.reversed_axes())
    }

    /// One call for each column.
    fn one_by_one(&self, which: Transpose, factors: &[f64], columns: &mut [f64]) -> Option<()> {
        let n = self.cells.nrows();
        let layout = column_by_column(n, n);
        columns
            .chunks_exact_mut(n)
            .try_for_each(|column| f64::solve(layout, which, factors, &self.swaps, column))
            .ok()
    }

    /// M x = r for all columns in one call: U', then L', then the exchanges backwards.
    fn together(&self, columns: &mut [f64]) -> Option<()> {
        let n = self.cells.nrows();
        // this interface has no triangular solve with a transpose
        let turned = self.cells.t().as_standard_layout().into_owned();
        let factors = turned.as_slice()?;
        triangle(n, UPLO::Lower, Diag::NonUnit, factors, columns)?;
        triangle(n, UPLO::Upper, Diag::Unit, factors, columns)?;
        for column in columns.chunks_exact_mut(n) {
            for (k, other) in self.exchanges().rev() {
                column.swap(k, other);
            }
        }
        Some(())
    }

    /// M' x = r for all columns in one call: the exchanges, then L, then U.
    fn together_transposed(&self, factors: &[f64], columns: &mut [f64]) -> Option<()> {
        let n = self.cells.nrows();
        for column in columns.chunks_exact_mut(n) {
            for (k, other) in self.exchanges() {
                column.swap(k, other);
            }
        }
        triangle(n, UPLO::Lower, Diag::Unit, factors, columns)?;
        triangle(n, UPLO::Upper, Diag::NonUnit, factors, columns)
    }

    /// The pairs of rows that were exchanged, one after another.
    fn exchanges(&self) -> impl DoubleEndedIterator<Item = (usize, usize)> {
        let from_zero = |(k, &row): (usize, &i32)| (k, row as usize - 1);
        self.swaps.iter().enumerate().map(from_zero)
    }

    /// M x = r without LAPACK, for a machine that grants no thread.
    fn substitute(&self, mut rhs: ArrayViewMut2<'_, f64>) {
        for mut x in rhs.columns_mut() {
            forwards(self.cells.view(), Diag::NonUnit, &mut x);
            backwards(self.cells.view(), Diag::Unit, &mut x);
            for (k, other) in self.exchanges().rev() {
                x.swap(k, other);
            }
        }
    }

    /// M' x = r without LAPACK.
    fn substitute_transposed(&self, mut rhs: ArrayViewMut2<'_, f64>) {
        for mut x in rhs.columns_mut() {
            for (k, other) in self.exchanges() {
                x.swap(k, other);
            }
            forwards(self.cells.t(), Diag::Unit, &mut x);
            backwards(self.cells.t(), Diag::NonUnit, &mut x);
        }
    }
}

impl Factor for Lu {
    fn solve(&self, mut rhs: ArrayViewMut2<'_, f64>) {
        let few = rhs.ncols() <= FEW;
        let solution = self.on_columns(rhs.view(), |factors, columns| {
            if few {
                // M is the transpose of what was factorised
                self.one_by_one(Transpose::Transpose, factors, columns)
            } else {
                self.together(columns)
            }
        });
        match solution {
            Some(solution) => rhs.assign(&solution),
            None => self.substitute(rhs),
        }
    }

    fn solve_transposed(&self, mut rhs: ArrayViewMut2<'_, f64>) {
        let few = rhs.ncols() <= FEW;
        let solution = self.on_columns(rhs.view(), |factors, columns| {
            if few {
                self.one_by_one(Transpose::No, factors, columns)
            } else {
                self.together_transposed(factors, columns)
            }
        });
        match solution {
            Some(solution) => rhs.assign(&solution),
            None => self.substitute_transposed(rhs),
        }
    }

    fn pivoting(&self) -> Pivoting {
        Pivoting::Partial
    }

    fn determinant(&self) -> Sign {
        let below_zero = self.cells.diag().into_iter().filter(|pivot| **pivot < 0.0);
        let exchanges = self.exchanges().filter(|(k, other)| k != other);
        Sign::of_product(below_zero.count() + exchanges.count())
    }
}

/// Solves with one triangle of `factors`, which lie column by column.
fn triangle(
    n: usize,
    which: UPLO,
    diagonal: Diag,
    factors: &[f64],
    columns: &mut [f64],
) -> Option<()> {
    let square = column_by_column(n, n);
    let many = column_by_column(n, columns.len() / n);
    f64::solve_triangular(square, many, which, diagonal, factors, columns).ok()
}

/// Substitution through the lower triangle.
fn forwards(factors: ArrayView2<'_, f64>, diagonal: Diag, x: &mut ArrayViewMut1<'_, f64>) {
    for k in 0..x.len() {
        let terms = factors.row(k).into_iter().zip(x.iter()).take(k);
        let known: f64 = terms.map(|(cell, x)| cell * x).sum();
        x[k] = (x[k] - known) / divisor(factors, diagonal, k);
    }
}

/// Substitution through the upper triangle.
fn backwards(factors: ArrayView2<'_, f64>, diagonal: Diag, x: &mut ArrayViewMut1<'_, f64>) {
    for k in (0..x.len()).rev() {
        let terms = factors.row(k).into_iter().zip(x.iter()).skip(k + 1);
        let known: f64 = terms.map(|(cell, x)| cell * x).sum();
        x[k] = (x[k] - known) / divisor(factors, diagonal, k);
    }
}

fn divisor(factors: ArrayView2<'_, f64>, diagonal: Diag, k: usize) -> f64 {
    match diagonal {
        Diag::Unit => 1.0,
        Diag::NonUnit => factors[[k, k]],
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::*;

    /// A matrix whose rows have to be exchanged, without any pattern.
    fn scattered(n: usize) -> Array2<f64> {
        Array2::from_shape_fn((n, n), |(i, j)| ((7 * i * i + 13 * j + i * j) as f64).sin())
    }

    fn largest(cells: &Array2<f64>) -> f64 {
        cells.iter().fold(0.0, |most, cell| cell.abs().max(most))
    }

    #[test]
    fn many_right_hand_sides_few_of_them_and_plain_substitution_agree() {
        let n = 150;
        let matrix = scattered(n);
        let lu = Lu::new(matrix.clone(), Pivoting::Partial).unwrap();
        for columns in [0, 1, FEW, FEW + 1, 40] {
            let rhs = Array2::from_shape_fn((n, columns), |(i, j)| (i + 3 * j) as f64 / n as f64);
            let [mut x, mut y, mut plain, mut turned] = [(); 4].map(|()| rhs.clone());
            lu.solve(x.view_mut());
            lu.substitute(plain.view_mut());
            assert!(largest(&(matrix.dot(&x) - &rhs)) < 1e-9);
            assert!(largest(&(matrix.dot(&plain) - &rhs)) < 1e-9);
            lu.solve_transposed(y.view_mut());
            lu.substitute_transposed(turned.view_mut());
            assert!(largest(&(matrix.t().dot(&y) - &rhs)) < 1e-9);
            assert!(largest(&(matrix.t().dot(&turned) - &rhs)) < 1e-9);
        }
    }

    #[test]
    fn any_order_in_memory_gives_the_same_inverse() {
        let matrix = scattered(60);
        let turned = matrix.t().as_standard_layout().into_owned().reversed_axes();
        let inverses = [matrix.clone(), turned]
            .map(|matrix| OpenBlas.invert(matrix, &Run::default()).unwrap());
        assert_eq!(inverses[0], inverses[1]);
        assert!(largest(&(matrix.dot(&inverses[0]) - Array2::<f64>::eye(60))) < 1e-10);
    }

    #[test]
    fn a_zero_pivot_is_named() {
        let singular = array![[1.0, 2.0, 0.0], [2.0, 4.0, 0.0], [0.0, 0.0, 1.0]];
        let failure = Lu::new(singular, Pivoting::Partial).unwrap_err();
        let breakdown = failure.breakdown().unwrap();
        assert_eq!((breakdown.position, breakdown.pivot), (1, 0.0));
        assert_eq!(breakdown.meaning, Meaning::Singular);
        let last = Lu::new(array![[1.0, 2.0], [2.0, 4.0]], Pivoting::None).unwrap_err();
        let breakdown = last.breakdown().unwrap();
        assert_eq!(breakdown.position, 1);
        assert_eq!(breakdown.meaning, Meaning::NotProductive);
    }

    #[test]
    fn the_sign_of_the_determinant_counts_exchanges() {
        let sign = |matrix| Lu::new(matrix, Pivoting::Partial).unwrap().determinant();
        assert_eq!(sign(array![[1.0, 0.0], [0.0, 1.0]]), Sign::Positive);
        assert_eq!(sign(array![[0.0, 1.0], [1.0, 0.0]]), Sign::Negative);
        assert_eq!(sign(array![[0.0, 2.0], [-1.0, 0.0]]), Sign::Positive);
        assert_eq!(sign(array![[-3.0]]), Sign::Negative);
        assert_eq!(sign(Array2::zeros((0, 0))), Sign::Positive);
    }

    #[test]
    fn an_empty_system_is_solved() {
        let empty = Array2::zeros((0, 0));
        let lu = Lu::new(empty.clone(), Pivoting::Partial).unwrap();
        lu.solve(Array2::zeros((0, 20)).view_mut());
        assert_eq!(lu.into_inverse().unwrap(), empty);
    }
}
