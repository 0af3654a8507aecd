//! Workbooks of the old format (xls), made byte by byte: records of cells, and the compound file around them.

use std::ops::Range;

use crate::book::{Cell, Cells};

pub const SECTOR: usize = 512;
pub const END: u32 = 0xFFFF_FFFE;
pub const FREE: u32 = 0xFFFF_FFFF;

/// Kinds of records.
pub const FIRST: u16 = 0x0809;
pub const LAST: u16 = 0x000A;
pub const TEXTS: u16 = 0x00FC;
pub const SIZE: u16 = 0x0200;
pub const NUMBER: u16 = 0x0203;
pub const NUMBERS: u16 = 0x00BD;
pub const TEXT: u16 = 0x00FD;

/// A record: kind and content.
pub type Record = (u16, Vec<u8>);

/// The records of a workbook with one sheet, those of the sheet apart.
#[derive(Debug, Clone)]
pub struct OldBook {
    pub own: Vec<Record>,
    pub sheet: Vec<Record>,
    /// How many entries lead to the sheet.
    pub entries: usize,
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A cell's row, column and format.
pub fn place(row: usize, column: usize) -> Vec<u8> {
    words(&[row as u16, column as u16, 0])
}

pub fn number(row: usize, column: usize, number: f64) -> Record {
    let content = [place(row, column), number.to_le_bytes().to_vec()];
    (NUMBER, content.concat())
}

/// Whole numbers side by side in one record.
fn several(row: usize, column: usize, numbers: &[f64]) -> Record {
    let mut content = words(&[row as u16, column as u16]);
    for number in numbers {
        content.extend(words(&[0]));
        content.extend(((*number as i32) << 2 | 2).to_le_bytes());
    }
    content.extend(words(&[(column + numbers.len() - 1) as u16]));
    (NUMBERS, content)
}

impl OldBook {
    /// The same, with whole numbers that stand side by side in one record.
    pub fn packed(cells: &Cells) -> Self {
        let mut book = Self::of(cells);
        let mut sheet = book.sheet.split_off(2);
        let fraction = |content: &[u8]| {
            let number = f64::from_le_bytes(content[6..14].try_into().unwrap());
            number.fract() != 0.0
        };
        sheet.retain(|(kind, content)| *kind == TEXT || *kind == NUMBER && fraction(content));
        for (row, cells) in cells.iter().enumerate() {
            let value = |cell: &Cell| match cell {
                Cell::Number(value) if value.fract() == 0.0 => Some(*value),
                _ => None,
            };
            let mut column = 0;
            for run in cells.chunk_by(|one, two| value(one).is_some() == value(two).is_some()) {
                let numbers: Vec<f64> = run.iter().filter_map(value).collect();
                if !numbers.is_empty() {
                    sheet.push(several(row, column, &numbers));
                }
                column += run.len();
            }
        }
        book.sheet.append(&mut sheet);
        book.sheet.push((LAST, Vec::new()));
        book
    }

    pub fn of(cells: &Cells) -> Self {
        let (mut texts, mut sheet) = (Vec::new(), Vec::new());
        for (row, cells) in cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                match cell {
                    Cell::Nothing => {}
                    Cell::Number(value) => sheet.push(number(row, column, *value)),
                    Cell::Text(text) => {
                        let at = texts.len() as u32;
                        texts.push(text.as_str());
                        let content = [place(row, column), at.to_le_bytes().to_vec()];
                        sheet.push((TEXT, content.concat()));
                    }
                }
            }
        }
        let width = cells.iter().map(Vec::len).max().unwrap_or(0);
        let mut size = [0, cells.len() as u32].map(u32::to_le_bytes).concat();
        size.extend(words(&[0, width as u16, 0]));
        sheet.insert(0, (FIRST, words(&[0x0600, 0x0010, 0, 0, 0, 0, 0, 0])));
        sheet.insert(1, (SIZE, size));
        sheet.push((LAST, Vec::new()));
        let own = vec![
            (FIRST, words(&[0x0600, 0x0005, 0, 0, 0, 0, 0, 0])),
            (0x0042, words(&[1200])),
            (TEXTS, shared(&texts)),
            (LAST, Vec::new()),
        ];
        Self {
            own,
            sheet,
            entries: 1,
        }
    }

    /// The stream of all records.
    pub fn stream(&self) -> Vec<u8> {
        let own = |start: u32| {
            let mut own = self.own.clone();
            for k in 0..self.entries {
                let mut entry = start.to_le_bytes().to_vec();
                entry.extend([0, 0, 2, 0, b'S', b'0' + k as u8]);
                own.insert(2, (0x0085, entry));
            }
            bytes(&own)
        };
        let start = own(0).len() as u32;
        [own(start), bytes(&self.sheet)].concat()
    }
}

fn bytes(records: &[Record]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (kind, content) in records {
        bytes.extend(words(&[*kind, content.len() as u16]));
        bytes.extend(content);
    }
    bytes
}

/// Texts of two bytes a character, each with a run of a font behind it when its place is uneven.
fn shared(texts: &[&str]) -> Vec<u8> {
    let mut bytes = [texts.len() as u32; 2].map(u32::to_le_bytes).concat();
    for (k, text) in texts.iter().enumerate() {
        let units: Vec<u16> = text.encode_utf16().collect();
        bytes.extend(words(&[units.len() as u16]));
        match k % 2 {
            0 => bytes.push(1),
            _ => bytes.extend([1 | 8, 1, 0]),
        }
        bytes.extend(words(&units));
        bytes.resize(bytes.len() + k % 2 * 4, 0);
    }
    bytes
}

