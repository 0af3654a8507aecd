//! The condition number of I − A for the price of a solve or a few.

use ndarray::{Array1, ArrayView1, ArrayView2};

use super::failure::Failure;
use super::system::System;

/// Steps of Hager's method; more than four are hardly ever taken.
const STEPS: usize = 5;

/// The 1-norm of S⁻¹ (I − A) S for S = diag(s).
pub(super) fn norm(a: ArrayView2<'_, f64>, s: ArrayView1<'_, f64>) -> f64 {
    let mut sums = Array1::<f64>::zeros(a.ncols());
    for (i, row) in a.rows().into_iter().enumerate() {
        for (j, cell) in row.iter().enumerate() {
            let cell = if i == j { 1.0 - cell } else { *cell };
            sums[j] += cell.abs() * s[j] / s[i];
        }
    }
    sums.fold(0.0, |largest: f64, sum| largest.max(*sum))
}

/// The 1-norm of S⁻¹ (I − A)⁻¹ S: the largest column sum, which one solve gives where the inverse has no negative cell.
pub(super) fn norm_of_inverse(
    system: &System,
    s: ArrayView1<'_, f64>,
    non_negative: bool,
) -> Result<f64, Failure> {
    let right = |x: &Array1<f64>| Ok::<_, Failure>(system.solve((x * &s).view())? / s);
    let left = |y: &Array1<f64>| Ok::<_, Failure>(system.solve_transposed((y / &s).view())? * s);
    let n = system.len();
    let largest = |z: &Array1<f64>| {
        let sizes = z.iter().map(|cell| cell.abs()).enumerate();
        sizes.max_by(|(_, a), (_, b)| a.total_cmp(b))
    };
    if non_negative {
        let sums = left(&Array1::ones(n))?;
        return Ok(largest(&sums).map_or(0.0, |(_, sum)| sum));
    }
    let mut x = Array1::from_elem(n, 1.0 / n as f64);
    let mut found = 0.0_f64;
    for _ in 0..STEPS {
        let y = right(&x)?;
        found = found.max(y.mapv(f64::abs).sum());
        let z = left(&y.mapv(f64::signum))?;
        match largest(&z) {
            Some((at, size)) if size > z.dot(&x) => {
                x.fill(0.0);
                x[at] = 1.0;
            }
            _ => break,
        }
    }
    // Higham's second guess, for matrices made to deceive the first
    let wave = Array1::from_shape_fn(n, |i| {
        let size = 1.0 + i as f64 / n.saturating_sub(1).max(1) as f64;
        if i.is_multiple_of(2) { size } else { -size }
    });
    let guess = 2.0 * right(&wave)?.mapv(f64::abs).sum() / (3.0 * n as f64);
    Ok(found.max(guess))
}
