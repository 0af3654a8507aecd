//! Input-output tables of single countries of the Asian Development Bank.

use std::path::Path;

use ndarray::{Array1, Array2};

use super::heads::{Head, Heads};
use super::notes::{Notes, agreed_year};
use super::{Gaps, Layout, number};
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Producers, TradeKind};
use crate::read::ALL_PARTNERS;
use crate::read::cells::Cell;
use crate::read::names::years;
use crate::read::totals::Totals;
use crate::read::workbook::{Grid, Workbook};
use crate::table::{NationalDraft, PrimaryKind, PrimaryRow, Provenance};

const FINAL_USES: [&str; 5] = ["F1", "F2", "F3", "F4", "F5"];
const EXPORTS: &str = "F6";
const IMPORTS: &str = "IMP";
const LAYOUT: Layout = Layout {
    column_sign: EXPORTS,
    row_sign: "r64",
    sector_sign: None,
    categories: &FINAL_USES,
    total_code: "",
    tail: &[],
};
const INPUTS: &str = "r60";
const OUTPUT: &str = "r69";
/// Sums of other rows, which are not read.
const SUMS: [&str; 2] = ["M", INPUTS];
const PRIMARY: [(PrimaryKind, &[&str]); 4] = [
    (PrimaryKind::UndividedValueAdded, &["r64"]),
    (PrimaryKind::ProductTax, &["r99"]),
    (PrimaryKind::Margins, &["trs"]),
    (PrimaryKind::Other, &["r61", "r62", "r63"]),
];

/// The table of a year in a book of a single country of the Asian Development Bank (`CAN IOT 2000, 2007-2024.xlsx`), with imports apart
/// from domestic supply; 35 industries. Needs the feature `workbooks`.
///
/// **Layout.** One sheet a year, named by it. Above the columns names, the country and codes; before the rows names, the country or `IMP`,
/// and codes. These lines, and all rows and columns, are found by label.
///
/// | in the file | read as |
/// |---|---|
/// | rows of the country, rows of `IMP`, with `c1` to `c35` | domestic supply, imports by product |
/// | `F1` to `F5` | final use: households, non-profit institutions, government, fixed investment, inventories |
/// | `F6` | exports to the partner `WLD`, of undivided kind; in rows of `IMP` imports that are exported |
/// | `r64`, `r99`, `trs` | value added at basic prices, taxes less subsidies on products, international transport margins |
/// | `r61`, `r62`, `r63` | other primary inputs, added up |
/// | `r69` | output |
/// | `M`, `r60`, the column `TOTAL` | nothing: sums; the column of domestic rows is compared with output in the provenance |
///
/// **Year, unit, gaps, tolerance** as in [`adb_mrio`](super::adb_mrio); the country's code is that of the file. Written from a description
/// of the layout and tried on miniature files; no published file was at hand.
///
/// # Source
/// Asian Development Bank, Input-Output Tables, <https://kidb.adb.org/mrio>.
///
/// # Errors
/// If the workbook cannot be read or has no sheet of the year; a label is missing, doubled or unknown; a cell is not a number; the unit or
/// the year is another. Messages name workbook, sheet, row and column.
///
/// ```no_run
/// use leontief::read;
/// use leontief::table::Tolerance;
///
/// let draft = read::adb_national("CAN IOT 2000, 2007-2024.xlsx", 2024)?;
/// let table = draft.tolerance(Tolerance::absolute(1.0)).check()?;
/// # Ok::<(), leontief::Error>(())
/// ```
pub fn adb_national(path: impl AsRef<Path>, year: i32) -> Result<NationalDraft> {
    let mut book = Workbook::open(path.as_ref())?;
    let sheet = sheet_of(&book, year)?;
    let grid = book.sheet(&sheet)?;
    let heads = Heads::of(&grid, &LAYOUT)?;
    let notes = Notes::of(&grid, heads.first);
    notes.require_million_dollars(&grid)?;
    agreed_year(notes.year().or(Some(year)), &[], Some(year), book.file())?;
    let prices = notes.prices();
    let table = National::of(&grid, &heads)?;
    let mut gaps = Gaps::default();
    let provenance =
        Provenance::from_source("Asian Development Bank, input-output table of a country")
            .of_edition(table.country.clone())
            .with_file(book.source().clone())
            .then(prices.in_words(year))
            .then("rows r61, r62 and r63 added up to other primary inputs");
    let industries = table.industries.iter().map(|head| (&head.code, &head.name));
    let producers = Producers::whole(&table.country, &Axis::with_names(industries.clone())?)?;
    let [domestic, imports] = [&table.domestic, &table.imports];
    let output = table.output()?;
    let mut totals = Totals::of("column of total output against the row of output");
    for (row, output) in domestic.iter().zip(&output) {
        if let Some(total) = grid.number(*row, table.total)? {
            totals.compare(&grid.text(*row, table.codes), total, [*output]);
        }
    }
    let mut draft = NationalDraft::new(producers, Axis::with_names(industries)?, prices.unit(year))
        .domestic(table.block(domestic, &mut gaps)?)
        .imported(table.block(imports, &mut gaps)?)
        .export(
            ALL_PARTNERS,
            TradeKind::Undivided,
            table.down(domestic, table.exports, &mut gaps)?,
        )
        .imported_exports(table.down(imports, table.exports, &mut gaps)?)
        .output(output);
    for (code, &column) in FINAL_USES.iter().zip(&table.finals) {
        let home = table.down(domestic, column, &mut gaps)?;
        draft = draft.final_use(code, home, table.down(imports, column, &mut gaps)?);
    }
    for (kind, codes) in PRIMARY {
        draft = draft.primary_row(table.primary(kind, codes, &mut gaps)?);
    }
    Ok(draft.provenance(gaps.told(provenance.then(totals.in_words()))))
}

