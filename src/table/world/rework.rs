//! A checked world table back to a draft: to change some of its contents, or its unit, and check again.

use super::draft::{ExtensionRow, WorldDraft};
use super::table::WorldTable;
use crate::error::Result;
use crate::table::primary::PrimaryRow;
use crate::unit::{Conversion, Unit};

impl WorldTable {
    /// Back to a draft with the same contents, to change some of them and check again.
    ///
    /// # Errors
    /// None in practice: the countries of a table are unique.
    pub fn draft(&self) -> Result<WorldDraft> {
        let draft = self.scaled_draft(1.0, self.unit().clone())?;
        Ok(draft.provenance(self.provenance().clone()))
    }

    /// The same table in another currency and scale; extension rows keep their own units.
    ///
    /// # Errors
    /// None in practice: a table that passed its checks passes them again, with the tolerance converted.
    pub fn converted(&self, conversion: &Conversion) -> Result<Self> {
        let (factor, unit) = conversion.from(self.unit());
        let step = format!(
            "converted from {} to {} (× {factor})",
            self.unit().short(),
            unit.short()
        );
        self.scaled_draft(factor, unit)?
            .provenance(self.provenance().then(step))
            .check()
    }

    fn scaled_draft(&self, factor: f64, unit: Unit) -> Result<WorldDraft> {
        let producing = self.producers().countries();
        let markets = self.countries().codes().iter();
        let markets = markets.filter(|code| producing.find(code).is_none());
        let mut draft = WorldDraft::new(self.producers().clone(), self.final_uses().clone(), unit)
            .with_markets(markets.cloned())?
            .flows(&self.flows() * factor)
            .final_use(&self.final_use() * factor)
            .output(&self.output() * factor)
            .concept(self.concept())
            .tolerance(self.checked().tolerance().scaled(factor));
        for row in self.primary().rows() {
            draft = draft.primary_row(PrimaryRow {
                kind: row.kind,
                by_producer: &row.by_producer * factor,
                by_final_use: &row.by_final_use * factor,
                on_exports: row.on_exports * factor,
            });
        }
        for at in self.extensions().positions() {
            draft = draft.extension_row(ExtensionRow {
                code: self.extensions().code(at).to_owned(),
                unit: self.extensions().name(at).to_owned(),
                by_producer: self.extension_rows().row(at.get()).to_owned(),
                by_final_use: self.extension_finals().row(at.get()).to_owned(),
            });
        }
        Ok(draft)
    }
}
