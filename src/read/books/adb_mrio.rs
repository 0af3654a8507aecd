//! Multi-regional input-output tables of the Asian Development Bank (ADB MRIO).

use std::path::Path;

use super::notes::agreed_year;
use super::{Layout, Page, Tail, open, years_in_name};
use crate::error::{Error, Result, first_few};
use crate::read::Options;
use crate::read::cells::Cell;
use crate::read::names::years;
use crate::read::workbook::{Grid, Workbook};
use crate::table::{Provenance, WorldDraft};

const LAYOUT: Layout = Layout {
    column_sign: "F1",
    row_sign: "r64",
    sector_sign: None,
    categories: &["F1", "F2", "F3", "F4", "F5"],
    total_code: "",
    tail: &[
        (Tail::Inputs, &["r60"]),
        (Tail::ProductTax, &["r99"]),
        (Tail::Other, &["r61", "r62", "r63"]),
        (Tail::ValueAdded, &["r64"]),
        (Tail::Margins, &["trs", "International Transport Margins"]),
        (Tail::Output, &["r69"]),
    ],
};
const LEGEND: &str = "legend";

/// The world table of a year in the MRIO of the Asian Development Bank (`ADB-MRIO-2022_…xlsx`, `ADB-MRIO62-…`, `ADB-MRIO72-…`, `ADB MRIO
/// 2018, at constant 2010 prices.xlsx`): 62, 72 or more economies and the rest of the world, 35 industries. Any number of regions is
/// read. Needs the feature `workbooks`.
///
/// **Layout.** One sheet beside `Legend`. Above the columns: sometimes a line of digits, then names, regions, codes; before the rows
/// names, regions, codes. These lines, and all rows and columns, are found by label.
///
/// | in the file | read as |
/// |---|---|
/// | rows and columns of a region with `c1` to `c35` | producers |
/// | `F1` to `F5` | final use: households, non-profit institutions, government, fixed investment, inventories |
/// | `r64` | [`PrimaryKind::UndividedValueAdded`](crate::table::PrimaryKind::UndividedValueAdded), at basic prices |
/// | `r99` | [`PrimaryKind::ProductTax`](crate::table::PrimaryKind::ProductTax): taxes less subsidies on products |
/// | `trs` | [`PrimaryKind::Margins`](crate::table::PrimaryKind::Margins): international transport margins |
/// | `r61`, `r62`, `r63` | [`PrimaryKind::Other`](crate::table::PrimaryKind::Other), added up: CIF/FOB adjustment, purchases abroad by residents and at home by non-residents |
/// | `r69` | output; compared with the column `TOTAL` in the provenance |
/// | `r60` | nothing: a total of inputs, compared with them in the provenance |
///
/// **Codes** of regions are those of the file, which are not ISO's throughout; the rest of the world is `RoW`.
///
/// **Year, unit.** The year stands in the title, and must be that of the file's name and of the caller where they say one. Million US
/// dollars, basic prices; at constant prices the currency is `USD of 2010`, so that the table meets no other by accident.
///
/// **Gaps.** Empty cells and cells with a space are zero; the provenance counts them. An output must be there.
///
/// **Not read here:** books of single countries, with one sheet a year and exports as `F6`, which [`adb_national`](super::adb_national)
/// reads, and books of emissions. They are recognised and refused.
///
/// **Tolerance** as in [`wiod2013`](super::wiod2013). Written from a description of the layout and tried on miniature files; no published
/// file was at hand.
///
/// # Source
/// Asian Development Bank, Multi-Regional Input-Output Tables, <https://kidb.adb.org/mrio>.
///
/// # Errors
/// As [`wiod2013`](super::wiod2013); and if the workbook is of a single country or of emissions.
///
/// ```no_run
/// use leontief::read;
/// use leontief::table::Tolerance;
///
/// let draft = read::adb_mrio("ADB-MRIO62-2022_June2023.xlsx")?;
/// let world = draft.tolerance(Tolerance::absolute(1.0)).check()?;
/// assert_eq!(world.countries().len(), 63);
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn adb_mrio(path: impl AsRef<Path>) -> Result<WorldDraft> {
    adb_mrio_with(path, &Options::new())
}

/// The same with the year that the caller wants, watched.
///
/// # Errors
/// As [`adb_mrio`].
pub fn adb_mrio_with(path: impl AsRef<Path>, options: &Options) -> Result<WorldDraft> {
    let mut book = open(path.as_ref(), options, years)?;
    let grid = sheet_of(&mut book, options)?;
    refuse_other_books(&grid)?;
    let page = Page::of(grid, &LAYOUT)?;
    let named = years_in_name(&book, years);
    let year = agreed_year(page.notes.year(), &named, options.year, book.file())?;
    let prices = page.notes.prices();
    let stated = page.notes.with("economies");
    let stated = stated.unwrap_or("number of economies not stated");
    let counted = first_number_in(stated);
    let release =
        Provenance::from_source("Asian Development Bank, multi-regional input-output table")
            .of_edition(stated);
    let mut found = page.found(&LAYOUT, &book, release, year, prices)?;
    let regions = found.places.producers.countries().len();
    if let Some(count) = counted
        && count != regions
        && count + 1 != regions
    {
        found.provenance = found.provenance.then(format!(
            "the sheet says {count} economies, and {regions} regions stand in it"
        ));
    }
    found.draft(&LAYOUT)
}

/// The sheet beside the legend; of several, the one named by the year that is wanted.
fn sheet_of(book: &mut Workbook, options: &Options) -> Result<Grid> {
    let names = book.sheet_names();
    let tables: Vec<&String> = names
        .iter()
        .filter(|name| !name.to_lowercase().contains(LEGEND))
        .collect();
    let of_year = |name: &&&String| options.year.is_some_and(|year| years(name).contains(&year));
    let name = match tables.as_slice() {
        [only] => only,
        several => match several.iter().find(of_year) {
            Some(name) => *name,
            None => {
                return Err(Error::label("no sheet, or several, besides the legend")
                    .in_file(book.file())
                    .expected("one sheet with a table of the world")
                    .found(first_few(&names))
                    .hint(
                        "a book of a single country has a sheet for each year: `adb_national`; \
                         else say the year: `Options::new().year(2018)`",
                    ));
            }
        },
    };
    book.sheet_with(name, &options.run)
}

/// Books that look alike: of emissions, and of single countries.
fn refuse_other_books(grid: &Grid) -> Result<()> {
    let (height, width) = grid.size();
    for row in 0..height.min(12) {
        for column in 0..width {
            let Cell::Text(text) = grid.cell(row, column) else {
                continue;
            };
            let what = match text.trim() {
                "F6" => "the book is of a single country (exports stand in the column `F6`)",
                text if text.to_lowercase().contains("environmentally") => {
                    "the book is of emissions"
                }
                _ => continue,
            };
            let error = Error::parse(what).expected("a table of the world");
            let error = error.hint(
                "take the MRIO book of the year, `ADB-MRIO…xlsx`; `adb_national` reads single countries",
            );
            return Err(grid.at(row, column, error));
        }
    }
    Ok(())
}

fn first_number_in(text: &str) -> Option<usize> {
    let digits = text.split(|c: char| !c.is_ascii_digit());
    digits.into_iter().find_map(|digits| digits.parse().ok())
}
