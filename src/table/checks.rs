//! What is proved when a table is made, and what stays on record.

use std::fmt;

use ndarray::Array1;

use crate::error::{Error, Result};
use crate::label::Producers;
use crate::unit::Unit;

/// How far sums of a table may miss output before the table is refused. Published tables are rounded, so the figure is the
/// caller's and is kept with the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// In the table's unit.
    pub absolute: f64,
    /// As a share of the producer's output.
    pub relative: f64,
}

impl Tolerance {
    /// Rounding of double-precision arithmetic only: one part in 10⁹ of output.
    pub const EXACT: Self = Self {
        absolute: 0.0,
        relative: 1e-9,
    };

    /// A fixed amount, in the table's unit.
    #[must_use]
    pub const fn absolute(amount: f64) -> Self {
        Self {
            absolute: amount,
            relative: 1e-9,
        }
    }

    /// A share of output.
    #[must_use]
    pub const fn relative(share: f64) -> Self {
        Self {
            absolute: 0.0,
            relative: share,
        }
    }

    pub(crate) fn allows(&self, residual: f64, output: f64) -> bool {
        residual.abs() <= self.absolute + self.relative * output.abs()
    }

    /// What sums of so many rows may miss.
    pub(super) fn times(&self, rows: f64) -> Self {
        self.scaled(rows)
    }

    pub(crate) fn scaled(&self, factor: f64) -> Self {
        Self {
            absolute: self.absolute * factor,
            ..*self
        }
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.absolute, self.relative) {
            (0.0, share) => write!(f, "{share:e} of output"),
            (amount, share) => write!(f, "{amount} plus {share:e} of output"),
        }
    }
}

/// By how much a sum misses output: output less the sum.
#[derive(Debug, Clone, PartialEq)]
pub struct Residual {
    /// The producer.
    pub label: String,
    /// Output less the sum of the row or column.
    pub amount: f64,
    /// The producer's output.
    pub output: f64,
}

impl fmt::Display for Residual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} by {:.6} of {:.1}",
            self.label, self.amount, self.output
        )
    }
}

/// Whether a problem forbids the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The table is refused.
    Error,
    /// Legal, but worth knowing.
    Note,
}

/// Something found in a table, with its label.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Whether it forbids the table.
    pub severity: Severity,
    /// What and where.
    pub message: String,
}

impl Problem {
    pub(crate) fn error(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
        }
    }

    pub(crate) fn note(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The record of the checks a table has passed.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    pub(crate) tolerance: Tolerance,
    pub(crate) rows: Vec<Residual>,
    pub(crate) columns: Vec<Residual>,
    pub(crate) zero_output: Vec<String>,
    pub(crate) notes: Vec<String>,
}

impl Checked {
    /// The tolerance that was applied.
    #[must_use]
    pub fn tolerance(&self) -> Tolerance {
        self.tolerance
    }

    /// Output less the sum of uses, by producer.
    #[must_use]
    pub fn row_residuals(&self) -> &[Residual] {
        &self.rows
    }

    /// Output less the sum of inputs, by producer.
    #[must_use]
    pub fn column_residuals(&self) -> &[Residual] {
        &self.columns
    }

    /// The row that misses output by the most.
    #[must_use]
    pub fn worst_row(&self) -> Option<&Residual> {
        worst(&self.rows)
    }

    /// The column that misses output by the most.
    #[must_use]
    pub fn worst_column(&self) -> Option<&Residual> {
        worst(&self.columns)
    }

    /// Producers without output (and without inputs and sales).
    #[must_use]
    pub fn zero_output(&self) -> &[String] {
        &self.zero_output
    }

    /// What is legal but worth knowing: negative inputs, negative value added.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sums equal output within {}", self.tolerance)?;
        if let Some(row) = self.worst_row() {
            write!(f, "; worst row: {row}")?;
        }
        if let Some(column) = self.worst_column() {
            write!(f, "; worst column: {column}")?;
        }
        if !self.zero_output.is_empty() {
            write!(f, "; no output: {}", self.zero_output.join(", "))?;
        }
        for note in &self.notes {
            write!(f, "; {note}")?;
        }
        Ok(())
    }
}

fn worst(residuals: &[Residual]) -> Option<&Residual> {
    residuals
        .iter()
        .max_by(|a, b| a.amount.abs().total_cmp(&b.amount.abs()))
}

