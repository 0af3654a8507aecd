//! Hypothetical extraction of any flows: some producers' deliveries to some destinations.
//!
//! Question answered: how much value added would the world, and each country in it, lose if these deliveries did not exist and nothing took
//! their place?
//!
//! Source: Los, Timmer, de Vries (2016), "Tracing Value-Added and Double Counting in Gross Exports: Comment", American Economic Review
//! 106(7), 1958-1966, DOI 10.1257/aer.20140883; Los, Timmer (2018), NBER Working Paper 24896, for VAX-D, VAX-C and VAX-P.
//!
//! Let I be the producers, M = A_IJ their cut inputs per unit of output of the users J, y_I their cut final deliveries, and
//! `e = M x_J + y_I` the value cut. The loss of content in country t is `W_tI (I + M B_JI)⁻¹ e`; `W_tI e` is what the flows contain;
//! the difference is what they contain more than once. Output falls by `B_.I (I + M B_JI)⁻¹ e`. No inverse of size n is made for a cut: |I|
//! columns of B and a system of |I| equations.
//!
//! # Identities (tested)
//! Extraction of all exports of s loses V_s L_ss E_s* at home, which is the DVA of Borin and Mancini's source and sink and of the national
//! table; extraction of one bilateral flow (VAX-D) is the DVA of its own-flow perimeter. Losses of several cuts do not add up.

use std::collections::BTreeSet;

use ndarray::{Array1, Array2, Array4, Axis as Dimension};

use super::method::Method;
use super::plan::{Asked, Plan, within};
use crate::account::Scope;
use crate::account::ledger::{Apart, Ledger, Parts, Seller, Term};
use crate::error::{Error, Result};
use crate::label::{Ix, ProducerKey};
use crate::linalg::{Engine, Native, Pivoting};
use crate::model::WorldModel;

/// Which deliveries are cut: those for further production, for final use, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Deliveries {
    /// Inputs and final goods.
    #[default]
    All,
    /// Inputs only.
    Inputs,
    /// Final goods only.
    Final,
}

/// Where cut deliveries go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Destinations {
    /// To every country but that of the producer.
    #[default]
    Abroad,
    /// To these countries, except the producer's own.
    Countries(Vec<String>),
    /// To everybody, at home as well: the producers lose all sales of this kind.
    Everybody,
}

/// A set of flows that is thought away.
///
/// ```
/// use leontief::account::decompose::{Deliveries, Extraction};
///
/// // what would be lost without the exports of inputs of two industries of one country to two others
/// let cut = Extraction::exports_of(["CHN"]).of_sectors(["C26", "C27"]).to(["USA", "JPN"]).only(Deliveries::Inputs);
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Extraction {
    countries: Vec<String>,
    groups: Option<Vec<String>>,
    sectors: Option<Vec<String>>,
    destinations: Destinations,
    deliveries: Deliveries,
}

/// The terms: the loss counts the flow once.
pub const TERMS: [Term; 2] = [
    Term::new(
        "LOSS",
        "content that would be lost: counted once",
        "W_tI (I + M B_JI)⁻¹ e",
    ),
    Term::new(
        "AGAIN",
        "content counted again within the flow",
        "W_tI e − loss",
    ),
];

