//! What can be seen without balancing: margins that cannot be met whatever the others are, and margins of zero.

use super::bands::Scales;
use super::infeasible::{Bipartite, Infeasible};
use super::margin::size;
use crate::error::{Error, Result};

impl Bipartite<'_> {
    /// Starting multipliers of one; of zero where a target of zero empties a margin whose cells have one sign.
    pub(super) fn start(&self) -> Result<Scales> {
        let (m, n) = (self.cells.rows, self.cells.columns);
        let (mut rows, mut columns) = (vec![true; m], vec![true; n]);
        loop {
            let (of_rows, of_columns) = self.signs(&rows, &columns);
            let mut changed = false;
            for i in 0..m {
                let target = self.u.target(i);
                let impossible = self.impossible(target, of_rows[i]);
                if rows[i] && impossible {
                    return Err(self.alone(true, i, of_rows[i]));
                }
                if rows[i] && empties(target, of_rows[i]) {
                    (rows[i], changed) = (false, true);
                }
            }
            for j in 0..n {
                let target = self.v.target(j);
                if columns[j] && self.impossible(target, of_columns[j]) {
                    return Err(self.alone(false, j, of_columns[j]));
                }
                if columns[j] && empties(target, of_columns[j]) {
                    (columns[j], changed) = (false, true);
                }
            }
            if !changed {
                break;
            }
        }
        let scales = Scales::ones(&rows, &columns);
        self.require_totals()?;
        self.require_parts(&scales)?;
        Ok(scales)
    }

    /// Whether rows and columns that are open have positive and negative cells.
    fn signs(&self, rows: &[bool], columns: &[bool]) -> (Vec<Signs>, Vec<Signs>) {
        let mut of_rows = vec![Signs::default(); rows.len()];
        let mut of_columns = vec![Signs::default(); columns.len()];
        for (i, of_row) in of_rows.iter_mut().enumerate() {
            if !rows[i] {
                continue;
            }
            for (j, &cell) in self.cells.row(i).iter().enumerate() {
                if columns[j] {
                    of_row.note(cell);
                    of_columns[j].note(cell);
                }
            }
        }
        (of_rows, of_columns)
    }

    fn impossible(&self, target: f64, signs: Signs) -> bool {
        let tiny = self.tolerance * size(target);
        (!signs.positive && target > tiny) || (!signs.negative && target < -tiny)
    }

    /// The error of a row or column that no cell of the needed sign can fill.
    fn alone(&self, is_row: bool, k: usize, signs: Signs) -> Error {
        let (noun, margin) = if is_row {
            ("row", self.u)
        } else {
            ("column", self.v)
        };
        let (label, target) = (&margin.labels()[k], margin.target(k));
        let (what, expected) = match (signs.positive, signs.negative) {
            (false, false) => ("no cell", "a target of zero"),
            (true, _) => ("only positive cells", "a target of zero or more"),
            (false, true) => ("only negative cells", "a target of zero or less"),
        };
        let certificate = Infeasible {
            rows: if is_row {
                vec![label.clone()]
            } else {
                Vec::new()
            },
            columns: if is_row {
                Vec::new()
            } else {
                vec![label.clone()]
            },
            asked: if is_row { target } else { 0.0 },
            held: if is_row { 0.0 } else { target },
        };
        Error::infeasible(format!(
            "the {noun} `{label}` has {what} to move, those emptied by margins of zero aside"
        ))
        .expected(expected)
        .found(target)
        .hint("another target, or a prior with a cell of the right sign")
        .caused_by(certificate)
    }

    fn require_totals(&self) -> Result<()> {
        let (rows, columns) = (self.u.targets().sum(), self.v.targets().sum());
        let sizes: f64 = self
            .u
            .targets()
            .iter()
            .chain(&self.v.targets())
            .map(|&t| size(t))
            .sum();
        if (rows - columns).abs() <= self.tolerance * sizes {
            return Ok(());
        }
        Err(Error::infeasible(
            "the targets of all rows and those of all columns add up to different totals",
        )
        .expected(format!("{rows}, the total of the rows"))
        .found(format!("{columns}, a difference of {:.6e}", columns - rows))
        .hint("scale one margin to the total of the other, or balance them as constraints with standard errors")
        .caused_by(Infeasible {
            rows: self.u.labels().to_vec(),
            columns: self.v.labels().to_vec(),
            asked: rows,
            held: columns,
        }))
    }

    /// Parts of the matrix that share no row and no column have totals of their own.
    fn require_parts(&self, scales: &Scales) -> Result<()> {
        let (m, n) = (self.cells.rows, self.cells.columns);
        let mut parents: Vec<usize> = (0..m + n).collect();
        for i in (0..m).filter(|&i| scales.r[i] > 0.0) {
            for (j, &cell) in self.cells.row(i).iter().enumerate() {
                if cell != 0.0 && scales.s[j] > 0.0 {
                    let (a, b) = (root(&mut parents, i), root(&mut parents, m + j));
                    parents[a.max(b)] = a.min(b);
                }
            }
        }
        let mut sums = vec![(0.0, 0.0); m + n];
        for k in 0..m + n {
            let part = root(&mut parents, k);
            let target = match k.checked_sub(m) {
                None => self.u.target(k),
                Some(j) => -self.v.target(j),
            };
            sums[part].0 += target;
            sums[part].1 += size(target);
        }
        let off = sums
            .iter()
            .position(|(sum, sizes): &(f64, f64)| sum.abs() > self.tolerance * sizes);
        let Some(off) = off else { return Ok(()) };
        let part: Vec<usize> = (0..m + n)
            .filter(|&k| root(&mut parents, k) == off)
            .collect();
        let certificate = self.named(&part);
        Err(Error::infeasible(format!(
            "the rows {} and the columns {} share cells only with each other, but add up to different totals",
            crate::error::first_few(&certificate.rows),
            crate::error::first_few(&certificate.columns)
        ))
        .expected(format!("{}, the total of these rows", certificate.asked))
        .found(certificate.held)
        .hint("other targets, or a prior with cells that join this part to the rest")
        .caused_by(certificate))
    }
}

/// Which signs the cells of a margin have.
#[derive(Debug, Clone, Copy, Default)]
struct Signs {
    positive: bool,
    negative: bool,
}

impl Signs {
    fn note(&mut self, cell: f64) {
        self.positive |= cell > 0.0;
        self.negative |= cell < 0.0;
    }
}

/// Cells of one sign that add up to nothing are zero.
fn empties(target: f64, signs: Signs) -> bool {
    // a target below the tolerance that the signs do not allow counts as zero
    let wrong = (!signs.positive && target > 0.0) || (!signs.negative && target < 0.0);
    !(signs.positive && signs.negative) && (target == 0.0 || wrong)
}

fn root(parents: &mut [usize], mut k: usize) -> usize {
    while parents[k] != k {
        parents[k] = parents[parents[k]];
        k = parents[k];
    }
    k
}
