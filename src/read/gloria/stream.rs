//! Matrices of numbers without labels, read in pieces of whole lines: the text is never held as a whole.

use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::shape::{Shape, Side};
use crate::error::{Error, Result};
use crate::read::decimals::number;
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
        let mut pieces = Pieces {
            bytes: text,
            file: &self.file,
            size: (by_thread * run.thread_count()).clamp(least, most),
            longest: LONGEST_CELL * columns.max(64),
            rest: Vec::new(),
            line: 0,
            rows: 0,
            ended: false,
        };
        run.install(10.0 * rows as f64 * columns as f64, || {
            let mut watch = run.watch(self.task, rows);
            let mut piece = pieces.next()?;
            while let Some(current) = piece {
                let (parsed, next) = both_shared(|| self.parse(&current, &want), || pieces.next());
                for (row, numbers) in (current.first..).zip(parsed) {
                    take(row, &numbers?)?;
                    let step = watch.step();
                    step.map_err(|stopped| Error::cancelled(stopped.to_string()))?;
                }
                piece = next?;
            }
            match pieces.rows {
                found if found < rows => Err(self.wrong_height(found)),
                _ => Ok(()),
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

    fn parse(
        &self,
        piece: &Piece,
        want: &(impl Fn(usize) -> Want + Sync),
    ) -> Vec<Result<Vec<f64>>> {
        let lines = piece.lines.iter().enumerate();
        map_shared(lines, |(k, (line, range))| {
            self.row(piece.first + k, *line, &piece.text[range.clone()], want)
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

/// Some whole lines.
struct Piece {
    text: Vec<u8>,
    /// Number and place of lines that are not empty.
    lines: Vec<(u64, Range<usize>)>,
    /// The row of the first one.
    first: usize,
}

/// A text in pieces of whole lines.
struct Pieces<'a, R> {
    bytes: R,
    file: &'a Path,
    size: usize,
    longest: usize,
    /// What follows the last whole line of the piece before.
    rest: Vec<u8>,
    /// Lines and rows so far.
    line: u64,
    rows: usize,
    ended: bool,
}

impl<R: Read> Pieces<'_, R> {
    fn next(&mut self) -> Result<Option<Piece>> {
        if self.ended {
            return Ok(None);
        }
        let mut text = std::mem::take(&mut self.rest);
        let mut size = self.size;
        let end = loop {
            self.fill(&mut text, size)?;
            if self.ended {
                break text.len();
            }
            if let Some(at) = text.iter().rposition(|byte| *byte == b'\n') {
                break at + 1;
            }
            if text.len() > self.longest {
                return Err(Error::parse("the line is too long")
                    .in_file(self.file)
                    .at_line(self.line + 1)
                    .expected(format!("no more than {} bytes", self.longest))
                    .hint("a lost line end, or labels of another release?"));
            }
            size = text.len() + self.size;
        };
        self.rest = text[end..].to_vec();
        text.truncate(end);
        let lines = self.lines(&text)?;
        let first = self.rows;
        self.rows += lines.len();
        Ok(Some(Piece { text, lines, first }))
    }

    fn fill(&mut self, text: &mut Vec<u8>, size: usize) -> Result<()> {
        let missing = size.saturating_sub(text.len());
        text.reserve_exact(missing);
        let read = self.bytes.by_ref().take(missing as u64).read_to_end(text);
        let read = read.map_err(|error| {
            Error::io(format!("cannot read on ({error})"))
                .in_file(self.file)
                .hint("a file that is cut off or damaged? Fetch it again")
        })?;
        self.ended = read < missing;
        Ok(())
    }

    fn lines(&mut self, text: &[u8]) -> Result<Vec<(u64, Range<usize>)>> {
        let mut lines = Vec::new();
        let mut at = match self.line {
            0 if text.starts_with(b"\xef\xbb\xbf") => 3,
            _ => 0,
        };
        let mut blank = false;
        while at < text.len() {
            let end = text[at..].iter().position(|byte| *byte == b'\n');
            let end = end.map_or(text.len(), |length| at + length);
            let line = text[at..end].trim_ascii_end();
            self.line += 1;
            match (line.is_empty(), blank) {
                (true, _) => blank = true,
                (false, false) => lines.push((self.line, at..at + line.len())),
                (false, true) => return Err(self.gap()),
            }
            at = end + 1;
        }
        // whether lines follow an empty one is seen at once: a few bytes are read beyond it
        if blank && (!self.ended || !self.rest.is_empty()) {
            return self.only_blanks().map(|()| lines);
        }
        Ok(lines)
    }

    /// Nothing but blanks may follow an empty line.
    fn only_blanks(&mut self) -> Result<()> {
        let mut more = std::mem::take(&mut self.rest);
        loop {
            if more.iter().any(|byte| !byte.is_ascii_whitespace()) {
                return Err(self.gap());
            }
            if self.ended {
                return Ok(());
            }
            more.clear();
            self.fill(&mut more, 1 << 16)?;
        }
    }

    fn gap(&self) -> Error {
        Error::parse("rows follow an empty line")
            .in_file(self.file)
            .at_line(self.line)
            .hint("rows have no labels, so that a lost one would move all others: fetch the file again")
    }
}
