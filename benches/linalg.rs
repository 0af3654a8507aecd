//! How long the linear algebra takes, beside a matrix product or an inverse of the same size in the same run.
//!
//! `LEONTIEF_BENCH_LARGE=1` adds n = 6,930. With the features `gemm` and `faer` other kernels and engines run beside.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use leontief::linalg::{Cut, Factorised, Inverse, Options, Solver, System, invert, product};
use leontief::run::Run;
use ndarray::{Array2, ArrayView2};

/// Sizes of real world tables: WIOD 2013 (41 × 35), WIOD 2016 (44 × 56), OECD 2023 (77 × 45), twice that.
fn sizes() -> Vec<usize> {
    let mut sizes = vec![1435, 2464, 3465];
    if std::env::var_os("LEONTIEF_BENCH_LARGE").is_some() {
        sizes.push(6930);
    }
    sizes
}

/// Countries and sectors of the table that factors, solves and cuts are measured on.
const COUNTRIES: usize = 77;
const SECTORS: usize = 45;

fn coefficients(n: usize) -> Array2<f64> {
    let mut state = 1_u64;
    Array2::from_shape_simple_fn((n, n), || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        0.9 / n as f64 * (state >> 11) as f64 / (1_u64 << 53) as f64
    })
}

/// The matrix product that everything is compared with, and the inverse.
fn inverse(c: &mut Criterion) {
    let mut group = c.benchmark_group("full inverse");
    group.sample_size(10);
    group.measurement_time(Duration::from_secs(10));
    for n in sizes() {
        let a = coefficients(n);
        group.throughput(Throughput::Elements(2 * (n as u64).pow(3)));
        group.bench_function(BenchmarkId::new("product", n), |b| {
            b.iter(|| product(a.view(), a.view(), &Run::default()));
        });
        group.bench_function(BenchmarkId::new("inverse in place", n), |b| {
            b.iter_batched(
                || a.clone(),
                |a| invert(a, &Options::default()),
                BatchSize::PerIteration,
            );
        });
        other_engines(&mut group, &a);
    }
    group.finish();
}

type Group<'a> = criterion::BenchmarkGroup<'a, criterion::measurement::WallTime>;

#[cfg(any(feature = "faer", feature = "openblas"))]
fn other_engines(group: &mut Group<'_>, a: &Array2<f64>) {
    let mut bench = |name: &str, options: Options| {
        group.bench_function(BenchmarkId::new(name, a.nrows()), |b| {
            b.iter_batched(
                || a.clone(),
                |a| invert(a, &options),
                BatchSize::PerIteration,
            );
        });
    };
    #[cfg(feature = "faer")]
    bench(
        "inverse by faer",
        Options::default().engine(leontief::linalg::Faer),
    );
    #[cfg(feature = "openblas")]
    bench(
        "inverse by OpenBLAS",
        Options::default().engine(leontief::linalg::OpenBlas),
    );
}

#[cfg(not(any(feature = "faer", feature = "openblas")))]
fn other_engines(_: &mut Group<'_>, _: &Array2<f64>) {}

/// One core, one large product: the kernel in use and the others that are compiled in.
fn kernels(c: &mut Criterion) {
    let n = 1200;
    let a = coefficients(n);
    let alone = Run::default().threads(leontief::run::Threads::Count(1));
    let mut group = c.benchmark_group("kernels, one core");
    group.sample_size(20);
    group.throughput(Throughput::Elements(2 * (n as u64).pow(3)));
    group.bench_function("in use, tiled", |b| {
        b.iter(|| product(a.view(), a.view(), &alone));
    });
    group.bench_function("matrixmultiply, contiguous columns", |b| {
        b.iter(|| black_box(a.t().dot(&a.t())));
    });
    group.bench_function("matrixmultiply, contiguous rows", |b| {
        b.iter(|| black_box(a.dot(&a)));
    });
    faer_kernel(&mut group, a.view());
    group.finish();
}

#[cfg(feature = "faer")]
fn faer_kernel(group: &mut Group<'_>, a: ArrayView2<'_, f64>) {
    use faer::linalg::matmul::matmul;
    let n = a.nrows();
    let a = faer::Mat::from_fn(n, n, |i, j| a[[i, j]]);
    let mut c = faer::Mat::zeros(n, n);
    group.bench_function("faer", |b| {
        b.iter(|| {
            matmul(
                c.as_mut(),
                faer::Accum::Replace,
                a.as_ref(),
                a.as_ref(),
                1.0,
                faer::Par::Seq,
            );
        });
    });
}

#[cfg(not(feature = "faer"))]
fn faer_kernel(_: &mut Group<'_>, _: ArrayView2<'_, f64>) {}

/// What a question costs against the full inverse of the same table.
fn questions(c: &mut Criterion) {
    let n = COUNTRIES * SECTORS;
    let a = coefficients(n);
    let countries: Vec<Vec<usize>> = (0..COUNTRIES)
        .map(|s| (s * SECTORS..(s + 1) * SECTORS).collect())
        .collect();
    let exports: Vec<Cut> = countries.iter().map(|s| Cut::out_of(s, n)).collect();
    let demand = Array2::ones((n, COUNTRIES));
    let mut group = c.benchmark_group(format!("questions to {n} producers"));
    group.sample_size(10);
    group.measurement_time(Duration::from_secs(10));
    group.bench_function("full inverse", |b| {
        b.iter_batched(
            || a.clone(),
            |a| invert(a, &Options::default()),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("factor, 77 right and 77 left solves", |b| {
        b.iter_batched(
            || a.clone(),
            |a| {
                let factorised = Factorised::new(a, &Options::default())?;
                let right = factorised.solve_many(demand.view())?;
                let left = factorised.solve_transposed_many(demand.view())?;
                // dropped outside the measurement, as the inverse is
                Ok::<_, leontief::linalg::Failure>((factorised, right, left))
            },
            BatchSize::PerIteration,
        );
    });
    let system = System::new(a.clone()).unwrap();
    system.info().expect("a productive economy");
    group.bench_function("one left solve from the factor", |b| {
        let weights = ndarray::Array1::ones(n);
        b.iter(|| system.solve_transposed(weights.view()));
    });
    group.bench_function("77 diagonal blocks from the factor", |b| {
        b.iter(|| system.diagonal_blocks(&countries));
    });
    group.bench_function("77 local inverses", |b| {
        b.iter(|| system.local_inverses(&countries));
    });
    let inverse = Inverse::new(a, &Options::default()).expect("a productive economy");
    let mut without = Array2::zeros((n, n));
    group.bench_function("inverse without one country's exports", |b| {
        b.iter(|| inverse.write_without(&exports[0], without.view_mut()));
    });
    group.bench_function("inverses without each of 77 countries' exports", |b| {
        b.iter(|| {
            inverse.each_inverse_without(&exports, |_, without| {
                black_box(without[[0, 0]]);
            })
        });
    });
    group.bench_function("output without each of 77 countries' exports", |b| {
        let demand = Array2::ones((n, 1));
        b.iter(|| inverse.each_without(&exports, |_, cut| cut.solve_many(demand.view())));
    });
    group.finish();
}

criterion_group!(benches, kernels, inverse, questions);
criterion_main!(benches);
