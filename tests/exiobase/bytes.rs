//! Bytes of a file changed at random: nothing panics, and a table that is made has no cell that the text has not.

use leontief::read::exiobase;
use leontief::table::Tolerance;
use proptest::prelude::*;

use crate::mini::{N, NEW, OLD, World};
use crate::published::{Folder, changed, changes, numbers};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_damaged_table_is_refused_or_read_as_it_stands(changes in changes(), which in 0..17_usize, old: bool) {
        let folder = Folder::new();
        let mut known = vec![0.0];
        let files = World::new(71, if old { OLD } else { NEW }).files();
        for (at, (name, text)) in files.0.iter().enumerate() {
            let bytes = match at == which % files.0.len() {
                true => changed(text, &changes),
                false => text.clone().into_bytes(),
            };
            known.extend(numbers(&bytes, b"\t\"\n"));
            folder.put(&format!("IOT_2019_pxp/{name}"), bytes);
        }
        let draft = exiobase(folder.as_ref().join("IOT_2019_pxp"));
        let Ok(table) = draft.and_then(|draft| draft.tolerance(Tolerance::relative(0.5)).check()) else {
            return Ok(());
        };
        prop_assert_eq!(table.producers().len(), N);
        let cells = table.flows().into_iter().chain(table.final_use()).chain(table.output()).chain(table.extension_rows());
        for cell in cells {
            prop_assert!(known.contains(cell), "{}", cell);
        }
    }
}
