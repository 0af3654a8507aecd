//! Faults of a workbook: each is an error that says where, and never a wrong table.

use leontief::read::{self, Options};
use leontief::table::Tolerance;

use crate::mini::{DATABASES, Database, Mini};
use crate::published::Folder;
use crate::sheet::{Book, Format, Value};

/// The message of a workbook that is refused, when it is read or when it is checked.
#[track_caller]
fn message(database: Database, book: &Book) -> String {
    let folder = Folder::new();
    let path = folder.put(database.file(), book.bytes(Format::Xlsx));
    match database.read(path, &Options::new()) {
        Ok(draft) => {
            let table = draft.tolerance(Tolerance::absolute(1e-9)).check();
            table.unwrap_err().to_string()
        }
        Err(error) => error.to_string(),
    }
}

#[track_caller]
fn refused(database: Database, change: impl Fn(&mut Vec<Vec<Value>>), words: &[&str]) {
    let mut book = Mini::new(database, 1).book();
    change(book.cells());
    let message = message(database, &book);
    for word in words {
        assert!(
            message.contains(word),
            "{database:?}: no `{word}` in: {message}"
        );
    }
}

/// The row of the first producer.
fn first(database: Database) -> usize {
    match database {
        Database::Adb => 8,
        _ => 6,
    }
}

fn code_column(database: Database) -> usize {
    match database {
        Database::Adb => 3,
        _ => 0,
    }
}

fn code_row(database: Database) -> usize {
    match database {
        Database::Adb => 7,
        _ => 2,
    }
}

#[test]
fn a_missing_or_misspelt_label_is_named() {
    for database in DATABASES {
        let (row, column) = (first(database), code_column(database));
        refused(
            database,
            |cells| cells[row + 1][column] = "Z99".into(),
            &[
                "rows and columns of producers differ",
                "only rows `AUS Z99`; only columns",
                "AUS Z99",
                &format!("line {}", row + 2),
            ],
        );
        refused(
            database,
            |cells| cells[code_row(database)][5] = "Z99".into(),
            &["only columns `AUS Z99`", "AUS Z99", "column `F`"],
        );
        refused(
            database,
            |cells| cells[row][2] = Value::Empty,
            &[
                "line",
                &format!("{}", row + 1),
                "neither a producer nor known",
            ],
        );
        refused(
            database,
            |cells| cells[row][2] = "NZL".into(),
            &["only rows `NZL"],
        );
        let regions = if database == Database::Adb { 6 } else { 4 };
        refused(
            database,
            |cells| cells[regions][4] = Value::Empty,
            &["column `E`", "a column has no label, or half of one"],
        );
    }
}

#[test]
fn missing_lines_of_labels_are_named() {
    for (database, sign, other) in [
        (Database::Wiod2013, "c37", "r64"),
        (Database::Wiod2016, "CONS_h", "VA"),
        (Database::Adb, "F1", "r64"),
    ] {
        for (sign, what) in [(sign, "no row of codes"), (other, "no column of codes")] {
            let change = |cells: &mut Vec<Vec<Value>>| {
                for cell in cells.iter_mut().flatten() {
                    if *cell == Value::Text(sign.to_owned()) {
                        *cell = Value::Empty;
                    }
                }
            };
            refused(database, change, &[what, sign]);
        }
    }
    refused(
        Database::Wiod2013,
        |cells| {
            for row in cells.iter_mut().skip(6) {
                row[0] = Value::Empty;
            }
        },
        &["`AtB` stand above the columns and not before the rows"],
    );
    refused(
        Database::Wiod2016,
        |cells| cells[5][1] = "CONS_h".into(),
        &["the label `CONS_h` stands in several rows"],
    );
}

#[test]
fn missing_and_doubled_rows_of_totals_are_named() {
    for database in DATABASES {
        let tail = |cells: &[Vec<Value>], k: usize| cells.len() - 8 + k;
        for (k, words) in [
            (0, "no row of total intermediate inputs"),
            (1, "no row of taxes less subsidies on products"),
            (3, "2 rows of other primary inputs; expected 3"),
            (6, "no row of international transport margins"),
            (7, "no row of output"),
        ] {
            let change = |cells: &mut Vec<Vec<Value>>| {
                let at = tail(cells, k);
                cells.remove(at);
            };
            refused(database, change, &[words]);
        }
        let change = |cells: &mut Vec<Vec<Value>>| {
            let at = tail(cells, 2);
            cells[at + 1] = cells[at].clone();
        };
        refused(database, change, &["a row of totals stands twice"]);
        let change = |cells: &mut Vec<Vec<Value>>| {
            let mut row = cells[tail(cells, 2)].clone();
            row[code_column(database)] = "r98".into();
            row[1] = "Something else".into();
            cells.push(row);
        };
        refused(
            database,
            change,
            &["neither a producer nor known", "r98", "Something else"],
        );
    }
}

