//! Parameters and rates outside what they can be.

use leontief::Error;
use leontief::build::{
    MarginIndustries, Overdraw, ReExportRecord, cif_to_fob, fob_to_basic, scale_imported_inputs,
};
use leontief::label::TradeKind;
use leontief::parameter::{Grade, Parameter, ParameterSet};
use leontief::table::Exports;
use leontief::unit::PriceBasis;
use ndarray::{Array1, array};

use crate::{assert_says, draft};

fn parameters() -> ParameterSet {
    ParameterSet::new(
        ["price", "amount"].map(|name| Parameter::new(name, 1.0, None, Grade::A).unwrap()),
    )
    .unwrap()
}

fn fob() -> Exports {
    let table = draft().check().unwrap();
    Exports::new(table.producers(), table.unit().at(PriceBasis::Fob))
        .with("USA", TradeKind::Goods, array![10.0, 5.0])
        .unwrap()
}

#[test]
fn a_range_holds_its_central_value() {
    for (central, range) in [
        (0.5, Some((0.6, 0.9))),
        (0.95, Some((0.6, 0.9))),
        (0.7, Some((0.9, 0.6))),
        (f64::NAN, Some((0.6, 0.9))),
        (0.7, Some((0.6, f64::INFINITY))),
        (0.7, Some((f64::NAN, 0.9))),
        (f64::NAN, None),
        (f64::INFINITY, None),
    ] {
        let error = Parameter::new("share", central, range, Grade::C).unwrap_err();
        let parts = [
            "the range of `share` does not hold its central value",
            "expected low ≤ central ≤ high",
            "found",
        ];
        assert_says(&error, Error::is_parameter, &parts);
    }
    Parameter::new("share", 0.6, Some((0.6, 0.6)), Grade::C).unwrap();
}

#[test]
fn a_parameter_has_a_name() {
    for empty in ["", " "] {
        let error = Parameter::new(empty, 0.5, None, Grade::C).unwrap_err();
        assert_says(
            &error,
            Error::is_parameter,
            &["a parameter has no name", "found value 0.5"],
        );
    }
}

#[test]
fn a_parameter_is_given_once() {
    let twice = ["price", "price"].map(|name| Parameter::new(name, 1.0, None, Grade::A).unwrap());
    let error = ParameterSet::new(twice).unwrap_err();
    assert_says(
        &error,
        Error::is_parameter,
        &["the parameter `price` is given twice"],
    );
}

#[test]
fn an_unknown_parameter_lists_the_known_ones() {
    let values = parameters().central();
    let error = values.get("prize").unwrap_err();
    assert_says(
        &error,
        Error::is_parameter,
        &["no parameter `prize`", "one of `price`, `amount`"],
    );
    assert!(
        values
            .clone()
            .with("prize", 1.0)
            .unwrap_err()
            .is_parameter()
    );
    for wrong in [f64::NAN, f64::INFINITY] {
        let error = values.clone().with("price", wrong).unwrap_err();
        assert_says(
            &error,
            Error::is_parameter,
            &["the value of `price` is not a number"],
        );
    }
    assert_eq!(
        values.with("price", 2.0).unwrap().get("price").unwrap(),
        2.0
    );
}

#[test]
fn an_unknown_grade_explains_the_known_ones() {
    for unknown in ["E", "a", ""] {
        let error = unknown.parse::<Grade>().unwrap_err();
        let parts = [
            "unknown grade",
            "A (official), B (secondary), C (recalled) or D (assumed)",
        ];
        assert_says(&error, Error::is_parameter, &parts);
    }
}

