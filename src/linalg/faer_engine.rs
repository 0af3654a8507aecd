//! The engine on `faer`: recursive elimination with partial pivoting, in pure Rust.
//!
//! A matrix whose rows lie one after another is, read column by column as faer likes it, its transpose. That one is factorised,
//! without a copy: M' = P L U, and a solve with M is a transposed solve. Every call is told how many threads to take; faer's setting
//! for the whole process is neither read nor written.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::lu::partial_pivoting::{factor, inverse, solve};
use faer::perm::Perm;
use faer::prelude::default;
use faer::{Mat, MatMut, MatRef, Par};
use ndarray::{Array2, ArrayViewMut2};

use super::{Breakdown, Engine, Factor, Failure, Meaning, Pivoting, Sign};
use crate::run::{Run, on_a_worker};

/// faer: LU with partial pivoting, whatever the matrix. Another number of threads may change the last digits of results.
///
/// Solves work on a copy of the right-hand sides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Faer;

/// Operations below which faer stays on one thread.
const WORTH_SHARING: f64 = 1e7;

/// Bytes per row for the order of the rows and the packed panels of the products.
const WORKSPACE: usize = 8 * 512;

impl Engine for Faer {
    fn name(&self) -> &'static str {
        "faer"
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
        let inverse = lu.inverse();
        watch.step()?;
        Ok(inverse)
    }

    fn memory_of_inverse(&self, n: usize) -> usize {
        // the inverse itself and the product of the inverse triangles
        2 * size_of::<f64>() * n * n + self.memory_of_factor(n)
    }

    fn memory_of_factor(&self, n: usize) -> usize {
        WORKSPACE * n
    }
}

/// The pool that the caller is in, or the calling thread alone: elsewhere rayon would start its global pool.
fn threads(operations: f64) -> Par {
    if operations >= WORTH_SHARING && on_a_worker() {
        Par::rayon(0)
    } else {
        Par::Seq
    }
}

/// The factors of M' = P L U.
#[derive(Debug)]
struct Lu {
    n: usize,
    /// U on and above the diagonal, below it L without its diagonal of ones; column by column.
    cells: Vec<f64>,
    /// P.
    order: Perm<usize>,
    exchanges: usize,
}

impl Lu {
    fn new(matrix: Array2<f64>, asked: Pivoting) -> Result<Self, Breakdown> {
        let n = matrix.nrows();
        let mut cells = row_by_row(matrix);
        let [mut order, mut back] = [(); 2].map(|()| vec![0; n].into_boxed_slice());
        let threads = threads(2.0 / 3.0 * (n as f64).powi(3));
        let scratch = factor::lu_in_place_scratch::<usize, f64>(n, n, threads, default());
        let (info, _) = factor::lu_in_place(
            MatMut::from_column_major_slice_mut(&mut cells, n, n),
            &mut order,
            &mut back,
            threads,
            MemStack::new(&mut MemBuffer::new(scratch)),
            default(),
        );
        let lu = Self {
            n,
            cells,
            order: Perm::new_checked(order, back, n),
            exchanges: info.transposition_count,
        };
        match lu.unusable_pivot() {
            Some((position, pivot)) => Err(Breakdown {
                position,
                pivot,
                // where rows need not be exchanged it is the economy that fails
                meaning: match asked {
                    Pivoting::None => Meaning::NotProductive,
                    Pivoting::Partial => Meaning::Singular,
                },
            }),
            None => Ok(lu),
        }
    }

    /// Where elimination divided by zero; faer goes on with numbers that are none.
    fn unusable_pivot(&self) -> Option<(usize, f64)> {
        self.pivots()
            .enumerate()
            .find(|(_, pivot)| *pivot == 0.0 || !pivot.is_finite())
    }

    fn pivots(&self) -> impl Iterator<Item = f64> {
        self.cells.iter().step_by(self.n + 1).copied()
    }

    fn factors(&self) -> MatRef<'_, f64> {
        MatRef::from_column_major_slice(&self.cells, self.n, self.n)
    }

    /// The inverse of M', which row by row is the inverse of M.
    fn inverse(&self) -> Array2<f64> {
        let n = self.n;
        let mut cells = Array2::zeros((n, n));
        if let Some(columns) = cells.as_slice_mut() {
            let threads = threads(4.0 / 3.0 * (n as f64).powi(3));
            let scratch = inverse::inverse_scratch::<usize, f64>(n, threads);
            inverse::inverse(
                MatMut::from_column_major_slice_mut(columns, n, n),
                self.factors(),
                self.factors(),
                self.order.as_ref(),
                threads,
                MemStack::new(&mut MemBuffer::new(scratch)),
            );
        }
        cells
    }

    fn threads_for(&self, columns: usize) -> Par {
        threads(2.0 * (self.n as f64).powi(2) * columns as f64)
    }
}

