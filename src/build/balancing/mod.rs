//! A matrix moved as little as possible until it adds up: to its margins, or to any totals of its cells.
//!
//! | question | call |
//! |---|---|
//! | a non-negative matrix with given sums of rows and columns (RAS) | [`Balancing::ras`] |
//! | the same for cells of both signs (GRAS) | [`Balancing::gras`] |
//! | totals of any cells, some of them uncertain or in conflict (KRAS) | [`Constrained`] |
//! | trade between regions given beside the margins | [`Constrained`] with [`Constraint::block`] |
//! | least squares in place of entropy | [`Constrained::least_squares`] |
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
//! # When it stops
//!
//! When every margin misses its target by at most `tolerance × max(1, |target|)`. Targets that no matrix of these signs can meet are an
//! error that names the margins which contradict each other; the error's source is an [`Infeasible`] or a [`Conflict`] with the sets. An iteration that
//! stops early is an error too.
//!
//! Sources: Stone (1961), Input-Output and National Accounts; Junius, Oosterhaven (2003), Economic Systems Research 15(1), 87-96, with
//! the correction of Lenzen, Wood, Gallego (2007), Economic Systems Research 19(4), 461-465; Lenzen, Gallego, Wood (2009), Economic
//! Systems Research 21(1), 23-44.

mod alternating;
mod bands;
mod constrained;
mod constraint;
mod dual;
mod entropy;
mod farkas;
mod flow;
mod infeasible;
mod margin;
mod margins_dual;
mod problem;
mod quick;
mod record;
mod sparse;

pub use constrained::{Constrained, ConstrainedBalance};
pub use constraint::Constraint;
pub use farkas::Conflict;
pub use infeasible::Infeasible;
pub use margin::Margin;
pub use problem::{Balanced, Balancing};
pub use record::{Convergence, Method};
