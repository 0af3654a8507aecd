//! What is refused, and in which words.

use leontief::account::decompose::{Approach, BorinMancini, LosTimmerDeVries, WangWeiZhu};
use leontief::account::income::Owners;
use leontief::account::{Level, Scope};
use leontief::label::{Axis, Owner};
use leontief::model::{Measure, WorldModel};
use leontief::table::{IncomeShares, PrimaryKind, ValueAddedConcept, WorldTable};
use leontief::{Error, Result};
use ndarray::{Array2, array};

use crate::numbers::Raw;
use crate::tables::{Features, Primary, Shape};

const PAY: PrimaryKind = PrimaryKind::Compensation;
const SURPLUS: PrimaryKind = PrimaryKind::OperatingSurplus;

/// C1 with two sectors, C2 with one, C3 without producers.
fn raw(concept: ValueAddedConcept) -> Raw {
    let shape = Shape {
        countries: vec![vec![(0, 2)], vec![(0, 1)]],
        markets: 1,
        categories: 1,
        features: Features::default(),
        primary: Primary::Rows(concept),
        seed: 11,
    };
    shape.raw()
}

fn table() -> WorldTable {
    raw(ValueAddedConcept::BasicPrices).table()
}

fn owners() -> Axis<Owner> {
    Axis::new(["C1", "C2", "unspecified"]).unwrap()
}

fn shares() -> Array2<f64> {
    array![[0.9, 0.8, 0.0], [0.1, 0.1, 1.0], [0.0, 0.1, 0.0]]
}

fn both(shares: &Array2<f64>) -> Vec<(PrimaryKind, Array2<f64>)> {
    vec![(PAY, shares.clone()), (SURPLUS, shares.clone())]
}

fn model() -> WorldModel {
    let table = table();
    let income = IncomeShares::in_world(&table, owners(), both(&shares())).unwrap();
    table.model().unwrap().with_income(income).unwrap()
}

#[track_caller]
fn refused<T>(answer: Result<T>, kind: impl Fn(&Error) -> bool, words: &[&str]) {
    let error = answer.err().expect("an error");
    let text = error.to_string();
    assert!(kind(&error), "another kind of error: {text}");
    for word in words {
        assert!(text.contains(word), "no `{word}` in: {text}");
    }
}

#[test]
fn the_shares_of_the_other_tests_here_are_legal() {
    assert_eq!(model().income().owners(), &owners());
    let market = Axis::new(["C3", "C2", "C1"]).unwrap();
    assert!(IncomeShares::in_world_alike(&table(), market, shares()).is_ok());
}

#[test]
fn shares_of_other_producers_are_refused() {
    let mut other = raw(ValueAddedConcept::BasicPrices);
    other.producers[1].sector = "S9".to_owned();
    let model = other.table().model().unwrap();
    for income in [
        IncomeShares::in_world_alike(&table(), owners(), shares()).unwrap(),
        IncomeShares::at_home(&table()).unwrap(),
    ] {
        // not only that both have so many producers
        let words = [
            "other producers than the table",
            "`C1 S9` as producer 2",
            "`C1 S2`",
        ];
        refused(model.with_income(income), Error::is_income, &words);
    }
}

#[test]
fn shares_of_a_larger_world_are_refused() {
    let mut shape = Shape {
        countries: vec![vec![(0, 2)], vec![(0, 2)]],
        markets: 1,
        categories: 1,
        features: Features::default(),
        primary: Primary::Rows(ValueAddedConcept::BasicPrices),
        seed: 11,
    };
    let larger = shape.raw().table();
    let income = IncomeShares::at_home(&larger).unwrap();
    let words = ["3 producers", "4 producers"];
    let answer = table().model().unwrap().with_income(income.clone());
    refused(answer, Error::is_income, &words);
    let own = table().national("C2").unwrap();
    refused(
        income.national(&own),
        Error::is_income,
        &["`C2`", "1 producers", "2 producers"],
    );
    // the same labels are the same producers
    shape.countries = vec![vec![(0, 2)], vec![(0, 1)]];
    let same = IncomeShares::at_home(&shape.raw().table()).unwrap();
    assert!(table().model().unwrap().with_income(same).is_ok());
}

