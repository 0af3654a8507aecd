//! Blocked LU factorisation of I − A.
//!
//! Where A has no negative entry, I − A of a productive economy is a non-singular M-matrix: elimination without pivoting
//! meets only positive pivots, and a pivot at or below zero is a violation of the Hawkins-Simon condition. Where A has
//! negative entries (by-products, balancing) rows are exchanged by partial pivoting.

use std::ops::Range;
use std::sync::Arc;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};

use super::{Breakdown, Engine, Factor, Meaning};

/// Output per unit of final use beyond which it is made of rounding: an economy that keeps less than this part of what it makes
/// cannot be told from one that keeps nothing.
const LARGEST_MULTIPLIER: f64 = 1e12;

/// Columns that are factorised together before the rest of the matrix is updated by one product.
const BLOCK: usize = 48;

/// The built-in engine: blocked LU on ndarray's matrix product, no system library.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lu;

impl Engine for Lu {
    fn factorise(&self, matrix: Array2<f64>) -> Result<Arc<dyn Factor>, Breakdown> {
        let pivoting = if is_z_matrix(&matrix) {
            Pivoting::None
        } else {
            Pivoting::Partial
        };
        let factors = Factors::new(matrix, pivoting)?;
        factors.require_bounded_inverse(pivoting)?;
        Ok(Arc::new(factors))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pivoting {
    None,
    Partial,
}

impl Pivoting {
    /// What it means if there is no usable inverse.
    fn meaning(self) -> Meaning {
        match self {
            Self::None => Meaning::NotProductive,
            Self::Partial => Meaning::Singular,
        }
    }
}

/// Whether no entry off the diagonal is positive, so that A = I − M has no negative entry there.
fn is_z_matrix(matrix: &Array2<f64>) -> bool {
    matrix
        .indexed_iter()
        .all(|((i, j), value)| i == j || *value <= 0.0)
}

/// L (unit lower) and U packed into one matrix; `swaps[k]` is the row exchanged with row k.
#[derive(Debug)]
struct Factors {
    lu: Array2<f64>,
    swaps: Vec<usize>,
}

impl Factors {
    fn new(mut lu: Array2<f64>, pivoting: Pivoting) -> Result<Self, Breakdown> {
        let n = lu.nrows();
        let smallest = n as f64 * f64::EPSILON;
        let mut swaps: Vec<usize> = (0..n).collect();
        for start in (0..n).step_by(BLOCK) {
            let end = n.min(start + BLOCK);
            for k in start..end {
                if pivoting == Pivoting::Partial {
                    swaps[k] = exchange_rows(&mut lu, k);
                }
                check_pivot(lu[[k, k]], k, smallest, pivoting)?;
                eliminate_in_panel(&mut lu, k, end);
            }
            update_rest(&mut lu, start, end);
        }
        Ok(Self { lu, swaps })
    }

    /// Refuses an inverse with huge column sums. Where every column of A sums to one up to rounding, all column sums of the inverse
    /// are huge, although elimination may meet no pivot that is.
    fn require_bounded_inverse(&self, pivoting: Pivoting) -> Result<(), Breakdown> {
        let mut sums = Array2::ones((self.lu.nrows(), 1));
        self.solve_transposed(sums.view_mut());
        let sizes = sums.iter().map(|sum| sum.abs()).enumerate();
        match sizes.max_by(|(_, a), (_, b)| a.total_cmp(b)) {
            Some((position, size)) if size.is_nan() || size > LARGEST_MULTIPLIER => {
                Err(Breakdown {
                    position,
                    pivot: 1.0 / size,
                    meaning: pivoting.meaning(),
                })
            }
            _ => Ok(()),
        }
    }
}

fn exchange_rows(lu: &mut Array2<f64>, k: usize) -> usize {
    let mut best = k;
    for i in k + 1..lu.nrows() {
        if lu[[i, k]].abs() > lu[[best, k]].abs() {
            best = i;
        }
    }
    if best != k {
        let (mut upper, mut lower) = lu.view_mut().split_at(Axis(0), best);
        ndarray::Zip::from(upper.row_mut(k))
            .and(lower.row_mut(0))
            .for_each(std::mem::swap);
    }
    best
}

fn check_pivot(
    pivot: f64,
    position: usize,
    smallest: f64,
    pivoting: Pivoting,
) -> Result<(), Breakdown> {
    let size = match pivoting {
        Pivoting::None => pivot,
        Pivoting::Partial => pivot.abs(),
    };
    if size > smallest {
        return Ok(());
    }
    Err(Breakdown {
        position,
        pivot,
        meaning: pivoting.meaning(),
    })
}

/// Column k of L, and its effect on the remaining columns of the panel.
fn eliminate_in_panel(lu: &mut Array2<f64>, k: usize, end: usize) {
    let (upper, mut lower) = lu.view_mut().split_at(Axis(0), k + 1);
    let pivot_row = upper.row(k);
    let pivot = pivot_row[k];
    let behind = Slice::from(k + 1..end);
    let pivot_row = pivot_row.slice_axis(Axis(0), behind);
    for mut row in lower.rows_mut() {
        let factor = row[k] / pivot;
        row[k] = factor;
        row.slice_axis_mut(Axis(0), behind)
            .scaled_add(-factor, &pivot_row);
    }
}

/// The rows of U right of the panel, then the trailing matrix by one product.
fn update_rest(lu: &mut Array2<f64>, start: usize, end: usize) {
    if end == lu.nrows() {
        return;
    }
    let (left, right) = lu.view_mut().split_at(Axis(1), end);
    let (mut upper, mut trailing) = right.split_at(Axis(0), end);
    let mut upper = upper.slice_axis_mut(Axis(0), Slice::from(start..end));
    let diagonal = part(left.view(), start..end, start..end);
    solve_lower_small(diagonal, Diagonal::One, &mut upper);
    let panel = part(left.view(), end..left.nrows(), start..end);
    general_mat_mul(-1.0, &panel, &upper, 1.0, &mut trailing);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Diagonal {
    One,
    Stored,
}

fn solve_lower_small(t: ArrayView2<'_, f64>, diagonal: Diagonal, rhs: &mut ArrayViewMut2<'_, f64>) {
    for i in 0..t.nrows() {
        let (solved, mut rest) = rhs.view_mut().split_at(Axis(0), i);
        let mut row = rest.row_mut(0);
        for (k, known) in solved.rows().into_iter().enumerate() {
            row.scaled_add(-t[[i, k]], &known);
        }
        if diagonal == Diagonal::Stored {
            row /= t[[i, i]];
        }
    }
}

fn solve_upper_small(t: ArrayView2<'_, f64>, diagonal: Diagonal, rhs: &mut ArrayViewMut2<'_, f64>) {
    for i in (0..t.nrows()).rev() {
        let (mut rest, solved) = rhs.view_mut().split_at(Axis(0), i + 1);
        let mut row = rest.row_mut(i);
        for (k, known) in solved.rows().into_iter().enumerate() {
            row.scaled_add(-t[[i, i + 1 + k]], &known);
        }
        if diagonal == Diagonal::Stored {
            row /= t[[i, i]];
        }
    }
}

/// T x = r for a lower triangle T, block by block.
fn solve_lower(t: ArrayView2<'_, f64>, diagonal: Diagonal, mut rhs: ArrayViewMut2<'_, f64>) {
    let n = t.nrows();
    for start in (0..n).step_by(BLOCK) {
        let end = n.min(start + BLOCK);
        let (solved, mut rest) = rhs.view_mut().split_at(Axis(0), start);
        let mut block = rest.slice_axis_mut(Axis(0), Slice::from(..end - start));
        general_mat_mul(
            -1.0,
            &part(t, start..end, 0..start),
            &solved,
            1.0,
            &mut block,
        );
        solve_lower_small(part(t, start..end, start..end), diagonal, &mut block);
    }
}

/// T x = r for an upper triangle T, block by block from below.
fn solve_upper(t: ArrayView2<'_, f64>, diagonal: Diagonal, mut rhs: ArrayViewMut2<'_, f64>) {
    let n = t.nrows();
    for start in (0..n).step_by(BLOCK).rev() {
        let end = n.min(start + BLOCK);
        let (mut rest, solved) = rhs.view_mut().split_at(Axis(0), end);
        let mut block = rest.slice_axis_mut(Axis(0), Slice::from(start..));
        general_mat_mul(-1.0, &part(t, start..end, end..n), &solved, 1.0, &mut block);
        solve_upper_small(part(t, start..end, start..end), diagonal, &mut block);
    }
}

fn part(
    matrix: ArrayView2<'_, f64>,
    rows: Range<usize>,
    columns: Range<usize>,
) -> ArrayView2<'_, f64> {
    matrix
        .slice_axis_move(Axis(0), Slice::from(rows))
        .slice_axis_move(Axis(1), Slice::from(columns))
}

fn swap_rows(rhs: &mut ArrayViewMut2<'_, f64>, i: usize, j: usize) {
    if i != j {
        for mut column in rhs.columns_mut() {
            column.swap(i, j);
        }
    }
}

impl Factor for Factors {
    fn solve(&self, mut rhs: ArrayViewMut2<'_, f64>) {
        for (k, swapped) in self.swaps.iter().enumerate() {
            swap_rows(&mut rhs, k, *swapped);
        }
        solve_lower(self.lu.view(), Diagonal::One, rhs.view_mut());
        solve_upper(self.lu.view(), Diagonal::Stored, rhs);
    }

    fn solve_transposed(&self, mut rhs: ArrayViewMut2<'_, f64>) {
        solve_lower(self.lu.t(), Diagonal::Stored, rhs.view_mut());
        solve_upper(self.lu.t(), Diagonal::One, rhs.view_mut());
        for (k, swapped) in self.swaps.iter().enumerate().rev() {
            swap_rows(&mut rhs, k, *swapped);
        }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::*;

    /// A pseudo-random matrix with entries in (0, 1), the same on every machine.
    fn scrambled(n: usize) -> Array2<f64> {
        let mut state = 1_u64;
        Array2::from_shape_simple_fn((n, n), || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        })
    }

    fn check(matrix: &Array2<f64>) {
        let n = matrix.nrows();
        let factor = Lu.factorise(matrix.clone()).unwrap();
        let rhs = scrambled(n);
        let (mut x, mut y) = (rhs.clone(), rhs.clone());
        factor.solve(x.view_mut());
        factor.solve_transposed(y.view_mut());
        let right = (matrix.dot(&x) - &rhs).fold(0.0_f64, |worst, r| worst.max(r.abs()));
        let left = (matrix.t().dot(&y) - &rhs).fold(0.0_f64, |worst, r| worst.max(r.abs()));
        assert!(
            right < 1e-11 && left < 1e-11,
            "n = {n}: {right:e}, {left:e}"
        );
    }

    #[test]
    fn both_sides_solve_across_block_borders() {
        for n in [1, 2, 47, 48, 49, 96, 131] {
            let a = scrambled(n) * (0.9 / n as f64);
            check(&(Array2::eye(n) - a)); // without pivoting
        }
        for n in [47, 48, 49, 131] {
            check(&(scrambled(n) - 0.5)); // signs mixed, diagonal not dominant: needs pivoting
        }
    }

    #[test]
    fn an_unproductive_economy_is_named_by_its_position() {
        // the second producer needs 0.6 + 0.5 × 0.9 / 0.5 > 1 of its own output
        let matrix = array![[0.5, -0.9], [-0.5, 0.4]];
        let breakdown = Lu.factorise(matrix).unwrap_err();
        assert_eq!(breakdown.position, 1);
        assert_eq!(breakdown.meaning, Meaning::NotProductive);
        assert!(breakdown.to_string().contains("Hawkins-Simon"));
    }

    #[test]
    fn an_economy_that_keeps_only_rounding_is_refused() {
        // columns sum to zero up to 1e-16, the last pivot is 5e-16
        let matrix = array![
            [1.0 - 0.9115625940059232, -0.33743817079787075],
            [-0.08843740599407664, 1.0 - 0.6625618292021294]
        ];
        let breakdown = Lu.factorise(matrix).unwrap_err();
        assert_eq!(breakdown.meaning, Meaning::NotProductive);
        assert!(breakdown.pivot.abs() < 1e-12);
    }

    #[test]
    fn a_singular_matrix_with_negative_inputs_is_refused() {
        let matrix = array![[1.0, 0.5], [2.0, 1.0]];
        let breakdown = Lu.factorise(matrix).unwrap_err();
        assert_eq!(breakdown.meaning, Meaning::Singular);
    }
}
