//! An estimated division.

use std::fmt;

use ndarray::{Array1, ArrayView1, Axis};

use super::cells::SplitCells;
use super::estimation::SplitEstimation;
use super::layout::Layout;
use super::making::{Made, MadeKnown};
use super::selection::Cells;
use crate::build::assemble::inherited_tolerance;
use crate::build::estimate::{Margin, Problem, Solution};
use crate::error::Result;
use crate::table::{NationalTable, PrimaryRow};

/// An estimated division: the table, the problem it solves, and how every known thing was met.
#[derive(Debug, Clone)]
pub struct SplitEstimate {
    table: NationalTable,
    problem: Problem,
    solution: Solution,
    layout: Layout,
    knowns: Vec<MadeKnown>,
    /// What tables of other solutions are made of.
    published: NationalTable,
    start: NationalTable,
    outputs: Vec<Option<Margin>>,
}

/// How something known was met.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownOutcome {
    /// What is known.
    pub label: String,
    /// The margin of the problem that says so.
    pub margin: Margin,
    /// What the cells should come to: the amount, or zero for a share.
    pub target: f64,
    /// What they come to in the priors.
    pub start: f64,
    /// What they come to in the estimate.
    pub found: f64,
    /// The standard error in the table's unit; zero if exact.
    pub standard_error: f64,
    /// By how much the objective grows per unit that the target grows.
    pub dual: f64,
    /// For a share: itself, beside the amounts above, which are those of the difference `Σ cells − share × Σ whole`.
    pub share: Option<ShareOutcome>,
}

/// A share that is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShareOutcome {
    /// What it should be.
    pub target: f64,
    /// What it is in the priors; not a number where the whole is zero.
    pub start: f64,
    /// What it is in the estimate.
    pub found: f64,
    /// The standard error; zero if exact.
    pub standard_error: f64,
}

impl fmt::Display for KnownOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(share) = self.share {
            write!(
                f,
                "{}: {:.4} at the start, {:.4} found, {:.4} known",
                self.label, share.start, share.found, share.target
            )?;
            if share.standard_error > 0.0 {
                write!(f, " ± {:.4}", share.standard_error)?;
            }
            return Ok(());
        }
        write!(
            f,
            "{}: {:.1} at the start, {:.1} found, {:.1} known",
            self.label, self.start, self.found, self.target
        )?;
        if self.standard_error > 0.0 {
            write!(f, " ± {:.1}", self.standard_error)?;
        }
        Ok(())
    }
}

impl SplitEstimate {
    pub(super) fn new(
        estimation: &SplitEstimation<'_>,
        made: Made,
        solution: Solution,
    ) -> Result<Self> {
        let mut estimate = Self {
            table: estimation.start.clone(),
            problem: made.problem,
            solution,
            layout: made.layout,
            knowns: made.knowns,
            published: estimation.table.clone(),
            start: estimation.start.clone(),
            outputs: made.outputs,
        };
        estimate.table = estimate.table_of(estimate.solution.values())?;
        Ok(estimate)
    }

    /// The divided table.
    #[must_use]
    pub fn table(&self) -> &NationalTable {
        &self.table
    }

    /// The problem in numbers.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Its solution.
    #[must_use]
    pub fn solution(&self) -> &Solution {
        &self.solution
    }

    /// How everything known was met, in the order it was said.
    #[must_use]
    pub fn knowns(&self) -> Vec<KnownOutcome> {
        let (priors, values) = (self.problem.priors(), self.solution.values());
        (self.knowns.iter())
            .map(|known| KnownOutcome {
                label: known.label.clone(),
                margin: known.margin,
                target: known.target,
                start: sum_of(&known.terms, &priors),
                found: sum_of(&known.terms, values),
                standard_error: known.standard_error,
                dual: self.solution.margin_dual(known.margin).unwrap_or(0.0),
                share: share_of(known, &priors, values),
            })
            .collect()
    }

    /// How many parts ended at zero that did not start there.
    #[must_use]
    pub fn at_zero(&self) -> usize {
        self.solution.at_bounds(&self.problem).len()
    }

    /// What these cells come to.
    ///
    /// # Errors
    /// If the cells name codes that the table does not have.
    pub fn sum(&self, cells: &Cells) -> Result<f64> {
        let costs = self.coefficients(cells)?;
        Ok(costs
            .iter()
            .zip(self.solution.values())
            .map(|(c, x)| c * x)
            .sum())
    }

    /// The coefficients of the sum of these cells: one for every unknown among them (minus one for those that are the size of a negative
    /// part), zero for the others.
    ///
    /// # Errors
    /// If the cells name codes that the table does not have.
    pub fn coefficients(&self, cells: &Cells) -> Result<Vec<f64>> {
        let mut coefficients = vec![0.0; self.layout.len()];
        let chosen = cells.chosen(&self.start)?;
        (self.layout).each(&chosen, |unknown, sign| {
            coefficients[unknown.index()] = sign
        });
        Ok(coefficients)
    }

