//! Changes between two years, against means over orders that are written out and products that are followed one by one.

mod common;

use std::collections::HashMap;

use common::random::Numbers;
use common::worlds::t3x2;
use common::{assert_close, dense, million_dollars};
use leontief::account::Ledger;
use leontief::account::ledger::Column;
use leontief::account::structure::{
    Averaging, Change, Factor, Outcome, OwnerRates, Structure, Treated,
};
use leontief::label::{Axis, Group, Producers};
use leontief::model::{Measure, Unallocated, Weights, WorldModel, WorldOptions};
use leontief::table::{Tolerance, WorldDraft, WorldTable};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Array2, Axis as Dimension};

const COUNTRIES: [&str; 3] = ["A", "B", "C"];
const SECTORS: [&[&str]; 3] = [&["1", "2", "3"], &["2", "1"], &["1", "2", "3", "4"]];

fn producers() -> Producers {
    let blocks = COUNTRIES.iter().zip(SECTORS);
    let blocks = blocks.map(|(code, sectors)| {
        (
            *code,
            Group::whole(),
            Axis::new(sectors.iter().copied()).unwrap(),
        )
    });
    Producers::new(blocks).unwrap()
}

/// What a random world may hold.
#[derive(Clone, Copy, PartialEq)]
enum Cells {
    Positive,
    /// Zeros, producers without output, inventories of both signs.
    Any,
}

fn random_world(seed: u64, kind: Cells) -> WorldTable {
    let numbers = &mut Numbers::new(seed);
    let n = 9;
    let any = kind == Cells::Any;
    let idle = if any {
        1 + (numbers.unit() * 8.0) as usize
    } else {
        n
    };
    let mut a = Array2::from_shape_simple_fn((n, n), || {
        let cell = numbers.between(0.005, 0.06);
        if any && numbers.chance(0.2) {
            0.0
        } else {
            cell
        }
    });
    // households and inventories, country by country
    let mut y = Array2::from_shape_simple_fn((n, 6), || numbers.between(1.0, 50.0));
    for ((_, column), cell) in y.indexed_iter_mut() {
        if any && numbers.chance(0.1) {
            *cell = 0.0;
        }
        if column % 2 == 1 {
            *cell *= if any {
                numbers.between(-0.1, 0.15)
            } else {
                0.1
            };
        }
    }
    if idle < n {
        a.row_mut(idle).fill(0.0);
        a.column_mut(idle).fill(0.0);
        y.row_mut(idle).fill(0.0);
    }
    from_coefficients(&a, y)
}

fn from_coefficients(a: &Array2<f64>, y: Array2<f64>) -> WorldTable {
    let x = dense::inverse(Array2::eye(a.nrows()) - a).dot(&y.sum_axis(Dimension(1)));
    WorldDraft::new(
        producers(),
        Axis::new(["households", "inventories"]).unwrap(),
        million_dollars(),
    )
    .flows(a * &x)
    .final_use(y)
    .output(x)
    .residual_value_added()
    .check()
    .unwrap()
}

/// T3x2 as it might look a year later.
fn second_t3x2() -> WorldTable {
    let first = t3x2();
    let numbers = &mut Numbers::new(11);
    let a = first.model().unwrap().coefficients().unwrap();
    let a = a.mapv(|cell| cell * numbers.between(0.7, 1.2));
    let y = first
        .final_use()
        .mapv(|cell| cell * numbers.between(0.8, 1.6));
    let x = dense::inverse(Array2::eye(6) - &a).dot(&y.sum_axis(Dimension(1)));
    let unit = Unit::new("USD", Scale::MILLIONS, 2013, PriceBasis::Basic);
    WorldDraft::new(first.producers().clone(), first.final_uses().clone(), unit)
        .flows(&a * &x)
        .final_use(y)
        .output(x)
        .residual_value_added()
        .check()
        .unwrap()
}

/// Pairs of years: the worked case, positive tables, and tables with zeros and both signs.
fn pairs() -> Vec<[WorldModel; 2]> {
    let mut pairs = vec![[t3x2(), second_t3x2()]];
    for seed in 0..6 {
        let kind = if seed < 2 {
            Cells::Positive
        } else {
            Cells::Any
        };
        pairs.push([seed, seed + 100].map(|seed| random_world(seed, kind)));
    }
    pairs
        .into_iter()
        .map(|pair| pair.map(|table| table.model().unwrap()))
        .collect()
}

