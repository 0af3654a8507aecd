//! Bytes of files changed at random: nothing panics, and a table that is made has no cell that the texts have not.

use leontief::table::WorldDraft;
use proptest::prelude::*;

use crate::mini::{Mini, REGIONS, SECTORS, read};
use crate::published::{Folder, changed, changes, numbers};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(250) })]

    #[test]
    fn a_damaged_set_is_refused_or_read_as_it_stands(changes in changes(), which in 0..11_usize) {
        let mini = Mini::new(41);
        let folder = Folder::new();
        let mut known = Vec::new();
        for (at, (name, text)) in mini.files(2022, 59).into_iter().enumerate() {
            let bytes = if at == which { changed(&text, &changes) } else { text.into_bytes() };
            known.extend(numbers(&bytes, b",\n"));
            folder.put(&name, bytes);
        }
        if let Ok(table) = read(&folder).and_then(WorldDraft::check) {
            let supplied = table.provenance().steps().iter().any(|step| step.contains("supply is diagonal"));
            for cell in table.flows().iter().chain(&table.final_use()) {
                prop_assert!(!supplied || *cell == 0.0 || known.contains(cell), "{cell}");
            }
            prop_assert!(table.countries().len() <= REGIONS.len());
            let sectors = table.sectors();
            prop_assert_eq!(sectors.codes(), SECTORS);
        }
    }
}
