//! Averages over the orders in which factors change.
//!
//! With M(S) the outcome when the factors in S have moved to the second year, and K factors:
//!
//! ```text
//! Shapley     contribution_k = Σ_{S ∌ k} |S|! (K − 1 − |S|)! / K!  [M(S ∪ k) − M(S)]       mean of all K! orders
//! two-polar   contribution_k = ½ [M(1..k) − M(1..k−1)] + ½ [M(k..K) − M(k+1..K)]            mean of 1..K and K..1
//! ```
//!
//! Both add up to M(all) − M(none) exactly, and agree for two factors. States are evaluated once each: 2^K, or 2 K.

use std::collections::BTreeMap;

use super::factor::{Factor, Parts};

/// How the order of changes is averaged out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Averaging {
    /// The mean of the order in which factors are listed and of its reverse.
    TwoPolar,
    /// The mean of all orders, by all 2^K states.
    #[default]
    Shapley,
    /// Logarithmic mean Divisia index (LMDI-I), cell by cell. Cells are those of the product of producer, final product, absorber and, where
    /// level, mix and sourcing stand apart, category; of income also owner and, where ownership stands apart from value-added rates,
    /// component. Input coefficients are one factor there, because the inverse is no product of technology and sourcing. Zeros by their
    /// limit; cells that change sign by Shapley, and [`Change::treated`](super::Change::treated) says how much that is.
    Lmdi,
}

impl Averaging {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::TwoPolar => "mean of the two polar orders",
            Self::Shapley => "Shapley mean of all orders",
            Self::Lmdi => "logarithmic mean Divisia index",
        }
    }
}

/// One state: which parts have moved, and how its outcome counts for each factor.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    pub(super) moved: Parts,
    pub(super) weights: Vec<f64>,
}

/// The states of an average; the state in which nothing has moved and that in which everything has are always among them.
pub(super) fn states(factors: &[Factor], averaging: Averaging) -> Vec<State> {
    let count = factors.len();
    let all = (1_usize << count) - 1;
    let mut found: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    let mut add = |set: usize, k: usize, weight: f64| {
        found.entry(set).or_insert_with(|| vec![0.0; count])[k] += weight;
    };
    match averaging {
        Averaging::TwoPolar => {
            for k in 0..count {
                let before = (1 << k) - 1;
                let behind = all & !before & !(1 << k);
                for others in [before, behind] {
                    add(others | 1 << k, k, 0.5);
                    add(others, k, -0.5);
                }
            }
        }
        Averaging::Shapley | Averaging::Lmdi => {
            for set in 0..=all {
                for k in 0..count {
                    let others = set & !(1 << k);
                    let weight = share_of_orders(others.count_ones() as usize, count);
                    add(set, k, if set == others { -weight } else { weight });
                }
            }
        }
    }
    let moved = |set: usize| {
        let moved = factors.iter().enumerate();
        let moved = moved.filter(|(k, _)| set & (1 << k) != 0);
        moved.fold(0, |parts, (_, factor)| parts | factor.parts())
    };
    let states = found.into_iter().map(|(set, weights)| State {
        moved: moved(set),
        weights,
    });
    states.collect()
}

/// s! (K − 1 − s)! / K!
pub(super) fn share_of_orders(before: usize, count: usize) -> f64 {
    let factorial = |k: usize| (1..=k).map(|i| i as f64).product::<f64>();
    factorial(before) * factorial(count - 1 - before) / factorial(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: [Factor; 3] = [Factor::Rates, Factor::Inputs, Factor::FinalDemand];

    #[test]
    fn weights_of_a_factor_add_up_to_nothing_and_all_factors_tell_the_ends_apart() {
        for averaging in [Averaging::TwoPolar, Averaging::Shapley] {
            let states = states(&THREE, averaging);
            for k in 0..3 {
                let sum: f64 = states.iter().map(|state| state.weights[k]).sum();
                assert!(sum.abs() < 1e-15, "{averaging:?}");
            }
            for (at, state) in states.iter().enumerate() {
                let all: f64 = state.weights.iter().sum();
                let expected = match at {
                    0 => -1.0,
                    last if last + 1 == states.len() => 1.0,
                    _ => 0.0,
                };
                assert!((all - expected).abs() < 1e-15, "{averaging:?}");
            }
        }
    }

    #[test]
    fn there_are_as_many_states_as_said() {
        assert_eq!(states(&THREE, Averaging::TwoPolar).len(), 6);
        assert_eq!(states(&THREE, Averaging::Shapley).len(), 8);
        assert_eq!(
            states(&THREE[..2], Averaging::TwoPolar),
            states(&THREE[..2], Averaging::Shapley)
        );
    }
}
