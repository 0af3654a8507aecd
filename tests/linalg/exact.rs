//! (I − A)⁻¹ in whole numbers: every cell of A is a whole number divided by a power of two, so nothing needs to be rounded.

use leontief::linalg::Side;
use ndarray::{Array2, ArrayView2};
use num_bigint::{BigInt, Sign};

/// 2^k x as a whole number; k must be large enough.
fn whole(x: f64, k: i32) -> BigInt {
    let (mantissa, exponent) = decoded(x);
    let shift = exponent + k;
    assert!(shift >= 0, "{x:e} is no whole number divided by 2^{k}");
    BigInt::from(mantissa) << shift
}

/// x = mantissa · 2^exponent with an odd mantissa, or zero.
fn decoded(x: f64) -> (i64, i32) {
    assert!(x.is_finite());
    let bits = x.to_bits();
    let stored = ((bits >> 52) & 0x7ff) as i32;
    let fraction = (bits & ((1 << 52) - 1)) as i64;
    let mantissa = if stored == 0 {
        fraction
    } else {
        fraction | 1 << 52
    };
    if mantissa == 0 {
        return (0, 0);
    }
    let zeros = mantissa.trailing_zeros();
    let odd = mantissa >> zeros;
    let sign = if x < 0.0 { -1 } else { 1 };
    (sign * odd, stored.max(1) - 1075 + zeros as i32)
}

/// The smallest k for which 2^k times every cell is a whole number.
fn scale(cells: ArrayView2<'_, f64>) -> i32 {
    let exponents = cells.iter().map(|cell| -decoded(*cell).1);
    exponents.max().unwrap_or(0).max(0)
}

/// numerator / denominator · 2^exponent, rounded to the nearest number.
fn quotient(numerator: &BigInt, denominator: &BigInt, exponent: i32) -> f64 {
    if numerator.sign() == Sign::NoSign {
        return 0.0;
    }
    // at least 66 digits of the quotient, of which 64 are kept and rounded to 53
    let shift = 66 + denominator.bits() as i32 - numerator.bits() as i32;
    let digits = if shift >= 0 {
        (numerator << shift) / denominator
    } else {
        numerator / (denominator << -shift)
    };
    let surplus = digits.bits() as i32 - 64;
    let leading: BigInt = &digits >> surplus.max(0);
    let size = leading.iter_u64_digits().next().unwrap_or(0) as f64;
    let size = if digits.sign() == Sign::Minus {
        -size
    } else {
        size
    };
    size * f64::powi(2.0, surplus + exponent - shift)
}

/// (I − A)⁻¹ as 2^k times a matrix of whole numbers, divided by a whole number.
#[derive(Debug)]
pub struct Exact {
    adjugate: Vec<Vec<BigInt>>,
    determinant: BigInt,
    k: i32,
}

impl Exact {
    /// By elimination without fractions (Bareiss 1968), with the next row that has a pivot.
    pub fn new(a: &Array2<f64>) -> Self {
        let n = a.nrows();
        let k = scale(a.view());
        let mut rows: Vec<Vec<BigInt>> = (0..n)
            .map(|i| {
                let unit = |j| BigInt::from(u8::from(i == j));
                let left = (0..n).map(|j| (unit(j) << k) - whole(a[[i, j]], k));
                left.chain((0..n).map(unit)).collect()
            })
            .collect();
        let mut before = BigInt::from(1);
        for k in 0..n {
            let pivot = (k..n).find(|i| rows[*i][k].sign() != Sign::NoSign);
            let pivot = pivot.expect("I - A is singular");
            rows.swap(k, pivot);
            if pivot != k {
                rows[k].iter_mut().for_each(|cell| *cell = -&*cell);
            }
            let pivot_row = rows[k].clone();
            for (i, row) in rows.iter_mut().enumerate() {
                if i == k {
                    continue;
                }
                let factor = row[k].clone();
                for (cell, pivot) in row.iter_mut().zip(&pivot_row) {
                    *cell = (&pivot_row[k] * &*cell - &factor * pivot) / &before;
                }
            }
            before = pivot_row[k].clone();
        }
        Self {
            adjugate: rows.into_iter().map(|row| row[n..].to_vec()).collect(),
            determinant: before,
            k,
        }
    }

