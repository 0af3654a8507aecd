//! Feasible ranges: their ends are feasible divisions, and others lie between them.

use leontief::build::estimate::{EstimateOptions, Objective};
use leontief::build::{
    Cells, Division, Known, KnownOutcome, SplitCells, SplitEstimate, SplitEstimation,
};
use leontief::model::Measure;
use leontief::table::NationalTable;
use leontief::uncertainty::identification::{ContentRange, ExportContent, RangeEnd};
use proptest::prelude::*;

use crate::cases::{Started, all_kinds_of_knowns, negatives_held, two_sectors};
use crate::common::assert_close;
use crate::common::random::{Numbers, largest_flow};
use crate::kept::{assert_processing_is_exported, assert_sums_kept};
use crate::setting::{
    OBJECTIVES, disturbed, few, flat, groups, options, reworked, small_table, value_added_shares,
};

const FOUR: Division = Division::RegimeAndOwnership;

fn value_added(estimate: &SplitEstimate) -> ExportContent<'_> {
    let exports = estimate.table().exports().to("USA").unwrap();
    ExportContent::value_added(estimate, &exports).unwrap()
}

fn ends(range: &ContentRange) -> [&RangeEnd; 2] {
    [&range.least, &range.most]
}

/// A divided table of its own: it adds up to the published one, meets what is known exactly, keeps what is held, and contains what is
/// said.
#[track_caller]
fn assert_feasible(published: &NationalTable, estimate: &SplitEstimate, end: &RangeEnd) {
    let table = estimate.table_of(end.values()).unwrap();
    let size = largest_flow(published);
    assert_sums_kept(published, &table);
    assert_processing_is_exported(&table);
    assert_eq!(table.output(), estimate.table().output());
    let exports = table.exports().to("USA").unwrap();
    let model = table.model().unwrap();
    let expected = model.measure(&Measure::ValueAdded, &exports).unwrap();
    assert_close("content", [end.value()], [expected.total()], 1e-11 * size);
    let before = SplitCells::of(estimate.table());
    let after = SplitCells::of(&table);
    for (before, after) in flat(&before).into_iter().zip(flat(&after)) {
        if before < 0.0 {
            assert_close("negative part", [after], [before], 1e-12 * size);
        } else {
            assert!(after >= 0.0, "{before} became {after}");
        }
    }
    let rows = ndarray::Axis(0);
    let paid = [&before, &after].map(|cells| cells.primary.sum_axis(rows));
    for (before, after) in paid[0].iter().zip(&paid[1]) {
        assert!(
            *before < 0.0 || *after >= -1e-12 * size,
            "{before} became {after}"
        );
    }
    for known in estimate
        .knowns()
        .iter()
        .filter(|known| known.standard_error == 0.0)
    {
        let found = sum_of(estimate, known.margin.index(), end.values());
        let size = known.target.abs().max(1e-8 * size);
        assert_close(&known.label, [found], [known.target], 1e-8 * size);
    }
}

/// What a known's cells come to at other values: the estimate's own sum, and how far its margin moves from there.
fn sum_of(estimate: &SplitEstimate, known: usize, values: &[f64]) -> f64 {
    let problem = estimate.problem();
    let margin = problem.margin_rows().nth(known).unwrap();
    let label = margin.0.to_owned();
    let table = estimate.table_of(values).unwrap();
    let group = label.strip_prefix("imports of ").unwrap();
    crate::setting::Sums(&table).imported(None, group, None)
}

/// Beyond the ends by no more than what the last program promised.
#[track_caller]
fn assert_within(range: &ContentRange, value: f64, size: f64) {
    let rounding = 1e-9 * size;
    let [least, most] = ends(range);
    let low = least.value() - least.remaining() - rounding;
    let high = most.value() + most.remaining() + rounding;
    assert!(
        (low..=high).contains(&value),
        "{value} from {low} to {high}"
    );
}

/// The estimation with priors of other technologies, `spread` in logarithms.
fn other_priors<'a>(
    started: &'a Started,
    knowns: &[Known],
    seed: u64,
    spread: f64,
) -> SplitEstimation<'a> {
    let numbers = &mut Numbers::new(seed);
    let priors = disturbed(&SplitCells::of(started.split.table()), numbers, spread);
    let estimation = started.estimation().priors(priors).unwrap();
    estimation.all_known(knowns.iter().cloned())
}

