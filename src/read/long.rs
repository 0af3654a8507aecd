//! World tables published as one long file, a line of text per cell: streamed, never held as text.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use ndarray::Array2;

use super::decimals::number;
use super::files::Files;
use super::text::unreadable;
use crate::error::{Error, Result, first_few};
use crate::run::Run;
use crate::table::SourceFile;

/// How often the reading of a file of known length tells its progress.
const STEPS: usize = 50;

/// A comma-separated file with a header, read line by line. Byte-order mark and `\r\n` are read over.
pub(super) struct LongFile {
    file: PathBuf,
    header: Vec<String>,
    source: SourceFile,
    /// Bytes of the text, where they are known.
    length: Option<u64>,
    reader: csv::Reader<Box<dyn Read + Send>>,
}

/// One line of the file.
pub(super) struct LongRow<'a> {
    file: &'a Path,
    header: &'a [String],
    cells: &'a csv::StringRecord,
    line: u64,
}

/// Where a line says which cell it holds: region and code of row and column, and the value.
pub(super) struct CellColumns {
    pub(super) row: [usize; 2],
    pub(super) column: [usize; 2],
    pub(super) value: usize,
}

impl LongFile {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let files = Files::open(path)?;
        let name = files.sole("file named …csv", |name| {
            name.to_lowercase().ends_with(".csv")
        });
        let name = match files.names() {
            [only] => only.as_str(),
            _ => name?,
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true) // lengths are compared here, so that blank lines may end in \r\n
            .terminator(csv::Terminator::Any(b'\n'))
            .buffer_capacity(1 << 16)
            .from_reader(files.stream(name)?);
        let mut first = csv::StringRecord::new();
        let found = reader.read_record(&mut first);
        if !found.map_err(|error| broken(&error, path))? {
            return Err(Error::parse("the file is empty")
                .in_file(path)
                .expected("a header row"));
        }
        let labels = first.iter().enumerate().map(|(at, label)| match at {
            0 => label.trim_start_matches('\u{feff}').trim().to_owned(),
            _ => label.trim().to_owned(),
        });
        let file = Self {
            file: files.place(name),
            source: files.source(name)?,
            length: files.length(name),
            header: labels.collect(),
            reader,
        };
        file.refuse_doubled_columns()?;
        Ok(file)
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// The published file.
    pub(super) fn source(&self) -> &SourceFile {
        &self.source
    }

    pub(super) fn has(&self, label: &str) -> bool {
        self.header.iter().any(|known| known == label)
    }

    /// The position of a column that must be there.
    pub(super) fn column(&self, label: &str) -> Result<usize> {
        let found = self.header.iter().position(|known| known == label);
        found.ok_or_else(|| {
            self.at_header(format!("no column `{label}`"))
                .found(first_few(&self.header))
                .hint("compare the header with the layout that this reader is for")
        })
    }

    /// Refuses columns whose meaning is unknown.
    pub(super) fn only_columns(&self, known: &[&str]) -> Result<()> {
        let unknown = self.header.iter().filter(|l| !known.contains(&l.as_str()));
        let unknown: Vec<&String> = unknown.collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let what = format!("unknown columns {}", first_few(unknown));
        let error = self
            .at_header(what)
            .expected(format!("only {}", first_few(known)));
        Err(error.hint("compare the header with the layout that this reader is for"))
    }

    /// Hands every line behind the header to `take`, in the file's order. Progress is told by bytes; of a packed file, whose length is
    /// not known before, only at the end.
    pub(super) fn each(
        &mut self,
        run: &Run,
        mut take: impl FnMut(&LongRow<'_>) -> Result<()>,
    ) -> Result<()> {
        let steps = if self.length.is_some() { STEPS } else { 1 };
        let mut watch = run.watch("reading lines", steps);
        let mut told = 0;
        let mut tell = |due: u64| {
            while told < due.min(steps as u64) {
                told += 1;
                let step = watch.step();
                step.map_err(|stopped| Error::cancelled(stopped.to_string()))?;
            }
            Ok(())
        };
        let mut cells = csv::StringRecord::new();
        loop {
            let more = self.reader.read_record(&mut cells);
            if !more.map_err(|error| broken(&error, &self.file))? {
                return tell(u64::MAX);
            }
            if let Some(length) = self.length {
                tell(self.reader.position().byte() * STEPS as u64 / length.max(1))?;
            }
            // the position of a line is that of blank lines before it
            let start = cells.position().map_or(0, csv::Position::line);
            let row = LongRow {
                file: &self.file,
                header: &self.header,
                cells: &cells,
                line: start.max(self.reader.position().line().saturating_sub(1)),
            };
            if row.is_blank() {
                continue;
            }
            row.require_all_cells()?;
            take(&row)?;
        }
    }

    fn refuse_doubled_columns(&self) -> Result<()> {
        let mut labels = self.header.iter().enumerate();
        match labels.find(|(at, label)| self.header[..*at].contains(label)) {
            None => Ok(()),
            Some((_, label)) => {
                let error = self.at_header(format!("the column `{label}` occurs twice"));
                Err(error.hint(crate::read::LEAVE_ONE))
            }
        }
    }

    fn at_header(&self, what: String) -> Error {
        Error::label(what).in_file(&self.file).at_line(1)
    }
}

fn broken(error: &csv::Error, file: &Path) -> Error {
    unreadable(error, error.position().map(csv::Position::line), file)
}

impl LongRow<'_> {
    fn is_blank(&self) -> bool {
        self.cells.len() == 1 && self.cells[0].trim().is_empty()
    }