/// A year written out: technology and sourcing, level, mix and sourcing, by the definitions.
struct Naive {
    sectors: Vec<String>,
    homes: Vec<usize>,
    a: [Array2<f64>; 2],
    y: [Array2<f64>; 2],
    x: [Array1<f64>; 2],
    v: [Array1<f64>; 2],
    categories: usize,
}

/// The parts of [`Naive::cells`]: rates, technology, sourcing, output, level, mix, sourcing of final demand.
type Moved = [usize; 7];

impl Naive {
    fn new(years: &[WorldModel; 2]) -> Self {
        let table = years[0].table();
        let producers = table.producers();
        let keys: Vec<_> = producers.positions().map(|at| producers.key(at)).collect();
        let home = |code: &str| table.countries().at(code).unwrap().get();
        let per = |model: &WorldModel| {
            model
                .table()
                .output()
                .mapv(|x| if x == 0.0 { 0.0 } else { 1.0 / x })
        };
        Self {
            sectors: keys.iter().map(|key| key.sector.to_owned()).collect(),
            homes: keys.iter().map(|key| home(key.country)).collect(),
            a: [0, 1].map(|t| &years[t].table().flows() * &per(&years[t])),
            y: [0, 1].map(|t| years[t].table().final_use().to_owned()),
            x: [0, 1].map(|t| years[t].table().output().to_owned()),
            v: [0, 1].map(|t| years[t].table().value_added() * per(&years[t])),
            categories: table.final_uses().len(),
        }
    }

    /// Sums of the cells of a column over producers of one sector, or nothing where signs mix.
    fn of_sector(&self, cells: &[Array2<f64>; 2], sector: &str, column: usize) -> Option<[f64; 2]> {
        let of = |t: usize| {
            let cells = cells[t].column(column);
            let chosen = cells.iter().zip(&self.sectors);
            chosen
                .filter(|(_, own)| *own == sector)
                .map(|(cell, _)| *cell)
                .collect::<Vec<f64>>()
        };
        let years = [of(0), of(1)];
        let plain = |cells: &Vec<f64>| {
            let positive: f64 = cells.iter().filter(|cell| **cell > 0.0).sum();
            let negative: f64 = -cells.iter().filter(|cell| **cell < 0.0).sum::<f64>();
            positive >= 3.0 * negative || negative >= 3.0 * positive
        };
        let fine = years.iter().all(plain);
        fine.then(|| [years[0].iter().sum(), years[1].iter().sum()])
    }

    fn a_of(&self, technology: usize, sourcing: usize) -> Array2<f64> {
        Array2::from_shape_fn(self.a[0].dim(), |(i, j)| {
            let cell = [self.a[0][[i, j]], self.a[1][[i, j]]];
            match self.of_sector(&self.a, &self.sectors[i], j) {
                None => cell[technology],
                Some(sums) => sums[technology] * share(cell, sums, sourcing),
            }
        })
    }

    fn y_of(&self, level: usize, mix: usize, sourcing: usize) -> Array2<f64> {
        let countries = self.y[0].ncols() / self.categories;
        let mut y = Array2::zeros((self.sectors.len(), countries));
        for column in 0..self.y[0].ncols() {
            let r = column / self.categories;
            let levels = [0, 1].map(|t| -> f64 {
                let columns = r * self.categories..(r + 1) * self.categories;
                columns.map(|c| self.y[t].column(c).sum()).sum()
            });
            for i in 0..self.sectors.len() {
                let cell = [self.y[0][[i, column]], self.y[1][[i, column]]];
                y[[i, r]] += levels[level]
                    * match self.of_sector(&self.y, &self.sectors[i], column) {
                        None => share(cell, levels, mix),
                        Some(sums) => share(sums, levels, mix) * share(cell, sums, sourcing),
                    };
            }
        }
        y
    }

