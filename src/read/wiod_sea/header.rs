//! The columns of the accounts, and the units in their notes.

use std::collections::HashMap;

use super::SHEET;
use crate::error::{Error, Result, first_few};
use crate::read::workbook::{Grid, Workbook};

const KEYS: [&str; 4] = ["country", "variable", "description", "code"];

/// Where the columns are.
pub(super) struct Header {
    pub(super) row: usize,
    pub(super) keys: [usize; 4],
    pub(super) years: Vec<(i32, usize)>,
    pub(super) release: &'static str,
}

impl Header {
    pub(super) fn of(grid: &Grid) -> Result<Self> {
        let (height, width) = grid.size();
        let is =
            |row: usize, column: usize, key: &str| grid.text(row, column).eq_ignore_ascii_case(key);
        let row =
            (0..height.min(20)).find(|&row| (0..width).any(|column| is(row, column, KEYS[1])));
        let row = row.ok_or_else(|| {
            grid.wrong(
                Error::label("no header row")
                    .expected(format!("the columns {}", first_few(KEYS)))
                    .hint("are these the socio-economic accounts of the WIOD?"),
            )
        })?;
        let mut keys = [0; 4];
        for (at, key) in keys.iter_mut().zip(KEYS) {
            let mut found = (0..width).filter(|&column| is(row, column, key));
            *at = match (found.next(), found.next()) {
                (Some(column), None) => column,
                (None, _) => {
                    let error = Error::label(format!("no column `{key}`"));
                    return Err(grid.at(row, 0, error));
                }
                (_, Some(column)) => {
                    let error = Error::label(format!("the column `{key}` stands twice"))
                        .hint(crate::read::LEAVE_ONE);
                    return Err(grid.at(row, column, error));
                }
            };
        }
        let (mut years, mut underlined) = (Vec::<(i32, usize)>::new(), 0);
        for column in (0..width).filter(|column| !keys.contains(column)) {
            let text = grid.text(row, column);
            if text.is_empty() {
                continue;
            }
            let digits = text.trim_start_matches('_');
            underlined += usize::from(digits != text);
            let year = digits
                .parse()
                .ok()
                .filter(|year| (1900..2100).contains(year));
            let Some(year) = year else {
                let error = Error::label(format!("the column `{text}` is not known"));
                return Err(grid.at(row, column, error.expected("a year, as `2014` or `_1995`")));
            };
            if years.iter().any(|(known, _)| *known == year) {
                let error = Error::label(format!("the year {year} stands twice"))
                    .hint(crate::read::LEAVE_ONE);
                return Err(grid.at(row, column, error));
            }
            years.push((year, column));
        }
        if years.is_empty() {
            return Err(grid.at(row, 0, Error::label("no column of a year")));
        }
        Ok(Self {
            row,
            keys,
            release: match underlined {
                0 => "2016 release",
                _ => "2013 release",
            },
            years,
        })
    }
}

/// Units in the descriptions of variables on other sheets: what the last brackets say.
pub(super) fn units(book: &mut Workbook, variables: &[String]) -> Result<HashMap<String, String>> {
    let mut units = HashMap::new();
    for name in book.sheet_names().into_iter().filter(|name| name != SHEET) {
        let grid = book.sheet(&name)?;
        let (height, width) = grid.size();
        for (row, column) in (0..height).flat_map(|row| (1..width).map(move |c| (row, c))) {
            let variable = grid.text(row, column - 1);
            if variables.contains(&variable)
                && let Some(unit) = last_brackets(&grid.text(row, column))
            {
                units.entry(variable).or_insert(unit);
            }
        }
    }
    Ok(units)
}

fn last_brackets(text: &str) -> Option<String> {
    let (_, behind) = text.rsplit_once('(')?;
    let (unit, _) = behind.split_once(')')?;
    Some(unit.trim().trim_start_matches("in ").to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn units_stand_in_the_last_brackets() {
        let unit = |text| super::last_brackets(text);
        let persons = unit("Number of persons engaged (thousands)");
        assert_eq!(persons.as_deref(), Some("thousands"));
        let output = unit("Gross output (at basic prices) (in millions of national currency)");
        assert_eq!(output.as_deref(), Some("millions of national currency"));
        assert_eq!(unit("Price levels, 2010=100"), None);
    }
}
