//! Products against a triple loop.

use leontief::linalg::{Failure, product};
use leontief::run::{MemoryLimit, Run};
use ndarray::{Array2, ArrayView2, Axis, Slice};
use proptest::prelude::*;

use crate::common::random::{Numbers, cases};
use crate::economies::{any_cells, assert_within, layouts, rounding};
use crate::reference;

#[track_caller]
fn check(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) {
    let found = product(a, b, &Run::default()).unwrap();
    let expected = reference::product(a, b);
    let sizes = reference::product(a.mapv(f64::abs).view(), b.mapv(f64::abs).view());
    let what = format!("{:?} × {:?}", a.dim(), b.dim());
    // each of the two sums of k terms is off by less than k ε / 2 times the sum of their sizes
    let tolerance = a.ncols() as f64 * f64::EPSILON;
    assert_within(
        &what,
        found.view(),
        expected.view(),
        sizes.view(),
        tolerance,
    );
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_product_is_that_of_a_triple_loop(
        m in 0..=20_usize, k in 0..=20_usize, n in 0..=20_usize, seed: u64,
    ) {
        let numbers = &mut Numbers::new(seed);
        let (a, b) = (any_cells(m, k, numbers), any_cells(k, n, numbers));
        for a in layouts(&a) {
            for b in layouts(&b) {
                check(a.view(), b.view());
            }
        }
    }
}

#[test]
fn products_across_the_borders_of_tiles_are_those_of_a_triple_loop() {
    let numbers = &mut Numbers::new(1);
    for (m, k, n) in [
        (383, 5, 385),
        (384, 7, 384),
        (385, 3, 383),
        (400, 8, 391),
        (1, 397, 400),
        (390, 17, 1),
        (389, 31, 2),
        (2, 5, 769),
        (769, 9, 3),
        (17, 400, 9),
    ] {
        let (a, b) = (any_cells(m, k, numbers), any_cells(k, n, numbers));
        check(a.view(), b.view());
        let (a_t, b_t) = (
            a.t().as_standard_layout().into_owned(),
            b.t().as_standard_layout().into_owned(),
        );
        check(a_t.t(), b_t.t());
        check(b_t.view(), a_t.view());
    }
}

#[test]
fn a_product_with_the_unit_matrix_is_the_matrix_itself() {
    for n in [1, 2, 383, 392] {
        let a = any_cells(n, n, &mut Numbers::new(n as u64));
        let unit = Array2::eye(n);
        let run = Run::default();
        assert_eq!(product(a.view(), unit.view(), &run).unwrap(), a);
        assert_eq!(product(unit.view(), a.view(), &run).unwrap(), a);
    }
}

#[test]
fn a_product_over_nothing_is_zero() {
    let (a, b) = (Array2::<f64>::zeros((3, 0)), Array2::<f64>::zeros((0, 4)));
    let found = product(a.view(), b.view(), &Run::default()).unwrap();
    assert_eq!(found, Array2::<f64>::zeros((3, 4)));
    assert_eq!(
        product(b.view(), Array2::ones((4, 5)).view(), &Run::default()).unwrap(),
        Array2::<f64>::zeros((0, 5))
    );
}

#[test]
fn a_row_that_is_spread_over_all_rows_of_a_product_is_allowed() {
    let numbers = &mut Numbers::new(2);
    let (a, b) = (any_cells(5, 9, numbers), any_cells(1, 6, numbers));
    // every row of this view is the same memory
    let row = b.broadcast((9, 6)).unwrap();
    check(a.view(), row);
    let column = a.slice_axis(Axis(1), Slice::from(0..1));
    check(
        column.broadcast((5, 9)).unwrap(),
        any_cells(9, 4, numbers).view(),
    );
}

#[test]
fn factors_that_do_not_fit_and_products_too_large_are_refused() {
    let (a, b) = (Array2::zeros((3, 4)), Array2::zeros((5, 6)));
    let failure = product(a.view(), b.view(), &Run::default()).unwrap_err();
    assert!(
        matches!(
            failure,
            Failure::Shape {
                expected: (4, 6),
                found: (5, 6),
                ..
            }
        ),
        "{failure}"
    );
    let run = Run::default().memory(MemoryLimit::Bytes(8 * 3 * 6 - 1));
    let c = Array2::zeros((4, 6));
    let Err(Failure::Memory(refusal)) = product(a.view(), c.view(), &run) else {
        panic!("not refused");
    };
    assert_eq!(refusal.needed, 8 * 3 * 6);
    let run = Run::default().memory(MemoryLimit::Bytes(8 * 3 * 6));
    assert!(product(a.view(), c.view(), &run).is_ok());
}

#[test]
fn sums_of_terms_of_one_sign_are_exact_to_the_last_digits() {
    let numbers = &mut Numbers::new(3);
    let positive = |rows, columns, numbers: &mut Numbers| {
        any_cells(rows, columns, numbers).mapv(|cell| 1e3_f64.powf(cell))
    };
    let (a, b) = (positive(50, 60, numbers), positive(60, 70, numbers));
    let found = product(a.view(), b.view(), &Run::default()).unwrap();
    let expected = reference::product(a.view(), b.view());
    assert_within(
        "A B",
        found.view(),
        expected.view(),
        expected.view(),
        rounding(60),
    );
}
