//! An independent dense solver: the inverse of I − A by Gauss-Jordan elimination with row exchanges, no shortcut.

use leontief::table::NationalTable;
use ndarray::Array2;

/// (I − A)⁻¹ from the flows and output of a table, written out.
pub fn leontief_inverse(table: &NationalTable) -> Array2<f64> {
    let (flows, output) = (table.domestic(), table.output());
    let n = output.len();
    let system = Array2::from_shape_fn((n, n), |(i, j)| {
        let input = if output[j] == 0.0 {
            0.0
        } else {
            flows[[i, j]] / output[j]
        };
        f64::from(u8::from(i == j)) - input
    });
    inverse(system)
}

pub fn inverse(mut work: Array2<f64>) -> Array2<f64> {
    let n = work.nrows();
    let mut inverse = Array2::<f64>::eye(n);
    for k in 0..n {
        let size = |i: &usize| work[[*i, k]].abs();
        let best = (k..n).max_by(|a, b| size(a).total_cmp(&size(b))).unwrap();
        for j in 0..n {
            work.swap([k, j], [best, j]);
            inverse.swap([k, j], [best, j]);
        }
        let pivot = work[[k, k]];
        for j in 0..n {
            work[[k, j]] /= pivot;
            inverse[[k, j]] /= pivot;
        }
        for i in (0..n).filter(|i| *i != k) {
            let factor = work[[i, k]];
            for j in 0..n {
                work[[i, j]] -= factor * work[[k, j]];
                inverse[[i, j]] -= factor * inverse[[k, j]];
            }
        }
    }
    inverse
}
