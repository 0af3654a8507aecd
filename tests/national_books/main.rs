//! National tables as their offices publish them: workbooks of BEA and of the National Bureau of Statistics of China, national tables
//! of the OECD. Miniature files made here, read back cell by cell; faults in them; the published files where they are at hand.
#![cfg(all(feature = "workbooks", feature = "excel"))]

#[path = "../common/published.rs"]
mod published;
#[path = "../common/raw.rs"]
mod raw;

mod bea;
mod bea_faults;
mod bea_mini;
mod bea_real;
mod book;
mod far;
mod nbs;
mod nbs_faults;
mod nbs_mini;
mod nbs_real;
mod oecd;
mod old;
mod old_book;
mod old_real;
mod requirements;
mod sources;
