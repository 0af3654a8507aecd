//! The index of all indicators.

use std::fmt;

use super::amount::{AbsorbedAmount, OECD_CONSUMPTION, OECD_INVESTMENT, OwnAmount, TradeAmount};
use super::share::{AbsorbedShare, OwnShare, TradeShare};
use crate::account::ledger::Term;
use crate::error::{Error, Result, first_few};

/// The unit of shares.
pub(super) const PER_CENT: &str = "per cent";

/// An indicator of any kind, for programs that are told a code. [`TivaAmounts`](super::TivaAmounts) and
/// [`TivaShares`](super::TivaShares) take the kinds apart, because not all of them have partners and not all may be added up.
///
/// ```
/// use leontief::account::decompose::tiva::{Indicator, IndicatorUnit};
///
/// let indicator = Indicator::find("EXGR_DVASH")?;
/// assert_eq!(indicator.unit(), IndicatorUnit::PerCent);
/// assert_eq!(indicator.equation(), "EXGR_DVA / EXGR");
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Indicator {
    /// An amount with a partner.
    Trade(TradeAmount),
    /// An amount of final use.
    Absorbed(AbsorbedAmount),
    /// An amount without a partner.
    Own(OwnAmount),
    /// A share with a partner.
    TradeShare(TradeShare),
    /// A share of final use.
    AbsorbedShare(AbsorbedShare),
    /// A share without a partner.
    OwnShare(OwnShare),
}

/// What an indicator is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IndicatorUnit {
    /// The unit of the table: million USD in the data base.
    Amount,
    /// Per cent.
    PerCent,
}

impl fmt::Display for IndicatorUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Amount => "unit of the table",
            Self::PerCent => PER_CENT,
        })
    }
}

impl Indicator {
    /// All indicators in the order of the guide; those of consumption and investment with the categories of the OECD's tables. Where
    /// published figures follow several conventions each has a code: `EXGR_DVAFXSH`, `EXGR_DVAFXSH_ORIGIN`.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let codes = |codes: &[&str]| -> Vec<String> {
            codes.iter().map(|code| (*code).to_owned()).collect()
        };
        let (consumption, investment) = (codes(&OECD_CONSUMPTION), codes(&OECD_INVESTMENT));
        let mut all: Vec<Self> = OwnAmount::ALL.into_iter().map(Self::Own).collect();
        all.push(Self::OwnShare(OwnShare::ProdVash));
        all.extend(TradeAmount::ALL.into_iter().map(Self::Trade));
        all.extend(TradeShare::ALL.into_iter().map(Self::TradeShare));
        all.extend([
            Self::Absorbed(AbsorbedAmount::FdVa),
            Self::Absorbed(AbsorbedAmount::ConsVa(consumption.clone())),
            Self::Absorbed(AbsorbedAmount::GfcfVa(investment.clone())),
            Self::AbsorbedShare(AbsorbedShare::FdVash),
            Self::AbsorbedShare(AbsorbedShare::ConsVash(consumption)),
            Self::AbsorbedShare(AbsorbedShare::GfcfVash(investment)),
        ]);
        all
    }

    /// The indicator of a code, as [`all`](Self::all) has it.
    ///
    /// # Errors
    /// If there is none.
    pub fn find(code: &str) -> Result<Self> {
        let all = Self::all();
        let at = all.iter().position(|indicator| indicator.code() == code);
        match at {
            Some(at) => Ok(all[at].clone()),
            None => Err(Error::label(format!("no indicator `{code}`"))
                .expected(format!("one of {}", first_few(all.iter().map(Self::code))))),
        }
    }

    /// Code, meaning and equation.
    #[must_use]
    pub const fn term(&self) -> Term {
        match self {
            Self::Trade(amount) => amount.term(),
            Self::Absorbed(amount) => amount.term(),
            Self::Own(amount) => amount.term(),
            Self::TradeShare(share) => share.term(),
            Self::AbsorbedShare(share) => share.term(),
            Self::OwnShare(share) => share.term(),
        }
    }

    /// The code of the data base: `EXGR_DVA`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.term().code
    }

    /// What it is, in words.
    #[must_use]
    pub const fn meaning(&self) -> &'static str {
        self.term().meaning
    }

    /// Its equation.
    #[must_use]
    pub const fn equation(&self) -> &'static str {
        self.term().equation
    }

    /// What it is counted in.
    #[must_use]
    pub const fn unit(&self) -> IndicatorUnit {
        match self {
            Self::Trade(_) | Self::Absorbed(_) | Self::Own(_) => IndicatorUnit::Amount,
            _ => IndicatorUnit::PerCent,
        }
    }
}
