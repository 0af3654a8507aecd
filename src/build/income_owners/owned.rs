//! Income shares of a world table, the flows they imply, and how they were made.

use ndarray::{Array2, Axis as Dimension, Slice};

use super::UNSPECIFIED;
use super::cells::{Cells, ROUNDING};
use super::control::{Control, Targets};
use super::flows::{IncomeFlows, flows};
use super::held::{Host, Shares};
use super::layer::{self, worse};
use super::report::{ControlLine, IncomeReport};
use super::scaled::{Flows, Scaled};
use crate::build::primary_income::CapitalIncome;
use crate::error::{Error, Result};
use crate::label::{Axis, Owner};
use crate::table::{IncomeShares, IncomeSource, PrimaryKind, WorldTable};

/// Who owns the income of a world table.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnedIncome {
    income: IncomeShares,
    flows: IncomeFlows,
    report: IncomeReport,
}

impl OwnedIncome {
    /// From laid cells, and control totals if there are any.
    pub(super) fn of(
        cells: &Cells<'_>,
        sources: Vec<IncomeSource>,
        control: Option<&Control>,
    ) -> Result<Self> {
        let shares = (0..cells.components.len()).map(|k| (cells.components[k], cells.shares(k)));
        let (owners, shares) = named(cells, shares.collect())?;
        let making = Making {
            table: cells.table,
            owners,
            control,
            foreign: layer::foreign(cells),
        };
        making.made(shares, sources)
    }

    /// The shares.
    #[must_use]
    pub fn income(&self) -> &IncomeShares {
        &self.income
    }

    /// The shares, taken out.
    #[must_use]
    pub fn into_income(self) -> IncomeShares {
        self.income
    }

    /// Income by owner and host.
    #[must_use]
    pub fn flows(&self) -> &IncomeFlows {
        &self.flows
    }

    /// Sources, and what is implied against what is recorded.
    #[must_use]
    pub fn report(&self) -> &IncomeReport {
        &self.report
    }
}

/// Owners without `unspecified` where nothing is its.
fn named(cells: &Cells<'_>, shares: Shares) -> Result<(Axis<Owner>, Shares)> {
    let last = cells.owners.len() - 1;
    let used = |shares: &Array2<f64>| shares.row(last).iter().any(|share| *share > 0.0);
    if shares.iter().any(|(_, shares)| used(shares)) {
        return Ok((cells.owners.clone(), shares));
    }
    let owners = Axis::new(cells.owners.codes().iter().filter(|c| *c != UNSPECIFIED))?;
    let kept = Slice::from(0..last);
    let cut = |shares: Array2<f64>| shares.slice_axis(Dimension(0), kept).to_owned();
    let shares = shares.into_iter().map(|(kind, shares)| (kind, cut(shares)));
    Ok((owners, shares.collect()))
}

/// The last steps.
struct Making<'a> {
    table: &'a WorldTable,
    owners: Axis<Owner>,
    control: Option<&'a Control>,
    /// In the order of the sources, whether some of the cell is foreign.
    foreign: Vec<bool>,
}

