//! LU factorisation by blocks, with and without row exchanges.
//!
//! Question answered: solves with I − A and its transpose, at 2/3 n³ operations once and 2 n² for each right-hand side.
//!
//! ```text
//! M_kk = L_kk U_kk      M_ik ← M_ik U_kk⁻¹      M_kj ← L_kk⁻¹ M_kj      M_ij ← M_ij − M_ik M_kj        (i, j > k)
//! ```

use std::ops::Range;

use ndarray::{Array2, ArrayViewMut2, Axis};

use super::engine::{Factor, Pivoting, Sign};
use super::failure::{Breakdown, Failure};
use super::gauss_jordan::blocks;
use super::pivoted;
use super::product::{both, operations, part, postmultiply, premultiply, update_ahead};
use super::small;
use super::triangles::{
    Diagonal, solve_lower, solve_lower_transposed, solve_upper, solve_upper_transposed,
};
use crate::run::Watch;

/// L (unit lower) and U packed into one matrix.
#[derive(Debug)]
pub(super) struct Lu {
    pub(super) cells: Array2<f64>,
    pub(super) diagonals: Vec<Diagonal>,
    /// Row k was exchanged with row `exchanges[k]`; empty without pivoting.
    pub(super) exchanges: Vec<usize>,
    pub(super) pivoting: Pivoting,
}

/// Block widths from coarse to fine. Narrower than those of the inverse: the triangles of a block are inverted as well, and right-hand
/// sides pass through its rows one block after another.
fn widths(n: usize) -> &'static [usize] {
    match n {
        0..=32 => &[],
        33..=192 => &[32],
        193..=2000 => &[96, 32],
        _ => &[128, 32],
    }
}

/// The number of steps that a watcher of [`Lu::new`] sees.
pub(super) fn steps(n: usize) -> usize {
    widths(n).first().map_or(1, |width| n.div_ceil(*width))
}

impl Lu {
    pub(super) fn new(
        mut cells: Array2<f64>,
        pivoting: Pivoting,
        watch: &mut Watch<'_>,
    ) -> Result<Self, Failure> {
        let n = cells.nrows();
        // a matrix that is one small block is a matrix of one block
        let (width, finer) = widths(n).split_first().unwrap_or((&32, &[]));
        let (diagonals, exchanges) = match pivoting {
            Pivoting::None => {
                let smallest = small::smallest_pivot(n);
                let diagonals = eliminate(cells.view_mut(), *width, finer, smallest, watch)?;
                (diagonals, Vec::new())
            }
            Pivoting::Partial => pivoted::eliminate(cells.view_mut(), *width, finer, watch)?,
        };
        Ok(Self {
            cells,
            diagonals,
            exchanges,
            pivoting,
        })
    }
}

/// The elimination without pivoting.
fn eliminate(
    mut matrix: ArrayViewMut2<'_, f64>,
    width: usize,
    finer: &[usize],
    smallest: f64,
    watch: &mut Watch<'_>,
) -> Result<Vec<Diagonal>, Failure> {
    let blocks: Vec<_> = blocks(matrix.nrows(), width).collect();
    let mut diagonals = Vec::with_capacity(blocks.len());
    let Some(first) = blocks.first() else {
        return Ok(diagonals);
    };
    let cells = part(matrix.view(), first.clone(), first.clone()).to_owned();
    let mut current = Factored::new(cells, first, finer, smallest)?;
    for (k, block) in blocks.iter().enumerate() {
        let next = blocks.get(k + 1);
        let ahead = step(matrix.view_mut(), block, &current, next, |cells, next| {
            Factored::new(cells, next, finer, smallest)
        });
        diagonals.push(current.diagonal);
        watch.step()?;
        match ahead {
            Some(ahead) => current = ahead?,
            None => break,
        }
    }
    Ok(diagonals)
}

/// A diagonal block after elimination.
struct Factored {
    cells: Array2<f64>,
    diagonal: Diagonal,
}

