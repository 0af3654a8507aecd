//! Sheets of Excel workbooks (xlsx, xlsb, xls) as grids of cells that know where they stand.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use calamine::{Data, Range, Reader, Sheets, open_workbook_auto_from_rs};

use super::files::Content;
use crate::error::{Error, Result, first_few};
use crate::table::SourceFile;

/// A workbook, plain or packed.
pub(super) struct Workbook {
    file: PathBuf,
    source: SourceFile,
    sheets: Sheets<Cursor<Vec<u8>>>,
}

/// The cells of one sheet. Rows and columns count from 0, as in the sheet; messages call them `C7`.
pub(super) struct Grid {
    file: PathBuf,
    sheet: String,
    cells: Range<Data>,
}

impl Workbook {
    pub(super) fn open(path: &Path) -> Result<Self> {
        Self::of(Content::open(path, &[".xlsx", ".xlsb", ".xls", ".xlsm"])?)
    }

    /// A workbook in memory.
    pub(super) fn of(content: Content) -> Result<Self> {
        let sheets = open_workbook_auto_from_rs(Cursor::new(content.bytes));
        Ok(Self {
            sheets: sheets.map_err(|error| broken(&error, &content.file))?,
            file: content.file,
            source: content.source,
        })
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// The published file.
    pub(super) fn source(&self) -> &SourceFile {
        &self.source
    }

    pub(super) fn sheet_names(&self) -> Vec<String> {
        self.sheets.sheet_names()
    }

    /// A sheet by its name.
    pub(super) fn sheet(&mut self, name: &str) -> Result<Grid> {
        if !self.sheets.sheet_names().iter().any(|known| known == name) {
            return Err(Error::label(format!("no sheet `{name}`"))
                .in_file(&self.file)
                .found(first_few(self.sheets.sheet_names())));
        }
        let cells = self.sheets.worksheet_range(name);
        Ok(Grid {
            cells: cells.map_err(|error| broken(&error, &self.file))?,
            file: self.file.clone(),
            sheet: name.to_owned(),
        })
    }
}

impl Grid {
    pub(super) fn name(&self) -> &str {
        &self.sheet
    }

    /// One behind the last row and the last column that are filled.
    pub(super) fn size(&self) -> (usize, usize) {
        let end = self.cells.end();
        end.map_or((0, 0), |(row, column)| {
            (row as usize + 1, column as usize + 1)
        })
    }

    fn cell(&self, row: usize, column: usize) -> &Data {
        let at = u32::try_from(row).ok().zip(u32::try_from(column).ok());
        at.and_then(|at| self.cells.get_value(at))
            .unwrap_or(&Data::Empty)
    }

    /// The text of a cell without blanks at its ends; numbers as a person would write them.
    pub(super) fn text(&self, row: usize, column: usize) -> String {
        match self.cell(row, column) {
            Data::Empty => String::new(),
            other => other.to_string().trim().to_owned(),
        }
    }

    /// The number in a cell; nothing where it is empty or blank. Text that is a number counts as one; an error value, a date or other
    /// text is refused.
    pub(super) fn number(&self, row: usize, column: usize) -> Result<Option<f64>> {
        match self.cell(row, column) {
            Data::Empty => Ok(None),
            Data::Float(value) if value.is_finite() => Ok(Some(*value)),
            Data::Int(value) => Ok(Some(*value as f64)),
            Data::String(text) if text.trim().is_empty() => Ok(None),
            Data::String(text) => match text.trim().parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(Some(value)),
                _ => Err(self.no_number(row, column)),
            },
            _ => Err(self.no_number(row, column)),
        }
    }

    fn no_number(&self, row: usize, column: usize) -> Error {
        let error = Error::parse("the cell is not a number").expected("a finite number");
        let found = format!("`{}`", self.text(row, column));
        self.at(row, column, error.found(found))
    }

    /// Where it stands, for messages.
    pub(super) fn place(&self) -> PathBuf {
        self.file.join(&self.sheet)
    }

    /// An error about a cell.
    pub(super) fn at(&self, row: usize, column: usize, error: Error) -> Error {
        error
            .in_file(&self.file.join(&self.sheet))
            .at_line(row as u64 + 1)
            .at_column(column_name(column))
    }

    /// An error about the sheet as a whole.
    pub(super) fn wrong(&self, error: Error) -> Error {
        error.in_file(&self.file.join(&self.sheet))
    }
}

/// The letters over a column: A to Z, AA, …
pub(super) fn column_name(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (column % 26) as u8);
        match column / 26 {
            0 => break,
            rest => column = rest - 1,
        }
    }
    letters.reverse();
    letters.into_iter().map(char::from).collect()
}

fn broken(error: &dyn std::fmt::Display, file: &Path) -> Error {
    Error::parse(format!("cannot read the workbook ({error})"))
        .in_file(file)
        .hint(
            "a file that is cut off or damaged? Open it in a spreadsheet program and save it again",
        )
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_called_as_in_a_spreadsheet() {
        let names = [0, 25, 26, 51, 52, 701, 702].map(super::column_name);
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