    /// M = v̂ B Y.
    fn absorbed(&self, moved: Moved) -> Array2<f64> {
        let [v, t, s, _, l, m, f] = moved;
        let b = dense::inverse(Array2::eye(self.sectors.len()) - self.a_of(t, s));
        b.dot(&self.y_of(l, m, f)) * self.v[v].view().insert_axis(Dimension(1))
    }

    /// E = A x + Y across borders.
    fn exports(&self, moved: Moved) -> Array2<f64> {
        let [_, t, s, x, l, m, f] = moved;
        let used = self.a_of(t, s) * &self.x[x];
        let mut e = self.y_of(l, m, f);
        for ((i, j), amount) in used.indexed_iter() {
            e[[i, self.homes[j]]] += amount;
        }
        for (i, &home) in self.homes.iter().enumerate() {
            e[[i, home]] = 0.0;
        }
        e
    }
}

fn share(cells: [f64; 2], sums: [f64; 2], t: usize) -> f64 {
    match (sums[t] != 0.0, sums[1 - t] != 0.0) {
        (true, _) => cells[t] / sums[t],
        (false, true) => cells[1 - t] / sums[1 - t],
        (false, false) => 1.0,
    }
}

/// Which parts a factor moves.
fn parts(factor: Factor) -> &'static [usize] {
    match factor {
        Factor::Rates => &[0],
        Factor::Inputs => &[1, 2],
        Factor::Technology => &[1],
        Factor::Sourcing => &[2],
        Factor::Output => &[3],
        Factor::FinalDemand => &[4, 5, 6],
        Factor::FinalLevel => &[4],
        Factor::FinalMix => &[5],
        Factor::FinalSourcing => &[6],
    }
}

/// Every order of 0..k.
fn orders(k: usize) -> Vec<Vec<usize>> {
    if k == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(k - 1);
    let longer = shorter.iter().flat_map(|order| {
        (0..k).map(move |at| {
            let mut order = order.clone();
            order.insert(at, k - 1);
            order
        })
    });
    longer.collect()
}

/// The mean over some orders of what happens when each factor changes.
fn mean(
    factors: &[Factor],
    orders: &[Vec<usize>],
    outcome: &dyn Fn(Moved) -> Array2<f64>,
) -> Vec<Array2<f64>> {
    let mut known: HashMap<Moved, Array2<f64>> = HashMap::new();
    let mut at = |moved: Moved| known.entry(moved).or_insert_with(|| outcome(moved)).clone();
    let zero = at([0; 7]) * 0.0;
    let mut sums = vec![zero; factors.len()];
    for order in orders {
        let mut moved = [0; 7];
        for &k in order {
            let before = at(moved);
            parts(factors[k]).iter().for_each(|part| moved[*part] = 1);
            sums[k] += &((at(moved) - before) / orders.len() as f64);
        }
    }
    sums
}

fn cells(ledger: &Ledger, years: &[WorldModel; 2]) -> Array2<f64> {
    let (n, g) = (years[0].producers().len(), years[0].countries().len());
    let producers = years[0].producers();
    let mut cells = Array2::zeros((n, g));
    for row in ledger.rows() {
        let at = producers
            .at(row.exporter.unwrap(), "whole", row.sector.unwrap())
            .unwrap();
        let r = years[0].countries().at(row.importer.unwrap()).unwrap();
        cells[[at.get(), r.get()]] = row.value;
    }
    cells
}

fn ask(
    years: &[WorldModel; 2],
    outcome: Outcome,
    factors: &[Factor],
    averaging: Averaging,
) -> Change {
    let question = Structure::of(outcome)
        .factors(factors.to_vec())
        .averaging(averaging);
    years[0].change_to(&years[1], &question).unwrap()
}

fn value_added() -> Outcome {
    Outcome::Absorbed(Measure::ValueAdded)
}

fn largest(cells: &Array2<f64>) -> f64 {
    cells
        .iter()
        .fold(0.0, |most: f64, cell| most.max(cell.abs()))
}

#[track_caller]
fn assert_same(what: &str, found: &Array2<f64>, expected: &Array2<f64>, tolerance: f64) {
    assert_close(
        what,
        found.iter().copied(),
        expected.iter().copied(),
        tolerance,
    );
}

