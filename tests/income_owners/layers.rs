//! Layers on a table small enough for paper: China's domestic firms have surplus 25 and depreciation 10, foreign firms 15 and 5.

use leontief::build::income_owners::{
    Bilateral, CrossBorderLabour, ForeignCapital, IncomeOwners, Investment, InvestmentMeasure,
    Investor, OwnedIncome, UNSPECIFIED,
};
use leontief::table::{DepreciationIncome, PrimaryKind};
use ndarray::{Array2, array};

use crate::worlds::{china_usa_japan, undivided};

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
}

fn flow(owned: &OwnedIncome, owner: &str, host: &str) -> f64 {
    owned.flows().between(owner, host).unwrap()
}

#[test]
fn without_layers_everything_is_income_of_the_host_and_nobody_is_unspecified() {
    let world = china_usa_japan();
    let owned = IncomeOwners::of(&world).built().unwrap();
    assert_eq!(owned.income().owners().codes(), ["CHN", "USA", "JPN"]);
    assert_eq!(
        owned.flows().amounts(),
        Array2::from_diag(&array![115.0, 84.0, 60.0])
    );
    assert!(
        owned
            .report()
            .payments()
            .iter()
            .all(|line| line.after == 0.0)
    );
}

#[test]
fn foreign_capital_by_ownership_takes_surplus_and_depreciation_and_leaves_wages_and_taxes() {
    let world = china_usa_japan();
    let capital = ForeignCapital::by_ownership(0.04, 0.8).in_host("CHN");
    let owned = IncomeOwners::of(&world)
        .foreign_capital(capital)
        .built()
        .unwrap();
    assert_eq!(
        owned.income().owners().codes(),
        ["CHN", "USA", "JPN", UNSPECIFIED]
    );
    near(flow(&owned, UNSPECIFIED, "CHN"), 0.04 * 35.0 + 0.8 * 20.0);
    near(flow(&owned, "CHN", "CHN"), 115.0 - 17.4);
    near(owned.flows().paid("USA").unwrap(), 0.0);
    for kind in [PrimaryKind::Compensation, PrimaryKind::NetProductionTax] {
        let shares = owned.income().of(kind).unwrap();
        assert_eq!(shares.row(3).sum(), 0.0);
    }
}

#[test]
fn depreciation_may_stay_at_home() {
    let world = china_usa_japan();
    let capital = ForeignCapital::by_ownership(0.04, 0.8)
        .in_host("CHN")
        .depreciation(DepreciationIncome::Home);
    let owned = IncomeOwners::of(&world)
        .foreign_capital(capital)
        .built()
        .unwrap();
    near(flow(&owned, UNSPECIFIED, "CHN"), 0.04 * 25.0 + 0.8 * 15.0);
}

#[test]
fn groups_of_unknown_owner_take_the_share_that_is_said_for_them() {
    let world = china_usa_japan();
    let owned = IncomeOwners::of(&world)
        .foreign_capital(ForeignCapital::by_ownership(0.0, 0.5).unknown(0.1))
        .built()
        .unwrap();
    near(flow(&owned, UNSPECIFIED, "CHN"), 10.0);
    near(flow(&owned, UNSPECIFIED, "USA"), 4.0);
    near(flow(&owned, UNSPECIFIED, "JPN"), 2.8);
    // where both shares are the same there is nothing to know
    let owned = IncomeOwners::of(&world)
        .foreign_capital(ForeignCapital::by_ownership(0.1, 0.1))
        .built()
        .unwrap();
    near(flow(&owned, UNSPECIFIED, "USA"), 4.0);
}

#[test]
fn shares_by_producer_are_read_in_the_order_of_the_hosts_producers() {
    let world = china_usa_japan();
    let of_all = ForeignCapital::by_producer(array![0.1, 0.2, 0.3, 0.4]);
    let of_china = ForeignCapital::by_producer(array![0.1, 0.2]).in_host("CHN");
    let by_key = ForeignCapital::by(|producer| match producer.country {
        "CHN" if producer.group.is_foreign() => 0.2,
        "CHN" => 0.1,
        _ => 0.0,
    });
    for (capital, usa) in [(of_all, 12.0), (of_china, 0.0), (by_key, 0.0)] {
        let owned = IncomeOwners::of(&world)
            .foreign_capital(capital)
            .built()
            .unwrap();
        near(flow(&owned, UNSPECIFIED, "CHN"), 3.5 + 4.0);
        near(flow(&owned, UNSPECIFIED, "USA"), usa);
    }
}

#[test]
fn a_share_of_undivided_value_added_is_a_share_of_all_of_it() {
    let world = undivided(&[("CHN", 100.0), ("USA", 200.0)]);
    let owned = IncomeOwners::of(&world)
        .foreign_capital(ForeignCapital::by_producer(array![0.02, 0.03]))
        .built()
        .unwrap();
    near(flow(&owned, UNSPECIFIED, "CHN"), 2.0);
    near(flow(&owned, UNSPECIFIED, "USA"), 6.0);
}

/// A tenth of capital income is foreign everywhere: 5.5 in China, 4 in the United States, 2.8 in Japan.
fn tenth(world: &leontief::table::WorldTable) -> IncomeOwners<'_> {
    IncomeOwners::of(world).foreign_capital(ForeignCapital::by_ownership(0.1, 0.1))
}

