//! Where producers stand in the world's chains, how long the chains are, and how much of production and trade is part of them.
//!
//! | question | file | result |
//! |---|---|---|
//! | how far from final use, how far from primary inputs? | [`upstreamness`] | stages |
//! | how many steps from one producer to another? | [`propagation`] | stages, supplier × user |
//! | how long are chains at home, in traditional trade, across borders? | [`lengths`] | stages, position index |
//! | which part of value added, or of final output, crosses borders in production? | [`production`] | amounts that add up |
//! | the same between groups of producers, foreign-owned or not | [`ownership`] | amounts that add up |
//! | what share of exports or of value added is that? | [`participation`] | shares, each definition under its own name |
//! | in which sectors is a country strong? | [`advantage`] | ratios |
//!
//! # Notation
//! A^D: coefficients of inputs from home (the diagonal blocks), A^F: of inputs from abroad, A = A^D + A^F; L = (I − A^D)⁻¹, block by
//! block L_ss; B = (I − A)⁻¹. y: final output of each producer, y^L for use at home, y^E abroad. X: output. V: value-added rates, or any
//! other [`Weights`](crate::model::Weights). "∘" is the product element by element, u a vector of ones.
//!
//! # Computation
//! Nothing here makes an n × n array unless it says so: B times a column or row is a solve with the model's factor, L is applied country
//! by country, and A^D and A^F are read from the flows of the table.

pub mod advantage;
mod chains;
pub mod lengths;
pub mod ownership;
pub mod participation;
pub mod production;
pub mod propagation;
mod quotients;
pub mod upstreamness;

pub use advantage::Trade;
pub use production::Direction;
pub use propagation::PropagationLengths;
pub use quotients::By;
pub use upstreamness::Inventories;
