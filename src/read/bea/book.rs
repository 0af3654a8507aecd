//! Workbooks of BEA with a sheet for each year: titles, a row of codes, a row of names, then the table.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::{Error, Result, first_few};
use crate::read::text::{Line, Sheet};
use crate::read::workbook::{Grid, Workbook, column_name};
use crate::table::SourceFile;

/// What stands in the first cell of the row of names.
const HEADINGS: [&str; 2] = ["iocode", "code"];
/// What stands for nothing.
const NOTHING: [&str; 2] = ["...", "---"];
/// Totals that go by their names: their codes differ from book to book.
const TOTALS: [&str; 5] = [
    "Total Intermediate",
    "Total Value Added",
    "Total Final Uses (GDP)",
    "Total Industry Output",
    "Total Commodity Output",
];
/// Columns that only tables of the other layout have.
const SUPPLY_USE: [&str; 7] = ["MCIF", "MADJ", "TRADE", "TRANS", "MDTY", "TOP", "SUB"];

/// A workbook and what its sheets must be.
pub(super) struct Book {
    workbook: Workbook,
    what: &'static str,
    /// What its titles say.
    title: &'static str,
    unit: &'static str,
}

/// A sheet with its labels, and what was left out.
pub(super) struct Page {
    pub(super) sheet: Sheet,
    pub(super) left_out: Vec<String>,
}

impl Book {
    pub(super) fn open(
        path: &Path,
        what: &'static str,
        title: &'static str,
        unit: &'static str,
    ) -> Result<Self> {
        let workbook = Workbook::open(path)?;
        Ok(Self {
            workbook,
            what,
            title,
            unit,
        })
    }

    pub(super) fn source(&self) -> &SourceFile {
        self.workbook.source()
    }

    /// Years that have a sheet.
    pub(super) fn years(&self) -> BTreeSet<i32> {
        let names = self.workbook.sheet_names();
        names.iter().filter_map(|name| year_of(name)).collect()
    }

    /// The years as a range, for the edition.
    pub(super) fn span(&self) -> String {
        let years = self.years();
        match (years.first(), years.last()) {
            (Some(first), Some(last)) => format!("{} {first} to {last}", self.what),
            _ => format!("{} without years", self.what),
        }
    }

    /// The sheet of a year.
    pub(super) fn page(&mut self, year: i32) -> Result<Page> {
        let names = self.workbook.sheet_names();
        let Some(name) = names.iter().find(|name| year_of(name) == Some(year)) else {
            let error = Error::label(format!("no sheet of {year}")).in_file(self.workbook.file());
            return Err(error
                .found(first_few(&names))
                .hint("one of the years in the book"));
        };
        let grid = self.workbook.sheet(name)?;
        let names_row = names_row(&grid)?;
        self.require_title(&grid, names_row, year)?;
        page(&grid, names_row, self.workbook.source().clone())
    }

    /// The titles say what the sheet is, in which unit, and of which year.
    fn require_title(&self, grid: &Grid, names_row: usize, year: i32) -> Result<()> {
        let titles: Vec<String> = (0..names_row).map(|row| grid.text(row, 0)).collect();
        let titles: Vec<&String> = titles.iter().filter(|title| !title.is_empty()).collect();
        let says = |text: &str| {
            let text = text.to_lowercase();
            titles
                .iter()
                .any(|title| title.to_lowercase().contains(&text))
        };
        let wrong = |what: String, expected: &str| {
            let error = Error::label(what).expected(format!("a title with `{expected}`"));
            Err(grid.wrong(error.found(first_few(&titles))))
        };
        if !says(self.title) {
            return wrong(format!("this is not the {}", self.what), self.title);
        }
        if !says(self.unit) {
            return wrong("the unit is not the one expected".to_owned(), self.unit);
        }
        let other = titles.iter().filter_map(|title| year_of(title));
        match other.clone().find(|found| *found != year) {
            Some(found) => Err(grid.wrong(
                Error::label("the title says another year than the name of the sheet")
                    .expected(year)
                    .found(found),
            )),
            None => Ok(()),
        }
    }
}

/// A year that stands alone.
fn year_of(text: &str) -> Option<i32> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// The row of names, below that of codes.
fn names_row(grid: &Grid) -> Result<usize> {
    let (rows, _) = grid.size();
    let heading = |row: &usize| HEADINGS.contains(&grid.text(*row, 0).to_lowercase().as_str());
    (1..rows).find(heading).ok_or_else(|| {
        grid.wrong(
            Error::label("no row that begins with `IOCode` or `Code`")
                .expected("codes of columns in one row, below them `IOCode`, `Name` and the names")
                .hint("a workbook as BEA publishes it"),
        )
    })
}

/// What a row or column is called: by its code, totals by their names.
fn label(code: &str, name: &str) -> String {
    if let Some(total) = TOTALS.iter().find(|total| total.eq_ignore_ascii_case(name)) {
        return (*total).to_owned();
    }
    match code {
        "" => name.to_owned(),
        // later releases
        "V00100" => "V001".to_owned(),
        "V00200" => "V002".to_owned(),
        "V00300" => "V003".to_owned(),
        code => code.to_owned(),
    }
}

/// Sums of what was selected on BEA's site: the totals repeat them.
fn is_selection(name: &str) -> bool {
    name.ends_with(" Selected")
}

