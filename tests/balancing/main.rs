//! Balanced matrices meet their margins, differ from the prior only as they must, and contradictions are named.

mod constrained;
mod every_pair;
mod infeasible;
mod margins;
