//! Leontief: the content of exports by the country, or the producer, where it arises.
//!
//! Questions answered: whose value added is in the exports of s ([`ContentByOrigin`]), which industry's ([`ContentByOriginProducer`]), and
//! where is it absorbed in the end ([`ContentByDestination`])? Nothing is cut and nothing is called double counting here: domestic
//! content is all content of origin s, foreign content all other.
//!
//! Sources: Hummels, Ishii, Yi (2001), "The Nature and Growth of Vertical Specialization in World Trade", Journal of International Economics
//! 54(1), 75-96, DOI 10.1016/S0022-1996(00)00093-3, for the idea; OECD (2021), "Guide to OECD's Trade in Value Added Indicators", section 7,
//! for its form in a world table: EXGR_BSCI, and FD_EXGR_VA with its parts for final and intermediate goods.
//!
//! With W_t. = V_t B_t., rows over all producers, and (BY)_jd output of j that final use of d calls forth:
//! - by origin `W_ts ∘ E_sr`: term × origin t × importer r × producer of s;
//! - by producer of origin `V̂_t B_ts Ê_sr`: term × producer of origin × importer × producer of s;
//! - by destination d `W_ts ∘ (Y_sd + Σ_{j≠s} A_sj (BY)_jd)`, the first only for d ≠ s: term × origin × d × producer of s, d = s for
//!   what comes home.
//!
//! # Computation
//! W and BY are solves with G right-hand sides, made once for all exporters and methods. The producer of origin takes one solve per
//! exporter and importer, or one per exporting sector, and the inverse if all exporters are asked for by sector; no n × n matrix is made
//! for any exporter, and the results themselves are the largest array.
//!
//! # Identities (tested)
//! Origins add up to E_sr in every cell, with the term `OTH` where primary inputs are not all value added. Destinations add up to
//! the content of E_s*. Sums over the producers of a country of origin are the content by origin.

use std::collections::HashSet;

use ndarray::{Array2, Array3, Array4, Axis as Dimension, Slice};

use super::method::Method;
use super::plan::{Plan, single, turned, within};
use crate::account::ledger::{Ledger, Term};
use crate::account::{Level, Scope};
use crate::error::{Error, Result};
use crate::label::{Ix, Producer};
use crate::model::{Absorption, Content, WorldModel};

/// The term by country of origin.
pub const TERMS: [Term; 1] = [Term::new(
    "CONTENT",
    "content of exports that arises in the country of origin",
    "W_ts ∘ E_sr",
)];

/// The term by producer of origin.
pub const PRODUCER_TERMS: [Term; 1] = [Term::new(
    "CONTENT",
    "content of exports that arises with the producer of origin",
    "V̂_t B_ts Ê_sr",
)];

/// The terms by final destination; what is not value added stands beside them.
pub const DESTINATION_TERMS: [Term; 2] = [
    Term::new(
        "FD_EXGRFNL_VA",
        "content of exports of final goods, by origin and final destination",
        "W_ts ∘ Y_sd, d ≠ s",
    ),
    Term::new(
        "FD_EXGRINT_VA",
        "content of exports of intermediates, by origin and the country that absorbs it at last",
        "W_ts ∘ Σ_{j≠s} A_sj (BY)_jd",
    ),
];

/// Both parts together, for [`Ledger::combined`].
pub const DESTINATION_SUM: [(Term, &[&str]); 1] = [(
    Term::new(
        "FD_EXGR_VA",
        "content of exports, by origin and final destination",
        "FD_EXGRFNL_VA + FD_EXGRINT_VA",
    ),
    &["FD_EXGRFNL_VA", "FD_EXGRINT_VA"],
)];

/// The content of exports by country of origin: the Leontief decomposition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ContentByOrigin(pub Level);

impl Method for ContentByOrigin {
    type Results = Ledger;

