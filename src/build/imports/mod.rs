//! Imports: separated from domestic products where a table holds both together, and scaled where a table keeps them apart.
//!
//! Question answered: which part of every flow of a competitive table is imported? [`ImportSeparation`] says by which rule, and
//! makes a [`NationalDraft`](crate::table::NationalDraft) and an [`ImportReport`] of it. With uses U (product × users, final uses,
//! exports) and imports m, every rule finds imported parts V of the cells of U; domestic parts are D = U − V. What V leaves of m
//! is the residual r = m − V 1; it is reported by product and stays visible as one more final use (−r of domestic output, +r of
//! imports) so that rows add up to output and imports to m.
//!
//! | rule | imported part of a cell |
//! |---|---|
//! | [`ImportSeparation::proportional`] | the product's imports over its uses at home, the same share in every cell |
//! | [`ImportSeparation::by_end_use`] | the product's imports for that end use over its uses of that kind |
//! | [`ImportSeparation::given`] | as given |
//!
//! Proportionality is an assumption, not an observation: it gives producers of exports the same share of imported inputs as
//! everybody else.
//!
//! Sources: United Nations (2018), Handbook on Supply and Use Tables and Input-Output Tables with Extensions and Applications
//! (Series F No. 74 Rev. 1), for the proportionality assumption; United Nations (2002), Classification by Broad Economic
//! Categories (Series M No. 53 Rev. 4), for end uses.

mod apart;
mod by_end_use;
mod end_use;
mod given;
mod report;
mod scale;
mod separation;
mod shares;
mod spread;
mod tally;
mod uses;

pub use end_use::EndUse;
pub use given::{GivenImports, ToPublished};
pub use report::{CappedImports, CappedUse, ImportReport, ProductImports};
pub use scale::scale_imported_inputs;
pub use separation::{ImportSeparation, ImportedExports, NegativeUses, SeparatedImports};
pub use shares::{EndUseMix, EndUseShares};
pub use tally::{EndUseTally, EndUseTrade};
