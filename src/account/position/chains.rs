//! Products with inputs from home, inputs from abroad and local inverses, for some columns or rows at once.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis as Dimension, Slice};

use crate::error::Result;
use crate::model::{Unallocated, Weights, WorldModel};

/// Final use by kind, and the products. Columns stand beside each other, n × K; so do rows, each as a column.
pub(super) struct Chains<'a> {
    pub(super) model: &'a WorldModel,
    /// y^L: final use at home.
    pub(super) home: Array1<f64>,
    /// y^E: final use abroad.
    pub(super) abroad: Array1<f64>,
    /// E_s*: exports.
    pub(super) exports: Array1<f64>,
    /// Output that nobody absorbs, if the model leaves unrecorded uses as they are; otherwise zero.
    pub(super) left: Array1<f64>,
}

impl<'a> Chains<'a> {
    pub(super) fn new(model: &'a WorldModel) -> Result<Self> {
        let absorption = model.absorption()?;
        let n = model.producers().len();
        let (mut home, mut abroad) = (Array1::zeros(n), Array1::zeros(n));
        for (s, range) in model.ranges().iter().enumerate() {
            for i in range.clone() {
                for (r, value) in absorption.y.row(i).iter().enumerate() {
                    match r == s {
                        true => home[i] = *value,
                        false => abroad[i] += value,
                    }
                }
            }
        }
        let left = match model.unallocated() {
            Unallocated::AtHome => Array1::zeros(n),
            Unallocated::Ignored => model.table().unallocated(),
        };
        Ok(Self {
            model,
            home,
            abroad,
            exports: absorption.all_exports.clone(),
            left,
        })
    }

    /// y: final output of each producer.
    pub(super) fn finals(&self) -> Array1<f64> {
        &self.home + &self.abroad
    }

    /// X.
    pub(super) fn output(&self) -> ArrayView1<'_, f64> {
        self.model.table().output()
    }

    /// L C, country by country.
    pub(super) fn local(&self, columns: &Array2<f64>) -> Result<Array2<f64>> {
        let locals = self.model.locals()?;
        Ok(self.by_country(columns, |s, range| {
            locals.times_many(s, rows_of(columns, range))
        }))
    }

    /// A^D C: inputs from home.
    pub(super) fn at_home(&self, columns: &Array2<f64>) -> Array2<f64> {
        self.by_country(columns, |_, range| {
            let own = rows_of(columns, range);
            self.model.times_columns(range, range, own)
        })
    }

    /// A^F C: inputs from abroad.
    pub(super) fn across(&self, columns: &Array2<f64>) -> Array2<f64> {
        self.by_country(columns, |_, range| {
            let mut sum = Array2::zeros((range.len(), columns.ncols()));
            for others in self.others(range) {
                let theirs = rows_of(columns, &others);
                sum += &self.model.times_columns(range, &others, theirs);
            }
            sum
        })
    }

    /// B C.
    pub(super) fn everywhere(&self, columns: &Array2<f64>) -> Result<Array2<f64>> {
        self.model.solve_many(columns.view())
    }

    /// Rows w L.
    pub(super) fn row_local(&self, rows: &Array2<f64>) -> Result<Array2<f64>> {
        let locals = self.model.locals()?;
        Ok(self.by_country(rows, |s, range| {
            locals.inverse(s).t().dot(&rows_of(rows, range))
        }))
    }

    /// Rows w A^D.
    pub(super) fn row_at_home(&self, rows: &Array2<f64>) -> Array2<f64> {
        self.by_country(rows, |_, range| {
            let inputs = self.model.flows(range, range);
            self.per_output(range, inputs.t().dot(&rows_of(rows, range)))
        })
    }

    /// Rows w A^F.
    pub(super) fn row_across(&self, rows: &Array2<f64>) -> Array2<f64> {
        self.by_country(rows, |_, range| {
            let mut sum = Array2::zeros((range.len(), rows.ncols()));
            for others in self.others(range) {
                let inputs = self.model.flows(&others, range);
                sum += &inputs.t().dot(&rows_of(rows, &others));
            }
            self.per_output(range, sum)
        })
    }

    /// Rows w B.
    pub(super) fn row_everywhere(&self, rows: &Array2<f64>) -> Result<Array2<f64>> {
        self.model.solve_transposed_many(rows.view())
    }

    fn by_country(
        &self,
        columns: &Array2<f64>,
        block: impl Fn(usize, &Range<usize>) -> Array2<f64>,
    ) -> Array2<f64> {
        let mut all = Array2::zeros(columns.dim());
        for (s, range) in self.model.ranges().iter().enumerate() {
            let rows = Slice::from(range.clone());
            all.slice_axis_mut(Dimension(0), rows)
                .assign(&block(s, range));
        }
        all
    }

    /// The producers before and behind those of one country.
    fn others(&self, range: &Range<usize>) -> [Range<usize>; 2] {
        let n = self.model.producers().len();
        [0..range.start, range.end..n]
    }

    fn per_output(&self, range: &Range<usize>, amounts: Array2<f64>) -> Array2<f64> {
        let per_output = self.model.per_output();
        let per_output = per_output.slice_axis(Dimension(0), Slice::from(range.clone()));
        amounts * per_output.insert_axis(Dimension(1))
    }
}

/// The rows of some producers.
fn rows_of<'v>(columns: &'v Array2<f64>, range: &Range<usize>) -> ArrayView2<'v, f64> {
    columns.slice_axis(Dimension(0), Slice::from(range.clone()))
}

/// Columns beside each other.
pub(super) fn beside<const K: usize>(columns: [ArrayView1<'_, f64>; K]) -> Array2<f64> {
    let rows = columns.first().map_or(0, |column| column.len());
    let mut all = Array2::zeros((rows, K));
    for (mut to, from) in all.columns_mut().into_iter().zip(columns) {
        to.assign(&from);
    }
    all
}

/// The columns of a matrix, each on its own.
pub(super) fn apart<const K: usize>(columns: &Array2<f64>) -> [Array1<f64>; K] {
    std::array::from_fn(|k| columns.column(k).to_owned())
}

/// V, if the weights belong to these producers.
pub(super) fn rates(model: &WorldModel, weights: &Weights) -> Result<Array1<f64>> {
    model.require_weights(weights)?;
    Ok(weights.rates().to_owned())
}
