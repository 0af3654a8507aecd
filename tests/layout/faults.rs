//! Layouts that do not fit their file and files that are damaged: an error that names the place and what to write.

use leontief::Error;
use leontief::read::{self, Layout};

use crate::mini::{Mini, layout, layout_text, read};
use crate::published::{Folder, assert_placed};

fn refused(text: impl AsRef<[u8]>, layout: &Layout) -> String {
    read(text, layout).map(|_| ()).unwrap_err().to_string()
}

#[track_caller]
fn assert_parts(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "no `{part}` in: {message}");
    }
}

#[test]
fn rows_and_columns_that_nobody_named_are_all_listed_with_the_line_of_toml() {
    let mut layout = layout("");
    layout.rows.primary.retain(|(label, _)| label != "TLS");
    layout.rows.imported.clear();
    layout.columns.exports.clear();
    let message = refused(Mini::new(1).text(), &layout);
    assert_parts(
        &message,
        &[
            "table.csv",
            "2 rows",
            "[rows] skip = [\"IM\", \"TLS\"]",
            "1 columns",
            "[columns] skip = [\"EX\"]",
        ],
    );
}

#[test]
fn a_producer_without_its_column_and_one_without_its_row_are_listed() {
    let text = Mini::new(1).text().replacen(",C10_12", ",C10-12", 1);
    let message = refused(text, &layout(""));
    assert_parts(&message, &["\"C10_12\"", "\"C10-12\""]);
}

#[test]
fn names_that_the_file_has_not_are_listed() {
    let mut layout = layout("");
    layout.rows.skip = vec!["P7".to_owned(), "P8".to_owned()];
    assert_parts(
        &refused(Mini::new(1).text(), &layout),
        &["`P7`, `P8`", "file has not", "`A01`"],
    );
    layout.rows.skip.clear();
    layout.columns.final_use = vec!["FU9".to_owned()];
    assert_parts(
        &refused(Mini::new(1).text(), &layout),
        &["columns", "`FU9`"],
    );
}

#[test]
fn a_label_that_is_named_twice_or_stands_twice_is_refused() {
    let mut twice = layout("");
    twice.rows.skip = vec!["TLS".to_owned()];
    assert_parts(
        &refused(Mini::new(1).text(), &twice),
        &["`TLS`", "`primary`", "`skip`"],
    );
    let text = Mini::new(1).text();
    let row = text.replacen("\nC10_12,", "\nA01,", 1);
    let folder = Folder::new();
    let path = folder.put("table.csv", &row);
    let error = read::described(&path, &layout("")).unwrap_err();
    assert_placed(&error, &path, Some(3), &["`A01` stands twice"]);
    let column = text.replacen(",C10_12,", ",A01,", 1);
    assert_parts(
        &refused(column, &layout("")),
        &["column `A01` stands twice"],
    );
}

#[test]
fn two_rows_of_output_are_refused_rather_than_added_up() {
    let text = Mini::new(1).text();
    let (head, last) = text.trim_end().rsplit_once('\n').unwrap();
    let cells = last.split_once(',').unwrap().1;
    let text = format!("{head}\nX_P1,{cells}\nY_P1,{cells}\n");
    let rows = "label = 1\nseparator = \"_\"";
    let layout = Layout::from_toml(&layout_text("", rows, "label = 1")).unwrap();
    assert_parts(
        &refused(text.replace("C10_12", "C10T12"), &layout),
        &["several rows are `output`", "`X_P1`, `Y_P1`"],
    );
}

#[test]
fn what_is_no_number_is_named_with_line_row_and_column() {
    let mini = Mini::new(1);
    let text = mini.text();
    let changed = |cell: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut cells: Vec<&str> = lines[2].split(',').collect();
        cells[3] = cell;
        lines[2] = cells.join(",");
        lines.join("\n")
    };
    let place = |error: &Error, path: &std::path::Path, parts: &[&str]| {
        assert_placed(error, path, Some(3), parts)
    };
    for cell in [
        "x", "nan", "inf", "\"1,5\"", "1.234.5", "1 000", "0x1", "--1", "1e400",
    ] {
        let folder = Folder::new();
        let path = folder.put("table.csv", changed(cell));
        let error = read::described(&path, &layout("")).unwrap_err();
        place(
            &error,
            &path,
            &[
                "`C10_12` → `S`",
                cell.trim_matches('"'),
                "number 4",
                "`decimal`",
            ],
        );
    }
}

#[test]
fn decimal_commas_are_read_only_where_they_are_stated() {
    let text = Mini::new(1).wide(";", |value| format!("{value:.3}").replace('.', ","));
    let message = refused(&text, &layout("delimiter = \";\""));
    assert_parts(&message, &["not a number", "`.` before decimals"]);
    // and points where a comma is stated
    let text = Mini::new(1).wide(";", |value| format!("{value:.3}"));
    let message = refused(text, &layout("delimiter = \";\"\ndecimal = \",\""));
    assert_parts(&message, &["not a number", "`,` before decimals"]);
}

#[test]
fn another_delimiter_is_noticed() {
    let text = Mini::new(1).wide(";", |value| value.to_string());
    assert_parts(&refused(text, &layout("")), &["the file has not"]);
}

