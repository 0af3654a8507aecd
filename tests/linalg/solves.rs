//! Inverses, solves, columns, rows and blocks against an inverse by plain loops, on both sides of every border between blocks.

use leontief::linalg::{
    Factorised, Inverse, Options, Pivoting, Side, Solver, System, invert, invert_each,
};
use ndarray::{Array1, Array2, Axis, Slice};
use proptest::prelude::*;

use crate::common::random::{Numbers, cases};
use crate::economies::{
    CASES, Case, any_cells, assert_absolute, assert_relative, assert_within, cases_of, layouts,
    picked, productive, rounding, skew, with_gaps,
};
use crate::reference;

#[track_caller]
fn assert_inverse(what: &str, found: &Array2<f64>, case: &Case) {
    let n = case.len();
    let what = format!("{what} of {n} rows");
    let expected = case.inverse.view();
    assert_relative(&what, found.view(), expected, rounding(n));
}

#[test]
fn every_way_to_the_whole_inverse_gives_that_of_plain_loops() {
    for case in CASES.iter() {
        let options = Options::default();
        let (inverse, info) = invert(case.a.clone(), &options).unwrap();
        assert_inverse("invert", &inverse, case);
        assert_eq!((info.size, info.factorised), (case.len(), case.len()));
        assert_eq!(info.pivoting, Pivoting::None);
        let whole = Inverse::new(case.a.clone(), &options).unwrap();
        assert_eq!(whole.coefficients(), case.a);
        assert_eq!(whole.info(), info);
        // the same elimination, so the same bits
        assert_eq!(whole.matrix(), inverse);
        assert_eq!(whole.into_matrix(), inverse);
        let system = System::new(case.a.clone()).unwrap();
        assert_eq!(system.to_inverse().unwrap().matrix(), inverse);
        assert_eq!(system.inverse().unwrap(), inverse);
        assert_eq!(system.into_inverse().unwrap(), inverse);
    }
}

#[test]
fn an_inverse_does_not_depend_on_how_a_lies_in_memory() {
    let close = |found: Array2<f64>, expected: &Array2<f64>| {
        let tolerance = 8.0 * rounding(expected.nrows());
        assert_absolute("layout", found.view(), expected.view(), tolerance);
    };
    for n in [1, 7, 33, 130] {
        let numbers = &mut Numbers::new(n as u64);
        for a in [
            productive(n, 0.65, numbers),
            with_gaps(n, 0.3, numbers),
            skew(n, numbers),
        ] {
            let (inverse, rhs) = (reference::leontief(&a), any_cells(n, 3, numbers));
            let solved = reference::product(inverse.view(), rhs.view());
            for a in layouts(&a) {
                close(invert(a.clone(), &Options::default()).unwrap().0, &inverse);
                let factorised = Factorised::new(a.clone(), &Options::default()).unwrap();
                close(factorised.solve_many(rhs.view()).unwrap(), &solved);
                close(System::new(a.clone()).unwrap().inverse().unwrap(), &inverse);
                close(System::new(a).unwrap().into_inverse().unwrap(), &inverse);
            }
        }
    }
}

/// Solves from factor and inverse are those of the reference, up to rounding in units of what is added up.
#[track_caller]
fn check_solves(case: &Case, columns: usize, tolerance: f64) {
    let n = case.len();
    let rhs = any_cells(n, columns, &mut Numbers::new(n as u64));
    let system = System::new(case.a.clone()).unwrap();
    let factorised = Factorised::new(case.a.clone(), &Options::default()).unwrap();
    let inverse = system.to_inverse().unwrap();
    for side in [Side::Right, Side::Left] {
        let matrix = match side {
            Side::Right => case.inverse.view(),
            Side::Left => case.inverse.t(),
        };
        let expected = reference::product(matrix, rhs.view());
        let sizes = matrix.mapv(f64::abs);
        let sizes = reference::product(sizes.view(), rhs.mapv(f64::abs).view());
        // all layouts where that does not take long
        let layouts = layouts(&rhs);
        let layouts = layouts.iter().take(if n < 200 { 5 } else { 2 });
        for rhs in layouts.map(|layout| layout.view()) {
            let found = match side {
                Side::Right => [
                    ("system", system.solve_many(rhs)),
                    ("factorised", factorised.solve_many(rhs)),
                    ("inverse", inverse.solve_many(rhs)),
                ],
                Side::Left => [
                    ("system", system.solve_transposed_many(rhs)),
                    ("factorised", factorised.solve_transposed_many(rhs)),
                    ("inverse", inverse.solve_transposed_many(rhs)),
                ],
            };
            for (what, found) in found {
                let what = format!("{what}, {side:?}, {n} × {columns}");
                let found = found.unwrap();
                assert_within(
                    &what,
                    found.view(),
                    expected.view(),
                    sizes.view(),
                    tolerance,
                );
            }
        }
    }
}

