//! Constraints as a sparse matrix, by row and, where asked, by column. Every sum is taken in a fixed order, whatever thread takes it.

use std::ops::Range;

use super::constraint::Constraint;
use crate::error::{Error, Result};
use crate::run::map_shared;

/// Rows of positions with coefficients; ones are not kept.
#[derive(Debug, Clone)]
struct Lines {
    starts: Vec<usize>,
    positions: Vec<u32>,
    coefficients: Option<Vec<f64>>,
    /// Lines that a thread takes at once.
    pieces: Vec<Range<usize>>,
}

/// Entries that a thread takes at once, at least.
const PIECE: usize = 8192;

impl Lines {
    fn new(starts: Vec<usize>, positions: Vec<u32>, coefficients: Option<Vec<f64>>) -> Self {
        let piece = PIECE.max(positions.len() / 64);
        let (mut pieces, mut first) = (Vec::new(), 0);
        for k in 1..starts.len() {
            if starts[k] - starts[first] >= piece || k + 1 == starts.len() {
                pieces.push(first..k);
                first = k;
            }
        }
        Self {
            starts,
            positions,
            coefficients,
            pieces,
        }
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn line(&self, k: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.starts[k]..self.starts[k + 1];
        let coefficients = self.coefficients.as_deref();
        range.map(move |entry| {
            let a = coefficients.map_or(1.0, |all| all[entry]);
            (self.positions[entry] as usize, a)
        })
    }

    fn sum(&self, range: Range<usize>, term: &impl Fn(usize, f64) -> f64) -> f64 {
        let positions = &self.positions[range.clone()];
        match &self.coefficients {
            None => positions.iter().map(|&at| term(at as usize, 1.0)).sum(),
            Some(all) => {
                let entries = positions.iter().zip(&all[range]);
                entries.map(|(&at, &a)| term(at as usize, a)).sum()
            }
        }
    }

    /// Σ over each line.
    fn sums(&self, term: impl Fn(usize, f64) -> f64 + Sync + Send) -> Vec<f64> {
        let mut sums = vec![0.0; self.len()];
        let (mut rest, mut shares) = (&mut sums[..], Vec::with_capacity(self.pieces.len()));
        for piece in &self.pieces {
            let (share, others) = rest.split_at_mut(piece.len());
            shares.push((share, piece.clone()));
            rest = others;
        }
        map_shared(shares, |(share, piece)| {
            for (sum, k) in share.iter_mut().zip(piece) {
                *sum = self.sum(self.starts[k]..self.starts[k + 1], &term);
            }
        });
        sums
    }

    fn transposed(&self, width: usize) -> Self {
        let mut starts = vec![0; width + 1];
        for &at in &self.positions {
            starts[at as usize + 1] += 1;
        }
        for k in 0..width {
            starts[k + 1] += starts[k];
        }
        let mut next = starts.clone();
        let mut positions = vec![0; self.positions.len()];
        let mut coefficients = self.coefficients.as_ref().map(|all| vec![0.0; all.len()]);
        for k in 0..self.len() {
            for (at, a) in self.line(k) {
                positions[next[at]] = k as u32;
                if let Some(all) = &mut coefficients {
                    all[next[at]] = a;
                }
                next[at] += 1;
            }
        }
        Self::new(starts, positions, coefficients)
    }
}

/// C over the cells that it touches.
#[derive(Debug, Clone)]
pub(super) struct Sparse {
    by_constraint: Lines,
    by_cell: Option<Lines>,
    /// Where each touched cell lies in the matrix, row by row.
    pub(super) cells: Vec<u32>,
}

impl Sparse {
    /// For a matrix of this shape; by column as well where many products with C' are to come.
    ///
    /// # Errors
    /// If positions do not fit into 32 bits.
    pub(super) fn new(
        constraints: &[Constraint],
        (rows, columns): (usize, usize),
        both: bool,
    ) -> Result<Self> {
        let most = u32::MAX as usize;
        if rows * columns > most || constraints.len() > most {
            return Err(Error::shape("the matrix is too large for constraints")
                .expected(format!("at most {most} cells"))
                .found(rows * columns)
                .hint("`Balancing`, which keeps no list of cells"));
        }
        let mut number = vec![0_u32; rows * columns];
        for constraint in constraints {
            for ((i, j), _) in constraint.cells() {
                number[i * columns + j] = 1;
            }
        }
        let mut cells = Vec::with_capacity(number.iter().map(|&mark| mark as usize).sum());
        for (place, number) in number.iter_mut().enumerate() {
            if *number == 1 {
                *number = cells.len() as u32;
                cells.push(place as u32);
            }
        }
        let entries = constraints.iter().map(Constraint::count).sum();
        let plain = constraints.iter().all(Constraint::is_plain);
        let mut starts = Vec::with_capacity(constraints.len() + 1);
        starts.push(0);
        let mut positions = Vec::with_capacity(entries);
        let mut coefficients = (!plain).then(|| Vec::with_capacity(entries));
        for constraint in constraints {
            for ((i, j), a) in constraint.cells() {
                positions.push(number[i * columns + j]);
                if let Some(all) = &mut coefficients {
                    all.push(a);
                }
            }
            starts.push(positions.len());
        }
        drop(number);
        let by_constraint = Lines::new(starts, positions, coefficients);
        Ok(Self {
            by_cell: both.then(|| by_constraint.transposed(cells.len())),
            by_constraint,
            cells,
        })
    }

