//! Bilateral balances of a world table: gross, in value added, and what divides one from the other.
//!
//! Question answered: how large is the balance of each country with each other in gross exports and in value added, and which content of
//! the two flows makes the difference?
//!
//! A bilateral balance in value added is not one number, so that each has its name:
//! - `VAX_BALANCE`: value added of s absorbed in r less value added of r absorbed in s, by final absorption (Johnson, Noguera 2012,
//!   Journal of International Economics 86(2), 224-236, DOI 10.1016/j.jinteco.2011.10.003);
//! - `DVA_BALANCE`: domestic value added in the exports of s to r less that in the exports of r to s, by the flows themselves (Borin, Mancini
//!   2023, source; equal to the national tables' V L E and to what Li, Chen, Duan and Zhu 2019 compare).
//!
//! `GROSS_BALANCE = DVA_BALANCE + DDC_BALANCE + FVA_BALANCE + FDC_BALANCE + OTH_BALANCE`.
//!
//! # Identities (tested)
//! Every balance is antisymmetric and sums to zero over the world; the sum over partners is the same gross and by final absorption (the
//! trade balance) where value added is all that is not an input.

use ndarray::Array4;

use crate::account::decompose::borin_mancini::STANDARD;
use crate::account::decompose::{Approach, BorinMancini};
use crate::account::ledger::{About, Column, Parts, Seller, Term};
use crate::account::{Ledger, Level};
use crate::error::Result;
use crate::model::{Measure, WorldModel};

/// The balances of a country with a partner.
pub const BALANCES: [Term; 7] = [
    Term::new(
        "GROSS_BALANCE",
        "gross exports less gross imports",
        "u'E_sr − u'E_rs",
    ),
    Term::new(
        "VAX_BALANCE",
        "value added by final absorption (Johnson-Noguera)",
        "V_s (BY)_sr − V_r (BY)_rs",
    ),
    Term::new(
        "DVA_BALANCE",
        "domestic value added in the flows (Borin-Mancini source)",
        "V_s L_ss E_sr − V_r L_rr E_rs",
    ),
    Term::new(
        "DDC_BALANCE",
        "domestic content counted again, of s less of r",
        "(V_s B_ss − V_s L_ss) E_sr − …",
    ),
    Term::new(
        "FVA_BALANCE",
        "foreign value added in the flows",
        "Σ_{t≠s} V_t B^{\\s}_ts E_sr − …",
    ),
    Term::new(
        "FDC_BALANCE",
        "foreign content counted again",
        "Σ_{t≠s} V_t (B − B^{\\s})_ts E_sr − …",
    ),
    Term::new(
        "OTH_BALANCE",
        "primary inputs that are not value added",
        "(u − u'W) E_sr − …",
    ),
];

impl WorldModel {
    /// The balances of every country with every other, in the table's unit.
    ///
    /// # Errors
    /// If the economy is not productive.
    pub fn bilateral_balances(&self) -> Result<Ledger> {
        let method = BorinMancini::Exporter(Approach::Source, Level::Bilateral);
        let terms = self.decompose(&method)?;
        let mut sums: Vec<(Term, &[&str])> = STANDARD.to_vec();
        if let Some(other) = terms.terms().iter().find(|term| term.code == "OTH") {
            sums.push((*other, &["OTH"]));
        }
        let standard = terms.combined(&sums)?;
        let codes = self.countries().codes();
        let countries = codes.len();
        let mut flows = Array4::zeros((BALANCES.len(), 1, countries, countries));
        let parts = [(2, "DVA"), (3, "DDC"), (4, "FVA"), (5, "FDC"), (6, "OTH")];
        for (k, code) in parts {
            let Ok(term) = standard.term(code) else {
                continue; // a table without other primary inputs
            };
            for row in term.rows() {
                if let (Some(from), Some(to)) = (row.exporter, row.importer) {
                    let (s, r) = (
                        self.countries().at(from)?.get(),
                        self.countries().at(to)?.get(),
                    );
                    flows[[k, 0, r, s]] = row.value;
                }
            }
        }
        let weights = self.weights(&Measure::ValueAdded)?;
        let (absorption, exports) = (self.absorption()?, self.exports());
        for (s, range) in self.ranges().iter().enumerate() {
            for r in (0..countries).filter(|&r| r != s) {
                flows[[0, 0, r, s]] = range.clone().map(|i| exports[[i, r]]).sum();
                let absorbed = range
                    .clone()
                    .map(|i| weights.rates()[i] * absorption.by[[i, r]]);
                flows[[1, 0, r, s]] = absorbed.sum();
            }
        }
        let mut values = flows.clone();
        values.swap_axes(2, 3);
        let balances = &flows - &values;
        Ledger::new(Parts {
            about: About {
                method: "bilateral balances: gross, value added by final absorption, value added in the flows".to_owned(),
                ..terms.about().clone()
            },
            sellers: codes.iter().map(|code| Seller::country(code)).collect(),
            importers: Some(codes.to_vec()),
            origins: None,
            terms: BALANCES.to_vec(),
            home: false,
            values: balances,
        })
    }

    /// The balances of one country with another.
    ///
    /// # Errors
    /// If a country is not in the table, or the economy is not productive.
    pub fn balance_between(&self, first: &str, second: &str) -> Result<Ledger> {
        let all = self.bilateral_balances()?;
        all.select(Column::Exporter, &[first])?
            .select(Column::Importer, &[second])
    }
}
