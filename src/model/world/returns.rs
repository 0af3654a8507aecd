//! Output of the world without the exports of inputs of each country in turn: what comes home is seen once.

use ndarray::{Array1, Array2, Axis as Dimension};

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
}

impl Returns {
    pub(super) fn new(model: &WorldModel) -> Result<Self> {
        // the inverse first: the factor would be made in vain
        let cuts = model.cuts()?;
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
            let exports = cuts.times(s, exports.view());
            let returned = cuts.times(s, returned.view());
            for (k, i) in range.clone().enumerate() {
                rhs[[i, s]] = exports[k];
                rhs[[i, countries + s]] = returned[k];
            }
        }
        let solved = model.solve_many(rhs.view())?;
        let (exports, returned) = solved.view().split_at(Dimension(1), countries);
        Ok(Self {
            exports: exports.to_owned(),
            home: &absorption.by - &returned,
        })
    }
}
