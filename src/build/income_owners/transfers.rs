//! Income transfers between countries, applied to all producers of a host alike.

use std::fmt;

use ndarray::Array2;

use super::bilateral::Bilateral;
use super::capital::require_capital;
use super::cells::{Cells, ROUNDING, unspecified_only};
use super::proportional;
use super::source::Source;
use super::totals::PrimaryIncomeTotals;
use crate::error::{Error, Result};
use crate::parameter::Grade;
use crate::table::{DepreciationIncome, PrimaryKind};

/// Which income of a host's producers the transfers are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TransferBase {
    /// All value added alike, as Bohn, Brakman and Dietzenbacher have it: `Ω_op = W_oh` for every component.
    #[default]
    AllValueAdded,
    /// The same money out of capital income only: `Ω_op = W_oh VA_h / C_h` for capital income with the host's sums VA of value added
    /// and C of capital income; compensation and taxes stay at home. The choice says whether depreciation is part of C.
    CapitalIncome(DepreciationIncome),
}

/// W: by owner and host, the share of the host's value added that is income of the owner, for all producers of the host alike.
///
/// Question answered: what do countries earn if foreign income is spread over a host's producers in proportion to their value added? The
/// layer says how much is foreign and whose it is, of all components of the hosts that it covers; what earlier layers said there is
/// replaced, compensation included, because W holds all primary income. The diagonal counts as home.
///
/// Source: Bohn, Brakman, Dietzenbacher (2021), Journal of International Economics 131, 103496.
///
/// ```
/// use leontief::build::income_owners::{Bilateral, IncomeTransfers};
/// use ndarray::array;
///
/// // bn USD: of a GDP of 7322 in China 55 are paid to the United States
/// let flows = Bilateral::new(["USA"], ["CHN"], array![[55.0]])?;
/// let transfers = IncomeTransfers::of_flows(flows, [("CHN", 7322.0)])?;
/// assert_eq!(transfers.shares().cell("USA", "CHN"), Some(55.0 / 7322.0));
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a layer says nothing until it is laid"]
pub struct IncomeTransfers {
    shares: Bilateral,
    flows: Option<Bilateral>,
    receipts_factor: Option<f64>,
    base: TransferBase,
    pub(super) source: Source,
}

impl IncomeTransfers {
    /// Shares of the hosts' value added by owner. What a column leaves of 1 is income of the host, and so is its diagonal.
    ///
    /// # Errors
    /// If the shares of a host add up to more than 1.
    pub fn of_shares(shares: Bilateral) -> Result<Self> {
        for host in shares.hosts().codes() {
            let sum = shares.host_total(host)?;
            if sum > 1.0 + ROUNDING {
                return Err(Error::income(format!(
                    "the shares in the value added of `{host}` add up to more than 1"
                ))
                .found(sum)
                .hint("`IncomeTransfers::of_flows` for amounts"));
            }
        }
        Ok(Self {
            shares: with_home(&shares)?,
            flows: None,
            receipts_factor: None,
            base: TransferBase::default(),
            source: Source::default(),
        })
    }

    /// Amounts by owner and host, in any unit, and each host's gross domestic product in the same unit: `W_oh = F_oh / GDP_h` for o ≠ h.
    ///
    /// # Errors
    /// If a host has no product or several, a product is not positive, or a host pays more than its product.
    pub fn of_flows<'a>(
        flows: Bilateral,
        products: impl IntoIterator<Item = (&'a str, f64)>,
    ) -> Result<Self> {
        let products = products.into_iter().map(|(code, product)| {
            let income = super::CountryIncome::default();
            (code, income.with_gdp(product))
        });
        let products = PrimaryIncomeTotals::new(products)?;
        let mut shares = flows.amounts().to_owned();
        for (h, host) in flows.hosts().codes().iter().enumerate() {
            let Some(product) = products.of(host).and_then(|income| income.gdp) else {
                return Err(Error::income(format!(
                    "flows from `{host}` need its gross domestic product to become shares"
                )));
            };
            let home = flows.owners().find(host).map(|at| at.get());
            let mut column = shares.column_mut(h);
            if let Some(home) = home {
                column[home] = 0.0;
            }
            let abroad = column.sum();
            if abroad > product {
                return Err(Error::income(format!(
                    "`{host}` pays more income than its gross domestic product"
                ))
                .expected(format!("at most {product}"))
                .found(abroad)
                .hint("both in one unit; income that passes through a financial centre is not earned there: take it out with `CountryIncome::without_pass_through`, merge the centre with other countries, or leave it out"));
            }
            column.mapv_inplace(|flow| flow / product);
        }
        let shares = Bilateral::new(flows.owners().codes(), flows.hosts().codes(), shares)?;
        Ok(Self {
            flows: Some(flows),
            ..Self::of_shares(shares)?
        })
    }

