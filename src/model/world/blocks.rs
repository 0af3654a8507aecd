//! Every country's own part of the system: alone, and within the world.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis as Dimension, Slice};

use super::{Locals, WorldModel};
use crate::error::Result;
use crate::linalg::{Engine, Factor, Failure, Native, Pivoting};
use crate::run::map_shared;

/// L_ss, B_ss and what exporters need of them.
pub(crate) struct Blocks {
    locals: Arc<Locals>,
    own: Vec<Array2<f64>>,
    factors: Vec<Option<Box<dyn Factor>>>,
}

impl Blocks {
    pub(super) fn new(model: &WorldModel) -> Result<Self> {
        let locals = model.locals()?;
        let inverse = model.inverse()?;
        let ranges = model.ranges();
        let own: Vec<Array2<f64>> = ranges.iter().map(|range| square(inverse, range)).collect();
        let work: f64 = own.iter().map(|block| (block.nrows() as f64).powi(3)).sum();
        let factors = model.run().install(work, || {
            map_shared(own.iter().zip(ranges), |(block, range)| {
                factor_of(block.clone(), range, model)
            })
        });
        Ok(Self {
            locals,
            own,
            factors: factors.into_iter().collect::<Result<_>>()?,
        })
    }

    /// B_ss.
    pub(crate) fn own(&self, s: usize) -> ArrayView2<'_, f64> {
        self.own[s].view()
    }

    /// B_ss⁻¹ v.
    pub(crate) fn own_solve(&self, s: usize, v: ArrayView1<'_, f64>) -> Array1<f64> {
        let mut x = v.to_owned().insert_axis(Dimension(1));
        if let Some(factor) = &self.factors[s] {
            factor.solve(x.view_mut());
        }
        x.index_axis_move(Dimension(1), 0)
    }

    /// B_ss⁻¹ C.
    pub(crate) fn own_solve_many(&self, s: usize, c: ArrayView2<'_, f64>) -> Array2<f64> {
        let mut x = c.to_owned();
        if let Some(factor) = &self.factors[s] {
            factor.solve(x.view_mut());
        }
        x
    }

    /// K_s v = B_ss⁻¹ L_ss v: what has to be delivered so that v is, once own exports of inputs are cut.
    pub(crate) fn cut_times(&self, s: usize, v: ArrayView1<'_, f64>) -> Array1<f64> {
        self.own_solve(s, self.locals.times(s, v).view())
    }

    /// The row w K_s = w B_ss⁻¹ L_ss.
    pub(crate) fn row_times_cut(&self, s: usize, w: ArrayView1<'_, f64>) -> Array1<f64> {
        let mut y = w.to_owned().insert_axis(Dimension(1));
        if let Some(factor) = &self.factors[s] {
            factor.solve_transposed(y.view_mut());
        }
        let y = y.index_axis_move(Dimension(1), 0);
        self.locals.row_times(s, y.view())
    }
}

/// The block of a matrix whose rows and columns are one range.
fn square(matrix: ArrayView2<'_, f64>, range: &Range<usize>) -> Array2<f64> {
    let range = Slice::from(range.clone());
    matrix
        .slice_axis(Dimension(0), range)
        .slice_axis(Dimension(1), range)
        .to_owned()
}

/// A general matrix factorised with row exchanges; nothing for an empty one.
pub(crate) fn factor_of(
    matrix: Array2<f64>,
    range: &Range<usize>,
    model: &WorldModel,
) -> Result<Option<Box<dyn Factor>>> {
    if matrix.is_empty() {
        return Ok(None);
    }
    let factor = Native.factorise(matrix, Pivoting::Partial, model.run());
    let labelled = |failure: Failure| model.labelled(failure.at(|position| range.start + position));
    factor.map(Some).map_err(labelled)
}

impl fmt::Debug for Blocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "own blocks of {} countries", self.own.len())
    }
}
