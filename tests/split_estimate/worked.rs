//! Two sectors in four groups against a dense system, and one sector in two groups by hand.

use leontief::build::estimate::Objective;
use leontief::build::{
    Cells, ControlTotals, Division, Known, PriorSpread, RegimeOwnershipSplit, Split, SplitCells,
    SplitEstimation, StartingShares,
};
use leontief::label::{Axis, Producers, TradeKind};
use leontief::table::{NationalDraft, NationalTable, PrimaryKind};
use ndarray::array;

use crate::common::random::Numbers;
use crate::common::{assert_close, million_dollars};
use crate::dense::{Place, Plain};
use crate::setting::{disturbed, flat};

pub fn table() -> NationalTable {
    let producers = Producers::whole("CHN", &Axis::new(["A", "B"]).unwrap()).unwrap();
    NationalDraft::new(producers, Axis::new(["M", "O"]).unwrap(), million_dollars())
        .domestic(array![[30.0, 10.0], [20.0, 30.0]])
        .imported(array![[15.0, 9.0], [5.0, 6.0]])
        .primary(PrimaryKind::ProductTax, array![-1.0, 2.0])
        .primary(PrimaryKind::Compensation, array![20.0, 25.0])
        .primary(PrimaryKind::OperatingSurplus, array![11.0, 18.0])
        .export("USA", TradeKind::Goods, array![25.0, 15.0])
        .export("ROW", TradeKind::Goods, array![10.0, 5.0])
        .final_use("households", array![28.0, 28.0], array![3.0, 4.0])
        .final_use("inventories", array![-3.0, 2.0], array![0.0, 0.0])
        .extension("jobs", "1000 persons", array![7.0, 4.0])
        .output(array![100.0, 100.0])
        .check()
        .unwrap()
}

pub fn start(table: &NationalTable, division: Division) -> Split {
    let starting = StartingShares {
        processing: vec![Some(0.4), Some(0.2)],
        foreign_processing: vec![Some(0.8), Some(0.6)],
        foreign_normal: vec![Some(0.3), Some(0.2)],
    };
    let controls = ControlTotals {
        processing_share_of_exports: 0.42,
        imports_per_processing_export: 0.5,
        foreign_share_of_processing_exports: 0.75,
        foreign_share_of_exports: 0.5,
        processing_value_added_ratio: 0.75,
    };
    let split = RegimeOwnershipSplit::new(table, starting, controls);
    split.shared_technology(division).unwrap()
}

const FOUR: Division = Division::RegimeAndOwnership;

/// The variance of a prior, written again.
fn variance(
    spread: PriorSpread,
    deviation: f64,
    priors: &SplitCells,
) -> impl Fn(f64) -> f64 + use<> {
    let all = flat(priors);
    let squares: f64 = all.iter().map(|prior| prior * prior).sum();
    let sizes: f64 = all.iter().map(|prior| prior.abs()).sum();
    move |prior: f64| match spread {
        PriorSpread::BySize => deviation * deviation * prior.abs() * squares / sizes,
        PriorSpread::Relative => deviation * deviation * prior * prior,
    }
}

fn all_alike(
    spread: PriorSpread,
    deviation: f64,
    priors: &SplitCells,
) -> impl Fn(Place, f64) -> f64 + use<> {
    let variance = variance(spread, deviation, priors);
    move |_, prior| variance(prior)
}

/// One in these parts of a matrix, zero elsewhere.
fn ones(part: usize, rows: &[usize], columns: &[usize]) -> impl Fn(Place) -> f64 {
    move |(p, i, j)| {
        f64::from(u8::from(
            p == part && rows.contains(&i) && columns.contains(&j),
        ))
    }
}

#[track_caller]
fn assert_dense(estimation: &SplitEstimation<'_>, plain: &Plain, start: &Split) {
    let found = estimation.estimate(Objective::LeastSquares).unwrap();
    let expected = plain.cells(&plain.solve(), start.table());
    let found = flat(&SplitCells::of(found.table()));
    assert_close("cells", found, flat(&expected), 1e-9);
}

/// Producers: DN A, DN B, FN A, FN B, DP A, DP B, FP A, FP B.
const PROCESSING: [usize; 4] = [4, 5, 6, 7];
/// Rows of primary inputs stand in the table's order: compensation, surplus, taxes.
const PAY: usize = 0;
const SURPLUS: usize = 1;

