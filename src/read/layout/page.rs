//! Cells by row and column, from separated text or a sheet of a workbook.

use std::path::{Path, PathBuf};

use csv::ByteRecord;

use super::description::{Layout, TextForm};
use super::marks::number;
use crate::error::{Error, Result};
use crate::read::files::{Content, Files};
use crate::read::lines::without_mark;
use crate::read::text::{line_of, unreadable};
#[cfg(feature = "workbooks")]
use crate::read::workbook::{Grid, Workbook};
use crate::table::SourceFile;

/// Rows and columns of cells, counted from 0.
pub(super) enum Page {
    Text(Text),
    #[cfg(feature = "workbooks")]
    Sheet(Grid),
}

/// Rows of separated text.
pub(super) struct Text {
    file: PathBuf,
    form: TextForm,
    records: Vec<ByteRecord>,
    /// The line on which each row begins.
    lines: Vec<u64>,
}

/// The file that the layout means.
pub(super) fn content(path: &Path, layout: &Layout) -> Result<Content> {
    let endings = match layout.sheet {
        Some(_) => [".xlsx", ".xlsb", ".xls", ".xlsm"].as_slice(),
        None => [".csv", ".txt", ".tsv", ".tab"].as_slice(),
    };
    match &layout.file {
        None => Content::open(path, endings),
        Some(wanted) => {
            let files = Files::open(path)?;
            let name = files.sole(&format!("file `{wanted}`"), |name| name == wanted)?;
            files.content(name)
        }
    }
}

impl Page {
    pub(super) fn open(path: &Path, layout: &Layout) -> Result<(Self, SourceFile)> {
        let content = content(path, layout)?;
        let source = content.source.clone();
        let page = match &layout.sheet {
            None => Self::Text(Text::of(content, layout.text)?),
            #[cfg(feature = "workbooks")]
            Some(sheet) => Self::Sheet(Workbook::of(content)?.sheet(sheet)?),
            #[cfg(not(feature = "workbooks"))]
            Some(_) => {
                return Err(Error::io("a sheet of a workbook")
                    .in_file(&content.file)
                    .hint("the feature `workbooks` of this crate"));
            }
        };
        Ok((page, source))
    }

    pub(super) fn rows(&self) -> usize {
        match self {
            Self::Text(text) => text.records.len(),
            #[cfg(feature = "workbooks")]
            Self::Sheet(grid) => grid.size().0,
        }
    }

    /// The row of a line of the file (or row of the sheet), counted from 1.
    pub(super) fn row_of(&self, line: usize) -> Option<usize> {
        match self {
            Self::Text(text) => text.lines.iter().position(|known| *known == line as u64),
            #[cfg(feature = "workbooks")]
            Self::Sheet(grid) => line.checked_sub(1).filter(|row| *row < grid.size().0),
        }
    }

    /// The text of a cell without blanks at its ends.
    pub(super) fn text(&self, row: usize, column: usize) -> Result<String> {
        match self {
            Self::Text(text) => Ok(text.cell(row, column)?.to_owned()),
            #[cfg(feature = "workbooks")]
            Self::Sheet(grid) => Ok(grid.text(row, column)),
        }
    }

    /// The number in a cell; nothing where it is empty or holds one of the texts for that.
    pub(super) fn number(
        &self,
        row: usize,
        column: usize,
        missing: &[String],
    ) -> Result<Option<f64>> {
        match self {
            Self::Text(text) => text.number(row, column, missing),
            #[cfg(feature = "workbooks")]
            Self::Sheet(grid) => match grid.number(row, column) {
                Err(_) if missing.contains(&grid.text(row, column)) => Ok(None),
                other => other,
            },
        }
    }

    /// Whether nothing stands in a cell.
    pub(super) fn is_empty(&self, row: usize, column: usize) -> bool {
        match self {
            Self::Text(text) => text.bytes(row, column).trim_ascii().is_empty(),
            #[cfg(feature = "workbooks")]
            Self::Sheet(grid) => grid.text(row, column).is_empty(),
        }
    }

