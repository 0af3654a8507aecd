//! Labelled columns of texts and numbers, row by row: what all formats of results are made from.

use super::Description;
use crate::error::Result;

/// A column: texts by their number in a list, or numbers.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// What it holds, in words.
    pub(crate) label: String,
    /// The texts that occur; nothing in a column of numbers.
    pub(crate) words: Option<Vec<String>>,
}

impl Column {
    pub(crate) fn texts(name: &str, label: &str, words: Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            label: label.to_owned(),
            words: Some(words),
        }
    }

    pub(crate) fn numbers(name: &str, label: &str) -> Self {
        Self {
            name: name.to_owned(),
            label: label.to_owned(),
            words: None,
        }
    }

    /// The text of a cell; empty for an empty cell.
    pub(crate) fn text(&self, cell: Cell) -> &str {
        match (cell, &self.words) {
            (Cell::Word(at), Some(words)) => &words[at as usize],
            _ => "",
        }
    }
}

/// A cell: the number of a text in its column's list, a number, or nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Word(u32),
    Number(f64),
}

type Take<'t> = dyn FnMut(&[Cell]) -> Result<()> + 't;
type Each<'a> = dyn Fn(&mut Take<'_>) -> Result<()> + 'a;

/// Columns, their description, and rows that are made when they are asked for: a long table may have millions.
pub(crate) struct Sheet<'a> {
    pub(crate) description: Description,
    pub(crate) columns: Vec<Column>,
    /// How many rows there are.
    pub(crate) rows: u64,
    each: Box<Each<'a>>,
}

impl<'a> Sheet<'a> {
    /// Rows that `each` hands to whom it is given, one by one, a cell for every column.
    pub(crate) fn new(
        description: Description,
        columns: Vec<Column>,
        rows: u64,
        each: impl Fn(&mut Take<'_>) -> Result<()> + 'a,
    ) -> Self {
        Self {
            description,
            columns,
            rows,
            each: Box::new(each),
        }
    }

    /// Hands over every row in order.
    pub(crate) fn each(&self, mut take: impl FnMut(&[Cell]) -> Result<()>) -> Result<()> {
        (self.each)(&mut take)
    }
}
