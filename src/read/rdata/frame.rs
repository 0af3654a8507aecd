//! Data frames.

use std::collections::HashMap;

use super::value::{Data, Value, digits, number};
use super::{Object, Text};
use crate::error::{Error, Result, first_few};

/// A data frame: columns of one length, by name.
pub(in crate::read) struct DataFrame<'a> {
    object: Object<'a>,
    names: Vec<&'a str>,
    positions: HashMap<&'a str, usize>,
    columns: &'a [Value],
    rows: usize,
}

impl<'a> Object<'a> {
    /// The object as a data frame.
    pub(in crate::read) fn frame(self) -> Result<DataFrame<'a>> {
        let (Data::List(columns), true) = (&self.value.data, self.value.is_a("data.frame")) else {
            return Err(self.wrong("is no data frame").found(self.value.data.kind()));
        };
        let names = self.value.attribute("names").and_then(Value::texts);
        let names: Vec<&str> = names
            .unwrap_or_default()
            .iter()
            .map(|name| name.as_deref().unwrap_or_default())
            .collect();
        if names.len() != columns.len() {
            return Err(self
                .wrong("does not have as many names as columns")
                .expected(columns.len())
                .found(names.len()));
        }
        let rows = columns.first().map_or(0, Value::length);
        let mut positions = HashMap::new();
        for (at, (name, column)) in names.iter().zip(columns).enumerate() {
            if positions.insert(*name, at).is_some() {
                let what = format!("the column `{name}` of `{}` stands twice", self.name);
                let error = Error::label(what).hint(crate::read::LEAVE_ONE);
                return Err(error.in_file(self.file));
            }
            if column.length() != rows {
                let error = self.wrong("has columns of different lengths");
                return Err(error
                    .at_column(*name)
                    .expected(format!("{rows} rows"))
                    .found(column.length()));
            }
        }
        Ok(DataFrame {
            object: self,
            names,
            positions,
            columns,
            rows,
        })
    }
}

impl<'a> DataFrame<'a> {
    pub(in crate::read) fn names(&self) -> &[&'a str] {
        &self.names
    }

    pub(in crate::read) fn rows(&self) -> usize {
        self.rows
    }

    /// An error about a column, and a row where one is known, counted from 1.
    pub(in crate::read) fn wrong(&self, column: &str, row: Option<usize>, error: Error) -> Error {
        let place = match row {
            Some(row) => format!("row {} of `{}`", row + 1, self.object.name),
            None => format!("`{}`", self.object.name),
        };
        let error = error.during(place).in_file(self.object.file);
        match column {
            "" => error,
            column => error.at_column(column),
        }
    }

    fn column(&self, name: &str) -> Result<&'a Value> {
        match self.positions.get(name) {
            Some(at) => Ok(&self.columns[*at]),
            None => {
                let what = format!("no column `{name}` in `{}`", self.object.name);
                Err(Error::label(what)
                    .in_file(self.object.file)
                    .found(first_few(&self.names)))
            }
        }
    }

    /// A column of codes: text, a factor, or whole numbers.
    pub(in crate::read) fn texts(&self, name: &str) -> Result<Vec<Text>> {
        let column = self.column(name)?;
        let cell = |row: usize| -> Option<Text> {
            match (&column.data, column.levels()) {
                (Data::Texts(cells), _) => cells[row].clone(),
                (Data::Integers(cells), Some(levels)) => {
                    let level = usize::try_from(cells[row]).ok()?.checked_sub(1)?;
                    levels.get(level)?.clone()
                }
                (Data::Integers(cells), None) => digits(cells[row]),
                (Data::Reals(cells), _) if cells[row].fract() == 0.0 => {
                    Some(cells[row].to_string().into())
                }
                _ => None,
            }
        };
        let texts = (0..self.rows).map(|row| {
            cell(row).ok_or_else(|| {
                let error = Error::parse("the cell is not a code")
                    .expected("text, a label of a factor or a whole number")
                    .found(format!("{} (NA?)", column.data.kind()));
                self.wrong(name, Some(row), error)
            })
        });
        texts.collect()
    }

    /// A column of numbers, none missing.
    pub(in crate::read) fn numbers(&self, name: &str) -> Result<Vec<f64>> {
        let column = self.column(name)?;
        let cells: Vec<f64> = match (&column.data, column.levels()) {
            (Data::Reals(cells), _) => cells.clone(),
            (Data::Integers(cells), None) => cells.iter().copied().map(number).collect(),
            (other, levels) => {
                let found = levels.map_or(other.kind(), |_| "a factor");
                let error = Error::parse("the column does not hold numbers");
                return Err(self.wrong(name, None, error.found(found)));
            }
        };
        match cells.iter().position(|cell| !cell.is_finite()) {
            None => Ok(cells),
            Some(row) => {
                let error = Error::parse("the cell is not a number")
                    .expected("a finite number")
                    .found(cells[row])
                    .hint("0 where there is nothing");
                Err(self.wrong(name, Some(row), error))
            }
        }
    }
}
