//! What holds in every table, model, balance and simulation, on random ones.

#[path = "../common/mod.rs"]
mod common;

mod accounting;
mod balance;
mod invariance;
mod monte_carlo;
mod system;
