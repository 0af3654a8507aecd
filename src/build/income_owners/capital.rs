//! How much of the capital income of producers is foreign.

use std::fmt;
use std::sync::Arc;

use ndarray::Array1;

use super::cells::{Cells, require_share};
use super::source::Source;
use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Country, Ownership, ProducerKey};
use crate::parameter::Grade;
use crate::table::{DepreciationIncome, PrimaryKind};

/// κ: the share of capital income that goes to foreigners, by group of producers or by producer.
///
/// Question answered: how much of what firms earn belongs to foreign shareholders? With s for operating surplus and d for depreciation, foreign
/// income of producer j is `κ_j (s_j + d_j)`, or `κ_j s_j` where depreciation stays at home. Taxes and compensation stay as other layers
/// say. In a table whose value added is undivided κ is a share of *value added*: the caller's κ must then be foreign capital
/// income per unit of value added.
///
/// The layer says how much is foreign, not whose: origins come from [`Investment`](super::Investment), or from an earlier
/// [`IncomeTransfers`](super::IncomeTransfers) of the same host; without either the owner is [`UNSPECIFIED`](super::UNSPECIFIED).
///
/// Source: the income split of Li, Chen, Duan, Zhu (2019), China Economist 14(5), for every host.
#[derive(Clone)]
#[must_use = "a layer says nothing until it is laid"]
pub struct ForeignCapital {
    shares: Shares,
    unknown: Option<f64>,
    hosts: Vec<String>,
    depreciation: DepreciationIncome,
    pub(super) source: Source,
}

