//! Borin, Mancini, Taglioni: trade and output in global value chains, in three parts.
//!
//! Questions answered: which exports are related to global value chains because the importer passes domestic value added on (pure forward),
//! because the exporter put imported content in (pure backward), or because of both (two-sided)? And which output?
//!
//! Source: Borin, Mancini, Taglioni (2025), "Economic Consequences of Trade and Global Value Chain Integration: A Measurement Perspective",
//! World Bank Economic Review, DOI 10.1093/wber/lhaf017. The paper itself was not read; the formulas of trade are those of published
//! programs, whose figures they reproduce.
//!
//! # Trade
//! With `d = Y_sr + A_sr D_r` what r absorbs itself, `x = A_sr (X_r − D_r)` what it exports again, a = V_s L_ss and imported content
//! `μ_s = Σ_{t≠s} (u'W)_t A_ts L_ss`: traditional trade a ∘ d, pure forward a ∘ x, pure backward μ ∘ d, two-sided μ ∘ x.
//!
//! a + μ = u'W whatever the weights are, so that the four add up to the content of E_sr. Where value added is what output leaves
//! after inputs, u'W = u and μ is the published u'Σ A_ts L_ss. On other tables programs define pure forward trade as what is left of
//! exports; here it stays a ∘ x and what is not value added is the term `OTH`.
//!
//! # Output
//! An exact version of our own, not the output-based numbers of published programs, which mix units: value added against gross output,
//! and foreign content counted at every stage. Output of s splits by use into `h⁰ = L_ss Y_ss` (absorbed at home, no border), `h¹ = L_ss
//! Σ_r d` (one border), `h² = L_ss Σ_r x` (more than one), `X = h⁰ + h¹ + h²`; and by content into a, `μ¹ = Σ_{t≠s} a_t A_ts L_ss` (foreign, one
//! border so far) and μ − μ¹ (more). The paper's own division of two-sided output by final use at home and abroad is not here.
//!
//! # Shapes and computation
//! Trade: term × importer × producer; output: term × producer. Local inverses and W only: no inverse of the whole.
//!
//! # Identities (tested)
//! PF + PB + TS = E − DAVAX; PB + TS = (u'W − a) ∘ E, Borin and Mancini's backward GVC trade (FC + DDC by source); PF is their forward
//! trade. The five terms of output add up to X for every producer; its PF by country is V_s L_ss Σ_r x of trade.

use std::sync::Arc;

use ndarray::{Array1, Array2, Array3, Array4, ArrayView1, Axis as Dimension, Slice};

use super::method::Method;
use super::plan::{OwnLevel, Plan, column_within, put, ratios, single, stacked, within};
use crate::account::ledger::{Apart, Ledger, Term};
use crate::account::{Level, Scope};
use crate::error::Result;
use crate::model::{Absorption, Stages, Unallocated, WorldModel};

/// The terms of trade.
pub const TERMS: [Term; 4] = [
    Term::new(
        "DAVAX",
        "traditional trade: domestic value added that the importer absorbs",
        "a ∘ (Y_sr + A_sr D_r)",
    ),
    Term::new(
        "PF",
        "pure forward: domestic value added that the importer exports again",
        "a ∘ A_sr (X_r − D_r)",
    ),
    Term::new(
        "PB",
        "pure backward: imported content that the importer absorbs",
        "μ ∘ (Y_sr + A_sr D_r)",
    ),
    Term::new(
        "TS",
        "two-sided: imported content that the importer exports again",
        "μ ∘ A_sr (X_r − D_r)",
    ),
];

/// Sums of the terms of trade, for [`Ledger::combined`]; they overlap.
pub const GVC: [(Term, &[&str]); 3] = [
    (
        Term::new("GVC", "trade in global value chains", "PF + PB + TS"),
        &["PF", "PB", "TS"],
    ),
    (
        Term::new("GVCB", "backward: imported content", "PB + TS"),
        &["PB", "TS"],
    ),
    (
        Term::new("GVCF", "forward: domestic value added passed on", "PF"),
        &["PF"],
    ),
];

/// Shares of trade.
pub const SHARE_TERMS: [Term; 5] = [
    Term::new(
        "GVC_SHARE",
        "trade in global value chains over all content of exports",
        "(PF + PB + TS) / (DAVAX + PF + PB + TS)",
    ),
    Term::new("PF_SHARE", "pure forward over GVC trade", "PF / GVC"),
    Term::new("PB_SHARE", "pure backward over GVC trade", "PB / GVC"),
    Term::new("TS_SHARE", "two-sided over GVC trade", "TS / GVC"),
    Term::new(
        "FORWARD",
        "forwardness, from −1 (all backward) to 1 (all forward)",
        "(PF − PB) / GVC",
    ),
];

