//! Worked cases of books and papers, and of the programs that go with them.

use leontief::build::balancing::{Balancing, Constrained, Constraint, Margin, Method};
use ndarray::{Array1, Array2, Axis, array};

use crate::margins::balanced;

const METHODS: [Method; 2] = [Method::Alternating, Method::Newton];

/// Miller, Blair (2009), Input-Output Analysis, section 7.4.2, as in the model IOBALANCE of the GAMS library: coefficients, the flows of the
/// later year, which RAS does not know, and the outputs of that year.
fn miller_blair() -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    (
        array![
            [0.120, 0.100, 0.049],
            [0.210, 0.247, 0.265],
            [0.026, 0.249, 0.145]
        ],
        array![[98.0, 72.0, 75.0], [65.0, 8.0, 63.0], [88.0, 27.0, 44.0]],
        array![421.0, 284.0, 283.0],
    )
}

/// RAS as the book has it: rows, then columns, many times.
fn by_hand(prior: &Array2<f64>, rows: &Array1<f64>, columns: &Array1<f64>) -> Array2<f64> {
    let mut z = prior.clone();
    for _ in 0..2000 {
        let sums = z.sum_axis(Axis(1));
        for (mut row, scale) in z.rows_mut().into_iter().zip(&(rows / &sums)) {
            row *= *scale;
        }
        let sums = z.sum_axis(Axis(0));
        for (mut column, scale) in z.columns_mut().into_iter().zip(&(columns / &sums)) {
            column *= *scale;
        }
    }
    z
}

fn close(found: &Array2<f64>, expected: &Array2<f64>, within: f64) {
    for (at, x) in found.indexed_iter() {
        assert!((x - expected[at]).abs() < within, "{found} {expected}");
    }
}

#[test]
fn ras_updates_the_coefficients_of_miller_and_blair() {
    let (coefficients, flows, output) = miller_blair();
    let prior = &coefficients * &output;
    let (rows, columns) = (flows.sum_axis(Axis(1)), flows.sum_axis(Axis(0)));
    assert_eq!(rows.to_vec(), [245.0, 136.0, 159.0]);
    assert_eq!(columns.to_vec(), [251.0, 107.0, 182.0]);
    let expected = by_hand(&prior, &rows, &columns);
    for method in METHODS {
        let found = balanced(&prior, rows.to_vec(), columns.to_vec(), method).unwrap();
        close(&found.matrix().to_owned(), &expected, 1e-7);
        // cross-product ratios stay those of the base year
        let ratio = |z: &Array2<f64>| z[[0, 0]] * z[[2, 1]] / (z[[0, 1]] * z[[2, 0]]);
        let kept = ratio(&(&found.matrix() / &output));
        assert!((kept / ratio(&coefficients) - 1.0).abs() < 1e-9);
    }
}

#[test]
fn a_coefficient_known_in_advance_is_taken_out_of_the_margins_or_given_as_a_constraint() {
    // the largest error of the update is that of sector 3's sales to sector 1, which a survey finds to be 88
    let (coefficients, flows, output) = miller_blair();
    let prior = &coefficients * &output;
    let (rows, columns) = (flows.sum_axis(Axis(1)), flows.sum_axis(Axis(0)));
    let mut without = prior.clone();
    without[[2, 0]] = 0.0;
    let (mut u, mut v) = (rows.clone(), columns.clone());
    u[2] -= 88.0;
    v[0] -= 88.0;
    let mut expected = by_hand(&without, &u, &v);
    expected[[2, 0]] = 88.0;
    let u = Margin::numbered("row", rows.clone()).unwrap();
    let v = Margin::numbered("column", columns.clone()).unwrap();
    let mut constraints = Constraint::row_sums(&u, 3);
    constraints.extend(Constraint::column_sums(&v, 3));
    let problem = Constrained::new(prior.view(), constraints.clone()).unwrap();
    let mut bounds = [Array2::zeros((3, 3)), Array2::from_elem((3, 3), 1e9)];
    bounds.iter_mut().for_each(|bound| bound[[2, 0]] = 88.0);
    let [lower, upper] = bounds;
    constraints.push(Constraint::new("survey", [((2, 0), 1.0)], 88.0));
    let known = Constrained::new(prior.view(), constraints).unwrap();
    for method in METHODS {
        let found = known.clone().method(method).balanced().unwrap();
        close(&found.matrix().to_owned(), &expected, 1e-7);
        let bounded = problem.clone().bounds(lower.clone(), upper.clone());
        let bounded = bounded.unwrap().method(method).balanced().unwrap();
        close(&bounded.matrix().to_owned(), &expected, 1e-7);
    }
    let miss = |z: &Array2<f64>| (z - &flows).mapv(f64::abs).sum();
    assert!(miss(&expected) < 0.5 * miss(&by_hand(&prior, &rows, &columns)));
}

