//! Shares: sums of terms over all terms together.

use ndarray::{Array4, Axis as Dimension};

use super::about::About;
use super::axes::Term;
use super::table::{Additive, Apart, Inner, Ledger};
use crate::error::Result;

impl Ledger<Additive> {
    /// Sums of terms as shares of all terms together, cell by cell: shares of the flow that the terms divide. A term may be part of several
    /// sums. A share of nothing has no row. Sum over sectors or partners first for the shares of a country.
    ///
    /// # Errors
    /// If a part is not among the terms.
    pub fn shares(&self, sums: &[(Term, &[&str])]) -> Result<Ledger<Apart>> {
        let inner = self.inner();
        let all = inner.values.sum_axis(Dimension(0));
        let parts = self.combined(sums)?;
        let mut values = parts.inner().values.clone();
        let mut undefined = Array4::from_elem(values.dim(), false);
        for (mut shares, mut undefined) in values.outer_iter_mut().zip(undefined.outer_iter_mut()) {
            shares.zip_mut_with(&all, |share, all| {
                *share = if *all == 0.0 { 0.0 } else { *share / all };
            });
            undefined.zip_mut_with(&all, |undefined, all| *undefined = *all == 0.0);
        }
        Ok(Ledger::of(Inner {
            about: About {
                unit: "share".to_owned(),
                ..inner.about.clone()
            },
            labels: parts.inner().labels.clone(),
            values,
            undefined: Some(undefined),
        }))
    }
}
