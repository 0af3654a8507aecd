//! What the foreign shares of a country's firms say of its producers.

use ndarray::Array1;

use super::case::IncomeTotal;
use super::notes::Notes;
use super::world::Composition;
use crate::balance::Economy;
use crate::build::{
    CapitalIncome, ForeignIncomeControl, ForeignIncomeResidual, PrimaryIncomePaid, ShareAdjustment,
    Split,
};
use crate::error::{Error, Result, first_few};
use crate::model::Model;
use crate::table::{
    DepreciationIncome, Exports, ForeignShares, IncomeShares, NationalTable, Origins, PrimaryKind,
};

pub(super) const REST: &str = crate::table::REST_OF_WORLD;

/// Foreign shares of a country by ownership of the firm: [domestic, foreign-invested].
pub(super) struct Owners {
    pub(super) capital: [f64; 2],
    pub(super) compensation: [f64; 2],
    pub(super) origins: Origins,
    /// Primary income paid to non-residents, mn USD, and what it is compared with.
    pub(super) paid: (f64, CapitalIncome),
    pub(super) total: IncomeTotal,
}

/// A country's model and exports, and its foreign income beside what was paid.
pub(super) struct Owned {
    pub(super) economy: Economy,
    pub(super) foreign_income: ForeignIncomeResidual,
}

impl Owners {
    /// The economy of a table whose groups tell owners apart.
    pub(super) fn split(
        &self,
        split: &Split,
        exports: Exports,
        notes: &mut Notes,
    ) -> Result<Owned> {
        let table = split.table();
        self.economy(
            table,
            [&self.compensation, &self.capital].map(|shares| by_owner(table, shares)),
            exports,
            notes,
        )
    }

    /// The economy of a table with these foreign shares of [compensation, capital] by producer.
    pub(super) fn economy(
        &self,
        table: &NationalTable,
        shares: [Array1<f64>; 2],
        exports: Exports,
        notes: &mut Notes,
    ) -> Result<Owned> {
        let [compensation, capital] = shares;
        let mut foreign = ForeignShares {
            compensation,
            capital,
            depreciation: DepreciationIncome::WithCapital,
        };
        let (paid, compared) = self.paid;
        let control =
            ForeignIncomeControl::new(table, &foreign, PrimaryIncomePaid::Total(paid), compared)?;
        let foreign_income = control.residual();
        if self.total == IncomeTotal::PrimaryIncomePaid {
            let met = control.met(ShareAdjustment::Odds)?;
            notes.lines.extend(met.report().iter().cloned());
            foreign = met.into_foreign();
        }
        let income = IncomeShares::from_foreign_shares(table, &foreign, &self.origins)?;
        Ok(Owned {
            economy: Economy::new(&Model::new(table, income)?, exports)?,
            foreign_income,
        })
    }

    /// The foreign share of value added by producer of a split table that has value added in one row: λ of compensation and κ of capital
    /// income by ownership, as these are parts of the value added of the producer's sector.
    pub(super) fn of_value_added(&self, split: &NationalTable, parts: &Composition) -> Array1<f64> {
        let sectors = parts.capital.len();
        let [compensation, capital] =
            [&self.compensation, &self.capital].map(|shares| by_owner(split, shares));
        let foreign = |at: usize| {
            let sector = at % sectors;
            compensation[at] * parts.compensation[sector] + capital[at] * parts.capital[sector]
        };
        Array1::from_shape_fn(compensation.len(), foreign)
    }

    /// The same by sector, averaged over the groups by their value added.
    pub(super) fn average_of_value_added(
        &self,
        split: &NationalTable,
        parts: &Composition,
    ) -> Array1<f64> {
        let shares = self.of_value_added(split, parts);
        average(split, &shares, &[PrimaryKind::UndividedValueAdded])
    }

    /// Owners of the income of a table that has value added in one row, with these foreign shares of it.
    pub(super) fn income(
        &self,
        table: &NationalTable,
        of_value_added: Array1<f64>,
    ) -> Result<IncomeShares> {
        if table.components() != [PrimaryKind::UndividedValueAdded] {
            let rows = table.components().into_iter().map(PrimaryKind::code);
            return Err(Error::income(format!(
                "foreign shares of all value added need a table of {} that has it in one row",
                table.country()
            ))
            .expected(PrimaryKind::UndividedValueAdded.code())
            .found(first_few(rows)));
        }
        let foreign = ForeignShares {
            compensation: Array1::zeros(of_value_added.len()),
            capital: of_value_added,
            depreciation: DepreciationIncome::WithCapital,
        };
        IncomeShares::from_foreign_shares(table, &foreign, &self.origins)
    }

    /// Foreign shares of [compensation, capital] by sector, averaged over the groups of a split table by what they pay, so
    /// that foreign income in the whole table is that of the split one.
    pub(super) fn averages(&self, split: &NationalTable) -> [Array1<f64>; 2] {
        let capital = [PrimaryKind::Depreciation, PrimaryKind::OperatingSurplus];
        [
            average(
                split,
                &by_owner(split, &self.compensation),
                &[PrimaryKind::Compensation],
            ),
            average(split, &by_owner(split, &self.capital), &capital),
        ]
    }
}

/// Shares of a split table's producers averaged by sector, weighted by these primary inputs.
fn average(split: &NationalTable, shares: &Array1<f64>, paid: &[PrimaryKind]) -> Array1<f64> {
    let groups = split.producers().blocks().len();
    let sectors = split.producers().len() / groups;
    let rows = paid.iter().filter_map(|kind| split.primary().row(*kind));
    let weights = rows.fold(Array1::zeros(shares.len()), |sum: Array1<f64>, row| {
        sum + &row.by_producer
    });
    Array1::from_shape_fn(sectors, |j| {
        let of_sector = || (0..groups).map(|g| g * sectors + j);
        let all: f64 = of_sector().map(|at| weights[at]).sum();
        let foreign: f64 = of_sector().map(|at| weights[at] * shares[at]).sum();
        if all == 0.0 { 0.0 } else { foreign / all }
    })
}

/// One of two shares for every producer, by ownership of its group.
fn by_owner(table: &NationalTable, [domestic, foreign]: &[f64; 2]) -> Array1<f64> {
    let producers = table.producers();
    producers
        .positions()
        .map(|at| {
            if producers.key(at).group.is_foreign() {
                *foreign
            } else {
                *domestic
            }
        })
        .collect()
}
