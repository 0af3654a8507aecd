//! Cells of a sheet: numbers row by row, words beside them.

use std::collections::HashMap;
use std::path::Path;

use crate::error::{Error, Result};
use crate::run::{Run, Watch};

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A text of spaces only.
    Blank,
    Number(f64),
    Text(&'a str),
    /// An error value, a date, a truth value, or a number that is not finite, as a spreadsheet shows it.
    Other(&'a str),
}

/// The cells of one sheet: eight bytes a cell, as long as each row is; texts are few and stand apart.
#[derive(Debug, Default)]
pub(super) struct Cells {
    rows: Vec<Vec<f64>>,
    words: HashMap<(usize, usize), Word>,
    filled: usize,
    held: usize,
    width: usize,
    /// The row that was written last.
    current: usize,
}

#[derive(Debug)]
enum Word {
    Text(String),
    Other(String),
}

// numbers are finite, so these two mark cells that hold none
const NO_NUMBER: f64 = f64::NAN;
const BLANK: f64 = f64::INFINITY;

/// Rows and columns of the largest sheet that spreadsheet programs make.
const MOST: [usize; 2] = [1 << 20, 1 << 14];
/// Places that may stand empty whatever the file holds: in rows, and in the rectangle around all cells, which readers go through.
const SPARE: usize = 1 << 22;
const AROUND: usize = 1 << 24;

impl Cells {
    pub(super) fn put_number(&mut self, row: usize, column: usize, value: f64) -> Result<()> {
        if value.is_finite() {
            return self.put(row, column, value);
        }
        self.put_other(row, column, value.to_string())
    }

    pub(super) fn put_text(&mut self, row: usize, column: usize, text: &str) -> Result<()> {
        if text.trim().is_empty() {
            return self.put(row, column, BLANK);
        }
        self.put(row, column, NO_NUMBER)?;
        self.words
            .insert((row, column), Word::Text(text.to_owned()));
        Ok(())
    }

    /// What is neither number nor text.
    pub(super) fn put_other(&mut self, row: usize, column: usize, shown: String) -> Result<()> {
        self.put(row, column, NO_NUMBER)?;
        self.words.insert((row, column), Word::Other(shown));
        Ok(())
    }

    /// Room grows with what is in the file, not with where the file says that it stands.
    fn put(&mut self, row: usize, column: usize, value: f64) -> Result<()> {
        if row >= MOST[0] || column >= MOST[1] {
            return Err(Error::parse("a cell stands outside of every sheet")
                .expected(format!("at most {} rows and {} columns", MOST[0], MOST[1]))
                .found(format!("row {}, column {}", row + 1, column + 1)));
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        if row != self.current {
            // what a row grew beyond its end is given back
            self.rows[self.current].shrink_to_fit();
            self.current = row;
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            self.held += column + 1 - cells.len();
            if self.held > SPARE + 16 * self.filled {
                return Err(too_far_apart(row, column));
            }
            cells.resize(column + 1, NO_NUMBER);
        }
        if !cells[column].is_nan() || self.words.contains_key(&(row, column)) {
            return Err(Error::parse("a cell is given twice").found(format!(
                "row {}, column {}",
                row + 1,
                column + 1
            )));
        }
        self.filled += 1;
        self.width = self.width.max(column + 1);
        cells[column] = value;
        Ok(())
    }

    /// Refuses a sheet whose last cells stand far from all others.
    pub(super) fn require_near(&self) -> Result<()> {
        let (height, width) = self.size();
        if height.saturating_mul(width) <= AROUND + 16 * self.filled {
            return Ok(());
        }
        Err(too_far_apart(height - 1, width - 1))
    }

    /// One behind the last row and the last column that are filled.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.rows.len(), self.width)
    }

    pub(super) fn at(&self, row: usize, column: usize) -> Cell<'_> {
        let value = self.rows.get(row).and_then(|cells| cells.get(column));
        match value.copied() {
            Some(value) if value.is_finite() => Cell::Number(value),
            Some(BLANK) => Cell::Blank,
            Some(_) => match self.words.get(&(row, column)) {
                Some(Word::Text(text)) => Cell::Text(text),
                Some(Word::Other(shown)) => Cell::Other(shown),
                None => Cell::Empty,
            },
            None => Cell::Empty,
        }
    }

    /// Gives the memory of a row that has been read; its numbers are gone afterwards.
    pub(super) fn free(&mut self, row: usize) {
        if let Some(cells) = self.rows.get_mut(row) {
            *cells = Vec::new();
        }
    }
}

