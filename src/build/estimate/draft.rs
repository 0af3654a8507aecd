//! A problem in the making.

use super::problem::{CellRow, MarginRow, Problem, UnknownRow};
use crate::error::{Error, Result};

/// A published cell of a [`Draft`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell(pub(super) usize);

/// An unknown of a [`Draft`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Unknown(pub(super) usize);

/// A margin of a [`Draft`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Margin(pub(super) usize);

impl Unknown {
    /// The position among the values of a solution: unknowns count from zero in the order they were added.
    #[must_use]
    pub fn index(self) -> usize {
        self.0
    }
}

impl Cell {
    /// The position among the cells: they count from zero in the order they were added.
    #[must_use]
    pub fn index(self) -> usize {
        self.0
    }
}

impl Margin {
    /// The position among the margins: they count from zero in the order they were added.
    #[must_use]
    pub fn index(self) -> usize {
        self.0
    }
}

/// A problem in the making: cells, their unknown parts, and margins over the parts of many cells.
///
/// ```
/// use leontief::build::estimate::{Draft, EstimateOptions, Objective};
///
/// let mut draft = Draft::default();
/// let steel = draft.cell("steel used by cars", 10.0);
/// let glass = draft.cell("glass used by cars", 6.0);
/// let at_home = [draft.part(steel, 5.0, 5.0), draft.part(glass, 3.0, 3.0)];
/// draft.part(steel, 5.0, 5.0);
/// draft.part(glass, 3.0, 3.0);
/// let normal = draft.margin("inputs of cars for the home market", 12.0);
/// for part in at_home {
///     draft.term(normal, part, 1.0);
/// }
/// let solution = draft.check()?.estimate(Objective::LeastSquares, &EstimateOptions::default())?;
/// let found = solution.values()[at_home[0].index()];
/// assert!((found - 7.5).abs() < 1e-12);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Draft {
    cells: Vec<CellRow>,
    unknowns: Vec<UnknownRow>,
    margins: Vec<MarginRow>,
    faults: Vec<String>,
}

impl Draft {
    /// A published cell: its parts add up to `target`.
    pub fn cell(&mut self, label: impl Into<String>, target: f64) -> Cell {
        self.cells.push(CellRow {
            label: label.into(),
            target,
            members: Vec::new(),
        });
        Cell(self.cells.len() - 1)
    }

    /// An unknown part of a cell, at least zero. The larger the weight, the less it costs to leave the prior: `weight` is the
    /// prior's variance, or `|prior|` as a habit.
    pub fn part(&mut self, cell: Cell, prior: f64, weight: f64) -> Unknown {
        self.add(cell, prior, weight, true)
    }

    /// An unknown part of a cell that may be negative.
    pub fn free_part(&mut self, cell: Cell, prior: f64, weight: f64) -> Unknown {
        self.add(cell, prior, weight, false)
    }

    fn add(&mut self, cell: Cell, prior: f64, weight: f64, bounded: bool) -> Unknown {
        let at = self.unknowns.len();
        match self.cells.get_mut(cell.0) {
            Some(row) => row.members.push(at),
            None => self
                .faults
                .push(format!("unknown {at} is a part of a cell of another draft")),
        }
        self.unknowns.push(UnknownRow {
            prior,
            weight,
            bounded,
            cell: cell.0,
            terms: Vec::new(),
        });
        Unknown(at)
    }

    /// A sum of unknowns that must be `target`.
    pub fn margin(&mut self, label: impl Into<String>, target: f64) -> Margin {
        self.soft_margin(label, target, 0.0)
    }

    /// A sum of unknowns known to be about `target`, give or take a standard error; zero makes it exact.
    pub fn soft_margin(
        &mut self,
        label: impl Into<String>,
        target: f64,
        standard_error: f64,
    ) -> Margin {
        self.margins.push(MarginRow {
            label: label.into(),
            target,
            standard_error,
        });
        Margin(self.margins.len() - 1)
    }

    /// Adds `coefficient` times the unknown to a margin. Terms of the same pair are added up.
    pub fn term(&mut self, margin: Margin, unknown: Unknown, coefficient: f64) {
        match self.unknowns.get_mut(unknown.0) {
            Some(row) if margin.0 < self.margins.len() => {
                match row.terms.iter_mut().find(|(at, _)| *at == margin.0) {
                    Some((_, sum)) => *sum += coefficient,
                    None => row.terms.push((margin.0, coefficient)),
                }
            }
            _ => self.faults.push(format!(
                "a term joins margin {} and unknown {}, which are not both of this draft",
                margin.0, unknown.0
            )),
        }
    }

    /// The problem.
    ///
    /// # Errors
    /// If a number is not finite, a weight is not positive, a standard error is negative, a cell without parts is not zero, or parts
    /// that cannot be negative should add up to less than zero. All faults are listed.
    pub fn check(mut self) -> Result<Problem> {
        let mut faults = std::mem::take(&mut self.faults);
        for row in &self.cells {
            let all_bounded = row.members.iter().all(|&i| self.unknowns[i].bounded);
            if !row.target.is_finite() {
                faults.push(format!("cell `{}` is {}", row.label, row.target));
            } else if row.members.is_empty() && row.target != 0.0 {
                faults.push(format!(
                    "cell `{}` is {} and has no parts",
                    row.label, row.target
                ));
            } else if all_bounded && row.target < 0.0 {
                faults.push(format!(
                    "cell `{}` is {} and none of its parts may be negative",
                    row.label, row.target
                ));
            }
        }
        for row in &self.margins {
            if !row.target.is_finite() {
                faults.push(format!("margin `{}` is {}", row.label, row.target));
            }
            if !(row.standard_error.is_finite() && row.standard_error >= 0.0) {
                faults.push(format!(
                    "margin `{}` has the standard error {}",
                    row.label, row.standard_error
                ));
            }
        }
        for (at, row) in self.unknowns.iter().enumerate() {
            let of = |what: &str, value: f64| match self.cells.get(row.cell) {
                Some(cell) => format!("a part of `{}` has the {what} {value}", cell.label),
                None => format!("unknown {at} has the {what} {value}"),
            };
            if !row.prior.is_finite() {
                faults.push(of("prior", row.prior));
            }
            if !(row.weight.is_finite() && row.weight > 0.0) {
                faults.push(of("weight", row.weight));
            }
            for (margin, coefficient) in &row.terms {
                if !coefficient.is_finite() {
                    let margin = &self.margins[*margin].label;
                    faults.push(of(&format!("coefficient in `{margin}`"), *coefficient));
                }
            }
        }
        if !faults.is_empty() {
            return Err(Error::parameter(format!(
                "the problem has {} fault(s): {}",
                faults.len(),
                faults.join("; ")
            ))
            .expected("finite numbers, weights above zero, and parts for every cell"));
        }
        for row in &mut self.unknowns {
            row.terms.retain(|(_, coefficient)| *coefficient != 0.0);
            row.terms.sort_by_key(|(margin, _)| *margin);
        }
        Ok(Problem {
            cells: self.cells,
            unknowns: self.unknowns,
            margins: self.margins,
        })
    }
}
