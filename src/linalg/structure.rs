//! Rows and columns of zeros, which no elimination needs to touch.
//!
//! A row of zeros belongs to an output that nobody uses as an input (processing exports, an empty industry), a column of zeros
//! to a producer without inputs. Order the producers without inputs first and the unused outputs last:
//!
//! ```text
//!     ⎡ 0  A_fc  A_fu ⎤                 ⎡ I  A_fc L  A_fu + A_fc L A_cu ⎤
//! A = ⎢ 0  A_cc  A_cu ⎥      (I − A)⁻¹ = ⎢ 0     L          L A_cu       ⎥      L = (I − A_cc)⁻¹
//!     ⎣ 0   0     0   ⎦                 ⎣ 0     0            I          ⎦
//! ```
//!
//! Only the core I − A_cc is factorised. A producer with neither inputs nor users counts as unused.

use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis};

use super::Failure;
use super::conditions::Survey;
use super::product::{chunks, share_out, times, update};

/// Which positions are free of inputs, in the core, or unused.
#[derive(Debug, Clone)]
pub(super) struct Structure {
    size: usize,
    free: Vec<usize>,
    pub(super) core: Vec<usize>,
    unused: Vec<usize>,
}

/// The blocks of A beside the core.
#[derive(Debug, Clone)]
pub(super) struct Coupling {
    free_core: Array2<f64>,
    free_unused: Array2<f64>,
    core_unused: Array2<f64>,
}

impl Structure {
    pub(super) fn new(survey: &Survey) -> Self {
        let size = survey.row_used.len();
        let (used, unused): (Vec<usize>, Vec<usize>) = (0..size).partition(|&i| survey.row_used[i]);
        let (core, free) = used.into_iter().partition(|&i| survey.column_used[i]);
        Self {
            size,
            free,
            core,
            unused,
        }
    }

    /// The number of rows of A.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Whether every row and every column of A has a cell that is not zero.
    pub(super) fn is_all_core(&self) -> bool {
        self.core.len() == self.size
    }

    pub(super) fn coupling(&self, a: ArrayView2<'_, f64>) -> Coupling {
        Coupling {
            free_core: block(a, &self.free, &self.core),
            free_unused: block(a, &self.free, &self.unused),
            core_unused: block(a, &self.core, &self.unused),
        }
    }

    /// I − A_cc, in the memory of A.
    pub(super) fn core_of(&self, a: Array2<f64>) -> Array2<f64> {
        let mut core = self.compacted(a);
        identity_less(&mut core);
        core
    }

    /// The same with A left as it is.
    pub(super) fn core_copied(&self, a: ArrayView2<'_, f64>) -> Array2<f64> {
        let mut core = if self.is_all_core() {
            a.as_standard_layout().into_owned()
        } else {
            block(a, &self.core, &self.core)
        };
        identity_less(&mut core);
        core
    }

    /// The rows and columns of the core moved together, forwards through the same memory.
    fn compacted(&self, a: Array2<f64>) -> Array2<f64> {
        if self.is_all_core() {
            return a;
        }
        let (n, size) = (self.size, self.core.len());
        let mut cells = row_major(a);
        for (i, &from_row) in self.core.iter().enumerate() {
            for (j, &from_column) in self.core.iter().enumerate() {
                cells[i * size + j] = cells[from_row * n + from_column];
            }
        }
        cells.truncate(size * size);
        square(size, cells)
    }

    /// The opposite: the core in its rows and columns, ones on the rest of the diagonal, moved backwards through the same memory.
    fn spread(&self, core: Array2<f64>) -> Array2<f64> {
        let (n, size) = (self.size, self.core.len());
        let mut cells = row_major(core);
        cells.resize(n * n, 0.0);
        let mut places = self.core.iter().enumerate().rev().peekable();
        let mut moved = vec![0.0; size];
        for i in (0..n).rev() {
            let from = places.next_if(|(_, row)| **row == i).map(|(from, _)| from);
            if let Some(from) = from {
                moved.copy_from_slice(&cells[from * size..(from + 1) * size]);
            }
            let row = &mut cells[i * n..(i + 1) * n];
            row.fill(0.0);
            if from.is_some() {
                let targets = self.core.iter().zip(&moved);
                targets.for_each(|(j, cell)| row[*j] = *cell);
            } else {
                row[i] = 1.0;
            }
        }
        square(n, cells)
    }

