//! The Chinese table of the China-US study in four groups: 56 sectors, imports of processing and value added by sector known.

use leontief::build::estimate::{EstimateOptions, Objective};
use leontief::build::{
    Cells, ControlTotals, Division, Known, Overdraw, RegimeOwnershipSplit, Split, SplitCells,
    SplitEstimate, SplitEstimation, StartingShares, scale_imported_inputs,
};
use leontief::model::Measure;
use leontief::read;
use leontief::run::{Run, Threads};
use leontief::table::NationalTable;

use crate::common::random::largest_flow;
use crate::common::{assert_close, data, sources};
use crate::kept::{assert_processing_is_exported, assert_sums_kept};
use crate::setting::{OBJECTIVES, flat};

struct Study {
    table: NationalTable,
    start: Split,
    knowns: Vec<Known>,
}

impl Study {
    fn read() -> Self {
        let sources = sources();
        let values = sources.parameters().central();
        let get = |name: &str| values.get(name).unwrap();
        let scale = get("imported_input_scale");
        let (table, _) = scale_imported_inputs(sources.china(), scale, Overdraw::Cap).unwrap();
        let sectors = table.producers().blocks()[0].sectors().clone();
        let prior = |column: &str| {
            read::by_sector(data("sector_priors.csv"), "wiod56", column, &sectors).unwrap()
        };
        let starting = StartingShares {
            processing: prior("processing_share_prior"),
            foreign_processing: prior("fie_share_in_processing_prior"),
            foreign_normal: prior("fie_share_normal_output_prior"),
        };
        let controls = ControlTotals {
            processing_share_of_exports: get("processing_share_of_exports"),
            imports_per_processing_export: get("processing_imports_per_processing_export"),
            foreign_share_of_processing_exports: get("foreign_share_of_processing_exports"),
            foreign_share_of_exports: get("foreign_share_of_exports"),
            processing_value_added_ratio: get("processing_value_added_ratio"),
        };
        let start = RegimeOwnershipSplit::new(&table, starting, controls)
            .overdraw(Overdraw::Cap)
            .shared_technology(Division::RegimeAndOwnership)
            .unwrap();
        let knowns = knowns(start.table(), &controls, sectors.codes());
        Self {
            table,
            start,
            knowns,
        }
    }

    fn estimation(&self) -> SplitEstimation<'_> {
        let estimation = SplitEstimation::new(&self.table, &self.start).unwrap();
        estimation.all_known(self.knowns.clone())
    }

    fn estimate(&self, objective: Objective) -> SplitEstimate {
        self.estimation().estimate(objective).unwrap()
    }
}

/// Imports of processing exactly, its value added by sector about, and the share of foreign-invested firms in imports about.
fn knowns(start: &NationalTable, controls: &ControlTotals, sectors: &[String]) -> Vec<Known> {
    let n = sectors.len();
    let processed: f64 = start.output().iter().skip(2 * n).sum();
    let mut knowns = vec![Known::amount(
        "imports for processing",
        Cells::imported_inputs().used_by(["DP", "FP"]),
        controls.imports_per_processing_export * processed,
    )];
    let value_added = start.value_added();
    for (j, code) in sectors.iter().enumerate() {
        let amount = controls.processing_value_added_ratio
            * (value_added[2 * n + j] + value_added[3 * n + j]);
        if amount > 0.0 {
            let cells = Cells::value_added().used_by(["DP", "FP"]);
            let label = format!("value added of processing {code}");
            let known = Known::amount(label, cells.in_sectors([code.as_str()]), amount);
            knowns.push(known.give_or_take(0.1 * amount));
        }
    }
    let foreign = Known::share(
        "foreign-invested share of imports",
        Cells::imported_inputs().used_by(["FN", "FP"]),
        Cells::imported_inputs(),
        0.4793,
    );
    knowns.push(foreign.give_or_take(0.02));
    knowns
}

/// Domestic value added per unit of exports, by group.
fn contents(table: &NationalTable) -> [f64; 4] {
    let rates = table
        .model()
        .unwrap()
        .multipliers(&Measure::ValueAdded)
        .unwrap();
    let exports = table.exports().by_producer();
    let n = rates.len() / 4;
    [0, 1, 2, 3].map(|g| {
        let at = g * n..(g + 1) * n;
        let made: f64 = at.clone().map(|j| rates[j] * exports[j]).sum();
        made / at.map(|j| exports[j]).sum::<f64>()
    })
}

