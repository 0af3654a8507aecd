//! Results: one long table of labelled figures.

mod about;
mod axes;
mod csv;
mod described;
mod owners;
mod pivot;
mod read;
mod shares;
mod sheet;
mod sums;
mod table;

pub use about::About;
pub use axes::{Column, Seller, Term};
pub use pivot::Pivot;
pub use read::Row;
pub use sheet::Form;
pub(crate) use table::Parts;
pub use table::{Additive, Apart, Ledger};
