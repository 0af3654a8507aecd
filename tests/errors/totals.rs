//! Control totals and starting shares that cannot be, or that the table cannot meet.

use leontief::Error;
use leontief::build::{
    ControlTotals, Division, Overdraw, OwnershipSplit, RegimeOwnershipSplit, Split, StartingShares,
};
use leontief::label::TradeKind;
use leontief::table::{Exports, NationalTable, PrimaryKind};
use ndarray::{Array1, array};

use crate::{assert_says, common};

fn table() -> NationalTable {
    common::two_goods_and_services(20.0, 40.0)
}

fn starting() -> StartingShares {
    StartingShares {
        processing: vec![Some(0.5), Some(0.5), None],
        foreign_processing: vec![Some(0.8), Some(0.8), None],
        foreign_normal: vec![Some(0.3), Some(0.3), Some(0.1)],
    }
}

const TOTALS: ControlTotals = ControlTotals {
    processing_share_of_exports: 0.5,
    imports_per_processing_export: 0.3,
    foreign_share_of_processing_exports: 0.8,
    foreign_share_of_exports: 0.5,
    processing_value_added_ratio: 0.8,
};

fn split(
    table: &NationalTable,
    starting: StartingShares,
    totals: ControlTotals,
) -> leontief::Result<Split> {
    RegimeOwnershipSplit::new(table, starting, totals).divided(Division::RegimeAndOwnership)
}

fn refused(starting: StartingShares, totals: ControlTotals) -> Error {
    split(&table(), starting, totals).unwrap_err()
}

#[test]
fn the_totals_of_these_tests_can_be_met() {
    split(&table(), starting(), TOTALS).unwrap();
}

#[test]
fn a_total_that_is_not_a_number_is_refused_by_name() {
    for wrong in [f64::NAN, f64::INFINITY] {
        for (totals, name) in [
            (
                ControlTotals {
                    processing_share_of_exports: wrong,
                    ..TOTALS
                },
                "`processing_share_of_exports` is not a number",
            ),
            (
                ControlTotals {
                    imports_per_processing_export: wrong,
                    ..TOTALS
                },
                "`imports_per_processing_export` is not a number",
            ),
            (
                ControlTotals {
                    foreign_share_of_processing_exports: wrong,
                    ..TOTALS
                },
                "`foreign_share_of_processing_exports` is not a number",
            ),
            (
                ControlTotals {
                    foreign_share_of_exports: wrong,
                    ..TOTALS
                },
                "`foreign_share_of_exports` is not a number",
            ),
            (
                ControlTotals {
                    processing_value_added_ratio: wrong,
                    ..TOTALS
                },
                "`processing_value_added_ratio` is not a ratio",
            ),
        ] {
            assert_says(
                &refused(starting(), totals),
                Error::is_control_total,
                &[name],
            );
        }
    }
}

#[test]
fn a_total_out_of_reach_is_refused_with_what_can_be_reached() {
    for (totals, parts) in [
        (
            ControlTotals {
                processing_share_of_exports: 1.2,
                ..TOTALS
            },
            [
                "`processing_share_of_exports` cannot be met",
                "a total from 0.000000 to 100.000000",
                "found 120.000000",
            ],
        ),
        (
            ControlTotals {
                processing_share_of_exports: -0.1,
                ..TOTALS
            },
            [
                "`processing_share_of_exports` cannot be met",
                "expected a total from",
                "found -10.000000",
            ],
        ),
        (
            ControlTotals {
                foreign_share_of_processing_exports: 1.1,
                ..TOTALS
            },
            [
                "`foreign_share_of_processing_exports` cannot be met",
                "a total from 0.000000 to 50.000000",
                "found 55.000000",
            ],
        ),
        (
            // foreign processing alone is 0.4 of exports
            ControlTotals {
                foreign_share_of_exports: 0.3,
                ..TOTALS
            },
            [
                "`foreign_share_of_exports` cannot be met",
                "a total from 0.000000 to 50.000000",
                "found -10.000000",
            ],
        ),
        (
            ControlTotals {
                imports_per_processing_export: 1.5,
                ..TOTALS
            },
            [
                "`imports_per_processing_export` cannot be met",
                "try: starting shares of 0 and 1 do not move",
                "found 75.000000",
            ],
        ),
    ] {
        assert_says(
            &refused(starting(), totals),
            Error::is_control_total,
            &parts,
        );
    }
}

#[test]
fn shares_of_zero_and_one_bound_what_can_be_reached() {
    let fixed = StartingShares {
        processing: vec![Some(0.0), Some(1.0), None],
        ..starting()
    };
    let totals = ControlTotals {
        processing_share_of_exports: 0.6,
        ..TOTALS
    };
    let parts = [
        "`processing_share_of_exports`",
        "a total from 50.000000 to 50.000000",
        "found 60.000000",
    ];
    assert_says(&refused(fixed, totals), Error::is_control_total, &parts);
}

