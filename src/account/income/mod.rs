//! Whose income: the global income chain of a world table.
//!
//! Questions answered: not where value is added but whose income it is. How much do owners in o earn from final use in d, and is it earned
//! at home, by their affiliates in d itself, or in third countries ([`global_income`](crate::model::WorldModel::global_income))? What do exports contain for each
//! owner, under any decomposition ([`decompose_by_owner`](crate::model::WorldModel::decompose_by_owner))? How much of the value added in exports is foreign
//! income ([`income_ratios`](crate::model::WorldModel::income_ratios))? How does national income follow from what is produced, received and paid
//! ([`income_accounts`](crate::model::WorldModel::income_accounts))?
//!
//! With Ω_k owner × producer shares of component k of value added, v_k its rates per unit of output, B = (I − A)⁻¹ and Y final use by
//! absorbing country:
//!
//! ```text
//! N = Σ_k Ω_k v̂_k B Y          global income matrix, owner × absorber
//! F_oh = Σ_{p in h} Ω_op va_p   income by owner and by where it is earned; off the diagonal primary income between countries
//! ```
//!
//! Sources: Bohn, Brakman, Dietzenbacher (2021), "From exports to value added to income: Accounting for bilateral income transfers", Journal
//! of International Economics 131, 103496, for N with shares by country; Meng, Gao, Ye, Zhang, Xing (2022), "Trade in factor income and the
//! US-China trade balance", China Economic Review 73, for owners of firms in a table that tells domestic from foreign-owned producers;
//! Li, Chen, Duan, Zhu (2019), China Economist 14(5), for the income contained in flows of exports. Both are one object here, Ω.
//!
//! Income by final absorption (N) and income in flows of exports answer different questions, and their bilateral balances may differ in
//! sign; every result says which it is.
//!
//! # Identities (tested)
//! Owners' incomes add up to value added in every cell. Over absorbers N adds up to national income: domestic product plus income received
//! less income paid. World income is world product. Without income across borders N is value added by origin and absorber.

mod accounts;
mod by_owner;
mod global;
mod in_exports;

pub use accounts::{ACCOUNTS, IncomeAccounts};
pub use by_owner::Owners;
pub use global::{GlobalIncome, PLACES};
pub use in_exports::{IN_EXPORTS, RATIOS};
