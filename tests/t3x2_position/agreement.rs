//! The same figures from full matrices, on ragged tables and for weights of any sign.

use crate::common::assert_close;
use crate::naive::ByProducer;
use crate::naive::cases::any_weights;
use crate::{DIRECTIONS, defined, figures, model_of, naive, ragged_worlds, same, weights_of};
use leontief::account::position::{By, Inventories};
use ndarray::Array1;

#[test]
fn upstreamness_and_downstreamness_agree_with_full_matrices() {
    for case in ragged_worlds() {
        let model = model_of(&case);
        let up = model
            .upstreamness(Inventories::Ignored, By::Producer)
            .unwrap();
        same(
            "U",
            &defined(&up, &model, "U"),
            &naive::position::upstreamness(&case),
        );
        let down = model
            .downstreamness(Inventories::Ignored, By::Producer)
            .unwrap();
        same(
            "D",
            &defined(&down, &model, "D"),
            &naive::position::downstreamness(&case),
        );
    }
}

#[test]
fn production_by_kind_agrees_with_full_matrices_for_any_weights() {
    for case in ragged_worlds() {
        let model = model_of(&case);
        let case = case.with_weights(any_weights(case.n(), 7));
        let weights = weights_of(&case, &model);
        let both: [ByProducer; 2] = [
            naive::production::production_forward(&case),
            naive::production::production_backward(&case),
        ];
        for (direction, expected) in DIRECTIONS.into_iter().zip(both) {
            let found = model.production_by_kind(direction, &weights).unwrap();
            for (term, expected) in expected {
                assert_close(term, figures(&found, term), expected, 1e-10);
            }
        }
    }
}

#[test]
fn every_length_agrees_with_full_matrices_for_any_weights() {
    for case in ragged_worlds() {
        let model = model_of(&case);
        for case in [case.clone(), case.with_weights(any_weights(case.n(), 7))] {
            let weights = weights_of(&case, &model);
            let found = model.production_lengths(&weights, By::Producer).unwrap();
            let expected = naive::production::lengths(&case);
            assert_eq!(found.terms().len(), expected.len());
            for (term, expected) in &expected {
                same(term, &defined(&found, &model, term), expected);
            }
            let index = model.gvc_position(&weights, By::Producer).unwrap();
            let expected = naive::production::position_index(&case);
            same(
                "position",
                &defined(&index, &model, "GVC_position"),
                &expected,
            );
        }
    }
}

#[test]
fn propagation_lengths_agree_with_full_matrices() {
    for case in ragged_worlds() {
        let model = model_of(&case);
        let expected = naive::position::average_propagation_length(&case);
        let positions: Vec<_> = model.producers().positions().collect();
        let all = model.all_propagation_lengths().unwrap();
        // columns, rows, and everything
        let columns = model
            .propagation_lengths(&positions, &positions[1..3])
            .unwrap();
        let rows = model
            .propagation_lengths(&positions[..1], &positions)
            .unwrap();
        for i in 0..case.n() {
            for j in 0..case.n() {
                let expected = Array1::from_elem(1, expected[[i, j]]);
                same("APL", &[all.get(i, j)], &expected);
                if (1..3).contains(&j) {
                    same("APL of a column", &[columns.get(i, j - 1)], &expected);
                }
                if i == 0 {
                    same("APL of a row", &[rows.get(0, j)], &expected);
                }
            }
        }
        assert_eq!(all.get(case.n(), 0), None);
        let column = all.of_user(1).unwrap();
        let found = (0..case.n()).filter_map(|i| all.get(i, 1));
        assert_close("column", figures(&column, "APL"), found, 0.0);
        let row = all.of_supplier(1).unwrap();
        let found = (0..case.n()).filter_map(|j| all.get(1, j));
        assert_close("row", figures(&row, "APL"), found, 0.0);
        assert!(all.of_user(case.n()).unwrap_err().is_label());
    }
}
