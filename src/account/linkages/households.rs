//! Households that earn and spend: what closes the model.
//!
//! A household k earns the row h_r (income per unit of output of every producer) and spends the column h_c (purchases from every
//! producer per unit of income). One household closes a national model; in a world model every country has its own, which earns at home
//! and buys anywhere.
//!
//! Source: Miller, Blair (2009), Input-Output Analysis, second edition, Cambridge University Press, section 2.5 (closing the model with
//! respect to households).
//!
//! Shapes: H_r is K × n, H_c is n × K. Units: income per unit of output, purchases per unit of income; both without unit where income is
//! in the unit of the table.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis as Dimension};

use super::economy::{Economy, Linkages};
use crate::error::{Error, Result};
use crate::label::Producers;
use crate::model::Weights;

/// What households spend per unit of income.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spending {
    /// Consumption divided by the income earned: what is not spent is saved or taxed, and savings and taxes buy nothing more.
    OfIncome,
    /// Every unit of income is spent, in the observed mix of domestic and imported goods.
    AllOfIt,
}

/// Households: what each earns per unit of every producer's output and spends on every producer's goods per unit of income.
#[derive(Debug, Clone, PartialEq)]
pub struct Households {
    codes: Vec<String>,
    /// H_r, household × producer.
    income: Array2<f64>,
    /// H_c, producer × household.
    spending: Array2<f64>,
}

impl Households {
    /// All households as one, with rates of the caller's own: income per unit of output, and purchases per unit of income.
    ///
    /// # Errors
    /// If there is not one finite number per producer in each.
    pub fn new(producers: &Producers, income: Array1<f64>, spending: Array1<f64>) -> Result<Self> {
        for (what, vector) in [("income", &income), ("spending", &spending)] {
            if vector.len() != producers.len() {
                return Err(Error::shape(format!("the {what} of households"))
                    .expected(format!("{} producers", producers.len()))
                    .found(vector.len()));
            }
            if let Some(at) = vector.iter().position(|value| !value.is_finite()) {
                return Err(Error::shape(format!(
                    "the {what} of households at {} is not a finite number",
                    producers.label(at)
                ))
                .found(vector[at]));
            }
        }
        Ok(Self {
            codes: vec!["households".to_owned()],
            income: income.insert_axis(Dimension(0)),
            spending: spending.insert_axis(Dimension(1)),
        })
    }

    /// Who they are: one for a national model, the countries of a world model.
    #[must_use]
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// H_r: income per unit of output, household × producer.
    #[must_use]
    pub fn income(&self) -> ArrayView2<'_, f64> {
        self.income.view()
    }

    /// H_c: purchases per unit of income, producer × household.
    #[must_use]
    pub fn spending(&self) -> ArrayView2<'_, f64> {
        self.spending.view()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }
}

/// Income, consumption of all goods, and consumption by producer of one household.
struct Budget {
    code: String,
    income: Array1<f64>,
    consumption: Array1<f64>,
    all_consumption: f64,
}

impl Linkages {
    /// The households of the table: they earn these weights (compensation of employees, or all value added) and buy the final use in
    /// these categories. In a world model there is one household per country with producers.
    ///
    /// A household without income, or without consumption where all income is spent, spends nothing.
    ///
    /// # Errors
    /// If the weights belong to other producers, or the table has no such category.
    pub fn households(
        &self,
        income: &Weights,
        categories: &[&str],
        spending: Spending,
    ) -> Result<Households> {
        let rates = self.rates(income)?;
        let budgets = match &self.economy {
            Economy::National(_) => vec![self.national_budget(rates, categories)?],
            Economy::World(_) => self.world_budgets(rates, categories)?,
        };
        let n = self.producers().len();
        let mut households = Households {
            codes: budgets.iter().map(|budget| budget.code.clone()).collect(),
            income: Array2::zeros((budgets.len(), n)),
            spending: Array2::zeros((n, budgets.len())),
        };
        for (k, budget) in budgets.iter().enumerate() {
            households.income.row_mut(k).assign(&budget.income);
            let per = match spending {
                Spending::OfIncome => budget.income.dot(&self.output()),
                Spending::AllOfIt => budget.all_consumption,
            };
            if per != 0.0 {
                let column = &budget.consumption / per;
                households.spending.column_mut(k).assign(&column);
            }
        }
        Ok(households)
    }

    fn national_budget(&self, rates: ArrayView1<'_, f64>, categories: &[&str]) -> Result<Budget> {
        let mut consumption = Array1::zeros(rates.len());
        let mut all = 0.0;
        if let Economy::National(model) = &self.economy {
            let table = model.table();
            for code in categories {
                let at = table.final_uses().at(code)?.get();
                consumption += &table.domestic_final().column(at);
                all += table.imported_final().column(at).sum();
            }
        }
        Ok(Budget {
            code: "households".to_owned(),
            income: rates.to_owned(),
            all_consumption: all + consumption.sum(),
            consumption,
        })
    }

    fn world_budgets(
        &self,
        rates: ArrayView1<'_, f64>,
        categories: &[&str],
    ) -> Result<Vec<Budget>> {
        let Economy::World(model) = &self.economy else {
            return Ok(Vec::new());
        };
        let consumption = model.table().absorption_of(categories)?;
        let countries = model.ranges().iter().enumerate();
        let budgets = countries.filter(|(_, range)| !range.is_empty());
        let budgets = budgets.map(|(c, range)| {
            let mut income = Array1::zeros(rates.len());
            for i in range.clone() {
                income[i] = rates[i];
            }
            let consumption = consumption.column(c).to_owned();
            Budget {
                code: model.countries().codes()[c].clone(),
                income,
                all_consumption: consumption.sum(),
                consumption,
            }
        });
        Ok(budgets.collect())
    }
}
