//! Upstreamness, downstreamness, inventories and propagation lengths.

use crate::common::assert_close;
use crate::common::dense::inverse;
use crate::common::worlds::{t3x2, world};
use crate::naive::cases::ragged;
use crate::{defined, figures, model_of, ragged_worlds, unit, value_added};
use leontief::account::ledger::Column;
use leontief::account::position::{By, Inventories};
use leontief::label::{Axis, Group, Producers};
use leontief::model::WorldModel;
use leontief::table::{WorldDraft, WorldTable};
use std::ops::ControlFlow;

use leontief::linalg::Options;
use leontief::model::WorldOptions;
use leontief::run::{Progress, Run};
use ndarray::{Array1, Array2, Axis as Dimension, array};

#[test]
fn propagation_lengths_are_sums_of_many_powers() {
    let model = t3x2().model().unwrap();
    let a = model.coefficients().unwrap();
    let (mut power, mut value, mut steps) = (a.clone(), a.clone(), a.clone());
    for k in 2..200 {
        power = power.dot(&a);
        value += &power;
        steps = steps + f64::from(k) * &power;
    }
    let lengths = model.all_propagation_lengths().unwrap();
    for ((i, j), steps) in steps.indexed_iter() {
        let expected = steps / value[[i, j]];
        assert_close("APL", lengths.get(i, j), [expected], 1e-12);
        assert!(expected >= 1.0);
    }
    // between countries, final output is the change
    let y = model.table().absorption().sum_axis(Dimension(1));
    let between = model.propagation_between_countries().unwrap();
    for (s, from) in ["A", "B", "C"].into_iter().enumerate() {
        for (r, to) in ["A", "B", "C"].into_iter().enumerate() {
            let sum = |matrix: &Array2<f64>| -> f64 {
                let cells =
                    (2 * s..2 * s + 2).flat_map(|i| (2 * r..2 * r + 2).map(move |j| (i, j)));
                cells.map(|(i, j)| matrix[[i, j]] * y[j]).sum()
            };
            let cell = between.exporter(from).unwrap().importer(to).unwrap();
            let expected = sum(&steps) / sum(&value);
            assert_close("APL", cell.value(), [expected], 1e-12);
        }
    }
}

#[test]
fn upstreamness_is_the_row_sum_of_the_ghosh_inverse() {
    let model = t3x2().model().unwrap();
    let (flows, output) = (model.table().flows(), model.table().output());
    let ghosh = Array2::from_shape_fn(flows.dim(), |(i, j)| {
        f64::from(u8::from(i == j)) - flows[[i, j]] / output[i]
    });
    let expected = inverse(ghosh).sum_axis(Dimension(1));
    let up = model
        .upstreamness(Inventories::Ignored, By::Producer)
        .unwrap();
    assert_close("U", figures(&up, "U"), expected, 1e-12);
    // the forward length of all chains; with residual value added the backward length is downstreamness
    let lengths = model
        .production_lengths(&value_added(&model), By::Producer)
        .unwrap();
    assert_close("PLv", figures(&lengths, "PLv"), figures(&up, "U"), 1e-12);
    let down = model
        .downstreamness(Inventories::Ignored, By::Producer)
        .unwrap();
    assert_close("PLy", figures(&lengths, "PLy"), figures(&down, "D"), 1e-12);
}

/// T3x2 with part of each final use put into stock, more in some rows than in others, and some taken out.
fn with_stocks() -> (WorldTable, Array1<f64>) {
    let plain = t3x2();
    let shares = array![0.1, 0.2, -0.05, 0.0, 0.3, 0.02];
    let finals = plain.absorption();
    let stocked = &finals * &shares.clone().insert_axis(Dimension(1));
    let kept = &finals - &stocked;
    let mut columns = Array2::zeros((6, 6));
    for country in 0..3 {
        columns
            .column_mut(2 * country)
            .assign(&kept.column(country));
        columns
            .column_mut(2 * country + 1)
            .assign(&stocked.column(country));
    }
    let categories = Axis::new(["use", "stocks"]).unwrap();
    let table = WorldDraft::new(plain.producers().clone(), categories, unit())
        .flows(plain.flows().to_owned())
        .final_use(columns)
        .output(plain.output().to_owned())
        .residual_value_added()
        .check()
        .unwrap();
    (table, stocked.sum_axis(Dimension(1)))
}

