//! Economies without some flows, against an inverse of the changed coefficients from scratch.

use leontief::linalg::{Cut, Failure, Inverse, Meaning, Options, Solver, System, Updated};
use ndarray::{Array2, array};
use proptest::prelude::*;

use crate::common::random::{Numbers, cases};
use crate::economies::{any_cells, assert_absolute, picked, productive, rounding, skew, with_gaps};
use crate::reference;

/// Rectangles of flows, written out.
type Rectangles = Vec<(Vec<usize>, Vec<usize>)>;

fn cut_of(rectangles: &Rectangles) -> Cut {
    let mut cuts = rectangles
        .iter()
        .map(|(rows, columns)| Cut::between(rows.clone(), columns.clone()));
    let first = cuts.next().unwrap();
    cuts.fold(first, Cut::and)
}

fn without(a: &Array2<f64>, rectangles: &Rectangles) -> Array2<f64> {
    let mut a = a.clone();
    for (rows, columns) in rectangles {
        for &i in rows {
            for &j in columns {
                a[[i, j]] = 0.0;
            }
        }
    }
    a
}

fn outside(block: &[usize], n: usize) -> Vec<usize> {
    (0..n).filter(|i| !block.contains(i)).collect()
}

/// Every kind of rectangle: few rows, few columns, nearly all of either, nothing, everything, several.
fn any_cut(n: usize, numbers: &mut Numbers) -> Rectangles {
    let (rows, columns) = (numbers.permutation(n), numbers.permutation(n));
    let any = |numbers: &mut Numbers| (numbers.unit() * (n + 1) as f64) as usize;
    let (r, c) = (any(numbers), any(numbers));
    let (first, second) = (rows[..r].to_vec(), columns[..c].to_vec());
    match (numbers.unit() * 3.0) as usize {
        0 => vec![(first, second)],
        1 => vec![(first, second.clone()), (rows[r..].to_vec(), second)],
        _ => vec![
            (first.clone(), second),
            (rows[r..].to_vec(), columns[..n - c].to_vec()),
            (first, columns[c..].to_vec()),
        ],
    }
}

/// Solves, blocks and, of an inverse, the whole without a cut, up to `tolerance`.
fn check(a: &Array2<f64>, rectangles: &Rectangles, tolerance: f64) {
    let n = a.nrows();
    let cut = cut_of(rectangles);
    let expected = reference::leontief(&without(a, rectangles));
    let system = System::new(a.clone()).unwrap();
    let inverse = Inverse::new(a.clone(), &Options::default()).unwrap();
    check_updated(
        &system.without(&cut).unwrap(),
        &expected,
        &inverse,
        tolerance,
    );
    check_updated(
        &inverse.without(&cut).unwrap(),
        &expected,
        &inverse,
        tolerance,
    );
    let mut written = Array2::from_elem((n, n), f64::NAN);
    inverse.write_without(&cut, written.view_mut()).unwrap();
    assert_absolute("written", written.view(), expected.view(), tolerance);
    // into memory that lies column by column
    let mut written = Array2::from_elem((n, n), f64::NAN);
    inverse
        .write_without(&cut, written.view_mut().reversed_axes())
        .unwrap();
    assert_absolute(
        "written, transposed",
        written.t(),
        expected.view(),
        tolerance,
    );
}

