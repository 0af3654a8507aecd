//! The groups of a table divided by regime and ownership: outputs and sales.
//!
//! With processing output x^P, foreign-invested shares φ of processing and s of the rest: `x[DN] = (1 − s)(x − x^P)`,
//! `x[FN] = s (x − x^P)`, `x[DP] = (1 − φ) x^P`, `x[FP] = φ x^P`. Normal producers supply each use at home by 1 − s and s,
//! processing producers supply none.

use ndarray::Array1;

use super::assemble::{Columns, GroupPlan, quotient};
use super::split::ExportShares;
use crate::label::{Group, Ownership, Regime};

/// Shares and outputs that do not depend on the division.
pub(super) struct Amounts {
    pub(super) shares: ExportShares,
    /// x.
    pub(super) output: Array1<f64>,
    /// x^P.
    pub(super) processed: Array1<f64>,
}

impl Amounts {
    pub(super) fn four<'c>(
        &self,
        normal: &'c Columns,
        processing: &'c Columns,
    ) -> Vec<GroupPlan<'c>> {
        let groups = [
            (Ownership::Domestic, Regime::Normal),
            (Ownership::Foreign, Regime::Normal),
            (Ownership::Domestic, Regime::Processing),
            (Ownership::Foreign, Regime::Processing),
        ];
        let plan = |(owner, regime)| {
            let (columns, foreign) = match regime {
                Regime::Normal => (normal, &self.shares.foreign_normal),
                Regime::Processing => (processing, &self.shares.foreign_processing),
            };
            let share = match owner {
                Ownership::Domestic => foreign.mapv(|share| 1.0 - share),
                Ownership::Foreign => foreign.clone(),
            };
            GroupPlan {
                group: Group::of(Some(owner), Some(regime)),
                columns,
                output: &share * &self.output_of(regime),
                home: match regime {
                    Regime::Normal => share.clone(),
                    Regime::Processing => Array1::zeros(share.len()),
                },
                share,
            }
        };
        groups.map(plan).to_vec()
    }

    pub(super) fn by_regime<'c>(
        &self,
        normal: &'c Columns,
        processing: &'c Columns,
    ) -> Vec<GroupPlan<'c>> {
        let n = self.output.len();
        let plan = |regime, columns, home| GroupPlan {
            group: Group::of(None, Some(regime)),
            columns,
            output: self.output_of(regime),
            share: Array1::ones(n),
            home,
        };
        vec![
            plan(Regime::Normal, normal, Array1::ones(n)),
            plan(Regime::Processing, processing, Array1::zeros(n)),
        ]
    }

    pub(super) fn by_ownership<'c>(&self, whole: &'c Columns) -> Vec<GroupPlan<'c>> {
        let foreign = &self.shares.foreign_normal * &self.output_of(Regime::Normal)
            + &self.shares.foreign_processing * &self.processed;
        let home = &self.shares.foreign_normal;
        let plan = |owner, output: Array1<f64>, home| GroupPlan {
            group: Group::of(Some(owner), None),
            columns: whole,
            share: quotient(&output, &self.output),
            output,
            home,
        };
        vec![
            plan(
                Ownership::Domestic,
                &self.output - &foreign,
                home.mapv(|s| 1.0 - s),
            ),
            plan(Ownership::Foreign, foreign, home.clone()),
        ]
    }

    fn output_of(&self, regime: Regime) -> Array1<f64> {
        match regime {
            Regime::Normal => &self.output - &self.processed,
            Regime::Processing => self.processed.clone(),
        }
    }
}
