//! How long a balancing takes, beside one read of the same matrix.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use leontief::build::balancing::{Balancing, Constrained, Constraint, Margin, Method};
use ndarray::{Array2, Axis};

/// A prior with negative cells, and margins that some matrix of the same signs has.
fn case(n: usize) -> (Array2<f64>, Margin, Margin) {
    let mut state = 1_u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let prior = Array2::from_shape_simple_fn((n, n), || match random() {
        kind if kind < 0.05 => -10.0 * random(),
        kind if kind < 0.3 => 0.0,
        _ => 1000.0 * random().powi(8),
    });
    let goal = prior.mapv(|cell| cell * (0.2 + 2.0 * random()));
    let margin = |noun, axis| Margin::numbered(noun, goal.sum_axis(axis));
    let (Ok(rows), Ok(columns)) = (margin("row", Axis(1)), margin("column", Axis(0))) else {
        panic!("margins of finite cells are finite");
    };
    (prior, rows, columns)
}

fn margins(c: &mut Criterion) {
    let mut group = c.benchmark_group("balancing to margins");
    group.sample_size(10);
    group.measurement_time(Duration::from_secs(5));
    for n in [200, 1000, 2500] {
        let (prior, rows, columns) = case(n);
        group.throughput(Throughput::Elements((n * n) as u64));
        group.bench_function(BenchmarkId::new("one read", n), |b| {
            b.iter(|| black_box(prior.sum()));
        });
        for method in [Method::Alternating, Method::Newton] {
            let problem = Balancing::gras(prior.view(), rows.clone(), columns.clone())
                .map(|problem| problem.method(method));
            group.bench_function(BenchmarkId::new(method.to_string(), n), |b| {
                b.iter(|| problem.as_ref().map(|problem| problem.balanced()));
            });
        }
    }
    group.finish();
}

fn constraints(c: &mut Criterion) {
    let mut group = c.benchmark_group("balancing to constraints");
    group.sample_size(10);
    for n in [200, 1000] {
        let (prior, rows, columns) = case(n);
        let mut all = Constraint::row_sums(&rows, n);
        let uncertain = Constraint::column_sums(&columns, n);
        all.extend(uncertain.into_iter().map(|c| c.standard_error(1.0)));
        let problem = Constrained::new(prior.view(), all);
        group.throughput(Throughput::Elements((n * n) as u64));
        group.bench_function(BenchmarkId::new("uncertain columns", n), |b| {
            b.iter(|| problem.as_ref().map(|problem| problem.balanced()));
        });
    }
    group.finish();
}

criterion_group!(benches, margins, constraints);
criterion_main!(benches);
