//! Divisions by optimisation: worked cases, what they keep, what they recover, and what they refuse.

#[path = "../common/mod.rs"]
mod common;

#[allow(dead_code)] // these tests use a part of it
#[path = "../split/kept.rs"]
mod kept;
#[allow(dead_code)] // these tests use a part of it
#[path = "../split/plan.rs"]
mod plan;

mod dense;
mod divisions;
mod errors;
mod invariance;
mod preserved;
mod real;
mod recovery;
mod same;
mod setting;
mod signs;
mod warm;
mod worked;
