//! Results as data sets of Stata.

use leontief::account::ledger::{Column, Ledger};
use leontief::output::{Names, Output};
use leontief::show::Grid;
use proptest::prelude::*;

use crate::dta_file::{Dta, Value, parse};
use crate::results::{Found, assert_rows, balance, exports, label_columns, model, pivot, shares};
use crate::tables::{any_shape, cases};
use crate::world_folder::Folder;

fn read(folder: &Folder, name: &str) -> Dta {
    parse(&std::fs::read(folder.path().join(name)).unwrap())
}

fn written<A>(ledger: &Ledger<A>, output: &Output) -> Dta {
    let folder = Folder::empty();
    ledger
        .write_dta(folder.path().join("r.dta"), output)
        .unwrap();
    read(&folder, "r.dta")
}

/// Rows of a plain long data set of a ledger.
fn rows<A>(dta: &Dta, ledger: &Ledger<A>) -> Vec<Found> {
    let labels = label_columns(ledger).len();
    let text = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    dta.rows
        .iter()
        .map(|row| {
            assert_eq!(text(&row[labels + 1]), ledger.about().unit);
            Found {
                labels: row[..labels].iter().map(text).collect(),
                value: match &row[labels] {
                    Value::Number(value) => Some(*value),
                    Value::Missing => None,
                    Value::Text(text) => panic!("{text}"),
                },
            }
        })
        .collect()
}

#[test]
fn a_data_set_has_names_labels_notes_and_all_rows() {
    let ledger = exports();
    let dta = written(&ledger, &Output::new());
    let names: Vec<&str> = dta.variables.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "exporter", "group", "sector", "importer", "origin", "term", "value", "unit"
        ]
    );
    assert_eq!(
        dta.variables[0].label,
        "country that exports, or whose figure it is"
    );
    assert_eq!(dta.variables[0].kind, 1);
    assert_eq!(dta.variables[0].format, "%-9s");
    assert_eq!(
        (dta.variables[6].kind, dta.variables[6].format.as_str()),
        (65526, "%12.0g")
    );
    assert_rows(&rows(&dta, &ledger), &ledger);
    let about = ledger.about();
    for said in [
        format!("program: leontief {}", env!("CARGO_PKG_VERSION")),
        format!("method: {}", about.method),
        format!("measure: {}", about.measure),
        format!("unit: {}", about.unit),
        format!("perimeter: {}", about.perimeter),
        format!("table_sha256: {}", about.tables[0].fingerprint),
    ] {
        assert!(dta.notes.contains(&said), "{said}: {:?}", dta.notes);
    }
    let term = ledger.terms()[0];
    let term = format!("term {}: {} = {}", term.code, term.meaning, term.equation);
    assert!(dta.notes.contains(&term));
    assert!(!dta.label.is_empty() && about.method.starts_with(dta.label.trim_end_matches('…')));
}

