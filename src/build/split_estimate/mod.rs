//! A table divided into groups of producers by optimisation: the parts of every published cell that are closest to a starting
//! division and meet what is known.
//!
//! Question answered: which divided table is nearest to a prior one, adds up to the published table in every cell, balances, and has
//! the known totals by regime, ownership, sector and product? With suppliers g and M (imports), users h, and z the parts of a
//! cell:
//!
//! ```text
//! cells     Σ_gh z^gh_ij = Z_ij    Σ_h z^Mh_ij = Z^M_ij    Σ_g f^g_ik = F_ik    Σ_h v^h_rj = V_rj
//! sales     Σ_hj z^gh_ij + Σ_k f^g_ik = X^g_i − E^g_i     for groups that sell at home
//! outputs   Σ_gi z^gh_ij + Σ_i z^Mh_ij + Σ_r v^h_rj = X^h_j
//! known     any sum or share of parts, exact or give or take a standard error
//! bounds    parts that start positive stay at least zero, parts of a negative cell at most zero
//! ```
//!
//! Processing producers sell nothing at home. What a published row or column misses of its total is shared out as home sales and
//! outputs are. Outputs and exports by group come from the starting division ([`Split`](crate::build::Split)), or are known about only
//! ([`SplitEstimation::outputs_within`]).
//!
//! Source: Koopman, Wang, Wei (2012), Journal of Development Economics 99(1), 178-189, for two regimes; owners as in Ma, Wang, Zhu
//! (2015), Journal of Comparative Economics 43(1), 3-18. The numerical method is that of
//! [`build::estimate`](crate::build::estimate).

mod cells;
mod division;
mod estimation;
mod feasible;
mod found;
mod known;
mod layout;
mod limits;
mod making;
mod selection;
mod warm;

pub use cells::SplitCells;
pub use estimation::{PriorSpread, SplitEstimation};
pub use feasible::{DivisionRanges, FeasibleDivisions, TotalRange};
pub use found::{KnownOutcome, ShareOutcome, SplitEstimate};
pub use known::Known;
pub use selection::Cells;
