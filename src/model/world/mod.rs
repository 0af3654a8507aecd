//! The model of the whole world: one system of all producers, and what is computed from it once for all exporters.
//!
//! Notation, as in Borin and Mancini (2023): A = Z x̂⁻¹ with blocks A_sr, Y_sr final use of r for goods of s, B = (I − A)⁻¹,
//! L_ss = (I − A_ss)⁻¹, E_sr = A_sr X_r + Y_sr exports of s to r, E_s* all exports of s. n producers, G countries.
//!
//! No array here is n × n but the inverse itself; the products with blocks of A read the flows of the table.

mod absorption;
mod blocks;
mod content;
mod cuts;
mod locals;
mod model;
mod options;
mod rates;
mod returns;
mod solver;
mod stages;
mod weights;

pub(crate) use absorption::{Absorption, FinalGoods};
pub(crate) use blocks::Blocks;
pub(crate) use content::Content;
pub(crate) use cuts::Cuts;
pub(crate) use locals::Locals;
pub use model::WorldModel;
pub use options::{Unallocated, WorldOptions};
pub(crate) use returns::Returns;
pub(crate) use stages::Stages;
pub use weights::Weights;
