//! Bilateral balances in gross value, value added and national income.

mod choice;
mod economy;
mod rows;
mod sheet;

pub use choice::{BalanceMeasure, Direction, Reading, Selection};
pub use economy::Economy;
pub use rows::Row;
pub use sheet::BalanceSheet;
