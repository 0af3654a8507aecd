//! Flows from totals against the example of six regions that comes with the data: every figure of it, for three years.

use std::collections::HashMap;
use std::path::Path;

use leontief::build::income_owners::{
    ControlScale, CountryIncome, IncomeOwners, IncomeTransfers, PrimaryIncomeTotals,
};
use leontief::build::{CapitalIncome, income_owners::OwnedIncome};
use leontief::table::PrimaryKind;

use crate::worlds::undivided;

const REGIONS: [&str; 6] = ["CHN", "USA", "EUR", "JPN", "KTW", "ROW"];
const YEARS: [&str; 3] = ["1995", "2005", "2011"];

pub fn records(file: &str) -> Vec<csv::StringRecord> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/income-totals");
    let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
    reader.records().map(Result::unwrap).collect()
}

/// Figures of regions by (region, year, indicator).
fn figures() -> HashMap<[String; 3], f64> {
    let records = records("regions6_income.csv").into_iter();
    records
        .map(|record| {
            let key = [0, 1, 2].map(|k| record[k].to_owned());
            (key, record[3].parse().unwrap())
        })
        .collect()
}

fn figure(figures: &HashMap<[String; 3], f64>, region: &str, year: &str, what: &str) -> f64 {
    figures[&[region, year, what].map(str::to_owned)]
}

fn totals(year: &str) -> PrimaryIncomeTotals {
    let all = figures();
    let figure = |region: &str, what: &str| figure(&all, region, year, what);
    PrimaryIncomeTotals::new(REGIONS.map(|region| {
        let income = CountryIncome::new(
            figure(region, "primary_income_receipts_gross"),
            figure(region, "primary_income_payments_gross"),
        );
        let income = income
            .with_gdp(figure(region, "gdp_market_prices"))
            .with_within(figure(region, "intra_factor_kappa"));
        (region, income)
    }))
    .unwrap()
}

fn relative(found: f64, expected: f64) -> f64 {
    match expected == 0.0 {
        true => found.abs(),
        false => (found / expected - 1.0).abs(),
    }
}

#[test]
fn flows_and_shares_of_the_example_are_met_to_a_trillionth() {
    let mut compared = HashMap::new();
    for year in YEARS {
        let transfers = IncomeTransfers::proportional(&totals(year)).unwrap();
        let example = records("omega_regions6_example.csv").into_iter();
        for record in example.filter(|record| &record[0] == year) {
            let expected: f64 = record[4].parse().unwrap();
            let (owner, host) = (&record[2], &record[3]);
            let flows = transfers.flows().unwrap();
            let found = match &record[1] {
                "flow_mnusd" => flows.cell(owner, host).unwrap(),
                "omega" => transfers.shares().cell(owner, host).unwrap(),
                "row_margin_receipts_scaled" => flows.owner_total(owner).unwrap(),
                "col_margin_payments" => flows.host_total(host).unwrap(),
                "omega_col_sum" => transfers.shares().host_total(host).unwrap(),
                "foreign_share_of_host" => {
                    let home = transfers.shares().cell(host, host).unwrap();
                    // one less a share near one: the rounding is that of one
                    assert!((1.0 - home - expected).abs() < 1e-15);
                    expected
                }
                kind => panic!("a new kind `{kind}`"),
            };
            assert!(
                relative(found, expected) < 1e-12,
                "{year} {} {owner} {host}: {found} for {expected}",
                &record[1]
            );
            *compared.entry(record[1].to_owned()).or_insert(0) += 1;
        }
    }
    assert_eq!(compared["flow_mnusd"], 3 * 36);
    assert_eq!(compared["omega"], 3 * 36);
}

#[test]
fn single_figures_of_2011_as_they_stand_in_the_file() {
    let transfers = IncomeTransfers::proportional(&totals("2011")).unwrap();
    let flows = transfers.flows().unwrap();
    for (owner, host, flow) in [
        ("USA", "CHN", 55035.11175055951),
        ("CHN", "USA", 28471.49233395931),
        ("EUR", "EUR", 691046.1688141343),
        ("KTW", "KTW", 152.1049103854929),
        ("CHN", "CHN", 0.0),
    ] {
        assert!(relative(flows.cell(owner, host).unwrap(), flow) < 1e-12);
    }
    let share = transfers.shares().cell("USA", "CHN").unwrap();
    assert!(relative(share, 0.007516470953451445) < 1e-12);
    // receipts of the world are 1.7 % below payments
    let factor = transfers.receipts_factor().unwrap();
    assert!((factor - 1.0 / 0.983).abs() < 1e-3);
}

/// Regions whose value added is their product.
fn owned(year: &str, hold: bool) -> OwnedIncome {
    let all = figures();
    let product = |region: &str| figure(&all, region, year, "gdp_market_prices");
    let world = undivided(&REGIONS.map(|region| (region, product(region))));
    let totals = totals(year);
    let transfers = IncomeTransfers::proportional(&totals).unwrap();
    let owners = IncomeOwners::of(&world).transfers(transfers);
    let (scale, capital) = (ControlScale::ShareOfGdp, CapitalIncome::Gross);
    match hold {
        true => owners.held_to(&totals, scale, capital).built().unwrap(),
        false => owners
            .compared_with(&totals, scale, capital)
            .built()
            .unwrap(),
    }
}

#[test]
fn laid_on_a_table_the_example_needs_no_holding_to_its_own_totals() {
    for year in YEARS {
        let compared = owned(year, false);
        for line in compared.report().payments() {
            assert!(line.residual().unwrap().abs() < 1e-9 * line.implied);
        }
        let held = owned(year, true);
        let kind = PrimaryKind::UndividedValueAdded;
        assert_eq!(held.income().of(kind), compared.income().of(kind));
        assert_eq!(held.report().receipts_factor().map(|f| f > 1.0), Some(true));
        assert_eq!(compared.report().receipts_factor(), None);
    }
}
