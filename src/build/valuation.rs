//! Price bases of exports: CIF to FOB, and FOB to basic prices.
//!
//! An importer's record includes freight and insurance between the two borders: `FOB = CIF / (1 + τ)`. An exporter's FOB
//! record includes what inland trade and transport earned: at basic prices this part of a good's value belongs to the margin
//! industries, so that the total stands and the industries change.

use ndarray::Array1;

use crate::error::{Error, Result};
use crate::label::{Producers, TradeKind};
use crate::table::Exports;
use crate::unit::PriceBasis;

/// Exports recorded CIF by the importer, at FOB value: `FOB = CIF / (1 + τ)` for goods and re-exports. τ is the rate of
/// freight and insurance over the FOB value.
///
/// # Errors
/// If the exports are not CIF, or the rate is not a number of at least 0.
pub fn cif_to_fob(exports: &Exports, freight_and_insurance: f64) -> Result<Exports> {
    require_basis(exports, PriceBasis::Cif)?;
    if !(freight_and_insurance.is_finite() && freight_and_insurance >= 0.0) {
        return Err(Error::parameter(
            "the rate of freight and insurance must be a number of at least 0",
        )
        .found(freight_and_insurance));
    }
    let factor = 1.0 / (1.0 + freight_and_insurance);
    Ok(
        exports.mapped(exports.unit().at(PriceBasis::Fob), |kind, amounts| {
            if is_merchandise(kind) {
                &amounts * factor
            } else {
                amounts.to_owned()
            }
        }),
    )
}

/// The industries that earn margins on exported goods, and their shares in them.
///
/// ```
/// # use leontief::label::{Axis, Producers, TradeKind};
/// # use leontief::table::Exports;
/// # use leontief::unit::{PriceBasis, Scale, Unit};
/// use leontief::build::{MarginIndustries, fob_to_basic};
/// use ndarray::array;
///
/// let producers = Producers::whole("CHN", &Axis::new(["C26", "G46", "H49"])?)?;
/// let fob = Exports::new(&producers, Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Fob))
///     .with("USA", TradeKind::Goods, array![100.0, 0.0, 0.0])?;
/// let margins = MarginIndustries::new(&producers, &[("G46", 0.8), ("H49", 0.2)])?;
/// let basic = fob_to_basic(&fob, &array![0.15, 0.0, 0.0], &margins)?;
/// assert_eq!(basic.by_producer(), array![85.0, 12.0, 3.0]);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct MarginIndustries(Array1<f64>);

impl MarginIndustries {
    /// (sector code, share) pairs; shares add up to 1.
    ///
    /// # Errors
    /// If a sector is unknown or doubled, or the shares are negative or do not add up to 1.
    pub fn new(producers: &Producers, shares: &[(&str, f64)]) -> Result<Self> {
        let sectors = producers.only_block()?.sectors();
        let mut all = Array1::zeros(producers.len());
        for &(code, share) in shares {
            let at = sectors.at(code)?.get();
            if !(share > 0.0 && share <= 1.0) || all[at] != 0.0 {
                return Err(
                    Error::parameter(format!("the share of margins earned by `{code}`"))
                        .expected("one share above 0 and at most 1")
                        .found(share),
                );
            }
            all[at] = share;
        }
        let sum = all.sum();
        if (sum - 1.0_f64).abs() > 1e-9 {
            return Err(
                Error::parameter("the shares of the margin industries do not add up to 1")
                    .found(sum),
            );
        }
        Ok(Self(all))
    }
}

/// Goods at FOB value, at basic prices: of every producer's goods the part `margin_rates` (over the FOB value) moves to the
/// margin industries. The total stands. Services stay as they are.
///
/// # Errors
/// If the exports are not FOB, or there is not one rate in 0 to 1 per producer.
pub fn fob_to_basic(
    exports: &Exports,
    margin_rates: &Array1<f64>,
    margins: &MarginIndustries,
) -> Result<Exports> {
    require_basis(exports, PriceBasis::Fob)?;
    let producers = exports.producers();
    if margin_rates.len() != producers.len() || margins.0.len() != producers.len() {
        return Err(Error::shape("the margin rates do not fit the exports")
            .expected(format!("{} producers", producers.len()))
            .found(margin_rates.len()));
    }
    for (j, &rate) in margin_rates.indexed_iter() {
        if !(0.0..=1.0).contains(&rate) {
            return Err(
                Error::parameter(format!("the margin rate of {}", producers.label(j)))
                    .expected("a share of the FOB value, 0 to 1")
                    .found(rate),
            );
        }
    }
    Ok(
        exports.mapped(exports.unit().at(PriceBasis::Basic), |kind, amounts| {
            if !is_merchandise(kind) {
                return amounts.to_owned();
            }
            let moved = &amounts * margin_rates;
            let total = moved.sum();
            &amounts - &moved + &margins.0 * total
        }),
    )
}

fn is_merchandise(kind: TradeKind) -> bool {
    matches!(kind, TradeKind::Goods | TradeKind::ReExports)
}

fn require_basis(exports: &Exports, basis: PriceBasis) -> Result<()> {
    if exports.unit().prices() == basis {
        return Ok(());
    }
    Err(Error::unit("the exports are on another price basis")
        .expected(basis)
        .found(exports.unit().prices()))
}
