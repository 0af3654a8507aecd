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

/// The margins that take part (all soft ones, and exact ones that do not depend on each other), and those that follow from them.
/// Margins met by what is held at zero are neither.
pub(super) fn independent(
    problem: &Problem,
    fixing: &Fixing,
    tolerance: f64,
) -> Result<(Vec<usize>, Vec<Redundant>)> {
    let (exact, soft): (Vec<usize>, Vec<usize>) = (0..problem.margins.len())
        .filter(|&k| !fixing.margins[k])
        .partition(|&k| problem.margins[k].standard_error == 0.0);
    let structure = Structure::new(problem, &exact);
    // unknowns held at zero are no way out of a dependency
    let weights: Vec<f64> = (problem.unknowns.iter().zip(&fixing.unknowns))
        .map(|(row, fixed)| if *fixed { 0.0 } else { row.weight })
        .collect();
    let (rows, size) = structure.margins(&weights);
    let rank = cholesky::rank(&rows, &size, RANK);
    // targets less what the weights alone would share out of the cells
    let start: Vec<f64> = {
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
    };
    let left = problem.residuals(&start);
    let mut redundant = Vec::new();
    let mut contradictions = Vec::new();
    for (at, multiples) in rank.dependent {
        let k = exact[at];
        let largest = multiples.iter().fold(0.0_f64, |m, (_, v)| m.max(v.abs()));
        let mut miss = left.margins[k];
        let mut scale = left.margin_sizes[k];
        let mut follows_from = Vec::new();
        for (other, multiple) in multiples {
            if multiple.abs() <= PART * largest {
                continue;
            }
            let other = exact[other];
            miss -= multiple * left.margins[other];
            scale += multiple.abs() * left.margin_sizes[other];
            follows_from.push((problem.margins[other].label.clone(), multiple));
        }
        let found = Redundant {
            margin: problem.margins[k].label.clone(),
            follows_from,
            miss,
        };
        if miss.abs() > tolerance * scale {
            contradictions.push(found);
        } else {
            redundant.push(found);
        }
    }
    if let Some(first) = contradictions.first() {
        let lines: Vec<String> = contradictions
            .iter()
            .map(|found| format!("{found}, which make it {} less than its target", found.miss))
            .collect();
        return Err(Error::control_total(format!(
            "{} margin(s) contradict others: {}",
            lines.len(),
            lines.join("; ")
        ))
        .expected("margins that agree")
        .hint(format!(
            "correct a figure, drop `{}`, or give one of them a standard error",
            first.margin
        )));
    }
    let mut kept: Vec<usize> = rank.independent.into_iter().map(|at| exact[at]).collect();
    kept.extend(soft);
    kept.sort_unstable();
    Ok((kept, redundant))
}
