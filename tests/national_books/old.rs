//! Workbooks of the old format (xls): read back cell by cell; chains that lead in circles, counts and places that are not so.

use std::path::Path;

use leontief::Result;
use leontief::read::NbsWorkbook;
use leontief::table::{CompetitiveTable, Tolerance};

use crate::nbs_mini::{Layout, Table};
use crate::old_book::{
    Compound, END, FIRST, FREE, Kept, LAST, NUMBER, OldBook, SIZE, TEXT, TEXTS, number, place,
};
use crate::published::{Folder, assert_placed, assert_sources};

const KEPT: [Kept; 3] = [Kept::Large, Kept::Short, Kept::Listed];

fn read(path: &Path) -> Result<CompetitiveTable> {
    let draft = NbsWorkbook::open(path)?.draft(2007)?;
    draft.tolerance(Tolerance::absolute(1e-9)).check()
}

fn assert_is(read: &CompetitiveTable, table: &Table) {
    assert_eq!(read.flows(), table.flows);
    assert_eq!(read.finals(), table.finals);
    assert_eq!(read.imports(), table.imports);
    assert_eq!(read.output(), table.output);
    assert_eq!(read.exports().total(), table.exports.sum());
    let codes: Vec<&str> = read.sectors().codes().iter().map(AsRef::as_ref).collect();
    assert_eq!(codes, ["01", "02", "03"]);
}

fn table() -> Table {
    Table::new(5)
}

fn book() -> OldBook {
    OldBook::packed(&table().sheet(Layout::Y2007))
}

fn compound(kept: Kept) -> Compound {
    Compound::of(book().stream(), kept)
}

#[track_caller]
fn assert_refused(bytes: &[u8], parts: &[&str]) {
    let folder = Folder::new();
    let path = folder.put("cn2007.xls", bytes);
    let error = NbsWorkbook::open(&path).map(|_| ()).unwrap_err();
    assert_placed(&error, &path, None, parts);
}

/// The workbook with other records of its sheet or its own.
#[track_caller]
fn assert_record_refused(change: impl FnOnce(&mut OldBook), parts: &[&str]) {
    let mut book = book();
    change(&mut book);
    assert_refused(&Compound::of(book.stream(), Kept::Large).bytes, parts);
}

#[test]
fn old_workbooks_give_the_table_however_they_are_kept() {
    let folder = Folder::new();
    let cells = table().sheet(Layout::Y2007);
    for (book, kept) in [
        (OldBook::packed(&cells), Kept::Large),
        (OldBook::packed(&cells), Kept::Short),
        (OldBook::packed(&cells), Kept::Listed),
        (OldBook::of(&cells), Kept::Large),
    ] {
        let path = folder.put("cn2007.xls", Compound::of(book.stream(), kept).bytes);
        let read = read(&path).unwrap();
        assert_is(&read, &table());
        // of the published file, not of what is made of it
        assert_sources(read.provenance(), &[&path]);
    }
}

#[test]
fn shared_texts_go_on_in_further_records() {
    let mut book = book();
    let at = book
        .own
        .iter()
        .position(|record| record.0 == TEXTS)
        .unwrap();
    // behind the first character of the first text, which goes on in two bytes a character
    let rest = book.own[at].1.split_off(8 + 3 + 2);
    let rest = [vec![1], rest].concat();
    book.own.insert(at + 1, (0x003C, rest));
    let folder = Folder::new();
    let path = folder.put("cn2007.xls", Compound::of(book.stream(), Kept::Large).bytes);
    assert_is(&read(&path).unwrap(), &table());
    // as if one byte a character followed
    book.own[at + 1].1[0] = 0;
    assert_refused(
        &Compound::of(book.stream(), Kept::Large).bytes,
        &["the workbook is damaged", "save it again"],
    );
}

#[test]
fn every_chain_that_leads_in_a_circle_is_refused() {
    let made = compound(Kept::Large);
    for (at, to) in [
        (made.next(made.directory), made.directory),
        (made.next(made.short_table), made.short_table),
        (made.next(made.shorts.end - 1), made.shorts.start),
        (made.next(made.large.end - 1), made.large.start),
        (made.next(made.large.start + 2), made.large.start + 1),
        // one chain into another
        (made.next(made.large.end - 1), made.directory),
        // a sector of the list itself
        (48, made.tables.start),
    ] {
        let parts = ["which stands in a chain already", "the workbook is damaged"];
        assert_refused(&made.with(at, to), &parts);
    }
    let made = compound(Kept::Listed);
    let list = made.list.start;
    let last = made.at(list) + 4 * 127;
    assert_refused(&made.with(last, list), &["stands in a chain already"]);
    assert_refused(
        &made.with(76 + 4, made.tables.start),
        &["the list of sectors leads to sector", "in a chain already"],
    );
    let made = compound(Kept::Short);
    let table = made.at(made.short_table);
    let parts = ["a short stream leads in a circle", "save it again"];
    assert_refused(&made.with(table + 4, 0), &parts);
    assert_refused(&made.with(table, 0), &parts);
    // the directory: an entry that stands beside itself
    let made = compound(Kept::Large);
    let beside = made.at(made.directory) + 128 + 68;
    assert_refused(&made.with(beside, 1), &["directory leads in a circle"]);
}