    /// The number of coefficients.
    pub(super) fn entries(&self) -> usize {
        self.by_constraint.positions.len()
    }

    /// The cells of a constraint among those touched, with coefficients.
    pub(super) fn constraint(&self, k: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.by_constraint.line(k)
    }

    /// Two sums over the cells of a constraint, in pieces of a fixed size.
    pub(super) fn of_constraint(
        &self,
        k: usize,
        term: impl Fn(usize, f64) -> (f64, f64) + Sync + Send,
    ) -> (f64, f64) {
        let lines = &self.by_constraint;
        let (first, last) = (lines.starts[k], lines.starts[k + 1]);
        let piece = |range: Range<usize>| {
            range.fold((0.0, 0.0), |(one, two), entry| {
                let a = lines.coefficients.as_ref().map_or(1.0, |all| all[entry]);
                let (more, slope) = term(lines.positions[entry] as usize, a);
                (one + more, two + slope)
            })
        };
        if last - first <= PIECE {
            return piece(first..last);
        }
        let pieces = (first..last).step_by(PIECE);
        let parts = map_shared(pieces.map(|from| from..last.min(from + PIECE)), piece);
        parts
            .iter()
            .fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    }

    /// Σ a times a term of each cell, for each constraint.
    pub(super) fn sums(&self, term: impl Fn(usize, f64) -> f64 + Sync + Send) -> Vec<f64> {
        self.by_constraint.sums(term)
    }

    /// C x.
    pub(super) fn times(&self, x: &[f64]) -> Vec<f64> {
        self.by_constraint.sums(|at, a| a * x[at])
    }

    /// C' l.
    pub(super) fn transposed_times(&self, l: &[f64]) -> Vec<f64> {
        self.transposed(|k, a| a * l[k])
    }

    /// |C|' l.
    pub(super) fn sizes_times(&self, l: &[f64]) -> Vec<f64> {
        self.transposed(|k, a| (a * l[k]).abs())
    }

    fn transposed(&self, term: impl Fn(usize, f64) -> f64 + Sync + Send) -> Vec<f64> {
        if let Some(by_cell) = &self.by_cell {
            return by_cell.sums(term);
        }
        let mut sums = vec![0.0; self.cells.len()];
        for k in 0..self.by_constraint.len() {
            for (at, a) in self.by_constraint.line(k) {
                sums[at] += term(k, a);
            }
        }
        sums
    }
}
