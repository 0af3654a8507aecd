//! How long decompositions of world tables take, beside one full inverse of the same size in the same run.
//!
//! `cargo bench --bench world`; every figure is to be read as a ratio to the inverse of its group.

mod generated;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use leontief::account::Level;
use leontief::account::decompose::{
    AbsorbedByImporter, Approach, BorinMancini, KoopmanWangWei, OwnFlow, WangWeiZhu,
};
use leontief::linalg::{Options, invert};
use leontief::table::WorldTable;

fn sizes(c: &mut Criterion) {
    for (countries, sectors) in [(44, 56), (77, 45)] {
        size(c, &generated::table(countries, sectors));
    }
}

fn size(c: &mut Criterion, table: &WorldTable) {
    let n = table.producers().len();
    let mut group = c.benchmark_group(format!("{n} producers"));
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(10))
        .warm_up_time(Duration::from_millis(500));
    group.bench_function("inverse", |b| {
        b.iter(|| {
            let coefficients = table
                .model()
                .expect("a model")
                .coefficients()
                .expect("memory");
            black_box(invert(coefficients, &Options::default()).expect("a productive economy"))
        });
    });
    let sink = BorinMancini::Exporter(Approach::Sink, Level::SectorBilateral);
    let source = BorinMancini::Exporter(Approach::Source, Level::SectorBilateral);
    // a new model every time, so that nothing is left from the run before
    group.bench_function("WWZ, KWW, Borin-Mancini source and sink together", |b| {
        b.iter(|| {
            let model = table.model().expect("a model");
            black_box(model.decompose(&WangWeiZhu::default()).expect("terms"));
            black_box(model.decompose(&KoopmanWangWei::default()).expect("terms"));
            black_box(model.decompose(&source).expect("terms"));
            black_box(model.decompose(&sink).expect("terms"));
        });
    });
    group.bench_function("WWZ", |b| {
        b.iter(|| {
            table
                .model()
                .expect("a model")
                .decompose(&WangWeiZhu::default())
                .expect("terms")
        });
    });
    group.bench_function("KWW", |b| {
        b.iter(|| {
            table
                .model()
                .expect("a model")
                .decompose(&KoopmanWangWei::default())
                .expect("terms")
        });
    });
    group.bench_function("Borin-Mancini source", |b| {
        b.iter(|| {
            table
                .model()
                .expect("a model")
                .decompose(&source)
                .expect("terms")
        });
    });
    group.bench_function("Borin-Mancini sink", |b| {
        b.iter(|| {
            table
                .model()
                .expect("a model")
                .decompose(&sink)
                .expect("terms")
        });
    });
    group.bench_function("absorbed by the direct importer", |b| {
        b.iter(|| {
            let model = table.model().expect("a model");
            model
                .decompose(&AbsorbedByImporter::default())
                .expect("terms")
        });
    });
    group.bench_function("own flow, bilateral", |b| {
        b.iter(|| {
            table
                .model()
                .expect("a model")
                .decompose(&OwnFlow::bilateral())
                .expect("terms")
        });
    });
    group.bench_function("own flow, sector to importer", |b| {
        b.iter(|| {
            table
                .model()
                .expect("a model")
                .decompose(&OwnFlow::sector_bilateral())
                .expect("terms")
        });
    });
    group.finish();
}

criterion_group!(benches, sizes);
criterion_main!(benches);