    fn name(&self) -> String {
        "Leontief, content of exports by country of origin".to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let plan = Plan::new(model, scope)?;
        let contents = contents(&plan);
        let terms = with_rest(&plan, &TERMS);
        let origins = origins(model);
        let exports = model.exports();
        let values = plan.gathered(self.0, (terms.len(), origins.len()), |s| {
            let exports = turned(&exports, plan.range(s), &plan.importers);
            let mut cells =
                Array4::zeros((terms.len(), origins.len(), exports.nrows(), exports.ncols()));
            for (k, content) in contents.iter().enumerate() {
                for t in 0..origins.len() {
                    let row = within(content.by_origin.row(t), plan.range(s));
                    let mut term = cells.index_axis_mut(Dimension(0), k);
                    term.index_axis_mut(Dimension(0), t)
                        .assign(&(&exports * &row));
                }
            }
            Ok(cells)
        })?;
        let mut parts = plan.parts(self.name(), self.0, terms, values);
        parts.origins = Some(origins);
        let totals = plan.contained(self.0);
        Ledger::partition(parts, |r, i| totals[[r, i]])
    }
}

/// The content of exports by producer of origin, labelled `CHN_C26` (with its group, `CHN_CN1_C26`). Meant for some exporters at a time:
/// all of them by sector and importer are n × G × n figures, and are refused if there is no memory for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentByOriginProducer(pub Level);

impl Method for ContentByOriginProducer {
    type Results = Ledger;

    fn name(&self) -> String {
        "Leontief, content of exports by producer of origin".to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        if self.0.by_sector() && scope.exporters.is_none() {
            // every column of B is asked for: as many solves would take longer
            model.inverse()?;
        }
        let plan = Plan::new(model, scope)?;
        let contents = contents(&plan);
        let terms = with_rest(&plan, &PRODUCER_TERMS);
        let n = model.producers().len();
        let exports = model.exports();
        let values = plan.gathered(self.0, (terms.len(), n), |s| {
            let exports = turned(&exports, plan.range(s), &plan.importers);
            let induced = induced(&plan, s, self.0, &exports)?;
            let (_, importers, sellers) = induced.dim();
            let mut cells = Array4::zeros((terms.len(), n, importers, sellers));
            for (k, content) in contents.iter().enumerate() {
                let rates = &content.rates;
                let rates = rates
                    .view()
                    .insert_axis(Dimension(1))
                    .insert_axis(Dimension(2));
                cells
                    .index_axis_mut(Dimension(0), k)
                    .assign(&(&induced * &rates));
            }
            Ok(cells)
        })?;
        let mut parts = plan.parts(self.name(), self.0, terms, values);
        parts.origins = Some(labels(model)?);
        let totals = plan.contained(self.0);
        Ledger::partition(parts, |r, i| totals[[r, i]])
    }
}

/// The content of all exports of a country by origin and by the country that absorbs it at last. The importers of the scope, and of the
/// ledger, are destinations; the exporter itself is one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ContentByDestination(pub Level);

impl Method for ContentByDestination {
    type Results = Ledger;

    fn name(&self) -> String {
        "Leontief, content of exports by country of origin and final destination (FD_EXGR_VA)"
            .to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let plan = Plan::new(model, scope)?;
        let absorption = model.absorption()?;
        let terms = with_rest(&plan, &DESTINATION_TERMS);
        let origins = origins(model);
        let flows = |s: usize| destined(&plan, &absorption, s);
        let values = plan.gathered(self.0, (terms.len(), origins.len()), |s| {
            let (finals, inputs) = flows(s);
            let all = &finals + &inputs;
            let (destinations, producers) = all.dim();
            let mut cells = Array4::zeros((terms.len(), origins.len(), destinations, producers));
            let own = [&finals, &inputs].map(|flow| (flow, &*plan.content));
            let rest = plan.beside().map(|rest| (&all, rest));
            for (k, (flow, content)) in own.into_iter().chain(rest).enumerate() {
                for t in 0..origins.len() {
                    let row = within(content.by_origin.row(t), plan.range(s));
                    let mut term = cells.index_axis_mut(Dimension(0), k);
                    term.index_axis_mut(Dimension(0), t).assign(&(flow * &row));
                }
            }
            Ok(cells)
        })?;
        let totals = plan.gathered(self.0, (1, 1), |s| {
            let (finals, inputs) = flows(s);
            let mut all = within(plan.content.all.view(), plan.range(s)).to_owned();
            if let Some(rest) = plan.beside() {
                all += &within(rest.all.view(), plan.range(s));
            }
            Ok(single((finals + inputs) * &all))
        })?;
        let mut parts = plan.parts(self.name(), self.0, terms, values);
        parts.origins = Some(origins);
        parts.home = true;
        Ledger::partition(parts, |d, i| totals[[0, 0, d, i]])
    }
}

