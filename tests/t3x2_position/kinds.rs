//! Production by kind and the lengths of its chains.

use crate::common::assert_close;
use crate::common::worlds::{t3x2, world};
use crate::naive::cases::ragged;
use crate::{DIRECTIONS, PRINTED, by_country, figures, model_of, unit, value_added};
use leontief::account::ledger::Column;
use leontief::account::position::{By, Direction};
use leontief::label::Axis;
use leontief::model::{Unallocated, WorldOptions};
use leontief::table::{Tolerance, WorldDraft};
use ndarray::{Array1, Axis as Dimension, array};

#[test]
fn kinds_of_production_add_up_to_value_added_and_final_output() {
    let model = t3x2().model().unwrap();
    let added = value_added(&model);
    let total = |direction| {
        let ledger = model.production_by_kind(direction, &added).unwrap();
        figures(&ledger.summed_over(&[Column::Term]), "total")
    };
    let expected = model.table().value_added();
    assert_close("VA", total(Direction::Forward), expected, 1e-12);
    let expected = model.table().absorption().sum_axis(Dimension(1));
    assert_close("y", total(Direction::Backward), expected, 1e-12);
    // the world total of every kind does not depend on the direction
    let sums = DIRECTIONS.map(|direction| {
        let all = [Column::Exporter, Column::Sector];
        let ledger = model.production_by_kind(direction, &added).unwrap();
        let world = ledger.summed_over(&all);
        ["PD", "RT", "S", "C"].map(|term| figures(&world, term)[0])
    });
    assert_close("world", sums[0], sums[1], 1e-10);
}

#[test]
fn output_that_nobody_absorbs_is_complex_forward_and_absent_backward() {
    let plain = t3x2();
    let mut finals = plain.absorption();
    finals[[0, 0]] -= 3.0;
    let table = WorldDraft::new(
        plain.producers().clone(),
        Axis::new(["final"]).unwrap(),
        unit(),
    )
    .flows(plain.flows().to_owned())
    .final_use(finals.clone())
    .output(plain.output().to_owned())
    .residual_value_added()
    .tolerance(Tolerance::relative(0.1))
    .check()
    .unwrap();
    let ignored = WorldOptions::default().unallocated(Unallocated::Ignored);
    let model = table.model_with(ignored).unwrap();
    let added = value_added(&model);
    let forward = model
        .production_by_kind(Direction::Forward, &added)
        .unwrap();
    let total = figures(&forward.summed_over(&[Column::Term]), "total");
    assert_close("VA", total, table.value_added(), 1e-12);
    let groups = model
        .production_by_groups(Direction::Forward, &added)
        .unwrap();
    for term in ["PD", "RT", "S", "C"] {
        let sum = groups.summed_over(&[Column::Origin]);
        assert_close(term, figures(&sum, term), figures(&forward, term), 1e-12);
    }
    let backward = model
        .production_by_kind(Direction::Backward, &added)
        .unwrap();
    let total = figures(&backward.summed_over(&[Column::Term]), "total");
    assert_close("y", total, finals.sum_axis(Dimension(1)), 1e-12);
    // at home by default
    let at_home = table.model().unwrap();
    let forward = at_home
        .production_by_kind(Direction::Forward, &added)
        .unwrap();
    assert_close(
        "PD",
        by_country(&forward, "PD"),
        [77.777778, 132.870018, 33.528571],
        PRINTED,
    );
}

