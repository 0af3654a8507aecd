//! Make, use and import tables of BEA as workbooks, a sheet for each year.

use std::collections::BTreeSet;
use std::path::Path;

use super::accounts::Accounts;
use super::book::Book;
use super::codes::SUMMARY_BOOKS;
use super::grid::Grid;
use super::{IMPORT, MAKE, USE};
use crate::error::Result;
use crate::table::NationalDraft;

const UNIT: &str = "Millions of dollars";

/// BEA's workbooks of summary level before redefinitions, with the feature `workbooks`: use table, import matrix and make table, each
/// with a sheet for every year.
///
/// | book | title in its first cell | columns after the commodities or industries |
/// |---|---|---|
/// | `IOUse_Before_Redefinitions_PRO_1997-2018_Summary.xlsx` | `The Use of Commodities by Industries, Before Redefinitions (Producers' Prices)` | `Total Intermediate`, final uses, `Total Final Uses (GDP)`, `Total Commodity Output` |
/// | `ImportMatrices_Before_Redefinitions_SUM_1997-2020.xlsx` | `Import Matrix, Before Redefinitions` | `T001`, final uses, `T004` |
/// | `IOMake_Before_Redefinitions_PRO_1997-2020_Summary.xlsx` | `The Make of Commodities by Industries, Before Redefinitions (Sum)` | `Total Industry Output` |
///
/// Below the titles (with unit and year, which are compared) stand a row of codes and a row of names that begins with `IOCode`.
/// `...` is nothing. Codes, unit and the way to the table are those of [`bea_summary`](super::bea_summary).
///
/// **Left out**, and named in the provenance: rows and columns `Sum of … Selected` and `… Not Selected`, which repeat totals (what is not
/// selected must be zero); numbers without a label below the table, as in the use table of 1997. Footnotes are passed over.
///
/// **Vintages.** BEA revises all years every autumn, and the books must be of the same release: the provenance compares output
/// in the use table with output in the make table, and where they differ the check of the draft names the industries.
///
/// ```no_run
/// use leontief::read::BeaBooks;
/// use leontief::table::Tolerance;
///
/// let mut books = BeaBooks::open(
///     "IOUse_Before_Redefinitions_PRO_1997-2020_Summary.xlsx",
///     "ImportMatrices_Before_Redefinitions_SUM_1997-2020.xlsx",
///     "IOMake_Before_Redefinitions_PRO_1997-2020_Summary.xlsx",
/// )?;
/// for year in books.years() {
///     let table = books.draft(year)?.tolerance(Tolerance::absolute(10.0)).check()?;
///     println!("{year}: {}", table.value_added().sum());
/// }
/// # Ok::<(), leontief::Error>(())
/// ```
pub struct BeaBooks {
    uses: Book,
    imports: Book,
    make: Book,
}

impl std::fmt::Debug for BeaBooks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BeaBooks")
            .field("edition", &self.edition())
            .finish()
    }
}

impl BeaBooks {
    /// The three books.
    ///
    /// # Errors
    /// If one of them cannot be opened.
    pub fn open(
        uses: impl AsRef<Path>,
        imports: impl AsRef<Path>,
        make: impl AsRef<Path>,
    ) -> Result<Self> {
        Ok(Self {
            uses: Book::open(
                uses.as_ref(),
                USE,
                "The Use of Commodities by Industries, Before Redefinitions",
                UNIT,
            )?,
            imports: Book::open(
                imports.as_ref(),
                IMPORT,
                "Import Matrix, Before Redefinitions",
                UNIT,
            )?,
            make: Book::open(
                make.as_ref(),
                MAKE,
                "The Make of Commodities by Industries, Before Redefinitions",
                UNIT,
            )?,
        })
    }

    /// Years that all three books have.
    #[must_use]
    pub fn years(&self) -> Vec<i32> {
        let others = [self.imports.years(), self.make.years()];
        let years: BTreeSet<i32> = self.uses.years();
        let years = years.into_iter();
        years
            .filter(|year| others.iter().all(|other| other.contains(year)))
            .collect()
    }

    /// The table of a year.
    ///
    /// # Errors
    /// If a book has no sheet of that year, a sheet is not what its book should hold, says another unit or year, has columns of the
    /// supply-use framework, or was downloaded with a part of the rows; and as [`bea_summary`](super::bea_summary).
    pub fn draft(&mut self, year: i32) -> Result<NationalDraft> {
        let edition = self.edition();
        let pages = [
            self.uses.page(year)?,
            self.imports.page(year)?,
            self.make.page(year)?,
        ];
        let [uses, imports, make] = &pages;
        let uses = Grid::of(&uses.sheet, USE)?;
        let imports = Grid::of(&imports.sheet, IMPORT)?;
        let make = Grid::of(&make.sheet, MAKE)?;
        let mut accounts = Accounts::of(&SUMMARY_BOOKS, Some(edition), [&uses, &imports, &make])?;
        for (what, page) in [USE, IMPORT, MAKE].iter().zip(&pages) {
            for left_out in &page.left_out {
                accounts.note(format!("{what}, {left_out}"));
            }
        }
        accounts.draft(year)
    }

    fn edition(&self) -> String {
        [&self.uses, &self.imports, &self.make]
            .map(Book::span)
            .join(", ")
    }
}
