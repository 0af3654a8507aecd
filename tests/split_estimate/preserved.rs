//! What every estimated division keeps of the published table and of the start, and what it does with what is known.

use leontief::build::{Cells, Division, Known, SplitCells, SplitEstimate, SplitEstimation};
use leontief::label::{Axis, Producers, TradeKind};
use leontief::table::{NationalDraft, NationalTable, PrimaryKind, Tolerance};
use ndarray::array;
use proptest::prelude::*;

use crate::common::random::{Numbers, divisible_table, largest_flow};
use crate::common::{assert_close, million_dollars};
use crate::kept::{assert_processing_is_exported, assert_sums_kept};
use crate::setting::{
    OBJECTIVES, Sums, few, flat, groups, imports_by_group, options, small_table, start, truth,
    value_added_shares,
};
use crate::worked;

const FOUR: Division = Division::RegimeAndOwnership;

/// Every known, from the cells of the table: exact ones are met, others miss by what their duals say.
#[track_caller]
fn assert_outcomes(estimate: &SplitEstimate, size: f64) {
    for known in estimate.knowns() {
        let miss = known.target - known.found;
        let expected = known.standard_error.powi(2) * known.dual;
        assert!(
            (miss - expected).abs() <= 1e-9 * size,
            "{known}: {miss} and {expected}"
        );
        let margin = estimate.problem().margin_label(known.margin).unwrap();
        assert_eq!(margin, known.label);
    }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn the_table_and_outputs_and_exports_of_groups_are_kept(
        case in divisible_table(), seed: u64, doubt in 0.0..0.3_f64,
    ) {
        let made = start(&case, FOUR, seed);
        prop_assume!(made.is_some());
        let (table, split) = made.unwrap();
        let before = split.table();
        let size = largest_flow(&table);
        for objective in OBJECTIVES {
            let truth = truth(&table, &split, objective, seed);
            let numbers = &mut Numbers::new(seed);
            let found = SplitEstimation::new(&table, &split)
                .unwrap()
                .options(options())
                .all_known(imports_by_group(&truth, 0.0, numbers))
                .all_known(value_added_shares(&truth, 0.01 + doubt))
                .estimate(objective)
                .unwrap();
            let after = found.table();
            assert_sums_kept(&table, after);
            assert_processing_is_exported(after);
            prop_assert_eq!(after.output(), before.output());
            prop_assert_eq!(after.exports(), before.exports());
            prop_assert_eq!(after.extension_rows(), before.extension_rows());
            prop_assert_eq!(after.concept(), table.concept());
            prop_assert_eq!(after.unit(), table.unit());
            prop_assert_eq!(after.checked().tolerance(), before.checked().tolerance());
            let pairs = flat(&SplitCells::of(before)).into_iter().zip(flat(&SplitCells::of(after)));
            for (before, after) in pairs {
                prop_assert!(before < 0.0 || after >= 0.0, "{before} became {after}");
                prop_assert!(before != 0.0 || after == 0.0, "{before} became {after}");
                prop_assert!(before > 0.0 || after <= 0.0, "{before} became {after}");
            }
            // what rows and columns miss is where the start has it
            let (a, b) = (after.checked(), before.checked());
            for (a, b) in [
                (a.row_residuals(), b.row_residuals()),
                (a.column_residuals(), b.column_residuals()),
            ] {
                for (a, b) in a.iter().zip(b) {
                    assert_close(&a.label, [a.amount], [b.amount], 1e-11 * size);
                }
            }
            assert_outcomes(&found, size);
            for (group, known) in groups(after).iter().zip(found.knowns()) {
                let imports = Sums(after).imported(None, group, None);
                assert_close(group, [imports, imports], [known.found, known.target], 1e-9 * size);
                let cells = Cells::imported_inputs().used_by([group.as_str()]);
                assert_close(group, [found.sum(&cells).unwrap()], [imports], 1e-11 * size);
            }
        }
    }

    #[test]
    fn where_outputs_are_known_about_only_sectors_keep_theirs(case in small_table(), seed: u64) {
        let made = start(&case, FOUR, seed);
        prop_assume!(made.is_some());
        let (table, split) = made.unwrap();
        for objective in OBJECTIVES {
            let truth = truth(&table, &split, objective, seed);
            let found = SplitEstimation::new(&table, &split)
                .unwrap()
                .options(options())
                .outputs_within(0.1)
                .all_known(imports_by_group(&truth, 0.0, &mut Numbers::new(seed)))
                .estimate(objective)
                .unwrap();
            assert_sums_kept(&table, found.table());
            assert_processing_is_exported(found.table());
            prop_assert_eq!(found.table().exports(), split.table().exports());
            let processing = crate::kept::processing(split.table().producers());
            for j in processing {
                prop_assert_eq!(found.table().output()[j], split.table().output()[j]);
            }
            assert_outcomes(&found, largest_flow(&table));
        }
    }

    #[test]
    fn what_is_known_about_only_gives_way_by_its_dual(
        case in small_table(), seed: u64, doubt in 0.01..0.5_f64,
    ) {
        let made = start(&case, FOUR, seed);
        prop_assume!(made.is_some());
        let (table, split) = made.unwrap();
        for objective in OBJECTIVES {
            let truth = truth(&table, &split, objective, seed);
            let numbers = &mut Numbers::new(seed);
            let found = SplitEstimation::new(&table, &split)
                .unwrap()
                .options(options())
                .all_known(imports_by_group(&truth, doubt, numbers))
                .all_known(value_added_shares(&truth, doubt))
                .estimate(objective)
                .unwrap();
            assert_outcomes(&found, largest_flow(&table));
        }
    }
}

