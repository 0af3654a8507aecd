//! Industry-by-industry total requirements: the Leontief inverses that BEA publishes.

use std::path::Path;

use ndarray::Array2;

use super::book::Book;
use super::grid::Grid;
use crate::error::Result;
use crate::label::{Axis, Sector};
use crate::read::totals::Totals;
use crate::table::Provenance;

const WHAT: &str = "table of industry-by-industry total requirements";
const TITLE: &str = "Industry-by-Industry Total Requirements";
const PRICES: &str = "in producers' prices";
const TOTAL: &str = "Total industry output requirement";

/// A published inverse: output of each industry (rows) per dollar of final demand for the output of each industry (columns).
#[derive(Debug, Clone)]
pub struct TotalRequirements {
    /// Industries, of rows and columns alike.
    pub industries: Axis<Sector>,
    /// Output per unit of final demand, with seven decimals.
    pub matrix: Array2<f64>,
    /// The file, and how its totals agree.
    pub provenance: Provenance,
}

/// The total requirements of a year, from BEA's workbook `IxI_TR_1997-2020_PRO_SUM.xlsx`, with the feature `workbooks`: a sheet for
/// each year, 71 industries of summary level, producers' prices, after redefinitions.
///
/// | in the sheet | read as |
/// |---|---|
/// | titles: `Industry-by-Industry Total Requirements…`, `(in producers' prices)`, the year | compared |
/// | a row of codes; a row of names that begins with `Code` | columns |
/// | rows by code | rows |
/// | `Total industry output requirement` | a total, compared with its parts; the provenance says how it agrees |
///
/// It is `(I − D B)⁻¹` with market shares `D[i, c] = make[i, c] / commodity output[c]` and `B[c, j] = use[c, j] / industry output[j]`, domestic
/// and imported commodities together, from the make and use tables *after* redefinitions. Scrap and noncomparable imports (`Used`, `Other`)
/// are commodities like others in it, without an adjustment for scrap: for 2012, `I − L⁻¹` is a combination of the rows of `B` of all 73
/// commodities up to 3e-6, and without those two rows it is off by 8e-3. Tables before redefinitions come to it within 0.07.
///
/// # Errors
/// If the workbook cannot be read, has no sheet of that year, its titles say something else, industries of rows and columns differ,
/// or a cell is not a number.
pub fn bea_total_requirements(path: impl AsRef<Path>, year: i32) -> Result<TotalRequirements> {
    let mut book = Book::open(path.as_ref(), WHAT, TITLE, PRICES)?;
    let page = book.page(year)?;
    let grid = Grid::of(&page.sheet, WHAT)?;
    let codes = grid.rows.codes().iter().copied();
    let codes: Vec<&str> = codes.filter(|code| *code != TOTAL).collect();
    grid.require(&[&codes[..], &[TOTAL]].concat(), &codes)?;
    let matrix = grid.block(&codes, &codes)?;
    let mut totals = Totals::of(format!("row `{TOTAL}`, to seven decimals"));
    for ((code, column), total) in codes
        .iter()
        .zip(matrix.columns())
        .zip(grid.row(TOTAL, &codes)?)
    {
        // every cell is rounded to seven decimals
        let sum = column.sum();
        let rounding = 0.5e-7 * (codes.len() + 1) as f64;
        let sum = if (sum - total).abs() <= rounding {
            total
        } else {
            sum
        };
        totals.compare(code, total, [sum]);
    }
    let source =
        format!("BEA input-output accounts, summary, after redefinitions, {TITLE}, {year}");
    let provenance = Provenance::from_source(source)
        .of_edition(book.span())
        .with_file(book.source().clone())
        .then(totals.in_words());
    Ok(TotalRequirements {
        industries: Axis::new(codes).map_err(|error| error.in_file(page.sheet.file()))?,
        provenance: page
            .left_out
            .iter()
            .fold(provenance, |known, step| known.then(step)),
        matrix,
    })
}
