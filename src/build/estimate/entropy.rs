//! Minimum cross-entropy by Newton steps in the duals.
//!
//! The unknowns are `x = x° exp(s w/|x°| (λ + M'μ))` with s the sign of x°; the duals make least
//! `Σ x°²/w exp(·) − c'λ − b'μ + Σ σ² μ²/2`, whose second derivatives are the system of a step with `|x| w/|x°|` in place of w.

use super::fixing::Fixing;
use super::least_squares::{add, tell};
use super::normal::{Normal, Structure};
use super::options::EstimateOptions;
use super::problem::{Point, Problem, Stuck, UnknownRow};
use super::solution::Solution;
use crate::error::{Error, Result, first_few};
use crate::run::Watch;

/// Halvings of a step before it is given up.
const HALVINGS: usize = 40;
/// A step that lowers the value by less than this share of it is judged by rounding alone.
const ROUNDING: f64 = 1e-12;
/// The largest change of a logarithm in a step.
const LEAP: f64 = 4.0;

/// What an unknown adds to the cross-entropy.
pub(super) fn distance(row: &UnknownRow, x: f64) -> f64 {
    let (from, to) = (row.prior.abs(), x.abs());
    if from == 0.0 {
        return 0.0;
    }
    let logarithm = if to > 0.0 { to * (to / from).ln() } else { 0.0 };
    from / row.weight * (logarithm - to + from)
}

/// Checks that priors respect the bounds that they will keep.
pub(super) fn require_priors(problem: &Problem) -> Result<()> {
    let below: Vec<&str> = (problem.unknowns.iter())
        .filter(|row| row.bounded && row.prior < 0.0)
        .map(|row| problem.cells[row.cell].label.as_str())
        .collect();
    if below.is_empty() {
        return Ok(());
    }
    Err(Error::parameter(format!(
        "parts that may not be negative have negative priors, whose signs cross-entropy keeps: parts of {}",
        first_few(below)
    ))
    .hint("`free_part`, or least squares"))
}

pub(super) fn solve(
    problem: &Problem,
    structure: &Structure,
    fixing: &Fixing,
    options: &EstimateOptions,
) -> std::result::Result<Point, Stuck> {
    let mut watch = options.run.watch("estimate", options.iterations);
    let search = Search::new(problem, &fixing.unknowns);
    let duals = (
        vec![0.0; problem.cells.len()],
        vec![0.0; problem.margins.len()],
    );
    search.newton(structure, duals, options, &mut watch)
}

/// From the duals of another estimate.
pub(super) fn solve_near(
    problem: &Problem,
    structure: &Structure,
    fixing: &Fixing,
    near: &Solution,
    options: &EstimateOptions,
) -> std::result::Result<Point, Stuck> {
    let mut watch = options.run.watch("estimate", options.iterations);
    let duals = (near.cell_duals().to_vec(), near.margin_duals().to_vec());
    Search::new(problem, &fixing.unknowns).newton(structure, duals, options, &mut watch)
}
fn scaled(values: &[f64], by: f64) -> Vec<f64> {
    values.iter().map(|value| by * value).collect()
}

/// The function of the duals.
struct Search<'a> {
    problem: &'a Problem,
    /// Held at zero.
    fixed: &'a [bool],
    variance: Vec<f64>,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, fixed: &'a [bool]) -> Self {
        Self {
            problem,
            fixed,
            variance: problem.variances(),
        }
    }

    /// Newton steps from these duals of cells and margins.
    fn newton(
        &self,
        structure: &Structure,
        (mut of_cells, mut of_margins): (Vec<f64>, Vec<f64>),
        options: &EstimateOptions,
        watch: &mut Watch<'_>,
    ) -> std::result::Result<Point, Stuck> {
        let none = vec![0.0; self.fixed.len()];
        let mut x = self.unknowns(&of_cells, &of_margins);
        for steps in 1..=options.iterations {
            tell(watch)?;
            let mut left = self.problem.residuals(&x);
            for (k, miss) in left.margins.iter_mut().enumerate() {
                *miss -= self.variance[k] * of_margins[k];
            }
            let missed = left.worst(&structure.kept, |_| 0.0);
            let d = (self.problem.unknowns.iter().zip(&x))
                .map(|(row, x)| {
                    if *x == 0.0 {
                        0.0
                    } else {
                        x.abs() * (row.weight / row.prior.abs())
                    }
                })
                .collect();
            let step =
                Normal::new(structure, d, &self.variance).solve(&none, &left.cells, &left.margins);
            let slope: f64 = (left.cells.iter().zip(&step.of_cells))
                .chain(left.margins.iter().zip(&step.of_margins))
                .map(|(left, step)| left * step)
                .sum();
            let largest = self.largest_change(&step.of_cells, &step.of_margins);
            let here = self.value(&x, &of_cells, &of_margins);
            let mut length = (LEAP / largest).min(1.0);
            let mut moved = false;
            for _ in 0..HALVINGS {
                let (mut cells, mut margins) = (of_cells.clone(), of_margins.clone());
                add(&mut cells, &scaled(&step.of_cells, length));
                add(&mut margins, &scaled(&step.of_margins, length));
                let there = self.unknowns(&cells, &margins);
                let value = self.value(&there, &cells, &margins);
                // near the end the values differ by rounding alone, and a full step is right
                let rounding = missed <= 1e-6 || slope <= ROUNDING * here.abs();
                if value <= here - 1e-4 * length * slope || rounding && value.is_finite() {
                    (of_cells, of_margins, x, moved) = (cells, margins, there, true);
                    break;
                }
                length /= 2.0;
            }
            if missed <= options.tolerance.min(1e-10) || !moved && missed <= options.tolerance {
                let of_bounds = none;
                return Ok(Point {
                    x,
                    of_cells,
                    of_margins,
                    of_bounds,
                    iterations: steps,
                });
            }
            if !moved {
                return Err(Stuck::NotMet(steps));
            }
        }
        Err(Stuck::NotMet(options.iterations))
    }

    fn exponent(&self, i: usize, of_cells: &[f64], of_margins: &[f64]) -> f64 {
        let row = &self.problem.unknowns[i];
        if self.fixed[i] {
            return 0.0;
        }
        row.weight / row.prior * self.problem.price(i, of_cells, of_margins)
    }

    fn unknowns(&self, of_cells: &[f64], of_margins: &[f64]) -> Vec<f64> {
        (0..self.fixed.len())
            .map(|i| {
                if self.fixed[i] {
                    return 0.0;
                }
                self.problem.unknowns[i].prior * self.exponent(i, of_cells, of_margins).exp()
            })
            .collect()
    }

    fn largest_change(&self, of_cells: &[f64], of_margins: &[f64]) -> f64 {
        (0..self.fixed.len())
            .map(|i| self.exponent(i, of_cells, of_margins).abs())
            .fold(f64::MIN_POSITIVE, f64::max)
    }

    fn value(&self, x: &[f64], of_cells: &[f64], of_margins: &[f64]) -> f64 {
        let problem = self.problem;
        let made: f64 = (problem.unknowns.iter().zip(x))
            .map(|(row, x)| row.prior * (x / row.weight))
            .sum();
        let cells: f64 = (problem.cells.iter().zip(of_cells))
            .map(|(row, dual)| row.target * dual)
            .sum();
        let margins: f64 = (problem.margins.iter().zip(of_margins))
            .zip(&self.variance)
            .map(|((row, dual), variance)| row.target * dual - variance * dual * dual / 2.0)
            .sum();
        made - cells - margins
    }
}
