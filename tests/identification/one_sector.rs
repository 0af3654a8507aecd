//! One sector, of which half the exports are processed, in closed form.
//!
//! Domestic inputs are 40, imports 20, value added 40, exports 50. Processing makes 25 and sells nothing at home. With t what it uses of
//! domestic inputs and m of imports, it adds `25 − t − m`, and the rest of the sector, which makes 75, has inputs of `40 − t` from itself
//! and adds `15 + t + m`. Value added in all exports is
//!
//! ```text
//! f = (25 + t) (15 + t + m) / (35 + t) + 25 − t − m = 30 + 10 (20 − m) / (35 + t)
//! ```

use leontief::build::estimate::{EstimateOptions, Objective};
use leontief::build::{
    Cells, ControlTotals, Division, Known, RegimeOwnershipSplit, Split, SplitEstimate,
    SplitEstimation, StartingShares,
};
use leontief::label::{Axis, Producers, TradeKind};
use leontief::table::{NationalDraft, NationalTable, PrimaryKind};
use leontief::uncertainty::identification::{ContentRange, ExportContent};
use ndarray::array;

use crate::common::{assert_close, million_dollars};

fn table() -> NationalTable {
    let producers = Producers::whole("CHN", &Axis::new(["A"]).unwrap()).unwrap();
    NationalDraft::new(producers, Axis::new(["M"]).unwrap(), million_dollars())
        .domestic(array![[40.0]])
        .imported(array![[20.0]])
        .primary(PrimaryKind::Compensation, array![40.0])
        .export("USA", TradeKind::Goods, array![50.0])
        .remaining_output_to("households")
        .output(array![100.0])
        .check()
        .unwrap()
}

fn half_processed(table: &NationalTable) -> Split {
    let starting = StartingShares {
        processing: vec![Some(0.5)],
        foreign_processing: vec![Some(0.5)],
        foreign_normal: vec![Some(0.5)],
    };
    let controls = ControlTotals {
        processing_share_of_exports: 0.5,
        imports_per_processing_export: 0.2,
        foreign_share_of_processing_exports: 0.5,
        foreign_share_of_exports: 0.5,
        processing_value_added_ratio: 1.0,
    };
    let split = RegimeOwnershipSplit::new(table, starting, controls);
    split.shared_technology(Division::Regime).unwrap()
}

fn estimate(knowns: &[Known]) -> SplitEstimate {
    let table = table();
    let start = half_processed(&table);
    let estimation = SplitEstimation::new(&table, &start).unwrap();
    let estimation = estimation.all_known(knowns.iter().cloned());
    estimation.estimate(Objective::LeastSquares).unwrap()
}

fn imports(amount: f64) -> Known {
    Known::amount("imports", Cells::imported_inputs().used_by(["P"]), amount)
}

fn range(estimate: &SplitEstimate, options: &EstimateOptions) -> ContentRange {
    let content = ExportContent::value_added(estimate, estimate.table().exports()).unwrap();
    content.range(options).unwrap()
}

#[track_caller]
fn assert_range(found: &ContentRange, expected: [f64; 2]) {
    let found = [found.least.value(), found.most.value()];
    assert_close("range", found, expected, 1e-9);
}

fn plain() -> EstimateOptions {
    EstimateOptions::default()
}

/// What processing uses of [domestic inputs, imports], at values of the unknowns.
fn used(estimate: &SplitEstimate, values: &[f64]) -> [f64; 2] {
    let cells = estimate.scattered(values);
    [cells.domestic[[0, 1]], cells.imported[[0, 1]]]
}

#[test]
fn the_slope_and_the_range_of_one_free_number_are_as_derived() {
    let estimate = estimate(&[imports(8.0)]);
    let content = ExportContent::value_added(&estimate, estimate.table().exports()).unwrap();
    let values = estimate.solution().values();
    let [t, m] = used(&estimate, values);
    assert_close("imports", [m], [8.0], 1e-12);
    assert_close(
        "content",
        [content.value().unwrap()],
        [30.0 + 120.0 / (35.0 + t)],
        1e-12,
    );
    // t from domestic inputs of the rest to those of processing, and value added the other way
    let mut way = leontief::build::SplitCells::zeros(estimate.table());
    way.domestic = array![[-1.0, 1.0], [0.0, 0.0]];
    way.primary = array![[1.0, -1.0]];
    let slope = content.slope_at(values).unwrap().gradient;
    let along: f64 = estimate
        .gathered(&way)
        .iter()
        .zip(&slope)
        .map(|(a, b)| a * b)
        .sum();
    assert_close("slope", [along], [-120.0 / (35.0 + t).powi(2)], 1e-12);
    // t from 0 to 17, of which nothing would be left to add
    let found = range(&estimate, &plain());
    assert_range(&found, [30.0 + 120.0 / 52.0, 30.0 + 120.0 / 35.0]);
    let ends = [&found.least, &found.most].map(|end| used(&estimate, end.values())[0]);
    assert_close("t", ends, [17.0, 0.0], 1e-9);
}

#[test]
fn nothing_known_leaves_two_free_numbers() {
    // all imports in exports, or none and no domestic inputs of processing
    let found = range(&estimate(&[]), &plain());
    assert_range(&found, [30.0, 30.0 + 200.0 / 35.0]);
}

#[test]
fn what_is_known_about_only_narrows_the_range_where_it_is_held() {
    let about = estimate(&[imports(8.0).give_or_take(0.5)]);
    let open = range(&about, &plain());
    assert_range(&open, [30.0, 30.0 + 200.0 / 35.0]);
    // imports within s errors of 8, domestic inputs up to what they leave
    for errors in [1.0, 2.0] {
        let held = range(&about, &plain().hold_soft_margins(errors));
        let [least, most] = [8.0 + 0.5 * errors, 8.0 - 0.5 * errors];
        let ends = [
            30.0 + 10.0 * (20.0 - least) / (35.0 + 25.0 - least),
            30.0 + 10.0 * (20.0 - most) / 35.0,
        ];
        assert_range(&held, ends);
    }
    let exact = range(&estimate(&[imports(8.0)]), &plain().hold_soft_margins(2.0));
    assert_range(&exact, [30.0 + 120.0 / 52.0, 30.0 + 120.0 / 35.0]);
}

#[test]
fn everything_known_leaves_nothing_open() {
    let inputs = Cells::domestic_inputs().used_by(["P"]);
    let estimate = estimate(&[imports(8.0), Known::amount("inputs", inputs, 7.0)]);
    let found = range(&estimate, &plain());
    assert_range(&found, [30.0 + 120.0 / 42.0; 2]);
    assert_eq!(found.least.programs(), 1);
}
