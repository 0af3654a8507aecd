use std::time::Instant;

use leontief::build::estimate::{Draft, EstimateOptions, Objective, Problem};

use super::cases::Uniform;

/// Suppliers DN, FN, imports by users DN, FN, DP, FP of n sectors, with sales, outputs and imports of processing as margins; priors are
/// off by up to `spread` in logarithms.
fn four_groups(n: usize, spread: f64) -> Problem {
    let mut random = Uniform::new(n as u64);
    let mut truth = Vec::new();
    let mut parts = Vec::new();
    let mut sums = vec![0.0; 7 * n];
    let mut draft = Draft::default();
    // domestic cells, then imported ones, then value added: (cell of suppliers, rows of margins)
    let mut cells: Vec<Vec<Vec<usize>>> = Vec::new();
    for i in 0..n {
        for j in 0..n {
            let users = |supplier: Option<usize>| {
                (0..4).map(move |h| {
                    let mut rows = vec![2 * n + h * n + j];
                    match supplier {
                        Some(g) => rows.push(g * n + i),
                        None if h >= 2 => rows.push(6 * n + i),
                        None => {}
                    }
                    rows
                })
            };
            cells.push(users(Some(0)).chain(users(Some(1))).collect());
            cells.push(users(None).collect());
        }
    }
    for j in 0..n {
        cells.push((0..4).map(|h| vec![2 * n + h * n + j]).collect());
    }
    for (c, members) in cells.iter().enumerate() {
        let size = (10.0 * random.next() - 2.0).exp();
        let values: Vec<f64> = members.iter().map(|_| size * random.next()).collect();
        let cell = draft.cell(format!("cell {c}"), values.iter().sum());
        for (value, rows) in values.into_iter().zip(members) {
            let prior = value * (spread * (2.0 * random.next() - 1.0)).exp();
            parts.push(draft.part(cell, prior, prior));
            rows.iter().for_each(|&row| sums[row] += value);
            truth.push(rows.clone());
        }
    }
    let margins: Vec<_> = (sums.iter().enumerate())
        .map(|(k, sum)| draft.margin(format!("margin {k}"), *sum))
        .collect();
    for (part, rows) in parts.iter().zip(&truth) {
        rows.iter()
            .for_each(|&row| draft.term(margins[row], *part, 1.0));
    }
    draft.check().unwrap()
}

fn timed(n: usize, spread: f64) {
    let problem = four_groups(n, spread);
    for objective in [Objective::LeastSquares, Objective::CrossEntropy] {
        let start = Instant::now();
        let found = problem
            .estimate(objective, &EstimateOptions::default())
            .unwrap();
        println!(
            "{n} sectors, spread {spread}, {objective:?}: {} unknowns, {} margins ({} redundant), {} at bounds, {} steps, miss {:.1e}, {:.2} s",
            problem.unknowns(),
            problem.margins(),
            found.redundant().len(),
            found.at_bounds(&problem).len(),
            found.iterations(),
            found.largest_residual(),
            start.elapsed().as_secs_f64()
        );
        assert!(found.largest_residual() < 1e-9);
    }
}

/// The range of a total over many cells and of one unknown.
fn ranged(n: usize, spread: f64) {
    let problem = four_groups(n, spread);
    let mut some = vec![0.0; problem.unknowns()];
    some.iter_mut().step_by(7).for_each(|cost| *cost = 1.0);
    let mut one = vec![0.0; problem.unknowns()];
    one[problem.unknowns() / 3] = 1.0;
    for costs in [some, one] {
        let start = Instant::now();
        let range = problem.range(&costs, &EstimateOptions::default()).unwrap();
        let (least, most) = (&range.least, &range.most);
        println!(
            "{n} sectors: {:.6} to {:.6}, gaps {:.1e} and {:.1e}, {} and {} steps, {:.2} s for both",
            least.value(),
            most.value(),
            least.value() - least.bound(),
            most.bound() - most.value(),
            least.iterations(),
            most.iterations(),
            start.elapsed().as_secs_f64()
        );
        let size = most.value().abs().max(1.0);
        assert!(range.width() > 0.0);
        for end in [least, most] {
            assert!((end.value() - end.bound()).abs() <= 1e-8 * size);
        }
    }
}

#[test]
fn four_groups_of_a_few_sectors_are_found() {
    timed(5, 0.5);
    timed(5, 2.5);
    ranged(5, 0.5);
}

#[test]
#[ignore = "prints how long large splits take"]
fn four_groups_of_many_sectors_are_timed() {
    for (n, spread) in [(42, 0.3), (42, 2.5), (139, 0.3), (139, 2.5)] {
        timed(n, spread);
    }
    for n in [56, 139] {
        ranged(n, 0.3);
    }
}
