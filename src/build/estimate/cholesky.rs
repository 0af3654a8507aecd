//! Factors of symmetric matrices without negative eigenvalues, with and without exchanges.

/// L with L L' = M, both by rows of the lower triangle. A pivot that is nothing but rounding leaves its unknown at zero.
#[derive(Debug)]
pub(super) struct Cholesky {
    rows: Vec<Vec<f64>>,
}

/// Pivots at most this much of the diagonal are rounding.
const ROUNDING: f64 = 1e-15;

impl Cholesky {
    pub(super) fn new(mut rows: Vec<Vec<f64>>) -> Self {
        for k in 0..rows.len() {
            let (above, rest) = rows.split_at_mut(k);
            let row = &mut rest[0];
            let diagonal = row[k];
            for (j, other) in above.iter().enumerate() {
                let left = row[j] - dot(&row[..j], &other[..j]);
                row[j] = if other[j] == 0.0 {
                    0.0
                } else {
                    left / other[j]
                };
            }
            let left = diagonal - dot(&row[..k], &row[..k]);
            row[k] = if left > ROUNDING * diagonal {
                left.sqrt()
            } else {
                0.0
            };
        }
        Self { rows }
    }

    /// Replaces r by the x with M x = r.
    pub(super) fn solve(&self, rhs: &mut [f64]) {
        for (k, row) in self.rows.iter().enumerate() {
            let left = rhs[k] - dot(&row[..k], &rhs[..k]);
            rhs[k] = if row[k] == 0.0 { 0.0 } else { left / row[k] };
        }
        for (k, row) in self.rows.iter().enumerate().rev() {
            rhs[k] = if row[k] == 0.0 { 0.0 } else { rhs[k] / row[k] };
            let value = rhs[k];
            for (above, cell) in rhs[..k].iter_mut().zip(row) {
                *above -= value * cell;
            }
        }
    }
}

/// Rows of a symmetric matrix that do not depend on each other, and how the others follow from them.
pub(super) struct Rank {
    /// Independent rows.
    pub(super) independent: Vec<usize>,
    /// A dependent row, and the multiples of independent rows that make it.
    pub(super) dependent: Vec<(usize, Vec<(usize, f64)>)>,
}

/// The rank of a matrix given by rows of its lower triangle, with the largest diagonal next. `size` holds what a diagonal would be
/// without cancellation.
pub(super) fn rank(rows: &[Vec<f64>], size: &[f64], tolerance: f64) -> Rank {
    let n = rows.len();
    let at = |i: usize, j: usize| if i >= j { rows[i][j] } else { rows[j][i] };
    let mut left: Vec<f64> = (0..n).map(|i| rows[i][i]).collect();
    // factor[i] holds row i of L in the order of elimination
    let mut factor: Vec<Vec<f64>> = vec![Vec::new(); n];
    let mut independent: Vec<usize> = Vec::new();
    let mut open: Vec<usize> = (0..n).collect();
    let share = |left: &[f64], i: usize| {
        if size[i] > 0.0 {
            left[i] / size[i]
        } else {
            0.0
        }
    };
    while let Some((place, &pivot)) = open.iter().enumerate().reduce(|best, next| {
        if share(&left, *next.1) > share(&left, *best.1) {
            next
        } else {
            best
        }
    }) {
        if share(&left, pivot) <= tolerance {
            break;
        }
        open.remove(place);
        let root = left[pivot].sqrt();
        let row = std::mem::take(&mut factor[pivot]);
        for &i in &open {
            let cell = (at(i, pivot) - dot(&factor[i], &row)) / root;
            factor[i].push(cell);
            left[i] -= cell * cell;
        }
        factor[pivot] = row;
        factor[pivot].push(root);
        independent.push(pivot);
    }
    let relation = |i: usize| {
        let mut multiples = factor[i].clone();
        for k in (0..multiples.len()).rev() {
            let row = &factor[independent[k]];
            multiples[k] /= row[k];
            let value = multiples[k];
            for (above, cell) in multiples[..k].iter_mut().zip(row) {
                *above -= value * cell;
            }
        }
        independent.iter().copied().zip(multiples).collect()
    };
    let dependent = open.iter().map(|&i| (i, relation(i))).collect();
    Rank {
        independent,
        dependent,
    }
}

/// a'b in an order that depends on nothing but the length.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (wide_a, wide_b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = (wide_a.remainder().iter().zip(wide_b.remainder()))
        .map(|(a, b)| a * b)
        .sum();
    for (a, b) in wide_a.zip(wide_b) {
        for (lane, (a, b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += a * b;
        }
    }
    lanes.iter().sum::<f64>() + rest
}
