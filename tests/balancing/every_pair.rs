//! Whether targets can be met, by trying every pair of a set of rows and a set of columns.

use leontief::build::balancing::{Balancing, Infeasible, Margin, Method};
use ndarray::Array2;
use std::error::Error as _;

use crate::margins::{Random, balanced};

const N: usize = 4;

/// No positive cell leaves the rows for other columns, no negative one the columns for other rows.
fn is_closed(prior: &Array2<f64>, rows: usize, columns: usize) -> bool {
    prior.indexed_iter().all(|((i, j), &cell)| {
        let (row, column) = (rows >> i & 1 == 1, columns >> j & 1 == 1);
        (cell <= 0.0 || column || !row) && (cell >= 0.0 || row || !column)
    })
}

/// A cell that must vanish where the pair has nothing to spare.
fn is_crossed(prior: &Array2<f64>, rows: usize, columns: usize) -> bool {
    prior
        .indexed_iter()
        .any(|((i, j), &cell)| cell != 0.0 && (rows >> i & 1 == 1) != (columns >> j & 1 == 1))
}

fn sum(targets: &[f64], set: usize) -> f64 {
    let chosen = targets
        .iter()
        .enumerate()
        .filter(|(k, _)| set >> k & 1 == 1);
    chosen.map(|(_, target)| target).sum()
}

#[test]
fn refusals_agree_with_every_pair_of_sets() {
    let mut random = Random(77);
    let (mut refused, mut met, mut limits) = (0, 0, 0);
    for round in 0..400 {
        let negative = if round % 2 == 0 { 0.0 } else { 0.2 };
        let prior = Array2::from_shape_simple_fn((N, N), || match random.next() {
            kind if kind < 0.45 => 0.0,
            kind if kind < 0.45 + negative => -1.0,
            _ => 1.0 + random.next(),
        });
        let mut whole = |shift: f64| (6.0 * random.next() - shift).round();
        let low = if negative > 0.0 { 2.0 } else { 0.0 };
        let rows: Vec<f64> = (0..N).map(|_| whole(low)).collect();
        let mut columns: Vec<f64> = (0..N).map(|_| whole(low)).collect();
        columns[0] += rows.iter().sum::<f64>() - columns.iter().sum::<f64>();
        let pairs = (0..1_usize << N).flat_map(|s| (0..1_usize << N).map(move |t| (s, t)));
        let (mut excess, mut tight) = (0.0_f64, false);
        for (s, t) in pairs.filter(|&(s, t)| is_closed(&prior, s, t)) {
            let over = sum(&rows, s) - sum(&columns, t);
            excess = excess.max(over);
            tight |= over == 0.0 && is_crossed(&prior, s, t);
        }
        let u = Margin::numbered("row", rows.clone()).unwrap();
        let v = Margin::numbered("column", columns.clone()).unwrap();
        let short = Balancing::gras(prior.view(), u, v).unwrap();
        // one step proves nothing: flows decide
        if let Err(error) = short.most_iterations(1).balanced() {
            assert_eq!(error.is_infeasible(), excess > 0.0, "{error}");
            let told = error.to_string();
            assert!(excess > 0.0 || told.contains("can be met"), "{told}");
        }
        for method in [Method::Newton, Method::Alternating] {
            let found = balanced(&prior, rows.clone(), columns.clone(), method);
            let told = format!("{method} {prior:?} {rows:?} {columns:?}");
            match found {
                Err(error) if error.is_infeasible() => {
                    assert!(excess > 0.0, "{told}: {error}");
                    let source = error.source().unwrap();
                    let pair: &Infeasible = source.downcast_ref().unwrap();
                    assert!(pair.asked != pair.held, "{told}: {error}");
                    refused += 1;
                }
                Ok(_) => {
                    assert!(excess == 0.0, "{told}");
                    met += 1;
                }
                Err(error) => {
                    assert!(
                        excess == 0.0 && tight && error.is_unconverged(),
                        "{told}: {error}"
                    );
                    limits += 1;
                }
            }
        }
    }
    eprintln!("{refused} refused, {met} met, {limits} met only in the limit");
    assert!(refused > 100 && met > 50);
}
