//! How much memory decompositions of a world table take at their peak, in matrices of the table's size, the table's own flows and the
//! inverse included, the results themselves not. The test is alone in its binary: others would take memory beside it.

#[path = "../benches/generated/mod.rs"]
mod generated;

use leontief::account::Level;
use leontief::account::decompose::{
    Approach, BorinMancini, JohnsonNoguera, KoopmanWangWei, Method, OwnFlow, WangWeiZhu,
};
use leontief::linalg::Options;
use leontief::model::{WorldModel, WorldOptions};
use leontief::run::{Run, Threads};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The peak of a method on a new model, less what its results keep, in matrices; the table counts as one.
fn peak<M: Method>(model: impl Fn() -> WorldModel, matrix: usize, method: &M) -> f64 {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let model = model();
    let results = model.decompose(method).unwrap();
    let peak = MEMORY.peak_usage() - before;
    drop(model);
    let kept = MEMORY.current_usage() - before;
    drop(results);
    (peak - kept) as f64 / matrix as f64 + 1.0
}

#[test]
fn no_method_takes_more_than_two_and_a_half_matrices() {
    let table = generated::table(30, 40);
    let n = table.producers().len();
    let matrix = 8 * n * n;
    let two = Run::default().threads(Threads::Count(2));
    let model = || {
        let options = WorldOptions::default().solved(Options::default().run(two.clone()));
        table.model_with(options).unwrap()
    };
    let source = BorinMancini::Exporter(Approach::Source, Level::SectorBilateral);
    let sink = BorinMancini::Exporter(Approach::Sink, Level::SectorBilateral);
    let peaks = [
        ("WWZ", peak(model, matrix, &WangWeiZhu::default())),
        ("KWW", peak(model, matrix, &KoopmanWangWei::default())),
        ("source", peak(model, matrix, &source)),
        ("sink", peak(model, matrix, &sink)),
        ("bilateral", peak(model, matrix, &OwnFlow::bilateral())),
        (
            "VAX",
            peak(model, matrix, &JohnsonNoguera(Level::SectorBilateral)),
        ),
    ];
    println!("{peaks:?}");
    for (method, peak) in peaks {
        assert!(peak < 2.5, "{method} takes {peak:.2} matrices");
    }
}
