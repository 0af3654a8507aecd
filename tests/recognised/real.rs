//! Published files, where they are at hand.

use std::path::PathBuf;

use leontief::read::{AnyDraft, Database, Options, read_with};
use leontief::table::Tolerance;

/// Value added in the table's unit.
fn value_added(path: PathBuf, year: Option<i32>, database: Database, tolerance: f64) -> f64 {
    let options = year.map_or_else(Options::new, |year| Options::new().year(year));
    let found = read_with(&path, &options).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.database(), database, "{}", path.display());
    let tolerance = Tolerance::absolute(tolerance);
    match found.draft() {
        AnyDraft::World(draft) => draft
            .tolerance(tolerance)
            .check()
            .unwrap()
            .value_added()
            .sum(),
        AnyDraft::National(draft) => draft
            .tolerance(tolerance)
            .check()
            .unwrap()
            .value_added()
            .sum(),
        AnyDraft::Competitive(draft) => {
            let table = draft.tolerance(tolerance).check().unwrap();
            let rows = table.primary().value_added_rows(table.concept());
            rows.map(|row| row.by_producer.sum()).sum()
        }
    }
}

#[test]
fn national_tables_are_recognised_and_have_their_value_added() {
    let Some(wiod) = crate::raw::folder("wiod2016-niot-43countries") else {
        return;
    };
    // bn USD
    for (country, expected) in [("CHN", 8318.8), ("USA", 16_155.3)] {
        let path = wiod.join(format!("{country}_NIOT_nov16.csv.gz"));
        let found = value_added(path, Some(2012), Database::WiodNational, 15.0) / 1e3;
        println!("{country} 2012, WIOD 2016: {found:.1} bn USD");
        assert!((found - expected).abs() < 0.05, "{country}: {found}");
    }
    let Some(nbs) = crate::raw::folder("china-nbs-io") else {
        return;
    };
    // 10 000 CNY
    let path = nbs.join("china_2012_139.csv.gz");
    let found = value_added(path, None, Database::NbsCompetitive, 100.0) / 1e8;
    println!("China 2012, NBS: {found:.3} trn CNY");
    assert!((found - 53.680).abs() < 5e-4, "{found}");
    let path = nbs.join("china_2017_42.csv.gz");
    let found = value_added(path, None, Database::NbsNoncompetitive, 100.0) / 1e8;
    println!("China 2017, NBS: {found:.3} trn CNY");
    let Some(oecd) = crate::raw::folder("oecd-iot-2021ed-chn-jpn") else {
        return;
    };
    let path = oecd.join("CHN_1995-2018_wide.csv.gz");
    let found = value_added(path, Some(2012), Database::OecdNational, 1.0) / 1e3;
    println!("China 2012, OECD 2021 edition: {found:.1} bn USD");
    // the row VALU of the file, added up elsewhere; taxes on products are rows of their own
    assert!((found - 7720.9155).abs() < 1e-6, "{found}");
}

#[test]
fn books_are_recognised() {
    if let Some(bea) = crate::raw::folder("bea-us-io") {
        let path = bea.join("summary-xlsx");
        // 1997: later the use table at hand is of an earlier release than the others; the figure is the sheet's own total
        let found = value_added(path, Some(1997), Database::BeaBooks, 11.0) / 1e3;
        println!("United States 1997, BEA: {found:.1} bn USD");
        // which misses its 71 industries by 10 million, rounded one by one
        assert!((found - 8577.552).abs() < 0.0105, "{found}");
    }
    if let Some(nbs) = crate::raw::folder("china-nbs-io") {
        let path = nbs.join("original-xls/cn2002_42.xls");
        assert_eq!(Database::of(path).unwrap(), Database::NbsWorkbook);
    }
}