/// What each positive primary input is at least, so that together they cover the negative ones of their producer.
fn covers(estimate: &SplitEstimate, other: &SplitEstimate) -> bool {
    let [ours, theirs] = [estimate, other].map(|e| SplitCells::of(e.table()).primary);
    (ours.columns().into_iter().zip(theirs.columns())).all(|(ours, theirs)| {
        let sum = |sign: f64| -> f64 { ours.iter().map(|x| (sign * x).max(0.0)).sum() };
        let (paid, received) = (sum(1.0), sum(-1.0));
        let mut pairs = ours.iter().zip(&theirs);
        received > paid || pairs.all(|(our, their)| *our <= 0.0 || their * paid >= received * our)
    })
}

/// How many other divisions were in the range.
fn contains_others(
    started: &Started,
    knowns: &[Known],
    (count, spread): (u64, f64),
    objective: Objective,
) -> usize {
    let first = started.estimation().all_known(knowns.iter().cloned());
    let held = negatives_held(&first.estimate(objective).unwrap());
    let knowns: Vec<Known> = knowns.iter().cloned().chain(held).collect();
    let estimation = started.estimation().all_known(knowns.iter().cloned());
    let estimate = estimation.estimate(objective).unwrap();
    let content = value_added(&estimate);
    let range = content.range(&EstimateOptions::default()).unwrap();
    let size = largest_flow(&started.table);
    assert_within(&range, content.value().unwrap(), size);
    let mut seen = 0;
    for seed in 0..count {
        let other =
            other_priors(started, &knowns, seed, spread).estimate(OBJECTIVES[seed as usize % 2]);
        let other = other.unwrap();
        if covers(&estimate, &other) {
            assert_within(&range, value_added(&other).value().unwrap(), size);
            seen += 1;
        }
    }
    seen
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn every_end_is_a_feasible_division_with_its_content(
        case in small_table(), seed: u64, of_two in 0..2_usize,
    ) {
        let made = Started::random(&case, FOUR, seed);
        prop_assume!(made.is_some());
        let started = made.unwrap();
        let estimate = started.estimate(OBJECTIVES[of_two], seed);
        let content = value_added(&estimate);
        let range = content.range(&EstimateOptions::default()).unwrap();
        let value = content.value().unwrap();
        prop_assert!(range.least.value() <= value && value <= range.most.value());
        for end in ends(&range) {
            assert_feasible(&started.table, &estimate, end);
            prop_assert!(end.programs() > 0);
            prop_assert!(end.remaining() >= 0.0);
        }
    }

    #[test]
    fn no_feasible_division_nearby_lies_beyond_the_ends(
        case in small_table(), seed: u64, of_two in 0..2_usize,
    ) {
        let made = Started::random(&case, FOUR, seed);
        prop_assume!(made.is_some());
        let started = made.unwrap();
        let knowns = started.knowns(seed);
        contains_others(&started, &knowns, (10, 0.5), OBJECTIVES[of_two]);
    }

    /// Of totals, whose ends are proved.
    #[test]
    fn things_known_about_narrow_ranges_only_where_they_are_held(
        case in small_table(), seed: u64,
    ) {
        let made = Started::random(&case, FOUR, seed);
        prop_assume!(made.is_some());
        let started = made.unwrap();
        let about = value_added_shares(started.split.table(), 0.02);
        let estimation = started.estimation().all_known(started.knowns(seed)).all_known(about);
        let estimate = estimation.estimate(Objective::LeastSquares).unwrap();
        // or no division would hold them
        let errors = |known: &KnownOutcome| {
            let miss = (known.target - known.found).abs();
            if known.standard_error > 0.0 { miss / known.standard_error } else { 0.0 }
        };
        let most = estimate.knowns().iter().map(errors).fold(0.0, f64::max);
        let held = |by: f64| EstimateOptions::default().hold_soft_margins(most + by);
        let nested = [held(0.5), held(2.0), EstimateOptions::default()];
        let feasible = estimate.feasible();
        let rounding = 1e-7 * largest_flow(&started.table);
        for group in groups(estimate.table()) {
            let cells = Cells::value_added().used_by([group.as_str()]);
            let of = |options| feasible.ready(options).unwrap().total(&cells).unwrap();
            let found = [&nested[0], &nested[1], &nested[2]].map(of);
            for range in &found {
                prop_assert!(range.least <= range.estimate + rounding, "{range:?}");
                prop_assert!(range.estimate <= range.most + rounding, "{range:?}");
            }
            for pair in found.windows(2) {
                prop_assert!(pair[1].least <= pair[0].least + rounding, "{pair:?}");
                prop_assert!(pair[0].most <= pair[1].most + rounding, "{pair:?}");
            }
        }
    }

    #[test]
    fn ranges_are_in_the_unit_of_the_table(case in small_table(), seed: u64) {
        let made = Started::random(&case, FOUR, seed);
        prop_assume!(made.is_some());
        let started = made.unwrap();
        let (table, start) = (&started.table, started.split.table());
        let known = |factor: f64| {
            let amount = crate::setting::Sums(start).imported(None, "FN", None);
            let cells = Cells::imported_inputs().used_by(["FN"]);
            Known::amount("imports of FN", cells, 0.9 * factor * amount)
        };
        let range = |table: &NationalTable, start: &NationalTable, factor: f64| {
            let estimation = SplitEstimation::from_table(table, start).unwrap();
            let estimation = estimation.options(options()).known(known(factor));
            let estimate = estimation.estimate(Objective::LeastSquares).unwrap();
            value_added(&estimate).range(&EstimateOptions::default()).unwrap()
        };
        let before = range(table, start, 1.0);
        let order = |table: &NationalTable| (0..table.producers().len()).collect::<Vec<_>>();
        for factor in [1e-6, 6.3125, 1e6] {
            let [whole, parts] = [table, start].map(|table| {
                reworked(table, table.producers().clone(), &order(table), factor)
            });
            let after = range(&whole, &parts, factor);
            for (before, after) in ends(&before).into_iter().zip(ends(&after)) {
                let after = [after.value() / factor];
                let allowed = before.remaining() + 1e-8 * largest_flow(table);
                assert_close("end", after, [before.value()], allowed);
            }
        }
    }

    /// What ranges do depend on is the negative parts, so there are none in costs and the others are held.
    #[test]
    fn priors_do_not_matter_to_the_ranges_of_totals(case in small_table(), seed: u64) {
        let made = Started::random(&case, FOUR, seed);
        prop_assume!(made.is_some());
        let started = made.unwrap();
        prop_assume!(started.table.primary().rows().iter().all(|row| {
            row.by_producer.iter().all(|paid| *paid >= 0.0)
        }));
        let first = started.estimate(Objective::LeastSquares, seed);
        let held = negatives_held(&first);
        let knowns: Vec<Known> = started.knowns(seed).into_iter().chain(held).collect();
        let estimates = [seed ^ 1, seed ^ 2].map(|seed| {
            let estimation = other_priors(&started, &knowns, seed, 2.0);
            estimation.estimate(Objective::LeastSquares).unwrap()
        });
        for group in groups(first.table()) {
            for cells in [
                Cells::value_added().used_by([group.as_str()]),
                Cells::domestic_inputs().used_by([group.as_str()]).of(["S1"]),
            ] {
                let [a, b] = [&estimates[0], &estimates[1]].map(|estimate| {
                    let feasible = estimate.feasible();
                    let ranges = feasible.ready(&EstimateOptions::default()).unwrap();
                    ranges.total(&cells).unwrap()
                });
                let tolerance = 1e-6 * largest_flow(&started.table);
                assert_close(&group, [a.least, a.most], [b.least, b.most], tolerance);
                for inside in [a.estimate, b.estimate] {
                    prop_assert!(a.least - tolerance <= inside && inside <= a.most + tolerance);
                }
            }
        }
    }
}