impl Factored {
    fn new(
        mut cells: Array2<f64>,
        block: &Range<usize>,
        widths: &[usize],
        smallest: f64,
    ) -> Result<Self, Breakdown> {
        eliminate_block(cells.view_mut(), widths, smallest)
            .map_err(|breakdown| breakdown.behind(block.start))?;
        let diagonal = Diagonal::new(block.clone(), cells.view(), widths);
        Ok(Self { cells, diagonal })
    }
}

fn eliminate_block(
    mut cells: ArrayViewMut2<'_, f64>,
    widths: &[usize],
    smallest: f64,
) -> Result<(), Breakdown> {
    let [width, finer @ ..] = widths else {
        return small::factorise(cells, smallest);
    };
    for block in blocks(cells.nrows(), *width) {
        let part = part(cells.view(), block.clone(), block.clone()).to_owned();
        let factored = Factored::new(part, &block, finer, smallest)?;
        step(cells.view_mut(), &block, &factored, None, |_, _| ());
    }
    Ok(())
}

/// Eliminates one block and meanwhile lets `ahead` work on the updated cells of the `next` one.
fn step<T: Send>(
    matrix: ArrayViewMut2<'_, f64>,
    block: &Range<usize>,
    factored: &Factored,
    next: Option<&Range<usize>>,
    ahead: impl FnOnce(Array2<f64>, &Range<usize>) -> T + Send,
) -> Option<T> {
    let (_, rest) = matrix.split_at(Axis(0), block.start);
    let (pivot, below) = rest.split_at(Axis(0), block.len());
    let (_, pivot) = pivot.split_at(Axis(1), block.start);
    let (mut middle, mut row) = pivot.split_at(Axis(1), block.len());
    middle.assign(&factored.cells);
    let (_, below) = below.split_at(Axis(1), block.start);
    let (mut column, trailing) = below.split_at(Axis(1), block.len());
    let Diagonal { lower, upper, .. } = &factored.diagonal;
    both(
        operations(block.len(), block.len(), 2 * row.ncols()),
        || premultiply(lower, row.view_mut()),
        || postmultiply(column.view_mut(), upper),
    );
    let next_length = next.map_or(0, Range::len);
    update_ahead(column.view(), row.view(), trailing, next_length, |cells| {
        next.map(|next| ahead(cells, next))
    })
}

impl Factor for Lu {
    fn solve(&self, rhs: ArrayViewMut2<'_, f64>) {
        self.solve_from(0, rhs);
    }

    fn solve_transposed(&self, mut rhs: ArrayViewMut2<'_, f64>) {
        let lu = self.cells.view();
        solve_upper_transposed(lu, &self.diagonals, rhs.view_mut());
        solve_lower_transposed(lu, &self.diagonals, rhs.view_mut());
        pivoted::undo_exchanges(&self.exchanges, rhs);
    }

    fn solve_from(&self, first: usize, mut rhs: ArrayViewMut2<'_, f64>) {
        pivoted::exchange_rows(&self.exchanges, rhs.view_mut());
        // without exchanges, zeros above stay zeros down through L, and rows above may stay unsolved up through U
        let skipped = match self.pivoting {
            Pivoting::None => self
                .diagonals
                .partition_point(|diagonal| diagonal.block.end <= first),
            Pivoting::Partial => 0,
        };
        let asked = &self.diagonals[skipped..];
        let start = asked.first().map_or(0, |diagonal| diagonal.block.start);
        solve_lower(self.cells.view(), asked, rhs.view_mut());
        solve_upper(self.cells.view(), asked, start, rhs);
    }

    fn pivoting(&self) -> Pivoting {
        self.pivoting
    }

    fn determinant(&self) -> Sign {
        let exchanged = self.exchanges.iter().enumerate();
        let exchanges = exchanged.filter(|(k, other)| *k != **other).count();
        let pivots = self.cells.diag();
        let negative = pivots.iter().filter(|pivot| **pivot < 0.0).count();
        Sign::of_product(negative + exchanges)
    }
}
