//! Production-, consumption- and trade-based accounts of anything that producers cause or earn: value added, jobs, CO2, energy.
//!
//! Questions answered: how much arises in a country, how much arises anywhere for its final use, and what do bilateral flows of trade
//! contain in jobs or emissions?
//!
//! Sources: Peters (2008), "From Production-Based to Consumption-Based National Emission Inventories", Ecological Economics 65(1), 13-23, for
//! the accounts and for emissions embodied in bilateral trade; Peters, Hertwich (2008), Climatic Change 86, 51-66. DOI
//! 10.1016/j.ecolecon.2007.10.014 and 10.1007/s10584-007-9280-1.
//!
//! With w per unit of output and h what final users cause directly:
//! - production-based `w_s x_s + h_s`; consumption-based `w B Y_.s + h_s`;
//! - content of trade of s with r, three versions, each under its own name:
//!   [`TradeContent::MultiRegion`] `w_s (BY)_sr`: arises in s for final use in r, whichever way it goes;
//!   [`TradeContent::BilateralTrade`] `w_s L_ss E_sr`: arises in s for its exports to r, whatever becomes of them (emissions embodied in
//!   bilateral trade);
//!   [`TradeContent::ImporterTechnology`] `w_r L_rr E_sr`: what r would have caused at home to make its imports from s itself, by the
//!   domestic technology of r (imports by sector code).
//!
//! # Identities (tested)
//! Over all countries production and consumption are equal; production less consumption is the sum of the multi-region balances; all
//! bilateral exports and own final use, `Σ_r w_s L_ss E_sr + w_s L_ss Y_ss`, add up to `w_s x_s`; balances are antisymmetric.

use std::collections::HashMap;

use ndarray::{Array1, Array4};

use super::ledger::{About, Ledger, Parts, Seller, Term};
use crate::error::{Error, Result};
use crate::label::Ix;
use crate::model::{Measure, Weights, WorldModel};

/// How the content of trade is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TradeContent {
    /// By country of origin and of final use, along all chains.
    MultiRegion,
    /// By exporter and importer, with the exporter's domestic technology.
    BilateralTrade,
    /// By exporter and importer, with the importer's domestic technology: what it avoids by importing.
    ImporterTechnology,
}

impl TradeContent {
    const fn name(self) -> &'static str {
        match self {
            Self::MultiRegion => "content of final use, multi-region, w_s (BY)_sr",
            Self::BilateralTrade => {
                "content of bilateral trade, exporter's technology, w_s L_ss E_sr"
            }
            Self::ImporterTechnology => {
                "content of bilateral trade, importer's technology, w_r L_rr E_sr"
            }
        }
    }
}

/// The accounts of a country.
pub const ACCOUNTS: [Term; 6] = [
    Term::new("PRODUCTION", "arises in the country", "w_s x_s + h_s"),
    Term::new(
        "CONSUMPTION",
        "arises anywhere for final use in the country",
        "w B Y_.s + h_s",
    ),
    Term::new(
        "DIRECT",
        "caused by final users themselves, in both accounts",
        "h_s",
    ),
    Term::new(
        "EXPORTED",
        "arises in the country for final use abroad",
        "Σ_{r≠s} w_s (BY)_sr",
    ),
    Term::new(
        "IMPORTED",
        "arises abroad for final use in the country",
        "Σ_{r≠s} w_r (BY)_rs",
    ),
    Term::new(
        "BALANCE",
        "exported less imported: production less consumption",
        "EXPORTED − IMPORTED",
    ),
];

/// Content of trade between two countries.
pub const TRADE: [Term; 3] = [
    Term::new("EXPORTS", "content of exports to the partner", "C_sr"),
    Term::new("IMPORTS", "content of imports from the partner", "C_rs"),
    Term::new(
        "BALANCE",
        "content of exports less content of imports",
        "C_sr − C_rs",
    ),
];

impl WorldModel {
    /// Production- and consumption-based accounts of every country. A measure that is an extension brings what final users cause directly.
    /// The terms overlap; `EXPORTED`, `IMPORTED` and `BALANCE` are without direct causes.
    ///
    /// # Errors
    /// If the table does not have what the measure names, or the economy is not productive.
    pub fn accounts(&self, measure: &Measure) -> Result<Ledger> {
        let weights = self.weights(measure)?;
        let rates = weights.rates();
        let absorption = self.absorption()?;
        let direct = self.direct(measure)?;
        let countries = self.ranges().len();
        let absorbed = |t: usize, d: usize| -> f64 {
            let range = self.ranges()[t].clone();
            range.map(|i| rates[i] * absorption.by[[i, d]]).sum()
        };
        let output = self.table().output();
        let mut values = Array4::zeros((ACCOUNTS.len(), 1, 1, countries));
        for s in 0..countries {
            let others = || (0..countries).filter(move |&r| r != s);
            let made: f64 = self.ranges()[s].clone().map(|i| rates[i] * output[i]).sum();
            let exported: f64 = others().map(|r| absorbed(s, r)).sum();
            let imported: f64 = others().map(|r| absorbed(r, s)).sum();
            let used = absorbed(s, s) + imported;
            let figures = [
                made + direct[s],
                used + direct[s],
                direct[s],
                exported,
                imported,
                exported - imported,
            ];
            for (k, figure) in figures.into_iter().enumerate() {
                values[[k, 0, 0, s]] = figure;
            }
        }
        let codes = self.countries().codes();
        Ledger::new(Parts {
            about: about(
                self,
                "production- and consumption-based accounts (Peters 2008)",
                &weights,
            ),
            sellers: codes.iter().map(|code| Seller::country(code)).collect(),
            importers: None,
            origins: None,
            terms: ACCOUNTS.to_vec(),
            home: false,
            values,
        })
    }

