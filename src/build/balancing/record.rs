//! How a balancing went.

use std::fmt;

/// How the multipliers are found. Both find the same matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Method {
    /// Rows and columns in turn, or one constraint after another: a pass through the cells a step, converging linearly.
    Alternating,
    /// Newton steps on the dual with conjugate gradients, between margins after a few alternating ones: few steps of several passes each.
    #[default]
    Newton,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Alternating => "alternating",
            Self::Newton => "Newton",
        })
    }
}

/// What an iteration took and what it left.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Convergence {
    /// Steps of the outer iteration.
    pub iterations: usize,
    /// Passes through the cells, all of them.
    pub passes: usize,
    /// The largest miss in units of max(1, |target|), measured on the result.
    pub largest_miss: f64,
    /// The label of the margin or constraint with that miss.
    pub worst: String,
}

impl fmt::Display for Convergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} iterations, {} passes, largest miss {:.1e} ({})",
            self.iterations, self.passes, self.largest_miss, self.worst
        )
    }
}
