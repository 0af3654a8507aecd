//! Files become drafts: text to labelled numbers, location kept. One format, one file.
//!
//! Readers find everything by label, refuse what they do not know, and say file, line and column where they stop. They give
//! a [`NationalDraft`](crate::table::NationalDraft), so that the caller chooses tolerance and value-added concept before
//! the table is checked.

mod plain;
mod text;

pub use plain::{by_sector, exports_csv, national_csv, parameters_csv};
