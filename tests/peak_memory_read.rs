//! How much memory reading an inter-country table takes at its peak, in dense tables. The test is alone in its binary: others would take
//! memory beside it.

use std::fmt::Write as _;

use leontief::read;
use leontief::table::Tolerance;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const COUNTRIES: usize = 40;
const INDUSTRIES: usize = 45;
const CATEGORIES: [&str; 6] = ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"];

/// A table in the layout of ICIO, with as many digits as published ones have.
fn text() -> String {
    let producers: Vec<String> = (0..COUNTRIES)
        .flat_map(|s| (0..INDUSTRIES).map(move |k| format!("R{s:02}_A{k:02}")))
        .collect();
    let finals = (0..COUNTRIES).flat_map(|s| CATEGORIES.map(|k| format!("R{s:02}_{k}")));
    let columns: Vec<String> = producers.iter().cloned().chain(finals).collect();
    let (n, width) = (producers.len(), columns.len());
    let mut text = format!("V1,{},OUT\n", columns.join(","));
    for label in &producers {
        text.push_str(label);
        for j in 0..width {
            let _ = write!(text, ",{:.12}", if j < n { 0.1 } else { 1.1 });
        }
        let _ = writeln!(text, ",{:.12}", 0.1 * n as f64 + 1.1 * (width - n) as f64);
    }
    let output = 0.1 * n as f64 + 1.1 * (width - n) as f64;
    for (label, cell) in [
        ("TLS", 0.0),
        ("VA", output - 0.1 * n as f64),
        ("OUT", output),
    ] {
        text.push_str(label);
        for j in 0..=width {
            let _ = write!(text, ",{:.12}", if j < n { cell } else { 0.0 });
        }
        text.push('\n');
    }
    text
}

#[test]
fn reading_takes_less_than_two_and_a_half_dense_tables() {
    let path = std::env::temp_dir().join(format!("leontief-peak-{}-2020.csv", std::process::id()));
    let text = text();
    let n = COUNTRIES * INDUSTRIES;
    let dense = 8 * n * (n + COUNTRIES * CATEGORIES.len());
    println!("{} bytes of text, {dense} of numbers", text.len());
    std::fs::write(&path, text).unwrap();
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let table = read::icio(&path)
        .unwrap()
        .tolerance(Tolerance::absolute(1e-3))
        .check()
        .unwrap();
    let peak = (MEMORY.peak_usage() - before) as f64 / dense as f64;
    let kept = (MEMORY.current_usage() - before) as f64 / dense as f64;
    std::fs::remove_file(&path).unwrap();
    println!("peak {peak:.2} dense tables, kept {kept:.2}");
    assert_eq!(table.producers().len(), n);
    assert!(peak < 2.5, "{peak:.2} dense tables");
}
