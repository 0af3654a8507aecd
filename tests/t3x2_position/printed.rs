//! Printed figures of the worked case.

use crate::common::assert_close;
use crate::common::worlds::t3x2;
use crate::{PRINTED, by_country, figures, value_added};
use leontief::account::position::{By, Direction, Inventories};

#[test]
fn production_by_kind_of_the_worked_case() {
    let model = t3x2().model().unwrap();
    let added = value_added(&model);
    let expected = [
        ("PD", [77.777778, 132.870018, 33.528571]),
        ("RT", [33.676768, 48.007502, 15.333333]),
        ("S", [16.871228, 15.299070, 11.118463]),
        ("C", [11.674227, 13.823410, 7.019632]),
    ];
    let forward = model
        .production_by_kind(Direction::Forward, &added)
        .unwrap();
    for (term, expected) in expected {
        assert_close(term, by_country(&forward, term), expected, PRINTED);
    }
    let backward = model
        .production_by_kind(Direction::Backward, &added)
        .unwrap();
    for (term, expected) in [
        ("S", [9.707065, 21.354681, 12.227015]),
        ("C", [7.838390, 15.767799, 8.911080]),
    ] {
        assert_close(term, by_country(&backward, term), expected, PRINTED);
    }
}

#[test]
fn upstreamness_lengths_and_crossings_of_the_worked_case() {
    let model = t3x2().model().unwrap();
    let up = model
        .upstreamness(Inventories::Ignored, By::Producer)
        .unwrap();
    let expected = [1.696867, 1.844129, 1.692652, 1.797176, 1.797818, 1.853234];
    assert_close("U", figures(&up, "U"), expected, PRINTED);
    let down = model
        .downstreamness(Inventories::Ignored, By::Producer)
        .unwrap();
    let expected = [1.685715, 1.652776, 1.844812, 1.767874, 1.880967, 1.884605];
    assert_close("D", figures(&down, "D"), expected, PRINTED);

    let lengths = model
        .production_lengths(&value_added(&model), By::Producer)
        .unwrap();
    let expected = [3.189197, 3.189925, 3.279741, 3.325709, 3.035879, 3.161233];
    assert_close("PLv_GVC", figures(&lengths, "PLv_GVC"), expected, PRINTED);
    let expected = [1.212454, 1.226436, 1.284224, 1.291652, 1.185748, 1.195811];
    assert_close("CBv", figures(&lengths, "CBv"), expected, PRINTED);
}