#[test]
fn lengths_are_made_of_stages_at_home_borders_and_stages_abroad() {
    for (model, negative) in [
        (t3x2().model().unwrap(), false),
        (model_of(&ragged(&[4, 2, 5, 0], 3)), true),
    ] {
        let weights = value_added(&model);
        for by in By::ALL {
            let lengths = model.production_lengths(&weights, by).unwrap();
            let of = |term| Array1::from(figures(&lengths, term));
            let forward = of("PLv_domestic") + of("CBv") + of("PLv_foreign");
            assert_close("PLv_GVC", of("PLv_GVC"), forward, 1e-10);
            let backward = of("PLy_domestic") + of("CBy") + of("PLy_foreign");
            assert_close("PLy_GVC", of("PLy_GVC"), backward, 1e-9);
            let backward = of("PLy_first") + of("CBy") + of("PLy_after");
            assert_close("PLy_GVC", of("PLy_GVC"), backward, 1e-9);
            if !negative {
                for term in ["CBv", "CBy", "PLv_domestic", "PLy_domestic", "PLy_first"] {
                    assert!(of(term).iter().all(|stages| *stages >= 1.0), "{term}");
                }
            }
            let index = model.gvc_position(&weights, by).unwrap();
            let expected = of("PLv_GVC") / of("PLy_GVC");
            assert_close("index", figures(&index, "GVC_position"), expected, 1e-10);
        }
    }
}

#[test]
fn lengths_are_means_of_lengths_of_kinds() {
    let model = t3x2().model().unwrap();
    let weights = value_added(&model);
    for (direction, prefix) in DIRECTIONS.into_iter().zip(["PLv", "PLy"]) {
        let kinds = model.production_by_kind(direction, &weights).unwrap();
        for by in [By::Producer, By::Country, By::Sector] {
            let lengths = model.production_lengths(&weights, by).unwrap();
            let kinds = match by {
                By::Country => kinds.summed_over(&[Column::Sector]),
                By::Sector => kinds.summed_over(&[Column::Exporter]),
                _ => kinds.clone(),
            };
            let value = |kind| Array1::from(figures(&kinds, kind));
            let stages = |kind: &str| {
                let term = format!("{prefix}{kind}");
                Array1::from(figures(&lengths, &term))
            };
            let (simple, complex) = (value("S"), value("C"));
            let gvc = stages("_S") * &simple + stages("_C") * &complex;
            assert_close("GVC", stages("_GVC"), &gvc / (&simple + &complex), 1e-10);
            let all = stages("_PD") * value("PD") + stages("_RT") * value("RT") + &gvc;
            let sum = value("PD") + value("RT") + simple + complex;
            assert_close("all", stages(""), all / sum, 1e-10);
        }
    }
}

#[test]
fn a_country_without_trade_has_no_lengths_across_borders() {
    // B trades with nobody
    let z = array![[20.0, 0.0, 5.0], [0.0, 30.0, 0.0], [10.0, 0.0, 10.0]];
    let y = array![[50.0, 0.0, 5.0], [0.0, 70.0, 0.0], [10.0, 0.0, 40.0]];
    let x = z.sum_axis(Dimension(1)) + y.sum_axis(Dimension(1));
    let table = world(&[0..1, 1..2, 2..3], &z, &y, &x);
    let model = table.model().unwrap();
    let lengths = model
        .production_lengths(&value_added(&model), By::Producer)
        .unwrap();
    let closed = lengths.exporter("C2").unwrap();
    let terms: Vec<&str> = closed.rows().map(|row| row.term).collect();
    assert_eq!(terms, ["PLv", "PLv_PD", "PLy", "PLy_PD", "PLy_RT"]);
    let index = model
        .gvc_position(&value_added(&model), By::Country)
        .unwrap();
    assert_eq!(index.exporter("C2").unwrap().rows().count(), 0);
    let position = model.position_kpww(By::Country).unwrap();
    assert_eq!(position.exporter("C2").unwrap().rows().count(), 0);
}

#[test]
fn the_world_mean_of_borders_is_the_same_from_both_ends() {
    for model in [t3x2().model().unwrap(), model_of(&ragged(&[3, 1, 2], 2))] {
        let weights = value_added(&model);
        let lengths = model.production_lengths(&weights, By::Country).unwrap();
        let crossed = DIRECTIONS.map(|direction| {
            let kinds = model.production_by_kind(direction, &weights).unwrap();
            let term = match direction {
                Direction::Forward => "CBv",
                Direction::Backward => "CBy",
            };
            let value =
                Array1::from(by_country(&kinds, "S")) + Array1::from(by_country(&kinds, "C"));
            value.dot(&Array1::from(figures(&lengths, term)))
        });
        assert_close("borders", [crossed[0]], [crossed[1]], 1e-10);
    }
}
