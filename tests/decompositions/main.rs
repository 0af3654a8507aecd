//! Every decomposition against a second, slow implementation, and what must hold between them, on random world tables with everything that
//! is legal in them.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/naive/mod.rs"]
mod naive;

mod battery;
mod compare;
mod numbers;
mod remade;
mod tables;

mod contents;
mod edges;
mod exports;
mod extractions;
mod identities;
mod imports;
mod income;
mod invariance;
mod ledgers;
mod own_flows;
mod refusals;
mod regrouped;
mod scopes;
mod threads;
mod unallocated;
