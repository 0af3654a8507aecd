//! The shares by sector that meet the control totals of exports: processing, foreign-invested processing, foreign-invested rest.

use ndarray::{Array1, ArrayView1};

use super::control::{Control, Overdraw, require_output, require_starting_shares};
use super::groups::Amounts;
use super::regime::{ControlTotals, StartingShares};
use super::split::{ExportShares, may_be_processed};
use crate::error::{Error, Result};
use crate::table::NationalTable;

/// Shares that meet their totals, and by how much the starting shares moved.
pub(super) struct MetShares {
    pub(super) amounts: Amounts,
    pub(super) report: Vec<String>,
}

/// Meets one total after the other, keeping the report.
struct Meeting<'a> {
    label: &'a dyn Fn(usize) -> String,
    overdraw: Overdraw,
    report: Vec<String>,
}

impl Meeting<'_> {
    fn shares(
        &mut self,
        name: &str,
        starting: &Array1<f64>,
        weights: &Array1<f64>,
        total: f64,
    ) -> Result<Array1<f64>> {
        let control = Control {
            name,
            weights,
            total,
            limits: None,
            label: self.label,
        };
        let met = control.met_from(starting, self.overdraw)?;
        let odds = met.shift.exp();
        self.report
            .push(format!("{name}: odds of the starting shares × {odds:.4}"));
        Ok(met.shares)
    }
}

impl MetShares {
    pub(super) fn new(
        table: &NationalTable,
        starting: &StartingShares,
        controls: &ControlTotals,
        overdraw: Overdraw,
    ) -> Result<Self> {
        let producers = table.producers();
        let n = producers.only_block()?.sectors().len();
        starting.require_sectors(n)?;
        let label = |j: usize| producers.label(j);
        let mut meeting = Meeting {
            label: &label,
            overdraw,
            report: Vec::new(),
        };
        let goods: Vec<bool> = starting.processing.iter().map(Option::is_some).collect();
        let exported = exported_goods(table, &goods);
        let all = exported.sum();

        // processing exports: Σ p e = share × exports of goods
        let processing = meeting.shares(
            "processing_share_of_exports",
            &filled(&starting.processing),
            &exported,
            controls.processing_share_of_exports * all,
        )?;
        let processed = &processing * &exported;
        require_output(&processed, table.output(), &label)?;

        // foreign-invested processing: Σ φ x^P = share × Σ x^P
        let given = &starting.foreign_processing;
        require_foreign(given, processed.view(), "foreign_processing", &label)?;
        let foreign_processed = controls.foreign_share_of_processing_exports * processed.sum();
        let foreign_processing = meeting.shares(
            "foreign_share_of_processing_exports",
            &filled(given),
            &processed,
            foreign_processed,
        )?;

        // foreign-invested normal exports of goods: Σ s (1 − p) e = share × exports of goods − Σ φ x^P
        let given = &starting.foreign_normal;
        require_foreign(given, table.output(), "foreign_normal", &label)?;
        let given = filled(given);
        let shifted = meeting.shares(
            "foreign_share_of_exports",
            &given,
            &(&exported - &processed),
            controls.foreign_share_of_exports * all - foreign_processed,
        )?;
        // the total speaks of goods: shares of service sectors stay as given
        let foreign_normal = (0..n)
            .map(|j| if goods[j] { shifted[j] } else { given[j] })
            .collect();

        Ok(Self {
            report: meeting.report,
            amounts: Amounts {
                shares: ExportShares {
                    processing,
                    foreign_processing,
                    foreign_normal,
                    goods,
                },
                output: table.output().to_owned(),
                processed,
            },
        })
    }
}

/// Exports of goods sectors, services that they may export left out.
fn exported_goods(table: &NationalTable, goods: &[bool]) -> Array1<f64> {
    let flows = table.exports().flows().iter();
    let merchandise = flows.filter(|flow| may_be_processed(flow.kind()));
    let exported = merchandise.fold(Array1::zeros(goods.len()), |sum, flow| sum + flow.amounts());
    Array1::from_shape_fn(goods.len(), |j| if goods[j] { exported[j] } else { 0.0 })
}

fn filled(shares: &[Option<f64>]) -> Array1<f64> {
    shares.iter().map(|share| share.unwrap_or(0.0)).collect()
}

/// A share must be given wherever there is something to share.
fn require_foreign(
    shares: &[Option<f64>],
    amounts: ArrayView1<'_, f64>,
    name: &str,
    label: &dyn Fn(usize) -> String,
) -> Result<()> {
    for (j, share) in shares.iter().enumerate() {
        if share.is_none() && amounts[j] != 0.0 {
            return Err(Error::control_total(format!(
                "no starting share `{name}` for {}",
                label(j)
            ))
            .hint("give one wherever the sector has such output"));
        }
    }
    require_starting_shares(&filled(shares), name, label)
}
