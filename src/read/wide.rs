//! Wide CSV files of world tables: one header line, one label (or a few key columns) at the head of each row, all other cells numbers.
//! The text is held once and parsed in parallel, row by row, straight into the arrays of the table.

use std::ops::Range;
use std::path::{Path, PathBuf};

use ndarray::{Array2, ArrayViewMut1, Axis as Dimension};

use super::files::Content;
use crate::error::{Error, Result};
use crate::run::{Run, map_shared};
use crate::table::SourceFile;

/// How often the reading of a large file reports its progress.
const STEPS: usize = 50;

/// Where a column goes: a position in one of the arrays that rows are parsed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A cell of the first array.
    First(usize),
    /// A cell of the second array.
    Second(usize),
    /// Passed over: a total.
    Nowhere,
}

/// A row by its label, not yet parsed.
#[derive(Debug)]
pub(super) struct WideRow {
    /// The keys that are not empty, joined by `_`.
    pub(super) label: String,
    pub(super) line: u64,
    cells: Range<usize>,
}

/// A wide file with its labels.
#[derive(Debug)]
pub(super) struct Wide {
    file: PathBuf,
    source: SourceFile,
    text: Vec<u8>,
    columns: Vec<String>,
    rows: Vec<WideRow>,
}

impl Wide {
    /// Reads a file, plain or packed; columns named by one of `keys` at the head, or else the first column, hold the labels of rows.
    pub(super) fn open(path: &Path, keys: &[&str]) -> Result<Self> {
        let content = Content::open(path, &[".csv", ".txt"])?;
        let mut wide = Self {
            file: content.file,
            source: content.source,
            text: content.bytes,
            columns: Vec::new(),
            rows: Vec::new(),
        };
        wide.index(keys)?;
        Ok(wide)
    }

    /// Finds lines and labels.
    fn index(&mut self, keys: &[&str]) -> Result<()> {
        let start = if self.text.starts_with(b"\xef\xbb\xbf") {
            3
        } else {
            0
        };
        let mut lines = Lines {
            text: &self.text,
            at: start,
            number: 0,
        };
        let Some((number, header)) = lines.next() else {
            let error = Error::parse("the file is empty").expected("a header row");
            return Err(error.in_file(&self.file));
        };
        let mut cells = Vec::new();
        for cell in self.text[header].split(|byte| *byte == b',') {
            cells.push(self.label(cell, number)?);
        }
        let named = cells
            .iter()
            .take_while(|cell| keys.contains(&cell.as_str()))
            .count();
        let heads = named.max(1);
        let columns = cells.split_off(heads.min(cells.len()));
        let mut rows = Vec::new();
        for (line, range) in lines {
            let mut rest = range.clone();
            let mut parts = Vec::new();
            for _ in 0..heads {
                let cell = &self.text[rest.clone()];
                let end = cell
                    .iter()
                    .position(|byte| *byte == b',')
                    .unwrap_or(cell.len());
                let part = self.label(&cell[..end], line)?;
                rest = (rest.start + end + 1).min(rest.end)..rest.end;
                if !part.is_empty() {
                    parts.push(part);
                }
            }
            rows.push(WideRow {
                label: parts.join("_"),
                line,
                cells: rest,
            });
        }
        self.columns = columns;
        self.rows = rows;
        Ok(())
    }

