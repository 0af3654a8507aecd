//! A table of the size of OECD ICIO 2023: its text parsed against its cache opened. Not run with the others: it writes files of some hundred
//! megabytes and prints seconds.

use std::fmt::Write;
use std::time::Instant;

use leontief::read::{self, CachedWorld};
use leontief::table::Tolerance;
use leontief::write;

use crate::common::random::Numbers;
use crate::published::Folder;
use crate::same::assert_same;

const COUNTRIES: usize = 81;
const INDUSTRIES: usize = 45;
const CATEGORIES: [&str; 6] = ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"];

/// The file, with cells of as many digits as the published ones.
fn text() -> String {
    let numbers = &mut Numbers::new(11);
    let countries: Vec<String> = (0..COUNTRIES).map(|s| format!("X{s:02}")).collect();
    let industry = |k: usize| format!("A{k:02}_{:02}", k + 1);
    let producers: Vec<String> = countries
        .iter()
        .flat_map(|s| (0..INDUSTRIES).map(move |k| format!("{s}_{}", industry(k))))
        .collect();
    let finals: Vec<String> = countries
        .iter()
        .flat_map(|s| CATEGORIES.map(|k| format!("{s}_{k}")))
        .collect();
    let columns = [producers.as_slice(), &finals].concat();
    let mut text = format!("V1,{},OUT\n", columns.join(","));
    let mut inputs = vec![0.0; producers.len()];
    let mut outputs = Vec::new();
    for row in &producers {
        text.push_str(row);
        let mut sum = 0.0;
        for column in 0..columns.len() {
            let most = if column < producers.len() { 1.0 } else { 80.0 };
            let value = (numbers.unit() * most * 1e7).round() / 1e7;
            sum += value;
            if let Some(input) = inputs.get_mut(column) {
                *input += value;
            }
            write!(text, ",{value}").unwrap();
        }
        writeln!(text, ",{sum}").unwrap();
        outputs.push(sum);
    }
    let mut line = |label: &str, cells: &[f64]| {
        text.push_str(label);
        for column in 0..columns.len() {
            write!(text, ",{}", cells.get(column).unwrap_or(&0.0)).unwrap();
        }
        text.push_str(",0\n");
    };
    let value_added: Vec<f64> = outputs.iter().zip(&inputs).map(|(x, z)| x - z).collect();
    line("TLS", &[]);
    line("VA", &value_added);
    line("OUT", &outputs);
    text
}

#[test]
#[ignore = "some hundred megabytes; run by hand, in release mode, with --nocapture"]
fn opening_a_large_cache_against_parsing_its_text() {
    let folder = Folder::new();
    let text = text();
    println!("text: {} MB", text.len() / 1_000_000);
    let csv = folder.put("ICIO_2018.csv", text);
    let seconds = |what: &str, start: Instant| {
        println!("{what}: {:.4} s", start.elapsed().as_secs_f64());
    };
    let start = Instant::now();
    let draft = read::icio(&csv)
        .unwrap()
        .tolerance(Tolerance::absolute(0.01));
    seconds("parsing the text", start);
    let table = draft.check().unwrap();
    seconds("parsing the text, with the checks", start);
    let path = folder.as_ref().join("icio.cache");
    let start = Instant::now();
    write::cache(&path, &table).unwrap();
    seconds("writing the cache", start);
    println!(
        "cache: {} MB",
        std::fs::metadata(&path).unwrap().len() / 1_000_000
    );
    for _ in 0..3 {
        let start = Instant::now();
        let cached = CachedWorld::open(&path).unwrap();
        seconds("opening", start);
        let start = Instant::now();
        let sum = cached.flows().sum();
        seconds(&format!("summing the flows of the map ({sum:.0})"), start);
        let start = Instant::now();
        cached.verify().unwrap();
        seconds("verifying", start);
        let start = Instant::now();
        let back = cached.table().unwrap();
        seconds("table, verified and checked", start);
        assert_same(&back, &table);
    }
}
