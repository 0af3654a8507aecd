//! Results people can read: aligned text, HTML for notebooks, Markdown and LaTeX for papers. Pure functions of a result;
//! nothing is computed here but widths of columns.

mod grid;
mod income;
mod latex;
mod markdown;
mod results;
mod world;

pub use grid::Grid;
