//! How much memory the reading of a workbook takes at its peak, in numbers of eight bytes for each cell, the bytes of the file not
//! included. The test is alone in its binary: others would take memory beside it.
#![cfg(all(feature = "workbooks", feature = "excel"))]

#[path = "wiod_books/mini.rs"]
#[allow(dead_code)]
mod mini;
#[path = "common/published.rs"]
mod published;
#[path = "wiod_books/sheet.rs"]
#[allow(dead_code)]
mod sheet;

use leontief::read::Options;
use mini::{Database, Mini};
use peak_alloc::PeakAlloc;
use published::Folder;
use sheet::Format;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

#[test]
fn a_workbook_is_held_as_numbers_and_as_a_table_and_not_once_more() {
    let regions: Vec<String> = (0..29).map(|k| format!("R{k:02}")).collect();
    let mut regions: Vec<&'static str> = regions.into_iter().map(|code| &*code.leak()).collect();
    regions.push("ROW");
    let sectors: Vec<String> = (0..12).map(|k| format!("A{k:02}")).collect();
    let sectors = sectors
        .into_iter()
        .map(|code| (&*code.leak(), "an industry"));
    let mini = Mini::of(Database::Wiod2016, regions, sectors.collect(), 3);
    let folder = Folder::new();
    for format in [Format::Xlsb, Format::Xlsx] {
        let path = mini.put(&folder, format);
        let bytes = std::fs::metadata(&path).unwrap().len() as usize;
        let cells = mini.output.len() * (mini.output.len() + mini.finals[0].len());
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let draft = Database::Wiod2016.read(&path, &Options::new()).unwrap();
        let peak = MEMORY.peak_usage() - before - bytes;
        drop(draft);
        let numbers = peak as f64 / (8 * cells) as f64;
        println!(
            "{format:?}: {numbers:.2} numbers for each of {cells} cells, file of {bytes} bytes"
        );
        assert!(
            numbers < 3.0,
            "{format:?}: {numbers:.2} numbers for each cell"
        );
    }
}