    fn label(&self, cell: &[u8], line: u64) -> Result<String> {
        let text = std::str::from_utf8(cell.trim_ascii());
        let text = text.map_err(|_| self.at(line, Error::parse("the text is not UTF-8")))?;
        let text = text.trim();
        let bare = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        Ok(bare.unwrap_or(text).trim().to_owned())
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// The published file.
    pub(super) fn source(&self) -> &SourceFile {
        &self.source
    }

    /// Labels of columns behind those of the rows.
    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(super) fn rows(&self) -> &[WideRow] {
        &self.rows
    }

    /// An error about a line of this file.
    pub(super) fn at(&self, line: u64, error: Error) -> Error {
        error.in_file(&self.file).at_line(line)
    }

    /// The numbers of some rows, in this order, in two arrays with so many columns, and how many cells were empty and count as zero.
    pub(super) fn parsed(
        &self,
        rows: &[usize],
        places: &[Place],
        widths: [usize; 2],
        run: &Run,
    ) -> Result<([Array2<f64>; 2], usize)> {
        let mut arrays = widths.map(|width| Array2::zeros((rows.len(), width)));
        let [first, second] = &mut arrays;
        let targets = first
            .axis_iter_mut(Dimension(0))
            .zip(second.axis_iter_mut(Dimension(0)));
        let mut work: Vec<_> = rows.iter().zip(targets).collect();
        let bytes: usize = rows.iter().map(|row| self.rows[*row].cells.len()).sum();
        let steps = work.len().clamp(1, STEPS);
        let length = work.len().div_ceil(steps);
        let empty: Result<usize> = run.install(10.0 * bytes as f64, || {
            let mut watch = run.watch("reading numbers", steps);
            let mut empty = 0;
            for _ in 0..steps {
                let rest = work.split_off(length.min(work.len()));
                // in the order of rows, so that the first wrong cell is named on any number of threads
                let counts = map_shared(std::mem::replace(&mut work, rest), |(row, pair)| {
                    self.parse(&self.rows[*row], places, pair.0, pair.1)
                });
                empty += counts.into_iter().sum::<Result<usize>>()?;
                let step = watch.step();
                step.map_err(|stopped| Error::cancelled(stopped.to_string()))?;
            }
            Ok(empty)
        });
        Ok((arrays, empty?))
    }

    fn parse(
        &self,
        row: &WideRow,
        places: &[Place],
        mut first: ArrayViewMut1<'_, f64>,
        mut second: ArrayViewMut1<'_, f64>,
    ) -> Result<usize> {
        let mut empty = 0;
        let mut cells = self.text[row.cells.clone()].split(|byte| *byte == b',');
        for (column, place) in places.iter().enumerate() {
            let Some(cell) = cells.next() else {
                return Err(self.ragged(row, column));
            };
            let value = match bare(cell) {
                [] => {
                    empty += 1;
                    0.0
                }
                digits => match number(digits) {
                    Some(value) => value,
                    None => return Err(self.no_number(row, column, digits)),
                },
            };
            match place {
                Place::First(at) => first[*at] = value,
                Place::Second(at) => second[*at] = value,
                Place::Nowhere => {}
            }
        }
        match cells.next() {
            None => Ok(empty),
            Some(_) => Err(self.ragged(row, places.len() + 1 + cells.count())),
        }
    }

    fn ragged(&self, row: &WideRow, found: usize) -> Error {
        let what = format!(
            "the row `{}` has not as many cells as the header",
            row.label
        );
        let error = Error::parse(what).expected(self.columns.len()).found(found);
        let error = error.hint("a truncated file, a lost line end, or commas for decimals");
        self.at(row.line, error)
    }

    fn no_number(&self, row: &WideRow, column: usize, digits: &[u8]) -> Error {
        let label = &self.columns[column];
        let text = String::from_utf8_lossy(digits);
        let what = format!("the cell `{}` → `{label}` is not a number", row.label);
        let error = Error::parse(what)
            .expected("a finite number")
            .found(format!("`{text}`"));
        self.at(
            row.line,
            error.hint("a point before decimals, no thousands marks"),
        )
        .at_column(label)
    }
}

/// Without blanks and quotation marks.
fn bare(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    let inner = cell
        .strip_prefix(b"\"")
        .and_then(|cell| cell.strip_suffix(b"\""));
    inner.unwrap_or(cell).trim_ascii()
}

/// A finite number.
pub(super) fn number(digits: &[u8]) -> Option<f64> {
    if digits.eq_ignore_ascii_case(b"nan") {
        return None;
    }
    let text = std::str::from_utf8(digits).ok()?;
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Lines that are not empty, with their numbers.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    number: u64,
}

impl Iterator for Lines<'_> {
    type Item = (u64, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let end = rest
                .iter()
                .position(|byte| *byte == b'\n')
                .unwrap_or(rest.len());
            let range = self.at..self.at + end;
            self.at = (range.end + 1).min(self.text.len());
            self.number += 1;
            let line = self.text[range.clone()].trim_ascii_end();
            if !line.is_empty() {
                return Some((self.number, range.start..range.start + line.len()));
            }
        }
        None
    }
}
