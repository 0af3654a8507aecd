//! A plain world table: a folder of files.

use std::path::PathBuf;

use leontief::Result;
use leontief::read::world_csv;

use crate::published::Folder;
use crate::random::{Random, down};
use crate::suite::{Block, Part, Read, Reader, Seen, cells};

const COUNTRIES: [&str; 3] = ["A", "B", "C"];
const SECTORS: [&str; 2] = ["x1", "x2"];

fn read(paths: &[PathBuf]) -> Result<Read> {
    let table = world_csv(paths[0].parent().unwrap())?.check()?;
    let labels = [table.countries().codes(), table.sectors().codes()].concat();
    let mut numbers: Vec<f64> = table
        .flows()
        .iter()
        .chain(&table.final_use())
        .copied()
        .collect();
    numbers.extend(table.output());
    for row in table.primary().rows() {
        numbers.extend(&row.by_producer);
    }
    Ok(Read {
        labels,
        numbers,
        made: Vec::new(),
        steps: table.provenance().steps().to_vec(),
    })
}

/// Flows, final use, and pay, surplus and output.
fn numbers() -> [Vec<Vec<i64>>; 3] {
    let mut random = Random::new(45);
    let flows = random.matrix(6, 6, 80);
    let finals = random.matrix(6, 3, 300);
    let payments = (0..6).map(|i| {
        let output = flows[i].iter().sum::<i64>() + finals[i].iter().sum::<i64>();
        let pay = random.upto(40);
        vec![pay, output - down(&flows, i) - pay, output]
    });
    let payments = payments.collect();
    [flows, finals, payments]
}

fn mini() -> Reader {
    let producers: Vec<[&str; 2]> = COUNTRIES
        .iter()
        .flat_map(|country| SECTORS.map(|sector| [*country, sector]))
        .collect();
    let labels: Vec<String> = producers.iter().map(|keys| keys.join("_")).collect();
    let finals = COUNTRIES.map(|country| format!("{country}_home"));
    let payments = ["compensation", "operating_surplus", "X"].map(str::to_owned);
    let heads = [&labels[..], &finals[..], &payments[..]];
    let names = ["Z.csv", "Y.csv", "va_x.csv"];
    let parts = names.into_iter().zip(heads).zip(numbers());
    let parts = parts.map(|((name, head), rows)| {
        let mut grid = vec![cells(&["country", "sector"], head)];
        let rows = producers.iter().zip(&rows);
        grid.extend(rows.map(|(keys, row)| cells(keys, row)));
        let block = |columns, down, right| Block {
            rows: 1..7,
            columns,
            down,
            right,
        };
        Part {
            name,
            delimiter: ',',
            grid,
            head: 0,
            keys: &[0, 1],
            words: &[],
            free: &[],
            blocks: match name {
                "Z.csv" => vec![block(2..8, Seen::Refused, Seen::Refused)],
                // sums over countries of use hide a shift from one to the other
                "Y.csv" => vec![block(2..5, Seen::Refused, Seen::Not)],
                _ => vec![
                    block(2..3, Seen::Refused, Seen::Not),
                    block(2..5, Seen::Refused, Seen::Refused),
                ],
            },
        }
    });
    Reader {
        parts: parts.collect(),
        read,
        big: false,
        unread: 0,
    }
}

#[test]
fn every_cell_is_read_back() {
    let [flows, finals, payments] = numbers();
    let column = |j: usize| payments.iter().map(|row| row[j]).collect::<Vec<i64>>();
    let expected = [
        flows.concat(),
        finals.concat(),
        column(2),
        column(0),
        column(1),
    ];
    let expected: Vec<f64> = expected.concat().into_iter().map(|n| n as f64).collect();
    let folder = Folder::new();
    let mini = mini();
    let paths = mini
        .parts
        .iter()
        .map(|part| folder.put(part.name, part.text()));
    let found = read(&paths.collect::<Vec<PathBuf>>()).unwrap();
    assert_eq!(found.numbers, expected);
    assert_eq!(found.labels, ["A", "B", "C", "x1", "x2"]);
}

mutated!(mini: line_ends_and_marks_change_nothing missing_labels_are_refused doubled_rows_and_columns_are_refused
    text_in_a_number_is_named decimal_commas_are_named truncated_files_are_refused shifted_blocks_are_refused
    extra_regions_are_refused changed_bytes_make_no_other_numbers);
