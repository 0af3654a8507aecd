//! Bilateral balances: of two national tables in gross value, value added and national income ([`BalanceSheet`]); of all countries of a
//! world table gross and in value added ([`world`]), and in national income besides ([`income`]).

mod choice;
mod economy;
mod file;
pub mod income;
mod rows;
mod sheet;
pub mod world;

pub use choice::{BalanceMeasure, Direction, Reading, Selection};
pub use economy::Economy;
pub use rows::Row;
pub use sheet::BalanceSheet;
