//! A worked split: two sectors of goods, one of them short of imports, and services.

use leontief::build::{ControlTotals, Division, Overdraw, StartingShares};
use leontief::label::{Axis, Producers, TradeKind};
use leontief::model::{Measure, Model};
use leontief::table::{Exports, NationalDraft, NationalTable, PrimaryKind};
use ndarray::array;

use crate::common::{assert_close, million_dollars, two_goods_and_services};
use crate::kept::{assert_signs_kept, assert_sums_kept, cells_by_sector, processing, sum_over};
use crate::plan::{Plan, assert_totals_met};

fn table_with_few_imports_in_a() -> NationalTable {
    two_goods_and_services(2.0, 58.0)
}

fn plan(imports: f64, ratio: f64) -> Plan {
    Plan {
        starting: StartingShares {
            processing: vec![Some(0.5), Some(0.5), None],
            foreign_processing: vec![Some(0.8), Some(0.8), None],
            foreign_normal: vec![Some(0.3), Some(0.3), Some(0.1)],
        },
        controls: ControlTotals {
            processing_share_of_exports: 0.5,
            imports_per_processing_export: imports,
            foreign_share_of_processing_exports: 0.8,
            foreign_share_of_exports: 0.5,
            processing_value_added_ratio: ratio,
        },
        goods: vec![true, true, false],
    }
}

#[test]
fn a_cell_with_too_little_is_refused_by_name_or_capped_and_listed() {
    let table = table_with_few_imports_in_a();
    // both sectors process 25; A has imports of 2 in all, that is 0.08 per unit of processing
    let plan = plan(0.38, 0.8);
    let error = plan
        .split(&table, Overdraw::Refuse)
        .divided(Division::RegimeAndOwnership)
        .unwrap_err();
    assert!(error.is_control_total());
    let message = error.to_string();
    assert!(
        message.contains(
            "`imports_per_processing_export` asks too much of CHN A: a cell of its inputs, normal or processing, would turn negative"
        ),
        "{message}"
    );
    assert!(
        message.contains("expected a share from 0.000000 to 0.080000"),
        "{message}"
    );

    let split = plan
        .split(&table, Overdraw::Cap)
        .divided(Division::RegimeAndOwnership)
        .unwrap();
    let capped: Vec<String> = split.capped().iter().map(ToString::to_string).collect();
    let expected = "imports_per_processing_export: capped at what the sector has: CHN A";
    assert_eq!(capped, [expected]);
    assert!(split.report().contains(&expected.to_owned()));
    assert_totals_met(split.table(), &plan, 1e-12);
    assert_sums_kept(&table, split.table());
    assert_signs_kept(&table, split.table());
    // processing in A takes all imports of A
    let normal = split.table().producers().at("CHN", "DN", "A").unwrap();
    assert_eq!(split.table().imported()[[0, normal.get()]], 0.0);
}

/// Nearly all output is processed, so that a ratio above one asks for more value added than the sector has.
#[test]
fn value_added_beyond_the_sectors_is_refused_by_name_or_capped_and_listed() {
    let sectors = Axis::new(["A", "services"]).unwrap();
    let producers = Producers::whole("CHN", &sectors).unwrap();
    let table = NationalDraft::new(producers, Axis::new(["M"]).unwrap(), million_dollars())
        .domestic(array![[5.0, 5.0], [30.0, 20.0]])
        .imported(array![[35.0, 5.0]])
        .primary(PrimaryKind::Compensation, array![30.0, 70.0])
        .export("USA", TradeKind::Goods, array![90.0, 0.0])
        .remaining_output_to("households")
        .output(array![100.0, 100.0])
        .check()
        .unwrap();
    let plan = Plan {
        starting: StartingShares {
            processing: vec![Some(0.5), None],
            foreign_processing: vec![Some(0.8), None],
            foreign_normal: vec![Some(0.3), Some(0.1)],
        },
        controls: ControlTotals {
            processing_share_of_exports: 0.9,
            imports_per_processing_export: 0.4,
            foreign_share_of_processing_exports: 0.8,
            foreign_share_of_exports: 0.75,
            processing_value_added_ratio: 1.5,
        },
        goods: vec![true, false],
    };
    let divided = |overdraw| {
        plan.split(&table, overdraw)
            .divided(Division::RegimeAndOwnership)
    };
    let message = divided(Overdraw::Refuse).unwrap_err().to_string();
    let part = "`processing_value_added_ratio` asks too much of CHN A: value added of its normal column would turn negative";
    assert!(message.contains(part), "{message}");
    let split = divided(Overdraw::Cap).unwrap();
    let [capped] = split.capped() else {
        panic!("{:?}", split.capped());
    };
    assert_eq!(capped.total(), "processing_value_added_ratio");
    assert_eq!(capped.sectors(), ["CHN A"]);
    assert_sums_kept(&table, split.table());
    assert_signs_kept(&table, split.table());
    // nothing is left to normal producers of A
    let normal = split.table().producers().at("CHN", "DN", "A").unwrap();
    assert_eq!(split.table().value_added()[normal.get()], 0.0);
}

