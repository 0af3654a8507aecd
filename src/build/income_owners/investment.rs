//! Whose the foreign capital income of a host is.

use std::fmt;

use super::UNSPECIFIED;
use super::bilateral::Bilateral;
use super::cells::{Cells, ROUNDING, require_share};
use super::source::Source;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Owner};
use crate::parameter::Grade;

/// What is counted between an investor and a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InvestmentMeasure {
    /// Stocks of direct investment: income is divided as the stocks are, as if all earned the same rate of return.
    Stock,
    /// Income on direct investment.
    Income,
    /// Shares of the host's foreign income, however they were found.
    Shares,
}

impl fmt::Display for InvestmentMeasure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stock => "direct investment stocks",
            Self::Income => "direct investment income",
            Self::Shares => "shares of foreign income",
        })
    }
}

/// Whom investment is counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Investor {
    /// The country that the capital came from last, holding companies and tax havens included. A host cannot invest in itself.
    Immediate,
    /// The country of those who control it in the end. The diagonal is capital of the host's own residents that came back from abroad; its
    /// income goes home.
    Ultimate,
}

impl fmt::Display for Investor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Immediate => "immediate investors",
            Self::Ultimate => "ultimate investors",
        })
    }
}

/// θ: by owner and host, the part of the host's foreign capital income that is the owner's.
///
/// Question answered: which country owns the foreign firms of a host? The layer says whose foreign capital income is, not how much there
/// is. With F for bilateral investment and T for a host's total, `θ_oh = F_oh / T_h`; what the total has beyond the named partners is
/// [`UNSPECIFIED`], and so is all foreign capital income of hosts that no layer says anything of. Investors that are no
/// country of the table become owners of their own ([`Bilateral::owners_as`] gives them other codes).
///
/// Immediate and ultimate investors differ much: most investment in China comes through Hong Kong and the Virgin Islands.
///
/// ```
/// use leontief::build::income_owners::{Bilateral, Investment, InvestmentMeasure, Investor};
/// use ndarray::array;
///
/// let stocks = Bilateral::new(["HKG", "USA"], ["CHN"], array![[540.0], [60.0]])?;
/// let investment = Investment::new(stocks, InvestmentMeasure::Stock, Investor::Immediate)?
///     .totals([("CHN", 1000.0)])?; // 400 of them from partners that the source does not name
/// assert_eq!(investment.unnamed("CHN")?, 400.0);
///
/// // or one host's list: 5.49 % American, all else of the rest of the world
/// let china = Investment::of_host("CHN", [("USA", 0.0549)], "ROW", Investor::Immediate)?;
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a layer says nothing until it is laid"]
pub struct Investment {
    partners: Bilateral,
    /// By host of `partners`, what the total has beyond them.
    unnamed: Vec<f64>,
    measure: InvestmentMeasure,
    investor: Investor,
    pub(super) source: Source,
}

impl Investment {
    /// Bilateral investment, owner × host, in any unit.
    ///
    /// # Errors
    /// If immediate investment has a diagonal cell above zero, or shares of a host add up to more than 1.
    pub fn new(
        partners: Bilateral,
        measure: InvestmentMeasure,
        investor: Investor,
    ) -> Result<Self> {
        for host in partners.hosts().codes() {
            let own = partners.cell(host, host).unwrap_or(0.0);
            if investor == Investor::Immediate && own > 0.0 {
                return Err(Error::income(format!(
                    "`{host}` is an immediate investor in itself"
                ))
                .expected("no diagonal among immediate investors")
                .found(own)
                .hint("`Investor::Ultimate` where the source follows capital to those who control it in the end"));
            }
        }
        let mut unnamed = vec![0.0; partners.hosts().len()];
        if measure == InvestmentMeasure::Shares {
            for (rest, host) in unnamed.iter_mut().zip(partners.hosts().codes()) {
                *rest = beyond(host, 1.0, partners.host_total(host)?)?;
            }
        }
        Ok(Self {
            partners,
            unnamed,
            measure,
            investor,
            source: Source::default(),
        })
    }

