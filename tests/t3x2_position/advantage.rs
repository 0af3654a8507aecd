//! Revealed comparative advantage.

use crate::common::assert_close;
use crate::common::worlds::{t3x2, world};
use crate::naive::cases::ragged;
use crate::{figures, model_of, naive, value_added};
use leontief::account::position::{By, Direction, Trade};
use leontief::table::WorldTable;
use ndarray::{Array2, Axis as Dimension, array, concatenate};

/// Countries that are alike: half of each country's goods go to the others, in the same mix.
fn alike() -> WorldTable {
    let home = array![[20.0, 8.0], [10.0, 30.0]];
    let abroad = array![[4.0, 2.0], [3.0, 5.0]];
    let row = |s: usize| {
        let blocks: Vec<_> = (0..3)
            .map(|r| if r == s { home.view() } else { abroad.view() })
            .collect();
        concatenate(Dimension(1), &blocks).unwrap()
    };
    let rows: Vec<Array2<f64>> = (0..3).map(row).collect();
    let views: Vec<_> = rows.iter().map(|row| row.view()).collect();
    let z = concatenate(Dimension(0), &views).unwrap();
    let y = Array2::from_shape_fn((6, 3), |(i, r)| {
        let size = if i % 2 == 0 { 40.0 } else { 60.0 };
        if i / 2 == r { size } else { size / 10.0 }
    });
    let x = z.sum_axis(Dimension(1)) + y.sum_axis(Dimension(1));
    world(&[0..2, 2..4, 4..6], &z, &y, &x)
}

#[test]
fn nobody_has_an_advantage_where_all_countries_are_alike() {
    let model = alike().model().unwrap();
    let added = value_added(&model);
    for trade in [
        Trade::Gross,
        Trade::ByOrigin(&added),
        Trade::ByExporter(&added),
    ] {
        let index = model.revealed_advantage(trade).unwrap();
        assert_close("RCA", figures(&index, "RCA"), [1.0; 6], 1e-13);
        assert_close("NRCA", figures(&index, "NRCA"), [0.0; 6], 1e-15);
    }
}

#[test]
fn comparative_advantage_by_gross_exports_and_by_content() {
    let model = t3x2().model().unwrap();
    let added = value_added(&model);
    let case = naive::cases::t3x2();
    let blocks = case.blocks();
    let gross: Vec<f64> = blocks.exports.iter().flatten().copied().collect();
    let origin = (0..3).flat_map(|s| &blocks.w[s] * &blocks.l[s].dot(&blocks.exports[s]));
    let exporter = (0..3).flat_map(|s| blocks.local(s) * &blocks.exports[s]);
    let (origin, exporter): (Vec<f64>, Vec<f64>) = (origin.collect(), exporter.collect());
    for (trade, e) in [
        (Trade::Gross, gross),
        (Trade::ByOrigin(&added), origin),
        (Trade::ByExporter(&added), exporter),
    ] {
        let world: f64 = e.iter().sum();
        let country = |i: usize| e[i - i % 2] + e[i - i % 2 + 1];
        let sector = |i: usize| e[i % 2] + e[2 + i % 2] + e[4 + i % 2];
        let index = model.revealed_advantage(trade).unwrap();
        let expected = (0..6).map(|i| (e[i] / country(i)) / (sector(i) / world));
        assert_close("RCA", figures(&index, "RCA"), expected, 1e-12);
        let expected = (0..6).map(|i| e[i] / world - country(i) * sector(i) / world / world);
        assert_close("NRCA", figures(&index, "NRCA"), expected, 1e-12);
        let normal = figures(&index, "NRCA");
        for of in [[0, 1].as_slice(), &[2, 3], &[4, 5], &[0, 2, 4], &[1, 3, 5]] {
            let sum: f64 = of.iter().map(|&i| normal[i]).sum();
            assert_close("sum of NRCA", [sum], [0.0], 1e-14);
        }
    }
    // both contents have the sum of domestic value added in exports
    let origin = model.revealed_advantage(Trade::ByOrigin(&added)).unwrap();
    assert!(origin.about().method.contains("origin"));
}

#[test]
fn a_country_that_exports_nothing_has_no_comparative_advantage() {
    let z = array![[20.0, 0.0, 5.0], [0.0, 30.0, 0.0], [10.0, 0.0, 10.0]];
    let y = array![[50.0, 0.0, 5.0], [0.0, 70.0, 0.0], [10.0, 0.0, 40.0]];
    let x = z.sum_axis(Dimension(1)) + y.sum_axis(Dimension(1));
    let model = world(&[0..1, 1..2, 2..3], &z, &y, &x).model().unwrap();
    let index = model.revealed_advantage(Trade::Gross).unwrap();
    let closed = index.exporter("C2").unwrap();
    let terms: Vec<&str> = closed.rows().map(|row| row.term).collect();
    assert_eq!(terms, ["NRCA"]);
    // a world of one country trades with nobody
    let alone = model_of(&ragged(&[5], 4));
    assert_eq!(
        alone
            .revealed_advantage(Trade::Gross)
            .unwrap()
            .rows()
            .count(),
        0
    );
}

#[test]
fn weights_of_another_model_are_refused() {
    let model = t3x2().model().unwrap();
    let other = model_of(&ragged(&[2, 3], 1));
    let weights = value_added(&other);
    let refused = [
        model
            .production_by_kind(Direction::Forward, &weights)
            .unwrap_err(),
        model
            .production_by_kind(Direction::Backward, &weights)
            .unwrap_err(),
        model
            .production_by_groups(Direction::Backward, &weights)
            .unwrap_err(),
        model
            .production_lengths(&weights, By::Producer)
            .unwrap_err(),
        model
            .revealed_advantage(Trade::ByOrigin(&weights))
            .unwrap_err(),
    ];
    assert!(refused.iter().all(leontief::Error::is_shape));
}

#[test]
fn the_mean_of_comparative_advantage_over_sectors_is_one() {
    let model = t3x2().model().unwrap();
    let exports = model.table().exports().sum_axis(Dimension(1));
    let index = figures(&model.revealed_advantage(Trade::Gross).unwrap(), "RCA");
    let sector = |k: usize| exports[k] + exports[2 + k] + exports[4 + k];
    for s in 0..3 {
        let sum = index[2 * s] * sector(0) + index[2 * s + 1] * sector(1);
        assert_close("mean", [sum / exports.sum()], [1.0], 1e-12);
    }
}
