//! Tables become files: what [`read`](mod@crate::read) reads, written so that it reads back the same. One format, one file.
//!
//! Writers put every label and every number where the reader looks for it, numbers in the shortest text that reads back to the same
//! bits. What a format has no place for is refused by name before any file is touched; nothing is left out in silence.
//!
//! | format | writer | reader |
//! |---|---|---|
//! | a folder of plain CSV, a table of the world | [`world_csv`], [`replace_world_csv`] | [`read::world_csv`](crate::read::world_csv) |
//! | one binary file, a table of the world (feature `cache`) | `cache` | `read::CachedWorld` |
//! | matrices as arrays of numpy (npz); with the feature `npy` | `npz`, `replace_npz` | `read::npz_matrices` |
//! | a table of the world as arrays of numpy (npz); with the feature `npy` | `world_npz`, `replace_world_npz` | `read::world_npz` |
//!
//! Results are written by their own types, in all formats of [`output`](crate::output):
//! [`Ledger::write`](crate::account::Ledger::write), [`BalanceSheet::write`](crate::balance::BalanceSheet::write).

#[cfg(feature = "cache")]
mod cache;
mod files;
mod names;
#[cfg(feature = "npy")]
mod npz;
mod results;
mod rows;
mod settings;
mod toml;
mod world;
mod world_labels;
mod world_limits;
#[cfg(feature = "npy")]
mod world_npz;

#[cfg(feature = "cache")]
pub use cache::cache;
#[cfg(feature = "npy")]
pub use npz::{npz, replace_npz};
pub use results::Names;
pub(crate) use results::{Cell, Column, Constants, Description, Sheet, TOTAL, described};
pub(crate) use toml::Toml;
pub use world::{replace_world_csv, world_csv};
#[cfg(feature = "npy")]
pub use world_npz::{replace_world_npz, world_npz};
