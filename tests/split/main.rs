//! Splits of a table by regime and ownership, more imported inputs, and corrections of trade: what they must preserve and meet.

#[path = "../common/mod.rs"]
mod common;

mod divisions;
mod exports;
mod imports;
mod kept;
mod ownership;
mod plan;
mod real;
mod regime;
mod trade;
mod worked;
