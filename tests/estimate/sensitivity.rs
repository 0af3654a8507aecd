use leontief::build::estimate::{Draft, EstimateOptions, Objective, Solution};
use proptest::prelude::*;

use super::cases::{Plain, Uniform, close};

const OPTIONS: fn() -> EstimateOptions = EstimateOptions::default;

fn estimate(plain: &Plain, objective: Objective) -> Solution {
    let problem = plain.draft().0.check().unwrap();
    problem.estimate(objective, &OPTIONS()).unwrap()
}

/// Σ a x² + Σ b x, and its gradient.
struct Figure(Vec<f64>, Vec<f64>);

impl Figure {
    fn random(seed: u64, n: usize) -> Self {
        let mut random = Uniform::new(seed + 1);
        let squares = (0..n).map(|_| 0.1 * random.next()).collect();
        Self(squares, (0..n).map(|_| random.next() - 0.5).collect())
    }

    fn of(&self, x: &[f64]) -> f64 {
        let terms = x.iter().zip(&self.0).zip(&self.1);
        terms.map(|((x, a), b)| a * x * x + b * x).sum()
    }

    fn gradient(&self, x: &[f64]) -> Vec<f64> {
        let terms = x.iter().zip(&self.0).zip(&self.1);
        terms.map(|((x, a), b)| 2.0 * a * x + b).collect()
    }
}

/// All slopes against estimates a little to either side; the number of unknowns at bounds.
fn compare(plain: &Plain, objective: Objective, seed: u64) -> usize {
    let problem = plain.draft().0.check().unwrap();
    let solution = problem.estimate(objective, &OPTIONS()).unwrap();
    let figure = Figure::random(seed, plain.unknowns.len());
    let gradient = figure.gradient(solution.values());
    let found = problem
        .sensitivity(&solution, &gradient, &OPTIONS())
        .unwrap();
    let step = 1e-5;
    let slope = |change: &dyn Fn(&mut Plain, f64)| {
        let at = |by: f64| {
            let mut moved = plain.clone();
            change(&mut moved, by);
            figure.of(estimate(&moved, objective).values())
        };
        (at(step) - at(-step)) / (2.0 * step)
    };
    let near = |found: f64, slope: f64| close(&[found], &[slope], 1e-6);
    for c in 0..plain.cells.len() {
        near(
            found.of_cells()[c],
            slope(&|moved, by| moved.cells[c] += by),
        );
    }
    for k in 0..plain.margins.len() {
        let of_target = slope(&|moved, by| moved.margins[k].0 += by);
        near(found.of_margins()[k], of_target);
        if plain.margins[k].1 > 0.0 {
            let of_error = slope(&|moved, by| moved.margins[k].1 += by);
            near(found.of_standard_errors()[k], of_error);
        } else {
            assert_eq!(found.of_standard_errors()[k], 0.0);
        }
    }
    for i in 0..plain.unknowns.len() {
        let of_prior = slope(&|moved, by| moved.unknowns[i].1 += by);
        near(found.of_priors()[i], of_prior);
        let of_weight = slope(&|moved, by| moved.unknowns[i].2 *= by.exp());
        near(found.of_log_weights()[i], of_weight);
    }
    solution.at_bounds(&problem).len()
}

#[test]
fn slopes_are_those_of_estimates_nearby() {
    let mut active = 0;
    for seed in 0..8 {
        let mut plain = Plain::random(seed, 5, 3, if seed < 4 { 1.0 } else { 25.0 });
        plain.margins[1].1 = 0.8;
        active += compare(&plain, Objective::LeastSquares, seed);
    }
    assert!(active > 10, "{active}");
}

#[test]
fn slopes_of_cross_entropy_are_those_of_estimates_nearby() {
    for seed in 0..6 {
        let mut plain = Plain::random(seed, 5, 3, 3.0);
        plain.margins[2].1 = 0.8;
        compare(&plain, Objective::CrossEntropy, seed);
    }
}

#[test]
fn a_worked_case_has_these_slopes_and_this_share() {
    // shares of the variance that the home parts have given their cells: 5/2 of steel, 3/2 of glass
    let mut draft = Draft::default();
    let home = draft.margin("home", 12.0);
    let mut cells = Vec::new();
    let mut parts = Vec::new();
    for (label, target) in [("steel", 10.0), ("glass", 6.0)] {
        let cell = draft.cell(label, target);
        let part = draft.part(cell, target / 2.0, target / 2.0);
        draft.part(cell, target / 2.0, target / 2.0);
        draft.term(home, part, 1.0);
        cells.push(cell);
        parts.push(part);
    }
    let problem = draft.check().unwrap();
    let solution = problem
        .estimate(Objective::LeastSquares, &OPTIONS())
        .unwrap();
    let around = problem.around(&solution, &OPTIONS()).unwrap();
    let steel = [1.0, 0.0, 0.0, 0.0];
    let found = around.sensitivity(&steel).unwrap();
    let slopes = [
        found.of_margin(home),
        found.of_cell(cells[0]),
        found.of_cell(cells[1]),
        found.of_prior(parts[0]),
        found.of_prior(parts[1]),
    ];
    // a prior one higher at home is half a unit more of steel, 5/8 of which the margin takes back
    let expected = [0.625, 0.1875, -0.3125, 0.1875, -0.3125];
    close(&slopes.map(Option::unwrap), &expected, 1e-14);
    let pinned = around.pinned(&steel).unwrap();
    close(
        &[
            pinned.prior(),
            pinned.given_cells(),
            pinned.given_all(),
            pinned.share(),
        ],
        &[5.0, 2.5, 0.9375, 0.625],
        1e-14,
    );
    // the margin itself is pinned, and the cell by itself
    let margin = around.pinned(&[1.0, 0.0, 1.0, 0.0]).unwrap();
    close(&[margin.given_all(), margin.share()], &[0.0, 1.0], 1e-14);
    assert_eq!(around.pinned(&[1.0, 1.0, 0.0, 0.0]).unwrap().share(), 1.0);
}

