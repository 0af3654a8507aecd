//! The feasible range of a content of exports: linear programs, one after the other.

use super::content::ExportContent;
use crate::build::DivisionRanges;
use crate::build::estimate::{EstimateOptions, Extreme};
use crate::error::Result;

/// An end of a feasible range.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeEnd {
    value: f64,
    values: Vec<f64>,
    programs: usize,
    remaining: f64,
}

impl RangeEnd {
    /// The content there.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The unknowns there: a division that meets every exact constraint and has this content.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// How many linear programs were solved.
    #[must_use]
    pub fn programs(&self) -> usize {
        self.programs
    }

    /// By how much the last linear program promised to move the content further.
    #[must_use]
    pub fn remaining(&self) -> f64 {
        self.remaining
    }
}

/// The least and the most that a content of exports can be under the exact constraints of an estimate, whatever its priors and the
/// things known about only.
#[derive(Debug, Clone, PartialEq)]
pub struct ContentRange {
    /// The lower end.
    pub least: RangeEnd,
    /// The upper end.
    pub most: RangeEnd,
}

/// Programs after which an end is taken as it is.
const PROGRAMS: usize = 6;
/// A promise of less than this share of the content is none.
const PROMISE: f64 = 5e-3;
/// What part of its promise a step must keep.
const KEPT: f64 = 0.1;
/// The shortest step, as a share of the way to the end of a program.
const SHORTEST: f64 = 1e-3;

impl ExportContent<'_> {
    /// The feasible range of this content.
    ///
    /// The content is not linear in the cells, but nearly so: from the estimate on, its slope is followed to the end of the
    /// feasible set by a linear program, the slope is taken anew there, and so on until no program promises more than half a
    /// percent of the content, or six were solved. Every value between the ends is attained by a feasible division. The ends
    /// are extreme as far as slopes can tell; that no division further away lies beyond them is not proved.
    ///
    /// # Errors
    /// If a program fails, or a division on the way has no productive economy.
    pub fn range(&self, options: &EstimateOptions) -> Result<ContentRange> {
        self.range_in(&self.estimate().feasible().ready(options)?)
    }

    /// The same where the estimate's problem has been made ready for ranges before.
    ///
    /// # Errors
    /// As [`range`](Self::range).
    pub fn range_in(&self, ranges: &DivisionRanges<'_>) -> Result<ContentRange> {
        let (least, most) = ranges.ends(|which| self.end(which, ranges));
        Ok(ContentRange {
            least: least?,
            most: most?,
        })
    }

    fn end(&self, which: Extreme, ranges: &DivisionRanges<'_>) -> Result<RangeEnd> {
        let sign = match which {
            Extreme::Least => -1.0,
            Extreme::Most => 1.0,
        };
        let mut values = self.estimate().solution().values().to_vec();
        let mut slope = self.slope_at(&values)?;
        let mut programs = 0;
        let mut remaining = f64::INFINITY;
        while programs < PROGRAMS {
            let target = ranges.extreme(&slope.gradient, which)?;
            programs += 1;
            let way: Vec<f64> = (target.iter().zip(&values))
                .map(|(there, here)| there - here)
                .collect();
            let promised: f64 = way.iter().zip(&slope.gradient).map(|(d, g)| d * g).sum();
            remaining = (sign * promised).max(0.0);
            if remaining <= PROMISE * slope.value.abs() {
                break;
            }
            let mut length = 1.0;
            let step = loop {
                let there: Vec<f64> = values
                    .iter()
                    .zip(&way)
                    .map(|(here, d)| here + length * d)
                    .collect();
                // an economy that is not productive is no division to go to
                match self.slope_at(&there) {
                    Ok(next) if sign * (next.value - slope.value) >= KEPT * length * remaining => {
                        break Some((there, next));
                    }
                    Err(error) if !error.is_singular() => return Err(error),
                    Ok(_) | Err(_) => {}
                }
                length /= 2.0;
                if length < SHORTEST {
                    break None;
                }
            };
            match step {
                Some(next) => (values, slope) = next,
                None => break,
            }
        }
        Ok(RangeEnd {
            value: slope.value,
            values,
            programs,
            remaining,
        })
    }
}
