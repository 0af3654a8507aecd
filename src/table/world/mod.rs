//! Tables of the whole world.

mod draft;
mod national;
mod problems;
mod regroup;
mod rework;
mod table;

pub use draft::{ExtensionRow, WorldDraft};
pub use table::WorldTable;