fn check_updated<S: Solver>(
    updated: &Updated<'_, S>,
    expected: &Array2<f64>,
    inverse: &Inverse,
    tolerance: f64,
) {
    let n = expected.nrows();
    let numbers = &mut Numbers::new(n as u64);
    let all: Vec<usize> = (0..n).collect();
    let unit = Array2::eye(n);
    let whole = updated.solve_many(unit.view()).unwrap();
    assert_absolute("solve", whole.view(), expected.view(), tolerance);
    let whole = updated.solve_transposed_many(unit.view()).unwrap();
    assert_absolute("left solve", whole.t(), expected.view(), tolerance);
    let rhs = any_cells(n, 2, numbers);
    let solved = updated.solve_many(rhs.view()).unwrap();
    let by_hand = reference::product(expected.view(), rhs.view());
    let sum = reference::norm(expected.t()).max(1.0);
    assert_absolute("x", solved.view(), by_hand.view(), sum * tolerance);
    let block = updated.block(&all, &all, inverse.matrix()).unwrap();
    assert_absolute("all", block.view(), expected.view(), tolerance);
    let (rows, columns) = (numbers.permutation(n), numbers.permutation(n));
    let (rows, columns) = (&rows[..n / 2], &columns[..n.div_ceil(3)]);
    let old = picked(&inverse.matrix().to_owned(), rows, columns);
    let block = updated.block(rows, columns, old.view()).unwrap();
    let by_hand = picked(expected, rows, columns);
    assert_absolute("block", block.view(), by_hand.view(), tolerance);
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn an_economy_without_some_flows_is_that_inverted_from_scratch(
        n in 1..=40_usize, gap in 0.0..0.3_f64, seed: u64,
    ) {
        let numbers = &mut Numbers::new(seed);
        let a = with_gaps(n, gap, numbers);
        let rectangles = any_cut(n, numbers);
        // cells of both inverses are below 3, and so are the sizes of corrections
        check(&a, &rectangles, rounding(n));
    }

    #[test]
    fn named_cuts_are_the_rectangles_that_they_stand_for(n in 1..=25_usize, seed: u64) {
        let numbers = &mut Numbers::new(seed);
        let a = productive(n, 0.65, numbers);
        let size = (numbers.unit() * (n + 1) as f64) as usize;
        let block = numbers.permutation(n)[..size].to_vec();
        let rest = outside(&block, n);
        let (out, into) = ((block.clone(), rest.clone()), (rest, block.clone()));
        for (cut, rectangles) in [
            (Cut::out_of(&block, n), vec![out.clone()]),
            (Cut::into(&block, n), vec![into.clone()]),
            (Cut::around(&block, n), vec![out.clone(), into.clone()]),
            (Cut::out_of(&block, n).and(Cut::between([], [])), vec![out]),
        ] {
            let expected = reference::leontief(&without(&a, &rectangles));
            let inverse = Inverse::new(a.clone(), &Options::default()).unwrap();
            let mut found = Array2::zeros((n, n));
            inverse.write_without(&cut, found.view_mut()).unwrap();
            assert_absolute("named", found.view(), expected.view(), rounding(n));
            prop_assert_eq!(cut.rank(), size.min(n - size) * rectangles.len());
        }
    }

    #[test]
    fn flows_of_inputs_times_the_inverse_are_those_of_plain_loops(n in 1..=30_usize, seed: u64) {
        let numbers = &mut Numbers::new(seed);
        let a = with_gaps(n, 0.1, numbers);
        let b = reference::leontief(&a);
        let (rows, columns) = any_cut(n, numbers).remove(0);
        let all: Vec<usize> = (0..n).collect();
        let flows = picked(&a, &rows, &columns);
        let into = reference::product(flows.view(), picked(&b, &columns, &all).view());
        let out_of = reference::product(picked(&b, &all, &rows).view(), flows.view());
        let system = System::new(a.clone()).unwrap();
        let inverse = Inverse::new(a, &Options::default()).unwrap();
        let close = |found: Array2<f64>, expected: &Array2<f64>| {
            assert_absolute("flows", found.view(), expected.view(), rounding(n));
        };
        close(system.flows_into(&rows, &columns).unwrap(), &into);
        close(inverse.flows_into(&rows, &columns).unwrap(), &into);
        close(system.flows_out_of(&rows, &columns).unwrap(), &out_of);
        close(inverse.flows_out_of(&rows, &columns).unwrap(), &out_of);
    }

    #[test]
    fn a_cut_with_a_shared_flow_or_a_position_too_large_is_refused(n in 1..=12_usize, seed: u64) {
        let numbers = &mut Numbers::new(seed);
        let a = productive(n, 0.65, numbers);
        let system = System::new(a.clone()).unwrap();
        let inverse = system.to_inverse().unwrap();
        let (rows, columns) = (numbers.permutation(n), numbers.permutation(n));
        let (i, j) = (rows[0], columns[0]);
        for cut in [
            Cut::between([n], [j]),
            Cut::between([i], [n]),
            Cut::between([i, i], [j]),
            Cut::between([i], [j, j]),
            Cut::between([i], []).and(Cut::between([n + 7], [j])),
            Cut::between(rows.clone(), [j]).and(Cut::between([i], columns.clone())),
            Cut::between([i], [j]).and(Cut::between([i], [j])),
            Cut::out_of(&[i, n], n),
            Cut::into(&[i, n], n),
            Cut::around(&[i, n], n),
            Cut::around(&[i, i], n),
        ] {
            for failure in [
                system.without(&cut).map(|_| ()).unwrap_err(),
                inverse.without(&cut).map(|_| ()).unwrap_err(),
                inverse.write_without(&cut, Array2::zeros((n, n)).view_mut()).unwrap_err(),
                system.each_without(std::slice::from_ref(&cut), |_, _| Ok(())).unwrap_err(),
                inverse.each_inverse_without(std::slice::from_ref(&cut), |_, _| ()).unwrap_err(),
            ] {
                prop_assert!(
                    matches!(failure, Failure::Position { size, .. } if size == n),
                    "{:?}: {}", cut, failure
                );
            }
        }
    }
}

