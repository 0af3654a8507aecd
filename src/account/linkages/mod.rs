//! Multipliers, linkages and prices: how producers hang together.
//!
//! Everything here starts from [`Linkages`], which [`Model::linkages`](crate::model::Model::linkages) and
//! [`WorldModel::linkages`](crate::model::WorldModel::linkages) give.
//!
//! | question | call |
//! |---|---|
//! | output, income, value added, jobs per unit of final demand; with households that spend what they earn | [`Linkages::multipliers`], [`Linkages::multipliers_with`] |
//! | power and sensitivity of dispersion, from B and from the Ghosh inverse; how even they are | [`Linkages::dispersion`], [`Linkages::variation`] |
//! | direct linkages | [`Linkages::direct_linkages`] |
//! | what the economy loses without a producer, or without its purchases or sales | [`Linkages::extraction`], [`Linkages::extraction_of_each`] |
//! | output that primary inputs set going | [`Linkages::supply_driven`], [`Linkages::forward_multipliers`] |
//! | prices after costs have risen | [`Linkages::prices`] |
//! | tariffs: prices, cumulative rates, costs in exports, the bill | [`WorldModel::tariffs`](crate::model::WorldModel::tariffs) |
//!
//! Z: flows of inputs, x: output, A = Z x̂⁻¹, B = (I − A)⁻¹, u: a vector of ones. In a national model these are the domestic flows.

pub mod dispersion;
mod economy;
pub mod extraction;
pub mod ghosh;
pub mod households;
pub mod multipliers;
pub mod prices;
pub mod tariff_effects;
pub mod tariffs;

pub use economy::Linkages;
pub use extraction::{Extraction, Extractions};
pub use households::{Households, Spending};
pub use multipliers::Multipliers;
pub use prices::{PassThrough, Prices};
pub use tariff_effects::{Duty, TariffEffects, TariffOptions};
pub use tariffs::{TariffUse, Tariffs};
