//! Bilateral balances of a world table in three measures, gross, value added and national income, each in both views.
//!
//! Question answered: how large is the balance of each country with each other, if what counts is not what is shipped, nor where value
//! is added, but whose income it is?
//!
//! Two views, which answer different questions and may differ in sign:
//!
//! - by final absorption: what owners in s earn from final use in r, wherever they earn it, less the reverse: `N_sr − N_rs` (Bohn,
//!   Brakman, Dietzenbacher 2021; Meng, Gao, Ye, Zhang, Xing 2022); value added alike (Johnson, Noguera 2012);
//! - by gross flows: what the exports of s to r contain less what those of r to s contain, `Ω_s V_s L_ss E_sr − Ω_r V_r L_rr E_rs` (Li,
//!   Chen, Duan, Zhu 2019), in two readings: each country's income in its own exports only, or two-sided, where each is also credited with
//!   what it owns in the other's exports.
//!
//! # Identities (tested)
//! Every balance is antisymmetric. Over partners the balance of income by final absorption is the trade balance and net primary income
//! from abroad ([`IncomeAccounts`](crate::account::income::IncomeAccounts)), that of value added is the trade balance, where value added is all that is
//! not an input. Own less two-sided reading is the partner's income in exports less the own income in imports. Without income across
//! borders the balances of income are those of value added.

use ndarray::{Array2, Array3, Array4, Axis as Dimension, Slice};

use super::world::BALANCES;
use crate::account::ledger::{About, Ledger, Parts, Seller, Term};
use crate::error::Result;
use crate::model::{Measure, WorldModel};

/// The balances of a party with a partner.
pub const INCOME_BALANCES: [Term; 6] = [
    BALANCES[0], // gross
    BALANCES[1], // value added by final absorption
    Term::new(
        "NI_ABSORBED_BALANCE",
        "national income by final absorption (Bohn-Brakman-Dietzenbacher, Meng et al.)",
        "N_sr − N_rs",
    ),
    BALANCES[2], // value added in the flows
    Term::new(
        "NI_OWN_BALANCE",
        "national income in the flows, each country's in its own exports (Li et al.)",
        "Ω_s V_s L_ss E_sr − Ω_r V_r L_rr E_rs",
    ),
    Term::new(
        "NI_TWO_SIDED_BALANCE",
        "national income in the flows, with what each owns in the other's exports (Li et al.)",
        "(Ω_s − Ω_r) V_s L_ss E_sr − (Ω_r − Ω_s) V_r L_rr E_rs",
    ),
];

impl WorldModel {
    /// The balances of all pairs in three measures and both views, in the table's unit. Owners that are no country of the table are
    /// partners too: they earn and absorb nothing, and have balances by final absorption only.
    ///
    /// # Errors
    /// If the economy is not productive.
    pub fn income_balances(&self) -> Result<Ledger> {
        let countries = self.countries().codes();
        let mut parties = countries.to_vec();
        let owners = self.income().owners().codes().iter();
        parties.extend(owners.filter(|owner| !countries.contains(owner)).cloned());
        let credits = self.credits(&parties)?;
        let shape = (INCOME_BALANCES.len(), 1, parties.len(), parties.len());
        let values = Array4::from_shape_fn(shape, |(t, _, r, s)| {
            credits[t][[s, r]] - credits[t][[r, s]]
        });
        Ledger::new(Parts {
            about: About {
                method: "bilateral balances: gross, value added and national income, by final absorption and by flows"
                    .to_owned(),
                measure: format!("gross value, {}, national income", self.table().concept()),
                unit: self.table().unit().short(),
                notes: vec![format!("Ownership: {}.", self.income().note())],
                ..About::of_world(self.table())
            },
            sellers: parties.iter().map(|code| Seller::country(code)).collect(),
            importers: Some(parties),
            origins: None,
            terms: INCOME_BALANCES.to_vec(),
            home: false,
            values,
        })
    }

    /// What each party is credited with from each partner, in the order of [`INCOME_BALANCES`]: party × partner.
    fn credits(&self, parties: &[String]) -> Result<[Array2<f64>; 6]> {
        let zeros = || Array2::zeros((parties.len(), parties.len()));
        let [
            mut gross,
            mut value,
            mut absorbed,
            mut domestic,
            mut own,
            mut two_sided,
        ] = [zeros(), zeros(), zeros(), zeros(), zeros(), zeros()];
        let global = self.global_income()?;
        let place = |code: &String| parties.iter().position(|party| party == code);
        let party_of: Vec<Option<usize>> = global.owners().iter().map(place).collect();
        for ((o, d), income) in global.matrix().indexed_iter() {
            if let Some(party) = party_of[o] {
                absorbed[[party, d]] = *income;
            }
        }
        // value added is the income of all owners
        for ((h, d), income) in global.by_place().sum_axis(Dimension(0)).indexed_iter() {
            value[[h, d]] = *income;
        }
        let exports = self.exports();
        let flows = self.income_of_flows()?;
        for (s, range) in self.ranges().iter().enumerate() {
            for r in (0..self.countries().len()).filter(|&r| r != s) {
                gross[[s, r]] = range.clone().map(|i| exports[[i, r]]).sum();
            }
        }
        for ((o, s, r), income) in flows.indexed_iter() {
            domestic[[s, r]] += income;
            if party_of[o] == Some(s) {
                own[[s, r]] += income;
                two_sided[[s, r]] += income;
            } else if party_of[o] == Some(r) {
                two_sided[[s, r]] -= income;
            }
        }
        Ok([gross, value, absorbed, domestic, own, two_sided])
    }

    /// What the exports of every country contain of every owner's income, owner × exporter × importer: `Ω_o V_s L_ss E_sr`.
    fn income_of_flows(&self) -> Result<Array3<f64>> {
        let rates = self.income_rates()?;
        let (exports, locals) = (self.exports(), self.locals()?);
        let countries = self.countries().len();
        let mut flows = Array3::zeros((rates.nrows(), countries, countries));
        for (s, range) in self.ranges().iter().enumerate() {
            let range = Slice::from(range.clone());
            let direct = rates.slice_axis(Dimension(1), range);
            let per_export = direct.dot(&locals.inverse(s));
            let income = per_export.dot(&exports.slice_axis(Dimension(0), range));
            flows.index_axis_mut(Dimension(1), s).assign(&income);
        }
        Ok(flows)
    }

    /// Income per unit of output, owner × producer.
    fn income_rates(&self) -> Result<Array2<f64>> {
        let owners = self.income().owners().codes();
        let mut rates = Array2::zeros((owners.len(), self.producers().len()));
        for (owner, mut row) in owners.iter().zip(rates.rows_mut()) {
            row.assign(&self.weights(&Measure::income(owner))?.rates());
        }
        Ok(rates)
    }
}
