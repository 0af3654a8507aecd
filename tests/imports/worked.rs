//! Two products by hand: goods of 100 used at home (10 of them out of stocks), 30 imported.

use leontief::build::{ImportSeparation, ImportedExports, NegativeUses};
use leontief::model::Measure;
use leontief::table::NationalTable;
use ndarray::{Array1, array};

use crate::{draft, table};

fn separated(separation: &ImportSeparation) -> NationalTable {
    let separated = separation.of(&table()).unwrap();
    separated.into_draft().check().unwrap()
}

fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-12
}

fn final_use(table: &NationalTable, code: &str) -> (Array1<f64>, Array1<f64>) {
    let at = table.final_uses().at(code).unwrap().get();
    let domestic = table.domestic_final().column(at).to_owned();
    (domestic, table.imported_final().column(at).to_owned())
}

#[test]
fn every_use_at_home_has_the_same_imported_share() {
    let separated = ImportSeparation::proportional().of(&table()).unwrap();
    let report = separated.report().clone();
    let goods = report.product("goods").unwrap();
    assert!(near(goods.inputs, 18.0));
    assert_eq!(goods.final_uses.len(), 3);
    for (found, expected) in goods.final_uses.iter().zip([10.8, 4.2, -3.0]) {
        assert!(near(*found, expected), "{found}");
    }
    assert_eq!((goods.exports, goods.residual), (0.0, 0.0));
    let table = separated.into_draft().check().unwrap();
    assert!(
        (&table.imported() - &array![[12.0, 6.0], [0.0, 0.0]])
            .iter()
            .all(|gap| gap.abs() <= 1e-12)
    );
    assert!(
        (&table.domestic() - &array![[28.0, 14.0], [12.0, 30.0]])
            .iter()
            .all(|gap| gap.abs() <= 1e-12)
    );
    assert_eq!(table.exports().by_producer(), array![30.0, 10.0]);
    let (domestic, imported) = final_use(&table, "stocks");
    assert!(near(domestic[0], -7.0) && near(imported[0], -3.0));
    assert_eq!(table.imported_exports().sum(), 0.0);
}

#[test]
fn the_discrepancy_stays_a_final_use_of_its_own() {
    let table = separated(&ImportSeparation::proportional());
    assert_eq!(
        final_use(&table, "ERR"),
        (array![2.0, 0.0], array![0.0, 0.0])
    );
    assert_eq!(table.final_uses().len(), 4);
    assert!(
        table
            .checked()
            .row_residuals()
            .iter()
            .all(|row| row.amount.abs() <= 1e-12)
    );
}

#[test]
fn drawings_on_stocks_can_stay_domestic() {
    let separation = ImportSeparation::proportional().negative_uses(NegativeUses::StayDomestic);
    let table = separated(&separation);
    assert!(near(table.imported()[[0, 0]], 40.0 * 30.0 / 110.0));
    let (domestic, imported) = final_use(&table, "stocks");
    assert_eq!((domestic[0], imported[0]), (-10.0, 0.0));
}

#[test]
fn exports_can_contain_imports_in_proportion_or_as_given() {
    let share = 30.0 / 130.0;
    let table = separated(&ImportSeparation::proportional().exports(ImportedExports::Proportional));
    assert!(near(table.imported_exports()[0], 30.0 * share));
    assert!(near(table.exports().by_producer()[0], 30.0 * (1.0 - share)));
    assert!(near(table.imported()[[0, 1]], 20.0 * share));

    let given = ImportedExports::Given(array![13.0, 0.0]);
    let table = separated(&ImportSeparation::proportional().exports(given));
    assert_eq!(table.imported_exports()[0], 13.0);
    assert!(near(table.imported()[[0, 1]], 20.0 * 0.17));
}

#[test]
fn imports_in_exports_that_are_no_part_of_them_are_refused() {
    for (amounts, words) in [
        (array![31.0, 0.0], "imports in exports of `goods`"),
        (array![0.0, 1.0], "imports in exports of `services`"),
        (array![0.0, f64::NAN], "imports in exports of `services`"),
        (array![1.0], "imports in exports, by product"),
    ] {
        let separation = ImportSeparation::proportional().exports(ImportedExports::Given(amounts));
        let error = separation.of(&table()).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

/// λ = (I − A)⁻¹ of two sectors by the formula of a 2 × 2 inverse.
#[test]
fn exports_contain_value_added_and_imports_and_nothing_else() {
    let table = separated(&ImportSeparation::proportional());
    let a = [[28.0 / 102.0, 14.0 / 100.0], [12.0 / 102.0, 30.0 / 100.0]];
    let determinant = (1.0 - a[0][0]) * (1.0 - a[1][1]) - a[0][1] * a[1][0];
    let output = [
        ((1.0 - a[1][1]) * 30.0 + a[0][1] * 10.0) / determinant,
        (a[1][0] * 30.0 + (1.0 - a[0][0]) * 10.0) / determinant,
    ];
    let added = output[0] * 50.0 / 102.0 + output[1] * 50.0 / 100.0;
    let imports = output[0] * 12.0 / 102.0 + output[1] * 6.0 / 100.0;
    let model = table.model().unwrap();
    let exports = table.exports().by_producer();
    let content = |measure| model.multipliers(&measure).unwrap().dot(&exports);
    assert!(near(content(Measure::ValueAdded), added));
    assert!(near(content(Measure::Imports), imports));
    assert!((added + imports - 40.0).abs() <= 1e-12);
}

#[test]
fn the_report_says_rule_totals_and_unit() {
    let separated = ImportSeparation::proportional().of(&draft().check().unwrap());
    let text = separated.unwrap().report().to_string();
    assert_eq!(
        text,
        "imports separated in proportion to uses: published 30.000, allocated 30.000, residual 0.000 (10 000 CNY, 2012, producer prices)"
    );
}

#[test]
fn the_provenance_gets_a_line() {
    let table = separated(&ImportSeparation::proportional());
    let steps = table.provenance().steps();
    assert_eq!(
        steps,
        [
            "imports separated in proportion to uses: 30.000000 of 30.000000 allocated, 0 products capped"
        ]
    );
}