/// The dual is the slope of the objective in what is known, exactly or about.
#[test]
fn the_dual_is_how_fast_the_objective_grows_with_what_is_known() {
    let table = worked::table();
    let start = worked::start(&table, FOUR);
    for objective in OBJECTIVES {
        for error in [0.0, 0.4] {
            let at = |amount: f64| {
                let processing = || Cells::imported_inputs().used_by(["DP", "FP"]);
                SplitEstimation::new(&table, &start)
                    .unwrap()
                    .known(Known::amount("imports", processing(), amount).give_or_take(error))
                    .known(
                        Known::share(
                            "a share",
                            Cells::value_added().used_by(["DP", "FP"]),
                            processing(),
                            0.8,
                        )
                        .give_or_take(error),
                    )
                    .estimate(objective)
                    .unwrap()
            };
            let step = 1e-4;
            let slope = (at(6.5 + step).solution().objective()
                - at(6.5 - step).solution().objective())
                / (2.0 * step);
            let dual = at(6.5).knowns()[0].dual;
            assert!(dual > 0.01, "{dual}");
            assert_close("slope", [slope], [dual], 1e-6);
        }
    }
}

/// Sectors that export all they make, use nothing imported, or make nothing.
fn table_of_corners(gap: f64) -> NationalTable {
    let sectors = Axis::new(["A", "B", "C", "nothing"]).unwrap();
    let producers = Producers::whole("CHN", &sectors).unwrap();
    NationalDraft::new(producers, Axis::new(["M"]).unwrap(), million_dollars())
        .domestic(array![
            [0.0, 0.0, 0.0, 0.0],
            [20.3, 30.1, 7.7, 0.0],
            [10.0, 0.1, 11.1, 0.0],
            [0.0; 4]
        ])
        .imported(array![[33.3, 0.0, 5.0, 0.0]])
        .primary(PrimaryKind::ProductTax, array![-2.1, 0.7, 0.0, 0.0])
        .primary(
            PrimaryKind::Compensation,
            array![43.1 + gap, 46.3, 43.2, 0.0],
        )
        .primary(PrimaryKind::OperatingSurplus, array![-4.5, 3.1, 0.0, 0.0])
        .export("USA", TradeKind::Goods, array![70.07, 20.1, 0.3, 0.0])
        .export("ROW", TradeKind::Goods, array![30.03, 10.7, 0.1, 0.0])
        .export("ROW", TradeKind::Services, array![0.0, 0.0, 7.7, 0.0])
        .final_use("households", array![gap, 11.4, 40.3, 0.0], array![1.0])
        .final_use("inventories", array![0.0, -20.0, -2.6, 0.0], array![-1.0])
        .extension("jobs", "1000 persons", array![3.0, 4.0, 5.0, 0.0])
        .tolerance(Tolerance::absolute(1.0))
        .output(array![100.1, 80.3, 67.0, 0.0])
        .check()
        .unwrap()
}

#[test]
fn sectors_that_export_everything_or_make_nothing_are_divided() {
    use leontief::build::{ControlTotals, RegimeOwnershipSplit, StartingShares};
    // a published table may show cells where there is nothing to sell, as roundings
    for gap in [0.0, 0.3] {
        let table = table_of_corners(gap);
        let starting = StartingShares {
            processing: vec![Some(0.4), Some(0.3), Some(0.0), Some(0.1)],
            foreign_processing: vec![Some(0.8), Some(0.6), None, None],
            foreign_normal: vec![Some(0.3), Some(0.2), Some(0.1), None],
        };
        let controls = ControlTotals {
            processing_share_of_exports: 0.41,
            imports_per_processing_export: 0.5,
            foreign_share_of_processing_exports: 0.75,
            foreign_share_of_exports: 0.5,
            processing_value_added_ratio: 0.75,
        };
        let maker = RegimeOwnershipSplit::new(&table, starting, controls);
        for division in crate::setting::DIVISIONS {
            let split = maker.shared_technology(division).unwrap();
            let users: Vec<String> = groups(split.table());
            let last = users.last().unwrap().clone();
            let imports = 1.05 * Sums(split.table()).imported(None, &last, None);
            let known = || {
                let cells = Cells::imported_inputs().used_by([last.as_str()]);
                Known::amount("imports", cells, imports)
            };
            for objective in OBJECTIVES {
                let told = SplitEstimation::new(&table, &split).unwrap().known(known());
                for estimation in [told.clone(), told.outputs_within(0.2)] {
                    let found = estimation.estimate(objective).unwrap();
                    assert_sums_kept(&table, found.table());
                    assert_processing_is_exported(found.table());
                    assert_outcomes(&found, 100.0);
                    let found = Sums(found.table()).imported(None, &last, None);
                    assert_close("imports", [found], [imports], 1e-9);
                }
            }
        }
    }
}
