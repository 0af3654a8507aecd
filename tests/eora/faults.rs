//! Faults in the files of Eora26: each is an error that says where, and never a wrong table.

use leontief::read::{Options, RestOfWorld, eora26_with};

use crate::mini::{Files, World, lines, with_cell, with_line, without_line};
use crate::published::{Folder, assert_placed};

/// The table of these files is refused; the error names the file (by the end of its name), the line and these words.
#[track_caller]
fn refused(files: &Files, file: &str, line: Option<u64>, words: &[&str]) {
    let folder = Folder::new();
    let path = files.put(&folder, "Eora26_2015_bp");
    let error = match eora26_with(&path, &Options::new()) {
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
    World::new(23, true).files()
}

const T: &str = "Eora26_2015_bp_T.txt";
const FD: &str = "Eora26_2015_bp_FD.txt";

#[test]
fn cells_that_are_no_numbers_are_named_by_line_column_and_label() {
    for text in ["12a", "NaN", "inf", "1e999", "1 234", "0,5", "-", "1.5.2"] {
        let files = files().edit("bp_T.txt", |t| with_cell(t, 3, 2, text));
        let words = [
            "column `2: AFG Mining and Quarrying`",
            "`CHN Agriculture` → `AFG Mining and Quarrying` is not a number",
            &format!("found `{text}`"),
            "a point before decimals",
        ];
        refused(&files, T, Some(3), &words);
    }
    let files = files().edit("bp_FD.txt", |t| with_cell(t, 2, 4, "x"));
    let words = [
        "column `4: CHN Household final consumption P.3h`",
        "AFG Mining and Quarrying",
    ];
    refused(&files, FD, Some(2), &words);
}

#[test]
fn rows_of_the_wrong_length_are_refused() {
    let shorter = files().edit("bp_T.txt", |t| {
        with_line(t, 2, |line| line.rsplit_once('\t').unwrap().0.to_owned())
    });
    refused(
        &shorter,
        T,
        Some(2),
        &[
            "AFG Mining and Quarrying",
            "expected 5 numbers",
            "found 4",
            "ROW TOTAL",
        ],
    );
    let longer = files().edit("bp_T.txt", |t| with_line(t, 2, |line| format!("{line}\t7")));
    refused(
        &longer,
        T,
        Some(2),
        &["found 6", "labels of another edition"],
    );
    let doubled = files().edit("bp_T.txt", |t| {
        lines(t.lines().map(|line| {
            let (first, rest) = line.split_once('\t').unwrap();
            format!("{first}\t{first}\t{rest}")
        }))
    });
    refused(&doubled, T, Some(1), &["as many cells as columns"]);
    let joined = files().edit("bp_T.txt", |t| t.replacen('\n', "\t", 1));
    refused(&joined, T, Some(1), &["lost line end"]);
}

#[test]
fn rows_too_few_or_too_many_are_refused() {
    let fewer = files().edit("bp_T.txt", |t| without_line(t, 5));
    refused(
        &fewer,
        T,
        None,
        &[
            "no row `ROW TOTAL`",
            "expected 5 rows",
            "found 4",
            "truncated",
        ],
    );
    let more = files().edit("bp_VA.txt", |t| format!("{t}1\t2\t3\t4\t5\n"));
    refused(
        &more,
        "Eora26_2015_bp_VA.txt",
        Some(7),
        &["more rows than labels", "expected 6"],
    );
    for part in [
        "bp_T.txt",
        "bp_FD.txt",
        "bp_VA.txt",
        "bp_Q.txt",
        "bp_QY.txt",
    ] {
        let half = files().edit(part, |t| t[..t.len() / 2].to_owned());
        let name = format!("Eora26_2015_{part}");
        refused(&half, &name, None, &["truncated"]);
        let nothing = files().edit(part, |_| String::new());
        refused(&nothing, &name, None, &["the file is empty"]);
    }
}

#[test]
fn labels_that_are_missing_doubled_or_unknown_are_refused() {
    let labels = |change: &dyn Fn(&str) -> String| files().edit("labels_T.txt", change);
    refused(
        &labels(&|t| without_line(t, 2)),
        T,
        Some(5),
        &["more rows than labels", "expected 4"],
    );
    refused(
        &labels(&|t| with_cell(t, 2, 4, "Agriculture")),
        "labels_T.txt",
        None,
        &["AFG", "`Agriculture` occurs twice"],
    );
    refused(
        &labels(&|t| with_line(t, 3, |_| "China\tCHN\tAgriculture".to_owned())),
        "labels_T.txt",
        Some(3),
        &["expected 4: country", "China | CHN | Agriculture"],
    );
    refused(
        &labels(&|t| with_cell(t, 2, 4, "")),
        "labels_T.txt",
        Some(2),
        &["found 3"],
    );
    refused(
        &labels(&|_| String::new()),
        "labels_T.txt",
        None,
        &["the file is empty"],
    );
    let finals = |change: &dyn Fn(&str) -> String| files().edit("labels_FD.txt", change);
    refused(
        &finals(&|t| without_line(t, 2)),
        "labels_FD.txt",
        None,
        &["final use of CHN", "Gross fixed"],
    );
    refused(
        &finals(&|t| with_cell(t, 5, 4, "Household final consumption P.3h")),
        "labels_FD.txt",
        None,
        &["occurs twice"],
    );
    refused(
        &finals(&|t| with_cell(t, 5, 4, "Exports")),
        "labels_FD.txt",
        None,
        &["no final use `Exports`"],
    );
    let added = |change: &dyn Fn(&str) -> String| files().edit("labels_VA.txt", change);
    refused(
        &added(&|t| with_cell(t, 4, 2, "Rent")),
        "labels_VA.txt",
        Some(4),
        &["unknown primary input `Rent`", "net operating surplus"],
    );
    refused(
        &added(&|t| with_cell(t, 4, 2, "Value Added")),
        "labels_VA.txt",
        None,
        &["value added beside rows of its components"],
    );
    refused(
        &added(&|t| with_cell(t, 2, 2, "Compensation of employees D.1")),
        "labels_VA.txt",
        Some(2),
        &["occurs twice"],
    );
    let country = labels(&|t| format!("{t}Zambia\tZMB\tIndustries\tMining\n"));
    refused(
        &country,
        "labels_FD.txt",
        None,
        &[
            "columns of final use are missing",
            "none for `ZMB Household",
        ],
    );
    let sector = labels(&|t| format!("{t}China\tCHN\tIndustries\tZinc\n"));
    refused(&sector, T, Some(1), &["expected 6 numbers", "CHN Zinc"]);
}

#[test]
fn missing_files_are_named() {
    for (ending, words) in [
        ("bp_T.txt", "no file `Eora26_2015_…_T.txt`"),
        ("bp_FD.txt", "no file `Eora26_2015_…_FD.txt`"),
        ("bp_VA.txt", "no file `Eora26_2015_…_VA.txt`"),
        ("labels_T.txt", "no file `labels_T.txt`"),
        ("labels_Q.txt", "put it into the same folder"),
    ] {
        refused(&files().without(ending), "", None, &[words]);
    }
    let strange = Files(vec![("table.csv".to_owned(), "1,2\n".to_owned())]);
    refused(
        &strange,
        "",
        None,
        &["no file of an Eora26 table", "table.csv"],
    );
}

#[test]
fn a_shifted_block_fails_the_checks() {
    let shifted = files().edit("bp_T.txt", |t| {
        with_line(t, 2, |line| {
            let mut cells: Vec<&str> = line.split('\t').collect();
            cells.rotate_right(1);
            cells.join("\t")
        })
    });
    let folder = Folder::new();
    for policy in [RestOfWorld::Keep, RestOfWorld::Outside] {
        let options = Options::new().rest_of_world(policy);
        let draft = eora26_with(shifted.put(&folder, "x"), &options).unwrap();
        let error = draft.check().unwrap_err().to_string();
        assert!(error.contains("sum to"), "{error}");
    }
}