/// Where the workbook's stream lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kept {
    /// In sectors of its own.
    Large,
    /// Among the short streams.
    Short,
    /// In sectors of its own, and the tables of sectors are so many that the header cannot list them.
    Listed,
}

/// A compound file and the sectors of its parts.
#[derive(Debug, Clone)]
pub struct Compound {
    pub bytes: Vec<u8>,
    pub large: Range<u32>,
    pub shorts: Range<u32>,
    pub short_table: u32,
    pub directory: u32,
    pub tables: Range<u32>,
    pub list: Range<u32>,
}

impl Compound {
    /// A stream of another name stands beside the workbook, kept the other way.
    pub fn of(mut stream: Vec<u8>, kept: Kept) -> Self {
        let mut other = vec![7_u8; 130];
        if kept == Kept::Short {
            assert!(stream.len() < 4096, "{} bytes", stream.len());
            other.resize(4200, 7);
        } else {
            stream.resize(stream.len().max(4096), 0);
        }
        let (large, short) = match kept {
            Kept::Short => (&other, &stream),
            _ => (&stream, &other),
        };
        let mut next = 0_u32;
        let mut range = |count: usize| {
            next += count as u32;
            next - count as u32..next
        };
        let shorts_length = short.len().next_multiple_of(64);
        let mut made = Self {
            bytes: Vec::new(),
            large: range(large.len().div_ceil(SECTOR)),
            shorts: range(shorts_length.div_ceil(SECTOR)),
            short_table: range(1).start,
            directory: range(1).start,
            tables: range(if kept == Kept::Listed { 112 } else { 1 }),
            list: range(usize::from(kept == Kept::Listed)),
        };
        assert!(made.list.end as usize <= made.tables.len() * 128);
        made.bytes = made.header();
        made.fill(large);
        made.fill(short);
        let count = shorts_length / 64;
        made.fill(&chained(count as u32));
        let (l, s) = ((made.large.start, large.len()), (0, short.len()));
        let (workbook, beside) = if kept == Kept::Short { (s, l) } else { (l, s) };
        let directory = [
            entry("Root Entry", 5, 1, (made.shorts.start, shorts_length)),
            entry("Workbook", 2, FREE, workbook),
            entry("Summary", 2, FREE, beside),
        ];
        let mut directory = directory.concat();
        // the summary stands behind the workbook in the same folder
        directory[128 + 72..][..4].copy_from_slice(&2_u32.to_le_bytes());
        made.fill(&directory);
        made.table();
        made
    }

    fn header(&self) -> Vec<u8> {
        let mut header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        header.resize(24, 0);
        header.extend(words(&[0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0]));
        let list = (self.list.clone().next()).unwrap_or(END);
        let numbers = [
            0,
            self.tables.len() as u32,
            self.directory,
            0,
            4096,
            self.short_table,
            1,
            list,
            self.list.len() as u32,
        ];
        header.extend(numbers.map(u32::to_le_bytes).concat());
        let tables = self.tables.clone().chain(std::iter::repeat(FREE));
        header.extend(tables.take(109).flat_map(u32::to_le_bytes));
        header
    }

    fn fill(&mut self, content: &[u8]) {
        self.bytes.extend(content);
        self.bytes
            .resize(self.bytes.len().next_multiple_of(SECTOR), 0);
    }

    /// The tables of sectors and their list.
    fn table(&mut self) {
        let mut next = Vec::new();
        for part in [&self.large, &self.shorts] {
            next.extend(part.start + 1..part.end);
            next.push(END);
        }
        next.extend([END, END]);
        next.resize(next.len() + self.tables.len(), 0xFFFF_FFFD);
        next.resize(next.len() + self.list.len(), 0xFFFF_FFFC);
        next.resize(self.tables.len() * 128, FREE);
        self.bytes
            .extend(next.into_iter().flat_map(u32::to_le_bytes));
        if !self.list.is_empty() {
            let rest = self.tables.clone().skip(109);
            let mut list: Vec<u32> = rest.collect();
            list.resize(127, FREE);
            list.push(END);
            self.bytes
                .extend(list.into_iter().flat_map(u32::to_le_bytes));
        }
    }

    /// Where in the file a sector begins.
    pub fn at(&self, sector: u32) -> usize {
        (sector as usize + 1) * SECTOR
    }

    /// Where in the file it stands which sector follows this one.
    pub fn next(&self, sector: u32) -> usize {
        self.at(self.tables.start) + 4 * sector as usize
    }

    /// The file with another number at a place.
    pub fn with(&self, at: usize, value: u32) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        bytes
    }
}

/// A sector of numbers: each leads to the next one.
fn chained(count: u32) -> Vec<u8> {
    let mut next: Vec<u32> = (1..count).collect();
    next.push(END);
    next.resize(SECTOR / 4, FREE);
    next.into_iter().flat_map(u32::to_le_bytes).collect()
}

/// An entry of the directory; `within` is one of its own entries.
fn entry(name: &str, kind: u8, within: u32, (start, length): (u32, usize)) -> Vec<u8> {
    let units: Vec<u16> = name.encode_utf16().collect();
    let mut bytes = words(&units);
    bytes.resize(64, 0);
    bytes.extend(words(&[2 * units.len() as u16 + 2]));
    bytes.extend([kind, 1]);
    bytes.extend([FREE, FREE, within].map(u32::to_le_bytes).concat());
    bytes.resize(116, 0);
    bytes.extend([start, length as u32, 0].map(u32::to_le_bytes).concat());
    bytes
}
