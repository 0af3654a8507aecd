//! How much results move with uncertain parameters.

mod monte_carlo;
mod simulation;

pub use monte_carlo::{Distribution, MonteCarlo};
pub use simulation::{Interval, Sensitivity, Simulation};

pub use crate::run::Threads;
