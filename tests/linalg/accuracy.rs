//! How many digits are right, against exact whole numbers.
//!
//! The bound for A ≥ 0. Elimination solves a system whose cells are changed by about n ε |L| |U|. For the factors of an M-matrix
//! with inverse B, B |L| ≤ 2 B and |U| B ≤ 2 B (triangles of one sign, pivots of at most one), so that cells of B change by at most
//! 4 n ε B B. Inverses of M-matrices satisfy b_ik b_kj ≤ b_kk b_ij, hence (B B)_ij ≤ tr(B) b_ij: every cell of the inverse, however
//! small, has a relative error of at most about 4 n ε tr(B), and 1 − a_ii, which is rounded too, adds ε tr(B) / 2. The trace does not
//! depend on the units, unlike the condition number.

use leontief::linalg::{Factorised, Inverse, Options, Side, Solver, System, invert};
use ndarray::{Array1, Array2};
use proptest::prelude::*;

use crate::common::random::{Numbers, cases};
use crate::economies::{
    any_cells, assert_relative, assert_within, in_units, productive, rounding, sizes, skew,
};
use crate::exact::{Exact, residual};
use crate::reference;

/// Where columns of A add up to, and what else is nasty about it.
#[derive(Debug, Clone, Copy)]
enum Nasty {
    /// All columns add up to this, as near as rounding allows.
    Sums(f64),
    /// Columns add up to this in other units: cells between 10⁻¹² and 10¹² times as large, columns that add up to more than one.
    Units(f64),
    /// Cells from 10⁻¹² to 1.
    Tiny,
    /// Every fifth producer takes more inputs than it makes.
    Losses,
}

impl Nasty {
    /// A and outputs.
    fn economy(self, n: usize, numbers: &mut Numbers) -> (Array2<f64>, Array1<f64>) {
        let ones = Array1::ones(n);
        match self {
            Self::Sums(sum) => (sums(n, sum, numbers), ones),
            Self::Units(sum) => {
                let d = sizes(n, 12.0, numbers);
                let a = in_units(&sums(n, sum, numbers), &d);
                (a, d.mapv(f64::recip))
            }
            Self::Tiny => {
                let mut a = Array2::from_shape_simple_fn((n, n), || {
                    10_f64.powf(numbers.between(-12.0, 0.0))
                });
                for mut column in a.columns_mut() {
                    let sum = column.sum().max(1.0);
                    column.mapv_inplace(|cell| 0.9 * cell / sum);
                }
                (a, ones)
            }
            // rows add up to 0.95 of output, and producers of little output take a lot
            Self::Losses => {
                let outputs = Array1::from_shape_fn(n, |i| if i % 5 == 0 { 0.4 } else { 1.0 });
                let a = sums(n, 0.95, numbers).reversed_axes();
                (in_units(&a, &outputs.mapv(f64::recip)), outputs)
            }
        }
    }
}

fn sums(n: usize, sum: f64, numbers: &mut Numbers) -> Array2<f64> {
    let mut a = Array2::from_shape_simple_fn((n, n), || numbers.between(0.01, 1.0));
    for mut column in a.columns_mut() {
        let total = column.sum();
        column.mapv_inplace(|cell| cell * sum / total);
    }
    a
}

fn nasty() -> impl Strategy<Value = Nasty> {
    prop_oneof![
        Just(Nasty::Sums(0.65)),
        Just(Nasty::Sums(0.999)),
        Just(Nasty::Sums(1.0 - 1e-8)),
        Just(Nasty::Units(0.8)),
        Just(Nasty::Units(1.0 - 1e-6)),
        Just(Nasty::Tiny),
        Just(Nasty::Losses),
    ]
}

/// The bound of the head of this file without its n: roundings of either sign never all line up, those of a dozen rows by far not.
fn granted(exact: &Array2<f64>) -> f64 {
    4.0 * f64::EPSILON * exact.diag().sum()
}

fn fewer_cases(cases: ProptestConfig) -> ProptestConfig {
    let fewer = cases.cases.div_ceil(2);
    ProptestConfig {
        cases: fewer,
        ..cases
    }
}