#[test]
fn solves_on_both_sides_are_those_of_plain_loops() {
    for case in CASES.iter() {
        let columns: &[usize] = if case.len() < 200 {
            &[1, 2, 3, 20]
        } else {
            &[1, 5]
        };
        for &columns in columns {
            check_solves(case, columns, rounding(case.len()));
        }
    }
    check_solves(cases_of(97..=97).next().unwrap(), 0, 0.0);
    check_solves(cases_of(33..=33).next().unwrap(), 790, rounding(33));
}

#[test]
fn solves_with_row_exchanges_are_those_of_plain_loops() {
    for n in [8, 31, 33, 96, 97, 193, 230] {
        let case = Case::new(skew(n, &mut Numbers::new(n as u64)));
        let (inverse, info) = invert(case.a.clone(), &Options::default()).unwrap();
        assert_eq!(info.pivoting, Pivoting::Partial);
        // ‖B‖ ≤ 1 in the 2-norm and cells of I − A up to 2: each of n columns of L and U loses at most a few ε
        let tolerance = 8.0 * rounding(n);
        assert_absolute("inverse", inverse.view(), case.inverse.view(), tolerance);
        for columns in [1, 5] {
            check_solves(&case, columns, 8.0 * rounding(n));
        }
    }
}

#[test]
fn one_right_hand_side_is_solved_as_a_matrix_of_one_column() {
    for case in cases_of(1..=194) {
        let n = case.len();
        let system = System::new(case.a.clone()).unwrap();
        let rhs = any_cells(n, 1, &mut Numbers::new(n as u64));
        let vector = rhs.column(0);
        let many = system.solve_many(rhs.view()).unwrap();
        assert_eq!(system.solve(vector).unwrap(), many.column(0));
        let many = system.solve_transposed_many(rhs.view()).unwrap();
        assert_eq!(system.solve_transposed(vector).unwrap(), many.column(0));
        // every third number of a longer list, backwards
        let mut long = Array1::from_elem(3 * n, f64::NAN);
        for i in 0..n {
            long[3 * (n - 1 - i)] = vector[i];
        }
        let mut strided = long.slice_axis(Axis(0), Slice::new(0, None, 3));
        strided.invert_axis(Axis(0));
        let solved = system.solve(strided).unwrap();
        assert_eq!(solved, system.solve(vector).unwrap());
    }
}

/// Lists of positions across the borders between blocks, in any order, some overlapping, one empty.
fn lists(n: usize, numbers: &mut Numbers) -> Vec<Vec<usize>> {
    let order = numbers.permutation(n);
    let third = n / 3;
    vec![
        order[..third].to_vec(),
        order[third..].to_vec(),
        vec![],
        vec![n - 1],
        vec![n - 1, 0].into_iter().take(n).collect(),
        order[third / 2..n - third / 2].to_vec(),
        (n / 2..n).collect(),
    ]
}

fn check_blocks(case: &Case, tolerance: f64) {
    let (n, numbers) = (case.len(), &mut Numbers::new(case.len() as u64));
    let system = System::new(case.a.clone()).unwrap();
    let factorised = Factorised::new(case.a.clone(), &Options::default()).unwrap();
    let inverse = system.to_inverse().unwrap();
    let all: Vec<usize> = (0..n).collect();
    let lists = lists(n, numbers);
    let found = [
        ("system", system.diagonal_blocks(&lists).unwrap()),
        ("factorised", factorised.diagonal_blocks(&lists).unwrap()),
        ("inverse", inverse.diagonal_blocks(&lists).unwrap()),
    ];
    let close = |what: &str, found: &Array2<f64>, expected: &Array2<f64>| {
        let what = format!("{what} of {n} rows");
        let sizes = expected.mapv(|cell| {
            cell.abs()
                .max(if tolerance > rounding(n) { 1.0 } else { 0.0 })
        });
        assert_within(
            &what,
            found.view(),
            expected.view(),
            sizes.view(),
            tolerance,
        );
    };
    for (what, blocks) in &found {
        assert_eq!(blocks.len(), lists.len());
        for (block, list) in blocks.iter().zip(&lists) {
            close(
                &format!("block, {what}"),
                block,
                &picked(&case.inverse, list, list),
            );
        }
    }
    for list in &lists {
        let columns = picked(&case.inverse, &all, list);
        close("columns, system", &system.columns(list).unwrap(), &columns);
        close(
            "columns, inverse",
            &inverse.columns(list).unwrap(),
            &columns,
        );
        let rows = picked(&case.inverse, list, &all);
        close("rows, system", &system.rows(list).unwrap(), &rows);
        close("rows, inverse", &inverse.rows(list).unwrap(), &rows);
    }
    let weights = numbers.vector(n, 0.1, 1.0).to_vec();
    let mut expected = Array2::zeros((lists.len(), n));
    for (t, list) in lists.iter().enumerate() {
        for j in 0..n {
            for &i in list {
                expected[[t, j]] += weights[i] * case.inverse[[i, j]];
            }
        }
    }
    let multipliers = system.block_multipliers(&weights, &lists).unwrap();
    close("multipliers, system", &multipliers, &expected);
    let multipliers = inverse.block_multipliers(&weights, &lists).unwrap();
    close("multipliers, inverse", &multipliers, &expected);
}

