//! Binary workbooks (xlsb): records in the parts of a zip archive, as [MS-XLSB] describes them.
//!
//! Values only: formulas count by their stored results, formats are not read, so that a date is its number.

use std::io::{BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::cells::{Cells, Rows};
use super::workbook::broken;
use crate::error::Result;
use crate::run::Run;

const WORKBOOK: &str = "xl/workbook.bin";
const RELATIONS: &str = "xl/_rels/workbook.bin.rels";
const STRINGS: &str = "xl/sharedStrings.bin";

// types of records
const ROW: u32 = 0;
const SHARED: u32 = 19;
const RICH: u32 = 62;
const BEGIN_DATA: u32 = 145;
const END_DATA: u32 = 146;
const DIMENSION: u32 = 148;
const SHEET: u32 = 156;

/// A binary workbook in memory.
pub(super) struct Xlsb {
    file: PathBuf,
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// Names of sheets and of the parts that hold them.
    sheets: Vec<(String, String)>,
    strings: Vec<String>,
}

impl Xlsb {
    /// Whether these bytes are a binary workbook.
    pub(super) fn is(bytes: &[u8]) -> bool {
        let archive = ZipArchive::new(Cursor::new(bytes));
        archive.is_ok_and(|archive| archive.index_for_name(WORKBOOK).is_some())
    }

    pub(super) fn open(bytes: Vec<u8>, file: &Path) -> Result<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes));
        let mut book = Self {
            archive: archive.map_err(|error| broken(&error, file))?,
            file: file.to_owned(),
            sheets: Vec::new(),
            strings: Vec::new(),
        };
        book.sheets = book.list()?;
        if book.archive.index_for_name(STRINGS).is_some() {
            book.strings = book.shared()?;
        }
        Ok(book)
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The cells of a sheet.
    pub(super) fn cells(&mut self, name: &str, run: &Run) -> Result<Cells> {
        let known = self.sheets.iter().find(|(known, _)| known == name);
        let part = known.map(|(_, part)| part.clone()).unwrap_or_default();
        let place = self.file.join(name);
        let Self {
            archive, strings, ..
        } = self;
        let member = archive.by_name(&part);
        let member = member.map_err(|error| broken(&error, &place))?;
        let mut records = Records::of(member, &place);
        let mut cells = Cells::default();
        let (mut row, mut rows, mut stated) = (0, None, 1);
        while let Some(kind) = records.next()? {
            if kind == DIMENSION {
                stated = (records.number(4)? as usize).saturating_add(1);
            }
            match (&mut rows, kind) {
                (None, BEGIN_DATA) => rows = Some(Rows::of(run, stated)),
                (Some(_), END_DATA) => {
                    records.finish()?;
                    if let Some(rows) = rows {
                        rows.end(&place)?;
                    }
                    return Ok(cells);
                }
                (Some(rows), ROW) => {
                    row = records.number(0)? as usize;
                    rows.begin(row, &place)?;
                }
                (Some(_), _) => records.put(kind, row, strings, &mut cells)?,
                (None, _) => {}
            }
        }
        Err(broken(&"the sheet ends before its last row", &place))
    }

    /// Sheets by name, with the parts that the relations lead to.
    fn list(&mut self) -> Result<Vec<(String, String)>> {
        let mut relations = String::new();
        let part = self.archive.by_name(RELATIONS);
        let read = part.map_err(|error| broken(&error, &self.file))?;
        let mut read = read;
        let done = read.read_to_string(&mut relations);
        done.map_err(|error| broken(&error, &self.file))?;
        drop(read);
        let targets = targets(&relations);
        let file = self.file.clone();
        let mut sheets = Vec::new();
        self.each(WORKBOOK, |kind, records| {
            if kind != SHEET {
                return Ok(());
            }
            let (id, behind) = records.text(8)?;
            let (name, _) = records.text(behind)?;
            let target = targets.iter().find(|(known, _)| *known == id);
            let (_, part) = target.ok_or_else(|| {
                let what = format!("no part for the sheet `{name}`");
                broken(&what, &file)
            })?;
            sheets.push((name, part.clone()));
            Ok(())
        })?;
        Ok(sheets)
    }

    fn shared(&mut self) -> Result<Vec<String>> {
        let mut strings = Vec::new();
        self.each(STRINGS, |kind, records| {
            if kind == SHARED {
                strings.push(records.text(1)?.0);
            }
            Ok(())
        })?;
        Ok(strings)
    }

    /// All records of a part.
    fn each(
        &mut self,
        part: &str,
        mut take: impl FnMut(u32, &Records<'_, zip::read::ZipFile<'_, Cursor<Vec<u8>>>>) -> Result<()>,
    ) -> Result<()> {
        let member = self.archive.by_name(part);
        let member = member.map_err(|error| broken(&error, &self.file))?;
        let mut records = Records::of(member, &self.file);
        while let Some(kind) = records.next()? {
            take(kind, &records)?;
        }
        Ok(())
    }
}

/// Records one after the other: a type, a length, and so many bytes.
struct Records<'a, R: Read> {
    source: BufReader<R>,
    record: Vec<u8>,
    place: &'a Path,
}

impl<'a, R: Read> Records<'a, R> {
    fn of(source: R, place: &'a Path) -> Self {
        Self {
            source: BufReader::with_capacity(1 << 16, source),
            record: Vec::new(),
            place,
        }
    }

