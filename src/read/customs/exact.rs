//! Amounts whose sums lose nothing.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};
use std::str::FromStr;

use crate::error::{Error, Result};

/// Decimals of an [`ExactAmount`].
const DECIMALS: u32 = 12;
/// Whole units that a single record may have at most, so that sums of 10¹¹ records fit.
const LARGEST: i128 = 1_000_000_000_000_000;
const ONE: i128 = 10_i128.pow(DECIMALS);

/// An amount as a whole number of 10⁻¹² units: sums do not depend on their order and lose nothing.
///
/// ```
/// use leontief::read::ExactAmount;
///
/// let sum: ExactAmount = ["0.1", "0.2", "1e3"].iter().map(|text| text.parse::<ExactAmount>()).sum::<Result<_, _>>()?;
/// assert_eq!(sum, "1000.3".parse()?);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ExactAmount(i128);

impl ExactAmount {
    /// The nearest floating-point number.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        // whole and broken part apart: one rounding where the amount has no decimals
        let (whole, rest) = (self.0 / ONE, self.0 % ONE);
        whole as f64 + rest as f64 / ONE as f64
    }

    /// The amount without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Parts in proportion to weights that sum to one; the last part takes what rounding leaves, so that the parts add up.
    pub(crate) fn divided(self, weights: impl ExactSizeIterator<Item = f64>) -> Vec<Self> {
        let last = weights.len().saturating_sub(1);
        let mut left = self.0;
        let parts = weights.enumerate().map(|(at, weight)| {
            let part = match at == last {
                true => left,
                false => (self.0 as f64 * weight).round() as i128,
            };
            left -= part;
            Self(part)
        });
        parts.collect()
    }
}

impl Add for ExactAmount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for ExactAmount {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for ExactAmount {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for ExactAmount {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for ExactAmount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Self::add)
    }
}

impl fmt::Display for ExactAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.abs() / ONE, self.0.abs() % ONE);
        let decimals = format!("{rest:012}");
        match decimals.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            decimals => write!(f, "{sign}{whole}.{decimals}"),
        }
    }
}

/// Reads a decimal number, also with an exponent (`1e+05`). Digits behind the twelfth decimal are cut off.
impl FromStr for ExactAmount {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || {
            Error::parse("the cell is not an amount")
                .expected("a number below 10¹⁵ in size")
                .found(format!("`{text}`"))
        };
        let (negative, digits) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let (digits, exponent) = match digits.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().map_err(|_| wrong())?),
            None => (digits, 0),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.len() + decimals.len() == 0 || exponent.abs() > 400 {
            return Err(wrong());
        }
        let point = i32::try_from(whole.len()).map_err(|_| wrong())? + exponent;
        // digits up to the twelfth decimal, zeros where there are none
        let end = point + DECIMALS as i32;
        let mut amount: i128 = 0;
        for (at, digit) in whole.bytes().chain(decimals.bytes()).enumerate() {
            if !digit.is_ascii_digit() {
                return Err(wrong());
            }
            if i32::try_from(at).is_ok_and(|at| at < end) {
                amount = amount * 10 + i128::from(digit - b'0');
                if amount >= LARGEST * ONE {
                    return Err(wrong());
                }
            }
        }
        let given = i32::try_from(whole.len() + decimals.len()).map_err(|_| wrong())?;
        for _ in given..end {
            amount *= 10;
            if amount >= LARGEST * ONE {
                return Err(wrong());
            }
        }
        Ok(Self(if negative { -amount } else { amount }))
    }
}
