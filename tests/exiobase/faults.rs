//! Faults in the files: each is an error that says where, and never a wrong table.

use leontief::read::exiobase;

use crate::mini::{Files, NEW, OLD, World, with_cell, with_line, without_line};
use crate::published::{Folder, assert_placed};

/// The table of these files is refused; the error names the file, the line and these words.
#[track_caller]
fn refused(files: &Files, file: &str, line: Option<u64>, words: &[&str]) {
    let folder = Folder::new();
    let path = files.put(&folder, "IOT_2019_pxp");
    let error = match exiobase(&path) {
        Err(error) => error,
        Ok(draft) => draft.check().unwrap_err(),
    };
    let file = match file {
        "" => path,
        name => path.join(name),
    };
    assert_placed(&error, &file, line, words);
}

fn files() -> Files {
    World::new(61, NEW).files()
}

#[test]
fn cells_that_are_no_numbers_are_named_by_line_column_and_label() {
    for text in ["12a", "NaN", "inf", "1 234", "0,5", "1e999"] {
        let files = files().edit("Z.txt", |z| with_cell(z, 5, 7, text));
        let words = [
            "column `7: WA Machinery, equipment n.e.c.`",
            "`AT Machinery, equipment n.e.c.` → `WA Machinery, equipment n.e.c.` is not a number",
            &format!("found `{text}`"),
        ];
        refused(&files, "Z.txt", Some(5), &words);
    }
    let y = files().edit("Y.txt", |y| with_cell(y, 4, 3, "x"));
    refused(
        &y,
        "Y.txt",
        Some(4),
        &[
            "column `3: AT Final consumption expenditure by households`",
            "AT Paddy rice",
        ],
    );
    let f = files().edit("factor_inputs/F.txt", |f| with_cell(f, 5, 2, "x"));
    refused(
        &f,
        "factor_inputs/F.txt",
        Some(5),
        &["column `2: AT Paddy rice`", "Other net taxes on production"],
    );
    let x = files().edit("x.txt", |x| with_cell(x, 3, 3, "x"));
    refused(
        &x,
        "x.txt",
        Some(3),
        &["column `indout`", "not a number", "`x`"],
    );
}

#[test]
fn rows_of_the_wrong_length_or_number_are_refused() {
    let shorter = files().edit("Z.txt", |z| {
        with_line(z, 5, |line| line.rsplit_once('\t').unwrap().0.to_owned())
    });
    refused(
        &shorter,
        "Z.txt",
        Some(5),
        &["expected 6 numbers", "found 5", "breaks off"],
    );
    let longer = files().edit("Z.txt", |z| with_line(z, 5, |line| format!("{line}\t1")));
    refused(&longer, "Z.txt", Some(5), &["found 7"]);
    let missing = files().edit("Z.txt", |z| without_line(z, 6));
    refused(
        &missing,
        "Z.txt",
        None,
        &[
            "no row `AT Meat \"animals\" nec`",
            "expected 6 rows",
            "found 5",
        ],
    );
    let doubled = files().edit("Z.txt", |z| {
        with_line(z, 6, |line| format!("{line}\n{line}"))
    });
    refused(
        &doubled,
        "Z.txt",
        Some(7),
        &["`AT Meat \"animals\" nec` occurs twice"],
    );
    let strange = files().edit("Y.txt", |y| with_cell(y, 6, 2, "Wheat"));
    refused(&strange, "Y.txt", Some(6), &["unknown row `AT Wheat`"]);
    for name in [
        "Z.txt",
        "Y.txt",
        "x.txt",
        "factor_inputs/F.txt",
        "air_emissions/F_Y.txt",
    ] {
        let half = files().edit(name, |text| text[..text.len() / 2].to_owned());
        refused(&half, name, None, &[]);
        let start = files().edit(name, |text| text.lines().next().unwrap().to_owned());
        refused(&start, name, None, &[]);
        let nothing = files().edit(name, |_| String::new());
        refused(&nothing, name, None, &["the file is empty"]);
    }
}

#[test]
fn labels_of_columns_are_compared() {
    let z = |change: &dyn Fn(&str) -> String| files().edit("Z.txt", change);
    refused(
        &z(&|z| without_line(z, 1)),
        "Z.txt",
        Some(1),
        &["does not begin with `region`", "`sector`"],
    );
    refused(
        &z(&|z| with_cell(z, 2, 1, "product")),
        "Z.txt",
        Some(2),
        &["does not begin with `sector`", "`product`"],
    );
    refused(
        &z(&|z| with_cell(z, 2, 2, "x")),
        "Z.txt",
        Some(2),
        &["a label where names of rows stand: `x`"],
    );
    refused(
        &z(&|z| with_cell(z, 2, 4, "Paddy rice")),
        "Z.txt",
        None,
        &["AT", "`Paddy rice` occurs twice"],
    );
    refused(
        &z(&|z| with_cell(z, 2, 4, "")),
        "Z.txt",
        Some(2),
        &["a column without a label", "column `4`"],
    );
    refused(
        &z(&|z| with_line(z, 1, |line| format!("{line}\tAT"))),
        "Z.txt",
        Some(2),
        &["differ in length"],
    );
    let extra = z(&|z| {
        with_line(&with_line(z, 1, |line| format!("{line}\tXX")), 2, |line| {
            format!("{line}\tPaddy rice")
        })
    });
    refused(&extra, "x.txt", None, &["no output of `XX Paddy rice`"]);
    let y = |change: &dyn Fn(&str) -> String| files().edit("Y.txt", change);
    refused(
        &y(&|y| with_cell(y, 1, 4, "XX")),
        "Y.txt",
        None,
        &["no country `XX`"],
    );
    refused(
        &y(&|y| with_cell(y, 2, 12, "Exports")),
        "Y.txt",
        None,
        &["final use of WA", "no final use `Exports`"],
    );
    refused(
        &y(&|y| with_cell(y, 2, 4, "Changes in valuables")),
        "Y.txt",
        None,
        &["occurs twice"],
    );
    let f = |change: &dyn Fn(&str) -> String| files().edit("air_emissions/F.txt", change);
    refused(
        &f(&|f| with_cell(f, 2, 3, "Wheat")),
        "air_emissions/F.txt",
        Some(2),
        &["unknown column `AT Wheat`", "column `3`"],
    );
    refused(
        &f(&|f| with_cell(f, 1, 5, "AT")),
        "air_emissions/F.txt",
        Some(2),
        &["occurs twice"],
    );
    refused(
        &f(&|f| with_cell(f, 4, 1, "SO2")),
        "air_emissions/F.txt",
        Some(4),
        &["unknown row `SO2`", "unit.txt"],
    );
}

