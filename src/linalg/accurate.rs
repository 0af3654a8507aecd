//! Residuals in twice the working precision, certificates and refinement.
//!
//! A residual computed in working precision is mostly rounding. Products and sums are therefore carried with their errors
//! (Dekker 1971, Numerische Mathematik 18, 224-242; Ogita, Rump, Oishi 2005, SIAM Journal on Scientific Computing 26(6),
//! 1955-1988), as if computed with 106 bits and rounded once.

use std::fmt;

use ndarray::{Array2, ArrayView1, ArrayView2, Axis};

use crate::run::map_shared;

/// How well a solution solves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certificate {
    /// The largest |(I − A) X − R|, in units of R.
    pub residual: f64,
    /// The largest of these cells relative to |X| + |A| |X| + |R| in the same place: the smallest relative change of the cells
    /// of A and R for which X is exact is about this (Oettli and Prager 1964). Some 10⁻¹⁶ cannot be bettered.
    pub backward_error: f64,
    /// Refinements that were made.
    pub refinements: usize,
}

impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "residual {:.1e}, backward error {:.1e}, {} refinements",
            self.residual, self.backward_error, self.refinements
        )
    }
}

/// A number as the sum of two: its rounded value and what rounding lost.
#[derive(Debug, Clone, Copy, Default)]
struct Double {
    high: f64,
    low: f64,
}

impl Double {
    fn add(&mut self, value: f64) {
        let (sum, error) = two_sum(self.high, value);
        self.high = sum;
        self.low += error;
    }

    fn add_product(&mut self, a: f64, b: f64) {
        let (product, error) = two_product(a, b);
        self.add(product);
        self.low += error;
    }

    fn rounded(self) -> f64 {
        self.high + self.low
    }
}

/// a + b = sum + error, exactly (Knuth).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_seen = sum - a;
    (sum, (a - (sum - b_seen)) + (b - b_seen))
}

/// a b = product + error, exactly (Dekker and Veltkamp; a fused multiply-add would do, but is slow where it is not built in).
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    let ((a_high, a_low), (b_high, b_low)) = (split(a), split(b));
    let error = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low);
    (product, error)
}

/// The upper and the lower half of the digits.
fn split(a: f64) -> (f64, f64) {
    let shifted = 134_217_729.0 * a; // 2²⁷ + 1
    let high = shifted - (shifted - a);
    (high, a - high)
}

/// R − (I − A) X in twice the working precision, and its certificate.
pub(super) fn residual(
    a: ArrayView2<'_, f64>,
    x: ArrayView2<'_, f64>,
    rhs: ArrayView2<'_, f64>,
) -> (Array2<f64>, Certificate) {
    let x_rows = x.t().as_standard_layout().into_owned();
    let row = |i: usize| -> Vec<(f64, f64)> {
        let solutions = x_rows.axis_iter(Axis(0));
        solutions
            .zip(rhs.row(i))
            .map(|(x, &right)| cell(a.row(i), x, i, right))
            .collect()
    };
    let rows = map_shared(0..a.nrows(), row);
    let mut certificate = Certificate {
        residual: 0.0,
        backward_error: 0.0,
        refinements: 0,
    };
    for (residual, size) in rows.iter().flatten() {
        certificate.residual = larger(certificate.residual, residual.abs());
        if *residual != 0.0 {
            certificate.backward_error = larger(certificate.backward_error, residual.abs() / size);
        }
    }
    let mut residuals = Array2::zeros(rhs.dim());
    let cells = residuals.iter_mut().zip(rows.iter().flatten());
    cells.for_each(|(cell, (residual, _))| *cell = *residual);
    (residuals, certificate)
}

/// How far the columns of a solution have been refined.
#[derive(Debug)]
pub(super) struct Refinement {
    /// The relative change of the last step of each column; None once it is not refined any more.
    last: Vec<Option<f64>>,
    steps: usize,
}

impl Refinement {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            last: vec![Some(f64::INFINITY); columns],
            steps: 0,
        }
    }

    pub(super) fn steps(&self) -> usize {
        self.steps
    }

    /// Adds the corrections of the columns that still gain from them. Whether any may gain from another step.
    pub(super) fn step(&mut self, solution: &mut Array2<f64>, corrections: &Array2<f64>) -> bool {
        let columns = solution.axis_iter_mut(Axis(1));
        let columns = columns.zip(corrections.axis_iter(Axis(1)));
        let mut stepped = false;
        for (last, (mut x, correction)) in self.last.iter_mut().zip(columns) {
            let Some(before) = *last else { continue };
            let change = relative_change(x.view(), correction);
            if change.is_nan() || change > 0.5 * before {
                *last = None;
                continue;
            }
            x += &correction;
            stepped = true;
            // less than half a unit in the last place of any cell is the end
            *last = (change > 0.5 * f64::EPSILON).then_some(change);
        }
        self.steps += usize::from(stepped);
        self.last.iter().any(Option::is_some)
    }
}

/// The largest |dᵢ| / |xᵢ|; a cell of zero that changes counts as one.
fn relative_change(x: ArrayView1<'_, f64>, correction: ArrayView1<'_, f64>) -> f64 {
    let cells = x.iter().zip(correction).filter(|(_, d)| **d != 0.0);
    cells.fold(0.0, |largest, (x, d)| {
        let change = if *x == 0.0 { 1.0 } else { (d / x).abs() };
        larger(largest, change)
    })
}

/// The larger of two sizes; not a number if one of them is none.
fn larger(a: f64, b: f64) -> f64 {
    if b.is_nan() || b > a { b } else { a }
}

/// One cell of the residual, and the size of the numbers that it is the difference of.
fn cell(a: ArrayView1<'_, f64>, x: ArrayView1<'_, f64>, i: usize, right: f64) -> (f64, f64) {
    let mut sum = Double::default();
    let mut size = right.abs() + x[i].abs();
    sum.add(right);
    sum.add(-x[i]);
    for (&a, &x) in a.iter().zip(x) {
        if a != 0.0 {
            sum.add_product(a, x);
            size += (a * x).abs();
        }
    }
    (sum.rounded(), size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_sums_and_products_are_exact() {
        assert_eq!(two_sum(1.0, 1e-20), (1.0, 1e-20));
        let a = 1.0 + f64::EPSILON;
        // (1 + ε)² = 1 + 2ε + ε²
        assert_eq!(
            two_product(a, a),
            (1.0 + 2.0 * f64::EPSILON, f64::EPSILON * f64::EPSILON)
        );
    }

    #[test]
    fn a_sum_that_cancels_keeps_its_digits() {
        let mut sum = Double::default();
        for value in [1e16, 1.0, -1e16] {
            sum.add(value);
        }
        sum.add_product(1e-30, 1.0);
        assert_eq!(sum.rounded(), 1.0);
    }
}
