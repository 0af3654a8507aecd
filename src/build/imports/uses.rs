//! The uses of every product side by side: users, final uses, exports.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView1};

use crate::table::CompetitiveTable;

/// Product × (users, categories of final use, exports).
pub(super) struct Uses {
    pub(super) cells: Array2<f64>,
    users: usize,
    labels: Vec<String>,
}

impl Uses {
    pub(super) fn of(table: &CompetitiveTable) -> Self {
        let (n, f) = table.finals().dim();
        let (flows, finals) = (table.flows(), table.finals());
        let exports = table.exports().by_producer();
        let cells = Array2::from_shape_fn((n, n + f + 1), |(i, c)| match c {
            c if c < n => flows[[i, c]],
            c if c < n + f => finals[[i, c - n]],
            _ => exports[i],
        });
        let users = (0..n).map(|j| table.producers().label(j));
        let finals = table.final_uses().codes().iter().cloned();
        let exports = std::iter::once("exports".to_owned());
        Self {
            cells,
            users: n,
            labels: users.chain(finals).chain(exports).collect(),
        }
    }

    pub(super) fn row(&self, product: usize) -> ArrayView1<'_, f64> {
        self.cells.row(product)
    }

    pub(super) fn label(&self, column: usize) -> &str {
        &self.labels[column]
    }

    /// Columns of inputs.
    pub(super) fn inputs(&self) -> Range<usize> {
        0..self.users
    }

    /// Columns of final uses.
    pub(super) fn finals(&self) -> Range<usize> {
        self.users..self.exports()
    }

    /// The column of exports, the last one.
    pub(super) fn exports(&self) -> usize {
        self.labels.len() - 1
    }

    /// The columns of uses at home.
    pub(super) fn at_home(&self) -> Range<usize> {
        0..self.exports()
    }
}

/// Adjacent columns of a matrix of uses, or of imports within them.
pub(super) fn columns(cells: &Array2<f64>, range: Range<usize>) -> Array2<f64> {
    let start = range.start;
    Array2::from_shape_fn((cells.nrows(), range.len()), |(i, c)| cells[[i, start + c]])
}

pub(super) fn column(cells: &Array2<f64>, at: usize) -> Array1<f64> {
    cells.column(at).to_owned()
}
