//! A table made answerable: rates per unit of output, the factorised system, multipliers of any measure.

mod measure;
mod national;

pub use measure::Measure;
pub use national::Model;