#[test]
fn a_starting_share_is_a_share_of_its_sector() {
    for wrong in [-0.1, 1.1, f64::NAN] {
        for (starting, name) in [
            (
                StartingShares {
                    processing: vec![Some(0.5), Some(wrong), None],
                    ..starting()
                },
                "the starting share of CHN B for `processing_share_of_exports`",
            ),
            (
                StartingShares {
                    foreign_processing: vec![Some(0.5), Some(wrong), None],
                    ..starting()
                },
                "the starting share of CHN B for `foreign_processing`",
            ),
            (
                StartingShares {
                    foreign_normal: vec![Some(0.5), Some(wrong), Some(0.1)],
                    ..starting()
                },
                "the starting share of CHN B for `foreign_normal`",
            ),
        ] {
            let parts = [name, "is not a share", "expected 0 to 1", "found"];
            assert_says(&refused(starting, TOTALS), Error::is_control_total, &parts);
        }
    }
}

#[test]
fn a_starting_share_is_given_wherever_there_is_something_to_share() {
    let without = StartingShares {
        foreign_processing: vec![Some(0.8), None, None],
        ..starting()
    };
    let parts = [
        "no starting share `foreign_processing` for CHN B",
        "try: give one wherever",
    ];
    assert_says(&refused(without, TOTALS), Error::is_control_total, &parts);
    let without = StartingShares {
        foreign_normal: vec![Some(0.3), Some(0.3), None],
        ..starting()
    };
    let part = "no starting share `foreign_normal` for CHN services";
    assert_says(&refused(without, TOTALS), Error::is_control_total, &[part]);
}

#[test]
fn there_is_one_starting_share_for_every_sector() {
    for (starting, name) in [
        (
            StartingShares {
                processing: vec![Some(0.5)],
                ..starting()
            },
            "the starting shares `processing`",
        ),
        (
            StartingShares {
                foreign_processing: vec![None; 4],
                ..starting()
            },
            "the starting shares `foreign_processing`",
        ),
        (
            StartingShares {
                foreign_normal: vec![],
                ..starting()
            },
            "the starting shares `foreign_normal`",
        ),
    ] {
        assert_says(
            &refused(starting, TOTALS),
            Error::is_shape,
            &[name, "expected 3 sectors", "found"],
        );
    }
}

#[test]
fn a_value_added_ratio_is_refused_where_a_column_turns_negative() {
    let with = |ratio: f64| ControlTotals {
        processing_value_added_ratio: ratio,
        ..TOTALS
    };
    let parts = [
        "`processing_value_added_ratio` is not a ratio",
        "at least 0",
        "found -0.5",
    ];
    assert_says(
        &refused(starting(), with(-0.5)),
        Error::is_control_total,
        &parts,
    );
    // a quarter of A's output is processed: at a ratio of 4 nothing is left for the rest
    let parts = [
        "`processing_value_added_ratio` asks too much of CHN A: value added of its normal column would turn negative",
        "a ratio of at most 4.000000",
        "found 4.5",
    ];
    assert_says(
        &refused(starting(), with(4.5)),
        Error::is_control_total,
        &parts,
    );
    // value added is 0.4 of A's output, so that 2.6 times as much is more than all
    let parts = [
        "`processing_value_added_ratio` asks too much of CHN A: its processing column would have negative inputs",
        "at most 1 per unit of output",
        "found 1.04",
    ];
    assert_says(
        &refused(starting(), with(2.6)),
        Error::is_control_total,
        &parts,
    );
}

#[test]
fn negative_exports_have_no_shares() {
    let table = table()
        .draft()
        .export("ROW", TradeKind::Goods, array![0.0, -60.0, 0.0])
        .further_final_use("stocks", array![0.0, 60.0, 0.0], Array1::zeros(1))
        .check()
        .unwrap();
    let error = split(&table, starting(), TOTALS).unwrap_err();
    let parts = [
        "CHN B has a negative weight in `processing_share_of_exports`",
        "found -10",
    ];
    assert_says(&error, Error::is_control_total, &parts);
}

