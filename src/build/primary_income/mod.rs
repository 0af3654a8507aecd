//! Foreign income of a table against the primary income that the balance of payments records as paid to non-residents.
//!
//! Questions answered: do the foreign shares of compensation and capital income imply what the balance of payments says was paid? And
//! which shares, nearest to the given ones, do? With λ and κ for the foreign shares, w for compensation, s for operating surplus and d
//! for depreciation, all by producer j, foreign income is
//!
//! ```text
//! compensation  Σ_j λ_j w_j        capital  Σ_j κ_j s_j        depreciation  Σ_j κ_j d_j
//! ```
//!
//! and `paid − implied` is the residual. It is reported ([`ForeignIncomeControl::residual`]) unless the caller asks for shares that meet
//! what was paid ([`ForeignIncomeControl::met`]). Amounts are in the table's unit.
//!
//! **Depreciation.** The balance of payments records income after consumption of fixed capital: reinvested earnings are made from the
//! operating surplus of direct investment enterprises (ESA 1995, 4.64), "net current earnings" (OECD Benchmark Definition of Foreign Direct
//! Investment, 4th edition 2008, annex 6), "net operating income" (Bank of Russia, on its estimates after the IMF's manual of 2008).
//! A table whose foreign shares also divide depreciation
//! ([`DepreciationIncome::WithCapital`](crate::table::DepreciationIncome::WithCapital)) therefore implies more than is recorded:
//! dividends and retained profits, and the part of gross income that replaces worn-out capital. [`CapitalIncome::Net`] leaves depreciation
//! out of the comparison; the shares still divide it. [`CapitalIncome::Gross`] compares all of it, which is a choice for tables whose
//! surplus contains depreciation, and asks for smaller shares than the net comparison does.
//!
//! **Limits.** Primary income paid and foreign income in value added are not the same set of payments:
//! - interest on debt of government, and of households, is primary income paid but no income of producers' capital;
//! - interest that producers pay to non-residents is paid out of operating surplus; κ contains it only if the caller meant it to;
//! - recorded earnings on equity are after taxes on income (ESA 1995, 4.64), κ s is before them;
//! - what non-residents earn through firms that are themselves abroad, and what residents earn abroad (receipts), is in no row of the
//!   table; income is compared with *payments*, never with the balance.
//!
//! The residual may therefore have reasons other than wrong shares, and meeting the total puts them all into the shares.

mod control;
mod implied;
mod meet;

pub use control::{
    CapitalIncome, ForeignIncomeControl, PrimaryIncomePaid, foreign_income_coefficients,
};
pub use implied::{ForeignIncome, ForeignIncomeResidual};
pub use meet::{ForeignIncomeMet, ShareAdjustment};
