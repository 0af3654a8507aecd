//! Totals of primary income out of a long list of indicators.

use super::totals::{CountryIncome, PrimaryIncomeTotals};
use crate::error::{Error, Result};
use crate::parameter::Grade;
use crate::read::{Figure, Indicators};

/// The names of the indicators that hold totals of primary income.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IncomeIndicators<'a> {
    /// Primary income received from abroad.
    pub receipts: &'a str,
    /// Primary income paid to abroad.
    pub payments: &'a str,
    /// Gross domestic product, where shares of it are wanted.
    pub gdp: Option<&'a str>,
    /// The part of payments within a region; see [`CountryIncome::within`].
    pub within: Option<&'a str>,
}

impl PrimaryIncomeTotals {
    /// The totals of these countries in a year. What the list does not have is not known; amounts must be in one unit. The grade is that
    /// of the worst figure of receipts or payments.
    ///
    /// ```
    /// use leontief::build::income_owners::{IncomeIndicators, PrimaryIncomeTotals};
    /// use leontief::read;
    ///
    /// let list = read::indicators_csv("data/income-totals/regions6_income.csv")?;
    /// let names = IncomeIndicators {
    ///     receipts: "primary_income_receipts_gross",
    ///     payments: "primary_income_payments_gross",
    ///     gdp: Some("gdp_market_prices"),
    ///     within: Some("intra_factor_kappa"),
    /// };
    /// let totals = PrimaryIncomeTotals::of_indicators(&list, 2011, &["CHN", "USA"], &names)?;
    /// assert!(totals.of("USA").and_then(|usa| usa.receipts) > totals.of("CHN").and_then(|china| china.receipts));
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a country has neither receipts nor payments in that year, amounts are in different units, or [`new`](Self::new) refuses a figure.
    pub fn of_indicators<C: AsRef<str>>(
        list: &Indicators,
        year: u16,
        countries: &[C],
        names: &IncomeIndicators<'_>,
    ) -> Result<Self> {
        let mut unit: Option<(String, String)> = None;
        let mut worst: Option<Grade> = None;
        let mut figures = Vec::with_capacity(countries.len());
        for code in countries.iter().map(AsRef::as_ref) {
            let find = |name: &str| list.get(code, year, name);
            let (receipts, payments) = (find(names.receipts), find(names.payments));
            if receipts.is_none() && payments.is_none() {
                list.figure(code, year, names.receipts)?;
            }
            let gdp = names.gdp.and_then(find);
            for figure in [receipts, payments, gdp].into_iter().flatten() {
                require_unit(&mut unit, code, figure)?;
            }
            for figure in [receipts, payments].into_iter().flatten() {
                worst = worst.max(figure.grade);
            }
            let value = |figure: Option<&Figure>| figure.map(|figure| figure.value);
            let income = CountryIncome {
                receipts: value(receipts),
                payments: value(payments),
                gdp: value(gdp),
                within: value(names.within.and_then(find)),
            };
            figures.push((code, income));
        }
        let totals = Self::new(figures)?;
        let text = format!("{} and {}, {year}", names.receipts, names.payments);
        Ok(match worst {
            Some(grade) => totals.source(text, grade),
            None => totals,
        })
    }
}

/// Amounts of all countries must be in the unit of the first.
fn require_unit(first: &mut Option<(String, String)>, code: &str, figure: &Figure) -> Result<()> {
    match first {
        None => *first = Some((code.to_owned(), figure.unit.clone())),
        Some((of, unit)) if *unit != figure.unit => {
            return Err(Error::unit(format!(
                "income of `{code}` and `{of}` is in different units"
            ))
            .expected(&*unit)
            .found(&figure.unit));
        }
        Some(_) => {}
    }
    Ok(())
}
