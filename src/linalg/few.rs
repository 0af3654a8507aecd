//! A few rows through a small general matrix: no factor is kept.

use ndarray::{Array2, ArrayView2, Axis};

use super::Failure;
use super::failure::{Breakdown, Meaning};

/// Y with Y M = W for a small square M and a few rows W, by elimination with row exchanges of M' beside W'. For many right-hand sides, or
/// large M, an [`Engine`](super::Engine) keeps a factor.
///
/// # Errors
/// If the shapes do not fit or M is singular.
pub fn solve_rows(m: ArrayView2<'_, f64>, w: ArrayView2<'_, f64>) -> Result<Array2<f64>, Failure> {
    let n = m.nrows();
    Failure::check_shape("the matrix", (n, n), m.dim())?;
    Failure::check_shape("the rows", (w.nrows(), n), w.dim())?;
    let width = n + w.nrows();
    let mut work = Array2::zeros((n, width));
    {
        let (mut left, mut right) = work.view_mut().split_at(Axis(1), n);
        left.assign(&m.t());
        right.assign(&w.t());
    }
    let mut lines: Vec<Vec<f64>> = work.rows().into_iter().map(|row| row.to_vec()).collect();
    for k in 0..n {
        let size = |i: &usize| lines[*i][k].abs();
        let best = (k..n).fold(k, |best, i| if size(&i) > size(&best) { i } else { best });
        lines.swap(k, best);
        let pivot = lines[k][k];
        if pivot == 0.0 || !pivot.is_finite() {
            return Err(Failure::Breakdown(Breakdown {
                position: k,
                pivot,
                meaning: Meaning::Singular,
            }));
        }
        let (above, below) = lines.split_at_mut(k + 1);
        let line = &above[k][k..];
        for other in below {
            let factor = other[k] / pivot;
            if factor != 0.0 {
                for (to, from) in other[k..].iter_mut().zip(line) {
                    *to -= factor * from;
                }
            }
        }
    }
    for k in (0..n).rev() {
        let (above, below) = lines.split_at_mut(k);
        let line = &mut below[0];
        let pivot = line[k];
        for value in &mut line[n..] {
            *value /= pivot;
        }
        for other in above {
            let factor = other[k];
            for (to, from) in other[n..].iter_mut().zip(&line[n..]) {
                *to -= factor * from;
            }
        }
    }
    Ok(Array2::from_shape_fn((w.nrows(), n), |(row, k)| {
        lines[k][n + row]
    }))
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn rows_go_through_a_general_matrix() {
        let m = array![[0.0, 2.0, 1.0], [1.0, 0.5, -1.0], [3.0, 0.0, 4.0]];
        let y = array![[1.0, -2.0, 0.5], [0.25, 3.0, 7.0]];
        let found = solve_rows(m.view(), y.dot(&m).view()).unwrap();
        assert!((&found - &y).iter().all(|miss| miss.abs() < 1e-14));
    }

    #[test]
    fn a_singular_matrix_is_refused() {
        let m = array![[1.0, 2.0], [2.0, 4.0]];
        assert!(solve_rows(m.view(), array![[1.0, 1.0]].view()).is_err());
    }
}
