//! Arrays of numpy: miniature files made here, read back cell by cell, faults in them, and world tables written and read.
#![cfg(feature = "npy")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/published.rs"]
mod published;

mod arrays;
mod bytes;
mod faults;
mod npy;
mod real;
mod tables;
mod written;
