//! Margins that follow from others.

use std::fmt;

use super::cholesky;
use super::fixing::Fixing;
use super::normal::Structure;
use super::problem::Problem;
use crate::error::{Error, Result, first_few};

/// A margin that follows from the cells and other margins.
#[derive(Debug, Clone, PartialEq)]
pub struct Redundant {
    /// The margin.
    pub margin: String,
    /// The margins it follows from, with their multiples; none where the cells alone determine it.
    pub follows_from: Vec<(String, f64)>,
    /// Its target less what the others make it.
    pub miss: f64,
}

impl fmt::Display for Redundant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "margin `{}` follows from ", self.margin)?;
        if self.follows_from.is_empty() {
            return f.write_str("the cells");
        }
        let labels = first_few(self.follows_from.iter().map(|(label, _)| label));
        write!(f, "the cells and {labels}")
    }
}

/// Diagonals that cancel to this share of their size are rounding.
const RANK: f64 = 1e-11;
/// Multiples below this share of the largest are rounding.
const PART: f64 = 1e-7;

/// Which margins take part in an estimate.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Independent {
    /// All soft margins, and exact ones that do not depend on each other. Margins met by what is held at zero are neither these nor
    /// those that follow.
    pub(super) kept: Vec<usize>,
    /// Margins that follow from the cells and these multiples of others.
    follow: Vec<(usize, Vec<(usize, f64)>)>,
}

/// The margins that take part, and those that follow from them.
///
/// # Errors
/// If a target contradicts the others.
pub(super) fn independent(
    problem: &Problem,
    fixing: &Fixing,
    tolerance: f64,
) -> Result<(Independent, Vec<Redundant>)> {
    let found = Independent::new(problem, fixing);
    let redundant = found.redundant(problem, fixing, tolerance)?;
    Ok((found, redundant))
}

impl Independent {
    fn new(problem: &Problem, fixing: &Fixing) -> Self {
        let (exact, soft): (Vec<usize>, Vec<usize>) = (0..problem.margins.len())
            .filter(|&k| !fixing.margins[k])
            .partition(|&k| problem.margins[k].standard_error == 0.0);
        let structure = Structure::new(problem, &exact);
        let weights = weights(problem, fixing);
        let (rows, size) = structure.margins(&weights);
        let rank = cholesky::rank(&rows, &size, RANK);
        let mut kept: Vec<usize> = rank.independent.into_iter().map(|at| exact[at]).collect();
        kept.extend(soft);
        kept.sort_unstable();
        let follow = (rank.dependent.into_iter())
            .map(|(at, multiples)| (exact[at], shortened(multiples, &exact)))
            .collect();
        Self { kept, follow }
    }

    /// Whether these may be the margins that take part here as well: all that are not met by what is held at zero, soft ones kept.
    /// Whether those that follow elsewhere do so here shows in what is found.
    pub(super) fn fits(&self, problem: &Problem, fixing: &Fixing) -> bool {
        let mut known = fixing.margins.clone();
        let mut add = |k: usize| !std::mem::replace(&mut known[k], true);
        self.kept.iter().all(|&k| add(k))
            && (self.follow.iter())
                .all(|(k, _)| problem.margins[*k].standard_error == 0.0 && add(*k))
            && known.into_iter().all(|known| known)
    }

    /// The margins that follow, and by how much their targets miss what they should be.
    ///
    /// # Errors
    /// If that is more than the tolerance.
    pub(super) fn redundant(
        &self,
        problem: &Problem,
        fixing: &Fixing,
        tolerance: f64,
    ) -> Result<Vec<Redundant>> {
        if self.follow.is_empty() {
            return Ok(Vec::new());
        }
        let left = problem.residuals(&shared_out(problem, &weights(problem, fixing)));
        let mut redundant = Vec::new();
        let mut contradictions = Vec::new();
        for (k, multiples) in &self.follow {
            let mut miss = left.margins[*k];
            let mut scale = left.margin_sizes[*k];
            for (other, multiple) in multiples {
                miss -= multiple * left.margins[*other];
                scale += multiple.abs() * left.margin_sizes[*other];
            }
            let of = multiples.iter();
            let found = Redundant {
                margin: problem.margins[*k].label.clone(),
                follows_from: of
                    .map(|(other, multiple)| (problem.margins[*other].label.clone(), *multiple))
                    .collect(),
                miss,
            };
            if miss.abs() > tolerance * scale {
                contradictions.push(found);
            } else {
                redundant.push(found);
            }
        }
        refuse(&contradictions)?;
        Ok(redundant)
    }
}

/// Weights, but unknowns held at zero are no way out of a dependency.
fn weights(problem: &Problem, fixing: &Fixing) -> Vec<f64> {
    (problem.unknowns.iter().zip(&fixing.unknowns))
        .map(|(row, fixed)| if *fixed { 0.0 } else { row.weight })
        .collect()
}

/// Multiples that are more than rounding.
fn shortened(multiples: Vec<(usize, f64)>, exact: &[usize]) -> Vec<(usize, f64)> {
    let largest = multiples.iter().fold(0.0_f64, |m, (_, v)| m.max(v.abs()));
    let large = multiples.into_iter();
    large
        .filter(|(_, multiple)| multiple.abs() > PART * largest)
        .map(|(other, multiple)| (exact[other], multiple))
        .collect()
}

/// What the weights alone would share out of the cells.
fn shared_out(problem: &Problem, weights: &[f64]) -> Vec<f64> {
    let mut start = vec![0.0; weights.len()];
    for cell in &problem.cells {
        let sum: f64 = cell.members.iter().map(|&i| weights[i]).sum();
        for &i in &cell.members {
            start[i] = if sum > 0.0 {
                cell.target * weights[i] / sum
            } else {
                0.0
            };
        }
    }
    start
}

fn refuse(contradictions: &[Redundant]) -> Result<()> {
    let Some(first) = contradictions.first() else {
        return Ok(());
    };
    let lines: Vec<String> = contradictions
        .iter()
        .map(|found| format!("{found}, which make it {} less than its target", found.miss))
        .collect();
    Err(Error::control_total(format!(
        "{} margin(s) contradict others: {}",
        lines.len(),
        lines.join("; ")
    ))
    .expected("margins that agree")
    .hint(format!(
        "correct a figure, drop `{}`, or give one of them a standard error",
        first.margin
    )))
}
