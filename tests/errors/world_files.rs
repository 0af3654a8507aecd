//! Folders of a world table with cells that are no numbers, rows cut short, or sums that miss output.

use leontief::Error;
use leontief::read::world_csv;
use leontief::table::WorldTable;

use crate::world_folder::Folder;

/// The folder is read, and refused by the checks of tables in these words.
#[track_caller]
fn assert_unchecked(folder: &Folder, message: &str) {
    let error = folder.draft().unwrap().check().unwrap_err();
    assert!(error.is_table(), "{error:?}");
    assert_eq!(error.to_string(), message);
}

#[test]
fn a_flow_that_is_not_a_number_is_placed() {
    for text in [
        "NaN",
        "nan",
        "inf",
        "-Infinity",
        "1e999",
        "-",
        "n/a",
        "#DIV/0!",
        "0x10",
        "1_000",
    ] {
        let folder =
            Folder::worked_case().replacing("Z.csv", "B,1,4,3,", &format!("B,1,4,{text},"));
        let error = folder.draft().unwrap_err();
        assert!(error.is_parse(), "{error:?}");
        assert_eq!(error.file(), Some(folder.path().join("Z.csv").as_path()));
        assert_eq!(error.line(), Some(4));
        assert_eq!(
            folder.refused(),
            format!(
                "Z.csv, line 4, column `A_2`: the cell B 1 → A_2 is not a number; expected a finite number; found `{text}`"
            )
        );
    }
}

#[test]
fn a_final_use_output_or_extension_that_is_not_a_number_is_placed() {
    let folder = Folder::worked_case().replacing("Y.csv", "12,90,17", "12,NaN,17");
    assert_eq!(
        folder.refused(),
        "Y.csv, line 5, column `B_final`: the cell B 2 → B_final is not a number; expected a finite number; found `NaN`"
    );
    let folder = Folder::worked_case().replacing("va_x.csv", "122,215", "122,NaN");
    assert_eq!(
        folder.refused(),
        "va_x.csv, line 5, column `X`: the cell B 2 → X is not a number; expected a finite number; found `NaN`"
    );
    let header = "extension,unit,A_1,A_2,B_1,B_2,C_1,C_2";
    let folder =
        Folder::worked_case().with("F.csv", format!("{header}\njobs,persons,1,2,x,4,5,6\n"));
    assert_eq!(
        folder.refused(),
        "F.csv, line 2, column `B_1`: the cell jobs → B_1 is not a number; expected a finite number; found `x`"
    );
    let folder = folder
        .with("F.csv", format!("{header}\njobs,persons,1,2,3,4,5,6\n"))
        .with("F_Y.csv", "extension,A_final,B_final,C_final\njobs,1,2,\n");
    assert_eq!(
        folder.refused(),
        "F_Y.csv, line 2, column `C_final`: the cell jobs → C_final is empty; expected a number; try: 0 where there is nothing"
    );
}

#[test]
fn thousands_marks_and_decimal_commas_are_not_guessed_at() {
    for text in [
        "1 000",
        "1,000",
        "1'000",
        "2,5",
        "1\u{a0}000",
        "1\u{202f}000",
    ] {
        let folder =
            Folder::worked_case().replacing("Z.csv", "B,1,4,3,", &format!("B,1,4,\"{text}\","));
        assert_eq!(
            folder.refused(),
            format!(
                "Z.csv, line 4, column `A_2`: the cell B 1 → A_2 is not a number; expected a finite number; found `{text}`; \
                 try: no thousands marks, and a point before decimals"
            )
        );
    }
}

#[test]
fn an_empty_cell_is_not_zero() {
    let folder = Folder::worked_case().replacing("Z.csv", "B,1,4,3,", "B,1,4, ,");
    assert_eq!(
        folder.refused(),
        "Z.csv, line 4, column `A_2`: the cell B 1 → A_2 is empty; expected a number; try: 0 where there is nothing"
    );
}

