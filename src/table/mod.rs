//! Tables: checked on entry, immutable afterwards.
//!
//! A [`NationalDraft`] collects labelled numbers; [`NationalDraft::check`] proves them once and gives a [`NationalTable`],
//! on which everything above relies without looking again. A [`CompetitiveDraft`] becomes a [`CompetitiveTable`] in the same way,
//! for sources that do not keep imports apart.

#[cfg(feature = "cache")]
pub(crate) mod cached;
mod checks;
mod competitive;
mod draft;
mod exports;
mod fingerprint;
mod hash;
mod income;
mod income_world;
mod label;
mod national;
mod primary;
mod problems;
mod provenance;
mod rework;
mod world;

pub use checks::{Checked, Problem, Residual, Severity, Tolerance};
pub use competitive::{CompetitiveDraft, CompetitiveTable};
pub use draft::NationalDraft;
pub use exports::{ExportFlow, Exports};
pub use fingerprint::Fingerprint;
pub(crate) use income::REST_OF_WORLD;
pub use income::{DepreciationIncome, ForeignShares, IncomeShares, IncomeSource, Origins};
pub use label::TableLabel;
pub use national::NationalTable;
pub use primary::{PrimaryInputs, PrimaryKind, PrimaryRow, ValueAddedConcept};
pub use provenance::{Provenance, SourceFile};
pub use world::{ExtensionRow, WorldDraft, WorldTable};
