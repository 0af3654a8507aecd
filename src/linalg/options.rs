//! Which engine, on which machine, with what known beforehand.

use std::sync::Arc;

use ndarray::{Array1, ArrayView1};

use super::{Engine, Failure, Native};
use crate::run::Run;

/// How a system is solved. The default is the built-in engine on all cores.
#[derive(Debug, Clone)]
#[must_use]
pub struct Options {
    pub(super) engine: Arc<dyn Engine>,
    pub(super) scaling: Option<Array1<f64>>,
    pub(super) run: Run,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            engine: Arc::new(Native),
            scaling: None,
            run: Run::default(),
        }
    }
}

impl Options {
    /// With this engine.
    pub fn engine(mut self, engine: impl Engine + 'static) -> Self {
        self.engine = Arc::new(engine);
        self
    }

    /// Outputs x with A x ≤ x, known from the table: they prove the economy productive where a column sum does not (negative value
    /// added), and are the units in which the inverse is judged too large. Positions without output count as one.
    pub fn outputs(mut self, outputs: ArrayView1<'_, f64>) -> Self {
        let positive = |output: &f64| *output > 0.0 && output.is_finite();
        self.scaling = Some(outputs.mapv(|output| if positive(&output) { output } else { 1.0 }));
        self
    }

    /// On these threads, within this memory, watched by this callback.
    pub fn run(mut self, run: Run) -> Self {
        self.run = run;
        self
    }

    /// How long work is run.
    pub(crate) fn run_options(&self) -> &Run {
        &self.run
    }

    /// The same for systems of another size, whose outputs are not known.
    pub(crate) fn without_outputs(&self) -> Self {
        Self {
            scaling: None,
            ..self.clone()
        }
    }

    /// The outputs, or ones.
    pub(super) fn scaling(&self, n: usize) -> Result<Array1<f64>, Failure> {
        match &self.scaling {
            None => Ok(Array1::ones(n)),
            Some(outputs) => {
                Failure::check_shape("the vector of outputs", (n, 1), (outputs.len(), 1))?;
                Ok(outputs.clone())
            }
        }
    }
}
