//! Totals of forty economies, laid on a table with domestic and foreign firms: firms know more than totals, and the totals still hold.

use leontief::build::CapitalIncome::Net;
use leontief::build::income_owners::{
    ControlScale, CountryIncome, ForeignCapital, IncomeOwners, IncomeTransfers, PrimaryIncomeTotals,
};
use leontief::label::Group;
use leontief::table::{PrimaryKind, WorldTable};
use ndarray::Array1;

use crate::common::random::Numbers;
use crate::omega::records;
use crate::worlds::{DOMESTIC, FOREIGN, group, table};

/// Figures of 2011, without Luxembourg: it pays four times its product.
fn totals() -> PrimaryIncomeTotals {
    let records = records("income_totals.csv");
    let find = |country: &str, what: &str| {
        let wanted = |r: &&csv::StringRecord| &r[0] == country && &r[1] == "2011" && &r[2] == what;
        records.iter().find(wanted)
    };
    let figure = |country: &str, what: &str| -> f64 {
        // Taiwan's product is in another source
        let found = find(country, what).or_else(|| find(country, "gdp_ewn"));
        found.unwrap()[3].parse().unwrap()
    };
    let names = [
        "primary_income_receipts_best",
        "primary_income_payments_best",
        "gdp_market_prices",
    ];
    let mut codes: Vec<String> = records.iter().map(|record| record[0].to_owned()).collect();
    codes.dedup();
    codes.sort();
    codes.dedup();
    codes.retain(|code| !["LUX", "WLD"].contains(&code.as_str()));
    let mut rest = names.map(|name| figure("WLD", name));
    let mut figures = Vec::new();
    for code in codes {
        let own = names.map(|name| figure(&code, name));
        for (rest, own) in rest.iter_mut().zip(own) {
            *rest -= own;
        }
        let [receipts, payments, gdp] = own;
        figures.push((code, CountryIncome::new(receipts, payments).with_gdp(gdp)));
    }
    let [receipts, payments, gdp] = rest;
    let rest = CountryIncome::new(receipts, payments).with_gdp(gdp);
    figures.push(("ROW".to_owned(), rest.with_within(0.9)));
    PrimaryIncomeTotals::new(figures).unwrap()
}

/// Five sectors of domestic and of foreign firms in every economy, with some losses; value added is 0.97 of the product.
fn world(totals: &PrimaryIncomeTotals) -> WorldTable {
    let mut blocks: Vec<(&str, Group, usize)> = Vec::new();
    let mut rows: [Vec<f64>; 4] = Default::default();
    let numbers = &mut Numbers::new(2011);
    for (code, income) in totals.iter() {
        blocks.push((code, group(DOMESTIC), 5));
        blocks.push((code, group(FOREIGN), 5));
        let mixes = numbers.shares(40).mapv(|share| share + 0.01);
        let mut sizes = &mixes / mixes.sum() * (0.97 * income.gdp.unwrap());
        sizes[30] *= -0.1; // a loss
        for (row, sizes) in rows.iter_mut().zip(sizes.exact_chunks(10)) {
            row.extend(sizes);
        }
    }
    let kinds = [
        PrimaryKind::Compensation,
        PrimaryKind::NetProductionTax,
        PrimaryKind::Depreciation,
        PrimaryKind::OperatingSurplus,
    ];
    let rows = kinds.into_iter().zip(rows.map(Array1::from));
    table(&blocks, &[], rows.collect())
}

#[test]
fn foreign_firms_take_the_place_of_country_averages_within_the_same_totals() {
    let totals = totals();
    let world = world(&totals);
    assert_eq!(totals.codes().len(), 42 - 1);
    let owners = IncomeOwners::of(&world)
        .transfers(IncomeTransfers::proportional(&totals).unwrap())
        .foreign_capital(ForeignCapital::by_ownership(0.02, 0.6));
    let plain = owners.built().unwrap();
    let held = owners
        .held_to(&totals, ControlScale::ShareOfGdp, Net)
        .built()
        .unwrap();
    let factor = held.report().receipts_factor().unwrap();
    assert!((factor - 1.02).abs() < 0.02, "{factor}");
    for line in held.report().payments() {
        assert!(line.residual().unwrap().abs() < 1e-9 * line.after);
    }
    for line in held.report().receipts() {
        assert!((line.after / (factor * line.control.unwrap()) - 1.0).abs() < 1e-9);
    }
    // totals are far from what the layers imply, and are met all the same
    let line = &plain.report().payments()[0];
    let after = &held.report().payments()[0];
    assert!((after.after / line.after - 1.0).abs() > 0.1);
    // foreign firms of China stay more foreign than domestic ones
    let surplus = held.income().of(PrimaryKind::OperatingSurplus).unwrap();
    let china = world.countries().at("CHN").unwrap();
    let home = |at: usize| surplus[[china.get(), world.range(china).start + at]];
    assert!(home(1) > home(6));
}

#[test]
fn a_centre_that_pays_more_than_its_product_is_refused_by_name() {
    let luxembourg = CountryIncome::new(206_041.32, 222_826.44).with_gdp(57_957.917);
    let mut figures: Vec<_> = vec![("LUX", luxembourg)];
    let others = totals();
    figures.extend(others.iter());
    let all = PrimaryIncomeTotals::new(figures).unwrap();
    let error = IncomeTransfers::proportional(&all).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("`LUX` pays more income than its gross domestic product"));
    assert!(text.contains("passes through a financial centre"));
}
