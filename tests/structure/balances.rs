//! Bilateral balances, and income by owner.

use leontief::account::Ledger;
use leontief::account::income::Owners;
use leontief::account::ledger::Column;
use leontief::account::structure::{Averaging, Change, Factor, Outcome};
use leontief::label::Axis;
use leontief::model::Measure;
use leontief::table::IncomeShares;

use crate::common::worlds::{t3x2, t3x2_case};
use crate::common::{assert_close, matrix};
use crate::owned::{models, owned_pairs};
use crate::years::{COUNTRIES, ask, assert_adds_up, second_t3x2, value_added};

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
    // with owners of the worked case, the same in both years
    let omega = matrix(&t3x2_case()["expected"]["income"]["omega_owner_by_producer"]);
    let years = [t3x2(), second_t3x2()].map(|table| {
        let owners = Axis::new(COUNTRIES).unwrap();
        let income = IncomeShares::in_world_alike(&table, owners, omega.clone()).unwrap();
        table.model().unwrap().with_income(income).unwrap()
    });
    for (outcome, expected) in [
        (Outcome::Exports, [2.0, 14.0, 15.0]),
        (value_added(), [2.7097, 13.2903, 15.7097]),
        (Outcome::Income(Owners::all()), [-2.317, 12.397, 22.343]),
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
                    let all = change.of_factor(term).unwrap().importer(to).unwrap();
                    let own = match outcome {
                        Outcome::Income(_) => all.owner(from),
                        _ => all.exporter(from),
                    };
                    own.unwrap().total()
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
}

#[test]
fn owners_outside_the_table_and_owners_that_are_not_asked_for_have_no_balance() {
    let years = owned_pairs().swap_remove(1);
    let balances = |owners: Owners| {
        let outcome = Outcome::Income(owners);
        let factors = outcome.finest();
        let change = ask(&models(&years), outcome, &factors, Averaging::Shapley);
        change.balances().unwrap()
    };
    let all = balances(Owners::all());
    assert_eq!(all.contributions().labels(Column::Exporter), COUNTRIES);
    let some = balances(Owners::only(["A", "ROW", "C"]));
    assert_eq!(some.contributions().labels(Column::Exporter), ["A", "C"]);
    for factor in some.factors() {
        let [all, some] = [&all, &some].map(|balances| {
            let of = balances.of_factor(*factor).unwrap();
            of.exporter("A").unwrap().importer("C").unwrap().total()
        });
        assert_eq!(all, some);
    }
    let one = balances(Owners::only(["A", "ROW"]));
    assert_eq!(one.contributions().rows().count(), 0);
}

#[test]
fn owners_are_followed_as_one_would_follow_the_rates_of_each() {
    let years = models(&owned_pairs().swap_remove(3));
    let factors = Outcome::Income(Owners::all()).coarsest();
    for averaging in [Averaging::TwoPolar, Averaging::Shapley, Averaging::Lmdi] {
        let income = ask(&years, Outcome::Income(Owners::all()), &factors, averaging);
        for owner in ["A", "B", "C", "ROW"] {
            let [start, end] = [0, 1].map(|t| years[t].weights(&Measure::income(owner)).unwrap());
            let alone = Outcome::AbsorbedIn { start, end };
            let alone = ask(&years, alone, &factors, averaging);
            for factor in &factors {
                let all = alone.of_factor(*factor).unwrap();
                let all = all.summed_over(&[Column::Exporter, Column::Sector]);
                let found = income.of_factor(*factor).unwrap().owner(owner).unwrap();
                let [found, all] =
                    [found, all].map(|ledger| ledger.rows().map(|row| row.value).collect());
                let (found, all): (Vec<f64>, Vec<f64>) = (found, all);
                assert_close(factor.code(), found, all, 1e-10);
            }
        }
    }
}
