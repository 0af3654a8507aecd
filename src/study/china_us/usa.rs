//! The United States: its table by ownership, its exports to China, and who owns what its producers earn.

use super::case::{Choices, OVERDRAW, Variant};
use super::notes::Notes;
use super::owners::{Owned, Owners, REST};
use super::published::PRIMARY_INCOME_PAID_2012;
use super::sources::{CHINA, Sources, USA};
use super::trade::{note_excess, scaled_to};
use crate::build::estimate::Objective;
use crate::build::{
    CapitalIncome, Cells, Known, OwnershipSplit, Split, SplitEstimate, SplitEstimation,
};
use crate::error::Result;
use crate::label::TradeKind;
use crate::parameter::Values;
use crate::table::Origins;

impl Sources {
    fn usa_split(&self, values: &Values) -> Result<Split> {
        OwnershipSplit::new(
            &self.usa,
            self.usa_starting.clone(),
            values.get("value_added_of_us_affiliates")?,
            values.get("foreign_share_of_us_exports")?,
        )
        .overdraw(OVERDRAW)
        .divided()
    }

    /// The division as an estimate. Its proportional division meets all that is known, so it is its own estimate; what differs is
    /// that the estimate knows what else would be feasible.
    pub(super) fn usa_estimate(&self, values: &Values) -> Result<SplitEstimate> {
        let split = self.usa_split(values)?;
        let affiliates = Known::amount(
            "value added of foreign-owned firms",
            Cells::value_added().used_by(["F"]),
            values.get("value_added_of_us_affiliates")?,
        );
        SplitEstimation::new(&self.usa, &split)?
            .known(affiliates)
            .estimate(Objective::LeastSquares)
    }

    pub(super) fn usa_economy(
        &self,
        values: &Values,
        choices: Choices,
        notes: &mut Notes,
    ) -> Result<Owned> {
        let get = |name: &str| values.get(name);
        let split = self.usa_split(values)?;
        let exports = scaled_to(
            &self.usa_exports,
            [
                (TradeKind::Goods, get("goods_exports_to_china")?),
                (TradeKind::Services, get("services_exports_to_china")?),
                (TradeKind::ReExports, get("hk_reexports_to_china")?),
            ],
        )?;
        note_excess(&exports, &self.usa, notes);
        let owners = Owners {
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
            total: choices.income,
        };
        match choices.variant {
            Variant::Full | Variant::WithoutRegime => {
                notes.add(&split);
                owners.split(&split, split.divide(&exports)?, notes)
            }
            Variant::WithoutOwnership | Variant::Unsplit => {
                owners.economy(&self.usa, owners.averages(split.table()), exports, notes)
            }
        }
    }
}
