//! What sums of parts can come to, whatever the parts are: a figure beyond that is refused by its name.

use crate::build::estimate::{Cell, Unknown};
use crate::error::{Error, Result};

/// By how much a figure may be beyond what cells hold, as a share of what is added up; closer ones are left to the estimate, whose
/// tolerance may be wider than rounding.
const BEYOND: f64 = 1e-6;

/// Cells, and which parts they have.
#[derive(Debug, Clone, Default)]
pub(super) struct Limits {
    /// By cell: its target, the number of its parts, and whether any may be negative.
    cells: Vec<(f64, usize, bool)>,
    /// By unknown.
    cell_of: Vec<usize>,
}

impl Limits {
    /// Cells are told of in the order in which the problem counts them.
    pub(super) fn cell(&mut self, target: f64) {
        self.cells.push((target, 0, false));
    }

    /// So are their parts.
    pub(super) fn part(&mut self, cell: Cell, unknown: Unknown, free: bool) {
        debug_assert_eq!(unknown.index(), self.cell_of.len());
        self.cell_of.push(cell.index());
        let (_, parts, any_free) = &mut self.cells[cell.index()];
        *parts += 1;
        *any_free |= free;
    }

    /// That a sum can be what it should be, give or take `off`. Terms are in the order of the unknowns.
    pub(super) fn require(&self, terms: &[(usize, f64)], target: f64, off: f64) -> Result<()> {
        let (mut least, mut most, mut size) = (0.0, 0.0, target.abs());
        for terms in terms.chunk_by(|a, b| self.cell_of[a.0] == self.cell_of[b.0]) {
            let (amount, parts, free) = self.cells[self.cell_of[terms[0].0]];
            let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
            // parts that are not in the sum count with zero
            let others = (terms.len() < parts).then_some(0.0);
            for coefficient in terms.iter().map(|(_, c)| *c).chain(others) {
                (low, high) = (low.min(coefficient), high.max(coefficient));
            }
            if free && low < high {
                return Ok(()); // one part may grow without end while another falls
            }
            let ends = [amount * low, amount * high];
            least += ends[0].min(ends[1]);
            most += ends[0].max(ends[1]);
            size += ends[0].abs().max(ends[1].abs());
        }
        let slack = BEYOND * size + off;
        if (least - slack..=most + slack).contains(&target) || !target.is_finite() {
            return Ok(());
        }
        Err(Error::control_total("no parts of its cells come to that")
            .expected(format!("a sum from {least} to {most}"))
            .found(target)
            .hint("correct the figure or its cells, or say by how much it may be off"))
    }
}
