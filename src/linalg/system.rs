//! (I − A), factorised at most once.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use super::accurate::{self, Certificate, Refinement};
use super::condition;
use super::engine::Engine;
use super::factorised::{Factorised, Prepared};
use super::failure::Failure;
use super::inverse::Inverse;
use super::options::Options;
use super::product::operations;
use super::solver::Solver;
use super::structure::block;
use super::{Conditions, SolveInfo, invert, invert_each};
use crate::run::WORTH_A_POOL;

/// The system (I − A) x = r for a square coefficient matrix A.
///
/// Rows and columns of zeros stay out of the factorisation: a row of zeros in A belongs to an output that nobody uses as an input
/// (processing exports, an empty industry), a column of zeros to a producer without inputs.
///
/// ```
/// use leontief::linalg::System;
/// use ndarray::array;
///
/// let system = System::new(array![[0.2, 0.3], [0.0, 0.0]])?;
/// assert_eq!(system.factorised_size(), 1);
/// let output = system.solve(array![1.0, 1.0].view())?;
/// assert!((output[0] - 1.3 / 0.8).abs() < 1e-15);
/// # Ok::<(), leontief::linalg::Failure>(())
/// ```
#[derive(Debug)]
pub struct System {
    coefficients: Arc<Array2<f64>>,
    options: Options,
    prepared: Prepared,
    factorised: OnceLock<Result<Factorised, Failure>>,
    /// Held by whoever factorises.
    turn: Mutex<()>,
}

/// Which of the two products with (I − A)⁻¹ is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// X with (I − A) X = R: outputs.
    Right,
    /// Y with Y' (I − A) = W': multipliers.
    Left,
}

impl System {
    /// A system on the built-in engine, on all cores.
    ///
    /// # Errors
    /// If A is not square or not finite.
    pub fn new(coefficients: Array2<f64>) -> Result<Self, Failure> {
        Self::with(coefficients, Options::default())
    }

    /// A system on an engine of the caller's choice.
    ///
    /// # Errors
    /// If A is not square or not finite.
    pub fn with_engine(
        coefficients: Array2<f64>,
        engine: impl Engine + 'static,
    ) -> Result<Self, Failure> {
        Self::with(coefficients, Options::default().engine(engine))
    }

    /// A system solved in this way.
    ///
    /// # Errors
    /// If A is not square or not finite, or the options hold another number of outputs.
    pub fn with(coefficients: Array2<f64>, options: Options) -> Result<Self, Failure> {
        let prepared = Prepared::new(coefficients.view(), &options)?;
        Ok(Self {
            coefficients: Arc::new(coefficients),
            options,
            prepared,
            factorised: OnceLock::new(),
            turn: Mutex::new(()),
        })
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

    /// The number of rows that are factorised: those whose row and column of A are not zero.
    #[must_use]
    pub fn factorised_size(&self) -> usize {
        self.prepared.structure.core.len()
    }

    /// A.
    #[must_use]
    pub fn coefficients(&self) -> ArrayView2<'_, f64> {
        self.coefficients.view()
    }

    /// What is known before elimination.
    #[must_use]
    pub fn conditions(&self) -> Conditions {
        self.prepared.conditions
    }

    /// How the system was factorised and what is known of it.
    ///
    /// # Errors
    /// If I − A has no usable inverse.
    pub fn info(&self) -> Result<SolveInfo, Failure> {
        Ok(self.factorised()?.info())
    }

    /// x with (I − A) x = r.
    ///
    /// # Errors
    /// If r does not fit or I − A has no usable inverse.
    pub fn solve(&self, rhs: ArrayView1<'_, f64>) -> Result<Array1<f64>, Failure> {
        self.solve_many(rhs.insert_axis(Axis(1)))
            .map(|x| x.index_axis_move(Axis(1), 0))
    }

    /// The row b with b (I − A) = w.
    ///
    /// # Errors
    /// If w does not fit or I − A has no usable inverse.
    pub fn solve_transposed(&self, weights: ArrayView1<'_, f64>) -> Result<Array1<f64>, Failure> {
        self.solve_transposed_many(weights.insert_axis(Axis(1)))
            .map(|x| x.index_axis_move(Axis(1), 0))
    }