fn too_far_apart(row: usize, column: usize) -> Error {
    Error::parse("the cells of the sheet stand too far apart")
        .found(format!("row {}, column {}", row + 1, column + 1))
        .hint("delete what stands far from the table, and save the workbook again")
}

/// Tells the watcher as rows come in. How many there will be is what the sheet says of itself, which is used for nothing else.
pub(super) struct Rows<'a> {
    watch: Watch<'a>,
    every: usize,
    left: usize,
}

impl<'a> Rows<'a> {
    pub(super) fn of(run: &'a Run, stated: usize) -> Self {
        let steps = stated.clamp(1, 64);
        Self {
            watch: run.watch("reading cells", steps),
            every: stated.div_ceil(steps).max(1),
            left: steps,
        }
    }

    /// A row begins, counted from 0.
    pub(super) fn begin(&mut self, row: usize, file: &Path) -> Result<()> {
        if self.left > 1 && row > 0 && row.is_multiple_of(self.every) {
            self.step(file)?;
        }
        Ok(())
    }

    /// The last row has ended.
    pub(super) fn end(mut self, file: &Path) -> Result<()> {
        while self.left > 0 {
            self.step(file)?;
        }
        Ok(())
    }

    fn step(&mut self, file: &Path) -> Result<()> {
        self.left -= 1;
        let step = self.watch.step();
        step.map_err(|stopped| Error::cancelled(stopped.to_string()).in_file(file))
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Cells};

    #[test]
    fn cells_say_what_they_hold() {
        let mut cells = Cells::default();
        cells.put_number(1, 2, -3.5).unwrap();
        cells.put_number(1, 3, f64::NAN).unwrap();
        cells.put_text(0, 1, " ").unwrap();
        cells.put_text(0, 0, "r64").unwrap();
        assert_eq!(cells.at(1, 2), Cell::Number(-3.5));
        assert_eq!(cells.at(1, 3), Cell::Other("NaN"));
        assert_eq!(cells.at(0, 1), Cell::Blank);
        assert_eq!(cells.at(0, 0), Cell::Text("r64"));
        assert_eq!(cells.at(1, 0), Cell::Empty);
        assert_eq!(cells.at(9, 9), Cell::Empty);
        assert_eq!(cells.size(), (2, 4));
        for (row, column) in [(1, 2), (1, 3), (0, 0), (0, 1)] {
            let error = cells.put_number(row, column, 1.0).unwrap_err();
            assert!(error.to_string().contains("given twice"), "{error}");
        }
        cells.free(1);
        assert_eq!(cells.at(1, 2), Cell::Empty);
    }

    #[test]
    fn a_file_cannot_ask_for_memory_that_it_does_not_fill() {
        let mut cells = Cells::default();
        let mut row = 0;
        let error = loop {
            match cells.put_number(row, 16_383, 1.0) {
                Ok(()) => row += 1,
                Err(error) => break error.to_string(),
            }
        };
        assert!(row < 300, "{row}");
        assert!(error.contains("too far apart"), "{error}");
        let error = cells.put_number(1 << 20, 0, 1.0).unwrap_err().to_string();
        assert!(error.contains("outside of every sheet"), "{error}");
    }

    #[test]
    fn one_cell_far_off_does_not_make_a_sheet_of_all_cells() {
        let mut cells = Cells::default();
        cells.put_number(0, 0, 1.0).unwrap();
        cells.put_number(65_535, 255, 1.0).unwrap();
        assert!(cells.require_near().is_ok());
        cells.put_number((1 << 20) - 1, (1 << 14) - 1, 1.0).unwrap();
        let error = cells.require_near().unwrap_err().to_string();
        assert!(error.contains("row 1048576, column 16384"), "{error}");
    }
}
