//! Every layout read back cell by cell.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use calamine::{Data, Reader, Xlsb};
use leontief::read::{self, Options};
use leontief::run::Run;
use leontief::table::{PrimaryKind, Tolerance, WorldDraft, WorldTable};

use crate::mini::{DATABASES, Database, Mini};
use crate::published::{Folder, assert_sources};
use crate::sheet::{Book, Format, Value};

const ROUNDING: Tolerance = Tolerance::absolute(1e-9);

fn table(draft: leontief::Result<WorldDraft>) -> WorldTable {
    draft.unwrap().tolerance(ROUNDING).check().unwrap()
}

#[track_caller]
pub fn assert_is(table: &WorldTable, mini: &Mini) {
    let (n, s) = (mini.output.len(), mini.sectors.len());
    assert_eq!(table.countries().codes(), mini.regions);
    for at in table.producers().positions() {
        let (i, key) = (at.get(), table.producers().key(at).to_string());
        let (region, (code, name)) = (mini.regions[i / s], mini.sectors[i % s]);
        assert_eq!(key, format!("{region} {code}"));
        assert_eq!(table.producers().sector_name(at), name);
    }
    assert_eq!(table.final_uses().codes(), mini.database.categories());
    let (flows, finals) = (table.flows(), table.final_use());
    for i in 0..n {
        assert_eq!(flows.row(i).to_vec(), mini.flows[i], "row {i}");
        assert_eq!(finals.row(i).to_vec(), mini.finals[i], "row {i}");
    }
    assert_eq!(table.output().to_vec(), mini.output);
    let row = |kind| table.primary().row(kind).unwrap();
    let [taxes, one, two, three, margins] = [0, 1, 2, 3, 4].map(|k| mini.tail[k].as_slice());
    for (kind, cells) in [
        (PrimaryKind::ProductTax, taxes.to_vec()),
        (PrimaryKind::Margins, margins.to_vec()),
        (
            PrimaryKind::Other,
            (0..one.len()).map(|k| one[k] + two[k] + three[k]).collect(),
        ),
    ] {
        assert_eq!(row(kind).by_producer.to_vec(), cells[..n], "{kind}");
        assert_eq!(row(kind).by_final_use.to_vec(), cells[n..], "{kind}");
    }
    let value_added = row(PrimaryKind::UndividedValueAdded);
    assert_eq!(value_added.by_producer.to_vec(), mini.value_added);
    assert!(value_added.by_final_use.iter().all(|cell| *cell == 0.0));
}

#[test]
fn all_databases_are_read_cell_by_cell_in_both_formats() {
    let folder = Folder::new();
    for database in DATABASES {
        for format in [Format::Xlsx, Format::Xlsb] {
            let mini = Mini::new(database, 3);
            let path = mini.put(&folder, format);
            let table = table(database.read(&path, &Options::new()));
            assert_is(&table, &mini);
            assert_eq!(table.unit().to_string(), "mn USD, 2009, basic prices");
            let provenance = table.provenance();
            assert_sources(provenance, &[&path]);
            let text = provenance.to_string();
            for part in [
                "current prices",
                "column of total output against the row of output: all 12 totals agree",
                "row of total intermediate inputs and uses: all 32 totals agree",
                "3 rows added up to other primary inputs",
                "the rest of the world is a region",
            ] {
                assert!(text.contains(part), "no `{part}` in: {text}");
            }
        }
    }
}

#[test]
fn gaps_are_counted_by_their_kind() {
    let folder = Folder::new();
    let said = |database: Database| {
        let path = Mini::new(database, 3).put(&folder, Format::Xlsx);
        let table = table(database.read(path, &Options::new()));
        table.provenance().to_string()
    };
    assert!(said(Database::Wiod2013).contains("2 empty cells count as zero"));
    assert!(said(Database::Adb).contains("2 cells of spaces only count as zero"));
    assert!(!said(Database::Wiod2016).contains("count as zero"));
    assert!(said(Database::Wiod2013).contains("Romania is `ROM`, as in the file"));
    assert!(said(Database::Wiod2013).contains("margins has no code: found by its name"));
    assert!(said(Database::Adb).contains("the sheet `ADB MRIO 2009`; 1 others not read"));
}

