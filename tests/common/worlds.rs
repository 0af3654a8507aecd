//! World tables: the worked case T3x2, and tables made of plain arrays.

use std::ops::Range;

use leontief::label::{Axis, Group, Producers};
use leontief::table::{WorldDraft, WorldTable};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Array2};
use serde_json::Value;

use super::{matrix, vector};

/// The worked case with its expected figures.
pub fn t3x2_case() -> Value {
    serde_json::from_str(include_str!("../../data/golden/t3x2.json")).unwrap()
}

pub fn t3x2() -> WorldTable {
    let case = t3x2_case();
    let sectors = Axis::new(["1", "2"]).unwrap();
    let countries = ["A", "B", "C"];
    let blocks = countries.map(|country| (country, Group::whole(), sectors.clone()));
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    WorldDraft::new(
        Producers::new(blocks).unwrap(),
        Axis::new(["final"]).unwrap(),
        unit,
    )
    .flows(matrix(&case["Z"]))
    .final_use(matrix(&case["Y"]))
    .output(vector(&case["expected"]["x"]))
    .residual_value_added()
    .check()
    .unwrap()
}

/// A world table of countries `C1`, `C2`, … with sectors `s1`, `s2`, …, value added as the residual; countries without producers become
/// markets at the end, so that `ranges` may be empty only there.
pub fn world(
    ranges: &[Range<usize>],
    z: &Array2<f64>,
    y: &Array2<f64>,
    x: &Array1<f64>,
) -> WorldTable {
    let code = |s: usize| format!("C{}", s + 1);
    let blocks = ranges
        .iter()
        .enumerate()
        .filter(|(_, range)| !range.is_empty());
    let blocks = blocks.map(|(s, range)| {
        let sectors = (1..=range.len()).map(|k| format!("s{k}"));
        (code(s), Group::whole(), Axis::new(sectors).unwrap())
    });
    let producers = Producers::new(blocks).unwrap();
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    let markets = (producers.countries().len()..ranges.len()).map(code);
    WorldDraft::new(producers, Axis::new(["final"]).unwrap(), unit)
        .with_markets(markets)
        .unwrap()
        .flows(z.clone())
        .final_use(y.clone())
        .output(x.clone())
        .residual_value_added()
        .check()
        .unwrap()
}
