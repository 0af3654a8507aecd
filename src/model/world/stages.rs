//! Output of each country for its own last stages: what it makes for final use anywhere without any import in between.

use ndarray::{Array1, Array2, Axis as Dimension, Slice};

use super::WorldModel;
use crate::error::Result;

/// Local output, from the local inverses alone.
#[derive(Debug)]
pub(crate) struct Stages {
    /// P_r. = L_rr Y_r., n × G: output of r for its final goods absorbed in each country.
    pub(crate) p: Array2<f64>,
    /// D_r = L_rr Y_rr: for its own final use.
    pub(crate) d: Array1<f64>,
    /// T_r = P_r u: for all its final goods.
    pub(crate) t: Array1<f64>,
    /// H_r = X_r − D_r = L_rr E_r*: for its exports.
    pub(crate) h: Array1<f64>,
}

impl Stages {
    pub(super) fn new(model: &WorldModel) -> Result<Self> {
        let (absorption, locals) = (model.absorption()?, model.locals()?);
        let mut p = Array2::zeros(absorption.y.dim());
        for (r, range) in model.ranges().iter().enumerate() {
            let rows = Slice::from(range.clone());
            let y = absorption.y.slice_axis(Dimension(0), rows);
            p.slice_axis_mut(Dimension(0), rows)
                .assign(&locals.times_many(r, y));
        }
        let mut d = Array1::zeros(p.nrows());
        for (r, range) in model.ranges().iter().enumerate() {
            for i in range.clone() {
                d[i] = p[[i, r]];
            }
        }
        Ok(Self {
            t: p.sum_axis(Dimension(1)),
            h: &model.table().output() - &d,
            p,
            d,
        })
    }
}
