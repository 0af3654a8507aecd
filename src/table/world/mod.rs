//! Tables of the whole world.

mod draft;
mod problems;
mod table;

pub use draft::{ExtensionRow, WorldDraft};
pub use table::WorldTable;
