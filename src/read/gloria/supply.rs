//! Supply: which industry makes which product.

use ndarray::{Array1, Array2};

use super::shape::Shape;
use crate::error::{Error, Result};

/// Supply of every region, industry × product, and what follows from it.
pub(super) struct Supply {
    by_region: Vec<Array2<f64>>,
    sectors: usize,
}

/// Industries that sell a product, with their shares of it.
pub(super) type Sellers = Vec<(usize, f64)>;

impl Supply {
    pub(super) fn of(shape: &Shape) -> Self {
        Self {
            by_region: Vec::with_capacity(shape.regions()),
            sectors: shape.sectors(),
        }
    }

    /// What an industry makes of the products of its region. Industries come in their order.
    pub(super) fn put(&mut self, region: usize, industry: usize, products: &[f64]) {
        if self.by_region.len() == region {
            self.by_region
                .push(Array2::zeros((self.sectors, self.sectors)));
        }
        let mut row = self.by_region[region].row_mut(industry);
        row.iter_mut()
            .zip(products)
            .for_each(|(cell, value)| *cell = *value);
    }

    /// Whose output the sales of a product are, by number among the industries of all regions. A product that its own industry alone
    /// makes, or nobody, is that industry's; others are sold for their makers in one proportion, whoever buys: the fixed product sales
    /// structure.
    pub(super) fn sellers(&self, region: usize, product: usize) -> Result<Sellers> {
        let first = region * self.sectors;
        let made = self.by_region[region].column(product);
        let elsewhere = made
            .iter()
            .enumerate()
            .any(|(i, cell)| i != product && *cell != 0.0);
        if !elsewhere {
            return Ok(vec![(first + product, 1.0)]);
        }
        let total: f64 = made.sum();
        if total <= 0.0 {
            return Err(Error::table("supply of a product is not positive").found(total));
        }
        let makers = made.iter().enumerate().filter(|(_, cell)| **cell != 0.0);
        Ok(makers.map(|(i, cell)| (first + i, cell / total)).collect())
    }

    /// Output of industries.
    pub(super) fn output(&self) -> Array1<f64> {
        let rows = self.by_region.iter().flat_map(|supply| supply.rows());
        rows.map(|row| row.sum()).collect()
    }

    /// How many cells off the diagonal are filled, and their sum.
    fn off_diagonal(&self) -> (usize, f64) {
        let cells = self
            .by_region
            .iter()
            .flat_map(|supply| supply.indexed_iter());
        let off = cells.filter(|((i, p), cell)| i != p && **cell != 0.0);
        off.fold((0, 0.0), |(count, sum), (_, cell)| (count + 1, sum + cell))
    }

    pub(super) fn in_words(&self) -> String {
        match self.off_diagonal() {
            (0, _) => "supply is diagonal: every industry makes its own product alone, so that uses of products are uses of industries".into(),
            (count, sum) => format!(
                "{count} cells of supply off the diagonal, {sum} in all: uses of products are divided among their makers in one proportion \
                 (fixed product sales structure, model D)"
            ),
        }
    }
}
