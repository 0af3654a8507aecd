//! What final use calls forth, by the country that absorbs it.

use ndarray::{Array1, Array2, Axis as Dimension, Slice};

use super::{Unallocated, WorldModel};
use crate::error::Result;

/// Demand and the output it calls forth, n × G each. All from one factor or inverse.
#[derive(Debug)]
pub(crate) struct Absorption {
    /// Y: final use by absorbing country.
    pub(crate) y: Array2<f64>,
    /// B Y.
    pub(crate) by: Array2<f64>,
    /// B bd(Y_ss): output everywhere due to final use of own goods in s.
    pub(crate) bd: Array2<f64>,
    /// B bd(Y_s u): output everywhere due to all final goods made in s.
    pub(crate) bt: Array2<f64>,
    /// E_s*: exports to all countries.
    pub(crate) all_exports: Array1<f64>,
}

impl Absorption {
    pub(super) fn new(model: &WorldModel) -> Result<Self> {
        let table = model.table();
        let mut y = table.absorption();
        let (n, countries) = y.dim();
        if model.unallocated() == Unallocated::AtHome {
            let missing = table.unallocated();
            for (s, range) in model.ranges().iter().enumerate() {
                for i in range.clone() {
                    y[[i, s]] += missing[i];
                }
            }
        }
        // one set of right-hand sides: Y, its diagonal blocks, its row sums by block
        let mut rhs = Array2::zeros((n, 3 * countries));
        for (s, range) in model.ranges().iter().enumerate() {
            for i in range.clone() {
                rhs[[i, countries + s]] = y[[i, s]];
                rhs[[i, 2 * countries + s]] = y.row(i).sum();
            }
        }
        rhs.slice_axis_mut(Dimension(1), Slice::from(..countries))
            .assign(&y);
        let solved = model.solve_many(rhs.view())?;
        let part = |k: usize| {
            let columns = Slice::from(k * countries..(k + 1) * countries);
            solved.slice_axis(Dimension(1), columns).to_owned()
        };
        let exports = model.exports();
        Ok(Self {
            by: part(0),
            bd: part(1),
            bt: part(2),
            all_exports: exports.sum_axis(Dimension(1)),
            y,
        })
    }
}
