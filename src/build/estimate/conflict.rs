//! Which margins stand in each other's way.
//!
//! Question answered: why can no unknowns within their bounds meet all constraints? Every exact margin is given a small standard
//! error, so that a solution exists; the margins that still miss their targets are those of a certificate that there is none.

use super::fixing::Fixing;
use super::least_squares;
use super::normal::Structure;
use super::options::{EstimateOptions, Objective};
use super::problem::{Problem, Stuck};
use crate::error::{Error, first_few};

/// The standard errors as a share of what the weights let a margin vary.
const LOOSE: f64 = 1e-4;
/// Misses above this share of what a margin adds up are conflicts.
const MISS: f64 = 1e-6;

/// The error of a problem that was not solved in so many steps, with the conflicting margins if there are any.
pub(super) fn explain(
    problem: &Problem,
    objective: Objective,
    kept: &[usize],
    options: &EstimateOptions,
    steps: usize,
) -> Error {
    let structure = Structure::new(problem, kept);
    let weights: Vec<f64> = problem.unknowns.iter().map(|row| row.weight).collect();
    let (rows, _) = structure.margins(&weights);
    let mut loose = problem.clone();
    for (row, &k) in rows
        .iter()
        .enumerate()
        .map(|(at, row)| (row[at], &kept[at]))
    {
        let margin = &mut loose.margins[k];
        if margin.standard_error == 0.0 {
            margin.standard_error = LOOSE * row.sqrt();
        }
    }
    if objective == Objective::CrossEntropy {
        // signs and zeros are kept: what is positive is bounded anyhow
        for row in loose.unknowns.iter_mut().filter(|row| row.prior > 0.0) {
            row.bounded = true;
        }
    }
    let options = options.clone().iterations(options.iterations.max(100));
    let unsolved = || {
        Error::control_total(format!("the estimate did not converge in {steps} steps"))
            .hint("more iterations, or standard errors for margins that may be off")
    };
    let fixing = Fixing::new(&loose, Objective::LeastSquares);
    let found = match least_squares::solve(&loose, &structure, &fixing, &options) {
        Ok(found) => found,
        Err(Stuck::Error(error)) => return error,
        Err(Stuck::NotMet(_)) => return unsolved(),
    };
    let left = problem.residuals(&found.x);
    let mut missed: Vec<usize> = (kept.iter().copied())
        .filter(|&k| problem.margins[k].standard_error == 0.0)
        .filter(|&k| left.margins[k].abs() > MISS * left.margin_sizes[k])
        .collect();
    if missed.is_empty() {
        return unsolved();
    }
    let share = |k: usize| left.margins[k].abs() / left.margin_sizes[k];
    missed.sort_by(|&a, &b| share(b).total_cmp(&share(a)));
    let labels = first_few(missed.iter().map(|&k| &problem.margins[k].label));
    let worst = missed[0];
    Error::control_total(format!(
        "no parts within their bounds meet all cells and margins; in conflict: {labels}"
    ))
    .expected(format!(
        "`{}` of {}",
        problem.margins[worst].label, problem.margins[worst].target
    ))
    .found(format!(
        "{} at the least misses of all",
        problem.margins[worst].target - left.margins[worst]
    ))
    .hint("correct a figure, or give the margins standard errors")
}
