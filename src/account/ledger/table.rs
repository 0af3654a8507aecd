//! The long table itself.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use ndarray::{Array4, Axis as Dimension};

use super::about::About;
use super::axes::{Seller, Source, Term};
use crate::error::{Error, Result};

/// How far the terms of a cell may miss its total, as a share of the largest figure: rounding of double-precision arithmetic.
const ROUNDING: f64 = 1e-9;

/// Figures that may be added up: over sectors, partners, exporters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Additive;

/// Figures that stand for themselves: each flow was cut on its own, or they are shares and lengths. Such a ledger has no sums, and the
/// compiler says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apart;

/// One long table of results: `exporter, group, sector, importer, origin, term, value` in one unit, under one method.
///
/// Kept as a block of figures with its labels, so that millions of rows cost eight bytes each; rows are made when they are read.
/// Cheap to clone.
pub struct Ledger<A = Additive> {
    inner: Arc<Inner>,
    sums: PhantomData<fn() -> A>,
}

#[derive(Clone)]
pub(super) struct Inner {
    pub(super) about: About,
    pub(super) labels: Labels,
    /// term × source × importer × seller
    pub(super) values: Array4<f64>,
    /// Cells that have no value: a share of nothing.
    pub(super) undefined: Option<Array4<bool>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Labels {
    pub(super) sellers: Vec<Seller>,
    pub(super) importers: Vec<Option<String>>,
    /// Origins and owners share an axis.
    pub(super) sources: Vec<Source>,
    pub(super) terms: Vec<Term>,
    /// Whether a country can be its own importer. Trade has no such cells, absorption has.
    pub(super) home: bool,
}

/// What a ledger is made of.
pub(crate) struct Parts {
    pub(crate) about: About,
    pub(crate) sellers: Vec<Seller>,
    pub(crate) importers: Option<Vec<String>>,
    pub(crate) origins: Option<Vec<String>>,
    pub(crate) terms: Vec<Term>,
    pub(crate) home: bool,
    /// term × origin × importer × seller; an axis that is not there has length one.
    pub(crate) values: Array4<f64>,
}

impl<A> Ledger<A> {
    /// A ledger of these figures.
    pub(crate) fn new(parts: Parts) -> Result<Self> {
        Self::with_undefined(parts, None)
    }

    /// A ledger in which some cells have no value.
    pub(crate) fn with_undefined(parts: Parts, undefined: Option<Array4<bool>>) -> Result<Self> {
        let axis = |labels: Option<Vec<String>>| match labels {
            Some(labels) => labels.into_iter().map(Some).collect(),
            None => vec![None],
        };
        let labels = Labels {
            sellers: parts.sellers,
            importers: axis(parts.importers),
            sources: axis(parts.origins)
                .into_iter()
                .map(Source::of_origin)
                .collect(),
            terms: parts.terms,
            home: parts.home,
        };
        let shape = labels.shape();
        if parts.values.dim() != shape {
            return Err(
                Error::shape("the figures of a ledger do not fit its labels")
                    .expected(format!("{shape:?}"))
                    .found(format!("{:?}", parts.values.dim())),
            );
        }
        let values = parts.values;
        // which one is looked for only where there is one
        let wrong = match values.iter().all(|value| value.is_finite()) {
            true => None,
            false => values.indexed_iter().find(|(at, value)| {
                !value.is_finite() && !undefined.as_ref().is_some_and(|mask| mask[*at])
            }),
        };
        if let Some((at, value)) = wrong {
            return Err(Error::identity(format!(
                "{}: the figure for {} is not a number",
                parts.about.method,
                labels.cell(at)
            ))
            .found(value));
        }
        Ok(Self::of(Inner {
            about: parts.about,
            labels,
            values,
            undefined,
        }))
    }

    pub(super) fn of(inner: Inner) -> Self {
        Self {
            inner: Arc::new(inner),
            sums: PhantomData,
        }
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.inner
    }

    /// The method, the measure, the unit, and what else a reader must know.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.inner.about
    }

    /// The terms with their meaning and equation.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.inner.labels.terms
    }

    /// The same figures under another name of the method.
    pub(crate) fn called(self, method: String) -> Self {
        let about = About {
            method,
            ..self.about().clone()
        };
        self.described(about)
    }

    /// The same figures, described anew; they are copied only where somebody else holds them.
    pub(crate) fn described(self, about: About) -> Self {
        let inner = Arc::unwrap_or_clone(self.inner);
        Self::of(Inner { about, ..inner })
    }

    /// The same figures without leave to add them up.
    #[must_use]
    pub fn apart(self) -> Ledger<Apart> {
        Ledger {
            inner: self.inner,
            sums: PhantomData,
        }
    }
}

impl Ledger<Additive> {
    /// A ledger whose terms are proved to add up to `total(importer, seller)` in every cell.
    pub(crate) fn partition(parts: Parts, total: impl Fn(usize, usize) -> f64) -> Result<Self> {
        let ledger = Self::new(parts)?;
        let (values, labels) = (&ledger.inner.values, &ledger.inner.labels);
        let sums = values.sum_axis(Dimension(0)).sum_axis(Dimension(0));
        let cells = || {
            sums.indexed_iter()
                .map(|((r, i), sum)| (r, i, *sum, total(r, i)))
        };
        let largest = values.fold(0.0, |most: f64, figure| most.max(figure.abs())); // a total may cancel
        let worst = cells().max_by(|a, b| (a.2 - a.3).abs().total_cmp(&(b.2 - b.3).abs()));
        match worst {
            Some((r, i, sum, total)) if (sum - total).abs() > ROUNDING * largest => {
                Err(Error::identity(format!(
                    "{}: the terms for {} do not add up to the flow",
                    ledger.about().method,
                    labels.cell((0, 0, r, i))
                ))
                .expected(total)
                .found(sum))
            }
            _ => Ok(ledger),
        }
    }
}

impl Labels {
    pub(super) fn shape(&self) -> (usize, usize, usize, usize) {
        (
            self.terms.len(),
            self.sources.len(),
            self.importers.len(),
            self.sellers.len(),
        )
    }

    /// A cell in words.
    fn cell(&self, (t, o, r, i): (usize, usize, usize, usize)) -> String {
        let seller = &self.sellers[i];
        let parts = [
            &seller.exporter,
            &seller.group,
            &seller.sector,
            &self.sources[o].origin,
            &self.sources[o].owner,
        ];
        let mut words: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        if let Some(importer) = &self.importers[r] {
            words.push("→");
            words.push(importer);
        }
        words.push(self.terms.get(t).map_or("", |term| term.code));
        words.join(" ")
    }
}

impl<A> Clone for Ledger<A> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            sums: PhantomData,
        }
    }
}

impl<A> fmt::Debug for Ledger<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (terms, sources, importers, sellers) = self.inner.labels.shape();
        write!(
            f,
            "Ledger of {} ({}): {terms} terms × {sources} origins and owners × {importers} importers × {sellers} sellers",
            self.about().method,
            self.about().unit
        )
    }
}
