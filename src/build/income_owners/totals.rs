//! What countries receive from abroad and pay to it, all partners together.

use std::fmt;

use super::source::Source;
use crate::error::{Error, Result};
use crate::label::{Axis, Owner};
use crate::parameter::Grade;

/// Primary income of one country or region in a year; what is not known is `None`. All amounts in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CountryIncome {
    /// Primary income received from abroad.
    pub receipts: Option<f64>,
    /// Primary income paid to abroad.
    pub payments: Option<f64>,
    /// Gross domestic product.
    pub gdp: Option<f64>,
    /// For a region whose receipts and payments hold what its members pay each other: the part of the proportional cell
    /// receipts × payments that is not a member paying itself, `1 − Σ_i r_i p_i / (Σ_i r_i Σ_i p_i)` over members i. None
    /// for a country, which is 0.
    pub within: Option<f64>,
}

impl CountryIncome {
    /// Receipts and payments.
    #[must_use]
    pub fn new(receipts: f64, payments: f64) -> Self {
        Self {
            receipts: Some(receipts),
            payments: Some(payments),
            ..Self::default()
        }
    }

    /// With gross domestic product.
    #[must_use]
    pub fn with_gdp(mut self, gdp: f64) -> Self {
        self.gdp = Some(gdp);
        self
    }

    /// With payments within a region; see [`within`](Self::within).
    #[must_use]
    pub fn with_within(mut self, within: f64) -> Self {
        self.within = Some(within);
        self
    }

    /// Without income that only passes through: receipts and payments are both lowered until this much is paid, so that the net stays.
    /// In a financial centre (Luxembourg pays four times its product) most of what is paid was received just before, and is neither earned
    /// in its producers nor owned by its residents. How much is left is the caller's assumption.
    ///
    /// ```
    /// use leontief::build::income_owners::CountryIncome;
    ///
    /// // Luxembourg 2011, bn USD: all but a third of product passes through
    /// let income = CountryIncome::new(206.0, 222.8).with_gdp(58.0).without_pass_through(19.3)?;
    /// assert!((income.receipts.unwrap_or(0.0) - 2.5).abs() < 1e-9);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If receipts or payments are not known, less is paid already, or less is received than would pass through.
    pub fn without_pass_through(self, paid: f64) -> Result<Self> {
        let (Some(receipts), Some(payments)) = (self.receipts, self.payments) else {
            return Err(Error::control_total(
                "what passes through a country cannot be told without its receipts and payments",
            ));
        };
        let passing = payments - paid;
        if !(0.0..=receipts).contains(&passing) {
            return Err(Error::control_total(
                "what is left of payments leaves no income that passes through",
            )
            .expected(format!(
                "from {} to {payments}, so that receipts stay zero or more",
                (payments - receipts).max(0.0)
            ))
            .found(paid));
        }
        Ok(Self {
            receipts: Some(receipts - passing),
            payments: Some(paid),
            ..self
        })
    }

    fn amounts(&self) -> [(&'static str, Option<f64>); 4] {
        [
            ("receipts", self.receipts),
            ("payments", self.payments),
            ("GDP", self.gdp),
            ("the part within", self.within),
        ]
    }
}

/// Primary income totals by country, as the balance of payments has them: receipts and payments, and GDP where shares are wanted.
///
/// ```
/// use leontief::build::income_owners::{CountryIncome, PrimaryIncomeTotals};
/// use leontief::parameter::Grade;
///
/// // bn USD, 2011
/// let totals = PrimaryIncomeTotals::new([
///     ("CHN", CountryIncome::new(144.3, 214.6)),
///     ("USA", CountryIncome { receipts: Some(767.6), ..CountryIncome::default() }),
/// ])?
/// .source("World Development Indicators", Grade::B);
/// assert_eq!(totals.of("USA").and_then(|usa| usa.payments), None);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct PrimaryIncomeTotals {
    countries: Axis<Owner>,
    figures: Vec<CountryIncome>,
    pub(super) source: Source,
}

impl PrimaryIncomeTotals {
    /// Figures by code.
    ///
    /// # Errors
    /// If a code is empty or doubled, an amount is negative or not a number, GDP is not positive, or the part within lies outside 0 to 1.
    pub fn new<C: Into<String>>(
        figures: impl IntoIterator<Item = (C, CountryIncome)>,
    ) -> Result<Self> {
        let (codes, figures): (Vec<String>, Vec<CountryIncome>) = figures
            .into_iter()
            .map(|(code, income)| (code.into(), income))
            .unzip();
        let countries: Axis<Owner> = Axis::new(codes)?;
        for (code, income) in countries.codes().iter().zip(&figures) {
            for (what, amount) in income.amounts() {
                let Some(amount) = amount else { continue };
                let legal = match what {
                    "GDP" => amount > 0.0,
                    "the part within" => (0.0..=1.0).contains(&amount),
                    _ => amount >= 0.0,
                };
                if !(legal && amount.is_finite()) {
                    return Err(Error::control_total(format!("{what} of `{code}`"))
                        .expected(match what {
                            "GDP" => "a number above zero",
                            "the part within" => "a share from 0 to 1",
                            _ => "a number of zero or more",
                        })
                        .found(amount)
                        .hint("leave out what is not known: every figure may be missing"));
                }
            }
        }
        Ok(Self {
            countries,
            figures,
            source: Source::default(),
        })
    }

    /// Where the figures come from, and how well they are known.
    #[must_use]
    pub fn source(mut self, text: impl Into<String>, grade: Grade) -> Self {
        self.source = Source::new(text, grade);
        self
    }

    /// The codes.
    #[must_use]
    pub fn codes(&self) -> &[String] {
        self.countries.codes()
    }

    /// The figures of a country.
    #[must_use]
    pub fn of(&self, code: &str) -> Option<CountryIncome> {
        self.countries.find(code).map(|at| self.figures[at.get()])
    }

    /// Codes and figures, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, CountryIncome)> {
        let codes = self.countries.codes().iter().map(String::as_str);
        codes.zip(self.figures.iter().copied())
    }

    /// The same for these codes only, in this order: sources cover more countries than a table.
    ///
    /// # Errors
    /// If a code is not there or named twice.
    pub fn only<C: AsRef<str>>(&self, codes: &[C]) -> Result<Self> {
        let mut figures = Vec::with_capacity(codes.len());
        for code in codes {
            let at = self.countries.at(code.as_ref())?;
            figures.push((code.as_ref(), self.figures[at.get()]));
        }
        Ok(Self {
            source: self.source.clone(),
            ..Self::new(figures)?
        })
    }
}

impl fmt::Debug for PrimaryIncomeTotals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrimaryIncomeTotals of {:?}", self.countries)
    }
}
