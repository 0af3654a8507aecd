//! Amounts of different units, years and price bases never meet without an explicit conversion; a balance has two countries.

use leontief::Error;
use leontief::balance::{BalanceSheet, Direction, Economy, Selection};
use leontief::label::TradeKind;
use leontief::model::{Measure, Model};
use leontief::table::Exports;
use leontief::unit::{Conversion, PriceBasis, Scale, Unit};
use ndarray::Array1;

use crate::assert_says;
use crate::common::{china, usa};

fn economy(model: &Model, partner: &str) -> Economy {
    Economy::exporting_to(model, partner).unwrap()
}

/// The United States of the worked case with another unit.
fn usa_in(unit: Unit) -> Economy {
    let model = usa();
    let before = model.table();
    let producers = before.producers().clone();
    let exports = before.exports().flows();
    let draft = leontief::table::NationalDraft::new(producers, before.products().clone(), unit)
        .domestic(before.domestic().to_owned())
        .imported(before.imported().to_owned())
        .output(before.output().to_owned())
        .export("CHN", TradeKind::Goods, exports[0].amounts().to_owned())
        .remaining_output_to("home");
    let rows = before.primary().rows().iter().cloned();
    let table = rows
        .fold(draft, |draft, row| draft.primary(row.kind, row.by_producer))
        .check()
        .unwrap();
    economy(&table.model().unwrap(), "CHN")
}

#[test]
fn a_balance_between_units_years_or_price_bases_is_refused() {
    let china = economy(&china(), "USA");
    let basic = PriceBasis::Basic;
    for (unit, printed) in [
        (
            Unit::new("CNY", Scale::MILLIONS, 2012, basic),
            "mn CNY, 2012, basic prices",
        ),
        (
            Unit::new("USD", Scale::BILLIONS, 2012, basic),
            "bn USD, 2012, basic prices",
        ),
        (
            Unit::new("USD", Scale::MILLIONS, 2013, basic),
            "mn USD, 2013, basic prices",
        ),
        (
            Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Producer),
            "mn USD, 2012, producer prices",
        ),
    ] {
        let error = BalanceSheet::between(&china, &usa_in(unit)).unwrap_err();
        let parts = [
            "the two economies are in different units",
            "expected mn USD, 2012, basic prices",
            printed,
            "try: convert one of them first",
        ];
        assert_says(&error, Error::is_unit, &parts);
    }
}

#[test]
fn exports_in_another_unit_than_the_table_are_refused() {
    let model = china();
    let fob = model.table().unit().at(PriceBasis::Fob);
    let exports = Exports::new(model.producers(), fob)
        .with("USA", TradeKind::Goods, Array1::ones(8))
        .unwrap();
    for error in [
        model.measure(&Measure::Gross, &exports).unwrap_err(),
        Economy::new(&model, exports.clone()).unwrap_err(),
    ] {
        let parts = [
            "table and exports are in different units",
            "found mn USD, 2012, FOB",
        ];
        assert_says(&error, Error::is_unit, &parts);
    }
}

#[test]
fn an_exchange_rate_is_a_positive_number() {
    for rate in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = Conversion::new("CNY", Scale::MILLIONS, rate).unwrap_err();
        assert_says(
            &error,
            Error::is_unit,
            &["an exchange rate must be a positive number", "found"],
        );
    }
}

#[test]
fn a_country_has_no_balance_with_itself() {
    let china = economy(&china(), "USA");
    let error = BalanceSheet::between(&china, &china).unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["a balance needs two countries; both are `CHN`"],
    );
}

#[test]
fn exports_to_somebody_else_are_refused() {
    let (china, usa) = (economy(&china(), "ROW"), economy(&usa(), "CHN"));
    for error in [
        BalanceSheet::between(&china, &usa),
        BalanceSheet::between(&usa, &china),
    ] {
        let parts = [
            "the exports of `CHN` go to `ROW`, the balance is with `USA`",
            "`exports.to(partner)`",
        ];
        assert_says(&error.unwrap_err(), Error::is_label, &parts);
    }
    let error = Economy::exporting_to(&crate::common::china(), "JPN").unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["no partner `JPN`; expected one of `USA`, `ROW`"],
    );
}

#[test]
fn a_sheet_says_which_measures_it_holds() {
    let sheet = BalanceSheet::between(&economy(&china(), "USA"), &economy(&usa(), "CHN")).unwrap();
    let measure = Measure::ImportsOf("1".into());
    let error = sheet
        .content(Direction::Forth, &measure, Selection::ALL)
        .unwrap_err();
    assert_says(
        &error,
        Error::is_label,
        &["the sheet does not hold imports of 1", "try: gross value"],
    );
}
