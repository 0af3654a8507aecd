//! A table made answerable: rates per unit of output, the factorised system, multipliers of any measure.

mod measure;
mod national;
mod rates;
mod world;

pub use measure::Measure;
pub use national::Model;
pub(crate) use world::{Absorption, Content, FinalGoods, Returns, Stages};
pub use world::{Unallocated, Weights, WorldModel, WorldOptions};
