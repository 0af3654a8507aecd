//! Constraints in conflict, on parts of the matrix, with coefficients and standard errors; bounds of cells; both ways to solve them.

use std::error::Error as _;

use leontief::build::balancing::{
    Conflict, Constrained, ConstrainedBalance, Constraint, Margin, Method,
};
use leontief::run::{Run, Threads};
use ndarray::{Array1, Array2, Axis, array};

use crate::margins::case;

const METHODS: [Method; 2] = [Method::Alternating, Method::Newton];

type Listed = (Vec<((usize, usize), f64)>, f64, f64);

/// Cells with coefficients, total and standard error.
fn constraint((cells, total, error): &Listed, k: usize) -> Constraint {
    Constraint::new(format!("c{k}"), cells.clone(), *total).standard_error(*error)
}

/// A solution with dense matrices: Newton's method on C x(l) − c + σ² l = 0, with elimination.
fn dense(prior: &Array2<f64>, constraints: &[Listed]) -> Array2<f64> {
    let (count, width) = (constraints.len(), prior.ncols());
    let mut c = Array2::<f64>::zeros((count, prior.len()));
    for (k, (cells, ..)) in constraints.iter().enumerate() {
        for &((i, j), a) in cells {
            c[[k, i * width + j]] += a;
        }
    }
    let flat = Array1::from_iter(prior.iter().copied());
    let mut l = Array1::<f64>::zeros(count);
    let cells = |l: &Array1<f64>| {
        let y = c.t().dot(l);
        Array1::from_shape_fn(flat.len(), |at| {
            flat[at] * (flat[at].signum() * y[at]).exp()
        })
    };
    for _ in 0..200 {
        let x = cells(&l);
        let mut miss = c.dot(&x);
        let mut h = (&c * &x.mapv(f64::abs)).dot(&c.t());
        for (k, (_, total, error)) in constraints.iter().enumerate() {
            miss[k] += error * error * l[k] - total;
            h[[k, k]] += error * error;
        }
        let step = eliminate(h, miss);
        let largest = step.iter().fold(1.0_f64, |most, d| most.max(d.abs()));
        l = l - step / largest;
    }
    cells(&l).into_shape_with_order(prior.dim()).unwrap()
}

fn eliminate(mut a: Array2<f64>, mut b: Array1<f64>) -> Array1<f64> {
    let n = b.len();
    for k in 0..n {
        for i in k + 1..n {
            let factor = a[[i, k]] / a[[k, k]];
            for j in k..n {
                a[[i, j]] -= factor * a[[k, j]];
            }
            b[i] -= factor * b[k];
        }
    }
    for k in (0..n).rev() {
        for j in k + 1..n {
            b[k] -= a[[k, j]] * b[j];
        }
        b[k] /= a[[k, k]];
    }
    b
}

fn row(i: usize) -> Vec<((usize, usize), f64)> {
    (0..4).map(|j| ((i, j), 1.0)).collect()
}

fn column(j: usize) -> Vec<((usize, usize), f64)> {
    (0..3).map(|i| ((i, j), 1.0)).collect()
}

