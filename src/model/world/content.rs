//! Content of final output by country of origin.

use ndarray::{Array1, Array2, Axis as Dimension};

use super::{Weights, WorldModel};
use crate::error::Result;

/// Rows over producers, for one set of weights V.
#[derive(Debug)]
pub(crate) struct Content {
    /// V, per unit of output.
    pub(crate) rates: Array1<f64>,
    /// W_t. = V_t B_t., G × n: content of each producer's final output that arises in t.
    pub(crate) by_origin: Array2<f64>,
    /// b: in each producer's own country, b_s = W_ss.
    pub(crate) own: Array1<f64>,
    /// φ: in all other countries.
    pub(crate) foreign: Array1<f64>,
    /// u'W: anywhere.
    pub(crate) all: Array1<f64>,
}

impl Content {
    pub(super) fn new(model: &WorldModel, weights: &Weights) -> Result<Self> {
        let n = model.producers().len();
        let rates = weights.rates().to_owned();
        let mut by_country = Array2::zeros((n, model.ranges().len()));
        for (t, range) in model.ranges().iter().enumerate() {
            for i in range.clone() {
                by_country[[i, t]] = rates[i];
            }
        }
        let by_origin = model
            .solve_transposed_many(by_country.view())?
            .reversed_axes();
        let mut own = Array1::zeros(n);
        for (s, range) in model.ranges().iter().enumerate() {
            for j in range.clone() {
                own[j] = by_origin[[s, j]];
            }
        }
        // summed over foreign origins and not all less own, which would cancel
        let mut foreign = Array1::zeros(n);
        for (range, row) in model.ranges().iter().zip(by_origin.rows()) {
            for j in 0..n {
                if !range.contains(&j) {
                    foreign[j] += row[j];
                }
            }
        }
        Ok(Self {
            all: by_origin.sum_axis(Dimension(0)),
            rates,
            by_origin,
            own,
            foreign,
        })
    }
}
