//! How much results move with uncertain parameters, and with what the constraints of an estimate leave open.

pub mod identification;
mod monte_carlo;
mod simulation;

pub use monte_carlo::{Distribution, MonteCarlo};
pub use simulation::{Interval, Sensitivity, Simulation};

pub use crate::run::Threads;
