//! Supply and use tables: worked cases, identities on random tables, messages; and concordances.

mod concordances;
mod identities;
mod refusals;
mod worked;

use leontief::build::SupplyUseDraft;
use leontief::label::{Axis, Product, Sector};
use leontief::table::PrimaryKind;
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::array;

fn million_euros() -> Unit {
    Unit::new("EUR", Scale::MILLIONS, 2020, PriceBasis::Basic)
}

fn products(codes: &[&str]) -> Axis<Product> {
    Axis::new(codes.iter().copied()).unwrap()
}

fn industries(codes: &[&str]) -> Axis<Sector> {
    Axis::new(codes.iter().copied()).unwrap()
}

/// Two products and two industries with secondary production: S⁻¹ = [190 −10; −10 90] / 17 000.
fn two_by_two() -> SupplyUseDraft {
    SupplyUseDraft::new(
        "AUT",
        products(&["P1", "P2"]),
        industries(&["I1", "I2"]),
        million_euros(),
    )
    .supply(array![[90.0, 10.0], [10.0, 190.0]])
    .domestic_use(array![[30.0, 20.0], [10.0, 40.0]])
    .imported_use(array![[10.0, 0.0], [0.0, 10.0]])
    .primary(PrimaryKind::UndividedValueAdded, array![50.0, 130.0])
    .final_use("households", array![50.0, 150.0], array![5.0, 6.0])
}
