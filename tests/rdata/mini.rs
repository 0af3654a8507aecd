//! A miniature of the world table of the 2016 release: three countries, three industries each.

use leontief::Result;
use leontief::read::wiod2016_rdata;
use leontief::table::WorldDraft;

use crate::common::random::Numbers;
use crate::published::Folder;
use crate::xdr::{Packing, R, factor, frame, packed, sequence, texts, workspace};

pub const COUNTRIES: [&str; 3] = ["AUS", "BEL", "ROW"];
pub const INDUSTRIES: [(&str, &str); 3] = [
    ("A01", "Crop and animal production"),
    ("B", "Mining"),
    ("C10-C12", "Food"),
];
pub const TAIL: [&str; 8] = [
    "II_fob", "TXSP", "EXP_adj", "PURR", "PURNR", "VA", "IntTTM", "GO",
];
pub const FINALS: [&str; 5] = ["CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"];
const NAME: &str = "WIOT2014_October16_ROW.RData";

/// Cells by row (producers, then the tail) and column (producers, final uses, `TOT`).
#[derive(Debug, Clone)]
pub struct Mini {
    pub cells: Vec<Vec<f64>>,
    pub columns: Vec<(String, R)>,
}

pub fn column_names() -> Vec<String> {
    let producers = COUNTRIES
        .iter()
        .flat_map(|c| (1..=3).map(move |k| format!("{c}{k}")));
    let finals = COUNTRIES
        .iter()
        .flat_map(|c| (57..=61).map(move |k| format!("{c}{k}")));
    producers.chain(finals).chain(["TOT".to_owned()]).collect()
}

impl Mini {
    pub fn new(seed: u64) -> Self {
        let numbers = &mut Numbers::new(seed);
        let (n, width) = (9, 24);
        // eighths, which add up without rounding
        let mut cell = |most: f64| (numbers.unit() * most * 8.0).floor() / 8.0;
        let mut cells = vec![vec![0.0; width + 1]; n + TAIL.len()];
        for row in cells.iter_mut().take(n) {
            for (j, value) in row.iter_mut().take(width).enumerate() {
                *value = cell(if j < n { 9.0 } else { 90.0 });
            }
            row[width] = row[..width].iter().sum();
        }
        for j in 0..width {
            let inputs: f64 = cells[..n].iter().map(|row| row[j]).sum();
            cells[n][j] = inputs;
            for (k, most) in [(1, 3.0), (2, 1.0), (3, 1.0), (4, 1.0), (6, 1.0)] {
                cells[n + k][j] = cell(most);
            }
            if j < n {
                let paid: f64 = [0, 1, 2, 3, 4, 6].iter().map(|k| cells[n + k][j]).sum();
                cells[n + 7][j] = cells[j][width];
                cells[n + 5][j] = cells[j][width] - paid;
            } else {
                cells[n + 7][j] = (0..7).map(|k| cells[n + k][j]).sum();
            }
        }
        let columns = columns(&cells);
        Self { cells, columns }
    }

    pub fn workspace(&self) -> Vec<u8> {
        workspace(3, &[("wiot", frame(&self.columns))])
    }

    /// The columns with another order of rows, or fewer or more of them.
    pub fn with_rows(mut self, rows: &[usize]) -> Self {
        for (_, column) in &mut self.columns {
            *column = taken(&expanded(column), rows);
        }
        self
    }

    pub fn column(&mut self, name: &str) -> &mut R {
        let found = self.columns.iter_mut().find(|(known, _)| known == name);
        &mut found.unwrap().1
    }

    pub fn reals(&mut self, name: &str) -> &mut Vec<f64> {
        match self.column(name) {
            R::Reals(cells) => cells,
            other => panic!("{other:?}"),
        }
    }
}

/// Keys in all the ways in which R keeps them, then numbers.
fn columns(cells: &[Vec<f64>]) -> Vec<(String, R)> {
    let producers = COUNTRIES
        .iter()
        .flat_map(|c| INDUSTRIES.map(|(code, name)| (*c, code, name)));
    let rows: Vec<(&str, &str, &str)> = producers
        .chain(TAIL.map(|code| ("TOT", code, "total")))
        .collect();
    let labels = ["AUS", "BEL", "ROW", "TOT"];
    let country = |name: &str| labels.iter().position(|known| *known == name).unwrap() as i32 + 1;
    let countries: Vec<i32> = rows.iter().map(|row| country(row.0)).collect();
    let numbers = (0..rows.len()).map(|row| {
        if row < 9 {
            row as i32 % 3 + 1
        } else {
            56 + row as i32
        }
    });
    let years = R::Reals(vec![2014.0; rows.len()]);
    let wrapped = R::Dotted(Box::new(years), Box::new(R::Integers(vec![1, 1])));
    let mut columns = vec![
        (
            "IndustryCode",
            texts(&rows.iter().map(|row| row.1).collect::<Vec<_>>()),
        ),
        (
            "IndustryDescription",
            texts(&rows.iter().map(|row| row.2).collect::<Vec<_>>()),
        ),
        ("Country", factor(&labels, &countries)),
        ("RNr", R::Integers(numbers.collect())),
        ("Year", R::Deferred("wrap_real", Box::new(wrapped))),
    ];
    let names = column_names();
    let blocks = (0..names.len()).map(|j| R::Reals(cells.iter().map(|row| row[j]).collect()));
    columns.extend(names.iter().map(String::as_str).zip(blocks));
    columns
        .into_iter()
        .map(|(name, column)| (name.to_owned(), column))
        .collect()
}

/// A column with its cells stored.
fn expanded(column: &R) -> R {
    match column {
        R::Deferred("wrap_real", state) => match state.as_ref() {
            R::Dotted(cells, _) => cells.as_ref().clone(),
            other => panic!("{other:?}"),
        },
        other => other.clone(),
    }
}

fn taken(column: &R, rows: &[usize]) -> R {
    match column {
        R::Reals(cells) => R::Reals(rows.iter().map(|row| cells[*row]).collect()),
        R::Integers(cells) => R::Integers(rows.iter().map(|row| cells[*row]).collect()),
        R::Texts(cells) => R::Texts(rows.iter().map(|row| cells[*row].clone()).collect()),
        R::With(cells, attributes) => R::With(Box::new(taken(cells, rows)), attributes.clone()),
        other => panic!("{other:?}"),
    }
}

/// A compact sequence of integers.
pub fn one_to(length: usize) -> R {
    sequence(length as f64, 1.0, 1.0)
}

pub fn read(bytes: &[u8]) -> Result<WorldDraft> {
    read_named(NAME, bytes)
}

pub fn read_named(name: &str, bytes: &[u8]) -> Result<WorldDraft> {
    let folder = Folder::new();
    wiod2016_rdata(folder.put(name, bytes))
}

pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    packed(Packing::Gzip, bytes)
}
