//! Rounded tables, equal years, questions that are refused, and what results say.

use leontief::account::income::Owners;
use leontief::account::structure::{Averaging, Factor, Outcome, Structure};
use leontief::model::{Unallocated, Weights, WorldOptions};
use leontief::table::{Tolerance, WorldDraft};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Axis as Dimension};

use crate::common::million_dollars;
use crate::common::random::Numbers;
use crate::common::worlds::t3x2;
use crate::years::{Cells, ask, assert_adds_up, cells, random_world, second_t3x2, value_added};

#[test]
fn output_without_a_recorded_use_is_final_use_at_home() {
    let rounded = |seed: u64| {
        let table = random_world(seed, Cells::Positive);
        let numbers = &mut Numbers::new(seed);
        let x = table
            .output()
            .mapv(|x| x * (1.0 + numbers.between(0.0, 1e-3)));
        WorldDraft::new(
            table.producers().clone(),
            table.final_uses().clone(),
            million_dollars(),
        )
        .flows(table.flows().to_owned())
        .final_use(table.final_use().to_owned())
        .output(x)
        .residual_value_added()
        .tolerance(Tolerance::relative(0.01))
        .check()
        .unwrap()
    };
    let tables = [rounded(3), rounded(4)];
    for unallocated in [Unallocated::AtHome, Unallocated::Ignored] {
        let options = || WorldOptions::default().unallocated(unallocated);
        let years = [0, 1].map(|t| tables[t].model_with(options()).unwrap());
        let change = ask(
            &years,
            Outcome::Output,
            &Outcome::Output.finest(),
            Averaging::Shapley,
        );
        assert_adds_up(&change);
        let output = cells(change.end(), &years).sum_axis(Dimension(1));
        let miss = (&output - &tables[1].output())
            .iter()
            .fold(0.0, |most: f64, miss| most.max(miss.abs()));
        match unallocated {
            Unallocated::AtHome => assert!(miss < 1e-10, "{miss}"),
            Unallocated::Ignored => assert!(miss > 1e-3, "{miss}"),
        }
    }
    let years = [Unallocated::AtHome, Unallocated::Ignored].map(|u| {
        tables[0]
            .model_with(WorldOptions::default().unallocated(u))
            .unwrap()
    });
    let error = years[0]
        .change_to(&years[1], &Structure::of(Outcome::Output))
        .unwrap_err();
    assert!(
        error.to_string().contains("output without a use"),
        "{error}"
    );
}

#[test]
fn equal_years_have_no_change_and_that_is_no_error() {
    let model = random_world(3, Cells::Any).model().unwrap();
    let years = [model.clone(), model];
    for averaging in [Averaging::TwoPolar, Averaging::Shapley, Averaging::Lmdi] {
        let change = ask(&years, value_added(), &value_added().coarsest(), averaging);
        assert!(
            change
                .contributions()
                .rows()
                .all(|row| row.value.abs() < 1e-11)
        );
        assert_eq!(
            change
                .change()
                .rows()
                .filter(|row| row.value != 0.0)
                .count(),
            0
        );
    }
}

#[test]
fn tables_that_differ_in_labels_are_refused_with_a_list() {
    let first = t3x2().model().unwrap();
    let second = random_world(1, Cells::Any).model().unwrap();
    let error = first
        .change_to(&second, &Structure::of(Outcome::Output))
        .unwrap_err();
    assert!(error.is_label());
    let text = error.to_string();
    for part in [
        "categories of final use only in the first: `final`, only in the second: `households`, `inventories`",
        "producers only in the second: `A 3`, `C 3`, `C 4`",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let euros = WorldDraft::new(
        t3x2().producers().clone(),
        t3x2().final_uses().clone(),
        Unit::new("EUR", Scale::MILLIONS, 2013, PriceBasis::Basic),
    )
    .flows(t3x2().flows().to_owned())
    .final_use(t3x2().final_use().to_owned())
    .output(t3x2().output().to_owned())
    .residual_value_added()
    .check()
    .unwrap();
    let error = first
        .change_to(&euros.model().unwrap(), &Structure::of(Outcome::Output))
        .unwrap_err();
    assert!(
        error.is_unit() && error.to_string().contains("EUR"),
        "{error}"
    );
}

#[test]
fn factors_that_do_not_divide_the_change_are_refused() {
    let years = [t3x2(), second_t3x2()].map(|table| table.model().unwrap());
    let ask = |question: Structure| years[0].change_to(&years[1], &question).unwrap_err();
    let part = Structure::of(value_added()).factors([Factor::Rates, Factor::Inputs]);
    let error = ask(part);
    assert!(
        error.is_parameter() && error.to_string().contains("nothing covers `FINAL_LEVEL`"),
        "{error}"
    );
    let twice = Structure::of(Outcome::Output).factors([
        Factor::Inputs,
        Factor::Sourcing,
        Factor::FinalDemand,
    ]);
    assert!(ask(twice).to_string().contains("covered twice: `SOURCING`"));
    let foreign = Structure::of(Outcome::Output).factors(value_added().coarsest());
    assert!(
        ask(foreign)
            .to_string()
            .contains("does not depend on `RATES`")
    );
    let index = Structure::of(value_added()).averaging(Averaging::Lmdi);
    assert!(
        ask(index)
            .to_string()
            .contains("no product of technology and sourcing")
    );
    let rates = |unit: &str, name: &str| {
        Weights::new(name, unit, years[0].producers(), Array1::ones(6)).unwrap()
    };
    let units = Outcome::AbsorbedIn {
        start: rates("jobs", "a"),
        end: rates("hours", "a"),
    };
    assert!(ask(Structure::of(units)).is_unit());
    let income = |owners: Owners| ask(Structure::of(Outcome::Income(owners)));
    let twice = income(Owners::only(["A", "A"]));
    assert!(
        twice.is_label() && twice.to_string().contains("twice"),
        "{twice}"
    );
    let unknown = income(Owners::only(["A", "D"]));
    assert!(
        unknown.is_label() && unknown.to_string().contains("`D`"),
        "{unknown}"
    );
    assert!(income(Owners::only([""; 0])).is_income());
    let apart = Structure::of(value_added()).factors([
        Factor::Ownership,
        Factor::ValueAddedRates,
        Factor::Inputs,
        Factor::FinalDemand,
    ]);
    let error = ask(apart).to_string();
    let message =
        "nothing covers `RATES`; the outcome does not depend on `OWNERSHIP`, `VALUE_ADDED`";
    assert!(error.contains(message), "{error}");
}

#[test]
fn results_say_what_was_done() {
    let years = [2, 102].map(|seed| random_world(seed, Cells::Any).model().unwrap());
    let change = ask(
        &years,
        value_added(),
        &value_added().finest(),
        Averaging::Shapley,
    );
    let about = change.contributions().about();
    assert!(
        about.method.contains("Shapley mean of all orders"),
        "{}",
        about.method
    );
    assert!(
        about
            .method
            .contains("RATES, TECHNOLOGY, SOURCING, FINAL_LEVEL")
    );
    assert_eq!(about.unit, "mn USD");
    assert!(about.notes[0].contains("price effect"));
    assert!(
        about
            .notes
            .iter()
            .any(|note| note.contains("counts as mix")),
        "{:?}",
        about.notes
    );
    let index = ask(
        &years,
        value_added(),
        &value_added().coarsest(),
        Averaging::Lmdi,
    );
    let notes = &index.contributions().about().notes;
    assert!(
        notes
            .iter()
            .any(|note| note.contains("cells that change sign")),
        "{notes:?}"
    );
}
