//! (I − A), factorised at most once.

use std::sync::{Arc, OnceLock};

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use super::{Breakdown, Engine, Factor, Lu};

/// The system (I − A) x = r for a square coefficient matrix A.
///
/// A row of zeros in A belongs to an output that nobody uses as an input (processing exports, an empty industry). Order
/// those last: A = [A₁₁ A₁₂; 0 0]. Then (I − A)⁻¹ = [L, L A₁₂; 0, I] with L = (I − A₁₁)⁻¹, and only I − A₁₁ is factorised.
///
/// ```
/// use leontief::linalg::System;
/// use ndarray::array;
///
/// let system = System::new(array![[0.2, 0.3], [0.0, 0.0]]);
/// assert_eq!(system.factorised_size(), 1);
/// let output = system.solve(array![1.0, 1.0].view())?;
/// assert!((output[0] - 1.3 / 0.8).abs() < 1e-15);
/// # Ok::<(), leontief::linalg::Breakdown>(())
/// ```
#[derive(Debug)]
pub struct System {
    coefficients: Array2<f64>,
    /// Positions whose row in A has a non-zero entry.
    used: Vec<usize>,
    /// Positions whose row in A is zero.
    unused: Vec<usize>,
    /// A₁₂: what producers with unused output take from the others.
    coupling: Array2<f64>,
    engine: Arc<dyn Engine>,
    factor: OnceLock<Result<Arc<dyn Factor>, Breakdown>>,
}

impl System {
    /// A system on the built-in engine.
    ///
    /// # Panics
    /// If A is not square.
    #[must_use]
    pub fn new(coefficients: Array2<f64>) -> Self {
        Self::with_engine(coefficients, Arc::new(Lu))
    }

    /// A system on an engine of the caller's choice.
    ///
    /// # Panics
    /// If A is not square.
    #[must_use]
    pub fn with_engine(coefficients: Array2<f64>, engine: Arc<dyn Engine>) -> Self {
        assert!(coefficients.is_square(), "A must be square");
        let (used, unused): (Vec<usize>, Vec<usize>) = (0..coefficients.nrows())
            .partition(|&i| coefficients.row(i).iter().any(|&value| value != 0.0));
        let coupling = block(&coefficients, &used, &unused);
        Self {
            coefficients,
            used,
            unused,
            coupling,
            engine,
            factor: OnceLock::new(),
        }
    }

    /// The number of rows of A.
    #[must_use]
    pub fn len(&self) -> usize {
        self.coefficients.nrows()
    }

    /// Whether A has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.coefficients.is_empty()
    }

    /// The number of rows that are factorised: those of A that are not zero.
    #[must_use]
    pub fn factorised_size(&self) -> usize {
        self.used.len()
    }

    /// A.
    #[must_use]
    pub fn coefficients(&self) -> ArrayView2<'_, f64> {
        self.coefficients.view()
    }

    /// x with (I − A) x = r.
    ///
    /// # Errors
    /// If I − A has no usable inverse.
    pub fn solve(&self, rhs: ArrayView1<'_, f64>) -> Result<Array1<f64>, Breakdown> {
        self.solve_many(rhs.insert_axis(Axis(1)))
            .map(|x| x.index_axis_move(Axis(1), 0))
    }

    /// The row b with b (I − A) = w.
    ///
    /// # Errors
    /// If I − A has no usable inverse.
    pub fn solve_transposed(&self, weights: ArrayView1<'_, f64>) -> Result<Array1<f64>, Breakdown> {
        self.solve_transposed_many(weights.insert_axis(Axis(1)))
            .map(|x| x.index_axis_move(Axis(1), 0))
    }

    /// X with (I − A) X = R, one column per right-hand side.
    ///
    /// # Errors
    /// If I − A has no usable inverse.
    pub fn solve_many(&self, rhs: ArrayView2<'_, f64>) -> Result<Array2<f64>, Breakdown> {
        let factor = self.factor()?;
        // x₂ = r₂ and x₁ = L (r₁ + A₁₂ r₂)
        let mut upper = rhs.select(Axis(0), &self.used);
        if !self.unused.is_empty() {
            upper += &self.coupling.dot(&rhs.select(Axis(0), &self.unused));
        }
        factor.solve(upper.view_mut());
        Ok(self.scattered(rhs, &upper, &self.used))
    }

    /// Y with Y'(I − A) = W', one column of Y and of W per row of weights.
    ///
    /// # Errors
    /// If I − A has no usable inverse.
    pub fn solve_transposed_many(
        &self,
        weights: ArrayView2<'_, f64>,
    ) -> Result<Array2<f64>, Breakdown> {
        let factor = self.factor()?;
        // y₁ = L' w₁ and y₂ = w₂ + A₁₂' y₁
        let mut upper = weights.select(Axis(0), &self.used);
        factor.solve_transposed(upper.view_mut());
        let mut solution = self.scattered(weights, &upper, &self.used);
        if !self.unused.is_empty() {
            let lower = weights.select(Axis(0), &self.unused) + self.coupling.t().dot(&upper);
            solution = self.scattered(solution.view(), &lower, &self.unused);
        }
        Ok(solution)
    }

    /// (I − A)⁻¹ in full. Most questions need a few solves instead.
    ///
    /// # Errors
    /// If I − A has no usable inverse.
    pub fn inverse(&self) -> Result<Array2<f64>, Breakdown> {
        self.solve_many(Array2::eye(self.len()).view())
    }

    /// The largest absolute entry of (I − A) X − R: a certificate of a right solve.
    #[must_use]
    pub fn residual(&self, solution: ArrayView2<'_, f64>, rhs: ArrayView2<'_, f64>) -> f64 {
        (&solution - &self.coefficients.dot(&solution) - rhs)
            .iter()
            .fold(0.0, |worst: f64, value| worst.max(value.abs()))
    }

    fn scattered(
        &self,
        base: ArrayView2<'_, f64>,
        part: &Array2<f64>,
        positions: &[usize],
    ) -> Array2<f64> {
        let mut whole = base.to_owned();
        for (row, &position) in part.rows().into_iter().zip(positions) {
            whole.row_mut(position).assign(&row);
        }
        whole
    }

    fn factor(&self) -> Result<&dyn Factor, Breakdown> {
        self.factor
            .get_or_init(|| {
                let mut matrix = -block(&self.coefficients, &self.used, &self.used);
                matrix.diag_mut().mapv_inplace(|value| 1.0 + value);
                self.engine
                    .factorise(matrix)
                    .map_err(|breakdown| breakdown.at(self.used[breakdown.position]))
            })
            .as_ref()
            .map(|factor| &**factor)
            .map_err(|breakdown| *breakdown)
    }
}

fn block(matrix: &Array2<f64>, rows: &[usize], columns: &[usize]) -> Array2<f64> {
    matrix.select(Axis(0), rows).select(Axis(1), columns)
}