fn sheet_of(book: &Workbook, year: i32) -> Result<String> {
    let names = book.sheet_names();
    let found = names.iter().find(|name| years(name).contains(&year));
    found.cloned().ok_or_else(|| {
        Error::label(format!("no sheet of the year {year}"))
            .in_file(book.file())
            .found(first_few(&names))
    })
}

/// Rows and columns by what they are.
struct National<'a> {
    grid: &'a Grid,
    country: String,
    /// Columns of industries, with the names of their rows.
    industries: Vec<Head>,
    finals: Vec<usize>,
    exports: usize,
    total: usize,
    codes: usize,
    domestic: Vec<usize>,
    imports: Vec<usize>,
    tail: Vec<&'a Head>,
}

impl<'a> National<'a> {
    fn of(grid: &'a Grid, heads: &'a Heads) -> Result<Self> {
        let named = |code: &str| -> Result<usize> {
            let mut found = heads.columns.iter().filter(|head| head.code == code);
            match (found.next(), found.next()) {
                (Some(head), None) => Ok(head.at),
                (None, _) => Err(grid.wrong(Error::label(format!("no column `{code}`")))),
                (_, Some(head)) => {
                    let error = Error::label(format!("the column `{code}` stands twice"))
                        .hint(crate::read::LEAVE_ONE);
                    Err(grid.at(heads.first[0] - 1, head.at, error))
                }
            }
        };
        let finals = FINAL_USES
            .into_iter()
            .map(named)
            .collect::<Result<Vec<_>>>()?;
        let exports = named(EXPORTS)?;
        let others = |head: &&Head| !finals.contains(&head.at) && head.at != exports;
        let (unnamed, industries): (Vec<&Head>, Vec<&Head>) = heads
            .columns
            .iter()
            .filter(others)
            .partition(|head| head.code.is_empty());
        let filled = |head: &&&Head| {
            let mut rows = heads.first[0]..grid.size().0;
            rows.any(|row| matches!(grid.cell(row, head.at), Cell::Number(_)))
        };
        let unnamed: Vec<&&Head> = unnamed.iter().filter(filled).collect();
        let total = match unnamed.as_slice() {
            [head] if head.name.to_lowercase().contains("total") => head.at,
            _ => {
                let error = Error::label("no column of total output, or several without a code");
                return Err(grid.wrong(error.expected("one that is called `TOTAL`")));
            }
        };
        let country = industries.first().map_or("", |head| &head.region);
        if let Some(head) = industries.iter().find(|head| head.region != country) {
            let error = Error::label("columns of several countries").found(&head.region);
            return Err(grid.at(heads.first[0] - 1, head.at, error.hint("`adb_mrio`")));
        }
        let rows = |region: &str| -> Result<Vec<&Head>> {
            let found: Vec<&Head> = heads
                .rows
                .iter()
                .filter(|head| head.region == region)
                .collect();
            let codes = |heads: &[&Head]| -> Vec<String> {
                heads.iter().map(|head| head.code.clone()).collect()
            };
            let (have, want) = (codes(&found), codes(&industries));
            if have != want {
                let lone = have.iter().zip(&want).find(|(have, want)| have != want);
                let (have, want) = match lone {
                    Some((have, want)) => (format!("`{have}`"), format!("`{want}`")),
                    None => (
                        format!("{} rows", have.len()),
                        format!("{} rows", want.len()),
                    ),
                };
                let what = format!("the rows of `{region}` are not those of the columns");
                let error = Error::label(what).expected(want).found(have);
                return Err(grid.wrong(error.hint("a row is missing, doubled or misspelt")));
            }
            Ok(found)
        };
        let (domestic, imports) = (rows(country)?, rows(IMPORTS)?);
        let named = industries.iter().zip(&domestic).map(|(column, row)| Head {
            name: match row.name.is_empty() {
                true => column.code.clone(),
                false => row.name.clone(),
            },
            ..(*column).clone()
        });
        let at = |heads: &[&Head]| heads.iter().map(|head| head.at).collect();
        let table = Self {
            grid,
            country: country.to_owned(),
            industries: named.collect(),
            total,
            exports,
            codes: heads.first[1] - 1,
            domestic: at(&domestic),
            imports: at(&imports),
            tail: heads
                .rows
                .iter()
                .filter(|head| head.region.is_empty())
                .collect(),
            finals,
        };
        table.require_known(heads)?;
        Ok(table)
    }