/// An independent reader finds the same cells in what the test writes as xlsb.
#[test]
fn binary_workbooks_of_the_test_are_workbooks_to_others() {
    let mut book = Mini::new(Database::Wiod2016, 8).book();
    let bytes = book.bytes(Format::Xlsb);
    let mut other = Xlsb::new(std::io::Cursor::new(bytes)).unwrap();
    let range = other.worksheet_range("2009").unwrap();
    for (i, row) in book.cells().iter().enumerate() {
        for (j, value) in row.iter().enumerate() {
            let found = range.get_value((i as u32, j as u32));
            match (value, found) {
                (Value::Empty, None | Some(Data::Empty)) => {}
                (Value::Text(text), Some(Data::String(found))) => assert_eq!(text, found),
                (Value::Number(value), Some(Data::Float(found))) => assert_eq!(value, found),
                (Value::Number(value), Some(Data::Int(found))) => assert_eq!(*value, *found as f64),
                (value, found) => panic!("{value:?} {found:?} in row {i}, column {j}"),
            }
        }
    }
}

#[test]
fn workbooks_are_read_within_archives_and_picked_by_year() {
    let folder = Folder::new();
    let mini = Mini::new(Database::Wiod2016, 4);
    let book = mini.book().bytes(Format::Xlsb);
    let mut other = mini.book();
    other.0[0].0 = "2010".to_owned();
    let other = other.bytes(Format::Xlsb);
    let one = folder.zip("one.zip", &[("WIOT2009_Nov16_ROW.xlsb", &book)]);
    let read_table = table(read::wiod2016(&one));
    assert_is(&read_table, &mini);
    assert_sources(read_table.provenance(), &[&one]);
    let files = [
        ("a/WIOT2009_Nov16_ROW.xlsb", book.as_slice()),
        ("a/WIOT2010_Nov16_ROW.xlsb", &other),
        ("a/read me.txt", b"notes"),
    ];
    let several = folder.zip("WIOTS_in_EXCEL.zip", &files);
    for year in [2009, 2010] {
        let draft = read::wiod2016_with(&several, &Options::new().year(year));
        assert_eq!(table(draft).unit().year(), year);
    }
    let error = read::wiod2016(&several).unwrap_err().to_string();
    assert!(error.contains("more than one workbook"), "{error}");
    assert!(error.contains("Options::new().year"), "{error}");
    let options = Options::new().year(2011);
    let error = read::wiod2016_with(&several, &options).unwrap_err();
    assert!(error.to_string().contains("no workbook of 2011"), "{error}");
    // a folder like an archive
    let inner = Folder::new();
    for (name, content) in files {
        inner.put(name, content);
    }
    let draft = read::wiod2016_with(&inner, &Options::new().year(2010));
    assert_eq!(table(draft).unit().year(), 2010);
}

#[test]
fn prices_of_other_years_are_in_the_unit() {
    let folder = Folder::new();
    let mini = Mini::new(Database::Wiod2016, 5);
    let path = folder.put("WIOT2009_PYP_Nov16_ROW.xlsx", mini.book().xlsx());
    let draft = read::wiod2016(path);
    let read = table(draft);
    assert_eq!(
        read.unit().to_string(),
        "mn USD of 2008, 2009, basic prices"
    );
    assert!(
        read.provenance()
            .to_string()
            .contains("prices of the previous year, 2008")
    );
    let mut book = Mini::new(Database::Adb, 5).book();
    book.cells()[1][0] = "4 economies, at constant 2010 prices (industry by industry)".into();
    let path = folder.put("ADB MRIO 2009, at constant 2010 prices.xlsx", book.xlsx());
    let read = table(read::adb_mrio(path));
    assert_eq!(
        read.unit().to_string(),
        "mn USD of 2010, 2009, basic prices"
    );
    assert!(
        read.provenance()
            .to_string()
            .contains("constant prices of 2010")
    );
    let mut book = Mini::new(Database::Wiod2013, 5).book();
    book.cells()[1][0] = "4 countries".into();
    let path = folder.put("wiot09.xlsx", book.xlsx());
    let text = table(read::wiod2013(path)).provenance().to_string();
    assert!(
        text.contains("does not say whose prices: taken as current"),
        "{text}"
    );
}