    /// From totals alone: the flows nearest to proportional ones that add up to the totals.
    ///
    /// Receipts r are scaled to the sum of payments p. The seed is `S_oh = r_o p_h` for o ≠ h, without distance, tax havens or stocks of
    /// investment, and `S_hh = k_h r_h p_h` with k for the [part within](super::CountryIncome::within) a region; RAS, rows first, then brings rows
    /// to r and columns to p. Shares are flows over gross domestic product. Origins found so are an assumption, grade D, unless
    /// [`source`](Self::source) says otherwise.
    ///
    /// # Errors
    /// If a country lacks receipts, payments or product, or no flows add up to the totals, as where one country receives more than all
    /// others pay.
    pub fn proportional(totals: &PrimaryIncomeTotals) -> Result<Self> {
        let products = proportional::products(totals)?;
        let found = proportional::flows(totals)?;
        let codes = totals.codes();
        let flows = Bilateral::new(codes, codes, found.flows)?;
        Ok(Self {
            receipts_factor: Some(found.receipts_factor),
            source: totals.source.graded(Grade::D),
            ..Self::of_flows(flows, products)?
        })
    }

    /// Which income the transfers are taken from; all value added unless said otherwise.
    pub fn taken_from(mut self, base: TransferBase) -> Self {
        self.base = base;
        self
    }

    /// Where they come from, and how well they are known.
    pub fn source(mut self, text: impl Into<String>, grade: Grade) -> Self {
        self.source = Source::new(text, grade);
        self
    }

    /// The shares, owner × host; the diagonal, where a host is among the owners, is what the others leave.
    #[must_use]
    pub fn shares(&self) -> &Bilateral {
        &self.shares
    }

    /// The flows that the shares were made of, where there were any; their diagonal is what members of a region pay each other.
    #[must_use]
    pub fn flows(&self) -> Option<&Bilateral> {
        self.flows.as_ref()
    }

    /// By what receipts were multiplied to add up to payments, where the flows are made of totals.
    #[must_use]
    pub fn receipts_factor(&self) -> Option<f64> {
        self.receipts_factor
    }

    pub(super) fn lay(&self, number: usize, cells: &mut Cells<'_>) -> Result<()> {
        for host in self.shares.hosts().codes() {
            let mut origins = vec![0.0; cells.owners.len()];
            for owner in self.shares.owners().codes().iter().filter(|o| *o != host) {
                let at = cells.owners.at(owner)?.get();
                origins[at] = self.shares.cell(owner, host).unwrap_or(0.0);
            }
            self.lay_host(number, cells, host, origins)?;
        }
        Ok(())
    }

    fn lay_host(
        &self,
        number: usize,
        cells: &mut Cells<'_>,
        host: &str,
        mut origins: Vec<f64>,
    ) -> Result<()> {
        let at = cells.host(host)?;
        let abroad: f64 = origins.iter().sum::<f64>().min(1.0);
        if abroad == 0.0 {
            origins = unspecified_only(cells.owners.len());
        }
        let (bases, share) = match self.base {
            TransferBase::AllValueAdded => (cells.numbers(|_| true), abroad),
            TransferBase::CapitalIncome(depreciation) => {
                require_capital(depreciation, cells)?;
                let mut bases = cells.capital();
                if depreciation == DepreciationIncome::Home {
                    bases.retain(|&k| cells.components[k] != PrimaryKind::Depreciation);
                }
                let share = self.share_of_capital(cells, host, &bases, abroad)?;
                (bases, share)
            }
        };
        for (group, range) in cells.groups_of(at) {
            for component in 0..cells.components.len() {
                let cell = cells.at_mut(group, component);
                let taken = if bases.contains(&component) {
                    share
                } else {
                    0.0
                };
                cell.foreign = vec![taken; range.len()];
                cell.origins.clone_from(&origins);
                (cell.foreign_by, cell.origins_by) = (Some(number), Some(number));
            }
        }
        Ok(())
    }

    /// A share of value added as the share of capital income that is the same amount.
    fn share_of_capital(
        &self,
        cells: &Cells<'_>,
        host: &str,
        bases: &[usize],
        abroad: f64,
    ) -> Result<f64> {
        if abroad == 0.0 {
            return Ok(0.0);
        }
        let range = cells.table.range(cells.host(host)?);
        let sum = |numbers: &[usize]| -> f64 {
            numbers.iter().map(|&k| cells.paid(k, range.clone())).sum()
        };
        let amount = abroad * sum(&cells.numbers(|_| true));
        let capital = sum(bases);
        let share = amount / capital;
        if capital > 0.0 && (0.0..=1.0).contains(&share) {
            return Ok(share);
        }
        Err(Error::income(format!(
            "the income that `{host}` pays abroad cannot come from its capital income alone"
        ))
        .expected(format!("an amount from 0 to {capital:.6}"))
        .found(format!("{amount:.6}"))
        .hint("`TransferBase::AllValueAdded`, or depreciation as part of capital income"))
    }
}

/// The shares with what they leave on the diagonal.
fn with_home(shares: &Bilateral) -> Result<Bilateral> {
    let mut all: Array2<f64> = shares.amounts().to_owned();
    for (h, host) in shares.hosts().codes().iter().enumerate() {
        if let Some(home) = shares.owners().find(host) {
            let mut column = all.column_mut(h);
            column[home.get()] = 0.0;
            column[home.get()] = (1.0 - column.sum()).max(0.0);
        }
    }
    Bilateral::new(shares.owners().codes(), shares.hosts().codes(), all)
}

impl fmt::Display for IncomeTransfers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base = match self.base {
            TransferBase::AllValueAdded => "all value added",
            TransferBase::CapitalIncome(_) => "capital income",
        };
        let made = match self.receipts_factor {
            None => "",
            Some(_) => ", origins proportional to receipts",
        };
        write!(f, "country-level transfers out of {base}{made}")
    }
}
