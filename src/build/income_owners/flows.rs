//! Income by owner and by the country where it is earned.

use std::fmt;

use ndarray::{Array2, ArrayView2, Axis as Dimension, Slice};

use crate::error::Result;
use crate::label::{Axis, Country, Owner};
use crate::table::{PrimaryKind, WorldTable};
use crate::unit::Unit;

/// F: owner × host, the income that owners have from the producers of hosts: `F_oh = Σ_{p in h} Σ_k Ω_kop va_kp`.
///
/// The diagonal is what countries earn at home. Off it stand primary income flows between countries, before depreciation. Rows add up to gross
/// national income at the table's prices, columns to value added.
#[derive(Clone, PartialEq)]
pub struct IncomeFlows {
    owners: Axis<Owner>,
    hosts: Axis<Country>,
    amounts: Array2<f64>,
    unit: Unit,
}

impl IncomeFlows {
    pub(super) fn new(table: &WorldTable, owners: Axis<Owner>, amounts: Array2<f64>) -> Self {
        Self {
            owners,
            hosts: table.producers().countries().clone(),
            amounts,
            unit: table.unit().clone(),
        }
    }

    /// The owners.
    #[must_use]
    pub fn owners(&self) -> &Axis<Owner> {
        &self.owners
    }

    /// The countries with producers.
    #[must_use]
    pub fn hosts(&self) -> &Axis<Country> {
        &self.hosts
    }

    /// Owner × host.
    #[must_use]
    pub fn amounts(&self) -> ArrayView2<'_, f64> {
        self.amounts.view()
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// One cell.
    ///
    /// # Errors
    /// If there is no such owner or host.
    pub fn between(&self, owner: &str, host: &str) -> Result<f64> {
        let at = [self.owners.at(owner)?.get(), self.hosts.at(host)?.get()];
        Ok(self.amounts[at])
    }

    /// What an owner has from other countries.
    ///
    /// # Errors
    /// If there is no such owner.
    pub fn received(&self, owner: &str) -> Result<f64> {
        let home = self.hosts.find(owner).map(|at| at.get());
        let row = self.amounts.row(self.owners.at(owner)?.get()).to_vec();
        Ok(without(&row, home))
    }

    /// What a host's producers pay to others than its own residents.
    ///
    /// # Errors
    /// If there is no such host.
    pub fn paid(&self, host: &str) -> Result<f64> {
        let home = self.owners.find(host).map(|at| at.get());
        let column = self.amounts.column(self.hosts.at(host)?.get()).to_vec();
        Ok(without(&column, home))
    }

    /// All income of an owner: gross national income.
    ///
    /// # Errors
    /// If there is no such owner.
    pub fn national_income(&self, owner: &str) -> Result<f64> {
        Ok(self.amounts.row(self.owners.at(owner)?.get()).sum())
    }

    /// All income earned in a host: its value added.
    ///
    /// # Errors
    /// If there is no such host.
    pub fn value_added(&self, host: &str) -> Result<f64> {
        Ok(self.amounts.column(self.hosts.at(host)?.get()).sum())
    }
}

/// A sum without one of its terms: not a difference, which would round.
fn without(amounts: &[f64], skipped: Option<usize>) -> f64 {
    let all = amounts.iter().enumerate();
    all.filter(|(k, _)| Some(*k) != skipped)
        .map(|(_, amount)| amount)
        .sum()
}

/// Owner × host amounts of some components.
pub(super) fn flows(
    table: &WorldTable,
    owners: usize,
    shares: &[(PrimaryKind, Array2<f64>)],
    counts: impl Fn(PrimaryKind) -> bool,
) -> Array2<f64> {
    let countries = table.producers().countries();
    let mut flows = Array2::zeros((owners, countries.len()));
    for (kind, shares) in shares.iter().filter(|(kind, _)| counts(*kind)) {
        let Some(row) = table.primary().row(*kind) else {
            continue;
        };
        for host in countries.positions() {
            let range = Slice::from(table.range(host));
            let paid = row.by_producer.slice_axis(Dimension(0), range);
            let here = shares.slice_axis(Dimension(1), range);
            let mut column = flows.column_mut(host.get());
            column += &here.dot(&paid);
        }
    }
    flows
}

impl fmt::Debug for IncomeFlows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "IncomeFlows ({}): {:?} in {:?}",
            self.unit, self.owners, self.hosts
        )
    }
}
