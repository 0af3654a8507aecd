//! Input-output economics: what a flow of exports contains, in gross value, in value added, and in the national income of each
//! owner country.
//!
//! # One identity
//!
//! Every figure is `w' (I − A)⁻¹ e`: weights w per unit of output, the Leontief system I − A of domestic input coefficients, and
//! a vector of exports e. With w the value-added rates it is value added; with w the value-added rates times an owner's shares
//! it is that owner's national income; with w jobs or emissions per unit it is a footprint. What is measured is a value, a
//! [`Measure`](model::Measure), never part of a function's name.
//!
//! # How one export vector travels
//!
//! ```
//! use leontief::balance::{BalanceMeasure, BalanceSheet, Economy, Reading};
//! use leontief::read;
//! use leontief::table::{DepreciationIncome, IncomeShares, Origins};
//! use leontief::unit::{PriceBasis, Scale, Unit};
//!
//! # fn main() -> leontief::Result<()> {
//! let economy = |home: &str, partner: &str, partners_share: f64| {
//!     let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/seed8");
//!     let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
//!     // 1 and 2: a file becomes a draft, a draft a table: shapes, labels and sums are proved once
//!     let table = read::national_csv(format!("{folder}/{home}.csv"), home, unit)?.check()?;
//!     // who owns what producers earn
//!     let shares = format!("{folder}/{home}_foreign_shares.csv");
//!     let foreign = read::foreign_shares_csv(shares, table.producers(), DepreciationIncome::WithCapital)?;
//!     let origins = Origins::new(home, [(partner, partners_share)], "ROW")?;
//!     let owners = IncomeShares::from_foreign_shares(&table, &foreign, &origins)?;
//!     // 3: a model; 4 happens when something is measured
//!     Economy::exporting_to(&table.model_with(owners)?, partner)
//! };
//! // 5: the balance, every measure and both readings of national income
//! let sheet = BalanceSheet::between(&economy("CHN", "USA", 0.0549)?, &economy("USA", "CHN", 0.0015)?)?;
//! let income = sheet.balance(BalanceMeasure::Income(Reading::TwoSided));
//! assert!((income - 61.319916).abs() < 1e-6);
//! # Ok(())
//! # }
//! ```
//!
//! # World tables
//!
//! A world table answers more: [`read::world_csv`] reads one, every published decomposition of trade in value added is a
//! [`Method`](account::decompose::Method), and results are one long table, a [`Ledger`](account::Ledger).
//!
//! ```
//! use leontief::account::decompose::WangWeiZhu;
//! use leontief::read;
//!
//! # fn main() -> leontief::Result<()> {
//! let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/wiod13-6region/2011");
//! let model = read::world_csv(folder)?.check()?.model()?;
//! let exports = model.decompose(&WangWeiZhu::default())?.exporter("CHN")?.importer("USA")?;
//! let returned = exports.term("RDV_FIN")?.total();
//! assert!(returned > 0.0 && returned < 0.01 * exports.total());
//! // the balance with the United States, gross and in value added
//! let balance = model.balance_between("CHN", "USA")?;
//! assert!(balance.term("VAX_BALANCE")?.value()? < balance.term("GROSS_BALANCE")?.value()?);
//! # Ok(())
//! # }
//! ```
//!
//! # The rooms, from the ground up
//!
//! | floor | room | what is there |
//! |---|---|---|
//! | 0 | [`error`], [`mod@unit`], [`parameter`], [`run`] | one error type; currency, scale, year and price basis; scalars with range and grade; threads, memory, progress |
//! | 1 | [`label`], [`linalg`] | axes with typed positions, the producer axis; I − A factorised once, inverted, cut (knows no economics) |
//! | 2 | [`table`], [`mod@read`], [`mod@write`] | national and world tables checked on entry, income shares, exports; one file per format |
//! | 3 | [`model`], [`build`] | rates, multipliers, of one country or the world; visible steps on tables and exports (knows no models) |
//! | 4 | [`account`] | what flows contain: decompositions, whose income it is, position in chains, linkages and prices, structural change |
//! | 5 | [`balance`], [`uncertainty`] | two economies, or all countries of a world table, in three measures; Monte Carlo |
//! | 6 | [`show`], [`study`] | text and HTML; worked studies |
//! | 7 | [`output`] | results as files: CSV, Excel, Parquet, Stata, Markdown, LaTeX |
//!
//! Arrows run only downwards; a test guards that.
//!
//! # Letters
//!
//! `i` supplies, `j` uses, `o` owns. A: domestic input coefficients; L or (I − A)⁻¹: the Leontief inverse of the national table
//! (the domestic block; in a world table B is the inverse of the whole system, which pymrio calls L). "Domestic value added in
//! exports" is that of the national table, V L E: equal to extraction of exports and to the source-based measure of Borin and
//! Mancini in a world table, smaller than TiVA's EXGR_DVA, larger than value added absorbed abroad (VAX).
//!
//! Longer texts: [design](documentation::design), [the theory of the three measures](documentation::national_income),
//! [decompositions of trade](documentation::decompositions), [income of the world](documentation::global_income_chain),
//! [files](documentation::files), [the data](documentation::data), [performance](documentation::performance).

#![cfg_attr(not(any(feature = "gemm", feature = "cache")), forbid(unsafe_code))]

pub mod account;
pub mod balance;
pub mod build;
pub mod error;
pub mod label;
pub mod linalg;
pub mod model;
pub mod output;
pub mod parameter;
pub mod read;
pub mod run;
pub mod show;
pub mod study;
pub mod table;
pub mod uncertainty;
pub mod unit;
pub mod write;

pub use error::{Error, Result};
pub use read::{read, read_with};

/// The documents of the repository, compiled so that their examples stay true.
pub mod documentation {
    #[doc = include_str!("../docs/design.md")]
    pub mod design {}
    #[doc = include_str!("../docs/theory/national-income.md")]
    pub mod national_income {}
    #[doc = include_str!("../docs/theory/decompositions.md")]
    pub mod decompositions {}
    #[doc = include_str!("../docs/theory/global-income-chain.md")]
    pub mod global_income_chain {}
    #[doc = include_str!("../docs/theory/estimated-splits.md")]
    pub mod estimated_splits {}
    #[doc = include_str!("../docs/files.md")]
    pub mod files {}
    #[doc = include_str!("../docs/data.md")]
    pub mod data {}
    #[doc = include_str!("../docs/performance.md")]
    pub mod performance {}
    #[doc = include_str!("../README.md")]
    pub mod readme {}
}
