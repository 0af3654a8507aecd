//! What can be known of I − A before any elimination, for the price of reading A once.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use ndarray::{Array1, ArrayView1, ArrayView2, Zip};

use super::Failure;
use super::engine::Pivoting;
use super::gauss_jordan::blocks;
use crate::run::map_shared;

/// Whether A is non-negative, and why an economy with these input coefficients can or cannot be known to be productive: to make any
/// final use out of non-negative outputs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conditions {
    /// Cells of A below zero, the diagonal not counted.
    pub negative_cells: usize,
    /// What is known before elimination.
    pub productive: Productive,
}

/// Why the economy is known to be productive.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Productive {
    /// Every column of |A| sums to at most this, which is below one: every producer adds value.
    ByColumns {
        /// The largest sum.
        largest: f64,
    },
    /// |A| x ≤ c x for a positive x (Collatz and Wielandt) with c below one: with these outputs something of every good is
    /// left.
    ByOutputs {
        /// The largest ratio c.
        largest: f64,
    },
    /// A has no negative cell and all pivots are positive (Hawkins and Simon).
    ByPivots,
    /// A has no negative cell and positive outputs leave one unit of every good for final use.
    BySolution,
    /// A has negative cells that outweigh. I − A is regular and its determinant is positive, as in a productive economy, but the
    /// inverse may have negative cells.
    Unproven,
    /// Nothing is known before elimination.
    Unknown,
}

impl fmt::Display for Productive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByColumns { largest } => {
                write!(f, "productive: columns of |A| sum to at most {largest:.6}")
            }
            Self::ByOutputs { largest } => write!(
                f,
                "productive: |A| x is at most {largest:.6} x for positive outputs x"
            ),
            Self::ByPivots => f.write_str("productive: all pivots are positive (Hawkins-Simon)"),
            Self::BySolution => f.write_str(
                "productive: positive outputs leave one unit of every good for final use",
            ),
            Self::Unproven => f.write_str("not proven productive: negative cells of A outweigh"),
            Self::Unknown => f.write_str("not yet known to be productive"),
        }
    }
}

impl Conditions {
    /// Whether elimination may do without row exchanges: I − A is a Z-matrix, whose pivots decide, or diagonally dominant by
    /// columns or after scaling.
    #[must_use]
    pub fn pivoting(&self) -> Pivoting {
        match self.productive {
            Productive::Unknown | Productive::Unproven if self.negative_cells > 0 => {
                Pivoting::Partial
            }
            _ => Pivoting::None,
        }
    }
}

/// What one pass over A tells.
#[derive(Debug, Clone)]
pub(super) struct Survey {
    pub(super) conditions: Conditions,
    /// Whether a row of A has a cell that is not zero.
    pub(super) row_used: Vec<bool>,
    /// Whether a column of A has one.
    pub(super) column_used: Vec<bool>,
}

/// Rows that are read at a time.
const BAND: usize = 256;

/// Multiplications with |A| after which no scaling is likely to be found.
const TRIES: usize = 24;

impl Survey {
    /// Reads A; `scaling` is a positive vector for which A x < x is hoped, the outputs of the table.
    pub(super) fn new(
        a: ArrayView2<'_, f64>,
        scaling: ArrayView1<'_, f64>,
    ) -> Result<Self, Failure> {
        let n = a.nrows();
        let outputs = scaling.to_vec();
        let read = |rows: Range<usize>| Band::read(a, rows, &outputs);
        let bands = map_shared(blocks(n, BAND), read);
        let mut column_sums = Array1::<f64>::zeros(n);
        let mut row_sums = Vec::with_capacity(n);
        let mut row_used = Vec::with_capacity(n);
        let mut negative_cells = 0;
        for band in bands {
            let band = band?;
            column_sums += &Array1::from_vec(band.column_sums);
            row_sums.extend(band.row_sums);
            row_used.extend(band.row_used);
            negative_cells += band.negative_cells;
        }
        // sums of sizes are zero only where every cell is
        let column_used = column_sums.iter().map(|sum| *sum != 0.0).collect();
        let largest = column_sums.fold(0.0, |largest: f64, sum| largest.max(*sum));
        // sums of n cells are known up to n ε
        let one = 1.0 - n as f64 * f64::EPSILON;
        let productive = if largest < one {
            Productive::ByColumns { largest }
        } else {
            let row_sums = Array1::from_vec(row_sums);
            let tries = if negative_cells > 0 { TRIES } else { 0 };
            match largest_ratio(a, scaling.to_owned(), row_sums, one, tries) {
                Some(largest) => Productive::ByOutputs { largest },
                None => Productive::Unknown,
            }
        };
        Ok(Self {
            conditions: Conditions {
                negative_cells,
                productive,
            },
            row_used,
            column_used,
        })
    }
}