#[test]
fn cuts_across_the_borders_of_blocks_and_tiles_are_right() {
    for (n, first, last) in [(97, 30, 35), (200, 0, 120), (390, 380, 390), (390, 5, 200)] {
        let a = productive(n, 0.65, &mut Numbers::new(n as u64));
        let block: Vec<usize> = (first..last).collect();
        let rest = outside(&block, n);
        let rectangles = vec![(block.clone(), rest.clone()), (rest, block)];
        let expected = reference::leontief(&without(&a, &rectangles));
        let inverse = Inverse::new(a.clone(), &Options::default()).unwrap();
        let mut found = Array2::zeros((n, n));
        let cut = cut_of(&rectangles);
        inverse.write_without(&cut, found.view_mut()).unwrap();
        assert_absolute("around", found.view(), expected.view(), rounding(n));
        let system = System::new(a).unwrap();
        let updated = system.without(&cut).unwrap();
        let rhs = any_cells(n, 3, &mut Numbers::new(1));
        let solved = updated.solve_many(rhs.view()).unwrap();
        let by_hand = reference::product(expected.view(), rhs.view());
        assert_absolute("x", solved.view(), by_hand.view(), 3.0 * rounding(n));
        let solved = updated.solve_transposed_many(rhs.view()).unwrap();
        let by_hand = reference::product(expected.t(), rhs.view());
        assert_absolute("y", solved.view(), by_hand.view(), 3.0 * rounding(n));
    }
}

#[test]
fn cuts_of_negative_cells_with_row_exchanges_are_right() {
    for n in [9, 40, 110] {
        let numbers = &mut Numbers::new(n as u64);
        let a = skew(n, numbers);
        let block = numbers.permutation(n)[..n / 3].to_vec();
        let rest = outside(&block, n);
        // what is left is skew again, so its inverse is as small
        let rectangles = vec![(block.clone(), rest.clone()), (rest, block)];
        // corrections of some n products of cells of U and V up to 2
        check(&a, &rectangles, 64.0 * rounding(n));
    }
}

