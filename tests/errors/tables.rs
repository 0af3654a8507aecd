//! Drafts that are no table: cells that are not numbers, arrays that do not fit, output without meaning, sums that miss output.

use leontief::Error;
use leontief::label::{Axis, Group, Ownership, Producers, Regime, TradeKind};
use leontief::model::Measure;
use leontief::table::{Exports, NationalDraft, PrimaryKind, PrimaryRow, Severity, Tolerance};
use ndarray::{Array1, Array2, array};

use crate::{assert_says, draft};

/// A primary row of zeros but for one number.
fn tax(by_producer: f64, by_final_use: f64, on_exports: f64) -> PrimaryRow {
    PrimaryRow {
        kind: PrimaryKind::ProductTax,
        by_producer: array![0.0, by_producer],
        by_final_use: array![by_final_use],
        on_exports,
    }
}

#[test]
fn the_draft_of_these_tests_is_a_table() {
    assert!(draft().problems().is_empty());
    assert_eq!(draft().check().unwrap().value_added().sum(), 85.0);
}

#[test]
fn a_cell_that_is_not_a_number_is_named_in_every_block() {
    type Spoil = fn(NationalDraft, f64) -> NationalDraft;
    let blocks: [(Spoil, &str); 11] = [
        (
            |d, x| d.domestic(array![[30.0, x], [20.0, 30.0]]),
            "CHN A → CHN B is",
        ),
        (
            |d, x| d.imported(array![[20.0, x]]),
            "imports of M → CHN B is",
        ),
        (
            |d, x| d.primary_row(tax(x, 0.0, 0.0)),
            "net taxes on products → CHN B is",
        ),
        (
            |d, x| d.primary_row(tax(0.0, x, 0.0)),
            "net taxes on products → households is",
        ),
        (
            |d, x| d.primary_row(tax(0.0, 0.0, x)),
            "net taxes on products → exports is",
        ),
        (
            |d, x| d.final_use("stocks", array![0.0, x], array![0.0]),
            "CHN B → stocks is",
        ),
        (
            |d, x| d.final_use("stocks", array![0.0, 0.0], array![x]),
            "imports of M → stocks is",
        ),
        (
            |d, x| d.export("ROW", TradeKind::Services, array![x, 0.0]),
            "CHN A → exports of services to ROW is",
        ),
        (
            |d, x| d.imported_exports(array![x]),
            "imports of M → exports is",
        ),
        (|d, x| d.output(array![100.0, x]), "CHN B → output is"),
        (
            |d, x| d.extension("jobs", "persons", array![x, 1.0]),
            "jobs → CHN A is",
        ),
    ];
    for (spoil, cell) in blocks {
        for (value, printed) in [
            (f64::NAN, "NaN"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            let error = spoil(draft(), value).check().unwrap_err();
            let named = format!("1 problem: {cell} {printed}, not a number");
            assert_says(
                &error,
                Error::is_table,
                &["the table of CHN (mn USD, 2012, basic prices)", &named],
            );
        }
    }
}

#[test]
fn all_cells_that_are_not_numbers_are_named_at_once() {
    let spoiled = draft()
        .domestic(array![[f64::NAN, 10.0], [20.0, f64::INFINITY]])
        .output(array![100.0, f64::NAN]);
    let parts = [
        "3 problems",
        "CHN A → CHN A is NaN",
        "CHN B → CHN B is inf",
        "CHN B → output is NaN",
    ];
    assert_says(&spoiled.check().unwrap_err(), Error::is_table, &parts);
}

#[test]
fn an_array_that_does_not_fit_is_named_with_both_sizes() {
    type Spoil = fn(NationalDraft) -> NationalDraft;
    let blocks: [(Spoil, &str); 10] = [
        (
            |d| d.domestic(Array2::zeros((2, 3))),
            "the matrix of domestic inputs is 2 × 3, its axes are 2 × 2",
        ),
        (
            |d| d.imported(Array2::zeros((2, 2))),
            "the matrix of imported inputs is 2 × 2, its axes are 1 × 2",
        ),
        (
            |d| d.output(Array1::zeros(3)),
            "the vector of output is 3 × 1, its axes are 2 × 1",
        ),
        (
            |d| d.imported_exports(Array1::zeros(2)),
            "the vector of exported imports is 2 × 1, its axes are 1 × 1",
        ),
        (
            |d| d.primary(PrimaryKind::Margins, Array1::zeros(1)),
            "the row trade and transport margins is 1 × 1, its axes are 1 × 2",
        ),
        (
            |d| {
                d.primary_row(PrimaryRow {
                    by_final_use: Array1::zeros(3),
                    ..tax(0.0, 0.0, 0.0)
                })
            },
            "the row net taxes on products on final uses is 1 × 3, its axes are 1 × 1",
        ),
        (
            |d| d.final_use("stocks", Array1::zeros(1), Array1::zeros(1)),
            "domestic final use `stocks` is 1 × 1, its axes are 2 × 1",
        ),
        (
            |d| d.final_use("stocks", Array1::zeros(2), Array1::zeros(2)),
            "imported final use `stocks` is 2 × 1, its axes are 1 × 1",
        ),
        (
            |d| d.export("ROW", TradeKind::Goods, Array1::zeros(4)),
            "exports of goods to `ROW` is 4 × 1, its axes are 2 × 1",
        ),
        (
            |d| d.extension("jobs", "persons", Array1::zeros(3)),
            "the extension `jobs` is 1 × 3, its axes are 1 × 2",
        ),
    ];
    for (spoil, part) in blocks {
        let error = spoil(draft()).check().unwrap_err();
        assert_says(&error, Error::is_table, &["1 problem", part]);
    }
    let spoiled = draft()
        .domestic(Array2::zeros((3, 3)))
        .output(Array1::zeros(3));
    assert_says(
        &spoiled.check().unwrap_err(),
        Error::is_table,
        &["2 problems"],
    );
}

#[test]
fn two_rows_of_the_same_kind_are_refused() {
    let doubled = draft().primary(PrimaryKind::Compensation, Array1::zeros(2));
    let part = "the row compensation of employees is given twice";
    assert_says(&doubled.check().unwrap_err(), Error::is_table, &[part]);
}

#[test]
fn doubled_and_empty_codes_of_final_uses_and_extensions_are_refused() {
    let zeros = || (Array1::zeros(2), Array1::zeros(1));
    for (code, part) in [
        ("households", "the final use `households` occurs twice"),
        (" ", "final use number 2 has no code"),
    ] {
        let (domestic, imported) = zeros();
        let error = draft()
            .final_use(code, domestic, imported)
            .check()
            .unwrap_err();
        assert_says(&error, Error::is_label, &[part]);
    }
    let row = Array1::zeros(2);
    let doubled = draft()
        .extension("jobs", "persons", row.clone())
        .extension("jobs", "persons", row);
    assert_says(
        &doubled.check().unwrap_err(),
        Error::is_label,
        &["the extension `jobs` occurs twice"],
    );
}

#[test]
fn a_national_table_has_one_country() {
    let sectors = Axis::new(["A"]).unwrap();
    let blocks = ["CHN", "USA"].map(|country| (country, Group::whole(), sectors.clone()));
    let producers = Producers::new(blocks).unwrap();
    let draft = NationalDraft::new(producers, Axis::empty(), crate::common::million_dollars());
    let parts = ["producers of one country", "`CHN`, `USA`"];
    assert_says(&draft.check().unwrap_err(), Error::is_label, &parts);
}

#[test]
fn negative_output_is_refused() {
    let spoiled = draft()
        .domestic(array![[30.0, 10.0], [-60.0, -110.0]])
        .primary(PrimaryKind::Other, array![80.0, -60.0])
        .output(array![100.0, -100.0]);
    let parts = ["CHN B has negative output -100"];
    assert_says(&spoiled.check().unwrap_err(), Error::is_table, &parts);
}

#[test]
fn no_output_but_inputs_is_refused() {
    let spoiled = draft()
        .domestic(array![[50.0, 10.0], [0.0, 0.0]])
        .final_use("stocks", array![-20.0, -50.0], array![0.0])
        .output(array![100.0, 0.0]);
    let parts = [
        "CHN B has no output but inputs of 70.000000",
        "leave its column empty",
    ];
    assert_says(&spoiled.check().unwrap_err(), Error::is_table, &parts);
}

#[test]
fn no_output_but_sales_is_refused() {
    let empty = Producers::whole("CHN", &Axis::new(["A", "B"]).unwrap()).unwrap();
    let spoiled = NationalDraft::new(empty, Axis::empty(), crate::common::million_dollars())
        .domestic(array![[0.0, 0.0], [20.0, 0.0]])
        .primary(PrimaryKind::Compensation, array![80.0, 0.0])
        .final_use("households", array![100.0, -20.0], Array1::zeros(0))
        .output(array![100.0, 0.0]);
    let parts = [
        "CHN B has no output but sales of 40.000000",
        "leave its row empty",
    ];
    assert_says(&spoiled.check().unwrap_err(), Error::is_table, &parts);
}

#[test]
fn no_output_no_inputs_and_no_sales_is_legal_and_on_record() {
    let table = draft_with_an_empty_industry().check().unwrap();
    assert_eq!(table.checked().zero_output(), ["CHN B"]);
    let model = table.model().unwrap();
    let inverse = model.inverse().unwrap();
    assert_eq!(inverse.row(1), array![0.0, 1.0]);
    assert_eq!(inverse.column(1), array![0.0, 1.0]);
    for measure in [
        Measure::ValueAdded,
        Measure::Imports,
        Measure::income("CHN"),
    ] {
        assert!(
            model
                .multipliers(&measure)
                .unwrap()
                .iter()
                .all(|rate| rate.is_finite())
        );
        assert_eq!(model.rates(&measure).unwrap()[1], 0.0);
    }
}

/// B makes nothing, buys nothing and sells nothing.
fn draft_with_an_empty_industry() -> NationalDraft {
    let producers = Producers::whole("CHN", &Axis::new(["A", "B"]).unwrap()).unwrap();
    let products = Axis::new(["M"]).unwrap();
    NationalDraft::new(producers, products, crate::common::million_dollars())
        .domestic(array![[50.0, 0.0], [0.0, 0.0]])
        .imported(array![[20.0, 0.0]])
        .primary(PrimaryKind::Compensation, array![30.0, 0.0])
        .remaining_output_to("households")
        .output(array![100.0, 0.0])
}

#[test]
fn exports_of_an_industry_without_output_are_refused() {
    let table = draft_with_an_empty_industry().check().unwrap();
    let exports = Exports::new(table.producers(), table.unit().clone())
        .with("USA", TradeKind::Goods, array![5.0, 7.0])
        .unwrap();
    let error = table
        .model()
        .unwrap()
        .measure(&Measure::ValueAdded, &exports)
        .unwrap_err();
    let parts = [
        "CHN B exports 7.000000 of goods to `USA` but has no output",
        "try:",
    ];
    assert_says(&error, Error::is_table, &parts);
}

#[test]
fn sums_that_miss_output_are_all_named_with_their_amounts() {
    // output of A 10 % too high: neither its uses nor its inputs reach it
    let error = draft().output(array![110.0, 100.0]).check().unwrap_err();
    let parts = [
        "2 problems",
        "the uses of CHN A sum to 100.000000, its output is 110.000000 (difference 10.000000, tolerance 1e-9 of output)",
        "the inputs of CHN A sum to 100.000000, its output is 110.000000 (difference 10.000000, tolerance 1e-9 of output)",
    ];
    assert_says(&error, Error::is_table, &parts);
    // all output 10 % too high
    let error = draft().output(array![110.0, 110.0]).check().unwrap_err();
    assert_says(
        &error,
        Error::is_table,
        &["4 problems", "the uses of CHN B", "the inputs of CHN B"],
    );
    // value added too low: columns only
    let error = draft()
        .primary(PrimaryKind::Other, array![-3.0, -5.5])
        .check()
        .unwrap_err();
    let parts = [
        "2 problems",
        "the inputs of CHN A sum to 97.000000",
        "the inputs of CHN B sum to 94.500000",
    ];
    assert_says(&error, Error::is_table, &parts);
    assert!(!error.to_string().contains("uses"), "{error}");
}

#[test]
fn rows_in_another_order_than_columns_do_not_balance() {
    let error = draft()
        .domestic(array![[20.0, 30.0], [30.0, 10.0]])
        .check()
        .unwrap_err();
    assert_says(
        &error,
        Error::is_table,
        &["the uses of CHN A sum to 110.000000"],
    );
}

#[test]
fn rounding_is_accepted_within_the_tolerance_that_was_asked_for() {
    let rounded = || draft().primary(PrimaryKind::Other, array![-0.4, 0.5]);
    let error = rounded()
        .tolerance(Tolerance::absolute(0.45))
        .check()
        .unwrap_err();
    let parts = [
        "1 problem",
        "the inputs of CHN B sum to 100.500000",
        "tolerance 0.45 plus 1e-9 of output",
    ];
    assert_says(&error, Error::is_table, &parts);
    for tolerance in [Tolerance::absolute(0.5), Tolerance::relative(0.0051)] {
        let table = rounded().tolerance(tolerance).check().unwrap();
        assert_eq!(table.checked().tolerance(), tolerance);
        let worst = table.checked().worst_column().unwrap();
        assert_eq!(worst.label, "CHN B");
        assert!((worst.amount + 0.5).abs() < 1e-12, "{worst}");
    }
}

#[test]
fn processing_producers_sell_nothing_at_home() {
    let groups =
        [Regime::Normal, Regime::Processing].map(|r| Group::of(Some(Ownership::Foreign), Some(r)));
    let producers = Producers::national("CHN", groups, &Axis::new(["A"]).unwrap()).unwrap();
    let draft = || {
        NationalDraft::new(
            producers.clone(),
            Axis::empty(),
            crate::common::million_dollars(),
        )
        .primary(PrimaryKind::Compensation, array![90.0, 60.0])
        .output(array![100.0, 100.0])
    };
    let to_producers = draft()
        .domestic(array![[0.0, 40.0], [10.0, 0.0]])
        .final_use("households", array![60.0, 0.0], Array1::zeros(0))
        .export("USA", TradeKind::Goods, array![0.0, 90.0]);
    let to_households = draft()
        .domestic(array![[10.0, 40.0], [0.0, 0.0]])
        .final_use("households", array![50.0, 10.0], Array1::zeros(0))
        .export("USA", TradeKind::Goods, array![0.0, 90.0]);
    let in_two_ways = draft()
        .domestic(array![[0.0, 40.0], [10.0, 0.0]])
        .final_use("households", array![60.0, 0.0], Array1::zeros(0))
        .final_use("stocks", array![0.0, -10.0], Array1::zeros(0))
        .export("USA", TradeKind::Goods, array![0.0, 100.0]);
    for (spoiled, amount) in [
        (to_producers, "10"),
        (to_households, "10"),
        (in_two_ways, "20"),
    ] {
        let part = format!("CHN FP A is a processing producer but sells {amount}.000000 at home");
        let parts = ["1 problem", &part, "its whole output must be exported"];
        assert_says(&spoiled.check().unwrap_err(), Error::is_table, &parts);
    }
}

#[test]
fn problems_of_every_sort_are_reported_together() {
    let spoiled = draft()
        .domestic(array![[30.0, 10.0], [20.0, 30.0]])
        .primary(PrimaryKind::Other, array![1.0, 0.0])
        .output(array![100.0, 0.0]);
    let parts = [
        "CHN B has no output but inputs of 100.000000",
        "CHN B has no output but sales of 100.000000",
        "the uses of CHN B sum to 100.000000",
        "the inputs of CHN A sum to 101.000000",
        "the inputs of CHN B sum to 100.000000",
        "5 problems",
    ];
    assert_says(&spoiled.check().unwrap_err(), Error::is_table, &parts);
}

#[test]
fn negative_final_use_inputs_and_value_added_are_legal_and_noted() {
    let draft = draft()
        .domestic(array![[30.0, -5.0], [20.0, 30.0]])
        .primary(PrimaryKind::NetProductionTax, array![-40.0, 15.0])
        .primary(PrimaryKind::Other, array![40.0, 0.0])
        .final_use("stocks", array![15.0, 0.0], array![-3.0]);
    let notes: Vec<String> = draft
        .problems()
        .into_iter()
        .map(|problem| {
            assert_eq!(problem.severity, Severity::Note);
            problem.message
        })
        .collect();
    assert_eq!(
        notes,
        ["1 negative input cells", "negative value added: CHN A"]
    );
    let table = draft.check().unwrap();
    assert_eq!(table.checked().notes(), notes);
    let model = table.model().unwrap();
    assert!(
        model
            .multipliers(&Measure::ValueAdded)
            .unwrap()
            .iter()
            .all(|rate| rate.is_finite())
    );
}

#[test]
fn a_primary_row_that_misses_a_final_use_is_not_filled_up() {
    let table =
        leontief::label::Producers::whole("CHN", &leontief::label::Axis::new(["goods"]).unwrap())
            .unwrap();
    let one = |value: f64| ndarray::Array1::from_elem(1, value);
    let error = leontief::table::NationalDraft::new(
        table,
        leontief::label::Axis::new(["imports"]).unwrap(),
        crate::common::million_dollars(),
    )
    .primary_row(leontief::table::PrimaryRow {
        kind: leontief::table::PrimaryKind::ProductTax,
        by_producer: one(10.0),
        by_final_use: one(1.0),
        on_exports: 0.0,
    })
    .final_use("households", one(4.0), one(0.0))
    .final_use("government", one(6.0), one(0.0))
    .output(one(10.0))
    .check()
    .unwrap_err();
    assert!(error.is_table());
    let message = error.to_string();
    assert!(
        message
            .contains("the row net taxes on products on final uses is 1 × 1, its axes are 1 × 2"),
        "{message}"
    );
}
