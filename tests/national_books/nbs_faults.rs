//! What is wrong in a workbook of the bureau is refused with its place.

use leontief::Result;
use leontief::read::NbsWorkbook;
use leontief::table::{CompetitiveTable, Tolerance};
use proptest::prelude::*;

use crate::book::{Cell, Cells, text, workbook};
use crate::nbs_mini::{Layout, Table};
use crate::published::{Folder, changed, changes};

fn read(path: &std::path::Path) -> Result<CompetitiveTable> {
    let draft = NbsWorkbook::open(path)?.draft(2007)?;
    draft.tolerance(Tolerance::absolute(1e-9)).check()
}

#[track_caller]
fn assert_refused(parts: &[&str], change: impl FnOnce(&mut Cells)) {
    let folder = Folder::new();
    let mut cells = Table::new(5).sheet(Layout::Y2007);
    change(&mut cells);
    let path = workbook(&folder, "china.xlsx", &[("0101", cells)]);
    let message = read(&path).unwrap_err().to_string();
    for part in parts {
        assert!(message.contains(part), "no `{part}` in: {message}");
    }
}

#[test]
fn rows_and_columns_that_are_missing_extra_or_doubled_are_named() {
    assert_refused(&["no column `02`"], |cells| cells[6][4] = text("05"));
    assert_refused(&["unknown columns `02`"], |cells| {
        cells.remove(8);
    });
    assert_refused(&["no column `04`"], |cells| cells[8][2] = text("04"));
    assert_refused(&["the row `02` (sectors) stands twice"], |cells| {
        let again = cells[8].clone();
        cells.insert(8, again);
    });
    assert_refused(&["the column `02` occurs twice"], |cells| {
        cells[6][5] = text("02")
    });
    assert_refused(&["unknown columns `FU999`"], |cells| {
        for (row, cells) in cells.iter_mut().enumerate() {
            if cells.len() > 17 {
                let cell = if row == 6 {
                    text("FU999")
                } else {
                    Cell::Number(1.0)
                };
                cells.insert(7, cell);
            }
        }
    });
    assert_refused(&["no row `VA003`"], |cells| {
        cells.retain(|row| row.get(2) != Some(&text("VA003")));
    });
}

#[test]
fn labels_that_stand_one_cell_off_are_refused() {
    // headings moved to the left: the last column is without one
    assert_refused(
        &["column `T`", "a column with numbers and without a heading"],
        |cells| {
            for row in &mut cells[3..7] {
                row.remove(3);
            }
        },
    );
    assert_refused(
        &["line 9", "a row with numbers and without a label"],
        |cells| {
            cells[8][1] = Cell::Nothing;
            cells[8][2] = Cell::Nothing;
        },
    );
    // a name that belongs to another row
    assert_refused(
        &["the row `VA002` (value added and totals) stands twice"],
        |cells| {
            cells[11][1] = text("生产税净额");
        },
    );
    let parts = [
        "row `VA001` has a name that tells no part of value added",
        "`劳动者报酬`",
        "found `工资`",
    ];
    assert_refused(&parts, |cells| cells[11][1] = text("工资"));
}

#[test]
fn cells_that_are_no_numbers_or_empty_are_named() {
    let parts = ["china.xlsx/0101, line 9, column `E (02)`: the cell is not a number"];
    for cell in ["1,5", "—", "1.5万"] {
        assert_refused(&parts, |cells| cells[8][4] = text(cell));
    }
    assert_refused(&["line 9, column `E (02)`: the cell is empty"], |cells| {
        cells[8][4] = Cell::Nothing;
    });
}

#[test]
fn another_year_or_unit_is_refused() {
    assert_refused(
        &["another year than the one wanted; expected 2007; found 2012"],
        |cells| {
            cells[1][0] = text("2012年");
        },
    );
    assert_refused(&["no unit above the table; expected `万元`"], |cells| {
        cells[2][0] = text("单位：亿元");
    });
}

#[test]
fn numbers_that_do_not_add_up_are_named_by_the_check() {
    assert_refused(&["CHN 02"], |cells| cells[8][4] = Cell::Number(123_456.0));
    // one import with another sign than the others
    assert_refused(&["CHN 01"], |cells| {
        let Cell::Number(import) = cells[7][17] else {
            panic!("no number")
        };
        cells[7][17] = Cell::Number(-import);
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever happens to the bytes of a workbook: the same table or an error.
    #[test]
    fn changed_bytes_are_refused_or_change_nothing(changes in changes()) {
        let folder = Folder::new();
        let table = Table::new(5);
        let path = workbook(&folder, "china.xlsx", &[("0101", table.sheet(Layout::Y2007))]);
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, changed(&bytes, &changes)).unwrap();
        if let Ok(after) = read(&path) {
            prop_assert_eq!(after.flows(), table.flows);
            prop_assert_eq!(after.imports(), table.imports);
            prop_assert_eq!(after.output(), table.output);
        }
    }
}
