//! What all decompositions of exports share: whose flows, in what, how fine; one exporter at a time, in parallel.

mod wide;

use std::collections::HashSet;
use std::ops::{Deref, Range};
use std::sync::Arc;

use ndarray::{Array2, Array3, ArrayView1, Axis as Dimension, Slice, Zip};

use crate::account::ledger::{About, Ledger, Seller, Term};
use crate::account::{Level, Scope};
use crate::error::{Error, Result};
use crate::model::{Content, Measure, Unallocated, Weights, WorldModel};

pub use wide::OwnLevel;
pub(super) use wide::{ratios, single, turned};

/// The term of what exports contain beside the value added of any country.
pub(super) const OTHER: Term = Term::new(
    "OTH",
    "taxes less subsidies on products, margins and rounding in all countries: what is neither an input nor value added",
    "(u − u'W) ∘ E_sr",
);

/// A question made ready: positions instead of codes.
pub(super) struct Asked<'a> {
    pub(super) model: &'a WorldModel,
    pub(super) exporters: Vec<usize>,
    pub(super) importers: Vec<usize>,
    pub(super) weights: Weights,
    /// E, producer × importer.
    exports: Arc<Array2<f64>>,
}

/// The same with contents instead of weights.
pub(super) struct Plan<'a> {
    asked: Asked<'a>,
    pub(super) content: Arc<Content>,
    /// Content in primary inputs that are not value added, where there are any and value added is asked for.
    other: Option<Arc<Content>>,
}

impl<'a> Deref for Plan<'a> {
    type Target = Asked<'a>;

    fn deref(&self) -> &Asked<'a> {
        &self.asked
    }
}

impl<'a> Plan<'a> {
    pub(super) fn new(model: &'a WorldModel, scope: &Scope) -> Result<Self> {
        let asked = Asked::new(model, scope)?;
        let other = match &scope.weights {
            Some(_) => None,
            None => other(model)?,
        };
        Ok(Self {
            content: model.content(&asked.weights)?,
            other: other.map(|weights| model.content(&weights)).transpose()?,
            asked,
        })
    }

    /// b_s: domestic content per unit of exports.
    pub(super) fn own(&self, s: usize) -> ArrayView1<'_, f64> {
        within(self.content.own.view(), self.range(s))
    }

    /// φ_s: foreign content per unit of exports.
    pub(super) fn foreign(&self, s: usize) -> ArrayView1<'_, f64> {
        within(self.content.foreign.view(), self.range(s))
    }

    /// W_ts: content from t per unit of exports of s.
    pub(super) fn content_from(&self, t: usize, s: usize) -> ArrayView1<'_, f64> {
        within(self.content.by_origin.row(t), self.range(s))
    }

    /// The cells of every exporter, importer × producer by term, added up to the level and checked: the terms of a cell are its content
    /// in the weights. Where value added is measured, what is not value added is the last term.
    pub(super) fn ledger(
        &self,
        method: String,
        level: Level,
        terms: &[Term],
        cells: impl Fn(usize) -> Result<Array3<f64>> + Sync + Send,
    ) -> Result<Ledger> {
        let mut terms = terms.to_vec();
        terms.extend(self.other_term());
        let values = self.gathered(level, (terms.len(), 1), |s| {
            let cells = self.asked_for(cells(s)?);
            Ok(self.with_other(s, cells).insert_axis(Dimension(1)))
        })?;
        let totals = self.contained(level);
        let parts = self.parts(method, level, terms, values);
        Ledger::partition(parts, |r, i| totals[[r, i]])
    }

    /// The term of what is not value added, where value added is measured and there is such content.
    pub(super) fn other_term(&self) -> Option<Term> {
        self.other.is_some().then_some(OTHER)
    }

    /// All content of the exports of s in the weights, what is not value added included, importer asked for × producer.
    pub(super) fn content_of_exports(&self, s: usize) -> Array2<f64> {
        let exports = self.exports_of(s);
        let content = &exports * &within(self.content.all.view(), self.range(s));
        match &self.other {
            Some(other) => content + &exports * &within(other.all.view(), self.range(s)),
            None => content,
        }
    }

    /// The cells of s with the term of what is not value added behind them, where there is such content.
    pub(super) fn with_other(&self, s: usize, cells: Array3<f64>) -> Array3<f64> {
        match &self.other {
            Some(other) => {
                let rest = self.exports_of(s) * within(other.all.view(), self.range(s));
                pushed(&cells, &rest)
            }
            None => cells,
        }
    }
}

