//! A file of another program in this layout, where it is at hand.

#[path = "../common/raw.rs"]
mod raw;

use leontief::read::eora26;
use leontief::table::PrimaryKind;

#[test]
fn a_miniature_of_another_program_is_read() {
    let Some(folder) = raw::folder("loader-fixtures-mock") else {
        return;
    };
    let draft = eora26(folder.join("eora26")).unwrap();
    assert_eq!(
        draft.countries().codes(),
        ["reg1", "reg2", "reg3", "reg4", "reg5", "reg6"]
    );
    // its sums miss output by more than outputs, which no table should pass with
    let draft = draft.tolerance(leontief::table::Tolerance::relative(1e9));
    let table = draft.check().unwrap();
    assert_eq!(table.producers().len(), 48);
    assert_eq!(table.final_uses().len(), 7);
    assert_eq!(table.unit().to_string(), "thousand USD, 2010, basic prices");
    assert_eq!(table.flows()[[0, 0]], 23697.221);
    assert_eq!(table.flows()[[1, 3]], 6120.4159);
    assert_eq!(table.final_use()[[2, 3]], 321180.18);
    let added = table
        .primary()
        .row(PrimaryKind::UndividedValueAdded)
        .unwrap();
    assert_eq!(added.by_producer[0], 111490.88);
    assert_eq!(
        table.extensions().codes()[1],
        "I-GHG-CO2 emissions (kg): emission_type2"
    );
    assert_eq!(table.extension_rows()[[1, 0]], 139250.47);
    assert_eq!(table.extension_finals()[[0, 0]], 62335321.0);
    // sums of the files, added up by another program
    assert!((table.flows().sum() - 38_872_616.883_925).abs() < 1e-3);
    assert!((table.final_use().sum() - 3_285_132_732.421_108).abs() < 1e-1);
    println!(
        "flows {}, final use {}, value added {}",
        table.flows().sum(),
        table.final_use().sum(),
        added.by_producer.sum()
    );
    for step in table.provenance().steps() {
        println!("{step}");
    }
}
