//! Average propagation lengths: how many steps lie between two producers.
//!
//! Question answered: if final use of the goods of j changes, through how many rounds of inputs, on average, does the change travel until
//! it arrives at supplier i?
//!
//! Source: Dietzenbacher, Romero Luna, Bosma (2005), "Using Average Propagation Lengths to Identify Production Chains in the Andalusian
//! Economy", Estudios de Economía Aplicada 23(2), 405-422; on international tables: Dietzenbacher, Romero (2007), International Regional
//! Science Review 30(4), 362-383, DOI 10.1177/0160017607305366. Oosterhaven, Bouwmeester (2013), International Regional Science Review
//! 36(4), 481-491, DOI 10.1177/0160017613486670, warn that lengths within a producer (i = j) mirror the size of its multiplier; use the
//! others.
//!
//! # Equations
//! APL_ij = Σ_k k (A^k)_ij / Σ_k (A^k)_ij, k ≥ 1, = H_ij / (B − I)_ij with H = B (B − I). Not defined where j calls forth nothing of i:
//! there is no row. The same lengths hold forward, through the Ghosh inverse: both matrices are scaled alike.
//!
//! Between countries, our own sum, the final output y_r of r as the change: APL_sr = Σ_i (H y_r)_i / Σ_i ((B − I) y_r)_i over i in s.
//!
//! Shapes: suppliers × users. Unit: stages.
//!
//! # Identities (tested)
//! APL ≥ 1 for non-negative tables, and equal to the sum of many powers of A.
//!
//! # Computation
//! For m users, (B − I) e_j = B (A e_j) and H e_j = B (B − I) e_j: two solves with m right-hand sides. For fewer suppliers than users the
//! same with rows. A difference B − I is never taken, so that small effects keep their digits and missing ones are exactly zero.

use ndarray::{Array2, Axis as Dimension, Slice, Zip};

use super::chains::Chains;
use crate::account::ledger::{About, Apart, Ledger, Parts, Seller, Term};
use crate::error::{Error, Result};
use crate::label::{Ix, Producer};
use crate::linalg::Failure;
use crate::model::WorldModel;

/// Columns that are solved together where all are wanted.
const TOGETHER: usize = 256;

/// The length of a chain between two producers.
pub const PROPAGATION_LENGTH: Term = Term::new(
    "APL",
    "average propagation length: mean number of rounds from a change of final use to the supplier",
    "(B (B − I))_ij / (B − I)_ij",
);

/// Lengths between chosen suppliers and users.
#[derive(Debug, Clone)]
pub struct PropagationLengths {
    about: About,
    suppliers: Vec<Seller>,
    users: Vec<Seller>,
    /// Supplier × user; NaN where there is no length.
    lengths: Array2<f64>,
}

impl PropagationLengths {
    /// The suppliers, down.
    #[must_use]
    pub fn suppliers(&self) -> &[Seller] {
        &self.suppliers
    }

    /// The users, across.
    #[must_use]
    pub fn users(&self) -> &[Seller] {
        &self.users
    }

    /// The length from a supplier to a user, by position among those chosen; nothing where the user calls forth nothing of the supplier,
    /// or beyond the end.
    #[must_use]
    pub fn get(&self, supplier: usize, user: usize) -> Option<f64> {
        let length = self.lengths.get([supplier, user]).copied();
        length.filter(|length| !length.is_nan())
    }

    /// One user's column as a ledger: a row for each supplier that it calls forth.
    ///
    /// # Errors
    /// If there is no such user.
    pub fn of_user(&self, user: usize) -> Result<Ledger<Apart>> {
        let user_words = words(self.users.get(user), "user", user)?;
        let column = self.lengths.column(user).to_owned();
        ledger(
            about(
                self.about.clone(),
                format!("chains from suppliers to {user_words}"),
            ),
            self.suppliers.clone(),
            column.insert_axis(Dimension(0)),
            None,
        )
    }

    /// One supplier's row as a ledger: a row for each user that calls it forth.
    ///
    /// # Errors
    /// If there is no such supplier.
    pub fn of_supplier(&self, supplier: usize) -> Result<Ledger<Apart>> {
        let supplier_words = words(self.suppliers.get(supplier), "supplier", supplier)?;
        let row = self.lengths.row(supplier).to_owned();
        ledger(
            about(
                self.about.clone(),
                format!("chains from {supplier_words} to users"),
            ),
            self.users.clone(),
            row.insert_axis(Dimension(0)),
            None,
        )
    }
}

