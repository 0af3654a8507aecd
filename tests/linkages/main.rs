//! Multipliers, linkages, extraction and prices against systems that are written out and solved again.

#[path = "../common/mod.rs"]
mod common;

mod dispersion;
mod extraction;
mod multipliers;
mod prices;
mod published;
mod tariffs;
mod written;
