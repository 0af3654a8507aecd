//! Reading a ledger: rows, selections, single figures.

use std::collections::HashSet;

use ndarray::Axis as Dimension;

use super::axes::{Column, Seller};
use super::table::{Inner, Labels, Ledger};
use crate::error::{Error, Result, first_few};

/// One row of a long table. What was summed over, or is not part of the result, has no label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'a> {
    /// The country that exports, or whose figure it is.
    pub exporter: Option<&'a str>,
    /// The group of producers; none in an undivided country.
    pub group: Option<&'a str>,
    /// The sector.
    pub sector: Option<&'a str>,
    /// The country that imports or absorbs.
    pub importer: Option<&'a str>,
    /// The country where the content arises.
    pub origin: Option<&'a str>,
    /// The owner of the income.
    pub owner: Option<&'a str>,
    /// The term.
    pub term: &'a str,
    /// The figure, in the unit of the ledger.
    pub value: f64,
}

impl Row<'_> {
    /// The label in a column.
    #[must_use]
    pub fn label(&self, column: Column) -> Option<&str> {
        match column {
            Column::Exporter => self.exporter,
            Column::Group => self.group,
            Column::Sector => self.sector,
            Column::Importer => self.importer,
            Column::Origin => self.origin,
            Column::Owner => self.owner,
            Column::Term => Some(self.term),
        }
    }
}

impl<A> Ledger<A> {
    /// The rows, seller by seller, then by importer, owner, origin and term. Cells without meaning (a country's exports to itself) and
    /// without value (a share of nothing) have no row.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let inner = self.inner();
        let labels = &inner.labels;
        let (terms, origins, importers, sellers) = labels.shape();
        let cells = (0..sellers).flat_map(move |i| {
            (0..importers)
                .filter(move |&r| labels.is_cell(i, r))
                .flat_map(move |r| {
                    (0..origins).flat_map(move |o| (0..terms).map(move |t| (t, o, r, i)))
                })
        });
        let defined = move |at: &(usize, usize, usize, usize)| {
            inner.undefined.as_ref().is_none_or(|mask| !mask[*at])
        };
        cells.filter(defined).map(move |at| inner.row(at))
    }

    /// The labels of a column, each once, in order.
    #[must_use]
    pub fn labels(&self, column: Column) -> Vec<&str> {
        let labels = &self.inner().labels;
        let mut found: Vec<&str> = Vec::new();
        match column {
            Column::Importer => found.extend(labels.importers.iter().flatten().map(String::as_str)),
            Column::Origin | Column::Owner => {
                distinct(
                    &mut found,
                    labels.sources.iter().map(|source| source.label(column)),
                );
            }
            Column::Term => found.extend(labels.terms.iter().map(|term| term.code)),
            Column::Exporter | Column::Group | Column::Sector => {
                distinct(
                    &mut found,
                    labels.sellers.iter().map(|seller| seller.label(column)),
                );
            }
        }
        found
    }

    /// Only the rows with one of these labels in a column.
    ///
    /// # Errors
    /// If a label does not occur; the message lists those that do.
    pub fn select(&self, column: Column, wanted: &[&str]) -> Result<Self> {
        let known = self.labels(column);
        if let Some(missing) = wanted.iter().find(|label| !known.contains(label)) {
            return Err(
                Error::label(format!("no {column} `{missing}` in these results")).expected(
                    match known.is_empty() {
                        true => {
                            format!("no label: the results do not tell one {column} from another")
                        }
                        false => format!("one of {}", first_few(known)),
                    },
                ),
            );
        }
        let labels = &self.inner().labels;
        let has = |label: Option<&str>| label.is_some_and(|label| wanted.contains(&label));
        let (axis, keep): (usize, Vec<usize>) = match column {
            Column::Term => (0, positions(&labels.terms, |term| has(Some(term.code)))),
            Column::Origin | Column::Owner => (
                1,
                positions(&labels.sources, |source| has(source.label(column))),
            ),
            Column::Importer => (
                2,
                positions(&labels.importers, |label| has(label.as_deref())),
            ),
            _ => (
                3,
                positions(&labels.sellers, |seller| has(seller.label(column))),
            ),
        };
        Ok(self.kept(axis, &keep))
    }

    /// Only this exporter.
    ///
    /// # Errors
    /// If it does not occur.
    pub fn exporter(&self, code: &str) -> Result<Self> {
        self.select(Column::Exporter, &[code])
    }

    /// Only this importer or absorber.
    ///
    /// # Errors
    /// If it does not occur.
    pub fn importer(&self, code: &str) -> Result<Self> {
        self.select(Column::Importer, &[code])
    }

    /// Only this term.
    ///
    /// # Errors
    /// If it does not occur.
    pub fn term(&self, code: &str) -> Result<Self> {
        self.select(Column::Term, &[code])
    }

    /// Only this country of origin.
    ///
    /// # Errors
    /// If it does not occur.
    pub fn origin(&self, code: &str) -> Result<Self> {
        self.select(Column::Origin, &[code])
    }

    /// Only the income of this owner.
    ///
    /// # Errors
    /// If it does not occur.
    pub fn owner(&self, code: &str) -> Result<Self> {
        self.select(Column::Owner, &[code])
    }

    /// Only this sector.
    ///
    /// # Errors
    /// If it does not occur.
    pub fn sector(&self, code: &str) -> Result<Self> {
        self.select(Column::Sector, &[code])
    }

    /// Only this group of producers.
    ///
    /// # Errors
    /// If it does not occur.
    pub fn group(&self, code: &str) -> Result<Self> {
        self.select(Column::Group, &[code])
    }

    /// The figure of a ledger of one row.
    ///
    /// # Errors
    /// If there are several rows, or none.
    pub fn value(&self) -> Result<f64> {
        let mut rows = self.rows();
        match (rows.next(), rows.next()) {
            (Some(row), None) => Ok(row.value),
            (found, _) => Err(Error::shape("one figure was asked for")
                .expected("one row")
                .found(match found {
                    None => 0,
                    Some(_) => 2 + rows.count(),
                })
                .hint("select labels, or sum over columns, until one row is left")),
        }
    }

    fn kept(&self, axis: usize, keep: &[usize]) -> Self {
        let inner = self.inner();
        let mut labels = inner.labels.clone();
        match axis {
            0 => labels.terms = keep.iter().map(|&k| labels.terms[k]).collect(),
            1 => labels.sources = keep.iter().map(|&k| labels.sources[k].clone()).collect(),
            2 => labels.importers = keep.iter().map(|&k| labels.importers[k].clone()).collect(),
            _ => labels.sellers = keep.iter().map(|&k| labels.sellers[k].clone()).collect(),
        }
        let mask = inner.undefined.as_ref();
        Self::of(Inner {
            about: inner.about.clone(),
            values: inner.values.select(Dimension(axis), keep),
            undefined: mask.map(|mask| mask.select(Dimension(axis), keep)),
            labels,
        })
    }
}