#[test]
fn short_long_and_lost_rows_are_refused() {
    let text = Mini::new(1).text();
    let cut = text.trim_end().rsplit_once(',').unwrap().0;
    assert_parts(
        &refused(cut, &layout("")),
        &["`P1` has not as many cells", "expected 8; found 7"],
    );
    let longer = text.replacen("\nC10_12,", "\nC10_12,1,", 1);
    assert_parts(
        &refused(longer, &layout("")),
        &["`C10_12` has not as many cells"],
    );
    let lines: Vec<&str> = text.lines().collect();
    let lost = [&lines[..2], &lines[3..]].concat().join("\n");
    assert_parts(
        &refused(lost, &layout("")),
        &["[columns] skip = [\"C10_12\"]"],
    );
    let short = lines[..5].join("\n");
    assert_parts(
        &refused(short, &layout("")),
        &["`TLS`", "`P1`", "file has not"],
    );
    assert_parts(&refused("", &layout("")), &["the file is empty"]);
    assert_parts(&refused("\n\n", &layout("")), &["the file is empty"]);
}

#[test]
fn a_shifted_block_does_not_become_a_table() {
    // the numbers of one row stand one column further to the right
    let text = Mini::new(1).text();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut cells: Vec<&str> = lines[1].split(',').collect();
    cells.remove(7);
    cells.insert(1, "0");
    lines[1] = cells.join(",");
    let draft = read(lines.join("\n"), &layout(""))
        .unwrap()
        .national()
        .unwrap();
    let error = draft.check().unwrap_err().to_string();
    assert_parts(&error, &["NLD A01"]);
}

#[test]
fn a_table_without_output_or_value_added_says_what_to_write() {
    let text = Mini::new(1).text();
    let mut layout = layout("");
    layout.rows.output = None;
    layout.rows.skip = vec!["P1".to_owned()];
    assert_parts(&refused(&text, &layout), &["output = \"uses\""]);
    layout.output = read::OutputFrom::Uses;
    let table = read(&text, &layout)
        .unwrap()
        .national()
        .unwrap()
        .check()
        .unwrap();
    assert_eq!(table.output()[0], Mini::new(1).cell("P1", "A01"));
    layout.rows.primary.retain(|(label, _)| label == "TLS");
    layout.rows.skip.extend(["D1".to_owned(), "B2".to_owned()]);
    assert_parts(&refused(&text, &layout), &["value_added = \"residual\""]);
    layout.value_added = read::ValueAddedFrom::Residual;
    let table = read(&text, &layout)
        .unwrap()
        .national()
        .unwrap()
        .check()
        .unwrap();
    let mini = Mini::new(1);
    assert_eq!(
        table.value_added()[1],
        mini.cell("D1", "C10_12") + mini.cell("B2", "C10_12")
    );
}

#[test]
fn totals_that_miss_their_parts_are_on_record() {
    let mini = Mini::new(1);
    let total = mini.cell("A01", "TU");
    let text = mini
        .text()
        .replacen(&format!(",{total}\n"), &format!(",{}\n", total + 7.0), 1);
    let table = read(text, &layout(""))
        .unwrap()
        .national()
        .unwrap()
        .check()
        .unwrap();
    let steps = table.provenance().steps().join("\n");
    assert_parts(
        &steps,
        &["column `TU`: 1 of 7 totals miss the sum of their parts, most `A01` by 7"],
    );
}

#[test]
fn long_files_are_refused_where_a_cell_stands_twice_or_a_column_is_missing() {
    let file = |inner: &str| format!("shape = \"long\"\n{inner}");
    let layout = |inner: &str| {
        let text = layout_text(&file(inner), "label = \"row\"", "label = \"column\"");
        Layout::from_toml(&text).unwrap()
    };
    let text = Mini::new(4).long();
    let message = refused(&text, &layout("value = \"value\""));
    assert_parts(
        &message,
        &["line 3", "`A01` → `A01` stands twice", "[file.where]"],
    );
    let message = refused(&text, &layout("value = \"values\""));
    assert_parts(&message, &["no column `values`", "`value`"]);
    let message = refused(
        &text,
        &layout("value = \"value\"\nwhere = { year = \"1999\" }"),
    );
    assert_parts(&message, &["file has not"]);
    let lost: String = text
        .lines()
        .filter(|line| !line.starts_with("2010,A01,S,"))
        .map(|line| format!("{line}\n"))
        .collect();
    let message = refused(
        lost,
        &layout("value = \"value\"\nwhere = { year = \"2010\" }"),
    );
    assert_parts(&message, &["`A01` → `S`", "the cell is empty"]);
    let short = text.replacen("2010,A01,S,", "2010,A01,", 1);
    let message = refused(
        short,
        &layout("value = \"value\"\nwhere = { year = \"2010\" }"),
    );
    assert_parts(&message, &["has not as many cells"]);
}

#[test]
fn places_that_the_file_has_not_are_refused() {
    let text =
        |rows: &str, columns: &str| Layout::from_toml(&layout_text("", rows, columns)).unwrap();
    let mini = Mini::new(1).text();
    assert_parts(
        &refused(&mini, &text("label = 1", "label = 40")),
        &["labels of columns", "Number(40)"],
    );
    assert_parts(
        &refused(&mini, &text("label = 40", "label = 1")),
        &["file has not"],
    );
    assert_parts(
        &refused(&mini, &text("label = 1\nfirst = 40", "label = 1")),
        &["no line 40"],
    );
    assert_parts(
        &refused(&mini, &text("label = \"code\"", "label = 1")),
        &["labels of rows"],
    );
}

#[test]
fn another_kind_of_draft_is_not_given() {
    let described = read(Mini::new(1).text(), &layout("")).unwrap();
    let error = described
        .clone()
        .world()
        .map(|_| ())
        .unwrap_err()
        .to_string();
    assert_parts(
        &error,
        &["expected a world table", "found a national table"],
    );
    assert!(described.competitive().is_err());
}

#[test]
fn text_that_is_not_utf_8_is_refused() {
    let mut bytes = Mini::new(1).text().into_bytes();
    bytes[12] = 0xff;
    assert_parts(&refused(bytes, &layout("")), &["UTF-8"]);
}
