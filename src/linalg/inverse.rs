//! (I − A)⁻¹ in full, together with A.

use std::sync::Arc;

use ndarray::{Array2, ArrayView2, Axis};

use super::failure::Failure;
use super::options::Options;
use super::product::{operations, times, update};
use super::solver::{Solver, check_flows};
use super::structure::block;
use super::update::{Cut, outside};
use super::{SolveInfo, invert};

/// All of (I − A)⁻¹: right where nearly all of it is asked for. It takes three times the work of a factor, after which columns, rows and
/// blocks cost nothing and cuts little.
///
/// ```
/// use leontief::linalg::{Cut, Inverse, Options, Solver};
/// use ndarray::array;
///
/// let inverse = Inverse::new(array![[0.2, 0.3], [0.4, 0.1]], &Options::default())?;
/// assert!((inverse.matrix()[[0, 1]] - 0.5).abs() < 1e-15);
/// // the second producer without the inputs of the first
/// let mut without = ndarray::Array2::zeros((2, 2));
/// inverse.write_without(&Cut::between([0], [1]), without.view_mut())?;
/// assert!(without[[0, 1]].abs() < 1e-15);
/// # Ok::<(), leontief::linalg::Failure>(())
/// ```
#[derive(Debug, Clone)]
pub struct Inverse {
    coefficients: Arc<Array2<f64>>,
    matrix: Array2<f64>,
    info: SolveInfo,
    options: Options,
}

impl Inverse {
    /// Inverts I − A and keeps A beside it.
    ///
    /// # Errors
    /// As [`invert`].
    pub fn new(coefficients: Array2<f64>, options: &Options) -> Result<Self, Failure> {
        Self::of(Arc::new(coefficients), options)
    }

    pub(super) fn of(coefficients: Arc<Array2<f64>>, options: &Options) -> Result<Self, Failure> {
        let bytes = 8 * coefficients.len();
        options
            .run
            .require_memory("the inverse beside its coefficients", bytes)?;
        let (matrix, info) = invert(Array2::clone(&coefficients), options)?;
        Ok(Self {
            coefficients,
            matrix,
            info,
            options: options.clone(),
        })
    }

    /// (I − A)⁻¹.
    #[must_use]
    pub fn matrix(&self) -> ArrayView2<'_, f64> {
        self.matrix.view()
    }

    /// (I − A)⁻¹, given away.
    #[must_use]
    pub fn into_matrix(self) -> Array2<f64> {
        self.matrix
    }

    /// What was done and what is known.
    #[must_use]
    pub fn info(&self) -> SolveInfo {
        self.info
    }

    /// The blocks of the inverse whose rows and columns are these positions, one for each list.
    ///
    /// # Errors
    /// If a position lies beyond the end or is named twice in a list.
    pub fn diagonal_blocks<B: AsRef<[usize]>>(
        &self,
        blocks: &[B],
    ) -> Result<Vec<Array2<f64>>, Failure> {
        let one = |positions: &B| {
            let positions = positions.as_ref();
            Failure::check_positions("a block of the inverse", positions, self.len())?;
            Ok(block(self.matrix.view(), positions, positions))
        };
        blocks.iter().map(one).collect()
    }

    /// Writes the whole inverse of the economy without these flows.
    ///
    /// # Errors
    /// As [`Solver::without`], or if the matrix has another shape.
    pub fn write_without(
        &self,
        cut: &Cut,
        new: ndarray::ArrayViewMut2<'_, f64>,
    ) -> Result<(), Failure> {
        let shape = self.matrix.dim();
        Failure::check_shape("the matrix for the inverse after a cut", shape, new.dim())?;
        let (n, _) = shape;
        self.options
            .run
            .install(operations(n, n, 4 * cut.rank()), || {
                self.without(cut)?.write(self.matrix.view(), new);
                Ok(())
            })
    }

    /// The whole inverse without each of these cuts in turn, shown to `look` in the order of the cuts. One matrix of the size of the
    /// inverse is written again and again, each time by all cores.
    ///
    /// # Errors
    /// As [`write_without`](Self::write_without); if there is no memory for one more matrix; or if the work was stopped.
    pub fn each_inverse_without(
        &self,
        cuts: &[Cut],
        mut look: impl FnMut(usize, ArrayView2<'_, f64>) + Send,
    ) -> Result<(), Failure> {
        let bytes = 8 * self.matrix.len();
        self.options
            .run
            .require_memory("the inverse after a cut", bytes)?;
        let rank: usize = cuts.iter().map(Cut::rank).sum();
        let mut watch = self
            .options
            .run
            .watch("inverses without each cut", cuts.len());
        let n = self.len();
        self.options.run.install(operations(n, n, 4 * rank), || {
            let mut new = Array2::zeros((n, n));
            for (k, cut) in cuts.iter().enumerate() {
                self.write_without(cut, new.view_mut())?;
                look(k, new.view());
                watch.step()?;
            }
            Ok(())
        })
    }
}

