//! Exact decompositions of a change between two years: how much of it is due to what.
//!
//! Questions answered: value added, output, income or exports have changed, and with them bilateral balances. How much of the change comes
//! from value-added rates, from technology, from where inputs and final goods are bought, from the level and the mix of final demand?
//!
//! ```
//! # use leontief::label::{Axis, Group, Producers};
//! # use leontief::table::WorldDraft;
//! # use leontief::unit::{PriceBasis, Scale, Unit};
//! # use ndarray::array;
//! use leontief::account::structure::{Averaging, Factor, Outcome, Structure};
//! use leontief::model::Measure;
//! # let table = |chinese: f64| {
//! #     let sectors = Axis::new(["goods"])?;
//! #     let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
//! #     let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
//! #     WorldDraft::new(producers, Axis::new(["final"])?, unit)
//! #         .flows(array![[30.0, 10.0], [5.0, 40.0]])
//! #         .final_use(array![[50.0, chinese], [5.0, 50.0]])
//! #         .output(array![90.0 + chinese, 100.0])
//! #         .residual_value_added()
//! #         .check()
//! # };
//! # let (first, second) = (table(10.0)?.model()?, table(15.0)?.model()?);
//! let question = Structure::of(Outcome::Absorbed(Measure::ValueAdded))
//!     .factors([Factor::Rates, Factor::Inputs, Factor::FinalDemand])
//!     .averaging(Averaging::Shapley);
//! let change = first.change_to(&second, &question)?;
//! assert!((change.contributions().total() - change.change().total()).abs() < 1e-10);
//! // the bilateral balances in value added, decomposed alike
//! let balance = change.balances()?.contributions().exporter("CHN")?.importer("USA")?;
//! assert_eq!(balance.rows().count(), 3);
//! # Ok::<(), leontief::Error>(())
//! ```
//!
//! # Outcomes
//! With ŵ rates per unit of output, B = (I − A)⁻¹, Y final use by absorbing country:
//!
//! | outcome | cells | factors |
//! |---|---|---|
//! | [`Outcome::Absorbed`], [`Outcome::AbsorbedIn`] | ŵ B Y, producer × absorber | rates, inputs, final demand |
//! | [`Outcome::Income`] | W B Y, owner × absorber | the same, W for all owners at once |
//! | [`Outcome::Output`] | B Y, producer × absorber | inputs, final demand |
//! | [`Outcome::Exports`] | A_sr x_r + Y_sr, producer × importer | inputs, output, final demand |
//!
//! Inputs divide further into technology and sourcing, final demand into level, mix and sourcing: see [`Factor`]. Balances are linear in the
//! cells: both flows are decomposed and subtracted, [`Change::balances`].
//!
//! # Averages
//! The order in which factors change matters; an average over orders does not depend on it, see [`Averaging`].
//!
//! # Prices
//! Two tables at current prices differ in prices too. Use tables in the prices of one year; otherwise every contribution holds a price effect,
//! and rates and coefficients in value move with relative prices. Notes of the results say so.
//!
//! # Source
//! Dietzenbacher, Los (1998), "Structural Decomposition Techniques: Sense and Sensitivity", Economic Systems Research 10(4), 307-324
//! (orders, two polar forms); Shapley (1953) and Albrecht, François, Schoors (2002), Energy Policy 30(9), 727-736 (mean of all orders);
//! Ang, Liu (2001), Energy 26(6), 537-548 and Ang, Liu (2007), Energy Policy 35(1), 238-246 (logarithmic mean, zeros); Xu, Dietzenbacher
//! (2014), Ecological Economics 101, 10-20 (technology apart from sourcing, in trade); Muradov (2021), Journal of Economic Structures 10:16
//! (factors within the inverse).
//!
//! # Identities (tested)
//! Contributions add up to the change in every cell, checked at run time against the size of the largest cell; exchanging the years turns
//! the sign; two-polar and Shapley agree for two factors; a change of one factor alone is that factor's.

mod averages;
mod change;
mod compare;
mod evaluate;
mod factor;
mod finals;
mod inputs;
mod log_mean;
mod log_mean_cells;
mod outcome;
mod sums;

pub use averages::Averaging;
pub use change::Change;
pub use factor::Factor;
pub use log_mean::Treated;
pub use outcome::{Outcome, OwnerRates, Structure};
