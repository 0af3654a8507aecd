//! Means over orders.

use leontief::account::structure::{Averaging, Factor, Outcome};
use ndarray::Array2;

use crate::naive::{Moved, Naive, mean, orders};
use crate::years::{
    Cells, ask, assert_adds_up, assert_same, cells, from_coefficients, largest, pairs,
    random_world, value_added,
};

/// The outcome of a mixed state.
type State<'a> = dyn Fn(Moved) -> Array2<f64> + 'a;

#[test]
fn contributions_are_means_over_orders_written_out() {
    for years in pairs() {
        let naive = Naive::new(&years);
        let (absorbed, exports) = (|moved| naive.absorbed(moved), |moved| naive.exports(moved));
        let questions: [(Outcome, &State<'_>); 2] =
            [(value_added(), &absorbed), (Outcome::Exports, &exports)];
        for (outcome, state) in questions {
            for factors in [outcome.finest(), outcome.coarsest()] {
                let k = factors.len();
                let forth: Vec<usize> = (0..k).collect();
                let polar = vec![forth.clone(), forth.into_iter().rev().collect()];
                for (averaging, orders) in [
                    (Averaging::Shapley, orders(k)),
                    (Averaging::TwoPolar, polar),
                ] {
                    let change = ask(&years, outcome.clone(), &factors, averaging);
                    assert_adds_up(&change);
                    let start = cells(change.start(), &years);
                    assert_same("start", &start, &state([0; 8]), 1e-11 * largest(&start));
                    let end = cells(change.end(), &years);
                    assert_same("end", &end, &state([1; 8]), 1e-11 * largest(&end));
                    let expected = mean(&factors, &orders, state);
                    for (factor, expected) in factors.iter().zip(&expected) {
                        let found = cells(&change.of_factor(*factor).unwrap(), &years);
                        let what = format!("{factor} {averaging:?}");
                        assert_same(&what, &found, expected, 1e-11 * largest(&end));
                    }
                }
            }
        }
    }
}

#[test]
fn polar_orders_and_all_orders_agree_for_two_factors() {
    for years in pairs() {
        let factors = [Factor::Inputs, Factor::FinalDemand];
        let [polar, all] = [Averaging::TwoPolar, Averaging::Shapley].map(|averaging| {
            let change = ask(&years, Outcome::Output, &factors, averaging);
            assert_adds_up(&change);
            factors.map(|factor| cells(&change.of_factor(factor).unwrap(), &years))
        });
        for (polar, all) in polar.iter().zip(&all) {
            assert_same("two factors", polar, all, 1e-12 * largest(all).max(1.0));
        }
    }
}

#[test]
fn years_exchanged_turn_the_sign() {
    for years in pairs() {
        for averaging in [Averaging::TwoPolar, Averaging::Shapley, Averaging::Lmdi] {
            let factors = value_added().coarsest();
            let forth = ask(&years, value_added(), &factors, averaging);
            let [first, second] = years.clone();
            let back = ask(&[second, first], value_added(), &factors, averaging);
            for factor in factors {
                let [forth, back] =
                    [&forth, &back].map(|change| cells(&change.of_factor(factor).unwrap(), &years));
                assert_same(
                    factor.code(),
                    &forth,
                    &-back,
                    1e-9 * largest(&forth).max(1.0),
                );
            }
        }
    }
}

#[test]
fn a_change_of_one_factor_is_all_its_own() {
    let first = random_world(5, Cells::Positive);
    let a = first.model().unwrap().coefficients().unwrap();
    let y = first.final_use().to_owned();
    // one country buys more of everything
    let mut more = y.clone();
    for column in [2, 3] {
        more.column_mut(column).mapv_inplace(|cell| 1.25 * cell);
    }
    // user 3 buys the inputs of sector 2 elsewhere: producers 1, 3 and 6
    let mut elsewhere = a.clone();
    elsewhere[[1, 3]] += 0.004;
    elsewhere[[6, 3]] -= 0.004;
    // user 3 needs more inputs of sector 2, from everybody alike
    let mut heavier = a.clone();
    for i in [1, 3, 6] {
        heavier[[i, 3]] *= 1.3;
    }
    for (second, mover) in [
        (from_coefficients(&a, more), Factor::FinalLevel),
        (from_coefficients(&elsewhere, y.clone()), Factor::Sourcing),
        (from_coefficients(&heavier, y), Factor::Technology),
    ] {
        let years = [&first, &second].map(|table| table.model().unwrap());
        for averaging in [Averaging::TwoPolar, Averaging::Shapley] {
            let change = ask(
                &years,
                Outcome::Output,
                &Outcome::Output.finest(),
                averaging,
            );
            let scale = largest(&cells(change.end(), &years));
            for factor in Outcome::Output.finest() {
                let found = cells(&change.of_factor(factor).unwrap(), &years);
                let expected = match factor == mover {
                    true => cells(change.change(), &years),
                    false => &found * 0.0,
                };
                assert_same(factor.code(), &found, &expected, 1e-13 * scale);
            }
            assert!(largest(&cells(change.change(), &years)) > 1e-3);
        }
    }
}
