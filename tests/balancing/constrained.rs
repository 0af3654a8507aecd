use std::error::Error as _;

use leontief::Error;
use leontief::build::balancing::{Conflict, Constrained, Constraint, Margin, Method};
use leontief::run::{Run, Threads};
use ndarray::{Array2, Axis, array};

use crate::margins::{balanced, case};

fn margins(rows: &[f64], columns: &[f64]) -> Vec<Constraint> {
    let u = Margin::numbered("row", rows.to_vec()).unwrap();
    let v = Margin::numbered("column", columns.to_vec()).unwrap();
    let mut all = Constraint::row_sums(&u, columns.len());
    all.extend(Constraint::column_sums(&v, rows.len()));
    all
}

fn conflict(error: &Error) -> &Conflict {
    assert!(error.is_infeasible(), "{error}");
    error.source().unwrap().downcast_ref().unwrap()
}

#[test]
fn margins_as_constraints_give_what_gras_gives() {
    for negative in [0.0, 0.15] {
        let (prior, rows, columns) = case(15, 11, negative, 4);
        let plain = balanced(&prior, rows.clone(), columns.clone(), Method::Newton).unwrap();
        let found = Constrained::new(prior.view(), margins(&rows, &columns))
            .unwrap()
            .balanced()
            .unwrap();
        let off = (&found.matrix() - &plain.matrix()).mapv(f64::abs);
        assert!(off.iter().all(|&off| off < 1e-7));
    }
}

#[test]
fn conflicting_totals_of_one_cell_split_by_reliability() {
    // x ln-distance plus both squares: ln(x / 10) + (x − 12) / 1 + (x − 9) / 4 = 0
    let run = |scale: f64| {
        let constraints = vec![
            Constraint::new("customs", [((0, 0), 1.0)], 12.0).standard_error(scale),
            Constraint::new("survey", [((0, 0), 1.0)], 9.0).standard_error(2.0 * scale),
        ];
        let prior = array![[10.0]];
        let problem = Constrained::new(prior.view(), constraints).unwrap();
        problem.balanced().unwrap()
    };
    let found = run(1.0);
    let x = found.matrix()[[0, 0]];
    assert!(((x / 10.0).ln() + (x - 12.0) + (x - 9.0) / 4.0).abs() < 1e-8);
    assert!((found.misfits()[0] + found.multipliers()[0]).abs() < 1e-8);
    assert!((found.misfits()[1] + 4.0 * found.multipliers()[1]).abs() < 1e-8);
    // the prior no longer counts: (12 / 1 + 9 / 4) / (1 + 1 / 4)
    let sharp = run(1e-3);
    assert!((sharp.matrix()[[0, 0]] - 11.4).abs() < 1e-5);
    assert!((sharp.misfits()[1] / sharp.misfits()[0] + 4.0).abs() < 1e-4);
}

#[test]
fn margins_in_conflict_are_met_where_they_are_exact() {
    let (prior, rows, mut columns) = case(8, 6, 0.1, 2);
    columns[2] += 5.0;
    let constraints = margins(&rows, &columns)
        .into_iter()
        .enumerate()
        .map(|(k, c)| if k < 8 { c } else { c.standard_error(0.5) })
        .collect();
    let found = Constrained::new(prior.view(), constraints)
        .unwrap()
        .balanced()
        .unwrap();
    assert!(found.misfits().iter().take(8).all(|miss| miss.abs() < 1e-8));
    // all the columns together must give up five
    assert!((found.misfits().iter().skip(8).sum::<f64>() + 5.0).abs() < 1e-7);
}

#[test]
fn trade_between_regions_is_met_beside_the_margins() {
    let (prior, _, _) = case(9, 9, 0.05, 6);
    let goal = prior
        .indexed_iter()
        .map(|((i, j), x)| x * (1.0 + 0.1 * ((i + 2 * j) % 5) as f64));
    let goal = Array2::from_shape_vec((9, 9), goal.collect()).unwrap();
    let mut constraints = margins(
        &goal.sum_axis(Axis(1)).to_vec(),
        &goal.sum_axis(Axis(0)).to_vec(),
    );
    let regions = [[0, 1, 2], [3, 4, 5], [6, 7, 8]];
    for (a, from) in regions.iter().enumerate() {
        for (b, to) in regions.iter().enumerate() {
            let total = from.iter().flat_map(|&i| to.iter().map(move |&j| (i, j)));
            let total = total.map(|at| goal[at]).sum();
            constraints.push(Constraint::block(format!("{a} to {b}"), from, to, total));
        }
    }
    let problem = Constrained::new(prior.view(), constraints).unwrap();
    let found = problem.balanced().unwrap();
    assert!(found.misfits().iter().all(|miss| miss.abs() < 1e-7));
    for (x, p) in found.matrix().iter().zip(&prior) {
        assert!(x * p >= 0.0 && (*p != 0.0 || *x == 0.0));
    }
    eprintln!("{}", found.convergence());
}

