//! Output of the world without the exports of inputs of each country in turn: what comes home is seen once.

use ndarray::{Array1, Array2, Axis as Dimension, Slice};

use super::WorldModel;
use crate::error::Result;

/// B^{\s} is the inverse after A_sr is zeroed for all r ≠ s. Its columns of s are B_.s K_s with K_s = B_ss⁻¹ L_ss; no inverse of size n is
/// made for any country.
#[derive(Debug)]
pub(crate) struct Returns {
    /// Column s is B^{\s}_.s E_s*: output everywhere due to the exports of s, n × G.
    pub(crate) exports: Array2<f64>,
    /// Column s is B^{\s} Y_.s: output everywhere due to final use in s without its own exports of inputs, n × G.
    pub(crate) home: Array2<f64>,
    /// Q_r. = B_rr Y_r.: output of r for its own final goods by absorber, its exports of inputs that come back included, n × G.
    pub(crate) own_goods: Array2<f64>,
}

impl Returns {
    pub(super) fn new(model: &WorldModel) -> Result<Self> {
        // the inverse first: the factor would be made in vain
        let blocks = model.blocks()?;
        let absorption = model.absorption()?;
        let (n, countries) = absorption.by.dim();
        let mut rhs = Array2::zeros((n, 2 * countries));
        for (s, range) in model.ranges().iter().enumerate() {
            let pick =
                |from: &dyn Fn(usize) -> f64| -> Array1<f64> { range.clone().map(from).collect() };
            let exports = pick(&|i| absorption.all_exports[i]);
            let induced = pick(&|i| absorption.by[[i, s]]);
            // k_s = (I − A_ss)(B Y)_ss − Y_ss
            let at_home = model.block(range, range).dot(&induced);
            let own_use = pick(&|i| absorption.y[[i, s]]);
            let returned = &induced - &at_home - &own_use;
            let exports = blocks.cut_times(s, exports.view());
            let returned = blocks.cut_times(s, returned.view());
            for (k, i) in range.clone().enumerate() {
                rhs[[i, s]] = exports[k];
                rhs[[i, countries + s]] = returned[k];
            }
        }
        let mut own_goods = Array2::zeros((n, countries));
        for (r, range) in model.ranges().iter().enumerate() {
            let rows = Slice::from(range.clone());
            let made = blocks
                .own(r)
                .dot(&absorption.y.slice_axis(Dimension(0), rows));
            own_goods.slice_axis_mut(Dimension(0), rows).assign(&made);
        }
        let solved = model.solve_many(rhs.view())?;
        let (exports, returned) = solved.view().split_at(Dimension(1), countries);
        Ok(Self {
            exports: exports.to_owned(),
            home: &absorption.by - &returned,
            own_goods,
        })
    }
}
