//! Results as Parquet, read back with the reader of the format's own crate.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;

use leontief::account::ledger::{Column, Ledger};
use leontief::output::{Names, Output};
use leontief::show::Grid;
use parquet::basic::{Encoding, LogicalType, Type as Physical};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use proptest::prelude::*;

use crate::results::{
    Found, assert_rows, balance, expected, exports, label_columns, pivot, shares,
};
use crate::tables::{any_shape, cases};
use crate::world_folder::Folder;

fn open(path: &Path) -> SerializedFileReader<File> {
    SerializedFileReader::new(File::open(path).unwrap()).unwrap()
}

/// Column names and cells; nothing where a cell is null.
fn read(path: &Path) -> (Vec<String>, Vec<Vec<Field>>) {
    let reader = open(path);
    let schema = reader.metadata().file_metadata().schema_descr();
    let names = schema
        .columns()
        .iter()
        .map(|column| column.name().to_owned())
        .collect();
    let rows = reader.get_row_iter(None).unwrap();
    let cells = rows.map(|row| {
        row.unwrap()
            .into_columns()
            .into_iter()
            .map(|(_, cell)| cell)
            .collect()
    });
    (names, cells.collect())
}

fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        other => panic!("{other:?}"),
    }
}

fn found(row: &[Field], labels: usize) -> Found {
    Found {
        labels: row[..labels].iter().map(text).collect(),
        value: match &row[labels] {
            Field::Null => None,
            Field::Double(value) => Some(*value),
            other => panic!("{other:?}"),
        },
    }
}

fn rows<A>(path: &Path, ledger: &Ledger<A>) -> Vec<Found> {
    let labels = label_columns(ledger).len();
    read(path).1.iter().map(|row| found(row, labels)).collect()
}

#[test]
fn texts_are_dictionaries_figures_doubles_and_the_description_is_metadata() {
    let folder = Folder::empty();
    let path = folder.path().join("r.parquet");
    let ledger = exports();
    ledger.write_parquet(&path, &Output::new()).unwrap();
    assert_rows(&rows(&path, &ledger), &ledger);
    let reader = open(&path);
    let metadata = reader.metadata().file_metadata();
    let kinds: Vec<(String, Physical, Option<LogicalType>)> = metadata
        .schema_descr()
        .columns()
        .iter()
        .map(|column| {
            let name = column.name().to_owned();
            (
                name,
                column.physical_type(),
                column.logical_type_ref().cloned(),
            )
        })
        .collect();
    for (name, physical, logical) in &kinds {
        match name.as_str() {
            "value" => assert_eq!(*physical, Physical::DOUBLE),
            _ => {
                assert_eq!(*physical, Physical::BYTE_ARRAY);
                assert_eq!(*logical, Some(LogicalType::String), "{name}");
            }
        }
    }
    let group = reader.metadata().row_group(0);
    for (column, (name, ..)) in group.columns().iter().zip(&kinds) {
        let dictionary = column
            .encodings()
            .any(|encoding| encoding == Encoding::RLE_DICTIONARY);
        assert!(dictionary || name == "value", "{name}");
    }
    let pairs = metadata.key_value_metadata().unwrap();
    let about = ledger.about();
    for (key, said) in [
        ("program", format!("leontief {}", env!("CARGO_PKG_VERSION"))),
        ("method", about.method.clone()),
        ("unit", about.unit.clone()),
        ("perimeter", about.perimeter.clone()),
        ("table_sha256", about.tables[0].fingerprint.to_string()),
    ] {
        let key = format!("leontief.{key}");
        let pair = pairs.iter().find(|pair| pair.key == key).unwrap();
        assert_eq!(pair.value.as_deref(), Some(said.as_str()));
    }
    assert!(pairs.iter().any(|pair| pair.key == "leontief.term DVA_FIN"));
}

/// A part: the labels in the names of its folders, its columns, its rows.
type Part = (Vec<(String, String)>, Vec<String>, Vec<Vec<Field>>);

/// The rows of all parts, with the labels that stand in the names of folders.
fn of_parts(folder: &Path) -> Vec<Part> {
    let mut all = Vec::new();
    let mut open = vec![(folder.to_owned(), Vec::new())];
    while let Some((at, keys)) = open.pop() {
        for entry in std::fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                let (key, value) = name.split_once('=').unwrap();
                let mut keys: Vec<(String, String)> = keys.clone();
                keys.push((key.to_owned(), value.to_owned()));
                open.push((path, keys));
            } else {
                assert_eq!(name, "part-0.parquet");
                let (names, rows) = read(&path);
                all.push((keys.clone(), names, rows));
            }
        }
    }
    all
}

