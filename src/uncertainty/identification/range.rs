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

    /// By how much the last linear program promised to move the content further than its step then did.
    #[must_use]
    pub fn remaining(&self) -> f64 {
        self.remaining
    }
}

/// The least and the most that a content of exports was found to be over divisions that meet the exact constraints of an estimate: from
/// within, so that the true range is at least as wide.
#[derive(Debug, Clone, PartialEq)]
pub struct ContentRange {
    /// The lower end.
    pub least: RangeEnd,
    /// The upper end.
    pub most: RangeEnd,
}

/// When the search for the ends of a range stops.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RangeSearch {
    /// The most linear programs for one end.
    pub programs: usize,
    /// A program that promises less than this share of the content is the last, if its step gains no more either.
    pub promise: f64,
}

impl Default for RangeSearch {
    /// 25 programs, a promise of 1e-5.
    fn default() -> Self {
        Self {
            programs: 25,
            promise: 1e-5,
        }
    }
}

/// A promise of less than this share of the content is rounding.
const ROUNDING: f64 = 1e-10;
/// What part of its promise a step must keep.
const KEPT: f64 = 0.1;
/// The shortest step, as a share of the way to the end of a program.
const SHORTEST: f64 = 1e-3;

impl ExportContent<'_> {
    /// The feasible range of this content.
    ///
    /// The content is not linear in the cells, but nearly so: from the estimate on, its slope is followed to the end of the
    /// feasible set by a linear program, the slope is taken anew there, and so on until no program promises more than 1e-5 of the
    /// content and its step, which is taken too, gains no more; or 25 were solved. Every value between the ends is attained by a
    /// feasible division. The ends are extreme as far as slopes can tell: the true range is at least as wide, and from an
    /// estimate with other priors the slopes may lead to other ends.
    ///
    /// # Errors
    /// If a program fails, or a division on the way has no productive economy.
    pub fn range(&self, options: &EstimateOptions) -> Result<ContentRange> {
        let feasible = self.estimate().feasible();
        self.range_in(&feasible.ready(options)?, RangeSearch::default())
    }

    /// The same where the estimate's problem has been made ready for ranges before, with a search of choice: few programs and a large
    /// promise give ends that are a little too near, sooner.
    ///
    /// # Errors
    /// As [`range`](Self::range).
    pub fn range_in(
        &self,
        ranges: &DivisionRanges<'_>,
        search: RangeSearch,
    ) -> Result<ContentRange> {
        let (least, most) = ranges.ends(|which| self.end(which, ranges, search));
        Ok(ContentRange {
            least: least?,
            most: most?,
        })
    }

    fn end(
        &self,
        which: Extreme,
        ranges: &DivisionRanges<'_>,
        search: RangeSearch,
    ) -> Result<RangeEnd> {
        let sign = match which {
            Extreme::Least => -1.0,
            Extreme::Most => 1.0,
        };
        let mut values = self.estimate().solution().values().to_vec();
        let mut slope = self.slope_at(&values)?;
        let mut programs = 0;
        let mut remaining = f64::INFINITY;
        while programs < search.programs {
            let target = ranges.extreme(&slope.gradient, which)?;
            programs += 1;
            let way: Vec<f64> = (target.iter().zip(&values))
                .map(|(there, here)| there - here)
                .collect();
            let promised: f64 = way.iter().zip(&slope.gradient).map(|(d, g)| d * g).sum();
            remaining = (sign * promised).max(0.0);
            if remaining <= ROUNDING * slope.value.abs() {
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
            let Some((there, next)) = step else { break };
            let gained = sign * (next.value - slope.value);
            let worth = search.promise * slope.value.abs();
            // what was promised and not kept is taken up by the next program, if there is one
            let last = remaining.max(gained) <= worth;
            remaining = (remaining - gained).max(0.0);
            (values, slope) = (there, next);
            if last {
                break;
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
