//! An economy with some flows cut, from the inverse or the factor of the whole one.
//!
//! Question answered: what would (I − A)⁻¹ be if producers I delivered no inputs to users J?
//!
//! A cut changes few rows or columns of A: I − A* = I − A + U V' with U, V of n × k, k the number of rows or of columns cut,
//! whichever is smaller. Sherman, Morrison and Woodbury give
//!
//! ```text
//! (I − A*)⁻¹ = B − B U (I + V' B U)⁻¹ V' B        B = (I − A)⁻¹
//! ```
//!
//! at 2 n² k operations where B is at hand, instead of 2 n³.
//!
//! Source: Woodbury (1950), Memorandum Report 42, Princeton; for extraction of trade flows Los, Timmer, de Vries (2016),
//! American Economic Review 106(7), 1958-1966.

use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2, Axis};

use super::engine::{Engine, Native, Pivoting, Sign};
use super::failure::{Failure, Meaning};
use super::judge::{most_negative, require_bounded, scattered};
use super::kernel::add_product;
use super::product::{operations, part, share_out, tiles, times, update};
use super::solver::Solver;
use super::structure::block;
use crate::run::{Run, Threads, map_shared};

/// Flows of inputs that are set to zero: all from some producers to some users, or several such rectangles that do not overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    rectangles: Vec<(Vec<usize>, Vec<usize>)>,
}

impl Cut {
    /// All flows from producers `rows` to users `columns`.
    #[must_use]
    pub fn between(rows: impl Into<Vec<usize>>, columns: impl Into<Vec<usize>>) -> Self {
        Self {
            rectangles: vec![(rows.into(), columns.into())],
        }
    }

    /// All flows from a block of producers to users outside it, in a system of n rows: a country's exports of intermediates.
    #[must_use]
    pub fn out_of(block: &[usize], n: usize) -> Self {
        Self::between(block, outside(block, n))
    }

    /// All flows into a block of users from producers outside it: a country's imports of intermediates.
    #[must_use]
    pub fn into(block: &[usize], n: usize) -> Self {
        Self::between(outside(block, n), block)
    }

    /// All flows into and out of a block, those within it kept: a country in isolation.
    #[must_use]
    pub fn around(block: &[usize], n: usize) -> Self {
        Self::out_of(block, n).and(Self::into(block, n))
    }

    /// These flows too.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.rectangles.extend(other.rectangles);
        self
    }

    fn check(&self, n: usize) -> Result<(), Failure> {
        for (at, (rows, columns)) in self.rectangles.iter().enumerate() {
            Failure::check_positions("rows of a cut", rows, n)?;
            Failure::check_positions("columns of a cut", columns, n)?;
            for (other_rows, other_columns) in &self.rectangles[..at] {
                let row = rows.iter().find(|row| other_rows.contains(row));
                let column = columns.iter().find(|column| other_columns.contains(column));
                if let (Some(&position), Some(_)) = (row, column) {
                    return Err(Failure::Position {
                        what: "a flow of a cut",
                        position,
                        size: n,
                    });
                }
            }
        }
        Ok(())
    }

    /// The rows or columns that are cut, whichever are fewer in each rectangle.
    fn positions(&self) -> Vec<usize> {
        let shorter = |(rows, columns): &(Vec<usize>, Vec<usize>)| {
            if rows.len() <= columns.len() {
                rows.clone()
            } else {
                columns.clone()
            }
        };
        self.rectangles.iter().flat_map(shorter).collect()
    }

    /// k: rows or columns that are cut.
    #[must_use]
    pub fn rank(&self) -> usize {
        let rank = |(rows, columns): &(Vec<usize>, Vec<usize>)| rows.len().min(columns.len());
        self.rectangles.iter().map(rank).sum()
    }
}

/// The positions of 0..n that a block leaves.
pub(super) fn outside(block: &[usize], n: usize) -> Vec<usize> {
    let mut inside = vec![false; n];
    for &position in block {
        if let Some(inside) = inside.get_mut(position) {
            *inside = true;
        }
    }
    (0..n).filter(|&position| !inside[position]).collect()
}

