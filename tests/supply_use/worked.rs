//! Cases worked by hand.

use leontief::build::{Construct, SupplyUseDraft, Symmetric};
use leontief::label::TradeKind;
use leontief::table::{NationalTable, PrimaryKind, PrimaryRow};
use ndarray::{Array1, Array2, array};

use crate::{industries, million_euros, products, two_by_two};

#[track_caller]
fn assert_matrix(found: Array2<f64>, expected: Array2<f64>) {
    assert_eq!(found.dim(), expected.dim());
    let misses = (&found - &expected).mapv(f64::abs);
    assert!(
        misses.iter().all(|miss| *miss < 1e-12),
        "{found} is not {expected}"
    );
}

fn made(construct: Construct) -> (Symmetric, NationalTable) {
    let tables = two_by_two().check().unwrap();
    let symmetric = tables.symmetric(construct).unwrap();
    let table = symmetric.clone().into_draft().check().unwrap();
    (symmetric, table)
}

fn households(table: &NationalTable) -> Array2<f64> {
    table.domestic_final().to_owned()
}

#[test]
fn product_technology_divides_inputs_by_the_inverse_of_supply() {
    let (symmetric, table) = made(Construct::ProductTechnology);
    let seventeenths = array![[19.0, -2.0], [-1.0, 18.0]] / 17.0;
    assert_matrix(symmetric.transformation().to_owned(), seventeenths);
    let domestic = array![[550.0, 300.0], [150.0, 700.0]] / 17.0;
    assert_matrix(table.domestic().to_owned(), domestic);
    let imported = array![[190.0, -20.0], [-10.0, 180.0]] / 17.0;
    assert_matrix(table.imported().to_owned(), imported);
    let added = table.value_added().to_owned();
    assert_matrix(
        added.insert_axis(ndarray::Axis(0)),
        array![[820.0, 2240.0]] / 17.0,
    );
    assert_matrix(households(&table), array![[50.0], [150.0]]);
    let lines = symmetric.negatives().iter().map(ToString::to_string);
    let lines: Vec<String> = lines.collect();
    assert_eq!(
        lines,
        [
            "imported inputs: P1 → P2 is -1.176471",
            "imported inputs: P2 → P1 is -0.588235"
        ]
    );
    let steps = table.provenance().steps().join("");
    assert!(
        steps.contains("product technology") && steps.contains("2 negative cells"),
        "{steps}"
    );
}

#[test]
fn industry_technology_divides_inputs_by_what_industries_make() {
    let (symmetric, table) = made(Construct::IndustryTechnology);
    assert_matrix(
        symmetric.transformation().to_owned(),
        array![[0.9, 0.1], [0.05, 0.95]],
    );
    assert_matrix(
        table.domestic().to_owned(),
        array![[28.0, 22.0], [11.0, 39.0]],
    );
    assert_matrix(table.imported().to_owned(), array![[9.0, 1.0], [0.5, 9.5]]);
    let added = table.value_added().to_owned();
    assert_matrix(added.insert_axis(ndarray::Axis(0)), array![[51.5, 128.5]]);
    assert!(symmetric.negatives().is_empty());
    assert_eq!(table.producers().sectors().codes(), ["P1", "P2"]);
}

#[test]
fn fixed_industry_sales_move_uses_by_the_inverse_of_supply() {
    let (symmetric, table) = made(Construct::FixedIndustrySales);
    let seventeenths = array![[19.0, -1.0], [-2.0, 18.0]] / 17.0;
    assert_matrix(symmetric.transformation().to_owned(), seventeenths);
    let domestic = array![[560.0, 340.0], [120.0, 680.0]] / 17.0;
    assert_matrix(table.domestic().to_owned(), domestic);
    assert_matrix(households(&table), array![[800.0], [2600.0]] / 17.0);
    assert_matrix(
        table.imported().to_owned(),
        array![[10.0, 0.0], [0.0, 10.0]],
    );
    assert_eq!(table.value_added().to_vec(), [50.0, 130.0]);
    assert_eq!(table.producers().sectors().codes(), ["I1", "I2"]);
}

#[test]
fn fixed_product_sales_move_uses_by_market_shares() {
    let (symmetric, table) = made(Construct::FixedProductSales);
    assert_matrix(
        symmetric.transformation().to_owned(),
        array![[0.9, 0.05], [0.1, 0.95]],
    );
    assert_matrix(
        table.domestic().to_owned(),
        array![[27.5, 20.0], [12.5, 40.0]],
    );
    assert_matrix(households(&table), array![[52.5], [147.5]]);
    assert_eq!(table.value_added().to_vec(), [50.0, 130.0]);
}

