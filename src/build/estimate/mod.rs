//! Unknowns estimated from what is known of their sums: the numerical kernel of a split of published cells.
//!
//! Every unknown is a part of one published cell, so the parts of a cell add up to it; totals over many cells (sales of a group,
//! output of a group, imports by regime) are margins. [`Draft`] takes cells, unknowns and margins and checks them,
//! [`Problem::estimate`] finds the unknowns closest to their priors.
//!
//! With C the cells, M the margins and w the weights, a step solves `(C; M) ŵ (C; M)' l = r`. Since no unknown is in two cells,
//! `C ŵ C'` is diagonal: it is eliminated, and what remains is as large as the margins. The sum over the parts of a cell is taken
//! of coefficients less their mean, so a margin that treats all parts of a cell alike leaves no rounding behind.
//!
//! ```text
//! S_kl = Σ over cells, Σ over parts i of w_i (m_ki − m̄_k)(m_li − m̄_l),   m̄_k = Σ w_i m_ki / Σ w_i
//! ```
//!
//! Bounds keep the structure: an interior point method replaces w by `w x / (x + w z)`. What it finds is finished as an exact
//! solution on the unknowns that are not at their bounds.
//!
//! What an estimate rests on: [`Problem::range`] finds the least and the most that a total can be under the constraints alone, by the
//! same path with `x / z` in place of w; [`Problem::around`] gives slopes of figures to targets, priors and weights, and how much of a
//! total's prior variance the constraints take away, from one system at the estimate. [`Problem::estimate_from`] estimates draws.
//!
//! Source: weighted least squares as in Koopman, Wang, Wei (2012), Journal of Development Economics 99(1), 178-189; cross-entropy
//! with standard errors as in Lenzen, Gallego, Wood (2009), Economic Systems Research 21(1), 23-44; interior points as in Mehrotra
//! (1992), SIAM Journal on Optimization 2(4), 575-601.

mod cholesky;
mod conflict;
mod draft;
mod entropy;
mod fixing;
#[cfg(feature = "clarabel")]
mod general;
mod interior;
mod least_squares;
mod linear;
mod normal;
mod options;
mod problem;
mod range;
mod rank;
mod sensitivity;
mod shifted;
mod slack;
mod solution;
mod squares;

pub use draft::{Cell, Draft, Margin, Unknown};
pub use options::{EstimateOptions, Objective};
pub use problem::Problem;
pub use range::{Extreme, Extremum, Range, Ranges};
pub use rank::Redundant;
pub use sensitivity::{Local, Pinned, Sensitivity};
pub use solution::Solution;
