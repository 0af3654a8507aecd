//! Files of tables that are missing, cut short or wrong: the message says file, line and column.

use leontief::Error;
use leontief::read;
use leontief::study::china_us::Sources;
use leontief::table::NationalDraft;
use ndarray::array;

use crate::assert_says;
use crate::common::million_dollars;
use crate::scratch::{Scratch, assert_placed};

const TABLE: &str = "\
block,code,name,A,B,households,exports,output
domestic,A,Goods,30,10,35,25,100
domestic,B,Services,20,30,50,0,100
imported,M,Imports,20,5,10,0,
primary,compensation,Wages,30,55,0,0,
output,output,Output,100,100,,,
";

fn national(content: impl AsRef<[u8]>) -> (leontief::Result<NationalDraft>, Scratch) {
    let file = Scratch::new(content);
    (read::national_csv(&file, "CHN", million_dollars()), file)
}

/// The table with one line replaced, counted from 1.
fn with_line(line: usize, text: &str) -> String {
    let mut lines: Vec<&str> = TABLE.lines().collect();
    lines[line - 1] = text;
    lines.join("\n")
}

#[test]
fn the_table_of_these_tests_is_read() {
    let table = national(TABLE).0.unwrap().check().unwrap();
    assert_eq!(table.domestic(), array![[30.0, 10.0], [20.0, 30.0]]);
    assert_eq!(table.imported(), array![[20.0, 5.0]]);
    assert_eq!(table.exports().to("WLD").unwrap().total(), 25.0);
    assert_eq!(
        table
            .producers()
            .sector_name(table.producers().at("CHN", "whole", "B").unwrap()),
        "Services"
    );
}

#[test]
fn rows_and_columns_in_any_order_give_the_same_table() {
    let shuffled = "\
output,exports,B,name,block,A,households,code
,0,5,Imports,imported,20,10,M
100,0,30,Services,domestic,20,50,B
,,100,Output,output,100,,output
100,25,10,Goods,domestic,30,35,A
,0,55,Wages,primary,30,0,compensation
";
    let table = national(shuffled).0.unwrap().check().unwrap();
    let at = |code: &str| table.producers().at("CHN", "whole", code).unwrap().get();
    assert_eq!(table.domestic()[[at("A"), at("B")]], 10.0);
    assert_eq!(table.domestic()[[at("B"), at("A")]], 20.0);
    assert_eq!(table.exports().by_producer()[at("A")], 25.0);
    assert_eq!(table.imported()[[0, at("B")]], 5.0);
}

#[test]
fn byte_order_marks_blanks_and_thousands_marks_are_read_over() {
    let thousands = |cell: &str| match cell.parse::<u32>() {
        Ok(number) if number > 0 => format!(" {number}\u{a0}000 "),
        _ => format!(" {cell} "),
    };
    let line = |line: &str| {
        let cells: Vec<String> = line.split(',').map(thousands).collect();
        cells.join(",") + "\n"
    };
    let content: String = TABLE.lines().map(line).collect();
    let table = national(format!("\u{feff}{content}")).0.unwrap();
    assert_eq!(table.check().unwrap().domestic()[[0, 1]], 10_000.0);
    // elsewhere a blank is none of these marks
    let blank = with_line(2, "domestic,A,Goods,30,1 0,35,25,100");
    let error = national(&blank).0.unwrap_err();
    assert_says(
        &error,
        Error::is_parse,
        &["line 2, column `B`", "found `1 0`"],
    );
}

#[test]
fn a_missing_file_is_named_with_a_hint() {
    let path = std::env::temp_dir().join("leontief-there-is-no-such-file.csv");
    for error in [
        read::national_csv(&path, "CHN", million_dollars()).unwrap_err(),
        read::parameters_csv(&path).unwrap_err(),
    ] {
        let parts = [
            "cannot open the file",
            "try: check the path",
            "leontief-there-is-no-such-file.csv",
        ];
        assert_says(&error, Error::is_io, &parts);
        assert_eq!(error.file(), Some(path.as_path()));
        assert!(
            std::error::Error::source(&error)
                .unwrap()
                .is::<std::io::Error>()
        );
    }
    let error = Sources::read(std::env::temp_dir().join("leontief-no-such-folder")).unwrap_err();
    assert_says(
        &error,
        Error::is_io,
        &["china_2012_table.csv", "cannot open the file"],
    );
}

