//! The naive decompositions against every printed figure of the worked case T3x2, and their identities on ragged
//! tables with a producer without output, negative inventories, negative value added and weights of any sign.

#[path = "common/naive/mod.rs"]
mod naive;

#[path = "common/naive/checks/cuts.rs"]
mod cuts;
#[path = "common/naive/checks/forms.rs"]
mod forms;
#[path = "common/naive/checks/steps.rs"]
mod steps;
#[path = "common/naive/checks/sums.rs"]
mod sums;
#[path = "common/naive/checks/trade.rs"]
mod trade;
#[path = "common/naive/checks/world.rs"]
mod world;

use naive::World;
use naive::cases::{any_weights, ragged, t3x2};
use ndarray::{Array, Array2, Dimension};

/// Six printed digits.
const PRINTED: f64 = 6e-7;
const NAMES: [&str; 3] = ["A", "B", "C"];
const PAIRS: [(usize, usize); 6] = [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)];

#[track_caller]
fn close<'a>(
    name: &str,
    found: impl IntoIterator<Item = &'a f64>,
    expected: &[f64],
    tolerance: f64,
) {
    let found: Vec<f64> = found.into_iter().copied().collect();
    assert_eq!(found.len(), expected.len(), "{name}");
    for (k, (found, expected)) in found.iter().zip(expected).enumerate() {
        let gap = (found - expected).abs();
        assert!(gap <= tolerance, "{name} {k}: {found} not {expected}");
    }
}

/// Equal up to rounding.
#[track_caller]
fn same<D: Dimension>(name: &str, found: &Array<f64, D>, expected: &Array<f64, D>) {
    assert_eq!(found.shape(), expected.shape(), "{name}");
    let scale = expected.iter().fold(1.0_f64, |m, v| m.max(v.abs()));
    let expected: Vec<f64> = expected.iter().copied().collect();
    close(name, found, &expected, 1e-12 * scale);
}

/// Equal up to rounding where the expected value is a number.
#[track_caller]
fn same_where_known<D: Dimension>(name: &str, found: &Array<f64, D>, expected: &Array<f64, D>) {
    let known = |value: &f64| if value.is_nan() { 0.0 } else { *value };
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found.is_nan(), expected.is_nan(), "{name}");
    }
    same(name, &found.map(known), &expected.map(known));
}

/// Pairs AB AC BA BC CA CB of a cell.
fn by_pairs(world: &World, cell: &Array2<f64>) -> Vec<f64> {
    pairs(&world.by_pair(cell))
}

fn pairs(square: &Array2<f64>) -> Vec<f64> {
    PAIRS.map(|at| square[at]).to_vec()
}

/// T3x2 and random tables with residual value added.
fn tables() -> Vec<World> {
    vec![
        t3x2(),
        ragged(&[3, 5, 1, 4], 1),
        ragged(&[2, 0, 4, 3], 2),
        ragged(&[4, 3], 3),
        ragged(&[0, 3, 0, 4], 4),
    ]
}

/// The same tables, also with weights of any sign.
fn weighted_tables() -> Vec<World> {
    let mut all = tables();
    for (seed, table) in tables().iter().enumerate() {
        all.push(table.with_weights(any_weights(table.n(), seed as u64 + 7)));
    }
    all
}

#[test]
fn random_tables_have_what_they_promise() {
    for table in &tables()[1..] {
        let last = table.n() - 1;
        assert_eq!(table.x[last], 0.0);
        assert!(table.x.iter().take(last).all(|x| *x > 0.0));
        assert!(table.w[0] < 0.0);
        assert!(table.w.iter().filter(|w| **w < 0.0).count() == 1);
        assert!(table.y.iter().any(|y| *y < 0.0));
        assert!(table.b().iter().all(|b| *b >= 0.0));
    }
}