#[test]
fn doubled_rows_and_columns_are_named() {
    for database in DATABASES {
        refused(
            database,
            |cells| {
                let row = cells[first(database)].clone();
                cells.insert(first(database), row);
            },
            &["stands twice", "AUS", "delete the copy"],
        );
        refused(
            database,
            |cells| {
                for row in cells.iter_mut().filter(|row| row.len() > 6) {
                    row.insert(6, row[5].clone());
                }
            },
            &["the column `AUS", "stands twice", "column `G`"],
        );
    }
}

#[test]
fn an_extra_or_missing_region_is_named() {
    for database in DATABASES {
        refused(
            database,
            |cells| {
                let row = first(database);
                for k in 0..3 {
                    let mut copy = cells[row + k].clone();
                    copy[2] = "NZL".into();
                    cells.insert(row + 12 + k, copy);
                }
            },
            &["only rows `NZL"],
        );
        refused(
            database,
            |cells| drop(cells.drain(first(database)..first(database) + 3)),
            &["found only columns `AUS"],
        );
        // the final use of one region only
        let regions = if database == Database::Adb { 6 } else { 4 };
        refused(
            database,
            |cells| cells[regions][16..21].fill("NZL".into()),
            &["columns of final use are missing", "no `AUS "],
        );
        // a region taken out of rows and columns alike leaves a table that does not balance
        refused(
            database,
            |cells| {
                cells.drain(first(database)..first(database) + 3);
                for row in cells.iter_mut().filter(|row| row.len() > 30) {
                    row.drain(16..21);
                    row.drain(4..7);
                }
            },
            &["sum to"],
        );
    }
}

#[test]
fn cells_that_are_no_numbers_are_named_by_sheet_row_and_column() {
    for database in DATABASES {
        let row = first(database) + 2;
        for (wrong, found) in [("n.a.", "`n.a.`"), ("1,5", "`1,5`"), ("NaN", "`NaN`")] {
            let line = format!("line {}", row + 1);
            refused(
                database,
                |cells| cells[row][7] = wrong.into(),
                &[
                    database.file(),
                    "2009",
                    &line,
                    "column `H`",
                    "not a number",
                    found,
                ],
            );
        }
        refused(
            database,
            |cells| {
                let last = cells.len() - 1;
                cells[last][5] = Value::Empty;
            },
            &["an output is missing", "column `F`"],
        );
    }
}

#[test]
fn a_number_kept_as_text_is_a_number() {
    let folder = Folder::new();
    let mut book = Mini::new(Database::Wiod2016, 1).book();
    let Value::Number(value) = book.cells()[8][7] else {
        panic!("a number");
    };
    book.cells()[8][7] = format!(" {value} ").as_str().into();
    let path = folder.put("WIOT2009.xlsx", book.xlsx());
    let draft = read::wiod2016(path).unwrap();
    draft.tolerance(Tolerance::absolute(1e-9)).check().unwrap();
}

#[test]
fn shifted_blocks_fail_the_checks() {
    for database in DATABASES {
        refused(
            database,
            |cells| cells[first(database)][4..16].rotate_right(1),
            &["the inputs of", "sum to"],
        );
        refused(
            database,
            |cells| {
                let row = &mut cells[first(database) + 4];
                row[4..].rotate_left(1);
            },
            &["sum to"],
        );
    }
}

#[test]
fn columns_without_labels_are_refused_where_they_hold_anything() {
    for database in DATABASES {
        let row = first(database);
        refused(
            database,
            |cells| cells[row].extend([Value::Empty, 3.0.into()]),
            &["a column has no label, or half of one"],
        );
        refused(
            database,
            |cells| {
                for cells in cells.iter_mut() {
                    if let [.., before, last] = cells.as_mut_slice() {
                        *before = last.clone();
                    }
                }
            },
            &["a second column of totals"],
        );
    }
}