#[test]
fn units_are_checked() {
    let hybrid = files().edit("unit.txt", |text| with_cell(text, 4, 3, "tonnes"));
    refused(
        &hybrid,
        "unit.txt",
        Some(4),
        &["the unit is not million euros", "`tonnes`", "hybrid"],
    );
    let factors = files().edit("factor_inputs/unit.txt", |text| with_cell(text, 4, 2, "kg"));
    refused(
        &factors,
        "factor_inputs/unit.txt",
        Some(4),
        &["not million euros"],
    );
    let unknown = files().edit("unit.txt", |text| with_cell(text, 4, 2, "Wheat"));
    refused(&unknown, "unit.txt", Some(4), &["unknown row `AT Wheat`"]);
    let header = files().edit("unit.txt", |text| with_cell(text, 1, 3, "units"));
    refused(&header, "unit.txt", Some(1), &["no column `unit`"]);
    let fewer = files().edit("unit.txt", |text| without_line(text, 4));
    refused(
        &fewer,
        "unit.txt",
        None,
        &["no unit of `AT Meat \"animals\" nec`"],
    );
}

#[test]
fn factor_inputs_must_be_the_nine() {
    let fewer = files().edit("factor_inputs/unit.txt", |text| without_line(text, 8));
    refused(
        &fewer,
        "",
        None,
        &["no factor input `operating surplus: rents on land"],
    );
    let renamed = files().edit("factor_inputs/unit.txt", |text| {
        text.replace("Rents on land", "Rents")
    });
    refused(
        &renamed,
        "factor_inputs/unit.txt",
        Some(8),
        &["unknown factor input `Operating surplus: Rents`"],
    );
    let twice = files().edit("factor_inputs/unit.txt", |text| {
        format!("{text}Other net taxes on production, again\tM.EUR\n")
    });
    refused(
        &twice,
        "",
        None,
        &["a second factor input like `Other net taxes on production, again`"],
    );
    let doubled = files().edit("air_emissions/unit.txt", |text| {
        with_line(text, 3, |_| "CO2 - combustion - air\tkg".to_owned())
    });
    refused(
        &doubled,
        "air_emissions/unit.txt",
        Some(3),
        &["occurs twice", "line 2"],
    );
    let old = World::new(63, OLD).files();
    let gone = old.edit("satellite/unit.txt", |text| {
        text.replace("Other net taxes", "Other taxes")
    });
    refused(
        &gone,
        "",
        None,
        &[
            "no factor input `other net taxes on production",
            "satellite",
        ],
    );
}

#[test]
fn missing_files_are_named() {
    for (name, words) in [
        ("Y.txt", &["no file `Y.txt`", "IOT_2019_pxp.zip"][..]),
        (
            "Z.txt",
            &["no file `A.txt`", "`Z.txt`, or `A.txt` and `x.txt`"],
        ),
        ("unit.txt", &["no file `unit.txt`"]),
        (
            "factor_inputs/F.txt",
            &[
                "no folder of factor inputs",
                "satellite/F.txt",
                "`air_emissions`",
            ],
        ),
        ("employment/unit.txt", &["no file `employment/unit.txt`"]),
    ] {
        refused(&files().without(name), "", None, words);
    }
    let coefficients = World::new(
        65,
        crate::mini::Version {
            coefficients: true,
            ..NEW
        },
    );
    refused(
        &coefficients.files().without("x.txt"),
        "",
        None,
        &["no file `x.txt`"],
    );
    let two = Files([files().0, vec![("other/Y.txt".to_owned(), String::new())]].concat());
    refused(&two, "", None, &["more than one file `Y.txt`"]);
}

#[test]
fn a_shifted_block_fails_the_checks() {
    let shifted = files().edit("Z.txt", |z| {
        with_line(z, 5, |line| {
            let mut cells: Vec<&str> = line.split('\t').collect();
            cells[2..].rotate_right(1);
            cells.join("\t")
        })
    });
    let folder = Folder::new();
    let error = exiobase(shifted.put(&folder, "IOT_2019_pxp"))
        .unwrap()
        .check()
        .unwrap_err()
        .to_string();
    assert!(error.contains("sum to"), "{error}");
}
