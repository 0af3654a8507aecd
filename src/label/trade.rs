//! Kinds of trade.

use std::fmt;
use std::str::FromStr;

use super::by_code;
use crate::error::{Error, Result};

/// What kind of trade an export flow is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TradeKind {
    /// Goods, recorded by customs.
    Goods,
    /// Services, recorded in the balance of payments.
    Services,
    /// Goods of this origin that reach the partner as re-exports of a third place, at their value at origin.
    ReExports,
    /// Exports that the source does not divide.
    Undivided,
}

impl TradeKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 4] = [
        Self::Goods,
        Self::Services,
        Self::ReExports,
        Self::Undivided,
    ];

    /// The code in files. Re-exports carry the name of the one entrepôt for which sources are kept, Hong Kong.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Goods => "goods",
            Self::Services => "services",
            Self::ReExports => "hk_reexports",
            Self::Undivided => "undivided",
        }
    }
}

impl fmt::Display for TradeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Goods => "goods",
            Self::Services => "services",
            Self::ReExports => "re-exports",
            Self::Undivided => "undivided",
        })
    }
}

impl FromStr for TradeKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        by_code(&Self::ALL, Self::code, "kind of trade", text)
    }
}
