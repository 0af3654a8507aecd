//! Concordances between classifications.

use leontief::label::{Axis, Concordance, Grouping, Product, Sector};
use ndarray::array;
use proptest::prelude::*;

use crate::{industries, products};

type ProductsToSectors = Concordance<Product, Sector>;

#[test]
fn all_problems_of_a_concordance_are_named() {
    let rows = [
        ("P1", "I1", 0.5),
        ("P1", "I2", 0.4),
        ("P2", "I1", 1.0),
        ("P2", "I1", 1.0),
        ("P2", "I9", 1.0),
        ("P9", "I1", 1.0),
        ("P3", "I1", -1.0),
    ];
    let axes = (
        products(&["P1", "P2", "P3", "P4", "P5"]),
        industries(&["I1", "I2"]),
    );
    let error = Concordance::new(&axes.0, &axes.1, rows).unwrap_err();
    assert!(error.is_label());
    let message = error.to_string();
    for part in [
        "5 problems",
        "no sector `I9`",
        "no imported product `P9`",
        "`P2` goes to `I1` twice",
        "the weight of `P3` in `I1` is -1",
        "no row for each imported product: `P4`, `P5`",
    ] {
        assert!(message.contains(part), "`{part}` is not in: {message}");
    }
    let error = ProductsToSectors::from_rows(rows[..2].iter().copied()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the weights of `P1` sum to 0.9, not to 1"),
        "{error}"
    );
}

#[test]
fn what_was_merged_divided_or_left_empty_is_said() {
    let rows = [
        ("P1", "I1", 1.0),
        ("P2", "I1", 0.25),
        ("P2", "I2", 0.75),
        ("P2", "I3", 0.0),
    ];
    let axes = (products(&["P1", "P2"]), industries(&["I1", "I2", "I3"]));
    let concordance = Concordance::new(&axes.0, &axes.1, rows).unwrap();
    assert_eq!(concordance.merged(), ["I1 = P1 + 0.25 P2"]);
    assert_eq!(concordance.divided(), ["P2 = 0.25 I1 + 0.75 I2"]);
    assert_eq!(concordance.unused(), ["I3"]);
    let matrix = array![[1.0, 10.0], [4.0, 8.0]];
    let converted = concordance.convert_rows(matrix.view()).unwrap();
    assert_eq!(converted, array![[2.0, 12.0], [3.0, 6.0], [0.0, 0.0]]);
    assert_eq!(concordance.matrix().t().dot(&matrix), converted);
    let error = concordance.convert(array![1.0].view()).unwrap_err();
    assert!(
        error.is_shape() && error.to_string().contains("2 rows"),
        "{error}"
    );
}

#[test]
fn pairs_without_weights_are_divided_evenly() {
    let pairs = [("P1", "I1"), ("P1", "I2"), ("P1", "I1"), ("P2", "I2")];
    let concordance = ProductsToSectors::evenly(pairs).unwrap();
    let by_sector = concordance.convert(array![10.0, 1.0].view()).unwrap();
    assert_eq!(by_sector, array![5.0, 6.0]);
}

#[test]
fn a_grouping_is_a_concordance_with_weights_of_one() {
    let sectors: Axis<Sector> = industries(&["C25", "C26", "G46"]);
    let grouping = Grouping::new(&sectors, [("C25", "C"), ("C26", "C"), ("G46", "G")]).unwrap();
    let concordance = Concordance::from(&grouping);
    assert_eq!(
        concordance.convert(array![1.0, 2.0, 4.0].view()).unwrap(),
        array![3.0, 4.0]
    );
    assert_eq!(concordance.merged(), grouping.merged());
}

#[test]
fn weights_that_are_rounded_are_scaled_to_one() {
    let third = 0.333_333_3;
    let rows = [
        ("P1", "I1", third),
        ("P1", "I2", third),
        ("P1", "I3", third),
    ];
    let concordance = ProductsToSectors::from_rows(rows).unwrap();
    let at = concordance.source().at("P1").unwrap();
    let sum: f64 = concordance.to(at).map(|(_, weight)| weight).sum();
    assert!((sum - 1.0).abs() < 1e-15);
}

#[test]
fn a_concordance_moves_onto_the_sectors_of_a_table() {
    let rows = [("P1", "I1", 1.0), ("P2", "I1", 0.25), ("P2", "I2", 0.75)];
    let concordance = ProductsToSectors::from_rows(rows).unwrap();
    let moved = concordance.onto(&industries(&["I3", "I2", "I1"])).unwrap();
    let by_sector = moved.convert(array![1.0, 4.0].view()).unwrap();
    assert_eq!(by_sector, array![0.0, 3.0, 2.0]);
    let error = concordance.onto(&industries(&["I4"])).unwrap_err();
    assert!(error.is_label());
    let message = error.to_string();
    for part in ["2 problems", "no sector `I1`", "no sector `I2`"] {
        assert!(message.contains(part), "`{part}` is not in: {message}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn conversion_keeps_sums(
        weights in prop::collection::vec(0.01..1.0_f64, 24),
        amounts in prop::collection::vec(-100.0..100.0_f64, 6),
    ) {
        let rows = (0..24).map(|k| {
            let from = k / 4;
            let sum: f64 = weights[4 * from..4 * from + 4].iter().sum();
            (format!("P{from}"), format!("I{}", k % 4), weights[k] / sum)
        });
        let concordance = ProductsToSectors::from_rows(rows).unwrap();
        let amounts = ndarray::Array1::from(amounts);
        let converted = concordance.convert(amounts.view()).unwrap();
        prop_assert!((converted.sum() - amounts.sum()).abs() < 1e-10);
    }
}
