//! Figures of chosen countries with chosen partners, at a level.

use std::sync::Arc;

use ndarray::{Array1, Array2, Array4, ArrayView1, Axis as Dimension};

use super::sheet::{Industries, Sheet, Sources};
use super::{AbsorbedAmount, TradeAmount};
use crate::account::decompose::plan::Plan;
use crate::account::ledger::{Parts, Seller, Term};
use crate::account::{Level, Scope};
use crate::error::{Error, Result};
use crate::run::map_shared;

/// Whose figures, with whom, how fine.
pub(super) struct Frame<'a> {
    plan: &'a Plan<'a>,
    pub(super) sources: Sources<'a>,
    pub(super) industries: Industries<'a>,
    pub(super) level: Level,
    /// Countries whose figures are shown; markets without producers are among them.
    pub(super) countries: Vec<usize>,
    /// All exports of every country, value added of every producer.
    exports: Vec<f64>,
    value_added: Array1<f64>,
}

/// Industries that are shown for a country.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// Its own.
    Own,
    /// All that any country has: it may import them.
    All,
}

/// What figures are divided by.
pub(super) enum Divisor {
    /// The amount of the same country, industry and partner.
    Cell(Arc<Sheet>),
    /// The amount with all partners.
    AllPartners(Arc<Sheet>),
    /// All exports of the country.
    Exports,
    /// All exports of the partner.
    PartnerExports,
    /// Value added of the industry.
    ValueAdded,
}

