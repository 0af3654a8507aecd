//! The dual of balancing to margins. Cells are scaled as they are read: no second matrix is kept.

use super::bands::{Cells, Scales, add_up, lanes, total};
use super::dual::{Dual, LONGEST_STEP, Point};
use super::margin::{Margin, size};

pub(super) struct MarginsDual<'a> {
    pub(super) cells: Cells<'a>,
    pub(super) rows: &'a Margin,
    pub(super) columns: &'a Margin,
    /// Zero where a margin is emptied.
    pub(super) open: Scales,
}

impl MarginsDual<'_> {
    /// |x| of the cells of a row. A row fits into the cache, so that sums over it are loops of their own, several cells a time.
    fn weigh(&self, i: usize, scales: &Scales, weights: &mut [f64]) {
        let cells = self.cells.row(i).iter().zip(&scales.s);
        let r = scales.r[i];
        if !self.cells.signed {
            for (weight, (&cell, s)) in weights.iter_mut().zip(cells) {
                *weight = cell * (r * s);
            }
            return;
        }
        let by_r = scales.by_r[i];
        let cells = cells.zip(&scales.by_s);
        for (weight, ((&cell, s), by_s)) in weights.iter_mut().zip(cells) {
            *weight = cell.max(0.0) * (r * s) + (-cell).max(0.0) * (by_r * by_s);
        }
    }
}

impl Dual for MarginsDual<'_> {
    type State = (Scales, Vec<f64>);

    fn at(&self, multipliers: &[f64]) -> Point<Self::State> {
        let scales = self.open.exponentials(multipliers);
        let cells = self.cells;
        let parts = cells.by_band(|rows| {
            let (mut sums, mut sizes) = (vec![0.0; cells.columns], vec![0.0; cells.columns]);
            let mut of_rows = Vec::with_capacity(rows.len());
            let mut weights = vec![0.0; cells.columns];
            for i in rows {
                self.weigh(i, &scales, &mut weights);
                let size = total(&weights);
                add(&mut sizes, &weights);
                if !cells.signed {
                    of_rows.push((size, size));
                    continue;
                }
                for (weight, &cell) in weights.iter_mut().zip(cells.row(i)) {
                    *weight = weight.copysign(cell);
                }
                add(&mut sums, &weights);
                of_rows.push((total(&weights), size));
            }
            if !cells.signed {
                sums.clone_from(&sizes);
            }
            (of_rows, sums, sizes)
        });
        let (mut gradient, mut diagonal) = (Vec::new(), Vec::new());
        let (mut sums, mut sizes) = (Vec::new(), Vec::new());
        for (of_rows, of_columns, weights) in parts {
            for (sum, total) in of_rows {
                gradient.push(sum);
                diagonal.push(total);
            }
            sums.push(of_columns);
            sizes.push(weights);
        }
        let total: f64 = diagonal.iter().sum();
        gradient.extend(add_up(sums, cells.columns));
        diagonal.extend(add_up(sizes, cells.columns));
        let mut linear = 0.0;
        for (k, miss) in gradient.iter_mut().enumerate() {
            let target = self.target(k);
            *miss -= target;
            linear += target * multipliers[k];
        }
        Point {
            value: total - linear,
            gradient,
            state: (scales, diagonal.clone()),
            diagonal,
        }
    }

    fn hessian(&self, (scales, diagonal): &Self::State, direction: &[f64]) -> Vec<f64> {
        let cells = self.cells;
        let (l, m) = direction.split_at(cells.rows);
        let parts = cells.by_band(|rows| {
            let mut of_columns = vec![0.0; cells.columns];
            let mut of_rows = Vec::with_capacity(rows.len());
            let mut weights = vec![0.0; cells.columns];
            for i in rows {
                self.weigh(i, scales, &mut weights);
                of_rows.push(lanes(&weights, m, |weight, m| weight * m));
                for (to, weight) in of_columns.iter_mut().zip(&weights) {
                    *to += weight * l[i];
                }
            }
            (of_rows, of_columns)
        });
        let (rows, columns): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let mut image = rows.concat();
        image.extend(add_up(columns, cells.columns));
        for ((image, h), d) in image.iter_mut().zip(diagonal).zip(direction) {
            *image += h * d;
        }
        image
    }

    fn size(&self, k: usize) -> f64 {
        size(self.target(k))
    }

    fn longest(&self, direction: &[f64]) -> f64 {
        LONGEST_STEP / direction.iter().fold(0.0, |most: f64, d| most.max(d.abs()))
    }
}

impl MarginsDual<'_> {
    fn target(&self, k: usize) -> f64 {
        match k.checked_sub(self.cells.rows) {
            None => self.rows.target(k),
            Some(j) => self.columns.target(j),
        }
    }
}

fn add(to: &mut [f64], from: &[f64]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += from;
    }
}
