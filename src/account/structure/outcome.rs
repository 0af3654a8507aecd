//! What has changed, divided into what, averaged how.

use ndarray::Array1;

use super::averages::Averaging;
use super::change::Change;
use super::compare::require_comparable;
use super::evaluate::evaluated;
use super::factor::{
    FINALS, Factor, INPUTS, OUTPUT, OWNERSHIP, PLAIN_RATES, Parts, VALUE_ADDED, elementary,
    require_complete,
};
use super::incomes::Incomes;
use super::log_mean_cells::by_log_mean;
use crate::account::income::Owners;
use crate::account::ledger::Seller;
use crate::error::{Error, Result};
use crate::model::{Measure, Weights, WorldModel};

/// What changes between two years.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A measure by producer and absorbing country.
    Absorbed(Measure),
    /// Weights of the caller's own by producer and absorbing country.
    AbsorbedIn {
        /// Rates of the first year.
        start: Weights,
        /// Rates of the second year.
        end: Weights,
    },
    /// Income of owners by absorbing country, wherever it is earned, from the two models' own owners
    /// ([`WorldModel::with_income`]). Owners are those of both years: one that a year does not know owns nothing in it, and notes say so.
    Income(Owners),
    /// Output by producer and absorbing country.
    Output,
    /// Gross exports by producer and importing country.
    Exports,
}

/// A question about a change: what, divided into which factors, averaged how.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Structure {
    outcome: Outcome,
    factors: Vec<Factor>,
    averaging: Averaging,
}

impl Structure {
    /// The change of this, by the finest factors, as the mean of all orders.
    pub fn of(outcome: Outcome) -> Self {
        Self {
            factors: outcome.finest(),
            outcome,
            averaging: Averaging::default(),
        }
    }

    /// Divided into these factors, in the order of the first polar form.
    pub fn factors(mut self, factors: impl IntoIterator<Item = Factor>) -> Self {
        self.factors = factors.into_iter().collect();
        self
    }

    /// Averaged this way.
    pub fn averaging(mut self, averaging: Averaging) -> Self {
        self.averaging = averaging;
        self
    }
}

impl Outcome {
    /// All factors that cannot be divided further.
    #[must_use]
    pub fn finest(&self) -> Vec<Factor> {
        elementary(self.parts()).collect()
    }

    /// The fewest factors: rates or output, inputs, final demand.
    #[must_use]
    pub fn coarsest(&self) -> Vec<Factor> {
        let coarse = [
            Factor::Rates,
            Factor::Inputs,
            Factor::Output,
            Factor::FinalDemand,
        ];
        let coarse = coarse.into_iter();
        coarse
            .filter(|factor| factor.parts() & self.parts() != 0)
            .collect()
    }

    fn parts(&self) -> Parts {
        match self {
            Self::Absorbed(_) | Self::AbsorbedIn { .. } => PLAIN_RATES | INPUTS | FINALS,
            Self::Income(_) => OWNERSHIP | VALUE_ADDED | INPUTS | FINALS,
            Self::Output => INPUTS | FINALS,
            Self::Exports => INPUTS | OUTPUT | FINALS,
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Absorbed(measure) => format!("{measure} absorbed"),
            Self::AbsorbedIn { start, .. } => format!("{} absorbed", start.name()),
            Self::Income(owners) => match owners.kind() {
                None => "national income by owner and absorbing country".to_owned(),
                Some(kind) => {
                    format!("national income by owner and absorbing country, from {kind}")
                }
            },
            Self::Output => "output called forth by final use".to_owned(),
            Self::Exports => "gross exports".to_owned(),
        }
    }
}

/// What cells of content are made of: rows of rates in both years.
pub(super) enum Rows {
    /// One rate per producer: cells are producer × absorber.
    Producers([Array1<f64>; 2]),
    /// One row of rates per owner: cells are owner × absorber.
    Owners(Incomes),
    /// Gross exports have no rates.
    Exports,
}

/// A question made ready.
pub(super) struct Job<'a> {
    pub(super) years: [&'a WorldModel; 2],
    pub(super) rows: Rows,
    pub(super) factors: &'a [Factor],
    pub(super) averaging: Averaging,
    pub(super) measure: String,
    pub(super) unit: String,
    pub(super) sellers: Vec<Seller>,
}

