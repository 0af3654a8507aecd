use std::error::Error as _;

use leontief::Error;
use leontief::build::balancing::{Balancing, Infeasible, Margin, Method};
use ndarray::{Array2, array};

use crate::margins::{balanced, case};

const METHODS: [Method; 2] = [Method::Alternating, Method::Newton];

fn certificate(error: &Error) -> &Infeasible {
    assert!(error.is_infeasible(), "{error}");
    error.source().unwrap().downcast_ref().unwrap()
}

fn refusal(prior: &Array2<f64>, rows: &[f64], columns: &[f64], method: Method) -> Error {
    balanced(prior, rows.to_vec(), columns.to_vec(), method).unwrap_err()
}

#[test]
fn a_row_that_cannot_turn_negative_is_named() {
    for method in METHODS {
        let error = refusal(
            &array![[1.0, 2.0], [3.0, 4.0]],
            &[-1.0, 5.0],
            &[2.0, 2.0],
            method,
        );
        assert_eq!(certificate(&error).rows, ["row 1"]);
        assert!(
            error
                .to_string()
                .contains("the row `row 1` has only positive cells"),
            "{error}"
        );
    }
}

#[test]
fn an_empty_column_with_a_target_is_named() {
    let error = refusal(
        &array![[1.0, 0.0], [3.0, 0.0]],
        &[1.0, 3.0],
        &[2.0, 2.0],
        Method::Newton,
    );
    assert_eq!(certificate(&error).columns, ["column 2"]);
    assert!(error.to_string().contains("has no cell"), "{error}");
}

#[test]
fn totals_that_differ_are_printed() {
    let error = refusal(
        &array![[1.0, 1.0], [1.0, 1.0]],
        &[1.0, 3.0],
        &[2.0, 2.5],
        Method::Newton,
    );
    let text = error.to_string();
    assert!(
        text.contains("expected 4, the total of the rows; found 4.5"),
        "{text}"
    );
}

#[test]
fn parts_that_share_nothing_have_totals_of_their_own() {
    let prior = array![[1.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, -1.0]];
    let error = refusal(&prior, &[5.0, 2.0, -1.0], &[2.0, 2.0, 2.0], Method::Newton);
    let found = certificate(&error);
    assert_eq!(found.rows, ["row 1"]);
    assert_eq!(found.columns, ["column 1", "column 2"]);
    assert_eq!((found.asked, found.held), (5.0, 4.0));
}

#[test]
fn a_row_that_needs_more_than_its_columns_hold_is_named_with_them() {
    for method in METHODS {
        let prior = array![[1.0, 0.0], [1.0, 1.0]];
        let error = refusal(&prior, &[3.0, 1.0], &[2.0, 2.0], method);
        let found = certificate(&error);
        assert_eq!(found.rows, ["row 1"]);
        assert_eq!(found.columns, ["column 1"]);
        let text = error.to_string();
        assert!(
            text.contains("row targets that add up to at most 2; found 3"),
            "{text}"
        );
    }
}

#[test]
fn a_contradiction_is_found_among_margins_that_fit() {
    for method in METHODS {
        for negative in [0.0, 0.1] {
            let (mut prior, mut rows, mut columns) = case(25, 25, negative, 9);
            // rows 4 and 9 reach columns 3, 8 and 13 only, and are asked for one more than those hold
            for i in 0..25 {
                for j in 0..25 {
                    let (row, column) = ([3, 8].contains(&i), [2, 7, 12].contains(&j));
                    if row {
                        prior[[i, j]] = if column { 1.0 + i as f64 } else { 0.0 };
                    } else if column {
                        prior[[i, j]] = prior[[i, j]].abs();
                    }
                }
            }
            columns[2] = 10.0;
            columns[7] = 20.0;
            columns[12] = 30.0;
            rows[3] = 36.0;
            rows[8] = 25.0;
            rows[0] += columns.iter().sum::<f64>() - rows.iter().sum::<f64>();
            let error = refusal(&prior, &rows, &columns, method);
            let found = certificate(&error);
            assert_eq!(found.rows, ["row 4", "row 9"], "{error}");
            assert_eq!(found.columns, ["column 3", "column 8", "column 13"]);
            assert_eq!((found.asked, found.held), (61.0, 60.0));
        }
    }
}

