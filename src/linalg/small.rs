//! Elimination cell by cell, for blocks that fit the first-level cache.

use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};

use super::failure::{Breakdown, Meaning};

/// What counts as no pivot in an elimination without row exchanges of an n × n matrix. Pivots of I − A do not depend on the
/// units of A, and the first is 1 − a₁₁: below n ε there is only rounding.
pub(super) fn smallest_pivot(n: usize) -> f64 {
    n as f64 * f64::EPSILON
}

fn require_positive(pivot: f64, position: usize, smallest: f64) -> Result<(), Breakdown> {
    if pivot > smallest && pivot.is_finite() {
        return Ok(());
    }
    Err(Breakdown {
        position,
        pivot,
        meaning: Meaning::NotProductive,
    })
}

/// M ← M⁻¹ without pivoting.
pub(super) fn invert(mut matrix: ArrayViewMut2<'_, f64>, smallest: f64) -> Result<(), Breakdown> {
    for k in 0..matrix.nrows() {
        let pivot = matrix[[k, k]];
        require_positive(pivot, k, smallest)?;
        let mut pivot_row = matrix.row(k).to_owned();
        pivot_row[k] = 1.0;
        pivot_row /= pivot;
        for (i, mut row) in matrix.rows_mut().into_iter().enumerate() {
            if i == k {
                row.assign(&pivot_row);
            } else {
                let factor = std::mem::replace(&mut row[k], 0.0);
                row.scaled_add(-factor, &pivot_row);
            }
        }
    }
    Ok(())
}

/// M ← L (unit lower, below the diagonal) and U without pivoting.
pub(super) fn factorise(
    mut matrix: ArrayViewMut2<'_, f64>,
    smallest: f64,
) -> Result<(), Breakdown> {
    for k in 0..matrix.nrows() {
        require_positive(matrix[[k, k]], k, smallest)?;
        eliminate_column(matrix.view_mut(), k);
    }
    Ok(())
}

/// Column k of L, and its effect on the columns behind it.
pub(super) fn eliminate_column(matrix: ArrayViewMut2<'_, f64>, k: usize) {
    let (upper, mut lower) = matrix.split_at(Axis(0), k + 1);
    let pivot = upper[[k, k]];
    let behind = Slice::from(k + 1..);
    let pivot_row = upper
        .index_axis(Axis(0), k)
        .slice_axis_move(Axis(0), behind);
    for mut row in lower.rows_mut() {
        let factor = row[k] / pivot;
        row[k] = factor;
        row.slice_axis_mut(Axis(0), behind)
            .scaled_add(-factor, &pivot_row);
    }
}

/// The inverses of the unit lower and of the upper triangle of a small LU.
pub(super) fn triangle_inverses(lu: ArrayView2<'_, f64>) -> (Array2<f64>, Array2<f64>) {
    let n = lu.nrows();
    let mut lower = Array2::eye(n);
    solve_unit_lower(lu, lower.view_mut());
    let mut upper = Array2::eye(n);
    for i in (0..n).rev() {
        let (mut rest, solved) = upper.view_mut().split_at(Axis(0), i + 1);
        let mut row = rest.row_mut(i);
        for (k, known) in solved.rows().into_iter().enumerate() {
            row.scaled_add(-lu[[i, i + 1 + k]], &known);
        }
        row /= lu[[i, i]];
    }
    (lower, upper)
}

/// L x = r in place, for the unit lower triangle of a small LU.
pub(super) fn solve_unit_lower(lu: ArrayView2<'_, f64>, mut rhs: ArrayViewMut2<'_, f64>) {
    for i in 0..lu.nrows() {
        let (solved, mut rest) = rhs.view_mut().split_at(Axis(0), i);
        let mut row = rest.row_mut(0);
        for (k, known) in solved.rows().into_iter().enumerate() {
            row.scaled_add(-lu[[i, k]], &known);
        }
    }
}
