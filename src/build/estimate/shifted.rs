//! The same problem counted from other zeros.

use super::problem::Problem;

impl Problem {
    /// The problem in what unknowns are beyond `offsets`: `x = offset + x'`. Targets of cells and margins shrink by what the offsets
    /// come to; bounds of zero are now bounds of x', so that an offset is a lower bound of x. `priors` are those of x'; a
    /// [free part](super::Draft::free_part) whose prior is zero stays at its offset in a [range](Problem::range).
    ///
    /// Both run over the unknowns in the order they were added; what is missing counts as zero.
    #[must_use]
    pub fn shifted(&self, offsets: &[f64], priors: &[f64]) -> Self {
        let at = |values: &[f64], i: usize| values.get(i).copied().unwrap_or(0.0);
        let mut shifted = self.clone();
        // what was added up on the way, to tell what is left from rounding
        let mut of_cells: Vec<f64> = self.cells.iter().map(|row| row.target.abs()).collect();
        let mut of_margins: Vec<f64> = self.margins.iter().map(|row| row.target.abs()).collect();
        for (i, unknown) in shifted.unknowns.iter_mut().enumerate() {
            let offset = at(offsets, i);
            unknown.prior = at(priors, i);
            shifted.cells[unknown.cell].target -= offset;
            of_cells[unknown.cell] += offset.abs();
            for (k, coefficient) in &unknown.terms {
                shifted.margins[*k].target -= coefficient * offset;
                of_margins[*k] += (coefficient * offset).abs();
            }
        }
        for (cell, size) in shifted.cells.iter_mut().zip(of_cells) {
            cell.target = unless_rounding(cell.target, size);
        }
        for (margin, size) in shifted.margins.iter_mut().zip(of_margins) {
            margin.target = unless_rounding(margin.target, size);
        }
        shifted
    }
}

/// Zero for what is left of a sum by rounding: one part in 10¹² of what was added up.
fn unless_rounding(left: f64, size: f64) -> f64 {
    if left.abs() <= 1e-12 * size {
        0.0
    } else {
        left
    }
}
