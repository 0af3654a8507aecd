//! Shares of a host's producers that imply given flows.

use ndarray::{Array1, Array2, Axis as Dimension, Slice};

use super::cells::ROUNDING;
use super::proportional::measuring_unit;
use super::scaled::met;
use crate::build::balancing::{Balancing, Margin};
use crate::error::{Error, Result};
use crate::label::{Axis, Country, Ix, Owner};
use crate::table::{PrimaryKind, WorldTable};

/// Owner × producer shares by component, of all hosts.
pub(super) type Shares = Vec<(PrimaryKind, Array2<f64>)>;

/// A host whose shares are moved.
pub(super) struct Host<'a> {
    pub(super) table: &'a WorldTable,
    pub(super) owners: &'a Axis<Owner>,
    pub(super) at: Ix<Country>,
    /// Whether a component is compared with the totals.
    pub(super) counts: &'a dyn Fn(PrimaryKind) -> bool,
}

/// A column of the balancing: a component of a producer's income.
struct Column {
    component: usize,
    producer: usize,
    amount: f64,
}

/// What is known of an owner's odds against those of home.
struct Multipliers {
    rows: Vec<usize>,
    values: Array1<f64>,
    home: f64,
}

impl Host<'_> {
    fn code(&self) -> &str {
        self.table.countries().code(self.at)
    }

    /// Moves the shares to these flows by owner, home apart.
    pub(super) fn hold(&self, shares: &mut Shares, wanted: &[f64]) -> Result<()> {
        let columns = self.columns(shares);
        let home = self.at.get();
        let level = |o: usize, column: &Column| {
            shares[column.component].1[[o, column.producer]] * column.amount
        };
        let rows = (0..self.owners.len())
            .filter(|&o| columns.iter().any(|column| level(o, column) != 0.0));
        let rows: Vec<usize> = rows.collect();
        let prior = Array2::from_shape_fn((rows.len(), columns.len()), |(i, k)| {
            level(rows[i], &columns[k])
        });
        let all: f64 = columns.iter().map(|column| column.amount).sum();
        let abroad: f64 = (0..wanted.len())
            .filter(|o| *o != home)
            .map(|o| wanted[o])
            .sum();
        let targets: Vec<f64> = rows
            .iter()
            .map(|&o| if o == home { all - abroad } else { wanted[o] })
            .collect();
        self.require_room(abroad, all, rows.contains(&home))?;
        let balanced = self.balanced(&prior, (&rows, &targets), &columns)?;
        let values = balanced.1;
        for (k, column) in columns.iter().enumerate() {
            let found = balanced.0.column(k);
            let sum = found.sum();
            let mut to = shares[column.component].1.column_mut(column.producer);
            for (&o, amount) in rows.iter().zip(found) {
                to[o] = amount / sum;
            }
        }
        let of_home = rows.iter().position(|&o| o == home);
        let multipliers = Multipliers {
            home: of_home.map_or(1.0, |i| values[i]),
            rows,
            values,
        };
        self.move_along(shares, &multipliers);
        Ok(())
    }

    /// Components of producers that pay something.
    fn columns(&self, shares: &Shares) -> Vec<Column> {
        let mut columns = Vec::new();
        for (component, (kind, _)) in shares.iter().enumerate() {
            let row = self.table.primary().row(*kind);
            let Some(row) = row.filter(|_| (self.counts)(*kind)) else {
                continue;
            };
            for producer in self.table.range(self.at) {
                let amount = row.by_producer[producer];
                if amount != 0.0 {
                    columns.push(Column {
                        component,
                        producer,
                        amount,
                    });
                }
            }
        }
        columns
    }

    fn require_room(&self, abroad: f64, all: f64, has_home: bool) -> Result<()> {
        let code = self.code();
        if abroad > all {
            return Err(Error::control_total(format!(
                "`{code}` is to pay more income to abroad than its producers have"
            ))
            .expected(format!("at most {all}"))
            .found(abroad)
            .hint("the unit of the totals, or `ControlScale::ShareOfGdp`"));
        }
        if !has_home && all - abroad > ROUNDING * all.abs() {
            return Err(Error::control_total(format!(
                "all income of `{code}` is foreign under the layers; none of it can become income at home"
            ))
            .expected(format!("payments of {all}"))
            .found(abroad)
            .hint("foreign shares below 1"));
        }
        Ok(())
    }

    /// Amounts, and multipliers by row.
    fn balanced(
        &self,
        prior: &Array2<f64>,
        (rows, targets): (&[usize], &[f64]),
        columns: &[Column],
    ) -> Result<(Array2<f64>, Array1<f64>)> {
        // a row of both signs may add up to little; it cannot be met better than its cells are rounded: with sums P and N of cells,
        // r P − N / r = u leaves r P + N / r = √(u² + 4 P N)
        let sizes = prior.rows().into_iter().zip(targets).map(|(row, target)| {
            let positive: f64 = row.iter().map(|cell| cell.max(0.0)).sum();
            let negative: f64 = row.iter().map(|cell| (-cell).max(0.0)).sum();
            target.hypot(2.0 * (positive * negative).sqrt())
        });
        let unit = measuring_unit(sizes.chain(columns.iter().map(|column| column.amount)));
        let owners = rows
            .iter()
            .map(|&o| format!("income of {}", self.owners.codes()[o]));
        let producers = columns.iter().map(|column| {
            let label = self.table.producers().label(column.producer);
            format!("component {} of {label}", column.component + 1)
        });
        let scaled = |amounts: Vec<f64>| -> Vec<f64> {
            amounts.into_iter().map(|amount| amount * unit).collect()
        };
        let rows = Margin::new(owners, scaled(targets.to_vec()))?;
        let amounts = columns.iter().map(|column| column.amount).collect();
        let columns = Margin::new(producers, scaled(amounts))?;
        let prior = prior * unit;
        let problem = Balancing::gras(prior.view(), rows, columns)?;
        let balanced = met(|tolerance| problem.clone().tolerance(tolerance).balanced()).map_err(|error| {
                error.during(format!(
                    "income of the producers of `{}` cannot be held to its control totals (amounts times {unit})",
                    self.code()
                ))
            })?;
        let multipliers = balanced.row_multipliers().clone();
        Ok((balanced.into_matrix() / unit, multipliers))
    }

    /// Moves the shares of components that are not compared as those that are.
    fn move_along(&self, shares: &mut Shares, multipliers: &Multipliers) {
        let range = Slice::from(self.table.range(self.at));
        for (kind, shares) in shares.iter_mut().filter(|(kind, _)| !(self.counts)(*kind)) {
            let Some(row) = self.table.primary().row(*kind) else {
                continue;
            };
            let amounts = row.by_producer.slice_axis(Dimension(0), range);
            let mut here = shares.slice_axis_mut(Dimension(1), range);
            for (mut column, &amount) in here.columns_mut().into_iter().zip(amounts) {
                if amount == 0.0 {
                    continue;
                }
                let moved =
                    Array1::from_shape_fn(column.len(), |o| column[o] * multipliers.of(o, amount));
                let sum = moved.sum();
                if sum > 0.0 && sum.is_finite() {
                    column.assign(&(moved / sum));
                }
            }
        }
    }
}

impl Multipliers {
    /// What an owner's share is multiplied by relative to home's. An owner that has nothing of what is compared moves as home does.
    fn of(&self, owner: usize, amount: f64) -> f64 {
        let own = self.rows.iter().position(|&o| o == owner);
        let ratio = own.map_or(self.home, |i| self.values[i]) / self.home;
        match amount > 0.0 {
            true => ratio,
            false if ratio == 0.0 => 0.0,
            false => 1.0 / ratio,
        }
    }
}
