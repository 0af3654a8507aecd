//! Every country's economy as if it were alone.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

use super::WorldModel;
use crate::error::Result;
use crate::linalg::invert_each;

/// L_ss = (I − A_ss)⁻¹ of every country; needs no factor of the whole.
#[derive(Debug)]
pub(crate) struct Locals(Vec<Array2<f64>>);

impl Locals {
    pub(super) fn new(model: &WorldModel) -> Result<Self> {
        let ranges = model.ranges();
        let blocks = ranges.iter().map(|range| model.block(range, range));
        let found = invert_each(blocks.collect(), &model.options().without_outputs());
        let labelled = found.into_iter().zip(ranges).map(|(found, range)| {
            let whole = |position: usize| range.start + position;
            found.map_err(|failure| model.labelled(failure.at(whole)))
        });
        Ok(Self(labelled.collect::<Result<_>>()?))
    }

    /// L_ss.
    pub(crate) fn inverse(&self, s: usize) -> ArrayView2<'_, f64> {
        self.0[s].view()
    }

    /// L_ss v.
    pub(crate) fn times(&self, s: usize, v: ArrayView1<'_, f64>) -> Array1<f64> {
        self.0[s].dot(&v)
    }

    /// L_ss C.
    pub(crate) fn times_many(&self, s: usize, c: ArrayView2<'_, f64>) -> Array2<f64> {
        self.0[s].dot(&c)
    }

    /// The row w L_ss: a_s for w = V_s.
    pub(crate) fn row_times(&self, s: usize, w: ArrayView1<'_, f64>) -> Array1<f64> {
        w.dot(&self.0[s])
    }
}
