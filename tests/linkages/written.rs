//! Economies written out, and worlds made of a formula.

use std::ops::Range;

use leontief::account::ledger::Ledger;
use leontief::linalg::{Options, invert};
use leontief::table::{NationalTable, WorldTable};
use ndarray::{Array1, Array2, Axis as Dimension};

use crate::common::dense;
use crate::common::random::Numbers;
use crate::common::worlds::{t3x2, world};

/// The flows and output of an economy, and the names of its income.
pub struct Written {
    pub a: Array2<f64>,
    pub z: Array2<f64>,
    pub x: Array1<f64>,
}

impl Written {
    pub fn new(z: Array2<f64>, x: Array1<f64>) -> Self {
        let per = x.mapv(|x| if x == 0.0 { 0.0 } else { 1.0 / x });
        Self { a: &z * &per, z, x }
    }

    pub fn of(table: &WorldTable) -> Self {
        Self::new(table.flows().to_owned(), table.output().to_owned())
    }

    pub fn of_national(table: &NationalTable) -> Self {
        Self::new(table.domestic().to_owned(), table.output().to_owned())
    }

    pub fn b(&self) -> Array2<f64> {
        inverse_of(&self.a)
    }

    /// x̂⁻¹ Z
    pub fn shares(&self) -> Array2<f64> {
        let per = self.x.mapv(|x| if x == 0.0 { 0.0 } else { 1.0 / x });
        &self.z * &per.insert_axis(Dimension(1))
    }

    /// What uses other than inputs take.
    pub fn y(&self) -> Array1<f64> {
        &self.x - &self.z.sum_axis(Dimension(1))
    }
}

pub fn inverse_of(a: &Array2<f64>) -> Array2<f64> {
    match a.nrows() {
        0..100 => dense::inverse(Array2::eye(a.nrows()) - a),
        // the independent solver takes seconds
        _ => invert(a.clone(), &Options::default()).unwrap().0,
    }
}

/// A world of three countries with 3, 2 and 4 sectors; one producer without output, some flows and final uses that are not there, and
/// some inventories that shrink.
pub fn random_world(seed: u64) -> WorldTable {
    let numbers = &mut Numbers::new(seed);
    let ranges: [Range<usize>; 3] = [0..3, 3..5, 5..9];
    let n = 9;
    let idle = 1 + (numbers.unit() * 8.0) as usize;
    let mut a = Array2::zeros((n, n));
    let mut y = Array2::from_shape_simple_fn((n, 3), || numbers.between(1.0, 50.0));
    for j in (0..n).filter(|j| *j != idle) {
        let mix = numbers.shares(n);
        let total = numbers.between(0.1, 0.6);
        for i in (0..n).filter(|i| *i != idle) {
            a[[i, j]] = total * mix[i];
        }
    }
    for cell in &mut y {
        if numbers.chance(0.1) {
            *cell = if numbers.chance(0.5) {
                0.0
            } else {
                -0.1 * *cell
            };
        }
    }
    y.row_mut(idle).fill(0.0);
    let x = inverse_of(&a).dot(&y.sum_axis(Dimension(1)));
    let z = &a * &x;
    world(&ranges, &z, &y, &x)
}

pub fn worlds() -> Vec<WorldTable> {
    let random = (0..8).map(random_world);
    random.chain([t3x2()]).collect()
}

pub fn column<A>(ledger: &Ledger<A>, term: &str) -> Vec<f64> {
    let part = ledger.term(term).unwrap();
    part.rows().map(|row| row.value).collect()
}

pub fn size(table: &WorldTable) -> f64 {
    table.output().iter().fold(1.0, |most: f64, x| most.max(*x))
}
