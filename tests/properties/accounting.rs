//! Owners, components, imports and the rest add up, by producer and in every flow.
//!
//! Random systems have a condition below 5 and at most 24 producers, so a solve is exact to about 24 × 5 × 2⁻⁵³ < 1e-14
//! of its largest entry; [`TIGHT`] leaves room for the sums that follow.

use leontief::account::View;
use leontief::model::{Measure, Model};
use leontief::table::NationalTable;
use ndarray::Array1;
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::{all_exports, any_table, cases, largest_flow, measures};

const TIGHT: f64 = 1e-13;

fn multipliers(model: &Model, measure: &Measure) -> Array1<f64> {
    model.multipliers(measure).unwrap().to_vec().into()
}

fn sum_of(model: &Model, parts: &[Measure]) -> Array1<f64> {
    let zero = Array1::zeros(model.producers().len());
    parts
        .iter()
        .fold(zero, |sum, part| sum + multipliers(model, part))
}

fn total(model: &Model, measure: &Measure) -> f64 {
    let flow = model.measure(measure, &all_exports(model)).unwrap();
    flow.total()
}

fn owners(model: &Model) -> Vec<Measure> {
    let codes = model.income().owners().codes();
    codes.iter().map(|owner| Measure::income(owner)).collect()
}

fn components(table: &NationalTable) -> Vec<Measure> {
    let kinds = table.components().into_iter();
    kinds.map(Measure::Component).collect()
}

const WHOLE: [Measure; 4] = [
    Measure::ValueAdded,
    Measure::Imports,
    Measure::OtherPrimary,
    Measure::Discrepancy,
];

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn incomes_of_all_owners_sum_to_value_added(case in any_table()) {
        let model = case.model("CHN", "USA");
        let owners = owners(&model);
        let by_producer = multipliers(&model, &Measure::ValueAdded);
        assert_close("multipliers", sum_of(&model, &owners), by_producer, TIGHT);
        let incomes: f64 = owners.iter().map(|owner| total(&model, owner)).sum();
        let tolerance = TIGHT * largest_flow(model.table());
        let value_added = total(&model, &Measure::ValueAdded);
        assert_close("flow", [incomes], [value_added], tolerance);
    }

    #[test]
    fn components_sum_to_value_added(case in any_table()) {
        let model = case.model("CHN", "USA");
        let components = components(model.table());
        let by_producer = multipliers(&model, &Measure::ValueAdded);
        assert_close("multipliers", sum_of(&model, &components), by_producer, TIGHT);
        let parts: f64 = components.iter().map(|part| total(&model, part)).sum();
        let tolerance = TIGHT * largest_flow(model.table());
        let value_added = total(&model, &Measure::ValueAdded);
        assert_close("flow", [parts], [value_added], tolerance);
    }

    #[test]
    fn one_unit_of_exports_is_value_added_imports_other_inputs_and_discrepancy(
        case in any_table(),
    ) {
        let model = case.model("CHN", "USA");
        let whole = sum_of(&model, &WHOLE);
        // a producer without output has no inputs either: one unit of it contains nothing
        let expected = model.table().output().mapv(|x| if x > 0.0 { 1.0 } else { 0.0 });
        assert_close("multipliers", whole, expected, TIGHT);
        let parts: f64 = WHOLE.iter().map(|part| total(&model, part)).sum();
        let tolerance = TIGHT * largest_flow(model.table());
        let gross = all_exports(&model).total();
        assert_close("flow", [parts, total(&model, &Measure::Gross)], [gross; 2], tolerance);
    }

    #[test]
    fn imports_by_product_sum_to_imports(case in any_table()) {
        let model = case.model("CHN", "USA");
        let products = model.table().products().codes();
        let products: Vec<Measure> = products.iter().cloned().map(Measure::ImportsOf).collect();
        let by_producer = multipliers(&model, &Measure::Imports);
        assert_close("multipliers", sum_of(&model, &products), by_producer, TIGHT);
    }

    #[test]
    fn both_views_have_the_same_total(case in any_table()) {
        let model = case.model("CHN", "USA");
        let tolerance = TIGHT * largest_flow(model.table());
        for measure in measures(&model) {
            let flow = model.measure(&measure, &all_exports(&model)).unwrap();
            let views = [View::Exporting, View::Producing].map(|view| flow.by_producer(view).sum());
            assert_close(&measure.code(), views, [flow.total(); 2], tolerance);
        }
    }

    #[test]
    fn kinds_groups_and_sectors_add_up_to_the_total(case in any_table()) {
        let model = case.model("CHN", "USA");
        let tolerance = TIGHT * largest_flow(model.table());
        let sum = |parts: Vec<(String, f64)>| -> f64 { parts.iter().map(|(_, part)| part).sum() };
        for measure in measures(&model) {
            let flow = model.measure(&measure, &all_exports(&model)).unwrap();
            let kinds: f64 = flow.by_kind().iter().map(|(_, part)| part).sum();
            let mut sums = vec![kinds, flow.direct() + flow.indirect()];
            for view in [View::Exporting, View::Producing] {
                sums.extend([sum(flow.by_group(view)), sum(flow.by_sector(view))]);
            }
            let expected = vec![flow.total(); sums.len()];
            assert_close(&measure.code(), sums, expected, tolerance);
        }
    }

    #[test]
    fn partners_add_up_to_all_exports(case in any_table()) {
        let model = case.model("CHN", "USA");
        let tolerance = TIGHT * largest_flow(model.table());
        let exports = all_exports(&model);
        for measure in measures(&model) {
            let to = |partner: &str| {
                let exports = exports.to(partner).unwrap();
                model.measure(&measure, &exports).unwrap().total()
            };
            let sum = to("USA") + to("ROW");
            assert_close(&measure.code(), [sum], [total(&model, &measure)], tolerance);
        }
    }

    #[test]
    fn every_measure_has_a_code_of_its_own(case in any_table()) {
        let mut codes: Vec<String> =
            measures(&case.model("CHN", "USA")).iter().map(Measure::code).collect();
        let all = codes.len();
        codes.sort();
        codes.dedup();
        prop_assert_eq!(codes.len(), all);
    }

    #[test]
    fn no_figure_is_ever_other_than_a_number(case in any_table()) {
        let model = case.model("CHN", "USA");
        for measure in measures(&model).into_iter().chain([Measure::extension("jobs")]) {
            prop_assert!(multipliers(&model, &measure).iter().all(|rate| rate.is_finite()));
            prop_assert!(total(&model, &measure).is_finite());
        }
    }
}

/// The properties above are worth little if the awkward cases never come up.
#[test]
fn random_tables_hold_what_is_awkward() {
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = [0; 6];
    for _ in 0..200 {
        let case = any_table().new_tree(&mut runner).unwrap().current();
        let table = case.table("CHN", "USA");
        let negative = |value: &f64| *value < 0.0;
        let awkward = [
            table.value_added().iter().any(negative),
            table
                .primary()
                .rows()
                .iter()
                .any(|row| row.by_producer.iter().any(negative)),
            table.domestic_final().iter().any(negative),
            table.domestic().iter().any(negative),
            !table.checked().zero_output().is_empty(),
            table.discrepancy().iter().any(|gap| gap.abs() > 1e-6),
        ];
        for (count, awkward) in seen.iter_mut().zip(awkward) {
            *count += usize::from(awkward);
        }
    }
    assert!(seen.iter().all(|&count| count > 20), "{seen:?} of 200");
}
