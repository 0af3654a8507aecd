//! Bytes of a workspace changed at random: nothing panics, and a table that is made has no number that the file has not.

use std::collections::HashSet;

use leontief::table::{PrimaryKind, Tolerance, WorldDraft, WorldTable};
use proptest::prelude::*;

use crate::mini::{Mini, read};
use crate::published::{changed, changes};
use crate::wiod2016::assert_same;
use crate::xdr::{PACKINGS, packed};

/// Every number that stands anywhere in the bytes.
fn numbers(bytes: &[u8]) -> HashSet<u64> {
    let reals = bytes
        .windows(8)
        .filter_map(|w| Some(f64::from_be_bytes(w.try_into().ok()?)));
    let whole = bytes
        .windows(4)
        .filter_map(|w| Some(i32::from_be_bytes(w.try_into().ok()?)));
    reals
        .chain(whole.map(f64::from))
        .map(f64::to_bits)
        .collect()
}

fn table(bytes: &[u8]) -> Option<WorldTable> {
    let draft: WorldDraft = read(bytes).ok()?;
    draft.tolerance(Tolerance::absolute(1e300)).check().ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_damaged_workspace_is_refused_or_read_as_it_stands(changes in changes()) {
        let bytes = changed(Mini::new(8).workspace(), &changes);
        let Some(table) = table(&bytes) else {
            return Ok(());
        };
        let known = numbers(&bytes);
        let rows = table.primary().rows().iter().filter(|row| row.kind != PrimaryKind::Other);
        let cells = table.flows().into_iter().chain(table.final_use()).chain(table.output());
        for cell in cells.chain(rows.flat_map(|row| row.by_producer.iter().chain(&row.by_final_use))) {
            prop_assert!(known.contains(&cell.to_bits()), "{cell}");
        }
        prop_assert_eq!(table.countries().len(), 3);
    }

    #[test]
    fn a_damaged_packed_workspace_is_refused_or_the_same(which in 1..4_usize, changes in changes()) {
        let mini = Mini::new(9);
        let bytes = changed(packed(PACKINGS[which], &mini.workspace()), &changes);
        if let Some(table) = table(&bytes) {
            assert_same(&table, &mini);
        }
    }
}