#[test]
fn another_year_unit_or_database_is_refused() {
    let folder = Folder::new();
    for database in DATABASES {
        let mini = Mini::new(database, 1);
        let path = mini.put(&folder, Format::Xlsx);
        let error = database
            .read(&path, &Options::new().year(2011))
            .unwrap_err();
        let error = error.to_string();
        assert!(
            error.contains("another year; expected 2011; found 2009"),
            "{error}"
        );
        let renamed = database.file().replace("2009", "2008").replace("09", "08");
        let path = folder.put(&renamed.replace("xlsb", "xlsx"), mini.book().xlsx());
        let error = database
            .read(path, &Options::new())
            .unwrap_err()
            .to_string();
        assert!(error.contains("another year than the sheet"), "{error}");
        let unit = if database == Database::Adb { 2 } else { 3 };
        refused(
            database,
            |cells| cells[unit][0] = "(millions of euros)".into(),
            &[
                "no unit that this reader knows",
                "(millions of US$)",
                "millions of euros",
            ],
        );
        for other in DATABASES.into_iter().filter(|other| *other != database) {
            let path = mini.put(&folder, Format::Xlsx);
            let path = std::fs::read(path).unwrap();
            let path = folder.put("other.xlsx", path);
            let error = other.read(path, &Options::new()).unwrap_err();
            assert!(error.is_label(), "{error}");
        }
    }
}

#[test]
fn other_books_of_the_same_publisher_are_recognised() {
    let folder = Folder::new();
    let mut national = Mini::new(Database::Adb, 1).book();
    national.cells()[7].push("F6".into());
    let path = folder.put("CAN IOT.xlsx", national.xlsx());
    let error = read::adb_mrio(path).unwrap_err().to_string();
    assert!(error.contains("of a single country"), "{error}");
    let cells = national.cells().clone();
    let years = Book::of("2008", cells.clone()).with("2009", cells);
    let path = folder.put("CAN IOT 2008-2009.xlsx", years.xlsx());
    let error = read::adb_mrio(path).unwrap_err().to_string();
    assert!(error.contains("`adb_national`"), "{error}");
    let title = "Environmentally-Extended Multiregional Input-Output Table (Air Emissions)";
    let emissions = Book::of("2009", vec![vec!["Title:".into(), title.into()]]);
    let path = folder.put("2009 EE-MRIOT.xlsx", emissions.xlsx());
    let error = read::adb_mrio(path).unwrap_err().to_string();
    assert!(error.contains("the book is of emissions"), "{error}");
}

#[test]
fn truncated_files_are_refused() {
    let folder = Folder::new();
    for format in [Format::Xlsx, Format::Xlsb] {
        let bytes = Mini::new(Database::Wiod2016, 1).book().bytes(format);
        for part in [0.0, 0.01, 0.5, 0.9, 0.999] {
            let end = (bytes.len() as f64 * part) as usize;
            let path = folder.put("WIOT2009.xlsb", &bytes[..end]);
            assert!(read::wiod2016(path).is_err(), "{part}");
        }
    }
    let missing = folder.as_ref().join("WIOT2010.xlsb");
    let error = read::wiod2016(missing).unwrap_err();
    assert!(error.is_io(), "{error}");
}

/// A sheet that ends before its last row: the archive is whole, the part is not.
#[test]
fn a_binary_sheet_that_ends_early_is_refused() {
    let folder = Folder::new();
    let mut parts = Mini::new(Database::Wiod2016, 1).book().xlsb_parts();
    let length = parts[3].1.len();
    for (end, words) in [
        (length - 6, "the sheet ends before its last row"),
        (length / 2, "is cut off"),
        (length / 2 + 1, "is cut off"),
    ] {
        parts[3].1.truncate(end);
        let path = folder.zip("WIOT2009.xlsb", &parts);
        let error = read::wiod2016(path).unwrap_err().to_string();
        let ends = error.contains(words) || error.contains("the sheet ends before its last row");
        assert!(ends, "{error}");
        assert!(error.contains("WIOT2009.xlsb"), "{error}");
    }
}

#[test]
fn empty_sheets_are_refused() {
    for database in DATABASES {
        let name = if database == Database::Wiod2016 {
            "2009"
        } else {
            "Sheet1"
        };
        let empty = message(database, &Book::of(name, vec![vec!["".into()]]));
        assert!(empty.contains("no row of codes"), "{empty}");
        refused(
            database,
            |cells| {
                for cell in cells.iter_mut().flatten() {
                    if matches!(cell, Value::Number(_)) {
                        *cell = Value::Empty;
                    }
                }
            },
            &["labels and no numbers"],
        );
    }
}
