//! What the shares say of where they come from.

use leontief::build::CapitalIncome;
use leontief::build::income_owners::{
    Bilateral, ControlScale, CountryIncome, CrossBorderLabour, ForeignCapital, IncomeOwners,
    IncomeTransfers, Investment, InvestmentMeasure, Investor, PrimaryIncomeTotals,
};
use leontief::parameter::Grade;
use leontief::table::{IncomeSource, PrimaryKind};
use ndarray::array;

use crate::worlds::china_usa_japan;

fn source<'a>(
    sources: &'a [IncomeSource],
    host: &str,
    group: &str,
    kind: PrimaryKind,
) -> &'a IncomeSource {
    let found = |s: &&IncomeSource| s.host == host && s.group == group && s.component == kind;
    sources.iter().find(found).unwrap()
}

fn layered(world: &leontief::table::WorldTable) -> IncomeOwners<'_> {
    let stocks = Bilateral::new(["USA"], ["CHN"], array![[1.0]]).unwrap();
    let investment = Investment::new(stocks, InvestmentMeasure::Stock, Investor::Ultimate).unwrap();
    IncomeOwners::of(world)
        .foreign_capital(
            ForeignCapital::by_ownership(0.1, 0.8)
                .in_host("CHN")
                .source("census of firms", Grade::B),
        )
        .investment(investment.source("a survey of investors", Grade::C))
        .labour(CrossBorderLabour::shares([("JPN", 0.01)]).unwrap())
}

#[test]
fn a_cell_has_the_sources_of_amount_and_origins_and_the_worse_grade() {
    let world = china_usa_japan();
    let owned = layered(&world).built().unwrap();
    let sources = owned.income().sources();
    assert_eq!(sources.len(), 4 * 4);
    let capital = source(sources, "CHN", "F", PrimaryKind::OperatingSurplus);
    for words in [
        "census of firms",
        "stocks, ultimate investors",
        "a survey of investors",
    ] {
        assert!(capital.source.contains(words), "{}", capital.source);
    }
    assert_eq!(capital.grade, Some(Grade::C));
    let wages = source(sources, "JPN", "", PrimaryKind::Compensation);
    let unspecified = "with unspecified origins (source not stated)";
    assert!(wages.source.ends_with(unspecified), "{}", wages.source);
    assert_eq!(wages.grade, None);
    let tax = source(sources, "CHN", "D", PrimaryKind::NetProductionTax);
    assert!(tax.source.starts_with("at home"));
}

#[test]
fn holding_to_totals_is_a_source_of_the_hosts_that_move() {
    let world = china_usa_japan();
    let china = CountryIncome {
        payments: Some(10.0),
        ..CountryIncome::default()
    };
    let totals = PrimaryIncomeTotals::new([("CHN", china)]).unwrap();
    let totals = totals.source("balance of payments", Grade::D);
    let owned = layered(&world)
        .held_to(&totals, ControlScale::Amounts, CapitalIncome::Net)
        .built()
        .unwrap();
    let sources = owned.income().sources();
    let capital = source(sources, "CHN", "F", PrimaryKind::OperatingSurplus);
    assert!(capital.source.contains("held to") && capital.source.contains("balance of payments"));
    assert_eq!(capital.grade, Some(Grade::D));
    let wages = source(sources, "JPN", "", PrimaryKind::Compensation);
    assert!(!wages.source.contains("held to"));
    let tax = source(sources, "CHN", "D", PrimaryKind::NetProductionTax);
    assert!(!tax.source.contains("held to"), "taxes stay at home");
}

#[test]
fn origins_from_totals_alone_are_an_assumption() {
    let world = china_usa_japan();
    let totals = PrimaryIncomeTotals::new([
        ("CHN", CountryIncome::new(3.0, 4.0).with_gdp(100.0)),
        ("USA", CountryIncome::new(4.0, 3.0).with_gdp(100.0)),
        ("JPN", CountryIncome::new(2.0, 3.0).with_gdp(100.0)),
    ]);
    let totals = totals.unwrap().source("balance of payments", Grade::B);
    let transfers = IncomeTransfers::proportional(&totals).unwrap();
    let owned = IncomeOwners::of(&world)
        .transfers(transfers)
        .built()
        .unwrap();
    let first = &owned.income().sources()[0];
    assert_eq!(first.grade, Some(Grade::D));
    assert!(first.source.contains("balance of payments"));
}

#[test]
fn the_report_has_one_line_for_a_source_with_the_cells_it_is_the_source_of() {
    let world = china_usa_japan();
    let report = layered(&world).built().unwrap().report().clone();
    let lines = report.source_lines();
    assert_eq!(lines.len(), 3);
    let capital = lines.iter().find(|line| line.contains("census")).unwrap();
    assert!(capital.starts_with("[C] "));
    assert!(capital.ends_with(": depreciation, operating surplus of CHN"));
    let home = lines.iter().find(|line| line.contains("at home")).unwrap();
    assert!(home.contains("all income of USA"), "{home}");
    let text = report.to_string();
    assert!(lines.iter().all(|line| text.contains(line)));
    assert!(text.contains("no totals"));
}

#[test]
fn the_report_names_groups_where_they_differ() {
    let world = china_usa_japan();
    let report = layered(&world)
        .transfers(
            IncomeTransfers::of_shares(Bilateral::new(["CHN"], ["USA"], array![[0.1]]).unwrap())
                .unwrap()
                .source("transfers", Grade::D),
        )
        .built()
        .unwrap()
        .report()
        .clone();
    let lines = report.source_lines();
    let transfers = lines.iter().find(|line| line.starts_with("[D]")).unwrap();
    assert!(transfers.ends_with("all income of USA"), "{transfers}");
}