    /// X = (I − A)⁻¹ R, where `solve` does so for the core.
    pub(super) fn solve(
        &self,
        coupling: &Coupling,
        rhs: ArrayView2<'_, f64>,
        solve: impl FnOnce(ArrayViewMut2<'_, f64>),
    ) -> Array2<f64> {
        let mut whole = rhs.as_standard_layout().into_owned();
        if self.is_all_core() {
            solve(whole.view_mut());
            return whole;
        }
        let mut core = rhs.select(Axis(0), &self.core);
        let unused = rhs.select(Axis(0), &self.unused);
        add(&mut core, coupling.core_unused.view(), &unused);
        solve(core.view_mut());
        let mut free = rhs.select(Axis(0), &self.free);
        add(&mut free, coupling.free_core.view(), &core);
        add(&mut free, coupling.free_unused.view(), &unused);
        scatter(&mut whole, &free, &self.free);
        scatter(&mut whole, &core, &self.core);
        whole
    }

    /// Y with Y' (I − A) = W', where `solve` does so for the core.
    pub(super) fn solve_transposed(
        &self,
        coupling: &Coupling,
        weights: ArrayView2<'_, f64>,
        solve: impl FnOnce(ArrayViewMut2<'_, f64>),
    ) -> Array2<f64> {
        let mut whole = weights.as_standard_layout().into_owned();
        if self.is_all_core() {
            solve(whole.view_mut());
            return whole;
        }
        let mut core = weights.select(Axis(0), &self.core);
        let free = weights.select(Axis(0), &self.free);
        add(&mut core, coupling.free_core.t(), &free);
        solve(core.view_mut());
        let mut unused = weights.select(Axis(0), &self.unused);
        add(&mut unused, coupling.core_unused.t(), &core);
        add(&mut unused, coupling.free_unused.t(), &free);
        scatter(&mut whole, &unused, &self.unused);
        scatter(&mut whole, &core, &self.core);
        whole
    }

    /// The whole inverse from that of the core, in the memory of A.
    pub(super) fn whole_inverse(&self, coupling: &Coupling, core: Array2<f64>) -> Array2<f64> {
        if self.is_all_core() {
            return core;
        }
        let core_unused = times(core.view(), coupling.core_unused.view());
        let free_core = times(coupling.free_core.view(), core.view());
        let mut free_unused = coupling.free_unused.clone();
        add(&mut free_unused, coupling.free_core.view(), &core_unused);
        let mut whole = self.spread(core);
        place(&mut whole, &core_unused, &self.core, &self.unused);
        place(&mut whole, &free_core, &self.free, &self.core);
        place(&mut whole, &free_unused, &self.free, &self.unused);
        whole
    }

    /// The places in the core of these positions, if all are in it.
    pub(super) fn places(&self, positions: &[usize]) -> Option<Vec<usize>> {
        let place = |position| self.core.binary_search(position).ok();
        positions.iter().map(place).collect()
    }

    /// Bytes of the blocks beside the core, and of the parts of the inverse that stand in their place.
    pub(super) fn memory_beside_core(&self) -> usize {
        let (free, core, unused) = (self.free.len(), self.core.len(), self.unused.len());
        2 * 8 * (free * core + free * unused + core * unused)
    }

    pub(super) fn failure(&self, failure: Failure) -> Failure {
        failure.at(|position| self.core[position])
    }
}

/// The cells of a matrix row by row, in its own memory where they lie so.
fn row_major(matrix: Array2<f64>) -> Vec<f64> {
    if matrix.is_standard_layout() {
        let cells = matrix.len();
        let (mut memory, offset) = matrix.into_raw_vec_and_offset();
        let start = offset.unwrap_or(0);
        memory.copy_within(start..start + cells, 0);
        memory.truncate(cells);
        return memory;
    }
    matrix.iter().copied().collect()
}

/// n² cells as a matrix.
fn square(n: usize, cells: Vec<f64>) -> Array2<f64> {
    Array2::from_shape_vec((n, n), cells).unwrap_or_default()
}

/// T ← T + A B.
fn add(to: &mut Array2<f64>, a: ArrayView2<'_, f64>, b: &Array2<f64>) {
    if !a.is_empty() {
        update(1.0, a, b.view(), 1.0, to.view_mut());
    }
}

/// Rows that change their sign at a time.
const BAND: usize = 256;

/// M ← I − M.
pub(super) fn identity_less(matrix: &mut Array2<f64>) {
    let cells = matrix.len() as f64;
    share_out(
        chunks(matrix.view_mut(), Axis(0), BAND),
        cells,
        |(_, mut rows)| {
            rows.mapv_inplace(|cell| -cell);
        },
    );
    matrix.diag_mut().mapv_inplace(|cell| 1.0 + cell);
}

/// The cells of some rows and columns.
pub(super) fn block(matrix: ArrayView2<'_, f64>, rows: &[usize], columns: &[usize]) -> Array2<f64> {
    Array2::from_shape_fn((rows.len(), columns.len()), |(i, j)| {
        matrix[[rows[i], columns[j]]]
    })
}

fn scatter(whole: &mut Array2<f64>, rows: &Array2<f64>, positions: &[usize]) {
    for (row, &position) in rows.rows().into_iter().zip(positions) {
        whole.row_mut(position).assign(&row);
    }
}

fn place(whole: &mut Array2<f64>, part: &Array2<f64>, rows: &[usize], columns: &[usize]) {
    for (cells, &i) in part.rows().into_iter().zip(rows) {
        let mut row = whole.row_mut(i);
        for (cell, &j) in cells.iter().zip(columns) {
            row[j] = *cell;
        }
    }
}
