//! The optimum of a division in full: every part, every equation, one dense system, and bounds by exchange.

use leontief::build::SplitCells;
use leontief::table::NationalTable;

/// Where a part stands: matrix (domestic, imported, final, primary), row, column.
pub type Place = (usize, usize, usize);

/// All parts that do not start at zero, and what they must meet.
pub struct Plain {
    pub places: Vec<Place>,
    pub priors: Vec<f64>,
    pub weights: Vec<f64>,
    /// Coefficients, target.
    equations: Vec<(Vec<f64>, f64)>,
    /// Coefficients, target, standard error.
    soft: Vec<(Vec<f64>, f64, f64)>,
}

fn amounts(cells: &SplitCells) -> Vec<(Place, f64)> {
    let matrices = [
        &cells.domestic,
        &cells.imported,
        &cells.domestic_final,
        &cells.primary,
    ];
    let mut all = Vec::new();
    for (part, matrix) in matrices.into_iter().enumerate() {
        for ((i, j), amount) in matrix.indexed_iter() {
            all.push(((part, i, j), *amount));
        }
    }
    all
}

impl Plain {
    /// Cells and home sales of the published table, whose rows and columns miss nothing. Outputs stand as in the start, or about:
    /// by this share.
    pub fn new(
        table: &NationalTable,
        start: &NationalTable,
        priors: &SplitCells,
        weight: impl Fn(Place, f64) -> f64,
        outputs_within: f64,
    ) -> Self {
        let parts: Vec<(Place, f64)> = (amounts(priors).into_iter())
            .filter(|(_, prior)| *prior != 0.0)
            .collect();
        let mut plain = Self {
            places: parts.iter().map(|(place, _)| *place).collect(),
            priors: parts.iter().map(|(_, prior)| *prior).collect(),
            weights: parts
                .iter()
                .map(|(at, prior)| weight(*at, *prior))
                .collect(),
            equations: Vec::new(),
            soft: Vec::new(),
        };
        let n = table.producers().len();
        for ((part, i, j), amount) in amounts(&SplitCells::of(table)) {
            let whole = |row: usize, len: usize| if len == 0 { row } else { row % len };
            let (rows, columns) = [(n, n), (0, n), (n, 0), (0, n)][part];
            let row = plain.row(|(p, r, c)| {
                f64::from(u8::from(
                    p == part && whole(r, rows) == i && whole(c, columns) == j,
                ))
            });
            plain.equations.push((row, amount));
        }
        let exports = start.exports().by_producer();
        for g in 0..start.producers().len() {
            let output = start.output()[g];
            let sells = |(p, r, _): Place| f64::from(u8::from((p == 0 || p == 2) && r == g));
            let buys = |(p, _, c): Place| f64::from(u8::from(p != 2 && c == g));
            let processing = start.producers().blocks()[g / n].group().is_processing();
            if outputs_within > 0.0 && !processing && output > 0.0 {
                let row = plain.row(|at| sells(at) - buys(at));
                plain.equations.push((row, -exports[g]));
                let row = plain.row(buys);
                plain.soft.push((row, output, outputs_within * output));
            } else {
                let (sales, inputs) = (plain.row(sells), plain.row(buys));
                if !processing {
                    plain.equations.push((sales, output - exports[g]));
                }
                plain.equations.push((inputs, output));
            }
        }
        plain
    }

    /// One coefficient for every part.
    pub fn row(&self, coefficient: impl Fn(Place) -> f64) -> Vec<f64> {
        self.places
            .iter()
            .map(|place| coefficient(*place))
            .collect()
    }

    /// Known exactly, or about.
    pub fn known(mut self, coefficient: impl Fn(Place) -> f64, target: f64, error: f64) -> Self {
        let row = self.row(coefficient);
        if error > 0.0 {
            self.soft.push((row, target, error));
        } else {
            self.equations.push((row, target));
        }
        self
    }

