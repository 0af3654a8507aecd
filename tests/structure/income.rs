//! Changes of income: ownership apart from value-added rates.

use leontief::account::Ledger;
use leontief::account::income::Owners;
use leontief::account::ledger::Column;
use leontief::account::structure::{Averaging, Change, Factor, Outcome, Structure};
use ndarray::{Array2, Axis as Dimension};
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::cases;
use crate::common::worlds::t3x2;
use crate::naive::{Naive, mean, orders};
use crate::owned::{
    KINDS, NaiveIncome, OWNERS, Ownership, Year, for_log_mean, models, owned_pairs, owner_cells,
};
use crate::years::{
    Cells, ask, assert_adds_up, assert_same, cells, largest, random_world, second_t3x2, value_added,
};

const MEANS: [Averaging; 2] = [Averaging::TwoPolar, Averaging::Shapley];

pub fn income() -> Outcome {
    Outcome::Income(Owners::all())
}

pub fn asked(years: &[Year; 2], factors: &[Factor], averaging: Averaging) -> Change {
    ask(&models(years), income(), factors, averaging)
}

/// The finest factors that the average takes.
fn finest(averaging: Averaging) -> Vec<Factor> {
    match averaging {
        Averaging::Lmdi => for_log_mean(),
        _ => income().finest(),
    }
}

pub fn of(change: &Change, factor: Factor) -> Array2<f64> {
    owner_cells(&change.of_factor(factor).unwrap())
}

/// The size that rounding is judged by.
pub fn scale(change: &Change) -> f64 {
    largest(&owner_cells(change.start())).max(largest(&owner_cells(change.end())))
}

#[test]
fn contributions_are_means_over_all_orders_written_out() {
    use Factor::{FinalDemand, Inputs, Ownership, ValueAddedRates};
    for years in owned_pairs() {
        let naive = NaiveIncome::new(&years);
        let state = |moved| naive.absorbed(moved);
        for factors in [
            income().finest(),
            income().coarsest(),
            vec![ValueAddedRates, Inputs, Ownership, FinalDemand],
        ] {
            let k = factors.len();
            let forth: Vec<usize> = (0..k).collect();
            let polar = vec![forth.clone(), forth.into_iter().rev().collect()];
            for (averaging, orders) in MEANS.into_iter().zip([polar, orders(k)]) {
                let change = asked(&years, &factors, averaging);
                assert_adds_up(&change);
                let tolerance = 1e-11 * scale(&change);
                let ends = [change.start(), change.end()].map(owner_cells);
                assert_same("start", &ends[0], &state([0; 8]), tolerance);
                assert_same("end", &ends[1], &state([1; 8]), tolerance);
                let expected = mean(&factors, &orders, &state);
                for (factor, expected) in factors.iter().zip(&expected) {
                    let what = format!("{factor} {averaging:?}");
                    assert_same(&what, &of(&change, *factor), expected, tolerance);
                }
            }
        }
    }
}

#[test]
fn factors_of_income_are_ownership_and_value_added_rates_or_both_as_rates() {
    let codes =
        |factors: Vec<Factor>| -> Vec<&str> { factors.into_iter().map(Factor::code).collect() };
    assert_eq!(
        codes(income().finest()),
        [
            "OWNERSHIP",
            "VALUE_ADDED",
            "TECHNOLOGY",
            "SOURCING",
            "FINAL_LEVEL",
            "FINAL_MIX",
            "FINAL_SOURCING"
        ]
    );
    assert_eq!(
        codes(income().coarsest()),
        ["RATES", "INPUTS", "FINAL_DEMAND"]
    );
    assert_eq!(codes(value_added().finest())[..2], ["RATES", "TECHNOLOGY"]);
}

#[test]
fn where_owners_alone_change_all_of_the_change_is_ownership() {
    let [first, _] = owned_pairs().swap_remove(1);
    let second = first.owned_otherwise(5);
    let n = |year: &Year| year.model.global_income().unwrap().matrix();
    let expected = n(&second) - n(&first);
    assert!(largest(&expected) > 1.0);
    let years = [first, second];
    for averaging in [Averaging::TwoPolar, Averaging::Shapley, Averaging::Lmdi] {
        let change = asked(&years, &finest(averaging), averaging);
        let tolerance = 1e-13 * scale(&change);
        for factor in change.factors().to_vec() {
            let found = of(&change, factor);
            let expected = match factor {
                Factor::Ownership => expected.clone(),
                _ => &expected * 0.0,
            };
            assert_same(factor.code(), &found, &expected, tolerance);
        }
        let balances = change.balances().unwrap();
        let a = balances.of_factor(Factor::Ownership).unwrap();
        let a = a.exporter("A").unwrap().importer("B").unwrap().total();
        let expected = expected[[0, 1]] - expected[[1, 0]];
        assert_close("balance", [a], [expected], 4.0 * tolerance);
        // trade, and where value is added, know nothing of it
        for outcome in [Outcome::Exports, value_added()] {
            let other = ask(
                &models(&years),
                outcome.clone(),
                &outcome.coarsest(),
                averaging,
            );
            assert!(other.change().rows().all(|row| row.value == 0.0));
        }
    }
}

