//! A workbook made by others, where it is at hand.

use leontief::read::{self, Options};
use leontief::table::Tolerance;

use crate::raw;

#[test]
fn the_miniature_of_another_program_is_read() {
    let Some(folder) = raw::folder("loader-fixtures-mock") else {
        return;
    };
    let path = folder.join("wiod2013/wiot09_row_sep12.xlsx");
    let draft = read::wiod2013_with(&path, &Options::new().year(2009)).unwrap();
    let regions = ["AUS", "BEL", "LUX", "ROM", "USA", "RoW"];
    assert_eq!(draft.countries().codes(), regions);
    assert_eq!(draft.producers().len(), 48);
    let sectors = draft.producers().sectors();
    let codes = ["AtB", "C", "15t16", "17t18", "19", "20", "21t22", "P"];
    assert_eq!(sectors.codes(), codes);
    let words = draft.origin().to_string();
    println!("{words}");
    // the last total of inputs that is printed agrees with its parts, outputs of the rows do not: cells are random
    assert!(words.contains("of 48 totals miss"), "{words}");
    let error = draft.clone().check().unwrap_err().to_string();
    assert!(error.contains("sum to"), "{error}");
    // within what its makers did, the labels and the cells are those of the file
    let table = draft.tolerance(Tolerance::absolute(1e12)).check().unwrap();
    assert_eq!(table.flows()[[0, 0]], 23697.221);
    assert_eq!(table.flows()[[47, 0]], 50.024168);
    assert_eq!(table.final_use()[[47, 29]], 1281.5681);
    assert_eq!(table.unit().to_string(), "mn USD, 2009, basic prices");
}
