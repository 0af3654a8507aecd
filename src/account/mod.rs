//! Accounts: what flows contain.
//!
//! Of one country's table: [`Flow`]. Of a world table: every published decomposition of trade as a [`Method`](decompose::Method), with
//! results in one long table, a [`Ledger`].

mod crosswalk;
pub mod decompose;
mod flow;
pub mod footprint;
pub mod income;
pub mod ledger;
pub mod linkages;
pub mod position;
mod scope;
pub mod structure;

pub use crosswalk::{Crosswalk, CrosswalkRow, Identity};
pub use flow::{Flow, FlowPart, View};
pub use footprint::TradeContent;
pub use ledger::Ledger;
pub use scope::{Level, Scope};
