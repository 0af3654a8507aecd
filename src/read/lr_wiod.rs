//! The Long-run World Input-Output Database, 1965 to 2000, as one long file.
//!
//! Written from a description of the layout and tried on miniature files; no published file was at hand.

use std::collections::BTreeSet;
use std::path::Path;

use ndarray::{Array1, Array2};

use super::Options;
use super::long::{CellColumns, Cells, LongFile};
use super::long_places::{Gaps, LongLayout, Places};
use super::totals::Totals;
use crate::error::{Error, Result, first_few};
use crate::run::Run;
use crate::table::{PrimaryKind, Provenance, Tolerance, WorldDraft};
use crate::unit::{PriceBasis, Scale, Unit};

const KEYS: [&str; 6] = [
    "year",
    "row_country",
    "row_isic3",
    "col_country",
    "col_isic3",
    "value",
];
/// Numbers of rows and columns, which say nothing that the labels do not.
const IDS: [&str; 2] = ["row_id", "col_id"];
const INPUTS: &str = "xII";
const OUTPUT: &str = "xGO";
const PRIMARY: [(PrimaryKind, &[&str]); 4] = [
    (PrimaryKind::UndividedValueAdded, &["xVA"]),
    (PrimaryKind::ProductTax, &["xTXSP"]),
    (PrimaryKind::Margins, &["xMRG_int"]),
    (PrimaryKind::Other, &["xSD", "xPURNR", "xPURR"]),
];
/// Columns of totals that a table of the world has no place for.
const NOT_READ: [&str; 3] = ["xX", "xM", "xMRG_int"];
const LAYOUT: LongLayout<'static> = LongLayout {
    outside: "xTOT",
    rows: &[
        INPUTS, "xVA", "xTXSP", "xSD", "xPURNR", "xPURR", "xMRG_int", OUTPUT,
    ],
    columns: &[NOT_READ[0], NOT_READ[1], NOT_READ[2], OUTPUT],
    categories: &["xCONS_h", "xCONS_g", "xGFCF", "xINV"],
};

/// The world table of one year of the Long-run WIOD, 2022 release (`lr_wiod_wiot_final_filled.csv`): 25 countries and the rest of the
/// world, 23 industries of ISIC Rev. 3. The file is read once, line by line; other years are passed over.
///
/// **Layout.** Comma separated, with the columns `year,row_country,row_id,row_isic3,col_country,col_isic3,value`, in any order; `row_id`
/// and a `col_id` may be missing and are not read. A line is a cell. Rows and columns are found by label, in any order.
///
/// **Codes** are those of the file: the rest of the world is `xROW`, household and government consumption, fixed investment and
/// inventories are `xCONS_h`, `xCONS_g`, `xGFCF`, `xINV`. All regions have the same industries.
///
/// **Unit.** Million US dollars, current prices; basic prices.
///
/// | row of `xTOT` | read as |
/// |---|---|
/// | `xVA` | [`PrimaryKind::UndividedValueAdded`], at basic prices |
/// | `xTXSP` | [`PrimaryKind::ProductTax`]: taxes less subsidies on products |
/// | `xMRG_int` | [`PrimaryKind::Margins`]: international margins |
/// | `xSD`, `xPURNR`, `xPURR` | [`PrimaryKind::Other`], added up: statistical discrepancy, purchases by non-residents and by residents abroad |
/// | `xGO` | output; compared with the column `xGO` in the provenance |
/// | `xII` | nothing: a total of the inputs above, compared with them in the provenance |
///
/// The columns `xX`, `xM` and `xMRG_int` of `xTOT` are not read; the provenance has their sums.
///
/// **Gaps.** A cell without a line, or with an empty value, is zero; the provenance counts them. An output must be there.
///
/// **Tolerance.** Sums may miss output by 1 million dollars, unless [`WorldDraft::tolerance`] says otherwise.
///
/// # Source
/// Woltjer, Gouma, Timmer (2021), Long-run World Input-Output Database: Version 1.0 Sources and Methods, GGDC Research Memorandum 190.
///
/// # Errors
/// If the file cannot be read, has no such year, lacks a column, a row or an output, or has one whose meaning is unknown; if a cell
/// stands twice or is not a number. Messages name file, line and column.
///
/// ```no_run
/// let table = leontief::read::lr_wiod("lr_wiod_wiot_final_filled.csv", 1995)?.check()?;
/// assert_eq!(table.countries().len(), 26);
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn lr_wiod(path: impl AsRef<Path>, year: i32) -> Result<WorldDraft> {
    lr_wiod_with(path, &Options::new().year(year))
}

