//! Linear programs in full: every basis in turn.

use super::cases::Plain;

/// The least and the most that a total can be: that of the best vertex. All unknowns are at least zero.
pub fn extremes(plain: &Plain, costs: &[f64]) -> (f64, f64) {
    let (n, c) = (plain.unknowns.len(), plain.cells.len());
    let mut rows = vec![vec![0.0; n + 1]; c + plain.margins.len()];
    for (i, unknown) in plain.unknowns.iter().enumerate() {
        rows[unknown.0][i] = 1.0;
    }
    for &(k, i, coefficient) in &plain.terms {
        rows[c + k][i] += coefficient;
    }
    let margins = plain.margins.iter().map(|row| &row.0);
    for (row, target) in rows.iter_mut().zip(plain.cells.iter().chain(margins)) {
        row[n] = *target;
    }
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for set in 0..1u32 << n {
        if set.count_ones() as usize != rows.len() {
            continue;
        }
        let basis: Vec<usize> = (0..n).filter(|i| set >> i & 1 == 1).collect();
        let Some(x) = solved(&rows, &basis) else {
            continue;
        };
        if x.iter().all(|x| *x >= -1e-9) {
            let total = basis.iter().zip(&x).map(|(&i, x)| costs[i] * x).sum();
            least = f64::min(least, total);
            most = f64::max(most, total);
        }
    }
    (least, most)
}

/// The unknowns of a basis; nothing where its columns depend on each other.
fn solved(rows: &[Vec<f64>], basis: &[usize]) -> Option<Vec<f64>> {
    let n = basis.len();
    let pick = |row: &Vec<f64>| -> Vec<f64> {
        let chosen = basis.iter().map(|&i| row[i]);
        chosen.chain(row.last().copied()).collect()
    };
    let mut m: Vec<Vec<f64>> = rows.iter().map(pick).collect();
    for k in 0..n {
        let best = (k..n).max_by(|&a, &b| m[a][k].abs().total_cmp(&m[b][k].abs()))?;
        if m[best][k].abs() < 1e-9 {
            return None;
        }
        m.swap(k, best);
        let pivot = m[k].clone();
        for (i, row) in m.iter_mut().enumerate() {
            if i != k {
                let factor = row[k] / pivot[k];
                for j in k..=n {
                    row[j] -= factor * pivot[j];
                }
            }
        }
    }
    Some((0..n).map(|k| m[k][n] / m[k][k]).collect())
}
