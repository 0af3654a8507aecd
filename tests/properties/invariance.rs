//! What must not matter: order, proportional clones, currency and scale.

use leontief::model::{Measure, Model};
use leontief::table::{Exports, NationalTable};
use leontief::unit::{Conversion, Scale};
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::{Numbers, all_exports, any_table, cases, largest_flow, measures};
use crate::common::remade::Recipe;

/// Of the largest flow: two solves with a condition below 5 and at most 48 producers.
const TIGHT: f64 = 1e-13;

fn total(model: &Model, measure: &Measure, exports: &Exports) -> f64 {
    model.measure(measure, exports).unwrap().total()
}

/// Rates, multipliers and totals of the model made again are those of the old one at the places they came from.
fn assert_same(model: &Model, recipe: &Recipe) {
    let made = recipe.model(model);
    let (exports, made_exports) = (all_exports(model), recipe.exports(&all_exports(model)));
    let tolerance = TIGHT * largest_flow(model.table());
    for measure in measures(model) {
        let code = measure.code();
        let rates = recipe.repeated(&model.rates(&measure).unwrap());
        // cells are multiplied and divided by the same part again; discrepancies are differences of flows of size one
        assert_close(&code, made.rates(&measure).unwrap(), rates, TIGHT);
        let multipliers = recipe.repeated(&model.multipliers(&measure).unwrap());
        let found = made.multipliers(&measure).unwrap();
        assert_close(&code, found.to_vec(), multipliers, TIGHT);
        assert_close(
            &code,
            [total(&made, &measure, &made_exports)],
            [total(model, &measure, &exports)],
            tolerance,
        );
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn splitting_producers_into_proportional_clones_changes_nothing(
        case in any_table(), seed: u64,
    ) {
        let model = case.model("CHN", "USA");
        let part = Numbers::new(seed).vector(model.producers().len(), 0.01, 0.99);
        assert_same(&model, &Recipe::clones(&model, &part));
    }

    #[test]
    fn other_orders_of_groups_and_sectors_reorder_the_results(case in any_table(), seed: u64) {
        let model = case.model("CHN", "USA");
        let numbers = &mut Numbers::new(seed);
        let groups = numbers.permutation(model.producers().blocks().len());
        let sectors = numbers.permutation(case.sectors);
        assert_same(&model, &Recipe::permutation(&model, &groups, &sectors));
    }

    #[test]
    fn another_currency_and_scale_rescales_totals_and_leaves_rates(
        case in any_table(),
        rate in 0.01..100.0_f64,
        power in prop_oneof![Just(0_i8), Just(3), Just(4), Just(9)],
    ) {
        let model = case.model("CHN", "USA");
        let conversion = Conversion::new("CNY", Scale::power_of_ten(power), rate).unwrap();
        let (factor, unit) = conversion.from(model.table().unit());
        let table = model.table().converted(&conversion).unwrap();
        prop_assert_eq!(table.unit(), &unit);
        let converted = Model::new(&table, model.income().clone()).unwrap();
        prop_assert_eq!(converted.table().exports().unit(), &unit);
        let tolerance = TIGHT * factor * largest_flow(model.table());
        for measure in measures(&model) {
            let code = measure.code();
            let (before, after) = (model.multipliers(&measure), converted.multipliers(&measure));
            assert_close(&code, after.unwrap().to_vec(), before.unwrap().to_vec(), TIGHT);
            let before = total(&model, &measure, &all_exports(&model));
            let after = total(&converted, &measure, &all_exports(&converted));
            assert_close(&code, [after], [factor * before], tolerance);
        }
        // jobs stay jobs, so that jobs per unit of exports change with the unit
        let jobs = Measure::extension("jobs");
        let before = total(&model, &jobs, &all_exports(&model));
        let after = total(&converted, &jobs, &all_exports(&converted));
        assert_close("jobs", [after], [before], TIGHT * largest_flow(model.table()));
    }

    #[test]
    fn a_table_goes_back_to_its_draft_and_comes_out_equal(case in any_table()) {
        let table = case.table("CHN", "USA");
        let again = table.draft().check().unwrap();
        prop_assert_eq!(again.domestic(), table.domestic());
        prop_assert_eq!(again.imported(), table.imported());
        prop_assert_eq!(again.primary(), table.primary());
        prop_assert_eq!(again.domestic_final(), table.domestic_final());
        prop_assert_eq!(again.imported_final(), table.imported_final());
        prop_assert_eq!(again.exports(), table.exports());
        prop_assert_eq!(again.imported_exports(), table.imported_exports());
        prop_assert_eq!(again.extension_rows(), table.extension_rows());
        prop_assert_eq!(again.output(), table.output());
        prop_assert_eq!(again.concept(), table.concept());
        prop_assert_eq!(again.checked().tolerance(), table.checked().tolerance());
        prop_assert_eq!(again.checked().zero_output(), table.checked().zero_output());
        prop_assert_eq!(again.checked().notes(), table.checked().notes());
        // primary rows now stand in order of their kinds and are summed in that order
        let amounts = |table: &NationalTable| -> Vec<f64> {
            let checked = table.checked();
            let residuals = checked.row_residuals().iter().chain(checked.column_residuals());
            residuals.map(|residual| residual.amount).collect()
        };
        assert_close("residuals", amounts(&again), amounts(&table), TIGHT * largest_flow(&table));
        prop_assert_eq!(again.provenance(), table.provenance());
    }
}