#[test]
fn processing_of_more_than_the_output_is_refused() {
    // exports out of stocks: A exports 150 of an output of 100
    let table = table()
        .draft()
        .export("ROW", TradeKind::Goods, array![100.0, 0.0, 0.0])
        .further_final_use("stocks", array![-100.0, 0.0, 0.0], Array1::zeros(1))
        .check()
        .unwrap();
    let totals = ControlTotals {
        processing_share_of_exports: 0.9,
        foreign_share_of_exports: 0.8,
        ..TOTALS
    };
    for overdraw in [Overdraw::Cap, Overdraw::Refuse] {
        let error = RegimeOwnershipSplit::new(&table, starting(), totals)
            .overdraw(overdraw)
            .divided(Division::RegimeAndOwnership)
            .unwrap_err();
        let parts = [
            "`processing_share_of_exports` asks too much of CHN A",
            "more than its output",
        ];
        assert_says(&error, Error::is_control_total, &parts);
    }
}

#[test]
fn a_divided_table_is_not_divided_again() {
    let once = split(&table(), starting(), TOTALS).unwrap();
    let parts = ["not yet divided into groups", "`DN`, `FN`, `DP`, `FP`"];
    let error = split(once.table(), starting(), TOTALS).unwrap_err();
    assert_says(&error, Error::is_label, &parts);
    let error = OwnershipSplit::new(once.table(), Array1::zeros(12), 1.0, 0.1)
        .divided()
        .unwrap_err();
    assert_says(&error, Error::is_label, &parts);
}

#[test]
fn only_exports_of_the_undivided_producers_are_divided() {
    let table = table();
    let split = split(&table, starting(), TOTALS).unwrap();
    let divided = split.divide(table.exports()).unwrap();
    for error in [
        split.divide(&divided),
        split.divide_with_processing_share(&divided, 0.5),
    ] {
        let parts = [
            "only exports of the undivided producers",
            "expected 3 producers",
            "found 12 producers",
        ];
        assert_says(&error.unwrap_err(), Error::is_label, &parts);
    }
}

#[test]
fn a_processing_share_of_exports_out_of_reach_is_refused() {
    let table = table();
    let split = split(&table, starting(), TOTALS).unwrap();
    let divide = |share| {
        split
            .divide_with_processing_share(table.exports(), share)
            .unwrap_err()
    };
    let parts = [
        "`processing share of these exports` cannot be met",
        "found 110.000000",
    ];
    assert_says(&divide(1.1), Error::is_control_total, &parts);
    assert_says(
        &divide(f64::NAN),
        Error::is_control_total,
        &["is not a number"],
    );
    let negative = Exports::new(table.producers(), table.unit().clone())
        .with("USA", TradeKind::Goods, array![10.0, -1.0, 0.0])
        .unwrap();
    let error = split
        .divide_with_processing_share(&negative, 0.5)
        .unwrap_err();
    let part = "CHN B has a negative weight in `processing share of these exports`";
    assert_says(&error, Error::is_control_total, &[part]);
}

#[test]
fn totals_of_ownership_are_refused_by_name() {
    let table = table();
    let split = |starting: Array1<f64>, value_added, share| {
        OwnershipSplit::new(&table, starting, value_added, share).divided()
    };
    let start = || array![0.2, 0.2, 0.1];
    split(start(), 20.0, 0.2).unwrap();
    for (result, is, parts) in [
        (
            split(array![0.2], 20.0, 0.2),
            Error::is_shape as fn(&Error) -> bool,
            vec![
                "the starting foreign-owned shares",
                "expected 3 sectors",
                "found 1",
            ],
        ),
        (
            split(array![0.2, 1.2, 0.1], 20.0, 0.2),
            Error::is_control_total,
            vec!["the starting share of CHN B for `foreign-owned value added` is not a share"],
        ),
        (
            split(start(), 200.0, 0.2),
            Error::is_control_total,
            vec![
                "`foreign-owned value added` cannot be met",
                "a total from 0.000000 to 145.000000",
                "found 200.000000",
            ],
        ),
        (
            split(start(), f64::NAN, 0.2),
            Error::is_control_total,
            vec!["`foreign-owned value added` is not a number"],
        ),
        (
            split(start(), 20.0, 1.2),
            Error::is_control_total,
            vec![
                "`foreign-owned share of exports` cannot be met",
                "found 132.000000",
            ],
        ),
        (
            split(start(), 20.0, f64::NAN),
            Error::is_control_total,
            vec!["`foreign-owned share of exports` is not a number"],
        ),
    ] {
        assert_says(&result.unwrap_err(), is, &parts);
    }
}

#[test]
fn negative_value_added_has_no_shares() {
    let table = crate::draft()
        .primary(PrimaryKind::NetProductionTax, array![-40.0, 0.0])
        .primary(PrimaryKind::Other, array![40.0, 0.0])
        .check()
        .unwrap();
    let error = OwnershipSplit::new(&table, array![0.1, 0.1], 5.0, 0.1)
        .divided()
        .unwrap_err();
    let parts = [
        "CHN A has a negative weight in `foreign-owned value added`",
        "found -10",
    ];
    assert_says(&error, Error::is_control_total, &parts);
}
