//! Customs records by sector, group of producers and partner, and the shares of groups.
//!
//! Question answered: which part of the exports (or imports) of a sector passes under which customs regime and through firms of
//! which ownership? A [`CustomsTally`] takes records one at a time: a [`Concordance`](crate::label::Concordance) leads from their
//! product to sectors, [`CustomsCodes`] from their codes to regime and ownership. Amounts are whole numbers of 10⁻¹² units, so that
//! what the result holds and what it keeps apart add up to the file's total exactly. Records with a code that is not mapped are
//! refused or kept apart, as the caller says; either way all such codes are listed with their value.
//!
//! [`CustomsTrade::starting_shares`] and [`CustomsTrade::control_totals`] bring the shares and totals into the form from which
//! [`RegimeOwnershipSplit`](super::RegimeOwnershipSplit) starts, in the order of a table's sectors.

mod codes;
mod shares;
mod tally;
mod trade;

pub use codes::CustomsCodes;
pub use shares::{ForeignNormalOutput, WithoutRecords};
pub use tally::CustomsTally;
pub use trade::{CustomsTrade, TradeCell};
