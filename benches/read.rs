//! Reading inter-country tables: bytes of text per second, parsed into a draft and checked, beside reading the bytes alone.
//!
//! `cargo bench --bench read`. The file is generated in the layout and size of the 2023 edition of ICIO: 3,645 rows × 4,107 columns.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leontief::read;
use leontief::table::Tolerance;

const COUNTRIES: usize = 81;
const INDUSTRIES: usize = 45;
const CATEGORIES: [&str; 6] = ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"];

/// Cells with as many digits as in published files.
fn cell(i: usize, j: usize) -> f64 {
    let mixed = (i * 7919 + j * 104_729) % 1_000_003;
    mixed as f64 / 9.7e4
}

fn text() -> String {
    let region = |s: usize| format!("R{s:02}");
    let producers: Vec<String> = (0..COUNTRIES)
        .flat_map(|s| (0..INDUSTRIES).map(move |k| format!("{}_A{k:02}", region(s))))
        .collect();
    let finals =
        (0..COUNTRIES).flat_map(|s| CATEGORIES.map(|category| format!("{}_{category}", region(s))));
    let columns: Vec<String> = producers.iter().cloned().chain(finals).collect();
    let (n, width) = (producers.len(), columns.len());
    let mut text = format!("V1,{},OUT\n", columns.join(","));
    let mut inputs = vec![0.0; n];
    let mut output = vec![0.0; n];
    for (i, label) in producers.iter().enumerate() {
        text.push_str(label);
        for (j, input) in inputs.iter_mut().enumerate() {
            let value = cell(i, j);
            *input += value;
            output[i] += value;
            let _ = write!(text, ",{value:.6}");
        }
        for j in n..width {
            let value = 40.0 * cell(i, j);
            output[i] += value;
            let _ = write!(text, ",{value:.6}");
        }
        let _ = writeln!(text, ",{:.6}", output[i]);
    }
    let mut tail = |label: &str, cells: &dyn Fn(usize) -> f64| {
        text.push_str(label);
        for j in 0..=width {
            let _ = write!(text, ",{:.6}", if j < n { cells(j) } else { 0.0 });
        }
        text.push('\n');
    };
    tail("TLS", &|_| 0.0);
    tail("VA", &|j| output[j] - inputs[j]);
    tail("OUT", &|j| output[j]);
    text
}

fn file() -> PathBuf {
    let path = std::env::temp_dir().join(format!("leontief-bench-{}-2020.csv", std::process::id()));
    std::fs::write(&path, text()).expect("a file for the bench");
    path
}

fn reading(criterion: &mut Criterion) {
    let path = file();
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
