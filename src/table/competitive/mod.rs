//! National tables with imports not separated (competitive tables).

mod draft;
mod problems;
mod table;

pub use draft::CompetitiveDraft;
pub use table::CompetitiveTable;