/// Both objectives, and 200 divisions by other technologies.
#[test]
fn two_hundred_other_divisions_lie_between_the_ends() {
    let started = two_sectors();
    let exact = &all_kinds_of_knowns()[..1];
    for objective in OBJECTIVES {
        let seen = contains_others(&started, exact, (200, 2.0), objective);
        assert!(seen >= 100, "{seen}");
    }
}

/// Outputs of groups that are known about only are held like other things known about only.
#[test]
fn outputs_known_about_only_widen_the_range() {
    let started = two_sectors();
    let knowns = &all_kinds_of_knowns()[..1];
    let range = |within: f64| {
        let estimation = started.estimation().outputs_within(within);
        let estimation = estimation.all_known(knowns.iter().cloned());
        let estimate = estimation.estimate(Objective::LeastSquares).unwrap();
        let options = EstimateOptions::default().hold_soft_margins(1.0);
        let range = value_added(&estimate).range(&options).unwrap();
        for end in ends(&range) {
            let table = estimate.table_of(end.values()).unwrap();
            let start = started.split.table().output();
            for (found, start) in table.output().iter().zip(start) {
                assert!(
                    (found - start).abs() <= (within + 1e-9) * start,
                    "{found} of {start}"
                );
            }
            let exports = table.exports().to("USA").unwrap();
            let model = table.model().unwrap();
            let found = model.measure(&Measure::ValueAdded, &exports).unwrap();
            assert_close("content", [end.value()], [found.total()], 1e-10);
        }
        ends(&range).map(RangeEnd::value)
    };
    let (stand, follow) = (range(0.0), range(0.05));
    assert!(
        follow[0] < stand[0] && follow[1] > stand[1],
        "{stand:?} {follow:?}"
    );
}