impl WorldModel {
    /// Average propagation lengths between some suppliers and some users.
    ///
    /// ```
    /// # use leontief::label::{Axis, Group, Producers};
    /// # use leontief::table::WorldDraft;
    /// # use leontief::unit::{PriceBasis, Scale, Unit};
    /// # use ndarray::array;
    /// # let sectors = Axis::new(["goods"])?;
    /// # let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
    /// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    /// # let table = WorldDraft::new(producers, Axis::new(["final"])?, unit)
    /// #     .flows(array![[0.0, 50.0], [0.0, 0.0]])
    /// #     .final_use(array![[50.0, 0.0], [0.0, 100.0]])
    /// #     .output(array![100.0, 100.0])
    /// #     .residual_value_added()
    /// #     .check()?;
    /// let model = table.model()?;
    /// let china = model.producers().at("CHN", "whole", "goods")?;
    /// let usa = model.producers().at("USA", "whole", "goods")?;
    /// let lengths = model.propagation_lengths(&[china, usa], &[usa])?;
    /// assert_eq!(lengths.get(0, 0), Some(1.0));
    /// // the United States supply nothing to themselves
    /// assert_eq!(lengths.get(1, 0), None);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a position lies beyond the producers, or the economy is not productive.
    pub fn propagation_lengths(
        &self,
        suppliers: &[Ix<Producer>],
        users: &[Ix<Producer>],
    ) -> Result<PropagationLengths> {
        let (suppliers, users) = (positions_of(self, suppliers)?, positions_of(self, users)?);
        let lengths = match users.len() <= suppliers.len() {
            true => columns_of_lengths(self, &users)?.select(Dimension(0), &suppliers),
            false => rows_of_lengths(self, &suppliers)?
                .select(Dimension(0), &users)
                .reversed_axes(),
        };
        Ok(between(self, &suppliers, &users, lengths))
    }

    /// Average propagation lengths between all producers: one n × n matrix beside the factor, 96 MB for 3 465 producers, and little more
    /// while it is made.
    ///
    /// # Errors
    /// If there is no memory, the economy is not productive, or the work was stopped.
    pub fn all_propagation_lengths(&self) -> Result<PropagationLengths> {
        let n = self.producers().len();
        let memory = self
            .run()
            .require_memory("all propagation lengths", 8 * n * n);
        memory.map_err(|failure| self.labelled(Failure::from(failure)))?;
        let all: Vec<usize> = (0..n).collect();
        let mut lengths = Array2::zeros((n, n));
        let batches = all.len().div_ceil(TOGETHER);
        let mut watch = self.run().watch("propagation lengths", batches);
        for users in all.chunks(TOGETHER) {
            let columns = Slice::from(users[0]..users[0] + users.len());
            lengths
                .slice_axis_mut(Dimension(1), columns)
                .assign(&columns_of_lengths(self, users)?);
            let step = watch.step();
            step.map_err(|stopped| self.labelled(Failure::from(stopped)))?;
        }
        Ok(between(self, &all, &all, lengths))
    }

    /// Average propagation lengths between countries, from all producers of the supplier to the final output of the user. Nothing where a
    /// country calls forth nothing of another.
    ///
    /// # Errors
    /// If the economy is not productive.
    pub fn propagation_between_countries(&self) -> Result<Ledger<Apart>> {
        let chains = Chains::new(self)?;
        let finals = chains.finals();
        let producing = self.producers().countries();
        let mut changes = Array2::zeros((finals.len(), producing.len()));
        for (r, range) in self.ranges().iter().enumerate() {
            for j in range.clone() {
                changes[[j, r]] = finals[j];
            }
        }
        let inputs = chains.at_home(&changes) + &chains.across(&changes);
        let called = chains.everywhere(&inputs)?;
        let steps = chains.everywhere(&called)?;
        let (called, steps) = (by_supplier(self, &called), by_supplier(self, &steps));
        ledger(
            about(
                About::of_world(self.table()),
                "chains from a country's producers to final output of another".to_owned(),
            ),
            producing
                .codes()
                .iter()
                .map(|code| Seller::country(code))
                .collect(),
            divided(&steps, &called).reversed_axes(),
            Some(producing.codes().to_vec()),
        )
    }
}

