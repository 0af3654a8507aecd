//! How much results move with uncertain parameters.

mod monte_carlo;
mod simulation;

pub use monte_carlo::{Distribution, MonteCarlo, Threads};
pub use simulation::{Interval, Sensitivity, Simulation};
