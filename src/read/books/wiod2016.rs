//! World tables of the World Input-Output Database (WIOD), 2016 release.

use std::path::Path;

use super::notes::{Prices, agreed_year};
use super::{Layout, Page, Tail, open, years_in_name};
use crate::error::{Error, Result, first_few};
use crate::read::Options;
use crate::read::names::{name_of, years};
use crate::read::workbook::Workbook;
use crate::table::{Provenance, WorldDraft};

const LAYOUT: Layout = Layout {
    column_sign: "CONS_h",
    row_sign: "VA",
    sector_sign: None,
    categories: &["CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"],
    total_code: "GO",
    tail: &[
        (Tail::Inputs, &["II_fob"]),
        (Tail::ProductTax, &["TXSP"]),
        (Tail::Other, &["EXP_adj", "PURR", "PURNR"]),
        (Tail::ValueAdded, &["VA"]),
        (Tail::Margins, &["IntTTM"]),
        (Tail::Output, &["GO"]),
    ],
};

/// The world table of a year in the WIOD, 2016 release (`WIOT2014_Nov16_ROW.xlsb`, or the same saved as xlsx): 43 countries and the rest
/// of the world, 56 industries of ISIC Rev. 4, 2000 to 2014. Any number of regions is read. Needs the feature `workbooks`.
///
/// The workbook may stand within a zip archive or a folder; of several there, [`wiod2016_with`] takes the one of a year.
///
/// **Layout.** One sheet, named by the year. Above the columns: codes, names, regions, numbers; before the rows the same. These lines,
/// and all rows and columns, are found by label.
///
/// | in the file | read as |
/// |---|---|
/// | rows and columns of a region with a code (`A01`, …, `U`) | producers |
/// | `CONS_h`, `CONS_np`, `CONS_g`, `GFCF`, `INVEN` | final use: households, non-profit institutions, government, fixed investment, inventories |
/// | `VA` | [`PrimaryKind::UndividedValueAdded`](crate::table::PrimaryKind::UndividedValueAdded), at basic prices |
/// | `TXSP` | [`PrimaryKind::ProductTax`](crate::table::PrimaryKind::ProductTax): taxes less subsidies on products |
/// | `IntTTM` | [`PrimaryKind::Margins`](crate::table::PrimaryKind::Margins): international transport margins |
/// | `EXP_adj`, `PURR`, `PURNR` | [`PrimaryKind::Other`](crate::table::PrimaryKind::Other), added up: CIF/FOB adjustment of exports, purchases abroad by residents and at home by non-residents |
/// | `GO` | output; compared with the column `GO` in the provenance |
/// | `II_fob` | nothing: a total of inputs, compared with them in the provenance |
///
/// **Year, unit.** The year is the sheet's name, and must be that of the file's name and of the caller where they say one. Million US
/// dollars, basic prices. Tables at previous year's prices (`_PYP_` in the name, or words above the table) have the currency `USD of`
/// that year, so that they meet no other table by accident.
///
/// **Gaps, codes, tolerance** as in [`wiod2013`](super::wiod2013); the rest of the world is `ROW`.
///
/// Written from a description of the layout and tried on miniature files; no published file was at hand.
///
/// # Source
/// Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015), Review of International Economics 23(3), 575-605,
/// [doi:10.1111/roie.12178](https://doi.org/10.1111/roie.12178).
///
/// # Errors
/// As [`wiod2013`](super::wiod2013).
///
/// ```no_run
/// use leontief::read::{self, Options};
///
/// let draft = read::wiod2016_with("WIOTS_in_EXCEL.zip", &Options::new().year(2014))?;
/// assert_eq!(draft.countries().len(), 44);
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn wiod2016(path: impl AsRef<Path>) -> Result<WorldDraft> {
    wiod2016_with(path, &Options::new())
}

/// The same with the year that the caller wants, watched.
///
/// # Errors
/// As [`wiod2016`].
pub fn wiod2016_with(path: impl AsRef<Path>, options: &Options) -> Result<WorldDraft> {
    let mut book = open(path.as_ref(), options, years)?;
    let sheet = sheet_of(&book, options.year)?;
    let grid = book.sheet_with(&sheet, &options.run)?;
    let page = Page::of(grid, &LAYOUT)?;
    let in_sheet = years(&sheet).first().copied().or(page.notes.year());
    let named = years_in_name(&book, years);
    let year = agreed_year(in_sheet, &named, options.year, book.file())?;
    let prices = match page.notes.prices() {
        // the name says it, whatever the title kept
        _ if named_at_previous_prices(&book) => Prices::PreviousYear,
        prices => prices,
    };
    let release = Provenance::from_source("World Input-Output Database").of_edition("2016 release");
    let found = page.found(&LAYOUT, &book, release, year, prices)?;
    found.draft(&LAYOUT)
}

/// The sheet that is named by a year, or the only one.
fn sheet_of(book: &Workbook, wanted: Option<i32>) -> Result<String> {
    let names = book.sheet_names();
    let by_year = |year: i32| names.iter().find(|name| years(name).contains(&year));
    let mut dated = names.iter().filter(|name| !years(name).is_empty());
    match (
        wanted.and_then(by_year),
        dated.next(),
        dated.next(),
        names.as_slice(),
    ) {
        (Some(name), ..) | (None, Some(name), None, _) | (None, None, None, [name]) => {
            Ok(name.clone())
        }
        _ => Err(Error::label("no sheet, or several, named by a year")
            .in_file(book.file())
            .found(first_few(&names))
            .hint("say the year: `Options::new().year(2014)`")),
    }
}

fn named_at_previous_prices(book: &Workbook) -> bool {
    name_of(book.file()).to_uppercase().contains("_PYP")
}