impl<'a> Asked<'a> {
    pub(super) fn new(model: &'a WorldModel, scope: &Scope) -> Result<Self> {
        let exporters = positions(model, &scope.exporters)?;
        if let Some(weights) = &scope.weights {
            model.require_weights(weights)?;
        }
        Ok(Self {
            exporters: exporters
                .into_iter()
                .filter(|s| !model.ranges()[*s].is_empty())
                .collect(),
            importers: positions(model, &scope.importers)?,
            weights: match &scope.weights {
                Some(weights) => weights.clone(),
                None => model.weights(&Measure::ValueAdded)?,
            },
            exports: model.exports(),
            model,
        })
    }

    pub(super) fn about(&self, method: String) -> About {
        let mut notes = Vec::new();
        let checked = self.model.table().checked();
        if let Some(row) = checked
            .worst_row()
            .filter(|row| row.amount.abs() > 1e-9 * row.output.abs())
        {
            notes.push(match self.model.unallocated() {
                Unallocated::AtHome => format!(
                    "Uses miss output by up to {:.1} ({}); the difference counts as final use at home.",
                    row.amount, row.label
                ),
                Unallocated::Ignored => format!(
                    "Uses miss output by up to {:.1} ({}); nobody absorbs the difference.",
                    row.amount, row.label
                ),
            });
        }
        let all = About::of_world(self.model.table());
        About {
            method,
            measure: self.weights.name().to_owned(),
            unit: self.weights.unit().to_owned(),
            perimeter: format!("{}; {}", all.perimeter, self.flows()),
            notes,
            ..all
        }
    }

    /// The flows asked for, in words.
    fn flows(&self) -> String {
        let codes = self.model.countries().codes();
        let producing = self.model.ranges().iter().filter(|range| !range.is_empty());
        let named = |chosen: &[usize], all: usize| match chosen.len() == all {
            true => "all countries".to_owned(),
            false => chosen
                .iter()
                .map(|&c| codes[c].as_str())
                .collect::<Vec<_>>()
                .join(", "),
        };
        format!(
            "flows from {} to {}",
            named(&self.exporters, producing.count()),
            named(&self.importers, codes.len())
        )
    }

    pub(super) fn range(&self, s: usize) -> &Range<usize> {
        &self.model.ranges()[s]
    }

    /// V_s, per unit of output.
    pub(super) fn rates(&self, s: usize) -> ArrayView1<'_, f64> {
        within(self.weights.rates(), self.range(s))
    }

    /// Refuses a choice of importers where the method knows all exports of a country only.
    pub(super) fn require_all_importers(&self, scope: &Scope, method: &str) -> Result<()> {
        match scope.importers {
            None => Ok(()),
            Some(_) => Err(Error::label(format!(
                "{method} is defined for all exports of a country, not for those to some importers"
            ))
            .hint("leave importers out of the scope")),
        }
    }

    /// Of cells by all importers, those of the importers asked for.
    pub(super) fn asked_for(&self, cells: Array3<f64>) -> Array3<f64> {
        match self.importers.iter().copied().eq(0..cells.dim().1) {
            true => cells,
            false => cells.select(Dimension(1), &self.importers),
        }
    }

    /// Exports of one country by importer asked for, importer × producer.
    fn exports_of(&self, s: usize) -> Array2<f64> {
        let rows = Slice::from(self.range(s).clone());
        let exports = self.exports.slice_axis(Dimension(0), rows);
        exports
            .select(Dimension(1), &self.importers)
            .reversed_axes()
    }

    fn sellers(&self, level: Level) -> Vec<Seller> {
        let producers = self.model.producers();
        let codes = self.model.countries().codes();
        match level.by_sector() {
            false => self
                .exporters
                .iter()
                .map(|&s| Seller::country(&codes[s]))
                .collect(),
            true => {
                let all = Seller::all(producers);
                let chosen = self.exporters.iter().flat_map(|&s| self.range(s).clone());
                chosen.map(|i| all[i].clone()).collect()
            }
        }
    }
}