#[test]
fn shares_of_a_table_without_value_added_are_checked_too() {
    let mut raw = raw(ValueAddedConcept::BasicPrices);
    raw.primary
        .retain(|(kind, ..)| !matches!(*kind, PAY | SURPLUS));
    raw.tolerance = 1.0; // what is missing is a discrepancy
    let table = raw.table();
    assert!(table.components().is_empty());
    let wide = Array2::from_elem((3, 4), 1.0 / 3.0);
    let answer = IncomeShares::in_world_alike(&table, owners(), wide);
    refused(answer, Error::is_shape, &["3 owners × 3 producers"]);
    let income = IncomeShares::in_world_alike(&table, owners(), shares()).unwrap();
    let model = table.model().unwrap().with_income(income).unwrap();
    let global = model.global_income().unwrap();
    assert_eq!(global.matrix(), Array2::<f64>::zeros((3, 3)));
    assert_eq!(global.national_income("C1").unwrap(), 0.0);
    assert!(model.income_accounts().is_ok());
    assert_eq!(
        model.income_in_exports(Level::Country).unwrap().total(),
        0.0
    );
    let ratios = model.income_ratios(Level::Country).unwrap();
    assert_eq!(
        ratios.labels(leontief::account::ledger::Column::Term).len(),
        4
    );
    assert!(
        ratios
            .rows()
            .all(|row| row.term.ends_with("_EXPORTS") && row.value == 0.0)
    );
}

#[test]
fn shares_of_other_components_of_value_added_are_refused() {
    let more = raw(ValueAddedConcept::WithProductTaxes).table();
    let income = IncomeShares::in_world(&table(), owners(), both(&shares())).unwrap();
    let answer = more.model().unwrap().with_income(income);
    refused(
        answer,
        Error::is_income,
        &["no income shares for net taxes on products"],
    );
}

#[test]
fn a_component_that_is_missing_unknown_or_given_twice_is_named() {
    let given = |components: Vec<(PrimaryKind, Array2<f64>)>| {
        IncomeShares::in_world(&table(), owners(), components)
    };
    let words = [
        "no shares are given for operating surplus",
        "each component",
    ];
    refused(given(vec![(PAY, shares())]), Error::is_income, &words);
    let mut more = both(&shares());
    more.push((PrimaryKind::Depreciation, shares()));
    let words = ["depreciation", "not part of the table's value added"];
    refused(given(more), Error::is_income, &words);
    // taxes on products are in the table, but no value added at basic prices
    let mut taxed = both(&shares());
    taxed.push((PrimaryKind::ProductTax, shares()));
    let words = [
        "net taxes on products",
        "not part of the table's value added",
    ];
    refused(given(taxed), Error::is_income, &words);
    let mut twice = both(&shares());
    twice.push((PAY, shares()));
    refused(
        given(twice),
        Error::is_income,
        &["compensation of employees are given twice"],
    );
}

#[test]
fn a_country_with_producers_must_be_an_owner() {
    let without = Axis::new(["C1", "abroad", "unspecified"]).unwrap();
    let words = ["not among the owners", "no owner `C2`", "a row, of zeros"];
    let answer = IncomeShares::in_world(&table(), without.clone(), both(&shares()));
    refused(answer, Error::is_income, &words);
    let answer = IncomeShares::in_world_alike(&table(), without, shares());
    refused(answer, Error::is_income, &words);
}

