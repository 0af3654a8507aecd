//! Revealed comparative advantage, in gross exports and in value added.
//!
//! Question answered: does a sector have a larger part in what a country exports than in what the world exports?
//!
//! Sources: Balassa (1965), "Trade Liberalisation and 'Revealed' Comparative Advantage", Manchester School 33(2), 99-123,
//! DOI 10.1111/j.1467-9957.1965.tb00050.x. In value added: Koopman, Wang, Wei (2014), American Economic Review 104(2), 459-494,
//! DOI 10.1257/aer.104.2.459, and Wang, Wei, Zhu (2013), NBER Working Paper 19677, DOI 10.3386/w19677, whose "new RCA" takes domestic value
//! added in exports by sector of origin. Normalised: Yu, Cai, Leung (2009), "The Normalized Revealed Comparative Advantage Index", Annals
//! of Regional Science 43(1), 267-282, DOI 10.1007/s00168-008-0213-3.
//!
//! # Equations
//! For exports e_si of country s and sector i, with e_s, e_i and e their sums:
//! - RCA = (e_si / e_s) / (e_i / e); above 1 is an advantage;
//! - NRCA = e_si / e − e_s e_i / e²; above 0 is an advantage. Comparable over countries and sectors, and of mean zero in both.
//!
//! What counts as exports is [`Trade`]: gross exports E_s*; content by sector of origin V_s^ L_ss E_s*; content by exporting sector
//! V_s L_ss ∘ E_s*. Both contents have the same sum by country, domestic value added in exports of Borin and Mancini.
//!
//! Shapes: countries × sectors; groups of producers are taken together. Unit: a pure number. No row for RCA where the country or the world
//! exports nothing of it, for NRCA where the world exports nothing.
//!
//! # Identities (tested)
//! The mean of RCA over sectors, weighted with world shares, is 1 in every country. NRCA sums to zero over sectors and over countries. Where
//! all countries are alike RCA is 1.

use std::collections::HashMap;

use ndarray::{Array1, Array4};

use super::chains::{Chains, apart, beside, rates};
use super::quotients::By;
use crate::account::ledger::{About, Apart, Ledger, Parts, Term};
use crate::error::Result;
use crate::model::{Weights, WorldModel};

