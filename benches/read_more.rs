//! Reading further formats at their published sizes, beside reading the bytes alone and a matrix product of the table's size.
//!
//! `cargo bench --features formats --bench read_more`, some minutes. Files are generated among those of the system that do not last, and
//! removed: an ICIO file in a zip archive and as a cache, a folder of Eora26, workbooks of WIOD 2016.

#[path = "published/eora.rs"]
mod eora;
#[path = "published/icio.rs"]
mod icio;
#[path = "../tests/wiod_books/mini.rs"]
#[allow(dead_code)]
mod mini;
#[path = "../tests/common/published.rs"]
mod published;
#[path = "../tests/wiod_books/sheet.rs"]
#[allow(dead_code)]
mod sheet;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use leontief::linalg::product;
use leontief::read::{self, CachedWorld};
use leontief::run::Run;
use leontief::table::Tolerance;
use leontief::write;
use mini::{Database, Mini};
use ndarray::Array2;
use published::{Folder, zipped};
use sheet::Format;

/// A group with the two yardsticks: the bytes of the files alone, a product of two matrices as large as the flows.
fn group<'a>(
    criterion: &'a mut Criterion,
    name: &str,
    files: &[PathBuf],
    producers: usize,
) -> BenchmarkGroup<'a, WallTime> {
    let length = |path: &PathBuf| fs::metadata(path).expect("a file").len();
    let bytes: u64 = files.iter().map(length).sum();
    let title = format!("{name}, {:.0} MB", bytes as f64 / 1e6);
    let mut group = criterion.benchmark_group(title);
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(1))
        .warm_up_time(Duration::from_millis(1));
    group.bench_function("bytes alone", |b| {
        b.iter(|| {
            for file in files {
                black_box(fs::read(file).expect("a file"));
            }
        });
    });
    let a = Array2::from_shape_fn((producers, producers), |(i, j)| {
        (i * 7 + j * 13) as f64 % 11.0
    });
    group.bench_function("matrix product of the size", |b| {
        b.iter(|| black_box(product(a.view(), a.view(), &Run::default()).expect("a product")));
    });
    group
}

fn eora26(criterion: &mut Criterion) {
    let folder = Folder::new();
    let path: &Path = folder.as_ref();
    eora::write(path);
    let files = fs::read_dir(path).expect("a folder");
    let files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    let mut group = group(criterion, "Eora26", &files, 4915);
    group.bench_function("checked table", |b| {
        b.iter(|| {
            let draft = read::eora26(path).expect("a draft");
            let draft = draft.tolerance(Tolerance::absolute(1.0));
            black_box(draft.check().expect("a table"))
        });
    });
    group.finish();
}

fn icio_packed(criterion: &mut Criterion) {
    let folder = Folder::new();
    let path = folder.put("2020.zip", zipped(&[("2020.csv", icio::text())]));
    let mut group = group(
        criterion,
        "ICIO in a zip archive",
        std::slice::from_ref(&path),
        3645,
    );
    group.bench_function("draft", |b| {
        b.iter(|| black_box(read::icio(&path).expect("a draft")));
    });
    let table = read::icio(&path).expect("a draft");
    let table = table.tolerance(Tolerance::absolute(0.1)).check();
    let cached = path.with_extension("leontief");
    write::cache(&cached, &table.expect("a table")).expect("a cache");
    group.bench_function("bytes of a cache alone", |b| {
        b.iter(|| black_box(fs::read(&cached).expect("a file")));
    });
    group.bench_function("cache opened", |b| {
        b.iter(|| black_box(CachedWorld::open(&cached).expect("a cache")));
    });
    group.bench_function("checked table from the cache", |b| {
        b.iter(|| {
            let cache = CachedWorld::open(&cached).expect("a cache");
            black_box(cache.table().expect("a table"))
        });
    });
    group.finish();
}

fn wiod2016(criterion: &mut Criterion) {
    let mut codes: Vec<&'static str> = (0..43).map(|s| &*format!("X{s:02}").leak()).collect();
    codes.push("ROW");
    let sectors = (0..56).map(|k| (&*format!("A{k:02}").leak(), "an industry"));
    let mini = Mini::of(Database::Wiod2016, codes, sectors.collect(), 3);
    let folder = Folder::new();
    for (name, format) in [("xlsb", Format::Xlsb), ("xlsx", Format::Xlsx)] {
        let path = mini.put(&folder, format);
        let title = format!("WIOD 2016 as {name}");
        let mut group = group(criterion, &title, std::slice::from_ref(&path), 2464);
        group.bench_function("draft", |b| {
            b.iter(|| black_box(read::wiod2016(&path).expect("a draft")));
        });
        group.finish();
        fs::remove_file(&path).ok();
    }
}

criterion_group!(benches, eora26, icio_packed, wiod2016);
criterion_main!(benches);
