//! The worked case SEED8, every expected figure, to 1e-10.

mod common;

use common::{assert_close, china, exports, seed8, usa, vector};
use leontief::account::View;
use leontief::balance::{BalanceMeasure, BalanceSheet, Economy, Reading};
use leontief::model::Measure;

const TOLERANCE: f64 = 1e-10;

fn incomes(home: &str, partner: &str) -> [Measure; 3] {
    [home, partner, "ROW"].map(Measure::income)
}

#[test]
fn multipliers_by_producer() {
    let model = china();
    let expected = &seed8()["expected"]["china_multipliers_by_producer"];
    let [home, partner, rest] = incomes("CHN", "USA");
    for (name, measure) in [
        ("va", Measure::ValueAdded),
        ("income_home", home),
        ("income_partner", partner),
        ("income_rest", rest),
    ] {
        let found = model.multipliers(&measure).unwrap();
        assert_close(
            name,
            found.iter().copied(),
            vector(&expected[name]),
            TOLERANCE,
        );
    }
}

#[test]
fn chinese_exports_by_group() {
    let model = china();
    let exports = exports(&model, "USA");
    let expected = &seed8()["expected"]["china_exports_to_us_by_group"];
    let by_group = |measure: &Measure| {
        model
            .measure(measure, &exports)
            .unwrap()
            .by_group(View::Exporting)
    };
    for (name, measure) in [
        ("gross", Measure::Gross),
        ("va", Measure::ValueAdded),
        ("imports", Measure::Imports),
    ] {
        for (group, found) in by_group(&measure) {
            assert_close(
                &group,
                [found],
                [expected[&group][name].as_f64().unwrap()],
                TOLERANCE,
            );
        }
    }
    for (owner, measure) in incomes("CHN", "USA").iter().enumerate() {
        for (group, found) in by_group(measure) {
            let expected = vector(&expected[&group]["income_home_partner_rest"]);
            assert_close(&group, [found], [expected[owner]], TOLERANCE);
        }
    }
}

#[test]
fn totals_components_and_induced_output() {
    let china = china();
    let to_usa = exports(&china, "USA");
    let expected = &seed8()["expected"]["china_exports_to_us"];
    let total = |measure: &Measure| china.measure(measure, &to_usa).unwrap().total();
    for (name, measure) in [
        ("gross", Measure::Gross),
        ("va", Measure::ValueAdded),
        ("imports", Measure::Imports),
    ] {
        assert_close(
            name,
            [total(&measure)],
            [expected[name].as_f64().unwrap()],
            TOLERANCE,
        );
    }
    assert_close(
        "owners",
        incomes("CHN", "USA").iter().map(&total),
        vector(&expected["income_home_partner_rest"]),
        TOLERANCE,
    );
    assert_close(
        "components",
        common::COMPONENTS.map(|kind| total(&Measure::Component(kind))),
        vector(&expected["components"]),
        TOLERANCE,
    );
    let induced = china.induced_output(to_usa.by_producer().view()).unwrap();
    assert_close(
        "output",
        induced,
        vector(&expected["induced_output"]),
        TOLERANCE,
    );

    let usa = usa();
    let to_china = exports(&usa, "CHN");
    let expected = &seed8()["expected"]["us_exports_to_china"];
    let total = |measure: &Measure| usa.measure(measure, &to_china).unwrap().total();
    assert_close(
        "US gross",
        [total(&Measure::Gross)],
        [expected["gross"].as_f64().unwrap()],
        TOLERANCE,
    );
    assert_close(
        "US va",
        [total(&Measure::ValueAdded)],
        [expected["va"].as_f64().unwrap()],
        TOLERANCE,
    );
    assert_close(
        "US owners",
        incomes("USA", "CHN").iter().map(&total),
        vector(&expected["income_home_partner_rest"]),
        TOLERANCE,
    );
}

#[test]
fn the_shortcut_equals_the_full_inverse() {
    let model = china();
    let system = model.system();
    assert_eq!(
        system.factorised_size(),
        4,
        "only the normal producers are factorised"
    );
    // the inverse on all eight producers, by other means
    let inverse = common::dense::leontief_inverse(model.table());
    assert_close("inverse", model.inverse().unwrap(), inverse.clone(), 1e-13);
    let rates = model.rates(&Measure::ValueAdded).unwrap();
    let by_hand = rates.dot(&inverse);
    assert_close(
        "va",
        model
            .multipliers(&Measure::ValueAdded)
            .unwrap()
            .iter()
            .copied(),
        by_hand,
        1e-13,
    );
}

