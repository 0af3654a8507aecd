//! Linkages of the whole matrix: power and sensitivity of dispersion.
//!
//! Question answered: which producers pull on the economy more than the average one when demand for them rises, and which are pulled on
//! more when all demand rises?
//!
//! Source: Rasmussen (1956), Studies in Inter-Sectoral Relations, North-Holland, chapter 8 (power and sensitivity of dispersion, and
//! their coefficients of variation); Hirschman (1958), The Strategy of Economic Development, chapter 6; forward linkages from the
//! allocation of output: Jones (1976), Quarterly Journal of Economics 90(2), 323-333; direct linkages: Chenery, Watanabe (1958),
//! Econometrica 26(4), 487-521.
//!
//! With G = (I − x̂⁻¹ Z)⁻¹ = x̂⁻¹ B x̂ the Ghosh inverse:
//!
//! ```text
//! backward           (u'B)_j                            n (u'B)_j / u'B u      power of dispersion
//! forward, from B    (B u)_i                            n (B u)_i / u'B u      sensitivity of dispersion
//! forward, from G    (G u)_i = (B x)_i / x_i            n (G u)_i / u'G u
//! variation          √( Σ_i (b_ij − b̄_j)² / (n − 1) ) / b̄_j, b̄_j = (u'B)_j / n;   rows of B and of G alike
//! direct             (u'A)_j and (Z u)_i / x_i
//! ```
//!
//! Shapes: rows over n producers; indices and shares without unit. Row sums of B weigh all final demands alike, whatever their size; those
//! of G follow where output goes. They are different figures and have different names.
//!
//! # Identities (tested)
//! Indices have mean one; G u is upstreamness; variation is that of the written-out matrices.
//!
//! # Computation
//! Three solves for the indices. Variation needs B in full; rows of G differ from rows of B x̂ by a factor, which does not change their
//! variation.

use ndarray::{Array1, ArrayView1, Axis as Dimension};

use super::economy::{Linkages, defined, quotients};
use crate::account::Ledger;
use crate::account::ledger::{Apart, Term};
use crate::error::Result;

/// The terms of [`Linkages::dispersion`].
pub const DISPERSION: [Term; 6] = [
    Term::new(
        "BACKWARD",
        "output of all per unit of final demand for this producer",
        "(u'B)_j",
    ),
    Term::new("POWER", "power of dispersion", "n (u'B)_j / u'B u"),
    Term::new(
        "FORWARD",
        "output of this producer when final demand for every producer rises by one unit",
        "(B u)_i",
    ),
    Term::new(
        "SENSITIVITY",
        "sensitivity of dispersion",
        "n (B u)_i / u'B u",
    ),
    Term::new(
        "GHOSH_FORWARD",
        "value of output of all per unit of this producer's primary inputs",
        "(G u)_i = (B x)_i / x_i",
    ),
    Term::new(
        "GHOSH_SENSITIVITY",
        "forward linkage from the Ghosh inverse against the mean",
        "n (G u)_i / u'G u",
    ),
];

/// The terms of [`Linkages::variation`].
pub const VARIATION: [Term; 3] = [
    Term::new(
        "BACKWARD_CV",
        "how unevenly the backward linkage falls on producers",
        "coefficient of variation of column j of B",
    ),
    Term::new(
        "FORWARD_CV",
        "how unevenly the forward linkage draws on producers",
        "coefficient of variation of row i of B",
    ),
    Term::new(
        "GHOSH_FORWARD_CV",
        "how unevenly the forward linkage of the Ghosh inverse draws on producers",
        "coefficient of variation of row i of G",
    ),
];

/// The terms of [`Linkages::direct_linkages`].
pub const DIRECT: [Term; 2] = [
    Term::new("DIRECT_BACKWARD", "share of inputs in output", "(u'A)_j"),
    Term::new(
        "DIRECT_FORWARD",
        "share of output that others use as inputs",
        "(Z u)_i / x_i",
    ),
];