    /// All parts, those at their bounds last exchanged one by one until every sign is right.
    pub fn solve(&self) -> Vec<f64> {
        let mut zero = vec![false; self.places.len()];
        for _ in 0..200 {
            let (x, duals) = self.at(&zero);
            let worst = |values: Vec<(usize, f64)>| {
                let least = values.into_iter().min_by(|a, b| a.1.total_cmp(&b.1));
                least.filter(|(_, value)| *value < -1e-9).map(|(i, _)| i)
            };
            let bounded = (0..x.len()).filter(|&i| self.priors[i] > 0.0);
            let below = bounded.clone().filter(|&i| !zero[i]).map(|i| (i, x[i]));
            let held = bounded.filter(|&i| zero[i]).map(|i| (i, duals[i]));
            if let Some(i) = worst(below.collect()) {
                zero[i] = true;
            } else if let Some(i) = worst(held.collect()) {
                zero[i] = false;
            } else {
                return x;
            }
        }
        panic!("no set of bounds was found");
    }

    /// Parts where these are zero, and the duals of these bounds.
    fn at(&self, zero: &[bool]) -> (Vec<f64>, Vec<f64>) {
        let n = self.places.len();
        let held: Vec<usize> = (0..n).filter(|&i| zero[i]).collect();
        let size = n + self.equations.len() + held.len();
        let mut system = vec![vec![0.0; size + 1]; size];
        for (i, line) in system.iter_mut().enumerate().take(n) {
            line[i] = 1.0 / self.weights[i];
            line[size] = self.priors[i] / self.weights[i];
        }
        for (row, target, error) in &self.soft {
            for i in 0..n {
                for j in 0..n {
                    system[i][j] += row[i] * row[j] / error.powi(2);
                }
                system[i][size] += row[i] * target / error.powi(2);
            }
        }
        let unit = |at: usize| {
            let mut row = vec![0.0; n];
            row[at] = 1.0;
            (row, 0.0)
        };
        let bounds = held.iter().map(|&i| unit(i));
        for (k, (row, target)) in (self.equations.iter().cloned()).chain(bounds).enumerate() {
            for i in 0..n {
                // the last columns hold multipliers: what an equation pushes a part by
                system[i][n + k] = -row[i];
                system[n + k][i] = row[i];
            }
            system[n + k][size] = target;
        }
        let mut x = eliminated(system);
        let multipliers = x.split_off(n);
        let mut duals = vec![0.0; n];
        for (at, &i) in held.iter().enumerate() {
            duals[i] = multipliers[self.equations.len() + at];
        }
        (x, duals)
    }

    /// As cells of a table.
    pub fn cells(&self, values: &[f64], start: &NationalTable) -> SplitCells {
        let mut cells = SplitCells::zeros(start);
        for (&(part, i, j), value) in self.places.iter().zip(values) {
            let matrix = match part {
                0 => &mut cells.domestic,
                1 => &mut cells.imported,
                2 => &mut cells.domestic_final,
                _ => &mut cells.primary,
            };
            matrix[[i, j]] = *value;
        }
        cells
    }
}

/// A solution of a system that may say the same twice: the largest pivot of all next; what has none left is zero.
fn eliminated(mut system: Vec<Vec<f64>>) -> Vec<f64> {
    let size = system.len();
    let mut columns: Vec<usize> = (0..size).collect();
    let mut rank = 0;
    while rank < size {
        let mut best = (rank, rank);
        for (i, row) in system.iter().enumerate().skip(rank) {
            for j in rank..size {
                if row[columns[j]].abs() > system[best.0][columns[best.1]].abs() {
                    best = (i, j);
                }
            }
        }
        system.swap(rank, best.0);
        columns.swap(rank, best.1);
        let pivot = system[rank].clone();
        if pivot[columns[rank]].abs() < 1e-11 {
            break;
        }
        for (i, row) in system.iter_mut().enumerate() {
            if i != rank {
                let factor = row[columns[rank]] / pivot[columns[rank]];
                if factor != 0.0 {
                    for (cell, above) in row.iter_mut().zip(&pivot) {
                        *cell -= factor * above;
                    }
                }
            }
        }
        rank += 1;
    }
    for row in &system[rank..] {
        assert!(row[size].abs() < 1e-7, "equations contradict each other");
    }
    let mut x = vec![0.0; size];
    for k in 0..rank {
        x[columns[k]] = system[k][size] / system[k][columns[k]];
    }
    x
}
