//! How far totals of a division are known.

use leontief::build::estimate::{EstimateOptions, Objective};
use leontief::build::{Cells, Division, SplitEstimate};
use leontief::uncertainty::identification::IdentifiedTotal;
use proptest::prelude::*;

use crate::cases::{Started, all_kinds_of_knowns, two_sectors};
use crate::common::assert_close;
use crate::common::random::largest_flow;
use crate::setting::{OBJECTIVES, few, groups, small_table};

fn identified(estimate: &SplitEstimate, label: &str, cells: &Cells) -> IdentifiedTotal {
    let options = EstimateOptions::default();
    let feasible = estimate.feasible();
    let ranges = feasible.ready(&options).unwrap();
    let local = (estimate.problem().around(estimate.solution(), &options)).unwrap();
    IdentifiedTotal::of(label, cells, &ranges, &local).unwrap()
}

#[test]
fn a_total_told_exactly_is_pinned_and_others_are_not() {
    let started = two_sectors();
    for objective in OBJECTIVES {
        let estimation = started.estimation().all_known(all_kinds_of_knowns());
        let estimate = estimation.estimate(objective).unwrap();
        let told = Cells::imported_inputs().used_by(["DP", "FP"]);
        let told = identified(&estimate, "imports for processing", &told);
        assert_eq!(told.label, "imports for processing");
        let range = [told.range.least, told.range.estimate, told.range.most];
        assert_close("range", range, [6.5; 3], 1e-9);
        assert_close("pinned", [told.pinned], [1.0], 1e-9);
        // the sector's output pins all the producers of a group pay, and a published total all the groups
        let all = identified(&estimate, "all imports", &Cells::imported_inputs());
        let range = [all.range.least, all.range.estimate, all.range.most];
        assert_close("range", range, [35.0; 3], 1e-9);
        assert_eq!(all.pinned, 1.0);
        for (label, cells) in [
            ("imports of one", Cells::imported_inputs().used_by(["DP"])),
            ("value added", Cells::value_added().used_by(["FN"])),
            ("sales", Cells::final_uses().sold_by(["DN"])),
        ] {
            let open = identified(&estimate, label, &cells);
            assert!(
                0.0 < open.pinned && open.pinned < 1.0,
                "{label}: {}",
                open.pinned
            );
            let range = open.range;
            assert_close(
                label,
                [range.estimate],
                [estimate.sum(&cells).unwrap()],
                1e-12,
            );
            assert!(range.least + 0.1 < range.estimate, "{range:?}");
            assert!(range.estimate + 0.1 < range.most, "{range:?}");
        }
    }
}

/// Soft amounts leave an exact range open but take away most of the prior's variance, the more the surer they are.
#[test]
fn what_is_known_about_only_pins_by_its_standard_error() {
    let started = two_sectors();
    let cells = || Cells::imported_inputs().used_by(["DP", "FP"]);
    let found = [10.0, 1.0, 0.1, 0.001].map(|error| {
        let known = leontief::build::Known::amount("imports", cells(), 5.0).give_or_take(error);
        let estimation = started.estimation().known(known);
        let estimate = estimation.estimate(Objective::LeastSquares).unwrap();
        identified(&estimate, "imports", &cells())
    });
    for pair in found.windows(2) {
        assert!(pair[0].pinned < pair[1].pinned, "{pair:?}");
        // to the tolerance of the programs
        let [a, b] = [&pair[0].range, &pair[1].range];
        assert_close("range", [a.least, a.most], [b.least, b.most], 1e-6);
        assert!(a.most - a.least > 1.0, "{a:?}");
    }
    assert!(found[3].pinned > 0.999_99, "{}", found[3].pinned);
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn ranges_hold_the_estimate_and_collapse_where_it_is_told(
        case in small_table(), seed: u64, of_two in 0..2_usize,
    ) {
        let made = Started::random(&case, Division::RegimeAndOwnership, seed);
        prop_assume!(made.is_some());
        let started = made.unwrap();
        let estimate = started.estimate(OBJECTIVES[of_two], seed);
        let size = largest_flow(&started.table);
        for group in groups(estimate.table()) {
            let cells = Cells::imported_inputs().used_by([group.as_str()]);
            let told = identified(&estimate, &group, &cells);
            let range = told.range;
            let all = [range.least, range.most];
            assert_close(&group, all, [range.estimate; 2], 1e-9 * size);
            assert_close(&group, [told.pinned], [1.0], 1e-6);
            let cells = Cells::value_added().used_by([group.as_str()]);
            let open = identified(&estimate, &group, &cells);
            let range = open.range;
            prop_assert!((0.0..=1.0).contains(&open.pinned));
            prop_assert!(range.least <= range.estimate + 1e-9 * size, "{range:?}");
            prop_assert!(range.estimate <= range.most + 1e-9 * size, "{range:?}");
            let found = crate::setting::Sums(estimate.table()).value_added(&group, None);
            assert_close(&group, [range.estimate], [found], 1e-11 * size);
        }
    }
}
