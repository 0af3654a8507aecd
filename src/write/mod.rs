//! Tables become files: what [`read`](crate::read) reads, written so that it reads back the same. One format, one file.
//!
//! Writers put every label and every number where the reader looks for it, numbers in the shortest text that reads back to the same
//! bits. What a format has no place for is refused by name before any file is touched; nothing is left out in silence.
//!
//! | format | writer | reader |
//! |---|---|---|
//! | a folder of plain CSV, a table of the world | [`world_csv`], [`replace_world_csv`] | [`read::world_csv`](crate::read::world_csv) |
//!
//! Results are written by their own types, in all formats of [`output`](crate::output):
//! [`Ledger::write`](crate::account::Ledger::write), [`BalanceSheet::write`](crate::balance::BalanceSheet::write).

mod files;
mod names;
mod results;
mod rows;
mod settings;
mod toml;
mod world;
mod world_labels;
mod world_limits;

pub use results::Names;
pub(crate) use results::{Cell, Column, Constants, Description, Sheet, TOTAL, described};
pub(crate) use toml::Toml;
pub use world::{replace_world_csv, world_csv};
