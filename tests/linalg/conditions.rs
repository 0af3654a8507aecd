//! What is known of an economy before and after elimination, and which ones are refused.

use leontief::linalg::{
    Breakdown, Conditions, Factorised, Failure, Inverse, Meaning, Options, Pivoting, Productive,
    System, invert,
};
use ndarray::{Array1, Array2, Axis, array};
use proptest::prelude::*;

use crate::common::random::{Numbers, cases};
use crate::economies::{assert_absolute, assert_relative, in_units, productive, rounding, skew};
use crate::reference;

/// Non-negative cells, most of them zero or not, with this spectral radius unless that is zero.
fn with_radius(n: usize, radius: f64, empty: f64, numbers: &mut Numbers) -> Array2<f64> {
    let a = Array2::from_shape_simple_fn((n, n), || {
        let cell = numbers.between(0.0, 1.0);
        if numbers.chance(empty) { 0.0 } else { cell }
    });
    match reference::spectral_radius(&a) {
        found if found > 1e-3 => a * (radius / found),
        _ => a,
    }
}

/// The breakdown that system, factor, inverse in place and inverse with its coefficients all agree on.
#[track_caller]
fn refusals(a: &Array2<f64>, options: &Options) -> [Breakdown; 4] {
    let system = System::with(a.clone(), options.clone()).unwrap();
    let n = a.nrows();
    [
        system.solve(Array1::ones(n).view()).map(|_| ()),
        Factorised::new(a.clone(), options).map(|_| ()),
        invert(a.clone(), options).map(|_| ()),
        Inverse::new(a.clone(), options).map(|_| ()),
    ]
    .map(|answer| answer.unwrap_err().breakdown().unwrap())
}