/// Three products, two industries: products 1 and 2 are made by industry 1 alone, product 3 by both.
fn three_by_two() -> SupplyUseDraft {
    SupplyUseDraft::new(
        "AUT",
        products(&["P1", "P2", "P3"]),
        industries(&["I1", "I2"]),
        million_euros(),
    )
    .supply(array![[40.0, 0.0], [40.0, 0.0], [20.0, 100.0]])
    .domestic_use(array![[10.0, 20.0], [20.0, 0.0], [0.0, 30.0]])
    .imported_use(array![[0.0, 0.0], [10.0, 0.0], [0.0, 5.0]])
    .primary_row(PrimaryRow {
        kind: PrimaryKind::Compensation,
        by_producer: array![60.0, 45.0],
        by_final_use: Array1::zeros(0),
        on_exports: 0.0,
    })
    .primary_row(PrimaryRow {
        kind: PrimaryKind::ProductTax,
        by_producer: array![0.0, 0.0],
        by_final_use: array![7.0],
        on_exports: 1.5,
    })
    .final_use(
        "households",
        array![10.0, 15.0, 60.0],
        array![1.0, 2.0, 3.0],
    )
    .export("USA", TradeKind::Goods, array![0.0, 5.0, 30.0])
    .imported_exports(array![0.0, 0.0, 4.0])
}

#[test]
fn three_products_of_two_industries_are_made_by_industry_technology() {
    let tables = three_by_two().check().unwrap();
    let made = tables.symmetric(Construct::IndustryTechnology).unwrap();
    // T = [0.4 0.4 0.2; 0 0 1]
    let table = made.into_draft().check().unwrap();
    assert_matrix(
        table.domestic().to_owned(),
        array![[4.0, 4.0, 22.0], [8.0, 8.0, 4.0], [0.0, 0.0, 30.0]],
    );
    assert_matrix(
        table.imported().to_owned(),
        array![[0.0, 0.0, 0.0], [4.0, 4.0, 2.0], [0.0, 0.0, 5.0]],
    );
    let row = table.primary().row(PrimaryKind::Compensation).unwrap();
    assert_matrix(
        row.by_producer.clone().insert_axis(ndarray::Axis(0)),
        array![[24.0, 24.0, 57.0]],
    );
    let tax = table.primary().row(PrimaryKind::ProductTax).unwrap();
    assert_eq!((tax.by_final_use[0], tax.on_exports), (7.0, 1.5));
    assert_eq!(table.imported_exports().to_vec(), [0.0, 0.0, 4.0]);
}

#[test]
fn three_products_of_two_industries_are_sold_by_fixed_product_sales() {
    let tables = three_by_two().check().unwrap();
    let made = tables.symmetric(Construct::FixedProductSales).unwrap();
    // T = [1 1 1/6; 0 0 5/6]
    let table = made.into_draft().check().unwrap();
    assert_matrix(
        table.domestic().to_owned(),
        array![[30.0, 25.0], [0.0, 25.0]],
    );
    assert_matrix(households(&table), array![[35.0], [50.0]]);
    let flow = &table.exports().flows()[0];
    assert_matrix(
        flow.amounts().to_owned().insert_axis(ndarray::Axis(0)),
        array![[10.0, 25.0]],
    );
    assert_eq!(table.imported().dim(), (3, 2));
}

#[test]
fn diagonal_supply_makes_all_four_agree() {
    let tables = two_by_two()
        .supply(array![[100.0, 0.0], [0.0, 200.0]])
        .check()
        .unwrap();
    for construct in Construct::ALL {
        let made = tables.symmetric(construct).unwrap();
        assert!(made.negatives().is_empty());
        let table = made.into_draft().check().unwrap();
        assert_matrix(
            table.domestic().to_owned(),
            array![[30.0, 20.0], [10.0, 40.0]],
        );
        assert_matrix(
            table.imported().to_owned(),
            array![[10.0, 0.0], [0.0, 10.0]],
        );
        assert_matrix(households(&table), array![[50.0], [150.0]]);
        assert_matrix(
            table.value_added().to_owned().insert_axis(ndarray::Axis(0)),
            array![[50.0, 130.0]],
        );
    }
}
