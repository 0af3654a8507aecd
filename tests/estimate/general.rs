use leontief::build::estimate::{EstimateOptions, Objective};

use super::cases::{Plain, close};

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
