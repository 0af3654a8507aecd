//! A total of cells, exact or uncertain.

use std::sync::Arc;

use super::margin::Margin;
use crate::error::{Error, Result};

/// A weighted sum of cells that is to be a given total.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Constraint {
    pub(super) label: String,
    cells: Selection,
    pub(super) total: f64,
    pub(super) error: f64,
}

/// Which cells are added up. Blocks are not written out: margins of a large matrix share their lists.
#[derive(Debug, Clone, PartialEq)]
enum Selection {
    Listed(Vec<((usize, usize), f64)>),
    Block {
        rows: Arc<[usize]>,
        columns: Arc<[usize]>,
    },
}

impl Constraint {
    /// The sum of these cells, each with its coefficient, is `total`.
    pub fn new(
        label: impl Into<String>,
        cells: impl IntoIterator<Item = ((usize, usize), f64)>,
        total: f64,
    ) -> Self {
        Self::of(label, Selection::Listed(cells.into_iter().collect()), total)
    }

    /// The sum of all cells in these rows and columns is `total`: trade between two regions, for example.
    pub fn block(label: impl Into<String>, rows: &[usize], columns: &[usize], total: f64) -> Self {
        Self::shared(label, &rows.into(), &columns.into(), total)
    }

    pub(super) fn shared(
        label: impl Into<String>,
        rows: &Arc<[usize]>,
        columns: &Arc<[usize]>,
        total: f64,
    ) -> Self {
        let (rows, columns) = (Arc::clone(rows), Arc::clone(columns));
        Self::of(label, Selection::Block { rows, columns }, total)
    }

    fn of(label: impl Into<String>, cells: Selection, total: f64) -> Self {
        Self {
            label: label.into(),
            cells,
            total,
            error: 0.0,
        }
    }

    /// One constraint for the sum of each row of a matrix with so many columns.
    #[must_use]
    pub fn row_sums(targets: &Margin, columns: usize) -> Vec<Self> {
        let all: Arc<[usize]> = (0..columns).collect();
        (0..targets.len())
            .map(|i| Self::shared(&targets.labels()[i], &[i].into(), &all, targets.target(i)))
            .collect()
    }

    /// One constraint for the sum of each column of a matrix with so many rows.
    #[must_use]
    pub fn column_sums(targets: &Margin, rows: usize) -> Vec<Self> {
        let all: Arc<[usize]> = (0..rows).collect();
        (0..targets.len())
            .map(|j| Self::shared(&targets.labels()[j], &all, &[j].into(), targets.target(j)))
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

    /// The number of cells, those named twice counted twice.
    pub(super) fn count(&self) -> usize {
        match &self.cells {
            Selection::Listed(cells) => cells.len(),
            Selection::Block { rows, columns } => rows.len() * columns.len(),
        }
    }

    /// Whether every coefficient is one.
    pub(super) fn is_plain(&self) -> bool {
        match &self.cells {
            Selection::Listed(cells) => cells.iter().all(|&(_, a)| a == 1.0),
            Selection::Block { .. } => true,
        }
    }

    /// The cells with their coefficients.
    pub(super) fn cells(&self) -> impl Iterator<Item = ((usize, usize), f64)> + '_ {
        let (listed, rows, columns): (&[_], &[usize], &[usize]) = match &self.cells {
            Selection::Listed(cells) => (cells, &[], &[]),
            Selection::Block { rows, columns } => (&[], rows, columns),
        };
        let block = rows
            .iter()
            .flat_map(move |&i| columns.iter().map(move |&j| ((i, j), 1.0)));
        listed.iter().copied().chain(block)
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
        for ((i, j), coefficient) in self.cells() {
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