/// (I − A*)⁻¹ of an economy after a [`Cut`], as the old one and a correction of low rank.
#[derive(Debug)]
pub struct Updated<'a, S> {
    solver: &'a S,
    /// B U (I + V' B U)⁻¹, n × k.
    left: Array2<f64>,
    /// V' B, k × n.
    right: Array2<f64>,
}

impl<'a, S: Solver> Updated<'a, S> {
    pub(super) fn new(solver: &'a S, cut: &Cut) -> Result<Self, Failure> {
        let n = solver.len();
        cut.check(n)?;
        let work = operations(n, n, 2 * cut.rank());
        solver.run().install(work, || {
            let mut left = Array2::zeros((n, 0));
            let mut right = Array2::zeros((0, n));
            for (rows, columns) in &cut.rectangles {
                let (b_u, v_b) = Self::rectangle(solver, rows, columns)?;
                append(&mut left, Axis(1), b_u.view());
                append(&mut right, Axis(0), v_b.view());
            }
            let core = Self::core(solver, cut, &left)?;
            Ok(Self {
                solver,
                left: times(left.view(), core.view()),
                right,
            })
        })
    }

    /// B U and V' B for one rectangle: U picks rows and V holds the flows, or U holds the flows and V picks columns.
    fn rectangle(
        solver: &S,
        rows: &[usize],
        columns: &[usize],
    ) -> Result<(Array2<f64>, Array2<f64>), Failure> {
        if rows.len() <= columns.len() {
            Ok((solver.columns(rows)?, solver.flows_into(rows, columns)?))
        } else {
            Ok((solver.flows_out_of(rows, columns)?, solver.rows(columns)?))
        }
    }

    /// (I + V' B U)⁻¹, k × k, and with it the judgement of the economy that is left.
    ///
    /// Where A ≥ 0 so is what is left, and I + V' B U is the inverse of an M-matrix: its pivots are at least one. With
    /// negative cells a cut can end an economy: det(I − A*) = det(I − A) det(I + V' B U), and the first factor is positive.
    fn core(solver: &S, cut: &Cut, b_u: &Array2<f64>) -> Result<Array2<f64>, Failure> {
        let mut small = Array2::zeros((0, b_u.ncols()));
        for (rows, columns) in &cut.rectangles {
            let cut_rows = b_u.select(Axis(0), columns);
            if rows.len() <= columns.len() {
                let flows = block(solver.coefficients(), rows, columns);
                append(
                    &mut small,
                    Axis(0),
                    times(flows.view(), cut_rows.view()).view(),
                );
            } else {
                append(&mut small, Axis(0), cut_rows.view());
            }
        }
        small.diag_mut().mapv_inplace(|cell| cell + 1.0);
        let positions = cut.positions();
        let units = solver.options().scaling(solver.len())?;
        let units = units.select(Axis(0), &positions);
        let pivoting = match solver.info()?.conditions.negative_cells {
            0 => Pivoting::None,
            _ => Pivoting::Partial,
        };
        inverse_of_core(small, pivoting, &units)
            .map_err(|failure| failure.at(|place| positions[place]))
    }

    /// X = (I − A*)⁻¹ R.
    ///
    /// # Errors
    /// If R does not fit.
    pub fn solve_many(&self, rhs: ArrayView2<'_, f64>) -> Result<Array2<f64>, Failure> {
        let mut solution = self.solver.solve_many(rhs)?;
        self.install(rhs.ncols(), || {
            let cut = times(self.right.view(), rhs);
            update(-1.0, self.left.view(), cut.view(), 1.0, solution.view_mut());
        });
        Ok(solution)
    }

    /// Y with Y' (I − A*) = W'.
    ///
    /// # Errors
    /// If W does not fit.
    pub fn solve_transposed_many(
        &self,
        weights: ArrayView2<'_, f64>,
    ) -> Result<Array2<f64>, Failure> {
        let mut solution = self.solver.solve_transposed_many(weights)?;
        self.install(weights.ncols(), || {
            let cut = times(self.left.t(), weights);
            update(-1.0, self.right.t(), cut.view(), 1.0, solution.view_mut());
        });
        Ok(solution)
    }