#[test]
fn a_share_that_is_none_is_named_with_owner_component_and_producer() {
    for (bad, found) in [
        (f64::NAN, "NaN"),
        (-0.1, "-0.1"),
        (1.2, "1.2"),
        (f64::INFINITY, "inf"),
    ] {
        let mut wrong = shares();
        wrong[[2, 1]] = bad;
        let words = ["`unspecified`", "C1 S2", "a share from 0 to 1", found];
        let answer = IncomeShares::in_world_alike(&table(), owners(), wrong.clone());
        refused(answer, Error::is_income, &words);
        let components = vec![(PAY, shares()), (SURPLUS, wrong)];
        let words = [&words[..], &["operating surplus"]].concat();
        let answer = IncomeShares::in_world(&table(), owners(), components);
        refused(answer, Error::is_income, &words);
    }
}

#[test]
fn shares_that_do_not_add_up_to_one_are_named_with_their_sum() {
    for (share, sum) in [(0.3, "1.2"), (0.0, "0.9")] {
        let mut wrong = shares();
        wrong[[2, 1]] = share;
        let words = [
            "compensation of employees",
            "C1 S2",
            "do not add up to 1",
            sum,
        ];
        let components = vec![(SURPLUS, shares()), (PAY, wrong.clone())];
        let answer = IncomeShares::in_world(&table(), owners(), components);
        refused(answer, Error::is_income, &words);
        let answer = IncomeShares::in_world_alike(&table(), owners(), wrong);
        refused(answer, Error::is_income, &words[1..]);
    }
    // rounding of a sum is not refused, a percent of a percent is
    let missed = |by: f64| {
        let mut shares = shares();
        shares[[0, 0]] += by;
        IncomeShares::in_world_alike(&table(), owners(), shares)
    };
    assert!(missed(1e-12).is_ok());
    refused(
        missed(1e-4),
        Error::is_income,
        &["C1 S1", "do not add up to 1"],
    );
}

#[test]
fn a_matrix_that_does_not_fit_is_refused() {
    let wide = Array2::from_elem((3, 4), 1.0 / 3.0);
    let words = ["3 owners × 3 producers", "3 × 4"];
    let answer = IncomeShares::in_world(&table(), owners(), both(&wide));
    refused(answer, Error::is_shape, &words);
    refused(
        IncomeShares::in_world_alike(&table(), owners(), wide),
        Error::is_shape,
        &words,
    );
    let turned = Array2::from_elem((2, 3), 0.5);
    let answer = IncomeShares::in_world_alike(&table(), owners(), turned);
    refused(
        answer,
        Error::is_shape,
        &["3 owners × 3 producers", "2 × 3"],
    );
}

#[test]
fn an_unknown_owner_is_refused_wherever_it_is_asked_for_and_the_known_ones_are_listed() {
    let model = model();
    let words = ["`C9`", "`C1`", "`C2`", "`unspecified`"];
    let (method, scope) = (LosTimmerDeVries, Scope::everything());
    let by_owner = model.decompose_by_owner(&method, &scope, &Owners::only(["C1", "C9"]));
    refused(by_owner, Error::is_label, &words);
    refused(model.income_by_producer("C9"), Error::is_label, &words);
    refused(
        model.weights(&Measure::income("C9")),
        Error::is_label,
        &words,
    );
    refused(
        model.multipliers(&Measure::income("C9")),
        Error::is_label,
        &words,
    );
    refused(
        model.weights(&Measure::income_from("C9", PAY)),
        Error::is_label,
        &words,
    );
    let global = model.global_income().unwrap();
    refused(global.national_income("C9"), Error::is_label, &words);
    let in_exports = model.income_in_exports(Level::Country).unwrap();
    refused(in_exports.owner("C9"), Error::is_label, &words);
    // a market is no owner here
    refused(global.national_income("C3"), Error::is_label, &words[1..]);
    // and results without owners say that they have none
    let plain = model.decompose(&method).unwrap();
    refused(
        plain.owner("C1"),
        Error::is_label,
        &["no owner `C1`", "do not tell one owner from another"],
    );
    let accounts = model.income_accounts().unwrap();
    refused(
        accounts.figure("C9", "GNI"),
        Error::is_label,
        &["`C9`", "`C3`", "`unspecified`"],
    );
    refused(
        accounts.figure("C1", "GNP"),
        Error::is_label,
        &["`GNP`", "`GDP`"],
    );
}

