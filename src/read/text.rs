//! Rows of separated text with their line numbers, and numbers read from them.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use ndarray::{Array1, Array2};

use super::files::Content;
use crate::error::{Error, Result, first_few};
use crate::table::SourceFile;

/// A file of separated text, or a sheet of a workbook: a header and rows, every cell still text.
pub(crate) struct Sheet {
    file: PathBuf,
    source: SourceFile,
    header: Vec<String>,
    /// What messages call the columns.
    places: Vec<String>,
    header_line: u64,
    columns: HashMap<String, usize>,
    rows: Vec<Line>,
}

/// One row and where it stands.
pub(crate) struct Line {
    number: u64,
    cells: Vec<String>,
}

impl Line {
    #[cfg(feature = "workbooks")]
    pub(crate) fn new(number: u64, cells: Vec<String>) -> Self {
        Self { number, cells }
    }

    /// The line's number in the file, counted from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }
}

impl Sheet {
    /// A file: plain, as gz, or alone in a zip archive.
    pub(crate) fn open(path: &Path, delimiter: u8) -> Result<Self> {
        Self::of(Content::open(path, &[".csv", ".txt"])?, delimiter)
    }

    /// Reads from anything, under the name of a file for messages; what is packed as gz is unpacked.
    pub(crate) fn read(source: impl Read, name: &Path, delimiter: u8) -> Result<Self> {
        Self::of(Content::read(source, name)?, delimiter)
    }

    fn of(content: Content, delimiter: u8) -> Result<Self> {
        let bytes = with_line_feeds(content.bytes);
        let (name, text) = (content.file.as_path(), bytes.as_slice());
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .from_reader(text);
        let mut lines = reader.records().map(|record| {
            let record = record.map_err(|error| {
                let line = error.position().map(|at| line_of(at, text));
                unreadable(&error, line, name)
            })?;
            Ok(Line {
                number: record.position().map_or(0, |at| line_of(at, text)),
                cells: record.iter().map(|cell| cell.trim().to_owned()).collect(),
            })
        });
        let mut header: Vec<String> = match lines.next() {
            Some(line) => line?.cells,
            None => {
                return Err(Error::parse("the file is empty")
                    .in_file(name)
                    .expected("a header row"));
            }
        };
        if let Some(first) = header.first_mut() {
            *first = first.trim_start_matches('\u{feff}').to_owned();
        }
        let rows = lines.collect::<Result<_>>()?;
        let places = header.clone();
        Self::labelled(content.file, content.source, (1, header), places, rows)
    }

    /// Cells that have their labels: the header with its line, what messages call each column, and rows that are as long.
    pub(crate) fn labelled(
        file: PathBuf,
        source: SourceFile,
        (header_line, header): (u64, Vec<String>),
        places: Vec<String>,
        rows: Vec<Line>,
    ) -> Result<Self> {
        let mut columns = HashMap::new();
        for (position, label) in header.iter().enumerate() {
            if !label.is_empty() && columns.insert(label.clone(), position).is_some() {
                return Err(Error::label(format!("the column `{label}` occurs twice"))
                    .in_file(&file)
                    .at_line(header_line)
                    .hint(crate::read::LEAVE_ONE));
            }
        }
        Ok(Self {
            file,
            source,
            header,
            places,
            header_line,
            columns,
            rows,
        })
    }

    /// The published file, with its fingerprint.
    pub(crate) fn source(&self) -> &SourceFile {
        &self.source
    }

    /// An error about the header.
    pub(crate) fn at_header(&self, error: Error) -> Error {
        error.in_file(&self.file).at_line(self.header_line)
    }

    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    pub(crate) fn rows(&self) -> &[Line] {
        &self.rows
    }

    /// The position of a column that must be there.
    pub(crate) fn column(&self, label: &str) -> Result<usize> {
        self.find(label).ok_or_else(|| {
            let named = self.header.iter().filter(|label| !label.is_empty());
            let error = Error::label(format!("no column `{label}`"));
            self.at_header(error.found(first_few(named)))
                .hint("compare the header with the layout that this reader is for")
        })
    }

    pub(crate) fn find(&self, label: &str) -> Option<usize> {
        self.columns.get(label).copied()
    }

