//! Results in files with a description beside them, and rectangles as CSV.

use leontief::account::decompose::WangWeiZhu;
use leontief::account::ledger::{Column, Ledger};
use proptest::prelude::*;

use crate::tables::{any_shape, cases};
use crate::world_folder::Folder;

fn exports() -> Ledger {
    let model = Folder::worked_case().table().model().unwrap();
    model.decompose(&WangWeiZhu::default()).unwrap()
}

fn crc32(bytes: &[u8]) -> String {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    format!("{:08x}", crc.sum())
}

#[test]
fn the_description_says_all_that_the_ledger_knows() {
    let (ledger, folder) = (exports(), Folder::empty());
    let path = folder.path().join("wwz.csv");
    ledger.write_csv_described(&path).unwrap();
    let mut plain = Vec::new();
    ledger.write_csv(&mut plain).unwrap();
    let csv = folder.text("wwz.csv");
    assert_eq!(csv.as_bytes(), plain);
    let text = folder.text("wwz.csv.toml");
    let toml = toml::de::DeTable::parse(&text).unwrap();
    let toml = toml.get_ref();
    let found = |key: &str| toml.get(key).unwrap().get_ref();
    let about = ledger.about();
    let program = format!("leontief {}", env!("CARGO_PKG_VERSION"));
    for (key, expected) in [
        ("program", &program),
        ("method", &about.method),
        ("measure", &about.measure),
        ("unit", &about.unit),
        ("file", &"wwz.csv".to_owned()),
        ("crc32", &crc32(&plain)),
    ] {
        assert_eq!(found(key).as_str(), Some(expected.as_str()), "{key}");
    }
    assert_eq!(
        found("bytes").as_integer().unwrap().as_str(),
        plain.len().to_string()
    );
    let notes = found("notes").as_array().unwrap().iter();
    let notes: Vec<&str> = notes.map(|note| note.get_ref().as_str().unwrap()).collect();
    assert_eq!(notes, about.notes);
    let terms = found("terms").as_table().unwrap();
    assert_eq!(terms.len(), ledger.terms().len());
    for term in ledger.terms() {
        let found = terms.get(term.code).unwrap().get_ref().as_table().unwrap();
        assert_eq!(
            found.get("meaning").unwrap().get_ref().as_str(),
            Some(term.meaning)
        );
        assert_eq!(
            found.get("equation").unwrap().get_ref().as_str(),
            Some(term.equation)
        );
    }
}

#[test]
fn a_description_that_belongs_to_other_figures_is_told_by_its_checksum() {
    let folder = Folder::empty();
    exports()
        .write_csv_described(folder.path().join("a.csv"))
        .unwrap();
    exports()
        .exporter("A")
        .unwrap()
        .write_csv_described(folder.path().join("b.csv"))
        .unwrap();
    let checksum = |name: &str| format!("crc32 = \"{}\"", crc32(folder.text(name).as_bytes()));
    assert!(folder.text("a.csv.toml").contains(&checksum("a.csv")));
    assert!(folder.text("b.csv.toml").contains(&checksum("b.csv")));
    assert!(!folder.text("a.csv.toml").contains(&checksum("b.csv")));
}

#[test]
fn files_that_cannot_be_written_are_named() {
    let folder = Folder::empty();
    let path = folder.path().join("none").join("a.csv");
    let pivot = || {
        exports()
            .summed_over(&[Column::Sector, Column::Term])
            .pivot(Column::Exporter, Column::Importer)
    };
    for error in [
        exports().write_csv_described(&path).unwrap_err(),
        pivot().unwrap().write_csv_described(&path).unwrap_err(),
        pivot().unwrap().write_csv_file(&path).unwrap_err(),
    ] {
        assert!(error.is_io());
        assert_eq!(error.file(), Some(path.as_path()));
    }
    std::fs::create_dir(folder.path().join("b.csv.toml")).unwrap();
    let error = exports()
        .write_csv_described(folder.path().join("b.csv"))
        .unwrap_err();
    assert_eq!(
        error.file(),
        Some(folder.path().join("b.csv.toml").as_path())
    );
}

#[test]
fn a_rectangle_is_written_with_all_its_digits_and_gaps() {
    // gross exports from Z and Y of the worked case: A to B (6 + 3 + 5 + 9) + (12 + 10), A to C (2 + 1 + 3 + 4) + (8 + 9),
    // B to A (4 + 3 + 3 + 6) + (15 + 12), B to C (5 + 2 + 4 + 8) + (14 + 17), C to A (2 + 1 + 1 + 2) + (3 + 4), C to B (7 + 3 + 4 + 6) + (9 + 6)
    let expected = "exporter,A,B,C\nA,,45,27\nB,43,,50\nC,13,35,\n".to_owned();
    let ledger =
        exports().summed_over(&[Column::Group, Column::Sector, Column::Origin, Column::Term]);
    let pivot = ledger.pivot(Column::Exporter, Column::Importer).unwrap();
    let mut csv = Vec::new();
    pivot.write_csv(&mut csv).unwrap();
    let rounded = |text: &str| -> Vec<Vec<String>> {
        let cell = |cell: &str| {
            cell.parse()
                .map_or(cell.to_owned(), |v: f64| format!("{v:.9}"))
        };
        text.lines()
            .map(|line| line.split(',').map(cell).collect())
            .collect()
    };
    assert_eq!(
        rounded(&String::from_utf8(csv.clone()).unwrap()),
        rounded(&expected)
    );
    let folder = Folder::empty();
    pivot
        .write_csv_described(folder.path().join("pairs.csv"))
        .unwrap();
    pivot
        .write_csv_file(folder.path().join("again.csv"))
        .unwrap();
    assert_eq!(folder.text("pairs.csv").as_bytes(), csv);
    assert_eq!(folder.text("again.csv").as_bytes(), csv);
    let described = folder.text("pairs.csv.toml");
    assert!(described.contains(&format!("unit = \"{}\"", ledger.about().unit)));
    assert!(described.contains(&crc32(&csv)));
}

proptest! {
    #![proptest_config(cases(15))]

    #[test]
    fn rectangles_read_back_to_the_same_bits(shape in any_shape(8)) {
        let model = shape.raw().table().model().unwrap();
        let ledger = model.decompose(&WangWeiZhu::default()).unwrap();
        let ledger = ledger.summed_over(&[Column::Group, Column::Sector, Column::Origin, Column::Importer]);
        let pivot = ledger.pivot(Column::Term, Column::Exporter).unwrap();
        let mut csv = Vec::new();
        pivot.write_csv(&mut csv).unwrap();
        let mut reader = csv::Reader::from_reader(&csv[..]);
        let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        prop_assert_eq!(&header[0], "term");
        prop_assert_eq!(&header[1..], &pivot.columns[..]);
        let mut rows = 0;
        for (record, (label, values)) in reader.records().zip(pivot.rows.iter().zip(pivot.values.rows())) {
            let record = record.unwrap();
            prop_assert_eq!(&record[0], label);
            for (cell, value) in record.iter().skip(1).zip(values) {
                let cell = (!cell.is_empty()).then(|| cell.parse::<f64>().unwrap().to_bits());
                prop_assert_eq!(cell, value.map(f64::to_bits));
            }
            rows += 1;
        }
        prop_assert_eq!(rows, pivot.rows.len());
    }
}
