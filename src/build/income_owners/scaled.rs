//! Flows between countries that add up to their control totals.

use ndarray::{Array2, ArrayView1, Axis as Dimension};

use super::control::Targets;
use super::proportional::measuring_unit;
use crate::build::balancing::{Balancing, Constrained, Constraint, Margin};
use crate::error::{Error, Result};
use crate::label::{Axis, Country, Owner};

/// How far sums may be from their totals, relatively.
const MEETS: f64 = 1e-12;

/// How far they may be where rounding allows no better.
const MEETS_ROUNDED: f64 = 1e-10;

/// What a balancing finds with the tighter tolerance, or else with the wider one.
pub(super) fn met<T>(balanced: impl Fn(f64) -> Result<T>) -> Result<T> {
    match balanced(MEETS) {
        Err(error) if error.is_unconverged() => balanced(MEETS_ROUNDED),
        found => found,
    }
}

/// Flows that meet the totals.
pub(super) struct Scaled {
    pub(super) flows: Array2<f64>,
    /// What receipts were multiplied by; nothing where some owner is free or no owner has a figure.
    pub(super) receipts_factor: Option<f64>,
}

/// Flows, owner × host, with zeros on the diagonal, and the names of both.
pub(super) struct Flows<'a> {
    pub(super) owners: &'a Axis<Owner>,
    pub(super) hosts: &'a Axis<Country>,
    pub(super) amounts: &'a Array2<f64>,
}

impl Flows<'_> {
    /// The nearest flows that meet the totals.
    pub(super) fn scaled(&self, targets: &Targets) -> Result<Scaled> {
        self.require_something(targets)?;
        let some = |line: ArrayView1<'_, f64>| line.iter().any(|flow| *flow != 0.0);
        let rows = (0..self.owners.len()).filter(|&o| some(self.amounts.row(o)));
        let rows: Vec<usize> = rows.collect();
        let columns = (0..self.hosts.len()).filter(|&h| some(self.amounts.column(h)));
        let columns: Vec<usize> = columns.collect();
        if rows.is_empty() {
            return Ok(Scaled {
                flows: self.amounts.clone(),
                receipts_factor: None,
            });
        }
        let prior = self
            .amounts
            .select(Dimension(0), &rows)
            .select(Dimension(1), &columns);
        let payments: Vec<f64> = columns
            .iter()
            .map(|&h| targets.payments[h].unwrap_or_else(|| self.amounts.column(h).sum()))
            .collect();
        let receipts: Vec<Option<f64>> = rows.iter().map(|&o| targets.receipts[o]).collect();
        let known: Option<Vec<f64>> = receipts.iter().copied().collect();
        let paid: f64 = payments.iter().sum();
        let (factor, receipts) = match known {
            None => (None, receipts),
            Some(known) => {
                let factor = factor(paid, known.iter().sum())?;
                (
                    Some(factor),
                    known.iter().map(|r| Some(factor * r)).collect(),
                )
            }
        };
        let balanced = self.balanced(&prior, (&rows, &receipts), (&columns, &payments))?;
        let mut flows = self.amounts.clone();
        for (at, amount) in balanced.indexed_iter() {
            flows[[rows[at.0], columns[at.1]]] = *amount;
        }
        Ok(Scaled {
            flows,
            receipts_factor: factor,
        })
    }

    /// Nothing times anything is nothing.
    fn require_something(&self, targets: &Targets) -> Result<()> {
        let asked = |target: Option<f64>| target.is_some_and(|amount| amount > 0.0);
        for (code, (line, &target)) in self
            .hosts
            .codes()
            .iter()
            .zip(self.amounts.columns().into_iter().zip(&targets.payments))
        {
            if asked(target) && line.iter().all(|flow| *flow == 0.0) {
                return Err(Error::control_total(format!(
                    "host `{code}` pays income to abroad, but the layers imply none that could be scaled"
                ))
                .expected("some foreign income")
                .found(format!("payments of {}", target.unwrap_or(0.0)))
                .hint("a layer for this host, such as `IncomeTransfers::proportional` of the same totals below the others; or leave out its payments"));
            }
        }
        for (code, (line, &target)) in self
            .owners
            .codes()
            .iter()
            .zip(self.amounts.rows().into_iter().zip(&targets.receipts))
        {
            if asked(target) && line.iter().all(|flow| *flow == 0.0) {
                return Err(Error::control_total(format!(
                    "owner `{code}` receives income from abroad, but the layers imply none that could be scaled"
                ))
                .expected("some income in another country")
                .found(format!("receipts of {}", target.unwrap_or(0.0)))
                .hint("origins of foreign income (`Investment`, or `IncomeTransfers::proportional` of the same totals); or leave out its receipts"));
            }
        }
        Ok(())
    }

    /// Balanced to all payments and to the receipts that are known.
    fn balanced(
        &self,
        prior: &Array2<f64>,
        (rows, receipts): (&[usize], &[Option<f64>]),
        (columns, payments): (&[usize], &[f64]),
    ) -> Result<Array2<f64>> {
        let known = receipts.iter().flatten();
        let unit = measuring_unit(known.chain(payments).copied());
        let scaled = prior * unit;
        let of_host = |&h: &usize| format!("payments of {}", self.hosts.codes()[h]);
        let of_owner = |o: usize| format!("receipts of {}", self.owners.codes()[o]);
        let payments = Margin::new(
            columns.iter().map(of_host),
            payments.iter().map(|p| p * unit).collect::<Vec<f64>>(),
        )?;
        let labels = rows.iter().map(|&o| of_owner(o));
        let all: Option<Vec<f64>> = receipts.iter().map(|r| r.map(|r| r * unit)).collect();
        let balanced = match all {
            Some(receipts) => {
                let receipts = Margin::new(labels, receipts)?;
                let problem = Balancing::gras(scaled.view(), receipts, payments)?;
                met(|tolerance| problem.clone().tolerance(tolerance).balanced())
                    .map(|balanced| balanced.into_matrix())
            }
            None => {
                let mut constraints = Constraint::column_sums(&payments, rows.len());
                let all: Vec<usize> = (0..columns.len()).collect();
                for (row, (label, receipts)) in labels.zip(receipts).enumerate() {
                    if let Some(receipts) = receipts {
                        constraints.push(Constraint::block(label, &[row], &all, receipts * unit));
                    }
                }
                let problem = Constrained::new(scaled.view(), constraints)?;
                met(|tolerance| problem.clone().tolerance(tolerance).balanced())
                    .map(|balanced| balanced.into_matrix())
            }
        };
        let balanced = balanced.map_err(|error| {
            error.during(format!(
                "flows of income cannot be held to the totals (amounts times {unit})"
            ))
        })?;
        Ok(balanced / unit)
    }
}

/// What receipts are multiplied by to add up to payments.
fn factor(paid: f64, received: f64) -> Result<f64> {
    if received > 0.0 && paid > 0.0 {
        return Ok(paid / received);
    }
    if received == 0.0 && paid == 0.0 {
        return Ok(1.0);
    }
    Err(
        Error::control_total("receipts cannot be scaled to payments")
            .expected("both above zero")
            .found(format!("payments of {paid}, receipts of {received}")),
    )
}
