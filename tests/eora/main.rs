//! Eora26 and national tables of Eora: miniature files made here, read back cell by cell, and faults in them.

#[path = "../common/published.rs"]
mod published;
#[path = "../common/tabbed.rs"]
mod tabbed;

mod bytes;
mod faults;
mod mini;
mod national;
mod national_faults;
mod pieces;
mod real;
mod world;
