//! The sequential matrix product on the crate `gemm`, in place of the one of `matrixmultiply`.
//!
//! One of the two files of the crate with unsafe code, beside the mapping of cached tables: `gemm` takes pointers and strides.
#![allow(unsafe_code)]

use gemm::{Parallelism, gemm};
use ndarray::{ArrayView2, ArrayViewMut2};

/// C ← β C + α A B on the calling thread. Where β is zero, C is written without being read.
///
/// # Panics
/// If the shapes do not fit.
pub(super) fn add_product(
    alpha: f64,
    a: ArrayView2<'_, f64>,
    b: ArrayView2<'_, f64>,
    beta: f64,
    mut c: ArrayViewMut2<'_, f64>,
) {
    let ((m, k), n) = (a.dim(), b.ncols());
    assert_eq!(b.nrows(), k, "the rows of B are the columns of A");
    assert_eq!(c.dim(), (m, n), "C has the shape of the product");
    // SAFETY: `gemm` reads the cells (i, l) of A and (l, j) of B and reads and writes the cells (i, j) of C, for i < m, j < n and
    // l < k, each at its pointer plus row times row stride plus column times column stride, in units of f64. The assertions above
    // make m × k, k × n and m × n the shapes of the three views, and a view of ndarray promises that its pointer belongs to cell
    // (0, 0) and that every cell within its shape lies, aligned and initialised, inside one allocation that outlives the call. C is
    // borrowed mutably: no cell of it is one of A or B or is reached by two positions. `gemm` calls no code of ours, and
    // `Parallelism::None` keeps it on this thread.
    unsafe {
        gemm(
            m,
            n,
            k,
            c.as_mut_ptr(),
            c.strides()[1],
            c.strides()[0],
            beta != 0.0,
            a.as_ptr(),
            a.strides()[1],
            a.strides()[0],
            b.as_ptr(),
            b.strides()[1],
            b.strides()[0],
            beta,
            alpha,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}

#[cfg(test)]
mod tests {
    use ndarray::linalg::general_mat_mul;
    use ndarray::{Array2, Axis, Slice};
    use proptest::prelude::*;

    use super::*;

    /// Cells without a pattern, each from −1 to 1.
    fn scattered(rows: usize, columns: usize, seed: usize) -> Array2<f64> {
        Array2::from_shape_fn((rows, columns), |(i, j)| {
            ((7 * i * i + 13 * j + i * j + 101 * seed) as f64).sin()
        })
    }

    /// How a view lies in memory: whether it is transposed, and the step along each axis.
    type Lie = (bool, isize, isize);

    fn lie() -> impl Strategy<Value = Lie> {
        let step = || prop_oneof![4 => Just(1), 1 => Just(2), 1 => Just(-1), 1 => Just(-3)];
        (any::<bool>(), step(), step())
    }

    /// Memory that holds a view of this shape that lies so, and the view.
    fn memory(rows: usize, columns: usize, lie: Lie, seed: usize) -> Array2<f64> {
        let (transposed, row_step, column_step) = lie;
        let needed = |length: usize, step: isize| {
            length.saturating_sub(1) * step.unsigned_abs() + usize::from(length > 0)
        };
        let (rows, columns) = (needed(rows, row_step), needed(columns, column_step));
        if transposed {
            scattered(columns, rows, seed)
        } else {
            scattered(rows, columns, seed)
        }
    }

    fn view(memory: &Array2<f64>, (transposed, row_step, column_step): Lie) -> ArrayView2<'_, f64> {
        let memory = if transposed {
            memory.t()
        } else {
            memory.view()
        };
        memory
            .slice_axis_move(Axis(0), Slice::new(0, None, row_step))
            .slice_axis_move(Axis(1), Slice::new(0, None, column_step))
    }

    fn view_mut(memory: &mut Array2<f64>, lie: Lie) -> ArrayViewMut2<'_, f64> {
        let (transposed, row_step, column_step) = lie;
        let memory = memory.view_mut();
        let memory = if transposed {
            memory.reversed_axes()
        } else {
            memory
        };
        memory
            .slice_axis_move(Axis(0), Slice::new(0, None, row_step))
            .slice_axis_move(Axis(1), Slice::new(0, None, column_step))
    }

    fn length() -> impl Strategy<Value = usize> {
        prop_oneof![4 => 0..20_usize, 1 => 20..140_usize]
    }

    proptest! {
        #[test]
        fn any_views_give_what_matrixmultiply_gives(
            (m, k, n) in (length(), length(), length()),
            (of_a, of_b, of_c) in (lie(), lie(), lie()),
            alpha in prop_oneof![Just(1.0), Just(-1.0), Just(0.3)],
            beta in prop_oneof![Just(0.0), Just(1.0), Just(0.5)],
        ) {
            let (a, b) = (memory(m, k, of_a, 1), memory(k, n, of_b, 2));
            let (a, b) = (view(&a, of_a), view(&b, of_b));
            let mut c = memory(m, n, of_c, 3);
            prop_assert_eq!(view(&c, of_c).dim(), (m, n));
            let mut expected = c.clone();
            general_mat_mul(alpha, &a, &b, beta, &mut view_mut(&mut expected, of_c));
            if beta == 0.0 {
                // what is not to be read must not matter
                view_mut(&mut c, of_c).fill(f64::NAN);
            }
            add_product(alpha, a, b, beta, view_mut(&mut c, of_c));
            // compares the memory between the cells of the view as well: it must be left alone
            for (found, expected) in c.iter().zip(&expected) {
                prop_assert!((found - expected).abs() < 1e-12, "{found} {expected}");
            }
        }
    }

    #[test]
    fn a_repeated_row_is_read_where_it_is() {
        let row = scattered(1, 30, 1);
        let a = row.broadcast((30, 30)).unwrap();
        let b = scattered(30, 30, 2);
        let mut c = Array2::zeros((30, 30));
        add_product(1.0, a, b.view(), 0.0, c.view_mut());
        assert!((a.dot(&b) - c).iter().all(|cell| cell.abs() < 1e-13));
    }

    #[test]
    fn large_products_cross_the_blocks_of_the_kernel() {
        let (a, b) = (scattered(300, 700, 1), scattered(700, 517, 2));
        let mut c = Array2::from_elem((300, 517), f64::NAN);
        add_product(1.0, a.view(), b.view(), 0.0, c.view_mut());
        assert!((a.dot(&b) - c).iter().all(|cell| cell.abs() < 1e-11));
    }

    #[test]
    #[should_panic(expected = "the rows of B")]
    fn shapes_that_do_not_fit_never_reach_the_pointers() {
        let (a, b) = (scattered(3, 4, 1), scattered(3, 4, 2));
        add_product(1.0, a.view(), b.view(), 0.0, scattered(3, 4, 3).view_mut());
    }

    #[test]
    #[should_panic(expected = "the shape of the product")]
    fn a_result_that_does_not_fit_never_reaches_the_pointers() {
        let (a, b) = (scattered(3, 4, 1), scattered(4, 3, 2));
        add_product(1.0, a.view(), b.view(), 0.0, scattered(3, 4, 3).view_mut());
    }
}
