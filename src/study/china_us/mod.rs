//! The China-US trade balance of 2012 in gross value, value added and national income.
//!
//! Reconstruction of Li, Chen, Duan, Zhu (2019), "China-U.S. Trade Balance from the National Income Perspective", China
//! Economist 14(5), on public tables: the authors' own table, split by regime and ownership, is not public. The model is in
//! `docs/theory/national-income.md`, every figure with source and grade in `docs/data.md`.
//!
//! ```no_run
//! use leontief::balance::BalanceMeasure;
//! use leontief::study::china_us::{Sources, Variant};
//!
//! let sources = Sources::read("data/china-us-2012")?;
//! let case = sources.case(&sources.parameters().central(), Variant::Full)?;
//! println!("{:.1}", case.sheet().balance(BalanceMeasure::Gross) / 1000.0);
//! # Ok::<(), leontief::Error>(())
//! ```
//!
//! [`WorldSources`] asks the same inside a table of the whole world, with both countries divided, and goes from one figure to the other
//! step by step.

mod case;
mod china;
mod identification;
mod notes;
mod owners;
pub mod published;
mod sources;
mod trade;
mod usa;
mod world;

pub use case::{Case, Choices, IncomeTotal, SplitMethod, Variant};
pub use identification::{BalanceRange, Identification};
pub use sources::Sources;
pub use world::{Credits, Stage, WorldCase, WorldRow, WorldSources};
