//! Linear systems of the form (I − A) x = r, as fast as a matrix product. Knows matrices, not countries: failures speak of
//! positions, and the rooms above put labels to them.
//!
//! # What to ask for
//!
//! | question | call | operations |
//! |---|---|---|
//! | output that demand calls forth, multipliers of a row of rates | [`System::solve`], [`System::solve_transposed`] | 2/3 n³ once, 2 n² each |
//! | some columns or rows of (I − A)⁻¹ | [`Solver::columns`], [`Solver::rows`] | 2 n² each |
//! | weights times (I − A)⁻¹, added up by block | [`Solver::block_multipliers`] | 2 n² per block |
//! | the diagonal blocks of (I − A)⁻¹ | [`System::diagonal_blocks`] | at most 2/3 n³ for all of them |
//! | the inverses of the diagonal blocks of I − A | [`System::local_inverses`] | 2 N³ per block of N |
//! | all of (I − A)⁻¹ | [`System::inverse`], [`invert`] in place | 2 n³ |
//! | the same after some flows are cut | [`Solver::without`], [`Solver::each_without`] | 2 n² per row or column cut |
//! | many small systems | [`invert_each`] | 2 N³ each |
//!
//! # How it is fast
//!
//! I − A of a productive economy is a non-singular M-matrix. Elimination without pivoting is stable on it and meets only positive
//! pivots; a pivot at or below zero *is* the violation of the Hawkins-Simon condition and ends in an error that names the
//! producer. Without row exchanges nearly all work is matrix product, in place, cut into tiles that do not depend on the number of
//! threads, so that results are the same bits on any number of them. [`Conditions`] are checked first; where they do not hold
//! (negative cells that outweigh) partial pivoting takes over and [`SolveInfo`] says so.
//!
//! Source of the conditions: Hawkins, Simon (1949), Econometrica 17(3/4), 245-248; Berman, Plemmons (1994), Nonnegative
//! Matrices in the Mathematical Sciences, chapter 6.

mod accurate;
mod condition;
mod conditions;
mod engine;
mod factorised;
#[cfg(feature = "faer")]
mod faer_engine;
mod failure;
mod few;
mod gauss_jordan;
#[cfg(feature = "gemm")]
mod gemm_kernel;
mod info;
mod inverse;
mod invert;
mod judge;
mod kernel;
mod lu;
#[cfg(feature = "nalgebra")]
mod nalgebra_bridge;
#[cfg(feature = "openblas")]
mod openblas;
mod options;
mod pivoted;
mod product;
mod small;
mod solver;
mod structure;
mod system;
mod triangles;
mod update;

pub use accurate::Certificate;
pub use conditions::{Conditions, Productive};
pub use engine::{Engine, Factor, Native, Pivoting, Sign};
pub use factorised::Factorised;
#[cfg(feature = "faer")]
pub use faer_engine::Faer;
pub use failure::{Breakdown, Failure, Meaning};
pub use few::solve_rows;
pub use info::SolveInfo;
pub use inverse::Inverse;
pub use invert::{invert, invert_each};
#[cfg(feature = "nalgebra")]
pub use nalgebra_bridge::{from_nalgebra, to_nalgebra};
#[cfg(feature = "openblas")]
pub use openblas::OpenBlas;
pub use options::Options;
pub use product::{product, scaled_columns};
pub use solver::Solver;
pub use system::{Side, System};
pub use update::{Cut, Updated};
