//! Draws of uncertain parameters, run in parallel.
//!
//! Every parameter with a range is drawn independently. The generator is ChaCha8 (Bernstein 2008), which gives the same
//! numbers on every machine: the key is the seed's eight bytes, little-endian, followed by zeros; draw i uses stream i and
//! takes one 64-bit word for every uncertain parameter in order. Draws therefore do not depend on the number of threads or on each
//! other.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use ndarray::Array2;
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use rayon::prelude::*;

use super::simulation::Simulation;
use crate::error::{Error, Result};
use crate::parameter::{Parameter, ParameterSet, Values};
use crate::run::Threads;

/// How a parameter is drawn from its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Distribution {
    /// Triangular: likeliest at the central value, impossible beyond low and high.
    #[default]
    Triangular,
    /// Equally likely everywhere from low to high; the central value does not count.
    Uniform,
}

impl Distribution {
    /// The value below which a part `u` of all draws lies, 0 < u < 1.
    fn quantile(self, low: f64, central: f64, high: f64, u: f64) -> f64 {
        let width = high - low;
        match self {
            Self::Uniform => low + u * width,
            Self::Triangular if width == 0.0 => low,
            Self::Triangular => {
                let below = (central - low) / width;
                if u < below {
                    low + (u * width * (central - low)).sqrt()
                } else {
                    high - ((1.0 - u) * width * (high - central)).sqrt()
                }
            }
        }
    }
}

/// A Monte Carlo run in the making.
///
/// ```
/// use leontief::parameter::{Grade, Parameter, ParameterSet};
/// use leontief::uncertainty::MonteCarlo;
///
/// let parameters = ParameterSet::new([
///     Parameter::new("price", 2.0, Some((1.0, 3.0)), Grade::B)?,
///     Parameter::new("amount", 10.0, None, Grade::A)?,
/// ])?;
/// let simulation = MonteCarlo::new(1000, 2012)
///     .run(&parameters, |values| Ok(vec![("value".into(), values.get("price")? * values.get("amount")?)]))?;
/// let interval = simulation.interval("value")?;
/// assert!(10.0 < interval.low && interval.low < 20.0 && 20.0 < interval.high);
/// assert_eq!(simulation.central("value")?, 20.0);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use = "nothing is drawn until `run` is called"]
pub struct MonteCarlo {
    draws: usize,
    seed: u64,
    threads: Threads,
    distribution: Distribution,
}

impl MonteCarlo {
    /// This many draws from this seed, triangular, on all cores.
    pub fn new(draws: usize, seed: u64) -> Self {
        Self {
            draws,
            seed,
            threads: Threads::All,
            distribution: Distribution::Triangular,
        }
    }

    /// On this many threads.
    pub fn threads(mut self, threads: Threads) -> Self {
        self.threads = threads;
        self
    }

    /// With this distribution.
    pub fn distribution(mut self, distribution: Distribution) -> Self {
        self.distribution = distribution;
        self
    }

    /// Runs `figures`, which turns one set of values into named results, for the central values and for every draw.
    ///
    /// # Errors
    /// If there are no draws, or `figures` fails or changes its names: the first failing draw is named with its values. Nothing
    /// is left out silently.
    pub fn run<F>(&self, parameters: &ParameterSet, figures: F) -> Result<Simulation>
    where
        F: Fn(&Values) -> Result<Vec<(String, f64)>> + Sync,
    {
        self.run_watched(parameters, figures, |_| ControlFlow::Continue(()))
    }

    /// The same, calling `progress` with the number of finished draws after each of them; it can stop the run.
    ///
    /// # Errors
    /// As [`run`](Self::run); an error with `is_cancelled` where `progress` stopped it.
    pub fn run_watched<F, P>(
        &self,
        parameters: &ParameterSet,
        figures: F,
        progress: P,
    ) -> Result<Simulation>
    where
        F: Fn(&Values) -> Result<Vec<(String, f64)>> + Sync,
        P: Fn(usize) -> ControlFlow<()> + Sync,
    {
        if self.draws == 0 {
            return Err(Error::parameter(
                "a Monte Carlo run needs at least one draw",
            ));
        }
        let central = figures(&parameters.central())?;
        let names: Vec<String> = central.iter().map(|(name, _)| name.clone()).collect();
        let finished = AtomicUsize::new(0);
        let stopped = AtomicBool::new(false);
        let cancelled = || Error::cancelled("the Monte Carlo run was stopped");
        let one_draw = |draw: usize| -> Result<(Vec<f64>, Vec<f64>)> {
            if stopped.load(Ordering::Relaxed) {
                return Err(cancelled());
            }
            let values = self.values(parameters, draw);
            let results = figures(&values).map_err(|error| failed_draw(draw, &values, error))?;
            if !results.iter().map(|(name, _)| name).eq(&names) {
                return Err(Error::parameter(format!(
                    "draw {draw} gives other figures than the central values"
                )));
            }
            if progress(finished.fetch_add(1, Ordering::Relaxed) + 1).is_break() {
                stopped.store(true, Ordering::Relaxed);
                return Err(cancelled());
            }
            let drawn = values.iter().map(|(_, value)| value).collect();
            Ok((drawn, results.into_iter().map(|(_, value)| value).collect()))
        };
        // a pool of its own: a notebook cell must not leave threads behind in a global one
        let pool = self.threads.pool().map_err(|error| {
            Error::io(format!("cannot start threads ({error})")).caused_by(error)
        })?;
        let draws: Vec<Result<_>> =
            pool.install(|| (0..self.draws).into_par_iter().map(one_draw).collect());
        let draws = draws.into_iter().collect::<Result<Vec<_>>>()?;
        Ok(Simulation::new(
            self.seed,
            parameters,
            central,
            rows(
                draws.iter().map(|(values, _)| values),
                parameters.iter().len(),
            ),
            rows(draws.iter().map(|(_, results)| results), names.len()),
        ))
    }

    /// The values of one draw.
    fn values(&self, parameters: &ParameterSet, draw: usize) -> Values {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&self.seed.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(draw as u64);
        parameters.values(|parameter: &Parameter| match parameter.range() {
            None => parameter.central(),
            Some((low, high)) => {
                let u = ((generator.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
                self.distribution
                    .quantile(low, parameter.central(), high, u)
            }
        })
    }
}

fn failed_draw(draw: usize, values: &Values, error: Error) -> Error {
    let values: Vec<String> = values
        .iter()
        .map(|(name, value)| format!("{name} = {value:.6}"))
        .collect();
    error.during(format!("draw {draw} ({})", values.join(", ")))
}

fn rows<'a>(rows: impl ExactSizeIterator<Item = &'a Vec<f64>>, columns: usize) -> Array2<f64> {
    let mut matrix = Array2::zeros((rows.len(), columns));
    for (mut row, values) in matrix.rows_mut().into_iter().zip(rows) {
        row.assign(&ndarray::aview1(values));
    }
    matrix
}
