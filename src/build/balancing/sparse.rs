//! Constraints as a sparse matrix, by row and by column. Every sum is taken in a fixed order, whatever thread takes it.

use std::ops::Range;

use super::constraint::Constraint;
use crate::run::map_shared;

/// Rows of positions with coefficients.
#[derive(Debug, Clone)]
struct Lines {
    starts: Vec<usize>,
    positions: Vec<usize>,
    coefficients: Vec<f64>,
}

impl Lines {
    fn line(&self, k: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.starts[k]..self.starts[k + 1];
        let coefficients = &self.coefficients[range.clone()];
        self.positions[range]
            .iter()
            .copied()
            .zip(coefficients.iter().copied())
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Σ over each line.
    fn sums(&self, term: impl Fn(usize, f64) -> f64 + Sync + Send) -> Vec<f64> {
        let parts = map_shared(pieces(self.len()), |range| {
            range
                .map(|k| self.line(k).map(|(at, a)| term(at, a)).sum())
                .collect::<Vec<f64>>()
        });
        parts.concat()
    }

    fn transposed(&self, width: usize) -> Self {
        let mut starts = vec![0; width + 1];
        for &at in &self.positions {
            starts[at + 1] += 1;
        }
        for k in 0..width {
            starts[k + 1] += starts[k];
        }
        let mut next = starts.clone();
        let mut positions = vec![0; self.positions.len()];
        let mut coefficients = vec![0.0; self.positions.len()];
        for k in 0..self.len() {
            for (at, a) in self.line(k) {
                positions[next[at]] = k;
                coefficients[next[at]] = a;
                next[at] += 1;
            }
        }
        Self {
            starts,
            positions,
            coefficients,
        }
    }
}

fn pieces(length: usize) -> Vec<Range<usize>> {
    let piece = length.div_ceil(64).max(16);
    (0..length.div_ceil(piece))
        .map(|k| k * piece..length.min((k + 1) * piece))
        .collect()
}

/// C over the cells that it touches.
#[derive(Debug, Clone)]
pub(super) struct Sparse {
    by_constraint: Lines,
    by_cell: Lines,
    /// Where each touched cell lies in the matrix, row by row.
    pub(super) cells: Vec<usize>,
}

impl Sparse {
    pub(super) fn new(constraints: &[Constraint], columns: usize) -> Self {
        let place = |&((i, j), _): &((usize, usize), f64)| i * columns + j;
        let mut cells: Vec<usize> = constraints
            .iter()
            .flat_map(|constraint| constraint.cells.iter().map(place))
            .collect();
        cells.sort_unstable();
        cells.dedup();
        let mut lines = Lines {
            starts: vec![0],
            positions: Vec::new(),
            coefficients: Vec::new(),
        };
        for constraint in constraints {
            for cell in &constraint.cells {
                // every cell is in the list
                if let Ok(at) = cells.binary_search(&place(cell)) {
                    lines.positions.push(at);
                    lines.coefficients.push(cell.1);
                }
            }
            lines.starts.push(lines.positions.len());
        }
        Self {
            by_cell: lines.transposed(cells.len()),
            by_constraint: lines,
            cells,
        }
    }

    /// The cells of a constraint among those touched, with coefficients.
    pub(super) fn constraint(&self, k: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.by_constraint.line(k)
    }

    /// C x.
    pub(super) fn times(&self, x: &[f64]) -> Vec<f64> {
        self.by_constraint.sums(|at, a| a * x[at])
    }

    /// C ∘ C times x.
    pub(super) fn squares_times(&self, x: &[f64]) -> Vec<f64> {
        self.by_constraint.sums(|at, a| a * a * x[at])
    }

    /// C' l.
    pub(super) fn transposed_times(&self, l: &[f64]) -> Vec<f64> {
        self.by_cell.sums(|k, a| a * l[k])
    }

    /// |C|' l.
    pub(super) fn sizes_times(&self, l: &[f64]) -> Vec<f64> {
        self.by_cell.sums(|k, a| (a * l[k]).abs())
    }
}
