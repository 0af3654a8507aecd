//! Imports of each product by end use, as shares.

use super::end_use::EndUse;
use crate::error::{Error, Result};
use crate::label::{Axis, Sector};

/// How far shares may miss one before they are refused; within it they are scaled to sum to one.
const SUM_TOLERANCE: f64 = 1e-6;

/// A whole divided over the end uses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EndUseMix {
    /// Inputs of producers.
    pub intermediate: f64,
    /// Consumption.
    pub consumption: f64,
    /// Capital formation.
    pub capital: f64,
}

impl EndUseMix {
    /// The share of one end use.
    #[must_use]
    pub fn of(&self, end_use: EndUse) -> f64 {
        match end_use {
            EndUse::Intermediate => self.intermediate,
            EndUse::Consumption => self.consumption,
            EndUse::Capital => self.capital,
        }
    }

    /// Everything for one end use.
    #[must_use]
    pub fn only(end_use: EndUse) -> Self {
        let share = |of: EndUse| f64::from(u8::from(of == end_use));
        Self {
            intermediate: share(EndUse::Intermediate),
            consumption: share(EndUse::Consumption),
            capital: share(EndUse::Capital),
        }
    }

    pub(super) fn from_values(values: [f64; 3]) -> Self {
        let [intermediate, consumption, capital] = values;
        Self {
            intermediate,
            consumption,
            capital,
        }
    }

    /// The shares scaled to sum to one; refuses what are not shares.
    pub(super) fn checked(self, whose: &str) -> Result<Self> {
        let values = EndUse::ALL.map(|end_use| self.of(end_use));
        let sum: f64 = values.iter().sum();
        let shares = values
            .iter()
            .all(|share| (0.0..=1.0 + SUM_TOLERANCE).contains(share));
        if !shares || (sum - 1.0).abs() > SUM_TOLERANCE {
            return Err(
                Error::control_total(format!("the end uses of {whose} are not shares"))
                    .expected("three shares from 0 to 1 that sum to 1")
                    .found(format!("{values:?}, sum {sum}")),
            );
        }
        Ok(Self::from_values(values.map(|share| share / sum)))
    }
}

/// Shares of each product's imports by end use: an editable table, product × end use. A product without shares is one of which
/// nothing is known, such as a service that customs does not record.
///
/// ```
/// use leontief::build::{EndUse, EndUseMix, EndUseShares};
/// use leontief::label::Axis;
///
/// let shares = EndUseShares::new(&Axis::new(["food", "machines", "services"])?)
///     .with("food", EndUseMix { intermediate: 0.4, consumption: 0.6, capital: 0.0 })?
///     .with("machines", EndUseMix::only(EndUse::Capital))?;
/// assert_eq!(shares.of("machines")?.map(|mix| mix.capital), Some(1.0));
/// assert_eq!(shares.of("services")?, None);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct EndUseShares {
    sectors: Axis<Sector>,
    rows: Vec<Option<EndUseMix>>,
}

impl EndUseShares {
    /// No shares yet.
    pub fn new(sectors: &Axis<Sector>) -> Self {
        Self {
            sectors: sectors.clone(),
            rows: vec![None; sectors.len()],
        }
    }

    /// The shares of one product, in place of what was there.
    ///
    /// # Errors
    /// If there is no such product, or the shares are negative, not numbers, or do not sum to one within 1e-6.
    pub fn with(mut self, product: &str, mix: EndUseMix) -> Result<Self> {
        let at = self.sectors.at(product)?;
        self.rows[at.get()] = Some(mix.checked(&format!("`{product}`"))?);
        Ok(self)
    }

    /// A product taken out: nothing is known of it.
    ///
    /// # Errors
    /// If there is no such product.
    pub fn without(mut self, product: &str) -> Result<Self> {
        let at = self.sectors.at(product)?;
        self.rows[at.get()] = None;
        Ok(self)
    }

    /// The shares of a product, if they are known.
    ///
    /// # Errors
    /// If there is no such product.
    pub fn of(&self, product: &str) -> Result<Option<EndUseMix>> {
        Ok(self.rows[self.sectors.at(product)?.get()])
    }

    /// The products.
    #[must_use]
    pub fn sectors(&self) -> &Axis<Sector> {
        &self.sectors
    }

    /// The shares in the order of the products.
    #[must_use]
    pub fn rows(&self) -> &[Option<EndUseMix>] {
        &self.rows
    }
}
