//! Slopes to what is known and to priors, against estimates with other figures.

use leontief::build::estimate::{EstimateOptions, Objective};
use leontief::build::{Cells, Known, PriorSpread, SplitEstimate, SplitEstimation};
use leontief::table::PrimaryKind;
use leontief::uncertainty::identification::{ContentSensitivity, ExportContent};

use crate::cases::{Started, two_sectors};
use crate::common::assert_close;
use crate::setting::OBJECTIVES;

fn value(estimate: &SplitEstimate) -> f64 {
    content(estimate).value().unwrap()
}

fn content(estimate: &SplitEstimate) -> ExportContent<'_> {
    let exports = estimate.table().exports().to("USA").unwrap();
    ExportContent::value_added(estimate, &exports).unwrap()
}

fn sensitivity(estimate: &SplitEstimate) -> ContentSensitivity {
    // a figure has a kink where a part reaches its bound
    assert_eq!(estimate.at_zero(), 0);
    let found = content(estimate).sensitivity(&EstimateOptions::default());
    found.unwrap()
}

const PROCESSING: [&str; 2] = ["DP", "FP"];

/// An exact amount, a soft amount with coefficients, and soft and exact shares; amounts are these much more.
fn knowns(more: [f64; 4]) -> Vec<Known> {
    let pay = || Cells::primary(PrimaryKind::Compensation);
    let surplus = || Cells::primary(PrimaryKind::OperatingSurplus);
    vec![
        Known::amount(
            "imports for processing",
            Cells::imported_inputs().used_by(PROCESSING),
            5.0 + more[0],
        ),
        Known::amount("foreign pay", pay().used_by(["FN", "FP"]), 14.0 + more[1])
            .plus(surplus().used_by(["FN", "FP"]), 0.25)
            .give_or_take(0.7),
        Known::share(
            "foreign share of surplus in A",
            surplus().used_by(["FN", "FP"]).in_sectors(["A"]),
            surplus().in_sectors(["A"]),
            // a share of 11 in all, so that the target of zero moves by as much
            0.4 + more[2] / 11.0,
        ),
        Known::share(
            "foreign share of pay in B",
            pay().used_by(["FN", "FP"]).in_sectors(["B"]),
            pay().in_sectors(["B"]),
            // of 25 in all
            0.3 + more[3] / 25.0,
        )
        .give_or_take(0.02),
    ]
}

fn told(started: &Started, more: [f64; 4]) -> SplitEstimation<'_> {
    started.estimation().all_known(knowns(more))
}

const STEP: f64 = 1e-4;

#[test]
fn the_slope_of_a_known_is_what_another_figure_changes() {
    let started = two_sectors();
    for objective in OBJECTIVES {
        let found = told(&started, [0.0; 4]).estimate(objective).unwrap();
        let slopes = sensitivity(&found).known;
        assert_eq!(slopes.len(), 4);
        for (at, influence) in slopes.iter().enumerate() {
            let moved = |by: f64| {
                let mut more = [0.0; 4];
                more[at] = by;
                value(&told(&started, more).estimate(objective).unwrap())
            };
            let expected = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
            assert!(expected.abs() > 1e-4, "{}: {expected}", influence.label);
            let what = &influence.label;
            assert_close(
                what,
                [influence.slope],
                [expected],
                1e-6 * (1.0 + expected.abs()),
            );
            let known = &found.knowns()[at];
            assert_eq!(influence.label, known.label);
            assert_eq!(influence.target, known.target);
            assert_eq!(influence.standard_error, known.standard_error);
            let (target, error) = (known.target, known.standard_error);
            assert_eq!(influence.per_percent(), influence.slope * target / 100.0);
            assert_eq!(influence.per_standard_error(), influence.slope * error);
        }
        let errors: Vec<f64> = slopes.iter().map(|known| known.standard_error).collect();
        assert_close("errors", errors, [0.0, 0.7, 0.0, 0.5], 1e-12);
        assert_close(
            "percent",
            [slopes[0].per_percent()],
            [slopes[0].slope * 0.05],
            1e-15,
        );
    }
}

#[test]
fn every_home_sale_and_output_has_an_influence() {
    let started = two_sectors();
    let found = told(&started, [0.0; 4])
        .estimate(Objective::LeastSquares)
        .unwrap();
    let totals = sensitivity(&found).totals;
    // two sectors in four groups with outputs, in two groups that sell at home
    assert_eq!(totals.len(), 8 + 4);
    let output = found.table().output();
    for (at, group) in ["DN", "FN", "DP", "FP"].iter().enumerate() {
        for (sector, code) in ["A", "B"].iter().enumerate() {
            let label = format!("output of CHN {group} {code}");
            let total = totals.iter().find(|total| total.label == label).unwrap();
            assert_close(&label, [total.target], [output[2 * at + sector]], 1e-12);
            assert_eq!(total.standard_error, 0.0);
        }
    }
}

