//! EXIOBASE 3: miniature tables made here, read back cell by cell, and faults in them.

#[path = "../common/published.rs"]
mod published;

mod bytes;
mod choices;
mod faults;
mod mini;
mod table;
