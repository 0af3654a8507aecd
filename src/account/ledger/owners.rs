//! One ledger out of those of several owners.

use ndarray::{Array4, Axis as Dimension, Slice};

use super::about::About;
use super::axes::Source;
use super::table::{Inner, Labels, Ledger};
use crate::error::{Error, Result};

impl<A> Ledger<A> {
    /// Ledgers with the same labels, one for each owner, as one ledger with a column of owners. They are made one after another, so that
    /// no two are held beside the result.
    pub(crate) fn of_owners(
        about: About,
        owners: impl ExactSizeIterator<Item = Result<(String, Self)>>,
    ) -> Result<Self> {
        let count = owners.len();
        let mut all: Option<Inner> = None;
        for (k, owner) in owners.enumerate() {
            let (owner, ledger) = owner?;
            let inner = ledger.inner();
            let stacked = match &mut all {
                Some(stacked) => stacked,
                None => all.insert(empty(&about, inner, count)?),
            };
            require_alike(&stacked.labels, inner)?;
            let sources = inner.labels.sources.len();
            let place = Slice::from(k * sources..(k + 1) * sources);
            let mut values = stacked.values.slice_axis_mut(Dimension(1), place);
            values.assign(&inner.values);
            if let (Some(to), Some(from)) = (&mut stacked.undefined, &inner.undefined) {
                to.slice_axis_mut(Dimension(1), place).assign(from);
            }
            let owned = inner.labels.sources.iter();
            let owned: Vec<Source> = owned.map(|source| source.owned_by(&owner)).collect();
            stacked.labels.sources.extend(owned);
        }
        match all {
            Some(inner) => Ok(Self::of(inner)),
            None => Err(Error::income("no owner is asked for")),
        }
    }
}

/// Room for so many owners with the labels of the first.
fn empty(about: &About, first: &Inner, owners: usize) -> Result<Inner> {
    let (terms, sources, importers, sellers) = first.values.dim();
    let shape = (terms, owners * sources, importers, sellers);
    let cells = first.values.len() * owners;
    let mut values: Vec<f64> = Vec::new();
    values.try_reserve_exact(cells).map_err(|error| {
        Error::memory(format!(
            "{cells} figures for {owners} owners do not fit into memory: {error}"
        ))
        .hint("fewer owners, exporters or importers, or a coarser level")
    })?;
    values.resize(cells, 0.0);
    let values = Array4::from_shape_vec(shape, values).map_err(|error| {
        Error::shape(format!(
            "the figures of {owners} owners do not fit: {error}"
        ))
    })?;
    Ok(Inner {
        about: about.clone(),
        labels: Labels {
            sources: Vec::with_capacity(owners * sources),
            ..first.labels.clone()
        },
        undefined: first
            .undefined
            .as_ref()
            .map(|_| Array4::from_elem(shape, false)),
        values,
    })
}

/// All labels but those of origins and owners must be the same.
fn require_alike(stacked: &Labels, inner: &Inner) -> Result<()> {
    let labels = &inner.labels;
    let same = stacked.sellers == labels.sellers
        && stacked.importers == labels.importers
        && stacked.terms == labels.terms;
    match same {
        true => Ok(()),
        false => Err(Error::shape(
            "the ledgers of two owners have different labels",
        )),
    }
}
