//! A worked split: two sectors of goods, one of them short of imports, and services.

use leontief::build::{ControlTotals, Division, Overdraw, StartingShares};
use leontief::label::{Axis, Producers, TradeKind};
use leontief::model::{Measure, Model};
use leontief::table::{Exports, NationalDraft, NationalTable, PrimaryKind};
use ndarray::array;

use crate::common::{assert_close, million_dollars};
use crate::kept::{assert_signs_kept, assert_sums_kept, cells_by_sector, processing, sum_over};
use crate::plan::{Plan, assert_totals_met};

/// Two goods sectors, of which A imports next to nothing, and services.
fn table_with_few_imports_in_a() -> NationalTable {
    let axis = Axis::new(["A", "B", "services"]).unwrap();
    let producers = Producers::whole("CHN", &axis).unwrap();
    NationalDraft::new(
        producers,
        Axis::new(["imports"]).unwrap(),
        million_dollars(),
    )
    .domestic(array![
        [20.0, 10.0, 5.0],
        [10.0, 20.0, 5.0],
        [10.0, 10.0, 10.0]
    ])
    .imported(array![[2.0, 30.0, 5.0]])
    .primary(PrimaryKind::Compensation, array![58.0, 30.0, 75.0])
    .export("USA", TradeKind::Goods, array![50.0, 50.0, 0.0])
    .export("USA", TradeKind::Services, array![0.0, 0.0, 10.0])
    .remaining_output_to("households")
    .output(array![100.0, 100.0, 100.0])
    .check()
    .unwrap()
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
    let capped: Vec<&String> = split
        .report()
        .iter()
        .filter(|line| line.contains("capped"))
        .collect();
    assert_eq!(
        capped,
        ["imports_per_processing_export: capped at what the sector has: CHN A"]
    );
    assert_totals_met(split.table(), &plan, 1e-12);
    assert_sums_kept(&table, split.table());
    assert_signs_kept(&table, split.table());
    // processing in A takes all imports of A
    let normal = split.table().producers().at("CHN", "DN", "A").unwrap();
    assert_eq!(split.table().imported()[[0, normal.get()]], 0.0);
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
