//! Files become drafts: text to labelled numbers, location kept. One format, one file.
//!
//! Readers find everything by label, refuse what they do not know, and say file, line and column where they stop. They give
//! a [`NationalDraft`](crate::table::NationalDraft), so that the caller chooses tolerance and value-added concept before
//! the table is checked.

mod lists;
mod plain;
mod text;

pub use lists::{by_sector, exports_csv, foreign_shares_csv, parameters_csv};
pub use plain::national_csv;
