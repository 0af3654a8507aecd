//! The United States: its table by ownership, its exports to China, and who owns what its producers earn.

use ndarray::Array1;

use super::case::{Choices, IncomeTotal, OVERDRAW, Variant};
use super::notes::Notes;
use super::owners::{Owned, Owners, REST};
use super::published::PRIMARY_INCOME_PAID_2012;
use super::sources::{CHINA, USA};
use super::trade::{note_excess, scaled_to};
use crate::build::estimate::Objective;
use crate::build::{
    CapitalIncome, Cells, Known, OwnershipSplit, Split, SplitEstimate, SplitEstimation,
};
use crate::error::Result;
use crate::label::TradeKind;
use crate::parameter::Values;
use crate::table::{Exports, NationalTable, Origins};

/// What the study reads of the United States: its undivided table, its exports to China by kind, and starting foreign-owned shares,
/// all by the same industries.
#[derive(Debug, Clone)]
pub(super) struct Usa {
    pub(super) table: NationalTable,
    pub(super) exports: Exports,
    pub(super) starting: Array1<f64>,
}

impl Usa {
    fn split(&self, values: &Values) -> Result<Split> {
        self.split_with(values, values.get("value_added_of_us_affiliates")?)
    }

    /// The split with another total of foreign-owned value added, in the table's unit.
    pub(super) fn split_with(&self, values: &Values, foreign_value_added: f64) -> Result<Split> {
        OwnershipSplit::new(
            &self.table,
            self.starting.clone(),
            foreign_value_added,
            values.get("foreign_share_of_us_exports")?,
        )
        .overdraw(OVERDRAW)
        .divided()
    }

    pub(super) fn owners(values: &Values, total: IncomeTotal) -> Result<Owners> {
        let get = |name: &str| values.get(name);
        Ok(Owners {
            capital: [
                get("foreign_share_of_capital_domestic_us")?,
                get("foreign_share_of_capital_foreign_invested_us")?,
            ],
            compensation: [
                0.0,
                get("foreign_share_of_compensation_foreign_invested_us")?,
            ],
            origins: Origins::new(
                USA,
                [(CHINA, get("china_share_of_foreign_income_in_us")?)],
                REST,
            )?,
            // the American surplus contains depreciation
            paid: (1000.0 * PRIMARY_INCOME_PAID_2012[1], CapitalIncome::Gross),
            total,
        })
    }

    /// Exports to China by kind, scaled to their totals.
    pub(super) fn trade(&self, values: &Values, notes: &mut Notes) -> Result<Exports> {
        let get = |name: &str| values.get(name);
        let exports = scaled_to(
            &self.exports,
            [
                (TradeKind::Goods, get("goods_exports_to_china")?),
                (TradeKind::Services, get("services_exports_to_china")?),
                (TradeKind::ReExports, get("hk_reexports_to_china")?),
            ],
        )?;
        note_excess(&exports, &self.table, notes);
        Ok(exports)
    }

    /// The division as an estimate. Its proportional division meets all that is known, so it is its own estimate; what differs is
    /// that the estimate knows what else would be feasible.
    pub(super) fn estimate(&self, values: &Values) -> Result<SplitEstimate> {
        let split = self.split(values)?;
        let affiliates = Known::amount(
            "value added of foreign-owned firms",
            Cells::value_added().used_by(["F"]),
            values.get("value_added_of_us_affiliates")?,
        );
        SplitEstimation::new(&self.table, &split)?
            .known(affiliates)
            .estimate(Objective::LeastSquares)
    }

    pub(super) fn economy(
        &self,
        values: &Values,
        choices: Choices,
        notes: &mut Notes,
    ) -> Result<Owned> {
        let split = self.split(values)?;
        let exports = self.trade(values, notes)?;
        let owners = Self::owners(values, choices.income)?;
        match choices.variant {
            Variant::Full | Variant::WithoutRegime => {
                notes.add(&split);
                owners.split(&split, split.divide(&exports)?, notes)
            }
            Variant::WithoutOwnership | Variant::Unsplit => {
                owners.economy(&self.table, owners.averages(split.table()), exports, notes)
            }
        }
    }
}