    fn require_all_cells(&self) -> Result<()> {
        let (wanted, found) = (self.header.len(), self.cells.len());
        if wanted == found {
            return Ok(());
        }
        let hint = match found < wanted {
            true => "the file may have been cut off: fetch it again",
            false => "a point before decimals, no thousands marks",
        };
        let what = "the line does not have as many cells as the header";
        let error = Error::parse(what).in_file(self.file).at_line(self.line);
        Err(error.expected(wanted).found(found).hint(hint))
    }

    pub(super) fn text(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or("").trim()
    }

    /// A year in digits.
    pub(super) fn year(&self, column: usize) -> Result<i32> {
        let text = self.text(column);
        text.parse().map_err(|_| {
            let error = self.wrong(column, "the cell is not a year");
            error
                .expected("a year in digits")
                .found(format!("`{text}`"))
        })
    }

    /// Puts the cell of this line to the others.
    pub(super) fn put(&self, cells: &mut Cells, at: &CellColumns) -> Result<()> {
        let value = self.number(at.value)?;
        let row = [self.label(at.row[0])?, self.label(at.row[1])?];
        let column = [self.label(at.column[0])?, self.label(at.column[1])?];
        if cells.put(self.line, row, column, value) {
            return Ok(());
        }
        let (row, column) = (row.join(" "), column.join(" "));
        let what = format!("the cell of row `{row}` and column `{column}` stands twice");
        let error = self.wrong(at.value, &what);
        Err(error.hint("leave one of the two lines out"))
    }

    pub(super) fn wrong(&self, column: usize, what: &str) -> Error {
        Error::parse(what)
            .in_file(self.file)
            .at_line(self.line)
            .at_column(&self.header[column])
    }

    fn label(&self, column: usize) -> Result<&str> {
        match self.text(column) {
            "" => Err(self.wrong(column, "the label is empty").expected("a code")),
            text => Ok(text),
        }
    }

    /// A number, or nothing where the cell is empty.
    fn number(&self, column: usize) -> Result<Option<f64>> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match number(text.as_bytes()) {
            Some(value) => Ok(Some(value)),
            None => Err(self
                .wrong(column, "the cell is not a number")
                .expected("a finite number, with a point before decimals and no thousands marks")
                .found(format!("`{text}`"))),
        }
    }
}

/// Cells by the labels of their row and column, which come in any order.
#[derive(Default)]
pub(super) struct Cells {
    rows: Labels,
    columns: Labels,
    /// By row and column; not a number where the file has no line.
    values: Vec<Vec<f64>>,
    blank: usize,
}

impl Cells {
    /// False if the cell stood there already.
    fn put(&mut self, line: u64, row: [&str; 2], column: [&str; 2], value: Option<f64>) -> bool {
        let (i, j) = (self.rows.put(row, line), self.columns.put(column, line));
        if i == self.values.len() {
            self.values.push(Vec::with_capacity(self.columns.len()));
        }
        let cells = &mut self.values[i];
        if j >= cells.len() {
            cells.resize(self.columns.len(), f64::NAN);
        }
        self.blank += usize::from(value.is_none());
        std::mem::replace(&mut cells[j], value.unwrap_or(0.0)).is_nan()
    }

    pub(super) fn rows(&self) -> &Labels {
        &self.rows
    }

    pub(super) fn columns(&self) -> &Labels {
        &self.columns
    }

    /// How many lines had an empty value; it stands as zero.
    pub(super) fn blank(&self) -> usize {
        self.blank
    }

    pub(super) fn get(&self, row: usize, column: usize) -> Option<f64> {
        let value = *self.values.get(row)?.get(column)?;
        (!value.is_nan()).then_some(value)
    }

    /// The cells of these rows and columns; those without a line are zero and counted in `missing`.
    pub(super) fn block(
        &self,
        rows: &[usize],
        columns: &[usize],
        missing: &mut usize,
    ) -> Array2<f64> {
        Array2::from_shape_fn((rows.len(), columns.len()), |(i, j)| {
            self.get(rows[i], columns[j]).unwrap_or_else(|| {
                *missing += 1;
                0.0
            })
        })
    }
}

/// Labels of rows or of columns in order of appearance.
#[derive(Default)]
pub(super) struct Labels {
    positions: HashMap<String, HashMap<String, usize>>,
    all: Vec<CellLabel>,
}

/// A region and a code, and the line on which they stood first.
pub(super) struct CellLabel {
    pub(super) region: String,
    pub(super) code: String,
    pub(super) line: u64,
}

impl CellLabel {
    pub(super) fn joined(&self) -> String {
        format!("{} {}", self.region, self.code)
    }
}

impl Labels {
    fn put(&mut self, [region, code]: [&str; 2], line: u64) -> usize {
        if let Some(known) = self.find(region, code) {
            return known;
        }
        let position = self.all.len();
        let codes = self.positions.entry(region.to_owned()).or_default();
        codes.insert(code.to_owned(), position);
        self.all.push(CellLabel {
            region: region.to_owned(),
            code: code.to_owned(),
            line,
        });
        position
    }

    pub(super) fn find(&self, region: &str, code: &str) -> Option<usize> {
        self.positions.get(region)?.get(code).copied()
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &CellLabel> {
        self.all.iter()
    }
}
