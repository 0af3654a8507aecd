//! CSV files of numbers, read straight into an array: a table of the world has millions of cells.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ndarray::Array2;

use super::LEAVE_ONE;
use super::decimals::number;
use super::fingerprint::fingerprint_of;
use super::lines::without_mark;
use crate::error::{Error, Result, first_few};
use crate::table::SourceFile;

/// A CSV file of numbers with a header and, in some columns, the keys of its rows.
pub(super) struct Numbers {
    file: PathBuf,
    source: SourceFile,
    header: Vec<String>,
    keys: Vec<bool>,
    columns: Vec<String>,
    rows: Vec<Row>,
    values: Array2<f64>,
    wrong: WrongCells,
}

/// Where a row stands, and its keys: empty for a key whose column the file does not have.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) keys: Vec<String>,
}

impl Row {
    /// The keys that are not empty, joined.
    pub(super) fn joined(&self, with: &str) -> String {
        let keys = self.keys.iter().filter(|key| !key.is_empty());
        keys.map(String::as_str).collect::<Vec<_>>().join(with)
    }
}

/// What a column of the file is.
#[derive(Clone, Copy)]
enum Column {
    Key(usize),
    Number,
    /// Without a name: must be empty.
    Unnamed,
}

/// How many cells that are empty or not numbers are named.
const SHOWN: usize = 4;

/// Cells that are empty or not numbers: how many, and the first few by row, column and text.
#[derive(Default)]
struct WrongCells {
    count: usize,
    first: Vec<(usize, usize, String)>,
}

impl Numbers {
    /// The file of this name in a folder. Columns named by one of `keys` hold text, all others numbers.
    pub(super) fn open(folder: &Path, name: &str, keys: &[&str]) -> Result<Self> {
        let file = folder.join(name);
        match Self::optional(folder, name, keys)? {
            Some(numbers) => Ok(numbers),
            None => Err(Error::io("there is no such file")
                .in_file(&file)
                .hint("the folder of a world table holds Z.csv, Y.csv and va_x.csv")),
        }
    }

    /// The same, or nothing where the folder has no such file.
    pub(super) fn optional(folder: &Path, name: &str, keys: &[&str]) -> Result<Option<Self>> {
        let file = folder.join(name);
        match fs::read(&file) {
            Ok(text) => {
                let source = SourceFile::new(name, fingerprint_of(&text));
                Self::read(file, source, &text, keys).map(Some)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io(format!("cannot open the file ({error})"))
                .in_file(&file)
                .caused_by(error)),
        }
    }