impl Extraction {
    /// All exports of these countries, each to every other country (also to one another).
    pub fn exports_of<S: Into<String>>(countries: impl IntoIterator<Item = S>) -> Self {
        Self {
            countries: countries.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    /// Only of these sectors.
    pub fn of_sectors<S: Into<String>>(mut self, codes: impl IntoIterator<Item = S>) -> Self {
        self.sectors = Some(codes.into_iter().map(Into::into).collect());
        self
    }

    /// Only of these groups of producers.
    pub fn of_groups<S: Into<String>>(mut self, codes: impl IntoIterator<Item = S>) -> Self {
        self.groups = Some(codes.into_iter().map(Into::into).collect());
        self
    }

    /// Only to these countries.
    pub fn to<S: Into<String>>(mut self, countries: impl IntoIterator<Item = S>) -> Self {
        let countries = countries.into_iter().map(Into::into);
        self.destinations = Destinations::Countries(countries.collect());
        self
    }

    /// To everybody, at home too.
    pub fn to_everybody(mut self) -> Self {
        self.destinations = Destinations::Everybody;
        self
    }

    /// Only deliveries of this kind.
    pub fn only(mut self, deliveries: Deliveries) -> Self {
        self.deliveries = deliveries;
        self
    }

    fn sellers(&self, model: &WorldModel) -> Result<Vec<usize>> {
        let producers = model.producers();
        let known: [BTreeSet<&str>; 2] = [
            producers
                .blocks()
                .iter()
                .map(|block| block.group().code())
                .collect(),
            producers
                .blocks()
                .iter()
                .flat_map(|block| block.sectors().codes())
                .map(String::as_str)
                .collect(),
        ];
        for (wanted, known, noun) in [
            (&self.groups, &known[0], "group"),
            (&self.sectors, &known[1], "sector"),
        ] {
            for code in wanted.iter().flatten() {
                if !known.contains(code.as_str()) {
                    let known = crate::error::first_few(known.iter());
                    return Err(Error::label(format!("no {noun} `{code}`"))
                        .expected(format!("one of {known}")));
                }
            }
        }
        let wanted = |list: &Option<Vec<String>>, code: &str| {
            list.as_ref()
                .is_none_or(|list| list.iter().any(|known| known == code))
        };
        let mut sellers = BTreeSet::new();
        for code in &self.countries {
            let range = &model.ranges()[model.countries().at(code)?.get()];
            sellers.extend(range.clone().filter(|&i| {
                let key: ProducerKey<'_> = producers.key(Ix::new(i));
                wanted(&self.groups, key.group.code()) && wanted(&self.sectors, key.sector)
            }));
        }
        match sellers.is_empty() {
            true => Err(Error::label("the extraction names no producer")
                .hint("sectors and groups must occur in one of the countries")),
            false => Ok(sellers.into_iter().collect()),
        }
    }

    /// For every country whether deliveries to it are cut, and whether those at home are too.
    fn destinations(&self, model: &WorldModel) -> Result<(Vec<bool>, bool)> {
        let count = model.countries().len();
        Ok(match &self.destinations {
            Destinations::Abroad => (vec![true; count], false),
            Destinations::Everybody => (vec![true; count], true),
            Destinations::Countries(codes) => {
                let mut chosen = vec![false; count];
                for code in codes {
                    chosen[model.countries().at(code)?.get()] = true;
                }
                (chosen, false)
            }
        })
    }

    fn label(&self) -> String {
        let list = |codes: &Option<Vec<String>>| {
            codes
                .as_ref()
                .map(|codes| format!(" of {}", codes.join("+")))
        };
        let what = match self.deliveries {
            Deliveries::All => "exports",
            Deliveries::Inputs => "exports of inputs",
            Deliveries::Final => "exports of final goods",
        };
        let to = match &self.destinations {
            Destinations::Abroad => String::new(),
            Destinations::Countries(codes) => format!(" to {}", codes.join("+")),
            Destinations::Everybody => " and deliveries at home".to_owned(),
        };
        format!(
            "{what} of {}{}{}{to}",
            self.countries.join("+"),
            list(&self.groups).unwrap_or_default(),
            list(&self.sectors).unwrap_or_default(),
        )
    }
}

/// A cut made ready.
struct Cut {
    sellers: Vec<usize>,
    /// e = M x_J + y_I
    value: Array1<f64>,
    /// (I + M B_JI)⁻¹ e
    once: Array1<f64>,
}

impl Extraction {
    fn cut(&self, model: &WorldModel) -> Result<Cut> {
        let sellers = self.sellers(model)?;
        let (chosen, home) = self.destinations(model)?;
        let (table, ranges) = (model.table(), model.ranges());
        let absorbed = model.absorption()?;
        let country: Vec<usize> = {
            let mut country = vec![0; model.producers().len()];
            for (s, range) in ranges.iter().enumerate() {
                country[range.clone()].fill(s);
            }
            country
        };
        let is_cut = |i: usize, r: usize| chosen[r] && (home || country[i] != r);
        let mut inputs = Array2::zeros((sellers.len(), table.output().len()));
        let mut value = Array1::zeros(sellers.len());
        for (k, &i) in sellers.iter().enumerate() {
            for (r, range) in ranges.iter().enumerate().filter(|(r, _)| is_cut(i, *r)) {
                if self.deliveries != Deliveries::Final {
                    for j in range.clone() {
                        let flow = table.flows()[[i, j]];
                        inputs[[k, j]] = flow * model.per_output()[j];
                        value[k] += flow;
                    }
                }
                if self.deliveries != Deliveries::Inputs {
                    value[k] += absorbed.y[[i, r]];
                }
            }
        }
        let mut core = inputs.dot(&model.columns_of(&sellers)?);
        for k in 0..sellers.len() {
            core[[k, k]] += 1.0;
        }
        let mut once = value.clone().insert_axis(Dimension(1));
        Native
            .factorise(core, Pivoting::Partial, model.run())
            .map_err(|failure| model.labelled(failure.at(|k| sellers[k])))?
            .solve(once.view_mut());
        Ok(Cut {
            once: once.index_axis_move(Dimension(1), 0),
            sellers,
            value,
        })
    }

    /// By how much output of every producer falls.
    ///
    /// # Errors
    /// If a label is not in the table, or the economy is not productive.
    pub fn output_loss(&self, model: &WorldModel) -> Result<Array1<f64>> {
        let cut = self.cut(model)?;
        let mut demand = Array1::zeros(model.producers().len());
        for (k, &i) in cut.sellers.iter().enumerate() {
            demand[i] = cut.once[k];
        }
        model.induced_output(demand.view())
    }

    /// The gross value of the flows.
    ///
    /// # Errors
    /// If a label is not in the table, or the economy is not productive.
    pub fn gross(&self, model: &WorldModel) -> Result<f64> {
        Ok(self.cut(model)?.value.sum())
    }
}

/// The loss by country of origin. The exporter columns of the ledger are empty: the flows are those of the extraction, named in
/// [`About`](crate::account::ledger::About). Countries of origin are the scope's exporters.
impl Method for Extraction {
    type Results = Ledger<Apart>;

    fn name(&self) -> String {
        format!(
            "hypothetical extraction (Los-Timmer-de Vries 2016): {}",
            self.label()
        )
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger<Apart>> {
        let plan = Plan::new(model, scope)?;
        let cut = self.cut(model)?;
        let codes = model.countries().codes();
        let mut values = Array4::zeros((TERMS.len(), plan.exporters.len(), 1, 1));
        let mut total = 0.0;
        for (k, &t) in plan.exporters.iter().enumerate() {
            let row = plan
                .content
                .by_origin
                .row(t)
                .select(Dimension(0), &cut.sellers);
            let (content, loss) = (row.dot(&cut.value), row.dot(&cut.once));
            values[[0, k, 0, 0]] = loss;
            values[[1, k, 0, 0]] = content - loss;
            total += content;
        }
        let parts = Parts {
            about: plan.about(self.name()),
            sellers: vec![Seller::default()],
            importers: None,
            origins: Some(plan.exporters.iter().map(|&t| codes[t].clone()).collect()),
            terms: TERMS.to_vec(),
            home: true,
            values,
        };
        Ok(Ledger::partition(parts, |_, _| total)?.apart())
    }
}

/// Value added in exports as Los, Timmer and de Vries have it: the loss of each country's own value added by extraction of all its
/// exports, V_s L_ss E_s*, from the local inverses alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LosTimmerDeVries;

/// The term of [`LosTimmerDeVries`].
pub const DVA: Term = Term::new(
    "DVA",
    "domestic value added in all exports, by extraction",
    "V_s L_ss E_s*",
);

impl Method for LosTimmerDeVries {
    type Results = Ledger;

    fn name(&self) -> String {
        "Los-Timmer-de Vries (2016), extraction of all exports, by exporting sector".to_owned()
    }

    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Ledger> {
        let plan = Asked::new(model, scope)?;
        plan.require_all_importers(scope, &self.name())?;
        let locals = model.locals()?;
        let all = model.exports().sum_axis(Dimension(1));
        let chosen: Vec<usize> = plan
            .exporters
            .iter()
            .flat_map(|&s| plan.range(s).clone())
            .collect();
        let mut values = Vec::with_capacity(chosen.len());
        for &s in &plan.exporters {
            let a = locals.row_times(s, plan.rates(s));
            values.extend(&a * &within(all.view(), plan.range(s)));
        }
        let sellers = Seller::all(model.producers());
        let shape = (1, 1, 1, values.len());
        let values = Array4::from_shape_vec(shape, values)
            .map_err(|error| Error::shape(error.to_string()))?;
        Ledger::new(Parts {
            about: plan.about(self.name()),
            sellers: chosen.into_iter().map(|i| sellers[i].clone()).collect(),
            importers: None,
            origins: None,
            terms: vec![DVA],
            home: false,
            values,
        })
    }
}
