//! Identities on random tables, square and rectangular. Sums of at most 6 × 6 cells of at most 100, so 1e-9 of 1e3 is far
//! above their rounding; inverses are those of supply with a dominant diagonal.

use leontief::build::{Construct, SupplyUse, SupplyUseDraft};
use leontief::label::{Axis, TradeKind};
use leontief::table::PrimaryKind;
use ndarray::{Array1, Array2, Axis as Dimension};
use proptest::prelude::*;

use crate::million_euros;

/// A balanced table: value added takes what inputs leave of industry output, a final use what other uses leave of supply.
fn tables(products: usize, industries: usize, cells: &[f64], dominant: bool) -> SupplyUse {
    let block = |k: usize| {
        Array2::from_shape_fn((products, industries), |(i, j)| {
            cells[(k * 36 + i * 6 + j) % cells.len()]
        })
    };
    let mut supply = block(0);
    if dominant {
        for i in 0..products.min(industries) {
            supply[[i, i]] += 700.0;
        }
    }
    let (domestic, imported) = (block(1) / 10.0, block(2) / 10.0);
    let exported = block(3).column(0).to_owned();
    let rest = supply.sum_axis(Dimension(1)) - domestic.sum_axis(Dimension(1)) - &exported;
    let added = supply.sum_axis(Dimension(0))
        - domestic.sum_axis(Dimension(0))
        - imported.sum_axis(Dimension(0));
    let codes = |letter: &str, n: usize| (0..n).map(|k| format!("{letter}{k}")).collect::<Vec<_>>();
    SupplyUseDraft::new(
        "XYZ",
        Axis::new(codes("P", products)).unwrap(),
        Axis::new(codes("I", industries)).unwrap(),
        million_euros(),
    )
    .supply(supply)
    .domestic_use(domestic)
    .imported_use(imported)
    .primary(PrimaryKind::UndividedValueAdded, added)
    .export("USA", TradeKind::Goods, exported)
    .final_use("rest", rest, Array1::ones(products))
    .check()
    .unwrap()
}

fn close(found: &Array1<f64>, expected: &Array1<f64>) -> bool {
    let misses = found - expected;
    found.len() == expected.len() && misses.iter().all(|miss| miss.abs() < 1e-9)
}

fn assert_identities(tables: &SupplyUse, construct: Construct) -> Result<(), TestCaseError> {
    let made = tables.symmetric(construct).unwrap();
    let negatives = made.negatives().len();
    // the draft's own checks prove that rows and columns sum to output
    let table = made.into_draft().check().unwrap();
    let output = table.output().to_owned();
    let (down, across) = (Dimension(0), Dimension(1));
    if construct.is_by_product() {
        prop_assert!(close(&output, &tables.product_output()));
        let rows = table.domestic().sum_axis(across);
        prop_assert!(close(&rows, &tables.domestic_use().sum_axis(across)));
        let rows = table.imported().sum_axis(across);
        prop_assert!(close(&rows, &tables.imported_use().sum_axis(across)));
    } else {
        prop_assert!(close(&output, &tables.industry_output()));
        let columns = table.domestic().sum_axis(down);
        prop_assert!(close(&columns, &tables.domestic_use().sum_axis(down)));
    }
    let added = tables.primary()[0].by_producer.sum();
    prop_assert!((table.value_added().sum() - added).abs() < 1e-9);
    let below = |cells: ndarray::ArrayView2<'_, f64>| cells.iter().filter(|c| **c < 0.0).count();
    let inputs = below(table.domestic()) + below(table.imported());
    prop_assert!(negatives >= inputs);
    if !construct.inverts_supply() {
        prop_assert_eq!(inputs, 0);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn rectangular_tables_keep_totals_in_models_b_and_d(
        products in 1..7_usize,
        industries in 1..7_usize,
        cells in prop::collection::vec(0.0..100.0_f64, 144),
    ) {
        let tables = tables(products, industries, &cells, false);
        assert_identities(&tables, Construct::IndustryTechnology)?;
        assert_identities(&tables, Construct::FixedProductSales)?;
    }

    #[test]
    fn square_tables_keep_totals_in_all_models(
        n in 1..7_usize,
        cells in prop::collection::vec(0.0..100.0_f64, 144),
    ) {
        let tables = tables(n, n, &cells, true);
        for construct in Construct::ALL {
            assert_identities(&tables, construct)?;
        }
    }

    #[test]
    fn product_technology_is_solved_by_the_recipes_that_explain_use(
        n in 1..7_usize,
        cells in prop::collection::vec(0.0..100.0_f64, 144),
    ) {
        // A S = U: recipes of products, times what industries make, are what industries use
        let tables = tables(n, n, &cells, true);
        let made = tables.symmetric(Construct::ProductTechnology).unwrap();
        let table = made.into_draft().check().unwrap();
        let recipes = &table.domestic() / &table.output();
        let used = recipes.dot(&tables.supply());
        let misses = &used - &tables.domestic_use();
        prop_assert!(misses.iter().all(|miss| miss.abs() < 1e-9));
    }
}
