//! Sheets of cells, written as workbooks, and numbers to fill them with.

use std::path::PathBuf;

use rust_xlsxwriter::Workbook;

use crate::published::Folder;

/// The cells of a sheet: text that is a number is still text, as in published workbooks.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Nothing,
    Text(String),
    Number(f64),
}

pub fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

pub type Cells = Vec<Vec<Cell>>;

/// A workbook of these sheets.
pub fn workbook<N: AsRef<str>>(folder: &Folder, name: &str, sheets: &[(N, Cells)]) -> PathBuf {
    let mut book = Workbook::new();
    for (name, cells) in sheets {
        let sheet = book.add_worksheet().set_name(name.as_ref()).unwrap();
        for (row, cells) in (0_u32..).zip(cells) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    Cell::Nothing => {}
                    Cell::Text(text) => {
                        sheet.write_string(row, column, text).unwrap();
                    }
                    Cell::Number(number) => {
                        sheet.write_number(row, column, *number).unwrap();
                    }
                }
            }
        }
    }
    folder.put(name, book.save_to_buffer().unwrap())
}

/// Whole numbers that follow from a seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x9e37_79b9_7f4a_7c15)
    }

    /// From 0 to below `end`.
    pub fn below(&mut self, end: u64) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end) as f64
    }
}
