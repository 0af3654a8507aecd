//! Other units of output: D⁻¹ A D has the inverse D⁻¹ (I − A)⁻¹ D, and nobody's verdict hangs on whether steel is counted in
//! tons or in grams.

use leontief::linalg::{Cut, Factorised, Inverse, Meaning, Options, Solver, System, invert};
use ndarray::{Array1, Array2};
use proptest::prelude::*;

use crate::common::random::{Numbers, cases};
use crate::economies::{
    assert_relative, assert_within, in_units, productive, rounding, sizes, skew, with_gaps,
};
use crate::reference;

/// With outputs in these units, or without any.
fn options(d: &Array1<f64>, given: bool) -> Options {
    if given {
        Options::default().outputs(d.mapv(f64::recip).view())
    } else {
        Options::default()
    }
}

#[track_caller]
fn check(a: &Array2<f64>, d: &Array1<f64>, given: bool) {
    let n = a.nrows();
    // A in other units is A times numbers that are rounded twice: every cell and so every sum of products of cells changes by ε or
    // so for each of the factors, of which the longest sums that matter have a few
    let tolerance = 8.0 * rounding(n);
    let expected = in_units(&reference::leontief(a), d);
    let changed = in_units(a, d);
    let options = options(d, given);
    let what = format!("{n} rows, outputs given: {given}");
    let (inverse, _) = invert(changed.clone(), &options).expect(&what);
    assert_relative(&what, inverse.view(), expected.view(), tolerance);
    let all: Vec<usize> = (0..n).collect();
    let system = System::with(changed, options).unwrap();
    let columns = system.columns(&all).expect(&what);
    assert_relative(&what, columns.view(), expected.view(), tolerance);
    let rows = system.rows(&all).expect(&what);
    assert_relative(&what, rows.view(), expected.view(), tolerance);
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn an_inverse_is_the_same_in_any_units_of_known_outputs(n in 1..=60_usize, seed: u64) {
        let numbers = &mut Numbers::new(seed);
        check(&with_gaps(n, 0.1, numbers), &sizes(n, 18.0, numbers), true);
    }

    #[test]
    fn an_inverse_is_the_same_in_any_units_of_unknown_outputs(n in 1..=60_usize, seed: u64) {
        let numbers = &mut Numbers::new(seed);
        check(&with_gaps(n, 0.1, numbers), &sizes(n, 18.0, numbers), false);
    }

    #[test]
    fn an_economy_with_negative_cells_is_the_same_in_any_units(
        n in 2..=40_usize, given: bool, seed: u64,
    ) {
        let numbers = &mut Numbers::new(seed);
        let mut a = productive(n, 0.65, numbers);
        a.mapv_inplace(|cell| if numbers.chance(0.1) { -cell } else { cell });
        let d = sizes(n, 18.0, numbers);
        let options = options(&d, given);
        let (found, info) = invert(in_units(&a, &d), &options).unwrap();
        let expected = in_units(&reference::leontief(&a), &d);
        let size = in_units(&reference::leontief(&a.mapv(f64::abs)), &d);
        assert_within(&info.to_string(), found.view(), expected.view(), size.view(), 8.0 * rounding(n));
    }

    #[test]
    fn an_economy_that_uses_up_more_than_it_makes_does_so_in_any_units(
        n in 1..=40_usize, excess in -6.0..0.0_f64, given: bool, seed: u64,
    ) {
        let numbers = &mut Numbers::new(seed);
        let mut a = productive(n, 1.0, numbers);
        for mut column in a.columns_mut() {
            let sum = column.sum();
            column.mapv_inplace(|cell| cell / sum * (1.0 + 10_f64.powf(excess)));
        }
        let d = sizes(n, 18.0, numbers);
        let (a, options) = (in_units(&a, &d), options(&d, given));
        for answer in [
            invert(a.clone(), &options).map(|_| ()),
            Factorised::new(a.clone(), &options).map(|_| ()),
        ] {
            prop_assert_eq!(answer.unwrap_err().breakdown().unwrap().meaning, Meaning::NotProductive);
        }
    }

    #[test]
    fn the_condition_number_in_units_of_output_is_the_same_in_any_units(n in 1..=30_usize, seed: u64) {
        let numbers = &mut Numbers::new(seed);
        let a = productive(n, 0.65, numbers);
        let d = sizes(n, 18.0, numbers);
        let expected = System::new(a.clone()).unwrap().condition_number().unwrap();
        let system = System::with(in_units(&a, &d), options(&d, true)).unwrap();
        let found = system.condition_number().unwrap();
        prop_assert!((found - expected).abs() <= 8.0 * rounding(n) * expected, "{found} {expected}");
    }

    #[test]
    fn cuts_are_the_same_in_any_units_of_known_outputs(n in 2..=30_usize, seed: u64) {
        let numbers = &mut Numbers::new(seed);
        let a = productive(n, 0.65, numbers);
        let d = sizes(n, 18.0, numbers);
        let block: Vec<usize> = numbers.permutation(n)[..n / 2].to_vec();
        let cut = Cut::around(&block, n);
        let mut left = a.clone();
        for ((i, j), cell) in left.indexed_iter_mut() {
            if block.contains(&i) != block.contains(&j) {
                *cell = 0.0;
            }
        }
        let expected = in_units(&reference::leontief(&left), &d);
        // what is taken away is no larger than what is taken from
        let size = in_units(&reference::leontief(&a), &d);
        let inverse = Inverse::new(in_units(&a, &d), &options(&d, true)).unwrap();
        let mut found = Array2::zeros((n, n));
        inverse.write_without(&cut, found.view_mut()).unwrap();
        assert_within("inverse", found.view(), expected.view(), size.view(), 8.0 * rounding(n));
        let system = System::with(in_units(&a, &d), options(&d, true)).unwrap();
        let updated = system.without(&cut).unwrap();
        let found = updated.solve_many(Array2::eye(n).view()).unwrap();
        assert_within("factor", found.view(), expected.view(), size.view(), 8.0 * rounding(n));
    }
}

#[test]
fn negative_cells_that_outweigh_do_so_in_any_units_of_known_outputs() {
    for n in [8, 40, 100] {
        let numbers = &mut Numbers::new(n as u64);
        let a = skew(n, numbers);
        let d = sizes(n, 18.0, numbers);
        let expected = in_units(&reference::leontief(&a), &d);
        // cells of the inverse are at most one in size before units are changed
        let size = in_units(&Array2::ones((n, n)), &d);
        let (found, info) = invert(in_units(&a, &d), &options(&d, true)).unwrap();
        let what = info.to_string();
        assert_within(
            &what,
            found.view(),
            expected.view(),
            size.view(),
            32.0 * rounding(n),
        );
    }
}

#[test]
fn units_are_no_matter_across_the_borders_of_blocks() {
    for n in [97, 200] {
        let numbers = &mut Numbers::new(n as u64);
        let (a, d) = (productive(n, 0.65, numbers), sizes(n, 18.0, numbers));
        for given in [true, false] {
            check(&a, &d, given);
        }
    }
}
