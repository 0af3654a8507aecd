//! Faults of a file: each is an error that says where, and never a wrong table.

use leontief::table::Tolerance;
use proptest::prelude::*;

use crate::common::random::cases;
use crate::mini::{EDITIONS, Edition, Mini, read};

#[track_caller]
fn refused(text: &str, words: &[&str]) {
    let error = match read(text) {
        Ok(draft) => draft
            .tolerance(Tolerance::absolute(1e-6))
            .check()
            .unwrap_err(),
        Err(error) => error,
    };
    let message = error.to_string();
    for word in words {
        assert!(message.contains(word), "no `{word}` in: {message}");
    }
}

fn text() -> String {
    Mini::new(Edition::Y2018, 1).text()
}

fn without_line(text: &str, start: &str) -> String {
    text.lines()
        .filter(|line| !line.starts_with(start))
        .map(|line| format!("{line}\n"))
        .collect()
}

#[test]
fn a_missing_row_or_column_is_named() {
    refused(
        &without_line(&text(), "AUS_02T04"),
        &["AUS_02T04", "neither a producer nor final use", "line 1"],
    );
    refused(
        &text().replacen("AUS_02T04", "AUS_99T99", 1),
        &["AUS_99T99", "neither a producer nor final use"],
    );
    refused(
        &without_line(&text(), "VALU"),
        &["no row of value added", "VALU"],
    );
    refused(
        &without_line(&text(), "OUTPUT"),
        &["no row of output", "truncated"],
    );
    refused(
        &text().replacen("ROW_GFCF", "ROW_GGFC", 1),
        &["ROW_GGFC", "twice"],
    );
    let fewer = text().replacen("ROW_GFCF", "ROW_NPS", 1);
    refused(&fewer, &["columns of final use are missing", "ROW_GFCF"]);
}

#[test]
fn an_unknown_row_is_named() {
    refused(
        &text().replace("VALU,", "WAGES,"),
        &["WAGES", "neither a producer nor known"],
    );
    let text = text();
    let line = text
        .lines()
        .find(|line| line.starts_with("AUS_02T04"))
        .unwrap();
    let more = text.replace(line, &format!("{line}\n{}", line.replacen("AUS", "NZL", 1)));
    refused(&more, &["NZL_02T04", "neither a producer nor known"]);
    refused(
        &text.replace(line, &format!("{line}\n{line}")),
        &["AUS_02T04", "twice"],
    );
}

#[test]
fn cells_that_are_no_numbers_are_named_by_line_and_column() {
    let text = text();
    let line = text
        .lines()
        .find(|line| line.starts_with("CN2_03T05"))
        .unwrap();
    let mut cells: Vec<&str> = line.split(',').collect();
    for (wrong, words) in [
        ("n.a.", ["n.a.", "AUS_02T04", "CN2_03T05"]),
        ("NaN", ["NaN", "AUS_02T04", "finite"]),
        ("1e999", ["1e999", "AUS_02T04", "finite"]),
    ] {
        cells[2] = wrong;
        refused(&text.replace(line, &cells.join(",")), &words);
    }
    cells[2] = "1,5";
    refused(
        &text.replace(line, &cells.join(",")),
        &["CN2_03T05", "as many cells", "commas for decimals"],
    );
}

#[test]
fn a_truncated_file_is_refused() {
    let text = text();
    for part in [0.0, 0.1, 0.5, 0.9, 0.999] {
        let end = (text.len() as f64 * part) as usize;
        assert!(read(&text[..end]).is_err(), "{part}");
    }
    refused("", &["empty"]);
    refused("a,b\n1,2\n", &["no row is a column too"]);
}

#[test]
fn a_shifted_block_fails_the_checks() {
    let text = Mini::new(Edition::Amne2018, 1).text();
    let line = text
        .lines()
        .find(|line| line.starts_with("AUS,D,A01_02"))
        .unwrap();
    let mut cells: Vec<&str> = line.split(',').collect();
    cells[3..].rotate_right(1);
    // uses of this row still add up, inputs of other producers do not
    refused(
        &text.replace(line, &cells.join(",")),
        &["the inputs of", "sum to"],
    );
}

#[test]
fn inputs_of_a_divided_country_as_a_whole_are_refused() {
    let text = text();
    let line = text
        .lines()
        .find(|line| line.starts_with("CHN_01T03"))
        .unwrap();
    let mut cells: Vec<&str> = line.split(',').collect();
    cells[1] = "3";
    refused(
        &text.replace(line, &cells.join(",")),
        &["CHN_01T03", "beside the parts"],
    );
}

proptest! {
    #![proptest_config(cases())]

    /// A byte changed: an error, or a table of the same labels whose cells are in the text.
    #[test]
    fn changed_bytes_never_panic(seed in 0_u64..4, edition in 0..EDITIONS.len(), at in 0.0..1.0_f64, byte: u8) {
        let edition = EDITIONS[edition];
        prop_assume!(!matches!(edition, Edition::Y2021 | Edition::Y2023 | Edition::Small2023 | Edition::Y2025));
        let mut text = Mini::new(edition, seed).text().into_bytes();
        let place = ((text.len() - 1) as f64 * at) as usize;
        text[place] = byte;
        if let Ok(draft) = read(&text) && let Ok(table) = draft.tolerance(Tolerance::absolute(1e9)).check() {
            let whole = String::from_utf8(text).unwrap();
            prop_assert!(table.flows().iter().all(|cell| cell.is_finite()));
            prop_assert!(table.producers().countries().codes().iter().all(|code| whole.contains(code.as_str()) || code == "CHN" || code == "MEX"));
        }
    }
}
