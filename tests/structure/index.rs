//! The logarithmic mean Divisia index.

use leontief::account::structure::{Averaging, Factor, Outcome, Treated};
use leontief::model::{WorldModel, WorldOptions};
use ndarray::Array2;

use crate::common::{assert_close, dense};
use crate::naive::Naive;
use crate::years::{
    Cells, ask, assert_adds_up, assert_same, cells, largest, pairs, random_world, value_added,
};

/// L(p, q) ln(f¹/f⁰) added up product by product.
fn written_out_index(years: &[WorldModel; 2], factors: &[Factor]) -> Vec<Array2<f64>> {
    let naive = Naive::new(years);
    let b = [0, 1].map(|t| dense::inverse(Array2::eye(naive.sectors.len()) - &naive.a[t]));
    let (n, columns) = naive.y[0].dim();
    let countries = columns / naive.categories;
    let fine = factors.contains(&Factor::FinalLevel);
    let whole = [0, 1].map(|t| naive.y_of(t, t, t));
    let mut sums = vec![Array2::zeros((n, countries)); factors.len()];
    let width = if fine { columns } else { countries };
    for (p, q, column) in
        (0..n).flat_map(|p| (0..n).flat_map(move |q| (0..width).map(move |c| (p, q, c))))
    {
        let r = if fine {
            column / naive.categories
        } else {
            column
        };
        let level = |t: usize| -> f64 {
            let columns = r * naive.categories..(r + 1) * naive.categories;
            columns.map(|c| naive.y[t].column(c).sum()).sum()
        };
        let goods = |t: usize| {
            naive
                .of_sector(&naive.y, &naive.sectors[q], column)
                .unwrap()[t]
        };
        let value = |factor: Factor, t: usize| match factor {
            Factor::Rates => naive.v[t][p],
            Factor::Inputs => b[t][[p, q]],
            Factor::FinalLevel => level(t),
            Factor::FinalMix => goods(t) / level(t),
            Factor::FinalSourcing => naive.y[t][[q, column]] / goods(t),
            _ => whole[t][[q, r]],
        };
        let product =
            |t: usize| -> f64 { factors.iter().map(|factor| value(*factor, t)).product() };
        let (start, end) = (product(0), product(1));
        let mean = if start == end {
            start
        } else {
            (end - start) / (end / start).ln()
        };
        for (sum, factor) in sums.iter_mut().zip(factors) {
            sum[[p, r]] += mean * (value(*factor, 1) / value(*factor, 0)).ln();
        }
    }
    sums
}

#[test]
fn the_logarithmic_index_is_that_of_its_definition_on_positive_cells() {
    for years in pairs().into_iter().take(3) {
        use Factor::{FinalDemand, FinalLevel, FinalMix, FinalSourcing, Inputs, Rates};
        for factors in [
            vec![Rates, Inputs, FinalDemand],
            vec![FinalLevel, FinalSourcing, Inputs, Rates, FinalMix],
        ] {
            let change = ask(&years, value_added(), &factors, Averaging::Lmdi);
            assert_adds_up(&change);
            let treated = change.treated().unwrap();
            assert_eq!(
                (treated.log_mean, treated.limit, treated.shapley),
                (1.0, 0.0, 0.0)
            );
            let scale = largest(&cells(change.end(), &years));
            for (factor, expected) in factors.iter().zip(written_out_index(&years, &factors)) {
                let found = cells(&change.of_factor(*factor).unwrap(), &years);
                assert_same(factor.code(), &found, &expected, 1e-11 * scale);
            }
        }
    }
}

#[test]
fn the_logarithmic_index_of_exports_is_that_of_its_definition_on_positive_cells() {
    let years = [1, 2].map(|seed| random_world(seed, Cells::Positive).model().unwrap());
    let naive = Naive::new(&years);
    let factors = Outcome::Exports.coarsest();
    let change = ask(&years, Outcome::Exports, &factors, Averaging::Lmdi);
    let log_mean = |p: f64, q: f64| (q - p) / (q / p).ln();
    let mut inputs = Array2::<f64>::zeros((9, 3));
    let mut output = inputs.clone();
    for ((i, j), first) in naive.a[0].indexed_iter() {
        let r = naive.homes[j];
        if r != naive.homes[i] {
            let second = naive.a[1][[i, j]];
            let mean = log_mean(first * naive.x[0][j], second * naive.x[1][j]);
            inputs[[i, r]] += mean * (second / first).ln();
            output[[i, r]] += mean * (naive.x[1][j] / naive.x[0][j]).ln();
        }
    }
    let scale = largest(&cells(change.end(), &years));
    for (factor, expected) in [(Factor::Inputs, &inputs), (Factor::Output, &output)] {
        let found = cells(&change.of_factor(factor).unwrap(), &years);
        assert_same(factor.code(), &found, expected, 1e-12 * scale);
    }
    assert_adds_up(&change);
    // finer factors divide the coarser ones where cells are products of them
    let fine = ask(
        &years,
        Outcome::Exports,
        &Outcome::Exports.finest(),
        Averaging::Lmdi,
    );
    assert_adds_up(&fine);
    let parts = [Factor::Technology, Factor::Sourcing]
        .map(|factor| cells(&fine.of_factor(factor).unwrap(), &years));
    assert_same(
        "technology and sourcing",
        &(&parts[0] + &parts[1]),
        &inputs,
        1e-12 * scale,
    );
}

#[test]
fn the_logarithmic_index_adds_up_with_zeros_and_changes_of_sign_and_says_how_much() {
    let mut seen = Treated::default();
    for years in pairs().into_iter().skip(3) {
        for outcome in [value_added(), Outcome::Output, Outcome::Exports] {
            let mut finest = outcome.finest();
            if outcome != Outcome::Exports {
                finest.retain(|factor| ![Factor::Technology, Factor::Sourcing].contains(factor));
                finest.push(Factor::Inputs);
            }
            for factors in [outcome.coarsest(), finest] {
                let change = ask(&years, outcome.clone(), &factors, Averaging::Lmdi);
                assert_adds_up(&change);
                let treated = change.treated().unwrap();
                let all = treated.log_mean + treated.limit + treated.shapley;
                assert_close("shares", [all], [1.0], 1e-12);
                seen.limit += treated.limit;
                seen.shapley += treated.shapley;
                let start = cells(change.start(), &years);
                let states = ask(&years, outcome.clone(), &factors, Averaging::TwoPolar);
                let expected = cells(states.start(), &years);
                assert_same("start", &start, &expected, 1e-11 * largest(&expected));
            }
        }
    }
    assert!(seen.limit > 0.0 && seen.shapley > 0.0, "{seen:?}");
}

#[test]
fn threads_do_not_change_a_bit() {
    use leontief::linalg::Options;
    use leontief::run::{Run, Threads};
    let tables = [2, 102].map(|seed| random_world(seed, Cells::Any));
    let asked = [1, 2].map(|count| {
        let years = [0, 1].map(|t| {
            let run = Run::default().threads(Threads::Count(count));
            let options = WorldOptions::default().solved(Options::default().run(run));
            tables[t].model_with(options).unwrap()
        });
        let change = ask(
            &years,
            value_added(),
            &value_added().coarsest(),
            Averaging::Lmdi,
        );
        let rows = change.contributions().rows().map(|row| row.value.to_bits());
        rows.collect::<Vec<u64>>()
    });
    assert_eq!(asked[0], asked[1]);
}
