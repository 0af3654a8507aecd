//! Unknowns that a sum of zero leaves no room: terms of one sign add up to nothing only if each is nothing.

use super::options::Objective;
use super::problem::{Point, Problem};

/// A cell or a margin of zero whose terms have one sign.
#[derive(Debug, Clone, Copy)]
enum By {
    Cell(usize),
    Margin(usize),
}

/// What is held at zero, and why, in the order it was found.
pub(super) struct Fixing {
    pub(super) unknowns: Vec<bool>,
    /// Margins that are met by that.
    pub(super) margins: Vec<bool>,
    by: Vec<(By, Vec<usize>)>,
}

impl Fixing {
    pub(super) fn new(problem: &Problem, objective: Objective) -> Self {
        Self::keeping(problem, |i| {
            let row = &problem.unknowns[i];
            match objective {
                Objective::LeastSquares => row.bounded.then_some(1.0),
                Objective::CrossEntropy => Some(row.prior),
            }
        })
    }

    /// Where every unknown keeps this sign, if any; one that keeps a sign of zero is zero.
    pub(super) fn keeping(problem: &Problem, sign: impl Fn(usize) -> Option<f64>) -> Self {
        let empty = |k: usize| {
            let margin = &problem.margins[k];
            margin.target == 0.0 && margin.standard_error == 0.0
        };
        let mut terms: Vec<Vec<(usize, f64)>> = vec![Vec::new(); problem.margins.len()];
        for (i, row) in problem.unknowns.iter().enumerate() {
            for (k, m) in row.terms.iter().filter(|(k, _)| empty(*k)) {
                terms[*k].push((i, *m));
            }
        }
        let mut fixing = Self {
            unknowns: (0..problem.unknowns.len())
                .map(|i| sign(i) == Some(0.0))
                .collect(),
            margins: vec![false; problem.margins.len()],
            by: Vec::new(),
        };
        loop {
            let before = fixing.by.len();
            for (c, cell) in problem.cells.iter().enumerate() {
                if cell.target == 0.0 {
                    let parts = cell.members.iter().map(|&i| (i, sign(i)));
                    fixing.hold(By::Cell(c), parts);
                }
            }
            for k in (0..terms.len()).filter(|&k| empty(k)) {
                let parts = (terms[k].iter()).map(|&(i, m)| (i, sign(i).map(|sign| m * sign)));
                fixing.margins[k] |= fixing.hold(By::Margin(k), parts);
            }
            if fixing.by.len() == before {
                return fixing;
            }
        }
    }

    /// Holds the terms at zero if those not yet held have one sign; whether there were any.
    fn hold(&mut self, by: By, terms: impl Iterator<Item = (usize, Option<f64>)>) -> bool {
        let mut held = Vec::new();
        let mut first = None;
        for (i, sign) in terms.filter(|(i, _)| !self.unknowns[*i]) {
            match sign {
                Some(sign) if *first.get_or_insert(sign > 0.0) == (sign > 0.0) => held.push(i),
                _ => return false,
            }
        }
        for &i in &held {
            self.unknowns[i] = true;
        }
        let any = !held.is_empty();
        if any {
            self.by.push((by, held));
        }
        any
    }

    /// Duals of these cells and margins: the outermost that leave no bound with a negative dual.
    pub(super) fn price(&self, problem: &Problem, point: &mut Point) {
        // a later one has no terms but its own and those held before it
        for (by, held) in self.by.iter().rev() {
            let coefficient = |i: usize| match by {
                By::Cell(_) => 1.0,
                By::Margin(k) => (problem.unknowns[i].terms.iter())
                    .find(|(at, _)| at == k)
                    .map_or(1.0, |(_, m)| *m),
            };
            match by {
                By::Cell(c) => point.of_cells[*c] = 0.0,
                By::Margin(k) => point.of_margins[*k] = 0.0,
            }
            let room = held.iter().map(|&i| {
                let row = &problem.unknowns[i];
                let price = problem.price(i, &point.of_cells, &point.of_margins);
                (-row.prior / row.weight - price) / coefficient(i)
            });
            let positive = held.first().is_none_or(|&i| coefficient(i) > 0.0);
            let dual = if positive {
                room.fold(f64::INFINITY, f64::min)
            } else {
                room.fold(f64::NEG_INFINITY, f64::max)
            };
            match by {
                By::Cell(c) => point.of_cells[*c] = dual,
                By::Margin(k) => point.of_margins[*k] = dual,
            }
        }
        for i in (0..self.unknowns.len()).filter(|&i| self.unknowns[i]) {
            let row = &problem.unknowns[i];
            let price = problem.price(i, &point.of_cells, &point.of_margins);
            point.of_bounds[i] = (-row.prior / row.weight - price).max(0.0);
        }
    }
}
