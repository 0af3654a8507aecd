//! Results as a data set of Stata, format 118 (Stata 14 and later).
//!
//! Layout: StataCorp, *File formats .dta*, format 118 (`help dta_118`). What is used of it:
//!
//! | part | what |
//! |---|---|
//! | header | release 118, `LSF` (least byte first), number of variables (2 bytes), of observations (8 bytes), data label, no time stamp |
//! | map | 14 offsets of 8 bytes: of the file's begin, of every part, of its end |
//! | variable types | 2 bytes each: 1 to 2045 a string of as many bytes, 65526 a double |
//! | names, formats, value-label names, labels | fields of 129, 57, 129 and 321 bytes that end with a zero byte |
//! | characteristics | `_dta` `note0` (how many), `note1`, …: the description, which `notes` lists |
//! | data | rows; strings filled with zero bytes, doubles of 8 bytes, missing is 2^1023 |
//! | strLs, value labels | none |
//!
//! Texts are UTF-8.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::identifiers::identifiers;
use super::{Cell, Column, Sheet};
use crate::error::{Error, Result};

/// The most bytes of a string variable.
const LONGEST_STRING: usize = 2045;
/// The most variables of format 118.
const MOST_VARIABLES: usize = 32_767;
/// The type of a double.
const DOUBLE: u16 = 65_526;
/// What is missing; numbers from here on are.
const MISSING: f64 = f64::from_bits(0x7fe0_0000_0000_0000); // 2^1023
/// The most characters of a label of a variable or of the data.
const LABEL: usize = 80;
/// The most bytes of one note, below the 67 784 of Stata.
const NOTE: usize = 60_000;

impl Sheet<'_> {
    /// The rows as a data set of Stata.
    pub(crate) fn write_dta(&self, path: &Path) -> Result<()> {
        let head = self.dta_head().map_err(|error| error.in_file(path))?;
        let failed = |error| Error::from_io(error, path);
        let mut file = BufWriter::new(File::create(path).map_err(failed)?);
        file.write_all(&head).map_err(failed)?;
        let widths: Vec<Option<usize>> = self.columns.iter().map(width).collect();
        let mut record = Vec::new();
        self.each(|row| {
            record.clear();
            for ((column, cell), width) in self.columns.iter().zip(row).zip(&widths) {
                put_cell(&mut record, column, *cell, *width)
                    .map_err(|error| error.in_file(path))?;
            }
            file.write_all(&record).map_err(failed)
        })?;
        file.write_all(TAIL.concat().as_bytes()).map_err(failed)?;
        file.flush().map_err(failed)
    }

    /// Everything before the first row.
    fn dta_head(&self) -> Result<Vec<u8>> {
        let variables = self.columns.len();
        if variables > MOST_VARIABLES {
            return Err(
                Error::shape("the results have more columns than a data set of Stata")
                    .expected(format!("at most {MOST_VARIABLES}"))
                    .found(variables)
                    .hint("the long form, or Parquet"),
            );
        }
        self.columns.iter().try_for_each(require_strings)?;
        let names = identifiers(self.columns.iter().map(|column| column.name.as_str()));
        let mut file = Dta::default();
        file.header(variables as u16, self.rows, self.description.title());
        let map = file.map();
        file.open("variable_types");
        for column in &self.columns {
            let kind = width(column).map_or(DOUBLE, |width| width as u16);
            file.bytes.extend(kind.to_le_bytes());
        }
        file.close("variable_types");
        file.fields("varnames", 129, names.iter().cloned());
        file.open("sortlist");
        file.bytes.extend(vec![0; 2 * (variables + 1)]);
        file.close("sortlist");
        file.fields("formats", 57, self.columns.iter().map(format_of));
        file.fields(
            "value_label_names",
            129,
            names.iter().map(|_| String::new()),
        );
        let labels = self.columns.iter().zip(&names);
        let labels = labels.map(|(column, name)| label_of(column, name));
        file.fields("variable_labels", 321, labels);
        file.notes(self.description.pairs_and_terms());
        file.open("data");
        let row: usize = self.columns.iter().map(|c| width(c).unwrap_or(8)).sum();
        file.fill_map(map, row as u64 * self.rows);
        Ok(file.bytes)
    }
}

/// What stands behind the rows: the end of the data, two empty parts, the end of the file.
const TAIL: [&str; 4] = [
    "</data>",
    "<strls></strls>",
    "<value_labels></value_labels>",
    "</stata_dta>",
];

/// The first bytes of a file, with the places of its parts.
#[derive(Default)]
struct Dta {
    bytes: Vec<u8>,
    offsets: Vec<u64>,
}

