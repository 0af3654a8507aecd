//! FIGARO, the inter-country tables of Eurostat: as one matrix, or as one long file with a line per cell.

mod flat;
mod matrix;

pub use flat::{figaro_flat, figaro_flat_with};
pub use matrix::{figaro, figaro_with};

use std::path::Path;

use super::names::{NameYear, stem};
use crate::error::{Error, Result};
use crate::table::{PrimaryKind, Tolerance};
use crate::unit::{PriceBasis, Scale, Unit};

/// The area of rows of primary inputs.
const OUTSIDE: &str = "W2";
const ROWS: [&str; 6] = ["D1", "D29X39", "B2A3G", "D21X31", "OP_RES", "OP_NRES"];
const CATEGORIES: [&str; 5] = ["P3_S13", "P3_S14", "P3_S15", "P51G", "P5M"];
const PRIMARY: [(PrimaryKind, &[&str]); 5] = [
    (PrimaryKind::Compensation, &["D1"]),
    (PrimaryKind::NetProductionTax, &["D29X39"]),
    (PrimaryKind::OperatingSurplus, &["B2A3G"]),
    (PrimaryKind::ProductTax, &["D21X31"]),
    (PrimaryKind::Other, &["OP_RES", "OP_NRES"]),
];
/// Cells are rounded, and columns balance by definition.
const TOLERANCE: Tolerance = Tolerance::absolute(1.0);
const ADDED_UP: &str = "rows OP_RES and OP_NRES added up to other primary inputs";
const OUTPUT_BY_SUM: &str = "output is the sum of inputs and primary inputs: the file has none";

fn year(file: &Path, wanted: Option<i32>, with: &str) -> Result<i32> {
    let example = "matrix_eu-ic-io_ind-by-ind_25ed_2022.csv";
    NameYear::Only.of(file, wanted, example, with)
}

fn unit(year: i32) -> Unit {
    Unit::new("EUR", Scale::MILLIONS, year, PriceBasis::Basic)
}

/// The edition in a file's name: `25ed`, perhaps issued again as `v2`. Published names without it are those of 2022.
fn edition(file: &Path) -> String {
    let name = stem(file);
    let parts: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let numbered = |part: &str, digits: Option<&str>| {
        let digits = digits.filter(|digits| !digits.is_empty());
        digits.is_some_and(|digits| digits.chars().all(|c| c.is_ascii_digit())) && !part.is_empty()
    };
    let version = parts
        .iter()
        .find(|part| numbered(part, part.strip_prefix('v')));
    let version = version.map_or_else(String::new, |version| format!(", {version}"));
    match parts
        .iter()
        .find(|part| numbered(part, part.strip_suffix("ed")))
    {
        Some(edition) => format!("edition {edition}{version}"),
        None if name.contains("_eu-ic-") => {
            format!("edition of 2022, whose names state none{version}")
        }
        None => "edition not stated".to_owned(),
    }
}

/// The refusal of a supply or a use table.
fn not_input_output(file: &Path, what: &str) -> Error {
    Error::label(format!("this is a FIGARO {what} table"))
        .in_file(file)
        .expected("an input-output table, as in `matrix_eu-ic-io_ind-by-ind_25ed_2022.csv`")
        .hint("fetch the input-output table of the same edition and year; Eurostat derives it from supply and use")
}
