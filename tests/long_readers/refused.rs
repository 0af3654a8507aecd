//! Damaged files: each is refused, by file, line and column.

use leontief::read::{figaro_flat, lr_wiod};
use leontief::table::WorldDraft;
use leontief::{Error, Result};

use crate::mini::{
    Cell, FIGARO, FIGARO_HEADER, LR_WIOD, LR_WIOD_HEADER, Mini, figaro_cells, figaro_text,
    lr_wiod_cells, lr_wiod_text,
};
use crate::scratch::{Scratch, assert_placed};

/// A reader, its cells and their text.
struct Case {
    mini: Mini,
    cells: fn(&Mini) -> Vec<Cell>,
    text: fn(&[Cell]) -> String,
    read: fn(&Scratch) -> Result<WorldDraft>,
    header: &'static str,
    value: &'static str,
    outside: &'static str,
}

fn cases() -> [Case; 2] {
    [
        Case {
            mini: Mini::new(&LR_WIOD, 3),
            cells: lr_wiod_cells,
            text: |cells| lr_wiod_text(1995, cells),
            read: |file| lr_wiod(file, 1995),
            header: LR_WIOD_HEADER,
            value: "column `value`",
            outside: "xTOT",
        },
        Case {
            mini: Mini::new(&FIGARO, 3),
            cells: figaro_cells,
            text: figaro_text,
            read: |file| figaro_flat(file),
            header: FIGARO_HEADER,
            value: "column `obsValue`",
            outside: "W2",
        },
    ]
}

impl Case {
    fn cells(&self) -> Vec<Cell> {
        (self.cells)(&self.mini)
    }

    fn refused_text(&self, text: impl AsRef<[u8]>) -> (Error, Scratch) {
        let file = self.mini.file(text);
        ((self.read)(&file).unwrap_err(), file)
    }

    fn refused(&self, cells: &[Cell]) -> (Error, Scratch) {
        self.refused_text((self.text)(cells))
    }
}

/// The line of a cell in the file.
fn line(at: usize) -> Option<u64> {
    Some(at as u64 + 2)
}

#[test]
fn text_in_a_number_is_named_by_line_and_column() {
    for case in cases() {
        for text in ["12a", "n.a.", "NaN", "inf", "-", "1 234", "1e999", "12\r3"] {
            let mut cells = case.cells();
            cells[40].value = text.to_owned();
            let (error, file) = case.refused(&cells);
            assert!(error.is_parse(), "{error}");
            let found = format!("found `{text}`");
            let parts = [
                case.value,
                "not a number",
                "a point before decimals",
                &found,
            ];
            assert_placed(&error, &file, line(40), &parts);
        }
    }
}

#[test]
fn lines_are_counted_the_same_with_either_line_end_and_behind_blank_lines() {
    for case in cases() {
        let mut cells = case.cells();
        cells[40].value = "x".to_owned();
        let text = (case.text)(&cells);
        let (error, file) = case.refused_text(text.replace('\n', "\r\n"));
        assert_placed(&error, &file, line(40), &["not a number"]);
        let before = (case.text)(&cells[..40]);
        let gapped = format!("{before}\n\n{}", &text[before.len()..]);
        let (error, file) = case.refused_text(gapped.replace('\n', "\r\n"));
        assert_placed(&error, &file, line(42), &["not a number"]);
        let (error, file) = case.refused_text(gapped);
        assert_placed(&error, &file, line(42), &["not a number"]);
    }
}

#[test]
fn decimal_commas_are_refused_with_and_without_quotes() {
    for case in cases() {
        let mut cells = case.cells();
        cells[40].value = "12,5".to_owned();
        let (error, file) = case.refused(&cells);
        let parts = ["expected 7; found 8", "a point before decimals"];
        assert_placed(&error, &file, line(40), &parts);
        cells[40].value = "\"12,5\"".to_owned();
        let (error, file) = case.refused(&cells);
        let parts = [case.value, "found `12,5`", "a point before decimals"];
        assert_placed(&error, &file, line(40), &parts);
    }
}

#[test]
fn a_doubled_cell_is_named() {
    for case in cases() {
        let mut cells = case.cells();
        let again = cells[40].clone();
        let (row, column) = (again.row.join(" "), again.column.join(" "));
        for value in ["1", "0", ""] {
            let mut again = again.clone();
            again.value = value.to_owned();
            cells.push(again);
            let (error, file) = case.refused(&cells);
            let cell = format!("row `{row}` and column `{column}` stands twice");
            let parts = [case.value, &cell, "leave one"];
            assert_placed(&error, &file, line(cells.len() - 1), &parts);
            cells.pop();
        }
    }
}

#[test]
fn a_line_cut_in_its_middle_is_named() {
    for case in cases() {
        let text = (case.text)(&case.cells());
        let end = text.rfind(',').unwrap();
        let lines = text.lines().count() as u64;
        let (error, file) = case.refused_text(&text[..end]);
        let parts = ["expected 7; found 6", "cut off"];
        assert_placed(&error, &file, Some(lines), &parts);
    }
}

