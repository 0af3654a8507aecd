//! R workspaces: miniature ones made here, read back cell by cell, and faults in them.
#![cfg(feature = "rdata")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/published.rs"]
mod published;

mod arrays;
mod bytes;
mod faults;
mod mini;
mod real;
mod streams;
mod wiod2013;
mod wiod2016;
mod xdr;