#[test]
fn where_all_income_stays_at_home_it_changes_as_value_added_does() {
    for years in owned_pairs() {
        // tables without owners of their own
        let years = models(&years).map(|model| model.table().model().unwrap());
        let homes = Naive::new(&years).homes;
        let by_country = |ledger: &Ledger| {
            let mut sums = Array2::zeros((OWNERS.len(), 3));
            for ((producer, absorber), cell) in cells(ledger, &years).indexed_iter() {
                sums[[homes[producer], absorber]] += cell;
            }
            sums
        };
        for averaging in MEANS {
            let earned = ask(&years, income(), &income().finest(), averaging);
            let added = ask(&years, value_added(), &value_added().finest(), averaging);
            let tolerance = 1e-12 * scale(&earned);
            let change = owner_cells(earned.change());
            assert!(largest(&change) > 1.0);
            assert_same("change", &change, &by_country(added.change()), tolerance);
            for factor in income().finest() {
                let expected = match factor {
                    Factor::Ownership => &change * 0.0,
                    Factor::ValueAddedRates => by_country(&added.of_factor(Factor::Rates).unwrap()),
                    factor => by_country(&added.of_factor(factor).unwrap()),
                };
                assert_same(factor.code(), &of(&earned, factor), &expected, tolerance);
            }
        }
    }
}

#[test]
fn over_all_owners_ownership_is_nothing_and_the_rest_is_value_added() {
    for years in owned_pairs() {
        for averaging in MEANS {
            let earned = asked(&years, &income().finest(), averaging);
            let tolerance = 1e-12 * scale(&earned) * OWNERS.len() as f64;
            let models = models(&years);
            let added = ask(&models, value_added(), &value_added().finest(), averaging);
            for factor in income().finest() {
                let found = of(&earned, factor).sum_axis(Dimension(0));
                let there = match factor {
                    Factor::ValueAddedRates => Factor::Rates,
                    factor => factor,
                };
                let expected = match factor {
                    Factor::Ownership => &found * 0.0,
                    _ => cells(&added.of_factor(there).unwrap(), &models).sum_axis(Dimension(0)),
                };
                assert_close(factor.code(), found, expected, tolerance);
            }
            assert!(largest(&of(&earned, Factor::Ownership)) > 1e4 * tolerance);
        }
    }
}

#[test]
fn contributions_by_component_add_up_to_those_of_all_income() {
    let years = owned_pairs().swap_remove(2);
    for averaging in [Averaging::TwoPolar, Averaging::Shapley, Averaging::Lmdi] {
        let factors = finest(averaging);
        let all = asked(&years, &factors, averaging);
        let parts = KINDS.map(|kind| {
            let outcome = Outcome::Income(Owners::all().component(kind));
            let change = ask(&models(&years), outcome, &factors, averaging);
            assert_adds_up(&change);
            let about = change.contributions().about();
            assert!(
                about.measure.contains(&kind.to_string()),
                "{}",
                about.measure
            );
            change
        });
        for factor in &factors {
            let sum = parts.iter().map(|part| of(part, *factor));
            let sum = sum.reduce(|sum, part| sum + part).unwrap();
            let tolerance = 1e-12 * scale(&all);
            assert_same(factor.code(), &of(&all, *factor), &sum, tolerance);
        }
    }
}

#[test]
fn side_by_side_in_polar_orders_ownership_and_value_added_rates_are_rates() {
    use Factor::{FinalDemand, Inputs, Ownership, Rates, ValueAddedRates};
    for years in owned_pairs() {
        for (apart, together) in [
            (
                vec![Ownership, ValueAddedRates, Inputs, FinalDemand],
                vec![Rates, Inputs, FinalDemand],
            ),
            (
                vec![Inputs, ValueAddedRates, Ownership, FinalDemand],
                vec![Inputs, Rates, FinalDemand],
            ),
        ] {
            let [apart, together] =
                [apart, together].map(|factors| asked(&years, &factors, Averaging::TwoPolar));
            let tolerance = 1e-12 * scale(&together);
            let sum = of(&apart, Ownership) + of(&apart, ValueAddedRates);
            assert_same("rates", &sum, &of(&together, Rates), tolerance);
            let inputs = [&apart, &together].map(|change| of(change, Inputs));
            assert_same("inputs", &inputs[0], &inputs[1], tolerance);
        }
        // not so in the mean of all orders, where four factors have other weights than three
        let [apart, together] = [
            vec![Ownership, ValueAddedRates, Inputs, FinalDemand],
            vec![Rates, Inputs, FinalDemand],
        ]
        .map(|factors| asked(&years, &factors, Averaging::Shapley));
        let sum = of(&apart, Ownership) + of(&apart, ValueAddedRates);
        let miss = largest(&(sum - of(&together, Rates)));
        assert!(miss > 1e-6 * scale(&together), "{miss}");
    }
}

