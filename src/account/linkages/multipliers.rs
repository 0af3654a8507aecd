//! Multipliers: output, value added, income, jobs per unit of final demand.
//!
//! Question answered: how much of something does one unit of final demand for a producer's output call forth, at the producer, at its
//! suppliers, and through what households earn and spend again?
//!
//! Source: Miller, Blair (2009), Input-Output Analysis, second edition, Cambridge University Press, chapter 6 (simple and total
//! multipliers, ratios of type I and type II); rank-one form: Sherman, Morrison (1950), Annals of Mathematical Statistics 21(1), 124-127.
//!
//! With a row of rates r per unit of output, households' income H_r (K × n) and spending H_c (n × K):
//!
//! ```text
//! direct    r
//! indirect  r'B − r'
//! type I    r'B                                       simple multiplier
//! induced   r'B H_c (I − H_r B H_c)⁻¹ H_r B           = (r'B h_c)(h_r B)_j / (1 − h_r B h_c) for one household
//! type II   r'B + induced                             total multiplier, truncated to the producers
//! ratios    (r'B)_j / r_j and type II_j / r_j         no figure where r_j = 0
//! ```
//!
//! Shapes: rows over n producers. Units: the unit of the weights per unit of final demand; ratios have none. Output multipliers are those of
//! [`Linkages::output_weights`]: type II counts the output of producers only, not the households' income.
//!
//! # Identities (tested)
//! Type II equals the multipliers of the model with households as producer n + 1; direct + indirect = type I; type I value added and
//! imports of a national model add up to one; in a world model value added of type I is one where all primary inputs count.
//!
//! # Computation
//! One left solve per row of rates and per household, and a K × K system; no second factor or inverse of size n.

use ndarray::{Array1, Array2, ArrayView1, Axis as Dimension};

use super::economy::{Linkages, defined, quotients};
use super::households::Households;
use crate::account::Ledger;
use crate::account::ledger::{Apart, Term};
use crate::error::{Error, Result};
use crate::linalg::{Factorised, Options};
use crate::model::Weights;

/// The producer's own rate.
pub const DIRECT: Term = Term::new("DIRECT", "at the producer itself", "r");
/// What suppliers add.
pub const INDIRECT: Term = Term::new("INDIRECT", "at suppliers in all rounds", "r'B − r'");
/// The simple multiplier.
pub const TYPE_I: Term = Term::new("TYPE_I", "direct and indirect", "r'B");
/// What households set going.
pub const INDUCED: Term = Term::new(
    "INDUCED",
    "through income that households spend",
    "r'B H_c (I − H_r B H_c)⁻¹ H_r B",
);
/// The total multiplier.
pub const TYPE_II: Term = Term::new("TYPE_II", "direct, indirect and induced", "r'B + induced");
/// The ratio of type I.
pub const RATIO_I: Term = Term::new(
    "RATIO_I",
    "direct and indirect per unit of direct",
    "(r'B)_j / r_j",
);
/// The ratio of type II.
pub const RATIO_II: Term = Term::new(
    "RATIO_II",
    "direct, indirect and induced per unit of direct",
    "type II_j / r_j",
);

/// Multipliers of one row of weights.
#[derive(Debug, Clone)]
pub struct Multipliers {
    direct: Array1<f64>,
    type_i: Array1<f64>,
    induced: Option<Array1<f64>>,
    amounts: Ledger<Apart>,
    ratios: Ledger<Apart>,
}

impl Multipliers {
    /// Per unit of the producer's own output.
    #[must_use]
    pub fn direct(&self) -> ArrayView1<'_, f64> {
        self.direct.view()
    }

    /// Direct and indirect, per unit of final demand.
    #[must_use]
    pub fn type_i(&self) -> ArrayView1<'_, f64> {
        self.type_i.view()
    }

    /// What households set going per unit of final demand; nothing where the model is open.
    #[must_use]
    pub fn induced(&self) -> Option<ArrayView1<'_, f64>> {
        self.induced.as_ref().map(|induced| induced.view())
    }

    /// Direct, indirect and induced; nothing where the model is open.
    #[must_use]
    pub fn type_ii(&self) -> Option<Array1<f64>> {
        self.induced.as_ref().map(|induced| &self.type_i + induced)
    }

    /// Amounts per unit of final demand, by producer: [`DIRECT`], [`INDIRECT`], [`TYPE_I`] and, with households, [`INDUCED`],
    /// [`TYPE_II`].
    #[must_use]
    pub fn amounts(&self) -> &Ledger<Apart> {
        &self.amounts
    }

    /// Amounts per unit of the direct one, by producer: [`RATIO_I`] and, with households, [`RATIO_II`]. Producers whose own rate is
    /// zero have no row.
    #[must_use]
    pub fn ratios(&self) -> &Ledger<Apart> {
        &self.ratios
    }
}

