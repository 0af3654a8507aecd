//! How fast and how large: the full inverse beside a matrix product of the same size, and a factor with right-hand sides.
//!
//! ```text
//! cargo run --release --example inverse_speed -- 1435 2464 3465
//! cargo run --release --example inverse_speed -- --once 19680
//! ```
//!
//! Times are medians of three after one that does not count, `--once` measures a single run of each and leaves the product out,
//! for tables that fill the memory.

use std::time::Instant;

use leontief::linalg::{Factorised, Failure, Options, invert, product};
use leontief::run::Run;
use ndarray::Array2;

/// Right-hand sides of the factor, as many as a large world table has countries.
const COUNTRIES: usize = 164;

fn main() -> Result<(), Failure> {
    let mut sizes = Vec::new();
    let mut once = false;
    for argument in std::env::args().skip(1) {
        match (argument.as_str(), argument.parse()) {
            ("--once", _) => once = true,
            (_, Ok(size)) => sizes.push(size),
            (_, Err(_)) => {
                eprintln!("`{argument}` is neither a number of producers nor `--once`");
                std::process::exit(2);
            }
        }
    }
    if sizes.is_empty() {
        sizes = vec![224, 1000];
    }
    println!(
        "     n   product   GF/s   inverse   GF/s  of product  memory   factor  {COUNTRIES} solves  memory"
    );
    for n in sizes {
        line(n, once)?;
    }
    println!("seconds; memory: peak in multiples of the n x n matrix, where the system tells");
    Ok(())
}

fn line(n: usize, once: bool) -> Result<(), Failure> {
    let operations = 2.0 * (n as f64).powi(3) / 1e9;
    let options = Options::default();
    let product_time = if once {
        None
    } else {
        let a = coefficients(n);
        Some(median(|| {
            seconds(|| product(a.view(), a.view(), &Run::default()).map(drop))
        })?)
    };
    let times = if once { 1 } else { 3 };
    let mut inverse_memory = None;
    let inverse_time = median_of(times, || {
        let a = coefficients(n);
        measured(n, &mut inverse_memory, || invert(a, &options).map(drop))
    })?;
    let (mut factor_memory, mut solve_time) = (None, 0.0);
    let factor_time = median_of(times, || {
        let a = coefficients(n);
        let demand = Array2::ones((n, COUNTRIES));
        let mut factor_time = 0.0;
        measured(n, &mut factor_memory, || {
            let start = Instant::now();
            let factorised = Factorised::new(a, &options)?;
            factor_time = start.elapsed().as_secs_f64();
            solve_time = seconds(|| factorised.solve_many(demand.view()).map(drop))?;
            Ok(())
        })?;
        Ok(factor_time)
    })?;
    let memory = |peak: Option<f64>| peak.map_or("-".into(), |peak| format!("{peak:.2}"));
    let product = |figure: fn(f64, f64) -> f64, other: f64| {
        product_time.map_or("-".into(), |time| format!("{:.3}", figure(time, other)))
    };
    println!(
        "{n:>6} {:>9} {:>6} {inverse_time:>9.3} {:>6.1} {:>11} {:>7} {factor_time:>8.3} {solve_time:>11.3} {:>7}",
        product(|time, _| time, 0.0),
        product(|time, operations| operations / time, operations),
        operations / inverse_time,
        product(|time, inverse| time / inverse, inverse_time),
        memory(inverse_memory),
        memory(factor_memory),
    );
    Ok(())
}

/// Input coefficients of a dense economy whose producers add at least a tenth of their output themselves.
fn coefficients(n: usize) -> Array2<f64> {
    let mut state = 1_u64;
    Array2::from_shape_simple_fn((n, n), || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        0.9 / n as f64 * (state >> 11) as f64 / (1_u64 << 53) as f64
    })
}

fn seconds(work: impl FnOnce() -> Result<(), Failure>) -> Result<f64, Failure> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed().as_secs_f64())
}

fn median(work: impl FnMut() -> Result<f64, Failure>) -> Result<f64, Failure> {
    median_of(3, work)
}

fn median_of(times: usize, mut work: impl FnMut() -> Result<f64, Failure>) -> Result<f64, Failure> {
    if times > 1 {
        work()?;
    }
    let mut found = (0..times).map(|_| work()).collect::<Result<Vec<_>, _>>()?;
    found.sort_by(f64::total_cmp);
    Ok(found[times / 2])
}

/// The seconds of some work, and its peak memory in n × n matrices.
fn measured(
    n: usize,
    peak: &mut Option<f64>,
    work: impl FnOnce() -> Result<(), Failure>,
) -> Result<f64, Failure> {
    forget_peak();
    let time = seconds(work)?;
    *peak = peak_bytes().map(|bytes| bytes / (8.0 * (n as f64).powi(2)));
    Ok(time)
}

/// Linux starts its count of the largest resident memory anew.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn peak_bytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(1024.0 * kib)
}
