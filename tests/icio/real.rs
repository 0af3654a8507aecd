//! Files of others in these layouts, where they are at hand.

#[path = "../common/raw.rs"]
mod raw;

use leontief::read;
use leontief::table::Tolerance;

#[test]
fn miniatures_of_another_program_are_read() {
    let Some(folder) = raw::folder("loader-fixtures-mock") else {
        return;
    };
    for (file, countries) in [("ICIO2016_2003.csv", 4), ("ICIO2018_2010.CSV", 5)] {
        let draft = read::icio(folder.join("oecd").join(file)).unwrap();
        // random cells: sums miss output by far
        let problems = draft.problems();
        assert!(!problems.is_empty(), "{file}");
        let table = draft.tolerance(Tolerance::absolute(1e12)).check();
        if let Ok(table) = table {
            assert!(
                table.producers().countries().len() >= countries,
                "{file} {table:?}"
            );
        }
    }
}
