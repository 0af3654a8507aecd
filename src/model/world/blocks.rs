//! Every country's own part of B.

use std::ops::Range;

use ndarray::{Array2, ArrayView2, Axis as Dimension, Slice};

use super::WorldModel;
use crate::error::Result;

/// B_ss of every country, out of the inverse.
#[derive(Debug)]
pub(crate) struct Blocks(Vec<Array2<f64>>);

impl Blocks {
    pub(super) fn new(model: &WorldModel) -> Result<Self> {
        let inverse = model.inverse()?;
        let ranges = model.ranges().iter();
        Ok(Self(ranges.map(|range| square(inverse, range)).collect()))
    }

    /// B_ss.
    pub(crate) fn own(&self, s: usize) -> ArrayView2<'_, f64> {
        self.0[s].view()
    }
}

/// The block of a matrix whose rows and columns are one range.
fn square(matrix: ArrayView2<'_, f64>, range: &Range<usize>) -> Array2<f64> {
    let range = Slice::from(range.clone());
    let rows = matrix.slice_axis(Dimension(0), range);
    rows.slice_axis(Dimension(1), range).to_owned()
}
