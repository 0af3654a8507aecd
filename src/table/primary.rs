//! Primary inputs: the components of value added, and what else columns pay for beside inputs.

use std::fmt;
use std::str::FromStr;

use ndarray::Array1;

use crate::error::{Error, Result};
use crate::label::by_code;

/// What a primary row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PrimaryKind {
    /// Compensation of employees.
    Compensation,
    /// Taxes less subsidies on production.
    NetProductionTax,
    /// Consumption of fixed capital.
    Depreciation,
    /// Operating surplus; net where the table also has [`PrimaryKind::Depreciation`], gross where it has not.
    OperatingSurplus,
    /// Value added that the source does not divide into components.
    UndividedValueAdded,
    /// Taxes less subsidies on products.
    ProductTax,
    /// Trade and transport margins, international ones included.
    Margins,
    /// Anything else a column pays: adjustments and statistical discrepancies of the source.
    Other,
}

impl PrimaryKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Compensation,
        Self::NetProductionTax,
        Self::Depreciation,
        Self::OperatingSurplus,
        Self::UndividedValueAdded,
        Self::ProductTax,
        Self::Margins,
        Self::Other,
    ];

    /// The code in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Compensation => "compensation",
            Self::NetProductionTax => "net_production_tax",
            Self::Depreciation => "depreciation",
            Self::OperatingSurplus => "operating_surplus",
            Self::UndividedValueAdded => "value_added",
            Self::ProductTax => "product_taxes",
            Self::Margins => "transport_margins",
            Self::Other => "other",
        }
    }

    /// Whether the row is part of value added at basic prices.
    #[must_use]
    pub const fn is_basic_value_added(self) -> bool {
        matches!(
            self,
            Self::Compensation
                | Self::NetProductionTax
                | Self::Depreciation
                | Self::OperatingSurplus
                | Self::UndividedValueAdded
        )
    }
}

impl fmt::Display for PrimaryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Compensation => "compensation of employees",
            Self::NetProductionTax => "net taxes on production",
            Self::Depreciation => "depreciation",
            Self::OperatingSurplus => "operating surplus",
            Self::UndividedValueAdded => "value added (undivided)",
            Self::ProductTax => "net taxes on products",
            Self::Margins => "trade and transport margins",
            Self::Other => "other primary inputs",
        })
    }
}

impl FromStr for PrimaryKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        by_code(&Self::ALL, Self::code, "primary input", text)
    }
}

/// Which primary rows count as value added. Programs of the field disagree, so the choice has a name and results show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ValueAddedConcept {
    /// Compensation, net production tax, depreciation and operating surplus: value added at basic prices, the value-added
    /// row of OECD TiVA and of national accounts.
    #[default]
    BasicPrices,
    /// Basic prices plus taxes less subsidies on products paid on the producer's inputs.
    WithProductTaxes,
    /// All primary rows, margins and adjustments included: output less intermediate inputs (up to the table's rounding), as
    /// programs have it that compute value added as this residual. What is not value added at basic prices counts as income
    /// of the home country.
    AllPrimaryInputs,
}

impl ValueAddedConcept {
    /// Whether a row counts as value added under this concept.
    #[must_use]
    pub const fn counts(self, kind: PrimaryKind) -> bool {
        match self {
            Self::BasicPrices => kind.is_basic_value_added(),
            Self::WithProductTaxes => {
                kind.is_basic_value_added() || matches!(kind, PrimaryKind::ProductTax)
            }
            Self::AllPrimaryInputs => true,
        }
    }
}

impl fmt::Display for ValueAddedConcept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BasicPrices => "value added at basic prices",
            Self::WithProductTaxes => "value added with net taxes on products",
            Self::AllPrimaryInputs => "all primary inputs (output less intermediate inputs)",
        })
    }
}

/// One primary row: what producers, final users and exports pay.
#[derive(Debug, Clone, PartialEq)]
pub struct PrimaryRow {
    /// What the row is.
    pub kind: PrimaryKind,
    /// By producer.
    pub by_producer: Array1<f64>,
    /// By category of final use (taxes on products and margins; zero for value added).
    pub by_final_use: Array1<f64>,
    /// On exports.
    pub on_exports: f64,
}

/// All primary rows of a table, each kind at most once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PrimaryInputs {
    rows: Vec<PrimaryRow>,
}

impl PrimaryInputs {
    pub(crate) fn new(mut rows: Vec<PrimaryRow>) -> Self {
        rows.sort_by_key(|row| row.kind);
        Self { rows }
    }

    /// The rows, ordered by kind.
    #[must_use]
    pub fn rows(&self) -> &[PrimaryRow] {
        &self.rows
    }

    /// The row of a kind, where the table has it.
    #[must_use]
    pub fn row(&self, kind: PrimaryKind) -> Option<&PrimaryRow> {
        self.rows.iter().find(|row| row.kind == kind)
    }

    /// The rows that count as value added, in order of kind.
    pub fn value_added_rows(
        &self,
        concept: ValueAddedConcept,
    ) -> impl Iterator<Item = &PrimaryRow> {
        self.rows.iter().filter(move |row| concept.counts(row.kind))
    }

    /// The rows that do not count as value added.
    pub fn other_rows(&self, concept: ValueAddedConcept) -> impl Iterator<Item = &PrimaryRow> {
        self.rows
            .iter()
            .filter(move |row| !concept.counts(row.kind))
    }
}