#[test]
fn conflicts_partial_sums_and_coefficients_are_solved_as_by_dense_algebra() {
    let prior = array![
        [4.0, 2.0, 1.0, -1.0],
        [3.0, 6.0, 2.0, 0.5],
        [1.0, 1.0, 5.0, 2.0]
    ];
    let constraints: Vec<Listed> = vec![
        (row(0), 7.0, 0.3),
        (row(1), 12.5, 0.5),
        (row(2), 8.0, 0.1),
        // in conflict with the sum of rows
        (column(0), 9.0, 0.2),
        (column(1), 10.0, 0.4),
        (column(2), 9.5, 0.4),
        (column(3), 1.0, 0.2),
        // two sources for the same cells
        (vec![((0, 0), 1.0), ((0, 1), 1.0)], 5.0, 0.1),
        (vec![((0, 0), 1.0), ((0, 1), 1.0)], 6.5, 0.6),
        // a coefficient: the first cell of row 3 is a tenth of column 1
        (
            vec![((0, 0), -0.1), ((1, 0), -0.1), ((2, 0), 0.9)],
            0.0,
            0.01,
        ),
        // a partial sum known exactly
        (vec![((1, 1), 1.0), ((1, 2), 1.0), ((2, 2), 1.0)], 14.0, 0.0),
    ];
    let expected = dense(&prior, &constraints);
    let made: Vec<_> = constraints
        .iter()
        .enumerate()
        .map(|(k, c)| constraint(c, k))
        .collect();
    for method in METHODS {
        let problem = Constrained::new(prior.view(), made.clone()).unwrap();
        let found = problem.method(method).balanced().unwrap();
        for (at, x) in found.matrix().indexed_iter() {
            assert!(
                (x - expected[at]).abs() < 1e-7,
                "{method} {at:?} {x} {expected}"
            );
        }
        assert!(found.misfits()[10].abs() < 1e-8);
        // the better of two sources is missed by less: misses are in proportion to σ² l
        for (k, (_, _, error)) in constraints.iter().enumerate() {
            let off = found.misfits()[k] + error * error * found.multipliers()[k];
            assert!(off.abs() < 1e-8, "{method} {k}");
        }
    }
}

#[test]
fn both_ways_agree_on_margins_with_blocks_signs_and_errors() {
    let (prior, rows, columns) = case(20, 16, 0.1, 5);
    let u = Margin::numbered("row", rows).unwrap();
    let v = Margin::numbered("column", columns.clone()).unwrap();
    for squares in [false, true] {
        let mut constraints = Constraint::row_sums(&u, 16);
        let uncertain = Constraint::column_sums(&v, 20).into_iter();
        constraints.extend(uncertain.map(|c| c.standard_error(5.0)));
        let first: f64 = prior.iter().take(40).sum();
        constraints.push(
            Constraint::block("half", &[0, 1, 2, 3], &[0, 3, 5, 7], first).standard_error(2.0),
        );
        let mut problem = Constrained::new(prior.view(), constraints).unwrap();
        if squares {
            problem = problem.least_squares(prior.mapv(f64::abs)).unwrap();
        }
        let [one, two] = METHODS.map(|method| problem.clone().method(method).balanced().unwrap());
        for (x, y) in one.matrix().iter().zip(two.matrix()) {
            assert!((x - y).abs() < 1e-6, "{squares} {x} {y}");
        }
    }
}

/// Whether x is where its multiplier wants it, or at a bound that keeps it from going there.
fn is_stationary(x: f64, wanted: f64, low: f64, high: f64) -> bool {
    let near = 1e-6 * x.abs().max(1.0);
    if x <= low {
        wanted <= x + near
    } else if x >= high {
        wanted >= x - near
    } else {
        (x - wanted).abs() <= near
    }
}

fn bounded(
    prior: &Array2<f64>,
    constraints: &[Constraint],
    (lower, upper): (&Array2<f64>, &Array2<f64>),
    weights: Option<&Array2<f64>>,
    method: Method,
) -> leontief::Result<ConstrainedBalance> {
    let mut problem = Constrained::new(prior.view(), constraints.to_vec())?;
    if let Some(weights) = weights {
        problem = problem.least_squares(weights.clone())?;
    }
    let problem = problem.bounds(lower.clone(), upper.clone())?;
    problem.method(method).balanced()
}

