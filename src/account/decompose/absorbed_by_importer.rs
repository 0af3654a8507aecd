//! Value added that the direct importer absorbs.
//!
//! Question answered: how much of the domestic value added in exports of s to r is absorbed in r itself, whichever way it takes there, and
//! how much elsewhere?
//!
//! Source: Borin, Mancini (2023), Economic Systems Research 35(4), 586-613, VAXIM. DOI 10.1080/09535314.2022.2153221.
//!
//! `VAXIM_sr = b ∘ (Y_sr + A_sr [(BY)_rr − B_rs B_ss⁻¹ (BY)_sr])`: from the sink perspective, without what comes back to s in between. The
//! other terms are those of [`BorinMancini::Exporter`](super::BorinMancini) with [`Approach::Sink`](super::Approach), added up.
//!
//! Three things are called VAX: this one by direct importer, that of Borin and Mancini by the importer of the flow wherever it is
//! absorbed, and that of Johnson and Noguera by final absorber whatever the flow.
//!
//! Identities (tested): terms add up to E_sr per cell; DAVAX ≤ VAXIM ≤ VAX of the sink for non-negative tables.

use ndarray::{Array2, Array3, Axis as Dimension, Slice};

use super::Approach;
use super::borin_mancini::Pieces;
use super::method::Method;
use super::plan::{column_within, put, stacked};
use crate::account::ledger::{Ledger, Term};
use crate::account::{Level, Scope};
use crate::error::Result;
use crate::model::WorldModel;

/// The terms.
pub const TERMS: [Term; 6] = [
    Term::new(
        "VAXIM",
        "domestic value added absorbed by the direct importer",
        "b ∘ (Y_sr + A_sr [(BY)_rr − B_rs B_ss⁻¹ (BY)_sr])",
    ),
    Term::new(
        "VAXOTH",
        "domestic value added absorbed in third countries",
        "VAX (sink) − VAXIM",
    ),
    Term::new(
        "REF",
        "domestic value added that returns home",
        "b ∘ A_sr R_rs",
    ),
    Term::new("DDC", "domestic content counted again", "b ∘ A_sr XR_rs"),
    Term::new("FVA", "foreign value added", "φ ∘ (E_sr − A_sr XR_rs)"),
    Term::new("FDC", "foreign content counted again", "φ ∘ A_sr XR_rs"),
];

/// VAXIM at a level; by sector and importer unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AbsorbedByImporter(pub Level);

impl Method for AbsorbedByImporter {
    type Results = Ledger;

    fn name(&self) -> String {
        "Borin-Mancini (2023), perspective of the exporter, sink, absorbed by the direct importer"
            .to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let pieces = Pieces::new(model, scope, Approach::Sink)?;
        let plan = &pieces.plan;
        plan.ledger(self.name(), self.0, &TERMS, |s| cells(&pieces, s))
    }
}

fn cells(pieces: &Pieces<'_>, s: usize) -> Result<Array3<f64>> {
    let (plan, model) = (&pieces.plan, pieces.model);
    let sink = pieces.cells(s)?;
    let (_, countries, producers) = sink.dim();
    let mut cells = Array3::zeros((TERMS.len(), countries, producers));
    let sums: [&[usize]; 6] = [&[], &[0, 1, 2, 3], &[4, 5], &[6], &[7, 8, 9, 10], &[11]];
    for (k, parts) in sums.into_iter().enumerate() {
        for &part in parts {
            let mut sum = cells.index_axis_mut(Dimension(0), k);
            sum += &sink.index_axis(Dimension(0), part);
        }
    }
    let range = plan.range(s);
    let inverse = model.inverse()?;
    let by = &pieces.absorption.by;
    let own: Array2<f64> = by
        .slice_axis(Dimension(0), Slice::from(range.clone()))
        .to_owned();
    let own = model.cuts()?.own_solve_many(s, own.view());
    for r in (0..countries).filter(|&r| r != s) {
        let importer = plan.range(r);
        let returned = inverse
            .slice_axis(Dimension(0), Slice::from(importer.clone()))
            .slice_axis(Dimension(1), Slice::from(range.clone()))
            .dot(&own.column(r));
        let kept = &column_within(by, r, importer) - &returned;
        let used = model.times_columns(range, importer, stacked([kept.view()]).view());
        let absorbed =
            &column_within(&pieces.absorption.y, r, range) + &used.index_axis(Dimension(1), 0);
        put(&mut cells, (0, r), plan.own(s), absorbed.view());
    }
    let absorbed = cells.index_axis(Dimension(0), 0).to_owned();
    let mut elsewhere = cells.index_axis_mut(Dimension(0), 1);
    elsewhere -= &absorbed;
    Ok(cells)
}
