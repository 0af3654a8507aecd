//! Groups of producers: who owns the firm, and under which customs regime it works.

use std::fmt;

use crate::error::{Error, Result};

/// Who controls a firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ownership {
    /// Owned at home (for China: all but the foreign-invested enterprises).
    Domestic,
    /// Foreign-invested or foreign-controlled.
    Foreign,
}

/// The customs regime a producer works under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Regime {
    /// Production for domestic use and ordinary exports.
    Normal,
    /// Processing exports: duty-free inputs, the whole output exported, nothing sold at home.
    Processing,
}

/// A group of producers of a country: a code, and what is known of its ownership and regime.
///
/// ```
/// use leontief::label::{Group, Ownership, Regime};
///
/// let fp = Group::of(Some(Ownership::Foreign), Some(Regime::Processing));
/// assert_eq!(fp.code(), "FP");
/// assert!(fp.is_processing());
/// assert_eq!(Group::whole().code(), "whole");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Group {
    code: String,
    ownership: Option<Ownership>,
    regime: Option<Regime>,
}

impl Group {
    /// The code of a country that is not divided into groups.
    pub const WHOLE: &'static str = "whole";

    /// All producers of a sector together.
    #[must_use]
    pub fn whole() -> Self {
        Self::of(None, None)
    }

    /// The group of this ownership and regime under its usual code: DN, FN, DP, FP; D, F; N, P; whole.
    #[must_use]
    pub fn of(ownership: Option<Ownership>, regime: Option<Regime>) -> Self {
        use Ownership::{Domestic, Foreign};
        use Regime::{Normal, Processing};
        let code = match (ownership, regime) {
            (None, None) => Self::WHOLE,
            (Some(Domestic), None) => "D",
            (Some(Foreign), None) => "F",
            (None, Some(Normal)) => "N",
            (None, Some(Processing)) => "P",
            (Some(Domestic), Some(Normal)) => "DN",
            (Some(Foreign), Some(Normal)) => "FN",
            (Some(Domestic), Some(Processing)) => "DP",
            (Some(Foreign), Some(Processing)) => "FP",
        };
        Self {
            code: code.to_owned(),
            ownership,
            regime,
        }
    }

    /// A group with a code of its own, such as `CN1`.
    ///
    /// # Errors
    /// If the code is empty.
    pub fn named(code: &str, ownership: Option<Ownership>, regime: Option<Regime>) -> Result<Self> {
        if code.trim().is_empty() {
            return Err(Error::label("a group of producers has no code")
                .hint("`Group::whole()` for a country that is not divided"));
        }
        Ok(Self {
            code: code.to_owned(),
            ownership,
            regime,
        })
    }

    /// The group with this code: one of the usual codes brings its ownership and regime, any other has none. An empty code
    /// is the undivided country.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        use Ownership::{Domestic, Foreign};
        use Regime::{Normal, Processing};
        let owners = [None, Some(Domestic), Some(Foreign)];
        let regimes = [None, Some(Normal), Some(Processing)];
        let mut usual = owners
            .into_iter()
            .flat_map(|owner| regimes.map(|regime| Self::of(owner, regime)));
        match code {
            "" => Self::whole(),
            _ => usual.find(|group| group.code == code).unwrap_or(Self {
                code: code.to_owned(),
                ownership: None,
                regime: None,
            }),
        }
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The ownership, where it is known.
    #[must_use]
    pub fn ownership(&self) -> Option<Ownership> {
        self.ownership
    }

    /// The customs regime, where it is known.
    #[must_use]
    pub fn regime(&self) -> Option<Regime> {
        self.regime
    }

    /// Whether the group is known to be foreign-invested.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        self.ownership == Some(Ownership::Foreign)
    }

    /// Whether the group produces under the processing regime, so that nobody at home uses its output.
    #[must_use]
    pub fn is_processing(&self) -> bool {
        self.regime == Some(Regime::Processing)
    }

    /// Whether this is the undivided country.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.code == Self::WHOLE
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)
    }
}