#[test]
fn balances_in_every_measure_and_reading() {
    let china = Economy::exporting_to(&china(), "USA").unwrap();
    let usa = Economy::exporting_to(&usa(), "CHN").unwrap();
    let sheet = BalanceSheet::between(&china, &usa).unwrap();
    let expected = &seed8()["expected"]["balance"];
    for (name, measure) in [
        ("gross", BalanceMeasure::Gross),
        ("value_added", BalanceMeasure::ValueAdded),
        (
            "income_own_exports",
            BalanceMeasure::Income(Reading::OwnExports),
        ),
        (
            "income_two_sided",
            BalanceMeasure::Income(Reading::TwoSided),
        ),
    ] {
        let found = sheet.balance(measure);
        assert_close(name, [found], [expected[name].as_f64().unwrap()], TOLERANCE);
    }
}

/// The example `hello_balance` reads the case from CSV files; they hold the same figures.
#[test]
fn the_csv_files_hold_the_same_case() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/seed8");
    for (country, by_hand) in [("CHN", china()), ("USA", usa())] {
        let file = format!("{folder}/{country}.csv");
        let read = leontief::read::national_csv(file, country, common::million_dollars());
        let read = read.unwrap().check().unwrap();
        let table = by_hand.table();
        assert_eq!(read.producers(), table.producers());
        assert_eq!(read.domestic(), table.domestic());
        assert_eq!(read.imported(), table.imported());
        assert_eq!(read.output(), table.output());
        assert_eq!(read.exports().by_producer(), table.exports().by_producer());
        for kind in common::COMPONENTS {
            let of = |table: &leontief::table::NationalTable| {
                table.primary().row(kind).unwrap().by_producer.clone()
            };
            assert_eq!(of(&read), of(table), "{kind}");
        }
        let shares = format!("{folder}/{country}_foreign_shares.csv");
        let foreign = leontief::read::foreign_shares_csv(
            shares,
            read.producers(),
            leontief::table::DepreciationIncome::WithCapital,
        )
        .unwrap();
        let case = &seed8()[if country == "CHN" { "china" } else { "usa" }];
        assert_eq!(
            foreign.compensation,
            vector(&case["foreign_share_of_compensation"])
        );
        assert_eq!(foreign.capital, vector(&case["foreign_share_of_capital"]));
    }
}

#[test]
fn with_all_income_at_home_income_is_value_added() {
    let economy = |model: leontief::model::Model, partner: &str| {
        let at_home = model.table().model().unwrap();
        Economy::exporting_to(&at_home, partner).unwrap()
    };
    let sheet = BalanceSheet::between(&economy(china(), "USA"), &economy(usa(), "CHN")).unwrap();
    let value_added = sheet.balance(BalanceMeasure::ValueAdded);
    for reading in Reading::ALL {
        let income = sheet.balance(BalanceMeasure::Income(reading));
        assert_close("income", [income], [value_added], 1e-12);
    }
}

#[test]
fn an_extension_is_measured_like_the_row_it_repeats() {
    let pay = leontief::table::PrimaryKind::Compensation;
    let table = china().table().clone();
    let jobs = table.primary().row(pay).unwrap().by_producer.clone();
    let table = table
        .draft()
        .extension("jobs", "persons", jobs)
        .check()
        .unwrap();
    let model = table.model().unwrap();
    let to_usa = exports(&model, "USA");
    let of = |measure: &Measure| model.measure(measure, &to_usa).unwrap();
    let (jobs, pay) = (
        of(&Measure::extension("jobs")),
        of(&Measure::Component(pay)),
    );
    assert_eq!(jobs.total(), pay.total());
    assert_eq!(
        jobs.by_producer(View::Producing),
        pay.by_producer(View::Producing)
    );
    // what exporters add themselves and what their suppliers add is everything
    let rates = model.rates(&Measure::extension("jobs")).unwrap();
    let direct = rates.dot(&to_usa.by_producer());
    assert_close("direct", [jobs.direct()], [direct], 1e-12);
    assert_close(
        "sum",
        [jobs.direct() + jobs.indirect()],
        [jobs.total()],
        1e-12,
    );
}
