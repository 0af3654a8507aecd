//! The questions that a factor and an inverse both answer.

use ndarray::{Array2, ArrayView2, Axis};

use super::factorised::unit_columns;
use super::update::{Cut, Updated};
use super::{Failure, Options, SolveInfo};
use crate::run::Run;

/// Something that knows (I − A)⁻¹: a [`System`](super::System) through its factor, an [`Inverse`](super::Inverse) in full. Both answer
/// the same questions, each at its own cost.
pub trait Solver: Sync {
    /// A.
    fn coefficients(&self) -> ArrayView2<'_, f64>;

    /// How it is solved.
    fn options(&self) -> &Options;

    /// What was done and what is known.
    ///
    /// # Errors
    /// If I − A has no usable inverse.
    fn info(&self) -> Result<SolveInfo, Failure>;

    /// How long work is run.
    fn run(&self) -> &Run {
        &self.options().run
    }

    /// X = (I − A)⁻¹ R.
    ///
    /// # Errors
    /// If R does not fit or I − A has no usable inverse.
    fn solve_many(&self, rhs: ArrayView2<'_, f64>) -> Result<Array2<f64>, Failure>;

    /// Y with Y' (I − A) = W', one column of Y and of W per row of weights.
    ///
    /// # Errors
    /// If W does not fit or I − A has no usable inverse.
    fn solve_transposed_many(&self, weights: ArrayView2<'_, f64>) -> Result<Array2<f64>, Failure>;

    /// The number of rows of A.
    fn len(&self) -> usize {
        self.coefficients().nrows()
    }

    /// Whether A has no rows.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// These columns of (I − A)⁻¹, n × k: all that one unit of these goods takes.
    ///
    /// # Errors
    /// If a position lies beyond the end or is named twice, or I − A has no usable inverse.
    fn columns(&self, positions: &[usize]) -> Result<Array2<f64>, Failure> {
        Failure::check_positions("columns of the inverse", positions, self.len())?;
        self.solve_many(unit_columns(self.len(), positions.iter()).view())
    }

    /// These rows of (I − A)⁻¹, k × n: all the uses of these goods.
    ///
    /// # Errors
    /// If a position lies beyond the end or is named twice, or I − A has no usable inverse.
    fn rows(&self, positions: &[usize]) -> Result<Array2<f64>, Failure> {
        Failure::check_positions("rows of the inverse", positions, self.len())?;
        let solved =
            self.solve_transposed_many(unit_columns(self.len(), positions.iter()).view())?;
        Ok(solved.reversed_axes())
    }

    /// Weights times the inverse, added up over each block of rows: row t is Σ over i in block t of wᵢ (I − A)⁻¹ᵢⱼ, one row per
    /// block and one left solve each. With value added per unit of output and countries as blocks this is V_t B_t: where in
    /// the world the value of every product was added.
    ///
    /// # Errors
    /// If the weights do not fit, a position lies beyond the end or is named twice in a block, or I − A has no usable inverse.
    fn block_multipliers<B: AsRef<[usize]>>(
        &self,
        weights: &[f64],
        blocks: &[B],
    ) -> Result<Array2<f64>, Failure>
    where
        Self: Sized,
    {
        let n = self.len();
        Failure::check_shape("the weights", (n, 1), (weights.len(), 1))?;
        let mut by_block = Array2::zeros((n, blocks.len()));
        for (mut column, block) in by_block.axis_iter_mut(Axis(1)).zip(blocks) {
            Failure::check_positions("a block of weights", block.as_ref(), n)?;
            for &i in block.as_ref() {
                column[i] = weights[i];
            }
        }
        let solved = self.solve_transposed_many(by_block.view())?;
        Ok(solved.reversed_axes())
    }

    /// A_IJ times rows J of the inverse, for rows I and columns J of A.
    ///
    /// # Errors
    /// If a position lies beyond the end or is named twice, or I − A has no usable inverse.
    fn flows_into(&self, rows: &[usize], columns: &[usize]) -> Result<Array2<f64>, Failure> {
        check_flows(rows, columns, self.len())?;
        let mut flows = Array2::zeros((self.len(), rows.len()));
        for (k, &i) in rows.iter().enumerate() {
            for &j in columns {
                flows[[j, k]] = self.coefficients()[[i, j]];
            }
        }
        let solved = self.solve_transposed_many(flows.view())?;
        Ok(solved.reversed_axes())
    }

    /// Columns I of the inverse times A_IJ.
    ///
    /// # Errors
    /// If a position lies beyond the end or is named twice, or I − A has no usable inverse.
    fn flows_out_of(&self, rows: &[usize], columns: &[usize]) -> Result<Array2<f64>, Failure> {
        check_flows(rows, columns, self.len())?;
        let mut flows = Array2::zeros((self.len(), columns.len()));
        for &i in rows {
            for (k, &j) in columns.iter().enumerate() {
                flows[[i, k]] = self.coefficients()[[i, j]];
            }
        }
        self.solve_many(flows.view())
    }

    /// The economy without the flows of a cut, from this inverse or factor: no new factorisation.
    ///
    /// # Errors
    /// If the cut does not fit, or what is left has no usable inverse.
    fn without(&self, cut: &Cut) -> Result<Updated<'_, Self>, Failure>
    where
        Self: Sized,
    {
        Updated::new(self, cut)
    }

    /// `answer` for the economy without each of these cuts in turn, in parallel, in the order of the cuts. At most as many cuts as
    /// there are threads are open at a time, each with 2 n numbers per row or column that it cuts.
    ///
    /// # Errors
    /// As [`without`](Self::without), of the first cut that fails; or if the work was stopped.
    fn each_without<T: Send>(
        &self,
        cuts: &[Cut],
        answer: impl Fn(usize, &Updated<'_, Self>) -> Result<T, Failure> + Sync + Send,
    ) -> Result<Vec<T>, Failure>
    where
        Self: Sized,
    {
        super::update::each_without(self, cuts, answer)
    }
}

/// Checks the rows and the columns of some flows.
pub(super) fn check_flows(rows: &[usize], columns: &[usize], n: usize) -> Result<(), Failure> {
    Failure::check_positions("rows of flows", rows, n)?;
    Failure::check_positions("columns of flows", columns, n)
}
