//! Axes with typed positions: sectors, products, owners, partners, and the producer axis (country, group, sector).
//!
//! A position on one kind of axis cannot index another: an [`Ix<Sector>`](Ix) is not an [`Ix<Owner>`](Ix), and the compiler
//! says so. Codes are matched exactly, never by pattern, and every axis refuses empty and doubled codes.

mod axis;
mod classification;
mod code;
mod concordance;
pub mod countries;
mod frame;
mod group;
mod grouping;
mod producers;
mod trade;

pub use axis::{Axis, AxisKind, Country, Extension, FinalUse, Ix, Owner, Partner, Product, Sector};
pub use classification::{Classification, Common, Division, Links, Revision};
pub(crate) use code::by_code;
pub use concordance::Concordance;
pub use countries::{CountryGroup, Members, Membership};
pub use frame::Frame;
pub use group::{Group, Ownership, Regime};
pub use grouping::Grouping;
pub use producers::{Block, Producer, ProducerKey, Producers};
pub use trade::TradeKind;
