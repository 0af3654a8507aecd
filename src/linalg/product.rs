//! Products shared by all cores.
//!
//! C is cut into tiles whose borders depend on its shape only, each tile is one call of the sequential kernel, and threads take tiles
//! as they come. Every cell is therefore summed in the same order on any number of threads.

use std::ops::Range;

use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis, Slice, Zip};
use rayon::prelude::*;

use super::Failure;
use super::kernel::add_product;
use crate::run::{Run, on_a_worker};

/// The side of a tile: its panels stay in the second-level cache, its packing costs little beside its product.
const TILE: usize = 384;

/// Rows of a tile of a C so narrow that all its columns fit into one: a few right-hand sides are shared out by rows.
const NARROW_TILE: usize = 128;

/// Operations below which a product is not shared, even within a pool.
const WORTH_SHARING: f64 = 4e6;

/// A B on the threads of `run`.
///
/// # Errors
/// If the shapes do not fit or there is not enough memory.
pub fn product(
    a: ArrayView2<'_, f64>,
    b: ArrayView2<'_, f64>,
    run: &Run,
) -> Result<Array2<f64>, Failure> {
    let ((m, k), (l, n)) = (a.dim(), b.dim());
    Failure::check_shape("the second factor of a product", (k, n), (l, n))?;
    run.require_memory("a matrix product", 8 * m * n)?;
    Ok(run.install(operations(m, k, n), || times(a, b)))
}

/// A with each column multiplied by its factor, on the threads of `run`.
///
/// # Errors
/// If there is not one factor per column or not enough memory.
pub fn scaled_columns(
    a: ArrayView2<'_, f64>,
    factors: ArrayView1<'_, f64>,
    run: &Run,
) -> Result<Array2<f64>, Failure> {
    Failure::check_shape("the factors of columns", (a.ncols(), 1), (factors.len(), 1))?;
    run.require_memory("a matrix with scaled columns", 8 * a.len())?;
    // writing fresh memory takes as long as some hundred operations on each cell
    let work = 200.0 * a.len() as f64;
    let mut scaled = Array2::zeros(a.dim());
    run.install(work, || {
        let bands = chunks(scaled.view_mut(), Axis(0), NARROW_TILE);
        share_out(bands, work, |(rows, mut cells)| {
            let from = part(a, rows, 0..a.ncols());
            Zip::from(cells.rows_mut())
                .and(from.rows())
                .for_each(|mut to, from| {
                    Zip::from(&mut to)
                        .and(&from)
                        .and(&factors)
                        .for_each(|to, value, factor| *to = value * factor);
                });
        });
    });
    Ok(scaled)
}

/// A B on the pool that the caller is in.
pub(super) fn times(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) -> Array2<f64> {
    let mut c = Array2::zeros((a.nrows(), b.ncols()));
    update(1.0, a, b, 0.0, c.view_mut());
    c
}

/// Floating point operations of a product of m × k and k × n.
pub(super) fn operations(m: usize, k: usize, n: usize) -> f64 {
    2.0 * m as f64 * k as f64 * n as f64
}

/// C ← β C + α A B, on the pool that the caller is in.
pub(super) fn update(
    alpha: f64,
    a: ArrayView2<'_, f64>,
    b: ArrayView2<'_, f64>,
    beta: f64,
    c: ArrayViewMut2<'_, f64>,
) {
    let work = operations(c.nrows(), a.ncols(), c.ncols());
    share_out(tiles(c), work, |tile| {
        let a = part(a, tile.rows, 0..a.ncols());
        let b = part(b, 0..b.nrows(), tile.columns);
        add_product(alpha, a, b, beta, tile.cells);
    });
}

/// C ← C − A B, and meanwhile `ahead` on a copy of the first `next` rows and columns of the new C: what the elimination needs for
/// its next block is ready when the rest is.
pub(super) fn update_ahead<T: Send>(
    a: ArrayView2<'_, f64>,
    b: ArrayView2<'_, f64>,
    c: ArrayViewMut2<'_, f64>,
    next: usize,
    ahead: impl FnOnce(Array2<f64>) -> T + Send,
) -> T {
    let inner = a.ncols();
    let mut corner = part(c.view(), 0..next, 0..next).to_owned();
    let work = operations(c.nrows(), inner, c.ncols());
    let all = || update(-1.0, a, b, 1.0, c);
    let first = || {
        let (a, b) = (part(a, 0..next, 0..inner), part(b, 0..inner, 0..next));
        add_product(-1.0, a, b, 1.0, corner.view_mut());
        ahead(corner)
    };
    both(work, all, first).1
}