impl Labels {
    /// Whether a seller's column of an importer means anything.
    pub(super) fn is_cell(&self, seller: usize, importer: usize) -> bool {
        let Seller { exporter, .. } = &self.sellers[seller];
        self.home || exporter.is_none() || *exporter != self.importers[importer]
    }
}

impl Inner {
    fn row(&self, (t, o, r, i): (usize, usize, usize, usize)) -> Row<'_> {
        let seller = &self.labels.sellers[i];
        Row {
            exporter: seller.exporter.as_deref(),
            group: seller.group.as_deref(),
            sector: seller.sector.as_deref(),
            importer: self.labels.importers[r].as_deref(),
            origin: self.labels.sources[o].origin.as_deref(),
            owner: self.labels.sources[o].owner.as_deref(),
            term: self.labels.terms[t].code,
            value: self.values[[t, o, r, i]],
        }
    }
}

/// Each label once, in order.
fn distinct<'a>(found: &mut Vec<&'a str>, labels: impl Iterator<Item = Option<&'a str>>) {
    let mut known = HashSet::new();
    found.extend(labels.flatten().filter(|label| known.insert(*label)));
}

fn positions<T>(items: &[T], keep: impl Fn(&T) -> bool) -> Vec<usize> {
    let items = items.iter().enumerate();
    items
        .filter(|(_, item)| keep(item))
        .map(|(k, _)| k)
        .collect()
}
