//! Rows and columns in turn, one pass through the matrix a step.

use super::bands::{Cells, Scales, add_up, both_sums};
use super::margin::{Margin, size};

/// The multiplier with r p − n / r = u for p and n of a row that is not empty.
fn multiplier(u: f64, p: f64, n: f64) -> (f64, f64) {
    if p == 0.0 && n == 0.0 {
        return (1.0, 1.0);
    }
    if p == 0.0 {
        let r = -n / u;
        return (r, 1.0 / r);
    }
    let root = u.hypot(2.0 * (p * n).sqrt());
    if u >= 0.0 {
        let r = (u + root) / (2.0 * p);
        (r, 1.0 / r)
    } else {
        // the same without cancellation
        let r = 2.0 * n / (root - u);
        (r, 1.0 / r)
    }
}

/// New multipliers of rows, then of columns; and the largest miss of rows under the old ones.
pub(super) fn step(cells: Cells<'_>, u: &Margin, v: &Margin, scales: &mut Scales) -> f64 {
    let old = &*scales;
    let parts = cells.by_band(|rows| {
        let mut p = vec![0.0; cells.columns];
        let mut n = vec![0.0; if cells.signed { cells.columns } else { 0 }];
        let mut miss = 0.0_f64;
        let mut found = Vec::with_capacity(rows.len());
        for i in rows {
            if old.r[i] == 0.0 {
                found.push((0.0, 0.0));
                continue;
            }
            let row = cells.row(i);
            let (plus, minus) = both_sums(row, &old.s, &old.by_s, cells.signed);
            let target = u.target(i);
            let sum = plus * old.r[i] - minus * old.by_r[i];
            let off = (sum - target).abs() / size(target);
            miss = if off.is_nan() {
                f64::INFINITY
            } else {
                miss.max(off)
            };
            let (r, by_r) = multiplier(target, plus, minus);
            found.push((r, by_r));
            for (to, &cell) in p.iter_mut().zip(row) {
                *to += cell.max(0.0) * r;
            }
            for (to, &cell) in n.iter_mut().zip(row) {
                *to += (-cell).max(0.0) * by_r;
            }
        }
        (found, miss, p, n)
    });
    let mut miss = 0.0_f64;
    let (mut plus, mut minus, mut first) = (Vec::new(), Vec::new(), 0);
    for (found, off, p, n) in parts {
        miss = miss.max(off);
        for (k, &(r, by_r)) in found.iter().enumerate() {
            (scales.r[first + k], scales.by_r[first + k]) = (r, by_r);
        }
        first += found.len();
        plus.push(p);
        minus.push(n);
    }
    let (plus, minus) = (add_up(plus, cells.columns), add_up(minus, cells.columns));
    for j in 0..cells.columns {
        if scales.s[j] > 0.0 {
            (scales.s[j], scales.by_s[j]) = multiplier(v.target(j), plus[j], minus[j]);
        }
    }
    miss
}