#[test]
fn partitions_are_folders_as_hive_has_them() {
    let folder = Folder::empty();
    let path = folder.path().join("r.parquet");
    let ledger = exports();
    let output = Output::new().partitioned([Column::Exporter, Column::Importer]);
    ledger.write(&path, &output).unwrap();
    assert!(path.join("exporter=A/importer=B/part-0.parquet").is_file());
    let parts = of_parts(&path);
    assert_eq!(parts.len(), 6);
    let mut found = BTreeSet::new();
    for (keys, names, rows) in parts {
        assert_eq!(keys[0].0, "exporter");
        assert_eq!(keys[1].0, "importer");
        assert_eq!(
            names,
            ["group", "sector", "origin", "term", "value", "unit"]
        );
        for row in rows {
            let Field::Double(value) = row[4] else {
                panic!()
            };
            found.insert((
                keys[0].1.clone(),
                keys[1].1.clone(),
                text(&row[1]),
                text(&row[3]),
                value.to_bits(),
            ));
        }
    }
    let wanted: BTreeSet<_> = expected(&ledger)
        .into_iter()
        .map(|row| {
            let [exporter, _, sector, importer, _, term] = &row.labels[..] else {
                panic!()
            };
            (
                exporter.clone(),
                importer.clone(),
                sector.clone(),
                term.clone(),
                row.value.unwrap().to_bits(),
            )
        })
        .collect();
    assert_eq!(found, wanted);
    // a part of other results would stay in the folder
    let error = ledger
        .exporter("A")
        .unwrap()
        .write(&path, &output)
        .unwrap_err();
    assert!(error.is_io());
    assert!(
        error
            .to_string()
            .contains("parts of other results would stay in it"),
        "{error}"
    );
}

#[test]
fn labels_that_folders_cannot_bear_are_escaped_and_missing_ones_have_hives_name() {
    let mut folder = Folder::worked_case();
    for name in ["Z.csv", "Y.csv", "va_x.csv"] {
        let text = folder
            .text(name)
            .replace("A_", "a/b=c_")
            .replace("\nA,", "\na/b=c,");
        folder = folder.with(name, text);
    }
    let model = folder.table().model().unwrap();
    let ledger = model
        .decompose(&leontief::account::decompose::WangWeiZhu::default())
        .unwrap();
    let path = folder.path().join("parts");
    ledger
        .write_parquet(
            &path,
            &Output::new().partitioned([Column::Exporter, Column::Group]),
        )
        .unwrap();
    let part = path.join("exporter=a%2Fb%3Dc/group=__HIVE_DEFAULT_PARTITION__/part-0.parquet");
    assert!(part.is_file());
    assert_eq!(of_parts(&path).len(), 3);
}

#[test]
fn columns_that_are_not_there_are_no_partitions() {
    let folder = Folder::empty();
    let path = folder.path().join("r.parquet");
    for (result, column) in [
        (
            exports().write(&path, &Output::new().partitioned([Column::Owner])),
            "owner",
        ),
        (
            exports().write(&path, &Output::new().wide().partitioned([Column::Term])),
            "term",
        ),
        (
            pivot().write(&path, &Output::new().partitioned([Column::Importer])),
            "importer",
        ),
    ] {
        let error = result.unwrap_err();
        assert!(
            error
                .to_string()
                .contains(&format!("no column {column} to divide them by")),
            "{error}"
        );
        assert!(!path.exists());
    }
}

#[test]
fn rectangles_balances_and_grids_are_parquet_too() {
    let folder = Folder::empty();
    let at = |name: &str| folder.path().join(name);
    pivot()
        .write_parquet(at("p.parquet"), &Output::new().names(Names::Sdmx))
        .unwrap();
    let (names, rows) = read(&at("p.parquet"));
    assert_eq!(names, ["REF_AREA", "A", "B", "C"]);
    assert_eq!(rows[0][1], Field::Null);
    balance()
        .write_parquet(at("b.parquet"), &Output::new())
        .unwrap();
    let (_, rows) = read(&at("b.parquet"));
    for (found, row) in rows.iter().zip(balance().rows()) {
        assert_eq!(text(&found[0]), row.measure);
        assert_eq!(found[6], Field::Double(row.value));
    }
    assert_eq!(rows.len(), balance().rows().len());
    let doubled = Grid::new("", ["a", "a"]).row(["x", "1"]);
    let error = doubled
        .write_parquet(at("g.parquet"), &Output::new())
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("two columns have the same name `a`"),
        "{error}"
    );
}

proptest! {
    #![proptest_config(cases(15))]

    #[test]
    fn figures_read_back_to_the_same_bits_and_missing_ones_are_null(shape in any_shape(8)) {
        let folder = Folder::empty();
        let path = folder.path().join("r.parquet");
        let shares = shares(&shape);
        shares.write_parquet(&path, &Output::new()).unwrap();
        let found = rows(&path, &shares);
        assert_rows(&found, &shares);
        let wide = Output::new().wide();
        shares.write_parquet(&path, &wide).unwrap();
        let (_, wide) = read(&path);
        prop_assert_eq!(wide.len() * 2, found.len());
    }
}
