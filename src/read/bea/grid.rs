//! Sheets whose rows and columns both have codes.

use ndarray::{Array1, Array2};

use crate::error::{Error, Result};
use crate::read::rows::Rows;
use crate::read::text::{Line, Sheet};

/// A sheet whose rows and columns both have codes.
pub(super) struct Grid<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) rows: Rows<'a>,
    key: usize,
}

impl<'a> Grid<'a> {
    pub(super) fn of(sheet: &'a Sheet, what: &str) -> Result<Self> {
        let key = sheet.header().iter().position(String::is_empty);
        let key = key.ok_or_else(|| {
            let error = Error::label("no column without a name, where the codes of the rows stand");
            sheet.at_header(error.hint("leave the first cell of the header empty"))
        })?;
        let rows = Rows::new(sheet, what, sheet.rows().iter().collect(), key)?;
        Ok(Self { sheet, rows, key })
    }

    pub(super) fn require(&self, rows: &[&str], columns: &[&str]) -> Result<()> {
        self.rows.exactly(rows)?;
        let columns = self.sheet.columns(columns)?;
        self.sheet
            .only_columns(&[&[self.key], &columns[..]].concat())
    }

    pub(super) fn block(&self, rows: &[&str], columns: &[&str]) -> Result<Array2<f64>> {
        let lines = rows.iter().map(|row| self.rows.at(row));
        let lines = lines.collect::<Result<Vec<&Line>>>()?;
        self.sheet.block(&lines, &self.sheet.columns(columns)?)
    }

    pub(super) fn row(&self, row: &str, columns: &[&str]) -> Result<Array1<f64>> {
        let columns = self.sheet.columns(columns)?;
        self.sheet.across(self.rows.at(row)?, &columns)
    }

    pub(super) fn column(&self, rows: &[&str], column: &str) -> Result<Array1<f64>> {
        Ok(self.block(rows, &[column])?.column(0).to_owned())
    }
}
