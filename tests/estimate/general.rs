use clarabel::algebra::CscMatrix;
use clarabel::solver::{
    DefaultSettings, DefaultSolver, IPSolver, NonnegativeConeT, SolverStatus, ZeroConeT,
};
use leontief::build::estimate::{EstimateOptions, Objective};

use super::cases::{Plain, Uniform, close};

#[test]
fn clarabel_finds_the_same_with_bounds_and_soft_margins() {
    let mut active = 0;
    for seed in 0..25 {
        let mut plain = Plain::random(seed, 40, 9, 30.0);
        plain.margins[1].1 = 0.5;
        plain.unknowns[4].3 = false;
        let problem = plain.draft().0.check().unwrap();
        let options = EstimateOptions::default();
        let found = problem.estimate(Objective::LeastSquares, &options).unwrap();
        close(
            found.values(),
            &problem.estimate_by_clarabel().unwrap(),
            1e-7,
        );
        active += found.at_bounds(&problem).len();
    }
    assert!(active > 100, "{active}");
}

/// The least total through Clarabel: unknowns in the order of the problem, all at least zero.
fn least_by_clarabel(plain: &Plain, costs: &[f64]) -> f64 {
    let (n, c) = (plain.unknowns.len(), plain.cells.len());
    let equations = c + plain.margins.len();
    let (mut rows, mut columns, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let cells = plain
        .unknowns
        .iter()
        .enumerate()
        .map(|(i, row)| (row.0, i, 1.0));
    let margins = plain.terms.iter().map(|&(k, i, value)| (c + k, i, value));
    let bounds = (0..n).map(|i| (equations + i, i, -1.0));
    for (row, column, value) in cells.chain(margins).chain(bounds) {
        rows.push(row);
        columns.push(column);
        values.push(value);
    }
    let matrix = CscMatrix::new_from_triplets(equations + n, n, rows, columns, values);
    let mut targets = plain.cells.clone();
    targets.extend(plain.margins.iter().map(|row| row.0));
    targets.resize(equations + n, 0.0);
    let cones = [ZeroConeT(equations), NonnegativeConeT(n)];
    let settings = DefaultSettings {
        verbose: false,
        ..DefaultSettings::default()
    };
    let none = CscMatrix::zeros((n, n));
    let mut solver = DefaultSolver::new(&none, costs, &matrix, &targets, &cones, settings).unwrap();
    solver.solve();
    assert_eq!(solver.solution.status, SolverStatus::Solved);
    solver.solution.obj_val
}

#[test]
fn clarabel_finds_the_same_ends_of_ranges() {
    for seed in 0..20 {
        let plain = Plain::random(seed, 60, 12, 5.0);
        let mut random = Uniform::new(seed);
        let costs: Vec<f64> = plain.unknowns.iter().map(|_| random.next() - 0.5).collect();
        let turned: Vec<f64> = costs.iter().map(|cost| -cost).collect();
        let problem = plain.draft().0.check().unwrap();
        let range = problem.range(&costs, &EstimateOptions::default()).unwrap();
        let least = least_by_clarabel(&plain, &costs);
        let most = -least_by_clarabel(&plain, &turned);
        close(
            &[range.least.value(), range.most.value()],
            &[least, most],
            1e-6,
        );
        assert!(most - least > 1.0);
    }
}
