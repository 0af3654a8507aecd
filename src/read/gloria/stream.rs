//! Matrices of numbers without labels, read in pieces of whole lines: the text is never held as a whole.

use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::shape::{Shape, Side};
use crate::error::{Error, Result};
use crate::read::decimals::number;
use crate::read::lines::{Piece, Pieces};
use crate::run::{Run, both_shared, map_shared};

/// Bytes of a piece for every thread, at least, and at most in all. Two pieces are held, and the numbers of one: 48 bytes at most for
/// every cell of 8 bytes of text.
const PIECE: [usize; 3] = [1 << 20, 4 << 20, 16 << 20];
/// No number takes more bytes than this, its comma included.
const LONGEST_CELL: usize = 64;

/// What is wanted of a row. Cells that are not wanted must be zero, so that nothing is passed over unseen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Want {
    /// Nothing; the row is not even looked at.
    Unread,
    /// These columns.
    Columns(Range<usize>),
    /// Columns of industries, of all regions.
    Industries,
}

/// A matrix that is published as one file.
pub(super) struct Matrix<'a> {
    pub(super) shape: &'a Shape,
    /// What is read, for whoever watches.
    pub(super) task: &'static str,
    pub(super) file: PathBuf,
    pub(super) rows: Side,
    pub(super) columns: Side,
}

