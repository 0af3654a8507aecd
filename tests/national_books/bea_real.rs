//! BEA's own workbooks and detail tables, where they are at hand.

use std::fs::File;
use std::path::Path;

use leontief::read::{BeaBooks, bea_detail, bea_summary};
use leontief::table::{NationalTable, Tolerance};

use crate::raw::folder;

fn books(folder: &Path) -> BeaBooks {
    let folder = folder.join("summary-xlsx");
    BeaBooks::open(
        folder.join("IOUse_Before_Redefinitions_PRO_1997-2018_Summary.xlsx"),
        folder.join("ImportMatrices_Before_Redefinitions_SUM_1997-2020.xlsx"),
        folder.join("IOMake_Before_Redefinitions_PRO_1997-2020_Summary.xlsx"),
    )
    .unwrap()
}

fn summary(folder: &Path, schema: &str) -> NationalTable {
    let paths = ["Use_2012_PRO", "Import_2012", "Make_2012"]
        .map(|name| folder.join(format!("Summary_{name}_BeforeRedef_{schema}.csv.gz")));
    let [uses, imports, make] = paths
        .each_ref()
        .map(|path| (File::open(path).unwrap(), path.as_path()));
    let draft = bea_summary(uses, imports, make, 2012).unwrap();
    draft.tolerance(Tolerance::absolute(9.0)).check().unwrap()
}

/// Years of all books; GDP is the use table's own total. The use book at hand is of an earlier release than make and import books:
/// only 1997 and 1998 were not revised in between, and only they balance within rounding.
#[test]
fn books_are_read_in_all_years_and_balance_where_they_are_of_one_release() {
    let Some(folder) = folder("bea-us-io") else {
        return;
    };
    let mut books = books(&folder);
    assert_eq!(books.years(), (1997..=2018).collect::<Vec<i32>>());
    for year in books.years() {
        let draft = books.draft(year).unwrap();
        let table = draft
            .tolerance(Tolerance::absolute(1.03e5))
            .check()
            .unwrap();
        let added = table.value_added().sum();
        let steps = table.provenance().steps();
        let outputs = steps
            .iter()
            .find(|step| step.starts_with("use table, output in the make table"));
        println!("{year}: value added {added}; {}", outputs.unwrap());
        let gdp = GDP.iter().find(|(known, _)| *known == year);
        if let Some((_, gdp)) = gdp {
            assert!((added - gdp).abs() <= 10.0, "{year}: {added}");
        }
        let agree = outputs.unwrap().contains("all 71 totals agree");
        assert_eq!(agree, year <= 1998, "{year}");
        let tight = books
            .draft(year)
            .unwrap()
            .tolerance(Tolerance::absolute(11.0))
            .check();
        assert_eq!(tight.is_ok(), agree, "{year}");
    }
}

/// `Total Value Added` under `Total Final Uses (GDP)` in the sheets, million USD.
const GDP: [(i32, f64); 2] = [(1997, 8_577_552.0), (2012, 16_197_007.0)];

#[test]
fn us_value_added_of_2012_by_release() {
    let Some(folder) = folder("bea-us-io") else {
        return;
    };
    let draft = books(&folder).draft(2012).unwrap();
    let book = draft
        .tolerance(Tolerance::absolute(1.03e5))
        .check()
        .unwrap()
        .value_added()
        .sum();
    let text = summary(&folder, "12sch").value_added().sum();
    let world = 16_155_300.0; // WIOD 2016, of an earlier revision of the national accounts
    println!("value added of 2012: book {book}, text {text}, WIOD {world}");
    assert_eq!((book, text), (16_197_003.0, 16_253_971.0));
    // revisions are small
    assert!((book / world - 1.0).abs() < 0.003 && (text / world - 1.0).abs() < 0.007);
}

/// The make table and the import matrix of 2012 in the books are those of the texts on the schema of 2012; the use table is older.
#[test]
fn books_of_2012_beside_the_texts_of_2012() {
    let Some(folder) = folder("bea-us-io") else {
        return;
    };
    let draft = books(&folder).draft(2012).unwrap();
    let book = draft
        .tolerance(Tolerance::absolute(1.03e5))
        .check()
        .unwrap();
    let text = summary(&folder, "12sch");
    assert_eq!(book.producers(), text.producers());
    assert_eq!(book.products().codes(), text.products().codes());
    assert_eq!(book.imported(), text.imported());
    let gap = (&book.output() - &text.output())
        .iter()
        .fold(0.0, |most: f64, gap| most.max(gap.abs()));
    println!("outputs differ by {gap}");
    assert_eq!(gap, 0.0);
    let gap = (&book.domestic() - &text.domestic())
        .iter()
        .fold(0.0, |most: f64, gap| most.max(gap.abs()));
    let share = (book.domestic().sum() / text.domestic().sum() - 1.0).abs();
    println!("domestic flows differ by {gap}, their sums by {share}");
    assert!(gap > 1000.0 && share < 0.01, "{gap} {share}");
}

#[test]
fn the_detail_table_of_2012_balances_and_has_the_gdp_of_the_summary_table() {
    let Some(folder) = folder("bea-us-io") else {
        return;
    };
    let paths = ["Use_2012_PRO", "Import_2012", "Make_2012"]
        .map(|name| folder.join(format!("Detail_{name}_BeforeRedef_12sch.csv.gz")));
    let [uses, imports, make] = paths
        .each_ref()
        .map(|path| (File::open(path).unwrap(), path.as_path()));
    let draft = bea_detail(uses, imports, make, 2012).unwrap();
    let table = draft.tolerance(Tolerance::absolute(31.0)).check().unwrap();
    println!("{table:?}: {}\n{}", table.checked(), table.provenance());
    assert_eq!(
        (table.producers().len(), table.products().len()),
        (405, 405)
    );
    assert_eq!(table.provenance().edition(), Some("schema of 2012"));
    assert_eq!(table.value_added().sum(), 16_253_960.0);
    let small = summary(&folder, "12sch");
    let share = table.output().sum() / small.output().sum() - 1.0;
    assert!(share.abs() < 1e-6, "{share}");
    let steps = table.provenance().steps().join("\n");
    for step in [
        "use table, output in the make table: all 405 totals agree",
        "commodities S00401+S00402+S00300+S00900 kept apart",
    ] {
        assert!(steps.contains(step), "{steps}");
    }
}
