//! Economies without a usable inverse, and questions that a model cannot answer.

use leontief::Error;
use leontief::label::{Axis, Producers, TradeKind};
use leontief::model::Measure;
use leontief::table::NationalDraft;
use leontief::table::{Exports, NationalTable, PrimaryKind};
use ndarray::{Array1, Array2, array};

use crate::{assert_says, common, draft};

/// A table of these inputs with output of 100 each; value added and final use are what is left.
fn table_of(flows: Array2<f64>) -> NationalTable {
    let n = flows.nrows();
    let codes = ["A", "B", "C"];
    let producers =
        Producers::whole("CHN", &Axis::new(codes[..n].iter().copied()).unwrap()).unwrap();
    let output = Array1::from_elem(n, 100.0);
    let value_added = &output - &flows.sum_axis(ndarray::Axis(0));
    NationalDraft::new(producers, Axis::empty(), common::million_dollars())
        .domestic(flows)
        .primary(PrimaryKind::Compensation, value_added)
        .remaining_output_to("final use")
        .output(output)
        .check()
        .unwrap()
}

/// All three ways to ask end in the same error.
fn failure(table: &NationalTable) -> Error {
    let model = table.model().unwrap();
    let n = table.producers().len();
    let errors = [
        model.multipliers(&Measure::ValueAdded).unwrap_err(),
        model.induced_output(Array1::ones(n).view()).unwrap_err(),
        model.inverse().unwrap_err(),
    ];
    let [first, ..] = &errors;
    assert!(
        errors
            .iter()
            .all(|error| error.to_string() == first.to_string())
    );
    let [first, ..] = errors;
    first
}

#[test]
fn an_industry_that_uses_more_of_its_output_than_it_makes_is_named() {
    let table = table_of(array![
        [20.0, 10.0, 10.0],
        [10.0, 120.0, 10.0],
        [5.0, 5.0, 5.0]
    ]);
    let parts = [
        "CHN B: the economy is not productive (Hawkins-Simon condition)",
        "pivot",
        "try: look at the inputs",
    ];
    assert_says(&failure(&table), Error::is_singular, &parts);
}

#[test]
fn industries_that_use_each_other_up_are_named_by_the_last_of_them() {
    // each takes 1.1 of the other for one unit
    let table = table_of(array![[0.0, 110.0], [110.0, 0.0]]);
    assert_says(
        &failure(&table),
        Error::is_singular,
        &["CHN B: the economy is not productive"],
    );
}

#[test]
fn an_economy_that_keeps_nothing_is_refused_although_rounding_hides_it() {
    // columns of A sum to one: I − A is singular, in exact arithmetic only
    let table = table_of(array![
        [10.0, 30.0, 70.0],
        [60.0, 30.0, 10.0],
        [30.0, 40.0, 20.0]
    ]);
    assert_says(
        &failure(&table),
        Error::is_singular,
        &["CHN C: the economy is not productive"],
    );
}

#[test]
fn a_singular_system_with_negative_inputs_is_named() {
    let table = table_of(array![[0.0, -50.0], [-200.0, 0.0]]);
    assert_eq!(table.checked().notes(), ["2 negative input cells"]);
    assert_says(
        &failure(&table),
        Error::is_singular,
        &["CHN B: I - A is singular to working precision"],
    );
}

#[test]
fn the_breakdown_is_kept_as_the_source_of_the_error() {
    let error = failure(&table_of(array![[120.0]]));
    let source = std::error::Error::source(&error).unwrap();
    let failure = source.downcast_ref::<leontief::linalg::Failure>().unwrap();
    assert_eq!(failure.breakdown().unwrap().position, 0);
}

#[test]
fn a_measure_of_something_the_model_does_not_have_lists_what_it_has() {
    let model = draft().check().unwrap().model().unwrap();
    for (measure, part) in [
        (
            Measure::income("USA"),
            "no owner `USA`; expected one of `CHN`, `ROW`",
        ),
        (
            Measure::ImportsOf("N".into()),
            "no imported product `N`; expected one of `M`",
        ),
        (Measure::extension("jobs"), "no extension `jobs`"),
        (
            Measure::Component(PrimaryKind::Depreciation),
            "the table has no row `depreciation`; expected one of `compensation`, `operating_surplus`",
        ),
    ] {
        let error = model.multipliers(&measure).unwrap_err();
        assert_says(&error, Error::is_label, &[part]);
        let exports = model.table().exports().clone();
        assert!(model.measure(&measure, &exports).unwrap_err().is_label());
    }
}

#[test]
fn a_demand_vector_that_does_not_fit_is_refused() {
    let model = draft().check().unwrap().model().unwrap();
    let error = model.induced_output(Array1::ones(3).view()).unwrap_err();
    assert_says(
        &error,
        Error::is_shape,
        &["expected 2 producers", "found 3"],
    );
}

#[test]
fn exports_of_other_producers_are_refused() {
    let table = draft().check().unwrap();
    let model = table.model().unwrap();
    let others = Producers::whole("CHN", &Axis::new(["B", "A"]).unwrap()).unwrap();
    let exports = Exports::new(&others, table.unit().clone())
        .with("USA", TradeKind::Goods, array![1.0, 1.0])
        .unwrap();
    let error = model.measure(&Measure::Gross, &exports).unwrap_err();
    let parts = [
        "the exports belong to other producers than the model",
        "`Split::divide`",
    ];
    assert_says(&error, Error::is_label, &parts);
    let error = leontief::balance::Economy::new(&model, exports).unwrap_err();
    assert_says(&error, Error::is_label, &parts);
}

#[test]
fn exports_say_to_whom_of_what_and_whose_amount_is_wrong() {
    let table = draft().check().unwrap();
    let none = || Exports::new(table.producers(), table.unit().clone());
    let error = none()
        .with("USA", TradeKind::Goods, array![1.0])
        .unwrap_err();
    assert_says(
        &error,
        Error::is_shape,
        &[
            "exports of goods to `USA`",
            "expected 2 producers",
            "found 1",
        ],
    );
    for value in [f64::NAN, f64::INFINITY] {
        let error = none()
            .with("USA", TradeKind::Services, array![1.0, value])
            .unwrap_err();
        let parts = [
            "exports of services to `USA` of CHN B are not a number",
            "try: 0",
        ];
        assert_says(&error, Error::is_table, &parts);
    }
    let error = none()
        .with(" ", TradeKind::Goods, array![1.0, 1.0])
        .unwrap_err();
    assert_says(&error, Error::is_label, &["partner number 1 has no code"]);
    // exports to one partner know no other
    let only = none()
        .with("USA", TradeKind::Goods, array![1.0, 1.0])
        .unwrap();
    let both = only
        .clone()
        .with("JPN", TradeKind::Goods, array![1.0, 1.0])
        .unwrap();
    assert_eq!(both.to("USA").unwrap(), only);
    let error = both.to("USA").unwrap().to("JPN").unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["no partner `JPN`; expected one of `USA`"],
    );
    let error = both.of(TradeKind::Services).to("JPN").unwrap_err();
    assert_says(&error, Error::is_label, &["no partner `JPN`"]);
    let error = table.exports().to("JPN").unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["no partner `JPN`; expected one of `USA`"],
    );
}
