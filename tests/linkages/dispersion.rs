//! Power and sensitivity of dispersion, and the supply-driven model.

use leontief::account::ledger::{Apart, Column, Ledger};
use leontief::account::linkages::{Linkages, Tariffs};
use leontief::model::Measure;
use ndarray::{Array1, Axis as Dimension, array};

use crate::common::worlds::t3x2;
use crate::common::{assert_close, china};
use crate::written::{Written, column, inverse_of, size, worlds};

#[test]
fn dispersion_and_its_variation_are_those_of_the_written_out_matrices() {
    for table in worlds() {
        let economy = table.model().unwrap().linkages();
        let written = Written::of(&table);
        assert_dispersion(&economy, &written);
    }
    assert_dispersion(&china().linkages(), &Written::of_national(china().table()));
}

pub fn assert_dispersion(economy: &Linkages, written: &Written) {
    let (b, g) = (written.b(), inverse_of(&written.shares()));
    let n = written.x.len();
    let found = economy.dispersion().unwrap();
    let sums = [
        ("BACKWARD", "POWER", b.sum_axis(Dimension(0))),
        ("FORWARD", "SENSITIVITY", b.sum_axis(Dimension(1))),
        (
            "GHOSH_FORWARD",
            "GHOSH_SENSITIVITY",
            g.sum_axis(Dimension(1)),
        ),
    ];
    for (sum, index, expected) in sums {
        assert_close(sum, column(&found, sum), expected.clone(), 1e-11);
        let expected = &expected * n as f64 / expected.sum();
        assert_close(index, column(&found, index), expected, 1e-11);
        let mean = column(&found, index).iter().sum::<f64>() / n as f64;
        assert_close(index, [mean], [1.0], 1e-13);
    }
    let direct = economy.direct_linkages().unwrap();
    let has = |j: &usize| written.x[*j] != 0.0;
    let back = (0..n).filter(has).map(|j| written.a.column(j).sum());
    assert_close("direct", column(&direct, "DIRECT_BACKWARD"), back, 1e-13);
    let forth = (0..n).filter(has).map(|i| written.shares().row(i).sum());
    assert_close("direct", column(&direct, "DIRECT_FORWARD"), forth, 1e-13);
    let found = economy.variation().unwrap();
    if n == 1 {
        // one cell does not vary, and says nothing of how evenly a linkage falls
        assert_eq!(found.rows().count(), 0);
        return;
    }
    let variation = |cells: ndarray::ArrayView1<'_, f64>| cells.std(1.0) / cells.mean().unwrap();
    let columns = b.columns().into_iter().map(variation);
    assert_close("columns", column(&found, "BACKWARD_CV"), columns, 1e-11);
    let rows = b.rows().into_iter().map(variation);
    assert_close("rows", column(&found, "FORWARD_CV"), rows, 1e-11);
    let rows = g.rows().into_iter().map(variation);
    assert_close(
        "Ghosh rows",
        column(&found, "GHOSH_FORWARD_CV"),
        rows,
        1e-11,
    );
}

#[test]
fn row_sums_of_the_ghosh_inverse_are_upstreamness() {
    let found = t3x2().model().unwrap().linkages().dispersion().unwrap();
    let upstream = [1.696867, 1.844129, 1.692652, 1.797176, 1.797818, 1.853234];
    assert_close(
        "upstreamness",
        column(&found, "GHOSH_FORWARD"),
        upstream,
        1e-6,
    );
    let downstream = [1.685715, 1.652776, 1.844812, 1.767874, 1.880967, 1.884605];
    assert_close(
        "downstreamness",
        column(&found, "BACKWARD"),
        downstream,
        1e-6,
    );
}

#[test]
fn primary_inputs_give_output_in_the_supply_driven_model() {
    for table in worlds() {
        let economy = table.model().unwrap().linkages();
        let written = Written::of(&table);
        let g = inverse_of(&written.shares());
        let paid = &written.x - &written.z.sum_axis(Dimension(0));
        let found = economy.supply_driven(paid.view()).unwrap();
        assert_close("output", found, written.x.clone(), 1e-11 * size(&table));
        let other = paid.mapv(|v| v * v / 50.0 + 1.0);
        let found = economy.supply_driven(other.view()).unwrap();
        assert_close("output", found.clone(), other.dot(&g), 1e-11 * size(&table));
        let weights = economy.weights(&Measure::ValueAdded).unwrap();
        let forward = economy.forward_multipliers(&weights).unwrap();
        let total = Array1::from(column(&forward, "TOTAL"));
        assert_close("forward", total.clone(), g.dot(&weights.rates()), 1e-12);
        let (there, back) = (found.dot(&weights.rates()), other.dot(&total));
        assert_close("v'Gw", [there], [back], 1e-11 * there.abs().max(1.0));
        assert!(
            economy
                .supply_driven(array![1.0].view())
                .unwrap_err()
                .is_shape()
        );
    }
}

#[test]
fn rates_and_lengths_cannot_be_added_up() {
    fn apart(_: &Ledger<Apart>) {}
    let economy = t3x2().model().unwrap().linkages();
    apart(&economy.dispersion().unwrap());
    apart(
        economy
            .multipliers(&economy.output_weights().unwrap())
            .unwrap()
            .amounts(),
    );
    let bill = t3x2()
        .model()
        .unwrap()
        .tariffs(&Tariffs::none(&t3x2()))
        .unwrap()
        .bill()
        .unwrap();
    assert_eq!(bill.summed_over(&[Column::Term]).total(), 0.0);
}