#[derive(Clone)]
enum Shares {
    Ownership { domestic: f64, foreign: f64 },
    Listed(Array1<f64>),
    By(Arc<dyn Fn(ProducerKey<'_>) -> f64 + Send + Sync>),
}

impl ForeignCapital {
    /// One share for groups that are owned at home and one for foreign-owned groups.
    ///
    /// A group whose owner is not known, such as an undivided country, is refused unless [`unknown`](Self::unknown) says its share or both shares
    /// are the same.
    pub fn by_ownership(domestic: f64, foreign: f64) -> Self {
        Self::of(Shares::Ownership { domestic, foreign })
    }

    /// One share for each producer of the hosts, in the order of the table: of all producers, or of those of the hosts that
    /// [`in_host`](Self::in_host) names.
    pub fn by_producer(shares: Array1<f64>) -> Self {
        Self::of(Shares::Listed(shares))
    }

    /// A share for each producer, by its country, group and sector.
    pub fn by(share: impl Fn(ProducerKey<'_>) -> f64 + Send + Sync + 'static) -> Self {
        Self::of(Shares::By(Arc::new(share)))
    }

    fn of(shares: Shares) -> Self {
        Self {
            shares,
            unknown: None,
            hosts: Vec::new(),
            depreciation: DepreciationIncome::default(),
            source: Source::default(),
        }
    }

    /// The share of groups whose owner is not known; only beside [`by_ownership`](Self::by_ownership), as the others say all shares.
    pub fn unknown(mut self, share: f64) -> Self {
        self.unknown = Some(share);
        self
    }

    /// For this host only; call it again for more. Without it the layer holds for all hosts.
    pub fn in_host(mut self, code: impl Into<String>) -> Self {
        self.hosts.push(code.into());
        self
    }

    /// Whether depreciation is shared like operating surplus, which it is unless said otherwise.
    pub fn depreciation(mut self, depreciation: DepreciationIncome) -> Self {
        self.depreciation = depreciation;
        self
    }

    /// Where the shares come from, and how well they are known.
    pub fn source(mut self, text: impl Into<String>, grade: Grade) -> Self {
        self.source = Source::new(text, grade);
        self
    }

    pub(super) fn lay(&self, number: usize, cells: &mut Cells<'_>) -> Result<()> {
        require_capital(self.depreciation, cells)?;
        if self.unknown.is_some() && !matches!(self.shares, Shares::Ownership { .. }) {
            return Err(Error::income(
                "a share of groups of unknown owner is given beside shares by producer",
            )
            .hint("`.unknown(share)` only beside `ForeignCapital::by_ownership`"));
        }
        let named: Axis<Country> = Axis::new(self.hosts.clone())?;
        let mut hosts = Vec::new();
        for code in named.codes() {
            hosts.push(cells.host(code)?);
        }
        if hosts.is_empty() {
            hosts = cells.hosts();
        }
        let groups = hosts.into_iter().flat_map(|host| cells.groups_of(host));
        let groups: Vec<_> = groups.collect();
        let producers: Vec<usize> = groups.iter().flat_map(|(_, range)| range.clone()).collect();
        let shares = self.shares(&producers, cells)?;
        let mut shares = shares.into_iter();
        for (group, range) in groups {
            let of_group: Vec<f64> = shares.by_ref().take(range.len()).collect();
            for component in cells.capital() {
                let home = cells.components[component] == PrimaryKind::Depreciation
                    && self.depreciation == DepreciationIncome::Home;
                let cell = cells.at_mut(group, component);
                cell.foreign = match home {
                    true => vec![0.0; range.len()],
                    false => of_group.clone(),
                };
                cell.foreign_by = Some(number);
            }
        }
        Ok(())
    }

    /// One share for each of these producers.
    fn shares(&self, wanted: &[usize], cells: &Cells<'_>) -> Result<Vec<f64>> {
        let producers = cells.producers();
        let at: Vec<_> = producers.positions().collect();
        let shares: Vec<f64> = match &self.shares {
            Shares::Ownership { .. } => {
                let unknown = wanted
                    .iter()
                    .filter(|&&j| self.of_group(producers.key(at[j])).is_none());
                let mut unknown: Vec<String> = unknown
                    .map(|&j| {
                        let key = producers.key(at[j]);
                        format!("{} {}", key.country, key.group)
                    })
                    .collect();
                unknown.dedup();
                if !unknown.is_empty() {
                    return Err(Error::income(format!(
                        "it is not known who owns the groups {}",
                        first_few(unknown)
                    ))
                    .expected("groups of domestic or of foreign ownership, as the two shares differ")
                    .hint("say their share with `.unknown(share)`, name the hosts that are divided with `.in_host(code)`, or give shares by producer"));
                }
                let of = |&j: &usize| self.of_group(producers.key(at[j])).unwrap_or(0.0);
                wanted.iter().map(of).collect()
            }
            Shares::Listed(shares) => {
                if shares.len() != wanted.len() {
                    return Err(Error::shape("foreign shares of capital income")
                        .expected(format!(
                            "one for each of {} producers of {}",
                            wanted.len(),
                            self.place()
                        ))
                        .found(shares.len()));
                }
                shares.to_vec()
            }
            Shares::By(share) => wanted
                .iter()
                .map(|&j| share(producers.key(at[j])))
                .collect(),
        };
        for (&j, &share) in wanted.iter().zip(&shares) {
            require_share(share, || {
                format!(
                    "the foreign share of capital income of {}",
                    producers.label(j)
                )
            })?;
        }
        Ok(shares)
    }

    fn of_group(&self, key: ProducerKey<'_>) -> Option<f64> {
        let Shares::Ownership { domestic, foreign } = &self.shares else {
            return None;
        };
        match key.group.ownership() {
            Some(Ownership::Domestic) => Some(*domestic),
            Some(Ownership::Foreign) => Some(*foreign),
            None => self.unknown.or((domestic == foreign).then_some(*domestic)),
        }
    }

    fn place(&self) -> String {
        match self.hosts.is_empty() {
            true => "the table".to_owned(),
            false => first_few(&self.hosts),
        }
    }
}

/// Refuses a table without capital income, and depreciation at home where it is not told apart.
pub(super) fn require_capital(depreciation: DepreciationIncome, cells: &Cells<'_>) -> Result<()> {
    if cells.capital().is_empty() {
        return Err(Error::income("the table has no capital income")
            .expected("a row of operating surplus, depreciation or undivided value added")
            .found(first_few(cells.components.iter().map(|kind| kind.code()))));
    }
    let apart = cells.components.contains(&PrimaryKind::Depreciation);
    if depreciation == DepreciationIncome::Home && !apart {
        return Err(Error::income(
            "depreciation cannot stay at home: the table does not have it apart from operating surplus",
        )
        .hint("`DepreciationIncome::WithCapital`, or a table with a row `depreciation`"));
    }
    Ok(())
}

impl fmt::Display for ForeignCapital {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.shares {
            Shares::Ownership { .. } => "foreign capital by ownership of the group",
            _ => "foreign capital by producer",
        })
    }
}

impl fmt::Debug for ForeignCapital {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ForeignCapital ({self}) in {}", self.place())
    }
}
