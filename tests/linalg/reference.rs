//! The same answers from plain loops: no blocks, no tiles, no structure.

use leontief::linalg::Sign;
use ndarray::{Array2, ArrayView2};

/// A B, cell by cell.
pub fn product(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) -> Array2<f64> {
    let (b_columns, inner) = (columns(b), a.ncols());
    let mut c = Array2::zeros((a.nrows(), b.ncols()));
    for (i, row) in columns(a.t()).iter().enumerate() {
        for (j, column) in b_columns.iter().enumerate() {
            let mut sum = 0.0;
            for k in 0..inner {
                sum += row[k] * column[k];
            }
            c[[i, j]] = sum;
        }
    }
    c
}

/// The columns of a matrix as lists, which plain loops run through faster than through views.
fn columns(matrix: ArrayView2<'_, f64>) -> Vec<Vec<f64>> {
    matrix
        .columns()
        .into_iter()
        .map(|column| column.to_vec())
        .collect()
}

/// I − A.
pub fn identity_less(a: &Array2<f64>) -> Array2<f64> {
    Array2::eye(a.nrows()) - a
}

/// (I − A)⁻¹.
pub fn leontief(a: &Array2<f64>) -> Array2<f64> {
    invert(&identity_less(a)).unwrap().0
}

/// M⁻¹ and the sign of det M by Gauss-Jordan elimination with the largest cell of all as the next pivot; nothing where that is
/// zero.
pub fn invert(matrix: &Array2<f64>) -> Option<(Array2<f64>, Sign)> {
    let n = matrix.nrows();
    let mut rows = columns(matrix.t());
    let mut done = vec![false; n];
    let mut exchanges = Vec::new();
    let mut negative_factors = 0;
    for _ in 0..n {
        let (from, at) = largest(&rows, &done)?;
        done[at] = true;
        rows.swap(from, at);
        exchanges.push((from, at));
        let pivot = std::mem::replace(&mut rows[at][at], 1.0);
        negative_factors += usize::from(pivot < 0.0) + usize::from(from != at);
        for cell in &mut rows[at] {
            *cell /= pivot;
        }
        let pivot_row = rows[at].clone();
        for (i, row) in rows.iter_mut().enumerate() {
            let factor = row[at];
            if i == at || factor == 0.0 {
                continue;
            }
            row[at] = 0.0;
            for (cell, pivot) in row.iter_mut().zip(&pivot_row) {
                *cell -= factor * pivot;
            }
        }
    }
    for (from, at) in exchanges.into_iter().rev() {
        for row in &mut rows {
            row.swap(from, at);
        }
    }
    let inverse = Array2::from_shape_fn((n, n), |(i, j)| rows[i][j]);
    Some((inverse, Sign::of_product(negative_factors)))
}

/// Where the largest cell is among the rows and columns that are not done.
fn largest(rows: &[Vec<f64>], done: &[bool]) -> Option<(usize, usize)> {
    let (mut best, mut place) = (0.0, None);
    for (i, row) in rows.iter().enumerate().filter(|(i, _)| !done[*i]) {
        for (j, cell) in row.iter().enumerate() {
            if !done[j] && cell.abs() > best {
                (best, place) = (cell.abs(), Some((i, j)));
            }
        }
    }
    place
}

/// The spectral radius of a matrix without negative cells: ‖Aᵐ‖^(1/m) for m = 2²⁰, by squaring. For a Jordan block of 20 rows that
/// is too large by a factor m^(19/m) < 1.0003, and never too small.
pub fn spectral_radius(a: &Array2<f64>) -> f64 {
    let size = |power: &Array2<f64>| power.iter().fold(0.0_f64, |most, cell| most.max(*cell));
    let (mut power, mut logarithm, mut exponent) = (a.clone(), 0.0, 1.0);
    for _ in 0..20 {
        let most = size(&power);
        if most == 0.0 {
            return 0.0;
        }
        logarithm += most.ln() / exponent;
        power /= most;
        power = product(power.view(), power.view());
        exponent *= 2.0;
    }
    let most = size(&power);
    if most == 0.0 {
        return 0.0;
    }
    f64::exp(logarithm + most.ln() / exponent)
}

/// The largest sum of sizes in a column.
pub fn norm(matrix: ArrayView2<'_, f64>) -> f64 {
    let sums = matrix
        .columns()
        .into_iter()
        .map(|column| column.iter().map(|cell| cell.abs()).sum());
    sums.fold(0.0, f64::max)
}
