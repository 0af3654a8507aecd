//! Shares moved to totals: cases with round multipliers of odds, and flows against a balancing written out here.

use leontief::build::CapitalIncome::{self, Gross, Net};
use leontief::build::income_owners::{
    Bilateral, ControlScale, CountryIncome, ForeignCapital, IncomeOwners, IncomeTransfers,
    Investment, Investor, OwnedIncome, PrimaryIncomeTotals, UNSPECIFIED,
};
use leontief::label::Group;
use leontief::table::{PrimaryKind, WorldTable};
use ndarray::{Array1, Array2, Axis as Dimension, array};

use crate::worlds::{DOMESTIC, FOREIGN, china_usa_japan, group, table, undivided};

const AMOUNTS: ControlScale = ControlScale::Amounts;

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-10, "{found} for {expected}");
}

fn payments(code: &str, amount: f64) -> (&str, CountryIncome) {
    let income = CountryIncome {
        payments: Some(amount),
        ..CountryIncome::default()
    };
    (code, income)
}

fn receipts(code: &str, amount: f64) -> (&str, CountryIncome) {
    let income = CountryIncome {
        receipts: Some(amount),
        ..CountryIncome::default()
    };
    (code, income)
}

fn totals<'a>(figures: impl IntoIterator<Item = (&'a str, CountryIncome)>) -> PrimaryIncomeTotals {
    PrimaryIncomeTotals::new(figures).unwrap()
}

/// κ of 0.1 in domestic firms of China and of 0.5 in foreign ones, American and Japanese in halves.
fn tenth_and_half(world: &WorldTable) -> IncomeOwners<'_> {
    let halves = Investment::of_host("CHN", [("USA", 0.5)], "JPN", Investor::Immediate);
    IncomeOwners::of(world)
        .foreign_capital(ForeignCapital::by_ownership(0.1, 0.5).in_host("CHN"))
        .investment(halves.unwrap())
}

fn surplus(owned: &OwnedIncome) -> Array2<f64> {
    let shares = owned.income().of(PrimaryKind::OperatingSurplus);
    shares.unwrap().to_owned()
}

#[test]
fn odds_of_all_producers_of_a_host_are_multiplied_by_one_factor() {
    let world = china_usa_japan();
    // odds 1/9 and 1 times 3: shares 1/4 and 3/4 of capital income 35 and 20
    let total = totals([payments("CHN", 35.0 / 4.0 + 15.0)]);
    let owned = tenth_and_half(&world)
        .held_to(&total, AMOUNTS, Gross)
        .built()
        .unwrap();
    let surplus = surplus(&owned);
    near(surplus[[0, 0]], 0.75);
    near(surplus[[0, 1]], 0.25);
    near(surplus[[1, 0]], 0.125);
    near(surplus[[2, 1]], 0.375);
    let line = &owned.report().payments()[0];
    near(line.implied, 13.5);
    assert_eq!(line.control, Some(23.75));
    near(line.after, 23.75);
    near(line.residual().unwrap(), 0.0);
    // wages and taxes are all home and stay so
    let wages = owned.income().of(PrimaryKind::Compensation).unwrap();
    assert_eq!(wages[[0, 0]], 1.0);
    // other hosts are not touched
    assert_eq!(surplus[[1, 2]], 1.0);
}

#[test]
fn depreciation_that_is_not_compared_moves_along() {
    let world = china_usa_japan();
    let total = totals([payments("CHN", 25.0 / 4.0 + 45.0 / 4.0)]);
    let owned = tenth_and_half(&world)
        .held_to(&total, AMOUNTS, Net)
        .built()
        .unwrap();
    let depreciation = owned.income().of(PrimaryKind::Depreciation).unwrap();
    for shares in [surplus(&owned).view(), depreciation] {
        near(shares[[0, 0]], 0.75);
        near(shares[[2, 1]], 0.375);
    }
    near(owned.report().payments()[0].implied, 2.5 + 7.5);
    near(owned.report().payments()[0].after, 17.5);
    // the flows hold all income, depreciation too
    near(owned.flows().paid("CHN").unwrap(), 35.0 / 4.0 + 15.0);
}

#[test]
fn odds_of_losses_are_divided_by_the_factor() {
    let world = table(
        &[
            ("CHN", group(DOMESTIC), 1),
            ("CHN", group(FOREIGN), 1),
            ("USA", Group::whole(), 1),
        ],
        &[],
        vec![
            (PrimaryKind::Compensation, array![50.0, 50.0, 80.0]),
            (PrimaryKind::OperatingSurplus, array![200.0, -10.0, 10.0]),
        ],
    );
    let total = totals([payments("CHN", 200.0 / 4.0 - 10.0 / 4.0)]);
    let owned = IncomeOwners::of(&world)
        .foreign_capital(ForeignCapital::by_ownership(0.1, 0.5).in_host("CHN"))
        .held_to(&total, AMOUNTS, Gross)
        .built()
        .unwrap();
    let surplus = surplus(&owned);
    near(surplus[[2, 0]], 0.25);
    near(surplus[[2, 1]], 0.25);
    near(owned.report().payments()[0].implied, 20.0 - 5.0);
}

