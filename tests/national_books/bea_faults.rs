//! What is wrong in a book of BEA is refused with its place.

use leontief::Error;
use proptest::prelude::*;

use crate::bea_mini::{Accounts, Sheets, read};
use crate::book::{Cell, text};
use crate::published::{Folder, changed, changes};

const YEAR: i32 = 2008;

fn refused(change: impl FnOnce(&mut Sheets)) -> Error {
    let folder = Folder::new();
    let mut sheets = Sheets::new(&Accounts::new(YEAR));
    change(&mut sheets);
    read(&sheets.books(&folder, YEAR), YEAR).unwrap_err()
}

#[track_caller]
fn assert_says(error: &Error, file: &str, parts: &[&str]) {
    let message = error.to_string();
    assert!(error.file().is_some(), "{message}");
    assert!(message.contains(file), "no `{file}` in: {message}");
    for part in parts {
        assert!(message.contains(part), "no `{part}` in: {message}");
    }
}

#[test]
fn a_missing_or_extra_row_or_column_is_named() {
    let error = refused(|sheets| {
        sheets.0[0].remove(8);
    });
    assert_says(&error, "use.xlsx/2008", &["no row `3A`"]);
    let error = refused(|sheets| {
        let again = sheets.0[2][8].clone();
        sheets.0[2].insert(8, again);
    });
    assert_says(
        &error,
        "make.xlsx/2008",
        &["the row `3A` (make table) stands twice"],
    );
    let error = refused(|sheets| sheets.0[2][8][0] = text("3B"));
    assert_says(&error, "import.xlsx/2008", &["no column `3B`"]);
    let error = refused(|sheets| {
        for row in &mut sheets.0[1] {
            if row.len() > 3 {
                row.remove(3);
            }
        }
    });
    assert_says(&error, "import.xlsx/2008", &["no column `3A`"]);
    let error = refused(|sheets| {
        for row in &mut sheets.0[2] {
            if row.len() > 3 {
                let again = row[3].clone();
                row.insert(3, again);
            }
        }
    });
    assert_says(
        &error,
        "make.xlsx/2008, line 6",
        &["the column `3A` occurs twice"],
    );
}

#[test]
fn labels_that_stand_one_cell_off_leave_numbers_without_a_label() {
    let error = refused(|sheets| {
        for row in 5..7 {
            sheets.0[1][row].remove(2);
        }
    });
    // the last column has lost its label
    assert_says(
        &error,
        "import.xlsx/2008, line 8",
        &["a column with numbers and without a label"],
    );
    let error = refused(|sheets| {
        sheets.0[0][8][0] = Cell::Nothing;
        sheets.0[0][8][1] = Cell::Nothing;
    });
    assert_says(
        &error,
        "use.xlsx/2008, line 9",
        &["a row with numbers and without a label"],
    );
    let error = refused(|sheets| sheets.0[2][6][0] = text("Industry"));
    assert_says(
        &error,
        "make.xlsx/2008",
        &["no row that begins with `IOCode`"],
    );
}

#[test]
fn cells_that_are_no_numbers_are_named_by_row_and_column() {
    for (cell, found) in [
        (text("12,5"), "`12,5`"),
        (text("n.a."), "`n.a.`"),
        (text("1e999"), "`1e999`"),
    ] {
        let error = refused(|sheets| sheets.0[0][8][3] = cell);
        let parts = ["column `D (3A)`", "the cell is not a number", found];
        assert_says(&error, "use.xlsx/2008, line 9", &parts);
    }
    let error = refused(|sheets| sheets.0[2][8][3] = Cell::Nothing);
    assert_says(
        &error,
        "make.xlsx/2008, line 9, column `D (3A)`",
        &["the cell is empty"],
    );
}

#[test]
fn sheets_that_are_not_what_the_book_should_hold_are_refused() {
    let error = refused(|sheets| sheets.0.swap(0, 2));
    let parts = ["this is not the use table", "The Make of Commodities"];
    assert_says(&error, "use.xlsx/2008", &parts);
    let after = "The Use of Commodities by Industries, After Redefinitions (Producers' Prices)";
    let error = refused(|sheets| sheets.0[0][0][0] = text(after));
    assert_says(
        &error,
        "use.xlsx/2008",
        &["this is not the use table", "After Redefinitions"],
    );
    let error = refused(|sheets| sheets.0[1][1][0] = text("(Billions of dollars)"));
    assert_says(
        &error,
        "import.xlsx/2008",
        &["the unit is not the one expected", "(Billions of dollars)"],
    );
    let error = refused(|sheets| sheets.0[2][3][0] = text("2007"));
    let parts = ["another year than the name of the sheet; expected 2008; found 2007"];
    assert_says(&error, "make.xlsx/2008", &parts);
    let error = refused(|sheets| sheets.0[0][5][4] = text("MCIF"));
    assert_says(
        &error,
        "use.xlsx/2008",
        &["a supply or use table of the supply-use framework"],
    );
}

#[test]
fn a_part_of_the_table_is_refused() {
    let error = refused(|sheets| {
        let row = sheets.0[0]
            .iter_mut()
            .find(|row| row.get(1) == Some(&text("Intermediate Not Selected")));
        row.unwrap()[2] = Cell::Number(3.0);
    });
    let parts = [
        "`Intermediate Not Selected` is not zero",
        "found 3",
        "with everything selected",
    ];
    assert_says(&error, "use.xlsx/2008", &parts);
    let error = refused(|sheets| {
        let column = sheets.0[0][6]
            .iter()
            .position(|cell| *cell == text("Intermediate Not Selected"));
        sheets.0[0][7][column.unwrap()] = Cell::Number(-2.0);
    });
    assert_says(&error, "use.xlsx/2008, line 8", &parts[..1]);
}

#[test]
fn a_file_that_is_cut_off_or_no_workbook_is_refused() {
    let folder = Folder::new();
    let books = Sheets::new(&Accounts::new(YEAR)).books(&folder, YEAR);
    let bytes = std::fs::read(&books[1]).unwrap();
    std::fs::write(&books[1], &bytes[..bytes.len() / 2]).unwrap();
    let error = read(&books, YEAR).unwrap_err();
    assert_says(&error, "import.xlsx", &["cannot read the workbook"]);
    std::fs::write(&books[1], "Code,11\n").unwrap();
    let error = read(&books, YEAR).unwrap_err();
    assert_says(&error, "import.xlsx", &["cannot read the workbook"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever happens to the bytes of a book: the same table or an error.
    #[test]
    fn changed_bytes_are_refused_or_change_nothing(changes in changes(), book in 0..3_usize) {
        let folder = Folder::new();
        let books = Sheets::new(&Accounts::new(YEAR)).books(&folder, YEAR);
        let table = read(&books, YEAR).unwrap();
        let bytes = std::fs::read(&books[book]).unwrap();
        std::fs::write(&books[book], changed(&bytes, &changes)).unwrap();
        if let Ok(after) = read(&books, YEAR) {
            prop_assert_eq!(after.domestic(), table.domestic());
            prop_assert_eq!(after.imported(), table.imported());
            prop_assert_eq!(after.output(), table.output());
        }
    }
}
