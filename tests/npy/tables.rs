//! World tables as arrays: labels in the file, labels of the caller, faults of both.

use leontief::label::{Axis, FinalUse, Group, Producers, Sector};
use leontief::read::{world_npz, world_npz_labelled};
use leontief::table::{PrimaryKind, Tolerance};
use leontief::unit::{PriceBasis, Scale, Unit};
use leontief::{Error, Result};
use ndarray::array;
use std::path::Path;

use crate::npy::{matrix, npy, texts, vector};
use crate::published::{Folder, assert_placed, assert_sources};

type Files = Vec<(&'static str, Vec<u8>)>;

/// Two countries of two sectors, two categories; rows and columns add up.
fn numbers() -> Files {
    vec![
        (
            "Z",
            matrix(&[
                vec![1.0, 2.0, 0.5, 0.5],
                vec![0.0, 3.0, 1.0, 0.0],
                vec![2.0, 0.0, 4.0, 1.0],
                vec![0.5, 0.5, 0.0, 2.0],
            ]),
        ),
        (
            "Y",
            matrix(&[
                vec![5.0, 1.0, 0.0, 0.0],
                vec![4.0, 0.0, 2.0, 0.0],
                vec![0.0, 0.0, 3.0, 2.0],
                vec![1.0, 2.0, 3.0, 1.0],
            ]),
        ),
        ("x", vector(&[10.0, 10.0, 12.0, 10.0])),
    ]
}

fn labels() -> Files {
    vec![
        ("row_country", texts(&["AUS", "AUS", "ROW", "ROW"])),
        ("row_group", texts(&["", "", "", ""])),
        (
            "row_sector",
            texts(&["goods", "Dienste ä", "goods", "services"]),
        ),
        ("column_country", texts(&["AUS", "AUS", "ROW", "ROW"])),
        ("column_final_use", texts(&["C", "I", "C", "I"])),
    ]
}

fn labelled() -> Files {
    [numbers(), labels()].concat()
}

fn put(folder: &Folder, files: &Files) -> std::path::PathBuf {
    let members: Vec<(String, &Vec<u8>)> = files
        .iter()
        .map(|(name, bytes)| (format!("{name}.npy"), bytes))
        .collect();
    folder.zip("world.npz", &members)
}

fn replaced(mut files: Files, name: &'static str, bytes: Vec<u8>) -> Files {
    files.retain(|(known, _)| *known != name);
    files.push((name, bytes));
    files
}

fn without(mut files: Files, name: &str) -> Files {
    files.retain(|(known, _)| *known != name);
    files
}

fn from_caller(path: impl AsRef<Path>) -> Result<leontief::table::WorldDraft> {
    let sectors: Axis<Sector> = Axis::new(["goods", "services"]).unwrap();
    let blocks = ["AUS", "ROW"].map(|country| (country, Group::whole(), sectors.clone()));
    let categories: Axis<FinalUse> = Axis::new(["C", "I"]).unwrap();
    let unit = Unit::new("USD", Scale::MILLIONS, 2011, PriceBasis::Basic);
    world_npz_labelled(path, Producers::new(blocks).unwrap(), categories, unit)
}

#[test]
fn labels_of_the_caller_are_put_to_arrays() {
    let folder = Folder::new();
    let file = put(
        &folder,
        &[numbers(), vec![("jobs", vector(&[1.0]))]].concat(),
    );
    let table = from_caller(&file).unwrap().check().unwrap();
    assert_eq!(table.flows()[[2, 0]], 2.0);
    assert_eq!(table.final_use()[[3, 2]], 3.0);
    assert_eq!(table.output(), array![10.0, 10.0, 12.0, 10.0]);
    assert_eq!(table.value_added(), array![6.5, 4.5, 6.5, 6.5]);
    assert_sources(table.provenance(), &[&file]);
    let steps = table.provenance().steps().join("; ");
    for words in [
        "labels by position",
        "arrays passed over: jobs",
        "value added is output less",
    ] {
        assert!(steps.contains(words), "{steps}");
    }
    let given = [numbers(), vec![("VA", vector(&[6.5, 4.5, 6.5, 6.5]))]].concat();
    let table = from_caller(put(&folder, &given)).unwrap().check().unwrap();
    let row = table
        .primary()
        .row(PrimaryKind::UndividedValueAdded)
        .unwrap();
    assert_eq!(row.by_producer, array![6.5, 4.5, 6.5, 6.5]);
    assert!(
        !table
            .provenance()
            .to_string()
            .contains("value added is output less")
    );
}

#[test]
fn labels_in_the_file_need_no_lists() {
    let folder = Folder::new();
    let table = world_npz(put(&folder, &labelled()))
        .unwrap()
        .check()
        .unwrap();
    assert_eq!(table.countries().codes(), ["AUS", "ROW"]);
    assert_eq!(table.sectors().codes(), ["goods", "Dienste ä", "services"]);
    assert_eq!(table.final_uses().codes(), ["C", "I"]);
    assert_eq!(*table.unit(), Unit::unstated());
    // columns of final use in another order, and a country without producers
    let files = replaced(
        labelled(),
        "column_country",
        texts(&["ROW", "AUS", "AUS", "ROW"]),
    );
    let files = replaced(files, "column_final_use", texts(&["C", "C", "I", "I"]));
    let table = world_npz(put(&folder, &files)).unwrap().check().unwrap();
    assert_eq!(table.final_use().row(3), array![2.0, 3.0, 1.0, 1.0]);
    let files = replaced(
        labelled(),
        "column_country",
        texts(&["AUS", "ROW", "NZL", "NZL"]),
    );
    let files = replaced(files, "column_final_use", texts(&["C", "C", "C", "I"]));
    refused(&files, "column_country", &["no column `AUS I`"]);
    let files = replaced(
        labelled(),
        "column_country",
        texts(&["AUS", "ROW", "NZL", "HKG"]),
    );
    let files = replaced(files, "column_final_use", texts(&["C", "C", "C", "C"]));
    let table = world_npz(put(&folder, &files)).unwrap().check().unwrap();
    assert_eq!(table.countries().codes(), ["AUS", "ROW", "NZL", "HKG"]);
    // bytes instead of characters, as some programs write them
    let codes = npy("|S3", false, "(4,)", b"AUSAUSROWROW");
    let files = replaced(labelled(), "row_country", codes);
    assert!(world_npz(put(&folder, &files)).unwrap().check().is_ok());
}

#[track_caller]
fn refused(files: &Files, array: &str, words: &[&str]) -> Error {
    let folder = Folder::new();
    let file = put(&folder, files);
    let error = world_npz(&file).unwrap_err();
    let place = if array.is_empty() {
        file
    } else {
        file.join(format!("{array}.npy"))
    };
    assert_placed(&error, &place, None, words);
    error
}

#[test]
fn missing_arrays_are_named() {
    for name in ["Z", "Y", "x"] {
        refused(
            &without(labelled(), name),
            "",
            &[&format!("no array `{name}`"), "found"],
        );
    }
    for name in [
        "row_group",
        "row_sector",
        "column_country",
        "column_final_use",
    ] {
        refused(
            &without(labelled(), name),
            "",
            &[&format!("no array `{name}`")],
        );
    }
    let words = ["no labels", "`row_country`", "`world_npz_labelled`"];
    refused(&without(labelled(), "row_country"), "", &words);
    let folder = Folder::new();
    let error = from_caller(put(&folder, &labelled())).unwrap_err();
    assert!(error.to_string().contains("labels of its own"), "{error}");
    assert!(error.to_string().contains("`world_npz`"), "{error}");
}

#[test]
fn arrays_that_do_not_fit_the_labels_are_refused() {
    let zeros = |rows: usize, columns: usize| matrix(&vec![vec![0.0; columns]; rows]);
    for (name, wrong, words) in [
        (
            "Z",
            zeros(4, 5),
            ["`Z` does not fit", "4 × 4", "found 4 × 5"],
        ),
        (
            "Z",
            zeros(5, 5),
            ["`Z` does not fit", "4 × 4", "found 5 × 5"],
        ),
        (
            "Y",
            zeros(4, 3),
            ["`Y` does not fit", "4 × 4", "found 4 × 3"],
        ),
        (
            "x",
            vector(&[1.0; 5]),
            ["`x` does not fit", "4 × 1", "found 5 × 1"],
        ),
        (
            "x",
            zeros(1, 4),
            ["`x` does not fit", "4 × 1", "found 1 × 4"],
        ),
        (
            "VA",
            vector(&[1.0; 3]),
            ["`VA` does not fit", "4 × 1", "found 3 × 1"],
        ),
    ] {
        let error = refused(&replaced(labelled(), name, wrong), name, &words);
        assert!(error.is_shape());
    }
    refused(
        &replaced(labelled(), "Z", matrix(&vec![vec![f64::NAN; 4]; 4])),
        "Z",
        &["at [0, 0]"],
    );
    refused(
        &replaced(labelled(), "row_group", texts(&[""])),
        "row_group",
        &["expected 4; found 1"],
    );
    refused(
        &replaced(labelled(), "row_sector", vector(&[1.0; 4])),
        "row_sector",
        &["does not hold text", "`<f8`"],
    );
    refused(
        &replaced(
            labelled(),
            "row_country",
            texts(&["AUS", "ROW", "AUS", "ROW"]),
        ),
        "row_country",
        &["next to one another"],
    );
    refused(
        &replaced(
            labelled(),
            "row_sector",
            texts(&["goods", "goods", "goods", "services"]),
        ),
        "row_country",
        &["`goods` occurs twice"],
    );
    refused(
        &replaced(labelled(), "row_country", texts(&["", "", "ROW", "ROW"])),
        "row_country",
        &["no code"],
    );
    refused(
        &replaced(
            labelled(),
            "column_country",
            texts(&["AUS", "AUS", "AUS", "ROW"]),
        ),
        "column_country",
        &["`AUS C` stands twice"],
    );
    refused(
        &replaced(labelled(), "settings", texts(&["unit = 7"])),
        "settings",
        &["wrong value of `unit`"],
    );
    refused(
        &replaced(
            labelled(),
            "row_country",
            npy("<U0", false, "(999999999999,)", &[]),
        ),
        "row_country",
        &["does not hold text"],
    );
    let long = npy("<U4611686018427387904", false, "(4,)", &[0; 64]);
    refused(
        &replaced(labelled(), "row_country", long),
        "row_country",
        &["does not hold text"],
    );
    let long = npy("<U4611686018427387", false, "(4,)", &[0; 64]);
    refused(
        &replaced(labelled(), "row_country", long),
        "row_country",
        &["ends before its last cell"],
    );
    let surrogate = npy("<U1", false, "(4,)", &[0, 0xd8, 0, 0].repeat(4));
    refused(
        &replaced(labelled(), "row_country", surrogate),
        "row_country",
        &["a label is not text", "at [0]"],
    );
}

#[test]
fn a_shifted_block_fails_the_checks() {
    let folder = Folder::new();
    let shifted = matrix(&[
        vec![0.5, 1.0, 2.0, 0.5],
        vec![0.0, 0.0, 3.0, 1.0],
        vec![1.0, 2.0, 0.0, 4.0],
        vec![2.0, 0.5, 0.5, 0.0],
    ]);
    let given = [labelled(), vec![("VA", vector(&[6.5, 4.5, 6.5, 6.5]))]].concat();
    let files = replaced(given, "Z", shifted);
    let draft = world_npz(put(&folder, &files)).unwrap();
    let error = draft
        .tolerance(Tolerance::absolute(0.4))
        .check()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the inputs of AUS Dienste ä sum to"),
        "{error}"
    );
}
