//! Bilateral balances in gross value, value added and national income.

mod rows;
mod sheet;

pub use rows::Row;
pub use sheet::{BalanceMeasure, BalanceSheet, Direction, Economy, Reading, Selection};
