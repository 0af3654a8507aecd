//! A checked table back to a draft: to change some of its contents, or its unit, and check again.

use super::draft::NationalDraft;
use super::national::NationalTable;
use super::primary::PrimaryRow;
use crate::error::Result;
use crate::unit::{Conversion, Unit};

impl NationalTable {
    /// Back to a draft with the same contents, to change some of them and check again.
    pub fn draft(&self) -> NationalDraft {
        self.scaled_draft(1.0, self.unit().clone())
            .provenance(self.provenance().clone())
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
        self.scaled_draft(factor, unit)
            .provenance(self.provenance().then(step))
            .check()
    }

    fn scaled_draft(&self, factor: f64, unit: Unit) -> NationalDraft {
        let contents = self.contents();
        let exports = contents
            .exports
            .mapped(unit.clone(), |_, amounts| &amounts * factor);
        let mut draft =
            NationalDraft::new(contents.producers.clone(), contents.products.clone(), unit)
                .domestic(&contents.domestic * factor)
                .imported(&contents.imported * factor)
                .exports(&exports)
                .imported_exports(&contents.imported_exports * factor)
                .output(&contents.output * factor)
                .concept(contents.concept)
                .tolerance(contents.checked.tolerance.scaled(factor));
        for (k, code) in contents.finals.categories.codes().iter().enumerate() {
            let domestic = &contents.finals.domestic.column(k) * factor;
            draft = draft.final_use(code, domestic, &contents.finals.imported.column(k) * factor);
        }
        for row in contents.primary.rows() {
            draft = draft.primary_row(PrimaryRow {
                kind: row.kind,
                by_producer: &row.by_producer * factor,
                by_final_use: &row.by_final_use * factor,
                on_exports: row.on_exports * factor,
            });
        }
        for at in contents.extensions.positions() {
            let row = contents.extension_rows.row(at.get()).to_owned();
            draft = draft.extension(
                contents.extensions.code(at),
                contents.extensions.name(at),
                row,
            );
        }
        draft
    }
}
