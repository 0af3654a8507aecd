//! What an estimated division leaves open: contents and their slopes, feasible ranges, and what decides within them.

#[path = "../common/mod.rs"]
mod common;

#[allow(dead_code)] // these tests use a part of it
#[path = "../split/kept.rs"]
mod kept;
#[allow(dead_code)] // these tests use a part of it
#[path = "../split/plan.rs"]
mod plan;
#[allow(dead_code)] // these tests use a part of it
#[path = "../split_estimate/setting.rs"]
mod setting;

mod cases;
mod content;
mod one_sector;
mod range;
mod refusals;
mod sensitivity;
mod totals;
