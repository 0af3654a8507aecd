//! Records in the stream of an old Excel workbook (xls): lengths, counts and places are checked before anything else reads them.
//!
//! Layout as [MS-XLS] describes it. A record is its kind and its length, two bytes each, and that many bytes. Sheets begin where the workbook's
//! own records say.
//!
//! | record | checked |
//! |---|---|
//! | any | within the stream, at most 8224 bytes |
//! | shared texts | each within its records, as many as stated |
//! | sheet | begins with its first record, ends with its last, shares no byte with another |
//! | size of the sheet | at most 65536 rows and 256 columns, not far above what is filled |
//! | cell | as long as its kind asks for, within 65536 rows and 256 columns, given once, its text known |

use super::compound::damaged;
use crate::error::{Error, Result};

const FORMULA: u16 = 0x0006;
const LAST: u16 = 0x000A;
const NAME: u16 = 0x0018;
const PASSWORD: u16 = 0x002F;
const CONTINUED: u16 = 0x003C;
const SHEET: u16 = 0x0085;
const NUMBERS: u16 = 0x00BD;
const RICH_TEXT: u16 = 0x00D6;
const MERGED: u16 = 0x00E5;
const TEXTS: u16 = 0x00FC;
const SHARED_TEXT: u16 = 0x00FD;
const SIZE: u16 = 0x0200;
const NUMBER: u16 = 0x0203;
const TEXT: u16 = 0x0204;
const TRUTH: u16 = 0x0205;
const RESULT: u16 = 0x0207;
const SHORT_NUMBER: u16 = 0x027E;
const FIRST: u16 = 0x0809;

/// What a sheet of cells says of itself. One of a chart has numbers of its series, which may stand twice.
const CELLS: usize = 0x0010;
/// The longest record.
const LONGEST: usize = 8224;
/// The longest formula.
const FORMULA_LONGEST: usize = 1800;
const COLUMNS: usize = 256;
const ROWS: usize = 65_536;
/// Places that may stand empty, and characters that texts may have in all, whatever the stream holds.
const SPARE: usize = 1 << 22;
const CHARACTERS: usize = 1 << 26;

