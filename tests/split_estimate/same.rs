//! One technology for all groups: contents are those of the undivided table, and nothing moves that nothing moves.

use leontief::build::{Known, SplitCells, SplitEstimation};
use leontief::model::Measure;
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::{Numbers, divisible_table, largest_flow, measures};
use crate::setting::{
    DIVISIONS, OBJECTIVES, few, flat, imports_by_group, small_table, start, value_added_shares,
};

proptest! {
    #![proptest_config(few())]

    #[test]
    fn contents_of_every_group_are_those_of_the_undivided_sector(
        case in divisible_table(), seed: u64,
    ) {
        for division in DIVISIONS {
            let made = start(&case, division, seed);
            prop_assume!(made.is_some());
            let (table, split) = made.unwrap();
            let (whole, divided) = (table.model().unwrap(), split.table().model().unwrap());
            prop_assert!(measures(&whole).contains(&Measure::ValueAdded));
            for measure in measures(&whole) {
                let expected = split.repeated(&whole.multipliers(&measure).unwrap());
                let found = divided.multipliers(&measure).unwrap();
                for j in (0..found.len()).filter(|&j| split.table().output()[j] > 0.0) {
                    assert_close(&measure.code(), [found[j]], [expected[j]], 1e-12);
                }
            }
        }
    }

    #[test]
    fn nothing_known_leaves_the_start_as_it_is(case in divisible_table(), seed: u64) {
        for division in DIVISIONS {
            let made = start(&case, division, seed);
            prop_assume!(made.is_some());
            let (table, split) = made.unwrap();
            let before = flat(&SplitCells::of(split.table()));
            for objective in OBJECTIVES {
                let estimation = SplitEstimation::new(&table, &split).unwrap();
                let found = estimation.estimate(objective).unwrap();
                let after = flat(&SplitCells::of(found.table()));
                assert_close("cells", after, before.clone(), 1e-13 * largest_flow(&table));
                prop_assert_eq!(found.table().output(), split.table().output());
                prop_assert_eq!(found.table().exports(), split.table().exports());
                prop_assert_eq!(found.table().extension_rows(), split.table().extension_rows());
            }
        }
    }

    #[test]
    fn what_the_start_meets_leaves_it_as_it_is(case in small_table(), seed: u64, loose: bool) {
        for division in DIVISIONS {
            let made = start(&case, division, seed);
            prop_assume!(made.is_some());
            let (table, split) = made.unwrap();
            let numbers = &mut Numbers::new(seed);
            let soft = value_added_shares(split.table(), 0.05);
            let exact = imports_by_group(split.table(), 0.0, numbers);
            let knowns: Vec<Known> = exact.into_iter().chain(soft).collect();
            let before = flat(&SplitCells::of(split.table()));
            for objective in OBJECTIVES {
                let found = SplitEstimation::new(&table, &split)
                    .unwrap()
                    .outputs_within(if loose { 0.1 } else { 0.0 })
                    .all_known(knowns.clone())
                    .estimate(objective)
                    .unwrap();
                let after = flat(&SplitCells::of(found.table()));
                assert_close("cells", after, before.clone(), 1e-12 * largest_flow(&table));
                for known in found.knowns() {
                    prop_assert!((known.found - known.start).abs() <= 1e-12 * largest_flow(&table));
                }
            }
        }
    }
}
