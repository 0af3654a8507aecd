//! A line for each cell.

use std::collections::HashMap;

use super::description::{Heads, Layout, Place};
use super::matrix::{Label, Labels};
use super::page::Text;
use crate::error::{Error, Result, first_few};
use crate::read::files::Content;

/// Cells by the positions of their labels.
pub(super) struct Long {
    text: Text,
    rows: Vec<Label>,
    columns: Vec<Label>,
    cells: HashMap<(usize, usize), Cell>,
}

struct Cell {
    value: Option<f64>,
    /// The row of the file.
    row: usize,
}

impl Long {
    pub(super) fn read(
        content: Content,
        layout: &Layout,
        value: &str,
        only: &[(String, String)],
    ) -> Result<Self> {
        let text = Text::of(content, layout.text)?;
        let header = Header::of(&text)?;
        let value = header.column(&text, value)?;
        let only = only
            .iter()
            .map(|(name, wanted)| Ok((header.column(&text, name)?, wanted.as_str())))
            .collect::<Result<Vec<(usize, &str)>>>()?;
        let row_keys = Keys::of(&text, &header, &layout.rows.heads)?;
        let column_keys = Keys::of(&text, &header, &layout.columns.heads)?;
        let mut rows = Side::new(&layout.rows.heads);
        let mut columns = Side::new(&layout.columns.heads);
        let mut cells: HashMap<(usize, usize), Cell> = HashMap::new();
        for row in 1..text.rows() {
            if text.width(row) != text.width(0) {
                let error = Error::parse("the line has not as many cells as the first one");
                return Err(text.at(row, error.expected(text.width(0)).found(text.width(row))));
            }
            if !matches(&text, row, &only)? {
                continue;
            }
            let at = (
                rows.position(&text, row, &row_keys)?,
                columns.position(&text, row, &column_keys)?,
            );
            let cell = Cell {
                value: text.number(row, value, &layout.missing)?,
                row,
            };
            if cells.insert(at, cell).is_some() {
                let (row_label, column) = (rows.whole(at.0), columns.whole(at.1));
                let error =
                    Error::label(format!("the cell `{row_label}` → `{column}` stands twice"))
                        .hint(crate::read::LEAVE_ONE);
                return Err(text.at(row, error.hint("the lines that are meant under `where` of [file], as [file.where] year = \"2010\"")));
            }
        }
        Ok(Self {
            text,
            rows: rows.labels.labels,
            columns: columns.labels.labels,
            cells,
        })
    }

    pub(super) fn rows(&self) -> &[Label] {
        &self.rows
    }

    pub(super) fn columns(&self) -> &[Label] {
        &self.columns
    }

    pub(super) fn number(&self, row: usize, column: usize) -> Option<f64> {
        self.cells.get(&(row, column)).and_then(|cell| cell.value)
    }

    /// An error about a cell, with its line where it has one.
    pub(super) fn at(&self, row: usize, column: usize, error: Error) -> Error {
        match self.cells.get(&(row, column)) {
            Some(cell) => self.text.at(cell.row, error),
            None => self.text.wrong(error),
        }
    }

    pub(super) fn wrong(&self, error: Error) -> Error {
        self.text.wrong(error)
    }
}

fn matches(text: &Text, row: usize, only: &[(usize, &str)]) -> Result<bool> {
    for (column, wanted) in only {
        if text.cell(row, *column)? != *wanted {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The names of columns.
struct Header(Vec<String>);

impl Header {
    fn of(text: &Text) -> Result<Self> {
        let names = (0..text.width(0)).map(|column| Ok(text.cell(0, column)?.to_owned()));
        Ok(Self(names.collect::<Result<_>>()?))
    }

    fn column(&self, text: &Text, name: &str) -> Result<usize> {
        let mut found = (0..self.0.len()).filter(|column| self.0[*column] == name);
        match (found.next(), found.next()) {
            (Some(column), None) => Ok(column),
            (None, _) => {
                let error = Error::label(format!("no column `{name}`"));
                Err(text.at(0, error.found(first_few(&self.0))))
            }
            _ => Err(text.at(
                0,
                Error::label(format!("the column `{name}` stands twice"))
                    .hint(crate::read::LEAVE_ONE),
            )),
        }
    }

    fn place(&self, text: &Text, place: &Place) -> Result<usize> {
        match place {
            Place::Name(name) => self.column(text, name),
            Place::Number(number) => match number.checked_sub(1).filter(|at| *at < self.0.len()) {
                Some(column) => Ok(column),
                None => {
                    let error = Error::label(format!("no column number {number}"));
                    Err(text.at(0, error.expected(format!("1 to {}", self.0.len()))))
                }
            },
        }
    }
}

/// Columns that hold the parts of labels.
struct Keys {
    label: Vec<usize>,
    country: Option<usize>,
    group: Option<usize>,
}

impl Keys {
    fn of(text: &Text, header: &Header, heads: &Heads) -> Result<Self> {
        let place = |place: &Place| header.place(text, place);
        Ok(Self {
            label: heads.label.iter().map(place).collect::<Result<_>>()?,
            country: heads.country.as_ref().map(place).transpose()?,
            group: heads.group.as_ref().map(place).transpose()?,
        })
    }
}

/// Labels of one side by their texts.
struct Side<'a> {
    labels: Labels<'a>,
    known: HashMap<[String; 3], usize>,
}

impl<'a> Side<'a> {
    fn new(heads: &'a Heads) -> Self {
        Self {
            labels: Labels::new(heads),
            known: HashMap::new(),
        }
    }

    fn position(&mut self, text: &Text, row: usize, keys: &Keys) -> Result<usize> {
        let part = |column: Option<usize>| match column {
            Some(column) => text.cell(row, column).map(str::to_owned),
            None => Ok(String::new()),
        };
        let mut label = String::new();
        for column in &keys.label {
            if label.is_empty() {
                label = part(Some(*column))?;
            }
        }
        if label.is_empty() {
            return Err(text.at(
                row,
                Error::label("the line has no label of its row or column"),
            ));
        }
        let key = [part(keys.country)?, part(keys.group)?, label];
        if let Some(at) = self.known.get(&key) {
            return Ok(*at);
        }
        let at = self.labels.labels.len();
        let [country, group, label] = key.clone();
        let label = self.labels.label(country, group, label, at);
        self.labels.labels.push(label);
        self.known.insert(key, at);
        Ok(at)
    }

    fn whole(&self, at: usize) -> &str {
        &self.labels.labels[at].whole
    }
}