#[test]
fn within_bounds_cells_are_where_the_optimum_has_them() {
    let (prior, _, _) = case(12, 10, 0.1, 31);
    let goal = Array2::from_shape_fn((12, 10), |at| {
        prior[at] * (0.6 + 0.15 * ((7 * at.0 + 3 * at.1) % 6) as f64)
    });
    let margin = |noun, axis| Margin::numbered(noun, goal.sum_axis(axis)).unwrap();
    let constraints = Constraint::margins(&margin("r", Axis(1)), &margin("c", Axis(0)));
    // a tenth around the goal, so that many cells run into bounds and the goal shows that there is a solution
    let lower = goal.mapv(|x| x - 0.1 * x.abs());
    let upper = goal.mapv(|x| x + 0.1 * x.abs());
    let weights = prior.mapv(f64::abs);
    for squares in [None, Some(&weights)] {
        let mut found = Vec::new();
        for method in METHODS {
            let one = bounded(&prior, &constraints, (&lower, &upper), squares, method).unwrap();
            let mut held = 0;
            for ((i, j), &x) in one.matrix().indexed_iter() {
                let (low, high, p) = (lower[[i, j]], upper[[i, j]], prior[[i, j]]);
                assert!(low <= x && x <= high);
                let y = one.multipliers()[i] + one.multipliers()[12 + j];
                let wanted = match squares {
                    None => p * (p.signum() * y).exp(),
                    Some(weights) => p + weights[[i, j]] * y,
                };
                assert!(is_stationary(x, wanted, low, high), "{method} {x} {wanted}");
                held += usize::from(p != 0.0 && (x == low || x == high));
            }
            assert!(held > 20, "{held} cells at bounds");
            assert!(one.misfits().iter().all(|miss| miss.abs() < 1e-8));
            found.push(one);
        }
        for (x, y) in found[0].matrix().iter().zip(found[1].matrix()) {
            assert!((x - y).abs() < 1e-6);
        }
    }
}

#[test]
fn bounds_that_leave_totals_no_room_are_part_of_the_contradiction() {
    let prior = Array2::<f64>::ones((3, 3));
    let margin = |noun| Margin::numbered(noun, vec![3.0; 3]).unwrap();
    let constraints = Constraint::margins(&margin("r"), &margin("c"));
    let mut upper = Array2::from_elem((3, 3), f64::INFINITY);
    for at in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        upper[at] = 0.5;
    }
    let lower = Array2::zeros((3, 3));
    let weights = Array2::ones((3, 3));
    // rows 1 and 2 get at most 2 from columns 1 and 2, and need 4 of the 3 in column 3
    for (squares, method) in [
        (None, METHODS[0]),
        (None, METHODS[1]),
        (Some(&weights), METHODS[1]),
    ] {
        let error = bounded(&prior, &constraints, (&lower, &upper), squares, method).unwrap_err();
        assert!(error.is_infeasible(), "{error}");
        let found: &Conflict = error.source().unwrap().downcast_ref().unwrap();
        for label in ["row r 1", "row r 2", "column c 3"] {
            assert!(found.constraints.iter().any(|l| l == label), "{error}");
        }
        assert!(found.asked > found.held);
    }
    // alone, a row beyond what its cells may hold
    upper.fill(0.9);
    let error = bounded(&prior, &constraints, (&lower, &upper), None, Method::Newton).unwrap_err();
    let found: &Conflict = error.source().unwrap().downcast_ref().unwrap();
    assert_eq!(found.constraints, ["row r 1"]);
    assert!((found.held - 2.7).abs() < 1e-12 && found.asked == 3.0);
}

#[test]
fn totals_at_the_end_of_what_bounds_allow_fix_their_cells() {
    let prior = array![[1.0, 2.0], [3.0, 4.0]];
    let rows = Margin::numbered("row", vec![5.0, 6.0]).unwrap();
    let lower = array![[0.0, 0.0], [0.0, 0.0]];
    let upper = array![[2.0, 3.0], [9.0, 9.0]];
    for method in METHODS {
        let constraints = Constraint::row_sums(&rows, 2);
        let found = bounded(&prior, &constraints, (&lower, &upper), None, method).unwrap();
        assert_eq!(found.matrix().row(0).to_vec(), [2.0, 3.0]);
        let share = 6.0 / 7.0;
        assert!((found.matrix()[[1, 0]] - 3.0 * share).abs() < 1e-9);
    }
}

#[test]
fn bounds_hold_for_cells_that_no_constraint_names() {
    let prior = array![[1.0, 2.0, -3.0]];
    let (lower, upper) = (array![[1.5, 0.0, -9.0]], array![[9.0, 9.0, -4.0]]);
    let first = Constraint::block("first", &[0], &[0], 2.0);
    let found = bounded(&prior, &[first], (&lower, &upper), None, Method::Newton).unwrap();
    assert_eq!(found.matrix().row(0).to_vec()[1..], [2.0, -4.0]);
}

