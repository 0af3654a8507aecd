//! Koopman, Wang, Wei: nine terms of a country's gross exports.
//!
//! Question answered: how much of a country's exports is its value added absorbed abroad, value added that comes home, foreign value
//! added, and double counting?
//!
//! Source: Koopman, Wang, Wei (2014), "Tracing Value-Added and Double Counting in Gross Exports", American Economic Review 104(2),
//! 459-494, equation 36. DOI 10.1257/aer.104.2.459.
//!
//! The nine terms are defined for a whole country. Cells of sectors and partners are sums of terms of Wang, Wei and Zhu (2013), which
//! add up to the nine terms by country (see [`TERMS`]); the second and third differ from the paper's equation before they are added up
//! over partners, because the paper has no partners.
//!
//! # Identities (tested)
//! 1 + 2 + 3 = value added absorbed abroad (Johnson and Noguera's VAX); 1 … 5 = domestic value added of extraction,
//! V_s L_ss E_s*, which is that of Borin and Mancini; 1 … 6 = domestic content V_s B_ss E_s*; all nine add up to
//! exports. Foreign value added 7 + 8 is smaller than Borin and Mancini's: [`BorinMancini::World`](super::BorinMancini::World) with
//! [`Approach::Sink`](super::Approach::Sink) is the corrected version.

use ndarray::{Array3, Axis as Dimension};

use super::method::Method;
use super::plan::{column_within, put};
use super::wang_wei_zhu::Pieces;
use crate::account::ledger::{Ledger, Term};
use crate::account::{Level, Scope};
use crate::error::Result;
use crate::model::WorldModel;

/// The nine terms, numbered as in the paper.
pub const TERMS: [Term; 9] = [
    Term::new(
        "KWW1",
        "domestic value added in exports of final goods",
        "V_s B_ss Σ_r Y_sr",
    ),
    Term::new(
        "KWW2",
        "domestic value added in intermediates absorbed by the importer",
        "V_s Σ_r B_sr Y_rr",
    ),
    Term::new(
        "KWW3",
        "domestic value added in intermediates re-exported to third countries",
        "V_s Σ_r B_sr Σ_{t≠s,r} Y_rt",
    ),
    Term::new(
        "KWW4",
        "domestic value added that returns in final goods",
        "V_s Σ_r B_sr Y_rs",
    ),
    Term::new(
        "KWW5",
        "domestic value added that returns in intermediates",
        "V_s Σ_r B_sr A_rs L_ss Y_ss",
    ),
    Term::new(
        "KWW6",
        "domestic value added counted again",
        "V_s Σ_r B_sr A_rs L_ss E_s*",
    ),
    Term::new(
        "KWW7",
        "foreign value added in exports of final goods",
        "Σ_t V_t B_ts Σ_r Y_sr",
    ),
    Term::new(
        "KWW8",
        "foreign value added in exports of intermediates",
        "Σ_t V_t B_ts Σ_r A_sr L_rr Y_rr",
    ),
    Term::new(
        "KWW9",
        "foreign value added counted again",
        "Σ_t V_t B_ts Σ_r A_sr L_rr E_r*",
    ),
];

/// The nine terms at a level; by country unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KoopmanWangWei(pub Level);

impl Default for KoopmanWangWei {
    fn default() -> Self {
        Self(Level::Country)
    }
}

impl Method for KoopmanWangWei {
    type Results = Ledger;

    fn name(&self) -> String {
        "Koopman-Wang-Wei (2014), 9 terms".to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let pieces = Pieces::new(model, scope)?;
        let plan = &pieces.plan;
        plan.ledger(self.name(), self.0, &TERMS, |s| cells(&pieces, model, s))
    }
}

/// The nine terms of one exporter, term × importer × producer.
fn cells(pieces: &Pieces<'_>, model: &WorldModel, s: usize) -> Result<Array3<f64>> {
    let rows = pieces.rows(s)?;
    let (a, b, foreign) = (rows.a.view(), rows.b, rows.foreign);
    let again = &b - &a;
    let absorption = model.absorption()?;
    let countries = model.ranges().len();
    let mut cells = Array3::zeros((TERMS.len(), countries, a.len()));
    for r in (0..countries).filter(|&r| r != s) {
        let y = column_within(&absorption.y, r, pieces.plan.range(s));
        let columns = pieces.columns(s, r);
        let column = |k: usize| columns.index_axis(Dimension(1), k);
        let sum = |k: usize, l: usize| &column(k) + &column(l);
        put(&mut cells, (0, r), b, y);
        put(&mut cells, (1, r), a, sum(0, 1).view());
        put(&mut cells, (2, r), a, sum(2, 3).view());
        put(&mut cells, (3, r), a, sum(5, 6).view());
        put(&mut cells, (4, r), a, column(4));
        let twice = &a * &column(7) + &again * &column(8);
        let mut term = cells.index_axis_mut(Dimension(0), 5);
        term.index_axis_mut(Dimension(0), r).assign(&twice);
        put(&mut cells, (6, r), foreign, y);
        put(&mut cells, (7, r), foreign, column(9));
        put(&mut cells, (8, r), foreign, column(10));
    }
    Ok(cells)
}
