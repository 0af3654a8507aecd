//! Results as CSV: long and wide, with plain names and those of SDMX.

use leontief::account::ledger::Ledger;
use leontief::output::{Names, Output};
use proptest::prelude::*;

use crate::results::{
    Found, assert_rows, balance, exports, label_columns, model, pivot, shares, shares_of,
};
use crate::tables::{any_shape, cases};
use crate::world_folder::Folder;

/// The cells of a file, its header first.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let records = reader.records();
    records
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn written<A>(ledger: &Ledger<A>, output: &Output) -> (Vec<Vec<String>>, String) {
    let folder = Folder::empty();
    ledger.write(folder.path().join("r.csv"), output).unwrap();
    (cells(&folder.text("r.csv")), folder.text("r.csv.toml"))
}

fn rows<A>(cells: &[Vec<String>], ledger: &Ledger<A>) -> Vec<Found> {
    let labels = label_columns(ledger).len();
    cells[1..]
        .iter()
        .map(|row| Found {
            labels: row[..labels].to_vec(),
            value: (!row[labels].is_empty()).then(|| row[labels].parse().unwrap()),
        })
        .collect()
}

#[test]
fn a_plain_long_file_has_the_columns_of_the_ledgers_own() {
    let ledger = exports();
    let (found, described) = written(&ledger, &Output::new());
    let mut own = Vec::new();
    ledger.write_csv(&mut own).unwrap();
    let own = cells(std::str::from_utf8(&own).unwrap());
    assert_eq!(found[0], own[0]);
    assert_eq!(found.len(), own.len());
    assert_rows(&rows(&found, &ledger), &ledger);
    let table = &ledger.about().tables[0];
    for said in [
        format!("program = \"leontief {}\"\n", env!("CARGO_PKG_VERSION")),
        format!("perimeter = \"{}\"\n", ledger.about().perimeter),
        format!("\n[tables.1]\ntable = \"{}\"\n", table.table),
        format!("table_sha256 = \"{}\"\n", table.fingerprint),
        "\n[terms.DVA_FIN]\n".to_owned(),
    ] {
        assert!(described.contains(&said), "{said}\n{described}");
    }
}

#[test]
fn a_wide_file_has_a_column_for_every_term() {
    let ledger = exports();
    let (found, _) = written(&ledger, &Output::new().wide());
    let terms: Vec<&str> = ledger.terms().iter().map(|term| term.code).collect();
    assert_eq!(found[0][5..5 + terms.len()], terms);
    let figures: Vec<f64> = found[1..]
        .iter()
        .flat_map(|row| {
            row[5..5 + terms.len()]
                .iter()
                .map(|cell| cell.parse().unwrap())
        })
        .collect();
    let expected: Vec<f64> = ledger.rows().map(|row| row.value).collect();
    assert_eq!(figures, expected);
}

const UNIT: &str = "currency = \"USD\"\nscale = \"millions\"\nyear = 2012\nprices = \"basic\"\n";

