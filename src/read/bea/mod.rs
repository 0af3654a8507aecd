//! Input-output accounts of the United States, Bureau of Economic Analysis (BEA), before redefinitions: summary and detail level, from
//! texts of one year or from workbooks of all years; the total requirements that BEA publishes.
//!
//! Three files, commas, UTF-8; the header of the column of row codes is empty; numbers are whole. Rows and columns are found
//! by label, in any order:
//!
//! | file | rows | columns |
//! |---|---|---|
//! | use, producer prices (`Summary_Use_2012_PRO_BeforeRedef_12sch`) | 73 commodities, `Total Intermediate`, `V001`, `V002`, `V003`, `Total Value Added`, `Total Industry Output` | 71 industries, `Total Intermediate`, final uses, `Total Final Uses (GDP)`, `Total Commodity Output` |
//! | import matrix (`Summary_Import_2012_BeforeRedef_12sch`) | commodities | industries, `T001`, final uses, `T004` |
//! | make (`Summary_Make_2012_BeforeRedef_12sch`) | industries, `Total Commodity Output` | commodities, `Total Industry Output` |
//!
//! Final uses: `F010` households, `F02*` fixed investment, `F030` inventories, `F040` exports, `F050` imports (negative),
//! `F06*`, `F07*`, `F10*` government.
//!
//! Source and terms: US Bureau of Economic Analysis, Input-Output Accounts Data; public domain. The transformation is that
//! of Eurostat (2008), Eurostat Manual of Supply, Use and Input-Output Tables, chapter 11, model D (fixed product sales
//! structure); see also Miller and Blair (2009), Input-Output Analysis, chapter 5.

mod accounts;
#[cfg(feature = "workbooks")]
mod book;
#[cfg(feature = "workbooks")]
mod books;
mod codes;
mod grid;
#[cfg(feature = "workbooks")]
mod requirements;
mod shares;

use std::io::Read;
use std::path::Path;

use accounts::Accounts;
use codes::{Codes, DETAIL, SUMMARY};
use grid::Grid;

use super::names::refuse_another_year;
use super::text::Sheet;
use crate::error::Result;
use crate::table::NationalDraft;

#[cfg(feature = "workbooks")]
pub use books::BeaBooks;
#[cfg(feature = "workbooks")]
pub use requirements::{TotalRequirements, bea_total_requirements};

const COUNTRY: &str = "USA";
const USE: &str = "use table";
const IMPORT: &str = "import matrix";
const MAKE: &str = "make table";

/// A table of the United States, industry × industry with imports by commodity, from the texts, plain or packed as gz, of BEA's use
/// table, import matrix and make table, each with the name that stands in messages.
///
/// **Unit.** Million US dollars, current producer prices. Numbers are whole, so sums miss output by rounding, in 2012 by up
/// to 9: set a [`Tolerance`](crate::table::Tolerance).
///
/// **From commodities to industries.** Domestic use is use less imports, cell by cell. Every industry delivers a commodity
/// to all users in proportion to its share in the domestic output of the commodity (model D of the Eurostat manual):
/// `Z = D U_dom`, `D[i, c] = make[i, c] / Σ_i make[i, c]`, industry × commodity, columns summing to one. Final uses and
/// exports go the same way and keep BEA's codes; imports stay by commodity. Exports go to the partner `WLD`, of undivided
/// kind.
///
/// **Value added.** `V001` is compensation; `V002` is net production tax, which at producer prices holds taxes on products
/// too; `V003` is operating surplus, gross of depreciation.
///
/// **Provenance.** Files with their SHA-256; the edition is the schema that their names tell (`…_12sch`), where they do.
///
/// **What does not fit, and where it goes**, with amounts in the provenance:
///
/// - `Used` (scrap, second-hand goods) and `Other` (noncomparable imports, rest-of-the-world adjustment) are not produced to
///   order: who buys them calls forth no output of the industries whose by-products they are, and most of `Other` only
///   moves foreign visitors' purchases from households to exports. They are kept apart, and so is any commodity that is
///   used but has no domestic output. What industries make of them is the final use `Used+Other`. What users draw is
///   [`PrimaryKind::Other`](crate::table::PrimaryKind::Other), by industry, by final use and on exports; under the final use `Used+Other` that row is what was
///   made, with a minus sign, so that the category is zero in all. Imports of these commodities stay imports.
/// - `F050`, imports, is negative in both files and must equal the import matrix summed over users. Where the use table has
///   another `F050`, the difference is domestic output without a user: mostly duties (`42`), freight (`481` to `487OS`) and
///   insurance (`524`) that are inside the value of imports of other commodities. It stays the final use `F050`.
///
/// # Errors
/// If a text cannot be read, a row or column is missing, unknown or doubled (also where one file has an industry or
/// commodity that another lacks), a cell is not a number, or a name tells another year.
pub fn bea_summary(
    uses: (impl Read, &Path),
    imports: (impl Read, &Path),
    make: (impl Read, &Path),
    year: i32,
) -> Result<NationalDraft> {
    let sheets = sheets(uses, imports, make, year)?;
    draft(&SUMMARY, schema(&sheets), &sheets, year)
}

/// The same at the level of detail: 405 commodities and 405 industries in the benchmark table of 2012.
///
/// Everything is as in [`bea_summary`] but the codes: `T001` and `T005` are all intermediate uses and inputs, `V00100`, `V00200`,
/// `V00300` value added and `T006` their sum, `F01000` to `F10N00` final uses with `F04000` exports and `F05000` imports, `T004` all
/// final uses, `T007` commodity output, `T008` industry output. Commodities that are not produced to order are `S00401` (scrap),
/// `S00402` (used and second-hand goods), `S00300` (noncomparable imports) and `S00900` (rest-of-the-world adjustment).
///
/// # Errors
/// As [`bea_summary`].
pub fn bea_detail(
    uses: (impl Read, &Path),
    imports: (impl Read, &Path),
    make: (impl Read, &Path),
    year: i32,
) -> Result<NationalDraft> {
    let sheets = sheets(uses, imports, make, year)?;
    draft(&DETAIL, schema(&sheets), &sheets, year)
}

fn sheets(
    uses: (impl Read, &Path),
    imports: (impl Read, &Path),
    make: (impl Read, &Path),
    year: i32,
) -> Result<[Sheet; 3]> {
    for name in [uses.1, imports.1, make.1] {
        refuse_another_year(name, year)?;
    }
    Ok([
        Sheet::read(uses.0, uses.1, b',')?,
        Sheet::read(imports.0, imports.1, b',')?,
        Sheet::read(make.0, make.1, b',')?,
    ])
}

fn draft(
    codes: &Codes,
    edition: Option<String>,
    [uses, imports, make]: &[Sheet; 3],
    year: i32,
) -> Result<NationalDraft> {
    let uses = Grid::of(uses, USE)?;
    let imports = Grid::of(imports, IMPORT)?;
    let make = Grid::of(make, MAKE)?;
    Accounts::of(codes, edition, [&uses, &imports, &make])?.draft(year)
}

/// The classification that names of files tell, as in `..._12sch.csv`.
fn schema(sheets: &[Sheet; 3]) -> Option<String> {
    let told = |sheet: &Sheet| {
        let name = sheet.source().name();
        let end = name.find("sch.").or_else(|| name.find("sch"))?;
        let digits = name.get(end.checked_sub(2)?..end)?;
        digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| format!("schema of 20{digits}"))
    };
    let mut found: Vec<String> = sheets.iter().filter_map(told).collect();
    found.dedup();
    (!found.is_empty()).then(|| found.join(", "))
}
