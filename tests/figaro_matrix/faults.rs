//! Faults of a file: each is an error that says where, and never a wrong table.

use leontief::read::figaro;
use leontief::table::WorldDraft;
use proptest::prelude::*;

use crate::matrix::{Matrix, NAME};
use crate::mini::{FIGARO, Mini};
use crate::published::{changed, changes, numbers};
use crate::scratch::Scratch;

fn matrix() -> Matrix {
    Matrix::of(&Mini::new(&FIGARO, 7), "")
}

#[track_caller]
fn refused(text: impl AsRef<[u8]>, line: Option<u64>, words: &[&str]) {
    let file = Scratch::named(NAME, text);
    let error = match figaro(&file) {
        Ok(draft) => draft.check().unwrap_err(),
        Err(error) => {
            assert_eq!(error.file(), Some(file.as_ref()), "{error}");
            error
        }
    };
    let message = error.to_string();
    assert_eq!(error.line(), line, "{message}");
    for word in words {
        assert!(message.contains(word), "no `{word}` in: {message}");
    }
}

#[test]
fn missing_labels_are_named() {
    refused(
        matrix().without_row("FIGW1_U").text(),
        None,
        &["no row `FIGW1_U`", "truncated"],
    );
    refused(
        matrix().without_column("FIGW1_U").text(),
        Some(1),
        &["no column `FIGW1_U`"],
    );
    refused(
        matrix().without_column("ZA_P5M").text(),
        Some(1),
        &["no column `ZA_P5M`"],
    );
    for code in ["D1", "D29X39", "B2A3G", "D21X31", "OP_RES", "OP_NRES"] {
        let label = format!("W2_{code}");
        refused(
            matrix().without_row(&label).text(),
            None,
            &[&format!("no row `{label}`")],
        );
    }
}

#[test]
fn a_producer_that_is_lost_in_rows_and_columns_is_missed() {
    let fewer = matrix().without_row("FIGW1_U").without_column("FIGW1_U");
    refused(fewer.text(), None, &["no row `FIGW1_U`"]);
    // of all areas: columns still balance by definition, uses do not
    let fewer = ["AT_U", "FIGW1_U", "ZA_U"]
        .into_iter()
        .fold(matrix(), |matrix, label| {
            matrix.without_row(label).without_column(label)
        });
    refused(fewer.text(), None, &["the uses of AT A01"]);
}

#[test]
fn labels_that_are_unknown_or_doubled_are_named() {
    let text = matrix().text();
    refused(
        text.replacen("ZA_P5M", "ZA_P9", 1),
        Some(1),
        &["no column `ZA_P5M`"],
    );
    let mut more = matrix();
    more.columns.push("AT_P9".into());
    more.rows
        .iter_mut()
        .for_each(|(_, cells)| cells.push("0".into()));
    refused(more.text(), Some(1), &["unknown column `AT_P9`", "AT_P9"]);
    refused(
        text.replacen("W2_D1,", "W2_D11,", 1),
        Some(12),
        &["unknown row `W2_D11`", "`D1`"],
    );
    let mut more = matrix();
    let row = more.rows[10].clone();
    more.rows.push(("W2_D5".into(), row.1));
    refused(more.text(), Some(17), &["unknown row `W2_D5`", "D29X39"]);
    let mut twice = matrix();
    twice.rows.push(twice.rows[3].clone());
    refused(
        twice.text(),
        Some(17),
        &["the row `FIGW1_A01` stands twice"],
    );
    refused(
        text.replacen(",ZA_P5M", ",ZA_P51G", 1),
        Some(1),
        &["the column `ZA_P51G` stands twice"],
    );
    refused(
        text.replacen("\nZA_U,", "\nZAU,", 1),
        Some(10),
        &["no label of a producer", "ZAU"],
    );
}

