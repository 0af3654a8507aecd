//! Sums: over columns of labels, and of terms.

use std::collections::HashMap;
use std::hash::Hash;

use ndarray::{Array4, Axis as Dimension};

use super::axes::{Column, Seller, Source, Term};
use super::table::{Additive, Inner, Ledger};
use crate::error::Result;

impl Ledger<Additive> {
    /// Everything added up over some columns, which then have no label.
    #[must_use]
    pub fn summed_over(&self, columns: &[Column]) -> Self {
        let inner = self.inner();
        let mut labels = inner.labels.clone();
        let mut values = inner.values.clone();
        if columns.contains(&Column::Importer) {
            values = summed(&values, 2);
            labels.importers = vec![None];
        }
        if columns.contains(&Column::Term) {
            values = summed(&values, 0);
            labels.terms = vec![TOTAL];
        }
        let sources = labels.sources.iter();
        let sources: Vec<Source> = sources.map(|source| source.without(columns)).collect();
        (labels.sources, values) = gathered(values, 1, labels.sources, sources);
        let sellers = labels.sellers.iter();
        let sellers: Vec<Seller> = sellers.map(|seller| seller.without(columns)).collect();
        (labels.sellers, values) = gathered(values, 3, labels.sellers, sellers);
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
        let (_, sources, importers, sellers) = inner.labels.shape();
        let mut values = Array4::zeros((sums.len(), sources, importers, sellers));
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

/// Figures along an axis added up where its new labels are the same.
fn gathered<L: Clone + Eq + Hash>(
    values: Array4<f64>,
    axis: usize,
    before: Vec<L>,
    labels: Vec<L>,
) -> (Vec<L>, Array4<f64>) {
    if labels == before {
        return (before, values);
    }
    let (kept, to) = distinct(&labels);
    if kept.len() == 1 {
        return (kept, summed(&values, axis));
    }
    let mut shape = values.raw_dim();
    shape[axis] = kept.len();
    let mut sums = Array4::zeros(shape);
    for (from, &to) in to.iter().enumerate() {
        let mut sum = sums.index_axis_mut(Dimension(axis), to);
        sum += &values.index_axis(Dimension(axis), from);
    }
    (kept, sums)
}

/// The different ones in order, and for each of all which it is.
fn distinct<L: Clone + Eq + Hash>(labels: &[L]) -> (Vec<L>, Vec<usize>) {
    let mut known: HashMap<&L, usize> = HashMap::new();
    let mut kept = Vec::new();
    let to = labels.iter().map(|label| {
        *known.entry(label).or_insert_with(|| {
            kept.push(label.clone());
            kept.len() - 1
        })
    });
    let to = to.collect();
    (kept, to)
}
