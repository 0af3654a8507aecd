//! National tables of the WIOD as text.

use std::path::{Path, PathBuf};

use leontief::Result;
use leontief::read::WiodNiot;

use crate::national;
use crate::published::Folder;
use crate::random::{Random, down};
use crate::suite::{Block, Part, Read, Reader, Seen, cells};

const SECTORS: [&str; 3] = ["A01", "B", "C10"];
const FINAL_USES: [&str; 6] = ["CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN", "EXP"];

fn read(paths: &[PathBuf]) -> Result<Read> {
    let draft = WiodNiot::open(&paths[0])?.draft(2014)?;
    let mut read = national::of(&draft.check()?);
    // three rows of the file are added up
    read.made = read.numbers.split_off(read.numbers.len() - 9);
    Ok(read)
}

/// Domestic and imported rows over sectors and final uses, rows below.
struct Numbers {
    domestic: Vec<Vec<i64>>,
    imports: Vec<Vec<i64>>,
    below: Vec<(&'static str, Vec<i64>)>,
}

fn numbers() -> Numbers {
    let mut random = Random::new(42);
    let domestic: Vec<Vec<i64>> = random.matrix(3, 9, 2000);
    let imports: Vec<Vec<i64>> = random.matrix(3, 9, 300);
    let mut below = Vec::new();
    for code in ["TXSP", "EXP_adj", "PURR", "PURNR", "IntTTM"] {
        below.push((code, (0..9).map(|_| random.upto(9)).collect::<Vec<i64>>()));
    }
    let inputs: Vec<i64> = (0..9)
        .map(|j| down(&domestic, j) + down(&imports, j))
        .collect();
    let output: Vec<i64> = domestic.iter().map(|row| row.iter().sum()).collect();
    let paid = |j: usize| below.iter().map(|(_, row)| row[j]).sum::<i64>();
    let added = (0..3).map(|j| output[j] - inputs[j] - paid(j));
    let added: Vec<i64> = added.chain([0; 6]).collect();
    below.insert(0, ("II_fob", inputs));
    below.push(("VA", added));
    below.push(("GO", [output, vec![0; 6]].concat()));
    Numbers {
        domestic,
        imports,
        below,
    }
}

/// Blanks between thousands, as in the published files.
fn written(number: i64) -> String {
    let (sign, size) = (if number < 0 { "-" } else { "" }, number.abs());
    match size {
        0..1000 => format!("{sign}{size}"),
        _ => format!("{sign}{}\u{a0}{:03}", size / 1000, size % 1000),
    }
}

fn mini() -> Reader {
    let Numbers {
        domestic,
        imports,
        below,
    } = numbers();
    let keys = ["Year", "Code", "Description", "Origin"];
    let mut grid = vec![cells::<i64>(
        &[&keys[..], &SECTORS, &FINAL_USES, &["GO"]].concat(),
        [],
    )];
    for (origin, rows) in [("Domestic", &domestic), ("Imports", &imports)] {
        for (code, row) in SECTORS.iter().zip(rows) {
            let total = if origin == "Domestic" {
                row.iter().sum()
            } else {
                0
            };
            let row = row.iter().copied().chain([total]).map(written);
            grid.push(cells(&["2014", code, "Industry", origin], row));
        }
    }
    for (code, row) in &below {
        let row = row.iter().copied().chain([0]).map(written);
        grid.push(cells(&["2014", code, "", "TOT"], row));
    }
    let block = |rows, columns, down, right| Block {
        rows,
        columns,
        down,
        right,
    };
    Reader {
        parts: vec![Part {
            name: "XYZ_NIOT_nov16.csv",
            delimiter: ';',
            grid,
            head: 0,
            keys: &[0, 1, 3],
            words: &[2],
            free: &[],
            blocks: vec![
                block(1..4, 4..7, Seen::Refused, Seen::Refused),
                block(1..4, 7..8, Seen::Refused, Seen::Not),
                block(1..4, 12..13, Seen::Refused, Seen::Not),
                block(1..4, 13..14, Seen::Refused, Seen::Not),
                block(4..7, 4..7, Seen::Not, Seen::Refused),
                // the total of inputs is compared under final uses too
                block(4..7, 7..12, Seen::Not, Seen::Told),
                block(8..9, 4..7, Seen::Not, Seen::Refused),
                block(13..14, 4..7, Seen::Not, Seen::Refused),
                block(14..15, 4..7, Seen::Not, Seen::Refused),
            ],
        }],
        read,
        big: false,
        // `GO` beside imports (3) and rows below (8); `GO` under final uses and exports (6); `II_fob` under exports
        unread: 18,
    }
}

#[test]
fn every_cell_is_read_back() {
    let Numbers {
        domestic,
        imports,
        below,
    } = numbers();
    let block = |rows: &[Vec<i64>], columns: std::ops::Range<usize>| -> Vec<i64> {
        rows.iter()
            .flat_map(|row| row[columns.clone()].to_vec())
            .collect()
    };
    let row = |code: &str| {
        below
            .iter()
            .find(|(known, _)| *known == code)
            .unwrap()
            .1
            .clone()
    };
    let expected = [
        block(&domestic, 0..3),
        block(&imports, 0..3),
        block(&domestic, 3..8),
        block(&imports, 3..8),
        block(&domestic, 8..9),
        block(&imports, 8..9),
        row("GO")[..3].to_vec(),
        row("VA"),
        row("TXSP"),
        row("IntTTM"),
    ];
    let expected: Vec<f64> = expected.concat().into_iter().map(|n| n as f64).collect();
    let parts = ["EXP_adj", "PURR", "PURNR"].map(row);
    let other = (0..9).map(|j| parts.iter().map(|part| part[j] as f64).sum());
    let folder = Folder::new();
    let found = read(&[folder.put("XYZ_NIOT_nov16.csv", mini().parts[0].text())]).unwrap();
    assert_eq!(found.numbers, expected);
    assert_eq!(found.made, other.collect::<Vec<f64>>());
    assert_eq!(found.labels[5..11], ["A01", "B", "C10", "A01", "B", "C10"]);
}

#[test]
fn another_year_is_refused() {
    let text = mini().parts[0].text();
    let file = WiodNiot::read(text.as_bytes(), Path::new("XYZ.csv"), "XYZ").unwrap();
    let error = file.draft(2013).unwrap_err();
    assert_eq!(error.file(), Some(Path::new("XYZ.csv")));
    assert!(
        error
            .to_string()
            .contains("no year 2013; expected one of 2014")
    );
}

/// Blanks are marks between thousands and nothing else.
#[test]
fn blanks_elsewhere_make_no_number() {
    let reader = mini();
    let text = reader.parts[0].text();
    for (right, wrong) in [
        ("2014;B;Industry;Imports;", "1 5"),
        ("2014;VA;;TOT;", "12 34"),
        ("2014;VA;;TOT;", "1234 567"),
    ] {
        let (before, behind) = text.split_once(right).unwrap();
        let (_, behind) = behind.split_once(';').unwrap();
        let file = WiodNiot::read(
            format!("{before}{right}{wrong};{behind}").as_bytes(),
            Path::new("XYZ.csv"),
            "XYZ",
        );
        let message = file.unwrap().draft(2014).unwrap_err().to_string();
        assert!(
            message.contains("column `A01`: the cell is not a number"),
            "{message}"
        );
    }
}

mutated!(mini: line_ends_and_marks_change_nothing missing_labels_are_refused doubled_rows_and_columns_are_refused
    text_in_a_number_is_named decimal_commas_are_named truncated_files_are_refused shifted_blocks_are_refused
    extra_regions_are_refused changed_bytes_make_no_other_numbers);