#[test]
fn exact_amounts_and_shares_of_both_spreads_are_those_of_the_dense_system() {
    let table = table();
    let start = start(&table, FOUR);
    let priors = SplitCells::of(start.table());
    for spread in [PriorSpread::BySize, PriorSpread::Relative] {
        let estimation = SplitEstimation::new(&table, &start)
            .unwrap()
            .prior_spread(spread, 0.3)
            .known(Known::amount(
                "imports for processing",
                Cells::imported_inputs().used_by(["DP", "FP"]),
                6.5,
            ))
            .known(Known::share(
                "foreign share of surplus in A",
                Cells::primary(PrimaryKind::OperatingSurplus)
                    .used_by(["FN", "FP"])
                    .in_sectors(["A"]),
                Cells::primary(PrimaryKind::OperatingSurplus).in_sectors(["A"]),
                0.5,
            ));
        let weight = all_alike(spread, 0.3, &priors);
        let plain = Plain::new(&table, start.table(), &priors, weight, 0.0)
            .known(ones(1, &[0, 1], &PROCESSING), 6.5, 0.0)
            .known(
                |at| {
                    ones(3, &[SURPLUS], &[2, 6])(at) - 0.5 * ones(3, &[SURPLUS], &[0, 2, 4, 6])(at)
                },
                0.0,
                0.0,
            );
        assert_dense(&estimation, &plain, &start);
    }
}

#[test]
fn soft_amounts_with_further_cells_and_soft_shares_are_those_of_the_dense_system() {
    let table = table();
    let start = start(&table, FOUR);
    let priors = SplitCells::of(start.table());
    for spread in [PriorSpread::BySize, PriorSpread::Relative] {
        let estimation = SplitEstimation::new(&table, &start)
            .unwrap()
            .prior_spread(spread, 0.5)
            .known(
                Known::amount(
                    "foreign income",
                    Cells::primary(PrimaryKind::Compensation).used_by(["FN", "FP"]),
                    9.0,
                )
                .plus(Cells::primary(PrimaryKind::OperatingSurplus), 0.25)
                .plus(Cells::value_added().used_by(["FP"]).in_sectors(["B"]), -0.5)
                .give_or_take(0.7),
            )
            .known(
                Known::share(
                    "imported O of all inputs of processing",
                    Cells::imported_inputs().of(["O"]).used_by(["DP", "FP"]),
                    Cells::inputs().used_by(["DP", "FP"]),
                    0.2,
                )
                .give_or_take(0.02),
            );
        let foreign = |at| {
            ones(3, &[PAY], &[2, 3, 6, 7])(at)
                + 0.25 * ones(3, &[SURPLUS], &[0, 1, 2, 3, 4, 5, 6, 7])(at)
                - 0.5 * ones(3, &[PAY, SURPLUS], &[7])(at)
        };
        let inputs = |at: Place| f64::from(u8::from(at.0 < 2 && PROCESSING.contains(&at.2)));
        let whole: f64 = PROCESSING
            .iter()
            .map(|&j| priors.domestic.column(j).sum() + priors.imported.column(j).sum())
            .sum();
        let weight = all_alike(spread, 0.5, &priors);
        let plain = Plain::new(&table, start.table(), &priors, weight, 0.0)
            .known(foreign, 9.0, 0.7)
            .known(
                |at| ones(1, &[1], &PROCESSING)(at) - 0.2 * inputs(at),
                0.0,
                0.02 * whole,
            );
        assert_dense(&estimation, &plain, &start);
        // the share itself, beside the difference of amounts that the problem knows
        let found = estimation.estimate(Objective::LeastSquares).unwrap();
        let outcome = &found.knowns()[1];
        let share = outcome.share.unwrap();
        let imported = Cells::imported_inputs().of(["O"]).used_by(["DP", "FP"]);
        let inputs = Cells::inputs().used_by(["DP", "FP"]);
        let ratio = found.sum(&imported).unwrap() / found.sum(&inputs).unwrap();
        assert_close(
            "share",
            [share.found, share.target, share.standard_error],
            [ratio, 0.2, 0.02],
            1e-12,
        );
        let text = outcome.to_string();
        assert!(text.ends_with("found, 0.2000 known ± 0.0200"), "{text}");
        assert!(found.knowns()[0].share.is_none());
    }
}

