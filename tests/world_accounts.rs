//! Balances, accounts and national tables of a world table: the worked case T3x2 and, in part, the tables of the repository.

mod common;

use common::assert_close;
use common::worlds::{t3x2, t3x2_case};
use leontief::account::TradeContent;
use leontief::account::decompose::LosTimmerDeVries;
use leontief::account::ledger::Column;
use leontief::balance::{BalanceMeasure, BalanceSheet, Economy, Reading};
use leontief::label::{Axis, Owner};
use leontief::model::Measure;
use leontief::table::{IncomeShares, PrimaryKind};
use ndarray::Axis as Dimension;

const PAIRS: [(&str, &str); 3] = [("A", "B"), ("A", "C"), ("B", "C")];

#[test]
fn gross_and_value_added_balances_are_those_of_the_worked_case() {
    let balances = t3x2().model().unwrap().bilateral_balances().unwrap();
    let figure = |from: &str, to: &str, term: &str| {
        let part = balances.exporter(from).unwrap().importer(to).unwrap();
        part.term(term).unwrap().value().unwrap()
    };
    let golden = common::matrix(&t3x2_case()["expected"]["value_added_by_origin_and_absorber"]);
    let absorbed = [(0, 1), (0, 2), (1, 2)].map(|(s, r)| golden[[s, r]] - golden[[r, s]]);
    assert_close("as printed", absorbed, [2.7097, 13.2903, 15.7097], 5e-5);
    let expected = [
        ("GROSS_BALANCE", [2.0, 14.0, 15.0]),
        ("VAX_BALANCE", absorbed),
        ("DVA_BALANCE", [3.308_796, 14.267_244, 17.164_751]),
    ];
    for (term, expected) in expected {
        let found = PAIRS.map(|(from, to)| figure(from, to, term));
        assert_close(term, found, expected, 1e-6);
        let back = PAIRS.map(|(from, to)| figure(to, from, term));
        assert_close(term, back, found.map(|balance| -balance), 1e-12);
    }
    for (from, to) in PAIRS {
        let parts = ["DVA", "DDC", "FVA", "FDC", "OTH"]
            .map(|part| figure(from, to, &format!("{part}_BALANCE")));
        assert_close(
            "parts",
            [parts.iter().sum()],
            [figure(from, to, "GROSS_BALANCE")],
            1e-12,
        );
    }
    assert_close("world", [balances.total()], [0.0], 1e-12);
    // the trade balance is the same gross and in value added
    for country in ["A", "B", "C"] {
        let all = balances
            .exporter(country)
            .unwrap()
            .summed_over(&[Column::Importer]);
        let total = |term: &str| all.term(term).unwrap().value().unwrap();
        assert_close(
            country,
            [total("VAX_BALANCE")],
            [total("GROSS_BALANCE")],
            1e-12,
        );
    }
}

#[test]
fn the_income_balance_runs_on_the_national_tables_of_a_world_table() {
    let world = t3x2();
    let case = t3x2_case();
    let omega = common::matrix(&case["expected"]["income"]["omega_owner_by_producer"]);
    let owners: Axis<Owner> = Axis::new(["A", "B", "C"]).unwrap();
    let economy = |country: &str, partner: &str| {
        let table = world.national(country).unwrap();
        let range = world.range(world.countries().at(country).unwrap());
        let positions: Vec<usize> = range.collect();
        let shares = omega.select(Dimension(1), &positions);
        let given = vec![(PrimaryKind::UndividedValueAdded, shares)];
        let income = IncomeShares::given(&table, owners.clone(), given).unwrap();
        Economy::exporting_to(&table.model_with(income).unwrap(), partner).unwrap()
    };
    let balances = |measure: BalanceMeasure| {
        PAIRS.map(|(first, second)| {
            let sheet =
                BalanceSheet::between(&economy(first, second), &economy(second, first)).unwrap();
            sheet.balance(measure)
        })
    };
    let own = balances(BalanceMeasure::Income(Reading::OwnExports));
    assert_close("own", own, [1.922_318, 14.435_298, 20.645_181], 1e-6);
    let both = balances(BalanceMeasure::Income(Reading::TwoSided));
    assert_close("two-sided", both, [0.212_210, 14.125_948, 24.531_880], 1e-6);
    let value_added = balances(BalanceMeasure::ValueAdded);
    assert_close(
        "value added",
        value_added,
        [3.308_796, 14.267_244, 17.164_751],
        1e-6,
    );
}

