//! Decompositions of trade: one method, one file.

pub mod absorbed_by_importer;
pub mod borin_mancini;
pub mod extraction;
pub mod final_demand;
pub mod hummels;
pub mod imports;
pub mod koopman_wang_wei;
mod method;
pub mod miroudot_ye;
pub mod origins;
pub mod own_flow;
mod plan;
pub mod tiva;
pub mod tripartite;
pub mod wang_wei_zhu;
mod world_perimeter;

pub use absorbed_by_importer::AbsorbedByImporter;
pub use borin_mancini::{Approach, BorinMancini};
pub use extraction::{Deliveries, Destinations, Extraction, LosTimmerDeVries};
pub use final_demand::{
    JohnsonNoguera, JohnsonNogueraRatio, ValueAddedInFinalDemand, VaxByFinalStage,
};
pub use hummels::{
    InExportsOfOthers, Vertical, VerticalSpecialisation, VerticalSpecialisationShare,
};
pub use imports::{Imports, IndustryImports};
pub use koopman_wang_wei::KoopmanWangWei;
pub use method::Method;
pub use miroudot_ye::MiroudotYe;
pub use origins::{ContentByDestination, ContentByOrigin, ContentByOriginProducer};
pub use own_flow::{Buyers, OwnFlow, Sellers};
pub use plan::OwnLevel;
pub use tiva::{TivaAmounts, TivaShares};
pub use tripartite::{TripartiteOutput, TripartiteTrade, TripartiteTradeShares};
pub use wang_wei_zhu::WangWeiZhu;
