//! Every country without its own exports of inputs.

use std::fmt;
use std::sync::Arc;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis as Dimension};

use super::{Blocks, Locals, WorldModel};
use crate::error::Result;
use crate::linalg::{Engine, Factor, Failure, Native, Pivoting};
use crate::run::map_shared;

/// Solves with B_ss and products with K_s = B_ss⁻¹ L_ss, which turns columns and rows of B into those of B^{\s}, the inverse after
/// A_sr is zeroed for r ≠ s: B^{\s}_.s = B_.s K_s.
pub(crate) struct Cuts {
    locals: Arc<Locals>,
    /// None for a market without producers.
    factors: Vec<Option<Box<dyn Factor>>>,
}

impl Cuts {
    pub(super) fn new(model: &WorldModel) -> Result<Self> {
        let blocks = model.blocks()?;
        let sizes = model.ranges().iter().map(|range| range.len() as f64);
        let work = sizes.map(|size| size.powi(3)).sum();
        let countries = 0..model.ranges().len();
        let factors = model.run().install(work, || {
            map_shared(countries, |s| factorise(model, &blocks, s))
        });
        Ok(Self {
            locals: model.locals()?,
            factors: factors.into_iter().collect::<Result<_>>()?,
        })
    }

    /// B_ss⁻¹ v.
    pub(crate) fn own_solve(&self, s: usize, v: ArrayView1<'_, f64>) -> Array1<f64> {
        let solved = self.own_solve_many(s, v.insert_axis(Dimension(1)));
        solved.index_axis_move(Dimension(1), 0)
    }

    /// B_ss⁻¹ C.
    pub(crate) fn own_solve_many(&self, s: usize, c: ArrayView2<'_, f64>) -> Array2<f64> {
        let mut x = c.to_owned();
        if let Some(factor) = &self.factors[s] {
            factor.solve(x.view_mut());
        }
        x
    }

    /// K_s v: what has to be delivered so that v is, once own exports of inputs are cut.
    pub(crate) fn times(&self, s: usize, v: ArrayView1<'_, f64>) -> Array1<f64> {
        self.own_solve(s, self.locals.times(s, v).view())
    }

    /// The row w K_s.
    pub(crate) fn row_times(&self, s: usize, w: ArrayView1<'_, f64>) -> Array1<f64> {
        let mut y = w.to_owned().insert_axis(Dimension(1));
        if let Some(factor) = &self.factors[s] {
            factor.solve_transposed(y.view_mut());
        }
        let y = y.index_axis_move(Dimension(1), 0);
        self.locals.row_times(s, y.view())
    }
}

/// B_ss with row exchanges.
fn factorise(model: &WorldModel, blocks: &Blocks, s: usize) -> Result<Option<Box<dyn Factor>>> {
    let range = &model.ranges()[s];
    if range.is_empty() {
        return Ok(None);
    }
    let own = blocks.own(s).to_owned();
    let labelled = |failure: Failure| model.labelled(failure.at(|k| range.start + k));
    let factor = Native.factorise(own, Pivoting::Partial, model.run());
    factor.map(Some).map_err(labelled)
}

impl fmt::Debug for Cuts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "own blocks of {} countries", self.factors.len())
    }
}