#[test]
fn negative_cells_can_make_a_contradiction_of_their_own() {
    // column 2 can fall below zero only through row 1, whose other cells are positive: row 1 ≤ column 1 + column 2 is lost
    for method in METHODS {
        let prior = array![[2.0, -1.0, 0.0], [1.0, 0.0, 2.0], [0.0, 3.0, 1.0]];
        // row 1 asks for 9, column 1 holds 4, and its negative cell only takes away
        let error = refusal(&prior, &[9.0, 2.0, 1.0], &[4.0, 4.0, 4.0], method);
        let found = certificate(&error);
        assert_eq!(found.rows, ["row 1"]);
        assert_eq!(found.columns, ["column 1"]);
    }
}

#[test]
fn margins_that_only_a_limit_meets_end_within_the_tolerance_or_in_an_error() {
    // the second cell must vanish
    let prior = array![[1.0, 1.0], [0.0, 1.0]];
    let newton = balanced(&prior, vec![1.0, 1.0], vec![1.0, 1.0], Method::Newton).unwrap();
    assert!(newton.matrix()[[0, 1]] < 1e-9);
    let slow = refusal(&prior, &[1.0, 1.0], &[1.0, 1.0], Method::Alternating);
    assert!(slow.is_unconverged(), "{slow}");
    assert!(
        slow.to_string().contains("the worst margin is that of row"),
        "{slow}"
    );
}

#[test]
fn wrong_input_is_refused_by_name() {
    let u = || Margin::new(["a", "b"], vec![1.0, 1.0]).unwrap();
    let prior = array![[1.0, -1.0], [0.0, 1.0]];
    let error = Balancing::ras(prior.view(), u(), u()).unwrap_err();
    assert!(error.to_string().contains("row `a`, column `b`"), "{error}");
    let prior = array![[1.0, f64::NAN], [0.0, 1.0]];
    assert!(
        Balancing::gras(prior.view(), u(), u())
            .unwrap_err()
            .is_table()
    );
    let prior = array![[1.0], [0.0]];
    assert!(
        Balancing::gras(prior.view(), u(), u())
            .unwrap_err()
            .is_shape()
    );
    assert!(
        Margin::new(["a"], vec![f64::INFINITY])
            .unwrap_err()
            .is_control_total()
    );
    let prior = array![[1.0, 1.0], [0.0, 1.0]];
    let none = Balancing::ras(prior.view(), u(), u())
        .unwrap()
        .tolerance(0.0);
    assert!(none.balanced().unwrap_err().is_parameter());
}

#[test]
fn a_contradiction_is_found_by_flows_where_the_iteration_was_too_short_to_show_it() {
    let (mut prior, mut rows, mut columns) = case(60, 50, 0.0, 12);
    for i in 0..60 {
        for j in 0..50 {
            if i < 10 && j >= 20 {
                prior[[i, j]] = 0.0;
            }
        }
    }
    // the first ten rows ask for a little more than the first twenty columns hold
    let held: f64 = columns[..20].iter().sum();
    let asked: f64 = rows[..10].iter().sum();
    for target in &mut rows[..10] {
        *target *= (held + 1e-3) / asked;
    }
    let off: f64 = columns.iter().sum::<f64>() - rows.iter().sum::<f64>();
    columns[49] -= off;
    assert!(columns[49] > 0.0 || off < 0.0);
    let u = Margin::numbered("row", rows).unwrap();
    let v = Margin::numbered("column", columns).unwrap();
    for method in METHODS {
        let error = Balancing::gras(prior.view(), u.clone(), v.clone())
            .unwrap()
            .method(method)
            .most_iterations(3)
            .balanced()
            .unwrap_err();
        let found = certificate(&error);
        assert_eq!((found.rows.len(), found.columns.len()), (10, 20), "{error}");
        assert!((found.asked - found.held - 1e-3).abs() < 1e-9);
    }
}
