//! Right-hand sides through the two triangles of a factorised matrix.
//!
//! The diagonal blocks of L and of U are inverted once, so that every step of a solve is a matrix product. Triangles of an M-matrix are
//! M-matrices themselves: their inverses are sums of terms of one sign and exact to the last digits whatever the condition.

use std::ops::Range;

use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use super::gauss_jordan::blocks;
use super::kernel::add_product;
use super::product::{part, part_mut, update};
use super::small;

/// The inverses of one diagonal block of L and of U.
#[derive(Debug)]
pub(super) struct Diagonal {
    pub(super) block: Range<usize>,
    pub(super) lower: Array2<f64>,
    pub(super) upper: Array2<f64>,
}

impl Diagonal {
    /// From the LU of the block; `widths` says how its triangles are cut in turn.
    pub(super) fn new(block: Range<usize>, lu: ArrayView2<'_, f64>, widths: &[usize]) -> Self {
        let [width, finer @ ..] = widths else {
            let (lower, upper) = small::triangle_inverses(lu);
            return Self {
                block,
                lower,
                upper,
            };
        };
        let n = lu.nrows();
        let diagonals: Vec<_> = blocks(n, *width)
            .map(|block| {
                let cells = part(lu, block.clone(), block.clone());
                Self::new(block, cells, finer)
            })
            .collect();
        let (mut lower, mut upper) = (Array2::eye(n), Array2::eye(n));
        solve_lower(lu, &diagonals, lower.view_mut());
        solve_upper(lu, &diagonals, 0, upper.view_mut());
        Self {
            block,
            lower,
            upper,
        }
    }
}

/// L x = r.
pub(super) fn solve_lower(
    lu: ArrayView2<'_, f64>,
    diagonals: &[Diagonal],
    rhs: ArrayViewMut2<'_, f64>,
) {
    let diagonals = diagonals
        .iter()
        .map(|diagonal| (&diagonal.block, diagonal.lower.view()));
    forwards(lu, diagonals, rhs);
}

/// U x = r for the rows from `first` on; the others are left as they are.
pub(super) fn solve_upper(
    lu: ArrayView2<'_, f64>,
    diagonals: &[Diagonal],
    first: usize,
    rhs: ArrayViewMut2<'_, f64>,
) {
    let diagonals = diagonals
        .iter()
        .rev()
        .map(|diagonal| (&diagonal.block, diagonal.upper.view()));
    backwards(lu, diagonals, first, rhs);
}

/// U' x = r.
pub(super) fn solve_upper_transposed(
    lu: ArrayView2<'_, f64>,
    diagonals: &[Diagonal],
    rhs: ArrayViewMut2<'_, f64>,
) {
    let diagonals = diagonals
        .iter()
        .map(|diagonal| (&diagonal.block, diagonal.upper.t()));
    forwards(lu.reversed_axes(), diagonals, rhs);
}

/// L' x = r.
pub(super) fn solve_lower_transposed(
    lu: ArrayView2<'_, f64>,
    diagonals: &[Diagonal],
    rhs: ArrayViewMut2<'_, f64>,
) {
    let diagonals = diagonals
        .iter()
        .rev()
        .map(|diagonal| (&diagonal.block, diagonal.lower.t()));
    backwards(lu.reversed_axes(), diagonals, 0, rhs);
}

/// A lower triangle, block by block: x_k = T_kk⁻¹ r_k, then r_i − T_ik x_k for all i behind.
fn forwards<'a>(
    triangle: ArrayView2<'_, f64>,
    diagonals: impl Iterator<Item = (&'a Range<usize>, ArrayView2<'a, f64>)>,
    mut rhs: ArrayViewMut2<'_, f64>,
) {
    let (n, columns) = rhs.dim();
    for (block, inverse) in diagonals {
        let behind = block.end..n;
        let solved = solve_block(inverse, block, rhs.view_mut());
        let panel = part(triangle, behind.clone(), block.clone());
        let rest = part_mut(rhs.view_mut(), behind, 0..columns);
        update(-1.0, panel, solved.view(), 1.0, rest);
    }
}

/// An upper triangle, block by block from below.
fn backwards<'a>(
    triangle: ArrayView2<'_, f64>,
    diagonals: impl Iterator<Item = (&'a Range<usize>, ArrayView2<'a, f64>)>,
    first: usize,
    mut rhs: ArrayViewMut2<'_, f64>,
) {
    let columns = rhs.ncols();
    for (block, inverse) in diagonals {
        let before = first..block.start;
        let solved = solve_block(inverse, block, rhs.view_mut());
        let panel = part(triangle, before.clone(), block.clone());
        let rest = part_mut(rhs.view_mut(), before, 0..columns);
        update(-1.0, panel, solved.view(), 1.0, rest);
    }
}

/// r_k ← T_kk⁻¹ r_k, and a copy of it to read from while the other rows are written.
fn solve_block(
    inverse: ArrayView2<'_, f64>,
    block: &Range<usize>,
    rhs: ArrayViewMut2<'_, f64>,
) -> Array2<f64> {
    let columns = rhs.ncols();
    let mut cells = part_mut(rhs, block.clone(), 0..columns);
    let before = cells.to_owned();
    add_product(1.0, inverse, before.view(), 0.0, cells.view_mut());
    cells.to_owned()
}
