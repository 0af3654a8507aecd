//! Parts of negative cells (subsidies, losses, stocks drawn down) keep their sign, as those of positive cells do.

use leontief::build::{Cells, Division, Known, SplitCells, SplitEstimate, SplitEstimation};
use leontief::table::{NationalTable, PrimaryKind};
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::{Numbers, largest_flow};
use crate::setting::{DIVISIONS, OBJECTIVES, disturbed, few, flat, options, small_table, start};
use crate::worked;

const FOUR: Division = Division::RegimeAndOwnership;

fn taxes(groups: &[&str]) -> Cells {
    Cells::primary(PrimaryKind::ProductTax).used_by(groups.iter().copied())
}

/// All parts lie between zero and their published cell.
#[track_caller]
fn assert_within_cells(table: &NationalTable, found: &SplitEstimate) {
    let n = table.producers().len();
    let rounding = 1e-12 * largest_flow(table);
    let (whole, parts) = (SplitCells::of(table), SplitCells::of(found.table()));
    let check = |whole: f64, part: f64| {
        let (low, high) = (whole.min(0.0), whole.max(0.0));
        assert!(
            low - rounding <= part && part <= high + rounding,
            "{part} of {whole}"
        );
        assert!(part * whole >= 0.0, "{part} of {whole}");
    };
    for ((r, j), part) in parts.primary.indexed_iter() {
        check(whole.primary[[r, j % n]], *part);
    }
    for ((i, k), part) in parts.domestic_final.indexed_iter() {
        check(whole.domestic_final[[i % n, k]], *part);
    }
    for ((i, j), part) in parts.domestic.indexed_iter() {
        check(whole.domestic[[i % n, j % n]], *part);
    }
    for ((i, j), part) in parts.imported.indexed_iter() {
        check(whole.imported[[i, j % n]], *part);
    }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn every_part_lies_between_zero_and_its_cell(case in small_table(), seed: u64) {
        for division in DIVISIONS {
            let made = start(&case, division, seed);
            prop_assume!(made.is_some());
            let (table, split) = made.unwrap();
            let numbers = &mut Numbers::new(seed);
            let priors = disturbed(&SplitCells::of(split.table()), numbers, 2.0);
            let estimation = SplitEstimation::new(&table, &split).unwrap().options(options());
            let estimation = estimation.priors(priors.clone()).unwrap();
            let found = OBJECTIVES.map(|objective| estimation.estimate(objective).unwrap());
            for found in &found {
                assert_within_cells(&table, found);
            }
            // both objectives agree on signs, but for parts that least squares sets to zero
            let [squares, entropy] = found.map(|found| flat(&SplitCells::of(found.table())));
            for (squares, entropy) in squares.into_iter().zip(entropy) {
                prop_assert!(squares * entropy >= 0.0, "{squares} and {entropy}");
            }
        }
    }
}

/// Product taxes are −1 in A and 2 in B. What parts of both signs could come to is not what taxes can.
#[test]
fn a_subsidy_is_not_met_by_a_tax_and_a_larger_subsidy() {
    let table = worked::table();
    let split = worked::start(&table, FOUR);
    let told = |known: Known| SplitEstimation::new(&table, &split).unwrap().known(known);
    for objective in OBJECTIVES {
        for (groups, amount) in [(&["FN"][..], 22.0), (&["FN", "FP"], -29.0), (&["DN"], 2.5)] {
            let error = told(Known::amount("taxes", taxes(groups), amount)).estimate(objective);
            let error = error.unwrap_err();
            assert!(error.is_control_total());
            let message = error.to_string();
            for part in ["`taxes`", "a sum from -1 to 2", &format!("found {amount}")] {
                assert!(message.contains(part), "no `{part}` in: {message}");
            }
        }
        // of A alone
        let of_a = Known::amount("taxes", taxes(&["FN"]).in_sectors(["A"]), 0.5);
        let message = told(of_a).estimate(objective).unwrap_err().to_string();
        assert!(message.contains("a sum from -1 to 0"), "{message}");
        // a doubt of a hundredth does not reach from 22 to what taxes can be
        let sure = Known::amount("taxes", taxes(&["FN"]).in_sectors(["A"]), 22.0);
        let error = told(sure.give_or_take(0.01))
            .estimate(objective)
            .unwrap_err();
        assert!(error.to_string().contains("a sum from -1 to 0"), "{error}");
        // what is known about only comes as close as signs allow
        let about = Known::amount("taxes", taxes(&["FN"]).in_sectors(["A"]), 22.0);
        let found = told(about.give_or_take(5.0)).estimate(objective).unwrap();
        assert_within_cells(&table, &found);
        let tax = found.knowns()[0].found;
        assert!((-0.2..=0.0).contains(&tax), "{tax}");
    }
}

