//! The dual of balancing to margins. Cells are scaled as they are read: no second matrix is kept.

use super::bands::{Cells, Scales, add_up};
use super::dual::{Dual, LONGEST_STEP, Point};
use super::margin::{Margin, size};

pub(super) struct MarginsDual<'a> {
    pub(super) cells: Cells<'a>,
    pub(super) rows: &'a Margin,
    pub(super) columns: &'a Margin,
    /// Zero where a margin is emptied.
    pub(super) open: Scales,
}

/// |x| of a cell.
fn weight(cell: f64, forth: f64, back: f64) -> f64 {
    cell.max(0.0) * forth + (-cell).max(0.0) * back
}

impl Dual for MarginsDual<'_> {
    type State = (Scales, Vec<f64>);

    fn at(&self, multipliers: &[f64]) -> Point<Self::State> {
        let scales = self.open.exponentials(multipliers);
        let cells = self.cells;
        let parts = cells.by_band(|rows| {
            let (mut sums, mut sizes) = (vec![0.0; cells.columns], vec![0.0; cells.columns]);
            let mut of_rows = Vec::with_capacity(rows.len());
            for i in rows {
                let (r, by_r) = (scales.r[i], scales.by_r[i]);
                let (mut sum, mut total) = (0.0, 0.0);
                for (j, &cell) in cells.row(i).iter().enumerate() {
                    let weight = weight(cell, r * scales.s[j], by_r * scales.by_s[j]);
                    let x = weight.copysign(cell);
                    sum += x;
                    total += weight;
                    sums[j] += x;
                    sizes[j] += weight;
                }
                of_rows.push((sum, total));
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
            for i in rows {
                let (r, by_r) = (scales.r[i], scales.by_r[i]);
                let mut sum = 0.0;
                for (j, &cell) in cells.row(i).iter().enumerate() {
                    let weight = weight(cell, r * scales.s[j], by_r * scales.by_s[j]);
                    sum += weight * m[j];
                    of_columns[j] += weight * l[i];
                }
                of_rows.push(sum);
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
