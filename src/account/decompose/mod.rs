//! Decompositions of trade: one method, one file.

pub mod borin_mancini;
pub mod koopman_wang_wei;
mod method;
mod plan;
pub mod wang_wei_zhu;
mod world_perimeter;

pub use borin_mancini::{Approach, BorinMancini};
pub use koopman_wang_wei::KoopmanWangWei;
pub use method::Method;
pub use wang_wei_zhu::WangWeiZhu;