#[test]
fn chains_that_leave_the_file_or_break_off_are_refused() {
    for kept in KEPT {
        let made = compound(kept);
        let sectors = (made.bytes.len() / 512 - 1) as u32;
        let start = made.large.start;
        if kept != Kept::Short {
            for to in [sectors, sectors + 1, 0xFFFF_FFF0, FREE] {
                let parts = ["leads out of the file"];
                assert_refused(&made.with(made.next(start), to), &parts);
            }
            let parts = ["has another length", "sectors of 512 bytes"];
            assert_refused(&made.with(made.next(start), END), &parts);
            // the second is left out
            let bytes = made.with(made.next(start), start + 2);
            assert_refused(&bytes, &["has another length"]);
        }
        let length = made.at(made.directory) + 128 + 120;
        for other in [0, 64, 1 << 20, u32::MAX] {
            let parts = ["the workbook is damaged"];
            assert_refused(&made.with(length, other), &parts);
        }
        for at in [44, 64, 72] {
            assert_refused(&made.with(at, 90), &["counts", "wrongly", "found"]);
            assert_refused(&made.with(at, u32::MAX), &["counts", "wrongly"]);
        }
        let (first, last) = (made.at(0), made.bytes.len() - 1);
        for length in [9, 511, 512, first, first + 700, last] {
            assert_refused(&made.bytes[..length], &["save it again"]);
        }
    }
}

#[test]
fn a_file_without_a_workbook_is_called_so() {
    let made = compound(Kept::Large);
    let name = made.at(made.directory) + 128;
    let parts = ["holds no workbook", "without a password"];
    assert_refused(&made.with(name, u32::from(b'X')), &parts);
    assert_record_refused(
        |book| book.own.insert(1, (0x002F, vec![1, 0, 1, 0])),
        &["protected by a password", "Save it without one"],
    );
}

#[test]
fn an_embedded_workbook_is_not_taken_for_the_one_that_holds_it() {
    let mut made = compound(Kept::Large);
    let at = made.at(made.directory);
    // entry 1 keeps its name, but the root holds entry 3, a copy of it; entry 1 leads elsewhere
    let copy = made.bytes[at + 128..at + 256].to_vec();
    made.bytes[at + 384..at + 512].copy_from_slice(&copy);
    made.bytes[at + 76..at + 80].copy_from_slice(&3_u32.to_le_bytes());
    made.bytes[at + 128 + 116..at + 128 + 120].copy_from_slice(&2_u32.to_le_bytes());
    let folder = Folder::new();
    let path = folder.put("cn2007.xls", &made.bytes);
    assert_is(&read(&path).unwrap(), &table());
}

#[test]
fn cells_outside_of_a_sheet_or_given_twice_are_refused() {
    let add = |record| move |book: &mut OldBook| book.sheet.insert(2, record);
    assert_record_refused(
        add(number(4, 256, 1.0)),
        &["outside of its sheet", "row 5, column 257"],
    );
    assert_record_refused(
        add((0x00BD, [place(0, 250), vec![0; 36], vec![255, 0]].concat())),
        &["a row of numbers has another length", "in row 1"],
    );
    let numbers = [vec![0, 0, 255, 255], vec![0; 6], vec![255, 255]].concat();
    assert_record_refused(add((0x00BD, numbers)), &["outside of its sheet"]);
    assert_record_refused(
        |book| {
            let twice = book.sheet[2].clone();
            book.sheet.push((LAST, Vec::new()));
            book.sheet.insert(3, twice);
        },
        &["a cell is given twice"],
    );
    assert_record_refused(
        add(number(65_535, 255, 1.0)),
        &["stand too far apart", "delete what stands far"],
    );
    assert_record_refused(
        add((NUMBER, place(0, 0))),
        &["a record is too short", "expected 14 bytes"],
    );
    let text = [place(90, 0), 4000_u32.to_le_bytes().to_vec()].concat();
    assert_record_refused(add((TEXT, text)), &["none of the shared ones", "4000"]);
    let formula = [place(90, 0), vec![0; 14], vec![9, 0]].concat();
    assert_record_refused(add((0x0006, formula)), &["too short", "expected 31"]);
    let label = [place(90, 0), vec![0xFF, 0xFF, 0]].concat();
    assert_record_refused(add((0x0204, label)), &["too short"]);
    assert_record_refused(add((0x00E5, vec![9, 0, 1])), &["too short"]);
    assert_record_refused(add((0x0031, vec![0; 8225])), &["longer than it can be"]);
}

