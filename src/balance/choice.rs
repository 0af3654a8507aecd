//! What of a balance is asked for: the measure with its reading, the direction, a part of trade.

use std::fmt;

use crate::label::TradeKind;

/// Which income counts in a bilateral balance of national income.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// Each country's income in its own exports to the other.
    OwnExports,
    /// Also the income each country owns in the other's exports to it.
    TwoSided,
}

impl Reading {
    /// Both readings.
    pub const ALL: [Self; 2] = [Self::OwnExports, Self::TwoSided];

    /// The code in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OwnExports => "own_exports",
            Self::TwoSided => "two_sided",
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OwnExports => "own exports only",
            Self::TwoSided => "two-sided",
        })
    }
}

/// The measure of a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BalanceMeasure {
    /// Value of the exports.
    Gross,
    /// Domestic value added in the exports.
    ValueAdded,
    /// National income, in one of its readings.
    Income(Reading),
}

impl BalanceMeasure {
    /// All measures, gross first.
    pub const ALL: [Self; 4] = [
        Self::Gross,
        Self::ValueAdded,
        Self::Income(Reading::OwnExports),
        Self::Income(Reading::TwoSided),
    ];

    /// The code in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gross => "gross",
            Self::ValueAdded => "value_added",
            Self::Income(_) => "national_income",
        }
    }

    /// The reading's code in files, empty where there is only one.
    #[must_use]
    pub const fn reading_code(self) -> &'static str {
        match self {
            Self::Gross | Self::ValueAdded => "",
            Self::Income(reading) => reading.code(),
        }
    }
}

impl fmt::Display for BalanceMeasure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gross => f.write_str("gross"),
            Self::ValueAdded => f.write_str("value added"),
            Self::Income(reading) => write!(f, "national income, {reading}"),
        }
    }
}

/// One of the two flows of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Exports of the first country to the second.
    Forth,
    /// Exports of the second country to the first.
    Back,
}

impl Direction {
    /// Both directions.
    pub const ALL: [Self; 2] = [Self::Forth, Self::Back];
}

/// A part of a flow: everything, or one kind, group or sector, or a combination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Selection<'a> {
    /// Only this kind of trade.
    pub kind: Option<TradeKind>,
    /// Only exporters of this group.
    pub group: Option<&'a str>,
    /// Only exporters of this sector.
    pub sector: Option<&'a str>,
}

impl<'a> Selection<'a> {
    /// Everything.
    pub const ALL: Self = Self {
        kind: None,
        group: None,
        sector: None,
    };

    /// One kind of trade.
    #[must_use]
    pub fn kind(kind: TradeKind) -> Self {
        Self {
            kind: Some(kind),
            ..Self::ALL
        }
    }

    /// One group of exporters.
    #[must_use]
    pub fn group(group: &'a str) -> Self {
        Self {
            group: Some(group),
            ..Self::ALL
        }
    }

    /// One sector of exporters.
    #[must_use]
    pub fn sector(sector: &'a str) -> Self {
        Self {
            sector: Some(sector),
            ..Self::ALL
        }
    }
}