/// In what exports are counted.
#[derive(Debug, Clone, Copy)]
pub enum Trade<'a> {
    /// Gross exports, by exporting sector.
    Gross,
    /// Domestic content of these weights in all exports of a country, by the sector where it arises: forward linkage.
    ByOrigin(&'a Weights),
    /// Domestic content of these weights in the exports of a sector, wherever it arises at home: backward linkage.
    ByExporter(&'a Weights),
}

/// The two indices.
pub const TERMS: [Term; 2] = [
    Term::new(
        "RCA",
        "revealed comparative advantage: share in a country's exports over share in the world's",
        "(e_si / e_s) / (e_i / e)",
    ),
    Term::new(
        "NRCA",
        "normalised revealed comparative advantage: exports beyond those of a neutral point, over world exports",
        "e_si / e − e_s e_i / e²",
    ),
];

impl WorldModel {
    /// Revealed comparative advantage of every country and sector: RCA (Balassa 1965) and NRCA (Yu, Cai, Leung 2009) in this kind of trade.
    ///
    /// ```
    /// # use leontief::label::{Axis, Group, Producers};
    /// # use leontief::table::WorldDraft;
    /// # use leontief::unit::{PriceBasis, Scale, Unit};
    /// # use ndarray::array;
    /// use leontief::account::position::Trade;
    /// # let sectors = Axis::new(["goods", "services"])?;
    /// # let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
    /// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    /// # let table = WorldDraft::new(producers, Axis::new(["final"])?, unit)
    /// #     .flows(ndarray::Array2::zeros((4, 4)))
    /// #     .final_use(array![[50.0, 30.0], [80.0, 10.0], [10.0, 90.0], [30.0, 100.0]])
    /// #     .output(array![80.0, 90.0, 100.0, 130.0])
    /// #     .residual_value_added()
    /// #     .check()?;
    /// // China exports goods for 30 and services for 10, the world for 40 and 40
    /// let index = table.model()?.revealed_advantage(Trade::Gross)?;
    /// assert_eq!(index.exporter("CHN")?.sector("goods")?.term("RCA")?.value()?, 1.5);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the weights do not fit the model, or a country alone is not productive.
    pub fn revealed_advantage(&self, trade: Trade<'_>) -> Result<Ledger<Apart>> {
        let exports = exported(self, trade)?;
        let (sellers, to) = By::CountryAndSector.sellers(self.producers());
        let mut cells: Array1<f64> = Array1::zeros(sellers.len());
        for (value, &cell) in exports.iter().zip(&to) {
            cells[cell] += value;
        }
        let by_country = sums(
            &cells,
            sellers.iter().map(|seller| seller.exporter.as_deref()),
        );
        let by_sector = sums(
            &cells,
            sellers.iter().map(|seller| seller.sector.as_deref()),
        );
        let world = cells.sum();

        let shape = (TERMS.len(), 1, 1, sellers.len());
        let mut values = Array4::zeros(shape);
        let mut undefined = Array4::from_elem(shape, false);
        for (k, cell) in cells.iter().enumerate() {
            let (country, sector) = (by_country[k], by_sector[k]);
            let expected = country * sector;
            match expected == 0.0 || world == 0.0 {
                true => undefined[[0, 0, 0, k]] = true,
                false => values[[0, 0, 0, k]] = cell / country / (sector / world),
            }
            match world == 0.0 {
                true => undefined[[1, 0, 0, k]] = true,
                false => values[[1, 0, 0, k]] = cell / world - country / world * (sector / world),
            }
        }
        let parts = Parts {
            about: about(self, trade),
            sellers,
            importers: None,
            origins: None,
            terms: TERMS.to_vec(),
            home: true,
            values,
        };
        Ledger::with_undefined(parts, Some(undefined))
    }
}

/// e by producer.
fn exported(model: &WorldModel, trade: Trade<'_>) -> Result<Array1<f64>> {
    let chains = Chains::new(model)?;
    match trade {
        Trade::Gross => Ok(chains.exports),
        Trade::ByOrigin(weights) => {
            let rates = rates(model, weights)?;
            let [made] = apart(&chains.local(&beside([chains.exports.view()]))?);
            Ok(made * rates)
        }
        Trade::ByExporter(weights) => {
            let rates = rates(model, weights)?;
            let [content] = apart(&chains.row_local(&beside([rates.view()]))?);
            Ok(content * &chains.exports)
        }
    }
}

/// For every cell the sum of all cells with the same label.
fn sums<'s>(
    cells: &Array1<f64>,
    labels: impl Iterator<Item = Option<&'s str>> + Clone,
) -> Vec<f64> {
    let mut sums: HashMap<Option<&str>, f64> = HashMap::new();
    for (cell, label) in cells.iter().zip(labels.clone()) {
        *sums.entry(label).or_default() += cell;
    }
    labels.map(|label| sums[&label]).collect()
}

fn about(model: &WorldModel, trade: Trade<'_>) -> About {
    let (method, measure) = match trade {
        Trade::Gross => (
            "Balassa (1965), revealed comparative advantage",
            "gross exports",
        ),
        Trade::ByOrigin(weights) => (
            "Koopman, Wang, Wei (2014), revealed comparative advantage by sector of origin",
            weights.name(),
        ),
        Trade::ByExporter(weights) => (
            "Koopman, Wang, Wei (2014), revealed comparative advantage by exporting sector",
            weights.name(),
        ),
    };
    About {
        method: method.to_owned(),
        measure: measure.to_owned(),
        unit: "ratio".to_owned(),
        ..About::of_world(model.table())
    }
}