#[track_caller]
fn assert_refused(a: &Array2<f64>, meaning: Meaning) {
    for breakdown in refusals(a, &Options::default()) {
        assert_eq!(breakdown.meaning, meaning, "{breakdown}");
        assert!(breakdown.position < a.nrows());
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_verdict_on_a_non_negative_economy_is_that_of_its_spectral_radius(
        n in 1..=20_usize, below: bool, distance in 0.01..0.5_f64, empty in 0.0..0.9_f64, seed: u64,
    ) {
        let radius = if below { 1.0 - distance } else { 1.0 + distance };
        let a = with_radius(n, radius, empty, &mut Numbers::new(seed));
        if reference::spectral_radius(&a) > 1.0 {
            assert_refused(&a, Meaning::NotProductive);
        } else {
            let (inverse, _) = invert(a.clone(), &Options::default()).unwrap();
            let system = System::new(a).unwrap();
            prop_assert!(system.info().is_ok());
            let whole: Vec<usize> = (0..n).collect();
            let from_factor = system.diagonal_blocks(&[whole]).unwrap().remove(0);
            for cell in inverse.iter().chain(&from_factor) {
                prop_assert!(*cell >= 0.0, "{:e}", cell);
            }
        }
    }

    #[test]
    fn no_cell_of_the_inverse_of_a_productive_economy_is_negative(
        n in 1..=120_usize, distance in -7.0..-0.2_f64, seed: u64,
    ) {
        let numbers = &mut Numbers::new(seed);
        let mut a = productive(n, 1.0 - 10_f64.powf(distance), numbers);
        // some flows so small that sums swallow them
        a.mapv_inplace(|cell| if numbers.chance(0.2) { 1e-18 * cell } else { cell });
        let (inverse, _) = invert(a.clone(), &Options::default()).unwrap();
        prop_assert!(inverse.iter().all(|cell| *cell >= 0.0));
        let rhs = numbers.vector(n, 0.0, 1.0);
        let system = System::new(a).unwrap();
        for solution in [system.solve(rhs.view()), system.solve_transposed(rhs.view())] {
            prop_assert!(solution.unwrap().iter().all(|cell| *cell >= 0.0));
        }
    }

    #[test]
    fn columns_that_add_up_to_less_than_one_prove_it_before_elimination(
        n in 1..=300_usize, negative: bool, seed: u64,
    ) {
        let numbers = &mut Numbers::new(seed);
        let mut a = productive(n, 0.9, numbers);
        let mut count = 0;
        if negative {
            for ((i, j), cell) in a.indexed_iter_mut() {
                if numbers.chance(0.3) {
                    *cell = -*cell;
                    count += usize::from(i != j);
                }
            }
        }
        let largest = reference::norm(a.view());
        let system = System::new(a).unwrap();
        let Conditions { negative_cells, productive } = system.conditions();
        prop_assert_eq!(negative_cells, count);
        let Productive::ByColumns { largest: found } = productive else {
            panic!("{productive}")
        };
        prop_assert!((found - largest).abs() <= rounding(n));
        let info = system.info().unwrap();
        prop_assert_eq!(info.conditions, system.conditions());
        prop_assert_eq!(info.pivoting, Pivoting::None);
    }

    #[test]
    fn outputs_prove_what_columns_do_not(n in 2..=40_usize, seed: u64) {
        let numbers = &mut Numbers::new(seed);
        // rows of A diag(x) add up to at most 0.9 x; a producer of little output takes more inputs than it makes
        let mut outputs = numbers.vector(n, 0.5, 2.0);
        outputs[n - 1] = 0.01;
        let rows = productive(n, 0.9, numbers).reversed_axes();
        let a = in_units(&rows, &outputs.mapv(f64::recip));
        prop_assume!(reference::norm(a.view()) > 1.0);
        let system = System::new(a.clone()).unwrap();
        prop_assert_eq!(system.conditions().productive, Productive::Unknown);
        prop_assert_eq!(system.info().unwrap().conditions.productive, Productive::ByPivots);
        let options = Options::default().outputs(outputs.view());
        let system = System::with(a.clone(), options.clone()).unwrap();
        let Productive::ByOutputs { largest } = system.conditions().productive else {
            panic!("{}", system.info().unwrap())
        };
        let used = reference::product(a.view(), outputs.view().insert_axis(Axis(1)));
        let expected = used.iter().zip(&outputs).map(|(used, made)| used / made).fold(0.0, f64::max);
        prop_assert!((largest - expected).abs() <= rounding(n));
        prop_assert_eq!(system.info().unwrap().conditions, system.conditions());
        // plain loops keep their digits where no row outweighs its diagonal
        let expected = in_units(&reference::leontief(&rows), &outputs.mapv(f64::recip));
        let (found, info) = invert(a, &options).unwrap();
        prop_assert_eq!(info, system.info().unwrap());
        // the trace is at most n / (1 − 0.9)
        assert_relative("inverse", found.view(), expected.view(), 10.0 * rounding(n));
    }
}

#[test]
fn a_position_without_output_does_not_spoil_the_proof_of_the_others() {
    let a = array![[0.2, 0.0, 1.3], [0.3, 0.0, 0.0], [0.1, 0.0, 0.1]];
    for nothing in [0.0, -3.0, f64::NAN, f64::INFINITY] {
        let outputs = array![2.0, nothing, 0.5];
        let system = System::with(a.clone(), Options::default().outputs(outputs.view())).unwrap();
        let productive = system.conditions().productive;
        assert!(
            matches!(productive, Productive::ByOutputs { .. }),
            "{productive}"
        );
    }
}

#[test]
fn outputs_that_prove_nothing_leave_it_to_the_pivots() {
    let a = array![[0.2, 1.5], [0.1, 0.3]];
    let outputs = array![1.0, 5.0];
    let system = System::with(a, Options::default().outputs(outputs.view())).unwrap();
    assert_eq!(system.conditions().productive, Productive::Unknown);
    let info = system.info().unwrap();
    assert_eq!(info.conditions.productive, Productive::ByPivots);
    assert_eq!(
        info.to_string(),
        "native: 2 of 2 rows factorised without row exchanges; productive: all pivots are positive (Hawkins-Simon)"
    );
}

#[test]
fn negative_cells_that_weigh_little_need_no_row_exchanges() {
    // the first column of |A| adds up to 1.1, and so do the inputs of nobody for x = (1, 2): |A| x = (0.7, 1.0)
    let a = array![[0.3, -0.2], [0.8, 0.1]];
    let system = System::new(a.clone()).unwrap();
    let info = system.info().unwrap();
    assert_eq!(info.pivoting, Pivoting::None);
    assert_eq!(info.conditions.negative_cells, 1);
    let Productive::ByOutputs { largest } = info.conditions.productive else {
        panic!("{info}")
    };
    // the spectral radius of |A| is 0.2 + √(0.01 + 0.16)
    assert!((0.2 + 0.17_f64.sqrt()..1.0).contains(&largest));
    assert!(
        info.to_string()
            .ends_with("for positive outputs x; 1 negative cell in A"),
        "{info}"
    );
    let expected = reference::leontief(&a);
    let found = system.inverse().unwrap();
    assert_absolute("inverse", found.view(), expected.view(), rounding(2));
}

#[test]
fn negative_cells_that_outweigh_are_met_with_row_exchanges_and_said_so() {
    for n in [8, 40, 200] {
        let a = skew(n, &mut Numbers::new(n as u64));
        let negative = a.iter().filter(|cell| **cell < 0.0).count();
        let system = System::new(a.clone()).unwrap();
        assert_eq!(system.conditions().productive, Productive::Unknown);
        let info = system.info().unwrap();
        assert_eq!(info, invert(a, &Options::default()).unwrap().1);
        assert_eq!(info.pivoting, Pivoting::Partial);
        assert_eq!(info.conditions.productive, Productive::Unproven);
        assert_eq!(info.conditions.negative_cells, negative);
        assert_eq!(
            info.to_string(),
            format!(
                "native: {n} of {n} rows factorised with row exchanges (partial pivoting); not proven productive: \
                 negative cells of A outweigh; {negative} negative cells in A"
            )
        );
    }
}

#[test]
fn economies_that_use_up_more_than_they_make_are_refused() {
    let numbers = &mut Numbers::new(1);
    for radius in [1.0 + 1e-6, 1.05, 2.0, 30.0] {
        for n in [1, 2, 10, 33] {
            assert_refused(
                &with_radius(n, radius, 0.0, numbers),
                Meaning::NotProductive,
            );
        }
        for n in [97, 200] {
            // all columns add up to the radius
            let mut a = productive(n, 0.5, numbers);
            for mut column in a.columns_mut() {
                let sum = column.sum();
                column.mapv_inplace(|cell| cell * radius / sum);
            }
            assert_refused(&a, Meaning::NotProductive);
        }
    }
}

#[test]
fn a_group_of_producers_that_uses_up_more_than_it_makes_is_found_among_others() {
    let n = 230;
    let numbers = &mut Numbers::new(2);
    for (first, second) in [(0, 1), (31, 32), (95, 191), (228, 229), (50, 200)] {
        let mut a = productive(n, 0.1, numbers);
        // the two take each other's goods: 1.1 · 1.0 > 1
        (a[[first, second]], a[[second, first]]) = (1.1, 1.0);
        assert_refused(&a, Meaning::NotProductive);
    }
}

#[test]
fn negative_cells_do_not_hide_an_economy_that_uses_up_more_than_it_makes() {
    let numbers = &mut Numbers::new(3);
    for n in [10, 40, 120] {
        for radius in [1.05, 1.5] {
            let mut a = if n <= 40 {
                with_radius(n, radius, 0.0, numbers)
            } else {
                let a = productive(n, 1.0, numbers);
                let sums = a.sum_axis(Axis(0));
                a / sums * radius
            };
            a[[0, n - 1]] = -1e-3;
            // one real eigenvalue of A is above one, so det(I − A) < 0
            let (_, sign) = reference::invert(&reference::identity_less(&a)).unwrap();
            assert_eq!(sign, leontief::linalg::Sign::Negative);
            assert_refused(&a, Meaning::NotProductive);
        }
    }
    // 1.5 beside cells of both signs that outweigh
    let n = 50;
    let mut a = skew(n, numbers);
    a.row_mut(7).fill(0.0);
    a[[7, 7]] = 1.5;
    assert_refused(&a, Meaning::NotProductive);
}

#[test]
fn an_economy_that_keeps_nothing_is_refused() {
    let numbers = &mut Numbers::new(4);
    for n in [2, 5, 40, 97, 200] {
        let a = productive(n, 1.0, numbers);
        let sums = a.sum_axis(Axis(0));
        assert_refused(&(a / sums), Meaning::NotProductive);
    }
    assert_refused(&array![[1.0]], Meaning::NotProductive);
    assert_refused(&array![[0.0, 1.0], [1.0, 0.0]], Meaning::NotProductive);
}

#[test]
fn negative_cells_that_make_a_singular_system_are_refused() {
    // I − A = [1 1; 1 1]
    assert_refused(&array![[0.0, -1.0], [-1.0, 0.0]], Meaning::Singular);
    // I − A of rank one less, with cells of both signs and pivots of any size
    for n in [3, 8, 20, 45] {
        let numbers = &mut Numbers::new(n as u64);
        let mut m = Array2::from_shape_simple_fn((n, n), || numbers.between(-2.0, 2.0));
        let (others, mut last) = m.view_mut().split_at(Axis(0), n - 1);
        last.row_mut(0)
            .assign(&(numbers.vector(n - 1, -1.0, 1.0).dot(&others)));
        assert_refused(&(Array2::eye(n) - m), Meaning::Singular);
    }
}

#[test]
fn a_singular_system_whose_column_sums_cancel_is_refused_all_the_same() {
    // outputs x with (I − A) x = 0 that add up to zero: every column of the inverse is a huge multiple of x, every sum small
    for n in [3, 8, 20, 45] {
        let numbers = &mut Numbers::new(n as u64);
        let mut x = numbers.vector(n, 0.5, 2.0);
        let rest = x.len() - 1;
        x[rest] = -(x.sum() - x[rest]);
        let mut m = Array2::from_shape_simple_fn((n, n), || numbers.between(-2.0, 2.0));
        for mut row in m.rows_mut() {
            let others: f64 = (0..rest).map(|j| row[j] * x[j]).sum();
            row[rest] = -others / x[rest];
        }
        assert_refused(&(Array2::eye(n) - m), Meaning::Singular);
    }
}

#[test]
fn flows_of_any_size_prove_nothing_that_is_not_so() {
    // the last two use up more than they make, far below the size of what is delivered to others
    let a = array![
        [0.0, -1e200, 0.0, 0.0],
        [0.0, 0.0, 1e200, 0.0],
        [0.0, 0.0, 0.0, 2.0],
        [0.0, 0.0, 2.0, 0.0],
    ];
    let productive = System::new(a.clone()).unwrap().conditions().productive;
    assert_eq!(productive, Productive::Unknown);
    assert!(System::new(a).unwrap().info().is_err());
}

#[test]
fn cells_that_are_no_numbers_are_named() {
    for n in [1, 5, 40, 300] {
        for nothing in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -f64::NAN] {
            for (row, column) in [(0, 0), (n - 1, 0), (n / 2, n - 1)] {
                let mut a = productive(n, 0.5, &mut Numbers::new(1));
                a[[row, column]] = nothing;
                let named = Failure::NotFinite { row, column };
                assert_eq!(System::new(a.clone()).unwrap_err(), named);
                assert_eq!(invert(a.clone(), &Options::default()).unwrap_err(), named);
                assert_eq!(Factorised::new(a, &Options::default()).unwrap_err(), named);
                let text = format!("A has no finite number in row {row}, column {column}");
                assert_eq!(named.to_string(), text);
            }
        }
    }
}

