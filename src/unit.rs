//! Units of amounts: currency, scale, year and price basis.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result, first_few};

/// The valuation of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PriceBasis {
    /// What the producer keeps: before taxes on products and before trade and transport margins.
    Basic,
    /// Basic prices plus taxes less subsidies on products, without margins.
    Producer,
    /// What the user pays, margins and taxes included.
    Purchaser,
    /// Free on board: the value at the exporter's border, inland margins included.
    Fob,
    /// Cost, insurance, freight: the value at the importer's border.
    Cif,
}

impl PriceBasis {
    /// All bases, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Basic,
        Self::Producer,
        Self::Purchaser,
        Self::Fob,
        Self::Cif,
    ];

    /// The code in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Producer => "producer",
            Self::Purchaser => "purchaser",
            Self::Fob => "FOB",
            Self::Cif => "CIF",
        }
    }
}

/// Reads a code, or the words of `Display`: `basic` and `basic prices`.
impl FromStr for PriceBasis {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|basis| text == basis.code() || text == basis.to_string())
            .ok_or_else(|| {
                let codes = Self::ALL.map(Self::code);
                Error::unit(format!("no price basis `{text}`"))
                    .expected(format!("one of {}", first_few(codes)))
            })
    }
}

impl fmt::Display for PriceBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Basic => "basic prices",
            Self::Producer => "producer prices",
            Self::Purchaser => "purchaser prices",
            Self::Fob => "FOB",
            Self::Cif => "CIF",
        })
    }
}

/// A power of ten: how many units of currency one unit of the figures is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scale(i8);

impl Scale {
    /// Single units of currency.
    pub const ONES: Self = Self(0);
    /// Thousands.
    pub const THOUSANDS: Self = Self(3);
    /// Tens of thousands, the unit of Chinese statistics (万元).
    pub const TEN_THOUSANDS: Self = Self(4);
    /// Millions.
    pub const MILLIONS: Self = Self(6);
    /// Billions.
    pub const BILLIONS: Self = Self(9);

    /// Ten to the given power.
    #[must_use]
    pub const fn power_of_ten(power: i8) -> Self {
        Self(power)
    }

    /// The power of ten.
    #[cfg(feature = "cache")]
    pub(crate) const fn power(self) -> i8 {
        self.0
    }

    fn factor(self) -> f64 {
        10_f64.powi(i32::from(self.0))
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => Ok(()),
            3 => f.write_str("thousand "),
            4 => f.write_str("10 000 "),
            6 => f.write_str("mn "),
            9 => f.write_str("bn "),
            power => write!(f, "10^{power} "),
        }
    }
}

/// Currency, scale, year and price basis of a set of amounts.
///
/// ```
/// use leontief::unit::{PriceBasis, Scale, Unit};
///
/// let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
/// assert_eq!(unit.to_string(), "mn USD, 2012, basic prices");
/// assert_eq!(unit.short(), "mn USD");
/// assert_eq!(Unit::unstated().to_string(), "unit not stated");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unit {
    currency: String,
    scale: Scale,
    year: i32,
    prices: PriceBasis,
}

impl Unit {
    /// A unit of the given currency (three-letter code), scale, year and price basis.
    #[must_use]
    pub fn new(currency: &str, scale: Scale, year: i32, prices: PriceBasis) -> Self {
        Self {
            currency: currency.to_owned(),
            scale,
            year,
            prices,
        }
    }

    /// The unit of a source that does not state it: no currency, ones, year 0, basic prices. Equal to no stated unit; `Display` says
    /// `unit not stated`.
    #[must_use]
    pub fn unstated() -> Self {
        Self::new("", Scale::ONES, 0, PriceBasis::Basic)
    }

    /// Whether there is a currency.
    fn is_stated(&self) -> bool {
        !self.currency.is_empty()
    }

    /// The currency's code; empty where the unit is not stated.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// The scale.
    #[must_use]
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// The year of the flows and of the prices.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.year
    }

    /// The price basis.
    #[must_use]
    pub fn prices(&self) -> PriceBasis {
        self.prices
    }

    /// The same unit on another price basis.
    #[must_use]
    pub fn at(&self, prices: PriceBasis) -> Self {
        Self {
            prices,
            ..self.clone()
        }
    }

    /// Scale and currency only, as a table's column heading shows them.
    #[must_use]
    pub fn short(&self) -> String {
        if !self.is_stated() {
            return "unit not stated".to_owned();
        }
        format!("{}{}", self.scale, self.currency)
    }

    /// The error of amounts that meet without being of one unit.
    pub(crate) fn require_same(&self, other: &Self, what: &str) -> Result<()> {
        if self == other {
            return Ok(());
        }
        Err(Error::unit(format!("{what} are in different units"))
            .expected(self)
            .found(other)
            .hint("convert one of them first, with an explicit `Conversion`"))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_stated() {
            return f.write_str(&self.short());
        }
        write!(f, "{}, {}, {}", self.short(), self.year, self.prices)
    }
}

/// An explicit change of currency and scale: one unit of the old currency is worth `rate` units of the new one.
///
/// ```
/// use leontief::unit::{Conversion, PriceBasis, Scale, Unit};
///
/// // 10 000 yuan to million dollars at 6.3125 yuan to the dollar
/// let yuan = Unit::new("CNY", Scale::TEN_THOUSANDS, 2012, PriceBasis::Producer);
/// let conversion = Conversion::new("USD", Scale::MILLIONS, 1.0 / 6.3125)?;
/// let (factor, unit) = conversion.from(&yuan);
/// assert!((factor * 631.25 - 1.0).abs() < 1e-12);
/// assert_eq!(unit.to_string(), "mn USD, 2012, producer prices");
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Conversion {
    currency: String,
    scale: Scale,
    rate: f64,
}

impl Conversion {
    /// To `currency` in `scale`, at `rate` units of it for one unit of the old currency.
    ///
    /// # Errors
    /// If the rate is not a positive number.
    pub fn new(currency: &str, scale: Scale, rate: f64) -> Result<Self> {
        if !(rate.is_finite() && rate > 0.0) {
            return Err(Error::unit("an exchange rate must be a positive number").found(rate));
        }
        Ok(Self {
            currency: currency.to_owned(),
            scale,
            rate,
        })
    }

    /// The factor by which amounts of `unit` are multiplied, and the unit they are then in.
    #[must_use]
    pub fn from(&self, unit: &Unit) -> (f64, Unit) {
        let factor = self.rate * unit.scale.factor() / self.scale.factor();
        let converted = Unit {
            currency: self.currency.clone(),
            scale: self.scale,
            ..unit.clone()
        };
        (factor, converted)
    }
}
