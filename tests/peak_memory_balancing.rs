//! How much memory balancing a million cells takes at its peak, beside the prior and the constraints, in matrices of that size; the result is
//! one of them. The test is alone in its binary: others would take memory beside it.

use leontief::build::balancing::{Balancing, Constrained, Constraint, Margin, Method};
use leontief::run::{MemoryLimit, Run, Threads};
use ndarray::{Array2, Axis};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const N: usize = 1000;

/// The peak of `work` in matrices.
fn peak<T>(work: impl FnOnce() -> T) -> f64 {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let kept = work();
    let peak = MEMORY.peak_usage() - before;
    drop(kept);
    peak as f64 / (8 * N * N) as f64
}

#[test]
fn a_million_cells_take_one_matrix_between_margins_and_eight_with_constraints() {
    let prior = Array2::from_shape_fn((N, N), |(i, j)| match (31 * i + 17 * j) % 97 {
        0 => -5.0,
        k => k as f64,
    });
    let goal = Array2::from_shape_fn((N, N), |(i, j)| {
        prior[[i, j]] * (0.7 + 0.1 * ((i + 3 * j) % 7) as f64)
    });
    let rows = Margin::numbered("row", goal.sum_axis(Axis(1))).unwrap();
    let columns = Margin::numbered("column", goal.sum_axis(Axis(0))).unwrap();
    let two = |run: Run| run.threads(Threads::Count(2));
    for method in [Method::Alternating, Method::Newton] {
        let problem = Balancing::gras(prior.view(), rows.clone(), columns.clone());
        let problem = problem.unwrap().method(method).run(two(Run::default()));
        let taken = peak(|| problem.balanced().unwrap());
        println!("{method} between margins: {taken:.2}");
        assert!(taken < 1.2, "{method} takes {taken:.2} matrices");
    }
    // margins, and 100 blocks: three constraints for each cell
    let mut constraints = Constraint::margins(&rows, &columns);
    let groups: Vec<_> = (0..10)
        .map(|k| (k.to_string(), 100 * k..100 * k + 100))
        .collect();
    let totals = Array2::from_shape_fn((10, 10), |(k, l)| {
        let part = |range: usize| 100 * range..100 * range + 100;
        let cells = part(k).flat_map(|i| part(l).map(move |j| (i, j)));
        cells.map(|at| goal[at]).sum()
    });
    constraints.extend(Constraint::blocks(&groups, &groups, totals.view()).unwrap());
    let weights = prior.mapv(f64::abs);
    let (lower, upper) = (&prior - 5.0 * &weights, &prior + 5.0 * &weights);
    // least squares weigh cells in one matrix more, bounds in two
    for (squares, bounds) in [(false, false), (true, false), (false, true)] {
        let more = f64::from(u8::from(squares)) + 2.0 * f64::from(u8::from(bounds));
        for (method, most) in [(Method::Newton, 8.0), (Method::Alternating, 5.5)] {
            let most = most + more;
            let mut problem = Constrained::new(prior.view(), constraints.clone()).unwrap();
            if squares {
                problem = problem.least_squares(weights.clone()).unwrap();
            }
            if bounds {
                problem = problem.bounds(lower.clone(), upper.clone()).unwrap();
            }
            let problem = problem.method(method);
            let run = problem.clone().run(two(Run::default()));
            let taken = peak(|| run.balanced().unwrap());
            println!("{method} with constraints, squares {squares}, bounds {bounds}: {taken:.2}");
            assert!(taken < most, "{method} takes {taken:.2} matrices");
            // what is asked for beforehand is enough: nine tenths of what is taken are refused
            let bytes = (0.9 * taken * (8 * N * N) as f64) as usize;
            let little = two(Run::default().memory(MemoryLimit::Bytes(bytes)));
            assert!(problem.run(little).balanced().unwrap_err().is_memory());
        }
    }
}
