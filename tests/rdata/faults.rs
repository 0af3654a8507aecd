//! Faults of a data frame: each is an error that says where, and never a wrong table.

use leontief::read::{Options, wiod2016_rdata_with};
use leontief::table::Tolerance;

use crate::mini::{Mini, gzipped, one_to, read, read_named};
use crate::published::Folder;
use crate::xdr::{MISSING, PACKINGS, R, factor, frame, packed, rds, sequence, texts, workspace};

#[track_caller]
fn refused(mini: &Mini, words: &[&str]) {
    refused_bytes(&mini.workspace(), words);
}

#[track_caller]
fn refused_bytes(bytes: &[u8], words: &[&str]) {
    let error = match read(bytes) {
        Ok(draft) => draft
            .tolerance(Tolerance::absolute(1e-9))
            .check()
            .unwrap_err(),
        Err(error) => {
            let name = "WIOT2014_October16_ROW.RData";
            assert!(
                error.file().is_some_and(|file| file.ends_with(name)),
                "{error}"
            );
            error
        }
    };
    let message = error.to_string();
    for word in words {
        assert!(message.contains(word), "no `{word}` in: {message}");
    }
}

/// A miniature whose rows can be taken.
fn mini() -> Mini {
    Mini::new(1).with_rows(&(0..17).collect::<Vec<_>>())
}

fn without(name: &str) -> Mini {
    let mut mini = mini();
    mini.columns.retain(|(known, _)| known != name);
    mini
}

fn with_rows(rows: impl IntoIterator<Item = usize>) -> Mini {
    mini().with_rows(&rows.into_iter().collect::<Vec<_>>())
}

#[test]
fn missing_rows_and_columns_are_named() {
    for key in [
        "IndustryCode",
        "IndustryDescription",
        "Country",
        "RNr",
        "Year",
    ] {
        refused(
            &without(key),
            &[&format!("no column `{key}` in `wiot`"), "found"],
        );
    }
    refused(
        &without("AUS2"),
        &["`wiot`: no columns `AUS2`", "a column for every producer"],
    );
    refused(&without("ROW58"), &["no columns `ROW58`"]);
    refused(
        &with_rows((0..17).filter(|row| *row != 4)),
        &[
            "column `BEL2`",
            "neither a producer nor final use",
            "a row of this country",
        ],
    );
    refused(
        &with_rows((0..17).filter(|row| *row != 14)),
        &["no row `VA`"],
    );
    refused(
        &with_rows((0..17).filter(|row| *row != 16)),
        &["no row `GO`", "Fetch the file again"],
    );
    refused(&with_rows([]), &["the data frame has no rows"]);
    // a country that is missing as a whole leaves its columns without one
    refused(
        &with_rows((0..17).filter(|row| !(3..6).contains(row))),
        &["column `BEL1`", "neither"],
    );
    assert!(read(&without("TOT").workspace()).is_ok());
}

#[test]
fn what_stands_twice_or_is_unknown_is_named() {
    let mut twice = mini();
    let again = twice.columns[7].clone();
    twice.columns.push(again);
    refused(&twice, &["the column `AUS3` of `wiot` stands twice"]);
    let mut padded = mini();
    padded.columns[7].0 = "AUS03".into();
    refused(
        &padded,
        &["column `AUS03`", "neither a producer nor final use"],
    );
    let mut region = mini();
    region
        .columns
        .push(("NZL1".into(), R::Reals(vec![0.0; 17])));
    refused(
        &region,
        &["column `NZL1`", "neither a producer nor final use"],
    );
    let mut country = mini();
    *country.column("Country") = factor(&["AUS", "BEL", "NZL", "TOT"], &codes());
    refused(&country, &["column `ROW1`", "neither"]);
    refused(
        &with_rows((0..17).chain([14])),
        &["row 18 of `wiot`", "a second row `VA`"],
    );
    refused(
        &with_rows((0..17).chain([4])),
        &["`BEL B` and `BEL B` have the same number 2"],
    );
    let mut number = mini();
    *number.column("RNr") = R::Integers(vec![
        1, 2, 2, 1, 2, 3, 1, 2, 3, 65, 66, 67, 68, 69, 70, 71, 72,
    ]);
    refused(
        &number,
        &["`AUS B` and `AUS C10-C12` have the same number 2"],
    );
    let mut code = mini();
    let R::Texts(cells) = code.column("IndustryCode") else {
        panic!()
    };
    cells[1] = Some("A01".into());
    refused(&code, &["AUS", "`A01`", "twice"]);
    let R::Texts(cells) = code.column("IndustryCode") else {
        panic!()
    };
    cells[1] = Some("B".into());
    cells[14] = Some("WAGES".into());
    refused(
        &code,
        &[
            "row 15 of `wiot`",
            "the row `WAGES` is not known",
            "one of II_fob",
        ],
    );
}

fn codes() -> Vec<i32> {
    (0..17)
        .map(|row| if row < 9 { row / 3 + 1 } else { 4 })
        .collect()
}

