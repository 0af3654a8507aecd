//! Input coefficients of two years as technology × sourcing.

use ndarray::{Array2, ArrayView1, ArrayView2, Zip};

use super::factor::{INPUTS, Parts, SOURCING, TECHNOLOGY};
use super::finals::{sectors, shares, shares_have_meaning};
use crate::error::Result;
use crate::model::WorldModel;

/// Coefficients of both years, read from the tables' flows, and their sums by input sector.
pub(super) struct Inputs<'a> {
    years: [&'a WorldModel; 2],
    sectors: Vec<usize>,
    /// t_kj: sector × user.
    by_sector: [Array2<f64>; 2],
    /// Sector × user: shares of suppliers have a meaning.
    sourced: Array2<bool>,
}

impl<'a> Inputs<'a> {
    pub(super) fn new(years: [&'a WorldModel; 2]) -> Self {
        let (sectors, count) = sectors(years[0]);
        let n = sectors.len();
        let mut sourced = Array2::from_elem((count, n), true);
        let by_sector = years.map(|model| {
            let mut signs = [0, 1].map(|_| Array2::<f64>::zeros((count, n)));
            for (row, &k) in model.table().flows().rows().into_iter().zip(&sectors) {
                for (j, &flow) in row.iter().enumerate() {
                    signs[usize::from(flow < 0.0)][[k, j]] += flow.abs();
                }
            }
            let [positive, negative] = signs;
            Zip::from(&mut sourced)
                .and(&positive)
                .and(&negative)
                .for_each(|sourced, &positive, &negative| {
                    *sourced &= shares_have_meaning(positive, negative);
                });
            (positive - negative) * model.per_output()
        });
        Self {
            years,
            sectors,
            by_sector,
            sourced,
        }
    }

    fn flows(&self, t: usize) -> ArrayView2<'_, f64> {
        self.years[t].table().flows()
    }

    fn per_output(&self, t: usize) -> ArrayView1<'_, f64> {
        self.years[t].per_output()
    }

    /// Technology and sourcing of a coefficient in both years; their product is the coefficient.
    pub(super) fn parts(&self, i: usize, j: usize) -> [[f64; 2]; 2] {
        let cell = [0, 1].map(|t| self.flows(t)[[i, j]] * self.per_output(t)[j]);
        if cell == [0.0, 0.0] {
            return [[0.0; 2], [1.0; 2]];
        }
        let k = self.sectors[i];
        if !self.sourced[[k, j]] {
            return [cell, [1.0; 2]];
        }
        let goods = [0, 1].map(|t| self.by_sector[t][[k, j]]);
        [goods, shares(cell, goods)]
    }

    /// A coefficient when these parts have moved.
    pub(super) fn cell(&self, moved: Parts, i: usize, j: usize) -> f64 {
        let at = |part: Parts| usize::from(moved & part != 0);
        match moved & INPUTS {
            0 => self.flows(0)[[i, j]] * self.per_output(0)[j],
            INPUTS => self.flows(1)[[i, j]] * self.per_output(1)[j],
            _ => {
                let [technology, sourcing] = self.parts(i, j);
                technology[at(TECHNOLOGY)] * sourcing[at(SOURCING)]
            }
        }
    }

    /// A when these parts have moved, n × n.
    pub(super) fn mixed(&self, moved: Parts) -> Result<Array2<f64>> {
        let (model, n) = (self.years[0], self.sectors.len());
        let asked = model.run().require_memory("a mixed state", 8 * n * n);
        asked.map_err(|refusal| model.labelled(refusal.into()))?;
        Ok(Array2::from_shape_fn((n, n), |(i, j)| {
            self.cell(moved, i, j)
        }))
    }

    /// How many inputs of a sector by a user have no shares of suppliers: their change counts as technology.
    pub(super) fn without_sourcing(&self) -> usize {
        self.sourced.iter().filter(|sourced| !**sourced).count()
    }
}
