//! The inverse in place by blocked Gauss-Jordan elimination without pivoting.
//!
//! Question answered: all of (I − A)⁻¹, in the memory of I − A.
//!
//! With the matrix cut into blocks and D = M_kk⁻¹, one step turns
//!
//! ```text
//! M_kj ← D M_kj      M_ij ← M_ij − M_ik M_kj      M_ik ← −M_ik D      M_kk ← D        (i, j ≠ k)
//! ```
//!
//! and after a step for every k the matrix is its own inverse. All but the inverse of the small block D is matrix product: 2 n³
//! operations, the same number as one product of two n × n matrices.
//!
//! For a non-singular M-matrix (I − A of a productive economy with A ≥ 0) every pivot is positive, and each of these products
//! adds terms of one sign: nothing cancels but on the diagonal, and no cell of the inverse comes out negative.

use std::ops::Range;

use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis};

use super::failure::{Breakdown, Failure};
use super::kernel::add_product;
use super::product::{both, chunks, operations, part, part_mut, share_out, tiles};
use super::small;
use crate::run::Watch;

/// Block widths from coarse to fine: the coarse one makes products of full speed, the fine one inverts the coarse block.
pub(super) fn widths(n: usize) -> &'static [usize] {
    match n {
        0..=32 => &[],
        33..=192 => &[32],
        193..=2000 => &[96, 32],
        2001..=3000 => &[192, 32],
        _ => &[256, 32],
    }
}

/// The number of steps that a watcher of [`invert`] sees.
pub(super) fn steps(n: usize) -> usize {
    widths(n).first().map_or(1, |width| n.div_ceil(*width))
}

/// M ← M⁻¹, on the pool that the caller is in. After a failure the cells of M mean nothing.
pub(super) fn invert(
    mut matrix: ArrayViewMut2<'_, f64>,
    watch: &mut Watch<'_>,
) -> Result<(), Failure> {
    let n = matrix.nrows();
    let smallest = small::smallest_pivot(n);
    let [width, finer @ ..] = widths(n) else {
        small::invert(matrix, smallest)?;
        return Ok(watch.step()?);
    };
    let blocks: Vec<_> = blocks(n, *width).collect();
    let inverse_of_block = |cells: Array2<f64>, block: &Range<usize>| {
        inverse_of_block(cells, finer, smallest).map_err(|breakdown| breakdown.behind(block.start))
    };
    let first = &blocks[0];
    let cells = part(matrix.view(), first.clone(), first.clone()).to_owned();
    let mut diagonal = inverse_of_block(cells, first)?;
    let mut before = Array2::zeros((n, *width));
    for (k, block) in blocks.iter().enumerate() {
        // the next diagonal block is inverted while the other cores still update the rest
        let next = blocks.get(k + 1);
        let ahead = step(
            matrix.view_mut(),
            before.view_mut(),
            block,
            &diagonal,
            next,
            |cells| next.map(|next| inverse_of_block(cells, next)),
        );
        if let Some(ahead) = ahead {
            diagonal = ahead?;
        }
        watch.step()?;
    }
    Ok(())
}

/// The ranges of `width` that cover 0..n; the last may be shorter.
pub(super) fn blocks(n: usize, width: usize) -> impl Iterator<Item = Range<usize>> {
    (0..n)
        .step_by(width)
        .map(move |start| start..n.min(start + width))
}

fn inverse_of_block(
    mut cells: Array2<f64>,
    widths: &[usize],
    smallest: f64,
) -> Result<Array2<f64>, Breakdown> {
    let [width, finer @ ..] = widths else {
        small::invert(cells.view_mut(), smallest)?;
        return Ok(cells);
    };
    let mut before = Array2::zeros((cells.nrows(), *width));
    for block in blocks(cells.nrows(), *width) {
        let cells_of_block = part(cells.view(), block.clone(), block.clone()).to_owned();
        let diagonal = inverse_of_block(cells_of_block, finer, smallest)
            .map_err(|breakdown| breakdown.behind(block.start))?;
        step(
            cells.view_mut(),
            before.view_mut(),
            &block,
            &diagonal,
            None,
            |_| None::<()>,
        );
    }
    Ok(cells)
}