#[test]
fn wide_data_sets_have_a_variable_for_every_term() {
    let ledger = exports();
    let dta = written(&ledger, &Output::new().wide());
    let names: Vec<&str> = dta.variables.iter().map(|v| v.name.as_str()).collect();
    let terms: Vec<&str> = ledger.terms().iter().map(|term| term.code).collect();
    assert_eq!(
        names[..5],
        ["exporter", "group", "sector", "importer", "origin"]
    );
    assert_eq!(names[5..names.len() - 1], terms);
    let figures: Vec<u64> = dta
        .rows
        .iter()
        .flat_map(|row| &row[5..5 + terms.len()])
        .map(|value| match value {
            Value::Number(value) => value.to_bits(),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected: Vec<u64> = ledger.rows().map(|row| row.value.to_bits()).collect();
    assert_eq!(figures, expected);
}

#[test]
fn rectangles_balances_and_grids_are_data_sets_too() {
    let folder = Folder::empty();
    let at = |name: &str| folder.path().join(name);
    let output = Output::new();
    pivot().write_dta(at("p.dta"), &output).unwrap();
    let dta = read(&folder, "p.dta");
    let names: Vec<&str> = dta.variables.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["exporter", "A", "B", "C"]);
    assert_eq!(dta.rows[0][0], Value::Text("A".to_owned()));
    assert_eq!(dta.rows[0][1], Value::Missing);
    let sheet = balance();
    sheet.write_dta(at("b.dta"), &output).unwrap();
    let dta = read(&folder, "b.dta");
    assert_eq!(dta.rows.len(), sheet.rows().len());
    for (found, row) in dta.rows.iter().zip(sheet.rows()) {
        assert_eq!(found[0], Value::Text(row.measure));
        assert_eq!(found[6], Value::Number(row.value));
    }
    let said = format!("table_sha256_2: {}", sheet.about().tables[1].fingerprint);
    assert!(dta.notes.contains(&said));
    let grid = Grid::new("Balance", ["", "bn USD", "bn USD", "2012"])
        .row(["goods", "1.5", "a", ""])
        .row(["services", "-2", "b", "7"]);
    grid.write_dta(at("g.dta"), &output).unwrap();
    let dta = read(&folder, "g.dta");
    let names: Vec<&str> = dta.variables.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["column_1", "bn_USD", "bn_USD_2", "v2012"]);
    assert_eq!(dta.variables[3].label, "2012");
    assert_eq!(
        dta.rows[1],
        [
            Value::Text("services".to_owned()),
            Value::Number(-2.0),
            Value::Text("b".to_owned()),
            Value::Number(7.0)
        ]
    );
    assert_eq!(dta.rows[0][3], Value::Missing);
}

#[test]
fn texts_that_stata_has_no_room_for_are_refused_before_the_file_is_touched() {
    let folder = Folder::empty();
    let path = folder.path().join("g.dta");
    for (text, found) in [
        ("x".repeat(2046), "2046 bytes"),
        ("a\0b".to_owned(), "a zero byte"),
    ] {
        let grid = Grid::new("", ["a"]).row([text]);
        let error = grid.write_dta(&path, &Output::new()).unwrap_err();
        assert!(error.is_shape());
        assert!(error.to_string().contains(found), "{error}");
        assert_eq!(error.file(), Some(path.as_path()));
        assert!(!path.exists());
    }
    let long = Grid::new("", ["a"]).row(["é".repeat(1022)]);
    long.write_dta(&path, &Output::new()).unwrap();
    assert_eq!(read(&folder, "g.dta").variables[0].kind, 2044);
    let many: Vec<String> = (0..32_768).map(|k| format!("c{k}")).collect();
    let error = Grid::new("", many)
        .write_dta(&path, &Output::new())
        .unwrap_err();
    assert!(
        error.to_string().contains("at most 32767; found 32768"),
        "{error}"
    );
    let huge = Grid::new("", ["", "x"]).row(["a", "9e307"]);
    let error = huge.write_dta(&path, &Output::new()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("takes numbers of this size for missing"),
        "{error}"
    );
}

#[test]
fn names_of_sdmx_reach_stata() {
    let dta = written(
        &model()
            .income_in_exports(leontief::account::Level::Bilateral)
            .unwrap(),
        &Output::new().names(Names::Sdmx),
    );
    let names: Vec<&str> = dta.variables.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "FREQ",
            "TIME_PERIOD",
            "REF_AREA",
            "PRODUCER_GROUP",
            "ACTIVITY",
            "COUNTERPART_AREA",
            "ORIGIN_AREA",
            "OWNER_AREA",
            "MEASURE",
            "UNIT_MEASURE",
            "UNIT_MULT",
            "OBS_VALUE",
            "OBS_STATUS"
        ]
    );
}

proptest! {
    #![proptest_config(cases(15))]

    #[test]
    fn data_sets_read_back_to_the_same_bits(shape in any_shape(8)) {
        let shares = shares(&shape);
        let dta = written(&shares, &Output::new());
        assert_rows(&rows(&dta, &shares), &shares);
        let missing = dta.rows.iter().flatten().filter(|value| **value == Value::Missing).count();
        prop_assert_eq!(missing, dta.rows.len() - shares.rows().count());
        prop_assert_eq!(shares.labels(Column::Term).len(), 2);
    }
}
