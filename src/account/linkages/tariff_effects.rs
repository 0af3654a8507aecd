//! What tariffs do along the world's chains.
//!
//! Questions answered: by how much do tariffs on inputs raise prices everywhere? Which tariff has a product paid in all by the time it is
//! delivered? How much of an export's price is tariffs paid before? Who pays how much duty on what? What would the rate be on the value
//! that the exporting country adds?
//!
//! Source: Rouzet, Miroudot (2013), "The Cumulative Impact of Trade Barriers along the Value Chain", Global Trade Analysis Project
//! conference paper 332366 (cumulative tariff; tariffs against value added); Duan, Ji, Mei (2021), "Tariff costs embodied in product prices",
//! Economic Systems Research 33(1), 88-113 (embodied tariff; DOI 10.1080/09535314.2020.1769562). The equations are written for rates by
//! importing country and supplier.
//!
//! With A^F the blocks of A off the diagonal, τ^A_ir and τ^Y_ir the rates of r on inputs and final goods from i, c(j) the country of j:
//!
//! ```text
//! duties per unit of output   dv_j = Σ_{i ∉ c(j)} τ^A_{i,c(j)} a_ij
//! prices                      p' = dv' B                            rates on old prices, full pass-through
//!                             c' = dv' + (θ ∘ c)' (A + τ ∘ A^F)      rates on new prices: duty is paid on duty
//!                             p  = θ ∘ c                            partial pass-through θ, either base
//! cumulative tariff           τ^Y_jr + p_j, on new prices (1 + τ^Y_jr)(1 + p_j) − 1; at home p_j
//! embodied in exports         p_s ∘ E_sr
//! bill                        τ^A_ir Z_ir + τ^Y_ir Y_ir, on new prices times (1 + p_i)
//! rate on value added         bill of the flow (old prices) / (a_s ∘ E_sr), a_s = V_s L_ss
//! ```
//!
//! Shapes: rows over n producers, n × G by importing country. Units: prices and rates are shares; costs and bills are in the table's unit.
//! Quantities and sourcing stay as they are, duties go to nobody. The value added of the last measure is the exporting country's own content
//! counted once, Borin and Mancini's DVA by source.
//!
//! # Identities (tested)
//! p' = u'(τ ∘ A^F) B solved directly; with full pass-through on old prices what final users pay more for goods is the bill on inputs,
//! p'y = dv'x; without tariffs everything is zero.
//!
//! # Computation
//! Rates per importing country and supplier: no n × n matrix of rates. One left solve; on new prices or with partial pass-through
//! one new system.

use std::ops::Range;

use ndarray::{Array1, Array2, Array4, ArrayView1, Axis as Dimension, Slice};

use super::economy::Linkages;
use super::prices::{PassThrough, Prices};
use super::tariffs::Tariffs;
use crate::account::Level;
use crate::account::ledger::{About, Additive, Apart, Ledger, Parts, Seller, Term};
use crate::error::Result;
use crate::model::{Measure, WorldModel};

/// The price on which a tariff is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Duty {
    /// The price before any tariff: effects of the first order, linear in the rates.
    #[default]
    OnOldPrices,
    /// The price that tariffs earlier in the chain have raised: duty is paid on duty.
    OnNewPrices,
}

/// How tariffs work on prices.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TariffOptions {
    /// How much producers pass on of what their inputs cost more.
    pub pass: PassThrough,
    /// The price on which tariffs are charged.
    pub duty: Duty,
}

/// What a set of tariffs does, every quantity as it was.
#[derive(Debug, Clone)]
pub struct TariffEffects {
    model: WorldModel,
    linkages: Linkages,
    tariffs: Tariffs,
    duty: Duty,
    prices: Prices,
}

