//! Sums: over columns of labels, and of terms.

use std::collections::HashMap;

use ndarray::{Array4, Axis as Dimension};

use super::axes::{Column, Seller, Term};
use super::table::{Additive, Inner, Ledger};
use crate::error::Result;

impl Ledger<Additive> {
    /// Everything added up over some columns, which then have no label.
    #[must_use]
    pub fn summed_over(&self, columns: &[Column]) -> Self {
        let inner = self.inner();
        let mut labels = inner.labels.clone();
        let mut values = inner.values.clone();
        if columns.contains(&Column::Origin) {
            values = summed(&values, 1);
            labels.origins = vec![None];
        }
        if columns.contains(&Column::Importer) {
            values = summed(&values, 2);
            labels.importers = vec![None];
        }
        if columns.contains(&Column::Term) {
            values = summed(&values, 0);
            labels.terms = vec![TOTAL];
        }
        let sellers: Vec<Seller> = labels
            .sellers
            .iter()
            .map(|seller| seller.without(columns))
            .collect();
        if sellers != labels.sellers {
            let (kept, to) = distinct(&sellers);
            let (terms, origins, importers, _) = values.dim();
            let mut sums = Array4::zeros((terms, origins, importers, kept.len()));
            for (from, &to) in to.iter().enumerate() {
                let mut sum = sums.index_axis_mut(Dimension(3), to);
                sum += &values.index_axis(Dimension(3), from);
            }
            (labels.sellers, values) = (kept, sums);
        }
        Self::of(Inner {
            about: inner.about.clone(),
            labels,
            values,
            undefined: None,
        })
    }

    /// The sum of everything.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.inner().values.sum()
    }
}

impl<A> Ledger<A> {
    /// Sums of terms under new names, cell by cell: a decomposition's standard quantities out of its terms. A term may be part of several sums.
    ///
    /// # Errors
    /// If a part is not among the terms.
    pub fn combined(&self, sums: &[(Term, &[&str])]) -> Result<Self> {
        let inner = self.inner();
        let (_, origins, importers, sellers) = inner.labels.shape();
        let mut values = Array4::zeros((sums.len(), origins, importers, sellers));
        let mut undefined = inner
            .undefined
            .as_ref()
            .map(|_| Array4::from_elem(values.dim(), false));
        for (k, (_, parts)) in sums.iter().enumerate() {
            let mut sum = values.index_axis_mut(Dimension(0), k);
            for part in *parts {
                let t = Term::find(&inner.labels.terms, part)?;
                sum += &inner.values.index_axis(Dimension(0), t);
                if let (Some(to), Some(from)) = (&mut undefined, &inner.undefined) {
                    let mut mask = to.index_axis_mut(Dimension(0), k);
                    mask.zip_mut_with(&from.index_axis(Dimension(0), t), |to, from| *to |= from);
                }
            }
        }
        let mut labels = inner.labels.clone();
        labels.terms = sums.iter().map(|(term, _)| *term).collect();
        Ok(Self::of(Inner {
            about: inner.about.clone(),
            labels,
            values,
            undefined,
        }))
    }
}

const TOTAL: Term = Term::new("total", "all terms together", "Σ terms");

fn summed(values: &Array4<f64>, axis: usize) -> Array4<f64> {
    values
        .sum_axis(Dimension(axis))
        .insert_axis(Dimension(axis))
}

/// The different ones in order, and for each of all which it is.
fn distinct(sellers: &[Seller]) -> (Vec<Seller>, Vec<usize>) {
    let mut known: HashMap<&Seller, usize> = HashMap::new();
    let mut kept = Vec::new();
    let to = sellers.iter().map(|seller| {
        *known.entry(seller).or_insert_with(|| {
            kept.push(seller.clone());
            kept.len() - 1
        })
    });
    let to = to.collect();
    (kept, to)
}
