//! What a Monte Carlo run found: intervals and rank correlations.

use std::fmt;

use ndarray::{Array2, ArrayView1};

use crate::error::{Error, Result, first_few};
use crate::parameter::ParameterSet;

/// The name of the generator that [`MonteCarlo`](super::MonteCarlo) draws with, for reports.
const GENERATOR: &str = "ChaCha8";

/// 5, 50 and 95 per cent quantiles of a figure over all draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// 5 % of the draws lie below.
    pub low: f64,
    /// Half of the draws lie below.
    pub median: f64,
    /// 95 % of the draws lie below.
    pub high: f64,
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:.3} ({:.3} to {:.3})",
            self.median, self.low, self.high
        )
    }
}

/// How closely a figure follows a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// The parameter.
    pub parameter: String,
    /// Spearman's rank correlation over the draws, −1 to 1.
    pub rank_correlation: f64,
}

/// The draws of a Monte Carlo run and what came out of each.
#[derive(Debug, Clone)]
pub struct Simulation {
    seed: u64,
    parameters: Vec<String>,
    uncertain: Vec<usize>,
    figures: Vec<String>,
    central: Vec<f64>,
    /// draw × parameter
    drawn: Array2<f64>,
    /// draw × figure
    results: Array2<f64>,
}

impl Simulation {
    pub(super) fn new(
        seed: u64,
        parameters: &ParameterSet,
        central: Vec<(String, f64)>,
        drawn: Array2<f64>,
        results: Array2<f64>,
    ) -> Self {
        let (figures, central) = central.into_iter().unzip();
        let uncertain = parameters
            .iter()
            .enumerate()
            .filter(|(_, parameter)| parameter.range().is_some())
            .map(|(position, _)| position)
            .collect();
        Self {
            seed,
            parameters: parameters.iter().map(|p| p.name().to_owned()).collect(),
            uncertain,
            figures,
            central,
            drawn,
            results,
        }
    }

    /// How many draws there were.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.results.nrows()
    }

    /// Generator and seed, for reports.
    #[must_use]
    pub fn generator(&self) -> String {
        format!("{GENERATOR}, seed {}", self.seed)
    }

    /// The names of the figures, in order.
    #[must_use]
    pub fn figures(&self) -> &[String] {
        &self.figures
    }

    /// A figure at the central values of all parameters.
    ///
    /// # Errors
    /// If there is no such figure.
    pub fn central(&self, figure: &str) -> Result<f64> {
        Ok(self.central[self.position(figure)?])
    }

    /// A figure in every draw.
    ///
    /// # Errors
    /// If there is no such figure.
    pub fn draws_of(&self, figure: &str) -> Result<ArrayView1<'_, f64>> {
        Ok(self.results.column(self.position(figure)?))
    }

    /// The quantile of a figure at `probability`, interpolated linearly between draws (type 7 of Hyndman and Fan 1996, the
    /// default of R and NumPy).
    ///
    /// # Errors
    /// If there is no such figure or the probability lies outside 0 to 1.
    pub fn quantile(&self, figure: &str, probability: f64) -> Result<f64> {
        if !(0.0..=1.0).contains(&probability) {
            return Err(Error::parameter("a probability lies from 0 to 1").found(probability));
        }
        let mut sorted = self.draws_of(figure)?.to_vec();
        sorted.sort_by(f64::total_cmp);
        let position = probability * (sorted.len() - 1) as f64;
        let below = sorted[position.floor() as usize];
        let above = sorted[position.ceil() as usize];
        Ok(below + (above - below) * position.fract())
    }

    /// 5, 50 and 95 per cent quantiles of a figure.
    ///
    /// # Errors
    /// If there is no such figure.
    pub fn interval(&self, figure: &str) -> Result<Interval> {
        Ok(Interval {
            low: self.quantile(figure, 0.05)?,
            median: self.quantile(figure, 0.5)?,
            high: self.quantile(figure, 0.95)?,
        })
    }

    /// The uncertain parameters by the size of their rank correlation with a figure, largest first.
    ///
    /// # Errors
    /// If there is no such figure.
    pub fn sensitivities(&self, figure: &str) -> Result<Vec<Sensitivity>> {
        let results = ranks(self.draws_of(figure)?);
        let mut found: Vec<Sensitivity> = self
            .uncertain
            .iter()
            .map(|&position| Sensitivity {
                parameter: self.parameters[position].clone(),
                rank_correlation: correlation(&ranks(self.drawn.column(position)), &results),
            })
            .collect();
        found.sort_by(|a, b| {
            b.rank_correlation
                .abs()
                .total_cmp(&a.rank_correlation.abs())
        });
        Ok(found)
    }

    fn position(&self, figure: &str) -> Result<usize> {
        self.figures
            .iter()
            .position(|known| known == figure)
            .ok_or_else(|| {
                Error::label(format!("no figure `{figure}`"))
                    .expected(format!("one of {}", first_few(&self.figures)))
            })
    }
}

/// Ranks from 1, ties sharing their average.
fn ranks(values: ArrayView1<'_, f64>) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let mut end = start + 1;
        while end < order.len() && values[order[end]] == values[order[start]] {
            end += 1;
        }
        let shared = (start + end + 1) as f64 / 2.0;
        for &position in &order[start..end] {
            ranks[position] = shared;
        }
        start = end;
    }
    ranks
}

/// Pearson's correlation; 0 where one side does not vary.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut square_a, mut square_b) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        both += (x - mean_a) * (y - mean_b);
        square_a += (x - mean_a).powi(2);
        square_b += (y - mean_b).powi(2);
    }
    if square_a == 0.0 || square_b == 0.0 {
        return 0.0;
    }
    both / (square_a * square_b).sqrt()
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn ties_share_their_average_rank() {
        assert_eq!(
            ranks(array![3.0, 1.0, 3.0, 2.0].view()),
            [3.5, 1.0, 3.5, 2.0]
        );
    }

    #[test]
    fn correlation_of_ranks_sees_order_only() {
        let a = ranks(array![1.0, 2.0, 3.0, 4.0].view());
        let b = ranks(array![1.0, 10.0, 100.0, 1000.0].view());
        assert!((correlation(&a, &b) - 1.0).abs() < 1e-15);
        assert_eq!(correlation(&a, &[2.0; 4]), 0.0);
    }
}
