//! (I − A)⁻¹ by factor or in full, whichever a question needs.

use std::sync::OnceLock;

use ndarray::{Array2, ArrayView2};

use crate::linalg::{Factorised, Failure, Options, SolveInfo, invert, product};

/// A factor where solves are enough, the inverse where its blocks are needed. Each is made when first asked for and takes one
/// n × n matrix; the table's flows take the place of A.
#[derive(Debug)]
pub(super) struct Solver {
    options: Options,
    factor: OnceLock<Factorised>,
    inverse: OnceLock<(Array2<f64>, SolveInfo)>,
}

impl Solver {
    pub(super) fn new(options: Options) -> Self {
        Self {
            options,
            factor: OnceLock::new(),
            inverse: OnceLock::new(),
        }
    }

    pub(super) fn options(&self) -> &Options {
        &self.options
    }

    /// The inverse; `coefficients` makes A. Two threads that ask at once both compute it and the first is kept: no lock is held
    /// while a pool works.
    pub(super) fn inverse(
        &self,
        coefficients: impl FnOnce() -> Result<Array2<f64>, Failure>,
    ) -> Result<ArrayView2<'_, f64>, Failure> {
        if let Some((inverse, _)) = self.inverse.get() {
            return Ok(inverse.view());
        }
        let found = invert(coefficients()?, &self.options)?;
        Ok(self.inverse.get_or_init(|| found).0.view())
    }

    /// The inverse, if it was made.
    pub(super) fn known_inverse(&self) -> Option<ArrayView2<'_, f64>> {
        self.inverse.get().map(|(inverse, _)| inverse.view())
    }

    fn factor(
        &self,
        coefficients: impl FnOnce() -> Result<Array2<f64>, Failure>,
    ) -> Result<&Factorised, Failure> {
        if let Some(factor) = self.factor.get() {
            return Ok(factor);
        }
        let found = Factorised::new(coefficients()?, &self.options)?;
        Ok(self.factor.get_or_init(|| found))
    }

    pub(super) fn info(
        &self,
        coefficients: impl FnOnce() -> Result<Array2<f64>, Failure>,
    ) -> Result<SolveInfo, Failure> {
        match self.inverse.get() {
            Some((_, info)) => Ok(*info),
            None => Ok(self.factor(coefficients)?.info()),
        }
    }

    /// X = (I − A)⁻¹ R.
    pub(super) fn solve_many(
        &self,
        rhs: ArrayView2<'_, f64>,
        coefficients: impl FnOnce() -> Result<Array2<f64>, Failure>,
    ) -> Result<Array2<f64>, Failure> {
        match self.inverse.get() {
            Some((inverse, _)) => product(inverse.view(), rhs, self.options.run_options()),
            None => self.factor(coefficients)?.solve_many(rhs),
        }
    }

    /// Y with Y' (I − A) = W', one column of Y and W per row of weights.
    pub(super) fn solve_transposed_many(
        &self,
        weights: ArrayView2<'_, f64>,
        coefficients: impl FnOnce() -> Result<Array2<f64>, Failure>,
    ) -> Result<Array2<f64>, Failure> {
        match self.inverse.get() {
            Some((inverse, _)) => product(inverse.t(), weights, self.options.run_options()),
            None => self.factor(coefficients)?.solve_transposed_many(weights),
        }
    }
}