#[test]
fn domestic_value_added_of_the_national_table_is_that_of_extraction() {
    let world = t3x2();
    let extraction = world.model().unwrap().decompose(&LosTimmerDeVries).unwrap();
    for (country, expected) in [("A", 62.222_222), ("B", 77.129_982), ("C", 33.471_429)] {
        let table = world.national(country).unwrap();
        let model = table.model().unwrap();
        let flow = model
            .measure(&Measure::ValueAdded, table.exports())
            .unwrap();
        let by_extraction = extraction.exporter(country).unwrap().total();
        assert_close(
            country,
            [flow.total(), by_extraction],
            [by_extraction, expected],
            1e-6,
        );
        assert_close(country, [flow.total()], [by_extraction], 1e-12);
    }
}

#[test]
fn production_and_consumption_accounts_agree_over_the_world() {
    let model = t3x2().model().unwrap();
    let accounts = model.accounts(&Measure::ValueAdded).unwrap();
    let figures = |term: &str| -> Vec<f64> {
        accounts
            .term(term)
            .unwrap()
            .rows()
            .map(|row| row.value)
            .collect()
    };
    assert_close(
        "production",
        figures("PRODUCTION"),
        [140.0, 210.0, 67.0],
        1e-12,
    );
    // all value added is absorbed, so that consumption is final use
    assert_close(
        "consumption",
        figures("CONSUMPTION"),
        [124.0, 197.0, 96.0],
        1e-9,
    );
    let balance: f64 = figures("BALANCE").iter().sum();
    assert_close("balance", [balance], [0.0], 1e-9);
}

#[test]
fn the_content_of_trade_has_three_versions() {
    let world = t3x2();
    let model = world.model().unwrap();
    let weights = model.weights(&Measure::ValueAdded).unwrap();
    let content = |version: TradeContent| model.content_of_trade(version, &weights).unwrap();
    let exports = |version: TradeContent, from: &str, to: &str| {
        let part = content(version)
            .exporter(from)
            .unwrap()
            .importer(to)
            .unwrap();
        part.term("EXPORTS").unwrap().value().unwrap()
    };
    assert_close(
        "multi-region",
        [exports(TradeContent::MultiRegion, "A", "B")],
        [35.042_782],
        1e-6,
    );
    assert_close(
        "bilateral",
        [exports(TradeContent::BilateralTrade, "A", "B")],
        [38.878_788],
        1e-6,
    );
    // made in B with B's technology: V_B L_BB E_AB
    let local = common::dense::leontief_inverse(&world.national("B").unwrap());
    let made_in_b = weights.rates().select(Dimension(0), &[2, 3]).dot(&local);
    let expected = made_in_b[0] * world.exports()[[0, 1]] + made_in_b[1] * world.exports()[[1, 1]];
    let found = exports(TradeContent::ImporterTechnology, "A", "B");
    assert_close("importer", [found], [expected], 1e-9);
}

#[test]
fn every_identity_between_methods_holds_on_the_six_region_tables() {
    for year in [1995, 2003, 2011] {
        let folder = format!("{}/data/wiod13-6region/{year}", env!("CARGO_MANIFEST_DIR"));
        let world = leontief::read::world_csv(folder).unwrap().check().unwrap();
        let model = world.model().unwrap();
        let extraction = model.decompose(&LosTimmerDeVries).unwrap();
        for country in world.countries().codes() {
            let crosswalk = model.crosswalk(country, None).unwrap();
            assert!(crosswalk.exports > 0.0);
            let table = world.national(country).unwrap();
            let national = table.model().unwrap();
            let flow = national
                .measure(&Measure::ValueAdded, table.exports())
                .unwrap();
            let by_extraction = extraction.exporter(country).unwrap().total();
            assert_close(
                country,
                [flow.total()],
                [by_extraction],
                1e-9 * by_extraction,
            );
        }
        let balances = model.bilateral_balances().unwrap();
        let exports = world.exports().sum();
        assert_close("world", [balances.total()], [0.0], 1e-9 * exports);
    }
}

#[test]
fn a_world_table_goes_back_to_a_draft_and_changes_its_unit() {
    let world = t3x2();
    let again = world.draft().unwrap().check().unwrap();
    assert_eq!(again.flows(), world.flows());
    assert_eq!(again.value_added(), world.value_added());
    let conversion =
        leontief::unit::Conversion::new("CNY", leontief::unit::Scale::MILLIONS, 7.0).unwrap();
    let yuan = world.converted(&conversion).unwrap();
    assert_close(
        "output",
        yuan.output().to_owned(),
        world.output().mapv(|x| 7.0 * x),
        1e-12,
    );
    assert_eq!(yuan.unit().currency(), "CNY");
}