#[test]
fn stocks_divide_foreign_income_and_the_rest_of_the_total_is_unspecified() {
    let world = china_usa_japan();
    let stocks = Bilateral::new(
        ["HKG", "USA", "MAC"],
        ["JPN", "CHN"],
        array![[0.0, 50.0], [3.0, 20.0], [1.0, 10.0]],
    )
    .unwrap();
    let investment = Investment::new(stocks, InvestmentMeasure::Stock, Investor::Immediate)
        .unwrap()
        .totals([("CHN", 100.0)])
        .unwrap();
    assert_eq!(investment.unnamed("CHN").unwrap(), 20.0);
    let owned = tenth(&world).investment(investment).built().unwrap();
    // producing countries, the market that is named, the others, what is unspecified
    assert_eq!(
        owned.income().owners().codes(),
        ["CHN", "USA", "JPN", "MAC", "HKG", UNSPECIFIED]
    );
    near(flow(&owned, "HKG", "CHN"), 0.5 * 5.5);
    near(flow(&owned, "USA", "CHN"), 0.2 * 5.5);
    near(flow(&owned, "MAC", "CHN"), 0.1 * 5.5);
    near(flow(&owned, UNSPECIFIED, "CHN"), 0.2 * 5.5);
    near(flow(&owned, "USA", "JPN"), 0.75 * 2.8);
    near(flow(&owned, "MAC", "JPN"), 0.25 * 2.8);
    near(flow(&owned, UNSPECIFIED, "JPN"), 0.0);
    // a host that is not covered
    near(flow(&owned, UNSPECIFIED, "USA"), 4.0);
    near(owned.flows().received("USA").unwrap(), 1.1 + 2.1);
    near(owned.flows().national_income("USA").unwrap(), 80.0 + 3.2);
}

#[test]
fn capital_that_came_back_from_abroad_earns_for_home() {
    let world = china_usa_japan();
    let income = Bilateral::new(["CHN", "USA"], ["CHN"], array![[6.0], [4.0]]).unwrap();
    let investment =
        Investment::new(income, InvestmentMeasure::Income, Investor::Ultimate).unwrap();
    let owned = tenth(&world).investment(investment).built().unwrap();
    near(flow(&owned, "USA", "CHN"), 0.4 * 5.5);
    near(flow(&owned, "CHN", "CHN"), 115.0 - 0.4 * 5.5);
}

#[test]
fn one_hosts_list_gives_the_rest_to_a_country_of_the_table_or_to_another_one() {
    let world = china_usa_japan();
    for rest in ["ROW", "JPN"] {
        let list = Investment::of_host("CHN", [("USA", 0.0549)], rest, Investor::Immediate);
        let capital = ForeignCapital::by_ownership(0.1, 0.1).in_host("CHN");
        let owned = IncomeOwners::of(&world)
            .foreign_capital(capital)
            .investment(list.unwrap())
            .built()
            .unwrap();
        near(flow(&owned, "USA", "CHN"), 0.0549 * 5.5);
        near(flow(&owned, rest, "CHN"), 0.9451 * 5.5);
        assert_eq!(owned.income().owners().find(UNSPECIFIED), None);
    }
}

#[test]
fn investors_may_be_put_together_before_they_are_laid() {
    let world = china_usa_japan();
    let stocks = Bilateral::of_cells([
        ("HKG", "CHN", 5.0),
        ("USA", "CHN", 3.0),
        ("VGB", "CHN", 2.0),
    ])
    .unwrap();
    let stocks = stocks
        .owners_as(|code| if code == "USA" { "USA" } else { "ROW" })
        .unwrap();
    let investment =
        Investment::new(stocks, InvestmentMeasure::Stock, Investor::Immediate).unwrap();
    let owned = tenth(&world).investment(investment).built().unwrap();
    near(flow(&owned, "ROW", "CHN"), 0.7 * 5.5);
    near(flow(&owned, "USA", "CHN"), 0.3 * 5.5);
}

#[test]
fn border_workers_carry_compensation_home() {
    let world = china_usa_japan();
    let shares = CrossBorderLabour::shares([("CHN", 0.1)]).unwrap();
    let amounts = CrossBorderLabour::amounts([("CHN", 5.0)]).unwrap();
    for labour in [shares, amounts] {
        let owned = IncomeOwners::of(&world).labour(labour).built().unwrap();
        near(flow(&owned, UNSPECIFIED, "CHN"), 5.0);
        let wages = owned.income().of(PrimaryKind::Compensation).unwrap();
        near(wages[[0, 0]], 0.9);
        near(wages[[0, 1]], 0.9);
    }
    let paid = Bilateral::new(["JPN", "KOR"], ["CHN"], array![[3.0], [2.0]]).unwrap();
    let labour = CrossBorderLabour::bilateral(paid).unwrap();
    let owned = IncomeOwners::of(&world).labour(labour).built().unwrap();
    near(flow(&owned, "JPN", "CHN"), 3.0);
    near(flow(&owned, "KOR", "CHN"), 2.0);
    assert_eq!(owned.income().owners().find(UNSPECIFIED), None);
}

#[test]
fn a_later_layer_replaces_an_earlier_one_in_the_cells_it_names_and_in_no_others() {
    let world = china_usa_japan();
    let owned = tenth(&world)
        .foreign_capital(ForeignCapital::by_producer(array![0.5]).in_host("USA"))
        .built()
        .unwrap();
    near(flow(&owned, UNSPECIFIED, "USA"), 20.0);
    near(flow(&owned, UNSPECIFIED, "CHN"), 5.5);
}

#[test]
fn origins_hold_for_shares_that_come_later() {
    let world = china_usa_japan();
    let list = || Investment::of_host("CHN", [("USA", 0.4)], "JPN", Investor::Immediate).unwrap();
    let capital = || ForeignCapital::by_ownership(0.1, 0.8).in_host("CHN");
    let one = IncomeOwners::of(&world)
        .foreign_capital(capital())
        .investment(list())
        .built()
        .unwrap();
    let other = IncomeOwners::of(&world)
        .investment(list())
        .foreign_capital(capital())
        .built()
        .unwrap();
    assert_eq!(one.flows(), other.flows());
}