/// The variance of a total after learning one sum at a time, each with its variance: rows of a covariance matrix.
fn learned(plain: &Plain, weights: &[f64], costs: &[f64], margins: bool) -> f64 {
    let n = weights.len();
    let mut covariance = vec![vec![0.0; n]; n];
    for i in 0..n {
        covariance[i][i] = weights[i];
    }
    let mut sums: Vec<(Vec<f64>, f64)> = Vec::new();
    for c in 0..plain.cells.len() {
        let row = plain.unknowns.iter().map(|row| f64::from(row.0 == c));
        sums.push((row.collect(), 0.0));
    }
    for (k, margin) in plain.margins.iter().enumerate().filter(|_| margins) {
        let mut row = vec![0.0; n];
        for term in plain.terms.iter().filter(|term| term.0 == k) {
            row[term.1] += term.2;
        }
        sums.push((row, margin.1 * margin.1));
    }
    let along = |covariance: &[Vec<f64>], row: &[f64]| -> Vec<f64> {
        let dot = |line: &Vec<f64>| line.iter().zip(row).map(|(a, b)| a * b).sum();
        covariance.iter().map(dot).collect()
    };
    for (row, variance) in sums {
        let with = along(&covariance, &row);
        let own: f64 = with.iter().zip(&row).map(|(a, b)| a * b).sum::<f64>() + variance;
        if own < 1e-9 {
            continue;
        }
        for i in 0..n {
            for j in 0..n {
                covariance[i][j] -= with[i] * with[j] / own;
            }
        }
    }
    let with = along(&covariance, costs);
    with.iter().zip(costs).map(|(a, b)| a * b).sum()
}

#[test]
fn variances_are_those_of_learning_one_sum_at_a_time() {
    let mut active = 0;
    for seed in 0..12 {
        let mut plain = Plain::random(seed, 8, 4, if seed < 6 { 1.0 } else { 25.0 });
        plain.margins[0].1 = 2.0;
        let problem = plain.draft().0.check().unwrap();
        let solution = problem
            .estimate(Objective::LeastSquares, &OPTIONS())
            .unwrap();
        let mut weights: Vec<f64> = plain.unknowns.iter().map(|row| row.2).collect();
        let costs = Figure::random(seed, weights.len()).1;
        let found = problem.pinned(&solution, &costs, &OPTIONS()).unwrap();
        let cells_alone = learned(&plain, &weights, &costs, false);
        for unknown in solution.at_bounds(&problem) {
            weights[unknown.index()] = 0.0;
            active += 1;
        }
        let all = learned(&plain, &weights, &costs, true);
        close(
            &[found.given_cells(), found.given_all()],
            &[cells_alone, all],
            1e-10,
        );
        close(&[found.share()], &[1.0 - all / cells_alone], 1e-10);
    }
    assert!(active > 10, "{active}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn more_known_is_less_variance(seed in 0_u64..1000, entropy in any::<bool>()) {
        let plain = Plain::random(seed, 10, 3, 4.0);
        let objective = if entropy { Objective::CrossEntropy } else { Objective::LeastSquares };
        let problem = plain.draft().0.check().unwrap();
        let solution = problem.estimate(objective, &OPTIONS()).unwrap();
        let costs = Figure::random(seed, plain.unknowns.len()).1;
        let found = problem.pinned(&solution, &costs, &OPTIONS()).unwrap();
        prop_assert!(found.given_all() <= found.given_cells() * (1.0 + 1e-12));
        prop_assert!(found.given_cells() <= found.prior() * (1.0 + 1e-12));
        prop_assert!((0.0..=1.0).contains(&found.share()));
    }
}

#[test]
fn redundant_margins_have_no_slope_of_their_own() {
    let mut draft = Draft::default();
    let margins = [draft.margin("home", 7.0), draft.margin("abroad", 9.0)];
    for (label, target) in [("steel", 10.0), ("glass", 6.0)] {
        let cell = draft.cell(label, target);
        for margin in margins {
            let part = draft.part(cell, target / 2.0, target);
            draft.term(margin, part, 1.0);
        }
    }
    let problem = draft.check().unwrap();
    let solution = problem
        .estimate(Objective::LeastSquares, &OPTIONS())
        .unwrap();
    assert_eq!(solution.redundant().len(), 1);
    let found = (problem.sensitivity(&solution, &[1.0, 0.0, 0.0, 0.0], &OPTIONS())).unwrap();
    let slopes = margins.map(|margin| found.of_margin(margin).unwrap());
    close(&slopes, &[0.625, 0.0], 1e-14);
}

#[test]
fn solutions_of_another_problem_are_refused() {
    let plain = Plain::random(1, 5, 2, 1.0);
    let solution = estimate(&plain, Objective::LeastSquares);
    let other = Plain::random(1, 6, 2, 1.0).draft().0.check().unwrap();
    assert!(
        other
            .around(&solution, &OPTIONS())
            .unwrap_err()
            .is_parameter()
    );
    let problem = plain.draft().0.check().unwrap();
    let around = problem.around(&solution, &OPTIONS()).unwrap();
    assert!(around.sensitivity(&[1.0]).unwrap_err().is_parameter());
    assert!(around.pinned(&[f64::NAN]).unwrap_err().is_parameter());
}
