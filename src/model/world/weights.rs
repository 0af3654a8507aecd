//! Rows of rates per unit of output, with their name and unit.

use std::fmt;

use ndarray::{Array1, ArrayView1};

use crate::error::{Error, Result};
use crate::label::Producers;

/// What is traced through the world's chains: an amount per unit of output of every producer (value added, a component of it, jobs, CO2),
/// with its name and the unit of the amount.
///
/// Any row goes through every method: where a formula of the literature has V, the row of value-added rates, these rates take its
/// place.
#[derive(Clone, PartialEq)]
pub struct Weights {
    name: String,
    unit: String,
    rates: Array1<f64>,
}

impl Weights {
    /// Rates of the caller's own.
    ///
    /// # Errors
    /// If there is not one finite rate per producer.
    pub fn new(name: &str, unit: &str, producers: &Producers, rates: Array1<f64>) -> Result<Self> {
        if rates.len() != producers.len() {
            return Err(Error::shape(format!("the rates `{name}`"))
                .expected(format!("{} producers", producers.len()))
                .found(rates.len()));
        }
        if let Some(at) = rates.iter().position(|rate| !rate.is_finite()) {
            return Err(Error::table(format!(
                "the rate `{name}` of {} is not a number",
                producers.label(at)
            ))
            .found(rates[at]));
        }
        Ok(Self::known(name.to_owned(), unit.to_owned(), rates))
    }

    pub(super) fn known(name: String, unit: String, rates: Array1<f64>) -> Self {
        Self { name, unit, rates }
    }

    /// What is measured.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The unit of the content.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// Amount per unit of output, by producer.
    #[must_use]
    pub fn rates(&self) -> ArrayView1<'_, f64> {
        self.rates.view()
    }
}

impl fmt::Debug for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({}) of {} producers",
            self.name,
            self.unit,
            self.rates.len()
        )
    }
}
