//! Tables of China with imports not separated.

use std::fs::File;
use std::path::{Path, PathBuf};

use leontief::Result;
use leontief::read::nbs_competitive;

use crate::nbs_noncompetitive::VALUE_ADDED;
use crate::published::Folder;
use crate::random::{Random, down};
use crate::suite::{Block, Part, Read, Reader, Seen, cells};

const SECTORS: [&str; 3] = ["01", "02", "03"];

fn read(paths: &[PathBuf]) -> Result<Read> {
    let draft = nbs_competitive(File::open(&paths[0]).unwrap(), &paths[0], 2012)?;
    let table = draft.check()?;
    let (finals, sectors) = (table.final_uses().codes(), table.sectors().codes());
    let mut labels = [finals, sectors].concat();
    let mut numbers: Vec<f64> = table
        .flows()
        .iter()
        .chain(&table.finals())
        .copied()
        .collect();
    numbers.extend(table.imports());
    numbers.extend(table.output());
    let (code, discrepancy) = table.statistical_discrepancy().unwrap();
    labels.push(code.to_owned());
    numbers.extend(discrepancy);
    for row in table.primary().rows() {
        labels.push(row.kind.code().to_owned());
        numbers.extend(row.by_producer.iter().chain(&row.by_final_use));
        numbers.push(row.on_exports);
    }
    let made = table.exports().by_producer();
    Ok(Read {
        labels,
        numbers,
        made: made.to_vec(),
        steps: table.provenance().steps().to_vec(),
    })
}

/// Rows over sectors, five final uses, exports, imports, discrepancy; value added.
fn numbers() -> [Vec<Vec<i64>>; 2] {
    let mut random = Random::new(44);
    let rows: Vec<Vec<i64>> = random.matrix(3, 11, 99);
    let mut added = random.matrix(3, 3, 20);
    let rest = |j: usize| output(&rows[j]) - down(&rows, j) - down(&added, j);
    added.push((0..3).map(rest).collect());
    [rows, added]
}

fn output(row: &[i64]) -> i64 {
    row[..9].iter().sum::<i64>() - row[9] + row[10]
}

/// With the totals that stand in between.
fn with_totals(row: &[i64], output: i64) -> Vec<i64> {
    let sum = |part: &[i64]| part.iter().sum::<i64>();
    let [inner, private, all] = [sum(&row[..3]), sum(&row[3..5]), sum(&row[3..6])];
    let capital = sum(&row[6..8]);
    let finals = all + capital + row[8];
    [
        &row[..3],
        &[inner],
        &row[3..5],
        &[private, row[5], all],
        &row[6..8],
        &[capital, row[8], finals, row[9], row[10], output],
    ]
    .concat()
}

fn mini() -> Reader {
    let [rows, added] = numbers();
    let head = ["Code", "Description", "DescriptionInChinese"];
    let uses = [
        "TIU", "FU101", "FU102", "THC", "FU103", "TC", "FU201", "FU202", "GCF", "EX", "TFU", "IM",
        "ERR", "GO",
    ];
    let mut grid = vec![cells::<i64>(&[&head[..], &SECTORS, &uses].concat(), [])];
    for (code, row) in SECTORS.iter().zip(&rows) {
        grid.push(cells(
            &[code, "Goods", "货物"],
            with_totals(row, output(row)),
        ));
    }
    let sums: Vec<i64> = (0..11).map(|j| down(&rows, j)).collect();
    let all = rows.iter().map(|row| output(row)).sum();
    grid.push(cells(
        &["TII", "Inputs", "中间投入合计"],
        with_totals(&sums, all),
    ));
    let totals = [down(&added, 0), down(&added, 1), down(&added, 2)];
    let inputs = [0, 1, 2].map(|j| sums[j] + totals[j]);
    let below = VALUE_ADDED
        .iter()
        .zip(&added)
        .map(|(code, row)| (*code, &row[..]));
    for (code, row) in below.chain([("TVA", &totals[..]), ("TI", &inputs[..])]) {
        let row = row.iter().copied().chain([row.iter().sum()]);
        let row = cells(&[code, "Value", "增加值"], row);
        grid.push([row, vec!["NA".to_owned(); 13]].concat());
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
            keys: &[0],
            words: &[1, 2],
            // what is not there is no total
            free: &["TIU", "THC", "TC", "GCF", "TFU", "ERR"],
            blocks: vec![
                block(1..4, 3..6, Seen::Refused, Seen::Refused),
                block(1..4, 7..8, Seen::Refused, Seen::Not),
                block(1..4, 7..9, Seen::Refused, Seen::Told),
                block(1..4, 15..16, Seen::Refused, Seen::Not),
                block(1..4, 17..18, Seen::Refused, Seen::Not),
                block(1..4, 19..20, Seen::Refused, Seen::Not),
                block(5..9, 3..6, Seen::Not, Seen::Refused),
            ],
        }],
        read,
        big: false,
        // totals of TII (5), and the sums over columns of value added, TVA and TI
        unread: 5 + 4 + 2,
    }
}

#[test]
fn every_cell_is_read_back() {
    let [rows, added] = numbers();
    let block = |columns: std::ops::Range<usize>| -> Vec<i64> {
        rows.iter()
            .flat_map(|row| row[columns.clone()].to_vec())
            .collect()
    };
    let expected = [
        block(0..3),
        block(3..8),
        block(9..10),
        rows.iter().map(|row| output(row)).collect(),
        block(10..11),
        added
            .iter()
            .flat_map(|row| [&row[..], &[0; 6]].concat())
            .collect(),
    ];
    let expected: Vec<f64> = expected.concat().into_iter().map(|n| n as f64).collect();
    let folder = Folder::new();
    let found = read(&[folder.put("china.csv", mini().parts[0].text())]).unwrap();
    assert_eq!(found.numbers, expected);
    let exports: Vec<f64> = block(8..9).into_iter().map(|n| n as f64).collect();
    assert_eq!(found.made, exports);
    assert!(
        found.steps.iter().all(|step| !step.contains("miss")),
        "{:?}",
        found.steps
    );
}

#[test]
fn another_year_is_refused() {
    let text = mini().parts[0].text();
    let error = nbs_competitive(text.as_bytes(), Path::new("china_2007.csv"), 2012).unwrap_err();
    assert_eq!(error.file(), Some(Path::new("china_2007.csv")));
    let message = error.to_string();
    assert!(
        message.contains("another year; expected 2012; found 2007; try: "),
        "{message}"
    );
}

mutated!(mini: line_ends_and_marks_change_nothing missing_labels_are_refused doubled_rows_and_columns_are_refused
    text_in_a_number_is_named decimal_commas_are_named truncated_files_are_refused shifted_blocks_are_refused
    extra_regions_are_refused changed_bytes_make_no_other_numbers);
