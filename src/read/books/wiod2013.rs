//! World tables of the World Input-Output Database (WIOD), 2013 release.

use std::path::Path;

use super::notes::agreed_year;
use super::{Layout, Page, Tail, open, years_in_name};
use crate::error::Result;
use crate::read::Options;
use crate::table::{Provenance, WorldDraft};

const LAYOUT: Layout = Layout {
    column_sign: "c37",
    row_sign: "r64",
    sector_sign: Some("AtB"),
    categories: &["c37", "c38", "c39", "c41", "c42"],
    total_code: "",
    tail: &[
        (Tail::Inputs, &["r60"]),
        (Tail::ProductTax, &["r99"]),
        (Tail::Other, &["r61", "r62", "r63"]),
        (Tail::ValueAdded, &["r64"]),
        (Tail::Margins, &["International Transport Margins"]),
        (Tail::Output, &["r69"]),
    ],
};

/// The world table of a year in the WIOD, 2013 release (`wiot95_row_apr12.xlsx` to `wiot11_row_sep12.xlsx`): 40 countries and the rest
/// of the world, 35 industries of ISIC Rev. 3. Any number of regions is read. Needs the feature `workbooks`.
///
/// The workbook may stand within a zip archive or a folder; of several there, [`wiod2013_with`] takes the one of a year.
///
/// **Layout.** The first sheet. Above the columns: industry codes (`AtB`, `C`, `15t16`, …), names, regions, numbered codes; before the
/// rows the same. These lines, and all rows and columns, are found by label.
///
/// | in the file | read as |
/// |---|---|
/// | rows and columns of a region with an industry | producers, under the industry's code; under `c1` to `c35` where the sheet has no other codes |
/// | `c37`, `c38`, `c39`, `c41`, `c42` | final use: households, non-profit institutions, government, fixed investment, inventories |
/// | `r64` | [`PrimaryKind::UndividedValueAdded`](crate::table::PrimaryKind::UndividedValueAdded), at basic prices |
/// | `r99` | [`PrimaryKind::ProductTax`](crate::table::PrimaryKind::ProductTax): taxes less subsidies on products |
/// | `International Transport Margins`, a row without a code | [`PrimaryKind::Margins`](crate::table::PrimaryKind::Margins), found by its name |
/// | `r61`, `r62`, `r63` | [`PrimaryKind::Other`](crate::table::PrimaryKind::Other), added up: CIF/FOB adjustment, purchases abroad by residents and at home by non-residents |
/// | `r69` | output; compared with the column `Total output` in the provenance |
/// | `r60` | nothing: a total of inputs, compared with them in the provenance |
///
/// **Codes** of regions are those of the file: Romania is `ROM`, the rest of the world `RoW`.
///
/// **Year, unit.** The year stands in the title, and must be that of the file's name and of the caller where they say one. Million US
/// dollars, basic prices; at previous year's prices the currency is `USD of` that year, so that the table meets no other by accident.
///
/// **Gaps.** Empty cells and cells of spaces are zero; the provenance counts them. An output must be there.
///
/// **Tolerance.** Exact, as every draft: set one before the check, since published sums may miss output by rounding.
///
/// Written from a description of the layout and tried on miniature files and on one made by others; no published file was at hand.
///
/// # Source
/// Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015), Review of International Economics 23(3), 575-605,
/// [doi:10.1111/roie.12178](https://doi.org/10.1111/roie.12178).
///
/// # Errors
/// If the workbook cannot be read; a label is missing, doubled or unknown, or stands in rows and not in columns; a cell is not a number;
/// the unit is another; or years differ. Messages name workbook, sheet, row and column.
///
/// ```no_run
/// use leontief::read;
/// use leontief::table::Tolerance;
///
/// let draft = read::wiod2013("wiot09_row_sep12.xlsx")?;
/// let world = draft.tolerance(Tolerance::absolute(1.0)).check()?;
/// assert_eq!(world.countries().len(), 41);
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn wiod2013(path: impl AsRef<Path>) -> Result<WorldDraft> {
    wiod2013_with(path, &Options::new())
}

/// The same with the year that the caller wants, watched.
///
/// # Errors
/// As [`wiod2013`].
pub fn wiod2013_with(path: impl AsRef<Path>, options: &Options) -> Result<WorldDraft> {
    let mut book = open(path.as_ref(), options, named_years)?;
    let sheet = book.sheet_names().into_iter().next().unwrap_or_default();
    let grid = book.sheet_with(&sheet, &options.run)?;
    let page = Page::of(grid, &LAYOUT)?;
    let named = years_in_name(&book, named_years);
    let year = agreed_year(page.notes.year(), &named, options.year, book.file())?;
    let prices = page.notes.prices();
    let release = Provenance::from_source("World Input-Output Database").of_edition("2013 release");
    let mut found = page.found(&LAYOUT, &book, release, year, prices)?;
    found.provenance = found
        .provenance
        .then("the row of international transport margins has no code: found by its name");
    if found.places.producers.countries().find("ROM").is_some() {
        found.provenance = found.provenance.then("Romania is `ROM`, as in the file");
    }
    found.draft(&LAYOUT)
}

/// The year in `wiot95_row_apr12.xlsx` or `wiot1995.xlsx`.
fn named_years(name: &str) -> Vec<i32> {
    let name = name.to_lowercase();
    let Some((_, behind)) = name.split_once("wiot") else {
        return Vec::new();
    };
    let digits: String = behind
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let year: Option<i32> = digits.parse().ok();
    match (digits.len(), year) {
        (4, Some(year)) => vec![year],
        (2, Some(year)) if year >= 50 => vec![1900 + year],
        (2, Some(year)) => vec![2000 + year],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_of_files_have_years_of_two_digits() {
        let years = [
            "wiot95_row_apr12.xlsx",
            "WIOT09_row_sep12.xlsx",
            "wiot2011.xlsx",
            "renamed_12.xlsx",
        ]
        .map(super::named_years);
        assert_eq!(years, [vec![1995], vec![2009], vec![2011], vec![]]);
    }
}