fn page(grid: &Grid, names_row: usize, source: SourceFile) -> Result<Page> {
    let codes_row = names_row - 1;
    let (_, width) = grid.size();
    let mut columns = Vec::new();
    let (mut header, mut places) = (vec![String::new()], vec!["A".to_owned()]);
    let mut selections = Vec::new();
    let mut unnamed = Vec::new();
    for column in 2..width {
        let (code, name) = (grid.text(codes_row, column), grid.text(names_row, column));
        if SUPPLY_USE.contains(&code.as_str()) {
            return Err(supply_use(grid, &code));
        }
        if code.is_empty() && name.is_empty() {
            unnamed.push(column);
        } else if code.is_empty() && is_selection(&name) {
            selections.push((column, name));
        } else {
            columns.push(column);
            header.push(label(&code, &name));
            places.push(format!("{} ({})", column_name(column), label(&code, &name)));
        }
    }
    let rows = rows(grid, names_row + 1, &columns)?;
    for line in &rows.tables {
        refuse_unnamed(grid, line.1, &unnamed)?;
        refuse_unselected(grid, line.1, &selections)?;
    }
    let mut left_out = rows.left_out;
    if !selections.is_empty() {
        let names = selections.iter().map(|(_, name)| name);
        left_out.push(format!("columns left out: {}", first_few(names)));
    }
    let lines = rows.tables.into_iter().map(|(label, row)| {
        let cells = columns.iter().map(|column| cell(grid, row, *column));
        Line::new(row as u64 + 1, [label].into_iter().chain(cells).collect())
    });
    let sheet = Sheet::labelled(
        grid.place(),
        source,
        (codes_row as u64 + 1, header),
        places,
        lines.collect(),
    )?;
    Ok(Page { sheet, left_out })
}

struct TableRows {
    tables: Vec<(String, usize)>,
    left_out: Vec<String>,
}

/// Rows with a label; footnotes and sums of a selection are left out, and so is what stands below the table.
fn rows(grid: &Grid, first: usize, columns: &[usize]) -> Result<TableRows> {
    let (height, _) = grid.size();
    let mut tables = Vec::new();
    let mut dropped = Vec::new();
    let mut below: Option<usize> = None;
    for row in first..height {
        let (code, name) = (grid.text(row, 0), grid.text(row, 1));
        let filled = columns
            .iter()
            .any(|column| !grid.text(row, *column).is_empty());
        match (code.is_empty() && name.is_empty(), filled) {
            (true, true) => below = below.or(Some(row)),
            (true, false) => {}
            // a footnote
            (false, false) if name.is_empty() => {}
            (false, _) if code.is_empty() && is_selection(&name) => {
                let columns: Vec<(usize, String)> = columns
                    .iter()
                    .map(|column| (*column, name.clone()))
                    .collect();
                refuse_unselected(grid, row, &columns)?;
                dropped.push(name);
            }
            (false, _) => {
                if let Some(row) = below {
                    let error = Error::label("a row with numbers and without a label");
                    return Err(grid.at(row, 0, error.expected("a code or a name")));
                }
                tables.push((label(&code, &name), row));
            }
        }
    }
    let mut left_out = Vec::new();
    if !dropped.is_empty() {
        left_out.push(format!("rows left out: {}", first_few(dropped)));
    }
    if let Some(row) = below {
        left_out.push(format!(
            "numbers below the table, from row {} of the sheet, have no label and are left out",
            row + 1
        ));
    }
    Ok(TableRows { tables, left_out })
}

/// What was not selected must be nothing: otherwise the sheet is a part of the table.
fn refuse_unselected(grid: &Grid, row: usize, columns: &[(usize, String)]) -> Result<()> {
    for (column, name) in columns {
        if !name.ends_with("Not Selected") {
            continue;
        }
        let nothing = NOTHING.contains(&grid.text(row, *column).as_str());
        let amount = match nothing {
            true => 0.0,
            false => grid.number(row, *column)?.unwrap_or(0.0),
        };
        if amount != 0.0 {
            let error = Error::label(format!("`{name}` is not zero: rows or columns are missing"));
            let error = error.expected("0").found(amount);
            return Err(grid.at(
                row,
                *column,
                error.hint("download the table with everything selected"),
            ));
        }
    }
    Ok(())
}

fn refuse_unnamed(grid: &Grid, row: usize, columns: &[usize]) -> Result<()> {
    let filled = columns
        .iter()
        .find(|column| !grid.text(row, **column).is_empty());
    match filled {
        Some(&column) => {
            let error = Error::label("a column with numbers and without a label");
            Err(grid.at(row, column, error.expected("a code or a name over it")))
        }
        None => Ok(()),
    }
}

fn cell(grid: &Grid, row: usize, column: usize) -> String {
    let text = grid.text(row, column);
    match NOTHING.contains(&text.as_str()) {
        true => "0".to_owned(),
        false => text,
    }
}

fn supply_use(grid: &Grid, code: &str) -> Error {
    let error = Error::label(format!(
        "a column `{code}`: this is a supply or use table of the supply-use framework, in basic and purchasers' prices"
    ));
    let error =
        error.expected("the make and use tables before redefinitions, in producers' prices");
    grid.wrong(
        error.hint("`IOMake_Before_Redefinitions_PRO_…` and `IOUse_Before_Redefinitions_PRO_…`"),
    )
}