proptest! {
    #![proptest_config(fewer_cases(cases()))]

    #[test]
    fn every_cell_of_the_inverse_has_the_digits_that_its_trace_allows(
        n in 1..=12_usize, nasty in nasty(), seed: u64,
    ) {
        let (a, outputs) = nasty.economy(n, &mut Numbers::new(seed));
        let options = Options::default().outputs(outputs.view());
        let exact = Exact::new(&a).inverse();
        let (found, _) = invert(a.clone(), &options).unwrap();
        assert_relative("inverse", found.view(), exact.view(), granted(&exact));
        let all: Vec<usize> = (0..n).collect();
        let system = System::with(a, options).unwrap();
        for found in [system.columns(&all).unwrap(), system.rows(&all).unwrap()] {
            assert_relative("solves", found.view(), exact.view(), granted(&exact));
        }
    }

    #[test]
    fn solutions_have_the_digits_that_the_trace_allows(
        n in 1..=12_usize, nasty in nasty(), seed: u64,
    ) {
        let numbers = &mut Numbers::new(seed);
        let (a, outputs) = nasty.economy(n, numbers);
        let options = Options::default().outputs(outputs.view());
        let exact = Exact::new(&a);
        let (inverse, rhs) = (exact.inverse(), any_cells(n, 2, numbers));
        let whole = Inverse::new(a.clone(), &options).unwrap();
        let system = System::with(a, options).unwrap();
        for side in [Side::Right, Side::Left] {
            let expected = exact.solve(side, &rhs);
            let (matrix, found) = match side {
                Side::Right => (
                    inverse.view(),
                    [system.solve_many(rhs.view()), whole.solve_many(rhs.view())],
                ),
                Side::Left => (
                    inverse.t(),
                    [
                        system.solve_transposed_many(rhs.view()),
                        whole.solve_transposed_many(rhs.view()),
                    ],
                ),
            };
            // right-hand sides of both signs may cancel
            let sizes = reference::product(matrix, rhs.mapv(f64::abs).view());
            for found in found {
                let found = found.unwrap();
                let what = format!("{side:?}");
                assert_within(&what, found.view(), expected.view(), sizes.view(), granted(&inverse));
            }
        }
    }

    #[test]
    fn refined_solutions_are_exact_to_the_last_digits(
        n in 1..=12_usize, nasty in nasty(), seed: u64,
    ) {
        let numbers = &mut Numbers::new(seed);
        let (a, outputs) = nasty.economy(n, numbers);
        let exact = Exact::new(&a);
        let rhs = numbers.vector(n, 0.1, 1.0).insert_axis(ndarray::Axis(1));
        let options = Options::default().outputs(outputs.view());
        let system = System::with(a.clone(), options).unwrap();
        for side in [Side::Right, Side::Left] {
            let (found, certificate) = system.solve_refined(side, rhs.view(), 10).unwrap();
            let expected = exact.solve(side, &rhs);
            // half a unit in the last place for each of the two roundings, and what a last correction loses
            let what = format!("{side:?}, {certificate}");
            assert_relative(&what, found.view(), expected.view(), 2.0 * f64::EPSILON);
            prop_assert!(certificate.backward_error < 1e-15, "{}", certificate);
        }
    }

    #[test]
    fn every_column_of_a_refined_solution_is_as_exact_as_if_it_stood_alone(
        n in 1..=8_usize, nasty in nasty(), seed: u64,
    ) {
        let numbers = &mut Numbers::new(seed);
        let (a, outputs) = nasty.economy(n, numbers);
        let mut rhs = Array2::from_shape_simple_fn((n, 3), || numbers.between(0.1, 1.0));
        rhs.column_mut(1).mapv_inplace(|cell| 1e9 * cell);
        rhs.column_mut(2).mapv_inplace(|cell| 1e-9 * cell);
        let options = Options::default().outputs(outputs.view());
        let system = System::with(a.clone(), options).unwrap();
        let (found, certificate) = system.solve_refined(Side::Right, rhs.view(), 10).unwrap();
        let expected = Exact::new(&a).solve(Side::Right, &rhs);
        let what = certificate.to_string();
        assert_relative(&what, found.view(), expected.view(), 2.0 * f64::EPSILON);
    }

    #[test]
    fn a_certificate_reports_the_exact_residual(
        n in 1..=12_usize, nasty in nasty(), refinements in 0..3_usize, seed: u64,
    ) {
        let numbers = &mut Numbers::new(seed);
        let (a, outputs) = nasty.economy(n, numbers);
        let rhs = any_cells(n, 2, numbers);
        let options = Options::default().outputs(outputs.view());
        let system = System::with(a.clone(), options).unwrap();
        for side in [Side::Right, Side::Left] {
            let matrix = match side {
                Side::Right => a.view(),
                Side::Left => a.t(),
            };
            let (found, certificate) = system.solve_refined(side, rhs.view(), refinements).unwrap();
            prop_assert!(certificate.refinements <= refinements);
            let again = system.certificate(side, found.view(), rhs.view()).unwrap();
            prop_assert_eq!(again.residual, certificate.residual);
            prop_assert_eq!(again.backward_error, certificate.backward_error);
            let exact = residual(matrix, &found, &rhs);
            let worst = exact.iter().fold(0.0_f64, |most, cell| most.max(cell.abs()));
            let sizes = reference::product(matrix, found.mapv(f64::abs).view())
                + found.mapv(f64::abs)
                + rhs.mapv(f64::abs);
            let largest = sizes.iter().fold(0.0_f64, |most, cell| most.max(*cell));
            // n + 2 sums in twice the precision, and one rounding
            let lost = (n * n + 16) as f64 * f64::EPSILON.powi(2) * largest + f64::EPSILON * worst;
            prop_assert!(
                (certificate.residual - worst).abs() <= lost,
                "{} {:e}", certificate, worst
            );
            let ratios = exact.iter().zip(&sizes).map(|(cell, size)| cell.abs() / size);
            let backward = ratios.fold(0.0, f64::max);
            prop_assert!(
                (certificate.backward_error - backward).abs() <= 1e-6 * backward + 1e-30,
                "{} {:e}", certificate, backward
            );
        }
    }

    #[test]
    fn the_condition_number_of_a_non_negative_economy_is_exact(
        n in 1..=12_usize, nasty in nasty(), seed: u64,
    ) {
        let numbers = &mut Numbers::new(seed);
        let (a, outputs) = nasty.economy(n, numbers);
        let inverse = Exact::new(&a).inverse();
        // in units of output
        let scaled = in_units(&a, &outputs);
        let inverse_scaled = in_units(&inverse, &outputs);
        let expected = reference::norm(reference::identity_less(&scaled).view())
            * reference::norm(inverse_scaled.view());
        let options = Options::default().outputs(outputs.view());
        let found = System::with(a, options).unwrap().condition_number().unwrap();
        prop_assert!(
            (found - expected).abs() <= granted(&inverse) * expected,
            "{found:e} {expected:e}"
        );
    }

    #[test]
    fn the_condition_number_of_any_economy_is_bounded_from_below(n in 1..=30_usize, seed: u64) {
        let a = skew(n, &mut Numbers::new(seed));
        let system = System::new(a.clone()).unwrap();
        let expected = reference::norm(reference::identity_less(&a).view())
            * reference::norm(reference::leontief(&a).view());
        let found = system.condition_number().unwrap();
        prop_assert!(found <= expected * (1.0 + 8.0 * rounding(n)), "{found} {expected}");
        prop_assert!(found >= expected / 3.0, "{found} {expected}");
    }
}