    /// The inverse, every cell rounded once.
    pub fn inverse(&self) -> Array2<f64> {
        let n = self.adjugate.len();
        Array2::from_shape_fn((n, n), |(i, j)| {
            quotient(&self.adjugate[i][j], &self.determinant, self.k)
        })
    }

    /// X of (I − A) X = R or X' (I − A) = R', every cell rounded once.
    pub fn solve(&self, side: Side, rhs: &Array2<f64>) -> Array2<f64> {
        let n = self.adjugate.len();
        let l = scale(rhs.view());
        Array2::from_shape_fn(rhs.dim(), |(i, column)| {
            let mut sum = BigInt::from(0);
            for j in 0..n {
                let cell = match side {
                    Side::Right => &self.adjugate[i][j],
                    Side::Left => &self.adjugate[j][i],
                };
                sum += cell * whole(rhs[[j, column]], l);
            }
            quotient(&sum, &self.determinant, self.k - l)
        })
    }
}

/// Every cell of R − (I − A) X, rounded once.
pub fn residual(a: ArrayView2<'_, f64>, x: &Array2<f64>, rhs: &Array2<f64>) -> Array2<f64> {
    let (k, l) = (scale(a), scale(x.view()).max(scale(rhs.view())));
    let one = BigInt::from(1);
    Array2::from_shape_fn(rhs.dim(), |(i, column)| {
        let mut sum = whole(rhs[[i, column]], l) << k;
        sum -= whole(x[[i, column]], l) << k;
        for j in 0..a.ncols() {
            sum += whole(a[[i, j]], k) * whole(x[[j, column]], l);
        }
        quotient(&sum, &one, -k - l)
    })
}

mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn exact_inverses_of_small_economies_are_the_known_fractions() {
        // I − A = [½ −¼; −1 ¾], determinant ⅛
        let a = array![[0.5, 0.25], [1.0, 0.25]];
        let exact = Exact::new(&a);
        assert_eq!(exact.inverse(), array![[6.0, 2.0], [8.0, 4.0]]);
        let rhs = array![[1.0], [-0.5]];
        assert_eq!(exact.solve(Side::Right, &rhs), array![[5.0], [6.0]]);
        assert_eq!(exact.solve(Side::Left, &rhs), array![[2.0], [0.0]]);
        // rows must change places: I − A = [0 −1; −2 0]
        let exact = Exact::new(&array![[1.0, 1.0], [2.0, 1.0]]);
        assert_eq!(exact.inverse(), array![[0.0, -0.5], [-1.0, 0.0]]);
    }

    #[test]
    fn numbers_survive_the_way_through_whole_numbers() {
        for x in [1.0, -0.1, 3e-200, 1e200, 1.0 / 3.0, 0.0] {
            let k = scale(array![[x]].view());
            assert_eq!(quotient(&whole(x, k), &BigInt::from(1), -k), x, "{x:e}");
        }
        assert_eq!(quotient(&BigInt::from(1), &BigInt::from(-3), 0), -1.0 / 3.0);
    }

    #[test]
    fn an_exact_residual_keeps_what_rounding_loses() {
        // 1 − (1 − 0.1) · (10/9 rounded)
        let (a, x, rhs) = (array![[0.1]], array![[1.0 / 0.9]], array![[1.0]]);
        let found = residual(a.view(), &x, &rhs)[[0, 0]];
        let by_parts = (-x[[0, 0]]).mul_add(0.9, 1.0) + x[[0, 0]] * (0.1_f64 - (1.0 - 0.9));
        assert!((found - by_parts).abs() < 1e-31, "{found:e} {by_parts:e}");
        assert!(found != 0.0);
    }
}
