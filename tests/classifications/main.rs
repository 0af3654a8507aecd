//! Sector lists and their concordances, countries and their groups: the files themselves, what is derived from them, and tables added up by it.

#[path = "../common/raw.rs"]
mod raw;

mod bridge;
mod common_sectors;
mod concordances;
mod countries;
mod lists;
mod real;
mod tables;

use std::path::Path;

/// The records of a file under `data`, without its header.
pub fn records(file: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(file);
    let records = csv::Reader::from_path(path).unwrap().into_records();
    let records = records.map(|record| record.unwrap().iter().map(str::to_owned).collect());
    records.collect()
}

/// The divisions in list notation, written out: `10-12;37` is 10, 11, 12, 37.
pub fn divisions(content: &str, known: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    for part in content.split(';').filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text[..2].parse::<u32>().unwrap();
        for division in known {
            let inside = (number(first)..=number(last)).contains(&number(division));
            let named = part.len() == 2 || part.contains('-') || part == division;
            if inside && named {
                all.push(division.clone());
            }
        }
    }
    all
}

/// The cells that the bridge between the revisions has in a column, each once.
pub fn cells(column: usize) -> Vec<String> {
    let mut cells: Vec<String> = records("classifications/isic4-isic31.csv")
        .into_iter()
        .map(|mut row| row.swap_remove(column))
        .collect();
    cells.sort();
    cells.dedup();
    cells
}