#[test]
fn a_scale_of_imported_inputs_is_positive_and_leaves_domestic_inputs() {
    let table = draft().check().unwrap();
    for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = scale_imported_inputs(&table, wrong, Overdraw::Cap).unwrap_err();
        assert_says(
            &error,
            Error::is_parameter,
            &["the scale of imported inputs must be a positive number"],
        );
    }
    // A: 50 domestic inputs, 20 imported
    let error = scale_imported_inputs(&table, 4.0, Overdraw::Refuse).unwrap_err();
    let parts = [
        "a scale of imported inputs of 4 asks too much of CHN A: its domestic inputs would turn negative",
        "expected at most 3.5",
        "try: `Overdraw::Cap`",
    ];
    assert_says(&error, Error::is_control_total, &parts);
    let (_, capped) = scale_imported_inputs(&table, 4.0, Overdraw::Cap).unwrap();
    assert_eq!(capped, ["CHN A"]);
    scale_imported_inputs(&table, 3.5, Overdraw::Refuse).unwrap();
}

#[test]
fn freight_and_insurance_are_a_rate_of_at_least_zero() {
    let table = draft().check().unwrap();
    let cif = Exports::new(table.producers(), table.unit().at(PriceBasis::Cif));
    for wrong in [-0.1, f64::NAN, f64::INFINITY] {
        let error = cif_to_fob(&cif, wrong).unwrap_err();
        assert_says(
            &error,
            Error::is_parameter,
            &["the rate of freight and insurance", "found"],
        );
    }
}

#[test]
fn margin_industries_are_known_named_once_and_share_everything() {
    let table = draft().check().unwrap();
    let margins =
        |shares: &[(&str, f64)]| MarginIndustries::new(table.producers(), shares).unwrap_err();
    assert_says(
        &margins(&[("G46", 1.0)]),
        Error::is_label,
        &["no sector `G46`"],
    );
    for wrong in [
        [("A", 0.5), ("A", 0.5)],
        [("B", 1.5), ("A", -0.5)],
        [("B", 0.5), ("A", 0.0)],
    ] {
        let parts = [
            "the share of margins earned by",
            "expected one share above 0 and at most 1",
        ];
        assert_says(&margins(&wrong), Error::is_parameter, &parts);
    }
    let parts = [
        "the shares of the margin industries do not add up to 1",
        "found 0.9",
    ];
    assert_says(
        &margins(&[("A", 0.5), ("B", 0.4)]),
        Error::is_parameter,
        &parts,
    );
    assert!(margins(&[]).is_parameter());
}

#[test]
fn margin_rates_fit_and_are_shares() {
    let fob = fob();
    let margins = MarginIndustries::new(fob.producers(), &[("B", 1.0)]).unwrap();
    let error = fob_to_basic(&fob, &array![0.1], &margins).unwrap_err();
    assert_says(
        &error,
        Error::is_shape,
        &["expected 2 producers", "found 1"],
    );
    for wrong in [-0.1, 1.1, f64::NAN] {
        let error = fob_to_basic(&fob, &array![0.1, wrong], &margins).unwrap_err();
        let parts = [
            "the margin rate of CHN B",
            "a share of the FOB value, 0 to 1",
            "found",
        ];
        assert_says(&error, Error::is_parameter, &parts);
    }
}

#[test]
fn re_exports_have_a_value_a_mark_up_and_a_mix() {
    for (value, mark_up, what) in [
        (-1.0, 0.1, "the value of re-exports"),
        (f64::NAN, 0.1, "the value of re-exports"),
        (1.0, -0.1, "the mark-up of re-exports"),
        (1.0, f64::INFINITY, "the mark-up of re-exports"),
    ] {
        let error = ReExportRecord::new(value, mark_up).unwrap_err();
        assert_says(
            &error,
            Error::is_parameter,
            &[what, "a number of at least 0"],
        );
    }
    let record = ReExportRecord::new(100.0, 0.1).unwrap();
    let with = |mix: Array1<f64>| record.added_to(fob(), "USA", &mix).unwrap_err();
    assert_says(
        &with(array![1.0]),
        Error::is_shape,
        &["the product mix of re-exports", "expected 2 producers"],
    );
    assert_says(
        &with(array![0.0, 0.0]),
        Error::is_parameter,
        &["the product mix of re-exports is empty"],
    );
    for wrong in [-1.0, f64::NAN] {
        let error = with(array![1.0, wrong]);
        assert_says(
            &error,
            Error::is_parameter,
            &["the weight of CHN B in re-exports", "at least 0"],
        );
    }
}