#[test]
fn an_empty_file_is_refused() {
    for content in ["", "\n", "\n\n"] {
        let (result, file) = national(content);
        let error = result.unwrap_err();
        assert_says(
            &error,
            Error::is_parse,
            &["the file is empty", "expected a header row"],
        );
        assert_eq!(error.file(), Some(file.as_ref()));
    }
}

#[test]
fn a_header_without_rows_is_no_table() {
    let (result, file) = national("block,code,name,A,exports,output\n");
    let error = result.unwrap_err();
    assert!(error.is_label(), "{error:?}");
    assert_eq!(error.file(), Some(file.as_ref()));
}

#[test]
fn a_missing_column_is_named_with_those_that_are_there() {
    for (header, missing) in [
        (
            "black,code,name,A,B,households,exports,output",
            "no column `block`",
        ),
        (
            "block,kode,name,A,B,households,exports,output",
            "no column `code`",
        ),
        (
            "block,code,nom,A,B,households,exports,output",
            "no column `name`",
        ),
        (
            "block,code,name,A,C,households,exports,output",
            "no column `B`",
        ),
        (
            "block,code,name,A,B,households,exports,total",
            "no column `output`",
        ),
    ] {
        let (result, file) = national(with_line(1, header));
        assert_placed(
            &result.unwrap_err(),
            Error::is_label,
            &file,
            1,
            &[missing, "found `bl", "households"],
        );
    }
}

#[test]
fn a_table_says_what_is_exported() {
    for (header, parts) in [
        (
            "block,code,name,A,B,households,Exports,output",
            [
                "no column of exports",
                "expected `exports`, or columns named `exports:PARTNER:KIND`",
            ],
        ),
        (
            "block,code,name,A,B,households,exports:USA,output",
            [
                "the column `exports:USA` does not say whose exports it holds",
                "expected `exports`",
            ],
        ),
        (
            "block,code,name,A,B,households,exports:USA:things,output",
            ["no kind of trade `things`", "`goods`, `services`"],
        ),
    ] {
        let (result, file) = national(with_line(1, header));
        let error = result.unwrap_err();
        assert_says(&error, Error::is_label, &parts);
        assert_eq!(error.file(), Some(file.as_ref()));
    }
}

#[test]
fn a_sector_without_its_row_does_not_pass_for_a_final_use() {
    let orphan = TABLE
        .replace("domestic,B,Services,20,30,50,0,100\n", "")
        .replace("imported,M,", "imported,B,");
    let (draft, file) = national(orphan);
    let error = draft.unwrap_err();
    assert_eq!(error.file(), Some(file.as_ref()));
    assert_says(
        &error,
        Error::is_label,
        &["the column `B` has no row of block `domestic`"],
    );
}

#[test]
fn a_doubled_column_is_refused() {
    let (result, file) = national(with_line(
        1,
        "block,code,name,A,A,households,exports,output",
    ));
    assert_placed(
        &result.unwrap_err(),
        Error::is_label,
        &file,
        1,
        &["the column `A` occurs twice"],
    );
}

#[test]
fn a_cell_that_is_not_a_number_is_placed_by_line_and_column() {
    for text in ["abc", "1,5", "NaN", "inf", "1e999", "12-", "--"] {
        let (result, file) = national(with_line(
            3,
            &format!("domestic,B,Services,20,\"{text}\",50,0,100"),
        ));
        let parts = [
            "column `B`: the cell is not a number",
            "expected a finite number",
            &format!("found `{text}`"),
        ];
        assert_placed(&result.unwrap_err(), Error::is_parse, &file, 3, &parts);
    }
}

#[test]
fn a_blank_cell_is_not_zero() {
    for (line, text, column) in [
        (2, "domestic,A,Goods,30,,35,25,100", "B"),
        (3, "domestic,B,Services,20,30, ,0,100", "households"),
        (3, "domestic,B,Services,20,30,50,,100", "exports"),
        (3, "domestic,B,Services,20,30,50,0,", "output"),
        (4, "imported,M,Imports,,5,10,0,", "A"),
        (5, "primary,compensation,Wages,30,55,,0,", "households"),
        (6, "output,output,Output,100,,,,", "B"),
    ] {
        let (result, file) = national(with_line(line, text));
        let place = format!("column `{column}`: the cell is empty");
        let parts = [
            place.as_str(),
            "expected a number",
            "try: 0 where there is nothing",
        ];
        assert_placed(
            &result.unwrap_err(),
            Error::is_parse,
            &file,
            line as u64,
            &parts,
        );
    }
}