#[test]
fn inventories_are_taken_out_of_the_uses_of_each_producer() {
    let (table, stocked) = with_stocks();
    let model = table.model().unwrap();
    let net = Inventories::NetOf(&["stocks"]);
    let (flows, output) = (table.flows(), table.output());
    let kept = &output - &stocked;
    let delta = Array2::from_shape_fn(flows.dim(), |(i, j)| flows[[i, j]] / kept[i]);
    let solved = inverse(Array2::eye(6) - &delta);
    let up = model.upstreamness(net, By::Producer).unwrap();
    assert_close("U", figures(&up, "U"), solved.sum_axis(Dimension(1)), 1e-12);
    // U_i = 1 + Σ_j Δ_ij U_j
    let recursive = 1.0 + delta.dot(&Array1::from(figures(&up, "U")));
    assert_close("U", figures(&up, "U"), recursive, 1e-12);

    // columns of (I − A)⁻¹ with uses scaled up to output
    let scaled = Array2::from_shape_fn(flows.dim(), |(i, j)| {
        f64::from(u8::from(i == j)) - flows[[i, j]] * output[i] / kept[i] / output[j]
    });
    let down = model.downstreamness(net, By::Producer).unwrap();
    assert_close(
        "D",
        figures(&down, "D"),
        inverse(scaled).sum_axis(Dimension(0)),
        1e-12,
    );

    let used = table.absorption().sum_axis(Dimension(1)) - &stocked;
    let ratio = model.final_use_ratio(net, By::Producer).unwrap();
    assert_close("F_GO", figures(&ratio, "F_GO"), &used / &kept, 1e-12);
    let row_sums = Array1::from(figures(&ratio, "F_GO")) + delta.sum_axis(Dimension(1));
    assert_close("uses", row_sums, [1.0; 6], 1e-12);
    assert!(up.about().notes[0].contains("stocks"));

    let unknown = model.upstreamness(Inventories::NetOf(&["piles"]), By::Producer);
    assert!(unknown.unwrap_err().is_label());
    // no stocks at all: nothing changes
    let plain = model
        .upstreamness(Inventories::Ignored, By::Producer)
        .unwrap();
    let nothing = model
        .upstreamness(Inventories::NetOf(&[]), By::Producer)
        .unwrap();
    assert_close("U", figures(&nothing, "U"), figures(&plain, "U"), 1e-12);
}

#[test]
fn a_producer_that_only_fills_stocks_is_named_and_left_as_it_is() {
    let sectors = Axis::new(["goods", "idle"]).unwrap();
    let producers = Producers::new([("A", Group::whole(), sectors)]).unwrap();
    let table = WorldDraft::new(producers, Axis::new(["use", "stocks"]).unwrap(), unit())
        .flows(array![[20.0, 0.0], [5.0, 0.0]])
        .final_use(array![[80.0, 0.0], [0.0, 15.0]])
        .output(array![100.0, 20.0])
        .residual_value_added()
        .check()
        .unwrap();
    let net = Inventories::NetOf(&["stocks"]);
    let up = table
        .model()
        .unwrap()
        .upstreamness(net, By::Producer)
        .unwrap();
    // a quarter of the second is used, all of it by the first
    assert_close("U", figures(&up, "U"), [1.25, 2.25], 1e-12);

    let all = WorldDraft::new(
        table.producers().clone(),
        Axis::new(["use", "stocks"]).unwrap(),
        unit(),
    )
    .flows(array![[20.0, 0.0], [5.0, 0.0]])
    .final_use(array![[80.0, 0.0], [-5.0, 20.0]])
    .output(array![100.0, 20.0])
    .residual_value_added()
    .check()
    .unwrap();
    let up = all
        .model()
        .unwrap()
        .upstreamness(net, By::Producer)
        .unwrap();
    assert_close("U", figures(&up, "U"), [1.25, 1.0 + 0.25 * 1.25], 1e-12);
    assert!(
        up.about().notes[1].contains("`A idle`"),
        "{:?}",
        up.about().notes
    );
}

