//! Balanced matrices meet their margins, differ from the prior only as they must, and contradictions are named.

mod bilateral;
mod constrained;
mod every_pair;
mod identities;
mod infeasible;
mod kras;
mod margins;
mod textbook;
