//! The full table of WIOD's 2013 release for 2011 with owners of income and a divided China, where it is at hand.
//!
//! The table is not part of this repository. It is looked for in the folder named by `LEONTIEF_RAW_DATA`, or else in
//! `../shared/data/raw` beside the repository; without it the tests print one line and pass.

mod common;
#[path = "common/raw.rs"]
mod raw;
#[path = "common/wiod13.rs"]
mod wiod13;

use common::assert_close;
use leontief::account::Level;
use leontief::build::income_owners::{
    ControlScale, CountryIncome, ForeignCapital, IncomeIndicators, IncomeOwners, IncomeTransfers,
    Investment, Investor, PrimaryIncomeTotals,
};
use leontief::build::{
    CapitalIncome, ControlTotals, Division, Overdraw, RegimeOwnershipSplit, StartingShares,
};
use leontief::parameter::Grade;
use leontief::read::{self, Indicators};
use leontief::table::WorldTable;

const YEAR: u16 = 2011;

const NAMES: IncomeIndicators<'static> = IncomeIndicators {
    receipts: "primary_income_receipts_best",
    payments: "primary_income_payments_best",
    gdp: Some("gdp_market_prices"),
    within: None,
};

fn world() -> Option<WorldTable> {
    Some(wiod13::table(&raw::folder("wiod2013-full")?, YEAR.into()))
}

/// 40 economies, and the rest of the world as what they leave of the world.
fn totals(world: &WorldTable) -> PrimaryIncomeTotals {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/data/income-totals/income_totals.csv"
    );
    let list = read::indicators_csv(file).unwrap();
    let codes = world.countries().codes();
    let named: Vec<&str> = codes
        .iter()
        .map(String::as_str)
        .filter(|c| *c != "RoW")
        .collect();
    // Romania is ROU there and ROM here
    let theirs: Vec<&str> = named
        .iter()
        .map(|c| if *c == "ROM" { "ROU" } else { c })
        .collect();
    let known = PrimaryIncomeTotals::of_indicators(&list, YEAR, &theirs, &NAMES).unwrap();
    // the product of Taiwan is in another source only
    let with_product = |(code, income): (&str, CountryIncome)| match income.gdp {
        Some(_) => income,
        None => income.with_gdp(list.figure(code, YEAR, "gdp_ewn").unwrap().value),
    };
    let figures = named.into_iter().zip(known.iter().map(with_product));
    let mut figures: Vec<(&str, CountryIncome)> = figures.collect();
    let rest = rest(&list, &figures);
    for (_, income) in figures.iter_mut().filter(|(code, _)| *code == "LUX") {
        // pays four times its product
        let left = income.gdp.unwrap() / 3.0;
        *income = income.without_pass_through(left).unwrap();
    }
    figures.push(("RoW", rest));
    PrimaryIncomeTotals::new(figures).unwrap()
}

fn rest(list: &Indicators, known: &[(&str, CountryIncome)]) -> CountryIncome {
    let world = |name: &str| list.figure("WLD", YEAR, name).unwrap().value;
    let sum = |of: fn(&CountryIncome) -> Option<f64>| -> f64 {
        known.iter().map(|(_, income)| of(income).unwrap()).sum()
    };
    let receipts = world("primary_income_receipts_bop") - sum(|income| income.receipts);
    let payments = world("primary_income_payments_bop") - sum(|income| income.payments);
    let gdp = world("gdp_market_prices") - sum(|income| income.gdp);
    CountryIncome::new(receipts, payments).with_gdp(gdp)
}

fn transfers(totals: &PrimaryIncomeTotals) -> IncomeTransfers {
    IncomeTransfers::proportional(totals)
        .unwrap()
        .source("proportional", Grade::D)
}

