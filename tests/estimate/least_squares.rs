use leontief::build::estimate::{EstimateOptions, Objective, Solution};
use leontief::run::{Run, Threads};

use super::cases::{Plain, close};
use super::reference::{dense, enumerated};

fn estimate(plain: &Plain) -> Solution {
    let problem = plain.draft().0.check().unwrap();
    problem
        .estimate(Objective::LeastSquares, &EstimateOptions::default())
        .unwrap()
}

fn without_bounds(mut plain: Plain) -> Plain {
    for unknown in &mut plain.unknowns {
        unknown.3 = false;
    }
    plain
}

#[test]
fn without_bounds_the_dense_system_has_the_same_solution_and_duals() {
    for seed in 0..20 {
        let mut plain = without_bounds(Plain::random(seed, 12, 7, 4.0));
        plain.margins[2].1 = 0.7;
        plain.margins[5].1 = 3.0;
        let found = estimate(&plain);
        let (x, duals) = dense(&plain, &vec![false; plain.unknowns.len()]).unwrap();
        close(found.values(), &x, 1e-11);
        close(found.cell_duals(), &duals[..12], 1e-10);
        close(found.margin_duals(), &duals[12..], 1e-10);
        assert!(found.largest_residual() < 1e-13);
    }
}

#[test]
fn bounds_are_those_of_the_best_of_all_sets() {
    let (mut active, mut compared) = (0, 0);
    for seed in 0..40 {
        let plain = Plain::random(seed, 3, 2, 30.0);
        let found = estimate(&plain);
        // a margin of zero leaves the dense system singular at every set
        let Some(best) = enumerated(&plain) else {
            continue;
        };
        compared += 1;
        close(found.values(), &best, 1e-9);
        let at_bounds = found.values().iter().filter(|x| **x == 0.0).count();
        let problem = plain.draft().0.check().unwrap();
        assert_eq!(found.at_bounds(&problem).len(), at_bounds);
        active += at_bounds;
    }
    assert!(active > 10 && compared > 30, "{active} in {compared}");
}

#[test]
fn duals_are_slopes_of_the_objective() {
    let plain = Plain::random(3, 8, 4, 30.0);
    let found = estimate(&plain);
    assert!(found.values().contains(&0.0));
    let step = 1e-4;
    let slope = |change: &dyn Fn(&mut Plain, f64)| {
        let at = |by: f64| {
            let mut moved = plain.clone();
            change(&mut moved, by);
            estimate(&moved).objective()
        };
        (at(step) - at(-step)) / (2.0 * step)
    };
    for k in 0..4 {
        let slope = slope(&|moved, by| moved.margins[k].0 += by);
        close(&[found.margin_duals()[k]], &[slope], 1e-5);
    }
    for c in 0..8 {
        let slope = slope(&|moved, by| moved.cells[c] += by);
        close(&[found.cell_duals()[c]], &[slope], 1e-5);
    }
}

#[test]
fn another_unit_gives_the_same_parts_in_that_unit() {
    let plain = Plain::random(5, 30, 8, 30.0);
    let found = estimate(&plain);
    for unit in [1e-6, 1e9] {
        let mut other = plain.clone();
        other.cells.iter_mut().for_each(|target| *target *= unit);
        other.margins.iter_mut().for_each(|row| row.0 *= unit);
        for unknown in &mut other.unknowns {
            unknown.1 *= unit;
            unknown.2 *= unit;
        }
        let values: Vec<f64> = estimate(&other).values().iter().map(|x| x / unit).collect();
        close(found.values(), &values, 1e-9);
    }
}

#[test]
fn another_order_gives_the_same_parts() {
    let plain = Plain::random(6, 30, 8, 30.0);
    let n = plain.unknowns.len();
    let mut other = plain.clone();
    other.unknowns.reverse();
    other.margins.reverse();
    other.cells.reverse();
    for unknown in &mut other.unknowns {
        unknown.0 = 29 - unknown.0;
    }
    for term in &mut other.terms {
        *term = (7 - term.0, n - 1 - term.1, term.2);
    }
    let mut values = estimate(&other).values().to_vec();
    values.reverse();
    close(estimate(&plain).values(), &values, 1e-9);
}

#[test]
fn a_cell_of_zero_and_free_parts_are_no_trouble() {
    let mut plain = Plain::random(8, 20, 6, 30.0);
    let free = plain.unknowns.len();
    plain.cells.extend([0.0, -4.0]);
    plain
        .unknowns
        .extend([(20, 3.0, 3.0, true), (20, 1.0, 1.0, true)]);
    plain
        .unknowns
        .extend([(21, 2.0, 5.0, true), (21, -3.0, 5.0, false)]);
    plain.terms.extend([(0, free, 1.0), (1, free + 2, 0.0)]);
    let found = estimate(&plain);
    assert_eq!(found.values()[free..free + 2], [0.0, 0.0]);
    close(&found.values()[free + 2..], &[0.5, -4.5], 1e-9);
    assert!(found.largest_residual() < 1e-9);
    assert!(found.bound_duals().iter().all(|dual| *dual >= 0.0));
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    // enough margins for a pool of threads to be started
    let plain = Plain::random(9, 300, 126, 30.0);
    let problem = plain.draft().0.check().unwrap();
    let on = |threads| {
        let run = Run::default().threads(Threads::Count(threads));
        let options = EstimateOptions::default().run(run);
        problem.estimate(Objective::LeastSquares, &options).unwrap()
    };
    assert_eq!(on(1), on(2));
    assert_eq!(on(1), on(3));
}
