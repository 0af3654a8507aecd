//! Miroudot and Ye: domestic and foreign value added and double counting by the borders that count.
//!
//! Question answered: if only flows over certain borders count as exports, how much of the exports of s is domestic and foreign value added
//! counted once, and how much is counted again?
//!
//! Source: Miroudot, Ye (2021), "Decomposing Value Added in Gross Exports", Economic Systems Research 33(1), 67-87.
//! DOI 10.1080/09535314.2020.1730308.
//!
//! Split A = A° + A^c, where A^c holds the flows over the borders that count, and B° = (I − A°)⁻¹. For a flow e of s:
//! `DVA = V_s B°_ss e`, `DDC = V_s (B − B°)_ss e`, `FVA = Σ_{t≠s} V_t B°_ts e`, `FDC = Σ_{t≠s} V_t (B − B°)_ts e`.
//!
//! - the border of the exporter ([`MiroudotYe::Country`]): the same figures as Borin and Mancini's source approach;
//! - all borders ([`MiroudotYe::World`]): B° is block diagonal, so FVA is zero by construction and FDC = FC. That does not say that
//!   exports hold no foreign value added. `FDC1 = Σ_{t≠s} a_t A_ts L_ss e`, foreign value added that has crossed one border before, is
//!   told apart from the rest: it is the FVA of Borin and Mancini's world perspective by source;
//! - the border to one partner, of one sector, or both: [`OwnFlow`](super::OwnFlow) has the same figures.
//!
//! # Identities (tested)
//! Terms add up to E_sr per cell.

use ndarray::Array3;

use super::borin_mancini::{Approach, BorinMancini};
use super::method::Method;
use super::plan::{Plan, put};
use super::world_perimeter;
use crate::account::ledger::{Ledger, Term};
use crate::account::{Level, Scope};
use crate::error::Result;
use crate::model::WorldModel;

/// Which borders count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MiroudotYe {
    /// That of the exporter.
    Country(Level),
    /// All.
    World(Level),
}

/// The terms under the exporter's border, as sums of those of Borin and Mancini.
pub const COUNTRY: [(Term, &[&str]); 4] = [
    (
        Term::new(
            "DVA",
            "domestic value added counted once",
            "V_s B°_ss E_sr = a ∘ E_sr",
        ),
        &["VAX1", "VAX2", "VAX3", "VAX4", "REF1", "REF2"],
    ),
    (
        Term::new(
            "DDC",
            "domestic content counted again",
            "V_s (B − B°)_ss E_sr",
        ),
        &["DDC"],
    ),
    (
        Term::new(
            "FVA",
            "foreign value added counted once",
            "Σ_t V_t B°_ts E_sr",
        ),
        &["FVA1", "FVA2", "FVA3", "FVA4"],
    ),
    (
        Term::new(
            "FDC",
            "foreign content counted again",
            "Σ_t V_t (B − B°)_ts E_sr",
        ),
        &["FDC"],
    ),
];

/// The terms if all borders count.
pub const WORLD: [Term; 4] = [
    Term::new("DVA", "domestic value added counted once", "a ∘ E_sr"),
    Term::new("DDC", "domestic content counted again", "(b − a) ∘ E_sr"),
    Term::new(
        "FDC1",
        "foreign value added that crossed one border before",
        "Σ_{t≠s} a_t A_ts L_ss ∘ E_sr",
    ),
    Term::new(
        "FDC2",
        "foreign content that crossed more borders before",
        "φ ∘ E_sr − FDC1",
    ),
];

impl Method for MiroudotYe {
    type Results = Ledger;

    fn name(&self) -> String {
        let borders = match self {
            Self::Country(_) => "the exporter's border",
            Self::World(_) => "all borders (FVA = 0 by construction, FDC = FDC1 + FDC2)",
        };
        format!("Miroudot-Ye (2021), {borders}")
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        match *self {
            Self::Country(level) => {
                let method = BorinMancini::Exporter(Approach::Source, level);
                let mut sums = COUNTRY.to_vec();
                let terms = method.apply(model, scope)?;
                if let Some(other) = terms.terms().iter().find(|term| term.code == "OTH") {
                    sums.push((*other, &["OTH"]));
                }
                Ok(terms.combined(&sums)?.called(self.name()))
            }
            Self::World(level) => world(&Plan::new(model, scope)?, self.name(), level),
        }
    }
}

/// From solves alone: neither blocks of B nor its inverse.
fn world(plan: &Plan<'_>, name: String, level: Level) -> Result<Ledger> {
    let model = plan.model;
    let (locals, exports) = (model.locals()?, model.exports());
    let crossed = world_perimeter::crossed_once(plan)?;
    plan.ledger(name, level, &WORLD, |s| {
        let a = locals.row_times(s, plan.rates(s));
        let again = &plan.own(s) - &a;
        let once = &crossed[s];
        let more = &plan.foreign(s) - once;
        let mut cells = Array3::zeros((WORLD.len(), exports.ncols(), a.len()));
        for r in (0..exports.ncols()).filter(|&r| r != s) {
            let flow = super::plan::column_within(&exports, r, plan.range(s));
            for (k, row) in [&a, &again, once, &more].into_iter().enumerate() {
                put(&mut cells, (k, r), row.view(), flow);
            }
        }
        Ok(cells)
    })
}
