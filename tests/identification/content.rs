//! Contents are those of the model, and their slopes are finite differences.

use leontief::build::estimate::Objective;
use leontief::build::{Division, SplitCells, SplitEstimate};
use leontief::model::Measure;
use leontief::table::Exports;
use leontief::uncertainty::identification::ExportContent;
use ndarray::Array2;
use proptest::prelude::*;

use crate::cases::{Plain, Started, all_kinds_of_knowns, two_sectors};
use crate::common::assert_close;
use crate::common::random::{Numbers, largest_flow};
use crate::setting::{DIVISIONS, OBJECTIVES, few, small_table};

/// Central differences of the content written again, unknown by unknown: the outputs follow the inputs.
#[track_caller]
fn assert_slope(content: &ExportContent<'_>, plain: &Plain) {
    let estimate = content.estimate();
    let values = estimate.solution().values();
    let found = content.slope_at(values).unwrap();
    let value = plain.of(&SplitCells::of(estimate.table()));
    assert_close(
        "value",
        [found.value],
        [value],
        1e-11 * value.abs().max(1.0),
    );
    assert_eq!(found.gradient.len(), values.len());
    // a step is small beside what the producer makes
    let mut outputs = SplitCells::of(estimate.table());
    let output = estimate.table().output();
    let columns = [
        &mut outputs.domestic,
        &mut outputs.imported,
        &mut outputs.primary,
    ];
    for matrix in columns {
        for mut row in matrix.rows_mut() {
            row.assign(&output);
        }
    }
    outputs.domestic_final.fill(1.0);
    let sizes = estimate.gathered(&outputs);
    for at in 0..values.len() {
        let step = 1e-3 * sizes[at].abs();
        let difference = |step: f64| {
            let [more, less] = [step, -step].map(|by| {
                let mut there = values.to_vec();
                there[at] += by;
                plain.of(&estimate.scattered(&there))
            });
            (more - less) / (2.0 * step)
        };
        // Richardson: what is left is of the fourth order
        let slope = (4.0 * difference(step / 2.0) - difference(step)) / 3.0;
        let rounding = 1e-15 * value.abs().max(1.0) / step;
        let what = format!("slope of unknown {at} of {}", values[at]);
        let tolerance = 100.0 * rounding + 1e-7;
        assert_close(&what, [found.gradient[at]], [slope], tolerance);
    }
}

/// Coefficients of any sign.
fn coefficients(estimate: &SplitEstimate, numbers: &mut Numbers) -> Array2<f64> {
    let shape = SplitCells::of(estimate.table()).primary.raw_dim();
    Array2::from_shape_simple_fn(shape, || numbers.between(-1.0, 2.0))
}

fn to_usa(estimate: &SplitEstimate) -> Exports {
    estimate.table().exports().to("USA").unwrap()
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn contents_are_those_of_the_model(case in small_table(), seed: u64, of_two in 0..2_usize) {
        for division in DIVISIONS {
            let made = Started::random(&case, division, seed);
            prop_assume!(made.is_some());
            let estimate = made.unwrap().estimate(OBJECTIVES[of_two], seed);
            let table = estimate.table();
            let exports = to_usa(&estimate);
            let income = case.income(table, "USA");
            let model = table.model_with(income.clone()).unwrap();
            let expected = |measure: &Measure| model.measure(measure, &exports).unwrap().total();
            let close = |what: &str, content: &ExportContent<'_>, expected: f64| {
                let tolerance = 1e-12 * largest_flow(table);
                let at = estimate.solution().values();
                let found = [content.value(), content.value_at(at)].map(Result::unwrap);
                assert_close(what, found, [expected; 2], tolerance);
                let slope = content.slope_at(at).unwrap();
                assert_close(what, [slope.value], [expected], tolerance);
            };
            let value_added = ExportContent::value_added(&estimate, &exports).unwrap();
            close("value added", &value_added, expected(&Measure::ValueAdded));
            let of = |owner: &str| ExportContent::income(&estimate, &exports, &income, owner);
            for owner in income.owners().codes() {
                let content = of(owner).unwrap();
                close(owner, &content, expected(&Measure::income(owner)));
                let rest = value_added.clone().less(&content).unwrap();
                let others = expected(&Measure::ValueAdded) - expected(&Measure::income(owner));
                close("other owners", &rest, others);
            }
            let two_sided = of(table.country()).unwrap().less(&of("USA").unwrap()).unwrap();
            let home = expected(&Measure::income(table.country()));
            close("two-sided", &two_sided, home - expected(&Measure::income("USA")));
            let counted = coefficients(&estimate, &mut Numbers::new(seed));
            let plain = Plain::new(table, &exports, counted.clone());
            let content = ExportContent::counting(&estimate, &exports, counted).unwrap();
            close("counted", &content, plain.of(&SplitCells::of(table)));
        }
    }

    #[test]
    fn slopes_are_finite_differences(case in small_table(), seed: u64, of_two in 0..2_usize) {
        let made = Started::random(&case, Division::RegimeAndOwnership, seed);
        prop_assume!(made.is_some());
        let estimate = made.unwrap().estimate(OBJECTIVES[of_two], seed);
        let exports = to_usa(&estimate);
        let content = ExportContent::value_added(&estimate, &exports).unwrap();
        assert_slope(&content, &Plain::value_added(estimate.table(), &exports));
        let income = case.income(estimate.table(), "USA");
        for owner in ["CHN", "USA"] {
            let content = ExportContent::income(&estimate, &exports, &income, owner).unwrap();
            assert_slope(&content, &Plain::income(estimate.table(), &exports, &income, owner));
        }
        let counted = coefficients(&estimate, &mut Numbers::new(seed));
        let content = ExportContent::counting(&estimate, &exports, counted.clone()).unwrap();
        assert_slope(&content, &Plain::new(estimate.table(), &exports, counted));
    }
}

