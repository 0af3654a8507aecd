//! What is refused, and how the message says it.

use leontief::Error;
use leontief::build::{Construct, SupplyUseDraft};
use leontief::table::{PrimaryKind, Tolerance};
use ndarray::{Array1, array};

use crate::{industries, million_euros, products, two_by_two};

#[track_caller]
fn assert_says(error: &Error, is: fn(&Error) -> bool, parts: &[&str]) {
    assert!(is(error), "of another kind: {error:?}");
    let message = error.to_string();
    for part in parts {
        assert!(message.contains(part), "`{part}` is not in: {message}");
    }
}

#[test]
fn all_unbalanced_products_and_industries_are_named() {
    let tables = two_by_two()
        .domestic_use(array![[30.0, 20.0], [10.0, 41.0]])
        .output(array![100.0, 210.0]);
    assert_says(
        &tables.check().unwrap_err(),
        Error::is_table,
        &[
            "3 problems",
            "the uses of the product `P2` come to 201.000000, its supply to 200.000000",
            "the inputs of the industry `I2` come to 201.000000",
            "the stated output of the industry `I2` comes to 210.000000",
        ],
    );
}

#[test]
fn a_tolerance_admits_rounded_tables() {
    let rounded = two_by_two().domestic_use(array![[30.0, 20.0], [10.0, 40.4]]);
    assert!(rounded.clone().check().is_err());
    assert!(rounded.tolerance(Tolerance::absolute(0.5)).check().is_ok());
}

#[test]
fn arrays_that_do_not_fit_are_all_named() {
    let tables = two_by_two()
        .supply(array![[90.0, 10.0]])
        .final_use("households", Array1::zeros(3), Array1::zeros(2))
        .primary(PrimaryKind::UndividedValueAdded, Array1::zeros(1));
    assert_says(
        &tables.check().unwrap_err(),
        Error::is_table,
        &[
            "the matrix of supply is 1 × 2, its axes are 2 products × 2 industries",
            "domestic final use `households` has 3 amounts for 2 products",
            "has 1 amounts for 2 industries",
            "the final use `households` is given twice",
            "the row value added (undivided) is given twice",
        ],
    );
}

#[test]
fn cells_that_are_not_numbers_and_negative_supply_are_named() {
    let tables = two_by_two()
        .supply(array![[90.0, -10.0], [10.0, 190.0]])
        .imported_use(array![[f64::NAN, 0.0], [0.0, 10.0]]);
    assert_says(
        &tables.check().unwrap_err(),
        Error::is_table,
        &[
            "imported use of `P1` by `I1` is NaN, not a number",
            "supply of `P1` by `I2` is negative: -10",
        ],
    );
}

#[test]
fn uses_of_a_product_that_no_industry_supplies_are_refused() {
    let tables = SupplyUseDraft::new(
        "AUT",
        products(&["P1", "P2"]),
        industries(&["I1"]),
        million_euros(),
    )
    .supply(array![[10.0], [0.0]])
    .domestic_use(array![[1.0], [2.0]])
    .primary(PrimaryKind::UndividedValueAdded, array![7.0])
    .final_use("households", array![9.0, -2.0], array![0.0, 0.0]);
    assert_says(
        &tables.check().unwrap_err(),
        Error::is_table,
        &[
            "1 problem:",
            "no industry supplies the product `P2` but 4.000000 of it are used",
        ],
    );
}

#[test]
fn models_with_an_inverse_refuse_rectangular_tables() {
    let tables = SupplyUseDraft::new(
        "AUT",
        products(&["P1", "P2"]),
        industries(&["I1"]),
        million_euros(),
    )
    .supply(array![[10.0], [10.0]])
    .primary(PrimaryKind::UndividedValueAdded, array![20.0])
    .final_use("households", array![10.0, 10.0], array![0.0, 0.0])
    .check()
    .unwrap();
    for construct in [Construct::ProductTechnology, Construct::FixedIndustrySales] {
        assert_says(
            &tables.symmetric(construct).unwrap_err(),
            Error::is_shape,
            &[
                "inverts the supply table",
                "2 products × 1 industries",
                "models B and D",
            ],
        );
    }
    for construct in [Construct::IndustryTechnology, Construct::FixedProductSales] {
        let made = tables.symmetric(construct).unwrap();
        made.into_draft().check().unwrap();
    }
}

#[test]
fn a_singular_supply_names_the_industries_that_depend_on_each_other() {
    let tables = two_by_two()
        .supply(array![[50.0, 100.0], [50.0, 100.0]])
        .final_use("rest", array![50.0, -50.0], Array1::zeros(2))
        .check()
        .unwrap();
    for construct in [Construct::ProductTechnology, Construct::FixedIndustrySales] {
        assert_says(
            &tables.symmetric(construct).unwrap_err(),
            Error::is_singular,
            &["the industry `I2` supplies what 2.0000 × `I1` supply together"],
        );
    }
}

#[test]
fn a_singular_supply_names_products_without_supply() {
    let tables = SupplyUseDraft::new(
        "AUT",
        products(&["P1", "P2"]),
        industries(&["I1", "I2"]),
        million_euros(),
    )
    .supply(array![[10.0, 20.0], [0.0, 0.0]])
    .primary(PrimaryKind::UndividedValueAdded, array![10.0, 20.0])
    .final_use("households", array![30.0, 0.0], array![0.0, 3.0])
    .check()
    .unwrap();
    assert_says(
        &tables.symmetric(Construct::ProductTechnology).unwrap_err(),
        Error::is_singular,
        &["no industry supplies `P2`", "models B and D"],
    );
    assert!(tables.symmetric(Construct::FixedProductSales).is_ok());
}

#[test]
fn an_unknown_letter_is_refused() {
    assert_eq!(
        "C".parse::<Construct>().unwrap(),
        Construct::FixedIndustrySales
    );
    assert_says(
        &"E".parse::<Construct>().unwrap_err(),
        Error::is_label,
        &["`E`", "`D`"],
    );
}
