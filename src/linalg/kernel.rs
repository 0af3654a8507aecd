//! The sequential matrix product under everything: one core, one tile.

#[cfg(not(feature = "gemm"))]
use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView1, ArrayView2, ArrayViewMut1, ArrayViewMut2, Axis};

#[cfg(feature = "gemm")]
use super::gemm_kernel::add_product as add_wide_product;

/// Columns of C up to which cells are summed directly: packing A for the kernel would take longer than the product.
const THIN: usize = 2;

/// C ← β C + α A B on the calling thread.
pub(super) fn add_product(
    alpha: f64,
    a: ArrayView2<'_, f64>,
    b: ArrayView2<'_, f64>,
    beta: f64,
    c: ArrayViewMut2<'_, f64>,
) {
    if c.ncols() <= THIN {
        add_thin_product(alpha, a, b, beta, c);
    } else {
        add_wide_product(alpha, a, b, beta, c);
    }
}

/// The kernel of `matrixmultiply` (reached through ndarray, which needs it anyway) chooses AVX-512, AVX2, NEON or plain code when
/// it runs. It is up to a quarter faster where rows of C are not contiguous but columns are, so C' = B'A' is computed where
/// rows are.
#[cfg(not(feature = "gemm"))]
fn add_wide_product(
    alpha: f64,
    a: ArrayView2<'_, f64>,
    b: ArrayView2<'_, f64>,
    beta: f64,
    mut c: ArrayViewMut2<'_, f64>,
) {
    if c.strides()[1].abs() <= c.strides()[0].abs() {
        general_mat_mul(alpha, &b.t(), &a.t(), beta, &mut c.reversed_axes());
    } else {
        general_mat_mul(alpha, &a, &b, beta, &mut c);
    }
}

/// Column by column, along whichever way the cells of A lie in memory.
fn add_thin_product(
    alpha: f64,
    a: ArrayView2<'_, f64>,
    b: ArrayView2<'_, f64>,
    beta: f64,
    mut c: ArrayViewMut2<'_, f64>,
) {
    for (x, mut y) in b.axis_iter(Axis(1)).zip(c.axis_iter_mut(Axis(1))) {
        if beta == 0.0 {
            y.fill(0.0);
        } else if beta != 1.0 {
            y *= beta;
        }
        add_matrix_vector(alpha, a, x, y);
    }
}

fn add_matrix_vector(
    alpha: f64,
    a: ArrayView2<'_, f64>,
    x: ArrayView1<'_, f64>,
    mut y: ArrayViewMut1<'_, f64>,
) {
    if a.strides()[1].abs() <= a.strides()[0].abs() {
        let x = x.to_owned(); // contiguous
        for (row, y) in a.rows().into_iter().zip(&mut y) {
            *y += alpha * row.dot(&x);
        }
    } else {
        let mut sum = y.to_owned();
        for (column, &x) in a.columns().into_iter().zip(x) {
            sum.scaled_add(alpha * x, &column);
        }
        y.assign(&sum);
    }
}