/// The same, watched; the year is that of the options.
///
/// # Errors
/// As [`lr_wiod`], and if the options have no year.
pub fn lr_wiod_with(path: impl AsRef<Path>, options: &Options) -> Result<WorldDraft> {
    let path = path.as_ref();
    let mut file = LongFile::open(path)?;
    let year = options.year.ok_or_else(|| {
        Error::label("the file holds many years")
            .in_file(path)
            .expected("the year wanted")
            .hint("`Options::new().year(1995)`")
    })?;
    let cells = cells_of(&mut file, year, &options.run)?;
    let places = LAYOUT
        .places(&cells, path)
        .map_err(|error| error.during(year))?;
    let mut gaps = Gaps::default();
    let flows = places.flows(&mut gaps);
    let finals = places.final_use(&mut gaps);
    let output = places.complete("output (row `xTOT xGO`)", &places.total_row(OUTPUT), path)?;
    let mut rows = Vec::new();
    for (kind, codes) in PRIMARY {
        rows.push(places.primary(kind, codes, &mut gaps));
    }
    let provenance = Provenance::from_source("Long-run World Input-Output Database")
        .of_edition("2022 release")
        .with_file(file.source().clone())
        .then("rows xSD, xPURNR and xPURR added up to other primary inputs")
        .then(gaps.in_words(&cells))
        .then(inputs_in_words(&places, &flows, &finals))
        .then(output_in_words(&places, &output))
        .then(not_read_in_words(&places));
    let unit = Unit::new("USD", Scale::MILLIONS, year, PriceBasis::Basic);
    let (producers, categories) = (places.producers.clone(), places.categories.clone());
    let draft = WorldDraft::of_uses(producers, categories, unit, flows, finals)
        .output(output)
        .tolerance(Tolerance::absolute(1.0))
        .provenance(provenance);
    Ok(rows.into_iter().fold(draft, WorldDraft::primary_row))
}

/// The cells of one year.
fn cells_of(file: &mut LongFile, wanted: i32, run: &Run) -> Result<Cells> {
    file.only_columns(&[&KEYS[..], &IDS].concat())?;
    let year = file.column(KEYS[0])?;
    let at = CellColumns {
        row: [file.column(KEYS[1])?, file.column(KEYS[2])?],
        column: [file.column(KEYS[3])?, file.column(KEYS[4])?],
        value: file.column(KEYS[5])?,
    };
    let mut cells = Cells::default();
    let mut others = BTreeSet::new();
    file.each(run, |row| match row.year(year)? {
        found if found == wanted => row.put(&mut cells, &at),
        other => {
            others.insert(other);
            Ok(())
        }
    })?;
    if cells.rows().len() > 0 {
        return Ok(cells);
    }
    let years = others.iter().map(i32::to_string);
    let error = Error::label(format!("no year {wanted}")).in_file(file.file());
    Err(match others.is_empty() {
        true => error.found("a header and no lines behind it"),
        false => error.expected(format!("one of {}", first_few(years))),
    })
}

/// `xII` against the inputs and final uses above it.
fn inputs_in_words(places: &Places<'_>, flows: &Array2<f64>, finals: &Array2<f64>) -> String {
    let mut totals = Totals::of(format!("total `{INPUTS}`"));
    let columns = flows.columns().into_iter().chain(finals.columns());
    let printed = places.total_row(INPUTS);
    for (at, (total, column)) in printed.into_iter().zip(columns).enumerate() {
        if let Some(total) = total {
            totals.compare(&places.column_label(at), total, column.iter().copied());
        }
    }
    totals.in_words()
}

/// The column `xGO` against the row.
fn output_in_words(places: &Places<'_>, output: &Array1<f64>) -> String {
    let mut totals = Totals::of(format!("column `{OUTPUT}` against the row `{OUTPUT}`"));
    let printed = places.total_column(OUTPUT);
    for (at, (total, output)) in printed.into_iter().zip(output).enumerate() {
        if let Some(total) = total {
            totals.compare(&places.column_label(at), total, [*output]);
        }
    }
    totals.in_words()
}

fn not_read_in_words(places: &Places<'_>) -> String {
    let sums = NOT_READ.map(|code| {
        let sum: f64 = places.total_column(code).into_iter().flatten().sum();
        format!("`{code}` (sum {sum})")
    });
    format!("columns of totals not read: {}", sums.join(", "))
}
