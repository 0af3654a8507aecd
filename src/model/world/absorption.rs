//! What final use calls forth, by the country that absorbs it.

use ndarray::{Array1, Array2, Axis as Dimension};

use super::{Unallocated, WorldModel};
use crate::error::Result;

/// Demand and the output it calls forth, n × G each.
#[derive(Debug)]
pub(crate) struct Absorption {
    /// Y: final use by absorbing country.
    pub(crate) y: Array2<f64>,
    /// B Y.
    pub(crate) by: Array2<f64>,
    /// E_s*: exports to all countries.
    pub(crate) all_exports: Array1<f64>,
}

impl Absorption {
    pub(super) fn new(model: &WorldModel) -> Result<Self> {
        let table = model.table();
        let mut y = table.absorption();
        if model.unallocated() == Unallocated::AtHome {
            let missing = table.unallocated();
            for (s, range) in model.ranges().iter().enumerate() {
                for i in range.clone() {
                    y[[i, s]] += missing[i];
                }
            }
        }
        Ok(Self {
            by: model.solve_many(y.view())?,
            all_exports: model.exports().sum_axis(Dimension(1)),
            y,
        })
    }
}

/// Output called forth by the final goods of each country, n × G.
#[derive(Debug)]
pub(crate) struct FinalGoods {
    /// B bd(Y_ss): output everywhere due to final use of own goods in s.
    pub(crate) used_at_home: Array2<f64>,
    /// B bd(Y_s u): output everywhere due to all final goods made in s.
    pub(crate) all: Array2<f64>,
}

impl FinalGoods {
    pub(super) fn new(model: &WorldModel) -> Result<Self> {
        let absorption = model.absorption()?;
        let y = &absorption.y;
        let (n, countries) = y.dim();
        // two sets of right-hand sides: the diagonal blocks of Y, and its row sums by block
        let mut rhs = Array2::zeros((n, 2 * countries));
        for (s, range) in model.ranges().iter().enumerate() {
            for i in range.clone() {
                rhs[[i, s]] = y[[i, s]];
                rhs[[i, countries + s]] = y.row(i).sum();
            }
        }
        let solved = model.solve_many(rhs.view())?;
        let (used_at_home, all) = solved.view().split_at(Dimension(1), countries);
        Ok(Self {
            used_at_home: used_at_home.to_owned(),
            all: all.to_owned(),
        })
    }
}
