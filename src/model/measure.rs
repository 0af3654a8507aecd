//! What is measured: a value, never part of a function's name.

use std::fmt;

use crate::table::PrimaryKind;

/// A weight per unit of output, and with it a question: how much of this does a flow of exports contain?
///
/// For a row of rates w per unit of output the content of an export vector e is `w' (I − A)⁻¹ e`. The gross value of a flow
/// is its own sum; value added, imports, other primary inputs and the table's discrepancy add up to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// The value of the exports themselves: domestic value added + imports + other primary inputs + discrepancy.
    Gross,
    /// Domestic value added, under the table's [`ValueAddedConcept`](crate::table::ValueAddedConcept).
    ValueAdded,
    /// One component of value added, or any other primary row.
    Component(PrimaryKind),
    /// Imported inputs of all products.
    Imports,
    /// Imported inputs of one product, by code.
    ImportsOf(String),
    /// Primary inputs that are not value added: taxes on products, margins.
    OtherPrimary,
    /// What the published columns miss of output (rounding), zero in an exact table.
    Discrepancy,
    /// National income of an owner, by code: the owner's share of every component of value added.
    Income(String),
    /// The part of an owner's income that is one component of value added: pay, capital income, taxes.
    IncomeFrom(String, PrimaryKind),
    /// A row beside the economic ones (jobs, CO2), by code.
    Extension(String),
}

impl Measure {
    /// National income of this owner.
    #[must_use]
    pub fn income(owner: &str) -> Self {
        Self::Income(owner.to_owned())
    }

    /// One component of the national income of this owner.
    #[must_use]
    pub fn income_from(owner: &str, kind: PrimaryKind) -> Self {
        Self::IncomeFrom(owner.to_owned(), kind)
    }

    /// The content of this extension row.
    #[must_use]
    pub fn extension(code: &str) -> Self {
        Self::Extension(code.to_owned())
    }

    /// The code in files: `gross`, `value_added`, `income_CHN`, …
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Gross => "gross".to_owned(),
            Self::ValueAdded => "value_added".to_owned(),
            // the row `value_added` of a table is not the measure of that name, which may count product taxes too
            Self::Component(PrimaryKind::UndividedValueAdded) => "undivided_value_added".to_owned(),
            Self::Component(kind) => kind.code().to_owned(),
            Self::Imports => "imports".to_owned(),
            Self::ImportsOf(product) => format!("imports_of_{product}"),
            Self::OtherPrimary => "other_primary".to_owned(),
            Self::Discrepancy => "discrepancy".to_owned(),
            Self::Income(owner) => format!("income_{owner}"),
            Self::IncomeFrom(owner, kind) => format!("income_{owner}_{}", kind.code()),
            Self::Extension(code) => code.clone(),
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gross => f.write_str("gross value"),
            Self::ValueAdded => f.write_str("domestic value added"),
            Self::Component(kind) => write!(f, "{kind}"),
            Self::Imports => f.write_str("imports"),
            Self::ImportsOf(product) => write!(f, "imports of {product}"),
            Self::OtherPrimary => f.write_str("other primary inputs"),
            Self::Discrepancy => f.write_str("discrepancy of the table"),
            Self::Income(owner) => write!(f, "income of {owner}"),
            Self::IncomeFrom(owner, kind) => write!(f, "income of {owner} from {kind}"),
            Self::Extension(code) => f.write_str(code),
        }
    }
}