impl<'a> Frame<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, scope: &Scope, level: Level) -> Result<Self> {
        let model = plan.model;
        let countries = match &scope.exporters {
            None => (0..model.ranges().len()).collect(),
            Some(codes) => {
                let positions = codes.iter().map(|code| model.countries().at(code));
                positions
                    .map(|at| Ok(at?.get()))
                    .collect::<Result<Vec<_>>>()?
            }
        };
        let sources = Sources::new(plan)?;
        Ok(Self {
            exports: sources.exports_by_country(),
            value_added: &plan.content.rates * &model.table().output(),
            industries: Industries::new(model),
            countries,
            sources,
            level,
            plan,
        })
    }

    /// The sheet of an amount, made once.
    pub(super) fn sheet(
        &self,
        known: &mut Vec<(TradeAmount, Arc<Sheet>)>,
        amount: TradeAmount,
    ) -> Result<Arc<Sheet>> {
        if let Some((_, sheet)) = known.iter().find(|(made, _)| *made == amount) {
            return Ok(Arc::clone(sheet));
        }
        let sheet = Arc::new(self.sources.trade(amount)?);
        known.push((amount, Arc::clone(&sheet)));
        Ok(sheet)
    }

    /// A sheet for each of these amounts.
    pub(super) fn trade_sheets(&self, amounts: &[TradeAmount]) -> Result<Vec<Sheet>> {
        let model = self.plan.model;
        let cells = model.producers().len() * model.ranges().len() * amounts.len();
        let sheets = model.run().install(100.0 * cells as f64, || {
            map_shared(amounts, |amount| self.sources.trade(*amount))
        });
        sheets.into_iter().collect()
    }

    /// A sheet for each of these amounts.
    pub(super) fn absorbed_sheets(&self, amounts: &[AbsorbedAmount]) -> Result<Vec<Sheet>> {
        let sheets = amounts.iter().map(|amount| self.sources.absorbed(amount));
        sheets.collect()
    }

    /// The industries of c that are shown where results are by industry.
    fn shown(&self, c: usize, shown: Shown) -> Vec<usize> {
        let mut own = vec![false; self.industries.codes.len()];
        for j in self.industries.ranges[c].clone() {
            own[self.industries.of[j]] = true;
        }
        let industries = (0..own.len()).filter(|&k| shown == Shown::All || own[k]);
        industries.collect()
    }

    /// Figures of one country, partner × industry, as far as asked for and at the level: importer × seller.
    pub(super) fn at_level(&self, c: usize, shown: Shown, figures: &Array2<f64>) -> Array2<f64> {
        let mut figures = figures.select(Dimension(0), &self.plan.importers);
        if !self.level.by_importer() {
            figures = figures.sum_axis(Dimension(0)).insert_axis(Dimension(0));
        }
        match self.level.by_sector() {
            true => figures.select(Dimension(1), &self.shown(c, shown)),
            false => figures.sum_axis(Dimension(1)).insert_axis(Dimension(1)),
        }
    }

    /// Figures by producer of c, without a partner.
    pub(super) fn own(&self, c: usize, figures: ArrayView1<'_, f64>) -> Array2<f64> {
        self.for_every_partner(c, Shown::Own, &self.industries.sums(c, figures))
    }

    /// What figures of c are divided by, importer × seller.
    pub(super) fn divisor(&self, c: usize, shown: Shown, divisor: &Divisor) -> Array2<f64> {
        let industries = self.industries.codes.len();
        let constant = |value: f64| {
            let shape = self.for_every_partner(c, shown, &Array1::zeros(industries));
            Array2::from_elem(shape.dim(), value)
        };
        match divisor {
            Divisor::Cell(sheet) => self.at_level(c, shown, &sheet.of(c, &self.industries)),
            Divisor::AllPartners(sheet) => {
                let all = sheet.of(c, &self.industries).sum_axis(Dimension(0));
                self.for_every_partner(c, shown, &all)
            }
            Divisor::ValueAdded => {
                let sums = self.industries.sums(c, self.value_added.view());
                self.for_every_partner(c, shown, &sums)
            }
            Divisor::Exports => constant(self.exports[c]),
            Divisor::PartnerExports if self.level.by_importer() => {
                let mut values = constant(0.0);
                for (mut row, &p) in values.rows_mut().into_iter().zip(&self.plan.importers) {
                    row.fill(self.exports[p]);
                }
                values
            }
            Divisor::PartnerExports => {
                let others = self.plan.importers.iter().filter(|p| **p != c);
                constant(others.map(|&p| self.exports[p]).sum())
            }
        }
    }

    /// The same figures by industry for every partner, importer × seller.
    fn for_every_partner(&self, c: usize, shown: Shown, figures: &Array1<f64>) -> Array2<f64> {
        let row = match self.level.by_sector() {
            true => figures.select(Dimension(0), &self.shown(c, shown)),
            false => Array1::from_elem(1, figures.sum()),
        };
        let partners = match self.level.by_importer() {
            true => self.plan.importers.len(),
            false => 1,
        };
        Array2::from_shape_fn((partners, row.len()), |(_, k)| row[k])
    }

    /// The terms of every country, importer × seller each, as one block.
    pub(super) fn block(
        &self,
        terms: usize,
        shown: Shown,
        figures: impl Fn(usize) -> Vec<Array2<f64>> + Sync + Send,
    ) -> Result<Array4<f64>> {
        let importers = match self.level.by_importer() {
            true => self.plan.importers.len(),
            false => 1,
        };
        let sellers: Vec<usize> = self
            .countries
            .iter()
            .map(|&c| match self.level.by_sector() {
                true => self.shown(c, shown).len(),
                false => 1,
            })
            .collect();
        let shape = (terms, 1, importers, sellers.iter().sum());
        let run = self.plan.model.run();
        run.require_memory("the indicators", 2 * 8 * terms * importers * shape.3)
            .map_err(|refusal| {
                Error::memory(refusal.to_string())
                    .hint("ask for fewer countries or partners, or for a coarser level")
            })?;
        // cells are found and labelled one by one
        let cells =
            (self.plan.model.producers().len() * terms * self.industries.ranges.len()) as f64;
        let pieces = run.install(100.0 * cells, || {
            map_shared(self.countries.iter(), |&c| figures(c))
        });
        let mut values = Array4::zeros(shape);
        let mut start = 0;
        for (piece, width) in pieces.into_iter().zip(sellers) {
            for (t, term) in piece.into_iter().enumerate() {
                for ((r, k), value) in term.indexed_iter() {
                    values[[t, 0, r, start + k]] = *value;
                }
            }
            start += width;
        }
        Ok(values)
    }

    /// The ledger in the making.
    pub(super) fn parts(
        &self,
        method: String,
        terms: Vec<Term>,
        shown: Shown,
        values: Array4<f64>,
    ) -> Parts {
        let mut parts = self.plan.parts(method, self.level, terms, values);
        let codes = self.plan.model.countries().codes();
        parts.sellers = Vec::with_capacity(parts.values.dim().3);
        for &c in &self.countries {
            match self.level.by_sector() {
                false => parts.sellers.push(Seller::country(&codes[c])),
                true => {
                    let shown = self.shown(c, shown).into_iter();
                    parts.sellers.extend(shown.map(|k| Seller {
                        sector: Some(self.industries.codes[k].clone()),
                        ..Seller::country(&codes[c])
                    }));
                }
            }
        }
        parts.about.notes.push(
            "The column exporter is the country whose figure it is, importer its partner; groups of producers are added up."
                .to_owned(),
        );
        parts
    }
}