impl Making<'_> {
    fn made(&self, mut shares: Shares, mut sources: Vec<IncomeSource>) -> Result<OwnedIncome> {
        let depreciation = shares
            .iter()
            .any(|(kind, _)| *kind == PrimaryKind::Depreciation);
        let net = self.control.map(|control| control.capital) == Some(CapitalIncome::Net);
        if net && !depreciation {
            return Err(Error::income(
                "income net of depreciation cannot be compared: the table does not have depreciation apart from operating surplus",
            )
            .hint("`CapitalIncome::Gross`, or a table with a row `depreciation`"));
        }
        let counts = |kind: PrimaryKind| !(net && kind == PrimaryKind::Depreciation);
        let implied = self.abroad(&shares, counts);
        let (mut targets, mut factor) = (None, None);
        if let Some(control) = self.control {
            let of_table = Targets::of(self.table, &self.owners, control)
                .map_err(|error| error.during("control totals of primary income"))?;
            if control.held {
                let scaled = self.scaled(&implied, &of_table)?;
                let moved = self.hold(&mut shares, (&implied, &scaled.flows), &counts)?;
                self.note(&mut sources, &moved, control);
                factor = scaled.receipts_factor;
            }
            targets = Some(of_table);
        }
        let after = self.abroad(&shares, counts);
        let report = self.report(sources.clone(), [&implied, &after], targets, factor);
        let all = flows(self.table, self.owners.len(), &shares, |_| true);
        let income = IncomeShares::in_world(self.table, self.owners.clone(), shares)?;
        Ok(OwnedIncome {
            income: income.with_sources(sources),
            flows: IncomeFlows::new(self.table, self.owners.clone(), all),
            report,
        })
    }

    /// Flows between countries that are compared, zero on the diagonal.
    fn abroad(&self, shares: &Shares, counts: impl Fn(PrimaryKind) -> bool) -> Array2<f64> {
        let mut amounts = flows(self.table, self.owners.len(), shares, counts);
        for home in 0..amounts.ncols() {
            amounts[[home, home]] = 0.0;
        }
        amounts
    }

    fn scaled(&self, implied: &Array2<f64>, targets: &Targets) -> Result<Scaled> {
        let flows = Flows {
            owners: &self.owners,
            hosts: self.table.producers().countries(),
            amounts: implied,
        };
        flows.scaled(targets)
    }

    /// Moves the shares of all hosts whose flows change; answers which.
    fn hold(
        &self,
        shares: &mut Shares,
        (before, wanted): (&Array2<f64>, &Array2<f64>),
        counts: &dyn Fn(PrimaryKind) -> bool,
    ) -> Result<Vec<bool>> {
        let mut moved = Vec::new();
        for at in self.table.producers().countries().positions() {
            let (old, new) = (before.column(at.get()), wanted.column(at.get()));
            let largest = old.iter().fold(0.0_f64, |most, flow| most.max(flow.abs()));
            // what is met already must not be touched by rounding
            let changed = old
                .iter()
                .zip(new)
                .any(|(old, new)| (old - new).abs() > ALREADY * largest);
            if changed {
                let host = Host {
                    table: self.table,
                    owners: &self.owners,
                    at,
                    counts,
                };
                host.hold(shares, &new.to_vec())?;
            }
            moved.push(changed);
        }
        Ok(moved)
    }

    /// Says of every cell that was moved to what. Where nothing is foreign nothing moves.
    fn note(&self, sources: &mut [IncomeSource], moved: &[bool], control: &Control) {
        let hosts = self.table.producers().countries();
        let changed = |host: &str| hosts.find(host).is_some_and(|at| moved[at.get()]);
        let totals = &control.totals.source;
        for (source, &foreign) in sources.iter_mut().zip(&self.foreign) {
            if foreign && changed(&source.host) {
                source.source.push_str(&format!(
                    "; held to totals of primary income as {} ({totals})",
                    control.scale
                ));
                source.grade = worse(source.grade, totals.grade);
            }
        }
    }

    fn report(
        &self,
        sources: Vec<IncomeSource>,
        [implied, after]: [&Array2<f64>; 2],
        targets: Option<Targets>,
        receipts_factor: Option<f64>,
    ) -> IncomeReport {
        let hosts = self.table.producers().countries();
        let (payments, receipts) = match targets {
            Some(targets) => (targets.payments, targets.receipts),
            None => (vec![None; hosts.len()], vec![None; self.owners.len()]),
        };
        let lines = |codes: &[String], dimension: usize, controls: Vec<Option<f64>>| {
            let before = implied.sum_axis(Dimension(dimension));
            let after = after.sum_axis(Dimension(dimension));
            let lines = codes.iter().zip(controls).enumerate();
            let lines = lines.map(|(k, (code, control))| ControlLine {
                code: code.clone(),
                implied: before[k],
                control,
                after: after[k],
            });
            lines.collect()
        };
        IncomeReport {
            unit: self.table.unit().short(),
            capital: self.control.map(|control| control.capital),
            held: self.control.is_some_and(|control| control.held),
            receipts_factor,
            payments: lines(hosts.codes(), 0, payments),
            receipts: lines(self.owners.codes(), 1, receipts),
            sources,
        }
    }
}

/// Flows that differ by less than this of the largest are the same.
const ALREADY: f64 = 1e-3 * ROUNDING;
