//! Imports separated from domestic products: by hand, as identities on random tables, refused, and on the tables of China.

#[path = "../common/raw.rs"]
mod raw_data;

mod competitive;
mod end_uses;
mod given;
mod identities;
mod overdrawn;
mod readers;
mod real;
mod records;
mod worked;

use leontief::label::{Axis, TradeKind};
use leontief::table::{CompetitiveDraft, CompetitiveTable, PrimaryKind};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::array;

fn unit() -> Unit {
    Unit::new("CNY", Scale::TEN_THOUSANDS, 2012, PriceBasis::Producer)
}

/// Goods: 40 + 20 inputs, 36 consumed, 14 invested, −10 out of stocks, 30 exported, 30 imported, discrepancy 2 on balance with output
/// 102. Services: no imports.
fn draft() -> CompetitiveDraft {
    CompetitiveDraft::new("CHN", Axis::new(["goods", "services"]).unwrap(), unit())
        .unwrap()
        .flows(array![[40.0, 20.0], [12.0, 30.0]])
        .final_use("households", array![36.0, 46.0])
        .final_use("investment", array![14.0, 2.0])
        .final_use("stocks", array![-10.0, 0.0])
        .export("WLD", TradeKind::Undivided, array![30.0, 10.0])
        .imports(array![30.0, 0.0])
        .statistical_discrepancy("ERR", array![2.0, 0.0])
        .primary(PrimaryKind::UndividedValueAdded, array![50.0, 50.0])
        .output(array![102.0, 100.0])
}

fn table() -> CompetitiveTable {
    draft().check().unwrap()
}