    fn read(file: PathBuf, source: SourceFile, text: &[u8], keys: &[&str]) -> Result<Self> {
        let text = without_mark(text);
        let mut records = Records::new(&file, text);
        if !records.advance()? {
            return Err(Error::parse("the file is empty")
                .in_file(&file)
                .expected("a header row"));
        }
        let header = records.texts()?;
        let roles: Vec<Column> = header.iter().map(|name| role(name, keys)).collect();
        let named = header.iter().zip(&roles);
        let columns = named.filter(|(_, role)| matches!(role, Column::Number));
        let columns: Vec<String> = columns.map(|(name, _)| name.clone()).collect();
        let mut body = Body::default();
        while records.advance()? {
            records.require_cells(header.len())?;
            body.take(&records, &roles, keys.len())?;
        }
        let shape = (body.rows.len(), columns.len());
        let numbers = Self {
            keys: keys
                .iter()
                .map(|key| header.iter().any(|name| name == key))
                .collect(),
            // every row has one number for each column
            values: Array2::from_shape_vec(shape, body.values)
                .map_err(|error| Error::shape(error.to_string()).in_file(&file))?,
            rows: body.rows,
            wrong: body.wrong,
            file,
            source,
            header,
            columns,
        };
        numbers.refuse_doubled_keys(keys)?;
        Ok(numbers)
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// The file's name and fingerprint.
    pub(super) fn source(&self) -> &SourceFile {
        &self.source
    }

    /// The labels of the columns of numbers, in the order of the file.
    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether the file has a column for a key, by the key's position.
    pub(super) fn has_key(&self, key: usize) -> bool {
        self.keys[key]
    }

    /// An error about a line of this file.
    pub(super) fn at(&self, line: u64, error: Error) -> Error {
        error.in_file(&self.file).at_line(line)
    }

    /// The error of a column that must be there.
    pub(super) fn lacks(&self, column: &str) -> Error {
        let named = self.header.iter().filter(|name| !name.is_empty());
        let error = Error::label(format!("no column {column}")).found(first_few(named));
        self.at(1, error)
    }

    fn refuse_doubled_keys(&self, keys: &[&str]) -> Result<()> {
        let doubled = keys
            .iter()
            .find(|key| self.header.iter().filter(|name| name == *key).count() > 1);
        doubled.map_or(Ok(()), |key| {
            let error = Error::label(format!("the column `{key}` occurs more than once"));
            Err(self.at(1, error.hint(LEAVE_ONE)))
        })
    }

    /// Columns of numbers that occur more than once, each once.
    pub(super) fn doubled_columns(&self) -> Vec<&str> {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let again = self.columns.iter().filter(|label| {
            let count = seen.entry(label.as_str()).or_default();
            *count += 1;
            *count == 2
        });
        again.map(String::as_str).collect()
    }

    pub(super) fn refuse_doubled_columns(&self) -> Result<()> {
        let doubled = self.doubled_columns();
        let what = match doubled[..] {
            [] => return Ok(()),
            [label] => format!("the column `{label}` occurs more than once"),
            _ => format!(
                "{} columns occur more than once: {}",
                doubled.len(),
                first_few(&doubled)
            ),
        };
        let error = Error::label(what).hint(LEAVE_ONE);
        Err(self.at(1, error).at_column(doubled[0]))
    }

    /// Refuses the file if a row of the same keys occurs twice.
    pub(super) fn refuse_doubled_rows(&self) -> Result<()> {
        let mut first: HashMap<&[String], u64> = HashMap::new();
        let mut doubled = Vec::new();
        for row in &self.rows {
            let line = *first.entry(row.keys.as_slice()).or_insert(row.line);
            if line != row.line {
                doubled.push((row, line));
            }
        }
        let Some((row, line)) = doubled.first() else {
            return Ok(());
        };
        let what = match doubled.len() {
            1 => "the row occurs more than once".to_owned(),
            count => format!("{count} rows occur more than once"),
        };
        let rows = doubled.iter().map(|(row, _)| row.joined(" "));
        let error = Error::label(format!("{what}: {}", first_few(rows)))
            .found(format!("`{}` in line {line} already", row.joined(" ")))
            .hint(LEAVE_ONE);
        Err(self.at(row.line, error))
    }

    /// Refuses the file if cells are empty or not numbers; `name` names a row.
    pub(super) fn refuse_wrong_cells(&self, name: impl Fn(&Row) -> String) -> Result<()> {
        let Some((row, column, text)) = self.wrong.first.first() else {
            return Ok(());
        };
        let row = &self.rows[*row];
        let cell = format!("the cell {} → {}", name(row), self.columns[*column]);
        let error = if text.is_empty() {
            let what = format!("{cell} is empty{}", self.more_wrong_cells());
            let error = Error::parse(what).expected("a number");
            error.hint("0 where there is nothing")
        } else {
            let what = format!("{cell} is not a number{}", self.more_wrong_cells());
            let error = Error::parse(what).expected("a finite number");
            let error = error.found(format!("`{text}`"));
            if has_marks(text) {
                error.hint("no thousands marks, and a point before decimals")
            } else {
                error
            }
        };
        Err(self.at(row.line, error).at_column(&self.columns[*column]))
    }

    fn more_wrong_cells(&self) -> String {
        let shown: Vec<String> = self.wrong.first[1..]
            .iter()
            .map(|(row, column, _)| {
                let (line, column) = (self.rows[*row].line, &self.columns[*column]);
                format!("line {line}, column `{column}`")
            })
            .collect();
        let shown = shown.join("; ");
        match self.wrong.count - 1 {
            0 => String::new(),
            1 => format!(" (1 more such cell: {shown})"),
            more if more < SHOWN => format!(" ({more} more such cells: {shown})"),
            more => format!(" ({more} more such cells: {shown}; …)"),
        }
    }

    /// The numbers with their rows and columns in this order.
    pub(super) fn arranged(self, rows: &[usize], columns: &[usize]) -> Array2<f64> {
        let in_order = |order: &[usize], len| order.iter().copied().eq(0..len);
        let (height, width) = self.values.dim();
        if in_order(rows, height) && in_order(columns, width) {
            return self.values;
        }
        Array2::from_shape_fn((rows.len(), columns.len()), |(i, j)| {
            self.values[[rows[i], columns[j]]]
        })
    }
}

fn role(name: &str, keys: &[&str]) -> Column {
    match keys.iter().position(|key| *key == name) {
        Some(key) => Column::Key(key),
        None if name.is_empty() => Column::Unnamed,
        None => Column::Number,
    }
}

/// Whether a text would be a number but for thousands marks or a decimal comma.
fn has_marks(text: &str) -> bool {
    let mark = |c: char| c.is_whitespace() || matches!(c, ',' | '\'' | '’');
    let bare: String = text.chars().filter(|c| !mark(*c)).collect();
    bare.len() < text.len() && number(bare.as_bytes()).is_some()
}

impl WrongCells {
    fn add(&mut self, row: usize, column: usize, cell: &[u8]) {
        self.count += 1;
        if self.first.len() < SHOWN {
            let text = String::from_utf8_lossy(cell.trim_ascii()).into_owned();
            self.first.push((row, column, text));
        }
    }
}

/// What stands under the header.
#[derive(Default)]
struct Body {
    rows: Vec<Row>,
    values: Vec<f64>,
    wrong: WrongCells,
}

impl Body {
    /// Adds one record.
    fn take(&mut self, records: &Records<'_>, roles: &[Column], keys: usize) -> Result<()> {
        let mut row = Row {
            line: records.line,
            keys: vec![String::new(); keys],
        };
        let start = self.values.len();
        for (position, (cell, role)) in records.record.iter().zip(roles).enumerate() {
            match role {
                Column::Number => {
                    let value = number(cell.trim_ascii());
                    if value.is_none() {
                        let column = self.values.len() - start;
                        self.wrong.add(self.rows.len(), column, cell);
                    }
                    self.values.push(value.unwrap_or(f64::NAN));
                }
                Column::Key(key) => row.keys[*key] = records.text(cell)?,
                Column::Unnamed if cell.trim_ascii().is_empty() => {}
                Column::Unnamed => {
                    let what = format!("column number {} has no name", position + 1);
                    let error = Error::label(what).hint("a name, or no cells in this column");
                    return Err(error.in_file(records.file).at_line(1));
                }
            }
        }
        self.rows.push(row);
        Ok(())
    }
}

/// The records of a text one by one, with the line on which each begins; those without any text are passed over.
struct Records<'a> {
    file: &'a Path,
    text: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    record: csv::ByteRecord,
    /// How much of the text lies before `line`.
    read: usize,
    line: u64,
}