/// Exports of s by final destination asked for: final goods, and intermediates by who absorbs them at last, destination × producer.
fn destined(plan: &Plan<'_>, absorption: &Absorption, s: usize) -> (Array2<f64>, Array2<f64>) {
    let range = plan.range(s);
    let mut finals = turned(&absorption.y, range, &plan.importers);
    let output = turned(&absorption.by, range, &plan.importers);
    // Σ_{j≠s} A_sj (BY)_j. = (I − A_ss) (BY)_s. − Y_s., because (I − A) BY = Y
    let at_home = plan.model.times_columns(range, range, output.t());
    let inputs = &output - &at_home.t() - &finals;
    for (k, _) in plan.importers.iter().enumerate().filter(|(_, d)| **d == s) {
        finals.row_mut(k).fill(0.0);
    }
    (finals, inputs)
}

/// Output called forth everywhere by the exports of s (importer × producer of s), producer × importer × seller of the level.
fn induced(plan: &Plan<'_>, s: usize, level: Level, exports: &Array2<f64>) -> Result<Array3<f64>> {
    let (model, range) = (plan.model, plan.range(s));
    let exports = match level.by_importer() {
        true => exports.clone(),
        false => exports.sum_axis(Dimension(0)).insert_axis(Dimension(0)),
    };
    if level.by_sector() {
        let columns = model.columns_of(&range.clone().collect::<Vec<_>>())?;
        return Ok(&columns.insert_axis(Dimension(1)) * &exports.insert_axis(Dimension(0)));
    }
    let mut rhs = Array2::zeros((model.producers().len(), exports.nrows()));
    rhs.slice_axis_mut(Dimension(0), Slice::from(range.clone()))
        .assign(&exports.t());
    Ok(model.solve_many(rhs.view())?.insert_axis(Dimension(2)))
}

/// Content in the weights, and in what is not value added where it is asked for.
fn contents<'p>(plan: &'p Plan<'_>) -> Vec<&'p Content> {
    std::iter::once(&*plan.content)
        .chain(plan.beside())
        .collect()
}

fn with_rest(plan: &Plan<'_>, terms: &[Term]) -> Vec<Term> {
    let mut terms = terms.to_vec();
    terms.extend(plan.other_term());
    terms
}

/// The countries that produce; markets are no origin.
fn origins(model: &WorldModel) -> Vec<String> {
    model.producers().countries().codes().to_vec()
}

/// Every producer as one label: joined by `_` as in files, or in words where two would then be the same.
fn labels(model: &WorldModel) -> Result<Vec<String>> {
    let joined: Vec<String> = model
        .producers()
        .positions()
        .map(|at| label(model, at))
        .collect();
    let words = model
        .producers()
        .positions()
        .map(|at| model.producers().key(at).to_string());
    let unique = |labels: &[String]| labels.iter().collect::<HashSet<_>>().len() == labels.len();
    if unique(&joined) {
        return Ok(joined);
    }
    let words: Vec<String> = words.collect();
    match unique(&words) {
        true => Ok(words),
        false => Err(Error::label("two producers have the same label")
            .hint("codes of countries, groups and sectors that differ when they are put together")),
    }
}

/// A producer as one label.
fn label(model: &WorldModel, at: Ix<Producer>) -> String {
    let key = model.producers().key(at);
    match key.group.is_whole() {
        true => format!("{}_{}", key.country, key.sector),
        false => format!("{}_{}_{}", key.country, key.group.code(), key.sector),
    }
}
