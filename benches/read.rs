//! Reading inter-country tables: bytes of text per second, parsed into a draft and checked, beside reading the bytes alone.
//!
//! `cargo bench --bench read`. The file is generated in the layout and size of the 2023 edition of ICIO: 3,645 rows × 4,107 columns.

#[path = "published/icio.rs"]
mod icio;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leontief::read;
use leontief::table::Tolerance;

fn reading(criterion: &mut Criterion) {
    let path = icio::file();
    let bytes = std::fs::metadata(&path).expect("the file").len();
    let mut group = criterion.benchmark_group("ICIO, 3645 rows × 4107 columns");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .throughput(Throughput::Bytes(bytes));
    group.bench_function("bytes alone", |b| {
        b.iter(|| black_box(std::fs::read(&path).expect("the file")));
    });
    group.bench_function("draft", |b| {
        b.iter(|| black_box(read::icio(&path).expect("a draft")));
    });
    group.bench_function("checked table", |b| {
        b.iter(|| {
            let draft = read::icio(&path).expect("a draft");
            black_box(
                draft
                    .tolerance(Tolerance::absolute(0.1))
                    .check()
                    .expect("a table"),
            )
        });
    });
    group.finish();
    std::fs::remove_file(&path).ok();
}

criterion_group!(benches, reading);
criterion_main!(benches);
