//! Bilateral balances, and income by owner.

use leontief::account::Ledger;
use leontief::account::ledger::Column;
use leontief::account::structure::{Averaging, Change, Factor, Outcome, OwnerRates};
use leontief::model::{Measure, Weights, WorldModel};
use ndarray::Array1;

use crate::common::assert_close;
use crate::common::worlds::t3x2;
use crate::years::{COUNTRIES, Cells, ask, assert_adds_up, random_world, second_t3x2, value_added};

fn balance(change: &Change, of: &str, with: &str) -> [f64; 3] {
    let one = |ledger: &Ledger| ledger.exporter(of).unwrap().importer(with).unwrap().total();
    [
        one(change.start()),
        one(change.end()),
        one(change.contributions()),
    ]
}

#[test]
fn balances_are_flows_forth_less_flows_back_in_every_measure() {
    let years = [t3x2(), second_t3x2()].map(|table| table.model().unwrap());
    // income on top, of the worked case
    let omega = [
        [0.92, 0.90, 0.03, 0.02, 0.0, 0.05],
        [0.05, 0.08, 0.95, 0.93, 0.20, 0.25],
        [0.03, 0.02, 0.02, 0.05, 0.80, 0.70],
    ];
    let owners = COUNTRIES.iter().zip(omega).map(|(owner, shares)| {
        let rates = |model: &WorldModel| {
            let rates = model.weights(&Measure::ValueAdded).unwrap();
            let rates = &rates.rates() * &Array1::from(shares.to_vec());
            Weights::new(owner, "mn USD", model.producers(), rates).unwrap()
        };
        let (owner, start, end) = ((*owner).to_owned(), rates(&years[0]), rates(&years[1]));
        OwnerRates { owner, start, end }
    });
    let owners: Vec<OwnerRates> = owners.collect();
    for (outcome, expected) in [
        (Outcome::Exports, [2.0, 14.0, 15.0]),
        (value_added(), [2.7097, 13.2903, 15.7097]),
        (Outcome::Income(owners.clone()), [-2.317, 12.397, 22.343]),
    ] {
        for averaging in [Averaging::TwoPolar, Averaging::Shapley, Averaging::Lmdi] {
            let change = ask(&years, outcome.clone(), &outcome.coarsest(), averaging);
            assert_adds_up(&change);
            let balances = change.balances().unwrap();
            assert_adds_up(&balances);
            for ((of, with), expected) in [("A", "B"), ("A", "C"), ("B", "C")]
                .into_iter()
                .zip(expected)
            {
                let [start, end, sum] = balance(&balances, of, with);
                assert_close(of, [start], [expected], 1e-3);
                assert_close("change", [sum], [end - start], 1e-12 * 250.0);
                let back = balance(&balances, with, of);
                assert_close("antisymmetric", back, [-start, -end, -sum], 1e-13 * 250.0);
                let flow = |term: Factor, from: &str, to: &str| {
                    let all = change.of_factor(term).unwrap();
                    all.exporter(from).unwrap().importer(to).unwrap().total()
                };
                for factor in change.factors() {
                    let found = balances.of_factor(*factor).unwrap();
                    let found = found.exporter(of).unwrap().importer(with).unwrap().value();
                    let expected = flow(*factor, of, with) - flow(*factor, with, of);
                    assert_close("balance", [found.unwrap()], [expected], 1e-12 * 250.0);
                }
            }
            assert!(balances.balances().unwrap_err().is_shape());
        }
    }
    // owners outside the table, and owners that are not named, have no balance
    let mut some = owners;
    some.truncate(2);
    some[1].owner = "ROW".to_owned();
    let outcome = Outcome::Income(some);
    let change = ask(
        &years,
        outcome.clone(),
        &outcome.coarsest(),
        Averaging::Shapley,
    );
    assert_eq!(
        change.contributions().labels(Column::Exporter),
        ["A", "ROW"]
    );
    assert_eq!(change.balances().unwrap().contributions().rows().count(), 0);
}

#[test]
fn owners_are_followed_as_one_would_follow_each_alone() {
    let years = [1, 2].map(|seed| random_world(seed, Cells::Any).model().unwrap());
    let rates = |model: &WorldModel| model.weights(&Measure::ValueAdded).unwrap();
    let (start, end) = (rates(&years[0]), rates(&years[1]));
    let owner = OwnerRates {
        owner: "A".to_owned(),
        start: start.clone(),
        end: end.clone(),
    };
    for averaging in [Averaging::Shapley, Averaging::Lmdi] {
        let factors = value_added().coarsest();
        let alone = ask(
            &years,
            Outcome::AbsorbedIn {
                start: start.clone(),
                end: end.clone(),
            },
            &factors,
            averaging,
        );
        let income = ask(
            &years,
            Outcome::Income(vec![owner.clone()]),
            &factors,
            averaging,
        );
        for factor in factors {
            let all = alone.of_factor(factor).unwrap();
            let all = all.summed_over(&[Column::Exporter, Column::Sector]);
            let found = income.of_factor(factor).unwrap();
            let (found, all) = (
                found.rows().map(|row| row.value),
                all.rows().map(|row| row.value),
            );
            assert_close(factor.code(), found, all.collect::<Vec<_>>(), 1e-10);
        }
    }
}
