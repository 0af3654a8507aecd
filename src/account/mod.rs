//! Accounts: what flows contain.

mod flow;

pub use flow::{Flow, FlowPart, View};
