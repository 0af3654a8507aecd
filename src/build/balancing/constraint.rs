//! A total of cells, exact or uncertain.

use super::margin::Margin;
use crate::error::{Error, Result};

/// A weighted sum of cells that is to be a given total.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Constraint {
    pub(super) label: String,
    pub(super) cells: Vec<((usize, usize), f64)>,
    pub(super) total: f64,
    pub(super) error: f64,
}

impl Constraint {
    /// The sum of these cells, each with its coefficient, is `total`.
    pub fn new(
        label: impl Into<String>,
        cells: impl IntoIterator<Item = ((usize, usize), f64)>,
        total: f64,
    ) -> Self {
        Self {
            label: label.into(),
            cells: cells.into_iter().collect(),
            total,
            error: 0.0,
        }
    }

    /// The sum of all cells in these rows and columns is `total`: trade between two regions, for example.
    pub fn block(label: impl Into<String>, rows: &[usize], columns: &[usize], total: f64) -> Self {
        let cells = rows
            .iter()
            .flat_map(|&i| columns.iter().map(move |&j| ((i, j), 1.0)));
        Self::new(label, cells, total)
    }

    /// One constraint for the sum of each row of a matrix with so many columns.
    #[must_use]
    pub fn row_sums(targets: &Margin, columns: usize) -> Vec<Self> {
        let all: Vec<usize> = (0..columns).collect();
        (0..targets.len())
            .map(|i| Self::block(&targets.labels()[i], &[i], &all, targets.target(i)))
            .collect()
    }

    /// One constraint for the sum of each column of a matrix with so many rows.
    #[must_use]
    pub fn column_sums(targets: &Margin, rows: usize) -> Vec<Self> {
        let all: Vec<usize> = (0..rows).collect();
        (0..targets.len())
            .map(|j| Self::block(&targets.labels()[j], &all, &[j], targets.target(j)))
            .collect()
    }

    /// How uncertain the total is. Zero, the default, must be met exactly; totals in conflict share what they miss in proportion to the
    /// squares of these.
    pub fn standard_error(mut self, error: f64) -> Self {
        self.error = error;
        self
    }

    /// The name in messages.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The total.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.total
    }

    /// Refuses numbers that are none and cells that are not there.
    pub(super) fn check(&self, (rows, columns): (usize, usize)) -> Result<()> {
        let named = |what: &str| format!("{what} of the constraint `{}`", self.label);
        if !self.total.is_finite() {
            return Err(Error::control_total(named("the total"))
                .expected("a number")
                .found(self.total));
        }
        if !(self.error.is_finite() && self.error >= 0.0) {
            return Err(Error::control_total(named("the standard error"))
                .expected("zero or more")
                .found(self.error));
        }
        for &((i, j), coefficient) in &self.cells {
            if i >= rows || j >= columns {
                return Err(Error::shape(named("a cell"))
                    .expected(format!(
                        "a cell within {rows} × {columns}, counted from zero"
                    ))
                    .found(format!("({i}, {j})")));
            }
            if !coefficient.is_finite() {
                return Err(Error::control_total(named(&format!(
                    "the coefficient of cell ({i}, {j})"
                )))
                .expected("a number")
                .found(coefficient));
            }
        }
        Ok(())
    }
}