/// The terms of [`TariffEffects::cumulative`].
pub const CUMULATIVE: [Term; 3] = [
    Term::new("LAST", "tariff on final goods at the last border", "τ^Y_jr"),
    Term::new("EMBODIED", "tariffs on inputs in all earlier stages", "p_j"),
    Term::new(
        "CUMULATIVE",
        "all tariffs on a product delivered to final users",
        "τ^Y_jr + p_j, or (1 + τ^Y_jr)(1 + p_j) − 1",
    ),
];

/// The term of [`TariffEffects::embodied_in_exports`].
pub const EMBODIED: Term = Term::new(
    "TARIFF_COST",
    "tariffs on inputs in the price of exports",
    "p_s ∘ E_sr",
);

/// The terms of [`TariffEffects::bill`].
pub const BILL: [Term; 2] = [
    Term::new("DUTY_INPUTS", "duties on inputs", "τ^A_ir Z_ir"),
    Term::new("DUTY_FINAL", "duties on final goods", "τ^Y_ir Y_ir"),
];

/// The terms of [`TariffEffects::on_value_added`].
pub const ON_VALUE_ADDED: [Term; 3] = [
    Term::new("RATE_GROSS", "duties against exports", "τE / E"),
    Term::new(
        "RATE_DVA",
        "duties against the exporting country's value added in these exports",
        "τE / (a_s ∘ E)",
    ),
    Term::new(
        "MAGNIFICATION",
        "the second against the first",
        "E / (a_s ∘ E)",
    ),
];

impl WorldModel {
    /// What these tariffs do: charged on old prices, passed on in full.
    ///
    /// # Errors
    /// As [`tariffs_with`](Self::tariffs_with).
    pub fn tariffs(&self, tariffs: &Tariffs) -> Result<TariffEffects> {
        self.tariffs_with(tariffs, &TariffOptions::default())
    }

    /// What these tariffs do, charged and passed on in this way.
    ///
    /// # Errors
    /// If the tariffs belong to another table, a share passed on is negative, or prices would rise without end.
    pub fn tariffs_with(
        &self,
        tariffs: &Tariffs,
        options: &TariffOptions,
    ) -> Result<TariffEffects> {
        tariffs.require_fit(self.table())?;
        let linkages = self.linkages();
        let first = self.duties_per_output(tariffs);
        let share = linkages.shares(&options.pass)?;
        let prices = match (options.duty, share) {
            (Duty::OnOldPrices, _) => linkages.prices(first.view(), &options.pass)?,
            (Duty::OnNewPrices, share) => {
                let passed = share.clone();
                let passed = passed.unwrap_or_else(|| Array1::ones(first.len()));
                let home = self.homes();
                let raised = |i: usize, j: usize| 1.0 + tariffs.inputs()[[i, home[j]]];
                let cost = linkages.charged(first.view(), &passed, raised)?;
                Prices::new(first, cost, share.as_ref())
            }
        };
        Ok(TariffEffects {
            model: self.clone(),
            linkages,
            tariffs: tariffs.clone(),
            duty: options.duty,
            prices,
        })
    }

    /// The country of every producer.
    fn homes(&self) -> Vec<usize> {
        let ranges = self.ranges().iter().enumerate();
        ranges
            .flat_map(|(c, range)| range.clone().map(move |_| c))
            .collect()
    }

    /// dv: duties on inputs per unit of output, by user.
    fn duties_per_output(&self, tariffs: &Tariffs) -> Array1<f64> {
        let everybody = 0..self.producers().len();
        let mut duties = Array1::zeros(everybody.len());
        for (r, users) in self.ranges().iter().enumerate() {
            // home rates are zero
            let paid = self
                .flows(&everybody, users)
                .t()
                .dot(&tariffs.inputs().column(r));
            part_mut(&mut duties, users).assign(&paid);
        }
        duties * self.per_output()
    }
}

impl TariffEffects {
    /// The rates.
    #[must_use]
    pub fn tariffs(&self) -> &Tariffs {
        &self.tariffs
    }

    /// Duties per unit of output, and what costs and prices rise by.
    #[must_use]
    pub fn prices(&self) -> &Prices {
        &self.prices
    }

