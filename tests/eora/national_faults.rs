//! Faults in a national table of Eora: each is an error that says where.

use leontief::read::{Options, eora_national, eora_national_with};

use crate::mini::{with_cell, with_line, without_line};
use crate::national::{FILE, National};
use crate::published::{Folder, assert_placed};

#[track_caller]
fn refused(text: &str, line: Option<u64>, words: &[&str]) {
    let folder = Folder::new();
    let path = folder.put(FILE, text);
    match eora_national(&path) {
        Err(error) => assert_placed(&error, &path, line, words),
        Ok(read) => {
            let error = read.symmetric().unwrap().check().unwrap_err().to_string();
            words
                .iter()
                .for_each(|word| assert!(error.contains(word), "no `{word}` in: {error}"));
        }
    }
}

fn text() -> String {
    National::new(17, false).text()
}

#[test]
fn cells_and_rows_are_named_by_place() {
    for wrong in ["12a", "NaN", "0,5"] {
        let words = [
            "column `6: CHN Industries Steel`",
            "CHN Primary Inputs Taxes on production D.29",
            "not a number",
        ];
        refused(&with_cell(&text(), 9, 6, wrong), Some(9), &words);
    }
    let shorter = with_line(&text(), 9, |line| {
        line.rsplit_once('\t').unwrap().0.to_owned()
    });
    refused(
        &shorter,
        Some(9),
        &["expected 7 numbers", "found 6", "ROW ExportsTo Total"],
    );
    refused(
        &with_line(&text(), 9, |line| format!("{line}\t1")),
        Some(9),
        &["found 8"],
    );
    refused("", None, &["the file is empty"]);
    for part in [1, 3, 5, 8] {
        let text = text();
        let half = &text[..text.len() * part / 9];
        let folder = Folder::new();
        assert!(eora_national(folder.put(FILE, half)).is_err(), "{part}");
    }
}

#[test]
fn labels_are_compared() {
    refused(
        &with_cell(&text(), 4, 6, "Iron"),
        None,
        &["the column `Iron` has no row"],
    );
    refused(&without_line(&text(), 6), None, &["`Steel` has no row"]);
    refused(
        &with_cell(&text(), 6, 4, "Iron"),
        None,
        &["the column `Steel` has no row"],
    );
    refused(
        &with_cell(&text(), 3, 9, "Imports"),
        Some(3),
        &[
            "unknown group of columns `Imports`",
            "column `9`",
            "ExportsTo",
        ],
    );
    refused(
        &with_cell(&text(), 6, 2, "JPN"),
        Some(6),
        &[
            "`Steel` of the group Industries is of another country",
            "expected CHN",
            "`JPN`",
        ],
    );
    refused(
        &with_cell(&text(), 2, 6, "JPN"),
        Some(2),
        &["another country", "column `6`"],
    );
    refused(
        &with_cell(&text(), 9, 4, "Rent"),
        Some(9),
        &["unknown primary input `Rent`"],
    );
    refused(
        &with_cell(&text(), 9, 4, "Compensation of employees D.1"),
        Some(9),
        &["occurs twice"],
    );
    refused(
        &with_cell(&text(), 4, 9, "Household final consumption P.3h"),
        Some(4),
        &["occurs twice"],
    );
    refused(
        &with_cell(&text(), 2, 11, "USA"),
        None,
        &["partner", "`USA` occurs twice"],
    );
    refused(
        &text().replace("Industries", "Firms"),
        Some(3),
        &["unknown group of columns `Firms`"],
    );
    refused(
        &text().replace("Primary Inputs", "Inputs"),
        None,
        &["no row of the group `Primary Inputs`"],
    );
    refused(
        &with_cell(&text(), 4, 11, ""),
        Some(4),
        &["an empty label", "column `11`"],
    );
    refused(
        &with_cell(&text(), 8, 3, ""),
        Some(8),
        &["an empty label", "group and item"],
    );
}

#[test]
fn a_shifted_row_fails_the_checks() {
    let shifted = with_line(&text(), 5, |line| {
        let mut cells: Vec<&str> = line.split('\t').collect();
        cells[4..].rotate_right(1);
        cells.join("\t")
    });
    refused(&shifted, None, &["sum to"]);
}

#[test]
fn names_and_years_are_compared() {
    let folder = Folder::new();
    let path = folder.put("China.txt", text());
    let error = eora_national(&path).unwrap_err();
    assert_placed(
        &error,
        &path,
        None,
        &[
            "the name of the file does not tell",
            "IO_CCC_YYYY_BasicPrice.txt",
        ],
    );
    let path = folder.put(FILE, text());
    let error = eora_national_with(&path, &Options::new().year(2014)).unwrap_err();
    assert_placed(
        &error,
        &path,
        None,
        &["another year", "expected 2014", "found 2015"],
    );
    let error = eora_national_with(&path, &Options::new().extensions(["CO2"])).unwrap_err();
    assert_placed(
        &error,
        &path,
        None,
        &["no satellite row or group `CO2`", "Employment"],
    );
    let other = folder.put("IO_JPN_2015_BasicPrice.txt", text());
    assert_placed(
        &eora_national(&other).unwrap_err(),
        &other,
        Some(5),
        &["another country", "expected JPN"],
    );
}
