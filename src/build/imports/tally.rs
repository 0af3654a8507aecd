//! Records of imports added up by product and end use.

use std::collections::HashMap;

use super::end_use::EndUse;
use super::shares::{EndUseMix, EndUseShares};
use crate::build::unmapped::{Aside, Unmapped, UnmappedCode};
use crate::error::Result;
use crate::label::{Axis, Concordance, Product, Sector};
use crate::read::ExactAmount;

/// Import records added up by sector and end use, one at a time; sums are exact and do not depend on the order of records.
///
/// A record goes to sectors through a [`Concordance`] of its product code and to an end use through its category of BEC Rev. 4
/// ([`EndUse::of_bec4`]). Codes that are not mapped are listed with their value.
///
/// ```
/// use leontief::build::{EndUseMix, EndUseTally, Unmapped};
/// use leontief::label::Concordance;
///
/// let concordance = Concordance::evenly([("870323", "cars"), ("870840", "cars")])?;
/// let mut tally = EndUseTally::new(&concordance)
///     .category("51", EndUseMix { intermediate: 0.0, consumption: 0.7, capital: 0.3 })?;
/// tally.add("870323", "51", "60".parse()?);
/// tally.add("870840", "53", "40".parse()?);
/// let shares = tally.finish(Unmapped::Refuse)?.shares()?;
/// let cars = shares.of("cars")?.unwrap();
/// assert!((cars.consumption - 0.42).abs() < 1e-12 && (cars.intermediate - 0.4).abs() < 1e-12);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct EndUseTally<'a> {
    concordance: &'a Concordance<Product, Sector>,
    categories: HashMap<String, EndUseMix>,
    cells: Vec<[ExactAmount; 3]>,
    aside: Aside,
}

impl<'a> EndUseTally<'a> {
    /// An empty tally.
    #[must_use]
    pub fn new(concordance: &'a Concordance<Product, Sector>) -> Self {
        Self {
            concordance,
            categories: HashMap::new(),
            cells: vec![[ExactAmount::default(); 3]; concordance.target().len()],
            aside: Aside::default(),
        }
    }

    /// Where a category goes that [`EndUse::of_bec4`] leaves open (motor spirit, passenger cars), or that is to go elsewhere.
    ///
    /// # Errors
    /// If the parts are not shares that sum to one.
    pub fn category(mut self, code: &str, mix: EndUseMix) -> Result<Self> {
        let mix = mix.checked(&format!("the category `{code}`"))?;
        self.categories.insert(code.to_owned(), mix);
        Ok(self)
    }

    /// Adds a record: its product code, its category and its value.
    pub fn add(&mut self, product: &str, category: &str, value: ExactAmount) {
        self.aside.seen(value);
        let at = self.concordance.source().find(product);
        let given = self.categories.get(category).copied();
        let mix = given.or_else(|| EndUse::of_bec4(category).map(EndUseMix::only));
        let (Some(at), Some(mix)) = (at, mix) else {
            let codes = [
                ("product", at.is_some(), product),
                ("category", mix.is_some(), category),
            ];
            self.aside.set_apart(value, codes);
            return;
        };
        let parts = value.divided(self.concordance.to(at).map(|(_, weight)| weight));
        for ((sector, _), part) in self.concordance.to(at).zip(parts) {
            let shares = EndUse::ALL.map(|end_use| mix.of(end_use));
            let ends = divided(part, shares);
            for (cell, end) in self.cells[sector.get()].iter_mut().zip(ends) {
                *cell += end;
            }
        }
    }

    /// The codes that are not mapped so far, the largest first.
    #[must_use]
    pub fn unmapped(&self) -> Vec<UnmappedCode> {
        self.aside.listed()
    }

    /// Imports by sector and end use.
    ///
    /// # Errors
    /// If there are unmapped codes and they are to be refused.
    pub fn finish(self, choice: Unmapped) -> Result<EndUseTrade> {
        let hint = "map the codes (`category` for those of BEC), or keep their records apart";
        let unmapped = self.aside.accepted(choice, "import records", hint)?;
        Ok(EndUseTrade {
            sectors: self.concordance.target().clone(),
            cells: self.cells,
            unmapped,
            apart: self.aside.apart,
            total: self.aside.total,
        })
    }
}

/// Parts without those of weight zero, which must not take what rounding leaves.
fn divided(value: ExactAmount, shares: [f64; 3]) -> [ExactAmount; 3] {
    let taking: Vec<usize> = (0..3).filter(|&at| shares[at] > 0.0).collect();
    let parts = value.divided(taking.iter().map(|&at| shares[at]));
    let mut ends = [ExactAmount::default(); 3];
    for (at, part) in taking.into_iter().zip(parts) {
        ends[at] = part;
    }
    ends
}

/// Imports by sector and end use, and what could not be placed.
#[derive(Debug, Clone)]
pub struct EndUseTrade {
    sectors: Axis<Sector>,
    cells: Vec<[ExactAmount; 3]>,
    unmapped: Vec<UnmappedCode>,
    apart: ExactAmount,
    total: ExactAmount,
}

impl EndUseTrade {
    /// The imports of a sector's products for an end use.
    ///
    /// # Errors
    /// If there is no such sector.
    pub fn value(&self, sector: &str, end_use: EndUse) -> Result<ExactAmount> {
        let at = self.sectors.at(sector)?;
        Ok(self.cells[at.get()][end_use.position()])
    }

    /// Shares by end use, to be edited; none where a sector has no imports.
    ///
    /// # Errors
    /// If corrections make the imports of a sector for an end use negative.
    pub fn shares(&self) -> Result<EndUseShares> {
        let mut shares = EndUseShares::new(&self.sectors);
        for (sector, cells) in self.sectors.codes().iter().zip(&self.cells) {
            let values = cells.map(ExactAmount::to_f64);
            let sum: f64 = values.iter().sum();
            if values != [0.0; 3] {
                let mix = EndUseMix::from_values(values.map(|value| value / sum));
                shares = shares.with(sector, mix)?;
            }
        }
        Ok(shares)
    }

    /// Codes that were not mapped, the largest first.
    #[must_use]
    pub fn unmapped(&self) -> &[UnmappedCode] {
        &self.unmapped
    }

    /// The value of records that were kept apart; each counts once.
    #[must_use]
    pub fn apart(&self) -> ExactAmount {
        self.apart
    }

    /// The value of all records.
    #[must_use]
    pub fn total(&self) -> ExactAmount {
        self.total
    }
}