impl Linkages {
    /// Multipliers of the open model: type I.
    ///
    /// # Errors
    /// If the weights belong to other producers, or the economy is not productive.
    pub fn multipliers(&self, weights: &Weights) -> Result<Multipliers> {
        let rates = self.rates(weights)?;
        let type_i = self.solve_transposed(rates)?;
        self.gathered(weights, type_i, None)
    }

    /// Multipliers of the model closed with respect to households: type I and type II.
    ///
    /// # Errors
    /// As [`multipliers`](Self::multipliers); or if the households belong to other producers; or if they would earn, round by round, at
    /// least what they spend, so that spending never ends.
    pub fn multipliers_with(
        &self,
        weights: &Weights,
        households: &Households,
    ) -> Result<Multipliers> {
        let rates = self.rates(weights)?;
        let (earned, spent) = (households.income(), households.spending());
        let (n, count) = (rates.len(), households.len());
        if earned.ncols() != n {
            return Err(
                Error::shape("the households belong to other producers than the model")
                    .expected(format!("{n} producers"))
                    .found(earned.ncols()),
            );
        }
        // r'B and H_r B, one left solve each
        let mut rows = Array2::zeros((n, 1 + count));
        rows.column_mut(0).assign(&rates);
        for k in 0..count {
            rows.column_mut(1 + k).assign(&earned.row(k));
        }
        let solved = self.solve_transposed_many(rows.view())?;
        let (type_i, earned) = solved.view().split_at(Dimension(1), 1);
        let type_i = type_i.index_axis_move(Dimension(1), 0).to_owned();
        // H_r B H_c: what a household earns per unit that another spends
        let again = earned.t().dot(&spent);
        let first = type_i.dot(&spent);
        let rounds = all_rounds(&again, first, households)?;
        self.gathered(weights, type_i, Some(earned.dot(&rounds)))
    }

    fn gathered(
        &self,
        weights: &Weights,
        type_i: Array1<f64>,
        induced: Option<Array1<f64>>,
    ) -> Result<Multipliers> {
        let direct = weights.rates().to_owned();
        let indirect = &type_i - &direct;
        let mut amounts = vec![
            (DIRECT, defined(&direct)),
            (INDIRECT, defined(&indirect)),
            (TYPE_I, defined(&type_i)),
        ];
        let mut ratios = vec![(RATIO_I, quotients(&type_i, direct.view()))];
        let mut method = "multipliers of type I";
        if let Some(induced) = &induced {
            let type_ii = &type_i + induced;
            amounts.push((INDUCED, defined(induced)));
            amounts.push((TYPE_II, defined(&type_ii)));
            ratios.push((RATIO_II, quotients(&type_ii, direct.view())));
            method = "multipliers of type I and type II";
        }
        let per = format!(
            "{} per {} of final demand",
            weights.unit(),
            self.unit().short()
        );
        let amounts = self.by_producer(self.about(method, weights.name(), &per), &amounts)?;
        let per = "per unit of the direct amount";
        let ratios = self.by_producer(self.about(method, weights.name(), per), &ratios)?;
        Ok(Multipliers {
            direct,
            type_i,
            induced,
            amounts,
            ratios,
        })
    }
}

/// z with z' (I − M) = g': spending of each household in all rounds, weighted.
fn all_rounds(
    again: &Array2<f64>,
    first: Array1<f64>,
    households: &Households,
) -> Result<Array1<f64>> {
    if let ([only], [code]) = (again.as_slice().unwrap_or(&[]), households.codes())
        && *only >= 1.0
    {
        return Err(endless(code).expected("less than 1").found(only));
    }
    let system = Factorised::new(again.clone(), &Options::default());
    let system = system.map_err(|failure| {
        let at = failure
            .breakdown()
            .map_or(0, |breakdown| breakdown.position);
        endless(households.codes().get(at).map_or("", String::as_str)).caused_by(failure)
    })?;
    let solved = system.solve_transposed_many(first.insert_axis(Dimension(1)).view());
    let solved = solved.map_err(|failure| Error::shape(failure.to_string()))?;
    Ok(solved.index_axis_move(Dimension(1), 0))
}

fn endless(code: &str) -> Error {
    Error::singular(format!(
        "for every unit that `{code}` spend, households earn at least one unit more (h_r B h_c), so that spending never ends"
    ))
    .hint("let households save a part of their income (`Spending::OfIncome`), or let only wages be their income")
}