impl Dta {
    fn header(&mut self, variables: u16, rows: u64, title: &str) {
        self.offsets.push(0);
        let put = &mut self.bytes;
        put.extend(b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>");
        put.extend(variables.to_le_bytes());
        put.extend(b"</K><N>");
        put.extend(rows.to_le_bytes());
        put.extend(b"</N><label>");
        let label = shortened(title, LABEL);
        put.extend((label.len() as u16).to_le_bytes());
        put.extend(label.as_bytes());
        put.extend(b"</label><timestamp>\0</timestamp></header>");
    }

    /// Room for the map; where its offsets begin.
    fn map(&mut self) -> usize {
        self.open("map");
        let start = self.bytes.len();
        self.bytes.extend([0; 8 * 14]);
        self.close("map");
        start
    }

    fn open(&mut self, part: &str) {
        self.offsets.push(self.bytes.len() as u64);
        self.bytes.extend(format!("<{part}>").bytes());
    }

    fn close(&mut self, part: &str) {
        self.bytes.extend(format!("</{part}>").bytes());
    }

    /// A part of texts of a fixed width.
    fn fields(&mut self, part: &str, width: usize, texts: impl Iterator<Item = String>) {
        self.open(part);
        for text in texts {
            put_padded(&mut self.bytes, &text, width);
        }
        self.close(part);
    }

    /// The description, as the notes of the data set.
    fn notes(&mut self, pairs: Vec<(String, String)>) {
        self.open("characteristics");
        let texts = pairs.iter().map(|(key, text)| format!("{key}: {text}"));
        let notes: Vec<String> = texts.flat_map(|text| pieces(&text)).collect();
        self.characteristic("note0", &notes.len().to_string());
        for (k, note) in notes.iter().enumerate() {
            self.characteristic(&format!("note{}", k + 1), note);
        }
        self.close("characteristics");
    }

    fn characteristic(&mut self, name: &str, text: &str) {
        self.bytes.extend(b"<ch>");
        let length = 2 * 129 + text.len() + 1;
        self.bytes.extend((length as u32).to_le_bytes());
        put_padded(&mut self.bytes, "_dta", 129);
        put_padded(&mut self.bytes, name, 129);
        self.bytes.extend(text.bytes());
        self.bytes.push(0);
        self.bytes.extend(b"</ch>");
    }

    /// The offsets of all parts, those behind the rows included.
    fn fill_map(&mut self, map: usize, data: u64) {
        let mut offsets = std::mem::take(&mut self.offsets);
        let mut at = self.bytes.len() as u64 + data;
        for part in TAIL {
            at += part.len() as u64;
            offsets.push(at);
        }
        for (k, offset) in offsets.iter().enumerate() {
            let at = map + 8 * k;
            self.bytes[at..at + 8].copy_from_slice(&offset.to_le_bytes());
        }
    }
}

/// The bytes of a string column; nothing for numbers.
fn width(column: &Column) -> Option<usize> {
    let words = column.words.as_ref()?;
    Some(words.iter().map(String::len).max().unwrap_or(0).max(1))
}

fn require_strings(column: &Column) -> Result<()> {
    for word in column.words.iter().flatten() {
        let wrong = match (word.len() > LONGEST_STRING, word.contains('\0')) {
            (true, _) => format!("a text of {} bytes", word.len()),
            (_, true) => "a zero byte in a text".to_owned(),
            _ => continue,
        };
        return Err(Error::shape("a text does not fit a data set of Stata")
            .at_column(&column.name)
            .expected(format!("texts of at most {LONGEST_STRING} bytes"))
            .found(wrong)
            .hint("CSV or Parquet"));
    }
    Ok(())
}

fn put_cell(record: &mut Vec<u8>, column: &Column, cell: Cell, width: Option<usize>) -> Result<()> {
    match (width, cell) {
        (Some(width), cell) => {
            let text = column.text(cell).as_bytes();
            record.extend(text);
            record.extend(std::iter::repeat_n(0, width - text.len()));
        }
        (None, Cell::Number(value)) if value.abs() < MISSING => record.extend(value.to_le_bytes()),
        (None, Cell::Number(value)) => {
            return Err(
                Error::shape("Stata takes numbers of this size for missing values")
                    .at_column(&column.name)
                    .expected("less than 2^1023")
                    .found(value)
                    .hint("CSV or Parquet"),
            );
        }
        (None, _) => record.extend(MISSING.to_le_bytes()),
    }
    Ok(())
}

fn format_of(column: &Column) -> String {
    match width(column) {
        Some(width) => format!("%-{}s", width.max(9)),
        None => "%12.0g".to_owned(),
    }
}

/// The label of a variable; the column's own name stands before it where Stata takes another.
fn label_of(column: &Column, name: &str) -> String {
    let own = column.name.as_str();
    match own == name || column.label.contains(own) {
        true => shortened(&column.label, LABEL),
        false => shortened(&format!("{own}: {}", column.label), LABEL),
    }
}

/// At most so many characters, on one line.
fn shortened(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.chars().count() > most {
        true => text.chars().take(most - 1).chain(['…']).collect(),
        false => text,
    }
}

/// A text without zero bytes in pieces that a note holds.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for c in text.chars().filter(|c| *c != '\0') {
        let last = pieces.len() - 1;
        if pieces[last].len() + c.len_utf8() > NOTE {
            pieces.push(String::new());
        }
        let last = pieces.len() - 1;
        pieces[last].push(c);
    }
    pieces
}

fn put_padded(bytes: &mut Vec<u8>, text: &str, width: usize) {
    let start = bytes.len();
    bytes.extend(text.bytes());
    bytes.resize(start + width, 0);
}
