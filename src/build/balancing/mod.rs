//! A matrix moved as little as possible until it adds up: to its margins, or to any totals of its cells.
//!
//! | question | call |
//! |---|---|
//! | a non-negative matrix with given sums of rows and columns (RAS) | [`Balancing::ras`] |
//! | the same for cells of both signs (GRAS) | [`Balancing::gras`] |
//! | totals of any cells, some of them uncertain or in conflict (KRAS) | [`Constrained`] |
//! | trade between countries given beside the margins (multi-regional GRAS) | [`Constrained`] with [`Constraint::bilateral`], [`Constraint::blocks`] |
//! | least squares in place of entropy | [`Constrained::least_squares`] |
//! | cells that must stay between limits | [`Constrained::bounds`] |
//! | labels for messages | [`Margin::of`] an axis, [`Margin::of_producers`] |
//!
//! # Formulas
//!
//! With the prior P − N, both non-negative, the balanced matrix is `x_ij = r_i p_ij s_j − n_ij / (r_i s_j)`. Zero cells stay zero and
//! no cell changes its sign. The logarithms l of r and m of s minimise the convex function
//!
//! ```text
//! Φ(l, m) = Σ p_ij exp(l_i + m_j) + Σ n_ij exp(−l_i − m_j) − u'l − v'm
//! ```
//!
//! whose gradient is what the margins miss. [`Method::Alternating`] minimises over l and m in turn, [`Method::Newton`] over both.
//!
//! With constraints C x = c in place of margins, `x = x⁰ exp(± C'l)` within the bounds of each cell, or `x = x⁰ + w C'l` for least
//! squares; a constraint of standard error σ is missed by `−σ² l`. [`Method::Newton`] moves all of l, [`Method::Alternating`] one
//! constraint after another, which is the row-by-row form of KRAS. Both find the same matrix.
//!
//! # Memory
//!
//! Margins take one matrix, the result, beside the prior. Constraints that name each cell three times (rows, columns, blocks) take
//! eight matrices with Newton steps and five one after another; least squares take one more, bounds two.
//!
//! # When it stops
//!
//! When every margin misses its target by at most `tolerance × max(1, |target|)`. Targets that no matrix of these signs can meet are an
//! error that names the margins which contradict each other; the error's source is an [`Infeasible`] or a [`Conflict`] with the sets. An
//! iteration that stops early is an error too.
//!
//! Sources: Stone (1961), Input-Output and National Accounts; Junius, Oosterhaven (2003), Economic Systems Research 15(1), 87-96, with
//! the correction of Lenzen, Wood, Gallego (2007), Economic Systems Research 19(4), 461-465; Lenzen, Gallego, Wood (2009), Economic
//! Systems Research 21(1), 23-44.

mod alternating;
mod bands;
mod bilateral;
mod constrained;
mod constraint;
mod dual;
mod entropy;
mod farkas;
mod flow;
mod infeasible;
mod margin;
mod margins_dual;
mod one_by_one;
mod problem;
mod quick;
mod reach;
mod record;
mod sparse;

pub use constrained::{Constrained, ConstrainedBalance};
pub use constraint::Constraint;
pub use farkas::Conflict;
pub use infeasible::Infeasible;
pub use margin::Margin;
pub use problem::{Balanced, Balancing};
pub use record::{Convergence, Method};