/// Rows or columns of a panel that are multiplied at a time.
const PANEL: usize = 384;

/// P ← F P for a small square F and a wide P.
pub(super) fn premultiply(factor: &Array2<f64>, panel: ArrayViewMut2<'_, f64>) {
    let work = operations(factor.nrows(), factor.ncols(), panel.ncols());
    share_out(chunks(panel, Axis(1), PANEL), work, |(_, cells)| {
        let before = cells.to_owned();
        add_product(1.0, factor.view(), before.view(), 0.0, cells);
    });
}

/// P ← P F for a small square F and a tall P.
pub(super) fn postmultiply(panel: ArrayViewMut2<'_, f64>, factor: &Array2<f64>) {
    let work = operations(panel.nrows(), factor.nrows(), factor.ncols());
    share_out(chunks(panel, Axis(0), PANEL), work, |(_, cells)| {
        let before = cells.to_owned();
        add_product(1.0, before.view(), factor.view(), 0.0, cells);
    });
}

/// A piece of a matrix and where it was cut from.
pub(super) struct Tile<'a> {
    pub(super) rows: Range<usize>,
    pub(super) columns: Range<usize>,
    pub(super) cells: ArrayViewMut2<'a, f64>,
}

/// Does `work` on every piece, on the pool that the caller is in where that many operations are worth it.
pub(super) fn share_out<T: Send>(pieces: Vec<T>, operations: f64, work: impl Fn(T) + Sync + Send) {
    if operations >= WORTH_SHARING && on_a_worker() {
        pieces.into_par_iter().with_max_len(1).for_each(work);
    } else {
        pieces.into_iter().for_each(work);
    }
}

/// Does two things, at the same time where that many operations are worth it.
pub(super) fn both<A: Send, B: Send>(
    operations: f64,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if operations >= WORTH_SHARING && on_a_worker() {
        rayon::join(one, other)
    } else {
        (one(), other())
    }
}

/// A matrix in tiles, row by row.
pub(super) fn tiles(matrix: ArrayViewMut2<'_, f64>) -> Vec<Tile<'_>> {
    let mut tiles = Vec::new();
    let height = if matrix.ncols() <= NARROW_TILE {
        NARROW_TILE
    } else {
        TILE
    };
    for (rows, band) in chunks(matrix, Axis(0), height) {
        for (columns, cells) in chunks(band, Axis(1), TILE) {
            tiles.push(Tile {
                rows: rows.clone(),
                columns,
                cells,
            });
        }
    }
    tiles
}

/// The kernel works on eight cells at a time; borders between pieces are multiples of that.
const STRIDE: usize = 8;

/// A matrix in pieces of nearly equal length, at most `longest`, along one axis.
pub(super) fn chunks(
    matrix: ArrayViewMut2<'_, f64>,
    axis: Axis,
    longest: usize,
) -> Vec<(Range<usize>, ArrayViewMut2<'_, f64>)> {
    let length = matrix.len_of(axis);
    let count = length.div_ceil(longest);
    let mut pieces = Vec::with_capacity(count);
    let mut rest = matrix;
    let mut start = 0;
    for piece in 0..count {
        let even = (piece + 1) * length / count;
        let end = length.min(even.next_multiple_of(STRIDE));
        let (cells, behind) = rest.split_at(axis, end - start);
        pieces.push((start..end, cells));
        rest = behind;
        start = end;
    }
    pieces
}

pub(super) fn part(
    matrix: ArrayView2<'_, f64>,
    rows: Range<usize>,
    columns: Range<usize>,
) -> ArrayView2<'_, f64> {
    matrix
        .slice_axis_move(Axis(0), Slice::from(rows))
        .slice_axis_move(Axis(1), Slice::from(columns))
}

pub(super) fn part_mut(
    matrix: ArrayViewMut2<'_, f64>,
    rows: Range<usize>,
    columns: Range<usize>,
) -> ArrayViewMut2<'_, f64> {
    matrix
        .slice_axis_move(Axis(0), Slice::from(rows))
        .slice_axis_move(Axis(1), Slice::from(columns))
}
