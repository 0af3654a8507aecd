//! Which table a result is from.

use std::fmt;

use super::{Fingerprint, NationalTable, Provenance, ValueAddedConcept, WorldTable};
use crate::unit::Unit;

/// What a result says of its table: enough to find the table again and to tell it from any other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableLabel {
    /// What the table covers: `world table of 3 countries and 6 producers`, `national table of CHN, 84 producers`.
    pub table: String,
    /// The unit of its amounts, with year and price basis.
    pub unit: Unit,
    /// What counts as value added in it.
    pub concept: ValueAddedConcept,
    /// The source; empty where it is not stated.
    pub source: String,
    /// The edition or release, where it is known.
    pub edition: Option<String>,
    /// The fingerprint of labels and numbers.
    pub fingerprint: Fingerprint,
}

impl TableLabel {
    fn new(
        table: String,
        (unit, concept): (&Unit, ValueAddedConcept),
        provenance: &Provenance,
        fingerprint: Fingerprint,
    ) -> Self {
        Self {
            table,
            unit: unit.clone(),
            concept,
            source: provenance.source().to_owned(),
            edition: provenance.edition().map(str::to_owned),
            fingerprint,
        }
    }
}

impl fmt::Display for TableLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.table, self.unit)?;
        if !self.source.is_empty() {
            write!(f, ", {}", self.source)?;
        }
        if let Some(edition) = &self.edition {
            write!(f, ", {edition}")?;
        }
        write!(f, ", SHA-256 {}", self.fingerprint)
    }
}

impl WorldTable {
    /// What results say of this table. Asks for its [`fingerprint`](Self::fingerprint).
    #[must_use]
    pub fn label(&self) -> TableLabel {
        let (countries, producers) = (self.countries().len(), self.producers().len());
        TableLabel::new(
            format!("world table of {countries} countries and {producers} producers"),
            (self.unit(), self.concept()),
            self.provenance(),
            self.fingerprint(),
        )
    }
}

impl NationalTable {
    /// What results say of this table. Asks for its [`fingerprint`](Self::fingerprint).
    #[must_use]
    pub fn label(&self) -> TableLabel {
        let (country, producers) = (self.country(), self.producers().len());
        TableLabel::new(
            format!("national table of {country}, {producers} producers"),
            (self.unit(), self.concept()),
            self.provenance(),
            self.fingerprint(),
        )
    }
}
