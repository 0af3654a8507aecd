//! Cached world tables: what is written comes back bit by bit, and what is damaged does not come back.
#![cfg(feature = "cache")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/naive/mod.rs"]
mod naive;
#[allow(dead_code)]
#[path = "../decompositions/numbers.rs"]
mod numbers;
#[path = "../common/published.rs"]
mod published;
#[allow(dead_code)]
#[path = "../decompositions/tables.rs"]
mod tables;

mod dressed;

mod damaged;
mod places;
mod same;
mod speed;