    /// Duties per unit of output, costs and prices by producer.
    ///
    /// # Errors
    /// None that a model could cause.
    pub fn price_changes(&self) -> Result<Ledger<Apart>> {
        self.linkages.price_changes(&self.prices)
    }

    /// What final users pay more for goods because of tariffs on inputs, by country; duties on final goods come on top.
    ///
    /// # Errors
    /// None that a model could cause.
    pub fn price_of_final_use(&self) -> Result<Ledger<Apart>> {
        self.linkages.price_of_final_use(&self.prices)
    }

    /// The tariffs that a product has paid when final users of each country get it, producer × country, [`CUMULATIVE`].
    ///
    /// # Errors
    /// None that a model could cause.
    pub fn cumulative(&self) -> Result<Ledger<Apart>> {
        let (n, countries) = self.tariffs.finals().dim();
        let mut values = Array4::zeros((CUMULATIVE.len(), 1, countries, n));
        for ((j, r), &last) in self.tariffs.finals().indexed_iter() {
            let embodied = self.prices.price()[j];
            let both = match self.duty {
                Duty::OnOldPrices => 0.0,
                Duty::OnNewPrices => last * embodied,
            };
            values[[0, 0, r, j]] = last;
            values[[1, 0, r, j]] = embodied;
            values[[2, 0, r, j]] = last + embodied + both;
        }
        Ledger::new(Parts {
            about: self.about("cumulative tariff", "tariff", "share of the price"),
            sellers: Seller::all(self.model.producers()),
            importers: Some(self.model.countries().codes().to_vec()),
            origins: None,
            terms: CUMULATIVE.to_vec(),
            home: true,
            values,
        })
    }

    /// Tariffs on inputs of all earlier stages in the price of exports, producer × importer, [`EMBODIED`].
    ///
    /// # Errors
    /// None that a model could cause.
    pub fn embodied_in_exports(&self) -> Result<Ledger<Additive>> {
        let price = self.prices.price().insert_axis(Dimension(1));
        let cost = &self.model.table().exports() * &price;
        self.amounts("tariff cost embodied in exports", &[(EMBODIED, cost)])
    }

    /// Duties on imports, foreign producer × importer, [`BILL`].
    ///
    /// # Errors
    /// None that a model could cause.
    pub fn bill(&self) -> Result<Ledger<Additive>> {
        let [mut inputs, mut finals] = self.old_bill();
        if self.duty == Duty::OnNewPrices {
            let raised = self.prices.price().mapv(|price| 1.0 + price);
            let raised = raised.insert_axis(Dimension(1));
            inputs *= &raised;
            finals *= &raised;
        }
        self.amounts("tariff bill", &[(BILL[0], inputs), (BILL[1], finals)])
    }

    /// Duties against gross exports and against the exporting country's value added in them, [`ON_VALUE_ADDED`]. Flows without exports,
    /// or without domestic value added, have no row.
    ///
    /// # Errors
    /// If the economy is not productive.
    pub fn on_value_added(&self, level: Level) -> Result<Ledger<Apart>> {
        let model = &self.model;
        let locals = model.locals()?;
        let rates = model.weights(&Measure::ValueAdded)?;
        let mut own: Array1<f64> = Array1::zeros(model.producers().len());
        for (s, range) in model.ranges().iter().enumerate() {
            part_mut(&mut own, range).assign(&locals.row_times(s, part(rates.rates(), range)));
        }
        let exports = model.table().exports();
        let added = &exports * &own.insert_axis(Dimension(1));
        let [inputs, finals] = self.old_bill();
        let [bill, exports, added] =
            [inputs + finals, exports, added].map(|cells| summed(cells, level, model.ranges()));
        let (sellers, importers) = bill.dim();
        let mut values = Array4::zeros((ON_VALUE_ADDED.len(), 1, importers, sellers));
        let mut undefined = Array4::from_elem(values.dim(), false);
        for ((i, r), &bill) in bill.indexed_iter() {
            let (exports, added) = (exports[[i, r]], added[[i, r]]);
            for (t, over, under) in [(0, bill, exports), (1, bill, added), (2, exports, added)] {
                match under {
                    0.0 => undefined[[t, 0, r, i]] = true,
                    under => values[[t, 0, r, i]] = over / under,
                }
            }
        }
        let codes = model.countries().codes();
        let parts = Parts {
            about: self.about("tariffs on value added", rates.name(), "share"),
            sellers: match level.by_sector() {
                true => Seller::all(model.producers()),
                false => codes.iter().map(|code| Seller::country(code)).collect(),
            },
            importers: level.by_importer().then(|| codes.to_vec()),
            origins: None,
            terms: ON_VALUE_ADDED.to_vec(),
            home: false,
            values,
        };
        Ledger::with_undefined(parts, Some(undefined))
    }