    /// An error about a row.
    pub(super) fn at_row(&self, row: usize, error: Error) -> Error {
        match self {
            Self::Text(text) => text.at(row, error),
            #[cfg(feature = "workbooks")]
            Self::Sheet(grid) => grid.wrong(error).at_line(row as u64 + 1),
        }
    }

    /// An error about a cell.
    pub(super) fn at(&self, row: usize, column: usize, error: Error) -> Error {
        match self {
            Self::Text(text) => text
                .at(row, error)
                .at_column(format!("number {}", column + 1)),
            #[cfg(feature = "workbooks")]
            Self::Sheet(grid) => grid.at(row, column, error),
        }
    }

    /// An error about the whole.
    pub(super) fn wrong(&self, error: Error) -> Error {
        match self {
            Self::Text(text) => error.in_file(&text.file),
            #[cfg(feature = "workbooks")]
            Self::Sheet(grid) => grid.wrong(error),
        }
    }

    /// How many cells a row has; all columns in a sheet.
    pub(super) fn width(&self, row: usize) -> usize {
        match self {
            Self::Text(text) => text.width(row),
            #[cfg(feature = "workbooks")]
            Self::Sheet(grid) => grid.size().1,
        }
    }
}

impl Text {
    pub(super) fn of(content: Content, form: TextForm) -> Result<Self> {
        let bytes = without_mark(&content.bytes);
        let delimiter = u8::try_from(form.delimiter).unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(bytes);
        let (mut records, mut lines) = (Vec::new(), Vec::new());
        for record in reader.byte_records() {
            let record = record.map_err(|error| {
                let line = error.position().map(|at| line_of(at, bytes));
                unreadable(&error, line, &content.file)
            })?;
            lines.push(record.position().map_or(0, |at| line_of(at, bytes)));
            records.push(record);
        }
        if records.is_empty() {
            let error = Error::parse("the file is empty").expected("rows of cells");
            return Err(error.in_file(&content.file));
        }
        Ok(Self {
            file: content.file,
            form,
            records,
            lines,
        })
    }

    pub(super) fn rows(&self) -> usize {
        self.records.len()
    }

    pub(super) fn width(&self, row: usize) -> usize {
        self.records[row].len()
    }

    fn bytes(&self, row: usize, column: usize) -> &[u8] {
        let record = self.records.get(row);
        record
            .and_then(|record| record.get(column))
            .unwrap_or_default()
    }

    pub(super) fn cell(&self, row: usize, column: usize) -> Result<&str> {
        let text = std::str::from_utf8(self.bytes(row, column));
        text.map(str::trim).map_err(|_| {
            let error = Error::parse("the text is not UTF-8");
            self.at(row, error)
                .at_column(format!("number {}", column + 1))
                .hint("save the file as UTF-8")
        })
    }

    pub(super) fn number(
        &self,
        row: usize,
        column: usize,
        missing: &[String],
    ) -> Result<Option<f64>> {
        let text = self.cell(row, column)?;
        if text.is_empty() || missing.iter().any(|known| known == text) {
            return Ok(None);
        }
        match number(text, &self.form) {
            Some(value) => Ok(Some(value)),
            None => Err(self.no_number(row, column, text)),
        }
    }

    fn no_number(&self, row: usize, column: usize, text: &str) -> Error {
        let TextForm {
            decimal, thousands, ..
        } = self.form;
        let thousands = thousands.map_or("none between thousands".to_owned(), |mark| {
            format!("`{mark}` between thousands")
        });
        let error = Error::parse("the cell is not a number")
            .expected(format!(
                "a finite number with `{decimal}` before decimals and {thousands}"
            ))
            .found(format!("`{text}`"))
            .hint("`decimal` and `thousands` of [file], or the text under `missing` if it stands for an empty cell");
        self.at(row, error)
            .at_column(format!("number {}", column + 1))
    }

    pub(super) fn at(&self, row: usize, error: Error) -> Error {
        let error = error.in_file(&self.file);
        match self.lines.get(row) {
            Some(line) => error.at_line(*line),
            None => error,
        }
    }

    pub(super) fn wrong(&self, error: Error) -> Error {
        error.in_file(&self.file)
    }
}
