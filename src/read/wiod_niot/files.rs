//! National tables of the WIOD as files: text, packed or not, and workbooks.

use std::path::Path;

use super::WiodNiot;
use crate::error::{Error, Result};
use crate::read::files::Content;
use crate::read::names::name_of;
#[cfg(feature = "workbooks")]
use crate::read::text::Line;
use crate::read::text::Sheet;

const ENDINGS: [&str; 4] = [".csv", ".xlsx", ".xlsb", ".xlsm"];
const SIGN: &str = "_NIOT";
#[cfg(feature = "workbooks")]
const SHEET: &str = "National IO-tables";

impl WiodNiot {
    /// Opens the file of the country in its name (`CHN_NIOT_nov16.xlsx`): a workbook (with the feature `workbooks`), separated text, or
    /// either within gz or zip (with the feature `archives`).
    ///
    /// ```no_run
    /// use leontief::read::WiodNiot;
    ///
    /// let file = WiodNiot::open("CHN_NIOT_nov16.csv.gz")?;
    /// assert_eq!(file.country(), "CHN");
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the name has no country before `_NIOT`, and as [`open_of`](Self::open_of).
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let content = Content::open(path.as_ref(), &ENDINGS)?;
        let name = name_of(&content.file);
        match name.split_once(SIGN) {
            Some((country, _)) if !country.is_empty() => Self::of_content(content, country),
            _ => Err(Error::label("the name of the file has no country")
                .in_file(&content.file)
                .expected("a name such as `CHN_NIOT_nov16.xlsx`")
                .hint("`WiodNiot::open_of(path, \"CHN\")`")),
        }
    }

    /// Opens a file of any name as that of a country.
    ///
    /// # Errors
    /// If the file cannot be opened, a workbook has no sheet `National IO-tables`, and as [`read`](Self::read).
    pub fn open_of(path: impl AsRef<Path>, country: &str) -> Result<Self> {
        Self::of_content(Content::open(path.as_ref(), &ENDINGS)?, country)
    }

    fn of_content(content: Content, country: &str) -> Result<Self> {
        let source = Some(content.source.clone());
        let sheet = match content.bytes.as_slice() {
            [b'P', b'K', ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => from_workbook(content)?,
            text => Sheet::read(text, &content.file, b';')?,
        };
        Self::of(sheet, country, source)
    }
}

#[cfg(not(feature = "workbooks"))]
fn from_workbook(content: Content) -> Result<Sheet> {
    Err(Error::io("the file is a workbook")
        .in_file(&content.file)
        .hint("build with the feature `workbooks`, or save it as CSV with semicolons"))
}

/// The sheet as rows of text. Keys and codes may stand in one header row, as in the text, or in two.
#[cfg(feature = "workbooks")]
fn from_workbook(content: Content) -> Result<Sheet> {
    let mut book = crate::read::workbook::Workbook::of(content)?;
    let grid = book.sheet(SHEET)?;
    let (height, width) = grid.size();
    let line_of = |label: &str| -> Result<usize> {
        let mut rows = 0..height.min(10);
        let line = rows.find(|&row| (0..width).any(|column| grid.text(row, column) == label));
        line.ok_or_else(|| {
            grid.wrong(
                Error::label(format!("no header row with `{label}`"))
                    .expected("the header of a national table, within the first ten rows"),
            )
        })
    };
    let (keys, codes) = (line_of(super::KEYS[3])?, line_of(super::OUTPUT)?);
    let header = (0..width).map(|column| {
        let key = grid.text(keys, column);
        match super::KEYS.contains(&key.as_str()) {
            true => key,
            false => grid.text(codes, column),
        }
    });
    let header: Vec<String> = header.collect();
    let rows = (keys.max(codes) + 1..height).filter_map(|row| {
        let cells: Vec<String> = (0..width).map(|column| grid.text(row, column)).collect();
        // a row of nothing stands at the end of some sheets
        let filled = cells.iter().any(|cell| !cell.is_empty());
        filled.then(|| Line::new(row as u64 + 1, cells))
    });
    let (file, source) = (book.file().join(SHEET), book.source().clone());
    let places = header.clone();
    let line = keys.max(codes) as u64 + 1;
    Sheet::labelled(file, source, (line, header), places, rows.collect())
}
