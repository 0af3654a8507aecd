//! Who gets what from where: owners × hosts.

use std::collections::HashMap;
use std::fmt;

use ndarray::{Array2, ArrayView2, Axis as Dimension};

use crate::error::{Error, Result};
use crate::label::{Axis, AxisKind, Country, Owner};

/// A labelled matrix of owners × hosts with cells of zero or more: FDI stocks or income, primary income flows, shares.
///
/// It may cover some owners and hosts only, and in any order; cells are found by code. A host is the country where income is earned, an
/// owner the country that gets it. A code that is both has a diagonal cell: capital that returns to its own country, or payments
/// among the members of a region.
///
/// ```
/// use leontief::build::income_owners::Bilateral;
/// use ndarray::array;
///
/// let stocks = Bilateral::new(["USA", "HKG"], ["CHN"], array![[60.0], [540.0]])?;
/// assert_eq!(stocks.cell("HKG", "CHN"), Some(540.0));
/// assert_eq!(stocks.host_total("CHN")?, 600.0);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Bilateral {
    owners: Axis<Owner>,
    hosts: Axis<Country>,
    amounts: Array2<f64>,
}

impl Bilateral {
    /// Codes of owners and hosts, and the owner × host matrix.
    ///
    /// # Errors
    /// If a code is empty or doubled, the matrix does not fit the codes, or a cell is negative or not a number.
    pub fn new<O: Into<String>, H: Into<String>>(
        owners: impl IntoIterator<Item = O>,
        hosts: impl IntoIterator<Item = H>,
        amounts: Array2<f64>,
    ) -> Result<Self> {
        Self::on(Axis::new(owners)?, Axis::new(hosts)?, amounts)
    }

    /// Cells one by one, as (owner, host, amount); codes stand in order of appearance, and pairs that are not named are zero.
    ///
    /// # Errors
    /// As [`new`](Self::new), or if a pair is named twice.
    pub fn of_cells<O: Into<String>, H: Into<String>>(
        cells: impl IntoIterator<Item = (O, H, f64)>,
    ) -> Result<Self> {
        let cells: Vec<(String, String, f64)> = cells
            .into_iter()
            .map(|(owner, host, amount)| (owner.into(), host.into(), amount))
            .collect();
        let owners: Axis<Owner> = appearing(cells.iter().map(|(owner, ..)| owner))?;
        let hosts: Axis<Country> = appearing(cells.iter().map(|(_, host, _)| host))?;
        let mut amounts = Array2::zeros((owners.len(), hosts.len()));
        let mut named = HashMap::new();
        for (owner, host, amount) in &cells {
            let at = [owners.at(owner)?.get(), hosts.at(host)?.get()];
            if named.insert(at, ()).is_some() {
                return Err(Error::label(format!(
                    "owner `{owner}` in host `{host}` is named twice"
                )));
            }
            amounts[at] = *amount;
        }
        Self::on(owners, hosts, amounts)
    }

    fn on(owners: Axis<Owner>, hosts: Axis<Country>, amounts: Array2<f64>) -> Result<Self> {
        let (expected, found) = ((owners.len(), hosts.len()), amounts.dim());
        if found != expected {
            return Err(
                Error::shape("a matrix of owners and hosts does not fit its codes")
                    .expected(format!("{} owners × {} hosts", expected.0, expected.1))
                    .found(format!("{} × {}", found.0, found.1)),
            );
        }
        let wrong = amounts
            .indexed_iter()
            .find(|&(_, &cell)| !(cell.is_finite() && cell >= 0.0));
        if let Some(((o, h), &cell)) = wrong {
            return Err(Error::income(format!(
                "the cell of owner `{}` in host `{}`",
                owners.codes()[o],
                hosts.codes()[h]
            ))
            .expected("a number of zero or more")
            .found(cell)
            .hint("a negative stock or income is no share of a host's income: leave it out and say so"));
        }
        Ok(Self {
            owners,
            hosts,
            amounts,
        })
    }

    /// The owners.
    #[must_use]
    pub fn owners(&self) -> &Axis<Owner> {
        &self.owners
    }

    /// The hosts.
    #[must_use]
    pub fn hosts(&self) -> &Axis<Country> {
        &self.hosts
    }

    /// Owner × host.
    #[must_use]
    pub fn amounts(&self) -> ArrayView2<'_, f64> {
        self.amounts.view()
    }

    /// One cell; nothing where the owner or the host is not covered.
    #[must_use]
    pub fn cell(&self, owner: &str, host: &str) -> Option<f64> {
        let at = [self.owners.find(owner)?.get(), self.hosts.find(host)?.get()];
        Some(self.amounts[at])
    }

    /// The sum of a host's column, its diagonal cell included.
    ///
    /// # Errors
    /// If the host is not covered.
    pub fn host_total(&self, host: &str) -> Result<f64> {
        let at = self.hosts.at(host)?.get();
        Ok(self.amounts.column(at).sum())
    }

    /// The sum of an owner's row, its diagonal cell included.
    ///
    /// # Errors
    /// If the owner is not covered.
    pub fn owner_total(&self, owner: &str) -> Result<f64> {
        let at = self.owners.at(owner)?.get();
        Ok(self.amounts.row(at).sum())
    }

    /// The same for these hosts only, in this order: sources cover more countries than a table.
    ///
    /// # Errors
    /// If a host is not covered or named twice.
    pub fn of_hosts<H: AsRef<str>>(&self, hosts: &[H]) -> Result<Self> {
        let chosen: Axis<Country> = Axis::new(hosts.iter().map(|host| host.as_ref().to_owned()))?;
        let mut columns = Vec::with_capacity(chosen.len());
        for code in chosen.codes() {
            columns.push(self.hosts.at(code)?.get());
        }
        let amounts = self.amounts.select(Dimension(1), &columns);
        Self::on(self.owners.clone(), chosen, amounts)
    }

    /// The same with owners under other codes; owners that get the same code are added up, at the place of the first. So investors that
    /// are no country of the table become `ROW`, or members of a region the region.
    ///
    /// ```
    /// # use leontief::build::income_owners::Bilateral;
    /// # use ndarray::array;
    /// let stocks = Bilateral::new(["DEU", "USA", "FRA"], ["CHN"], array![[3.0], [5.0], [2.0]])?;
    /// let regions = stocks.owners_as(|code| if code == "USA" { "USA" } else { "EUR" })?;
    /// assert_eq!(regions.owners().codes(), ["EUR", "USA"]);
    /// assert_eq!(regions.cell("EUR", "CHN"), Some(5.0));
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a code is empty.
    pub fn owners_as<S: Into<String>>(&self, code: impl Fn(&str) -> S) -> Result<Self> {
        let codes: Vec<String> = self.owners.codes().iter().map(|c| code(c).into()).collect();
        let owners: Axis<Owner> = appearing(codes.iter())?;
        let mut amounts = Array2::zeros((owners.len(), self.hosts.len()));
        for (row, code) in self.amounts.rows().into_iter().zip(&codes) {
            let mut sum = amounts.row_mut(owners.at(code)?.get());
            sum += &row;
        }
        Self::on(owners, self.hosts.clone(), amounts)
    }
}

/// Codes in order of their first appearance.
pub(super) fn appearing<'a, K: AxisKind>(
    codes: impl Iterator<Item = &'a String>,
) -> Result<Axis<K>> {
    let mut known = HashMap::new();
    Axis::new(codes.filter(|code| known.insert(*code, ()).is_none()))
}

impl fmt::Debug for Bilateral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bilateral: {:?} in {:?}", self.owners, self.hosts)
    }
}