#[test]
fn an_owner_that_a_year_does_not_know_owns_nothing_in_it() {
    let years = owned_pairs().swap_remove(2);
    let change = asked(&years, &income().finest(), Averaging::Shapley);
    assert_eq!(change.contributions().labels(Column::Owner), OWNERS);
    let of_nobody = |ledger: &Ledger| ledger.owner("unspecified").unwrap().total();
    assert_eq!(of_nobody(change.start()), 0.0);
    assert!(of_nobody(change.end()) > 1.0);
    let notes = &change.contributions().about().notes;
    let said = "the first year does not know, and that own nothing in it: `unspecified`";
    assert!(notes.iter().any(|note| note.contains(said)), "{notes:?}");
    let given = "Ownership: shares given by the caller.";
    assert!(notes.iter().any(|note| note == given), "{notes:?}");
    // the other way round
    let [first, second] = years;
    let back = asked(&[second, first], &income().finest(), Averaging::Shapley);
    assert_eq!(back.contributions().labels(Column::Owner), OWNERS);
    assert_eq!(of_nobody(back.end()), 0.0);
}

#[test]
fn some_owners_are_followed_as_among_all() {
    let years = owned_pairs().swap_remove(1);
    let chosen = Outcome::Income(Owners::only(["unspecified", "B"]));
    let factors = income().finest();
    let some = ask(&models(&years), chosen, &factors, Averaging::Shapley);
    assert_eq!(
        some.contributions().labels(Column::Owner),
        ["unspecified", "B"]
    );
    let all = asked(&years, &factors, Averaging::Shapley);
    for owner in ["B", "unspecified"] {
        let [some, all] = [&some, &all].map(|change| {
            let owner = change.contributions().owner(owner).unwrap();
            owner.rows().map(|row| row.value).collect::<Vec<f64>>()
        });
        assert_eq!(some, all);
    }
}

#[test]
fn components_must_be_those_of_both_years_where_ownership_stands_apart() {
    let ownership = |kinds| Ownership {
        owners: 3,
        kinds,
        positive: false,
    };
    let years = [
        Year::new(&t3x2(), ownership(3), 1),
        Year::new(&second_t3x2(), ownership(2), 2),
    ];
    let models = models(&years);
    let question = |outcome| Structure::of(outcome);
    let refused = |outcome| {
        models[0]
            .change_to(&models[1], &question(outcome))
            .unwrap_err()
    };
    let error = refused(income());
    assert!(error.is_income(), "{error}");
    let text = error.to_string();
    for part in [
        "`net_production_tax` is no component of value added in the second year",
        "`compensation`, `operating_surplus`",
        "take `RATES` as one factor",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let one = Outcome::Income(Owners::all().component(KINDS[1]));
    assert!(refused(one).is_income());
    // together they are what owners earn per unit of output, whatever it is called
    let change = asked(&years, &income().coarsest(), Averaging::Shapley);
    assert_adds_up(&change);
    for (year, ledger) in years.iter().zip([change.start(), change.end()]) {
        let expected = year.model.global_income().unwrap().matrix();
        let found = owner_cells(ledger);
        let found = found.select(Dimension(0), &[0, 1, 2]);
        assert_same("N", &found, &expected, 1e-12 * largest(&expected));
    }
}

/// A pair of random years with random owners.
fn any_pair() -> impl Strategy<Value = (u64, u64, usize, usize, usize)> {
    (
        any::<u64>(),
        any::<u64>(),
        3..=5_usize,
        3..=5_usize,
        0..=3_usize,
    )
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn contributions_add_up_and_turn_with_the_years(
        (first, second, owners, later, kinds) in any_pair()
    ) {
        let year = |seed: u64, owners| {
            let table = random_world(seed, Cells::Any);
            Year::new(&table, Ownership { owners, kinds, positive: false }, seed)
        };
        let forth = [year(first, owners), year(second, later)];
        let back = [forth[1].clone(), forth[0].clone()];
        for averaging in [Averaging::TwoPolar, Averaging::Shapley, Averaging::Lmdi] {
            let factors = finest(averaging);
            let change = asked(&forth, &factors, averaging);
            assert_adds_up(&change);
            let balances = change.balances().unwrap();
            let sums = balances.contributions().summed_over(&[Column::Term]);
            let [sums, expected]: [Vec<f64>; 2] = [&sums, balances.change()]
                .map(|ledger| ledger.rows().map(|row| row.value).collect());
            // balances are differences of the cells and may be far smaller
            assert_close("balances", sums, expected, 1e-12 * scale(&change));
            let turned = asked(&back, &factors, averaging);
            let tolerance = 1e-10 * scale(&change);
            for factor in &factors {
                let found = of(&change, *factor);
                assert_same(factor.code(), &found, &-of(&turned, *factor), tolerance);
            }
        }
    }
}
