//! What holds for every matrix and all margins that can be met.

use leontief::build::balancing::{Constrained, Constraint, Margin, Method};
use ndarray::{Array2, ArrayView2, Axis};
use proptest::prelude::*;

use crate::margins::{Random, balanced};

const METHODS: [Method; 2] = [Method::Alternating, Method::Newton];

/// A prior of both signs with zeros, and another matrix of the same signs, whose margins are the targets.
fn any_case() -> impl Strategy<Value = (Array2<f64>, Array2<f64>)> {
    let sizes = (2_usize..9, 2_usize..9);
    (sizes, 0.0..0.2_f64, any::<u64>()).prop_map(|((m, n), negative, seed)| {
        let mut random = Random(seed);
        let prior = Array2::from_shape_simple_fn((m, n), || {
            let size = 10.0 * random.next() + 0.1;
            match random.next() {
                kind if kind < 0.2 => 0.0,
                kind if kind < 0.2 + negative => -size,
                _ => size,
            }
        });
        let goal = prior.mapv(|cell| cell * (0.3 + 2.0 * random.next()));
        (prior, goal)
    })
}

fn sums(matrix: &Array2<f64>, axis: usize) -> Vec<f64> {
    matrix.sum_axis(Axis(axis)).to_vec()
}

/// Σ |x| ln(x / p) − |x| + |p|.
fn entropy(x: ArrayView2<'_, f64>, p: ArrayView2<'_, f64>) -> f64 {
    let cells = x.iter().zip(p).filter(|&(_, p)| *p != 0.0);
    cells
        .map(|(x, p)| x.abs() * (x / p).ln() - x.abs() + p.abs())
        .sum()
}

fn close(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>, within: f64) {
    for (x, y) in a.iter().zip(b) {
        assert!((x - y).abs() < within, "{a} {b}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_distance_to_any_matrix_with_these_margins_goes_through_the_balanced_one((prior, goal) in any_case()) {
        for method in METHODS {
            let found = balanced(&prior, sums(&goal, 1), sums(&goal, 0), method).unwrap();
            let x = found.matrix();
            let direct = entropy(goal.view(), prior.view());
            let through = entropy(goal.view(), x) + entropy(x, prior.view());
            assert!((direct - through).abs() < 1e-6 * (1.0 + direct), "{direct} {through}");
        }
    }

    #[test]
    fn balancing_again_changes_nothing((prior, goal) in any_case()) {
        let (rows, columns) = (sums(&goal, 1), sums(&goal, 0));
        for method in METHODS {
            let once = balanced(&prior, rows.clone(), columns.clone(), method).unwrap();
            let once = once.into_matrix();
            let twice = balanced(&once, rows.clone(), columns.clone(), method).unwrap();
            close(once.view(), twice.matrix(), 1e-7);
        }
    }

    #[test]
    fn a_prior_scaled_by_rows_and_columns_has_the_same_balanced_matrix((prior, goal) in any_case(), seed: u64) {
        let mut random = Random(seed);
        let (m, n) = prior.dim();
        let mut scales = |count: usize| -> Vec<f64> { (0..count).map(|_| 0.5 + random.next()).collect() };
        let (r, s) = (scales(m), scales(n));
        let scaled = Array2::from_shape_fn((m, n), |(i, j)| match prior[[i, j]] {
            p if p > 0.0 => p * r[i] * s[j],
            p => p / (r[i] * s[j]),
        });
        let (rows, columns) = (sums(&goal, 1), sums(&goal, 0));
        let one = balanced(&prior, rows.clone(), columns.clone(), Method::Newton).unwrap();
        let other = balanced(&scaled, rows, columns, Method::Newton).unwrap();
        close(one.matrix(), other.matrix(), 1e-6);
    }

    #[test]
    fn margins_as_constraints_give_what_margins_give((prior, goal) in any_case()) {
        let (rows, columns) = (sums(&goal, 1), sums(&goal, 0));
        let plain = balanced(&prior, rows.clone(), columns.clone(), Method::Newton).unwrap();
        let margin = |noun, targets| Margin::numbered(noun, targets).unwrap();
        let constraints = Constraint::margins(&margin("r", rows), &margin("c", columns));
        for method in METHODS {
            let problem = Constrained::new(prior.view(), constraints.clone()).unwrap();
            let found = problem.method(method).most_iterations(100_000).balanced().unwrap();
            close(plain.matrix(), found.matrix(), 1e-6);
        }
    }

    #[test]
    fn least_squares_keep_the_miss_at_right_angles_to_every_matrix_with_these_margins((prior, goal) in any_case()) {
        let (rows, columns) = (sums(&goal, 1), sums(&goal, 0));
        let margin = |noun, targets| Margin::numbered(noun, targets).unwrap();
        let constraints = Constraint::margins(&margin("r", rows), &margin("c", columns));
        let weights = prior.mapv(f64::abs);
        let problem = Constrained::new(prior.view(), constraints).unwrap();
        let problem = problem.least_squares(weights.clone()).unwrap();
        let found = problem.balanced().unwrap();
        // Σ (x − p)(g − x) / w = 0
        let x = found.matrix();
        let cells = weights.indexed_iter().filter(|&(_, &w)| w > 0.0);
        let product: f64 = cells
            .map(|(at, w)| (x[at] - prior[at]) * (goal[at] - x[at]) / w)
            .sum();
        assert!(product.abs() < 1e-6, "{product}");
    }
}