#[test]
fn a_residual_is_reported_when_nothing_is_moved() {
    let world = china_usa_japan();
    let total = totals([
        payments("CHN", 20.0),
        receipts("USA", 1.0),
        payments("JPN", 0.5),
    ]);
    let compared = tenth_and_half(&world)
        .compared_with(&total, AMOUNTS, Gross)
        .built()
        .unwrap();
    let plain = tenth_and_half(&world).built().unwrap();
    assert_eq!(compared.flows(), plain.flows());
    near(compared.report().payments()[0].residual().unwrap(), 6.5);
    near(compared.report().payments()[2].residual().unwrap(), 0.5);
    near(
        compared.report().receipts()[1].residual().unwrap(),
        1.0 - 6.75,
    );
    assert_eq!(compared.report().receipts()[0].residual(), None);
    assert!(!compared.report().is_held());
}

/// A pays B 4 and C 2, B pays A 1 and C 3, C pays A 2 and B 2.
fn three(value_added: f64) -> (WorldTable, IncomeTransfers) {
    let world = undivided(&["A", "B", "C"].map(|code| (code, value_added)));
    let flows = Bilateral::new(["A", "B", "C"], ["A", "B", "C"], flows_of_three()).unwrap();
    let products = ["A", "B", "C"].map(|code| (code, value_added));
    let transfers = IncomeTransfers::of_flows(flows, products).unwrap();
    (world, transfers)
}

fn flows_of_three() -> Array2<f64> {
    array![[0.0, 1.0, 2.0], [4.0, 0.0, 2.0], [2.0, 3.0, 0.0]]
}

fn abroad(owned: &OwnedIncome) -> Array2<f64> {
    let mut flows = owned.flows().amounts().to_owned();
    for k in 0..3 {
        flows[[k, k]] = 0.0;
    }
    flows
}

#[test]
fn receipts_are_scaled_to_payments_and_what_they_miss_stays_in_the_report() {
    let (world, transfers) = three(100.0);
    let total = totals([
        ("A", CountryIncome::new(1.5, 6.0)),
        ("B", CountryIncome::new(3.0, 4.0)),
        ("C", CountryIncome::new(2.5, 4.0)),
    ]);
    let owned = IncomeOwners::of(&world)
        .transfers(transfers)
        .held_to(&total, AMOUNTS, Gross)
        .built()
        .unwrap();
    assert_eq!(owned.report().receipts_factor(), Some(2.0));
    assert!(
        (abroad(&owned) - flows_of_three())
            .iter()
            .all(|miss| miss.abs() < 1e-12)
    );
    near(owned.report().receipts()[1].residual().unwrap(), 3.0 - 6.0);
    assert!(owned.report().to_string().contains("receipts × 2.000000"));
}

/// Rows and columns in turn; rows without a target are left alone.
fn naive(prior: &Array2<f64>, rows: &[Option<f64>], columns: &[f64]) -> Array2<f64> {
    let mut flows = prior.clone();
    for _ in 0..100_000 {
        for (mut row, target) in flows.rows_mut().into_iter().zip(rows) {
            if let Some(target) = target {
                let by = target / row.sum();
                row *= by;
            }
        }
        for (mut column, target) in flows.columns_mut().into_iter().zip(columns) {
            let by = target / column.sum();
            column *= by;
        }
    }
    flows
}

fn assert_flows(found: &Array2<f64>, expected: &Array2<f64>) {
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-9, "{found} for {expected}");
    }
}

#[test]
fn flows_are_those_of_rows_and_columns_in_turn() {
    let (world, transfers) = three(100.0);
    let total = totals([
        ("A", CountryIncome::new(4.0, 7.0)),
        ("B", CountryIncome::new(8.0, 5.0)),
        ("C", CountryIncome::new(7.0, 7.0)),
    ]);
    let owned = IncomeOwners::of(&world)
        .transfers(transfers)
        .held_to(&total, AMOUNTS, Gross)
        .built()
        .unwrap();
    let expected = naive(
        &flows_of_three(),
        &[Some(4.0), Some(8.0), Some(7.0)],
        &[7.0, 5.0, 7.0],
    );
    assert_flows(&abroad(&owned), &expected);
    assert_eq!(owned.report().receipts_factor(), Some(1.0));
}

#[test]
fn owners_without_figures_are_free_and_hosts_without_figures_keep_what_is_implied() {
    let (world, transfers) = three(100.0);
    let total = totals([receipts("A", 4.0), payments("B", 5.0)]);
    let owned = IncomeOwners::of(&world)
        .transfers(transfers)
        .held_to(&total, AMOUNTS, Gross)
        .built()
        .unwrap();
    let expected = naive(
        &flows_of_three(),
        &[Some(4.0), None, None],
        &[6.0, 5.0, 4.0],
    );
    assert_flows(&abroad(&owned), &expected);
    assert_eq!(owned.report().receipts_factor(), None);
}

