//! Mixed states and means over orders by their definitions.

use std::collections::HashMap;

use leontief::account::structure::Factor;
use leontief::model::WorldModel;
use ndarray::{Array1, Array2, Axis as Dimension};

use crate::common::dense;

/// A year written out: technology and sourcing, level, mix and sourcing, by the definitions.
pub struct Naive {
    pub sectors: Vec<String>,
    pub homes: Vec<usize>,
    pub a: [Array2<f64>; 2],
    pub y: [Array2<f64>; 2],
    pub x: [Array1<f64>; 2],
    pub v: [Array1<f64>; 2],
    pub categories: usize,
}

/// Parts that have moved: rates, technology, sourcing, output, level, mix, sourcing of final demand, ownership.
pub type Moved = [usize; 8];

impl Naive {
    pub fn new(years: &[WorldModel; 2]) -> Self {
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
    pub fn of_sector(
        &self,
        cells: &[Array2<f64>; 2],
        sector: &str,
        column: usize,
    ) -> Option<[f64; 2]> {
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

    pub fn a_of(&self, technology: usize, sourcing: usize) -> Array2<f64> {
        Array2::from_shape_fn(self.a[0].dim(), |(i, j)| {
            let cell = [self.a[0][[i, j]], self.a[1][[i, j]]];
            match self.of_sector(&self.a, &self.sectors[i], j) {
                None => cell[technology],
                Some(sums) => sums[technology] * share(cell, sums, sourcing),
            }
        })
    }

    pub fn y_of(&self, level: usize, mix: usize, sourcing: usize) -> Array2<f64> {
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
    pub fn absorbed(&self, moved: Moved) -> Array2<f64> {
        let [v, t, s, _, l, m, f, _] = moved;
        let b = dense::inverse(Array2::eye(self.sectors.len()) - self.a_of(t, s));
        b.dot(&self.y_of(l, m, f)) * self.v[v].view().insert_axis(Dimension(1))
    }

    /// E = A x + Y across borders.
    pub fn exports(&self, moved: Moved) -> Array2<f64> {
        let [_, t, s, x, l, m, f, _] = moved;
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

pub fn share(cells: [f64; 2], sums: [f64; 2], t: usize) -> f64 {
    match (sums[t] != 0.0, sums[1 - t] != 0.0) {
        (true, _) => cells[t] / sums[t],
        (false, true) => cells[1 - t] / sums[1 - t],
        (false, false) => 1.0,
    }
}

/// Which parts a factor moves.
pub fn parts(factor: Factor) -> &'static [usize] {
    match factor {
        Factor::Rates => &[0, 7],
        Factor::ValueAddedRates => &[0],
        Factor::Ownership => &[7],
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
pub fn orders(k: usize) -> Vec<Vec<usize>> {
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
pub fn mean(
    factors: &[Factor],
    orders: &[Vec<usize>],
    outcome: &dyn Fn(Moved) -> Array2<f64>,
) -> Vec<Array2<f64>> {
    let mut known: HashMap<Moved, Array2<f64>> = HashMap::new();
    let mut at = |moved: Moved| known.entry(moved).or_insert_with(|| outcome(moved)).clone();
    let zero = at([0; 8]) * 0.0;
    let mut sums = vec![zero; factors.len()];
    for order in orders {
        let mut moved = [0; 8];
        for &k in order {
            let before = at(moved);
            parts(factors[k]).iter().for_each(|part| moved[*part] = 1);
            sums[k] += &((at(moved) - before) / orders.len() as f64);
        }
    }
    sums
}
