//! Borin and Mancini's world perimeter: foreign value added counted once in all world trade.
//!
//! Source: Borin, Mancini (2019), World Bank Policy Research Working Paper 8804. The domestic side and foreign content
//! are those of the exporter's perimeter by country; only the border between FVA and FDC moves.
//!
//! - source: `FVA_s = Σ_{t≠s} a_t A_ts L_ss E_s*`, foreign value added that leaves its origin for the first time and is exported again by
//!   s at once;
//! - sink: `FVA_s = Σ_{r≠s} [φ_s (Y_sr + A_sr D_r) + W_rs A_sr g_r]` with `g_r = L_rr Σ_{j≠r} (Y_rj + A_rj D_j)`, foreign value added in
//!   the last border crossing: the corrected Koopman-Wang-Wei decomposition.
//!
//! Identities (tested): the sum over all countries is the same under both; KWW 7 + 8 ≤ FVA sink ≤ FVA of the exporter's perimeter for
//! non-negative tables.

use ndarray::{Array1, Axis as Dimension, Slice};

use super::borin_mancini::{self, Approach};
use super::plan::{Plan, column_within, stacked, within};
use crate::account::ledger::Term;
use crate::error::Result;

/// The terms, by country.
pub const TERMS: [Term; 9] = [
    // the domestic side is that of the exporter's perimeter
    borin_mancini::TERMS[0],
    borin_mancini::TERMS[1],
    borin_mancini::TERMS[2],
    borin_mancini::TERMS[3],
    borin_mancini::TERMS[4],
    borin_mancini::TERMS[5],
    borin_mancini::TERMS[6],
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
    let locals = plan.model.locals()?;
    let mut local = Array1::zeros(plan.weights.rates().len());
    for (t, range) in plan.model.ranges().iter().enumerate() {
        let rows = Slice::from(range.clone());
        local
            .slice_axis_mut(Dimension(0), rows)
            .assign(&locals.row_times(t, plan.rates(t)));
    }
    plan.imported(local.view())
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