    /// One host's list: shares of its foreign capital income by owner, the rest to `rest`, which may be a country of the table or not.
    ///
    /// # Errors
    /// If a code is empty or doubled, a share lies outside 0 to 1, they add up to more than 1, or the host owns a part as an immediate investor.
    pub fn of_host<'a>(
        host: &str,
        shares: impl IntoIterator<Item = (&'a str, f64)>,
        rest: &str,
        investor: Investor,
    ) -> Result<Self> {
        let mut cells: Vec<(&str, &str, f64)> = Vec::new();
        for (owner, share) in shares {
            require_share(share, || {
                format!("the share of `{owner}` in foreign capital income of `{host}`")
            })?;
            cells.push((owner, host, share));
        }
        let named: f64 = cells.iter().map(|(.., share)| share).sum();
        let rest_of_it = beyond(host, 1.0, named)?;
        cells.push((rest, host, rest_of_it));
        let partners = Bilateral::of_cells(cells)?;
        Self::new(partners, InvestmentMeasure::Shares, investor)
    }

    /// Totals of hosts, in the unit of the cells. What they have beyond the named partners is nobody's by name, and never dropped.
    ///
    /// # Errors
    /// If a host is not covered or named twice, a total is not a number or smaller than the sum of the partners, or the cells are shares,
    /// whose total is 1.
    pub fn totals<'a>(mut self, totals: impl IntoIterator<Item = (&'a str, f64)>) -> Result<Self> {
        if self.measure == InvestmentMeasure::Shares {
            return Err(
                Error::income("shares of foreign income have no totals but 1")
                    .hint("`InvestmentMeasure::Stock` or `Income` for amounts"),
            );
        }
        let (hosts, totals): (Vec<&str>, Vec<f64>) = totals.into_iter().unzip();
        let hosts: Axis<Owner> = Axis::new(hosts)?;
        for (host, total) in hosts.codes().iter().zip(totals) {
            let at = self.partners.hosts().at(host)?.get();
            self.unnamed[at] = beyond(host, total, self.partners.host_total(host)?)?;
        }
        Ok(self)
    }

    /// Where it comes from, and how well it is known.
    pub fn source(mut self, text: impl Into<String>, grade: Grade) -> Self {
        self.source = Source::new(text, grade);
        self
    }

    /// The named partners.
    #[must_use]
    pub fn partners(&self) -> &Bilateral {
        &self.partners
    }

    /// What the total of a host has beyond the named partners.
    ///
    /// # Errors
    /// If the host is not covered.
    pub fn unnamed(&self, host: &str) -> Result<f64> {
        Ok(self.unnamed[self.partners.hosts().at(host)?.get()])
    }

    pub(super) fn lay(&self, number: usize, cells: &mut Cells<'_>) -> Result<()> {
        if cells.capital().is_empty() {
            return Err(Error::income(
                "the table has no capital income whose origins could be said",
            )
            .found(first_few(cells.components.iter().map(|kind| kind.code()))));
        }
        let unspecified = cells.owners.at(UNSPECIFIED)?.get();
        for (h, host) in self.partners.hosts().codes().iter().enumerate() {
            let mut origins = vec![0.0; cells.owners.len()];
            let column = self.partners.amounts();
            for (owner, &amount) in self.partners.owners().codes().iter().zip(column.column(h)) {
                origins[cells.owners.at(owner)?.get()] += amount;
            }
            origins[unspecified] += self.unnamed[h];
            if origins.iter().sum::<f64>() <= 0.0 {
                return Err(Error::income(format!(
                    "nothing is known of investment in `{host}`: its column is zero"
                ))
                .hint("leave the host out, and its foreign income is `unspecified`; or give its total"));
            }
            let at = cells.host(host)?;
            for (group, _) in cells.groups_of(at) {
                for component in cells.capital() {
                    let cell = cells.at_mut(group, component);
                    cell.origins.clone_from(&origins);
                    cell.origins_by = Some(number);
                }
            }
        }
        Ok(())
    }
}

/// What a total leaves beyond a sum; rounding leaves nothing.
fn beyond(host: &str, total: f64, named: f64) -> Result<f64> {
    if total.is_finite() && named <= total * (1.0 + ROUNDING) {
        return Ok((total - named).max(0.0));
    }
    Err(
        Error::income(format!("the partners of `{host}` have more than its total"))
            .expected(format!("at least {named}"))
            .found(total),
    )
}

impl fmt::Display for Investment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "origins by {}, {}", self.measure, self.investor)
    }
}