#[test]
fn the_world_means_of_upstreamness_and_downstreamness_are_the_same() {
    let (stocked, _) = with_stocks();
    let tables = ragged_worlds();
    let mut cases: Vec<(WorldModel, Inventories<'_>)> = tables
        .iter()
        .map(|case| (model_of(case), Inventories::Ignored))
        .collect();
    cases.push((stocked.model().unwrap(), Inventories::NetOf(&["stocks"])));
    cases.push((stocked.model().unwrap(), Inventories::Ignored));
    for (model, inventories) in cases {
        let output = model.table().output();
        let mean = |steps: Vec<f64>| output.dot(&Array1::from(steps));
        let up = model.upstreamness(inventories, By::Producer).unwrap();
        let down = model.downstreamness(inventories, By::Producer).unwrap();
        let (up, down) = (mean(figures(&up, "U")), mean(figures(&down, "D")));
        assert_close("Σ U X = Σ D X", [up], [down], 1e-10 * up.abs());
    }
}

#[test]
fn means_of_countries_and_sectors_are_weighted_with_output() {
    let model = t3x2().model().unwrap();
    let output = model.table().output();
    let u = figures(
        &model
            .upstreamness(Inventories::Ignored, By::Producer)
            .unwrap(),
        "U",
    );
    let mean = |of: &[usize]| {
        let sum: f64 = of.iter().map(|&i| u[i] * output[i]).sum();
        sum / of.iter().map(|&i| output[i]).sum::<f64>()
    };
    let countries = model
        .upstreamness(Inventories::Ignored, By::Country)
        .unwrap();
    assert_eq!(countries.labels(Column::Exporter), ["A", "B", "C"]);
    let expected = [mean(&[0, 1]), mean(&[2, 3]), mean(&[4, 5])];
    assert_close("countries", figures(&countries, "U"), expected, 1e-12);
    let sectors = model
        .upstreamness(Inventories::Ignored, By::Sector)
        .unwrap();
    assert_eq!(sectors.labels(Column::Sector), ["1", "2"]);
    let expected = [mean(&[0, 2, 4]), mean(&[1, 3, 5])];
    assert_close("sectors", figures(&sectors, "U"), expected, 1e-12);

    let added = model.table().value_added();
    let ratio = model.value_added_ratio(By::Country).unwrap();
    let expected = [140.0 / 230.0, 210.0 / 380.0, 67.0 / 130.0];
    assert_close("VA_GO", figures(&ratio, "VA_GO"), expected, 1e-12);
    let ratio = model.value_added_ratio(By::Producer).unwrap();
    assert_close("VA_GO", figures(&ratio, "VA_GO"), &added / &output, 1e-12);
    let ratio = model
        .final_use_ratio(Inventories::Ignored, By::Country)
        .unwrap();
    let finals = model.table().absorption().sum_axis(Dimension(1));
    let expected = [0, 2, 4].map(|i| (finals[i] + finals[i + 1]) / (output[i] + output[i + 1]));
    assert_close("F_GO", figures(&ratio, "F_GO"), expected, 1e-12);
}

#[test]
fn nothing_is_said_about_ratios_of_producers_without_output() {
    let case = ragged(&[2, 3], 1);
    let model = model_of(&case);
    let idle = case.n() - 1;
    assert_eq!(case.x[idle], 0.0);
    let up = model
        .upstreamness(Inventories::Ignored, By::Producer)
        .unwrap();
    assert_eq!(defined(&up, &model, "U")[idle], Some(1.0));
    let ratio = model
        .final_use_ratio(Inventories::Ignored, By::Producer)
        .unwrap();
    assert_eq!(defined(&ratio, &model, "F_GO")[idle], None);
    let ratio = model.value_added_ratio(By::Producer).unwrap();
    assert_eq!(defined(&ratio, &model, "VA_GO")[idle], None);
}

#[test]
fn no_chain_has_less_than_one_stage() {
    let model = t3x2().model().unwrap();
    let up = model.upstreamness(Inventories::Ignored, By::Producer);
    let down = model.downstreamness(Inventories::Ignored, By::Producer);
    for (ledger, term) in [(up, "U"), (down, "D")] {
        let stages = figures(&ledger.unwrap(), term);
        assert!(stages.iter().all(|stages| *stages > 1.0), "{term}");
    }
    // without inputs there is one stage only, and nobody calls forth anybody
    let y = array![[5.0, 2.0], [3.0, 4.0]];
    let model = world(&[0..1, 1..2], &Array2::zeros((2, 2)), &y, &array![7.0, 7.0]);
    let model = model.model().unwrap();
    for by in By::ALL {
        let up = model.upstreamness(Inventories::Ignored, by).unwrap();
        assert!(up.rows().all(|row| row.value == 1.0));
        let down = model.downstreamness(Inventories::Ignored, by).unwrap();
        assert!(down.rows().all(|row| row.value == 1.0));
    }
    let between = model.propagation_between_countries().unwrap();
    assert_eq!(between.rows().count(), 0);
}

#[test]
fn all_propagation_lengths_can_be_stopped() {
    let stop = |progress: Progress| match progress.task == "propagation lengths" {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    };
    let run = Run::default().watched(stop);
    let options = WorldOptions::default().solved(Options::default().run(run));
    let model = t3x2().model_with(options).unwrap();
    let stopped = model.all_propagation_lengths().unwrap_err();
    assert!(stopped.is_cancelled(), "{stopped}");
}