/// Columns added up over the producers of each country.
fn by_supplier(model: &WorldModel, columns: &Array2<f64>) -> Array2<f64> {
    let mut sums = Array2::zeros((model.producers().countries().len(), columns.ncols()));
    for (mut sum, range) in sums.rows_mut().into_iter().zip(model.ranges()) {
        let rows = columns.slice_axis(Dimension(0), Slice::from(range.clone()));
        sum.assign(&rows.sum_axis(Dimension(0)));
    }
    sums
}

/// Columns of lengths to these users, from all suppliers.
fn columns_of_lengths(model: &WorldModel, users: &[usize]) -> Result<Array2<f64>> {
    let mut inputs = model.table().flows().select(Dimension(1), users);
    let per_output = model.per_output();
    for (mut column, &user) in inputs.columns_mut().into_iter().zip(users) {
        column *= per_output[user];
    }
    let called = model.solve_many(inputs.view())?;
    Ok(divided(&model.solve_many(called.view())?, &called))
}

/// Rows of lengths from these suppliers to all users, each as a column.
fn rows_of_lengths(model: &WorldModel, suppliers: &[usize]) -> Result<Array2<f64>> {
    let flows = model.table().flows().select(Dimension(0), suppliers);
    let inputs = (flows * model.per_output()).reversed_axes();
    let called = model.solve_transposed_many(inputs.view())?;
    let steps = model.solve_transposed_many(called.view())?;
    Ok(divided(&steps, &called))
}

fn positions_of(model: &WorldModel, chosen: &[Ix<Producer>]) -> Result<Vec<usize>> {
    let n = model.producers().len();
    let positions: Vec<usize> = chosen.iter().map(|at| at.get()).collect();
    match positions.iter().find(|position| **position >= n) {
        None => Ok(positions),
        Some(beyond) => Err(Error::label("a position lies beyond the producers")
            .expected(format!("less than {n}"))
            .found(beyond)),
    }
}

fn between(
    model: &WorldModel,
    suppliers: &[usize],
    users: &[usize],
    lengths: Array2<f64>,
) -> PropagationLengths {
    let all = Seller::all(model.producers());
    let labels = |chosen: &[usize]| chosen.iter().map(|&i| all[i].clone()).collect();
    PropagationLengths {
        about: About::of_world(model.table()),
        suppliers: labels(suppliers),
        users: labels(users),
        lengths,
    }
}

/// Steps per what is called forth; NaN where nothing is, which never leaves this file.
fn divided(steps: &Array2<f64>, called: &Array2<f64>) -> Array2<f64> {
    let length = |steps: &f64, called: &f64| match *called == 0.0 {
        true => f64::NAN,
        false => steps / called,
    };
    Zip::from(steps).and(called).map_collect(length)
}

fn about(all: About, chains: String) -> About {
    About {
        method: "average propagation length, Dietzenbacher, Romero Luna, Bosma (2005)".to_owned(),
        measure: chains,
        unit: "stages".to_owned(),
        ..all
    }
}

/// A producer in words.
fn words(found: Option<&Seller>, what: &str, position: usize) -> Result<String> {
    let Some(seller) = found else {
        return Err(Error::label(format!(
            "there is no {what} number {position}"
        )));
    };
    let parts = [&seller.exporter, &seller.group, &seller.sector];
    let words: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    Ok(words.join(" "))
}

/// Lengths by importer and seller, of which those that are not a number have no row.
fn ledger(
    about: About,
    sellers: Vec<Seller>,
    lengths: Array2<f64>,
    importers: Option<Vec<String>>,
) -> Result<Ledger<Apart>> {
    let values = lengths.insert_axis(Dimension(0)).insert_axis(Dimension(0));
    let undefined = values.mapv(f64::is_nan);
    let parts = Parts {
        about,
        sellers,
        importers,
        origins: None,
        terms: vec![PROPAGATION_LENGTH],
        home: true,
        values,
    };
    Ledger::with_undefined(parts, Some(undefined))
}
