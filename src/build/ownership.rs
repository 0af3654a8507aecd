//! A national table divided into domestic and foreign-owned producers that share technology.
//!
//! Question answered: what would the two-group table (D, F) be if foreign-owned firms of a sector produced like the others
//! but exported more? The foreign-owned share f of each sector's output is shifted on the logit scale until foreign-owned
//! value added meets its total (`Σ f v x`), the share q of exports until foreign-owned exports meet theirs (`Σ q e`); what
//! foreign-owned producers do not export they sell at home: `home share = (f x − q e) / (x − e)`.

use ndarray::{Array1, Zip};

use super::assemble::{Columns, GroupPlan, assemble, quotient};
use super::control::{Capped, Control, Limits, Overdraw};
use super::split::{Division, ExportShares, Split};
use crate::error::{Error, Result};
use crate::label::{Group, Ownership};
use crate::table::NationalTable;

/// A split by ownership in the making.
#[derive(Debug, Clone)]
#[must_use = "nothing is divided until `divided` is called"]
pub struct OwnershipSplit<'a> {
    table: &'a NationalTable,
    starting: Array1<f64>,
    foreign_value_added: f64,
    foreign_share_of_exports: f64,
    overdraw: Overdraw,
}

impl<'a> OwnershipSplit<'a> {
    /// A split of an undivided table with a starting foreign-owned share for every sector, the total of foreign-owned value
    /// added (in the table's unit), and the foreign-owned share of all exports.
    pub fn new(
        table: &'a NationalTable,
        starting: Array1<f64>,
        foreign_value_added: f64,
        foreign_share_of_exports: f64,
    ) -> Self {
        Self {
            table,
            starting,
            foreign_value_added,
            foreign_share_of_exports,
            overdraw: Overdraw::Refuse,
        }
    }

    /// What to do where a total asks a sector for more than it has.
    pub fn overdraw(mut self, overdraw: Overdraw) -> Self {
        self.overdraw = overdraw;
        self
    }

    /// The divided table.
    ///
    /// # Errors
    /// If the table is already divided, there is not one starting share per sector, or a total cannot be met.
    pub fn divided(&self) -> Result<Split> {
        let table = self.table;
        let producers = table.producers();
        let n = producers.only_block()?.sectors().len();
        if self.starting.len() != n {
            return Err(Error::shape("the starting foreign-owned shares")
                .expected(format!("{n} sectors"))
                .found(self.starting.len()));
        }
        let label = |j: usize| producers.label(j);
        let (output, exports) = (table.output().to_owned(), table.exports().by_producer());
        let control = |name: &'static str, weights, total, limits| Control {
            name,
            weights,
            total,
            limits,
            label: &label,
        };
        let value_added = table.value_added();
        let of_output = control(
            "foreign-owned value added",
            &value_added,
            self.foreign_value_added,
            None,
        )
        .met_from(&self.starting, self.overdraw)?;
        let foreign = &of_output.shares * &output;
        let home = &output - &exports;
        // foreign-owned exports are at most foreign-owned output, and leave at most all home sales to foreign-owned firms
        let most = quotient(&foreign, &exports).mapv(|share| share.min(1.0));
        let least = quotient(&(&foreign - &home), &exports).mapv(|share| share.max(0.0));
        let of_exports = control(
            "foreign-owned share of exports",
            &exports,
            self.foreign_share_of_exports * exports.sum(),
            Some(Limits {
                least: &least,
                most: &most,
                cell: "home sales of one of its groups",
            }),
        )
        .met_from(&self.starting, self.overdraw)?;
        let at_home = quotient(&(&foreign - &(&of_exports.shares * &exports)), &home)
            .mapv(|share| share.clamp(0.0, 1.0));

        let whole = Columns::whole(n);
        let rest = |share: &Array1<f64>| share.mapv(|share| 1.0 - share);
        let group = |owner, output: Array1<f64>, share, home| GroupPlan {
            group: Group::of(Some(owner), None),
            columns: &whole,
            output,
            share,
            home,
        };
        let groups = [
            group(
                Ownership::Domestic,
                Zip::from(&output)
                    .and(&of_output.shares)
                    .map_collect(|x, f| x * (1.0 - f)),
                rest(&of_output.shares),
                rest(&at_home),
            ),
            group(
                Ownership::Foreign,
                foreign,
                of_output.shares.clone(),
                at_home,
            ),
        ];
        let step =
            "divided by ownership (D, F) with shared technology and control totals".to_owned();
        let mut report = vec![
            format!(
                "foreign-owned value added: odds of the starting shares × {:.4}",
                of_output.shift.exp()
            ),
            format!(
                "foreign-owned share of exports: odds of the starting shares × {:.4}",
                of_exports.shift.exp()
            ),
        ];
        let capped: Vec<Capped> = of_exports.capped.into_iter().collect();
        report.extend(capped.iter().map(Capped::to_string));
        let shares = ExportShares {
            processing: Array1::zeros(n),
            foreign_processing: Array1::zeros(n),
            foreign_normal: of_exports.shares,
            goods: vec![true; n],
        };
        Ok(Split {
            table: assemble(table, &groups, Division::Ownership, &shares, step)?,
            original: producers.clone(),
            division: Division::Ownership,
            shares,
            report,
            capped,
        })
    }
}
