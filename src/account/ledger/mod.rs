//! Results: one long table of labelled figures.

mod axes;
mod csv;
mod described;
mod owners;
mod pivot;
mod read;
mod shares;
mod sums;
mod table;

pub use axes::{Column, Seller, Term};
pub use pivot::Pivot;
pub use read::Row;
pub(crate) use table::Parts;
pub use table::{About, Additive, Apart, Ledger};
