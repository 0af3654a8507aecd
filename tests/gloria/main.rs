//! GLORIA: miniature sets of files made here, read back cell by cell, and faults in them.

#[path = "../common/published.rs"]
mod published;

mod bytes;
mod faults;
mod labelled;
mod layouts;
mod mini;
mod real;
mod sets;
