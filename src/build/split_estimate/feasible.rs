//! All divisions that meet the exact constraints of an estimate.

use super::cells::{Part, SplitCells};
use super::found::SplitEstimate;
use super::selection::Cells;
use crate::build::estimate::{EstimateOptions, Extreme, Problem, Ranges};
use crate::error::Result;

/// All divisions that meet the exact constraints of an estimate, whatever its priors and the things known about only.
///
/// Two things are held beside them, since totals would not mean much otherwise: parts that are negative in the estimate (subsidies,
/// losses, stocks drawn down) stay what they are there; and each positive primary input of a producer with negative ones is at
/// least the part of them that it covers in the estimate, by its size there, so that together they cover them and value added
/// does not turn negative. The second holds where positive ones cover negative ones in the estimate.
#[derive(Debug, Clone)]
pub struct FeasibleDivisions<'a> {
    estimate: &'a SplitEstimate,
    problem: Problem,
    offsets: Vec<f64>,
}

/// Feasible divisions made ready for the ranges of many totals.
#[derive(Debug)]
pub struct DivisionRanges<'a> {
    divisions: &'a FeasibleDivisions<'a>,
    ranges: Ranges<'a>,
}

/// The least and the most that a total can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TotalRange {
    /// The least over all feasible divisions.
    pub least: f64,
    /// In the estimate.
    pub estimate: f64,
    /// The most.
    pub most: f64,
}

impl SplitEstimate {
    /// All divisions that meet the exact constraints of this estimate.
    #[must_use]
    pub fn feasible(&self) -> FeasibleDivisions<'_> {
        let values = self.solution().values();
        let amounts: Vec<f64> = self
            .signs()
            .iter()
            .zip(values)
            .map(|(s, x)| s * x)
            .collect();
        let mut offsets: Vec<f64> = (values.iter().zip(&amounts))
            .map(|(value, amount)| if *amount < 0.0 { *value } else { 0.0 })
            .collect();
        for column in self.primary_columns() {
            let sum = |sign: f64| -> f64 {
                (column.iter())
                    .map(|&at| (sign * amounts[at]).max(0.0))
                    .sum()
            };
            let (paid, received) = (sum(1.0), sum(-1.0));
            if received == 0.0 || received > paid {
                continue;
            }
            for &at in column.iter().filter(|&&at| amounts[at] > 0.0) {
                offsets[at] = received * values[at] / paid;
            }
        }
        let priors: Vec<f64> = values
            .iter()
            .zip(&offsets)
            .map(|(x, offset)| x - offset)
            .collect();
        FeasibleDivisions {
            estimate: self,
            problem: self.problem().shifted(&offsets, &priors),
            offsets,
        }
    }

    /// Minus one for unknowns that are the size of a negative part, one for the others.
    fn signs(&self) -> Vec<f64> {
        let mut ones = SplitCells::zeros(self.table());
        for part in Part::ALL {
            ones.part_mut(part).fill(1.0);
        }
        self.gathered(&ones)
    }

    /// Unknowns of primary inputs by producer.
    fn primary_columns(&self) -> Vec<Vec<usize>> {
        // every primary input carries its producer, counted from one
        let mut producers = SplitCells::zeros(self.table());
        for ((_, j), number) in producers.primary.indexed_iter_mut() {
            *number = (j + 1) as f64;
        }
        let mut columns = vec![Vec::new(); self.table().producers().len()];
        for (at, number) in self.gathered(&producers).into_iter().enumerate() {
            if number != 0.0 {
                columns[number.abs() as usize - 1].push(at);
            }
        }
        columns
    }
}

impl<'a> FeasibleDivisions<'a> {
    /// The estimate.
    #[must_use]
    pub fn estimate(&self) -> &'a SplitEstimate {
        self.estimate
    }

    /// Made ready for the ranges of many totals.
    ///
    /// # Errors
    /// If exact constraints contradict each other.
    pub fn ready(&'a self, options: &EstimateOptions) -> Result<DivisionRanges<'a>> {
        Ok(DivisionRanges {
            divisions: self,
            ranges: self.problem.ranges(options)?,
        })
    }
}

impl<'a> DivisionRanges<'a> {
    /// The estimate.
    #[must_use]
    pub fn estimate(&self) -> &'a SplitEstimate {
        self.divisions.estimate
    }

    /// The unknowns of a division in which `Σ c x` is extreme.
    ///
    /// # Errors
    /// If there is not one coefficient per unknown, or the linear program fails.
    pub fn extreme(&self, coefficients: &[f64], which: Extreme) -> Result<Vec<f64>> {
        let found = self.ranges.extreme(coefficients, which)?;
        let offsets = &self.divisions.offsets;
        Ok(found
            .values()
            .iter()
            .zip(offsets)
            .map(|(x, offset)| x + offset)
            .collect())
    }

    /// Both answers, side by side where there are cores for it.
    pub(crate) fn ends<T: Send>(&self, end: impl Fn(Extreme) -> T + Sync) -> (T, T) {
        self.ranges.ends(end)
    }

    /// The least and the most that these cells can sum to.
    ///
    /// # Errors
    /// If the cells name codes that the table does not have, or a linear program fails.
    pub fn total(&self, cells: &Cells) -> Result<TotalRange> {
        let estimate = self.divisions.estimate;
        let coefficients = estimate.coefficients(cells)?;
        let sum =
            |values: &[f64]| -> f64 { coefficients.iter().zip(values).map(|(c, x)| c * x).sum() };
        let (least, most) = self.ends(|which| self.extreme(&coefficients, which));
        Ok(TotalRange {
            // never −0
            least: sum(&least?) + 0.0,
            estimate: sum(estimate.solution().values()),
            most: sum(&most?) + 0.0,
        })
    }
}
