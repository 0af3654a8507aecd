//! What exports of a divided table contain, by group.

use leontief::model::Measure;
use leontief::table::NationalTable;
use ndarray::Array1;

/// In 1000 of exports of domestic output.
#[derive(Debug, Clone)]
pub struct Content {
    pub of: String,
    /// In the table's unit.
    pub exports: f64,
    pub added: f64,
    pub imports: f64,
    /// Taxes and margins that are not value added, and what published columns miss.
    pub other: f64,
}

/// By group, then of all exports (`all`), then of those of sectors that export goods (`goods`).
pub fn contents(table: &NationalTable, goods: &[bool]) -> Vec<Content> {
    let model = table.model().unwrap();
    let measures = [
        Measure::ValueAdded,
        Measure::Imports,
        Measure::OtherPrimary,
        Measure::Discrepancy,
    ];
    let rates = measures.map(|measure| model.multipliers(&measure).unwrap().to_owned());
    let exports = table.exports().by_producer();
    let content = |of: &str, chosen: &dyn Fn(usize) -> bool| {
        let sum = |rates: &dyn Fn(usize) -> f64| -> f64 {
            let chosen = (0..exports.len()).filter(|&at| chosen(at));
            chosen.map(|at| rates(at) * exports[at]).sum()
        };
        let whole = sum(&|_| 1.0);
        let of_rates = |r: &Array1<f64>| 1000.0 * sum(&|at| r[at]) / whole;
        Content {
            of: of.to_owned(),
            exports: whole,
            added: of_rates(&rates[0]),
            imports: of_rates(&rates[1]),
            other: of_rates(&rates[2]) + of_rates(&rates[3]),
        }
    };
    let blocks = table.producers().blocks().iter();
    let mut found: Vec<Content> = blocks
        .map(|block| {
            let range = block.range();
            content(block.group().code(), &|at| range.contains(&at))
        })
        .collect();
    found.push(content("all", &|_| true));
    found.push(content("goods", &|at| goods[at % goods.len()]));
    found
}

/// What all exports of groups with these codes have in the value added of all exports.
pub fn part(contents: &[Content], groups: &[&str]) -> f64 {
    let of = |code: &str| {
        let row = contents.iter().find(|row| row.of == code).unwrap();
        row.exports * row.added
    };
    groups.iter().map(|code| of(code)).sum::<f64>() / of("all")
}

/// Printed as rows of a table.
pub fn print(name: &str, contents: &[Content]) {
    for row in contents {
        println!(
            "| {name} | {} | {:.0} | {:.1} | {:.1} | {:.2} |",
            row.of,
            row.exports / 1e5,
            row.added,
            row.imports,
            row.other
        );
    }
}

/// The heading of such rows.
pub const HEADING: &str =
    "| table | exports of | bn yuan | value added | imports | other |\n|---|---|---|---|---|---|";

/// Value added in 1000 of exports that hold these materials too.
pub fn with_materials(contents: &[Content], of: &str, materials: f64) -> f64 {
    let row = contents.iter().find(|row| row.of == of).unwrap();
    row.added * row.exports / (row.exports + materials)
}

/// Value added in 1000 of exports of a group.
pub fn added(contents: &[Content], of: &str) -> f64 {
    contents.iter().find(|row| row.of == of).unwrap().added
}
