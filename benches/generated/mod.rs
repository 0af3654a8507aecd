//! World tables of real size, made by a formula: the same on every machine.

use leontief::label::{Axis, Group, Producers};
use leontief::table::{WorldDraft, WorldTable};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Array2, Axis as Dimension};

/// A table of so many countries and sectors: inputs come mostly from home, a hundredth of the cells abroad is zero, inventories are
/// partly negative, two final uses by country.
pub fn table(countries: usize, sectors: usize) -> WorldTable {
    let n = countries * sectors;
    let mut state = 20_121_u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let home = |i: usize, j: usize| i / sectors == j / sectors;
    let mut flows = Array2::zeros((n, n));
    for ((i, j), flow) in flows.indexed_iter_mut() {
        let size = random();
        *flow = match home(i, j) {
            true => 40.0 * size * size,
            false if size < 0.01 => 0.0,
            false => 8.0 * size / countries as f64,
        };
    }
    let mut finals = Array2::zeros((n, 2 * countries));
    for ((i, k), use_) in finals.indexed_iter_mut() {
        let size = random();
        let at_home = i / sectors == k / 2;
        *use_ = match (at_home, k % 2) {
            (true, 0) => 500.0 + 1000.0 * size,
            (true, _) => 20.0 * size - 8.0,
            (false, 0) => 200.0 * size / countries as f64,
            (false, _) => 0.0,
        };
    }
    let uses: Array1<f64> = flows.sum_axis(Dimension(1)) + finals.sum_axis(Dimension(1));
    // columns are brought to about 55 % inputs; what is used less is used finally at home
    let inputs = flows.sum_axis(Dimension(0));
    for (j, mut column) in flows.columns_mut().into_iter().enumerate() {
        column *= (0.55 * uses[j] / inputs[j]).min(1.0);
    }
    let left = &uses - &flows.sum_axis(Dimension(1)) - finals.sum_axis(Dimension(1));
    for i in 0..n {
        finals[[i, 2 * (i / sectors)]] += left[i];
    }
    let axis = Axis::new((1..=sectors).map(|k| format!("S{k}"))).expect("unique codes");
    let blocks = (1..=countries).map(|s| (format!("C{s}"), Group::whole(), axis.clone()));
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    WorldDraft::new(
        Producers::new(blocks).expect("unique codes"),
        Axis::new(["use", "inventories"]).expect("unique codes"),
        unit,
    )
    .flows(flows)
    .final_use(finals)
    .output(uses)
    .residual_value_added()
    .check()
    .expect("a balanced table")
}
