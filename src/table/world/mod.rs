//! Tables of the whole world.

mod divided;
mod draft;
mod group_gaps;
mod group_places;
mod group_shares;
mod national;
mod problems;
#[cfg(feature = "cache")]
mod recorded;
mod regroup;
mod rework;
mod sums;
mod table;

pub use draft::{ExtensionRow, WorldDraft};
pub use table::WorldTable;