    /// Every row that holds numbers is one that is read, or a sum of such rows.
    fn require_known(&self, heads: &Heads) -> Result<()> {
        let primary = PRIMARY.iter().flat_map(|(_, codes)| codes.iter().copied());
        let known: Vec<&str> = primary.chain(SUMS).chain([OUTPUT]).collect();
        for head in &heads.rows {
            let read = match head.region.is_empty() {
                true => known.contains(&head.code.as_str()),
                false => head.region == self.country || head.region == IMPORTS,
            };
            let mut columns = heads.first[1]..self.grid.size().1;
            if !read
                && columns.any(|column| matches!(self.grid.cell(head.at, column), Cell::Number(_)))
            {
                let error = Error::label("a row is neither an industry nor known");
                let found = format!("region `{}`, code `{}`", head.region, head.code);
                return Err(self.grid.at(head.at, self.codes, error.found(found)));
            }
        }
        Ok(())
    }

    fn row(&self, code: &str) -> Result<usize> {
        let mut found = self.tail.iter().filter(|head| head.code == code);
        match (found.next(), found.next()) {
            (Some(head), None) => Ok(head.at),
            (None, _) => Err(self.grid.wrong(Error::label(format!("no row `{code}`")))),
            (_, Some(head)) => {
                let error = Error::label(format!("the row `{code}` stands twice"))
                    .hint(crate::read::LEAVE_ONE);
                Err(self.grid.at(head.at, self.codes, error))
            }
        }
    }

    fn output(&self) -> Result<Array1<f64>> {
        let row = self.row(OUTPUT)?;
        let cells = self.industries.iter().map(|head| {
            self.grid.number(row, head.at)?.ok_or_else(|| {
                let error = Error::parse("an output is missing").expected("a number");
                self.grid.at(row, head.at, error)
            })
        });
        cells.collect()
    }

    fn block(&self, rows: &[usize], gaps: &mut Gaps) -> Result<Array2<f64>> {
        let mut block = Array2::zeros((rows.len(), self.industries.len()));
        for ((i, j), value) in block.indexed_iter_mut() {
            *value = number(self.grid, rows[i], self.industries[j].at, gaps)?;
        }
        Ok(block)
    }

    fn down(&self, rows: &[usize], column: usize, gaps: &mut Gaps) -> Result<Array1<f64>> {
        let cells = rows.iter().map(|&row| number(self.grid, row, column, gaps));
        cells.collect()
    }

    fn primary(&self, kind: PrimaryKind, codes: &[&str], gaps: &mut Gaps) -> Result<PrimaryRow> {
        let mut sum = PrimaryRow {
            kind,
            by_producer: Array1::zeros(self.industries.len()),
            by_final_use: Array1::zeros(FINAL_USES.len()),
            on_exports: 0.0,
        };
        for code in codes {
            let row = self.row(code)?;
            for (value, head) in sum.by_producer.iter_mut().zip(&self.industries) {
                *value += number(self.grid, row, head.at, gaps)?;
            }
            for (value, &column) in sum.by_final_use.iter_mut().zip(&self.finals) {
                *value += number(self.grid, row, column, gaps)?;
            }
            sum.on_exports += number(self.grid, row, self.exports, gaps)?;
        }
        Ok(sum)
    }
}
