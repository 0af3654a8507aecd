//! Draws do not depend on threads, stay in their ranges, and have ordered quantiles.

use leontief::parameter::{Grade, Parameter, ParameterSet, Values};
use leontief::uncertainty::{Distribution, MonteCarlo, Simulation, Threads};
use proptest::prelude::*;

use crate::common::random::cases;

/// Up to six parameters, some of them known, some ranges of no width or with the central value at an end.
fn parameters() -> impl Strategy<Value = ParameterSet> {
    let one = (-100.0..100.0_f64, 0.0..50.0_f64, 0.0..50.0_f64, 0..5_u8);
    prop::collection::vec(one, 1..=6).prop_map(|drawn| {
        let all = drawn
            .into_iter()
            .enumerate()
            .map(|(k, (central, below, above, what))| {
                let range = match what {
                    0 => None,
                    1 => Some((central, central)),
                    2 => Some((central, central + above)),
                    3 => Some((central - below, central)),
                    _ => Some((central - below, central + above)),
                };
                Parameter::new(&format!("p{k}"), central, range, Grade::B).unwrap()
            });
        ParameterSet::new(all).unwrap()
    })
}

/// Every parameter itself, and one figure that depends on all of them.
fn figures(values: &Values) -> leontief::Result<Vec<(String, f64)>> {
    let mut figures: Vec<(String, f64)> = values
        .iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let mixed = values.iter().map(|(_, value)| value.sin() * value).sum();
    figures.push(("mixed".to_owned(), mixed));
    Ok(figures)
}

fn run(parameters: &ParameterSet, run: MonteCarlo) -> Simulation {
    run.run(parameters, figures).unwrap()
}

fn bits(simulation: &Simulation) -> Vec<Vec<u64>> {
    let of = |figure: &String| {
        let draws = simulation.draws_of(figure).unwrap();
        draws.iter().map(|value| value.to_bits()).collect()
    };
    simulation.figures().iter().map(of).collect()
}

fn distributions() -> impl Strategy<Value = Distribution> {
    prop_oneof![Just(Distribution::Triangular), Just(Distribution::Uniform)]
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn one_two_and_eight_threads_give_the_same_bits(
        set in parameters(), seed: u64, how in distributions(),
    ) {
        let plan = MonteCarlo::new(40, seed).distribution(how);
        let [one, two, eight] =
            [1, 2, 8].map(|count| bits(&run(&set, plan.threads(Threads::Count(count)))));
        prop_assert_eq!(&one, &two);
        prop_assert_eq!(&one, &eight);
    }

    #[test]
    fn more_draws_begin_with_the_same_draws(set in parameters(), seed: u64) {
        let few = run(&set, MonteCarlo::new(10, seed));
        let many = run(&set, MonteCarlo::new(25, seed));
        for figure in few.figures() {
            let few = few.draws_of(figure).unwrap();
            prop_assert_eq!(few.to_vec(), &many.draws_of(figure).unwrap().to_vec()[..10]);
        }
    }

    #[test]
    fn draws_stay_in_their_ranges_and_known_parameters_never_move(
        set in parameters(), seed: u64, how in distributions(),
    ) {
        let simulation = run(&set, MonteCarlo::new(200, seed).distribution(how));
        for parameter in set.iter() {
            let central = parameter.central();
            let (low, high) = parameter.range().unwrap_or((central, central));
            for value in simulation.draws_of(parameter.name()).unwrap() {
                prop_assert!((low..=high).contains(value), "{} = {}", parameter.name(), value);
            }
            prop_assert_eq!(simulation.central(parameter.name()).unwrap(), central);
        }
    }

    #[test]
    fn quantiles_rise_with_probability_from_the_least_to_the_largest_draw(
        set in parameters(), seed: u64,
    ) {
        let simulation = run(&set, MonteCarlo::new(37, seed));
        for figure in simulation.figures() {
            let draws = simulation.draws_of(figure).unwrap();
            let quantile = |percent: u32| {
                simulation.quantile(figure, f64::from(percent) / 100.0).unwrap()
            };
            let least = draws.iter().copied().fold(f64::INFINITY, f64::min);
            let largest = draws.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            prop_assert_eq!((quantile(0), quantile(100)), (least, largest));
            // interpolation between two equal draws may miss them by a rounding
            let rounding = 1e-14 * least.abs().max(largest.abs());
            for percent in 0..100 {
                prop_assert!(quantile(percent) <= quantile(percent + 1) + rounding);
            }
            let interval = simulation.interval(figure).unwrap();
            prop_assert_eq!(interval.low, quantile(5));
            prop_assert_eq!(interval.median, quantile(50));
            prop_assert_eq!(interval.high, quantile(95));
        }
    }

    #[test]
    fn rank_correlations_lie_between_minus_one_and_one(set in parameters(), seed: u64) {
        let simulation = run(&set, MonteCarlo::new(30, seed));
        let found = simulation.sensitivities("mixed").unwrap();
        let uncertain = set.iter().filter(|parameter| parameter.range().is_some()).count();
        prop_assert_eq!(found.len(), uncertain);
        for pair in found.windows(2) {
            prop_assert!(pair[0].rank_correlation.abs() >= pair[1].rank_correlation.abs());
        }
        for one in &found {
            prop_assert!(one.rank_correlation.abs() <= 1.0 + 1e-14);
        }
    }
}

/// Mean and variance of a triangular variable: (a + b + c) / 3 and (a² + b² + c² − ab − ac − bc) / 18. Five standard errors.
#[test]
fn triangular_draws_have_the_mean_of_their_three_corners() {
    let (low, central, high): (f64, f64, f64) = (1.0, 2.0, 9.0);
    let parameter = Parameter::new("p0", central, Some((low, high)), Grade::B).unwrap();
    let draws = 20_000;
    let simulation = run(
        &ParameterSet::new([parameter]).unwrap(),
        MonteCarlo::new(draws, 2012),
    );
    let mean = simulation.draws_of("p0").unwrap().mean().unwrap();
    let squares = low * low + central * central + high * high;
    let variance = (squares - low * central - low * high - central * high) / 18.0;
    let error = (variance / draws as f64).sqrt();
    assert!(
        (mean - (low + central + high) / 3.0).abs() < 5.0 * error,
        "{mean}"
    );
}

#[test]
fn other_seeds_give_other_draws() {
    let parameter = Parameter::new("p0", 0.5, Some((0.0, 1.0)), Grade::B).unwrap();
    let set = ParameterSet::new([parameter]).unwrap();
    let draws = [1, 2].map(|seed| bits(&run(&set, MonteCarlo::new(5, seed))));
    assert_ne!(draws[0], draws[1]);
}