impl Linkages {
    /// Power and sensitivity of dispersion, [`DISPERSION`].
    ///
    /// # Errors
    /// If the economy is not productive.
    pub fn dispersion(&self) -> Result<Ledger<Apart>> {
        let ones = Array1::ones(self.producers().len());
        let backward = self.solve_transposed(ones.view())?;
        let forward = self.solve(ones.view())?;
        let supplied = self.row_sums_of_ghosh()?;
        let mut rows = Vec::with_capacity(DISPERSION.len());
        for (k, sums) in [backward, forward, supplied].iter().enumerate() {
            rows.push((DISPERSION[2 * k], defined(sums)));
            rows.push((DISPERSION[2 * k + 1], against_mean(sums)));
        }
        let about = self.about("power and sensitivity of dispersion", "output", "index");
        self.by_producer(about, &rows)
    }

    /// Coefficients of variation of the columns and rows of B and of the rows of G, [`VARIATION`]. Needs the inverse in full.
    ///
    /// # Errors
    /// If the economy is not productive or there is no memory.
    pub fn variation(&self) -> Result<Ledger<Apart>> {
        let inverse = self.inverse()?;
        let output = self.output();
        let columns = inverse.columns().into_iter();
        let columns = columns.map(|column| variation(column.iter().copied(), column.len()));
        let rows = || inverse.rows().into_iter();
        let forward = rows().map(|row| variation(row.iter().copied(), row.len()));
        let supplied = rows().enumerate().map(|(i, row)| match output[i] {
            // nobody is supplied: a row of the unit matrix
            0.0 => variation(
                (0..row.len()).map(|j| f64::from(u8::from(i == j))),
                row.len(),
            ),
            _ => variation(row.iter().zip(output).map(|(b, x)| b * x), row.len()),
        });
        let rows = [
            (VARIATION[0], columns.collect()),
            (VARIATION[1], forward.collect()),
            (VARIATION[2], supplied.collect()),
        ];
        let about = self.about(
            "variation of dispersion",
            "output",
            "coefficient of variation",
        );
        self.by_producer(about, &rows)
    }

    /// Direct linkages of Chenery and Watanabe, [`DIRECT`]. A producer without output has none.
    ///
    /// # Errors
    /// None that a table could cause.
    pub fn direct_linkages(&self) -> Result<Ledger<Apart>> {
        let (flows, output) = (self.flows(), self.output());
        let rows = [
            (DIRECT[0], quotients(&flows.sum_axis(Dimension(0)), output)),
            (DIRECT[1], quotients(&flows.sum_axis(Dimension(1)), output)),
        ];
        let about = self.about(
            "direct linkages (Chenery, Watanabe 1958)",
            "output",
            "share of output",
        );
        self.by_producer(about, &rows)
    }

    /// G u = (B x) / x; one where there is no output.
    pub(super) fn row_sums_of_ghosh(&self) -> Result<Array1<f64>> {
        let output = self.output();
        let mut sums = self.solve(output)?;
        for (sum, &output) in sums.iter_mut().zip(output) {
            *sum = if output == 0.0 { 1.0 } else { *sum / output };
        }
        Ok(sums)
    }
}

/// Sums divided by their mean.
fn against_mean(sums: &Array1<f64>) -> Vec<Option<f64>> {
    let mean = sums.sum() / sums.len() as f64;
    quotients(sums, ArrayView1::from(&vec![mean; sums.len()]))
}

/// The coefficient of variation with n − 1 in the variance; nothing for a single cell or a mean of zero.
fn variation(cells: impl Iterator<Item = f64> + Clone, n: usize) -> Option<f64> {
    let mean = cells.clone().sum::<f64>() / n as f64;
    if n < 2 || mean == 0.0 {
        return None;
    }
    let squares: f64 = cells.map(|cell| (cell - mean).powi(2)).sum();
    Some((squares / (n - 1) as f64).sqrt() / mean)
}