impl Solver for Inverse {
    fn coefficients(&self) -> ArrayView2<'_, f64> {
        self.coefficients.view()
    }

    fn options(&self) -> &Options {
        &self.options
    }

    fn info(&self) -> Result<SolveInfo, Failure> {
        Ok(self.info)
    }

    fn solve_many(&self, rhs: ArrayView2<'_, f64>) -> Result<Array2<f64>, Failure> {
        super::product(self.matrix.view(), rhs, &self.options.run)
    }

    fn solve_transposed_many(&self, weights: ArrayView2<'_, f64>) -> Result<Array2<f64>, Failure> {
        super::product(self.matrix.t(), weights, &self.options.run)
    }

    fn columns(&self, positions: &[usize]) -> Result<Array2<f64>, Failure> {
        Failure::check_positions("columns of the inverse", positions, self.len())?;
        Ok(self.matrix.select(Axis(1), positions))
    }

    fn rows(&self, positions: &[usize]) -> Result<Array2<f64>, Failure> {
        Failure::check_positions("rows of the inverse", positions, self.len())?;
        Ok(self.matrix.select(Axis(0), positions))
    }

    /// From A B = B − I: A_IJ B_J = B_I − P_I' − A_IK B_K, where K, the users outside J, are often fewer than J.
    fn flows_into(&self, rows: &[usize], columns: &[usize]) -> Result<Array2<f64>, Failure> {
        check_flows(rows, columns, self.len())?;
        let others = outside(columns, self.len());
        if others.len() >= columns.len() {
            let flows = block(self.coefficients(), rows, columns);
            return Ok(times(flows.view(), self.rows(columns)?.view()));
        }
        let mut product = self.rows(rows)?;
        for (k, &i) in rows.iter().enumerate() {
            product[[k, i]] -= 1.0;
        }
        let flows = block(self.coefficients(), rows, &others);
        let rest = self.rows(&others)?;
        update(-1.0, flows.view(), rest.view(), 1.0, product.view_mut());
        Ok(product)
    }

    /// From B A = B − I: B_I A_IJ = B_J − P_J − B_K A_KJ, where K, the producers outside I, are often fewer than I.
    fn flows_out_of(&self, rows: &[usize], columns: &[usize]) -> Result<Array2<f64>, Failure> {
        check_flows(rows, columns, self.len())?;
        let others = outside(rows, self.len());
        if others.len() >= rows.len() {
            let flows = block(self.coefficients(), rows, columns);
            return Ok(times(self.columns(rows)?.view(), flows.view()));
        }
        let mut product = self.columns(columns)?;
        for (k, &j) in columns.iter().enumerate() {
            product[[j, k]] -= 1.0;
        }
        let flows = block(self.coefficients(), &others, columns);
        let rest = self.columns(&others)?;
        update(-1.0, rest.view(), flows.view(), 1.0, product.view_mut());
        Ok(product)
    }
}
