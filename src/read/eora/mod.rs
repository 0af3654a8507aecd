//! Eora: the world in 26 sectors, and national tables in full detail.
//!
//! Layouts are written from descriptions and from the code of other readers; no published file was at hand.

mod cells;
mod national;
mod parts;
mod primary;
mod rest;
mod satellites;
mod supply_use;
mod world;

pub use national::{EoraNational, eora_national, eora_national_with};
pub use supply_use::EoraSupplyUse;
pub use world::{eora26, eora26_with};
