//! The inverse of a square supply table, or which of its columns depend on which.

use ndarray::{Array2, ArrayView2, Axis as Dimension};

/// A pivot below this share of its column's sum counts as none.
const SMALLEST_PIVOT: f64 = 1e-11;

/// A column that is a combination of columns before it (of none: a column without a pivot of its own).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dependent {
    pub(super) column: usize,
    pub(super) on: Vec<(usize, f64)>,
}

/// The inverse by Gauss-Jordan elimination with row exchanges. Columns are scaled to sum to one first, so that small industries
/// are not taken for singular ones.
pub(super) fn inverse(matrix: ArrayView2<'_, f64>) -> Result<Array2<f64>, Dependent> {
    let n = matrix.nrows();
    let sums = matrix.sum_axis(Dimension(0));
    let mut left = matrix.to_owned();
    for (mut column, sum) in left.columns_mut().into_iter().zip(&sums) {
        if *sum != 0.0 {
            column /= *sum;
        }
    }
    let mut right = Array2::eye(n);
    for k in 0..n {
        let size = |i: &usize| left[[*i, k]].abs();
        let best = (k..n).fold(k, |best, i| if size(&i) > size(&best) { i } else { best });
        if size(&best) < SMALLEST_PIVOT {
            // the rows above hold the combination of the columns before
            let on = (0..k).map(|before| (before, left[[before, k]] * sums[k] / sums[before]));
            return Err(Dependent {
                column: k,
                on: on.filter(|(_, share)| share.abs() > 1e-9).collect(),
            });
        }
        for matrix in [&mut left, &mut right] {
            exchange(matrix, k, best);
        }
        let pivot = left[[k, k]];
        for matrix in [&mut left, &mut right] {
            matrix.row_mut(k).mapv_inplace(|value| value / pivot);
        }
        for i in (0..n).filter(|i| *i != k) {
            let factor = left[[i, k]];
            if factor != 0.0 {
                for matrix in [&mut left, &mut right] {
                    let pivot_row = matrix.row(k).to_owned();
                    matrix.row_mut(i).scaled_add(-factor, &pivot_row);
                }
            }
        }
    }
    // (S ĝ⁻¹)⁻¹ = ĝ S⁻¹
    for (mut row, sum) in right.rows_mut().into_iter().zip(&sums) {
        row /= *sum;
    }
    Ok(right)
}

fn exchange(matrix: &mut Array2<f64>, a: usize, b: usize) {
    if a != b {
        let (first, second) = (matrix.row(a).to_owned(), matrix.row(b).to_owned());
        matrix.row_mut(a).assign(&second);
        matrix.row_mut(b).assign(&first);
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn an_inverse_needs_row_exchanges_at_times() {
        let matrix = array![[0.0, 2.0, 1.0], [1.0, 0.5, 0.0], [3.0, 0.0, 4.0]];
        let found = inverse(matrix.view()).unwrap();
        let missed = matrix.dot(&found) - Array2::<f64>::eye(3);
        assert!(missed.iter().all(|miss| miss.abs() < 1e-14));
    }

    #[test]
    fn a_dependent_column_is_named_with_its_combination() {
        let matrix = array![[1.0, 0.0, 2.0], [0.0, 4.0, 2.0], [0.0, 0.0, 0.0]];
        let found = inverse(matrix.view()).unwrap_err();
        assert_eq!(found.column, 2);
        assert_eq!(found.on, [(0, 2.0), (1, 0.5)]);
    }

    #[test]
    fn a_column_of_zeros_depends_on_nothing() {
        let found = inverse(array![[1.0, 0.0], [1.0, 0.0]].view()).unwrap_err();
        assert_eq!((found.column, found.on), (1, Vec::new()));
    }
}
