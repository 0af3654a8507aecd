//! Compensation of employees that live in another country.

use std::fmt;

use super::UNSPECIFIED;
use super::bilateral::Bilateral;
use super::cells::{Cells, require_share};
use super::source::Source;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Country};
use crate::parameter::Grade;
use crate::table::PrimaryKind;

/// λ: the share of compensation of employees that goes to residents of other countries, by host and alike for all its producers.
///
/// Question answered: what do border workers and posted workers carry home? With w for compensation, foreign income of producer j is
/// `λ_h w_j`. The layer says how much is foreign and whose it is, of the compensation of the hosts that it names; without origins
/// the owner is [`UNSPECIFIED`].
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a layer says nothing until it is laid"]
pub struct CrossBorderLabour {
    hosts: Axis<Country>,
    figures: Vec<f64>,
    are_amounts: bool,
    origins: Option<Bilateral>,
    pub(super) source: Source,
}

impl CrossBorderLabour {
    /// Shares of the hosts' compensation of employees.
    ///
    /// # Errors
    /// If a host is named twice or a share lies outside 0 to 1.
    pub fn shares<'a>(shares: impl IntoIterator<Item = (&'a str, f64)>) -> Result<Self> {
        let labour = Self::of(shares, false)?;
        for (host, &share) in labour.hosts.codes().iter().zip(&labour.figures) {
            require_share(share, || {
                format!("the foreign share of compensation of employees in `{host}`")
            })?;
        }
        Ok(labour)
    }

    /// Amounts that the hosts pay, in the unit of the table.
    ///
    /// # Errors
    /// If a host is named twice or an amount is negative or not a number.
    pub fn amounts<'a>(amounts: impl IntoIterator<Item = (&'a str, f64)>) -> Result<Self> {
        let labour = Self::of(amounts, true)?;
        for (host, &amount) in labour.hosts.codes().iter().zip(&labour.figures) {
            if !(amount.is_finite() && amount >= 0.0) {
                return Err(Error::income(format!(
                    "the compensation that `{host}` pays to residents of other countries"
                ))
                .expected("a number of zero or more")
                .found(amount));
            }
        }
        Ok(labour)
    }

    /// Amounts by owner and host, in the unit of the table.
    ///
    /// # Errors
    /// If a host pays its own residents: they are at home.
    pub fn bilateral(amounts: Bilateral) -> Result<Self> {
        let mut paid = Vec::new();
        for host in amounts.hosts().codes() {
            paid.push((host.as_str(), amounts.host_total(host)?));
        }
        let labour = Self::amounts(paid)?;
        labour.with_origins(amounts)
    }

    fn of<'a>(
        figures: impl IntoIterator<Item = (&'a str, f64)>,
        are_amounts: bool,
    ) -> Result<Self> {
        let (hosts, figures): (Vec<&str>, Vec<f64>) = figures.into_iter().unzip();
        Ok(Self {
            hosts: Axis::new(hosts)?,
            figures,
            are_amounts,
            origins: None,
            source: Source::default(),
        })
    }

    /// Where the workers live: amounts or shares by owner and host, of which only the proportions within a host count. Hosts that it does not
    /// cover pay to [`UNSPECIFIED`].
    ///
    /// # Errors
    /// If it covers a host that pays nothing here, has a diagonal cell above zero, or a column of zeros.
    pub fn with_origins(mut self, origins: Bilateral) -> Result<Self> {
        for host in origins.hosts().codes() {
            self.hosts.at(host)?;
            let own = origins.cell(host, host).unwrap_or(0.0);
            if own > 0.0 {
                return Err(Error::income(format!(
                    "employees who live in `{host}` are no foreigners there"
                ))
                .expected("no diagonal")
                .found(own));
            }
            let at = self.hosts.at(host)?.get();
            if self.figures[at] > 0.0 && origins.host_total(host)? == 0.0 {
                return Err(Error::income(format!(
                    "no origins of employees in `{host}`: its column is zero"
                ))
                .hint("leave the host out of the origins, and its payments are `unspecified`"));
            }
        }
        self.origins = Some(origins);
        Ok(self)
    }

    /// Where the figures come from, and how well they are known.
    pub fn source(mut self, text: impl Into<String>, grade: Grade) -> Self {
        self.source = Source::new(text, grade);
        self
    }

    /// Who may get something.
    pub(super) fn owners(&self) -> &[String] {
        self.origins.as_ref().map_or(&[], |o| o.owners().codes())
    }

    pub(super) fn lay(&self, number: usize, cells: &mut Cells<'_>) -> Result<()> {
        let wages = cells.numbers(|kind| kind == PrimaryKind::Compensation);
        let Some(&wages) = wages.first() else {
            return Err(Error::income("the table has no compensation of employees")
                .found(first_few(cells.components.iter().map(|kind| kind.code())))
                .hint("`IncomeTransfers` take income from value added that is not divided"));
        };
        for (host, &figure) in self.hosts.codes().iter().zip(&self.figures) {
            let at = cells.host(host)?;
            let paid = cells.paid(wages, cells.table.range(at));
            let share = if self.are_amounts {
                figure / paid
            } else {
                figure
            };
            let share = if figure == 0.0 { 0.0 } else { share };
            if figure > 0.0 && !(paid > 0.0 && share <= 1.0) {
                return Err(Error::income(format!(
                    "`{host}` does not pay the compensation of employees that is to go abroad"
                ))
                .expected(format!("at most {paid} in the table"))
                .found(figure)
                .hint("amounts are in the unit of the table"));
            }
            let origins = self.origins_of(host, cells)?;
            for (group, range) in cells.groups_of(at) {
                let cell = cells.at_mut(group, wages);
                cell.foreign = vec![share; range.len()];
                cell.origins.clone_from(&origins);
                (cell.foreign_by, cell.origins_by) = (Some(number), Some(number));
            }
        }
        Ok(())
    }

    fn origins_of(&self, host: &str, cells: &Cells<'_>) -> Result<Vec<f64>> {
        let mut weights = vec![0.0; cells.owners.len()];
        let covered = self
            .origins
            .as_ref()
            .filter(|origins| origins.host_total(host).is_ok_and(|sum| sum > 0.0));
        match covered {
            None => weights[cells.owners.at(UNSPECIFIED)?.get()] = 1.0,
            Some(origins) => {
                for owner in origins.owners().codes() {
                    let at = cells.owners.at(owner)?.get();
                    weights[at] = origins.cell(owner, host).unwrap_or(0.0);
                }
            }
        }
        Ok(weights)
    }
}

impl fmt::Display for CrossBorderLabour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("compensation of residents of other countries")?;
        match self.origins {
            Some(_) => Ok(()),
            None => f.write_str(" with unspecified origins"),
        }
    }
}
