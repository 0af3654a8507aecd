//! Files of others in this layout, where they are at hand.

#[path = "../common/raw.rs"]
mod raw;

use leontief::label::Axis;
use leontief::read::{Gloria, GloriaLabels, GloriaLayers, Options};
use leontief::table::PrimaryKind;
use ndarray::Axis as Dimension;

/// A miniature of another program: three regions and three sectors cut out of a release, so that sums miss output.
#[test]
fn a_miniature_of_another_program_is_read() {
    let Some(folder) = raw::folder("loader-fixtures-mock") else {
        return;
    };
    let folder = folder.join("gloria");
    let regions = Axis::new(["AUS", "AUT", "AZE"]).unwrap();
    let sectors = Axis::new([
        "Forestry and logging",
        "Fishing",
        "Crustaceans and molluscs",
    ])
    .unwrap();
    // it has two components of value added and two categories of final use, and its ReadMe says so
    let usual = Gloria::open(&folder)
        .unwrap()
        .labels(GloriaLabels::new(regions, sectors));
    let error = usual
        .layers(GloriaLayers::BasicPrices)
        .draft(&Options::new())
        .unwrap_err();
    assert!(error.to_string().contains("has 6 cells"), "{error}");
    if cfg!(feature = "workbooks") {
        let gloria = Gloria::open(&folder)
            .unwrap()
            .layers(GloriaLayers::BasicPrices);
        assert_eq!(gloria.years(), [(2022, 59)]);
        let gloria = gloria.extensions(["c2f6_1A5_EDGAR_consistent"]);
        let draft = gloria.draft(&Options::new()).unwrap();
        assert_eq!(draft.countries().codes(), ["AUS", "AUT", "AZE"]);
        let error = draft.clone().check().unwrap_err().to_string();
        assert!(
            error.contains("the uses of AUS Forestry and logging"),
            "{error}"
        );
        let loose = leontief::table::Tolerance::relative(1e9);
        let table = draft.tolerance(loose).check().unwrap();
        assert_eq!(
            table.output().to_vec()[..4],
            [5_295_100.0, 5_977_600.0, 5_326_800.0, 3_520_900.0]
        );
        assert_eq!(table.flows()[[0, 0]], 1_386_400.0);
        assert_eq!(table.flows()[[8, 8]], 17.05);
        assert_eq!(table.flows()[[4, 2]], 1.0001e-06);
        assert_eq!(table.final_use()[[0, 5]], 0.10009);
        let wages = table.primary().row(PrimaryKind::Compensation).unwrap();
        assert_eq!(wages.by_producer[7], 117_660.0);
        assert_eq!(table.extension_rows().len_of(Dimension(0)), 1);
    }
}
