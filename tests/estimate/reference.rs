//! The optimum in full: one dense system, and every set of bounds in turn.

use super::cases::Plain;

/// x and the duals of cells and margins where these unknowns are held at zero; nothing where the system is singular.
pub fn dense(plain: &Plain, zero: &[bool]) -> Option<(Vec<f64>, Vec<f64>)> {
    let (n, c) = (plain.unknowns.len(), plain.cells.len());
    let size = n + c + plain.margins.len();
    let mut m = vec![vec![0.0; size + 1]; size];
    let couple = |m: &mut Vec<Vec<f64>>, i: usize, row: usize, value: f64| {
        if !zero[i] {
            m[i][row] -= value;
            m[row][i] += value;
        }
    };
    for (i, &(cell, prior, weight, _)) in plain.unknowns.iter().enumerate() {
        m[i][i] = if zero[i] { 1.0 } else { 1.0 / weight };
        m[i][size] = if zero[i] { 0.0 } else { prior / weight };
        couple(&mut m, i, n + cell, 1.0);
    }
    for (k, target) in plain.cells.iter().enumerate() {
        m[n + k][size] = *target;
    }
    for (k, &(target, error)) in plain.margins.iter().enumerate() {
        m[n + c + k][size] = target;
        m[n + c + k][n + c + k] += error * error;
    }
    for &(k, i, coefficient) in &plain.terms {
        couple(&mut m, i, n + c + k, coefficient);
    }
    for k in 0..size {
        let best = (k..size).max_by(|&a, &b| m[a][k].abs().total_cmp(&m[b][k].abs()))?;
        if m[best][k].abs() < 1e-10 {
            return None;
        }
        m.swap(k, best);
        let pivot = m[k].clone();
        for row in m[k + 1..].iter_mut() {
            let factor = row[k] / pivot[k];
            for j in k..=size {
                row[j] -= factor * pivot[j];
            }
        }
    }
    let mut x = vec![0.0; size];
    for k in (0..size).rev() {
        let known: f64 = (k + 1..size).map(|j| m[k][j] * x[j]).sum();
        x[k] = (m[k][size] - known) / m[k][k];
    }
    let duals = x.split_off(n);
    Some((x, duals))
}

/// The least objective over all sets of unknowns at zero that leave no negative unknown.
pub fn enumerated(plain: &Plain) -> Option<Vec<f64>> {
    let n = plain.unknowns.len();
    let mut best: Option<(f64, Vec<f64>)> = None;
    for set in 0..1u32 << n {
        let zero: Vec<bool> = (0..n).map(|i| set >> i & 1 == 1).collect();
        let Some((x, _)) = dense(plain, &zero) else {
            continue;
        };
        if x.iter().any(|x| *x < -1e-10) {
            continue;
        }
        let objective = (plain.unknowns.iter().zip(&x))
            .map(|(row, x)| (x - row.1).powi(2) / (2.0 * row.2))
            .sum::<f64>();
        if best.as_ref().is_none_or(|(least, _)| objective < *least) {
            best = Some((objective, x));
        }
    }
    best.map(|(_, x)| x)
}
