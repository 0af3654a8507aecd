//! How long a national model takes: one of China's 2012 table in four groups (224 producers), and 100 draws of the whole
//! study. The matrix product of the same size runs beside them, so that figures can be quoted as ratios.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leontief::linalg::System;
use leontief::model::{Measure, Model};
use leontief::study::china_us::{Sources, Variant};
use leontief::uncertainty::MonteCarlo;
use ndarray::Array2;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/china-us-2012");

fn national_model(c: &mut Criterion) {
    let sources = Sources::read(DATA).expect("the data of the repository");
    let central = sources.parameters().central();
    let case = sources
        .case(&central, Variant::Full)
        .expect("the central case");
    let model = case.china().model();
    let n = model.producers().len();
    let coefficients = model.system().coefficients().to_owned();

    let mut group = c.benchmark_group(format!("national model, {n} producers"));
    group.bench_function("matrix product of the same size", |b| {
        b.iter(|| black_box(coefficients.dot(&coefficients)));
    });
    group.bench_function("factorise, one left solve", |b| {
        let weights = ndarray::Array1::ones(n);
        b.iter(|| {
            System::new(coefficients.clone())
                .unwrap()
                .solve_transposed(weights.view())
        });
    });
    group.bench_function("full inverse", |b| {
        b.iter(|| System::new(coefficients.clone()).unwrap().inverse());
    });
    group.bench_function("model with value added and three owners", |b| {
        let measures = ["CHN", "USA", "ROW"].map(Measure::income);
        b.iter(|| {
            let model = Model::new(model.table(), model.income().clone()).expect("a checked table");
            let rows = measures.iter().chain([&Measure::ValueAdded]);
            rows.map(|measure| {
                model
                    .multipliers(measure)
                    .expect("a productive economy")
                    .sum()
            })
            .sum::<f64>()
        });
    });
    group.bench_function("both countries split, solved and balanced", |b| {
        b.iter(|| {
            sources
                .case(&central, Variant::Full)
                .expect("the central case")
        });
    });
    group.finish();
}

/// The inverse without the short cut over unused rows, for comparison.
fn without_shortcut(c: &mut Criterion) {
    let n = 224;
    let dense = Array2::from_shape_fn((n, n), |(i, j)| {
        0.5 / n as f64 + f64::from(u8::from(i == j)) * 0.1
    });
    c.bench_function("full inverse, 224 producers, no zero row", |b| {
        b.iter(|| System::new(dense.clone()).unwrap().inverse());
    });
}

fn draws(c: &mut Criterion) {
    const DRAWS: usize = 100;
    let sources = Sources::read(DATA).expect("the data of the repository");
    let mut group = c.benchmark_group("Monte Carlo");
    group.sample_size(10);
    group.throughput(Throughput::Elements(DRAWS as u64));
    group.bench_function("100 draws of the China-US study", |b| {
        b.iter(|| {
            sources
                .simulate(&MonteCarlo::new(DRAWS, 2012))
                .expect("all draws")
        });
    });
    group.finish();
}

criterion_group!(benches, national_model, without_shortcut, draws);
criterion_main!(benches);