#[test]
fn payments_alone_keep_the_origins_of_every_host() {
    let (world, transfers) = three(100.0);
    let total = totals([payments("A", 12.0), payments("B", 2.0)]);
    let owned = IncomeOwners::of(&world)
        .transfers(transfers)
        .held_to(&total, AMOUNTS, Gross)
        .built()
        .unwrap();
    let expected = array![[0.0, 0.5, 2.0], [8.0, 0.0, 2.0], [4.0, 1.5, 0.0]];
    assert_flows(&abroad(&owned), &expected);
}

#[test]
fn what_is_unspecified_may_have_a_figure_like_any_owner() {
    let world = china_usa_japan();
    let part = Investment::of_host("CHN", [("USA", 0.5)], UNSPECIFIED, Investor::Immediate);
    let total = totals([
        payments("CHN", 23.75),
        receipts(UNSPECIFIED, 0.0),
        receipts("USA", 1.0),
    ]);
    let owned = IncomeOwners::of(&world)
        .foreign_capital(ForeignCapital::by_ownership(0.1, 0.5).in_host("CHN"))
        .investment(part.unwrap())
        .held_to(&total, AMOUNTS, Gross)
        .built()
        .unwrap();
    near(owned.flows().between("USA", "CHN").unwrap(), 23.75);
    near(owned.flows().between(UNSPECIFIED, "CHN").unwrap(), 0.0);
    near(owned.report().receipts_factor().unwrap(), 23.75);
}

#[test]
fn shares_of_gdp_become_shares_of_the_tables_value_added() {
    let (world, transfers) = three(100.0);
    let china = CountryIncome {
        payments: Some(30.0),
        gdp: Some(400.0),
        ..CountryIncome::default()
    };
    let owned = IncomeOwners::of(&world)
        .transfers(transfers)
        .held_to(&totals([("A", china)]), ControlScale::ShareOfGdp, Gross)
        .built()
        .unwrap();
    near(owned.flows().paid("A").unwrap(), 7.5);
    assert_eq!(owned.report().payments()[0].control, Some(7.5));
}

#[test]
fn payments_within_a_region_are_taken_out_of_both_totals() {
    // two regions: A's members pay each other a part of the 6 that A receives and pays
    let world = undivided(&[("A", 100.0), ("B", 100.0)]);
    let total = totals([
        ("A", CountryIncome::new(6.0, 6.0).with_within(0.5)),
        ("B", CountryIncome::new(3.0, 3.0)),
    ]);
    let flows = Bilateral::new(["A", "B"], ["A", "B"], array![[0.0, 1.0], [1.0, 0.0]]).unwrap();
    let transfers = IncomeTransfers::of_flows(flows, [("A", 100.0), ("B", 100.0)]).unwrap();
    let owned = IncomeOwners::of(&world)
        .transfers(transfers)
        .held_to(&total, AMOUNTS, Gross)
        .built()
        .unwrap();
    // B pays and receives 3, all of it across the border; so A's members pay each other 3
    near(owned.flows().paid("A").unwrap(), 3.0);
    near(owned.flows().received("A").unwrap(), 3.0);
    assert!((owned.report().payments()[0].control.unwrap() - 3.0).abs() < 1e-10);
}

#[test]
fn producers_that_pay_nothing_keep_their_shares() {
    let world = table(
        &[("A", group(DOMESTIC), 2), ("B", Group::whole(), 1)],
        &[],
        vec![
            (PrimaryKind::Compensation, array![50.0, 50.0, 50.0]),
            (PrimaryKind::OperatingSurplus, array![40.0, 0.0, 10.0]),
        ],
    );
    let owned = IncomeOwners::of(&world)
        .foreign_capital(ForeignCapital::by_producer(array![0.2, 0.3]).in_host("A"))
        .held_to(&totals([payments("A", 16.0)]), AMOUNTS, Gross)
        .built()
        .unwrap();
    let surplus = surplus(&owned);
    near(surplus[[2, 0]], 0.4);
    assert_eq!(surplus[[2, 1]], 0.3);
}

#[test]
fn all_foreign_income_may_be_taken_back() {
    let world = china_usa_japan();
    let owned = tenth_and_half(&world)
        .held_to(&totals([payments("CHN", 0.0)]), AMOUNTS, Gross)
        .built()
        .unwrap();
    assert_eq!(owned.flows().paid("CHN").unwrap(), 0.0);
}

/// A held table, owner × producer, all components together.
fn levels(world: &WorldTable, owned: &OwnedIncome) -> Array2<f64> {
    let owners = owned.income().owners().len();
    let mut levels = Array2::zeros((owners, world.producers().len()));
    for row in world.primary().value_added_rows(world.concept()) {
        levels += &(&owned.income().of(row.kind).unwrap() * &row.by_producer);
    }
    levels
}

#[test]
fn producers_keep_their_value_added() {
    let world = china_usa_japan();
    let owned = tenth_and_half(&world)
        .held_to(
            &totals([payments("CHN", 20.0)]),
            AMOUNTS,
            CapitalIncome::Net,
        )
        .built()
        .unwrap();
    let sums: Array1<f64> = levels(&world, &owned).sum_axis(Dimension(0));
    assert!(
        (sums - world.value_added())
            .iter()
            .all(|miss| miss.abs() < 1e-12)
    );
}
