//! Weighted least squares within bounds.

use super::fixing::Fixing;
use super::interior::Path;
use super::normal::{Normal, Structure};
use super::options::EstimateOptions;
use super::problem::{Point, Problem, Stuck};
use super::solution::Solution;
use crate::error::Error;
use crate::run::Watch;

/// Exchanges between bounds and free unknowns before a finish is given up.
const EXCHANGES: usize = 30;
/// The same where a start from another estimate is given up.
const FEW: usize = 8;
/// An unknown this far beyond its bound, as a share of its scale, is at it.
const BEYOND: f64 = 1e-11;

pub(super) fn solve(
    problem: &Problem,
    structure: &Structure,
    fixing: &Fixing,
    options: &EstimateOptions,
) -> Result<Point, Stuck> {
    let mut watch = options.run.watch("estimate", options.iterations);
    let fixed = &fixing.unknowns;
    let (start, violations) = on_free(problem, structure, fixing, fixed);
    let mut steps = 1;
    tell(&mut watch)?;
    if violations.is_empty() {
        return ended(problem, structure, start, steps, options.tolerance);
    }
    let mut path = Path::to_priors(problem, structure, fixed, start);
    let mut finish_at = 1e-6;
    while steps < options.iterations {
        tell(&mut watch)?;
        steps += 1;
        path.step();
        let distance = path.distance();
        if !distance.is_finite() {
            return Err(Stuck::NotMet(steps));
        }
        if distance > finish_at && !path.stalled() {
            continue;
        }
        if let Some((point, exchanges)) =
            finish(problem, structure, fixing, path.active(), EXCHANGES)
        {
            return ended(
                problem,
                structure,
                point,
                steps + exchanges,
                options.tolerance,
            );
        }
        if path.stalled() {
            break;
        }
        finish_at *= 1e-3;
    }
    if path.distance() <= options.tolerance {
        let mut point = path.end(steps);
        fixing.price(problem, &mut point);
        return Ok(point);
    }
    Err(Stuck::NotMet(steps))
}

/// From the bounds that another estimate is at.
pub(super) fn solve_near(
    problem: &Problem,
    structure: &Structure,
    fixing: &Fixing,
    near: &Solution,
    options: &EstimateOptions,
) -> Result<Point, Stuck> {
    tell(&mut options.run.watch("estimate", options.iterations))?;
    let active = problem.at_bounds(fixing, near.values());
    match finish(problem, structure, fixing, active, FEW) {
        Some((mut point, exchanges)) => {
            point.iterations = exchanges;
            Ok(point)
        }
        None => Err(Stuck::NotMet(FEW)),
    }
}

pub(super) fn tell(watch: &mut Watch<'_>) -> Result<(), Stuck> {
    watch
        .step()
        .map_err(|stopped| Stuck::Error(Error::cancelled(stopped.to_string()).caused_by(stopped)))
}

fn ended(
    problem: &Problem,
    structure: &Structure,
    mut point: Point,
    steps: usize,
    tolerance: f64,
) -> Result<Point, Stuck> {
    point.iterations = steps;
    let met = misses(problem, structure, &point) <= tolerance;
    if met {
        Ok(point)
    } else {
        Err(Stuck::NotMet(steps))
    }
}

/// The largest relative miss of a constraint.
fn misses(problem: &Problem, structure: &Structure, point: &Point) -> f64 {
    let left = problem.residuals(&point.x);
    left.worst(&structure.kept, |k| {
        problem.margins[k].standard_error.powi(2) * point.of_margins[k]
    })
}

/// The exact solution at these bounds, after exchanging what is on the wrong side of them.
fn finish(
    problem: &Problem,
    structure: &Structure,
    fixing: &Fixing,
    mut active: Vec<bool>,
    exchanges: usize,
) -> Option<(Point, usize)> {
    for exchange in 1..=exchanges {
        let (mut point, violations) = on_free(problem, structure, fixing, &active);
        if violations.is_empty() {
            let met = misses(problem, structure, &point) <= 1e-10;
            return met.then(|| {
                for ((x, row), z) in
                    (point.x.iter_mut().zip(&problem.unknowns)).zip(&mut point.of_bounds)
                {
                    if row.bounded {
                        *x = x.max(0.0);
                        *z = z.max(0.0);
                    }
                }
                (point, exchange)
            });
        }
        for i in violations {
            active[i] = !active[i] || fixing.unknowns[i];
        }
    }
    None
}

/// The solution where these unknowns are zero and the others know no bounds, and the unknowns on the wrong side.
fn on_free(
    problem: &Problem,
    structure: &Structure,
    fixing: &Fixing,
    active: &[bool],
) -> (Point, Vec<usize>) {
    let rows = problem.unknowns.iter().zip(active);
    let d: Vec<f64> = rows
        .clone()
        .map(|(row, active)| if *active { 0.0 } else { row.weight })
        .collect();
    let variance = problem.variances();
    let normal = Normal::new(structure, d, &variance);
    let mut point = Point {
        x: rows
            .map(|(row, active)| if *active { 0.0 } else { row.prior })
            .collect(),
        of_cells: vec![0.0; problem.cells.len()],
        of_margins: vec![0.0; problem.margins.len()],
        of_bounds: vec![0.0; problem.unknowns.len()],
        iterations: 1,
    };
    let none = vec![0.0; problem.unknowns.len()];
    // the second and third round refine
    for _ in 0..3 {
        let mut left = problem.residuals(&point.x);
        for (k, miss) in left.margins.iter_mut().enumerate() {
            *miss -= variance[k] * point.of_margins[k];
        }
        let step = normal.solve(&none, &left.cells, &left.margins);
        add(&mut point.x, &step.x);
        add(&mut point.of_cells, &step.of_cells);
        add(&mut point.of_margins, &step.of_margins);
    }
    fixing.price(problem, &mut point);
    let mut violations = Vec::new();
    for (i, row) in problem
        .unknowns
        .iter()
        .enumerate()
        .filter(|(i, row)| row.bounded && !fixing.unknowns[*i])
    {
        let price = problem.price(i, &point.of_cells, &point.of_margins);
        let x = point.x[i];
        if active[i] {
            let z = -row.prior / row.weight - price;
            point.of_bounds[i] = z;
            if row.weight * z < -BEYOND * (row.prior.abs() + row.weight * price.abs()) {
                violations.push(i);
            }
        } else {
            let scale = row.prior.abs() + row.weight * price.abs();
            if x < -BEYOND * scale {
                violations.push(i);
            }
        }
    }
    (point, violations)
}

pub(super) fn add(sum: &mut [f64], step: &[f64]) {
    for (sum, step) in sum.iter_mut().zip(step) {
        *sum += step;
    }
}
