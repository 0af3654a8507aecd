//! Tables of China with imports kept apart.

use std::fs::File;
use std::path::{Path, PathBuf};

use leontief::Result;
use leontief::read::nbs_noncompetitive;

use crate::national;
use crate::published::Folder;
use crate::random::{Random, down};
use crate::suite::{Block, Part, Read, Reader, Seen, cells};

const SECTORS: [&str; 3] = ["01", "02", "03"];
pub const VALUE_ADDED: [&str; 4] = ["VA001", "VA002", "VA003", "VA004"];

fn read(paths: &[PathBuf]) -> Result<Read> {
    let draft = nbs_noncompetitive(File::open(&paths[0]).unwrap(), &paths[0], 2017)?;
    Ok(national::of(&draft.check()?))
}

/// Domestic and imported rows over sectors, final uses and exports; value added.
fn numbers() -> [Vec<Vec<i64>>; 3] {
    let mut random = Random::new(43);
    let domestic = random.matrix(3, 7, 200);
    let imports = random.matrix(3, 7, 30);
    let mut added = random.matrix(3, 3, 20);
    let rest = |j: usize| {
        domestic[j].iter().sum::<i64>() - down(&domestic, j) - down(&imports, j) - down(&added, j)
    };
    added.push((0..3).map(rest).collect());
    [domestic, imports, added]
}

fn mini() -> Reader {
    let [domestic, imports, added] = numbers();
    let head = ["Code", "Description", "DescriptionInChinese", "Origin"];
    let uses = ["TIU", "TC", "FU201", "FU202", "EX", "TFU", "GO"];
    let mut grid = vec![cells::<i64>(&[&head[..], &SECTORS, &uses].concat(), [])];
    let with_totals = |row: &[i64]| {
        let (inner, finals): (i64, i64) = (row[..3].iter().sum(), row[3..].iter().sum());
        [&row[..3], &[inner], &row[3..], &[finals, inner + finals]].concat()
    };
    for (origin, rows) in [("Domestic", &domestic), ("Imports", &imports)] {
        for (code, row) in SECTORS.iter().zip(rows) {
            grid.push(cells(&[code, "Goods", "货物", origin], with_totals(row)));
        }
    }
    let inputs: Vec<i64> = (0..7)
        .map(|j| down(&domestic, j) + down(&imports, j))
        .collect();
    grid.push(cells(
        &["TII", "Inputs", "中间投入合计", "TOT"],
        with_totals(&inputs),
    ));
    let totals = [down(&added, 0), down(&added, 1), down(&added, 2)];
    let all = [0, 1, 2].map(|j| inputs[j] + totals[j]);
    let rows = VALUE_ADDED
        .iter()
        .zip(&added)
        .map(|(code, row)| (*code, &row[..]));
    for (code, row) in rows.chain([("TVA", &totals[..]), ("TI", &all[..])]) {
        let row = row.iter().copied().chain([row.iter().sum()]);
        let row = cells(&[code, "Value", "增加值", "TOT"], row);
        grid.push([row, vec!["NA".to_owned(); 6]].concat());
    }
    let block = |rows, columns, down, right| Block {
        rows,
        columns,
        down,
        right,
    };
    Reader {
        parts: vec![Part {
            name: "china.csv",
            delimiter: ',',
            grid,
            head: 0,
            keys: &[0, 3],
            words: &[1, 2],
            free: &[],
            blocks: vec![
                block(1..4, 4..7, Seen::Refused, Seen::Refused),
                block(1..4, 8..9, Seen::Refused, Seen::Not),
                block(1..4, 8..12, Seen::Refused, Seen::Told),
                block(1..4, 13..14, Seen::Refused, Seen::Not),
                block(4..7, 4..7, Seen::Told, Seen::Refused),
                block(4..7, 8..12, Seen::Told, Seen::Told),
                block(8..12, 4..7, Seen::Not, Seen::Refused),
            ],
        }],
        read,
        big: false,
        // the sums of TII, value added, TVA and TI over columns: TIU, TFU and GO of the first, TIU of the others
        unread: 3 + 4 + 2,
    }
}

#[test]
fn every_cell_is_read_back() {
    let [domestic, imports, added] = numbers();
    let block = |rows: &[Vec<i64>], columns: std::ops::Range<usize>| -> Vec<i64> {
        rows.iter()
            .flat_map(|row| row[columns.clone()].to_vec())
            .collect()
    };
    let expected = [
        block(&domestic, 0..3),
        block(&imports, 0..3),
        block(&domestic, 3..6),
        block(&imports, 3..6),
        block(&domestic, 6..7),
        block(&imports, 6..7),
        domestic.iter().map(|row| row.iter().sum()).collect(),
        added
            .iter()
            .flat_map(|row| [&row[..], &[0; 4]].concat())
            .collect(),
    ];
    let expected: Vec<f64> = expected.concat().into_iter().map(|n| n as f64).collect();
    let folder = Folder::new();
    let found = read(&[folder.put("china.csv", mini().parts[0].text())]).unwrap();
    assert_eq!(found.numbers, expected);
    assert!(
        found.steps.iter().all(|step| !step.contains("miss")),
        "{:?}",
        found.steps
    );
}

#[test]
fn another_year_is_refused() {
    let text = mini().parts[0].text();
    let read = |name: &str| nbs_noncompetitive(text.as_bytes(), Path::new(name), 2017);
    let error = read("china_2018.csv").unwrap_err();
    assert_eq!(error.file(), Some(Path::new("china_2018.csv")));
    let message = error.to_string();
    assert!(
        message.contains("another year; expected 2017; found 2018; try: "),
        "{message}"
    );
    assert!(read("china_2017_of_2019.csv").is_ok());
}

mutated!(mini: line_ends_and_marks_change_nothing missing_labels_are_refused doubled_rows_and_columns_are_refused
    text_in_a_number_is_named decimal_commas_are_named truncated_files_are_refused shifted_blocks_are_refused
    extra_regions_are_refused changed_bytes_make_no_other_numbers);