#[test]
fn confidences_and_scaled_priors_are_those_of_the_dense_system() {
    let table = table();
    let start = start(&table, FOUR);
    let mut priors = SplitCells::of(start.table());
    for i in 0..2 {
        for j in PROCESSING {
            priors.imported[[i, j]] *= 2.5;
        }
    }
    for spread in [PriorSpread::BySize, PriorSpread::Relative] {
        let estimation = SplitEstimation::new(&table, &start)
            .unwrap()
            .scaled_priors(Cells::imported_inputs().used_by(["DP", "FP"]), 2.5)
            .prior_spread(spread, 0.4)
            .confidence(Cells::domestic_inputs().sold_by(["FN"]), 0.9)
            .confidence(Cells::domestic_inputs().sold_by(["FN"]).of(["B"]), 0.1)
            .confidence(Cells::final_uses().in_uses(["households"]), 0.2);
        let [usual, doubted, trusted, households] =
            [0.4, 0.9, 0.1, 0.2].map(|deviation| variance(spread, deviation, &priors));
        let weight = move |(part, i, j): Place, prior: f64| match (part, i, j) {
            (0, 2, _) => doubted(prior),
            (0, 3, _) => trusted(prior),
            (2, _, 0) => households(prior),
            _ => usual(prior),
        };
        let plain = Plain::new(&table, start.table(), &priors, weight, 0.0);
        assert_dense(&estimation, &plain, &start);
    }
}

#[test]
fn priors_of_another_source_and_bounds_are_those_of_the_dense_system() {
    let table = table();
    let start = start(&table, FOUR);
    let priors = disturbed(&SplitCells::of(start.table()), &mut Numbers::new(5), 1.2);
    let estimation = SplitEstimation::new(&table, &start)
        .unwrap()
        .priors(priors.clone())
        .unwrap()
        .known(Known::amount(
            "imported M of processing",
            Cells::imported_inputs().of(["M"]).used_by(["DP", "FP"]),
            11.0,
        ))
        .known(Known::amount(
            "value added of processing in B",
            Cells::value_added().used_by(["DP", "FP"]).in_sectors(["B"]),
            0.5,
        ));
    let weight = all_alike(PriorSpread::BySize, 0.5, &priors);
    let plain = Plain::new(&table, start.table(), &priors, weight, 0.0)
        .known(ones(1, &[0], &PROCESSING), 11.0, 0.0)
        .known(ones(3, &[PAY, SURPLUS], &[5, 7]), 0.5, 0.0);
    assert_dense(&estimation, &plain, &start);
    // or the bounds would not be tried
    let found = estimation.estimate(Objective::LeastSquares).unwrap();
    assert!(found.at_zero() > 2, "{}", found.at_zero());
}

#[test]
fn outputs_known_about_only_are_those_of_the_dense_system() {
    let table = table();
    let start = start(&table, FOUR);
    let priors = SplitCells::of(start.table());
    let estimation = SplitEstimation::new(&table, &start)
        .unwrap()
        .outputs_within(0.1)
        .known(Known::amount(
            "compensation of foreign-invested firms",
            Cells::primary(PrimaryKind::Compensation).used_by(["FN", "FP"]),
            20.0,
        ));
    let weight = all_alike(PriorSpread::BySize, 0.5, &priors);
    let plain = Plain::new(&table, start.table(), &priors, weight, 0.1).known(
        ones(3, &[PAY], &[2, 3, 6, 7]),
        20.0,
        0.0,
    );
    assert_dense(&estimation, &plain, &start);
    // outputs are what inputs come to, and what is sold and exported
    let found = estimation.estimate(Objective::LeastSquares).unwrap();
    let found = found.table();
    let cells = SplitCells::of(found);
    let rows = ndarray::Axis(1);
    let sold = cells.domestic.sum_axis(rows) + cells.domestic_final.sum_axis(rows);
    let used = sold + found.exports().by_producer();
    assert_close("outputs", found.output().to_owned(), used, 1e-9);
    let moved = (0..8).filter(|&j| (found.output()[j] - start.table().output()[j]).abs() > 0.1);
    assert_eq!(moved.collect::<Vec<_>>(), [0, 1, 2, 3]);
    for j in 0..2 {
        let jobs: f64 = found
            .extension_rows()
            .row(0)
            .iter()
            .skip(j)
            .step_by(2)
            .sum();
        assert_close("jobs", [jobs], [table.extension_rows()[[0, j]]], 1e-12);
    }
}

