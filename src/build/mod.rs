//! Steps between a table as published and a table as a model needs it: each a visible call that returns a new value and
//! leaves a line in the provenance. Knows tables, not models.

mod assemble;
mod control;
mod groups;
mod imports;
mod ownership;
mod processing;
mod reexports;
mod regime;
mod shares;
mod split;
mod valuation;

pub use control::{Capped, Overdraw};
pub use imports::scale_imported_inputs;
pub use ownership::OwnershipSplit;
pub use reexports::ReExportRecord;
pub use regime::{ControlTotals, RegimeOwnershipSplit, StartingShares};
pub use split::{Division, Split};
pub use valuation::{MarginIndustries, cif_to_fob, fob_to_basic};