    /// The blocks of (I − A*)⁻¹ of these rows and columns, for the price of the correction alone where the blocks of the old
    /// inverse are known.
    ///
    /// # Errors
    /// If the block has another shape than the lists, or a position lies beyond the end or is named twice.
    pub fn block(
        &self,
        rows: &[usize],
        columns: &[usize],
        old: ArrayView2<'_, f64>,
    ) -> Result<Array2<f64>, Failure> {
        let n = self.solver.len();
        Failure::check_positions("rows of a block", rows, n)?;
        Failure::check_positions("columns of a block", columns, n)?;
        Failure::check_shape(
            "the block of the inverse before the cut",
            (rows.len(), columns.len()),
            old.dim(),
        )?;
        let mut new = old.as_standard_layout().into_owned();
        let left = self.left.select(Axis(0), rows);
        let right = self.right.select(Axis(1), columns);
        update(-1.0, left.view(), right.view(), 1.0, new.view_mut());
        Ok(new)
    }

    /// Writes the whole (I − A*)⁻¹, given the whole old one.
    pub(super) fn write(&self, old: ArrayView2<'_, f64>, new: ArrayViewMut2<'_, f64>) {
        let rank = self.left.ncols();
        let work = operations(old.nrows(), rank.max(1), old.ncols());
        share_out(tiles(new), work, |mut tile| {
            // copied while the tile is in the cache
            tile.cells
                .assign(&part(old, tile.rows.clone(), tile.columns.clone()));
            let left = part(self.left.view(), tile.rows, 0..rank);
            let right = part(self.right.view(), 0..rank, tile.columns);
            add_product(-1.0, left, right, 1.0, tile.cells);
        });
    }

    fn install(&self, columns: usize, work: impl FnOnce() + Send) {
        let operations = operations(self.left.nrows(), 2 * self.left.ncols(), columns);
        self.solver.run().install(operations, work);
    }
}

fn inverse_of_core(
    core: Array2<f64>,
    pivoting: Pivoting,
    units: &Array1<f64>,
) -> Result<Array2<f64>, Failure> {
    let mut inverse = Array2::eye(core.nrows());
    let alone = Run::default().threads(Threads::Count(1));
    let factor = Native.factorise(core, pivoting, &alone)?;
    factor.solve(inverse.view_mut());
    if pivoting == Pivoting::Partial {
        let sums = inverse.t().dot(&(scattered(units.len()) / units)) * units;
        require_bounded(&sums, Meaning::Singular)?;
        if factor.determinant() == Sign::Negative {
            return Err(most_negative(&(inverse.dot(units) / units)).into());
        }
    }
    Ok(inverse)
}

/// Puts cells behind those of a matrix that has the right shape.
fn append(matrix: &mut Array2<f64>, axis: Axis, cells: ArrayView2<'_, f64>) {
    let joined = ndarray::concatenate(axis, &[matrix.view(), cells]);
    *matrix = joined.unwrap_or_default();
}

pub(super) fn each_without<S: Solver, T: Send>(
    solver: &S,
    cuts: &[Cut],
    answer: impl Fn(usize, &Updated<'_, S>) -> Result<T, Failure> + Sync + Send,
) -> Result<Vec<T>, Failure> {
    // whatever all cuts need is found before they part
    solver.info()?;
    let n = solver.len();
    let run = solver.run();
    let rank: usize = cuts.iter().map(Cut::rank).sum();
    let widest = cuts.iter().map(Cut::rank).max().unwrap_or(0);
    let open = run.thread_count();
    run.require_memory("the economies without each cut", 4 * 8 * n * widest * open)?;
    let mut watch = run.watch("cuts", cuts.len());
    let mut answers = Vec::with_capacity(cuts.len());
    run.install(operations(n, n, 4 * rank), || {
        for (batch, cuts) in cuts.chunks(open).enumerate() {
            let one = |(k, cut): (usize, &Cut)| answer(batch * open + k, &solver.without(cut)?);
            for found in map_shared(cuts.iter().enumerate(), one) {
                answers.push(found?);
                watch.step()?;
            }
        }
        Ok(answers)
    })
}