#[test]
fn every_economy_without_a_cut_is_answered_in_the_order_of_the_cuts() {
    let n = 50;
    let numbers = &mut Numbers::new(8);
    let a = with_gaps(n, 0.1, numbers);
    let rectangles: Vec<Rectangles> = (0..11).map(|_| any_cut(n, numbers)).collect();
    let cuts: Vec<Cut> = rectangles.iter().map(cut_of).collect();
    let expected = rectangles
        .iter()
        .map(|cut| reference::leontief(&without(&a, cut)));
    let expected: Vec<Array2<f64>> = expected.collect();
    let unit = Array2::eye(n);
    let system = System::new(a.clone()).unwrap();
    let inverse = system.to_inverse().unwrap();
    let found = [
        system.each_without(&cuts, |k, updated| {
            Ok((k, updated.solve_many(unit.view())?))
        }),
        inverse.each_without(&cuts, |k, updated| {
            Ok((k, updated.solve_many(unit.view())?))
        }),
    ];
    for found in found {
        let found = found.unwrap();
        assert_eq!(found.len(), cuts.len());
        for (k, ((at, found), expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(*at, k);
            assert_absolute("answer", found.view(), expected.view(), rounding(n));
        }
    }
    let mut seen = 0;
    let look = |k: usize, found: ndarray::ArrayView2<'_, f64>| {
        assert_eq!(k, seen);
        assert_absolute("shown", found, expected[k].view(), rounding(n));
        seen += 1;
    };
    inverse.each_inverse_without(&cuts, look).unwrap();
    assert_eq!(seen, cuts.len());
    let none: Vec<()> = system.each_without(&[], |_, _| Ok(())).unwrap();
    assert!(none.is_empty());
}

#[test]
fn the_first_answer_that_fails_is_the_failure_of_all() {
    let a = productive(6, 0.65, &mut Numbers::new(1));
    let cuts: Vec<Cut> = (0..6).map(|i| Cut::between([i], [0, 1])).collect();
    let system = System::new(a).unwrap();
    let wrong = Array2::zeros((5, 1));
    let answer = |k: usize, updated: &Updated<'_, System>| match k {
        2 => Err(Failure::NotFinite { row: 2, column: 2 }),
        4 => updated.solve_many(wrong.view()).map(|_| ()),
        _ => Ok(()),
    };
    let failure = system.each_without(&cuts, answer).unwrap_err();
    assert_eq!(failure, Failure::NotFinite { row: 2, column: 2 });
}

#[test]
fn an_economy_that_lives_from_the_flow_that_is_cut_is_refused() {
    // the first producer takes 1.2 of itself and is paid by what the second gives: det(I − A) = −0.2 · 1 + 1 · 0.5 > 0
    let a = array![[1.2, -1.0], [0.5, 0.0]];
    let cut = Cut::between([0], [1]);
    let system = System::new(a).unwrap();
    let inverse = system.to_inverse().unwrap();
    for failure in [
        system.without(&cut).map(|_| ()).unwrap_err(),
        inverse.without(&cut).map(|_| ()).unwrap_err(),
    ] {
        let meaning = failure.breakdown().unwrap().meaning;
        assert_eq!(meaning, Meaning::NotProductive);
    }
}

#[test]
fn a_cut_that_leaves_a_singular_system_is_refused() {
    // without the flow of −0.8, the first two producers use up all that they make; whether elimination meets zero or a number made
    // of rounding depends on their cells
    for (s, t) in [
        (0.3, 0.1),
        (0.1, 0.3),
        (0.07, 0.013),
        (0.21, 0.19),
        (0.9, 0.37),
    ] {
        let a = array![[1.0 - s, s, 0.0], [t, 1.0 - t, -0.8], [0.1, 0.0, 0.0]];
        let system = System::new(a).unwrap();
        let inverse = system.to_inverse().unwrap();
        let cut = Cut::between([1], [2]);
        for found in [
            system.without(&cut).map(|_| ()),
            inverse.without(&cut).map(|_| ()),
        ] {
            let failure = found.expect_err(&format!("{s}, {t}"));
            assert!(failure.breakdown().is_some(), "{failure}");
        }
    }
}
