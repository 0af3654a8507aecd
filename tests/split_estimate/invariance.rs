//! Another unit, another order of sectors and other threads give the same division.

use leontief::build::estimate::{EstimateOptions, Objective};
use leontief::build::{Division, Known, SplitCells, SplitEstimate, SplitEstimation};
use leontief::label::{Axis, Producers, Sector};
use leontief::run::{Run, Threads};
use leontief::table::NationalTable;
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::{Numbers, RandomTable, largest_flow};
use crate::setting::{
    OBJECTIVES, Sums, few, flat, imports_by_group, options, reworked, small_table, start, truth,
    value_added_shares,
};

const FOUR: Division = Division::RegimeAndOwnership;

/// Imports by group exactly, those of the first group again in another way and about, shares of value added about.
fn knowns(truth: &NationalTable, factor: f64) -> Vec<Known> {
    let numbers = &mut Numbers::new(3);
    let domestic = Sums(truth).domestic("DN", None);
    let about = Known::amount(
        "domestic inputs of DN",
        leontief::build::Cells::domestic_inputs().used_by(["DN"]),
        0.9 * factor * domestic,
    );
    let scaled = reworked(
        truth,
        truth.producers().clone(),
        &(0..truth.producers().len()).collect::<Vec<_>>(),
        factor,
    );
    let mut knowns = imports_by_group(&scaled, 0.0, numbers);
    knowns.extend(value_added_shares(&scaled, 0.1));
    knowns.push(about.give_or_take(0.05 * factor * domestic));
    knowns
}

fn estimated(
    table: &NationalTable,
    start: &NationalTable,
    knowns: Vec<Known>,
    objective: Objective,
) -> SplitEstimate {
    SplitEstimation::from_table(table, start)
        .unwrap()
        .options(options())
        .outputs_within(0.05)
        .all_known(knowns)
        .estimate(objective)
        .unwrap()
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn another_unit_gives_the_same_parts_in_that_unit(case in small_table(), seed: u64) {
        let made = start(&case, FOUR, seed);
        prop_assume!(made.is_some());
        let (table, split) = made.unwrap();
        let truth = truth(&table, &split, Objective::CrossEntropy, seed);
        let same: Vec<usize> = (0..split.table().producers().len()).collect();
        for objective in OBJECTIVES {
            let before = estimated(&table, split.table(), knowns(&truth, 1.0), objective);
            for factor in [1e-6, 6.3125, 1e6] {
                let whole = &same[..table.producers().len()];
                let other = reworked(&table, table.producers().clone(), whole, factor);
                let producers = split.table().producers().clone();
                let other_start = reworked(split.table(), producers, &same, factor);
                let after = estimated(&other, &other_start, knowns(&truth, factor), objective);
                let cells = flat(&SplitCells::of(after.table()));
                assert_close(
                    "cells",
                    cells.into_iter().map(|cell| cell / factor),
                    flat(&SplitCells::of(before.table())),
                    1e-8 * largest_flow(&table),
                );
                let (a, b) = (before.solution().objective(), after.solution().objective());
                assert_close("objective", [a], [b], 1e-7 * (1.0 + a));
            }
        }
    }

    #[test]
    fn another_order_of_sectors_gives_the_same_parts(case in small_table(), seed: u64) {
        let made = start(&case, FOUR, seed);
        prop_assume!(made.is_some());
        let (table, split) = made.unwrap();
        let truth = truth(&table, &split, Objective::CrossEntropy, seed);
        let n = table.producers().len();
        let order = Numbers::new(seed).permutation(n);
        let all: Vec<usize> = (0..4 * n).map(|at| at / n * n + order[at % n]).collect();
        let codes = order.iter().map(|&j| format!("S{}", j + 1));
        let axis: Axis<Sector> = Axis::new(codes).unwrap();
        let whole = Producers::whole("CHN", &axis).unwrap();
        let blocks = split.table().producers().blocks().iter();
        let groups = blocks.map(|block| block.group().clone());
        let divided = Producers::national("CHN", groups, &axis).unwrap();
        let other = reworked(&table, whole, &order, 1.0);
        let other_start = reworked(split.table(), divided.clone(), &all, 1.0);
        for objective in OBJECTIVES {
            let before = estimated(&table, split.table(), knowns(&truth, 1.0), objective);
            let after = estimated(&other, &other_start, knowns(&truth, 1.0), objective);
            let expected = reworked(before.table(), divided.clone(), &all, 1.0);
            assert_close(
                "cells",
                flat(&SplitCells::of(after.table())),
                flat(&SplitCells::of(&expected)),
                1e-8 * largest_flow(&table),
            );
        }
    }
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    use crate::common::random::{Cells, Components, Ownerships, Pattern};
    // enough margins for a pool of threads to be started
    let case = RandomTable {
        pattern: Pattern::Whole,
        sectors: 22,
        products: 2,
        components: Components::Undivided,
        concept: leontief::table::ValueAddedConcept::BasicPrices,
        ownerships: Ownerships::Given,
        rounded: true,
        cells: Cells::Divisible,
        seed: 4,
    };
    let (table, split) = start(&case, FOUR, 5).unwrap();
    let truth = truth(&table, &split, Objective::CrossEntropy, 6);
    let on = |threads| {
        let run = Run::default().threads(Threads::Count(threads));
        let estimation = SplitEstimation::new(&table, &split).unwrap();
        let estimation = estimation.options(EstimateOptions::default().run(run));
        let estimate = estimation.all_known(imports_by_group(&truth, 0.0, &mut Numbers::new(3)));
        let estimate = estimate.estimate(Objective::LeastSquares).unwrap();
        (
            estimate.solution().clone(),
            SplitCells::of(estimate.table()),
        )
    };
    assert_eq!(on(1), on(2));
}
