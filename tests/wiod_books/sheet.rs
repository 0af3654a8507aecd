//! Workbooks in memory: cells, and how they are written as xlsx and as xlsb.

use std::collections::HashMap;

use rust_xlsxwriter::Workbook;

use crate::published::zipped;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Empty,
    Text(String),
    Number(f64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        match text {
            "" => Self::Empty,
            text => Self::Text(text.to_owned()),
        }
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

/// Sheets by name.
#[derive(Debug, Clone)]
pub struct Book(pub Vec<(String, Vec<Vec<Value>>)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Xlsb,
}

impl Book {
    pub fn of(name: &str, cells: Vec<Vec<Value>>) -> Self {
        Self(vec![(name.to_owned(), cells)])
    }

    pub fn with(mut self, name: &str, cells: Vec<Vec<Value>>) -> Self {
        self.0.push((name.to_owned(), cells));
        self
    }

    /// The cells of the first sheet.
    pub fn cells(&mut self) -> &mut Vec<Vec<Value>> {
        &mut self.0[0].1
    }

    pub fn bytes(&self, format: Format) -> Vec<u8> {
        match format {
            Format::Xlsx => self.xlsx(),
            Format::Xlsb => zipped(&self.xlsb_parts()),
        }
    }

    pub fn xlsx(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        for (name, cells) in &self.0 {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap();
            for (i, row) in cells.iter().enumerate() {
                for (j, value) in row.iter().enumerate() {
                    let (i, j) = (i as u32, j as u16);
                    match value {
                        Value::Empty => {}
                        Value::Text(text) => {
                            sheet.write_string(i, j, text).unwrap();
                        }
                        Value::Number(value) => {
                            sheet.write_number(i, j, *value).unwrap();
                        }
                    }
                }
            }
        }
        book.save_to_buffer().unwrap()
    }

    /// The parts of a binary workbook, as far as readers of cells need them.
    pub fn xlsb_parts(&self) -> Vec<(String, Vec<u8>)> {
        let mut shared = Shared::default();
        let mut sheets = Vec::new();
        let (mut list, mut relations) = (Vec::new(), String::new());
        for (k, (name, cells)) in self.0.iter().enumerate() {
            let part = format!("xl/worksheets/sheet{}.bin", k + 1);
            let id = format!("rId{}", k + 1);
            let body = [[0; 4], (k as u32 + 1).to_le_bytes()].concat();
            list.extend(record(156, &[body, wide(&id), wide(name)].concat()));
            relations += &format!(
                "<Relationship Id=\"{id}\" Type=\"worksheet\" Target=\"worksheets/sheet{}.bin\"/>",
                k + 1
            );
            sheets.push((part, sheet(cells, &mut shared)));
        }
        let workbook = [
            record(131, &[]),
            record(143, &[]),
            list,
            record(144, &[]),
            record(132, &[]),
        ];
        let relations =
            format!("<?xml version=\"1.0\"?><Relationships>{relations}</Relationships>");
        let mut parts = vec![
            ("xl/workbook.bin".to_owned(), workbook.concat()),
            (
                "xl/_rels/workbook.bin.rels".to_owned(),
                relations.into_bytes(),
            ),
            ("xl/sharedStrings.bin".to_owned(), shared.part()),
        ];
        parts.extend(sheets);
        parts
    }
}

/// Texts that cells name by number.
#[derive(Default)]
struct Shared {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Shared {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    fn part(&self) -> Vec<u8> {
        let count = (self.texts.len() as u32).to_le_bytes();
        let mut part = record(159, &[count, count].concat());
        for text in &self.texts {
            part.extend(record(19, &[vec![0], wide(text)].concat()));
        }
        part.extend(record(160, &[]));
        part
    }
}

fn sheet(cells: &[Vec<Value>], shared: &mut Shared) -> Vec<u8> {
    let width = cells.iter().map(Vec::len).max().unwrap_or(0) as u32;
    let corners = [0, cells.len() as u32 - 1, 0, width - 1].map(u32::to_le_bytes);
    let mut part = [
        record(129, &[]),
        record(148, &corners.concat()),
        record(145, &[]),
    ]
    .concat();
    for (i, row) in cells.iter().enumerate() {
        let header = [&(i as u32).to_le_bytes()[..], &[0; 13]].concat();
        part.extend(record(0, &header));
        for (j, value) in row.iter().enumerate() {
            let at = [(j as u32).to_le_bytes(), [0; 4]].concat();
            let (kind, content) = match value {
                Value::Empty if j % 2 == 0 => continue,
                Value::Empty => (1, Vec::new()),
                Value::Text(text) if (i + j) % 5 == 0 => (6, wide(text)),
                Value::Text(text) => (7, shared.number(text).to_le_bytes().to_vec()),
                Value::Number(value) => number(*value, i + j),
            };
            part.extend(record(kind, &[at, content].concat()));
        }
    }
    part.extend(record(146, &[]));
    part.extend(record(130, &[]));
    part
}

/// A number in one of the ways in which a spreadsheet program may keep it.
fn number(value: f64, way: usize) -> (u32, Vec<u8>) {
    let hundredths = (value * 100.0).round();
    let short = |whole: f64, mark: u32| {
        let bits = ((whole as i32) << 2).cast_unsigned() | mark;
        (2, bits.to_le_bytes().to_vec())
    };
    match way % 4 {
        0 if value.fract() == 0.0 && value.abs() < 1e8 => short(value, 2),
        1 if hundredths / 100.0 == value && hundredths.abs() < 1e8 => short(hundredths, 3),
        2 if value.to_bits().trailing_zeros() >= 34 => {
            (2, ((value.to_bits() >> 32) as u32).to_le_bytes().to_vec())
        }
        // the result of a formula, with an empty formula behind it
        3 => (9, [&value.to_le_bytes()[..], &[0; 10]].concat()),
        _ => (5, value.to_le_bytes().to_vec()),
    }
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = (units.len() as u32).to_le_bytes().to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

fn record(kind: u32, content: &[u8]) -> Vec<u8> {
    let mut bytes = seven_bits(kind);
    bytes.extend(seven_bits(content.len() as u32));
    bytes.extend(content);
    bytes
}

fn seven_bits(mut value: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        match value {
            0 => {
                bytes.push(low);
                return bytes;
            }
            _ => bytes.push(low | 0x80),
        }
    }
}