#[test]
fn least_squares_spreads_a_miss_in_proportion_to_the_weights() {
    // one row 1 + 2 + 3 to 12: the missing 6 split as 1 : 2 : 0
    let prior = array![[1.0, 2.0, 3.0]];
    let row = Margin::new(["total"], vec![12.0]).unwrap();
    let found = Constrained::new(prior.view(), Constraint::row_sums(&row, 3))
        .and_then(|problem| problem.least_squares(array![[1.0, 2.0, 0.0]]))
        .unwrap()
        .balanced()
        .unwrap();
    let exact = array![[3.0, 6.0, 3.0]];
    assert!(
        (&found.matrix() - &exact)
            .iter()
            .all(|off| off.abs() < 1e-9)
    );
    assert!((found.multipliers()[0] - 2.0).abs() < 1e-8);
}

#[test]
fn least_squares_meets_margins_and_is_stationary() {
    let (prior, rows, columns) = case(12, 9, 0.2, 8);
    let weights = prior.mapv(f64::abs);
    let found = Constrained::new(prior.view(), margins(&rows, &columns))
        .and_then(|problem| problem.least_squares(weights.clone()))
        .unwrap()
        .balanced()
        .unwrap();
    assert!(found.misfits().iter().all(|miss| miss.abs() < 1e-7));
    // x − x⁰ = w (l_i + m_j)
    for ((i, j), w) in weights.indexed_iter() {
        let step = w * (found.multipliers()[i] + found.multipliers()[12 + j]);
        assert!((found.matrix()[[i, j]] - prior[[i, j]] - step).abs() < 1e-9);
    }
}

#[test]
fn exact_totals_that_contradict_each_other_are_named_among_others() {
    let (prior, rows, columns) = case(8, 8, 0.0, 3);
    for squares in [false, true] {
        let mut constraints = margins(&rows, &columns);
        // the whole of rows 1 and 2 in two pieces that do not add up to their sums
        let half = rows[0] / 2.0;
        constraints.push(Constraint::block("west", &[0, 1], &[0, 1, 2, 3], half));
        let rest = rows[0] + rows[1] - half + 1.0;
        constraints.push(Constraint::block("east", &[0, 1], &[4, 5, 6, 7], rest));
        let mut problem = Constrained::new(prior.view(), constraints).unwrap();
        if squares {
            problem = problem.least_squares(prior.clone()).unwrap();
        }
        let error = problem.balanced().unwrap_err();
        let found = conflict(&error);
        eprintln!("{error}");
        for label in ["row 1", "row 2", "west", "east"] {
            assert!(found.constraints.iter().any(|l| l == label), "{error}");
        }
        assert!(found.asked > found.held);
    }
}

#[test]
fn a_block_that_asks_more_than_its_rows_is_named_with_them() {
    let prior = Array2::<f64>::ones((4, 4));
    let mut constraints = margins(&[4.0; 4], &[4.0; 4]);
    constraints.push(Constraint::block("north", &[0, 1], &[0, 1, 2], 9.0));
    let error = Constrained::new(prior.view(), constraints)
        .unwrap()
        .balanced()
        .unwrap_err();
    let found = conflict(&error);
    assert_eq!(found.constraints, ["row 1", "row 2", "north"]);
    assert!((found.asked - found.held - 1.0).abs() < 1e-12, "{error}");
}

#[test]
fn a_total_of_the_wrong_sign_is_named() {
    let prior = array![[1.0, 2.0]];
    let constraints = vec![Constraint::block("all", &[0], &[0, 1], -1.0)];
    let error = Constrained::new(prior.view(), constraints)
        .unwrap()
        .balanced()
        .unwrap_err();
    assert_eq!(conflict(&error).constraints, ["all"]);
}

#[test]
fn a_cell_beyond_the_matrix_is_refused() {
    let prior = array![[1.0, 2.0]];
    let constraints = vec![Constraint::block("all", &[1], &[0], 1.0)];
    let error = Constrained::new(prior.view(), constraints).unwrap_err();
    assert!(
        error.is_shape() && error.to_string().contains("`all`"),
        "{error}"
    );
}

#[test]
fn constraints_give_the_same_bits_on_any_number_of_threads() {
    let (prior, rows, columns) = case(300, 300, 0.1, 7);
    let constraints: Vec<_> = margins(&rows, &columns)
        .into_iter()
        .map(|c| c.standard_error(0.1))
        .collect();
    let on = |threads| {
        Constrained::new(prior.view(), constraints.clone())
            .unwrap()
            .run(Run::default().threads(Threads::Count(threads)))
            .balanced()
            .unwrap()
    };
    let one = on(1);
    eprintln!("{}", one.convergence());
    assert_eq!(one, on(2));
    assert_eq!(one, on(3));
}
