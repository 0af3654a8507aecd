//! The global income chain: who owns the income of a world table.

#[path = "../common/mod.rs"]
mod common;

mod t3x2;
