//! Whether a factorised economy is productive: the same judgement for every engine.
//!
//! LAPACK and its kind answer for any regular matrix. Of an economy that uses up more than it makes they return, without an error,
//! an inverse with negative cells. The theory of M-matrices tells the two apart for the price of a solve or two.

use ndarray::Array1;

use super::Productive;
use super::engine::{Pivoting, Sign};
use super::factorised::Prepared;
use super::failure::{Breakdown, Meaning};

/// Output per unit of final use beyond which it is made of rounding: an economy that keeps less than this part of what it makes
/// cannot be told from one that keeps nothing.
const LARGEST_MULTIPLIER: f64 = 1e12;

/// What elimination found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) pivoting: Pivoting,
    pub(super) determinant: Sign,
}

/// Judges I − A with scaling s by the outputs x = (I − A)⁻¹ s and the multipliers y = (I − A')⁻¹ (1 / s), asked for only where they
/// are needed.
///
/// - Sums of columns of the inverse, s y: beyond 10¹² the economy keeps only rounding.
/// - A ≥ 0: I − A is a non-singular M-matrix if and only if all pivots taken in order are positive, and if and only if x > 0
///   (Berman and Plemmons 1994, theorem 6.2.3, conditions E₁₈ and I₂₇).
/// - A with negative cells: det(I − tA) is positive for small t. If it is negative for t = 1 it is zero in between, so A has an
///   eigenvalue above one and rounds of inputs never end.
pub(super) fn judge(
    prepared: &Prepared,
    found: Found,
    outputs: impl FnOnce() -> Array1<f64>,
    multipliers: impl FnOnce() -> Array1<f64>,
) -> Result<Productive, Breakdown> {
    let conditions = prepared.conditions;
    let known = match conditions.productive {
        Productive::ByColumns { largest } | Productive::ByOutputs { largest } => {
            if (1.0 - largest) * LARGEST_MULTIPLIER >= 1.0 {
                return Ok(conditions.productive);
            }
            Some(conditions.productive)
        }
        _ => None,
    };
    let non_negative = conditions.negative_cells == 0;
    require_bounded(&(multipliers() * &prepared.scaling), non_negative)?;
    if let Some(known) = known {
        return Ok(known);
    }
    let negative_output = || smallest(&(outputs() / &prepared.scaling));
    match (non_negative, found.pivoting, found.determinant) {
        (true, Pivoting::None, _) => Ok(Productive::ByPivots),
        (true, Pivoting::Partial, _) => match negative_output() {
            Some((position, output)) if output <= 0.0 => Err(not_productive(position, output)),
            _ => Ok(Productive::BySolution),
        },
        (false, _, Sign::Positive) => Ok(Productive::Unproven),
        (false, _, Sign::Negative) => {
            let (position, output) = negative_output().unwrap_or((0, f64::NAN));
            Err(not_productive(position, output))
        }
    }
}

fn not_productive(position: usize, pivot: f64) -> Breakdown {
    Breakdown {
        position,
        pivot,
        meaning: Meaning::NotProductive,
    }
}

/// Where every column of A sums to one up to rounding, all column sums of the inverse are huge, although elimination may meet no
/// pivot that is small.
fn require_bounded(sums: &Array1<f64>, non_negative: bool) -> Result<(), Breakdown> {
    let sizes = sums.iter().map(|sum| sum.abs()).enumerate();
    match sizes.max_by(|(_, a), (_, b)| a.total_cmp(b)) {
        Some((position, size)) if size.is_nan() || size > LARGEST_MULTIPLIER => Err(Breakdown {
            position,
            pivot: 1.0 / size,
            meaning: if non_negative {
                Meaning::NotProductive
            } else {
                Meaning::Singular
            },
        }),
        _ => Ok(()),
    }
}

fn smallest(values: &Array1<f64>) -> Option<(usize, f64)> {
    let values = values.iter().copied().enumerate();
    values.min_by(|(_, a), (_, b)| a.total_cmp(b))
}
