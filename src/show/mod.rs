//! Results people can read: aligned text and HTML for notebooks. Pure functions of a result; nothing is computed here but
//! widths of columns.

mod grid;
mod income;
mod results;
mod world;

pub use grid::Grid;