/// Domestic, imported, final and primary parts, sizes of negative parts, outputs that stand and outputs that follow.
#[test]
fn every_kind_of_unknown_has_its_slope() {
    let started = two_sectors();
    for within in [0.0, 0.1] {
        let estimation = started.estimation().outputs_within(within);
        let estimation = estimation.all_known(all_kinds_of_knowns());
        let estimate = estimation.estimate(Objective::LeastSquares).unwrap();
        let exports = to_usa(&estimate);
        let counted = coefficients(&estimate, &mut Numbers::new(7));
        let content = ExportContent::counting(&estimate, &exports, counted.clone()).unwrap();
        let plain = Plain::new(estimate.table(), &exports, counted);
        assert_slope(&content, &plain);

        // every kind was there, subsidies and stocks drawn down as sizes
        let mut kinds = SplitCells::zeros(estimate.table());
        kinds.domestic.fill(1.0);
        kinds.imported.fill(2.0);
        kinds.domestic_final.fill(3.0);
        kinds.primary.fill(4.0);
        let kinds = estimate.gathered(&kinds);
        for kind in [1.0, 2.0, 3.0, 4.0, -3.0, -4.0] {
            assert!(kinds.contains(&kind), "{kind}");
        }
        let slope = content.slope_at(estimate.solution().values()).unwrap();
        for (kind, slope) in kinds.iter().zip(&slope.gradient) {
            // a producer's use of its own products moves nothing
            let still = kind.abs() == 3.0 || *kind == 1.0 && *slope == 0.0;
            assert_eq!(still, *slope == 0.0, "{kind}: {slope}");
        }
    }
}

/// Where outputs are known about only, the table of other values has other outputs, and its content is that along the slope.
#[test]
fn the_content_of_another_table_is_that_along_the_slope() {
    let started = two_sectors();
    for within in [0.0, 0.1] {
        let at = |imports: f64| {
            let known = leontief::build::Known::amount(
                "imports",
                leontief::build::Cells::imported_inputs().used_by(["FN", "FP"]),
                imports,
            );
            let estimation = started.estimation().outputs_within(within).known(known);
            estimation.estimate(Objective::LeastSquares).unwrap()
        };
        let (estimate, step) = (at(12.0), 1e-4);
        let content = ExportContent::value_added(&estimate, &to_usa(&estimate)).unwrap();
        let [less, more] =
            [at(12.0 - step), at(12.0 + step)].map(|e| e.solution().values().to_vec());
        let [low, high] = [&less, &more].map(|values| content.value_at(values).unwrap());
        let slope = content.slope_at(estimate.solution().values()).unwrap();
        let way = more.iter().zip(&less).map(|(a, b)| a - b);
        let along: f64 = way
            .zip(&slope.gradient)
            .map(|(way, slope)| way * slope)
            .sum();
        assert!(along.abs() > 0.1 * step, "{along}");
        assert_close("content", [high - low], [along], 1e-6 * along.abs());
        let outputs = [&less, &more].map(|values| estimate.table_of(values).unwrap());
        let moved = &outputs[1].output() - &outputs[0].output();
        assert_eq!(
            moved.iter().any(|moved| moved.abs() > 0.01 * step),
            within > 0.0
        );
    }
}
