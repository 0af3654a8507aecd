//! Bytes changed at random: nothing panics, and a table that is made has no cell that the text has not.

use leontief::read::{AnyDraft, Layout};
use leontief::table::PrimaryKind;
use proptest::prelude::*;

use crate::mini::{Mini, SECTORS, layout, layout_text, read};
use crate::published::{changed, changes};

fn numbers(bytes: &[u8]) -> Vec<f64> {
    let parts = bytes.split(|byte| b",\"\r\n".contains(byte));
    let texts = parts.filter_map(|part| std::str::from_utf8(part).ok());
    texts.filter_map(|text| text.trim().parse().ok()).collect()
}

fn compare(described: leontief::Result<AnyDraft>, bytes: &[u8]) -> Result<(), TestCaseError> {
    let Ok(table) = described
        .and_then(AnyDraft::national)
        .and_then(|draft| draft.check())
    else {
        return Ok(());
    };
    let known = numbers(bytes);
    let wages = table.primary().row(PrimaryKind::Compensation).unwrap();
    let cells = table
        .domestic()
        .iter()
        .chain(&table.domestic_final())
        .chain(&table.imported())
        .copied()
        .collect::<Vec<_>>();
    for cell in cells.into_iter().chain(wages.by_producer.to_vec()) {
        prop_assert!(known.contains(&cell), "{cell}");
    }
    prop_assert_eq!(table.producers().len(), SECTORS.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_damaged_wide_file_is_refused_or_read_as_it_stands(changes in changes()) {
        let bytes = changed(Mini::new(5).text(), &changes);
        compare(read(&bytes, &layout("")), &bytes)?;
    }

    #[test]
    fn a_damaged_long_file_is_refused_or_read_as_it_stands(changes in changes()) {
        let file = "shape = \"long\"\nvalue = \"value\"\nwhere = { year = \"2010\" }";
        let layout = Layout::from_toml(&layout_text(file, "label = \"row\"", "label = \"column\"")).unwrap();
        let bytes = changed(Mini::new(5).long(), &changes);
        compare(read(&bytes, &layout), &bytes)?;
    }

    #[test]
    fn a_damaged_layout_is_refused_or_read(changes in changes()) {
        let text = changed(layout_text("blanks = \"zero\"", "label = [1, 2]", "label = 1"), &changes);
        if let Ok(layout) = Layout::from_toml(&String::from_utf8_lossy(&text)) {
            let _ = read(Mini::new(5).text(), &layout).map(|described| described.national().map(|draft| draft.problems()));
        }
    }
}
