//! Both countries on tables that have value added in one row, divided as in the main study.

use super::industries::Composition;
use crate::balance::{BalanceSheet, Economy};
use crate::build::{Division, Split};
use crate::error::Result;
use crate::model::Model;
use crate::parameter::Values;
use crate::study::china_us::case::{IncomeTotal, SplitMethod};
use crate::study::china_us::china::China;
use crate::study::china_us::notes::Notes;
use crate::study::china_us::usa::Usa;
use crate::table::{Exports, IncomeShares, NationalTable};

/// A country on one pair of tables, divided or not: table, exports to the partner, owners.
pub(super) struct Side {
    pub(super) table: NationalTable,
    pub(super) exports: Exports,
    pub(super) income: IncomeShares,
}

impl Side {
    fn economy(&self) -> Result<Economy> {
        let model = Model::new(&self.table, self.income.clone())?;
        Economy::new(&model, self.exports.clone())
    }
}

/// China and the United States, with their groups and without.
pub(super) struct Sides {
    pub(super) divided: [Side; 2],
    pub(super) whole: [Side; 2],
}

/// What the study knows of both countries by the industries of one pair of tables.
pub(super) struct Known {
    /// With imported inputs scaled.
    pub(super) china: China,
    pub(super) usa: Usa,
    /// What compensation and capital income are of primary inputs: of China, of the United States.
    pub(super) parts: [Composition; 2],
    /// Value added of foreign-owned firms in the United States, in the table's unit.
    pub(super) affiliates: f64,
}

impl Known {
    /// Both countries divided by the study's method, and undivided with average foreign shares of each industry.
    pub(super) fn sides(&self, values: &Values, notes: &mut Notes) -> Result<Sides> {
        let [china, china_whole] = self.china(values, notes)?;
        let [usa, usa_whole] = self.usa(values, notes)?;
        Ok(Sides {
            divided: [china, usa],
            whole: [china_whole, usa_whole],
        })
    }

    fn china(&self, values: &Values, notes: &mut Notes) -> Result<[Side; 2]> {
        let table = &self.china.table;
        let owners = China::owners(values, IncomeTotal::AsGiven)?;
        let division = Division::RegimeAndOwnership;
        let split = self
            .china
            .division(values, table, division, SplitMethod::Optimised, None)?;
        let split = split.split;
        notes.add(&split);
        let exports = self.china.trade(values, table, notes)?;
        let to_us = values.get("processing_share_of_exports_to_us")?;
        let divided = split.divide_with_processing_share(&exports, to_us)?;
        let parts = &self.parts[0];
        Ok([
            Side {
                income: owners
                    .income(split.table(), owners.of_value_added(split.table(), parts))?,
                table: split.table().clone(),
                exports: divided,
            },
            Side {
                income: owners
                    .income(table, owners.average_of_value_added(split.table(), parts))?,
                table: table.clone(),
                exports,
            },
        ])
    }

    fn usa(&self, values: &Values, notes: &mut Notes) -> Result<[Side; 2]> {
        let table = &self.usa.table;
        let owners = Usa::owners(values, IncomeTotal::AsGiven)?;
        let split: Split = self.usa.split_with(values, self.affiliates)?;
        notes.add(&split);
        let exports = self.usa.trade(values, notes)?;
        let parts = &self.parts[1];
        Ok([
            Side {
                income: owners
                    .income(split.table(), owners.of_value_added(split.table(), parts))?,
                table: split.table().clone(),
                exports: split.divide(&exports)?,
            },
            Side {
                income: owners
                    .income(table, owners.average_of_value_added(split.table(), parts))?,
                table: table.clone(),
                exports,
            },
        ])
    }
}

/// The balance of two sides on their national tables, China first.
pub(super) fn sheet(sides: &[Side; 2]) -> Result<BalanceSheet> {
    BalanceSheet::between(&sides[0].economy()?, &sides[1].economy()?)
}
