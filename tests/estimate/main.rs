//! Estimates of parts from sums: solutions, duals, bounds, and constraints that contradict each other.

mod cases;
mod entropy;
#[cfg(feature = "clarabel")]
mod general;
mod large;
mod least_squares;
mod nearby;
mod range;
mod reference;
mod refusals;
mod sensitivity;
mod vertices;