    /// X with (I − A) X = R, one column per right-hand side.
    ///
    /// # Errors
    /// If R does not fit or I − A has no usable inverse.
    pub fn solve_many(&self, rhs: ArrayView2<'_, f64>) -> Result<Array2<f64>, Failure> {
        self.factorised()?.solve_many(rhs)
    }

    /// Y with Y'(I − A) = W', one column of Y and of W per row of weights.
    ///
    /// # Errors
    /// If W does not fit or I − A has no usable inverse.
    pub fn solve_transposed_many(
        &self,
        weights: ArrayView2<'_, f64>,
    ) -> Result<Array2<f64>, Failure> {
        self.factorised()?.solve_transposed_many(weights)
    }

    /// A solution and its certificate, refined with residuals of twice the working precision: every right-hand side for as long as a
    /// step at least halves the last change, at most so many times. Ill-conditioned systems gain all digits as long as the
    /// condition is well below 10¹⁵.
    ///
    /// # Errors
    /// If the right-hand sides do not fit or I − A has no usable inverse.
    pub fn solve_refined(
        &self,
        side: Side,
        rhs: ArrayView2<'_, f64>,
        most: usize,
    ) -> Result<(Array2<f64>, Certificate), Failure> {
        let solve = |rhs: ArrayView2<'_, f64>| match side {
            Side::Right => self.solve_many(rhs),
            Side::Left => self.solve_transposed_many(rhs),
        };
        let mut solution = solve(rhs)?;
        let mut progress = Refinement::new(rhs.ncols());
        for _ in 0..most {
            let (residual, _) = self.residuals(side, solution.view(), rhs)?;
            if !progress.step(&mut solution, &solve(residual.view())?) {
                break;
            }
        }
        let (_, mut certificate) = self.residuals(side, solution.view(), rhs)?;
        certificate.refinements = progress.steps();
        Ok((solution, certificate))
    }

    /// How well X solves (I − A) X = R, or X' (I − A) = R': a certificate of a solution from anywhere.
    ///
    /// # Errors
    /// If the shapes do not fit.
    pub fn certificate(
        &self,
        side: Side,
        solution: ArrayView2<'_, f64>,
        rhs: ArrayView2<'_, f64>,
    ) -> Result<Certificate, Failure> {
        Ok(self.residuals(side, solution, rhs)?.1)
    }

    fn residuals(
        &self,
        side: Side,
        solution: ArrayView2<'_, f64>,
        rhs: ArrayView2<'_, f64>,
    ) -> Result<(Array2<f64>, Certificate), Failure> {
        let n = self.len();
        Failure::check_shape("the right-hand sides", (n, rhs.ncols()), rhs.dim())?;
        Failure::check_shape("the solution", rhs.dim(), solution.dim())?;
        let a = match side {
            Side::Right => self.coefficients(),
            Side::Left => self.coefficients.t(),
        };
        let work = 10.0 * operations(n, n, rhs.ncols());
        Ok(self
            .options
            .run
            .install(work, || accurate::residual(a, solution, rhs)))
    }

    /// The largest absolute entry of (I − A) X − R in working precision, for the price of a product.
    ///
    /// # Errors
    /// If the shapes do not fit.
    pub fn residual(
        &self,
        solution: ArrayView2<'_, f64>,
        rhs: ArrayView2<'_, f64>,
    ) -> Result<f64, Failure> {
        Failure::check_shape("the right-hand sides", solution.dim(), rhs.dim())?;
        let made = super::product(self.coefficients(), solution, &self.options.run)?;
        let cells = made.iter().zip(solution).zip(rhs);
        Ok(cells.fold(0.0, |worst: f64, ((used, made), right)| {
            worst.max((made - used - right).abs())
        }))
    }

    /// (I − A)⁻¹ in full. Most questions need a few solves instead.
    ///
    /// # Errors
    /// If I − A has no usable inverse.
    pub fn inverse(&self) -> Result<Array2<f64>, Failure> {
        self.to_inverse().map(Inverse::into_matrix)
    }

    /// (I − A)⁻¹ in full, which answers the same questions as the system and shares its A.
    ///
    /// # Errors
    /// If I − A has no usable inverse.
    pub fn to_inverse(&self) -> Result<Inverse, Failure> {
        Inverse::of(Arc::clone(&self.coefficients), &self.options)
    }

    /// (I − A)⁻¹ in the memory of A.
    ///
    /// # Errors
    /// If I − A has no usable inverse.
    pub fn into_inverse(self) -> Result<Array2<f64>, Failure> {
        let coefficients = Arc::unwrap_or_clone(self.coefficients);
        invert(coefficients, &self.options).map(|(inverse, _)| inverse)
    }

    /// The blocks of (I − A)⁻¹ whose rows and columns are these positions, from the factor.
    ///
    /// # Errors
    /// As [`Factorised::diagonal_blocks`].
    pub fn diagonal_blocks<B: AsRef<[usize]> + Sync>(
        &self,
        blocks: &[B],
    ) -> Result<Vec<Array2<f64>>, Failure> {
        self.factorised()?.diagonal_blocks(blocks)
    }

    /// (I − A_ss)⁻¹ for every block s: what each country's economy would take if it were alone. Needs no factor of the whole.
    ///
    /// # Errors
    /// If a position lies beyond the end or is named twice in a block, or a block has no usable inverse.
    pub fn local_inverses<B: AsRef<[usize]>>(
        &self,
        blocks: &[B],
    ) -> Result<Vec<Array2<f64>>, Failure> {
        let mut systems = Vec::with_capacity(blocks.len());
        for positions in blocks {
            let positions = positions.as_ref();
            Failure::check_positions("a block of A", positions, self.len())?;
            systems.push(block(self.coefficients(), positions, positions));
        }
        let found = invert_each(systems, &self.options);
        let labelled = found.into_iter().zip(blocks).map(|(found, positions)| {
            found.map_err(|failure| failure.at(|at| positions.as_ref()[at]))
        });
        labelled.collect()
    }

    /// The condition number of I − A in the 1-norm, in units of output: how much larger relative errors of a solution can be
    /// than those of A. Exact up to rounding where A has no negative cell, for the price of a solve; otherwise estimated from below by a
    /// few solves (Hager 1984, Higham 1988).
    ///
    /// # Errors
    /// If I − A has no usable inverse.
    pub fn condition_number(&self) -> Result<f64, Failure> {
        let scaling = self.options.scaling(self.len())?;
        let size = condition::norm(self.coefficients(), scaling.view());
        let non_negative = self.conditions().negative_cells == 0;
        let inverse = condition::norm_of_inverse(self, scaling.view(), non_negative)?;
        Ok(size * inverse)
    }

    fn factorised(&self) -> Result<&Factorised, Failure> {
        if let Some(known) = self.factorised.get() {
            return known.as_ref().map_err(Clone::clone);
        }
        let n = self.factorised_size();
        let work = operations(n, n, n) / 3.0;
        let factorise = || Factorised::beside(self.coefficients(), &self.prepared, &self.options);
        if work < WORTH_A_POOL {
            // several threads may do this at once, and the first is kept: the others would have waited as long
            return self.keep(factorise());
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = self.factorised.get() {
            return known.as_ref().map_err(Clone::clone);
        }
        self.keep(self.options.run.install_under_lock(work, factorise))
    }

    /// Keeps what was found, unless the work was stopped or had no memory: then it may be asked again.
    fn keep(&self, found: Result<Factorised, Failure>) -> Result<&Factorised, Failure> {
        match found {
            Err(failure @ (Failure::Stopped(_) | Failure::Memory(_))) => Err(failure),
            found => {
                let kept = self.factorised.get_or_init(|| found);
                kept.as_ref().map_err(Clone::clone)
            }
        }
    }
}

impl Solver for System {
    fn coefficients(&self) -> ArrayView2<'_, f64> {
        self.coefficients.view()
    }

    fn options(&self) -> &Options {
        &self.options
    }

    fn info(&self) -> Result<SolveInfo, Failure> {
        Self::info(self)
    }

    fn solve_many(&self, rhs: ArrayView2<'_, f64>) -> Result<Array2<f64>, Failure> {
        Self::solve_many(self, rhs)
    }

    fn solve_transposed_many(&self, weights: ArrayView2<'_, f64>) -> Result<Array2<f64>, Failure> {
        Self::solve_transposed_many(self, weights)
    }
}
