//! More or fewer imported inputs in every column, domestic inputs giving way.

use leontief::build::{Overdraw, scale_imported_inputs};
use leontief::table::NationalTable;
use ndarray::{Array1, ArrayView2, Axis as Dimension};
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::{any_table, cases, divisible_table, largest_flow};
use crate::kept::column_sums;

/// Of the largest flow: a column is multiplied by two factors and added up again.
const TIGHT: f64 = 1e-12;

fn inputs(table: &NationalTable) -> Array1<f64> {
    column_sums(table.domestic()) + column_sums(table.imported())
}

/// What is used at home of each producer's output.
fn home_uses(table: &NationalTable) -> Array1<f64> {
    let uses = Dimension(1);
    table.domestic().sum_axis(uses) + table.domestic_final().sum_axis(uses)
}

/// What is used at home of each imported product.
fn import_uses(table: &NationalTable) -> Array1<f64> {
    let uses = Dimension(1);
    table.imported().sum_axis(uses) + table.imported_final().sum_axis(uses)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn columns_and_rows_keep_their_totals(case in any_table(), scale in 0.5..1.6_f64) {
        let table = case.table("CHN", "USA");
        let (scaled, _) = scale_imported_inputs(&table, scale, Overdraw::Cap).unwrap();
        let tolerance = TIGHT * largest_flow(&table);
        assert_close("columns", inputs(&scaled), inputs(&table), tolerance);
        assert_close("rows", home_uses(&scaled), home_uses(&table), tolerance);
        assert_close("imports", import_uses(&scaled), import_uses(&table), tolerance);
        prop_assert_eq!(scaled.output(), table.output());
        prop_assert_eq!(scaled.primary().rows().len(), table.primary().rows().len());
        prop_assert_eq!(scaled.value_added(), table.value_added());
        prop_assert_eq!(scaled.exports(), table.exports());
    }

    #[test]
    fn imports_of_uncapped_columns_are_multiplied(case in any_table(), scale in 0.5..1.6_f64) {
        let table = case.table("CHN", "USA");
        let (scaled, capped) = scale_imported_inputs(&table, scale, Overdraw::Cap).unwrap();
        let tolerance = TIGHT * largest_flow(&table);
        for at in table.producers().positions() {
            let label = table.producers().key(at).to_string();
            let before = table.imported().column(at.get()).to_owned();
            let after = scaled.imported().column(at.get()).to_owned();
            if capped.contains(&label) {
                // never further than asked for, never the other way
                let (before, after) = (before.sum(), after.sum());
                let wanted = (scale * before - before).abs();
                let change = (after - before) * (scale - 1.0).signum();
                prop_assert!((-tolerance..=wanted + tolerance).contains(&change), "{label}: {before} {after}");
            } else {
                assert_close(&label, after, before * scale, tolerance);
            }
        }
    }

    #[test]
    fn no_input_turns_negative(case in divisible_table(), scale in 0.5..3.0_f64) {
        let table = case.table("CHN", "USA");
        let (scaled, _) = scale_imported_inputs(&table, scale, Overdraw::Cap).unwrap();
        prop_assert!(scaled.imported().iter().all(|cell| *cell >= 0.0));
        // a column whose domestic inputs give way altogether may miss zero by a rounding
        let rounding = 1e-15 * largest_flow(&table);
        prop_assert!(scaled.domestic().iter().all(|cell| *cell >= -rounding));
    }

    #[test]
    fn what_is_reallocated_sums_to_zero_over_output_and_imports(
        case in any_table(), scale in 0.5..1.6_f64,
    ) {
        let table = case.table("CHN", "USA");
        let (scaled, _) = scale_imported_inputs(&table, scale, Overdraw::Cap).unwrap();
        let last = scaled.final_uses().len() - 1;
        prop_assert_eq!(last, table.final_uses().len());
        let output = scaled.domestic_final().column(last).sum();
        let imports = scaled.imported_final().column(last).sum();
        assert_close("reallocated", [output + imports], [0.0], TIGHT * largest_flow(&table));
    }

    #[test]
    fn a_scale_of_one_changes_nothing(case in any_table()) {
        let table = case.table("CHN", "USA");
        let (scaled, capped) = scale_imported_inputs(&table, 1.0, Overdraw::Refuse).unwrap();
        prop_assert!(capped.is_empty());
        prop_assert_eq!(scaled.domestic(), table.domestic());
        prop_assert_eq!(scaled.imported(), table.imported());
        prop_assert_eq!(scaled.final_uses(), table.final_uses());
        prop_assert_eq!(scaled.checked(), table.checked());
        prop_assert_eq!(scaled.provenance(), table.provenance());
    }

    #[test]
    fn there_and_back_again_leaves_no_residual(case in divisible_table(), scale in 0.5..1.6_f64) {
        let table = case.table("CHN", "USA");
        let there = scale_imported_inputs(&table, scale, Overdraw::Cap).unwrap();
        prop_assume!(there.1.is_empty());
        let (back, capped) = scale_imported_inputs(&there.0, 1.0 / scale, Overdraw::Cap).unwrap();
        prop_assume!(capped.is_empty());
        let tolerance = TIGHT * largest_flow(&table);
        assert_close("domestic", back.domestic().to_owned(), table.domestic().to_owned(), tolerance);
        assert_close("imported", back.imported().to_owned(), table.imported().to_owned(), tolerance);
        // the two reallocations cancel
        let categories = table.final_uses().len();
        let left = |finals: ArrayView2<'_, f64>| {
            let zero = Array1::zeros(finals.nrows());
            finals.columns().into_iter().skip(categories).fold(zero, |sum, more| sum + more)
        };
        let n = table.producers().len();
        assert_close("output left over", left(back.domestic_final()), vec![0.0; n], tolerance);
        let m = table.products().len();
        assert_close("imports left over", left(back.imported_final()), vec![0.0; m], tolerance);
    }
}
