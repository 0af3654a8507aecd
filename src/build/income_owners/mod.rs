//! Who owns the income that is earned in the producers of a world table: layers of what is known, from foreign-owned firms to totals
//! of the balance of payments.
//!
//! Questions answered: which countries' income is the value added of each producer of the world? Does that imply the primary income that
//! countries record, and which shares, nearest to the known ones, do? The result is an [`IncomeShares`](crate::table::IncomeShares) with the
//! source of every cell.
//!
//! | known | layer |
//! |---|---|
//! | foreign shares of capital by group of firms or by producer | [`ForeignCapital`] |
//! | bilateral direct investment, immediate or ultimate; one host's list of owners | [`Investment`] |
//! | compensation of border workers | [`CrossBorderLabour`] |
//! | primary income between countries, or totals of it by country | [`IncomeTransfers`] |
//! | receipts and payments of primary income to be met, or to compare with | [`IncomeOwners::held_to`], [`IncomeOwners::compared_with`] |
//!
//! With Ω_k[o, p] for the share of owner o in component k of the value added of producer p, `Σ_o Ω_k[o, p] = 1` and no share is negative,
//! whatever is laid. What is foreign without a known owner is income of [`UNSPECIFIED`] and never dropped.
//!
//! **Sensible orders.** Totals only: `transfers(proportional)`. Better where a country is divided by ownership:
//! `transfers(proportional)` for all, then `foreign_capital` and `investment` for that country, then `held_to` the totals, so that the
//! total stays while the income moves to the producers that earn it.
//!
//! **Limits.** Primary income of the balance of payments is not foreign income in value added: see the notes of
//! [`ForeignIncomeControl`](crate::build::ForeignIncomeControl). Totals through financial centres pass through without being earned there.
//!
//! Sources: Bohn, Brakman, Dietzenbacher (2021), Journal of International Economics 131, 103496, for shares by country; Li, Chen, Duan,
//! Zhu (2019), China Economist 14(5), for shares by group of firms; Junius, Oosterhaven (2003), Economic Systems Research 15(1), 87-96, for
//! the balancing.

mod bilateral;
mod capital;
mod cells;
mod control;
mod flows;
mod held;
mod indicators;
mod investment;
mod labour;
mod layer;
mod owned;
mod owners;
mod proportional;
mod report;
mod scaled;
mod source;
mod totals;
mod transfers;

pub use bilateral::Bilateral;
pub use capital::ForeignCapital;
pub use control::ControlScale;
pub use flows::IncomeFlows;
pub use indicators::IncomeIndicators;
pub use investment::{Investment, InvestmentMeasure, Investor};
pub use labour::CrossBorderLabour;
pub use owned::OwnedIncome;
pub use owners::IncomeOwners;
pub use report::{ControlLine, IncomeReport};
pub use totals::{CountryIncome, PrimaryIncomeTotals};
pub use transfers::{IncomeTransfers, TransferBase};

/// The code of the owner of foreign income of whom no more is known.
pub const UNSPECIFIED: &str = "unspecified";
