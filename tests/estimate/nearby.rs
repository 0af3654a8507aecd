use leontief::build::estimate::{Draft, EstimateOptions, Objective, Problem};
use proptest::prelude::*;

use super::cases::{Plain, Uniform, close};

const OPTIONS: fn() -> EstimateOptions = EstimateOptions::default;

fn problem(plain: &Plain) -> Problem {
    plain.draft().0.check().unwrap()
}

/// The same problem with priors, weights and, in proportion, targets off by up to `share`.
fn drawn(plain: &Plain, seed: u64, share: f64) -> Plain {
    let mut random = Uniform::new(seed);
    let mut other = plain.clone();
    for unknown in &mut other.unknowns {
        unknown.1 *= 1.0 + share * (random.next() - 0.5);
        unknown.2 *= 1.0 + share * (random.next() - 0.5);
    }
    let growth = 1.0 + share * random.next();
    other.cells.iter_mut().for_each(|target| *target *= growth);
    other.margins.iter_mut().for_each(|row| row.0 *= growth);
    other
}

#[test]
fn draws_are_estimated_as_if_anew_in_fewer_steps() {
    let (mut active, mut fewer) = (0, 0);
    for seed in 0..20 {
        let mut plain = Plain::random(seed, 40, 9, 25.0);
        plain.margins[3].1 = 0.5;
        let start = (problem(&plain).estimate(Objective::LeastSquares, &OPTIONS())).unwrap();
        let draw = problem(&drawn(&plain, seed, 0.02));
        let anew = draw.estimate(Objective::LeastSquares, &OPTIONS()).unwrap();
        let found = (draw.estimate_from(&start, Objective::LeastSquares, &OPTIONS())).unwrap();
        close(found.values(), anew.values(), 1e-12);
        close(found.margin_duals(), anew.margin_duals(), 1e-10);
        close(found.bound_duals(), anew.bound_duals(), 1e-10);
        active += found.at_bounds(&draw).len();
        fewer += usize::from(2 * found.iterations() < anew.iterations());
    }
    assert!(active > 200 && fewer >= 18, "{active}, {fewer}");
}

#[test]
fn draws_of_cross_entropy_are_estimated_as_if_anew_in_fewer_steps() {
    let mut fewer = 0;
    for seed in 0..10 {
        let plain = Plain::random(seed, 40, 9, 3.0);
        let start = (problem(&plain).estimate(Objective::CrossEntropy, &OPTIONS())).unwrap();
        let draw = problem(&drawn(&plain, seed, 0.01));
        let anew = draw.estimate(Objective::CrossEntropy, &OPTIONS()).unwrap();
        let found = (draw.estimate_from(&start, Objective::CrossEntropy, &OPTIONS())).unwrap();
        close(found.values(), anew.values(), 1e-9);
        assert!(found.largest_residual() < 1e-10);
        fewer += usize::from(found.iterations() < anew.iterations());
    }
    assert!(fewer >= 8, "{fewer}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_start_leads_to_the_same_estimate(seed in 0_u64..1000, share in 0.0..1.9, entropy in any::<bool>()) {
        let plain = Plain::random(seed, 20, 5, if entropy { 3.0 } else { 25.0 });
        let objective = if entropy { Objective::CrossEntropy } else { Objective::LeastSquares };
        let draw = problem(&drawn(&plain, seed, share));
        let anew = draw.estimate(objective, &OPTIONS()).unwrap();
        for begun in [Objective::LeastSquares, Objective::CrossEntropy] {
            let start = problem(&plain).estimate(begun, &OPTIONS()).unwrap();
            let found = draw.estimate_from(&start, objective, &OPTIONS()).unwrap();
            close(found.values(), anew.values(), 1e-8);
        }
    }
}

/// Two cells of two parts each, with the sums of the first and of the second parts.
fn two_by_two(first: (f64, f64), second: (f64, f64)) -> Problem {
    let mut draft = Draft::default();
    let margins = [("home", first), ("abroad", second)]
        .map(|(label, (target, error))| draft.soft_margin(label, target, error));
    for (label, target) in [("steel", 10.0), ("glass", 6.0)] {
        let cell = draft.cell(label, target);
        for margin in margins {
            let part = draft.part(cell, target / 2.0, target);
            draft.term(margin, part, 1.0);
        }
    }
    draft.check().unwrap()
}

#[test]
fn margins_that_follow_or_do_so_no_longer_are_no_trouble() {
    let exact = two_by_two((7.0, 0.0), (9.0, 0.0));
    let soft = two_by_two((6.0, 0.0), (9.5, 1.0));
    let other = two_by_two((7.5, 0.0), (8.5, 0.0));
    for start in [&exact, &soft, &other] {
        for draw in [&exact, &soft, &other] {
            let from = (start.estimate(Objective::LeastSquares, &OPTIONS())).unwrap();
            let found = (draw.estimate_from(&from, Objective::LeastSquares, &OPTIONS())).unwrap();
            let anew = draw.estimate(Objective::LeastSquares, &OPTIONS()).unwrap();
            close(found.values(), anew.values(), 1e-13);
            close(&[found.objective()], &[anew.objective()], 1e-12);
        }
    }
    let from = exact.estimate(Objective::LeastSquares, &OPTIONS()).unwrap();
    let again = (other.estimate_from(&from, Objective::LeastSquares, &OPTIONS())).unwrap();
    assert_eq!(again.redundant().len(), 1);
    assert_eq!(
        again.redundant()[0].to_string(),
        "margin `abroad` follows from the cells and `home`"
    );
}

#[test]
fn contradictions_are_named_from_any_start() {
    let start = two_by_two((7.0, 0.0), (9.0, 0.0))
        .estimate(Objective::LeastSquares, &OPTIONS())
        .unwrap();
    let draw = two_by_two((7.0, 0.0), (8.0, 0.0));
    let error = (draw.estimate_from(&start, Objective::LeastSquares, &OPTIONS())).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`abroad` follows from the cells and `home`"),
        "{error}"
    );
    let larger = problem(&Plain::random(1, 5, 2, 1.0));
    let error = (larger.estimate_from(&start, Objective::LeastSquares, &OPTIONS())).unwrap_err();
    assert!(error.is_parameter());
}