/// Refuses a stream that would ask for more than it holds, or give cells that it does not.
pub(super) fn require_sound(stream: &[u8]) -> Result<()> {
    let mut book = Book::default();
    let mut end = book.read(stream)?;
    book.sheets.sort_unstable();
    for sheet in std::mem::take(&mut book.sheets) {
        if sheet < end {
            return Err(damaged("two of its sheets share their records"));
        }
        end = book.sheet(stream, sheet)?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Record<'a> {
    kind: u16,
    bytes: &'a [u8],
    /// Where the next one begins.
    end: usize,
}

impl<'a> Record<'a> {
    fn at(stream: &'a [u8], at: usize) -> Result<Self> {
        let head = stream.get(at..).and_then(|rest| rest.get(..4));
        let Some(head) = head else {
            return Err(damaged("its records end before the last"));
        };
        let length = half(head, 2);
        let end = at + 4 + length;
        match stream.get(at + 4..end) {
            Some(bytes) if length <= LONGEST => Ok(Self {
                kind: half(head, 0) as u16,
                bytes,
                end,
            }),
            _ => Err(damaged("a record is longer than it can be")
                .found(format!("{length} bytes at byte {at} of its stream"))),
        }
    }

    /// The same with the records that continue it.
    fn parts(self, stream: &'a [u8]) -> Result<Vec<&'a [u8]>> {
        let (mut parts, mut at) = (vec![self.bytes], self.end);
        while at < stream.len() {
            let next = Self::at(stream, at)?;
            if next.kind != CONTINUED {
                break;
            }
            parts.push(next.bytes);
            at = next.end;
        }
        Ok(parts)
    }

    fn require(self, least: usize) -> Result<Self> {
        if self.bytes.len() >= least {
            return Ok(self);
        }
        Err(damaged("a record is too short")
            .expected(format!("{least} bytes"))
            .found(format!(
                "{} in one of kind {:#06x}",
                self.bytes.len(),
                self.kind
            )))
    }
}

#[derive(Default)]
struct Book {
    /// Where the sheets begin.
    sheets: Vec<usize>,
    /// Characters of the shared texts.
    texts: Vec<usize>,
    /// Of all sheets: rectangles around the cells, cells, characters of their texts.
    held: usize,
    filled: usize,
    characters: usize,
}

impl Book {
    /// The workbook's own records. Gives where they end.
    fn read(&mut self, stream: &[u8]) -> Result<usize> {
        let mut record = Record::at(stream, 0)?;
        if record.kind != FIRST {
            return Err(damaged("its stream does not begin as one of a workbook"));
        }
        record.require(4)?;
        while record.kind != LAST {
            match record.kind {
                PASSWORD => {
                    return Err(Error::parse("the workbook is protected by a password")
                        .hint("Save it without one"));
                }
                SHEET => self.sheets.push(word(record.require(8)?.bytes, 0)),
                TEXTS => self.texts = texts(&record.require(8)?.parts(stream)?)?,
                NAME => {
                    let bytes = record.require(14)?.bytes;
                    record.require(14 + half(bytes, 4))?;
                }
                _ => {}
            }
            record = Record::at(stream, record.end)?;
        }
        Ok(record.end)
    }

    /// The records of a sheet. Gives where they end. What is embedded in it, a chart say, has no cells of its own.
    fn sheet(&mut self, stream: &[u8], at: usize) -> Result<usize> {
        let mut record = Record::at(stream, at)?;
        if record.kind != FIRST {
            return Err(damaged("a sheet does not begin where it should")
                .found(format!("byte {at} of its stream")));
        }
        let cells_of_its_own = half(record.require(4)?.bytes, 2) == CELLS;
        let (mut depth, mut stated, mut cells) = (1, 0, Vec::new());
        while depth > 0 {
            record = Record::at(stream, record.end)?;
            match record.kind {
                FIRST => depth += 1,
                LAST => depth -= 1,
                SIZE if depth == 1 => stated = stated.max(area(record)?),
                _ if depth == 1 => self.cell(record, &mut cells)?,
                _ => {}
            }
        }
        cells.sort_unstable();
        if cells_of_its_own {
            require_once(&cells)?;
        }
        self.held += around(&cells);
        self.filled += cells.len();
        let most = SPARE + 16 * self.filled;
        if self.held > most || stated > most {
            return Err(
                Error::parse("the cells of the workbook stand too far apart")
                    .expected(format!("rectangles of at most {most} cells"))
                    .found(self.held.max(stated))
                    .hint("delete what stands far from the table, and save the workbook again"),
            );
        }
        Ok(record.end)
    }

    /// A record within a sheet that may be one of cells.
    fn cell(&mut self, record: Record<'_>, cells: &mut Vec<[usize; 2]>) -> Result<()> {
        let bytes = record.bytes;
        match record.kind {
            NUMBER => record.require(14)?,
            SHORT_NUMBER | SHARED_TEXT => record.require(10)?,
            TRUTH | TEXT | RICH_TEXT => record.require(8)?,
            FORMULA => record.require(22)?,
            NUMBERS => return several(record.require(12)?, cells),
            MERGED => {
                let count = half(record.require(2)?.bytes, 0);
                return record.require(2 + 8 * count).map(|_| ());
            }
            RESULT => {
                let length = half(record.require(2)?.bytes, 0);
                return self.add_characters(length);
            }
            _ => return Ok(()),
        };
        match record.kind {
            FORMULA => {
                let length = half(bytes, 20);
                record.require(22 + length)?;
                if length > FORMULA_LONGEST {
                    return Err(damaged("a formula is longer than it can be").found(length));
                }
            }
            TEXT | RICH_TEXT => {
                let length = half(bytes, 6);
                record.require(8 + length)?;
                self.add_characters(length)?;
            }
            SHARED_TEXT => {
                let text = word(bytes, 6);
                let length = self.texts.get(text).copied();
                let known = length.ok_or_else(|| {
                    damaged("a cell has a text that is none of the shared ones")
                        .expected(format!("below {}", self.texts.len()))
                        .found(text)
                });
                self.add_characters(known?)?;
            }
            _ => {}
        }
        cells.push(placed(half(bytes, 0), half(bytes, 2))?);
        Ok(())
    }

    /// One shared text may stand in many cells, each of which holds it.
    fn add_characters(&mut self, length: usize) -> Result<()> {
        self.characters += length;
        if self.characters <= CHARACTERS {
            return Ok(());
        }
        Err(Error::parse("the cells of the workbook hold too much text")
            .expected(format!("at most {CHARACTERS} characters")))
    }
}

fn placed(row: usize, column: usize) -> Result<[usize; 2]> {
    if column < COLUMNS {
        return Ok([row, column]);
    }
    Err(damaged("a cell stands outside of its sheet")
        .expected(format!("at most {ROWS} rows and {COLUMNS} columns"))
        .found(format!("row {}, column {}", row + 1, column + 1)))
}

/// Numbers side by side: row, first column, six bytes each, last column.
fn several(record: Record<'_>, cells: &mut Vec<[usize; 2]>) -> Result<()> {
    let bytes = record.bytes;
    let (row, first) = (half(bytes, 0), half(bytes, 2));
    let last = half(bytes, bytes.len() - 2);
    placed(row, last)?;
    if last < first || bytes.len() != 6 + 6 * (last - first + 1) {
        return Err(
            damaged("a row of numbers has another length").found(format!(
                "{} bytes in row {}",
                bytes.len(),
                row + 1
            )),
        );
    }
    cells.extend((first..=last).map(|column| [row, column]));
    Ok(())
}

/// What a sheet says of its size, in cells.
fn area(record: Record<'_>) -> Result<usize> {
    let bytes = record.bytes;
    let [top, bottom, left, right] = match bytes.len() {
        10 => [0, 2, 4, 6].map(|at| half(bytes, at)),
        14 | 16 => [
            word(bytes, 0),
            word(bytes, 4),
            half(bytes, 8),
            half(bytes, 10),
        ],
        _ => return Err(damaged("the size of a sheet is unreadable")),
    };
    let empty = (bottom == 0 || right == 0) && top <= ROWS && left <= COLUMNS;
    if !empty && (bottom > ROWS || right > COLUMNS || top >= bottom || left >= right) {
        let found = format!("rows {top} to {bottom}, columns {left} to {right}");
        return Err(damaged("a sheet has an impossible size").found(found));
    }
    Ok(bottom.saturating_sub(top) * right)
}

/// Sorted cells, of which none may be given twice.
fn require_once(cells: &[[usize; 2]]) -> Result<()> {
    let Some(twice) = cells.windows(2).find(|pair| pair[0] == pair[1]) else {
        return Ok(());
    };
    let [row, column] = twice[0];
    let found = format!("row {}, column {}", row + 1, column + 1);
    Err(damaged("a cell is given twice").found(found))
}

/// The cells of the rectangle around these sorted ones.
fn around(cells: &[[usize; 2]]) -> usize {
    let (Some(first), Some(last)) = (cells.first(), cells.last()) else {
        return 0;
    };
    let columns = || cells.iter().map(|cell| cell[1]);
    let (left, right) = (columns().min(), columns().max());
    let width = right.unwrap_or(0) - left.unwrap_or(0) + 1;
    (last[0] - first[0] + 1) * width
}

/// Characters of each shared text. In each part that goes on in the midst of a text, characters are one or two bytes anew.
fn texts(parts: &[&[u8]]) -> Result<Vec<usize>> {
    let cut = || damaged("a shared text is cut off");
    let stated = word(parts[0], 4);
    let mut lengths = Vec::new();
    let mut parts = parts.iter();
    let mut rest = parts.next().map_or(&[][..], |part| &part[8..]);
    loop {
        if rest.is_empty() {
            match parts.next() {
                Some(part) => rest = part,
                None => break,
            }
        }
        let (length, runs, extra, head) = head(rest).ok_or_else(cut)?;
        let mut wide = usize::from(rest[2] & 1);
        rest = &rest[head..];
        let mut left = length;
        loop {
            let some = left.min(rest.len() >> wide);
            rest = &rest[some << wide..];
            left -= some;
            if left == 0 {
                break;
            }
            let (flags, behind) = parts
                .next()
                .and_then(|part| part.split_first())
                .ok_or_else(cut)?;
            (wide, rest) = (usize::from(flags & 1), behind);
        }
        let mut left = 4 * runs + extra;
        while left > rest.len() {
            left -= rest.len();
            rest = parts.next().ok_or_else(cut)?;
        }
        rest = &rest[left..];
        lengths.push(length);
    }
    if lengths.len() == stated {
        return Ok(lengths);
    }
    Err(damaged("its shared texts are of another number")
        .expected(stated)
        .found(lengths.len()))
}

/// What stands before the characters of a shared text: how many they are, how many runs of fonts and other bytes follow, its own length.
fn head(bytes: &[u8]) -> Option<(usize, usize, usize, usize)> {
    let flags = *bytes.get(2)?;
    let (runs_at, mut end) = (3, 3);
    let mut runs = 0;
    if flags & 8 != 0 {
        end += 2;
        runs = half(bytes.get(..end)?, runs_at);
    }
    let mut extra = 0;
    if flags & 4 != 0 {
        extra = word(bytes.get(..end + 4)?, end);
        end += 4;
    }
    Some((half(bytes, 0), runs, extra, end))
}

fn half(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
}

fn word(bytes: &[u8], at: usize) -> usize {
    half(bytes, at) | half(bytes, at + 2) << 16
}