#[test]
fn owners_asked_for_twice_or_not_at_all_are_refused() {
    let model = model();
    let ask = |owners: Owners| {
        model.decompose_by_owner(&WangWeiZhu(Level::Country), &Scope::everything(), &owners)
    };
    refused(
        ask(Owners::only(["C1", "C2", "C1"])),
        Error::is_label,
        &["`C1` is asked for twice"],
    );
    refused(
        ask(Owners::only(Vec::<String>::new())),
        Error::is_income,
        &["no owner is asked for"],
    );
    assert!(ask(Owners::only(["C2", "C1"])).is_ok());
}

#[test]
fn a_component_that_is_no_value_added_of_the_table_has_no_owners() {
    let model = model();
    for kind in [
        PrimaryKind::Depreciation,
        PrimaryKind::ProductTax,
        PrimaryKind::UndividedValueAdded,
    ] {
        let words = [
            kind.code(),
            "no component of the table's value added",
            "compensation",
            "operating_surplus",
        ];
        let owners = Owners::only(["C1"]).component(kind);
        let answer = model.decompose_by_owner(&LosTimmerDeVries, &Scope::everything(), &owners);
        refused(answer, Error::is_income, &words);
        refused(
            model.weights(&Measure::income_from("C1", kind)),
            Error::is_income,
            &words,
        );
    }
}

#[test]
fn a_scope_with_weights_of_its_own_has_no_owners() {
    let model = model();
    let method = BorinMancini::Exporter(Approach::Source, Level::Country);
    for measure in [
        Measure::extension("jobs"),
        Measure::income("C1"),
        Measure::ValueAdded,
    ] {
        let weights = model.weights(&measure).unwrap();
        let name = weights.name().to_owned();
        let scope = Scope::everything().weights(weights);
        let answer = model.decompose_by_owner(&method, &scope, &Owners::all());
        refused(
            answer,
            Error::is_income,
            &[&name, "without weights", "decompose_some"],
        );
    }
}

#[test]
fn what_a_method_refuses_is_refused_by_owner() {
    let model = model();
    let method = BorinMancini::World(Approach::Source);
    let to_one = Scope::everything().importers(["C2"]);
    let plain = model
        .decompose_some(&method, &to_one)
        .unwrap_err()
        .to_string();
    let by_owner = model
        .decompose_by_owner(&method, &to_one, &Owners::all())
        .unwrap_err();
    assert_eq!(by_owner.to_string(), plain);
    let unknown = Scope::everything().exporters(["C9"]);
    let answer = model.decompose_by_owner(&WangWeiZhu::default(), &unknown, &Owners::all());
    refused(answer, Error::is_label, &["no country `C9`", "`C1`"]);
}

#[test]
fn national_shares_need_the_national_table_of_the_same_world() {
    let income = IncomeShares::in_world_alike(&table(), owners(), shares()).unwrap();
    let mut other = raw(ValueAddedConcept::BasicPrices);
    other.producers[1].sector = "S9".to_owned();
    let foreign = other.table().national("C1").unwrap();
    let words = [
        "other producers of `C1`",
        "`C1 S9` as producer 2",
        "`C1 S2`",
        "world.national",
    ];
    refused(income.national(&foreign), Error::is_income, &words);
    other = raw(ValueAddedConcept::BasicPrices);
    other.countries[1] = "C8".to_owned();
    other.producers[2].country = "C8".to_owned();
    let unknown = other.table().national("C8").unwrap();
    refused(
        income.national(&unknown),
        Error::is_label,
        &["`C8`", "`C1`"],
    );
}
