//! Accounts: what flows contain.
//!
//! Of one country's table: [`Flow`]. Of a world table: every published decomposition of trade as a [`Method`](decompose::Method), with
//! results in one long table, a [`Ledger`].

pub mod decompose;
mod flow;
pub mod ledger;
pub mod linkages;
pub mod position;
mod scope;
pub mod structure;

pub use flow::{Flow, FlowPart, View};
pub use ledger::Ledger;
pub use scope::{Level, Scope};