/// Cells by what priors are of; primary inputs are of three kinds.
fn classes() -> [(&'static str, Vec<Cells>); 4] {
    let kinds = [
        PrimaryKind::ProductTax,
        PrimaryKind::Compensation,
        PrimaryKind::OperatingSurplus,
    ];
    [
        ("domestic inputs", vec![Cells::domestic_inputs()]),
        ("imported inputs", vec![Cells::imported_inputs()]),
        ("final uses", vec![Cells::final_uses()]),
        ("primary inputs", kinds.map(Cells::primary).to_vec()),
    ]
}

const DEVIATION: f64 = 0.4;

/// With deviations of some priors times a factor, and these priors times another.
fn changed<'a>(
    started: &'a Started,
    cells: &[Cells],
    deviation: f64,
    prior: f64,
) -> SplitEstimation<'a> {
    let mut estimation = started
        .estimation()
        // the standard error of a share would move with its priors
        .all_known(knowns([1.0, 2.0, 0.5, 0.0]).into_iter().take(3))
        .prior_spread(PriorSpread::Relative, DEVIATION);
    for cells in cells {
        estimation = estimation.scaled_priors(cells.clone(), prior);
        estimation = estimation.confidence(cells.clone(), DEVIATION * deviation);
    }
    estimation
}

#[test]
fn other_variances_change_the_content_by_their_slope() {
    let started = two_sectors();
    for objective in OBJECTIVES {
        let found = changed(&started, &[], 1.0, 1.0)
            .estimate(objective)
            .unwrap();
        let slopes = sensitivity(&found).twice_the_variance;
        let mut largest = 0.0_f64;
        for ((name, cells), (class, slope)) in classes().iter().zip(&slopes) {
            assert_eq!(name, class);
            let moved = |by: f64| {
                // the logarithm of the variance is this much more
                let estimation = changed(&started, cells, (by / 2.0).exp(), 1.0);
                value(&estimation.estimate(objective).unwrap())
            };
            let expected = (moved(STEP) - moved(-STEP)) / (2.0 * STEP) * 2.0_f64.ln();
            assert_close(name, [*slope], [expected], 1e-7);
            largest = largest.max(expected.abs());
        }
        assert_eq!(slopes.len(), 4);
        assert!(largest > 1e-3, "{largest}");
    }
}

#[test]
fn larger_priors_change_the_content_by_their_slope() {
    let started = two_sectors();
    for objective in OBJECTIVES {
        let found = changed(&started, &[], 1.0, 1.0)
            .estimate(objective)
            .unwrap();
        let slopes = sensitivity(&found).priors_per_percent;
        let mut largest = 0.0_f64;
        for ((name, cells), (class, slope)) in classes().iter().zip(&slopes) {
            assert_eq!(name, class);
            let moved = |factor: f64| {
                // variances stand
                let estimation = changed(&started, cells, 1.0 / factor, factor);
                value(&estimation.estimate(objective).unwrap())
            };
            let expected = (moved(1.0 + STEP) - moved(1.0 - STEP)) / (2.0 * STEP) / 100.0;
            assert_close(name, [*slope], [expected], 1e-8);
            largest = largest.max(expected.abs());
        }
        assert_eq!(slopes.len(), 4);
        assert!(largest > 1e-3, "{largest}");
    }
}

/// Twice all variances is half the standard errors' squares; where all that is known is exact, that is nothing.
#[test]
fn the_classes_add_up_to_all_priors() {
    let started = two_sectors();
    let all: Vec<Cells> = classes().into_iter().flat_map(|(_, cells)| cells).collect();
    for objective in OBJECTIVES {
        let found = changed(&started, &[], 1.0, 1.0)
            .estimate(objective)
            .unwrap();
        let found = sensitivity(&found);
        let sum = |by_class: &[(&str, f64)]| by_class.iter().map(|(_, x)| x).sum::<f64>();
        let at = |deviation: f64, prior: f64| {
            let estimation = changed(&started, &all, deviation, prior);
            value(&estimation.estimate(objective).unwrap())
        };
        let [more, less] = [STEP, -STEP].map(|by| at((by / 2.0).exp(), 1.0));
        let expected = (more - less) / (2.0 * STEP) * 2.0_f64.ln();
        assert!(expected.abs() > 1e-5, "{expected}");
        assert_close(
            "variances",
            [sum(&found.twice_the_variance)],
            [expected],
            1e-7,
        );
        let [more, less] = [1.0 + STEP, 1.0 - STEP].map(|factor| at(1.0 / factor, factor));
        let expected = (more - less) / (2.0 * STEP) / 100.0;
        assert_close("priors", [sum(&found.priors_per_percent)], [expected], 1e-8);

        let exact = |knowns: Vec<Known>| knowns.into_iter().step_by(2);
        let estimation = started.estimation().all_known(exact(knowns([1.0; 4])));
        let found = sensitivity(&estimation.estimate(objective).unwrap());
        let size = found
            .twice_the_variance
            .iter()
            .map(|(_, x)| x.abs())
            .fold(0.0, f64::max);
        assert!(size > 1e-3, "{size}");
        assert_close("exact", [sum(&found.twice_the_variance)], [0.0], 1e-10);
    }
}