    /// The content of every bilateral flow of trade and its balance, in any weights.
    ///
    /// # Errors
    /// If the economy is not productive, or the importer's technology is asked for and a sector of the exporter does not exist in the
    /// importing country.
    pub fn content_of_trade(&self, version: TradeContent, weights: &Weights) -> Result<Ledger> {
        self.require_weights(weights)?;
        let countries = self.ranges().len();
        let mut values = Array4::zeros((TRADE.len(), 1, countries, countries));
        for s in 0..countries {
            for r in (0..countries).filter(|&r| r != s) {
                let content = self.content_of_flow(version, weights, s, r)?;
                values[[0, 0, r, s]] = content;
                values[[1, 0, s, r]] = content;
                values[[2, 0, r, s]] += content;
                values[[2, 0, s, r]] -= content;
            }
        }
        let codes = self.countries().codes();
        Ledger::new(Parts {
            about: about(self, version.name(), weights),
            sellers: codes.iter().map(|code| Seller::country(code)).collect(),
            importers: Some(codes.to_vec()),
            origins: None,
            terms: TRADE.to_vec(),
            home: false,
            values,
        })
    }

    fn content_of_flow(
        &self,
        version: TradeContent,
        weights: &Weights,
        s: usize,
        r: usize,
    ) -> Result<f64> {
        let rates = weights.rates();
        let from = self.ranges()[s].clone();
        match version {
            TradeContent::MultiRegion => {
                let absorption = self.absorption()?;
                Ok(from.map(|i| rates[i] * absorption.by[[i, r]]).sum())
            }
            TradeContent::BilateralTrade => {
                let exports = self.exports();
                let row: Array1<f64> = from.clone().map(|i| rates[i]).collect();
                let multipliers = self.locals()?.row_times(s, row.view());
                Ok(from
                    .zip(multipliers)
                    .map(|(i, m)| m * exports[[i, r]])
                    .sum())
            }
            TradeContent::ImporterTechnology => {
                let exports = self.exports();
                let made: Array1<f64> = self.ranges()[r].clone().map(|i| rates[i]).collect();
                let multipliers = self.locals()?.row_times(r, made.view());
                let by_sector = self.averages_by_sector(r, &multipliers);
                let mut content = 0.0;
                for i in from {
                    let amount = exports[[i, r]];
                    if amount == 0.0 {
                        continue;
                    }
                    let key = self.producers().key(Ix::new(i));
                    content += amount
                        * by_sector.get(key.sector).copied().ok_or_else(|| {
                            Error::label(format!(
                                "{} imports `{}` from {} but has no such sector to make it with",
                                self.countries().codes()[r],
                                key.sector,
                                key.country
                            ))
                            .hint("aggregate both countries to common sectors first")
                        })?;
                }
                Ok(content)
            }
        }
    }

    /// Multipliers by sector of one country, averaged over its groups by output.
    fn averages_by_sector(&self, r: usize, multipliers: &Array1<f64>) -> HashMap<&str, f64> {
        let output = self.table().output();
        let mut sums: HashMap<&str, (f64, f64, f64, f64)> = HashMap::new();
        for (k, i) in self.ranges()[r].clone().enumerate() {
            let key = self.producers().key(Ix::new(i));
            let sum = sums.entry(key.sector).or_default();
            sum.0 += output[i] * multipliers[k];
            sum.1 += output[i];
            sum.2 += multipliers[k];
            sum.3 += 1.0;
        }
        let average = |(weighted, output, plain, count): (f64, f64, f64, f64)| match output > 0.0 {
            true => weighted / output,
            false => plain / count,
        };
        sums.into_iter()
            .map(|(sector, sum)| (sector, average(sum)))
            .collect()
    }

    /// What final users of each country cause themselves.
    fn direct(&self, measure: &Measure) -> Result<Array1<f64>> {
        let table = self.table();
        let categories = table.final_uses().len();
        let mut direct = Array1::zeros(table.countries().len());
        if let Measure::Extension(code) = measure {
            let row = table.extensions().at(code)?.get();
            for (k, amount) in table.extension_finals().row(row).iter().enumerate() {
                direct[k / categories] += amount;
            }
        }
        Ok(direct)
    }
}

fn about(model: &WorldModel, method: &str, weights: &Weights) -> About {
    About {
        method: method.to_owned(),
        measure: weights.name().to_owned(),
        unit: weights.unit().to_owned(),
        ..About::of_world(model.table())
    }
}
