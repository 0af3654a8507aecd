//! How fast and how large: the full inverse beside a matrix product of the same size, and a factor with right-hand sides.
//!
//! ```text
//! cargo run --release --example inverse_speed -- 1435 2464 3465
//! cargo run --release --example inverse_speed -- --once 19680
//! ```
//!
//! Times are medians of five runs of product and inverse in turn, the ratio that of the pairs. `--once` measures a single run of each
//! and leaves the product out, for tables that fill the memory; only there the memory is that of the work alone, without the copies that
//! repeated runs need.

use std::time::Instant;

use leontief::linalg::{Factorised, Failure, Options, invert, product};
use leontief::run::Run;
use ndarray::Array2;

const RUNS: usize = 5;

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
    println!(
        "seconds; memory: with --once the peak in multiples of the n x n matrix, where the system tells"
    );
    Ok(())
}

fn line(n: usize, once: bool) -> Result<(), Failure> {
    let operations = 2.0 * (n as f64).powi(3) / 1e9;
    let a = coefficients(n);
    if !once {
        // one that does not count
        product_seconds(&a)?;
        inverse_seconds(a.clone())?;
    }
    let runs = if once { 1 } else { RUNS };
    let (mut products, mut inverses, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let mut memory = None;
    let mut a = Some(a);
    for _ in 0..runs {
        // in turn, since machines change their speed
        if let (false, Some(a)) = (once, &a) {
            products.push(product_seconds(a)?);
        }
        let taken = if once { a.take() } else { a.clone() };
        let taken = taken.unwrap_or_else(|| coefficients(n));
        forget_peak();
        inverses.push(inverse_seconds(taken)?);
        memory = once.then(|| peak_matrices(n)).flatten();
        ratios.extend(
            products
                .last()
                .map(|product| product / inverses[inverses.len() - 1]),
        );
    }
    let (mut factors, mut solves) = (Vec::new(), Vec::new());
    let mut factor_memory = None;
    drop(a);
    for _ in 0..runs {
        let a = coefficients(n);
        forget_peak();
        let (factor, solve) = factor_and_solve_seconds(a)?;
        factors.push(factor);
        solves.push(solve);
        factor_memory = once.then(|| peak_matrices(n)).flatten();
    }
    let (product, inverse) = (median(products), median(inverses).unwrap_or(f64::NAN));
    println!(
        "{n:>6} {:>9} {:>6} {inverse:>9.3} {:>6.1} {:>11} {:>7} {:>8} {:>11} {:>7}",
        figure(product, 3),
        figure(product.map(|product| operations / product), 1),
        operations / inverse,
        figure(median(ratios), 3),
        figure(memory, 2),
        figure(median(factors), 3),
        figure(median(solves), 3),
        figure(factor_memory, 2),
    );
    Ok(())
}

fn figure(value: Option<f64>, digits: usize) -> String {
    value.map_or("-".into(), |value| format!("{value:.digits$}"))
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn product_seconds(a: &Array2<f64>) -> Result<f64, Failure> {
    let start = Instant::now();
    product(a.view(), a.view(), &Run::default())?;
    Ok(start.elapsed().as_secs_f64())
}

fn inverse_seconds(a: Array2<f64>) -> Result<f64, Failure> {
    let start = Instant::now();
    invert(a, &Options::default())?;
    Ok(start.elapsed().as_secs_f64())
}

fn factor_and_solve_seconds(a: Array2<f64>) -> Result<(f64, f64), Failure> {
    let demand = Array2::ones((a.nrows(), COUNTRIES));
    let start = Instant::now();
    let factorised = Factorised::new(a, &Options::default())?;
    let factor = start.elapsed().as_secs_f64();
    factorised.solve_many(demand.view())?;
    Ok((factor, start.elapsed().as_secs_f64() - factor))
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

/// Linux starts its count of the largest resident memory anew.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The largest resident memory since, in n × n matrices.
fn peak_matrices(n: usize) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(1024.0 * kib / (8.0 * (n as f64).powi(2)))
}