    /// The type of the next record, whose bytes are then held; nothing at the end of the part.
    fn next(&mut self) -> Result<Option<u32>> {
        let Some(kind) = self.seven_bits(2)? else {
            return Ok(None);
        };
        let length = self.seven_bits(4)?.unwrap_or(0);
        self.record.clear();
        // grows with the bytes that are there, whatever the length says
        let read = (&mut self.source)
            .take(u64::from(length))
            .read_to_end(&mut self.record);
        match read {
            Ok(read) if read == length as usize => Ok(Some(kind)),
            Ok(_) => Err(broken(&"a record is cut off", self.place)),
            Err(error) => Err(broken(&error, self.place)),
        }
    }

    /// A number in at most `most` bytes of seven bits each, the last one without the eighth bit.
    fn seven_bits(&mut self, most: u32) -> Result<Option<u32>> {
        let mut value = 0;
        for k in 0..most {
            let mut byte = [0];
            match self.source.read(&mut byte) {
                Ok(0) if k == 0 => return Ok(None),
                Ok(0) => return Err(broken(&"a record is cut off", self.place)),
                Ok(_) => {}
                Err(error) => return Err(broken(&error, self.place)),
            }
            value |= u32::from(byte[0] & 0x7f) << (7 * k);
            if byte[0] & 0x80 == 0 {
                break;
            }
        }
        Ok(Some(value))
    }

    /// Reads the rest, so that the checksum of the part is compared.
    fn finish(&mut self) -> Result<()> {
        let read = std::io::copy(&mut self.source, &mut std::io::sink());
        read.map_err(|error| broken(&error, self.place))?;
        Ok(())
    }

    fn bytes<const N: usize>(&self, at: usize) -> Result<[u8; N]> {
        let bytes = at
            .checked_add(N)
            .and_then(|end| self.record.get(at..end))
            .and_then(|bytes| bytes.try_into().ok());
        bytes.ok_or_else(|| broken(&"a record is too short", self.place))
    }

    fn number(&self, at: usize) -> Result<u32> {
        Ok(u32::from_le_bytes(self.bytes(at)?))
    }

    /// A text in UTF-16 behind its length, and the place behind it.
    fn text(&self, at: usize) -> Result<(String, usize)> {
        let length = match self.number(at)? {
            u32::MAX => 0,
            length => length as usize,
        };
        let end = length.checked_mul(2).and_then(|n| n.checked_add(at + 4));
        let bytes = end.and_then(|end| self.record.get(at + 4..end));
        let bytes = bytes.ok_or_else(|| broken(&"a text is cut off", self.place))?;
        let units = bytes
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let text = char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}'));
        Ok((text.collect(), at + 4 + bytes.len()))
    }

    /// The record as a cell, where it is one: its column, four bytes of format, its value.
    fn put(&self, kind: u32, row: usize, strings: &[String], cells: &mut Cells) -> Result<()> {
        if !matches!(kind, 2..=11 | RICH) {
            return Ok(());
        }
        let column = self.number(0)? as usize;
        let put = match kind {
            2 => cells.put_number(row, column, rounded(self.number(8)?)),
            5 | 9 => cells.put_number(row, column, f64::from_le_bytes(self.bytes(8)?)),
            6 | 8 => cells.put_text(row, column, &self.text(8)?.0),
            RICH => cells.put_text(row, column, &self.text(9)?.0),
            7 => {
                let number = self.number(8)? as usize;
                let text = strings.get(number);
                let text = text.ok_or_else(|| {
                    let what = format!("there is no shared text number {number}");
                    broken(&what, self.place)
                })?;
                cells.put_text(row, column, text)
            }
            4 | 10 => {
                let [byte] = self.bytes(8)?;
                cells.put_other(row, column, (byte != 0).to_string())
            }
            _ => {
                let [code] = self.bytes(8)?;
                cells.put_other(row, column, error_value(code).to_owned())
            }
        };
        put.map_err(|error| error.in_file(self.place))
    }
}

/// A number in 30 bits: a whole one, or the upper bits of a float; perhaps in hundredths.
fn rounded(bits: u32) -> f64 {
    let value = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from(bits.cast_signed() >> 2),
    };
    if bits & 1 == 0 { value } else { value / 100.0 }
}

fn error_value(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "an error value",
    }
}

/// Identifiers and parts in a file of relations.
fn targets(relations: &str) -> Vec<(String, String)> {
    let elements = relations.split('<').filter(|element| {
        let name = element.split_whitespace().next().unwrap_or_default();
        name == "Relationship"
    });
    let pairs = elements.filter_map(|element| {
        let target = attribute(element, "Target")?;
        let part = match target.strip_prefix('/') {
            Some(from_root) => from_root.to_owned(),
            None => format!("xl/{target}"),
        };
        Some((attribute(element, "Id")?.to_owned(), part))
    });
    pairs.collect()
}

fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let start = element.find(&format!(" {name}=\""))? + name.len() + 3;
    element[start..].split('"').next()
}

#[cfg(test)]
mod tests {
    use super::{attribute, rounded, targets};

    #[test]
    fn short_numbers_are_whole_or_floats_or_hundredths() {
        assert_eq!(rounded(((-7_i32 << 2) as u32) | 2), -7.0);
        assert_eq!(rounded((1234 << 2) | 3), 12.34);
        assert_eq!(rounded((1.5_f64.to_bits() >> 32) as u32), 1.5);
        assert_eq!(rounded((150.0_f64.to_bits() >> 32) as u32 | 1), 1.5);
    }

    #[test]
    fn relations_lead_to_parts() {
        let text = "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.bin\"/>\
                    <Relationship Target=\"/xl/x.bin\" Id=\"b\"/></Relationships>";
        let expected = [("rId1", "xl/worksheets/sheet1.bin"), ("b", "xl/x.bin")];
        let expected = expected.map(|(id, part)| (id.to_owned(), part.to_owned()));
        assert_eq!(targets(text), expected);
        assert_eq!(attribute("a b=\"c", "b"), Some("c"));
    }
}
