//! What is known of a division beside the published table: sums and shares, exact or about.

use super::selection::Cells;

/// How well something is known.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Doubt {
    Exact,
    /// In the table's unit.
    Amount(f64),
    /// In units of the share; times the starting amount of these cells it is one in the table's unit.
    Share(f64),
}

/// One thing known of a division. Without [`give_or_take`](Known::give_or_take) it is met exactly.
///
/// ```
/// use leontief::build::{Cells, Known};
///
/// let processing = || Cells::imported_inputs().used_by(["DP", "FP"]);
/// // customs: 481 billion of imports for processing
/// let imports = Known::amount("imports for processing", processing(), 481_170.0);
/// // foreign-invested firms take about 48 per cent of all imports, give or take three points
/// let foreign = Known::share(
///     "foreign-invested share of imports",
///     Cells::imported_inputs().used_by(["FN", "FP"]),
///     Cells::imported_inputs(),
///     0.48,
/// )
/// .give_or_take(0.03);
/// # let _ = (imports, foreign);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Known {
    pub(super) label: String,
    pub(super) terms: Vec<(Cells, f64)>,
    pub(super) amount: f64,
    pub(super) whole: Option<Cells>,
    pub(super) doubt: Doubt,
}

impl Known {
    /// These cells sum to an amount, in the table's unit.
    pub fn amount(label: impl Into<String>, cells: Cells, amount: f64) -> Self {
        Self {
            label: label.into(),
            terms: vec![(cells, 1.0)],
            amount,
            whole: None,
            doubt: Doubt::Exact,
        }
    }

    /// These cells are a share of others: `Σ cells = share × Σ whole`. As a condition on amounts it is
    /// `Σ cells − share × Σ whole = 0`.
    pub fn share(label: impl Into<String>, cells: Cells, whole: Cells, share: f64) -> Self {
        Self {
            label: label.into(),
            terms: vec![(cells, 1.0), (whole.clone(), -share)],
            amount: 0.0,
            whole: Some(whole),
            doubt: Doubt::Exact,
        }
    }

    /// Other cells count too, with a coefficient: foreign income, say, is each primary input times its foreign share.
    pub fn plus(mut self, cells: Cells, coefficient: f64) -> Self {
        self.terms.push((cells, coefficient));
        self
    }

    /// Known about only: with this standard error, in the table's unit for an amount, in the share's for a share. Zero means exact.
    pub fn give_or_take(mut self, standard_error: f64) -> Self {
        self.doubt = match (standard_error == 0.0, &self.whole) {
            (true, _) => Doubt::Exact,
            (false, None) => Doubt::Amount(standard_error),
            (false, Some(_)) => Doubt::Share(standard_error),
        };
        self
    }
}
