//! FIGARO as a matrix: miniature files made here, read back cell by cell, and faults in them.

#[path = "../common/published.rs"]
mod published;

#[path = "../long_readers/mini.rs"]
#[allow(dead_code)]
mod mini;
#[path = "../long_readers/scratch.rs"]
#[allow(dead_code)]
mod scratch;

mod faults;
mod layouts;
mod matrix;