#[test]
fn columns_rows_blocks_and_multipliers_are_parts_of_the_inverse() {
    for case in cases_of(1..=577) {
        check_blocks(case, rounding(case.len()));
    }
}

#[test]
fn parts_of_the_inverse_with_unused_outputs_and_producers_without_inputs_are_right() {
    for (n, gap) in [
        (1, 0.5),
        (5, 0.4),
        (40, 0.2),
        (120, 0.1),
        (210, 0.3),
        (260, 0.05),
    ] {
        let case = Case::new(with_gaps(n, gap, &mut Numbers::new(n as u64)));
        check_blocks(&case, rounding(n));
    }
}

#[test]
fn parts_of_an_inverse_with_row_exchanges_are_right() {
    for n in [2, 35, 97, 200] {
        let case = Case::new(skew(n, &mut Numbers::new(n as u64)));
        // weights below one of up to n rows, see above
        check_blocks(&case, 16.0 * rounding(n));
    }
}

#[test]
fn hundreds_of_blocks_are_answered_in_their_order() {
    let n = 300;
    let case = cases_of(n..=n).next().unwrap();
    let system = System::new(case.a.clone()).unwrap();
    let order = Numbers::new(5).permutation(n);
    let lists: Vec<&[usize]> = order.chunks(7).chain(order.chunks(299)).collect();
    for (block, list) in system.diagonal_blocks(&lists).unwrap().iter().zip(&lists) {
        let expected = picked(&case.inverse, list, list);
        assert_relative("block", block.view(), expected.view(), rounding(n));
    }
    // one list longer than all columns that are solved together
    let all = [order];
    let blocks = system.diagonal_blocks(&all).unwrap();
    let expected = picked(&case.inverse, &all[0], &all[0]);
    assert_relative("all", blocks[0].view(), expected.view(), rounding(n));
    let none: [&[usize]; 0] = [];
    assert!(system.diagonal_blocks(&none).unwrap().is_empty());
}

#[test]
fn local_inverses_are_those_of_each_block_alone() {
    for n in [1, 9, 70, 200] {
        let numbers = &mut Numbers::new(n as u64);
        let a = with_gaps(n, 0.1, numbers);
        let lists = lists(n, numbers);
        let found = System::new(a.clone())
            .unwrap()
            .local_inverses(&lists)
            .unwrap();
        assert_eq!(found.len(), lists.len());
        for (found, list) in found.iter().zip(&lists) {
            let expected = reference::leontief(&picked(&a, list, list));
            assert_relative("local", found.view(), expected.view(), rounding(n));
        }
    }
}

#[test]
fn many_small_systems_are_inverted_in_their_order() {
    let numbers = &mut Numbers::new(4);
    let mut systems: Vec<Array2<f64>> = (0..60)
        .map(|n| match n % 3 {
            0 => productive(n, 0.65, numbers),
            1 => with_gaps(n, 0.2, numbers),
            _ => skew(n, numbers),
        })
        .collect();
    systems[30] = Array2::from_elem((2, 2), 0.6);
    systems[40] = Array2::zeros((2, 3));
    let found = invert_each(systems.clone(), &Options::default());
    assert_eq!(found.len(), systems.len());
    for (k, (found, a)) in found.into_iter().zip(&systems).enumerate() {
        match k {
            30 => assert!(found.unwrap_err().breakdown().is_some()),
            40 => assert!(found.unwrap_err().breakdown().is_none()),
            _ => {
                let expected = reference::leontief(a);
                let tolerance = 8.0 * rounding(k);
                assert_absolute("inverse", found.unwrap().view(), expected.view(), tolerance);
            }
        }
    }
    assert!(invert_each(vec![], &Options::default()).is_empty());
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn solves_with_systems_of_any_size_and_structure_are_those_of_plain_loops(
        n in 1..=70_usize, gap in 0.0..0.5_f64, columns in 1..=5_usize, seed: u64,
    ) {
        let case = Case::new(with_gaps(n, gap, &mut Numbers::new(seed)));
        check_solves(&case, columns, rounding(n));
        let (inverse, _) = invert(case.a.clone(), &Options::default()).unwrap();
        assert_inverse("inverse", &inverse, &case);
    }

    #[test]
    fn residuals_in_working_precision_are_those_of_plain_loops(n in 1..=40_usize, seed: u64) {
        let numbers = &mut Numbers::new(seed);
        let a = productive(n, 0.65, numbers);
        let (x, rhs) = (any_cells(n, 3, numbers), any_cells(n, 3, numbers));
        let found = System::new(a.clone()).unwrap().residual(x.view(), rhs.view()).unwrap();
        let made = reference::product(reference::identity_less(&a).view(), x.view()) - rhs;
        let expected = made.iter().fold(0.0_f64, |most, cell| most.max(cell.abs()));
        // cells of A of 0.65 in sum, and of X and R up to one: each sum is of numbers below 3
        prop_assert!((found - expected).abs() <= 3.0 * rounding(n));
    }
}
