//! Workbooks (xlsx) that ask for more than they hold.

use std::io::{Cursor, Read};

use leontief::read::NbsWorkbook;
use rust_xlsxwriter::Workbook;

use crate::book::{text, workbook};
use crate::published::{Folder, zipped};

#[test]
fn a_cell_in_the_last_corner_of_a_sheet_does_not_make_a_table_of_all_cells() {
    let folder = Folder::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_number(0, 0, 1.0).unwrap();
    sheet.write_number(1_048_575, 16_383, 1.0).unwrap();
    let path = folder.put("far.xlsx", book.save_to_buffer().unwrap());
    let error = NbsWorkbook::open(&path).map(|_| ()).unwrap_err();
    let message = error.to_string();
    assert_eq!(error.file(), Some(&*path.join("Sheet1")), "{message}");
    for part in ["too far apart", "row 1048576, column 16384", "delete what"] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn the_number_of_shared_texts_is_not_believed() {
    let folder = Folder::new();
    let path = workbook(&folder, "texts.xlsx", &[("1", vec![vec![text("a")]])]);
    let bytes = std::fs::read(&path).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for k in 0..archive.len() {
        let mut part = archive.by_index(k).unwrap();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        let more = content.replace("uniqueCount=\"1\"", "uniqueCount=\"99999999999\"");
        assert_eq!(more != content, part.name() == "xl/sharedStrings.xml");
        parts.push((part.name().to_owned(), more));
    }
    let path = folder.put("texts.xlsx", zipped(&parts));
    let error = NbsWorkbook::open(&path).map(|_| ()).unwrap_err();
    let message = error.to_string();
    assert_eq!(error.file(), Some(&*path), "{message}");
    assert!(message.contains("99999999999 shared texts in"), "{message}");
}