/// The terms of output.
pub const OUTPUT_TERMS: [Term; 5] = [
    Term::new(
        "DOM",
        "domestic: made and absorbed at home without a border",
        "a ∘ h⁰",
    ),
    Term::new(
        "TRAD",
        "traditional trade: one border in all",
        "a ∘ h¹ + μ¹ ∘ h⁰",
    ),
    Term::new("PF", "pure forward: exported again", "a ∘ h²"),
    Term::new(
        "PB",
        "pure backward: imported content, not exported again",
        "(μ − μ¹) ∘ h⁰ + μ ∘ h¹",
    ),
    Term::new(
        "TS",
        "two-sided: imported content, exported again",
        "μ ∘ h²",
    ),
];

/// Trade in three parts, beside traditional trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TripartiteTrade(pub Level);

impl Method for TripartiteTrade {
    type Results = Ledger;

    fn name(&self) -> String {
        "Borin-Mancini-Taglioni (2025), tripartite trade".to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let pieces = Pieces::new(model, scope)?;
        pieces
            .plan
            .ledger(self.name(), self.0, &TERMS, |s| pieces.cells(s))
    }
}

/// Shares of the three parts in trade in global value chains, and how forward it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TripartiteTradeShares(pub Level);

impl Method for TripartiteTradeShares {
    type Results = Ledger<Apart>;

    fn name(&self) -> String {
        "Borin-Mancini-Taglioni (2025), tripartite trade, shares".to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger<Apart>> {
        let pieces = Pieces::new(model, scope)?;
        let plan = &pieces.plan;
        let amounts = plan.gathered(self.0, (TERMS.len(), 1), |s| {
            let cells = pieces.cells(s)?.select(Dimension(1), &plan.importers);
            Ok(cells.insert_axis(Dimension(1)))
        })?;
        let part = |k: usize| amounts.index_axis(Dimension(0), k);
        let chains = &part(1) + &part(2) + part(3);
        let (_, _, importers, sellers) = amounts.dim();
        let shape = (SHARE_TERMS.len(), 1, importers, sellers);
        let (mut of, mut over) = (Array4::zeros(shape), Array4::zeros(shape));
        for k in 0..SHARE_TERMS.len() {
            let mut above = of.index_axis_mut(Dimension(0), k);
            let mut below = over.index_axis_mut(Dimension(0), k);
            match k {
                0 => above.assign(&chains),
                4 => above.assign(&(&part(1) - &part(2))),
                _ => above.assign(&part(k)),
            }
            match k {
                0 => below.assign(&(&chains + &part(0))),
                _ => below.assign(&chains),
            }
        }
        let (values, undefined) = ratios(&of, &over);
        let mut parts = plan.parts(self.name(), self.0, SHARE_TERMS.to_vec(), values);
        parts.about.unit = "share".to_owned();
        Ledger::with_undefined(parts, Some(undefined))
    }
}

/// Output of every producer in five parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TripartiteOutput(pub OwnLevel);

impl Method for TripartiteOutput {
    type Results = Ledger;

    fn name(&self) -> String {
        "tripartite output, an exact version in the spirit of Borin-Mancini-Taglioni (2025)"
            .to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let pieces = Pieces::new(model, scope)?;
        let plan = &pieces.plan;
        let level = self.0.level();
        let locals = model.locals()?;
        let all: Vec<Array1<f64>> = (0..model.ranges().len())
            .map(|t| locals.row_times(t, plan.rates(t)))
            .collect();
        let mut a = Array1::zeros(model.producers().len());
        for (row, range) in all.iter().zip(model.ranges()) {
            for (k, i) in range.clone().enumerate() {
                a[i] = row[k];
            }
        }
        let once = plan.imported(a.view())?;
        let mut terms = OUTPUT_TERMS.to_vec();
        terms.extend(plan.other_term());
        let output = model.table().output();
        let values = plan.gathered(level, (terms.len(), 1), |s| {
            let mut cells = pieces.output(s, all[s].view(), once[s].view())?;
            if let Some(rest) = plan.beside() {
                let rest = &within(rest.all.view(), plan.range(s)) * &within(output, plan.range(s));
                cells = with_row(&cells, &rest);
            }
            Ok(cells.insert_axis(Dimension(1)).insert_axis(Dimension(2)))
        })?;
        let totals = plan.gathered(level, (1, 1), |s| {
            let mut all = within(plan.content.all.view(), plan.range(s)).to_owned();
            if let Some(rest) = plan.beside() {
                all += &within(rest.all.view(), plan.range(s));
            }
            let total = all * within(output, plan.range(s));
            Ok(single(total.insert_axis(Dimension(0))))
        })?;
        let parts = plan.parts(self.name(), level, terms, values);
        Ledger::partition(parts, |_, i| totals[[0, 0, 0, i]])
    }
}

/// The arrays that all exporters share.
struct Pieces<'a> {
    plan: Plan<'a>,
    absorption: Arc<Absorption>,
    stages: Arc<Stages>,
    /// μ of every country.
    imported: Vec<Array1<f64>>,
}

