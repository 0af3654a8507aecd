//! Steps between a table as published and a table as a model needs it: each a visible call that returns a new value and
//! leaves a line in the provenance. Knows tables, not models.

mod assemble;
pub mod balancing;
mod control;
mod customs;
pub mod estimate;
mod groups;
mod imports;
pub mod income_owners;
mod ownership;
mod primary_income;
mod processing;
mod reexports;
mod regime;
mod shares;
mod split;
mod split_estimate;
mod supply_use;
mod unmapped;
mod valuation;

pub use control::{Capped, Overdraw};
pub use customs::{
    CustomsCodes, CustomsTally, CustomsTrade, ForeignNormalOutput, TradeCell, WithoutRecords,
};
pub use imports::{
    CappedImports, CappedUse, EndUse, EndUseMix, EndUseShares, EndUseTally, EndUseTrade,
    GivenImports, ImportReport, ImportSeparation, ImportedExports, NegativeUses, ProductImports,
    SeparatedImports, ToPublished, scale_imported_inputs,
};
pub use ownership::OwnershipSplit;
pub use primary_income::{
    CapitalIncome, ForeignIncome, ForeignIncomeControl, ForeignIncomeMet, ForeignIncomeResidual,
    PrimaryIncomePaid, ShareAdjustment, foreign_income_coefficients,
};
pub use reexports::ReExportRecord;
pub use regime::{ControlTotals, RegimeOwnershipSplit, StartingShares};
pub use split::{Division, Split};
pub use split_estimate::{
    Cells, DivisionRanges, FeasibleDivisions, Known, KnownOutcome, PriorSpread, ShareOutcome,
    SplitCells, SplitEstimate, SplitEstimation, TotalRange,
};
pub use supply_use::{Construct, NegativeCell, SupplyUse, SupplyUseDraft, Symmetric};
pub use unmapped::{Unmapped, UnmappedCode};
pub use valuation::{MarginIndustries, cif_to_fob, fob_to_basic};
