//! The logarithmic mean Divisia index of income.

use leontief::account::structure::{Averaging, Factor};
use ndarray::Array2;

use crate::common::dense;
use crate::income::{asked, income, of, scale};
use crate::naive::Naive;
use crate::owned::{OWNERS, Ownership, Year, models};
use crate::years::{Cells, assert_adds_up, assert_same, random_world};

/// A pair of years with positive cells only.
fn positive(kinds: usize) -> [Year; 2] {
    let ownership = Ownership {
        owners: OWNERS.len(),
        kinds,
        positive: true,
    };
    [1, 2].map(|seed| Year::new(&random_world(seed, Cells::Positive), ownership, seed))
}

#[test]
fn logarithms_of_one_component_divide_rates_into_ownership_and_value_added_rates() {
    use Factor::{FinalDemand, Inputs, Ownership, Rates, ValueAddedRates};
    let years = positive(0);
    let apart = [Ownership, ValueAddedRates, Inputs, FinalDemand];
    let apart = asked(&years, &apart, Averaging::Lmdi);
    assert_eq!(apart.treated().unwrap().log_mean, 1.0);
    let together = asked(&years, &income().coarsest(), Averaging::Lmdi);
    let tolerance = 1e-12 * scale(&together);
    let sum = of(&apart, Ownership) + of(&apart, ValueAddedRates);
    assert_same("rates", &sum, &of(&together, Rates), tolerance);
    for factor in [Inputs, FinalDemand] {
        let both = [&apart, &together].map(|change| of(change, factor));
        assert_same(factor.code(), &both[0], &both[1], tolerance);
    }
}

#[test]
fn the_logarithmic_index_by_component_is_that_of_its_definition_on_positive_cells() {
    use Factor::{FinalDemand, Inputs, Ownership, ValueAddedRates};
    let factors = [ValueAddedRates, Ownership, FinalDemand, Inputs];
    for kinds in [0, 2, 3] {
        let years = positive(kinds);
        let change = asked(&years, &factors, Averaging::Lmdi);
        assert_adds_up(&change);
        assert_eq!(change.treated().unwrap().log_mean, 1.0);
        let naive = Naive::new(&models(&years));
        let (n, g) = (naive.sectors.len(), 3);
        let b = [0, 1].map(|t| dense::inverse(Array2::eye(n) - &naive.a[t]));
        let y = [0, 1].map(|t| naive.y_of(t, t, t));
        let mut sums = vec![Array2::<f64>::zeros((OWNERS.len(), g)); factors.len()];
        for k in 0..years[0].components.len() {
            for (o, p) in (0..OWNERS.len()).flat_map(|o| (0..n).map(move |p| (o, p))) {
                for (q, r) in (0..n).flat_map(|q| (0..g).map(move |r| (q, r))) {
                    let values = [0, 1].map(|t| {
                        let (_, shares, amounts) = &years[t].components[k];
                        let rate = amounts[p] / naive.x[t][p];
                        [rate, shares[[o, p]], y[t][[q, r]], b[t][[p, q]]]
                    });
                    let [start, end] = [0, 1].map(|t| values[t].iter().product::<f64>());
                    let mean = (end - start) / (end / start).ln();
                    for (f, sum) in sums.iter_mut().enumerate() {
                        sum[[o, r]] += mean * (values[1][f] / values[0][f]).ln();
                    }
                }
            }
        }
        let tolerance = 1e-11 * scale(&change);
        for (factor, expected) in factors.iter().zip(&sums) {
            let found = of(&change, *factor);
            assert_same(factor.code(), &found, expected, tolerance);
        }
    }
}
