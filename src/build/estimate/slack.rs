//! What soft margins may miss in a range: so many standard errors to either side.
//!
//! A slack s of `M x + s = target` lies within ± its room. It has no cost, so a step moves it by `(ρ + dμ) / (z/(room + s) +
//! z'/(room − s))`; in the system of a step it is a variance of the margin.

use super::interior::most;

/// The slacks of all margins that have one.
#[derive(Debug, Clone, Default)]
pub(super) struct Slacks {
    rows: Vec<Slack>,
}

#[derive(Debug, Clone)]
struct Slack {
    margin: usize,
    room: f64,
    miss: f64,
    /// Distances from the lower and the upper bound, and their duals.
    lower: f64,
    upper: f64,
    of_lower: f64,
    of_upper: f64,
}

/// A change of a slack and of the duals of its bounds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Change {
    miss: f64,
    of_lower: f64,
    of_upper: f64,
}

impl Slacks {
    /// For margins and their rooms: none missed, and the products with duals as large as `gap`.
    pub(super) fn new(rooms: &[(usize, f64)], gap: f64) -> Self {
        let row = |&(margin, room): &(usize, f64)| Slack {
            margin,
            room,
            miss: 0.0,
            lower: room,
            upper: room,
            of_lower: gap / room,
            of_upper: gap / room,
        };
        Self {
            rows: rooms.iter().map(row).collect(),
        }
    }

    /// Adds how far a slack moves per unit of its margin's dual.
    pub(super) fn widen(&self, variance: &mut [f64]) {
        for row in &self.rows {
            variance[row.margin] += row.width();
        }
    }

    /// Subtracts the slacks.
    pub(super) fn take(&self, margins: &mut [f64]) {
        for row in &self.rows {
            margins[row.margin] -= row.miss;
        }
    }

    /// What pulls at every slack but its margin's dual.
    pub(super) fn pulls(
        &self,
        of_margins: &[f64],
        target: f64,
        second_order: Option<&[Change]>,
    ) -> Vec<f64> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(at, row)| {
            let (lower, upper) = row.complements(target, second_order.map(|all| all[at]));
            let slope = of_margins[row.margin] + row.of_lower - row.of_upper;
            slope + lower / row.lower - upper / row.upper
        })
        .collect()
    }

    /// Subtracts what the pulls alone make of the slacks.
    pub(super) fn move_targets(&self, margins: &mut [f64], pulls: &[f64]) {
        for (row, pull) in self.rows.iter().zip(pulls) {
            margins[row.margin] -= row.width() * pull;
        }
    }

    pub(super) fn changes(
        &self,
        of_margins: &[f64],
        pulls: &[f64],
        target: f64,
        second_order: Option<&[Change]>,
    ) -> Vec<Change> {
        let rows = self.rows.iter().zip(pulls).enumerate();
        rows.map(|(at, (row, pull))| {
            let (lower, upper) = row.complements(target, second_order.map(|all| all[at]));
            let miss = row.width() * (pull + of_margins[row.margin]);
            Change {
                miss,
                of_lower: (lower - row.of_lower * miss) / row.lower,
                of_upper: (upper + row.of_upper * miss) / row.upper,
            }
        })
        .collect()
    }

    pub(super) fn add(&mut self, changes: &[Change], primal: f64, dual: f64) {
        for (row, change) in self.rows.iter_mut().zip(changes) {
            row.miss += primal * change.miss;
            row.lower += primal * change.miss;
            row.upper -= primal * change.miss;
            row.of_lower += dual * change.of_lower;
            row.of_upper += dual * change.of_upper;
        }
    }

    /// How much of a step stays within the bounds, of the slacks and of the duals.
    pub(super) fn length(&self, changes: &[Change]) -> (f64, f64) {
        let (mut primal, mut dual) = (f64::INFINITY, f64::INFINITY);
        for (row, change) in self.rows.iter().zip(changes) {
            primal = primal.min(most(row.lower, change.miss));
            primal = primal.min(most(row.upper, -change.miss));
            dual = dual.min(most(row.of_lower, change.of_lower));
            dual = dual.min(most(row.of_upper, change.of_upper));
        }
        (primal, dual)
    }

    /// The sum and the number of products of distances and duals after part of a step.
    pub(super) fn gap(&self, length: (f64, f64), changes: Option<&[Change]>) -> (f64, f64) {
        let mut sum = 0.0;
        for (at, row) in self.rows.iter().enumerate() {
            let change = changes.map_or_else(Change::default, |all| all[at]);
            sum += (row.lower + length.0 * change.miss)
                * (row.of_lower + length.1 * change.of_lower)
                + (row.upper - length.0 * change.miss)
                    * (row.of_upper + length.1 * change.of_upper);
        }
        (sum, 2.0 * self.rows.len() as f64)
    }

    /// The slacks by margin, and how much room each has left on its nearer side.
    pub(super) fn misses(&self) -> impl Iterator<Item = (usize, f64, f64)> {
        let rows = self.rows.iter();
        rows.map(|row| (row.margin, row.miss, row.lower.min(row.upper)))
    }

    /// The least that the slacks add to the Lagrangian for these duals of margins.
    pub(super) fn bound(&self, of_margins: &[f64]) -> f64 {
        let least = |row: &Slack| -row.room * of_margins[row.margin].abs();
        self.rows.iter().map(least).sum()
    }
}

impl Slack {
    fn width(&self) -> f64 {
        1.0 / (self.of_lower / self.lower + self.of_upper / self.upper)
    }

    fn complements(&self, target: f64, second_order: Option<Change>) -> (f64, f64) {
        let change = second_order.unwrap_or_default();
        (
            target - self.lower * self.of_lower - change.miss * change.of_lower,
            target - self.upper * self.of_upper + change.miss * change.of_upper,
        )
    }
}