/// One sector: domestic inputs 40, imports 20, value added 40, exports 50, half of them processed.
fn one_sector() -> NationalTable {
    let producers = Producers::whole("CHN", &Axis::new(["A"]).unwrap()).unwrap();
    NationalDraft::new(producers, Axis::new(["M"]).unwrap(), million_dollars())
        .domestic(array![[40.0]])
        .imported(array![[20.0]])
        .primary(PrimaryKind::Compensation, array![40.0])
        .export("USA", TradeKind::Goods, array![50.0])
        .remaining_output_to("households")
        .output(array![100.0])
        .check()
        .unwrap()
}

fn half_processed(table: &NationalTable) -> Split {
    let starting = StartingShares {
        processing: vec![Some(0.5)],
        foreign_processing: vec![Some(0.5)],
        foreign_normal: vec![Some(0.5)],
    };
    let controls = ControlTotals {
        processing_share_of_exports: 0.5,
        imports_per_processing_export: 0.2,
        foreign_share_of_processing_exports: 0.5,
        foreign_share_of_exports: 0.5,
        processing_value_added_ratio: 1.0,
    };
    let split = RegimeOwnershipSplit::new(table, starting, controls);
    split.shared_technology(Division::Regime).unwrap()
}

/// Processing has a quarter of every input: 10, 5 and 10. What it imports more (d) it uses less of domestic inputs and value added;
/// moving c of a cell z between shares s and 1 − s costs `c² / (2 k z s (1 − s))` where variances are k times size, so that both give
/// way by their size; where variances are squares, by the squares of their sizes.
#[test]
fn what_processing_imports_more_it_takes_less_of_the_rest_by_size() {
    let table = one_sector();
    let start = half_processed(&table);
    let known = Known::amount("imports", Cells::imported_inputs().used_by(["P"]), 8.0);
    for (spread, domestic) in [
        (PriorSpread::BySize, 10.0 - 3.0 / 2.0),
        (PriorSpread::Relative, 8.5),
    ] {
        let estimation = SplitEstimation::new(&table, &start).unwrap();
        let estimate = estimation.prior_spread(spread, 0.5).known(known.clone());
        let found = estimate.estimate(Objective::LeastSquares).unwrap();
        let found = found.table();
        assert_close("imports", [found.imported()[[0, 1]]], [8.0], 1e-12);
        assert_close("domestic", [found.domestic()[[0, 1]]], [domestic], 1e-12);
        assert_close(
            "domestic",
            [found.domestic()[[0, 0]]],
            [40.0 - domestic],
            1e-12,
        );
        assert_close(
            "value added",
            [found.value_added()[1]],
            [25.0 - 8.0 - domestic],
            1e-12,
        );
    }
}

/// With variances `k |x°|`, d costs `d²/2 · (1/20 + 1/80) / (k s (1 − s))`; a known of 8 ± σ leaves `d = 3 / (1 + σ² K)`, K that factor.
#[test]
fn what_is_known_about_only_is_met_by_the_weight_of_the_priors() {
    let table = one_sector();
    let start = half_processed(&table);
    let (deviation, error) = (0.5, 0.8);
    let sizes = [30.0, 10.0, 15.0, 5.0, 30.0, 10.0, 10.0_f64];
    let k = deviation * deviation * sizes.iter().map(|x| x * x).sum::<f64>()
        / sizes.iter().sum::<f64>();
    let cost = (1.0 / 20.0 + 1.0 / 80.0) / (k * 0.25 * 0.75);
    let known = Known::amount("imports", Cells::imported_inputs().used_by(["P"]), 8.0);
    let estimation = SplitEstimation::new(&table, &start).unwrap();
    let estimate = estimation.known(known.give_or_take(error));
    let found = estimate.estimate(Objective::LeastSquares).unwrap();
    let moved = 3.0 / (1.0 + error * error * cost);
    let outcome = &found.knowns()[0];
    assert_close("imports", [outcome.found], [5.0 + moved], 1e-12);
    assert_close("start", [outcome.start], [5.0], 1e-12);
    assert_close("dual", [outcome.dual], [cost * moved], 1e-12);
    assert_close(
        "known",
        [outcome.target, outcome.standard_error],
        [8.0, error],
        0.0,
    );
    let text = outcome.to_string();
    assert_eq!(
        text,
        format!(
            "imports: 5.0 at the start, {:.1} found, 8.0 known ± 0.8",
            outcome.found
        )
    );
}
