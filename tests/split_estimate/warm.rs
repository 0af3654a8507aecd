//! Estimates that start from another are the same estimates.

use leontief::build::estimate::Objective;
use leontief::build::{
    Cells, Division, Known, Overdraw, Split, SplitCells, SplitEstimate, SplitEstimation,
};
use leontief::table::NationalTable;
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::{Numbers, largest_flow};
use crate::plan::Plan;
use crate::setting::{
    OBJECTIVES, few, flat, groups, imports_by_group, options, small_table, start, truth,
    value_added_shares,
};
use crate::worked;

const FOUR: Division = Division::RegimeAndOwnership;

fn estimation<'a>(
    table: &'a NationalTable,
    split: &'a Split,
    knowns: Vec<Known>,
) -> SplitEstimation<'a> {
    let estimation = SplitEstimation::new(table, split).unwrap();
    estimation.options(options()).all_known(knowns)
}

/// To one part in 10⁹ of the published cells, the largest of them.
#[track_caller]
fn assert_same(found: &SplitEstimate, expected: &SplitEstimate, size: f64) {
    let [found, expected] = [found, expected].map(|e| flat(&SplitCells::of(e.table())));
    assert_close("cells", found, expected, 1e-9 * size);
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn other_figures_lead_to_the_same_estimate_from_anywhere(
        case in small_table(), seed: u64, doubt in 0.0..0.3_f64, loose: bool,
    ) {
        let made = start(&case, FOUR, seed);
        prop_assume!(made.is_some());
        let (table, split) = made.unwrap();
        let within = if loose { 0.1 } else { 0.0 };
        for objective in OBJECTIVES {
            let draw = |seed: u64| {
                let truth = truth(&table, &split, objective, seed);
                let mut knowns = imports_by_group(&truth, 0.0, &mut Numbers::new(seed));
                knowns.extend(value_added_shares(&truth, 0.01 + doubt));
                estimation(&table, &split, knowns).outputs_within(within)
            };
            let (central, other) = (draw(seed), draw(seed ^ 1));
            let from = central.estimate(objective).unwrap();
            let expected = other.estimate(objective).unwrap();
            let found = other.estimate_from(objective, &from).unwrap();
            assert_same(&found, &expected, largest_flow(&table));
            // and from itself
            let again = other.estimate_from(objective, &found).unwrap();
            assert_same(&again, &expected, largest_flow(&table));
        }
    }

    /// A draw of the parameters behind outputs and exports by group: priors and all targets change.
    #[test]
    fn another_start_leads_to_the_same_estimate_from_anywhere(case in small_table(), seed: u64) {
        let table = case.table("CHN", "USA");
        let plan = Plan::random(&table, seed);
        let divided = |more: f64| {
            let mut plan = plan.clone();
            plan.controls.processing_share_of_exports *= more;
            plan.controls.foreign_share_of_processing_exports *= more;
            plan.split(&table, Overdraw::Cap).shared_technology(FOUR).ok()
        };
        let made = divided(1.0).zip(divided(0.97));
        prop_assume!(made.is_some());
        let (before, after) = made.unwrap();
        for objective in OBJECTIVES {
            let told = |split: &Split| {
                let knowns = value_added_shares(split.table(), 0.1);
                let group = groups(split.table()).pop().unwrap();
                let cells = Cells::imported_inputs().used_by([group.as_str()]);
                let imports = crate::setting::Sums(split.table()).imported(None, &group, None);
                let mut knowns = knowns;
                knowns.push(Known::amount("imports", cells, 1.1 * imports).give_or_take(0.1));
                knowns
            };
            let from = estimation(&table, &before, told(&before)).estimate(objective).unwrap();
            let other = estimation(&table, &after, told(&after));
            let expected = other.estimate(objective).unwrap();
            let found = other.estimate_from(objective, &from).unwrap();
            assert_same(&found, &expected, largest_flow(&table));
        }
    }
}

fn imports(groups: &[&str], amount: f64) -> Vec<Known> {
    let cells = Cells::imported_inputs().used_by(groups.iter().copied());
    vec![Known::amount("imports", cells, amount)]
}

#[test]
fn a_start_of_another_shape_is_passed_over() {
    let table = worked::table();
    let four = worked::start(&table, FOUR);
    let two = worked::start(&table, Division::Regime);
    for objective in OBJECTIVES {
        let wanted = estimation(&table, &four, imports(&["DP", "FP"], 6.5));
        let expected = wanted.estimate(objective).unwrap();
        let by_regime = estimation(&table, &two, imports(&["P"], 6.5));
        let more_known = wanted.clone().all_known(imports(&["FN"], 12.0));
        for start in [by_regime, more_known] {
            let from = start.estimate(objective).unwrap();
            let found = wanted.estimate_from(objective, &from).unwrap();
            assert_eq!(found.solution(), expected.solution());
            assert_same(&found, &expected, 0.0);
        }
    }
}

/// The numbers of parts and constraints are the same, but what is known is of other cells or contradicts the start.
#[test]
fn a_start_that_was_told_other_things_does_no_harm() {
    let table = worked::table();
    let four = worked::start(&table, FOUR);
    let wanted = estimation(&table, &four, imports(&["DP", "FP"], 6.5));
    for objective in OBJECTIVES {
        let expected = wanted.estimate(objective).unwrap();
        for (groups, amount) in [
            (&["FN"][..], 2.0),
            (&["DP", "FP"], 11.0),
            (&["FN", "DN"], 29.0),
        ] {
            for by in OBJECTIVES {
                let start = estimation(&table, &four, imports(groups, amount));
                let from = start.estimate(by).unwrap();
                let found = wanted.estimate_from(objective, &from).unwrap();
                assert_same(&found, &expected, 100.0);
            }
        }
    }
}

#[test]
fn what_cannot_be_is_refused_from_anywhere() {
    let table = worked::table();
    let four = worked::start(&table, FOUR);
    let known = |amount: f64| {
        let mut knowns = imports(&["DP"], amount);
        knowns.extend(imports(&["DP", "FP"], 6.5));
        estimation(&table, &four, knowns)
    };
    let from = known(2.0).estimate(Objective::LeastSquares).unwrap();
    for objective in OBJECTIVES {
        let error = known(7.0).estimate_from(objective, &from).unwrap_err();
        assert_eq!(
            error.to_string(),
            known(7.0).estimate(objective).unwrap_err().to_string()
        );
    }
}