#[test]
fn several_cells_are_listed_and_counted() {
    let folder = Folder::worked_case()
        .replacing("Z.csv", "A,1,20,", "A,1,x,")
        .replacing("Z.csv", "C,2,1,2", "C,2,1,");
    assert_eq!(
        folder.refused(),
        "Z.csv, line 2, column `A_1`: the cell A 1 → A_1 is not a number (1 more such cell: line 7, column `A_2`); \
         expected a finite number; found `x`"
    );
    let folder = folder.replacing("Z.csv", "B,1,4,3,40,12,5,2", "B,1,,,,,,");
    assert_eq!(
        folder.refused(),
        "Z.csv, line 2, column `A_1`: the cell A 1 → A_1 is not a number (7 more such cells: line 4, column `A_1`; \
         line 4, column `A_2`; line 4, column `B_1`; …); expected a finite number; found `x`"
    );
}

#[test]
fn a_row_one_cell_short_or_long_is_placed() {
    for (row, cells) in [("B,1,4,3,40,12,5", 7), ("B,1,4,3,40,12,5,2,0", 9)] {
        let folder = Folder::worked_case().replacing("Z.csv", "B,1,4,3,40,12,5,2", row);
        assert_eq!(
            folder.refused(),
            format!(
                "Z.csv, line 4: a row does not have as many cells as the header; expected 8; found {cells}"
            )
        );
    }
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    for (ends, blank, line) in [("\n", "\n\n", 6), ("\r\n", "\r\n", 5), ("\r\n", "", 4)] {
        let folder = Folder::worked_case();
        let text = folder.text("Z.csv").replace('\n', ends);
        let text = text.replace("B,1,4,3,", &format!("{blank}B,1,4,x,"));
        let folder = folder.with("Z.csv", text);
        assert_eq!(folder.draft().unwrap_err().line(), Some(line));
    }
    let folder = Folder::worked_case()
        .replacing("Z.csv", "A,2,10", "\n\r\n,,\nA,2,10")
        .replacing("Z.csv", "B,1,4,3,", "B,1,4,x,");
    assert!(
        folder
            .refused()
            .starts_with("Z.csv, line 7, column `A_2`: ")
    );
    let folder = Folder::worked_case()
        .replacing("Z.csv", "A,2,10", "A,\"2\",10")
        .replacing("va_x.csv", "A,2,80", "A,\"2\n3\",80");
    assert_eq!(
        folder.refused(),
        "va_x.csv, line 3: the rows do not match the producers of Z.csv: 1 missing (`A 2`), 1 unexpected (`A 2\n3`)"
    );
    let folder = Folder::worked_case()
        .replacing("Z.csv", "A,2,10", "A,\"2\n3\",10")
        .replacing("Z.csv", "C,1,2,1,7", "C,1,2,7");
    assert!(
        folder
            .refused()
            .starts_with("Z.csv, line 7: a row does not have as many cells")
    );
}

#[test]
fn text_that_is_not_utf_8_is_placed() {
    let folder = Folder::worked_case();
    let mut bytes = folder.text("Z.csv").into_bytes();
    let at = bytes.windows(4).position(|part| part == b"C,1,").unwrap();
    bytes[at] = 0xd6;
    let folder = folder.with("Z.csv", bytes);
    assert_eq!(folder.refused(), "Z.csv, line 6: the text is not UTF-8");
}

#[test]
fn missing_and_empty_files_are_named() {
    for name in ["Z.csv", "Y.csv", "va_x.csv"] {
        let folder = Folder::worked_case().without(name);
        let error = folder.draft().unwrap_err();
        assert!(Error::is_io(&error), "{error:?}");
        assert_eq!(
            folder.refused(),
            format!(
                "{name}: there is no such file; try: the folder of a world table holds Z.csv, Y.csv and va_x.csv"
            )
        );
        for content in ["", "\n\n", " , ,\n"] {
            let folder = Folder::worked_case().with(name, content);
            let message = format!("{name}: the file is empty; expected a header row");
            assert_eq!(folder.refused(), message);
        }
    }
    let folder = Folder::worked_case();
    for path in [folder.path().join("Z.csv"), folder.path().join("1995")] {
        let error = world_csv(&path).unwrap_err();
        assert!(error.is_io(), "{error:?}");
        let place = path.display();
        assert_eq!(
            error.to_string(),
            format!(
                "{place}: there is no such folder; try: a folder with Z.csv, Y.csv and va_x.csv"
            )
        );
    }
    let folder =
        Folder::worked_case().with("F_Y.csv", "extension,A_final,B_final,C_final\njobs,1,2,3\n");
    assert_eq!(
        folder.refused(),
        "F_Y.csv: the file stands without F.csv; try: a row of F.csv for every extension, 0 where producers have nothing of it"
    );
}

