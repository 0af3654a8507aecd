//! Bytes of a workbook changed at random: nothing panics, and a table that is made has no cell that the file has not.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use leontief::read::{self, Options};
use leontief::table::{PrimaryKind, Tolerance, WorldDraft};
use proptest::prelude::*;

use crate::layouts::assert_is;
use crate::mini::{DATABASES, Database, Mini};
use crate::published::{Change, Folder, changed, changes, zipped};
use crate::sheet::Format;

/// The parts of a workbook.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let parts = (0..archive.len()).map(|k| {
        let mut member = archive.by_index(k).unwrap();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        (member.name().to_owned(), bytes)
    });
    parts.collect()
}

/// Every number that a sheet may hold: texts between tags, and any eight or four bytes.
fn numbers(part: &[u8]) -> HashSet<u64> {
    let texts = part.split(|byte| b"<>".contains(byte));
    let texts = texts.filter_map(|text| std::str::from_utf8(text).ok());
    let texts = texts.filter_map(|text| text.trim().parse::<f64>().ok());
    let floats = part
        .windows(8)
        .map(|bytes| f64::from_le_bytes(bytes.try_into().unwrap()));
    let short = part.windows(4).flat_map(|bytes| {
        let bits = u32::from_le_bytes(bytes.try_into().unwrap());
        let whole = f64::from(bits.cast_signed() >> 2);
        let float = f64::from_bits(u64::from(bits & !3) << 32);
        [whole, whole / 100.0, float, float / 100.0]
    });
    let known = texts.chain(floats).chain(short);
    // a formula's text or a shared text may be a number, too
    known.map(f64::to_bits).collect()
}

fn compare(
    draft: leontief::Result<WorldDraft>,
    parts: &[(String, Vec<u8>)],
) -> Result<(), TestCaseError> {
    let table = draft.and_then(|draft| draft.tolerance(Tolerance::absolute(1e9)).check());
    let Ok(table) = table else {
        return Ok(());
    };
    let known: HashSet<u64> = parts.iter().flat_map(|(_, part)| numbers(part)).collect();
    let rows = table.primary().rows().iter();
    let rows = rows.filter(|row| row.kind != PrimaryKind::Other);
    let primary = rows.flat_map(|row| row.by_producer.iter().chain(&row.by_final_use));
    let (flows, finals, output) = (table.flows(), table.final_use(), table.output());
    let cells = flows.iter().chain(&finals).chain(&output).chain(primary);
    for cell in cells {
        prop_assert!(*cell == 0.0 || known.contains(&cell.to_bits()), "{cell}");
    }
    Ok(())
}

fn damaged(
    database: Database,
    format: Format,
    part: usize,
    changes: &[Change],
) -> Result<(), TestCaseError> {
    let folder = Folder::new();
    let book = Mini::new(database, 5).book().bytes(format);
    let mut parts = parts(&book);
    let k = part % parts.len();
    parts[k].1 = changed(&parts[k].1, changes);
    // packed again, so that checksums are right and the reader meets the damage
    let name = database.file().replace(".xlsb", "").replace(".xlsx", "");
    let end = if format == Format::Xlsb {
        "xlsb"
    } else {
        "xlsx"
    };
    let path = folder.put(&format!("{name}.{end}"), zipped(&parts));
    compare(database.read(path, &Options::new()), &parts)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn damaged_parts_of_binary_workbooks_are_refused_or_read_as_they_stand(
        database in 0..3_usize, part in 0..64_usize, changes in changes()
    ) {
        damaged(DATABASES[database], Format::Xlsb, part, &changes)?;
    }

    #[test]
    fn damaged_parts_of_workbooks_are_refused_or_read_as_they_stand(
        database in 0..3_usize, part in 0..64_usize, changes in changes()
    ) {
        damaged(DATABASES[database], Format::Xlsx, part, &changes)?;
    }

    #[test]
    fn damaged_archives_never_panic(binary: bool, changes in changes()) {
        let folder = Folder::new();
        let format = if binary { Format::Xlsb } else { Format::Xlsx };
        let bytes = changed(Mini::new(Database::Wiod2016, 5).book().bytes(format), &changes);
        let path = folder.put("WIOT2009_Nov16_ROW.xlsb", &bytes);
        let draft = read::wiod2016(&path);
        if let Ok(draft) = draft {
            // what was changed is of no part that is read
            let table = draft.tolerance(Tolerance::absolute(1e9)).check().unwrap();
            assert_is(&table, &Mini::new(Database::Wiod2016, 5));
        }
    }
}

/// Where a checksum is wrong, no number is read: one byte after the other.
#[test]
fn a_byte_of_a_packed_sheet_is_never_another_number() {
    let folder = Folder::new();
    let mini = Mini::new(Database::Wiod2016, 5);
    for format in [Format::Xlsx, Format::Xlsb] {
        let book = mini.book().bytes(format);
        for at in (0..book.len()).step_by(61) {
            let mut bytes = book.clone();
            bytes[at] = !bytes[at];
            let path = folder.put("WIOT2009_Nov16_ROW.xlsb", &bytes);
            if let Ok(draft) = read::wiod2016(&path) {
                let table = draft.tolerance(Tolerance::absolute(1e9)).check().unwrap();
                assert_is(&table, &mini);
            }
        }
    }
}