#[test]
fn rows_stand_in_any_order_and_below_other_lines() {
    let folder = Folder::new();
    for database in DATABASES {
        let mini = Mini::new(database, 6);
        let mut book = mini.book();
        let cells = book.cells();
        let first = cells.len() - 8 - mini.output.len();
        cells[first..].reverse();
        // what people add: a line above, a column before, a note below
        cells.insert(1, vec!["checked".into()]);
        for row in cells.iter_mut() {
            row.insert(0, Value::Empty);
        }
        cells.push(vec!["".into(), "Source: see the notes".into()]);
        let path = folder.put(database.file(), book.bytes(Format::Xlsx));
        assert_is(&table(database.read(path, &Options::new())), &mini);
    }
}

#[test]
fn without_industry_codes_of_their_own_numbered_codes_stand() {
    let folder = Folder::new();
    let mut book = Mini::new(Database::Wiod2013, 7).book();
    for row in book.cells().iter_mut().skip(6) {
        row[0] = Value::Empty;
    }
    book.cells()[2].truncate(1);
    let path = folder.put("wiot09_row_sep12.xlsx", book.xlsx());
    let table = table(read::wiod2013(path));
    assert_eq!(table.sectors().codes(), ["c1", "c2", "c3"]);
}

#[test]
fn names_that_are_all_alike_are_not_taken_for_regions() {
    let regions = vec!["AUS", "AUT", "BEL", "CHN", "DEU", "JPN", "USA", "ROW"];
    let codes = [
        "A01", "A02", "A03", "B", "C10-C12", "C13-C15", "C16", "C17", "C18", "C19", "C20", "C21",
    ];
    let sectors = codes.map(|code| (code, "an industry")).to_vec();
    let mini = Mini::of(Database::Wiod2016, regions, sectors, 9);
    let folder = Folder::new();
    let path = mini.put(&folder, Format::Xlsb);
    assert_is(&table(read::wiod2016(path)), &mini);
}

#[test]
fn reading_is_watched_and_stopped() {
    let folder = Folder::new();
    for format in [Format::Xlsx, Format::Xlsb] {
        let path = Mini::new(Database::Wiod2016, 1).put(&folder, format);
        let count = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&count);
        let run = Run::default().watched(move |progress| {
            assert_eq!(progress.task, "reading cells");
            assert!(progress.done <= progress.steps);
            seen.fetch_add(1, Ordering::Relaxed);
            ControlFlow::Continue(())
        });
        let _ = read::wiod2016_with(&path, &Options::new().run(run)).unwrap();
        assert!(count.load(Ordering::Relaxed) > 10);
        let run = Run::default().watched(|_| ControlFlow::Break(()));
        let error = read::wiod2016_with(&path, &Options::new().run(run)).unwrap_err();
        assert!(error.is_cancelled(), "{error}");
    }
}

#[test]
fn a_sheet_of_one_name_is_taken_or_asked_for() {
    let folder = Folder::new();
    let mini = Mini::new(Database::Wiod2016, 2);
    let cells = mini.book().cells().clone();
    let renamed = folder.put("table.xlsx", Book::of("Sheet1", cells.clone()).xlsx());
    let error = read::wiod2016(&renamed).unwrap_err().to_string();
    assert!(error.contains("neither the sheet nor the name"), "{error}");
    let draft = read::wiod2016_with(&renamed, &Options::new().year(2009));
    assert_is(&table(draft), &mini);
    let two = Book::of("2009", cells.clone()).with("2010", cells);
    let two = folder.put("tables.xlsx", two.xlsx());
    let error = read::wiod2016(&two).unwrap_err().to_string();
    assert!(error.contains("`2009`, `2010`"), "{error}");
    let draft = read::wiod2016_with(&two, &Options::new().year(2010));
    assert_eq!(table(draft).unit().year(), 2010);
}