    /// The text of a cell; every row has as many cells as the header.
    pub(crate) fn text<'a>(&self, line: &'a Line, column: usize) -> &'a str {
        line.cells.get(column).map_or("", String::as_str)
    }

    /// A number that must be there.
    pub(crate) fn number(&self, line: &Line, column: usize) -> Result<f64> {
        self.optional(line, column)?.ok_or_else(|| {
            self.wrong(line, column, "the cell is empty")
                .expected("a number")
                .hint("0 where there is nothing")
        })
    }

    /// A number, or nothing where the cell is empty. Blanks and no-break spaces are thousands marks.
    pub(crate) fn optional(&self, line: &Line, column: usize) -> Result<Option<f64>> {
        let text = self.text(line, column);
        if text.is_empty() {
            return Ok(None);
        }
        let digits = without_thousands_marks(text);
        let value = digits.and_then(|digits| digits.parse::<f64>().ok());
        match value.filter(|value| value.is_finite()) {
            Some(value) => Ok(Some(value)),
            None => {
                let error = self
                    .wrong(line, column, "the cell is not a number")
                    .expected("a finite number")
                    .found(format!("`{text}`"));
                Err(match text.contains(',') {
                    true => error.hint("a point before decimals, and no commas between thousands"),
                    false => error,
                })
            }
        }
    }

    /// A code read through `FromStr`.
    pub(crate) fn parsed<T: FromStr<Err = Error>>(&self, line: &Line, column: usize) -> Result<T> {
        self.text(line, column).parse().map_err(|error: Error| {
            error
                .in_file(&self.file)
                .at_line(line.number)
                .at_column(&self.places[column])
        })
    }

    pub(crate) fn wrong(&self, line: &Line, column: usize, what: &str) -> Error {
        Error::parse(what)
            .in_file(&self.file)
            .at_line(line.number)
            .at_column(&self.places[column])
    }

    /// Puts file and line to an error that arose from a row.
    pub(crate) fn at(&self, line: &Line, error: Error) -> Error {
        error.in_file(&self.file).at_line(line.number)
    }

    /// The positions of columns that must be there.
    pub(crate) fn columns<S: AsRef<str>>(&self, labels: &[S]) -> Result<Vec<usize>> {
        let labels = labels.iter();
        labels.map(|label| self.column(label.as_ref())).collect()
    }

    /// Refuses columns that no one reads; those without a name must be empty.
    pub(crate) fn only_columns(&self, known: &[usize]) -> Result<()> {
        let filled = |column: usize| self.rows.iter().any(|l| !self.text(l, column).is_empty());
        let others = (0..self.header.len()).filter(|column| !known.contains(column));
        let unknown: Vec<String> = others
            .filter_map(|column| match self.header[column].as_str() {
                "" => filled(column).then(|| format!("number {}, without a name", column + 1)),
                label => Some(label.to_owned()),
            })
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let known = known.iter().map(|&column| &self.header[column]);
        Err(self.at_header(
            Error::label(format!("unknown columns {}", first_few(unknown)))
                .expected(format!(
                    "only {}",
                    first_few(known.filter(|l| !l.is_empty()))
                ))
                .hint("compare the header with the layout that this reader is for"),
        ))
    }

    /// Numbers of one row.
    pub(crate) fn across(&self, line: &Line, columns: &[usize]) -> Result<Array1<f64>> {
        let columns = columns.iter();
        columns.map(|&column| self.number(line, column)).collect()
    }

    /// Numbers of one column.
    pub(crate) fn down(&self, lines: &[&Line], column: usize) -> Result<Array1<f64>> {
        let lines = lines.iter();
        lines.map(|line| self.number(line, column)).collect()
    }

    /// Numbers of several rows and columns.
    pub(crate) fn block(&self, lines: &[&Line], columns: &[usize]) -> Result<Array2<f64>> {
        let mut values = Array2::zeros((lines.len(), columns.len()));
        for ((i, j), value) in values.indexed_iter_mut() {
            *value = self.number(lines[i], columns[j])?;
        }
        Ok(values)
    }

    /// Lines by what stands in one column; anything else there is an error.
    pub(crate) fn divided<'a, const N: usize>(
        &self,
        lines: impl IntoIterator<Item = &'a Line>,
        column: usize,
        texts: [&str; N],
    ) -> Result<[Vec<&'a Line>; N]> {
        let mut parts = std::array::from_fn(|_| Vec::new());
        for line in lines {
            let found = self.text(line, column);
            match texts.iter().position(|text| *text == found) {
                Some(part) => parts[part].push(line),
                None => {
                    let what = format!("unknown `{}`", self.header[column]);
                    return Err(self
                        .wrong(line, column, &what)
                        .expected(format!("one of {}", first_few(texts)))
                        .found(format!("`{found}`")));
                }
            }
        }
        Ok(parts)
    }
}

/// A number without blanks between its thousands; nothing where they stand elsewhere.
fn without_thousands_marks(text: &str) -> Option<String> {
    let mut groups = text.split_whitespace();
    let mut digits = groups.next()?.to_owned();
    let unsigned = digits.trim_start_matches(['-', '+']).len();
    for (at, group) in groups.enumerate() {
        let whole = group.split('.').next()?;
        // in front of the first mark stand one to three digits, behind every mark three
        if whole.len() != 3 || (at == 0 && !(1..=3).contains(&unsigned)) || digits.contains('.') {
            return None;
        }
        digits += group;
    }
    Some(digits)
}

/// Line feeds in place of the line ends of other systems, so that lines are counted alike.
fn with_line_feeds(text: Vec<u8>) -> Vec<u8> {
    if memchr::memchr(b'\r', &text).is_none() {
        return text;
    }
    let mut before = 0;
    let mut plain = Vec::with_capacity(text.len());
    for byte in text {
        match (before, byte) {
            (b'\r', b'\n') => {}
            (_, b'\r') => plain.push(b'\n'),
            _ => plain.push(byte),
        }
        before = byte;
    }
    plain
}

/// The line on which a row begins: its position is that of the empty lines before it, if there are any.
pub(super) fn line_of(at: &csv::Position, text: &[u8]) -> u64 {
    let from = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let behind = text.get(from..).unwrap_or_default();
    let empty = behind.iter().take_while(|byte| b"\r\n".contains(byte));
    at.line() + empty.filter(|byte| **byte == b'\n').count() as u64
}

/// Why a row cannot be read; `line` is where it stands.
pub(super) fn unreadable(error: &csv::Error, line: Option<u64>, name: &Path) -> Error {
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => Error::parse("a row does not have as many cells as the first one")
            .expected(expected_len)
            .found(len),
        csv::ErrorKind::Utf8 { .. } => {
            Error::parse("the text is not UTF-8").hint("save the file as UTF-8")
        }
        _ => Error::io(format!("cannot read on ({error})")),
    };
    let message = message.in_file(name);
    match line {
        Some(line) => message.at_line(line),
        None => message,
    }
}
