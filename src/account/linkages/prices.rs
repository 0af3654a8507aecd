//! Prices after costs have risen: the cost-push model.
//!
//! Question answered: if producers pay more per unit of output (wages, taxes, imports, tariffs), by how much do prices rise along the
//! chain?
//!
//! Source: Leontief (1947), "Wages, Profit, and Prices", Quarterly Journal of Economics 61(1), 26-39; Miller, Blair (2009), Input-Output
//! Analysis, second edition, section 2.6.
//!
//! Prices are one in the base; c are costs per unit of output that rise by dv at first, p the prices that rise with them, θ the share of a
//! cost increase that a producer passes on:
//!
//! ```text
//! full pass-through       p' = c' = dv' B                                         v' B = u' for all primary inputs v
//! partial pass-through    c' = dv' + (θ ∘ c)' A = dv' (I − θ̂ A)⁻¹,    p = θ ∘ c
//! price of final use      Σ_i p_i y_ir / Σ_i y_ir                                  goods that do not change in price counted below
//! ```
//!
//! Shapes: rows over n producers. Units: relative changes, 0.01 is one per cent. Quantities stay as they are: nobody substitutes.
//!
//! # Identities (tested)
//! With full pass-through what final users (and, in a national table, buyers of exports) pay more is what producers pay more at first,
//! p'y = dv'x; a rise of all primary inputs by one per cent raises all prices by one per cent.
//!
//! # Computation
//! One left solve; with partial pass-through one new system θ̂A, in one matrix of n × n.

use ndarray::{Array1, ArrayView1, Axis as Dimension};

use super::economy::{Economy, Linkages, defined};
use crate::account::Ledger;
use crate::account::ledger::{Apart, Parts, Seller, Term};
use crate::error::{Error, Result};
use crate::linalg::Factorised;

/// How much of a cost increase producers pass on in their prices.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum PassThrough {
    /// All of it.
    #[default]
    Full,
    /// The same share everywhere.
    Share(f64),
    /// A share for every producer.
    ByProducer(Array1<f64>),
}

/// Changes of costs and prices of every producer, as shares of the price.
#[derive(Debug, Clone)]
pub struct Prices {
    first: Array1<f64>,
    cost: Array1<f64>,
    price: Array1<f64>,
}

/// The terms of [`Linkages::price_changes`].
pub const CHANGES: [Term; 3] = [
    Term::new("FIRST", "cost that rises at first", "dv"),
    Term::new("COST", "cost in all rounds", "c' = dv' (I − θ̂ A)⁻¹"),
    Term::new("PRICE", "price that users are charged", "p = θ ∘ c"),
];

/// The term of [`Linkages::price_of_final_use`].
pub const FINAL_USE: Term = Term::new(
    "FINAL_PRICE",
    "price of final use in a country",
    "Σ_i p_i y_ir / Σ_i y_ir",
);

impl Prices {
    pub(super) fn new(first: Array1<f64>, cost: Array1<f64>, share: Option<&Array1<f64>>) -> Self {
        Self {
            price: match share {
                None => cost.clone(),
                Some(share) => &cost * share,
            },
            first,
            cost,
        }
    }

    /// What costs rise by at first.
    #[must_use]
    pub fn first(&self) -> ArrayView1<'_, f64> {
        self.first.view()
    }

    /// What costs rise by in all rounds.
    #[must_use]
    pub fn cost(&self) -> ArrayView1<'_, f64> {
        self.cost.view()
    }

    /// What prices rise by: costs as far as they are passed on.
    #[must_use]
    pub fn price(&self) -> ArrayView1<'_, f64> {
        self.price.view()
    }
}

impl Linkages {
    /// Costs and prices after every producer's costs per unit of output have risen by `costs`.
    ///
    /// ```
    /// # use leontief::label::{Axis, Group, Producers};
    /// # use leontief::table::WorldDraft;
    /// # use leontief::unit::{PriceBasis, Scale, Unit};
    /// # use ndarray::array;
    /// use leontief::account::linkages::PassThrough;
    /// # let sectors = Axis::new(["goods"])?;
    /// # let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
    /// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    /// # let table = WorldDraft::new(producers, Axis::new(["final"])?, unit)
    /// #     .flows(array![[30.0, 10.0], [5.0, 40.0]])
    /// #     .final_use(array![[50.0, 10.0], [5.0, 50.0]])
    /// #     .output(array![100.0, 100.0])
    /// #     .residual_value_added()
    /// #     .check()?;
    /// // Chinese value added, 65 of 100, becomes a tenth dearer
    /// let prices = table.model()?.linkages().prices(array![0.065, 0.0].view(), &PassThrough::Full)?;
    /// assert!((prices.price()[1] - 0.065 / 0.7 * 0.1 / (0.6 - 0.1 * 0.05 / 0.7)).abs() < 1e-12);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If there is not one finite number per producer, a share is negative, or the economy is not productive.
    pub fn prices(&self, costs: ArrayView1<'_, f64>, pass: &PassThrough) -> Result<Prices> {
        let first = self.fitting("costs", costs)?.to_owned();
        let Some(share) = self.shares(pass)? else {
            let cost = self.solve_transposed(first.view())?;
            return Ok(Prices::new(first, cost, None));
        };
        let cost = self.charged(first.view(), &share, |_, _| 1.0)?;
        Ok(Prices::new(first, cost, Some(&share)))
    }