#[test]
fn names_of_sdmx_say_period_unit_and_status() {
    let model = Folder::worked_case()
        .with("table.toml", UNIT)
        .table()
        .model()
        .unwrap();
    let ledger = model
        .decompose(&leontief::account::decompose::WangWeiZhu::default())
        .unwrap();
    let summed = ledger.summed_over(&[leontief::account::ledger::Column::Sector]);
    let (found, _) = written(&summed, &Output::new().names(Names::Sdmx));
    assert_eq!(
        found[0],
        [
            "FREQ",
            "TIME_PERIOD",
            "REF_AREA",
            "PRODUCER_GROUP",
            "ACTIVITY",
            "COUNTERPART_AREA",
            "ORIGIN_AREA",
            "MEASURE",
            "UNIT_MEASURE",
            "UNIT_MULT",
            "OBS_VALUE",
            "OBS_STATUS"
        ]
    );
    let first = summed.rows().next().unwrap();
    let expected = [
        "A", "2012", "A", "_T", "_T", "B", "_T", first.term, "USD", "6",
    ];
    assert_eq!(found[1][..10], expected);
    assert_eq!(
        found[1][10].parse::<f64>().unwrap().to_bits(),
        first.value.to_bits()
    );
    assert_eq!(found[1][11], "A");
    // a share has no currency
    let (found, _) = written(&shares_of(&model), &Output::new().names(Names::Sdmx));
    assert_eq!(found[1][8..10], ["share", "0"]);
    // nothing is made up where the table does not state its unit
    let (found, _) = written(&exports(), &Output::new().names(Names::Sdmx));
    assert_eq!(found[1][1], "_X");
    assert_eq!(found[1][8..10], ["_X", "0"]);
    let (wide, _) = written(&summed, &Output::new().names(Names::Sdmx).wide());
    assert_eq!(
        wide[0][..9],
        [
            "FREQ",
            "TIME_PERIOD",
            "REF_AREA",
            "PRODUCER_GROUP",
            "ACTIVITY",
            "COUNTERPART_AREA",
            "ORIGIN_AREA",
            "UNIT_MEASURE",
            "UNIT_MULT"
        ]
    );
    assert_eq!(wide[0][9], first.term);
}

#[test]
fn rectangles_and_balances_are_described_too() {
    let folder = Folder::empty();
    let at = |name: &str| folder.path().join(name);
    pivot().write(at("p.csv"), &Output::new()).unwrap();
    let mut own = Vec::new();
    pivot().write_csv(&mut own).unwrap();
    assert_eq!(
        cells(&folder.text("p.csv")),
        cells(std::str::from_utf8(&own).unwrap())
    );
    assert!(folder.text("p.csv.toml").contains("table_sha256"));
    pivot()
        .write(at("s.csv"), &Output::new().names(Names::Sdmx))
        .unwrap();
    assert_eq!(cells(&folder.text("s.csv"))[0][0], "REF_AREA");
    balance().write(at("b.csv"), &Output::new()).unwrap();
    let mut own = Vec::new();
    balance().write_csv(&mut own).unwrap();
    assert_eq!(
        cells(&folder.text("b.csv")),
        cells(std::str::from_utf8(&own).unwrap())
    );
    assert!(folder.text("b.csv.toml").contains("[tables.2]"));
    balance()
        .write(at("bs.csv"), &Output::new().names(Names::Sdmx))
        .unwrap();
    let found = cells(&folder.text("bs.csv"));
    assert_eq!(
        found[0][..4],
        ["FREQ", "TIME_PERIOD", "REF_AREA", "COUNTERPART_AREA"]
    );
    assert_eq!(found[1][2..4], ["CHN", "USA"]);
    assert!(
        found[1..]
            .iter()
            .all(|row| row.iter().all(|cell| cell != "total"))
    );
}

#[test]
fn income_of_owners_has_their_column() {
    let ledger = model()
        .income_in_exports(leontief::account::Level::Country)
        .unwrap();
    let (found, _) = written(&ledger, &Output::new());
    assert_eq!(found[0][5], "owner");
    assert_rows(&rows(&found, &ledger), &ledger);
}

proptest! {
    #![proptest_config(cases(15))]

    #[test]
    fn figures_read_back_to_the_same_bits_and_missing_ones_are_marked(shape in any_shape(8)) {
        let shares = shares(&shape);
        let (found, _) = written(&shares, &Output::new());
        assert_rows(&rows(&found, &shares), &shares);
        let (sdmx, _) = written(&shares, &Output::new().names(Names::Sdmx));
        prop_assert_eq!(sdmx.len(), found.len());
        let mut missing = 0;
        for row in &sdmx[1..] {
            let [value, status] = &row[row.len() - 2..] else { unreachable!() };
            prop_assert_eq!(status == "M", value.is_empty());
            missing += usize::from(status == "M");
        }
        prop_assert_eq!(missing, found.len() - 1 - shares.rows().count());
    }
}
