//! A file in the layout and size of the 2023 edition of ICIO: 3,645 rows × 4,107 columns.
#![allow(dead_code)] // every bench uses its own part

use std::fmt::Write as _;
use std::path::PathBuf;

const COUNTRIES: usize = 81;
const INDUSTRIES: usize = 45;
const CATEGORIES: [&str; 6] = ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"];

/// Cells with as many digits as in published files.
fn cell(i: usize, j: usize) -> f64 {
    let mixed = (i * 7919 + j * 104_729) % 1_000_003;
    mixed as f64 / 9.7e4
}

/// The text of the file, nine digits a cell.
pub fn text() -> String {
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

/// The file among those of the system that do not last; remove it.
pub fn file() -> PathBuf {
    let path = std::env::temp_dir().join(format!("leontief-bench-{}-2020.csv", std::process::id()));
    std::fs::write(&path, text()).expect("a file for the bench");
    path
}
