//! The plain national table.

use std::path::PathBuf;

use leontief::Result;
use leontief::read::national_csv;
use leontief::table::NationalTable;
use leontief::unit::{PriceBasis, Scale, Unit};

use crate::random::{Random, down};
use crate::suite::{Block, Part, Read, Reader, Seen, cells};

/// Labels and cells of a table.
pub fn of(table: &NationalTable) -> Read {
    let finals = table.final_uses().codes().iter();
    let products = table.products().codes().iter();
    let blocks = table.producers().blocks().iter();
    let sectors = blocks.flat_map(|block| block.sectors().codes());
    let mut labels: Vec<String> = finals.chain(products).chain(sectors).cloned().collect();
    let mut numbers: Vec<f64> = Vec::new();
    for block in [
        table.domestic(),
        table.imported(),
        table.domestic_final(),
        table.imported_final(),
    ] {
        numbers.extend(block);
    }
    for flow in table.exports().flows() {
        labels.push(format!("{} {:?}", flow.partner(), flow.kind()));
    }
    numbers.extend(table.exports().by_producer());
    numbers.extend(table.imported_exports());
    numbers.extend(table.output());
    for row in table.primary().rows() {
        labels.push(row.kind.code().to_owned());
        numbers.extend(row.by_producer.iter().chain(&row.by_final_use));
        numbers.push(row.on_exports);
    }
    Read {
        labels,
        numbers,
        made: Vec::new(),
        steps: table.provenance().steps().to_vec(),
    }
}

fn read(paths: &[PathBuf]) -> Result<Read> {
    let unit = Unit::new("CNY", Scale::MILLIONS, 2012, PriceBasis::Producer);
    Ok(of(&national_csv(&paths[0], "CHN", unit)?.check()?))
}

/// Domestic and imported rows, wages and surplus, output, as numbers.
struct Numbers {
    domestic: Vec<Vec<i64>>,
    imported: Vec<Vec<i64>>,
    wages: Vec<i64>,
    surplus: Vec<i64>,
    output: Vec<i64>,
}

/// Three sectors, two products, two final uses, exports to all.
fn numbers() -> Numbers {
    let mut random = Random::new(41);
    let domestic = random.matrix(3, 6, 90);
    let imported = random.matrix(2, 6, 20);
    let wages: Vec<i64> = (0..3).map(|_| random.upto(30)).collect();
    let output: Vec<i64> = domestic.iter().map(|row| row.iter().sum()).collect();
    let rest = |j: usize| output[j] - down(&domestic, j) - down(&imported, j) - wages[j];
    Numbers {
        surplus: (0..3).map(rest).collect(),
        domestic,
        imported,
        wages,
        output,
    }
}

fn mini() -> Reader {
    let Numbers {
        domestic,
        imported,
        wages,
        surplus,
        output,
    } = numbers();
    let head = [
        "block", "code", "name", "A", "B", "C", "home", "invest", "exports", "output",
    ];
    let mut grid = vec![cells::<i64>(&head, [])];
    for (code, row) in ["A", "B", "C"].iter().zip(&domestic) {
        let total: i64 = row.iter().sum();
        let row = row.iter().copied().chain([total]);
        grid.push(cells(&["domestic", code, "Sector"], row));
    }
    for (code, row) in ["M", "N"].iter().zip(&imported) {
        let row = cells(&["imported", code, "Product"], row);
        grid.push([row, vec![String::new()]].concat());
    }
    for (code, row) in [("compensation", wages), ("operating_surplus", surplus)] {
        let row = row.into_iter().chain([3, 0, 1]);
        let row = cells(&["primary", code, "Income"], row);
        grid.push([row, vec![String::new()]].concat());
    }
    let row = cells(&["output", "all", "Output"], output);
    grid.push([row, vec![String::new(); 4]].concat());
    let block = |rows, columns, down, right| Block {
        rows,
        columns,
        down,
        right,
    };
    Reader {
        parts: vec![Part {
            name: "table.csv",
            delimiter: ',',
            grid,
            head: 0,
            keys: &[0, 1],
            words: &[2],
            // products and final uses have the names that they are given
            free: &["home", "invest", "M", "N", "all"],
            blocks: vec![
                block(1..4, 3..6, Seen::Refused, Seen::Refused),
                block(1..4, 6..8, Seen::Refused, Seen::Not),
                block(1..4, 8..9, Seen::Refused, Seen::Not),
                block(1..4, 9..10, Seen::Refused, Seen::Not),
                // which product it is that an industry imports no sum shows
                block(4..6, 3..6, Seen::Not, Seen::Refused),
                block(6..8, 3..6, Seen::Not, Seen::Refused),
                block(8..9, 3..6, Seen::Not, Seen::Refused),
            ],
        }],
        read,
        big: false,
        unread: 0,
    }
}

#[test]
fn every_cell_is_read_back() {
    let Numbers {
        domestic,
        imported,
        wages,
        surplus,
        output,
    } = numbers();
    let block = |rows: &[Vec<i64>], columns: std::ops::Range<usize>| -> Vec<i64> {
        rows.iter()
            .flat_map(|row| row[columns.clone()].to_vec())
            .collect()
    };
    let expected = [
        block(&domestic, 0..3),
        block(&imported, 0..3),
        block(&domestic, 3..5),
        block(&imported, 3..5),
        block(&domestic, 5..6),
        block(&imported, 5..6),
        output,
        [wages, vec![3, 0, 1]].concat(),
        [surplus, vec![3, 0, 1]].concat(),
    ];
    let expected: Vec<f64> = expected.concat().into_iter().map(|n| n as f64).collect();
    let folder = crate::published::Folder::new();
    let path = folder.put("table.csv", mini().parts[0].text());
    let found = read(&[path]).unwrap();
    assert_eq!(found.numbers, expected);
    let labels = ["home", "invest", "M", "N"];
    assert_eq!(found.labels[..4], labels);
}

mutated!(mini: line_ends_and_marks_change_nothing missing_labels_are_refused doubled_rows_and_columns_are_refused
    text_in_a_number_is_named decimal_commas_are_named truncated_files_are_refused shifted_blocks_are_refused
    extra_regions_are_refused changed_bytes_make_no_other_numbers);
