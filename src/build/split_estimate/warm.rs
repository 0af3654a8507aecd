//! Estimates that start from another.

use super::estimation::SplitEstimation;
use super::found::SplitEstimate;
use crate::build::estimate::Objective;
use crate::error::Result;

impl SplitEstimation<'_> {
    /// As [`estimate`](Self::estimate), started from an estimate of the same groups with other figures: a draw of parameters, say. The
    /// division found is the same but for rounding, sooner. A start with other numbers of parts or constraints is passed over.
    ///
    /// # Errors
    /// As [`estimate`](Self::estimate).
    pub fn estimate_from(
        &self,
        objective: Objective,
        start: &SplitEstimate,
    ) -> Result<SplitEstimate> {
        let made = self.made()?;
        let (problem, other) = (&made.problem, start.problem());
        let alike = (problem.cells(), problem.unknowns(), problem.margins())
            == (other.cells(), other.unknowns(), other.margins());
        let solution = if alike {
            problem.estimate_from(start.solution(), objective, &self.options)?
        } else {
            problem.estimate(objective, &self.options)?
        };
        SplitEstimate::new(self, made, solution)
    }
}
