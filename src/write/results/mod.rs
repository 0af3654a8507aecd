//! Files of results: labelled columns with a description, one format one file. What the figures are is known to those who hand them over.

mod csv;
mod described;
mod description;
mod dta;
mod identifiers;
mod naming;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "parquet")]
mod partitions;
mod sheet;
#[cfg(feature = "excel")]
mod xlsx;

pub(crate) use described::described;
pub(crate) use description::Description;
pub use naming::Names;
pub(crate) use naming::{Constants, TOTAL};
pub(crate) use sheet::{Cell, Column, Sheet};
