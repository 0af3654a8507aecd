//! Borin and Mancini's world perimeter: foreign value added counted once in all world trade.
//!
//! Source: Borin, Mancini (2019), World Bank Policy Research Working Paper 8804, equations 24 to 27. The domestic side and foreign content
//! are those of the exporter's perimeter by country; only the border between FVA and FDC moves.
//!
//! - source: `FVA_s = Σ_{t≠s} a_t A_ts L_ss E_s*`, foreign value added that leaves its origin for the first time and is exported again by
//!   s at once;
//! - sink: `FVA_s = Σ_{r≠s} [φ_s (Y_sr + A_sr D_r) + W_rs A_sr g_r]` with `g_r = L_rr Σ_{j≠r} (Y_rj + A_rj D_j)`, foreign value added in
//!   the last border crossing: the corrected Koopman-Wang-Wei decomposition.
//!
//! Identities (tested): the sum over all countries is the same under both; KWW 7 + 8 ≤ FVA sink ≤ FVA of the exporter's perimeter for
//! non-negative tables.

use ndarray::{Array1, Axis as Dimension};

use super::borin_mancini::Approach;
use super::plan::{Plan, column_within, stacked, within};
use crate::account::ledger::Term;
use crate::error::Result;

/// The terms, by country.
pub const TERMS: [Term; 9] = [
    Term::new(
        "VAX1",
        "domestic value added in final goods",
        "a or b ∘ Y_sr",
    ),
    Term::new(
        "VAX2",
        "in intermediates that the importer makes into its own final use",
        "a or b ∘ A_sr D_r",
    ),
    Term::new(
        "VAX3",
        "in intermediates that the importer makes into final goods for third countries",
        "a or b ∘ A_sr (T_r − D_r − P_rs)",
    ),
    Term::new(
        "VAX4",
        "in intermediates that the importer exports as intermediates, absorbed abroad",
        "as for the exporter's perimeter",
    ),
    Term::new(
        "REF1",
        "domestic value added that the importer returns in final goods",
        "a or b ∘ A_sr P_rs",
    ),
    Term::new(
        "REF2",
        "domestic value added that returns after further exports",
        "as for the exporter's perimeter",
    ),
    Term::new(
        "DDC",
        "domestic value added counted again",
        "as for the exporter's perimeter",
    ),
    Term::new(
        "FVA",
        "foreign value added, counted once in the world's trade",
        "source Σ_t a_t A_ts L_ss E_s*; sink Σ_r [φ (Y_sr + A_sr D_r) + W_rs A_sr g_r]",
    ),
    Term::new("FDC", "foreign content counted again", "φ E_s* − FVA"),
];

/// FVA of every country.
pub(super) fn once_counted(plan: &Plan<'_>, approach: Approach) -> Result<Vec<f64>> {
    match approach {
        Approach::Source => source(plan),
        Approach::Sink => sink(plan),
    }
}

/// The row μ¹_s = Σ_{t≠s} a_t A_ts L_ss: content per unit of exports of s that crossed one border.
pub(super) fn crossed_once(plan: &Plan<'_>) -> Result<Vec<Array1<f64>>> {
    let model = plan.model;
    let locals = model.locals()?;
    let ranges = model.ranges();
    let rows: Vec<Array1<f64>> = (0..ranges.len())
        .map(|t| locals.row_times(t, plan.rates(t)))
        .collect();
    let per_output = model.per_output();
    let mut crossed = Vec::with_capacity(ranges.len());
    for (s, range) in ranges.iter().enumerate() {
        let mut inputs = Array1::zeros(range.len());
        for (t, from) in ranges.iter().enumerate().filter(|(t, _)| *t != s) {
            inputs += &rows[t].dot(&model.flows(from, range));
        }
        inputs *= &within(per_output, range);
        crossed.push(locals.row_times(s, inputs.view()));
    }
    Ok(crossed)
}

fn source(plan: &Plan<'_>) -> Result<Vec<f64>> {
    let absorption = plan.model.absorption()?;
    let rows = crossed_once(plan)?;
    let pairs = rows.iter().zip(plan.model.ranges());
    Ok(pairs
        .map(|(row, range)| row.dot(&within(absorption.all_exports.view(), range)))
        .collect())
}

fn sink(plan: &Plan<'_>) -> Result<Vec<f64>> {
    let model = plan.model;
    let (absorption, stages, locals) = (model.absorption()?, model.stages()?, model.locals()?);
    let ranges = model.ranges();
    // for every pair, Y_sr + A_sr D_r: what leaves s for the last time but one border
    let last = |s: usize, r: usize| -> Array1<f64> {
        let d = stacked([within(stages.d.view(), &ranges[r])]);
        let used = model.times_columns(&ranges[s], &ranges[r], d.view());
        &column_within(&absorption.y, r, &ranges[s]) + &used.index_axis(Dimension(1), 0)
    };
    let others = |s: usize| (0..ranges.len()).filter(move |&r| r != s);
    let mut g = Vec::with_capacity(ranges.len());
    for (r, range) in ranges.iter().enumerate() {
        let sum = others(r).fold(Array1::zeros(range.len()), |sum, j| sum + last(r, j));
        g.push(locals.times(r, sum.view()));
    }
    let one = |s: usize| {
        let terms = others(s).map(|r| {
            let passed = model.times_columns(&ranges[s], &ranges[r], stacked([g[r].view()]).view());
            plan.foreign(s).dot(&last(s, r))
                + plan
                    .content_from(r, s)
                    .dot(&passed.index_axis(Dimension(1), 0))
        });
        terms.sum()
    };
    Ok((0..ranges.len()).map(one).collect())
}
