//! The split by regime and ownership (DN, FN, DP, FP) on random tables.

use leontief::build::{Division, Overdraw};
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::{cases, divisible_table, measures};
use crate::kept::{assert_processing_is_exported, assert_signs_kept, assert_sums_kept};
use crate::plan::{
    Plan, assert_totals_met, assert_value_added_ratio_met, exported_goods, full_split, shifted_to,
};

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn sums_over_groups_are_the_undivided_table(case in divisible_table(), seed: u64) {
        let split = full_split(&case, seed);
        prop_assume!(split.is_some());
        let (table, _, split) = split.unwrap();
        assert_sums_kept(&table, split.table());
    }

    #[test]
    fn parts_have_the_sign_of_the_whole(case in divisible_table(), seed: u64) {
        let split = full_split(&case, seed);
        prop_assume!(split.is_some());
        let (table, _, split) = split.unwrap();
        assert_signs_kept(&table, split.table());
    }

    #[test]
    fn processing_output_is_exported_and_never_sold_at_home(case in divisible_table(), seed: u64) {
        let split = full_split(&case, seed);
        prop_assume!(split.is_some());
        assert_processing_is_exported(split.unwrap().2.table());
    }

    #[test]
    fn every_control_total_is_met(case in divisible_table(), seed: u64) {
        let split = full_split(&case, seed);
        prop_assume!(split.is_some());
        let (table, plan, split) = split.unwrap();
        // bisection ends at 1e-14 of the shift; a sum over a few sectors follows it to about the same
        assert_totals_met(split.table(), &plan, 1e-12);
        let ratio = plan.controls.processing_value_added_ratio;
        assert_value_added_ratio_met(&table, split.table(), ratio, 1e-12);
    }

    #[test]
    fn the_odds_of_all_sectors_move_alike(case in divisible_table(), seed: u64) {
        let split = full_split(&case, seed);
        prop_assume!(split.is_some());
        let (table, plan, split) = split.unwrap();
        let weights = exported_goods(&table, &plan.goods);
        let first = plan.processing();
        let total = plan.controls.processing_share_of_exports * weights.sum();
        let expected = shifted_to(&first, &weights, total);
        assert_close("shares", split.processing_share().to_vec(), expected, 1e-12);
    }

    #[test]
    fn refusal_names_a_total_or_gives_what_capping_gives(case in divisible_table(), seed: u64) {
        let table = case.table("CHN", "USA");
        let plan = Plan::random(&table, seed);
        let [refusing, capping] = [Overdraw::Refuse, Overdraw::Cap]
            .map(|overdraw| plan.split(&table, overdraw).divided(Division::RegimeAndOwnership));
        match (refusing, capping) {
            (Ok(refusing), Ok(capping)) => {
                prop_assert!(capping.capped().is_empty());
                prop_assert_eq!(refusing.table().domestic(), capping.table().domestic());
                prop_assert_eq!(refusing.table().imported(), capping.table().imported());
            }
            (Err(error), capping) => {
                prop_assert!(error.is_control_total());
                let message = error.to_string();
                prop_assert!(message.contains("`imports_per_processing_export`"), "{}", message);
                if let Ok(capping) = capping {
                    // the total that refusing named is one that capping stops; the sectors can differ, as the shift does
                    let mut stopped = capping.capped().iter();
                    prop_assert!(stopped.any(|capped| message.contains(capped.total())));
                }
            }
            (Ok(_), Err(error)) => prop_assert!(false, "only capping failed: {}", error),
        }
    }

    #[test]
    fn processing_like_the_rest_of_its_sector_leaves_every_content_as_it_was(
        case in divisible_table(), seed: u64,
    ) {
        let table = case.table("CHN", "USA");
        let plan = Plan::random(&table, seed).with_own_technology(&table);
        let split = plan.split(&table, Overdraw::Refuse);
        let split = split.divided(Division::RegimeAndOwnership).unwrap();
        let (whole, divided) = (table.model().unwrap(), split.table().model().unwrap());
        for measure in measures(&whole) {
            let expected = split.repeated(&whole.multipliers(&measure).unwrap());
            let found = divided.multipliers(&measure).unwrap();
            for j in (0..found.len()).filter(|&j| split.table().output()[j] > 0.0) {
                // import rates follow the shift of their logits, which is known to 1e-14
                assert_close(&measure.code(), [found[j]], [expected[j]], 1e-12);
            }
        }
    }
}
