//! The perspective of the importer.
//!
//! Question answered: where was the value of what r imports added, and how much of it is counted twice because it had been in r
//! before?
//!
//! Source: Borin, Mancini (2023), Economic Systems Research 35(4), 586-613, importer and sector-importer perspectives.
//! DOI 10.1080/09535314.2022.2153221.
//!
//! With d = E_.r what r buys from every foreign producer and `B^{/r}` the inverse after A_tr is zeroed for t ≠ r:
//! `VA = V ∘ B^{/r} d`, `DC = V ∘ (B − B^{/r}) d`, n-vectors by producer where the value arises (home included). The inverse is never made:
//! `B^{/r} d = Bd − B_.r B_rr⁻¹ (Bd)_r + P_r L_rr B_rr⁻¹ (Bd)_r`.
//!
//! For one industry j of r, d_j = A_.j x_j from abroad: `VA = V ∘ B d_j / (1 + C)` with `C = [B_rr (I − A_rr) − I]_jj`.
//!
//! Identities (tested): VA and DC of all origins add up to gross imports of r; VA is the loss by extraction of the imports.

use ndarray::{Array2, Array4, Axis as Dimension, Slice};

use super::method::Method;
use super::plan::{Plan, within};
use crate::account::Scope;
use crate::account::ledger::{Apart, Ledger, Parts, Seller, Term};
use crate::error::Result;
use crate::model::WorldModel;

/// The terms.
pub const TERMS: [Term; 2] = [
    Term::new("VA", "content counted once", "V ∘ B^{/r} d"),
    Term::new("DC", "content counted again", "V ∘ (B − B^{/r}) d"),
];

/// What each country imports, by producer where it arises: the exporter columns of the ledger hold the producer of origin, which is not
/// the seller of the imports. The scope's importers are the importers; its exporters are the countries of origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imports;

impl Method for Imports {
    type Results = Ledger;

    fn name(&self) -> String {
        "Borin-Mancini (2023), perspective of the importer, by origin".to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let cuts = model.cuts()?;
        let plan = Plan::new(model, scope)?;
        let exports = model.exports();
        let content = model.solve_many(exports.view())?; // Bd, column r
        let mut rhs = Array2::zeros(content.dim());
        for (r, range) in model.ranges().iter().enumerate() {
            let own = content.column(r);
            let solved = cuts.own_solve(r, within(own, range));
            rhs.slice_axis_mut(Dimension(0), Slice::from(range.clone()))
                .column_mut(r)
                .assign(&solved);
        }
        let mut once = &content - &model.solve_many(rhs.view())?;
        let locals = model.locals()?;
        for (r, range) in model.ranges().iter().enumerate() {
            let at_home = locals.times(r, within(rhs.column(r), range));
            let mut rows = once.slice_axis_mut(Dimension(0), Slice::from(range.clone()));
            let mut column = rows.column_mut(r);
            column += &at_home;
        }
        let chosen: Vec<usize> = plan
            .exporters
            .iter()
            .flat_map(|&s| plan.range(s).clone())
            .collect();
        let rates = &plan.content.rates;
        let shape = (TERMS.len(), 1, plan.importers.len(), chosen.len());
        let mut values = Array4::zeros(shape);
        for (k, &r) in plan.importers.iter().enumerate() {
            for (l, &i) in chosen.iter().enumerate() {
                values[[0, 0, k, l]] = rates[i] * once[[i, r]];
                values[[1, 0, k, l]] = rates[i] * (content[[i, r]] - once[[i, r]]);
            }
        }
        let sellers = Seller::all(model.producers());
        let codes = model.countries().codes();
        let parts = Parts {
            about: plan.about(self.name()),
            sellers: chosen.iter().map(|&i| sellers[i].clone()).collect(),
            importers: Some(plan.importers.iter().map(|&r| codes[r].clone()).collect()),
            origins: None,
            terms: TERMS.to_vec(),
            home: true,
            values,
        };
        Ledger::partition(parts, |k, l| {
            rates[chosen[l]] * content[[chosen[l], plan.importers[k]]]
        })
    }
}

/// What each industry of a country buys abroad, by country of origin. The exporter and sector columns of the ledger hold the buying
/// industry; the scope's importers are its countries, and its exporters the countries of origin. Figures of different industries do not
/// add up: what one bought may be in what another buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IndustryImports;

impl Method for IndustryImports {
    type Results = Ledger<Apart>;

    fn name(&self) -> String {
        "Borin-Mancini (2023), perspective of the importing industry, by origin".to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger<Apart>> {
        let blocks = model.blocks()?;
        let plan = Plan::new(model, scope)?;
        let ranges = model.ranges();
        let origins: Vec<usize> = plan.exporters.clone();
        let buyers: Vec<usize> = plan
            .importers
            .iter()
            .flat_map(|&r| ranges[r].clone())
            .collect();
        let mut values = Array4::zeros((TERMS.len(), origins.len(), 1, buyers.len()));
        let mut totals = Vec::with_capacity(buyers.len());
        let mut at = 0;
        for &r in &plan.importers {
            let range = &ranges[r];
            let content = bought_content(&plan, &origins, r);
            let all = content.sum_axis(Dimension(0));
            // C = B_rr (I − A_rr) − I, of which only the diagonal counts
            let (own, inputs) = (blocks.own(r), model.block(range, range));
            for j in 0..range.len() {
                let feedback = own[[j, j]] - own.row(j).dot(&inputs.column(j)) - 1.0;
                for o in 0..origins.len() {
                    let once = content[[o, j]] / (1.0 + feedback);
                    values[[0, o, 0, at]] = once;
                    values[[1, o, 0, at]] = content[[o, j]] - once;
                }
                totals.push(all[j]);
                at += 1;
            }
        }
        let sellers = Seller::all(model.producers());
        let codes = model.countries().codes();
        let parts = Parts {
            about: plan.about(self.name()),
            sellers: buyers.iter().map(|&j| sellers[j].clone()).collect(),
            importers: None,
            origins: Some(origins.iter().map(|&o| codes[o].clone()).collect()),
            terms: TERMS.to_vec(),
            home: true,
            values,
        };
        Ok(Ledger::partition(parts, |_, l| totals[l])?.apart())
    }
}

/// W_o. d_j for all industries j of r: content by origin of what they buy abroad, origin × industry.
fn bought_content(plan: &Plan<'_>, origins: &[usize], r: usize) -> Array2<f64> {
    let (model, range) = (plan.model, plan.range(r));
    let by_origin = plan.content.by_origin.select(Dimension(0), origins);
    let mut content = Array2::zeros((origins.len(), range.len()));
    for (_, from) in model.ranges().iter().enumerate().filter(|(t, _)| *t != r) {
        let rows = by_origin.slice_axis(Dimension(1), Slice::from(from.clone()));
        content += &rows.dot(&model.flows(from, range));
    }
    content
}