#[test]
fn bounds_that_are_none_are_refused() {
    let prior = array![[1.0, 0.0, -3.0]];
    let zero = Array2::zeros((1, 3));
    let refused = |lower: Array2<f64>, upper: Array2<f64>, squares: Option<&Array2<f64>>| {
        bounded(&prior, &[], (&lower, &upper), squares, Method::Newton).unwrap_err()
    };
    let nine = Array2::from_elem((1, 3), 9.0);
    assert!(refused(array![[0.0]], array![[0.0]], None).is_shape());
    let error = refused(nine.clone(), zero.clone(), None);
    assert!(
        error.to_string().contains("cell (0, 0) are no bounds"),
        "{error}"
    );
    assert!(refused(array![[f64::NAN, 0.0, 0.0]], nine.clone(), None).is_parameter());
    // a negative cell cannot become positive, a cell of zero or of weight zero cannot move
    let error = refused(array![[0.0, 0.0, 1.0]], nine.clone(), None);
    assert!(
        error.to_string().contains("cell (0, 2) leave it no value"),
        "{error}"
    );
    let error = refused(array![[0.0, 1.0, -9.0]], nine.clone(), None);
    assert!(error.to_string().contains("cell (0, 1)"), "{error}");
    let error = refused(zero.clone() + 2.0, nine, Some(&zero));
    assert!(error.to_string().contains("cell (0, 0)"), "{error}");
}

#[test]
fn exact_totals_that_contradict_each_other_are_named_row_by_row_too() {
    let (prior, rows, columns) = case(8, 8, 0.0, 3);
    let u = Margin::numbered("", rows.clone()).unwrap();
    let v = Margin::numbered("", columns).unwrap();
    let mut constraints = Constraint::margins(&u, &v);
    let half = rows[0] / 2.0;
    constraints.push(Constraint::block("west", &[0, 1], &[0, 1, 2, 3], half));
    let rest = rows[0] + rows[1] - half + 1.0;
    constraints.push(Constraint::block("east", &[0, 1], &[4, 5, 6, 7], rest));
    let problem = Constrained::new(prior.view(), constraints).unwrap();
    let error = problem.method(Method::Alternating).balanced().unwrap_err();
    let found: &Conflict = error.source().unwrap().downcast_ref().unwrap();
    for label in ["row  1", "row  2", "west", "east"] {
        assert!(found.constraints.iter().any(|l| l == label), "{error}");
    }
}

#[test]
fn every_kind_of_problem_gives_the_same_bits_on_any_number_of_threads() {
    let (prior, rows, columns) = case(150, 150, 0.1, 17);
    let u = Margin::numbered("row", rows).unwrap();
    let v = Margin::numbered("column", columns).unwrap();
    let mut constraints = Constraint::margins(&u, &v);
    let uncertain = constraints.split_off(150);
    constraints.extend(uncertain.into_iter().map(|c| c.standard_error(20.0)));
    let all: Vec<usize> = (0..150).collect();
    constraints.push(Constraint::block("all", &all, &all, prior.sum()).standard_error(500.0));
    let (lower, upper) = (
        prior.mapv(|x| x - 0.8 * x.abs()),
        prior.mapv(|x| x + 0.9 * x.abs()),
    );
    for squares in [false, true] {
        for within in [false, true] {
            for method in METHODS {
                let on = |threads| {
                    let mut problem = Constrained::new(prior.view(), constraints.clone()).unwrap();
                    if squares {
                        problem = problem.least_squares(prior.mapv(f64::abs)).unwrap();
                    }
                    if within {
                        problem = problem.bounds(lower.clone(), upper.clone()).unwrap();
                    }
                    let run = Run::default().threads(Threads::Count(threads));
                    problem.method(method).run(run).balanced().unwrap()
                };
                let one = on(1);
                assert_eq!(one, on(2));
                assert_eq!(one, on(3));
            }
        }
    }
}
