//! Contributions as they are summed.

use ndarray::{Array2, Array3, Axis as Dimension};

use super::averages::State;

/// Contributions by factor, and the outcome in both years, row × country.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    pub(super) contributions: Array3<f64>,
    pub(super) start: Array2<f64>,
    pub(super) end: Array2<f64>,
    /// Inputs of a sector by a user without shares of suppliers.
    pub(super) unsourced_inputs: usize,
    /// Final demands for a sector's goods without shares of suppliers.
    pub(super) unsourced_finals: usize,
}

impl Sums {
    pub(super) fn zeros(factors: usize, rows: usize, countries: usize) -> Self {
        Self {
            contributions: Array3::zeros((factors, rows, countries)),
            start: Array2::zeros((rows, countries)),
            end: Array2::zeros((rows, countries)),
            unsourced_inputs: 0,
            unsourced_finals: 0,
        }
    }

    /// Counts the outcome of one state; `first` and `last` are those in which nothing, and everything, has moved.
    pub(super) fn add(&mut self, state: &State, cells: &Array2<f64>, first: bool, last: bool) {
        for (k, &weight) in state.weights.iter().enumerate() {
            if weight != 0.0 {
                let mut sum = self.contributions.index_axis_mut(Dimension(0), k);
                sum.scaled_add(weight, cells);
            }
        }
        if first {
            self.start.assign(cells);
        }
        if last {
            self.end.assign(cells);
        }
    }
}