#[test]
fn sizes_and_counts_are_not_believed() {
    let size = |bottom: u32, right: u16| {
        move |book: &mut OldBook| {
            let mut size = [0, bottom].map(u32::to_le_bytes).concat();
            size.extend([0, right, 0].map(u16::to_le_bytes).concat());
            assert_eq!(book.sheet[1].0, SIZE);
            book.sheet[1].1 = size;
        }
    };
    assert_record_refused(size(u32::MAX, 256), &["impossible size", "4294967295"]);
    assert_record_refused(size(65_536, 257), &["impossible size", "0 to 257"]);
    assert_record_refused(size(65_536, 256), &["too far apart", "16777216"]);
    assert_record_refused(
        |book| book.sheet[1].1[..4].copy_from_slice(&[90, 0, 0, 0]),
        &["impossible size"],
    );
    assert_record_refused(|book| book.sheet[1].1.truncate(9), &["size of a sheet"]);
    let texts = |change: fn(&mut Vec<u8>)| {
        move |book: &mut OldBook| {
            let texts = book.own.iter_mut().find(|record| record.0 == TEXTS);
            change(&mut texts.unwrap().1);
        }
    };
    let number = ["shared texts are of another number", "found"];
    assert_record_refused(texts(|bytes| bytes[4] += 1), &number);
    let cut = ["a shared text is cut off"];
    assert_record_refused(texts(|bytes| bytes[9] = 0xFF), &cut);
    // bytes of phonetic signs that are not there
    let signs = texts(|bytes| {
        bytes[10] |= 4;
        bytes.splice(11..11, [0, 0, 0, 0x7F]);
    });
    assert_record_refused(signs, &cut);
}

#[test]
fn sheets_begin_with_their_first_record_and_share_none() {
    assert_record_refused(|book| book.entries = 2, &["share their records"]);
    assert_record_refused(
        |book| drop(book.sheet.remove(0)),
        &["a sheet does not begin where it should"],
    );
    assert_record_refused(
        |book| drop(book.own.remove(0)),
        &["does not begin as one of a workbook"],
    );
    // a chart that does not end: zeros follow, which are records of no length up to the end of the stream
    assert_record_refused(
        |book| book.sheet.insert(2, (FIRST, vec![0, 6, 0x20, 0])),
        &["its records end before the last"],
    );
    // one that ends is left out, with what stands in it
    let mut book = book();
    let chart = [
        (FIRST, vec![0, 6, 0x20, 0]),
        number(0, 0, 7.0),
        (LAST, Vec::new()),
    ];
    book.sheet.splice(2..2, chart);
    let folder = Folder::new();
    let path = folder.put("cn2007.xls", Compound::of(book.stream(), Kept::Large).bytes);
    assert_is(&read(&path).unwrap(), &table());
}

/// Whatever leads to the stream is checked: no byte of it makes another table.
#[test]
fn a_byte_of_the_container_never_makes_another_table() {
    let folder = Folder::new();
    for kept in [Kept::Large, Kept::Short] {
        let made = compound(kept);
        let directory = made.at(made.directory);
        let table_of_shorts = made.at(made.short_table);
        let tables = made.at(made.tables.start);
        let ranges = [0..130, 500..512, directory..directory + 512]
            .into_iter()
            .chain([table_of_shorts, tables].map(|at| at..at + 200));
        let (mut same, mut refused) = (0, 0);
        for at in ranges.flatten() {
            let mut bytes = made.bytes.clone();
            bytes[at] = bytes[at].wrapping_add(1 + (at % 255) as u8);
            let path = folder.put("cn2007.xls", &bytes);
            match read(&path) {
                Ok(read) => {
                    assert_is(&read, &table());
                    same += 1;
                }
                Err(error) => {
                    assert_eq!(error.file(), Some(&*path), "{error}");
                    refused += 1;
                }
            }
        }
        assert!(
            same > 100 && refused > 100,
            "{same} the same, {refused} refused"
        );
    }
}