#[test]
fn output_that_is_a_tenth_too_high_is_refused() {
    let folder = Folder::worked_case().replacing("va_x.csv", "B,1,88,165", "B,1,88,181.5");
    assert_unchecked(
        &folder,
        "the table of the world (unit not stated) has 2 problems: the uses of B 1 sum to 165.000000, its output is 181.500000 \
         (difference 16.500000, tolerance 1e-9 of output); the inputs of B 1 sum to 165.000000, its output is 181.500000 \
         (difference 16.500000, tolerance 1e-9 of output)",
    );
}

#[test]
fn value_added_that_is_a_tenth_too_low_is_refused() {
    let folder = Folder::worked_case().replacing("va_x.csv", "B,1,88,165", "B,1,79.2,165");
    assert_unchecked(
        &folder,
        "the table of the world (unit not stated) has 1 problem: the inputs of B 1 sum to 156.200000, its output is 165.000000 \
         (difference 8.800000, tolerance 1e-9 of output)",
    );
}

#[test]
fn negative_output_is_refused() {
    let folder = Folder::worked_case()
        .replacing("va_x.csv", "B,1,88,165", "B,1,-242,-165")
        .replacing("Y.csv", "B,1,15,70,14", "B,1,15,-260,14");
    assert_unchecked(
        &folder,
        "the table of the world (unit not stated) has 1 problem: B 1 has negative output -165",
    );
}

#[test]
fn no_output_but_inputs_is_refused_even_where_value_added_is_the_residual() {
    let folder = Folder::worked_case()
        .replacing("Z.csv", "C,2,1,2,4,6,5,15", "C,2,0,0,0,0,0,0")
        .replacing("Y.csv", "C,2,4,6,27", "C,2,0,0,0")
        .with(
            "va_x.csv",
            "country,sector,X\nA,1,100\nA,2,130\nB,1,165\nB,2,215\nC,1,60\nC,2,0\n",
        );
    assert_unchecked(
        &folder,
        "the table of the world (unit not stated) has 1 problem: C 2 has no output but inputs of 19.000000: give its output, or \
         leave its column empty",
    );
}

#[test]
fn rows_that_are_permuted_relative_to_columns_are_aligned_by_label() {
    let original = Folder::worked_case().table();
    for name in ["Z.csv", "Y.csv", "va_x.csv"] {
        let folder = Folder::worked_case();
        let text = folder.text(name);
        let mut lines: Vec<&str> = text.lines().collect();
        lines.swap(5, 6); // C 2 before C 1
        let table = folder.with(name, lines.join("\n")).table();
        let at = |table: &WorldTable, sector: &str| {
            let at = table.producers().at("C", "whole", sector);
            at.unwrap().get()
        };
        let (one, two) = (at(&table, "1"), at(&table, "2"));
        let expected = if name == "Z.csv" { (5, 4) } else { (4, 5) };
        assert_eq!((one, two), expected);
        let (from, to) = (at(&original, "1"), at(&original, "2"));
        assert_eq!(table.flows()[[one, two]], original.flows()[[from, to]]);
        assert_eq!(table.flows()[[two, one]], original.flows()[[to, from]]);
        assert_eq!(table.final_use().row(two), original.final_use().row(to));
        assert_eq!(table.output()[two], original.output()[to]);
        assert_eq!(table.value_added()[two], original.value_added()[to]);
        assert_eq!(table.exports().sum(), original.exports().sum());
    }
}