#[test]
fn americans_earn_more_from_foreign_final_use_than_america_adds_value_for_it() {
    let Some(world) = world() else { return };
    let totals = totals(&world);
    let owned = IncomeOwners::of(&world)
        .transfers(transfers(&totals))
        .compared_with(&totals, ControlScale::ShareOfGdp, CapitalIncome::Gross)
        .built()
        .unwrap();
    for line in owned.report().payments() {
        let residual = line.residual().unwrap();
        assert!(residual.abs() < 1e-6 * line.after.max(1.0), "{line:?}");
    }
    let income = owned.into_income();
    let model = world.model().unwrap().with_income(income).unwrap();
    let accounts = model.income_accounts().unwrap();
    let figure = |account: &str| accounts.figure("USA", account).unwrap();
    // Bohn, Brakman, Dietzenbacher (2021) have 1.51 with bilateral transfers of other years; with totals alone it is close
    let ratio = figure("FROM_ABROAD") / figure("VA_FROM_ABROAD");
    assert!((1.3..1.7).contains(&ratio), "{ratio}");
    // and the deficit is much smaller in income than in value added
    assert!(figure("INCOME_BALANCE") > 0.7 * figure("TRADE_BALANCE"));
    assert!(figure("INCOME_BALANCE") < 0.0);
}

#[test]
fn four_groups_of_china_face_forty_partners() {
    let Some(world) = world() else { return };
    let china = world.national("CHN").unwrap();
    let n = china.producers().len();
    let goods = |share: f64| (0..n).map(|j| (j < 16).then_some(share)).collect();
    let starting = StartingShares {
        processing: goods(0.4),
        foreign_processing: goods(0.8),
        foreign_normal: (0..n)
            .map(|j| Some(if j < 16 { 0.2 } else { 0.03 }))
            .collect(),
    };
    let controls = ControlTotals {
        processing_share_of_exports: 0.44,
        imports_per_processing_export: 0.45,
        foreign_share_of_processing_exports: 0.83,
        foreign_share_of_exports: 0.52,
        processing_value_added_ratio: 0.75,
    };
    let split = RegimeOwnershipSplit::new(&china, starting, controls)
        .overdraw(Overdraw::Cap)
        .divided(Division::RegimeAndOwnership)
        .unwrap();
    let divided = world.divided(split.table()).unwrap();
    let totals = totals(&world);
    let build = |capital: f64| {
        IncomeOwners::of(&divided)
            .transfers(transfers(&totals))
            .foreign_capital(
                ForeignCapital::by_ownership(0.005, capital)
                    .in_host("CHN")
                    .source("assumed", Grade::D),
            )
            .investment(
                Investment::of_host("CHN", [("USA", 0.0549)], "RoW", Investor::Immediate)
                    .unwrap()
                    .source("stocks of direct investment", Grade::B),
            )
            .held_to(&totals, ControlScale::ShareOfGdp, CapitalIncome::Gross)
            .built()
            .unwrap()
    };
    let owned = build(0.3);
    let target = totals.of("CHN").unwrap();
    let added = divided.national("CHN").unwrap().value_added().sum();
    let paid = owned.report().payments();
    let paid = paid.iter().find(|line| line.code == "CHN").unwrap().after;
    let expected = target.payments.unwrap() / target.gdp.unwrap() * added;
    assert_close("paid by China", [paid], [expected], 1e-6 * expected);
    let average = IncomeOwners::of(&divided).transfers(transfers(&totals));
    let average = average.built().unwrap().into_income();
    let model = divided.model().unwrap();
    let penetrance = |model: &leontief::model::WorldModel| {
        let ratios = model.income_ratios(Level::Bilateral).unwrap();
        let pair = ratios.exporter("CHN").unwrap().importer("USA").unwrap();
        pair.term("PENETRANCE").unwrap().value().unwrap()
    };
    let by_group = model.with_income(owned.into_income()).unwrap();
    let by_average = model.with_income(average).unwrap();
    // the same income paid in all, but by the firms that export
    let (by_groups, averaged) = (penetrance(&by_group), penetrance(&by_average));
    assert!(by_groups > 1.3 * averaged, "{by_groups} {averaged}");
    for model in [&by_group, &by_average] {
        model.income_accounts().unwrap();
        let balances = model.income_balances().unwrap();
        assert_eq!(
            balances
                .exporter("CHN")
                .unwrap()
                .term("GROSS_BALANCE")
                .unwrap()
                .rows()
                .count(),
            40
        );
    }
}