#[test]
fn what_taxes_cannot_come_to_is_met_elsewhere() {
    let table = worked::table();
    let split = worked::start(&table, FOUR);
    let imports = || Cells::imported_inputs().used_by(["FN"]);
    for objective in OBJECTIVES {
        let estimation = SplitEstimation::new(&table, &split).unwrap();
        let before = estimation.estimate(objective).unwrap();
        let least = before.sum(&imports()).unwrap() + 6.0;
        let both = before.sum(&imports()).unwrap() + before.sum(&taxes(&["FN"])).unwrap();
        let known = Known::amount("taxes and imports", taxes(&["FN"]), both + 9.0);
        let found = estimation
            .known(known.plus(imports(), 1.0))
            .estimate(objective)
            .unwrap();
        assert_within_cells(&table, &found);
        let [paid, imported] = [taxes(&["FN"]), imports()].map(|cells| found.sum(&cells).unwrap());
        assert_close("both", [paid + imported], [both + 9.0], 1e-9);
        assert!(paid <= 2.0, "{paid}");
        assert!(imported > least, "{imported}");
    }
}

/// Sums and coefficients count amounts, not sizes.
#[test]
fn sums_of_negative_parts_are_negative() {
    let table = worked::table();
    let split = worked::start(&table, FOUR);
    for objective in OBJECTIVES {
        let amount = -0.2;
        let known = Known::amount("subsidies", taxes(&["FN"]).in_sectors(["A"]), amount);
        let found = SplitEstimation::new(&table, &split).unwrap().known(known);
        let found = found.estimate(objective).unwrap();
        let outcome = &found.knowns()[0];
        assert_close("found", [outcome.found], [amount], 1e-12);
        let cells = SplitCells::of(found.table());
        let row = table.primary().rows().iter();
        let row = row
            .map(|row| row.kind)
            .position(|kind| kind == PrimaryKind::ProductTax);
        assert_close("cell", [cells.primary[[row.unwrap(), 2]]], [amount], 1e-12);
        let all = ["DN", "FN", "DP", "FP"];
        let all = taxes(&all).in_sectors(["A"]);
        assert_close("all", [found.sum(&all).unwrap()], [-1.0], 1e-12);
        let drawn = Cells::final_uses().in_uses(["inventories"]).of(["A"]);
        assert_close("stocks", [found.sum(&drawn).unwrap()], [-3.0], 1e-12);
        // sizes by unknown, amounts by cell
        let values = found.solution().values();
        assert_eq!(found.gathered(&cells), values);
        assert!(values.iter().all(|value| *value >= 0.0));
        let coefficients = found.coefficients(&drawn).unwrap();
        assert!(coefficients.contains(&-1.0) && !coefficients.contains(&1.0));
        // a known is met by its dual: more subsidy is a smaller amount
        let step = 1e-4;
        let at = |amount: f64| {
            let known = Known::amount("subsidies", taxes(&["FN"]).in_sectors(["A"]), amount);
            let estimation = SplitEstimation::new(&table, &split).unwrap().known(known);
            estimation
                .estimate(objective)
                .unwrap()
                .solution()
                .objective()
        };
        let slope = (at(amount + step) - at(amount - step)) / (2.0 * step);
        assert_close("dual", [outcome.dual], [slope], 1e-6 * slope.abs().max(1.0));
    }
}