/// The case of the papers on GRAS without its two ones, with figures of the tests of O. Reiter's R function `doGRAS`.
#[test]
fn gras_gives_the_figures_of_the_r_function() {
    let prior = array![
        [7.0, 3.0, 5.0, -3.0],
        [2.0, 9.0, 8.0, 0.0],
        [-2.0, 0.0, 2.0, 0.0]
    ];
    let published = array![
        [8.424340881, 3.375237362, 5.200422021, -2.000000263],
        [3.000997078, 12.624763744, 10.374239178, 0.0],
        [-2.425339135, 0.0, 1.425339135, 0.0]
    ];
    for method in METHODS {
        let rows = vec![15.0, 26.0, -1.0];
        let found = balanced(&prior, rows, vec![9.0, 16.0, 17.0, -2.0], method).unwrap();
        // the R function stopped where columns still missed by 1e-6
        close(&found.matrix().to_owned(), &published, 2e-6);
    }
}

/// The matrix of Junius, Oosterhaven (2003) as transcribed beside the program of Temurshoev, Miller, Bouwmeester (2013).
#[test]
fn gras_solves_the_case_of_junius_and_oosterhaven() {
    let prior = array![
        [7.0, 3.0, 5.0, -3.0],
        [2.0, 9.0, 8.0, 1.0],
        [-2.0, 0.0, 2.0, 1.0]
    ];
    let (u, v) = ([15.0, 26.0, -1.0], [9.0, 16.0, 17.0, -2.0]);
    // the formulas with r and s, one after the other
    let (mut r, mut s) = ([1.0_f64; 3], [1.0_f64; 4]);
    let root =
        |target: f64, p: f64, n: f64| (target + (target * target + 4.0 * p * n).sqrt()) / (2.0 * p);
    let part = |x: f64, sign: f64| (sign * x).max(0.0);
    for _ in 0..3000 {
        for i in 0..3 {
            let p = (0..4).map(|j| part(prior[[i, j]], 1.0) * s[j]).sum();
            let n = (0..4).map(|j| part(prior[[i, j]], -1.0) / s[j]).sum();
            r[i] = root(u[i], p, n);
        }
        for j in 0..4 {
            let p = (0..3).map(|i| part(prior[[i, j]], 1.0) * r[i]).sum();
            let n = (0..3).map(|i| part(prior[[i, j]], -1.0) / r[i]).sum();
            s[j] = root(v[j], p, n);
        }
    }
    let expected = Array2::from_shape_fn((3, 4), |(i, j)| {
        part(prior[[i, j]], 1.0) * r[i] * s[j] - part(prior[[i, j]], -1.0) / (r[i] * s[j])
    });
    for method in METHODS {
        let found = balanced(&prior, u.to_vec(), v.to_vec(), method).unwrap();
        close(&found.matrix().to_owned(), &expected, 1e-8);
    }
    // the sum of a row of both signs can grow away from zero on either side
    assert!(expected[[2, 0]] < -2.0, "{expected}");
}

#[test]
fn a_table_that_adds_up_already_is_its_own_update() {
    // with N over e in place of N it would not be
    let prior = array![[7.0, 3.0, -3.0], [2.0, -9.0, 8.0]];
    let rows = Margin::numbered("row", prior.sum_axis(Axis(1))).unwrap();
    let columns = Margin::numbered("column", prior.sum_axis(Axis(0))).unwrap();
    let problem = Balancing::gras(prior.view(), rows, columns).unwrap();
    let found = problem.balanced().unwrap();
    close(&found.matrix().to_owned(), &prior, 1e-12);
}
