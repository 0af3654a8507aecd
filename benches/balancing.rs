//! How long a balancing takes, beside one pass over the same cells: their sum.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use leontief::build::balancing::{Balancing, Constrained, Constraint, Margin, Method};
use ndarray::{Array2, Axis};

const METHODS: [Method; 2] = [Method::Alternating, Method::Newton];

struct Case {
    prior: Array2<f64>,
    goal: Array2<f64>,
    rows: Margin,
    columns: Margin,
}

/// A prior of very unequal cells, a part of them negative, a quarter of them zero, and margins that some matrix of the same signs has.
fn case(n: usize, negative: f64) -> Case {
    let mut state = 1_u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let prior = Array2::from_shape_simple_fn((n, n), || match random() {
        kind if kind < negative => -10.0 * random(),
        kind if kind < negative + 0.25 => 0.0,
        _ => 1000.0 * random().powi(8),
    });
    let goal = prior.mapv(|cell| cell * (0.2 + 2.0 * random()));
    let margin = |noun, axis| Margin::numbered(noun, goal.sum_axis(axis));
    let (Ok(rows), Ok(columns)) = (margin("row", Axis(1)), margin("column", Axis(0))) else {
        panic!("margins of finite cells are finite");
    };
    Case {
        prior,
        goal,
        rows,
        columns,
    }
}

fn margins(c: &mut Criterion) {
    for (name, negative) in [("RAS", 0.0), ("GRAS", 0.05)] {
        let mut group = c.benchmark_group(name);
        group.sample_size(10);
        group.measurement_time(Duration::from_secs(3));
        for n in [1000, 2000] {
            let case = case(n, negative);
            group.throughput(Throughput::Elements((n * n) as u64));
            group.bench_function(BenchmarkId::new("one pass", n), |b| {
                b.iter(|| black_box(case.prior.sum()));
            });
            for method in METHODS {
                let (rows, columns) = (case.rows.clone(), case.columns.clone());
                let problem = Balancing::gras(case.prior.view(), rows, columns);
                let problem = problem.map(|problem| problem.method(method));
                group.bench_function(BenchmarkId::new(method.to_string(), n), |b| {
                    b.iter(|| problem.as_ref().map(|problem| problem.balanced()));
                });
            }
        }
        group.finish();
    }
}

/// A million cells: exact rows, uncertain columns in conflict with them, blocks, least squares.
fn constraints(c: &mut Criterion) {
    let n = 1000;
    let Case {
        prior,
        goal,
        rows,
        columns,
    } = case(n, 0.05);
    let mut uncertain = Constraint::row_sums(&rows, n);
    let by_column = Constraint::column_sums(&columns, n).into_iter();
    uncertain.extend(by_column.map(|c| c.standard_error(100.0)));
    let mut bilateral = Constraint::margins(&rows, &columns);
    let groups: Vec<_> = (0..20)
        .map(|k| (k.to_string(), 50 * k..50 * k + 50))
        .collect();
    let totals = Array2::from_shape_fn((20, 20), |(k, l)| {
        let part = |range: usize| 50 * range..50 * range + 50;
        let cells = part(k).flat_map(|i| part(l).map(move |j| (i, j)));
        cells.map(|at| goal[at]).sum()
    });
    if let Ok(blocks) = Constraint::blocks(&groups, &groups, totals.view()) {
        bilateral.extend(blocks);
    }
    let mut group = c.benchmark_group("constraints on a million cells");
    group.sample_size(10);
    group.throughput(Throughput::Elements((n * n) as u64));
    group.bench_function("one pass", |b| b.iter(|| black_box(prior.sum())));
    // one after another, uncertain columns across exact rows would take minutes
    let cases = [
        ("uncertain columns", &uncertain, Method::Newton),
        ("blocks", &bilateral, Method::Newton),
        ("blocks", &bilateral, Method::Alternating),
    ];
    for (name, constraints, method) in cases {
        let problem = Constrained::new(prior.view(), constraints.clone());
        let problem = problem.map(|problem| problem.method(method));
        group.bench_function(BenchmarkId::new(name, method), |b| {
            b.iter(|| problem.as_ref().map(|problem| problem.balanced()));
        });
    }
    let problem = Constrained::new(prior.view(), bilateral)
        .and_then(|problem| problem.least_squares(prior.mapv(f64::abs)));
    group.bench_function("blocks, least squares", |b| {
        b.iter(|| problem.as_ref().map(|problem| problem.balanced()));
    });
    group.finish();
}

criterion_group!(benches, margins, constraints);
criterion_main!(benches);