    /// Numbers by cell, unknown by unknown; with the opposite sign where the unknown is the size of a negative part.
    #[must_use]
    pub fn gathered(&self, cells: &SplitCells) -> Vec<f64> {
        self.layout.gathered(cells)
    }

    /// Numbers by unknown as cells, the inverse of [`gathered`](Self::gathered); zero where there is no unknown.
    #[must_use]
    pub fn scattered(&self, values: &[f64]) -> SplitCells {
        self.layout.scattered(values, &self.start)
    }

    /// The divided table of other values of the unknowns, such as those at the end of a feasible range.
    ///
    /// # Errors
    /// If it does not pass its checks.
    pub fn table_of(&self, values: &[f64]) -> Result<NationalTable> {
        let cells = self.scattered(values);
        let start = &self.start;
        let mut output = start.output().to_owned();
        let inputs = cells.domestic.sum_axis(Axis(0))
            + cells.imported.sum_axis(Axis(0))
            + cells.primary.sum_axis(Axis(0));
        for (at, margin) in self.outputs.iter().enumerate() {
            // where outputs are known about only, what inputs come to beyond the margin's target is more output
            if let Some(margin) = margin {
                output[at] += inputs[at] - self.problem.margin_target(*margin).unwrap_or(0.0);
            }
        }
        let mut draft = crate::table::NationalDraft::new(
            start.producers().clone(),
            start.products().clone(),
            start.unit().clone(),
        )
        .domestic(cells.domestic)
        .imported(cells.imported)
        .exports(start.exports())
        .imported_exports(start.imported_exports().to_owned())
        .concept(start.concept())
        .tolerance(inherited_tolerance(&self.published))
        .provenance((start.provenance()).then("estimated within what is known of the groups"));
        for (k, code) in start.final_uses().codes().iter().enumerate() {
            let domestic = cells.domestic_final.column(k).to_owned();
            draft = draft.final_use(code, domestic, start.imported_final().column(k).to_owned());
        }
        for (r, row) in start.primary().rows().iter().enumerate() {
            draft = draft.primary_row(PrimaryRow {
                by_producer: cells.primary.row(r).to_owned(),
                ..row.clone()
            });
        }
        for at in start.extensions().positions() {
            let row = start.extension_rows().row(at.get()).to_owned();
            let (code, unit) = (start.extensions().code(at), start.extensions().name(at));
            draft = draft.extension(code, unit, self.following(row, output.view()));
        }
        draft.output(output).check()
    }

    /// An extension row of the start, moved along with outputs: each sector's total stands.
    fn following(&self, row: Array1<f64>, output: ArrayView1<'_, f64>) -> Array1<f64> {
        let n = self.published.producers().len();
        let before = self.start.output();
        let moved = Array1::from_shape_fn(row.len(), |at| {
            let growth = if before[at] == 0.0 {
                1.0
            } else {
                output[at] / before[at]
            };
            row[at] * growth
        });
        let total = |row: &Array1<f64>, j: usize| -> f64 { row.iter().skip(j).step_by(n).sum() };
        Array1::from_shape_fn(row.len(), |at| {
            let (whole, grown) = (total(&row, at % n), total(&moved, at % n));
            if grown == 0.0 {
                row[at]
            } else {
                moved[at] * (whole / grown)
            }
        })
    }
}

fn sum_of(terms: &[(usize, f64)], values: &[f64]) -> f64 {
    let terms = terms.iter();
    terms
        .map(|(at, coefficient)| coefficient * values[*at])
        .sum()
}

/// The share behind a difference of amounts: `share + difference / whole`.
fn share_of(known: &MadeKnown, priors: &[f64], values: &[f64]) -> Option<ShareOutcome> {
    let (target, whole) = known.whole.as_ref()?;
    let of = |values: &[f64]| target + sum_of(&known.terms, values) / sum_of(whole, values);
    Some(ShareOutcome {
        target: *target,
        start: of(priors),
        found: of(values),
        standard_error: known.standard_error / sum_of(whole, priors).abs(),
    })
}

impl fmt::Display for SplitEstimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?}\n  {} parts of {} cells, {} margins; {} parts at zero; {} systems solved",
            self.table,
            self.problem.unknowns(),
            self.problem.cells(),
            self.problem.margins(),
            self.at_zero(),
            self.solution.iterations()
        )?;
        for known in self.knowns() {
            write!(f, "\n  {known}")?;
        }
        Ok(())
    }
}
