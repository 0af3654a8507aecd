//! Owners of the income of a world table: layers by hand, the published example of flows from totals, control totals, identities on random
//! tables, and what is refused.

#[path = "../common/mod.rs"]
mod common;

mod control;
mod economies;
mod layers;
mod omega;
mod properties;
mod refusals;
mod sources;
mod transfers;
mod worlds;
