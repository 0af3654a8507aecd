//! Bytes of a file changed at random: nothing panics, and a table that is made has no cell that the text has not.

use leontief::read::{figaro_flat, lr_wiod};
use leontief::table::{PrimaryKind, WorldDraft, WorldTable};
use proptest::prelude::*;

use crate::mini::{FIGARO, LR_WIOD, Mini, figaro_cells, figaro_text, lr_wiod_cells, lr_wiod_text};

/// What is done to a text at a place.
#[derive(Debug, Clone)]
enum Change {
    Byte(usize, u8),
    Insert(usize, u8),
    Cut(usize, usize),
    Swap(usize, usize),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let byte = prop_oneof![
        any::<u8>(),
        prop::sample::select(b"0123456789,.\"-\r\n eA_x".to_vec())
    ];
    let place = 0..1_000_000_usize;
    let change = prop_oneof![
        (place.clone(), byte.clone()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        (place.clone(), byte).prop_map(|(at, byte)| Change::Insert(at, byte)),
        (place.clone(), 1..60_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (place.clone(), place).prop_map(|(one, two)| Change::Swap(one, two)),
    ];
    prop::collection::vec(change, 1..4)
}

fn changed(text: &str, changes: &[Change]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for change in changes {
        let n = bytes.len();
        match *change {
            Change::Byte(at, byte) => bytes[at % n] = byte,
            Change::Insert(at, byte) => bytes.insert(at % n, byte),
            Change::Cut(at, length) => {
                let from = at % n;
                bytes.drain(from..(from + length).min(n));
            }
            Change::Swap(one, two) => bytes.swap(one % n, two % n),
        }
    }
    bytes
}

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
        let bytes = changed(&lr_wiod_text(1995, &lr_wiod_cells(&mini)), &changes);
        compare(lr_wiod(mini.file(&bytes), 1995), &bytes, true)?;
    }

    #[test]
    fn a_damaged_flat_file_is_refused_or_read_as_it_stands(changes in changes()) {
        let mini = Mini::new(&FIGARO, 5);
        let bytes = changed(&figaro_text(&figaro_cells(&mini)), &changes);
        compare(figaro_flat(mini.file(&bytes)), &bytes, false)?;
    }
}
