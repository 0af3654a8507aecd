//! EXIOBASE 3: miniature tables made here, read back cell by cell, and faults in them.

#[path = "../common/published.rs"]
mod published;
#[path = "../common/tabbed.rs"]
mod tabbed;

mod bytes;
mod choices;
mod faults;
mod mini;
mod table;