#[test]
fn every_column_of_the_file_must_be_there_once_and_no_other() {
    for case in cases() {
        let labels: Vec<&str> = case.header.trim().split(',').collect();
        let text = (case.text)(&case.cells());
        for label in labels.iter().filter(|label| **label != "row_id") {
            let other = case.header.replacen(label, "other", 1);
            let (error, file) = case.refused_text(text.replacen(case.header, &other, 1));
            assert!(error.is_label(), "{error}");
            let parts = ["unknown columns `other`", "compare the header"];
            assert_placed(&error, &file, Some(1), &parts);
            let twice = labels.iter().find(|other| *other != label).unwrap();
            let twice = case.header.replacen(label, twice, 1);
            let (error, file) = case.refused_text(text.replacen(case.header, &twice, 1));
            assert_placed(&error, &file, Some(1), &["occurs twice"]);
        }
        for (at, label) in labels.iter().enumerate() {
            let lines = text.lines().map(|line| {
                let mut parts: Vec<&str> = line.split(',').collect();
                parts.remove(at);
                parts.join(",") + "\n"
            });
            if *label != "row_id" {
                let (error, file) = case.refused_text(lines.collect::<String>());
                let missing = format!("no column `{label}`");
                let parts = [missing.as_str(), "compare the header"];
                assert_placed(&error, &file, Some(1), &parts);
            }
        }
    }
}

#[test]
fn an_unknown_region_is_named_where_it_stands_first() {
    for case in cases() {
        let mut cells = case.cells();
        cells[40].row[0] = "XYZ".to_owned();
        let (error, file) = case.refused(&cells);
        let label = cells[40].row.join(" ");
        assert!(error.is_label(), "{error}");
        let unknown = format!("unknown row `{label}`");
        let parts = [unknown.as_str(), "has a column too", "cut off"];
        assert_placed(&error, &file, line(40), &parts);

        for at in [40, 45] {
            let mut cells = case.cells();
            cells[at].column[0] = "XYZ".to_owned();
            let (error, file) = case.refused(&cells);
            let label = format!("unknown column `{}`", cells[at].column.join(" "));
            assert_placed(&error, &file, line(at), &[&label, "has"]);
        }
    }
}

#[test]
fn an_unknown_category_sector_or_primary_row_is_named_where_it_stands_first() {
    for case in cases() {
        let cells = case.cells();
        let finals = case.mini.words.categories;
        let is_final = |cell: &Cell| finals.contains(&cell.column[1].as_str());
        let at = cells.iter().rposition(is_final).unwrap();
        let mut changed = cells.clone();
        changed[at].column[1] = "P_ODD".to_owned();
        let (error, file) = case.refused(&changed);
        let label = format!("unknown column `{} P_ODD`", changed[at].column[0]);
        assert_placed(&error, &file, line(at), &[&label, finals[0]]);

        let at = cells.iter().rposition(|cell| cell.row[0] != case.outside);
        let at = at.unwrap();
        for at in [0, at] {
            let mut changed = cells.clone();
            changed[at].row[1] = "ODD".to_owned();
            let (error, file) = case.refused(&changed);
            let label = format!("unknown row `{} ODD`", changed[at].row[0]);
            assert_placed(&error, &file, line(at), &[&label, "has a column too"]);
        }

        // a sector that one region has, in row and column, and others have not
        let own = |label: &[String; 2]| *label == case.mini.producer(8);
        let mut changed = cells.clone();
        for cell in &mut changed {
            for label in [&mut cell.row, &mut cell.column] {
                if own(label) {
                    label[1] = "ODD".to_owned();
                }
            }
        }
        let first = cells.iter().position(|cell| own(&cell.row)).unwrap();
        let (error, file) = case.refused(&changed);
        let label = format!("unknown row `{} ODD`", case.mini.words.regions[2]);
        let has = format!("a sector that `{}` has", case.mini.words.regions[0]);
        assert_placed(&error, &file, line(first), &[&label, &has]);

        let mut changed = cells.clone();
        changed[at].row[1] = finals[0].to_owned();
        let (error, file) = case.refused(&changed);
        let label = format!("unknown row `{} {}`", changed[at].row[0], finals[0]);
        assert_placed(&error, &file, line(at), &[&label, "a producer"]);

        let at = cells.iter().position(|cell| cell.row[0] == case.outside);
        let at = at.unwrap();
        let mut changed = cells.clone();
        changed[at].row[1] = "ODD".to_owned();
        let (error, file) = case.refused(&changed);
        let label = format!("unknown row `{} ODD`", case.outside);
        assert_placed(&error, &file, line(at), &[&label, "one of"]);

        let mut changed = cells.clone();
        changed[at].column = [case.outside.to_owned(), "ODD".to_owned()];
        let (error, file) = case.refused(&changed);
        let label = format!("unknown column `{} ODD`", case.outside);
        assert_placed(&error, &file, line(at), &[&label]);
    }
}