/// Contributions add up to the change in every cell.
#[track_caller]
fn assert_adds_up(change: &Change) {
    let sums = change.contributions().summed_over(&[Column::Term]);
    let most = [change.start(), change.end()].map(|year| {
        year.rows()
            .fold(0.0, |most: f64, row| most.max(row.value.abs()))
    });
    let tolerance = 1e-12 * most[0].max(most[1]);
    let expected = change.change().rows().map(|row| row.value);
    assert_close("sum", sums.rows().map(|row| row.value), expected, tolerance);
    let years = change.end().rows().zip(change.start().rows());
    let differences = years.map(|(end, start)| end.value - start.value);
    assert_close(
        "change",
        change.change().rows().map(|row| row.value),
        differences,
        tolerance,
    );
}

#[test]
fn contributions_are_means_over_orders_written_out() {
    for years in pairs() {
        let naive = Naive::new(&years);
        let (absorbed, exports) = (|moved| naive.absorbed(moved), |moved| naive.exports(moved));
        let questions: [(Outcome, &dyn Fn(Moved) -> Array2<f64>); 2] =
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
                    assert_same("start", &start, &state([0; 7]), 1e-11 * largest(&start));
                    let end = cells(change.end(), &years);
                    assert_same("end", &end, &state([1; 7]), 1e-11 * largest(&end));
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
    let owner = OwnerRates {
        owner: "A".to_owned(),
        start: rates("mn USD", "a"),
        end: rates("mn USD", "a"),
    };
    assert!(ask(Structure::of(Outcome::Income(vec![owner.clone(), owner]))).is_label());
    assert!(ask(Structure::of(Outcome::Income(Vec::new()))).is_income());
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

fn wiod(year: u32) -> WorldModel {
    let folder = format!("{}/data/wiod13-6region/{year}", env!("CARGO_MANIFEST_DIR"));
    let table = leontief::read::world_csv(folder).unwrap().check().unwrap();
    table.model().unwrap()
}

#[test]
fn published_tables_of_two_years_are_divided_without_a_rest() {
    let years = [wiod(1995), wiod(2008)];
    for outcome in [value_added(), Outcome::Output, Outcome::Exports] {
        let balance = |t: usize, change: &Change| {
            let years = [change.start(), change.end()];
            let one = |from: &str, to: &str| {
                years[t]
                    .exporter(from)
                    .unwrap()
                    .importer(to)
                    .unwrap()
                    .total()
            };
            one("CHN", "USA") - one("USA", "CHN")
        };
        let mut found = Vec::new();
        for averaging in [Averaging::TwoPolar, Averaging::Shapley, Averaging::Lmdi] {
            let factors = match averaging {
                Averaging::Lmdi => outcome.coarsest(),
                _ => outcome.finest(),
            };
            let change = ask(&years, outcome.clone(), &factors, averaging);
            assert_adds_up(&change);
            let balances = change.balances().unwrap();
            assert_adds_up(&balances);
            let cell = balances
                .contributions()
                .exporter("CHN")
                .unwrap()
                .importer("USA")
                .unwrap();
            let expected = balance(1, &change) - balance(0, &change);
            assert_close("balance", [cell.total()], [expected], 1e-6);
            let finals: f64 = cell
                .rows()
                .filter(|row| row.term.starts_with("FINAL"))
                .map(|row| row.value)
                .sum();
            found.push((change, finals));
        }
        // three ways to average tell the same story
        let (low, high) = (found[1].1 * 0.75, found[1].1 * 1.25);
        assert!(
            found.iter().all(|(_, finals)| (low..high).contains(finals)),
            "{:?}",
            found.iter().map(|f| f.1).collect::<Vec<_>>()
        );
        let treated = found[2].0.treated().unwrap();
        assert!(treated.log_mean > 0.9, "{treated:?}");
    }
}

#[test]
fn all_value_added_is_divided_among_those_who_absorb_it() {
    let years = [wiod(1995), wiod(2008)];
    let change = ask(
        &years,
        value_added(),
        &value_added().coarsest(),
        Averaging::TwoPolar,
    );
    for (year, model) in [change.start(), change.end()].into_iter().zip(&years) {
        let expected = model.table().value_added().sum();
        assert_close("value added", [year.total()], [expected], 1e-9 * expected);
    }
}