#[test]
fn cells_that_are_no_numbers_are_named_by_row_and_column() {
    for wrong in [f64::NAN, f64::INFINITY] {
        let mut mini = mini();
        mini.reals("BEL2")[6] = wrong;
        refused(
            &mini,
            &[
                "column `BEL2`",
                "row 7 of `wiot`",
                "not a number",
                "0 where",
            ],
        );
    }
    let mut missing = mini();
    *missing.column("AUS59") = R::Integers(
        (0..17)
            .map(|row| if row == 3 { MISSING } else { row })
            .collect(),
    );
    refused(&missing, &["column `AUS59`", "row 4 of `wiot`"]);
    let mut text = mini();
    *text.column("AUS1") = texts(&["1,5"; 17]);
    refused(
        &text,
        &["column `AUS1`", "does not hold numbers", "found text"],
    );
    *text.column("AUS1") = factor(&["1", "2"], &[1; 17]);
    refused(&text, &["column `AUS1`", "found a factor"]);
    let mut short = mini();
    short.reals("ROW3").pop();
    refused(
        &short,
        &["column `ROW3`", "different lengths", "17 rows", "found 16"],
    );
    let mut key = mini();
    *key.column("Country") = factor(&["AUS"], &[2; 17]);
    refused(&key, &["column `Country`", "row 1 of `wiot`", "not a code"]);
    *key.column("Country") = R::Reals(vec![1.5; 17]);
    refused(&key, &["column `Country`", "not a code"]);
    let mut number = mini();
    *number.column("RNr") = texts(&["one"; 17]);
    refused(
        &number,
        &[
            "column `RNr`",
            "row 1 of",
            "not the number of a row",
            "`one`",
        ],
    );
}

#[test]
fn shifted_cells_fail_the_checks() {
    let mut column = mini();
    column.reals("BEL1").rotate_right(1);
    refused(&column, &["sum to"]);
    let mut names = mini();
    // two countries' columns change their names
    for (name, _) in &mut names.columns {
        *name = match name.as_str() {
            "AUS1" => "BEL1".into(),
            "BEL1" => "AUS1".into(),
            other => other.into(),
        };
    }
    refused(&names, &["AUS A01", "sum to"]);
}

#[test]
fn another_year_is_refused() {
    let mut years = mini();
    *years.column("Year") = R::Integers((0..17).map(|row| 2014 - row / 9).collect());
    refused(
        &years,
        &[
            "column `Year`",
            "row 10 of `wiot`",
            "different years",
            "2014",
            "2013",
        ],
    );
    *years.column("Year") = R::Integers(vec![2013; 17]);
    refused(
        &years,
        &[
            "not of the year that the name of the file says",
            "expected 2014; found 2013",
        ],
    );
    *years.column("Year") = texts(&["MMXIV"; 17]);
    refused(&years, &["not a year", "`MMXIV`"]);
    *years.column("Year") = one_to(17);
    refused(&years, &["different years"]);
    *years.column("Year") = texts(&["2014"; 17]);
    assert!(read(&years.workspace()).is_ok());
    let folder = Folder::new();
    let file = folder.put("renamed.RData", mini().workspace());
    assert!(wiod2016_rdata_with(&file, &Options::new().year(2014)).is_ok());
    let error = wiod2016_rdata_with(&file, &Options::new().year(2010)).unwrap_err();
    assert!(
        error.to_string().contains("that the caller says"),
        "{error}"
    );
}

#[test]
fn other_objects_are_refused() {
    refused_bytes(
        &workspace(3, &[("niot", R::Null)]),
        &["no object `wiot`", "`niot`"],
    );
    refused_bytes(&workspace(3, &[]), &["no object `wiot`"]);
    refused_bytes(
        &workspace(2, &[("wiot", R::Reals(vec![1.0]))]),
        &["`wiot` is no data frame", "numbers"],
    );
    let columns = &mini().columns;
    let both = [("wiot", frame(columns)), ("wiot", frame(columns))];
    refused_bytes(&workspace(2, &both), &["the object `wiot` stands twice"]);
    let mut unnamed = frame(columns);
    if let R::With(_, attributes) = &mut unnamed {
        attributes[0].1 = texts(&["IndustryCode"]);
    }
    refused_bytes(
        &workspace(2, &[("wiot", unnamed)]),
        &["as many names as columns", "expected 30", "found 1"],
    );
    let error = read_named("table.rds", &rds(3, &sequence(3.0, 1.0, 1.0))).unwrap_err();
    assert!(error.to_string().contains("no data frame"), "{error}");
}

#[test]
fn a_truncated_file_is_refused_whatever_its_packing() {
    let whole = mini().workspace();
    for packing in PACKINGS {
        let bytes = packed(packing, &whole);
        for part in [0.001, 0.01, 0.3, 0.6, 0.9, 0.99] {
            let end = (bytes.len() as f64 * part) as usize;
            let error = read(&bytes[..end]).unwrap_err();
            assert!(
                error.is_io() || error.is_parse(),
                "{packing:?}, {part}: {error}"
            );
        }
        assert!(read(&bytes[..bytes.len() - 1]).is_err(), "{packing:?}");
    }
    refused_bytes(&[], &["ends within an object", "cut off"]);
    let mut longer = whole.clone();
    longer.push(0);
    refused_bytes(&longer, &["something follows the last object"]);
    let mut damaged = gzipped(&whole);
    let at = damaged.len() - 6; // its checksum
    damaged[at] ^= 1;
    refused_bytes(&damaged, &["cannot unpack", "Fetch it again"]);
}
