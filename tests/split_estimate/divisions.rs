//! Divisions by regime alone, by ownership alone, and from starts of other kinds.

use leontief::build::{
    Cells, Division, Known, Overdraw, OwnershipSplit, Split, SplitCells, SplitEstimation,
};
use leontief::model::Measure;
use leontief::table::NationalTable;
use ndarray::array;
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::{Numbers, divisible_table, largest_flow};
use crate::kept::{assert_processing_is_exported, assert_sums_kept};
use crate::plan::full_split;
use crate::setting::{
    OBJECTIVES, Sums, few, flat, groups, imports_by_group, options, start, told, truth,
    value_added_shares,
};
use crate::worked;

fn assert_told(table: &NationalTable, split: &Split, seed: u64) {
    for objective in OBJECTIVES {
        let truth = truth(table, split, objective, seed);
        let found = told(table, split, &truth, objective);
        assert_sums_kept(table, found.table());
        assert_processing_is_exported(found.table());
        for group in groups(split.table()) {
            let [found, expected] =
                [found.table(), &truth].map(|table| Sums(table).imported(None, &group, None));
            assert_close(&group, [found], [expected], 1e-9 * largest_flow(table));
        }
    }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn divisions_by_regime_or_ownership_meet_what_is_known(case in divisible_table(), seed: u64) {
        for division in [Division::Regime, Division::Ownership] {
            let made = start(&case, division, seed);
            prop_assume!(made.is_some());
            let (table, split) = made.unwrap();
            assert_told(&table, &split, seed);
        }
    }

    #[test]
    fn a_split_in_proportion_is_a_start_too(case in divisible_table(), seed: u64) {
        let made = full_split(&case, seed);
        prop_assume!(made.is_some());
        let (table, _, split) = made.unwrap();
        let found = SplitEstimation::new(&table, &split).unwrap();
        let found = found.estimate(leontief::build::estimate::Objective::LeastSquares).unwrap();
        let (before, after) = (SplitCells::of(split.table()), SplitCells::of(found.table()));
        assert_close("cells", flat(&after), flat(&before), 1e-11 * largest_flow(&table));
        assert_told(&table, &split, seed);
    }

    #[test]
    fn a_split_by_owners_of_all_output_is_a_start_too(case in divisible_table(), seed: u64) {
        let table = case.table("USA", "CHN");
        prop_assume!(table.value_added().iter().all(|value| *value >= 0.0));
        let numbers = &mut Numbers::new(seed);
        let starting = numbers.vector(table.producers().len(), 0.02, 0.6);
        let value_added = 0.3 * table.value_added().sum();
        let split = OwnershipSplit::new(&table, starting, value_added, 0.35)
            .overdraw(Overdraw::Cap)
            .divided();
        prop_assume!(split.is_ok());
        assert_told(&table, &split.unwrap(), seed);
    }
}

/// The groups of the estimate divide other exports as those of the start do, and the report says what was known.
#[test]
fn an_estimated_division_divides_exports_as_the_start_does() {
    let table = worked::table();
    let start = worked::start(&table, Division::RegimeAndOwnership);
    let estimate = SplitEstimation::new(&table, &start)
        .unwrap()
        .known(Known::amount(
            "imports for processing",
            Cells::imported_inputs().used_by(["DP", "FP"]),
            6.5,
        ))
        .estimate(OBJECTIVES[0])
        .unwrap();
    let split = start.estimated(&estimate).unwrap();
    assert_eq!(split.table().domestic(), estimate.table().domestic());
    assert_eq!(split.division(), start.division());
    assert_eq!(
        split.divide(table.exports()).unwrap(),
        start.divide(table.exports()).unwrap()
    );
    let line = split.report().last().unwrap();
    assert_eq!(
        line,
        "imports for processing: 4.3 at the start, 6.5 found, 6.5 known"
    );
    let steps = split.table().provenance().steps();
    assert_eq!(
        steps.last().unwrap(),
        "estimated within what is known of the groups"
    );
    assert!(estimate.to_string().contains("imports for processing: 4.3"));
    // processing contains less once it imports more
    let content = |split: &Split| -> f64 {
        let rates = split
            .table()
            .model()
            .unwrap()
            .multipliers(&Measure::ValueAdded)
            .unwrap();
        let exports = split.table().exports().by_producer();
        (4..8).map(|j| rates[j] * exports[j]).sum()
    };
    assert!(content(&split) < content(&start) - 1.0);

    let other = worked::start(&table, Division::Regime);
    let message = other.estimated(&estimate).unwrap_err().to_string();
    assert!(message.contains("other groups or sectors"), "{message}");
}

/// Cells by unknown and back; what a sum of cells is made of.
#[test]
fn cells_and_unknowns_are_gathered_and_scattered() {
    let table = worked::table();
    let start = worked::start(&table, Division::Ownership);
    let truth = truth(&table, &start, OBJECTIVES[0], 3);
    let knowns = imports_by_group(&truth, 0.0, &mut Numbers::new(1));
    let estimate = SplitEstimation::new(&table, &start)
        .unwrap()
        .options(options())
        .all_known(knowns)
        .all_known(value_added_shares(&truth, 0.1))
        .estimate(OBJECTIVES[0])
        .unwrap();
    let values = estimate.solution().values();
    let cells = estimate.scattered(values);
    assert_eq!(cells, SplitCells::of(estimate.table()));
    assert_eq!(estimate.gathered(&cells), values);
    let again = estimate.table_of(values).unwrap();
    assert_eq!(again.domestic(), estimate.table().domestic());
    let imported = Cells::imported_inputs().of(["O"]).used_by(["F"]);
    let ones = estimate.scattered(&estimate.coefficients(&imported).unwrap());
    assert_eq!(ones.imported, array![[0.0; 4], [0.0, 0.0, 1.0, 1.0]]);
    assert_eq!(
        ones.domestic.sum() + ones.primary.sum() + ones.domestic_final.sum(),
        0.0
    );
    let sum = cells.imported[[1, 2]] + cells.imported[[1, 3]];
    assert_close("sum", [estimate.sum(&imported).unwrap()], [sum], 1e-12);
}
