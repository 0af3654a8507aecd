//! How much memory a division by optimisation takes at its peak beside the tables it starts from, in bytes for each unknown: China's table of
//! 56 industries in four groups. The test is alone in its binary: others would take memory beside it.

mod common;

use common::sources;
use leontief::build::estimate::{EstimateOptions, Objective};
use leontief::build::{Cells, Known, SplitEstimation};
use leontief::run::{Run, Threads};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

#[test]
fn a_division_takes_less_than_a_kilobyte_for_each_unknown() {
    let sources = sources();
    let (table, start) = sources
        .china_start(&sources.parameters().central())
        .unwrap();
    let processing = ["DP", "FP"];
    let imports = Known::amount(
        "imports for processing",
        Cells::imported_inputs().used_by(processing),
        411_569.0,
    );
    for objective in [Objective::LeastSquares, Objective::CrossEntropy] {
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let run = Run::default().threads(Threads::Count(2));
        let estimate = SplitEstimation::new(&table, &start)
            .unwrap()
            .known(imports.clone())
            .options(EstimateOptions::default().run(run))
            .estimate(objective)
            .unwrap();
        let peak = MEMORY.peak_usage() - before;
        let unknowns = estimate.problem().unknowns();
        let each = peak as f64 / unknowns as f64;
        println!("{objective:?}: {unknowns} unknowns, {each:.0} bytes each");
        assert!(
            each < 1000.0,
            "{objective:?} takes {each:.0} bytes for each unknown"
        );
    }
}
