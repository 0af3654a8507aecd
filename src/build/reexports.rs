//! Goods that reach the partner through an entrepôt: back to their value at origin, and on to the producers that made them.
//!
//! Question answered: how much of what Hong Kong re-exports to the partner left its country of origin, at that country's FOB
//! value, and which producers made it? With R the value at the entrepôt's border and μ the mark-up on its import value, the
//! value at origin is `R / (1 + μ)`; the mark-up is income of the entrepôt and belongs to neither partner. Deduct from a
//! direct flow what it already contains: an importer who records by origin has counted re-exports, an exporter who records
//! the first destination has not.
//!
//! Source: Lau, Chen, Xiong (2017), "Adjusted China-U.S. Trade Balance", Lau Chor Tak Institute of Global Economics and Finance,
//! The Chinese University of Hong Kong, Working Paper 54, and the earlier estimates of Fung and Lau that it continues.

use ndarray::Array1;

use crate::error::{Error, Result};
use crate::label::TradeKind;
use crate::table::Exports;

/// Re-exports of goods of one origin to one partner as the entrepôt records them.
#[derive(Debug, Clone, PartialEq)]
pub struct ReExportRecord {
    value: f64,
    mark_up: f64,
}

impl ReExportRecord {
    /// R, at the entrepôt's border, and μ, the mark-up over the entrepôt's import value.
    ///
    /// # Errors
    /// If the value or the mark-up is negative or not a number.
    pub fn new(value: f64, mark_up: f64) -> Result<Self> {
        for (what, number) in [("value", value), ("mark-up", mark_up)] {
            if !(number.is_finite() && number >= 0.0) {
                return Err(Error::parameter(format!(
                    "the {what} of re-exports must be a number of at least 0"
                ))
                .found(number));
            }
        }
        Ok(Self { value, mark_up })
    }

    /// `R / (1 + μ)`.
    #[must_use]
    pub fn value_at_origin(&self) -> f64 {
        self.value / (1.0 + self.mark_up)
    }

    /// `R μ / (1 + μ)`: what the entrepôt earns.
    #[must_use]
    pub fn mark_up(&self) -> f64 {
        self.value - self.value_at_origin()
    }

    /// The exports with one more flow, kind re-exports: the value at origin by the entrepôt's product mix, a weight for every
    /// producer (amounts in any unit).
    ///
    /// # Errors
    /// If there is not one weight of at least 0 per producer, or all are zero.
    pub fn added_to(&self, exports: Exports, partner: &str, mix: &Array1<f64>) -> Result<Exports> {
        let producers = exports.producers();
        if mix.len() != producers.len() {
            return Err(Error::shape("the product mix of re-exports")
                .expected(format!("{} producers", producers.len()))
                .found(mix.len()));
        }
        if let Some(j) = mix
            .iter()
            .position(|weight| !(weight.is_finite() && *weight >= 0.0))
        {
            return Err(Error::parameter(format!(
                "the weight of {} in re-exports",
                producers.label(j)
            ))
            .expected("a number of at least 0")
            .found(mix[j]));
        }
        let sum = mix.sum();
        if sum <= 0.0 {
            return Err(Error::parameter("the product mix of re-exports is empty")
                .hint("use the mix of direct exports of goods"));
        }
        exports.with(
            partner,
            TradeKind::ReExports,
            mix * (self.value_at_origin() / sum),
        )
    }
}