/// Eliminates one block, whose inverse is `diagonal`, and meanwhile lets `ahead` work on the updated cells of the `next` block.
/// `before` is room for a panel of columns.
fn step<T: Send>(
    matrix: ArrayViewMut2<'_, f64>,
    before: ArrayViewMut2<'_, f64>,
    block: &Range<usize>,
    diagonal: &Array2<f64>,
    next: Option<&Range<usize>>,
    ahead: impl FnOnce(Array2<f64>) -> Option<T> + Send,
) -> Option<T> {
    let n = matrix.ncols();
    let width = block.len();
    let (above, rest) = matrix.split_at(Axis(0), block.start);
    let (mut pivot, below) = rest.split_at(Axis(0), width);
    let [mut above, mut below] = [above, below].map(|rows| Columns::cut(rows, block));
    // M_ik as it was: the update reads it, and M_ik itself is overwritten before
    let before = part_mut(before, 0..n - width, 0..width);
    let (mut before_above, mut before_below) = before.split_at(Axis(0), block.start);
    let mut panels = scaled_rows(pivot.view_mut(), block, diagonal);
    panels.extend(scaled_columns(
        above.column.view_mut(),
        before_above.view_mut(),
    ));
    panels.extend(scaled_columns(
        below.column.view_mut(),
        before_below.view_mut(),
    ));
    share_out(panels, operations(width, width, n), |panel| {
        panel.scale(diagonal);
    });

    let pivot = pivot.view();
    let [column_above, column_below] = [before_above.view(), before_below.view()];
    let unfinished = next.map(|next| {
        let cells = part(below.right.view(), 0..next.len(), 0..next.len()).to_owned();
        let column = part(column_below, 0..next.len(), 0..width);
        let row = part(pivot, 0..width, next.clone());
        (cells, column, row)
    });
    let look_ahead = || {
        let (mut cells, column, row) = unfinished?;
        add_product(-1.0, column, row, 1.0, cells.view_mut());
        ahead(cells)
    };
    let mut shares = above.shares(column_above, pivot, block);
    shares.extend(below.shares(column_below, pivot, block));
    let work = operations(n, width, n);
    let update_all = || {
        share_out(shares, work, |share| {
            add_product(-1.0, share.column, share.row, 1.0, share.cells);
        });
    };
    both(work, update_all, look_ahead).1
}

/// Rows or columns of a panel that are scaled at a time.
const PANEL: usize = 384;

/// A piece of the pivot rows or of the pivot columns.
enum Panel<'a> {
    /// M_kj ← D M_kj.
    Row(ArrayViewMut2<'a, f64>),
    /// M_ik ← −M_ik D, and M_ik as it was.
    Column(ArrayViewMut2<'a, f64>, ArrayViewMut2<'a, f64>),
}

impl Panel<'_> {
    fn scale(self, diagonal: &Array2<f64>) {
        match self {
            Self::Row(cells) => {
                let before = cells.to_owned();
                add_product(1.0, diagonal.view(), before.view(), 0.0, cells);
            }
            Self::Column(cells, mut before) => {
                before.assign(&cells);
                add_product(-1.0, before.view(), diagonal.view(), 0.0, cells);
            }
        }
    }
}

/// The pivot rows in pieces to be scaled, left and right of M_kk, which becomes D.
fn scaled_rows<'a>(
    pivot: ArrayViewMut2<'a, f64>,
    block: &Range<usize>,
    diagonal: &Array2<f64>,
) -> Vec<Panel<'a>> {
    let Columns {
        left,
        mut column,
        right,
    } = Columns::cut(pivot, block);
    column.assign(diagonal);
    let sides = [left, right].into_iter();
    let pieces = sides.flat_map(|side| chunks(side, Axis(1), PANEL));
    pieces.map(|(_, cells)| Panel::Row(cells)).collect()
}

/// The pivot columns in pieces to be scaled, each with the place for what it was.
fn scaled_columns<'a>(
    column: ArrayViewMut2<'a, f64>,
    before: ArrayViewMut2<'a, f64>,
) -> impl Iterator<Item = Panel<'a>> {
    let before = chunks(before, Axis(0), PANEL);
    let pieces = chunks(column, Axis(0), PANEL).into_iter().zip(before);
    pieces.map(|((_, cells), (_, before))| Panel::Column(cells, before))
}

/// Some rows left of, in and right of the pivot columns.
struct Columns<'a> {
    left: ArrayViewMut2<'a, f64>,
    column: ArrayViewMut2<'a, f64>,
    right: ArrayViewMut2<'a, f64>,
}

/// One tile of the update M_ij − M_ik M_kj.
struct Share<'a> {
    cells: ArrayViewMut2<'a, f64>,
    column: ArrayView2<'a, f64>,
    row: ArrayView2<'a, f64>,
}

impl<'a> Columns<'a> {
    fn cut(rows: ArrayViewMut2<'a, f64>, block: &Range<usize>) -> Self {
        let (left, rest) = rows.split_at(Axis(1), block.start);
        let (column, right) = rest.split_at(Axis(1), block.len());
        Self {
            left,
            column,
            right,
        }
    }

    fn shares<'b>(
        &'b mut self,
        column: ArrayView2<'b, f64>,
        pivot: ArrayView2<'b, f64>,
        block: &Range<usize>,
    ) -> Vec<Share<'b>> {
        let sides = [
            (0, self.left.view_mut()),
            (block.end, self.right.view_mut()),
        ];
        let mut shares = Vec::new();
        for (first, side) in sides {
            shares.extend(tiles(side).into_iter().map(|tile| {
                let columns = first + tile.columns.start..first + tile.columns.end;
                Share {
                    cells: tile.cells,
                    column: part(column, tile.rows, 0..block.len()),
                    row: part(pivot, 0..block.len(), columns),
                }
            }));
        }
        shares
    }
}
