//! Every public operation of the linear algebra against plain loops and exact integers.

#[path = "../common/mod.rs"]
mod common;

mod accuracy;
mod conditions;
mod cuts;
mod economies;
mod engines;
mod exact;
mod products;
mod reference;
mod refusals;
mod runs;
mod solves;
mod structure;
mod threads;
mod units;