/// The largest (|A| x)ᵢ / xᵢ below `one` that is found within so many steps x ← x + |A| x.
fn largest_ratio(
    a: ArrayView2<'_, f64>,
    mut x: Array1<f64>,
    mut image: Array1<f64>,
    one: f64,
    tries: usize,
) -> Option<f64> {
    for step in 0..=tries {
        let ratios = Zip::from(&image).and(&x).map_collect(|image, x| image / x);
        let largest = ratios.fold(0.0, |largest: f64, &ratio| {
            // what is no number proves nothing
            if ratio > largest || ratio.is_nan() {
                ratio
            } else {
                largest
            }
        });
        if largest < one {
            return Some(largest);
        }
        if step < tries {
            x += &image;
            let size = x.sum();
            x /= size;
            image = times_absolute(a, x.view());
        }
    }
    None
}

/// |A| x.
fn times_absolute(a: ArrayView2<'_, f64>, x: ArrayView1<'_, f64>) -> Array1<f64> {
    let x = x.to_vec();
    let row = |i: usize| absolute_dot(&cells(a.row(i)), &x);
    Array1::from_vec(map_shared(0..a.nrows(), row))
}

/// The cells of a row side by side.
fn cells(row: ArrayView1<'_, f64>) -> Cow<'_, [f64]> {
    row.to_slice()
        .map_or_else(|| Cow::Owned(row.to_vec()), Cow::Borrowed)
}

/// Σ |aⱼ| xⱼ, in sums that the processor can take side by side.
fn absolute_dot(a: &[f64], x: &[f64]) -> f64 {
    const LANES: usize = 8;
    let mut sums = [0.0; LANES];
    let (a, x) = (a.chunks_exact(LANES), x.chunks_exact(LANES));
    let rest = a.remainder().iter().zip(x.remainder());
    let rest: f64 = rest.map(|(a, x)| a.abs() * x).sum();
    for (a, x) in a.zip(x) {
        for lane in 0..LANES {
            sums[lane] += a[lane].abs() * x[lane];
        }
    }
    sums.iter().sum::<f64>() + rest
}

/// Some rows of A.
struct Band {
    column_sums: Vec<f64>,
    row_sums: Vec<f64>,
    row_used: Vec<bool>,
    negative_cells: usize,
}

impl Band {
    fn read(a: ArrayView2<'_, f64>, rows: Range<usize>, scaling: &[f64]) -> Result<Self, Failure> {
        let mut band = Self {
            column_sums: vec![0.0; a.ncols()],
            row_sums: Vec::with_capacity(rows.len()),
            row_used: Vec::with_capacity(rows.len()),
            negative_cells: 0,
        };
        for i in rows {
            band.add(i, &cells(a.row(i)), scaling)?;
        }
        Ok(band)
    }

    fn add(&mut self, i: usize, row: &[f64], scaling: &[f64]) -> Result<(), Failure> {
        for (sum, cell) in self.column_sums.iter_mut().zip(row) {
            *sum += cell.abs();
        }
        let sum = absolute_dot(row, scaling);
        if !sum.is_finite()
            && let Some(column) = row.iter().position(|cell| !cell.is_finite())
        {
            return Err(Failure::NotFinite { row: i, column });
        }
        let negative = row.iter().filter(|cell| **cell < 0.0).count();
        self.negative_cells += negative - usize::from(row[i] < 0.0);
        self.row_sums.push(sum);
        self.row_used
            .push(sum > 0.0 || row.iter().any(|cell| *cell != 0.0));
        Ok(())
    }
}