/// By how much sums miss output, by producer.
pub(super) fn residuals(
    producers: &Producers,
    output: &Array1<f64>,
    sums: &Array1<f64>,
) -> Vec<Residual> {
    (0..producers.len())
        .map(|j| Residual {
            label: producers.label(j),
            amount: output[j] - sums[j],
            output: output[j],
        })
        .collect()
}

/// The sums (`what` they are, and the figures) that miss output by more than the tolerance.
pub(super) fn balance_problems(
    what: &str,
    residuals: &[Residual],
    tolerance: Tolerance,
) -> Vec<Problem> {
    let beyond = residuals
        .iter()
        .filter(|residual| !tolerance.allows(residual.amount, residual.output));
    beyond
        .map(|residual| {
            Problem::error(format!(
                "the {what} of {} sum to {:.6}, its output is {:.6} (difference {:.6}, tolerance {tolerance})",
                residual.label,
                residual.output - residual.amount,
                residual.output,
                residual.amount,
            ))
        })
        .collect()
}

/// Reports a cell that is not a finite number; its labels, (row, column), are made only then.
pub(super) fn require_number(
    problems: &mut Vec<Problem>,
    value: f64,
    cell: &dyn Fn() -> (String, String),
) {
    if !value.is_finite() {
        let (row, column) = cell();
        problems.push(Problem::error(format!(
            "{row} → {column} is {value}, not a number"
        )));
    }
}

/// Reports an array whose shape is not that of its axes.
pub(super) fn require_shape(
    problems: &mut Vec<Problem>,
    what: String,
    found: (usize, usize),
    expected: (usize, usize),
) {
    if found != expected {
        problems.push(Problem::error(format!(
            "{what} is {} × {}, its axes are {} × {}",
            found.0, found.1, expected.0, expected.1
        )));
    }
}

/// Negative output, and inputs or sales without output; both as sums of absolute amounts by producer.
pub(super) fn output_problems(
    producers: &Producers,
    output: &Array1<f64>,
    inputs: &Array1<f64>,
    sales: &Array1<f64>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for j in 0..producers.len() {
        if output[j] < 0.0 {
            problems.push(Problem::error(format!(
                "{} has negative output {}",
                producers.label(j),
                output[j]
            )));
        }
        let unused = [(inputs[j], "inputs", "column"), (sales[j], "sales", "row")];
        for (amount, what, line) in unused {
            if output[j] == 0.0 && amount > 0.0 {
                problems.push(Problem::error(format!(
                    "{} has no output but {what} of {amount:.6}: give its output, or leave its {line} empty",
                    producers.label(j)
                )));
            }
        }
    }
    problems
}

/// Processing producers sell nothing at home: that is what defines them.
pub(super) fn processing_problems(
    producers: &Producers,
    output: &Array1<f64>,
    tolerance: Tolerance,
    sales_at_home: impl Fn(usize) -> f64,
) -> Vec<Problem> {
    let processing = producers
        .blocks()
        .iter()
        .filter(|b| b.group().is_processing());
    processing
        .flat_map(|block| block.range())
        .filter_map(|i| {
            let home = sales_at_home(i);
            (!tolerance.allows(home, output[i])).then(|| {
                Problem::error(format!(
                    "{} is a processing producer but sells {home:.6} at home: its whole output must be exported",
                    producers.label(i)
                ))
            })
        })
        .collect()
}

/// How many cells are below zero.
pub(super) fn below_zero<'a>(cells: impl Iterator<Item = &'a f64>) -> usize {
    cells.filter(|value| **value < 0.0).count()
}

/// What is legal but worth knowing: so many inputs below zero, and value added below zero.
pub(super) fn notes(
    producers: &Producers,
    negative: usize,
    value_added: &Array1<f64>,
) -> Vec<Problem> {
    let mut notes = Vec::new();
    if negative > 0 {
        notes.push(Problem::note(format!("{negative} negative input cells")));
    }
    let below_zero: Vec<String> = (0..producers.len())
        .filter(|&j| value_added[j] < 0.0)
        .map(|j| producers.label(j))
        .collect();
    if !below_zero.is_empty() {
        notes.push(Problem::note(format!(
            "negative value added: {}",
            below_zero.join(", ")
        )));
    }
    notes
}

/// Nothing, or one error with all problems that forbid the table of `whom`.
pub(super) fn refuse(whom: &str, unit: &Unit, problems: &[Problem]) -> Result<()> {
    let errors: Vec<&str> = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| problem.message.as_str())
        .collect();
    let count = match errors.len() {
        0 => return Ok(()),
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    };
    Err(Error::table(format!(
        "the table of {whom} ({unit}) has {count}: {}",
        errors.join("; ")
    )))
}
