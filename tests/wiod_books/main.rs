//! Workbooks of WIOD and ADB: miniature files made here, as xlsx and xlsb, read back cell by cell, and faults in them.
#![cfg(all(feature = "workbooks", feature = "excel"))]

#[path = "../common/published.rs"]
mod published;
#[path = "../common/raw.rs"]
mod raw;

mod accounts;
mod bytes;
mod faults;
mod layouts;
mod mini;
mod national;
mod others;
mod sheet;