impl<'a> Records<'a> {
    fn new(file: &'a Path, text: &'a [u8]) -> Self {
        Self {
            file,
            text,
            reader: csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text),
            record: csv::ByteRecord::new(),
            read: 0,
            line: 1,
        }
    }

    /// Whether there was one more record.
    fn advance(&mut self) -> Result<bool> {
        loop {
            let more = self.reader.read_byte_record(&mut self.record);
            let more = more.map_err(|error| {
                Error::io(format!("cannot read on ({error})"))
                    .in_file(self.file)
                    .caused_by(error)
            })?;
            if !more {
                return Ok(false);
            }
            self.count_lines();
            if !self.record.iter().all(|cell| cell.trim_ascii().is_empty()) {
                return Ok(true);
            }
        }
    }

    /// Moves on to where the record begins: behind the empty lines at its recorded position.
    fn count_lines(&mut self) {
        let at = self.record.position().map_or(0, csv::Position::byte);
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let behind = self.text.get(at..).unwrap_or_default();
        let empty = behind.iter().take_while(|byte| b"\r\n".contains(byte));
        let start = self.text.len().min(at + empty.count());
        let passed = &self.text[self.read.min(start)..start];
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.read = start;
    }

    fn text(&self, cell: &[u8]) -> Result<String> {
        let text = std::str::from_utf8(cell.trim_ascii()).map_err(|_| {
            Error::parse("the text is not UTF-8")
                .in_file(self.file)
                .at_line(self.line)
        })?;
        Ok(text.trim().to_owned())
    }

    fn texts(&self) -> Result<Vec<String>> {
        self.record.iter().map(|cell| self.text(cell)).collect()
    }

    fn require_cells(&self, expected: usize) -> Result<()> {
        if self.record.len() == expected {
            return Ok(());
        }
        Err(
            Error::parse("a row does not have as many cells as the header")
                .in_file(self.file)
                .at_line(self.line)
                .expected(expected)
                .found(self.record.len()),
        )
    }
}
