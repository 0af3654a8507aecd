//! Input coefficients of all kinds, and how found cells are compared with those of a reference.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};

use crate::common::random::Numbers;
use crate::reference;

/// Sizes on both sides of every border between blocks.
pub const SIZES: [usize; 13] = [1, 2, 31, 32, 33, 95, 96, 97, 192, 193, 194, 300, 577];

/// An economy and its inverse by plain loops.
pub struct Case {
    pub a: Array2<f64>,
    pub inverse: Array2<f64>,
}

impl Case {
    pub fn new(a: Array2<f64>) -> Self {
        let inverse = reference::leontief(&a);
        Self { a, inverse }
    }

    pub fn len(&self) -> usize {
        self.a.nrows()
    }
}

/// A productive economy of each of the [`SIZES`].
pub static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let case = |n: usize| Case::new(productive(n, 0.65, &mut Numbers::new(n as u64)));
    SIZES.into_iter().map(case).collect()
});

/// The cases of these sizes.
pub fn cases_of(sizes: RangeInclusive<usize>) -> impl Iterator<Item = &'static Case> {
    CASES.iter().filter(move |case| sizes.contains(&case.len()))
}

/// Every cell above zero, every column adding up to at most `largest`, some to exactly that.
pub fn productive(n: usize, largest: f64, numbers: &mut Numbers) -> Array2<f64> {
    let mut a = Array2::from_shape_simple_fn((n, n), || numbers.between(0.01, 1.0));
    for mut column in a.columns_mut() {
        let total = if numbers.chance(0.5) {
            largest
        } else {
            numbers.between(0.1, 1.0) * largest
        };
        let sum = column.sum();
        column.mapv_inplace(|cell| cell * total / sum);
    }
    a
}

/// A productive economy with rows of zeros, columns of zeros, and both, in any order.
pub fn with_gaps(n: usize, gap: f64, numbers: &mut Numbers) -> Array2<f64> {
    let mut a = productive(n, 0.65, numbers);
    for i in 0..n {
        if numbers.chance(gap) {
            a.row_mut(i).fill(0.0);
        }
        if numbers.chance(gap) {
            a.column_mut(i).fill(0.0);
        }
    }
    a
}

/// A with I − A = I + K for a K with K' = −K: no cell of its inverse is above one in size, its determinant is positive (its
/// eigenvalues are 1 ± iω), and cells beside the diagonal outweigh it by far, so that rows must be exchanged.
pub fn skew(n: usize, numbers: &mut Numbers) -> Array2<f64> {
    let mut a = Array2::zeros((n, n));
    for i in 0..n {
        for j in 0..i {
            let cell = numbers.between(-2.0, 2.0);
            (a[[i, j]], a[[j, i]]) = (-cell, cell);
        }
    }
    a
}

/// A where output of `i` is measured in units of `d[i]`: D⁻¹ A D.
pub fn in_units(a: &Array2<f64>, d: &Array1<f64>) -> Array2<f64> {
    Array2::from_shape_fn(a.dim(), |(i, j)| a[[i, j]] * (d[j] / d[i]))
}

/// Sizes that differ by so many powers of ten, all equally likely.
pub fn sizes(n: usize, powers: f64, numbers: &mut Numbers) -> Array1<f64> {
    let half = powers / 2.0;
    numbers
        .vector(n, -half, half)
        .mapv(|power| 10_f64.powf(power))
}

/// Cells of either sign.
pub fn any_cells(rows: usize, columns: usize, numbers: &mut Numbers) -> Array2<f64> {
    Array2::from_shape_simple_fn((rows, columns), || numbers.between(-1.0, 1.0))
}

/// The same cells behind memory of different layouts: row by row, column by column, every second column of a wider matrix, and
/// both axes backwards.
pub fn layouts(cells: &Array2<f64>) -> Vec<Array2<f64>> {
    let transposed = cells.t().as_standard_layout().into_owned().reversed_axes();
    let (rows, columns) = cells.dim();
    let mut wide = Array2::from_elem((rows, 2 * columns), f64::NAN);
    wide.slice_axis_mut(Axis(1), Slice::new(0, None, 2))
        .assign(cells);
    let strided = wide.slice_axis_move(Axis(1), Slice::new(0, None, 2));
    let mut backwards = Array2::from_shape_fn((rows, columns), |(i, j)| {
        cells[[rows - 1 - i, columns - 1 - j]]
    });
    backwards.invert_axis(Axis(0));
    backwards.invert_axis(Axis(1));
    // the memory of a longer matrix, begun in its middle
    let mut long = Array2::from_elem((rows + 3, columns), f64::NAN);
    long.slice_axis_mut(Axis(0), Slice::new(2, Some(2 + rows as isize), 1))
        .assign(cells);
    let inner = long.slice_axis_move(Axis(0), Slice::new(2, Some(2 + rows as isize), 1));
    vec![cells.clone(), transposed, strided, backwards, inner]
}

/// What n roundings in a row may lose, in units of the numbers that are added up. Sums of terms of one sign, as in inverses of
/// M-matrices, stay far below it, since roundings of either sign cancel.
pub fn rounding(n: usize) -> f64 {
    (n + 16) as f64 * f64::EPSILON
}

/// Asserts that every cell agrees with the expected one up to `tolerance` times the size given for it.
#[track_caller]
pub fn assert_within(
    what: &str,
    found: ArrayView2<'_, f64>,
    expected: ArrayView2<'_, f64>,
    size: ArrayView2<'_, f64>,
    tolerance: f64,
) {
    assert_eq!(found.dim(), expected.dim(), "{what}: shapes");
    for ((at, found), (expected, size)) in found.indexed_iter().zip(expected.iter().zip(size)) {
        let error = (found - expected).abs();
        assert!(
            error <= tolerance * size,
            "{what}{at:?}: found {found:e}, expected {expected:e}, error {error:e}, {:.1} times what is granted",
            error / (tolerance * size)
        );
    }
}

/// Asserts that every cell agrees up to `tolerance` relative to itself.
#[track_caller]
pub fn assert_relative(
    what: &str,
    found: ArrayView2<'_, f64>,
    expected: ArrayView2<'_, f64>,
    tolerance: f64,
) {
    let sizes = expected.mapv(f64::abs);
    assert_within(what, found, expected, sizes.view(), tolerance);
}

/// Asserts that every cell agrees up to `tolerance` absolutely.
#[track_caller]
pub fn assert_absolute(
    what: &str,
    found: ArrayView2<'_, f64>,
    expected: ArrayView2<'_, f64>,
    tolerance: f64,
) {
    let ones = Array2::ones(expected.dim());
    assert_within(what, found, expected, ones.view(), tolerance);
}

/// Rows and columns of a matrix, picked by hand.
pub fn picked(matrix: &Array2<f64>, rows: &[usize], columns: &[usize]) -> Array2<f64> {
    let mut cells = Array2::zeros((rows.len(), columns.len()));
    for (i, row) in rows.iter().enumerate() {
        for (j, column) in columns.iter().enumerate() {
            cells[[i, j]] = matrix[[*row, *column]];
        }
    }
    cells
}