#[test]
fn an_extra_region_is_refused() {
    let mut more = matrix();
    let cells = more.rows[0].1.clone();
    more.rows.insert(3, ("BE_A01".into(), cells));
    refused(more.text(), Some(1), &["no column `BE_A01`"]);
    let mut more = matrix();
    more.columns.push("BE_P3_S14".into());
    more.rows
        .iter_mut()
        .for_each(|(_, cells)| cells.push("0".into()));
    refused(more.text(), Some(1), &["unknown column `BE_P3_S14`"]);
}

#[test]
fn cells_that_are_no_numbers_are_named_by_line_and_column() {
    for wrong in [":", "n.a.", "NaN", "1e999", "1.000.000"] {
        let mut matrix = matrix();
        let (row, column) = (matrix.row("FIGW1_U"), matrix.column("AT_A01"));
        matrix.rows[row].1[column] = wrong.into();
        refused(
            matrix.text(),
            Some(7),
            &["FIGW1_U", "AT_A01", wrong, "finite number"],
        );
    }
    let mut decimal = matrix();
    decimal.rows[2].1[4] = "3,5".into();
    refused(
        decimal.text(),
        Some(4),
        &["AT_U", "as many cells", "commas for decimals"],
    );
}

#[test]
fn a_shifted_block_shows_as_uses_that_miss_output() {
    let mut shifted = matrix();
    shifted.rows[4].1[..9].rotate_right(1);
    refused(shifted.text(), None, &["the uses of", "sum to"]);
    let mut shifted = matrix();
    shifted.columns[..9].rotate_right(1);
    refused(shifted.text(), None, &["the uses of", "sum to"]);
}

#[test]
fn a_file_cut_off_anywhere_gives_no_table() {
    let text = matrix().text();
    // the last number may lose digits, which no one can see but that the row of OP_RES has another sum
    let last = text.rfind(',').unwrap();
    for end in 0..last {
        let draft = figaro(Scratch::named(NAME, &text[..end]));
        assert!(
            draft.and_then(WorldDraft::check).is_err(),
            "{end} of {} bytes",
            text.len()
        );
    }
    refused("", None, &["empty"]);
}

#[test]
fn supply_and_use_tables_are_refused_by_name() {
    // products in rows, industries in columns
    let mut uses = Matrix::of(&Mini::new(&FIGARO, 7), "CPA_");
    uses.columns
        .iter_mut()
        .for_each(|label| *label = label.replace("CPA_", ""));
    let supply = {
        let mut supply = uses.clone();
        supply.columns.truncate(9);
        supply.rows.truncate(9);
        supply
            .rows
            .iter_mut()
            .for_each(|(_, cells)| cells.truncate(9));
        supply
    };
    let what = |file: Scratch| figaro(&file).unwrap_err().to_string();
    for name in ["matrix_eu-ic-supply_25ed_2022.csv", "anything_2022.csv"] {
        let message = what(Scratch::named(name, supply.text()));
        assert!(
            message.contains("this is a FIGARO supply table"),
            "{message}"
        );
    }
    for name in ["matrix_eu-ic-use_25ed_2022.csv", "anything_2022.csv"] {
        let message = what(Scratch::named(name, uses.text()));
        assert!(message.contains("this is a FIGARO use table"), "{message}");
        assert!(
            message.contains("expected an input-output table"),
            "{message}"
        );
    }
    let message = what(Scratch::named(NAME, "a,b_c\nd_e,2\n"));
    assert!(message.contains("no row is a column too"), "{message}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_damaged_file_is_refused_or_read_as_it_stands(changes in changes()) {
        let bytes = changed(matrix().text(), &changes);
        let draft = figaro(Scratch::named(NAME, &bytes));
        if let Ok(table) = draft.and_then(WorldDraft::check) {
            let known = numbers(&bytes, b",\"\n");
            for cell in table.flows().iter().chain(&table.final_use()) {
                prop_assert!(*cell == 0.0 || known.contains(cell), "{cell}");
            }
            prop_assert_eq!(table.countries().len(), 3);
            prop_assert_eq!(table.sectors().len(), 3);
        }
    }
}
