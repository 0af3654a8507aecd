//! Country-level transfers: over all value added, out of capital income, and beneath layers that know more.

use leontief::build::income_owners::{
    Bilateral, CrossBorderLabour, ForeignCapital, IncomeOwners, IncomeTransfers, Investment,
    Investor, TransferBase,
};
use leontief::table::{DepreciationIncome, PrimaryKind};
use ndarray::array;

use crate::worlds::china_usa_japan;

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
}

/// 10 % of value added in China to the United States, 5 % to Japan, given as flows out of a product in another unit.
fn transfers() -> IncomeTransfers {
    let flows = Bilateral::new(["USA", "JPN", "CHN"], ["CHN"], array![[0.4], [0.2], [9.0]]);
    IncomeTransfers::of_flows(flows.unwrap(), [("CHN", 4.0)]).unwrap()
}

#[test]
fn every_component_of_every_producer_pays_the_same_share() {
    let world = china_usa_japan();
    let owned = IncomeOwners::of(&world)
        .transfers(transfers())
        .built()
        .unwrap();
    for (kind, _) in [
        (PrimaryKind::Compensation, 0),
        (PrimaryKind::NetProductionTax, 1),
        (PrimaryKind::Depreciation, 2),
        (PrimaryKind::OperatingSurplus, 3),
    ] {
        let shares = owned.income().of(kind).unwrap();
        for producer in 0..2 {
            near(shares[[0, producer]], 0.85);
            near(shares[[1, producer]], 0.1);
            near(shares[[2, producer]], 0.05);
        }
        near(shares[[1, 2]], 1.0);
    }
    near(owned.flows().between("USA", "CHN").unwrap(), 11.5);
}

#[test]
fn the_diagonal_of_flows_counts_as_home() {
    // 9 of a product of 4 would be too much if it were paid to others
    assert_eq!(transfers().shares().cell("CHN", "CHN"), Some(0.85));
    assert_eq!(transfers().flows().unwrap().cell("CHN", "CHN"), Some(9.0));
}

#[test]
fn capital_income_alone_pays_the_same_amount() {
    let world = china_usa_japan();
    for (depreciation, capital) in [
        (DepreciationIncome::WithCapital, 55.0),
        (DepreciationIncome::Home, 40.0),
    ] {
        let layer = transfers().taken_from(TransferBase::CapitalIncome(depreciation));
        let owned = IncomeOwners::of(&world).transfers(layer).built().unwrap();
        near(owned.flows().between("USA", "CHN").unwrap(), 11.5);
        near(owned.flows().between("JPN", "CHN").unwrap(), 5.75);
        let surplus = owned.income().of(PrimaryKind::OperatingSurplus).unwrap();
        near(surplus[[1, 0]], 11.5 / capital);
        near(surplus[[1, 1]], 11.5 / capital);
        for kind in [PrimaryKind::Compensation, PrimaryKind::NetProductionTax] {
            assert_eq!(owned.income().of(kind).unwrap()[[0, 0]], 1.0);
        }
    }
}

#[test]
fn firms_that_are_known_pay_out_of_capital_to_the_origins_of_the_layer_below() {
    let world = china_usa_japan();
    let owned = IncomeOwners::of(&world)
        .transfers(transfers())
        .foreign_capital(ForeignCapital::by_ownership(0.0, 0.6).in_host("CHN"))
        .built()
        .unwrap();
    let surplus = owned.income().of(PrimaryKind::OperatingSurplus).unwrap();
    near(surplus[[0, 0]], 1.0);
    near(surplus[[1, 1]], 0.4); // two thirds of 0.6, as 0.1 to 0.05
    near(surplus[[2, 1]], 0.2);
    // compensation and taxes stay as the transfers have them
    near(
        owned.income().of(PrimaryKind::Compensation).unwrap()[[1, 1]],
        0.1,
    );
}

#[test]
fn transfers_above_other_layers_replace_them_in_the_hosts_that_they_cover() {
    let world = china_usa_japan();
    let owned = IncomeOwners::of(&world)
        .foreign_capital(ForeignCapital::by_ownership(0.5, 0.5))
        .labour(CrossBorderLabour::shares([("CHN", 0.2), ("JPN", 0.2)]).unwrap())
        .transfers(transfers())
        .built()
        .unwrap();
    near(owned.flows().paid("CHN").unwrap(), 17.25);
    near(owned.flows().paid("JPN").unwrap(), 14.0 + 6.0);
}

#[test]
fn investment_above_transfers_says_whose_the_capital_income_is() {
    let world = china_usa_japan();
    let owned = IncomeOwners::of(&world)
        .transfers(transfers())
        .investment(Investment::of_host("CHN", [], "HKG", Investor::Immediate).unwrap())
        .built()
        .unwrap();
    near(owned.flows().between("HKG", "CHN").unwrap(), 0.15 * 55.0);
    near(owned.flows().between("USA", "CHN").unwrap(), 0.1 * 60.0);
}

#[test]
fn shares_may_be_given_with_or_without_their_diagonal() {
    let world = china_usa_japan();
    let with = Bilateral::new(["CHN", "USA"], ["CHN"], array![[0.9], [0.1]]).unwrap();
    let without = Bilateral::new(["USA"], ["CHN"], array![[0.1]]).unwrap();
    let [one, other] = [with, without].map(|shares| {
        let layer = IncomeTransfers::of_shares(shares).unwrap();
        IncomeOwners::of(&world).transfers(layer).built().unwrap()
    });
    assert_eq!(one.flows(), other.flows());
    near(one.flows().between("USA", "CHN").unwrap(), 11.5);
}