    /// Duties at old prices on inputs and on final goods, producer × importer.
    fn old_bill(&self) -> [Array2<f64>; 2] {
        let model = &self.model;
        let everybody = 0..model.producers().len();
        let mut inputs = self.tariffs.inputs().to_owned();
        for (mut column, users) in inputs.columns_mut().into_iter().zip(model.ranges()) {
            column *= &model.flows(&everybody, users).sum_axis(Dimension(1));
        }
        let finals = &model.table().absorption() * &self.tariffs.finals();
        [inputs, finals]
    }

    fn amounts(&self, method: &str, rows: &[(Term, Array2<f64>)]) -> Result<Ledger<Additive>> {
        let model = &self.model;
        let (n, countries) = (model.producers().len(), model.countries().len());
        let mut values = Array4::zeros((rows.len(), 1, countries, n));
        for (t, (_, cells)) in rows.iter().enumerate() {
            let mut term = values.index_axis_mut(Dimension(0), t);
            term.index_axis_mut(Dimension(0), 0).assign(&cells.t());
        }
        Ledger::new(Parts {
            about: self.about(method, "tariffs", &model.table().unit().short()),
            sellers: Seller::all(model.producers()),
            importers: Some(model.countries().codes().to_vec()),
            origins: None,
            terms: rows.iter().map(|(term, _)| *term).collect(),
            home: false,
            values,
        })
    }

    fn about(&self, method: &str, measure: &str, unit: &str) -> About {
        let mut about = self.linkages.about(method, measure, unit);
        about.notes.push(match self.duty {
            Duty::OnOldPrices => "Tariffs are charged on prices before tariffs.".to_owned(),
            Duty::OnNewPrices => {
                "Tariffs are charged on prices that tariffs have raised.".to_owned()
            }
        });
        about
    }
}

/// Producer × importer added up as the level asks for.
fn summed(cells: Array2<f64>, level: Level, ranges: &[Range<usize>]) -> Array2<f64> {
    let mut cells = cells;
    if !level.by_importer() {
        cells = cells.sum_axis(Dimension(1)).insert_axis(Dimension(1));
    }
    if !level.by_sector() {
        let mut sums = Array2::zeros((ranges.len(), cells.ncols()));
        for (mut sum, range) in sums.rows_mut().into_iter().zip(ranges) {
            let rows = Slice::from(range.clone());
            sum.assign(&cells.slice_axis(Dimension(0), rows).sum_axis(Dimension(0)));
        }
        cells = sums;
    }
    cells
}

fn part<'v>(vector: ArrayView1<'v, f64>, range: &Range<usize>) -> ArrayView1<'v, f64> {
    vector.slice_axis_move(Dimension(0), Slice::from(range.clone()))
}

fn part_mut<'v>(
    vector: &'v mut Array1<f64>,
    range: &Range<usize>,
) -> ndarray::ArrayViewMut1<'v, f64> {
    vector.slice_axis_mut(Dimension(0), Slice::from(range.clone()))
}
