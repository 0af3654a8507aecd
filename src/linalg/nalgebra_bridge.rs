//! Matrices to and from `nalgebra`, for callers who work with its types.

use nalgebra::DMatrix;
use ndarray::{Array2, ArrayView2};

/// The matrix as one of nalgebra, which keeps its columns one after another.
///
/// ```
/// use leontief::linalg::to_nalgebra;
/// use ndarray::array;
///
/// let flows = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
/// let matrix = to_nalgebra(flows.view());
/// assert_eq!(matrix.shape(), (2, 3));
/// assert_eq!(matrix[(1, 0)], 4.0);
/// ```
#[must_use]
pub fn to_nalgebra(matrix: ArrayView2<'_, f64>) -> DMatrix<f64> {
    let (rows, columns) = matrix.dim();
    // the transpose, row by row, is the matrix column by column
    DMatrix::from_iterator(rows, columns, matrix.t().iter().copied())
}

/// The matrix as one of ndarray, whose rows lie one after another, as everywhere in this crate.
///
/// ```
/// use leontief::linalg::from_nalgebra;
/// use nalgebra::DMatrix;
/// use ndarray::array;
///
/// let coefficients = DMatrix::from_row_slice(2, 2, &[0.2, 0.3, 0.0, 0.5]);
/// let coefficients = from_nalgebra(&coefficients);
/// assert_eq!(coefficients, array![[0.2, 0.3], [0.0, 0.5]]);
/// assert!(coefficients.is_standard_layout());
/// ```
#[must_use]
pub fn from_nalgebra(matrix: &DMatrix<f64>) -> Array2<f64> {
    Array2::from_shape_fn(matrix.shape(), |position| matrix[position])
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, Axis, Slice};

    use super::*;

    #[test]
    fn there_and_back_any_view_stays_what_it_was() {
        let cells = Array2::from_shape_fn((7, 4), |(i, j)| (10 * i + j) as f64);
        let backwards = cells.slice_axis(Axis(0), Slice::new(0, None, -2));
        for view in [cells.view(), cells.t(), backwards] {
            let there = to_nalgebra(view);
            assert!(view.indexed_iter().all(|(at, cell)| there[at] == *cell));
            let back = from_nalgebra(&there);
            assert_eq!(back, view);
            assert!(back.is_standard_layout());
        }
    }

    #[test]
    fn empty_matrices_keep_their_shape() {
        for shape in [(0, 3), (3, 0), (0, 0)] {
            let there = to_nalgebra(Array2::zeros(shape).view());
            assert_eq!(there.shape(), shape);
            assert_eq!(from_nalgebra(&there).dim(), shape);
        }
    }
}
