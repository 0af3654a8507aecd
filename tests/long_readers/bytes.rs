//! Bytes of a file changed at random: nothing panics, and a table that is made has no cell that the text has not.

use leontief::read::{figaro_flat, lr_wiod};
use leontief::table::{PrimaryKind, WorldDraft, WorldTable};
use proptest::prelude::*;

use crate::mini::{FIGARO, LR_WIOD, Mini, figaro_cells, figaro_text, lr_wiod_cells, lr_wiod_text};
use crate::published::{changed, changes};

/// Every number that stands between separators.
fn numbers(bytes: &[u8]) -> Vec<f64> {
    let parts = bytes.split(|byte| b",\"\n".contains(byte));
    let texts = parts.filter_map(|part| std::str::from_utf8(part).ok());
    texts.filter_map(|text| text.trim().parse().ok()).collect()
}

/// Flows, final use, and the rows of primary inputs that are not sums; with the output where the file has one.
fn cells(table: &WorldTable, has_output: bool) -> Vec<f64> {
    let mut cells: Vec<f64> = table
        .flows()
        .iter()
        .chain(&table.final_use())
        .copied()
        .collect();
    let rows = table.primary().rows().iter();
    for row in rows.filter(|row| row.kind != PrimaryKind::Other) {
        cells.extend(row.by_producer.iter().chain(&row.by_final_use));
    }
    if has_output {
        cells.extend(table.output());
    }
    cells
}

fn compare(
    draft: leontief::Result<WorldDraft>,
    bytes: &[u8],
    has_output: bool,
) -> Result<(), TestCaseError> {
    let Ok(table) = draft.and_then(WorldDraft::check) else {
        return Ok(());
    };
    let known = numbers(bytes);
    for cell in cells(&table, has_output) {
        prop_assert!(cell == 0.0 || known.contains(&cell), "{cell}");
    }
    prop_assert_eq!(table.countries().len(), 3);
    prop_assert_eq!(table.sectors().len(), 3);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_damaged_long_run_file_is_refused_or_read_as_it_stands(changes in changes()) {
        let mini = Mini::new(&LR_WIOD, 5);
        let bytes = changed(lr_wiod_text(1995, &lr_wiod_cells(&mini)), &changes);
        compare(lr_wiod(mini.file(&bytes), 1995), &bytes, true)?;
    }

    #[test]
    fn a_damaged_flat_file_is_refused_or_read_as_it_stands(changes in changes()) {
        let mini = Mini::new(&FIGARO, 5);
        let bytes = changed(figaro_text(&figaro_cells(&mini)), &changes);
        compare(figaro_flat(mini.file(&bytes)), &bytes, false)?;
    }
}
