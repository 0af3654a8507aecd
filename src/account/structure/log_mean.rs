//! The logarithmic mean Divisia index of one product.
//!
//! With t = Π_k f_k and L(t⁰, t¹) = (t¹ − t⁰) / ln(t¹ / t⁰), L(t, t) = t:
//!
//! ```text
//! contribution_k = L(t⁰, t¹) ln(f_k¹ / f_k⁰)                        Σ_k = t¹ − t⁰
//! ```
//!
//! A product that was zero: the change goes to the factors that were zero, in equal parts, the limit of replacing zeros by the same small
//! number; one that becomes zero likewise. A factor that changes sign has no logarithm: the Shapley mean of the product takes its place.

use super::averages::share_of_orders;

/// How much of the change was found how: sums of absolute changes of cells, as shares of them all.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Treated {
    /// By logarithms.
    pub log_mean: f64,
    /// By the limit for zeros.
    pub limit: f64,
    /// By Shapley means, because a factor changes sign.
    pub shapley: f64,
}

impl Treated {
    pub(super) fn add(&mut self, way: Way, change: f64) {
        *match way {
            Way::LogMean => &mut self.log_mean,
            Way::Limit => &mut self.limit,
            Way::Shapley => &mut self.shapley,
        } += change.abs();
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            log_mean: self.log_mean + other.log_mean,
            limit: self.limit + other.limit,
            shapley: self.shapley + other.shapley,
        }
    }

    /// As shares of all; nothing where nothing changes.
    pub(super) fn shares(self) -> Self {
        let all = self.log_mean + self.limit + self.shapley;
        if all == 0.0 {
            return self;
        }
        Self {
            log_mean: self.log_mean / all,
            limit: self.limit / all,
            shapley: self.shapley / all,
        }
    }
}

/// How a product was treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    LogMean,
    Limit,
    Shapley,
}

/// L(t⁰, t¹) for products of one sign whose logarithms differ by `distance`.
pub(super) fn log_mean(start: f64, end: f64, distance: f64) -> f64 {
    if distance == 0.0 {
        start
    } else if distance.abs() < 0.5 {
        start * distance.exp_m1() / distance // no difference of numbers that are nearly equal
    } else {
        (end - start) / distance
    }
}

/// ln(f¹ / f⁰), if there is one.
pub(super) fn log_ratio([start, end]: [f64; 2]) -> Option<f64> {
    let ratio = end / start;
    (ratio > 0.0 && ratio.is_finite()).then(|| ratio.ln())
}

pub(super) fn product(factors: &[[f64; 2]], t: usize) -> f64 {
    factors.iter().map(|factor| factor[t]).product()
}

/// What each factor contributes to the change of their product.
pub(super) fn contributions(factors: &[[f64; 2]], found: &mut [f64]) -> Way {
    let (start, end) = (product(factors, 0), product(factors, 1));
    let logs = || factors.iter().map(|factor| log_ratio(*factor));
    found.fill(0.0);
    if start != 0.0 && end != 0.0 {
        if let Some(distance) = logs().sum::<Option<f64>>() {
            let mean = log_mean(start, end, distance);
            for (found, log) in found.iter_mut().zip(logs()) {
                *found = mean * log.unwrap_or(0.0);
            }
            return Way::LogMean;
        }
    } else if start != end {
        let t = usize::from(end == 0.0);
        let zeros = factors.iter().filter(|factor| factor[t] == 0.0).count();
        if zeros > 0 {
            for (found, factor) in found.iter_mut().zip(factors) {
                if factor[t] == 0.0 {
                    *found = (end - start) / zeros as f64;
                }
            }
            return Way::Limit;
        }
    } else {
        return Way::Limit; // nothing there, before and after
    }
    by_shapley(factors, found);
    Way::Shapley
}

/// The mean over all orders for a product.
fn by_shapley(factors: &[[f64; 2]], found: &mut [f64]) {
    let count = factors.len();
    for set in 0..1_usize << count {
        let factor = |(k, factor): (usize, &[f64; 2])| factor[set >> k & 1];
        let product: f64 = factors.iter().enumerate().map(factor).product();
        for (k, found) in found.iter_mut().enumerate() {
            let others = set & !(1 << k);
            let weight = share_of_orders(others.count_ones() as usize, count);
            *found += if others == set {
                -weight * product
            } else {
                weight * product
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(factors: &[[f64; 2]]) -> (Vec<f64>, Way) {
        let mut found = vec![0.0; factors.len()];
        let way = contributions(factors, &mut found);
        (found, way)
    }

    #[test]
    fn contributions_add_up_however_they_are_found() {
        for factors in [
            [[2.0, 3.0], [5.0, 4.0], [0.1, 0.7]],
            [[2.0, 2.0 + 1e-13], [5.0, 5.0], [0.1, 0.1]],
            [[-2.0, -3.0], [5.0, 4.0], [0.1, 0.7]],
            [[0.0, 3.0], [5.0, 4.0], [0.1, 0.7]],
            [[2.0, 3.0], [5.0, 0.0], [0.1, 0.0]],
            [[2.0, -3.0], [5.0, 4.0], [0.1, 0.7]],
            [[2.0, -3.0], [-5.0, 4.0], [0.1, 0.7]],
            [[0.0, -3.0], [-5.0, 4.0], [0.1, 0.0]],
        ] {
            let (found, _) = found(&factors);
            let change = product(&factors, 1) - product(&factors, 0);
            let sum: f64 = found.iter().sum();
            assert!((sum - change).abs() < 1e-14, "{factors:?}: {found:?}");
        }
    }

    #[test]
    fn zeros_take_the_limit_and_changes_of_sign_the_shapley_mean() {
        let (limit, way) = found(&[[0.0, 3.0], [0.0, 2.0], [1.0, 5.0]]);
        assert_eq!((limit, way), (vec![15.0, 15.0, 0.0], Way::Limit));
        // the limit itself
        let small = 1e-100;
        let (near, way) = found(&[[small, 3.0], [small, 2.0], [1.0, 5.0]]);
        assert_eq!(way, Way::LogMean);
        for (near, limit) in near.iter().zip([15.0, 15.0, 0.0]) {
            assert!((near - limit).abs() < 0.15, "{near} {limit}");
        }
        let (turned, way) = found(&[[1.0, -1.0], [2.0, 4.0]]);
        assert_eq!((turned, way), (vec![-6.0, 0.0], Way::Shapley));
        let (nothing, _) = found(&[[0.0, 2.0], [3.0, 0.0]]);
        assert_eq!(nothing, [0.0, 0.0]);
    }

    #[test]
    fn what_was_done_is_said_in_shares() {
        let mut treated = Treated::default();
        treated.add(Way::LogMean, -6.0);
        treated.add(Way::Shapley, 2.0);
        let shares = treated.shares();
        assert_eq!(
            (shares.log_mean, shares.limit, shares.shapley),
            (0.75, 0.0, 0.25)
        );
        assert_eq!(Treated::default().shares(), Treated::default());
    }
}
