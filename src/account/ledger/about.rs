//! What the figures of a result are.

use crate::table::{NationalTable, TableLabel, WorldTable};
use crate::write::Description;

/// What the figures of a ledger are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The method with its perspective, approach and perimeter, and its source.
    pub method: String,
    /// What was measured: value added under which concept, jobs, CO2.
    pub measure: String,
    /// The unit of the figures.
    pub unit: String,
    /// What the figures cover: the economies of the table, what counts as domestic, the flows that were asked for.
    pub perimeter: String,
    /// The tables that the figures are from, each with its source and fingerprint: one, but for changes between years.
    pub tables: Vec<TableLabel>,
    /// What else a reader must know.
    pub notes: Vec<String>,
}

impl About {
    /// A result from a world table; what it is remains to be said.
    pub(crate) fn of_world(table: &WorldTable) -> Self {
        let countries = table.countries().len();
        Self::of(
            format!("the world in {countries} countries; domestic is each country's own part"),
            vec![table.label()],
        )
    }

    /// A result from two world tables.
    pub(crate) fn of_worlds(tables: [&WorldTable; 2]) -> Self {
        let both = Self::of_world(tables[0]);
        Self {
            tables: tables.map(WorldTable::label).to_vec(),
            ..both
        }
    }

    /// A result from a national table; what it is remains to be said.
    pub(crate) fn of_national(table: &NationalTable) -> Self {
        let country = table.country();
        Self::of(
            format!(
                "{country} alone; domestic is what its producers take from each other, imports leak out"
            ),
            vec![table.label()],
        )
    }

    fn of(perimeter: String, tables: Vec<TableLabel>) -> Self {
        Self {
            method: String::new(),
            measure: String::new(),
            unit: String::new(),
            perimeter,
            tables,
            notes: Vec::new(),
        }
    }

    /// The same for files.
    pub(crate) fn description(&self) -> Description {
        Description::new(&self.method)
            .entry("method", &self.method)
            .entry("measure", &self.measure)
            .entry("unit", &self.unit)
            .entry("perimeter", &self.perimeter)
            .tables(&self.tables)
            .notes(&self.notes)
    }
}