impl Factor for Lu {
    fn solve(&self, rhs: ArrayViewMut2<'_, f64>) {
        let threads = self.threads_for(rhs.ncols());
        on_columns(rhs, |columns| {
            let scratch = solve::solve_transpose_in_place_scratch::<usize, f64>(
                self.n,
                columns.ncols(),
                threads,
            );
            // M is the transpose of what was factorised
            solve::solve_transpose_in_place(
                self.factors(),
                self.factors(),
                self.order.as_ref(),
                columns,
                threads,
                MemStack::new(&mut MemBuffer::new(scratch)),
            );
        });
    }

    fn solve_transposed(&self, rhs: ArrayViewMut2<'_, f64>) {
        let threads = self.threads_for(rhs.ncols());
        on_columns(rhs, |columns| {
            let scratch =
                solve::solve_in_place_scratch::<usize, f64>(self.n, columns.ncols(), threads);
            solve::solve_in_place(
                self.factors(),
                self.factors(),
                self.order.as_ref(),
                columns,
                threads,
                MemStack::new(&mut MemBuffer::new(scratch)),
            );
        });
    }

    fn pivoting(&self) -> Pivoting {
        Pivoting::Partial
    }

    fn determinant(&self) -> Sign {
        let below_zero = self.pivots().filter(|pivot| *pivot < 0.0);
        Sign::of_product(below_zero.count() + self.exchanges)
    }
}

/// The cells of a matrix in the order of its rows, moved where they lie so already.
fn row_by_row(matrix: Array2<f64>) -> Vec<f64> {
    if !matrix.is_standard_layout() {
        return matrix.iter().copied().collect();
    }
    let length = matrix.len();
    let (mut cells, offset) = matrix.into_raw_vec_and_offset();
    let start = offset.unwrap_or(0);
    cells.truncate(start + length);
    cells.drain(..start);
    cells
}

/// Changes `rhs` by way of a copy that lies column by column.
fn on_columns(mut rhs: ArrayViewMut2<'_, f64>, change: impl FnOnce(MatMut<'_, f64>)) {
    let mut columns = Mat::from_fn(rhs.nrows(), rhs.ncols(), |i, j| rhs[[i, j]]);
    change(columns.as_mut());
    for (j, mut column) in rhs.columns_mut().into_iter().enumerate() {
        column
            .iter_mut()
            .zip(columns.col(j).iter())
            .for_each(|(cell, found)| *cell = *found);
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, Axis, array};

    use super::*;

    /// A matrix whose rows have to be exchanged, without any pattern.
    fn scattered(n: usize) -> Array2<f64> {
        Array2::from_shape_fn((n, n), |(i, j)| ((7 * i * i + 13 * j + i * j) as f64).sin())
    }

    fn largest(cells: &Array2<f64>) -> f64 {
        cells.iter().fold(0.0, |most, cell| cell.abs().max(most))
    }

    #[test]
    fn any_number_of_right_hand_sides_is_solved() {
        let n = 150;
        let matrix = scattered(n);
        let lu = Lu::new(matrix.clone(), Pivoting::Partial).unwrap();
        for columns in [0, 1, 7, 200] {
            let rhs = Array2::from_shape_fn((n, columns), |(i, j)| (i + 3 * j) as f64 / n as f64);
            let [mut x, mut y] = [(); 2].map(|()| rhs.clone());
            lu.solve(x.view_mut());
            lu.solve_transposed(y.view_mut());
            assert!(largest(&(matrix.dot(&x) - &rhs)) < 1e-9);
            assert!(largest(&(matrix.t().dot(&y) - &rhs)) < 1e-9);
        }
    }

    #[test]
    fn any_order_in_memory_gives_the_same_inverse() {
        let matrix = scattered(60);
        let turned = matrix.t().as_standard_layout().into_owned().reversed_axes();
        let mut larger = Array2::zeros((62, 60));
        larger
            .slice_axis_mut(Axis(0), (1..61).into())
            .assign(&matrix);
        larger.slice_axis_inplace(Axis(0), (1..61).into());
        let inverse = Lu::new(matrix.clone(), Pivoting::Partial)
            .unwrap()
            .inverse();
        for matrix in [turned, larger] {
            assert_eq!(
                Lu::new(matrix, Pivoting::Partial).unwrap().inverse(),
                inverse
            );
        }
        assert!(largest(&(matrix.dot(&inverse) - Array2::<f64>::eye(60))) < 1e-10);
    }

    #[test]
    fn a_zero_pivot_is_named() {
        let singular = array![[1.0, 2.0, 0.0], [2.0, 4.0, 0.0], [0.0, 0.0, 1.0]];
        let breakdown = Lu::new(singular, Pivoting::Partial).unwrap_err();
        assert_eq!((breakdown.position, breakdown.pivot), (1, 0.0));
        assert_eq!(breakdown.meaning, Meaning::Singular);
        let last = Lu::new(array![[1.0, 2.0], [2.0, 4.0]], Pivoting::None).unwrap_err();
        assert_eq!(last.position, 1);
        assert_eq!(last.meaning, Meaning::NotProductive);
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
        assert_eq!(lu.inverse(), empty);
    }
}
