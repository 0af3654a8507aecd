//! Totals of primary income in the unit of a table, by host and by owner.

use std::fmt;

use super::cells;
use super::proportional;
use super::totals::{CountryIncome, PrimaryIncomeTotals};
use crate::build::primary_income::CapitalIncome;
use crate::error::{Error, Result};
use crate::label::{Axis, Owner};
use crate::table::WorldTable;

/// How totals of primary income become amounts of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ControlScale {
    /// Income over gross domestic product, times the table's value added of the country. Right where the table is at basic prices or has another
    /// vintage than the totals; every country with a figure needs its product.
    ShareOfGdp,
    /// Amounts as they are, in the unit of the table.
    Amounts,
}

impl fmt::Display for ControlScale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ShareOfGdp => "shares of gross domestic product",
            Self::Amounts => "amounts",
        })
    }
}

/// Totals, how they are read, and whether the shares are moved to them.
#[derive(Debug, Clone)]
pub(super) struct Control {
    pub(super) totals: PrimaryIncomeTotals,
    pub(super) scale: ControlScale,
    pub(super) capital: CapitalIncome,
    pub(super) held: bool,
}

/// Figures in the unit of the table, without payments within regions.
pub(super) struct Targets {
    /// By host.
    pub(super) payments: Vec<Option<f64>>,
    /// By owner, before they are scaled to payments.
    pub(super) receipts: Vec<Option<f64>>,
}

impl Targets {
    pub(super) fn of(table: &WorldTable, owners: &Axis<Owner>, control: &Control) -> Result<Self> {
        let mut figures = Vec::with_capacity(control.totals.codes().len());
        for (code, income) in control.totals.iter() {
            let amounts = in_table(table, code, income, control.scale)?;
            figures.push((code, amounts));
        }
        without_inner(&mut figures)?;
        let mut targets = Self {
            payments: vec![None; table.producers().countries().len()],
            receipts: vec![None; owners.len()],
        };
        for (code, income) in figures {
            if income.payments.is_some() {
                let host = cells::host(table, code)?;
                targets.payments[host.get()] = income.payments;
            }
            if income.receipts.is_some() {
                let owner = owners.at(code)?;
                targets.receipts[owner.get()] = income.receipts;
            }
        }
        Ok(targets)
    }
}

/// A country's figures as amounts of the table.
fn in_table(
    table: &WorldTable,
    code: &str,
    income: CountryIncome,
    scale: ControlScale,
) -> Result<CountryIncome> {
    let named = [income.receipts, income.payments];
    let nothing = named.iter().flatten().all(|amount| *amount == 0.0);
    if scale == ControlScale::Amounts || nothing {
        return Ok(income);
    }
    let host = cells::host(table, code).map_err(|error| {
        error.hint("a share of gross domestic product needs value added in the table; `ControlScale::Amounts` does not")
    })?;
    let Some(product) = income.gdp else {
        return Err(Error::control_total(format!(
            "income of `{code}` as a share of gross domestic product needs the product"
        ))
        .hint("`CountryIncome::with_gdp`, or `ControlScale::Amounts`"));
    };
    let of_all = table.value_added();
    let value_added: f64 = table.range(host).map(|j| of_all[j]).sum();
    let scaled = |amount: Option<f64>| amount.map(|amount| amount / product * value_added);
    Ok(CountryIncome {
        receipts: scaled(income.receipts),
        payments: scaled(income.payments),
        ..income
    })
}

/// Takes payments within regions out of receipts and payments, at the size of proportional flows among the countries with both figures.
fn without_inner(figures: &mut [(&str, CountryIncome)]) -> Result<()> {
    let inner = |income: &CountryIncome| income.within.is_some_and(|within| within > 0.0);
    let both = |income: &CountryIncome| income.receipts.is_some() && income.payments.is_some();
    let half = figures
        .iter()
        .find(|(_, income)| inner(income) && !both(income));
    if let Some((code, _)) = half {
        return Err(Error::control_total(format!(
            "what members of `{code}` pay each other cannot be taken out of a total"
        ))
        .expected("receipts and payments")
        .found("one of them")
        .hint("give both, or a total without payments within the region and no `within`"));
    }
    if !figures.iter().any(|(_, income)| inner(income)) {
        return Ok(());
    }
    let complete = figures.iter().filter(|(_, income)| both(income));
    let complete = PrimaryIncomeTotals::new(complete.copied())?;
    let found =
        proportional::flows(&complete).map_err(|error| error.during("payments within regions"))?;
    let complete = figures.iter_mut().filter(|(_, income)| both(income));
    for (position, (_, income)) in complete.enumerate() {
        let paid = found.flows[[position, position]];
        income.payments = income.payments.map(|amount| (amount - paid).max(0.0));
        let received = paid / found.receipts_factor;
        income.receipts = income.receipts.map(|amount| (amount - received).max(0.0));
    }
    Ok(())
}
