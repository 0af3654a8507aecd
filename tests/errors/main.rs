//! Every failure that data can cause is an error of its kind whose message names the place, what was expected and what was found.

#[path = "../common/mod.rs"]
mod common;

mod files;
mod income;
mod labels;
mod lists;
mod parameters;
mod runs;
mod scratch;
mod systems;
mod tables;
mod totals;
mod units;
mod world;
mod world_files;
mod world_folder;
mod world_labels;
mod world_settings;

use leontief::Error;
use leontief::label::{Axis, Producers, TradeKind};
use leontief::table::{NationalDraft, PrimaryKind};
use ndarray::array;

/// The error is of this kind and its message holds all these parts.
#[track_caller]
fn assert_says(error: &Error, is: fn(&Error) -> bool, parts: &[&str]) {
    assert!(is(error), "of another kind: {error:?}");
    let message = error.to_string();
    for part in parts {
        assert!(message.contains(part), "`{part}` is not in: {message}");
    }
}

/// A small table without faults: two sectors, one imported product.
fn draft() -> NationalDraft {
    let producers = Producers::whole("CHN", &Axis::new(["A", "B"]).unwrap()).unwrap();
    let products = Axis::new(["M"]).unwrap();
    NationalDraft::new(producers, products, common::million_dollars())
        .domestic(array![[30.0, 10.0], [20.0, 30.0]])
        .imported(array![[20.0, 5.0]])
        .primary(PrimaryKind::Compensation, array![20.0, 35.0])
        .primary(PrimaryKind::OperatingSurplus, array![10.0, 20.0])
        .final_use("households", array![35.0, 50.0], array![10.0])
        .export("USA", TradeKind::Goods, array![25.0, 0.0])
        .output(array![100.0, 100.0])
}
