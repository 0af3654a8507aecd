//! Rows and columns of zeros, chains, and economies of nothing.

use leontief::linalg::{
    Conditions, Cut, Factorised, Inverse, Options, Productive, Side, Solver, System, invert,
};
use ndarray::{Array1, Array2, Axis};
use proptest::prelude::*;

use crate::common::random::{Numbers, cases};
use crate::economies::{any_cells, assert_relative, rounding, with_gaps};
use crate::reference;

/// Positions whose row and column of A both have a cell that is not zero.
fn core_size(a: &Array2<f64>) -> usize {
    let not_zero = |cell: &f64| *cell != 0.0;
    let core = |i: &usize| a.row(*i).iter().any(not_zero) && a.column(*i).iter().any(not_zero);
    (0..a.nrows()).filter(core).count()
}

/// The whole inverse, by way of columns, rows and in place.
#[track_caller]
fn check(a: &Array2<f64>) {
    let n = a.nrows();
    let expected = reference::leontief(a);
    let all: Vec<usize> = (0..n).collect();
    let system = System::new(a.clone()).unwrap();
    assert_eq!(system.factorised_size(), core_size(a));
    assert_eq!(system.info().unwrap().factorised, core_size(a));
    assert_eq!(system.info().unwrap().size, n);
    let (inverse, info) = invert(a.clone(), &Options::default()).unwrap();
    assert_eq!(info.factorised, core_size(a));
    let factorised = Factorised::new(a.clone(), &Options::default()).unwrap();
    assert_eq!(factorised.len(), n);
    assert_eq!(factorised.info().factorised, core_size(a));
    let unit = Array2::eye(n);
    for (what, found) in [
        ("in place", inverse),
        ("columns", system.columns(&all).unwrap()),
        ("rows", system.rows(&all).unwrap()),
        ("solves", factorised.solve_many(unit.view()).unwrap()),
        (
            "left solves",
            factorised
                .solve_transposed_many(unit.view())
                .unwrap()
                .reversed_axes(),
        ),
        ("block", system.diagonal_blocks(&[&all]).unwrap().remove(0)),
        ("local", system.local_inverses(&[all]).unwrap().remove(0)),
        (
            "into",
            System::new(a.clone()).unwrap().into_inverse().unwrap(),
        ),
    ] {
        assert_relative(what, found.view(), expected.view(), rounding(n));
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn rows_and_columns_of_zeros_change_nothing_but_the_work(
        n in 1..=60_usize, gap in 0.0..=1.0_f64, seed: u64,
    ) {
        check(&with_gaps(n, gap, &mut Numbers::new(seed)));
    }

    #[test]
    fn rows_of_zeros_alone_or_columns_alone_change_nothing_but_the_work(
        n in 1..=60_usize, gap in 0.0..=1.0_f64, rows: bool, seed: u64,
    ) {
        let numbers = &mut Numbers::new(seed);
        let mut a = with_gaps(n, 0.0, numbers);
        for i in 0..n {
            if numbers.chance(gap) {
                a.index_axis_mut(Axis(usize::from(!rows)), i).fill(0.0);
            }
        }
        check(&a);
    }

    #[test]
    fn sparse_economies_are_inverted_as_dense_ones(n in 1..=60_usize, empty in 0.7..1.0_f64, seed: u64) {
        let numbers = &mut Numbers::new(seed);
        let mut a = with_gaps(n, 0.0, numbers);
        a.mapv_inplace(|cell| if numbers.chance(empty) { 0.0 } else { cell });
        check(&a);
    }
}

#[test]
fn gaps_across_the_borders_of_blocks_change_nothing_but_the_work() {
    for n in [100, 230, 320] {
        check(&with_gaps(n, 0.1, &mut Numbers::new(n as u64)));
    }
}

#[test]
fn an_economy_without_inputs_makes_what_is_asked_of_it() {
    for n in [1, 2, 50] {
        let a = Array2::zeros((n, n));
        check(&a);
        let system = System::new(a).unwrap();
        assert_eq!(system.factorised_size(), 0);
        assert_eq!(system.inverse().unwrap(), Array2::<f64>::eye(n));
        let rhs = any_cells(n, 2, &mut Numbers::new(1));
        assert_eq!(system.solve_many(rhs.view()).unwrap(), rhs);
        assert_eq!(system.solve_transposed_many(rhs.view()).unwrap(), rhs);
        assert_eq!(system.condition_number().unwrap(), 1.0);
        let conditions = Conditions {
            negative_cells: 0,
            productive: Productive::ByColumns { largest: 0.0 },
        };
        assert_eq!(system.conditions(), conditions);
        assert_eq!(system.info().unwrap().conditions, conditions);
    }
}

#[test]
fn an_economy_of_nobody_has_an_answer_of_nothing() {
    let empty = Array2::<f64>::zeros((0, 0));
    let system = System::new(empty.clone()).unwrap();
    assert!(system.is_empty());
    assert_eq!((system.len(), system.factorised_size()), (0, 0));
    assert_eq!(system.inverse().unwrap(), empty);
    assert_eq!(system.to_inverse().unwrap().matrix(), empty);
    assert_eq!(system.solve(Array1::zeros(0).view()).unwrap().len(), 0);
    let three = Array2::zeros((0, 3));
    assert_eq!(system.solve_many(three.view()).unwrap(), three);
    assert_eq!(system.solve_transposed_many(three.view()).unwrap(), three);
    assert_eq!(system.columns(&[]).unwrap(), empty);
    assert_eq!(system.rows(&[]).unwrap(), empty);
    let none: [usize; 0] = [];
    let blocks = system.diagonal_blocks(&[none]).unwrap();
    assert_eq!(blocks, vec![empty.clone()]);
    let blocks = system.local_inverses(&[none]).unwrap();
    assert_eq!(blocks, vec![empty.clone()]);
    let multipliers = system.block_multipliers(&[], &[none]).unwrap();
    assert_eq!(multipliers.dim(), (1, 0));
    let (solution, certificate) = system.solve_refined(Side::Left, three.view(), 2).unwrap();
    assert_eq!((solution, certificate.residual), (three, 0.0));
    let nothing = Cut::between([], []);
    let updated = system.without(&nothing).unwrap();
    assert_eq!(updated.solve_many(empty.view()).unwrap(), empty);
    let inverse = Inverse::new(empty.clone(), &Options::default()).unwrap();
    let mut new = empty.clone();
    inverse.write_without(&nothing, new.view_mut()).unwrap();
    assert!(system.condition_number().unwrap().is_finite());
    assert_eq!(system.info().unwrap().size, 0);
    assert_eq!(system.into_inverse().unwrap(), empty);
}

#[test]
fn a_chain_of_producers_takes_the_product_of_its_links() {
    // producer i delivers 3 to producer i + 1: nilpotent, productive at any size of its cells, exact in binary numbers
    for n in [2, 20, 33] {
        let mut a = Array2::zeros((n, n));
        for i in 1..n {
            a[[i - 1, i]] = 3.0;
        }
        let found = System::new(a.clone()).unwrap().inverse().unwrap();
        for ((i, j), cell) in found.indexed_iter() {
            let expected = if i <= j {
                3_f64.powi((j - i) as i32)
            } else {
                0.0
            };
            assert_eq!(*cell, expected, "{i}, {j}");
        }
        let left = System::new(a.reversed_axes()).unwrap().inverse().unwrap();
        assert_eq!(left, found.reversed_axes());
    }
}

#[test]
fn a_long_chain_of_halves_is_exact() {
    let n = 250;
    let a = Array2::from_shape_fn((n, n), |(i, j)| if i + 1 == j { 0.5 } else { 0.0 });
    let found = System::new(a.clone()).unwrap().inverse().unwrap();
    let expected = Array2::from_shape_fn((n, n), |(i, j)| {
        if i <= j {
            f64::powi(0.5, (j - i) as i32)
        } else {
            0.0
        }
    });
    assert_eq!(found, expected);
    let all: Vec<usize> = (0..n).collect();
    assert_eq!(System::new(a).unwrap().columns(&all).unwrap(), expected);
}

#[test]
fn the_order_of_producers_is_no_matter() {
    let n = 70;
    let numbers = &mut Numbers::new(3);
    let a = with_gaps(n, 0.2, numbers);
    let order = numbers.permutation(n);
    let permuted = crate::economies::picked(&a, &order, &order);
    let expected = reference::leontief(&a);
    let expected = crate::economies::picked(&expected, &order, &order);
    let found = System::new(permuted).unwrap().inverse().unwrap();
    assert_relative("permuted", found.view(), expected.view(), rounding(n));
}

#[test]
fn half_of_a_permutation_goes_round_in_its_cycles() {
    // (I − P/2)⁻¹ is the sum of the powers of P/2
    let n = 40;
    let order = Numbers::new(4).permutation(n);
    let a = Array2::from_shape_fn((n, n), |(i, j)| if order[j] == i { 0.5 } else { 0.0 });
    check(&a);
    let mut power = Array2::eye(n);
    let mut sum = Array2::<f64>::zeros((n, n));
    for _ in 0..60 {
        sum += &power;
        power = reference::product(a.view(), power.view());
    }
    let found = System::new(a).unwrap().inverse().unwrap();
    // what 60 rounds leave out is 2⁻⁵⁹
    assert_relative("powers", found.view(), sum.view(), rounding(n));
}
