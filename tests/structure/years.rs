//! Pairs of years, and questions asked of them.

use leontief::account::Ledger;
use leontief::account::ledger::Column;
use leontief::account::structure::{Averaging, Change, Factor, Outcome, Structure};
use leontief::label::{Axis, Group, Producers};
use leontief::model::{Measure, WorldModel};
use leontief::table::{WorldDraft, WorldTable};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array2, Axis as Dimension};

use crate::common::random::Numbers;
use crate::common::worlds::t3x2;
use crate::common::{assert_close, dense, million_dollars};

pub const COUNTRIES: [&str; 3] = ["A", "B", "C"];

pub const SECTORS: [&[&str]; 3] = [&["1", "2", "3"], &["2", "1"], &["1", "2", "3", "4"]];

pub fn producers() -> Producers {
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
pub enum Cells {
    Positive,
    /// Zeros, producers without output, inventories of both signs.
    Any,
}

pub fn random_world(seed: u64, kind: Cells) -> WorldTable {
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

pub fn from_coefficients(a: &Array2<f64>, y: Array2<f64>) -> WorldTable {
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
pub fn second_t3x2() -> WorldTable {
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
pub fn pairs() -> Vec<[WorldModel; 2]> {
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

pub fn cells(ledger: &Ledger, years: &[WorldModel; 2]) -> Array2<f64> {
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

pub fn ask(
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

pub fn value_added() -> Outcome {
    Outcome::Absorbed(Measure::ValueAdded)
}

pub fn largest(cells: &Array2<f64>) -> f64 {
    cells
        .iter()
        .fold(0.0, |most: f64, cell| most.max(cell.abs()))
}

#[track_caller]
pub fn assert_same(what: &str, found: &Array2<f64>, expected: &Array2<f64>, tolerance: f64) {
    assert_close(
        what,
        found.iter().copied(),
        expected.iter().copied(),
        tolerance,
    );
}

/// Contributions add up to the change in every cell.
#[track_caller]
pub fn assert_adds_up(change: &Change) {
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