/// The positions of countries; all of them where none is named.
fn positions(model: &WorldModel, codes: &Option<Vec<String>>) -> Result<Vec<usize>> {
    let countries = model.countries();
    let Some(codes) = codes else {
        return Ok((0..countries.len()).collect());
    };
    let mut known = HashSet::new();
    let mut found = Vec::with_capacity(codes.len());
    for code in codes {
        if !known.insert(code) {
            return Err(Error::label(format!(
                "the country `{code}` is asked for twice"
            )));
        }
        found.push(countries.at(code)?.get());
    }
    Ok(found)
}

/// Rates of everything in the column of a producer that is neither an input nor value added, unless there is nothing.
fn other(model: &WorldModel) -> Result<Option<Weights>> {
    let rest = model.weights(&Measure::OtherPrimary)?.rates().to_owned()
        + model.weights(&Measure::Discrepancy)?.rates();
    if rest.iter().all(|rate| rate.abs() < 1e-12) {
        return Ok(None);
    }
    let unit = model.table().unit().short();
    Weights::new(OTHER.code, &unit, model.producers(), rest).map(Some)
}

/// The part of a vector over producers that belongs to one range.
pub(super) fn within<'v>(vector: ArrayView1<'v, f64>, range: &Range<usize>) -> ArrayView1<'v, f64> {
    vector.slice_axis_move(Dimension(0), Slice::from(range.clone()))
}

/// One column of a matrix over producers, as far as it belongs to one range.
pub(super) fn column_within<'v>(
    matrix: &'v Array2<f64>,
    column: usize,
    range: &Range<usize>,
) -> ArrayView1<'v, f64> {
    within(matrix.index_axis(Dimension(1), column), range)
}

/// Columns beside each other.
pub(super) fn stacked<const K: usize>(columns: [ArrayView1<'_, f64>; K]) -> Array2<f64> {
    let mut matrix = Array2::zeros((columns[0].len(), K));
    for (mut to, from) in matrix.columns_mut().into_iter().zip(columns) {
        to.assign(&from);
    }
    matrix
}

/// Cells added up over importers and producers, as far as the level asks for it.
fn added_up(mut cells: Array3<f64>, level: Level) -> Array3<f64> {
    for (axis, kept) in [(1, level.by_importer()), (2, level.by_sector())] {
        if !kept {
            cells = cells.sum_axis(Dimension(axis)).insert_axis(Dimension(axis));
        }
    }
    cells
}

fn pushed(cells: &Array3<f64>, last: &Array2<f64>) -> Array3<f64> {
    let (terms, importers, producers) = cells.dim();
    let mut all = Array3::zeros((terms + 1, importers, producers));
    let (mut before, mut behind) = all.view_mut().split_at(Dimension(0), terms);
    before.assign(cells);
    behind.index_axis_mut(Dimension(0), 0).assign(last);
    all
}

/// Sellers of all exporters beside each other.
pub(super) fn columns_side_by_side(pieces: &[Array2<f64>]) -> Array2<f64> {
    let importers = pieces.first().map_or(0, |piece| piece.nrows());
    let sellers = pieces.iter().map(|piece| piece.ncols()).sum();
    let mut all = Array2::zeros((importers, sellers));
    let mut start = 0;
    for piece in pieces {
        let end = start + piece.ncols();
        all.slice_axis_mut(Dimension(1), Slice::from(start..end))
            .assign(piece);
        start = end;
    }
    all
}

/// Rows of a term: `row ∘ column` for every producer.
pub(super) fn put(
    cells: &mut Array3<f64>,
    (term, importer): (usize, usize),
    row: ArrayView1<'_, f64>,
    column: ArrayView1<'_, f64>,
) {
    let place = cells.index_axis_mut(Dimension(0), term);
    Zip::from(place.index_axis_move(Dimension(0), importer))
        .and(row)
        .and(column)
        .for_each(|place, row, column| *place = row * column);
}
