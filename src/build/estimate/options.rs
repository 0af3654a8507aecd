//! What is minimised, and when to stop.

use crate::run::Run;

/// What distance from the priors x° is made least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Objective {
    /// `Σ (x − x°)² / (2 w)`, within the bounds.
    LeastSquares,
    /// `Σ |x°|/w (|x| ln(x/x°) − |x| + |x°|)`: signs and zeros of the priors are kept. With `w = |x°|` this is the cross-entropy that
    /// RAS makes least; near the priors it is the same as least squares for any w.
    CrossEntropy,
}

/// When an estimate stops, and on which threads it runs.
#[derive(Debug, Clone)]
#[must_use]
pub struct EstimateOptions {
    pub(super) tolerance: f64,
    pub(super) iterations: usize,
    pub(super) held_within: Option<f64>,
    pub(super) run: Run,
}

impl Default for EstimateOptions {
    fn default() -> Self {
        Self {
            tolerance: 1e-9,
            iterations: 300,
            held_within: None,
            run: Run::default(),
        }
    }
}

impl EstimateOptions {
    /// Misses allowed in a constraint, as a share of the sum of its absolute terms. Margins that follow from others may
    /// contradict them by as much.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The most steps.
    pub fn iterations(mut self, iterations: usize) -> Self {
        self.iterations = iterations;
        self
    }

    /// In a [range](super::Problem::range), soft margins hold within so many standard errors; by default they do not bind. An estimate
    /// weighs them as ever.
    pub fn hold_soft_margins(mut self, standard_errors: f64) -> Self {
        self.held_within = Some(standard_errors);
        self
    }

    /// On these threads, watched by this callback.
    pub fn run(mut self, run: Run) -> Self {
        self.run = run;
        self
    }
}
