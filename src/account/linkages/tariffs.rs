//! Tariff rates: by importing country, exporting country and sector, on inputs and on final goods.
//!
//! τ^A (n × G) are the rates that producers in each country pay on inputs from each foreign producer, τ^Y those that its final users pay.
//! Rates are shares of the value at the table's prices, 0.25 for 25 per cent; a negative rate is a subsidy on imports. No country has
//! a tariff on its own goods. Rates differ by importing country and supplier, not by using sector, so that n × G numbers hold them.

use std::fmt;

use ndarray::{Array2, ArrayView2};

use super::economy::with_labels;
use crate::account::ledger::Seller;
use crate::error::{Error, Result};
use crate::label::{Axis, Country, Producers};
use crate::table::WorldTable;

/// Which imports a rate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TariffUse {
    /// Inputs of producers.
    Inputs,
    /// Goods for final use.
    Final,
    /// Both.
    All,
}

/// Tariff rates of all countries on all foreign producers. Zero where nothing is said; a later word replaces an earlier one.
///
/// ```
/// # use leontief::label::{Axis, Group, Producers};
/// # use leontief::table::WorldDraft;
/// # use leontief::unit::{PriceBasis, Scale, Unit};
/// # use ndarray::array;
/// use leontief::account::linkages::Tariffs;
/// # let sectors = Axis::new(["goods", "services"])?;
/// # let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
/// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
/// # let table = WorldDraft::new(producers, Axis::new(["final"])?, unit)
/// #     .final_use(array![[50.0, 10.0], [5.0, 50.0], [1.0, 2.0], [3.0, 4.0]])
/// #     .output(array![60.0, 55.0, 3.0, 7.0])
/// #     .residual_value_added()
/// #     .check()?;
/// let tariffs = Tariffs::none(&table)
///     .flat("USA", "CHN", 0.10)?
///     .rate("USA", "CHN", "goods", 0.25)?;
/// assert_eq!(tariffs.finals()[[0, 1]], 0.25);
/// assert_eq!(tariffs.inputs()[[1, 1]], 0.10);
/// assert!(tariffs.rate("USA", "CHN", "food", 0.1).unwrap_err().is_label());
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Tariffs {
    producers: Producers,
    countries: Axis<Country>,
    inputs: Array2<f64>,
    finals: Array2<f64>,
}

impl Tariffs {
    /// Free trade between all countries of a table.
    #[must_use]
    pub fn none(table: &WorldTable) -> Self {
        let (producers, countries) = (table.producers().clone(), table.countries().clone());
        let zeros = Array2::zeros((producers.len(), countries.len()));
        Self {
            producers,
            countries,
            inputs: zeros.clone(),
            finals: zeros,
        }
    }

    /// The rate that an importer levies on a sector of an exporter, on inputs and final goods alike, whatever group of producers makes
    /// them.
    ///
    /// # Errors
    /// If a label is unknown, importer and exporter are the same, or the rate is not a number of at least −1.
    pub fn rate(self, importer: &str, exporter: &str, sector: &str, rate: f64) -> Result<Self> {
        let goods = Seller {
            exporter: Some(exporter.to_owned()),
            group: None,
            sector: Some(sector.to_owned()),
        };
        self.on(TariffUse::All, importer, &goods, rate)
    }

    /// The same rate on all goods of an exporter.
    ///
    /// # Errors
    /// As [`rate`](Self::rate).
    pub fn flat(self, importer: &str, exporter: &str, rate: f64) -> Result<Self> {
        self.on(TariffUse::All, importer, &Seller::country(exporter), rate)
    }

    /// Rates by (importer, exporter, sector), as a list has them.
    ///
    /// # Errors
    /// As [`rate`](Self::rate), at the first line that does not fit.
    pub fn rates<'a>(
        self,
        lines: impl IntoIterator<Item = (&'a str, &'a str, &'a str, f64)>,
    ) -> Result<Self> {
        lines.into_iter().try_fold(self, |tariffs, line| {
            let (importer, exporter, sector, rate) = line;
            let said = tariffs.rate(importer, exporter, sector, rate);
            said.map_err(|error| {
                error.during(format!("the tariff of {importer} on {exporter} {sector}"))
            })
        })
    }

    /// The rate on some goods for some uses. Goods without an exporter are those of all foreign countries.
    ///
    /// # Errors
    /// As [`rate`](Self::rate).
    pub fn on(
        mut self,
        uses: TariffUse,
        importer: &str,
        goods: &Seller,
        rate: f64,
    ) -> Result<Self> {
        let to = self.countries.at(importer)?;
        if !(rate.is_finite() && rate >= -1.0) {
            return Err(
                Error::parameter("a tariff is a share of the value of imports")
                    .expected("a number of at least -1, 0.25 for 25 per cent")
                    .found(rate),
            );
        }
        if goods.exporter.as_deref() == Some(importer) {
            return Err(Error::label(format!(
                "`{importer}` has no tariff on its own goods"
            )));
        }
        for at in with_labels(&self.producers, goods)? {
            if self.producers.key(at).country == importer {
                continue;
            }
            let cell = [at.get(), to.get()];
            if uses != TariffUse::Final {
                self.inputs[cell] = rate;
            }
            if uses != TariffUse::Inputs {
                self.finals[cell] = rate;
            }
        }
        Ok(self)
    }

    /// τ^A: rates on inputs, foreign producer × importing country.
    #[must_use]
    pub fn inputs(&self) -> ArrayView2<'_, f64> {
        self.inputs.view()
    }

    /// τ^Y: rates on final goods, foreign producer × importing country.
    #[must_use]
    pub fn finals(&self) -> ArrayView2<'_, f64> {
        self.finals.view()
    }

    /// The error of tariffs that belong to another table.
    pub(super) fn require_fit(&self, table: &WorldTable) -> Result<()> {
        if self.producers == *table.producers() && self.countries == *table.countries() {
            return Ok(());
        }
        Err(
            Error::label("the tariffs belong to other producers or countries than the table")
                .expected(format!("{:?}", table.producers()))
                .found(format!("{:?}", self.producers)),
        )
    }
}

impl fmt::Debug for Tariffs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let some = |rates: &Array2<f64>| rates.iter().filter(|rate| **rate != 0.0).count();
        write!(
            f,
            "Tariffs: {} rates on inputs, {} on final goods that are not zero",
            some(&self.inputs),
            some(&self.finals)
        )
    }
}