#[test]
fn a_large_system_leaves_residuals_of_rounding_only() {
    let n = 600;
    let numbers = &mut Numbers::new(6);
    let a = productive(n, 0.95, numbers);
    let rhs = any_cells(n, 3, numbers);
    let system = System::new(a.clone()).unwrap();
    let factorised = Factorised::new(a, &Options::default()).unwrap();
    for side in [Side::Right, Side::Left] {
        let found = match side {
            Side::Right => factorised.solve_many(rhs.view()).unwrap(),
            Side::Left => factorised.solve_transposed_many(rhs.view()).unwrap(),
        };
        let plain = system.certificate(side, found.view(), rhs.view()).unwrap();
        // roundings of n terms of either sign: far below n ε, or ε √n
        let root = (n as f64).sqrt() * f64::EPSILON;
        assert!(plain.backward_error < root, "{side:?}: {plain}");
        let (_, refined) = system.solve_refined(side, rhs.view(), 3).unwrap();
        // the solution itself is rounded to half a unit in the last place of cells below 1 + 1
        assert!(refined.backward_error < f64::EPSILON, "{side:?}: {refined}");
        assert!(refined.residual <= plain.residual);
    }
}

#[test]
fn refinement_reaches_the_last_digits_at_a_condition_of_1e13() {
    let n = 8;
    let a = sums(n, 1.0 - 3e-12, &mut Numbers::new(7));
    let rhs = Array2::from_elem((n, 1), 1.0);
    let system = System::new(a.clone()).unwrap();
    assert!(system.condition_number().unwrap() > 1e11);
    let exact = Exact::new(&a);
    for side in [Side::Right, Side::Left] {
        let (found, certificate) = system.solve_refined(side, rhs.view(), 20).unwrap();
        let what = format!("{side:?}, {certificate}");
        let expected = exact.solve(side, &rhs);
        assert_relative(&what, found.view(), expected.view(), 2.0 * f64::EPSILON);
    }
}

#[test]
fn negative_cells_cost_no_digits_where_the_condition_is_small() {
    for n in [2, 5, 12] {
        let a = skew(n, &mut Numbers::new(n as u64));
        let exact = Exact::new(&a);
        let (inverse, _) = invert(a.clone(), &Options::default()).unwrap();
        // ‖B‖ ≤ 1 and multipliers of at most one: a few ε for each column of cells up to 2
        let (one, exact_inverse) = (Array2::ones((n, n)), exact.inverse());
        let tolerance = 4.0 * rounding(n);
        assert_within(
            "inverse",
            inverse.view(),
            exact_inverse.view(),
            one.view(),
            tolerance,
        );
        let rhs = any_cells(n, 1, &mut Numbers::new(9));
        let (found, _) = System::new(a)
            .unwrap()
            .solve_refined(Side::Left, rhs.view(), 5)
            .unwrap();
        let expected = exact.solve(Side::Left, &rhs);
        assert_relative("refined", found.view(), expected.view(), 2.0 * f64::EPSILON);
    }
}