#[test]
fn a_row_with_cells_too_many_or_too_few_is_refused() {
    for (text, cells) in [
        ("domestic,B,Services,20,30,50,0", 7),
        ("domestic,B,Services,20,30,50,0,100,1", 9),
    ] {
        let (result, file) = national(with_line(3, text));
        let parts = [
            "a row does not have as many cells as the first one",
            "expected 8",
            &format!("found {cells}"),
        ];
        assert_placed(&result.unwrap_err(), Error::is_parse, &file, 3, &parts);
    }
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let content = TABLE
        .replace("domestic,B", "\n\ndomestic,B")
        .replace(",30,50,0,100", ",x,50,0,100");
    let (result, file) = national(content);
    assert_placed(
        &result.unwrap_err(),
        Error::is_parse,
        &file,
        5,
        &["column `B`"],
    );
    let content = TABLE
        .replace("Goods", "\"Goods,\nof all sorts\"")
        .replace(",30,50,0,100", ",x,50,0,100");
    let (result, file) = national(content);
    assert_placed(
        &result.unwrap_err(),
        Error::is_parse,
        &file,
        4,
        &["column `B`"],
    );
}

#[test]
fn text_that_is_not_utf_8_is_refused() {
    let mut bytes = TABLE.as_bytes().to_vec();
    let at = TABLE.find("Services").unwrap();
    bytes[at] = 0xd6;
    let (result, file) = national(bytes);
    assert_placed(
        &result.unwrap_err(),
        Error::is_parse,
        &file,
        3,
        &["the text is not UTF-8"],
    );
}

#[test]
fn an_unknown_block_is_placed() {
    let (result, file) = national(with_line(4, "import,M,Imports,20,5,10,0,"));
    let parts = [
        "column `block`: unknown block",
        "`domestic`, `imported`, `primary` or `output`",
        "found `import`",
    ];
    assert_placed(&result.unwrap_err(), Error::is_parse, &file, 4, &parts);
}

#[test]
fn an_unknown_primary_row_is_placed() {
    let (result, file) = national(with_line(5, "primary,wages,Wages,30,55,0,0,"));
    let parts = ["column `code`: no primary input `wages`", "`compensation`"];
    assert_placed(&result.unwrap_err(), Error::is_label, &file, 5, &parts);
}

#[test]
fn output_stands_twice_and_says_the_same() {
    let (result, file) = national(with_line(3, "domestic,B,Services,20,30,50,0,101"));
    let parts = [
        "column `output`: the column `output` differs from the row `output`",
        "expected 100",
        "found 101",
    ];
    assert_placed(&result.unwrap_err(), Error::is_parse, &file, 3, &parts);
    for (content, found) in [
        (with_line(6, "primary,other,Other,0,0,0,0,"), "found 0"),
        (
            format!("{TABLE}output,output,Output,100,100,,,\n"),
            "found 2",
        ),
    ] {
        let (result, file) = national(content);
        let error = result.unwrap_err();
        assert_says(
            &error,
            Error::is_label,
            &["a table has one row of block `output`", found],
        );
        assert_eq!(error.file(), Some(file.as_ref()));
    }
}

#[test]
fn doubled_and_empty_codes_of_rows_are_refused_with_the_file() {
    for (line, text, part) in [
        (
            3,
            "domestic,A,Services,20,30,50,0,100",
            "the sector `A` occurs twice",
        ),
        (
            3,
            "domestic,,Services,20,30,50,0,100",
            "sector number 2 has no code",
        ),
        (
            4,
            "imported, ,Imports,20,5,10,0,",
            "imported product number 1 has no code",
        ),
    ] {
        let (result, file) = national(with_line(line, text));
        let error = result.unwrap_err();
        assert_says(&error, Error::is_label, &[part]);
        assert_eq!(error.file(), Some(file.as_ref()));
    }
}
