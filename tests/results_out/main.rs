//! Results leave in the formats that economists open, and every file says how its figures came about.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/naive/mod.rs"]
mod naive;
#[allow(dead_code)]
#[path = "../decompositions/numbers.rs"]
mod numbers;
#[allow(dead_code)]
#[path = "../decompositions/tables.rs"]
mod tables;
#[path = "../errors/world_folder.rs"]
mod world_folder;

mod dta_file;
mod results;

mod csv_files;
mod endings;
#[cfg(all(feature = "excel", feature = "workbooks"))]
mod excel;
mod fingerprints;
mod papers;
#[cfg(feature = "parquet")]
mod parquet_files;
mod said;
mod stata;
