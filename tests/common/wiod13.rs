//! The full tables of WIOD's 2013 release.

use std::fs::File;
use std::path::Path;

use leontief::label::{Axis, Group, Producers};
use leontief::table::{Tolerance, WorldDraft, WorldTable};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Array2};
use ndarray_npy::NpzReader;

fn codes(file: &Path) -> Vec<String> {
    let mut reader = csv_lines(file);
    reader.remove(0);
    reader
}

/// The first column of a file.
fn csv_lines(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| line.split(',').next().unwrap().trim_matches('"').to_owned())
        .collect()
}

/// The table of a year.
pub fn table(folder: &Path, year: i32) -> WorldTable {
    let path = folder.join(format!("wiod13_{year}.npz"));
    let mut file = NpzReader::new(File::open(path).unwrap()).unwrap();
    let real = |matrix: Array2<i32>| matrix.mapv(f64::from);
    let flows = real(file.by_name("Z").unwrap());
    let finals = real(file.by_name("Y").unwrap());
    let output: Array1<i32> = file.by_name("x").unwrap();
    let output = output.mapv(f64::from);
    let industries = Axis::new(codes(&folder.join("industries.csv"))).unwrap();
    let countries = codes(&folder.join("countries.csv"));
    let blocks = countries
        .iter()
        .map(|code| (code.as_str(), Group::whole(), industries.clone()));
    let unit = Unit::new("USD", Scale::MILLIONS, year, PriceBasis::Basic);
    WorldDraft::new(
        Producers::new(blocks).unwrap(),
        Axis::new(["HH", "NPISH", "GOV", "GFCF", "INV"]).unwrap(),
        unit,
    )
    .flows(flows)
    .final_use(finals)
    .output(output)
    .residual_value_added()
    // cells are cut to whole millions, 1640 of them in a row
    .tolerance(Tolerance::absolute(1640.0))
    // two industries of Luxembourg have no output and an inventory of −1
    .drop_sales_without_output(1.0)
    .check()
    .unwrap()
}
