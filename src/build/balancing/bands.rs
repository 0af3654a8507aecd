//! Passes through a matrix, shared by all cores in bands of rows. Borders depend on the shape only and bands are added up in their
//! order, so that sums are the same bits on any number of threads.

use std::ops::Range;

use ndarray::{Array2, ArrayView2};

use crate::run::map_shared;

/// Bands that a matrix is cut into, at most: each has a row of partial sums of its own.
const BANDS: usize = 32;

/// Rows of a band, at least.
const THINNEST: usize = 8;

fn height(rows: usize) -> usize {
    rows.div_ceil(BANDS).max(THINNEST)
}

/// The rows of each band.
pub(super) fn bands(rows: usize) -> Vec<Range<usize>> {
    let height = height(rows);
    (0..rows.div_ceil(height))
        .map(|band| band * height..rows.min((band + 1) * height))
        .collect()
}

/// A matrix whose rows lie one behind the other in memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells<'a> {
    cells: &'a [f64],
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Whether a cell is negative.
    pub(super) signed: bool,
}

impl<'a> Cells<'a> {
    pub(super) fn new(cells: &'a [f64], (rows, columns): (usize, usize)) -> Self {
        let signed = cells.iter().any(|&cell| cell < 0.0);
        Self {
            cells,
            rows,
            columns,
            signed,
        }
    }

    pub(super) fn row(&self, i: usize) -> &'a [f64] {
        &self.cells[i * self.columns..(i + 1) * self.columns]
    }

    pub(super) fn at(&self, i: usize, j: usize) -> f64 {
        self.cells[i * self.columns + j]
    }

    /// What `work` makes of each band, in their order.
    pub(super) fn by_band<R: Send>(
        &self,
        work: impl Fn(Range<usize>) -> R + Sync + Send,
    ) -> Vec<R> {
        map_shared(bands(self.rows), work)
    }

    /// The balanced matrix.
    pub(super) fn scaled(&self, scales: &Scales) -> Array2<f64> {
        let mut to = Array2::zeros((self.rows, self.columns));
        let height = height(self.rows) * self.columns.max(1);
        if let Some(cells) = to.as_slice_mut() {
            let pieces: Vec<_> = cells.chunks_mut(height).zip(bands(self.rows)).collect();
            map_shared(pieces, |(piece, rows)| {
                for (i, line) in rows.zip(piece.chunks_mut(self.columns.max(1))) {
                    let (r, by_r) = (scales.r[i], scales.by_r[i]);
                    for (j, (to, &from)) in line.iter_mut().zip(self.row(i)).enumerate() {
                        *to = if from >= 0.0 {
                            from * (r * scales.s[j])
                        } else {
                            from * (by_r * scales.by_s[j])
                        };
                    }
                }
            });
        }
        to
    }
}

/// Multipliers and one over them. Both are zero where a margin of zero empties its cells.
#[derive(Debug, Clone)]
pub(super) struct Scales {
    pub(super) r: Vec<f64>,
    pub(super) by_r: Vec<f64>,
    pub(super) s: Vec<f64>,
    pub(super) by_s: Vec<f64>,
}

impl Scales {
    /// Ones, and zeros for what is emptied.
    pub(super) fn ones(rows_open: &[bool], columns_open: &[bool]) -> Self {
        let ones = |open: &[bool]| -> Vec<f64> {
            open.iter().map(|&open| f64::from(u8::from(open))).collect()
        };
        Self {
            r: ones(rows_open),
            by_r: ones(rows_open),
            s: ones(columns_open),
            by_s: ones(columns_open),
        }
    }

    /// Logarithms, zero for what is emptied.
    pub(super) fn logarithms(&self) -> Vec<f64> {
        let log = |&x: &f64| if x > 0.0 { x.ln() } else { 0.0 };
        self.r
            .iter()
            .map(log)
            .chain(self.s.iter().map(log))
            .collect()
    }

    /// From logarithms, with zeros where these scales have them.
    pub(super) fn exponentials(&self, logarithms: &[f64]) -> Self {
        let (l, m) = logarithms.split_at(self.r.len());
        let exp = |was: &[f64], log: &[f64], sign: f64| -> Vec<f64> {
            was.iter()
                .zip(log)
                .map(|(&was, log)| if was == 0.0 { 0.0 } else { (sign * log).exp() })
                .collect()
        };
        Self {
            r: exp(&self.r, l, 1.0),
            by_r: exp(&self.by_r, l, -1.0),
            s: exp(&self.s, m, 1.0),
            by_s: exp(&self.by_s, m, -1.0),
        }
    }

    pub(super) fn are_finite(&self) -> bool {
        [&self.r, &self.by_r, &self.s, &self.by_s]
            .iter()
            .all(|part| part.iter().all(|value| value.is_finite()))
    }
}

/// Cells that are added up side by side.
const LANES: usize = 8;

/// Σ max(cell, 0) a_j and Σ max(−cell, 0) b_j.
pub(super) fn both_sums(row: &[f64], a: &[f64], b: &[f64], signed: bool) -> (f64, f64) {
    let positive = lanes(row, a, |cell, a| cell.max(0.0) * a);
    let negative = if signed {
        lanes(row, b, |cell, b| (-cell).max(0.0) * b)
    } else {
        0.0
    };
    (positive, negative)
}

/// A sum in lanes: faster than one chain, and always in the same order.
pub(super) fn lanes(row: &[f64], other: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    let mut sums = [0.0; LANES];
    let (wide, narrow) = (row.chunks_exact(LANES), other.chunks_exact(LANES));
    let rest: f64 = wide
        .remainder()
        .iter()
        .zip(narrow.remainder())
        .map(|(&x, &y)| term(x, y))
        .sum();
    for (x, y) in wide.zip(narrow) {
        for lane in 0..LANES {
            sums[lane] += term(x[lane], y[lane]);
        }
    }
    sums.iter().sum::<f64>() + rest
}

/// A sum in lanes.
pub(super) fn total(row: &[f64]) -> f64 {
    lanes(row, row, |x, _| x)
}

/// Adds the partial sums of bands in their order.
pub(super) fn add_up(parts: impl IntoIterator<Item = Vec<f64>>, length: usize) -> Vec<f64> {
    let mut total = vec![0.0; length];
    for part in parts {
        for (to, from) in total.iter_mut().zip(part) {
            *to += from;
        }
    }
    total
}

/// Sums of rows and of columns.
pub(super) fn margins(matrix: ArrayView2<'_, f64>) -> (Vec<f64>, Vec<f64>) {
    let parts = map_shared(bands(matrix.nrows()), |rows| {
        let mut columns = vec![0.0; matrix.ncols()];
        let sums: Vec<f64> = rows
            .map(|i| {
                let row = matrix.row(i);
                for (to, from) in columns.iter_mut().zip(row) {
                    *to += from;
                }
                row.sum()
            })
            .collect();
        (sums, columns)
    });
    let (rows, columns): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    (rows.concat(), add_up(columns, matrix.ncols()))
}