#[test]
fn china_in_four_groups_keeps_the_table_and_meets_what_is_known() {
    let study = Study::read();
    let size = largest_flow(&study.table);
    for objective in OBJECTIVES {
        let found = study.estimate(objective);
        let after = found.table();
        assert_sums_kept(&study.table, after);
        assert_processing_is_exported(after);
        assert_eq!(after.output(), study.start.table().output());
        assert_eq!(after.exports(), study.start.table().exports());
        let before = flat(&SplitCells::of(study.start.table()));
        for (before, after) in before.iter().zip(flat(&SplitCells::of(after))) {
            assert!(*before < 0.0 || after >= 0.0, "{before} became {after}");
        }
        for known in found.knowns() {
            let miss = known.target - known.found;
            let expected = known.standard_error.powi(2) * known.dual;
            assert_close(&known.label, [miss], [expected], 1e-11 * size);
        }
        // what is known makes processing import more than it would with the technology of its sector, and contain less
        let (before, after) = (contents(study.start.table()), contents(after));
        println!(
            "{objective:?}: {before:.4?} before, {after:.4?} after; {} at zero",
            found.at_zero()
        );
        for processing in [2, 3] {
            assert!(after[processing] < before[processing] - 0.05);
            assert!(after[processing] < after[processing - 2] - 0.05);
        }
    }
}

#[test]
fn china_in_four_groups_is_the_same_on_any_number_of_threads() {
    let study = Study::read();
    let on = |threads| {
        let run = Run::default().threads(Threads::Count(threads));
        let estimation = study.estimation();
        let estimation = estimation.options(EstimateOptions::default().run(run));
        estimation.estimate(Objective::LeastSquares).unwrap()
    };
    let (one, two) = (on(1), on(2));
    assert_eq!(one.solution(), two.solution());
    assert_eq!(SplitCells::of(one.table()), SplitCells::of(two.table()));
}

/// A general solver of quadratic programs finds the same parts: to 1e-13 of the published cell, in a table of cells up to 1e6, when
/// this was written.
#[cfg(feature = "clarabel")]
#[test]
fn clarabel_finds_the_same_division_of_china() {
    let study = Study::read();
    let found = study.estimate(Objective::LeastSquares);
    let other = found.problem().estimate_by_clarabel().unwrap();
    let other = flat(&found.scattered(&other));
    let here = flat(&SplitCells::of(found.table()));
    let wholes = flat(&wholes(&study.table, study.start.table()));
    let (mut worst, mut at, mut absolute) = (0.0_f64, 0, 0.0_f64);
    for k in 0..here.len() {
        let apart = (here[k] - other[k]).abs();
        absolute = absolute.max(apart);
        if wholes[k] != 0.0 && apart / wholes[k] > worst {
            (worst, at) = (apart / wholes[k], k);
        }
    }
    println!(
        "{absolute:e} apart at most; {worst:e} of the cell of {} ({} and {})",
        wholes[at], here[at], other[at]
    );
    assert!(worst < 1e-10 && absolute < 1e-5, "{worst:e}, {absolute:e}");
}

/// The size of the published cell that each part is of.
#[cfg(feature = "clarabel")]
fn wholes(table: &NationalTable, start: &NationalTable) -> SplitCells {
    let n = table.producers().len();
    let published = SplitCells::of(table);
    let mut wholes = SplitCells::zeros(start);
    for ((i, j), cell) in wholes.domestic.indexed_iter_mut() {
        *cell = published.domestic[[i % n, j % n]].abs();
    }
    for ((i, j), cell) in wholes.imported.indexed_iter_mut() {
        *cell = published.imported[[i, j % n]].abs();
    }
    for ((i, k), cell) in wholes.domestic_final.indexed_iter_mut() {
        *cell = published.domestic_final[[i % n, k]].abs();
    }
    for ((r, j), cell) in wholes.primary.indexed_iter_mut() {
        *cell = published.primary[[r, j % n]].abs();
    }
    wholes
}