#[test]
fn an_empty_label_is_named() {
    for case in cases() {
        for end in 0..4 {
            let mut cells = case.cells();
            let cell = &mut cells[40];
            let [a, b] = &mut cell.row;
            let [c, d] = &mut cell.column;
            [a, b, c, d][end].clear();
            let (error, file) = case.refused(&cells);
            assert_placed(&error, &file, line(40), &["the label is empty", "a code"]);
        }
    }
}

#[test]
fn rows_and_columns_that_are_missing_altogether_are_named() {
    for case in cases() {
        let cells = case.cells();
        let labels = |of: fn(&Cell) -> &[String; 2]| {
            let mut labels: Vec<[String; 2]> = Vec::new();
            for cell in &cells {
                if !labels.contains(of(cell)) {
                    labels.push(of(cell).clone());
                }
            }
            labels
        };
        for label in labels(|cell| &cell.row) {
            let kept = cells.iter().filter(|cell| cell.row != label).cloned();
            let (error, file) = case.refused(&kept.collect::<Vec<_>>());
            assert!(error.is_label(), "{error}");
            assert_eq!(error.file(), Some(file.as_ref()));
            assert!(error.to_string().contains(&label.join(" ")), "{error}");
        }
        for label in labels(|cell| &cell.column) {
            let kept = cells.iter().filter(|cell| cell.column != label).cloned();
            let (error, file) = case.refused(&kept.collect::<Vec<_>>());
            assert!(error.is_label(), "{error}");
            let missing = format!("no cells of the columns `{}`", label.join(" "));
            assert_placed(&error, &file, None, &[&missing, "fetch it again"]);
        }
    }
}

#[test]
fn a_year_that_is_not_there_or_not_a_year_is_named() {
    let mini = Mini::new(&LR_WIOD, 3);
    let text = lr_wiod_text(1995, &lr_wiod_cells(&mini));
    let file = mini.file(&text);
    let error = lr_wiod(&file, 1996).unwrap_err();
    assert!(error.is_label());
    assert_placed(
        &error,
        &file,
        None,
        &["no year 1996; expected one of `1995`"],
    );
    let file = mini.file(text.replacen("\n1995", "\n1995.5", 1));
    let error = lr_wiod(&file, 1995).unwrap_err();
    assert_placed(&error, &file, Some(2), &["column `year`", "`1995.5`"]);
    let file = mini.file(LR_WIOD_HEADER);
    let error = lr_wiod(&file, 1995).unwrap_err();
    assert_placed(&error, &file, None, &["no year 1995", "no lines behind it"]);
}

#[test]
fn an_output_must_be_there() {
    let mini = Mini::new(&LR_WIOD, 3);
    let mut cells = lr_wiod_cells(&mini);
    cells.retain(|cell| !(cell.row[1] == "xGO" && cell.column == ["CHN", "LtQ"]));
    let file = mini.file(lr_wiod_text(1995, &cells));
    let error = lr_wiod(&file, 1995).unwrap_err();
    let parts = ["no output (row `xTOT xGO`) of `CHN LtQ`", "cut off"];
    assert_placed(&error, &file, None, &parts);
}

#[test]
fn joined_labels_must_say_what_their_parts_say() {
    let mini = Mini::new(&FIGARO, 3);
    let text = figaro_text(&figaro_cells(&mini));
    for (old, new, column) in [
        ("\nAT_A01,", "\nAT_U,", "icioiRow"),
        ("\nAT_A01,AT_A01,AT,", "\nAT_A01,AT_A01,ZA,", "icioiRow"),
        (",AT_A01,AT,A01,AT,A01,", ",AT_A01,AT,A01,AT,U,", "icioiCol"),
        (
            ",AT_A01,AT,A01,AT,A01,",
            ",ATA01,AT,A01,AT,A01,",
            "icioiCol",
        ),
    ] {
        assert!(text.contains(old));
        let file = mini.file(text.replacen(old, new, 1));
        let error = figaro_flat(&file).unwrap_err();
        let column = format!("column `{column}`");
        let parts = [
            &column,
            "not that of region and code",
            "fetch the file again",
        ];
        assert_placed(&error, &file, Some(2), &parts);
    }
}

#[test]
fn files_that_are_absent_empty_or_not_text_are_refused() {
    for case in cases() {
        let (error, file) = case.refused_text("");
        assert_placed(&error, &file, None, &["the file is empty", "a header row"]);
        let (error, file) = case.refused_text(case.header);
        assert_eq!(error.file(), Some(file.as_ref()));
        let mut text = (case.text)(&case.cells()).into_bytes();
        let at = case.header.len() + 6;
        text[at] = 0xff;
        let (error, file) = case.refused_text(&text);
        assert_placed(&error, &file, Some(2), &["not UTF-8"]);
        std::fs::remove_file(&file).unwrap();
        let error = (case.read)(&file).unwrap_err();
        assert!(error.is_io());
        assert_placed(&error, &file, None, &["cannot open", "check the path"]);
    }
}
