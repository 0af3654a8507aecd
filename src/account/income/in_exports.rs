//! What flows of exports contain for each owner, and how much of the value added in them is foreign income.
//!
//! With a_o = Ω_o ∘ V_s L_ss, the income of o that the exporter's own producers earn per unit of exports: `a_o ∘ E_sr`. This is the income in
//! exports of Li, Chen, Duan and Zhu (2019), whose national tables know no chains abroad, for every exporter of a world table; over
//! owners it adds up to domestic value added (Borin and Mancini, source). No factor of the whole world is needed.
//!
//! Foreign-capital penetrance is the part of domestic value added in exports that is income of other owners, as in Li, Liu, Chen (2022),
//! Systems Engineering - Theory & Practice 42(4), 833-846.

use ndarray::{Array1, Array2, Array4, Axis as Dimension, Slice};

use crate::account::Level;
use crate::account::ledger::{About, Apart, Ledger, Parts, Seller, Term};
use crate::error::Result;
use crate::model::{Measure, Weights, WorldModel};

/// The income in exports.
pub const IN_EXPORTS: [Term; 1] = [Term::new(
    "INCOME",
    "income of the owner that the exporter's producers earn in its exports",
    "Ω_o ∘ V_s L_ss ∘ E_sr",
)];

/// Income in exports in relation to value added and to exports.
pub const RATIOS: [Term; 4] = [
    Term::new(
        "NI_DVA",
        "national income of the exporter per unit of domestic value added in its exports",
        "Ω_s V_s L_ss E / V_s L_ss E",
    ),
    Term::new(
        "PENETRANCE",
        "foreign-capital penetrance: income of other owners per unit of domestic value added in exports",
        "1 − NI_DVA",
    ),
    Term::new(
        "NI_EXPORTS",
        "national income of the exporter per unit of exports",
        "Ω_s V_s L_ss E / u'E",
    ),
    Term::new(
        "DVA_EXPORTS",
        "domestic value added per unit of exports",
        "V_s L_ss E / u'E",
    ),
];

impl WorldModel {
    /// What the exporter's producers earn in its exports, by owner.
    ///
    /// # Errors
    /// If the economy of a country is not productive.
    pub fn income_in_exports(&self, level: Level) -> Result<Ledger> {
        let owners = self.income().owners();
        let exports = self.exported(level);
        let sellers = self.exporters(level);
        let importers = level
            .by_importer()
            .then(|| self.countries().codes().to_vec());
        let about = About {
            method: "income in exports, by owner, exporter's own producers, Ω_o V_s L_ss E_sr (Li et al. 2019)"
                .to_owned(),
            measure: "national income by owner".to_owned(),
            unit: self.table().unit().short(),
            notes: vec![format!("Ownership: {}.", self.income().note())],
            ..About::of_world(self.table())
        };
        let ledgers = owners.codes().iter().map(|owner| {
            let row = self.local_multipliers(&Measure::income(owner))?;
            let values = added(&(&exports * &row), self, level);
            let ledger = Ledger::new(Parts {
                about: about.clone(),
                sellers: sellers.clone(),
                importers: importers.clone(),
                origins: None,
                terms: IN_EXPORTS.to_vec(),
                home: false,
                values: single(values),
            })?;
            Ok((owner.clone(), ledger))
        });
        Ledger::of_owners(about.clone(), ledgers)
    }

    /// National income in exports per unit of domestic value added and of exports, and foreign-capital penetrance.
    ///
    /// # Errors
    /// If the economy of a country is not productive.
    pub fn income_ratios(&self, level: Level) -> Result<Ledger<Apart>> {
        let exports = self.exported(level);
        let added_value = self.local_multipliers(&Measure::ValueAdded)?;
        let mut home = Array1::zeros(added_value.len());
        for (s, country) in self.producers().countries().codes().iter().enumerate() {
            let weights = self.weights(&Measure::income(country))?;
            self.put_local(&mut home, s, &weights)?;
        }
        let [gross, value, income] = [exports.clone(), &exports * &added_value, &exports * &home]
            .map(|cells| added(&cells, self, level));
        let (importers, sellers) = gross.dim();
        let mut values = Array4::zeros((RATIOS.len(), 1, importers, sellers));
        let mut undefined = Array4::from_elem(values.dim(), false);
        for ((r, i), &gross) in gross.indexed_iter() {
            let (value, income) = (value[[r, i]], income[[r, i]]);
            let ratios = [
                (income, value),
                (value - income, value),
                (income, gross),
                (value, gross),
            ];
            for (k, (part, whole)) in ratios.into_iter().enumerate() {
                match whole == 0.0 {
                    true => undefined[[k, 0, r, i]] = true,
                    false => values[[k, 0, r, i]] = part / whole,
                }
            }
        }
        let parts = Parts {
            about: About {
                method: "national income in exports as a share of value added and of exports"
                    .to_owned(),
                measure: "national income of the exporter".to_owned(),
                unit: "share".to_owned(),
                notes: vec![format!("Ownership: {}.", self.income().note())],
                ..About::of_world(self.table())
            },
            sellers: self.exporters(level),
            importers: level
                .by_importer()
                .then(|| self.countries().codes().to_vec()),
            origins: None,
            terms: RATIOS.to_vec(),
            home: false,
            values,
        };
        Ledger::with_undefined(parts, Some(undefined))
    }

    /// w L_ss of every country, beside each other.
    fn local_multipliers(&self, measure: &Measure) -> Result<Array1<f64>> {
        let weights = self.weights(measure)?;
        let mut row = Array1::zeros(self.producers().len());
        for s in 0..self.ranges().len() {
            self.put_local(&mut row, s, &weights)?;
        }
        Ok(row)
    }

    /// w L_ss of one country at its place.
    fn put_local(&self, row: &mut Array1<f64>, s: usize, weights: &Weights) -> Result<()> {
        let range = Slice::from(self.ranges()[s].clone());
        let rates = weights.rates().slice_axis_move(Dimension(0), range);
        row.slice_axis_mut(Dimension(0), range)
            .assign(&self.locals()?.row_times(s, rates));
        Ok(())
    }

    /// Exports, importer × producer; all importers together where the level does not tell them apart.
    fn exported(&self, level: Level) -> Array2<f64> {
        let exports = self.exports();
        match level.by_importer() {
            true => exports.t().as_standard_layout().into_owned(),
            false => exports.sum_axis(Dimension(1)).insert_axis(Dimension(0)),
        }
    }

    fn exporters(&self, level: Level) -> Vec<Seller> {
        match level.by_sector() {
            true => Seller::all(self.producers()),
            false => {
                let codes = self.producers().countries().codes().iter();
                codes.map(|code| Seller::country(code)).collect()
            }
        }
    }
}

/// Importer × producer added up to the level's sellers.
fn added(cells: &Array2<f64>, model: &WorldModel, level: Level) -> Array2<f64> {
    if level.by_sector() {
        return cells.clone();
    }
    let hosts = model.producers().countries().len();
    let mut sums = Array2::zeros((cells.nrows(), hosts));
    for (s, range) in model.ranges()[..hosts].iter().enumerate() {
        let own = cells.slice_axis(Dimension(1), Slice::from(range.clone()));
        sums.column_mut(s).assign(&own.sum_axis(Dimension(1)));
    }
    sums
}

/// One term, one origin.
fn single(cells: Array2<f64>) -> Array4<f64> {
    cells.insert_axis(Dimension(0)).insert_axis(Dimension(0))
}
