//! A table that passed its checks once, made again with the record of them.

use super::draft::WorldDraft;
use super::sums::Sums;
use super::table::WorldTable;
use crate::error::Result;
use crate::table::checks::{Residual, Tolerance, refuse};

/// What sums may lose, as a share of output, where rows are added in another order than at first.
const ROUNDING: f64 = 1e-12;

impl WorldDraft {
    /// The table of a draft that passed the same checks before. They are made again, but what stays on record are the residuals and
    /// notes of the first time: sums in another order differ in their last bits.
    pub(crate) fn check_on_record(
        mut self,
        rows: &[f64],
        columns: &[f64],
        notes: Vec<String>,
    ) -> Result<WorldTable> {
        let tolerance = self.tolerance;
        self.tolerance = Tolerance {
            relative: tolerance.relative + ROUNDING,
            ..tolerance
        };
        refuse("the world", &self.unit, &self.shape_problems())?;
        let sums = Sums::of(&self);
        refuse("the world", &self.unit, &self.problems_beside(&sums))?;
        self.tolerance = tolerance;
        let mut contents = self.into_contents(sums, notes)?;
        recall(&mut contents.checked.rows, rows);
        recall(&mut contents.checked.columns, columns);
        Ok(WorldTable::new(contents))
    }
}

fn recall(residuals: &mut [Residual], amounts: &[f64]) {
    for (residual, amount) in residuals.iter_mut().zip(amounts) {
        residual.amount = *amount;
    }
}