impl<'a> Pieces<'a> {
    fn new(model: &'a WorldModel, scope: &Scope) -> Result<Self> {
        let plan = Plan::new(model, scope)?;
        Ok(Self {
            absorption: model.absorption()?,
            stages: model.stages()?,
            imported: plan.imported(plan.content.all.view())?,
            plan,
        })
    }

    /// What r absorbs itself and what it exports again of its imports from s: d and x, by producer of s.
    fn flow(&self, s: usize, r: usize) -> (Array1<f64>, Array1<f64>) {
        let (from, to) = (self.plan.range(s), self.plan.range(r));
        let kept = within(self.stages.d.view(), to);
        let onward = within(self.stages.h.view(), to);
        let inputs = self
            .plan
            .model
            .times_columns(from, to, stacked([kept, onward]).view());
        let finals = column_within(&self.absorption.y, r, from);
        (&finals + &inputs.column(0), inputs.column(1).to_owned())
    }

    fn others(&self, s: usize) -> impl Iterator<Item = usize> + use<> {
        (0..self.plan.model.ranges().len()).filter(move |&r| r != s)
    }

    /// The four terms of trade of one exporter, term × importer × producer.
    fn cells(&self, s: usize) -> Result<Array3<f64>> {
        let own = self.plan.model.locals()?.row_times(s, self.plan.rates(s));
        let (own, imported) = (own.view(), self.imported[s].view());
        let countries = self.plan.model.ranges().len();
        let mut cells = Array3::zeros((TERMS.len(), countries, own.len()));
        for r in self.others(s) {
            let (kept, onward) = self.flow(s, r);
            put(&mut cells, (0, r), own, kept.view());
            put(&mut cells, (1, r), own, onward.view());
            put(&mut cells, (2, r), imported, kept.view());
            put(&mut cells, (3, r), imported, onward.view());
        }
        Ok(cells)
    }

    /// The five terms of output of one country, term × producer; rows a and μ¹.
    fn output(
        &self,
        s: usize,
        own: ArrayView1<'_, f64>,
        once: ArrayView1<'_, f64>,
    ) -> Result<Array2<f64>> {
        let (model, range) = (self.plan.model, self.plan.range(s));
        let zero = || Array1::zeros(range.len());
        let (kept, mut onward) = self.others(s).fold((zero(), zero()), |(kept, onward), r| {
            let (d, x) = self.flow(s, r);
            (kept + d, onward + x)
        });
        if model.unallocated() == Unallocated::Ignored {
            // what nobody absorbs counts as absorbed in third countries
            onward += &within(model.table().unallocated().view(), range);
        }
        let locals = model.locals()?;
        let home = within(self.stages.d.view(), range);
        let (first, more) = (locals.times(s, kept.view()), locals.times(s, onward.view()));
        let imported = &self.imported[s];
        let again = imported - &once;
        let rows = [
            &own * &home,
            &own * &first + &once * &home,
            &own * &more,
            &again * &home + imported * &first,
            imported * &more,
        ];
        let mut terms = Array2::zeros((OUTPUT_TERMS.len(), range.len()));
        for (mut term, row) in terms.rows_mut().into_iter().zip(rows) {
            term.assign(&row);
        }
        Ok(terms)
    }
}

/// One more term behind the others.
fn with_row(cells: &Array2<f64>, last: &Array1<f64>) -> Array2<f64> {
    let (terms, producers) = cells.dim();
    let mut all = Array2::zeros((terms + 1, producers));
    all.slice_axis_mut(Dimension(0), Slice::from(..terms))
        .assign(cells);
    all.row_mut(terms).assign(last);
    all
}
