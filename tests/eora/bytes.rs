//! Bytes of a file changed at random: nothing panics, and a table that is made has no cell that the text has not.

use leontief::read::{EoraNational, eora_national, eora26};
use leontief::table::Tolerance;
use proptest::prelude::*;

use crate::mini::World;
use crate::national::National;
use crate::published::{Folder, changed, changes, numbers};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_damaged_world_is_refused_or_read_as_it_stands(changes in changes(), which in 0..9_usize) {
        let folder = Folder::new();
        let mut known = vec![0.0];
        let files = World::new(29, true).files();
        for (at, (name, text)) in files.0.iter().enumerate() {
            let bytes = match at == which {
                true => changed(text, &changes),
                false => text.clone().into_bytes(),
            };
            known.extend(numbers(&bytes, b"\t\"\n"));
            folder.put(name, bytes);
        }
        let draft = eora26(&folder);
        let Ok(table) = draft.and_then(|draft| draft.tolerance(Tolerance::relative(0.5)).check()) else {
            return Ok(());
        };
        prop_assert_eq!(table.producers().len(), 5);
        for cell in table.flows().iter().chain(&table.final_use()).chain(&table.extension_rows()) {
            prop_assert!(known.contains(cell), "{}", cell);
        }
    }

    #[test]
    fn a_damaged_national_table_is_refused_or_read_as_it_stands(changes in changes(), both: bool) {
        let folder = Folder::new();
        let bytes = changed(National::new(29, both).text(), &changes);
        let known = numbers(&bytes, b"\t\"\n");
        let path = folder.put("IO_CHN_2015_BasicPrice.txt", bytes);
        match eora_national(path) {
            Err(_) => {}
            Ok(EoraNational::SupplyUse(tables)) => {
                for cell in tables.supply().iter().chain(&tables.domestic_use()).chain(&tables.final_use()) {
                    prop_assert!(*cell == 0.0 || known.contains(cell), "{}", cell);
                }
            }
            Ok(EoraNational::Symmetric(draft)) => {
                if let Ok(table) = draft.tolerance(Tolerance::relative(0.5)).check() {
                    for cell in table.domestic().iter().chain(&table.imported()) {
                        prop_assert!(*cell == 0.0 || known.contains(cell), "{}", cell);
                    }
                }
            }
        }
    }
}
