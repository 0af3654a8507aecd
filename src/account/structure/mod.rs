//! Exact decompositions of a change between two years: how much of it is due to what.
//!
//! Questions answered: value added, output, income or exports have changed, and with them bilateral balances. How much of the change comes
//! from value-added rates, from technology, from where inputs and final goods are bought, from the level and the mix of final demand, and,
//! of income, from who owns it?
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
//! With ŵ rates per unit of output, Ω_k owners' shares of component k of value added and v_k its rates, B = (I − A)⁻¹, Y final use by
//! absorbing country:
//!
//! | outcome | cells | factors |
//! |---|---|---|
//! | [`Outcome::Absorbed`], [`Outcome::AbsorbedIn`] | ŵ B Y, producer × absorber | rates, inputs, final demand |
//! | [`Outcome::Income`] | Σ_k Ω_k v̂_k B Y, owner × absorber | ownership, value-added rates (together: rates), inputs, final demand |
//! | [`Outcome::Output`] | B Y, producer × absorber | inputs, final demand |
//! | [`Outcome::Exports`] | A_sr x_r + Y_sr, producer × importer | inputs, output, final demand |
//!
//! Inputs divide further into technology and sourcing, final demand into level, mix and sourcing: see [`Factor`]. Balances are linear in the
//! cells: both flows are decomposed and subtracted, [`Change::balances`].
//!
//! # Income
//! Ownership is that of the two models ([`WorldModel::with_income`](crate::model::WorldModel::with_income)), and one more factor: who owns
//! what is earned, against how much of each component (pay, taxes, capital income) is earned per unit of output. A mixed state
//! has Ω_k of one year and v_k of the other, from shares and rates and not from amounts.
//!
//! ```
//! # use leontief::label::{Axis, Group, Producers};
//! # use leontief::table::{IncomeShares, WorldDraft};
//! # use leontief::unit::{PriceBasis, Scale, Unit};
//! # use ndarray::array;
//! use leontief::account::income::Owners;
//! use leontief::account::structure::{Factor, Outcome, Structure};
//! # let sectors = Axis::new(["goods"])?;
//! # let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
//! # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
//! # let table = WorldDraft::new(producers, Axis::new(["final"])?, unit)
//! #     .flows(array![[30.0, 10.0], [5.0, 40.0]])
//! #     .final_use(array![[50.0, 10.0], [5.0, 50.0]])
//! #     .output(array![100.0, 100.0])
//! #     .residual_value_added()
//! #     .check()?;
//! # let owned = |american: f64| {
//! #     let shares = array![[1.0 - american, 0.0], [american, 1.0]];
//! #     let income = IncomeShares::in_world_alike(&table, Axis::new(["CHN", "USA"])?, shares)?;
//! #     table.model()?.with_income(income)
//! # };
//! // Americans buy a tenth of China's producers, and nothing else changes
//! let (first, second) = (owned(0.0)?, owned(0.1)?);
//! let change = first.change_to(&second, &Structure::of(Outcome::Income(Owners::all())))?;
//! let balance = change.balances()?.contributions().exporter("USA")?.importer("CHN")?;
//! let bought = balance.term(Factor::Ownership.code())?.total();
//! assert!(bought > 0.0 && (bought - balance.total()).abs() < 1e-12);
//! # Ok::<(), leontief::Error>(())
//! ```
//!
//! # Averages
//! The order in which factors change matters; an average over orders does not depend on it, see [`Averaging`]. Factors are taken as
//! independent: a producer's rates and input coefficients, which add up to one in both years, do not in a mixed state.
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
//! (factors within the inverse). Ownership is not from these sources: it is one more factor of the same product.
//!
//! # Identities (tested)
//! Contributions add up to the change in every cell, checked at run time against the size of the largest cell; exchanging the years turns
//! the sign; two-polar and Shapley agree for two factors; a change of one factor alone is that factor's.
//!
//! Of income by Shapley or two polar orders: over all owners ownership contributes nothing, and every other factor what it contributes to
//! value added. Contributions by component add up to those of all income, by the logarithmic mean too where ownership stands apart.
//! Ownership and value-added rates contribute together what rates do in one: in two polar orders that list them side by side, and by the
//! logarithmic mean of positive cells where value added is one component; not in general by Shapley.

mod averages;
mod change;
mod compare;
mod evaluate;
mod factor;
mod finals;
mod incomes;
mod inputs;
mod log_mean;
mod log_mean_cells;
mod outcome;
mod sums;

pub use averages::Averaging;
pub use change::Change;
pub use factor::Factor;
pub use log_mean::Treated;
pub use outcome::{Outcome, Structure};