#[test]
fn a_cell_that_is_no_number_is_named_by_its_place_behind_unused_rows() {
    let mut a = productive(6, 0.5, &mut Numbers::new(1));
    a.row_mut(0).fill(0.0);
    a[[5, 2]] = f64::NAN;
    let failure = System::new(a).unwrap_err();
    assert_eq!(failure, Failure::NotFinite { row: 5, column: 2 });
}

#[test]
fn a_producer_that_breaks_down_is_named_by_its_place_in_the_whole() {
    // the unused first and the free second stay out of the elimination
    let a = array![
        [0.0, 0.0, 0.0, 0.0],
        [0.1, 0.0, 0.2, 0.1],
        [0.2, 0.0, 0.3, 0.0],
        [0.1, 0.0, 0.1, 1.2],
    ];
    for breakdown in refusals(&a, &Options::default()) {
        assert_eq!(breakdown.position, 3, "{breakdown}");
        assert!(
            breakdown
                .to_string()
                .starts_with("the economy is not productive")
        );
    }
    let failure = System::new(a)
        .unwrap()
        .local_inverses(&[[3, 2]])
        .unwrap_err();
    assert_eq!(failure.breakdown().unwrap().position, 3);
}

#[test]
fn a_negative_diagonal_is_no_negative_cell() {
    let a = array![[-0.5, 0.9], [0.9, 0.2]];
    let system = System::new(a.clone()).unwrap();
    assert_eq!(system.conditions().negative_cells, 0);
    let (expected, found) = (reference::leontief(&a), system.inverse().unwrap());
    assert_absolute("inverse", found.view(), expected.view(), 4.0 * rounding(2));
}