    /// First costs, costs of all rounds and prices by producer, [`CHANGES`].
    ///
    /// # Errors
    /// If the prices belong to other producers.
    pub fn price_changes(&self, prices: &Prices) -> Result<Ledger<Apart>> {
        self.fitting("prices", prices.price())?;
        let rows = [
            (CHANGES[0], defined(&prices.first)),
            (CHANGES[1], defined(&prices.cost)),
            (CHANGES[2], defined(&prices.price)),
        ];
        let about = self.about("cost-push prices", "price", "share of the price");
        self.by_producer(about, &rows)
    }

    /// What final use costs more, by country, [`FINAL_USE`]. Goods from outside a national table keep their price. A country without
    /// final use has no row.
    ///
    /// # Errors
    /// If the prices belong to other producers.
    pub fn price_of_final_use(&self, prices: &Prices) -> Result<Ledger<Apart>> {
        let price = self.fitting("prices", prices.price())?;
        let (codes, dearer, all): (Vec<String>, Array1<f64>, Array1<f64>) = match &self.economy {
            Economy::National(model) => {
                let table = model.table();
                let uses = table.domestic_final().sum_axis(Dimension(1));
                let all = uses.sum() + table.imported_final().sum();
                let dearer = price.dot(&uses);
                let code = table.country().to_owned();
                (
                    vec![code],
                    Array1::from_elem(1, dearer),
                    Array1::from_elem(1, all),
                )
            }
            Economy::World(model) => {
                let uses = model.table().absorption();
                let all = uses.sum_axis(Dimension(0));
                let codes = model.countries().codes().to_vec();
                (codes, uses.t().dot(&price), all)
            }
        };
        let mut values = ndarray::Array4::zeros((1, 1, 1, codes.len()));
        let mut undefined = ndarray::Array4::from_elem(values.dim(), false);
        for r in 0..codes.len() {
            match all[r] {
                0.0 => undefined[[0, 0, 0, r]] = true,
                all => values[[0, 0, 0, r]] = dearer[r] / all,
            }
        }
        let parts = Parts {
            about: self.about(
                "cost-push prices",
                "price of final use",
                "share of the price",
            ),
            sellers: codes.iter().map(|code| Seller::country(code)).collect(),
            importers: None,
            origins: None,
            terms: vec![FINAL_USE],
            home: true,
            values,
        };
        Ledger::with_undefined(parts, Some(undefined))
    }

    /// Shares that are passed on; nothing where all is.
    pub(super) fn shares(&self, pass: &PassThrough) -> Result<Option<Array1<f64>>> {
        let n = self.producers().len();
        let share = match pass {
            PassThrough::Full => return Ok(None),
            PassThrough::Share(share) => Array1::from_elem(n, *share),
            PassThrough::ByProducer(shares) => shares.clone(),
        };
        self.fitting("shares passed on", share.view())?;
        match share.iter().position(|share| *share < 0.0) {
            Some(at) => Err(Error::parameter(format!(
                "{} passes on a negative share of its costs",
                self.producers().label(at)
            ))
            .expected("zero or more")
            .found(share[at])),
            None => Ok(Some(share)),
        }
    }

    /// c with c' = dv' + (θ ∘ c)' (A ∘ M), where M raises what an input costs: M_ij = `dearer(i, j)`.
    pub(super) fn charged(
        &self,
        first: ArrayView1<'_, f64>,
        share: &Array1<f64>,
        dearer: impl Fn(usize, usize) -> f64,
    ) -> Result<Array1<f64>> {
        let mut coefficients = self.coefficients()?;
        for (i, (mut row, share)) in coefficients.rows_mut().into_iter().zip(share).enumerate() {
            for (j, cell) in row.iter_mut().enumerate() {
                *cell *= share * dearer(i, j);
            }
        }
        let system = Factorised::new(coefficients, &self.options());
        let system = system.map_err(|failure| self.labelled(failure))?;
        let solved = system.solve_transposed_many(first.insert_axis(Dimension(1)));
        let solved = solved.map_err(|failure| self.labelled(failure))?;
        Ok(solved.index_axis_move(Dimension(1), 0))
    }
}