impl Matrix<'_> {
    /// Hands the wanted numbers of every row to `take`, in the order of the file.
    ///
    /// # Errors
    /// If there are too few or too many rows or cells, a cell is not a number, or one that is not wanted is not zero.
    pub(super) fn each(
        &self,
        text: impl Read + Send,
        run: &Run,
        want: impl Fn(usize) -> Want + Sync,
        mut take: impl FnMut(usize, &[f64]) -> Result<()> + Send,
    ) -> Result<()> {
        let rows = self.rows.len(self.shape);
        let columns = self.columns.len(self.shape);
        let [by_thread, least, most] = PIECE;
        let size = (by_thread * run.thread_count()).clamp(least, most);
        let longest = LONGEST_CELL * columns.max(64);
        let mut pieces = Pieces::of(text, &self.file).sized(size, longest);
        let mut read = |row: usize| Rows::read(&mut pieces, &self.file, row);
        run.install(10.0 * rows as f64 * columns as f64, || {
            let mut watch = run.watch(self.task, rows);
            let mut found = 0;
            let mut some = read(found)?;
            while let Some(rows) = some {
                found = rows.end();
                let (parsed, next) = both_shared(|| self.parse(&rows, &want), || read(found));
                for (row, numbers) in (rows.first..).zip(parsed) {
                    take(row, &numbers?)?;
                    let step = watch.step();
                    step.map_err(|stopped| Error::cancelled(stopped.to_string()))?;
                }
                some = next?;
            }
            match found < rows {
                true => Err(self.wrong_height(found)),
                false => Ok(()),
            }
        })
    }

    fn wrong_height(&self, found: usize) -> Error {
        Error::parse(format!("the file ends after {found} rows"))
            .in_file(&self.file)
            .expected(format!(
                "{} rows: {}",
                self.rows.len(self.shape),
                self.rows.in_words(self.shape)
            ))
            .hint("a file that is cut off, or labels of another release?")
    }

    fn parse(&self, rows: &Rows, want: &(impl Fn(usize) -> Want + Sync)) -> Vec<Result<Vec<f64>>> {
        let text = rows.piece.bytes();
        let lines = (rows.first..).zip(&rows.lines);
        map_shared(lines, |(row, (line, range))| {
            self.row(row, *line, &text[range.clone()], want)
        })
    }

    fn row(
        &self,
        row: usize,
        line: u64,
        text: &[u8],
        want: &impl Fn(usize) -> Want,
    ) -> Result<Vec<f64>> {
        if row >= self.rows.len(self.shape) {
            let rows = self.rows.len(self.shape);
            let error = Error::parse("there are more rows than labels");
            let error = error.expected(format!("{rows} rows: {}", self.rows.in_words(self.shape)));
            return Err(self.at(line, error.hint("labels of another release?")));
        }
        let want = want(row);
        if want == Want::Unread {
            return Ok(Vec::new());
        }
        let columns = self.columns.len(self.shape);
        // before memory is taken for so many numbers
        if text.len() + 1 < 2 * columns {
            return Err(self.ragged(line, row, cells_of(text)));
        }
        let wanted = match &want {
            Want::Columns(range) => range.len(),
            _ => columns / 2,
        };
        let mut numbers = Vec::with_capacity(wanted);
        let mut found = 0;
        for cell in text.split(|byte| *byte == b',') {
            if found == columns {
                return Err(self.ragged(line, row, cells_of(text)));
            }
            let value = match cell {
                b"0" | b"0.0" => 0.0,
                digits => self.number(digits, line, row, found)?,
            };
            let is_wanted = match &want {
                Want::Columns(range) => range.contains(&found),
                _ => self.shape.is_industry(found),
            };
            if is_wanted {
                numbers.push(value);
            } else if value != 0.0 {
                // a row of another length has its cells in other places: say that first
                return Err(match cells_of(text) {
                    length if length == columns => self.filled(line, row, found, value),
                    length => self.ragged(line, row, length),
                });
            }
            found += 1;
        }
        match found == columns {
            true => Ok(numbers),
            false => Err(self.ragged(line, row, found)),
        }
    }

    fn number(&self, cell: &[u8], line: u64, row: usize, column: usize) -> Result<f64> {
        let digits = cell.trim_ascii();
        number(digits).ok_or_else(|| {
            let [from, to] = self.labels(row, column);
            let shown = String::from_utf8_lossy(&digits[..digits.len().min(40)]);
            let error = Error::parse(format!("the cell {from} → {to} is not a number"))
                .expected("a finite number")
                .found(format!("`{shown}`"))
                .hint("a point before decimals, no thousands marks; or a damaged file");
            self.at(line, error).at_column((column + 1).to_string())
        })
    }

    fn ragged(&self, line: u64, row: usize, found: usize) -> Error {
        let row = self.rows.label(self.shape, row);
        let error = Error::parse(format!("the row of {row} has {found} cells"))
            .expected(format!(
                "{} cells: {}",
                self.columns.len(self.shape),
                self.columns.in_words(self.shape)
            ))
            .hint("a file that is cut off, commas for decimals, or labels of another release?");
        self.at(line, error)
    }

    fn filled(&self, line: u64, row: usize, column: usize, value: f64) -> Error {
        let [from, to] = self.labels(row, column);
        let error = Error::label(format!("the cell {from} → {to} holds {value}"))
            .expected("zero: industries supply products of their own region, and products are used by industries and finally")
            .hint("the order of rows and columns is not that of the labels: labels of another release?");
        self.at(line, error).at_column((column + 1).to_string())
    }

    fn labels(&self, row: usize, column: usize) -> [String; 2] {
        [
            self.rows.label(self.shape, row),
            self.columns.label(self.shape, column),
        ]
    }

    fn at(&self, line: u64, error: Error) -> Error {
        error.in_file(&self.file).at_line(line)
    }
}

fn cells_of(line: &[u8]) -> usize {
    line.iter().filter(|byte| **byte == b',').count() + 1
}

/// Some rows.
struct Rows {
    piece: Piece,
    /// Numbers and places of their lines.
    lines: Vec<(u64, Range<usize>)>,
    /// Which row the first one is.
    first: usize,
}

impl Rows {
    /// The next ones, where there are some.
    fn read(pieces: &mut Pieces<'_>, file: &Path, first: usize) -> Result<Option<Self>> {
        let Some(piece) = pieces.read()? else {
            return Ok(None);
        };
        let lines: Vec<_> = piece.lines().collect();
        // rows have no labels: only their place tells what they are
        let moved = (first as u64 + 1..)
            .zip(&lines)
            .find(|(row, (line, _))| row != line);
        match moved {
            Some((_, (line, _))) => Err(gap(file, *line)),
            None => Ok(Some(Self {
                piece,
                lines,
                first,
            })),
        }
    }

    /// The row behind them.
    fn end(&self) -> usize {
        self.first + self.lines.len()
    }
}

fn gap(file: &Path, line: u64) -> Error {
    Error::parse("rows follow an empty line")
        .in_file(file)
        .at_line(line)
        .hint("rows have no labels, so that a lost one would move all others: fetch the file again")
}
