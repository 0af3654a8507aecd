//! Supply and use tables, and the symmetric tables made from them.
//!
//! Question answered: which product needs which product (or which industry needs which industry), when what is observed is what
//! industries make (supply S, product × industry) and what they use (U)? With industry output g = S' 1 and product output
//! q = S 1, each assumption is one transformation T:
//!
//! | model | assumption | T | table | negatives |
//! |---|---|---|---|---|
//! | A | each product has its own technology | S⁻¹ q̂ | product × product: U T, W T, Y | possible |
//! | B | each industry has its own technology | ĝ⁻¹ S' | product × product: U T, W T, Y | none from T |
//! | C | each industry has its own sales structure | ĝ S⁻¹ | industry × industry: T U, W, T Y | possible |
//! | D | each product has its own sales structure | S' q̂⁻¹ | industry × industry: T U, W, T Y | none from T |
//!
//! W are primary inputs by industry, Y final uses and exports by product. In all four T keeps totals: A and B keep the sums of
//! rows of U and W, C and D the sums of columns of U and Y. A and C need as many products as industries and an invertible S.
//! Imported uses go through T only where columns change (A and B); their rows stay imported products in all models.
//!
//! Source: Eurostat (2008), Eurostat Manual of Supply, Use and Input-Output Tables, chapter 11.

mod construct;
mod draft;
mod invert;
mod problems;
mod symmetric;

pub use construct::Construct;
pub use draft::{SupplyUse, SupplyUseDraft};
pub use symmetric::{NegativeCell, Symmetric};
