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

/// Judges I − A in units of output s by what `solve` and `solve_transposed` say of (I − A)⁻¹, asked only where elimination was not
/// known to succeed beforehand.
///
/// - A ≥ 0: I − A is a non-singular M-matrix if and only if all pivots taken in order are positive, and if and only if
///   x = (I − A)⁻¹ s is positive (Berman and Plemmons 1994, theorem 6.2.3, conditions E₁₈ and I₂₇). The spectral radius of the
///   inverse is at most the largest of ((I − A)⁻¹ x)ᵢ / xᵢ, in any units.
/// - A with negative cells: det(I − tA) is positive for small t. If it is negative for t = 1 it is zero in between, so A has an
///   eigenvalue above one and rounds of inputs never end.
pub(super) fn judge(
    prepared: &Prepared,
    found: Found,
    solve: impl Fn(&Array1<f64>) -> Array1<f64>,
    solve_transposed: impl Fn(&Array1<f64>) -> Array1<f64>,
) -> Result<Productive, Breakdown> {
    let (conditions, units) = (prepared.conditions, &prepared.scaling);
    let known = match conditions.productive {
        Productive::ByColumns { largest } | Productive::ByOutputs { largest } => {
            if (1.0 - largest) * LARGEST_MULTIPLIER >= 1.0 {
                return Ok(conditions.productive);
            }
            Some(conditions.productive)
        }
        _ => None,
    };
    if conditions.negative_cells == 0 {
        let outputs = solve(units);
        require_positive(&(&outputs / units))?;
        require_bounded(&(solve(&outputs) / &outputs), Meaning::NotProductive)?;
        return Ok(known.unwrap_or(match found.pivoting {
            Pivoting::None => Productive::ByPivots,
            Pivoting::Partial => Productive::BySolution,
        }));
    }
    let sums = solve_transposed(&(scattered(units.len()) / units)) * units;
    require_bounded(&sums, Meaning::Singular)?;
    match (known, found.determinant) {
        (Some(known), _) => Ok(known),
        (None, Sign::Positive) => Ok(Productive::Unproven),
        (None, Sign::Negative) => Err(most_negative(&(solve(units) / units))),
    }
}

/// Weights of either sign and no pattern, so that large cells of an inverse do not add up to something small.
pub(super) fn scattered(n: usize) -> Array1<f64> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    Array1::from_shape_simple_fn(n, || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let size = 1.0 + (state >> 12) as f64 / (1_u64 << 52) as f64;
        if state >> 63 == 0 { size } else { -size }
    })
}

fn require_positive(outputs: &Array1<f64>) -> Result<(), Breakdown> {
    if outputs.iter().all(|output| *output > 0.0) {
        return Ok(());
    }
    Err(most_negative(outputs))
}

/// The breakdown of the producer whose output would have to be the most negative.
pub(super) fn most_negative(outputs: &Array1<f64>) -> Breakdown {
    let outputs = outputs.iter().copied().enumerate();
    let (position, pivot) = outputs
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .unwrap_or((0, f64::NAN));
    Breakdown {
        position,
        pivot,
        meaning: Meaning::NotProductive,
    }
}

/// Where every column of A sums to one up to rounding the inverse is huge, although elimination may meet no pivot that is small.
pub(super) fn require_bounded(sizes: &Array1<f64>, meaning: Meaning) -> Result<(), Breakdown> {
    let sizes = sizes.iter().map(|size| size.abs()).enumerate();
    match sizes.max_by(|(_, a), (_, b)| a.total_cmp(b)) {
        Some((position, size)) if size.is_nan() || size > LARGEST_MULTIPLIER => Err(Breakdown {
            position,
            pivot: 1.0 / size,
            meaning,
        }),
        _ => Ok(()),
    }
}
