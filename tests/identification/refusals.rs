//! What is refused, and what the message says.

use leontief::build::estimate::{EstimateOptions, Objective};
use leontief::build::{Cells, Division, SplitEstimate};
use leontief::label::TradeKind;
use leontief::table::Exports;
use leontief::uncertainty::identification::{ExportContent, IdentifiedTotal};
use ndarray::{Array1, Array2};

use crate::cases::{Started, two_sectors};
use crate::common::random::{Cells as Kind, Components, Ownerships, Pattern, RandomTable};

#[track_caller]
fn assert_says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "no `{part}` in: {message}");
    }
}

fn estimate(started: &Started) -> SplitEstimate {
    started
        .estimation()
        .estimate(Objective::LeastSquares)
        .unwrap()
}

/// A random table of three sectors, for owners.
fn any() -> RandomTable {
    RandomTable {
        pattern: Pattern::Whole,
        sectors: 3,
        products: 2,
        components: Components::Four,
        concept: leontief::table::ValueAddedConcept::BasicPrices,
        ownerships: Ownerships::Given,
        rounded: false,
        cells: Kind::Divisible,
        seed: 8,
    }
}

#[test]
fn exports_of_other_producers_are_refused() {
    let started = two_sectors();
    let estimate = estimate(&started);
    // those of the undivided table
    let error = ExportContent::value_added(&estimate, started.table.exports()).unwrap_err();
    assert!(error.is_label());
    assert_says(&error.to_string(), &["exports", "other producers"]);
    let producers = started.table.producers();
    let none = Exports::new(producers, started.table.unit().clone());
    let error = ExportContent::counting(&estimate, &none, Array2::zeros((3, 8))).unwrap_err();
    assert_says(&error.to_string(), &["exports", "other producers"]);
}

#[test]
fn coefficients_of_another_shape_are_refused() {
    let started = two_sectors();
    let estimate = estimate(&started);
    let exports = estimate.table().exports();
    for shape in [(3, 7), (2, 8), (8, 3)] {
        let error = ExportContent::counting(&estimate, exports, Array2::zeros(shape)).unwrap_err();
        assert!(error.is_shape());
        let found = format!("{} × {}", shape.0, shape.1);
        assert_says(&error.to_string(), &["primary inputs", "3 × 8", &found]);
    }
}

#[test]
fn income_of_other_producers_and_unknown_owners_are_refused() {
    let case = any();
    let started = Started::random(&case, Division::RegimeAndOwnership, 4).unwrap();
    let estimate = estimate(&started);
    let exports = estimate.table().exports();
    let whole = case.income(&started.table, "USA");
    let error = ExportContent::income(&estimate, exports, &whole, "USA").unwrap_err();
    assert!(error.is_income());
    assert_says(&error.to_string(), &["income shares", "other producers"]);
    let income = case.income(estimate.table(), "USA");
    let error = ExportContent::income(&estimate, exports, &income, "XXX").unwrap_err();
    assert!(error.is_label());
    assert_says(&error.to_string(), &["`XXX`", "USA"]);
}

#[test]
fn contents_of_other_exports_or_estimates_are_not_taken_from_each_other() {
    let started = two_sectors();
    let [one, other] = [estimate(&started), estimate(&started)];
    let all = one.table().exports();
    let content = |estimate, exports: &Exports| ExportContent::value_added(estimate, exports);
    let to_usa = all.to("USA").unwrap();
    let of_all = content(&one, all).unwrap();
    let error = of_all
        .clone()
        .less(&content(&one, &to_usa).unwrap())
        .unwrap_err();
    assert_says(&error.to_string(), &["different exports"]);
    // the same groups, but another division
    let of_other = content(&other, all).unwrap();
    let error = of_all.less(&of_other).unwrap_err();
    assert_says(&error.to_string(), &["different estimates"]);
}

#[test]
fn values_that_make_no_table_and_economies_that_are_not_productive_are_refused() {
    let started = two_sectors();
    let estimate = estimate(&started);
    let content = ExportContent::value_added(&estimate, estimate.table().exports()).unwrap();
    let mut values = estimate.solution().values().to_vec();
    values[0] += 1.0;
    for error in [
        content.value_at(&values).unwrap_err(),
        content.slope_at(&values).unwrap_err(),
    ] {
        assert_says(&error.to_string(), &["CHN DN A"]);
    }
}

#[test]
fn totals_of_unknown_cells_are_refused() {
    let started = two_sectors();
    let estimate = estimate(&started);
    let options = EstimateOptions::default();
    let feasible = estimate.feasible();
    let ranges = feasible.ready(&options).unwrap();
    let local = (estimate.problem().around(estimate.solution(), &options)).unwrap();
    let cells = Cells::imported_inputs().used_by(["XX"]);
    let error = IdentifiedTotal::of("imports", &cells, &ranges, &local).unwrap_err();
    assert_says(&error.to_string(), &["no group `XX`"]);
    let error = ranges.extreme(&[1.0], leontief::build::estimate::Extreme::Least);
    assert!(error.is_err());
}

/// An export to a partner of its own is a content of its own.
#[test]
fn any_exports_of_the_groups_will_do() {
    let started = two_sectors();
    let estimate = estimate(&started);
    let table = estimate.table();
    let mut one = Array1::zeros(table.producers().len());
    one[5] = 1.0;
    let exports = Exports::new(table.producers(), table.unit().clone());
    let exports = exports.with("MOON", TradeKind::Goods, one).unwrap();
    let content = ExportContent::value_added(&estimate, &exports).unwrap();
    let expected = table.model().unwrap();
    let expected = (expected.multipliers(&leontief::model::Measure::ValueAdded)).unwrap()[5];
    assert!((content.value().unwrap() - expected).abs() < 1e-13);
}