#[test]
fn a_total_that_no_sector_can_make_up_for_is_refused_either_way() {
    let table = table_with_few_imports_in_a();
    for overdraw in [Overdraw::Refuse, Overdraw::Cap] {
        let error = plan(0.9, 0.8)
            .split(&table, overdraw)
            .divided(Division::RegimeAndOwnership)
            .unwrap_err();
        assert!(error.is_control_total());
        assert!(
            error
                .to_string()
                .contains("`imports_per_processing_export`"),
            "{error}"
        );
    }
}

#[test]
fn services_are_never_processed_even_by_sectors_of_goods() {
    let table = table_with_few_imports_in_a();
    let split = plan(0.2, 0.8)
        .split(&table, Overdraw::Cap)
        .divided(Division::RegimeAndOwnership)
        .unwrap();
    let exports = Exports::new(table.producers(), table.unit().clone())
        .with("USA", TradeKind::Services, array![7.0, 0.0, 10.0])
        .unwrap();
    let divided = split.divide(&exports).unwrap();
    let processed = sum_over(
        divided.by_producer().view(),
        &processing(split.table().producers()),
    );
    assert_eq!(processed, 0.0);
    assert_close("total", [divided.total()], [17.0], 1e-14);
}

#[test]
fn the_four_groups_stand_in_their_usual_order() {
    let table = table_with_few_imports_in_a();
    let groups = |division| -> Vec<String> {
        let split = plan(0.2, 0.8)
            .split(&table, Overdraw::Cap)
            .divided(division)
            .unwrap();
        let blocks = split.table().producers().blocks().iter();
        blocks
            .map(|block| block.group().code().to_owned())
            .collect()
    };
    assert_eq!(
        groups(Division::RegimeAndOwnership),
        ["DN", "FN", "DP", "FP"]
    );
    assert_eq!(groups(Division::Regime), ["N", "P"]);
    assert_eq!(groups(Division::Ownership), ["D", "F"]);
}

#[test]
fn a_split_leaves_a_line_in_the_provenance() {
    let table = table_with_few_imports_in_a();
    let split = plan(0.2, 0.8)
        .split(&table, Overdraw::Cap)
        .divided(Division::Regime)
        .unwrap();
    let steps = split.table().provenance().steps();
    assert_eq!(
        steps,
        ["divided by regime (N, P) in proportion, with control totals"]
    );
    let groups = cells_by_sector(2, split.table().domestic());
    assert_close("cells", groups, table.domestic().to_owned(), 1e-13 * 100.0);
}

/// Value added per unit of processing exports is below that of normal exports where its ratio is below one and it imports more.
#[test]
fn processing_contains_less_value_added_than_the_rest() {
    let table = table_with_few_imports_in_a();
    let split = plan(0.3, 0.8)
        .split(&table, Overdraw::Cap)
        .divided(Division::Regime)
        .unwrap();
    let model: Model = split.table().model().unwrap();
    let rates = model.multipliers(&Measure::ValueAdded).unwrap();
    let at = |group: &str| {
        split
            .table()
            .producers()
            .at("CHN", group, "B")
            .unwrap()
            .get()
    };
    assert!(rates[at("P")] < rates[at("N")], "{rates}");
}
