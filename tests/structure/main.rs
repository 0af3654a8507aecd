//! Changes between two years, against means over orders that are written out and products that are followed one by one.

#[path = "../common/mod.rs"]
mod common;

mod balances;
mod edges;
mod income;
mod income_index;
mod index;
mod naive;
mod orders;
mod owned;
mod published;
mod years;