impl Job<'_> {
    pub(super) fn method(&self) -> String {
        let codes: Vec<&str> = self.factors.iter().map(|factor| factor.code()).collect();
        format!(
            "structural decomposition, {}, factors {}",
            self.averaging.name(),
            codes.join(", ")
        )
    }

    /// Cells of one year are this many rows.
    pub(super) fn row_count(&self) -> usize {
        self.sellers.len()
    }
}

impl WorldModel {
    /// The change from this year to a later one over equal labels, divided into factors whose contributions add up to it exactly.
    ///
    /// Memory: beside the two models' own systems one n × n matrix at a time for every mixed state of the inputs (at most two of them), and
    /// (factors + 2) × n × G for the results and at most 16 × n × G for right-hand sides and solutions; income takes the shares of both
    /// years once more; LMDI takes the two models' inverses.
    ///
    /// # Errors
    /// If the tables differ in their labels, units or concepts (the message lists in what); if the factors do not divide the change; if an
    /// owner is not known in either year or asked for twice; if ownership stands apart from value-added rates and the years differ in
    /// their components of value added; if a mixed state is not productive; or if contributions miss the change by more than rounding.
    pub fn change_to(&self, later: &Self, question: &Structure) -> Result<Change> {
        require_comparable(self, later)?;
        let factors = &question.factors;
        require_complete(factors, question.outcome.parts())?;
        let apart = factors.contains(&Factor::Ownership);
        let (rows, unit) = rows([self, later], &question.outcome, apart)?;
        let job = Job {
            years: [self, later],
            sellers: match &rows {
                Rows::Owners(incomes) => {
                    let owners = incomes.owners().iter();
                    owners.map(|owner| Seller::country(owner)).collect()
                }
                _ => Seller::all(self.producers()),
            },
            rows,
            factors,
            averaging: question.averaging,
            measure: question.outcome.name(),
            unit,
        };
        match question.averaging {
            Averaging::TwoPolar | Averaging::Shapley => Change::new(&job, evaluated(&job)?, None),
            Averaging::Lmdi => {
                let exports = matches!(job.rows, Rows::Exports);
                if !exports && !factors.contains(&Factor::Inputs) {
                    return Err(Error::parameter(
                        "the Leontief inverse is no product of technology and sourcing: LMDI takes inputs as one factor",
                    )
                    .hint("`Factor::Inputs`, or another average"));
                }
                let (sums, treated) = by_log_mean(&job)?;
                Change::new(&job, sums, Some(treated))
            }
        }
    }
}

/// Rates of both years, and the unit of the outcome; `apart` where ownership and value-added rates are two factors.
fn rows(years: [&WorldModel; 2], outcome: &Outcome, apart: bool) -> Result<(Rows, String)> {
    let [first, second] = years;
    let n = first.producers().len();
    let unit = first.table().unit().short();
    Ok(match outcome {
        Outcome::Exports => (Rows::Exports, unit),
        Outcome::Output => (Rows::Producers([Array1::ones(n), Array1::ones(n)]), unit),
        Outcome::Absorbed(measure) => {
            let rates = pair(&first.weights(measure)?, &second.weights(measure)?, n)?;
            (
                Rows::Producers(rates),
                first.weights(measure)?.unit().to_owned(),
            )
        }
        Outcome::AbsorbedIn { start, end } => (
            Rows::Producers(pair(start, end, n)?),
            start.unit().to_owned(),
        ),
        Outcome::Income(owners) => (Rows::Owners(Incomes::new(years, owners, apart)?), unit),
    })
}

/// The rates of two years, of one unit and over the same producers.
fn pair(start: &Weights, end: &Weights, n: usize) -> Result<[Array1<f64>; 2]> {
    if start.unit() != end.unit() {
        return Err(Error::unit(format!(
            "the rates `{}` of the two years are in different units",
            start.name()
        ))
        .expected(start.unit())
        .found(end.unit()));
    }
    for rates in [start, end] {
        if rates.rates().len() != n {
            return Err(Error::shape(format!("the rates `{}`", rates.name()))
                .expected(format!("{n} producers"))
                .found(rates.rates().len()));
        }
    }
    Ok([start.rates().to_owned(), end.rates().to_owned()])
}
