//! Inter-country tables of the OECD in the layouts of all editions: miniature files made here, read back cell by cell, and faults in them.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/published.rs"]
mod published;

mod faults;
mod layouts;
mod mini;
#[cfg(feature = "archives")]
mod packed;
mod real;
