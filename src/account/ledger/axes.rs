//! The labels of a ledger.

use std::fmt;

use crate::error::{Error, Result};
use crate::label::{ProducerKey, Producers};

/// The label columns of a long table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The country that exports, or whose figure it is.
    Exporter,
    /// The group of producers.
    Group,
    /// The sector.
    Sector,
    /// The country that imports, or absorbs.
    Importer,
    /// The country where the content arises.
    Origin,
    /// The owner of the income.
    Owner,
    /// The term of the decomposition, or the name of the indicator.
    Term,
}

impl Column {
    /// All columns in the order of files.
    pub const ALL: [Self; 7] = [
        Self::Exporter,
        Self::Group,
        Self::Sector,
        Self::Importer,
        Self::Origin,
        Self::Owner,
        Self::Term,
    ];

    /// The heading in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exporter => "exporter",
            Self::Group => "group",
            Self::Sector => "sector",
            Self::Importer => "importer",
            Self::Origin => "origin",
            Self::Owner => "owner",
            Self::Term => "term",
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Whose figure it is: a producer, or several of them added up. What was summed over has no label; an undivided country has no group.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Seller {
    /// The country.
    pub exporter: Option<String>,
    /// The group of producers.
    pub group: Option<String>,
    /// The sector.
    pub sector: Option<String>,
}

impl Seller {
    /// A whole country.
    #[must_use]
    pub fn country(code: &str) -> Self {
        Self {
            exporter: Some(code.to_owned()),
            ..Self::default()
        }
    }

    pub(crate) fn producer(key: ProducerKey<'_>) -> Self {
        Self {
            exporter: Some(key.country.to_owned()),
            group: (!key.group.is_whole()).then(|| key.group.code().to_owned()),
            sector: Some(key.sector.to_owned()),
        }
    }

    pub(crate) fn all(producers: &Producers) -> Vec<Self> {
        let positions = producers.positions();
        positions
            .map(|at| Self::producer(producers.key(at)))
            .collect()
    }

    pub(crate) fn label(&self, column: Column) -> Option<&str> {
        match column {
            Column::Exporter => self.exporter.as_deref(),
            Column::Group => self.group.as_deref(),
            Column::Sector => self.sector.as_deref(),
            _ => None,
        }
    }

    pub(crate) fn without(&self, columns: &[Column]) -> Self {
        let kept = |column, label| kept(columns, column, label);
        Self {
            exporter: kept(Column::Exporter, &self.exporter),
            group: kept(Column::Group, &self.group),
            sector: kept(Column::Sector, &self.sector),
        }
    }
}

/// The label, unless its column is summed over.
fn kept(summed: &[Column], column: Column, label: &Option<String>) -> Option<String> {
    match summed.contains(&column) {
        true => None,
        false => label.clone(),
    }
}

/// Where content arises and who owns it. What was summed over, or is not part of the result, has no label.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Source {
    pub(super) origin: Option<String>,
    pub(super) owner: Option<String>,
}

impl Source {
    pub(super) fn of_origin(origin: Option<String>) -> Self {
        Self {
            origin,
            owner: None,
        }
    }

    pub(super) fn owned_by(&self, owner: &str) -> Self {
        Self {
            origin: self.origin.clone(),
            owner: Some(owner.to_owned()),
        }
    }

    pub(super) fn label(&self, column: Column) -> Option<&str> {
        match column {
            Column::Origin => self.origin.as_deref(),
            Column::Owner => self.owner.as_deref(),
            _ => None,
        }
    }

    pub(super) fn without(&self, columns: &[Column]) -> Self {
        let kept = |column, label| kept(columns, column, label);
        Self {
            origin: kept(Column::Origin, &self.origin),
            owner: kept(Column::Owner, &self.owner),
        }
    }
}

/// A term of a decomposition or an indicator, as its source has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Term {
    /// The short name: `DVA_FIN`, `FDC`.
    pub code: &'static str,
    /// What it is, in words.
    pub meaning: &'static str,
    /// Its equation, in the notation of the crate's documentation.
    pub equation: &'static str,
}

impl Term {
    /// A term with its meaning and equation.
    #[must_use]
    pub const fn new(code: &'static str, meaning: &'static str, equation: &'static str) -> Self {
        Self {
            code,
            meaning,
            equation,
        }
    }

    pub(crate) fn find(terms: &[Self], code: &str) -> Result<usize> {
        let at = terms.iter().position(|term| term.code == code);
        at.ok_or_else(|| {
            let known = crate::error::first_few(terms.iter().map(|term| term.code));
            Error::label(format!("no term `{code}`")).expected(format!("one of {known}"))
        })
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} = {}", self.code, self.meaning, self.equation)
    }
}
