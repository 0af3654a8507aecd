//! Worked cases in which cells of both signs cancel, so that shares of their sum tell nothing.

use leontief::label::{Axis, Group, Producers, TradeKind};
use leontief::table::{NationalDraft, NationalTable, PrimaryKind, WorldDraft, WorldTable};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, array};

use crate::common::assert_close;
use crate::kept::assert_kept;

/// Countries A (one sector), B and C (two suppliers of the same product). A sells 6 to B's producer and takes 6 back from its inventories;
/// A's producer buys 3 from B and returns 3 to C.
pub fn world() -> WorldTable {
    let sectors = Axis::new(["goods"]).unwrap();
    let blocks = ["A", "B", "C"].map(|country| (country, Group::whole(), sectors.clone()));
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    WorldDraft::new(
        Producers::new(blocks).unwrap(),
        Axis::new(["final", "inventories"]).unwrap(),
        unit,
    )
    .flows(array![
        [20.0, 6.0, 8.0],
        [3.0, 30.0, 5.0],
        [-3.0, 4.0, 40.0]
    ])
    .final_use(array![
        [60.0, 0.0, 0.0, -6.0, 12.0, 0.0],
        [0.0, 0.0, 62.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 59.0, 0.0],
    ])
    .output(array![100.0, 100.0, 100.0])
    .residual_value_added()
    .check()
    .unwrap()
}

/// A in two groups with outputs 60 and 40: exports to B and C, imported goods, by group. What is left is sold to final users at home, and
/// value added is what output leaves.
pub fn divided(to_b: [f64; 2], to_c: [f64; 2], imported: [f64; 2]) -> NationalTable {
    let groups = ["CN1", "CN2"].map(|code| Group::named(code, None, None).unwrap());
    let producers = Producers::national("A", groups, &Axis::new(["goods"]).unwrap()).unwrap();
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    let output = array![60.0, 40.0];
    let domestic = array![[6.0, 6.0], [4.0, 4.0]];
    let [to_b, to_c] = [to_b, to_c].map(Array1::from_iter);
    let sold = array![12.0, 8.0] + &to_b + &to_c;
    let value_added = &output - array![10.0, 10.0] - Array1::from_iter(imported);
    NationalDraft::new(producers, Axis::new(["goods"]).unwrap(), unit)
        .domestic(domestic)
        .imported(array![imported])
        .final_use("final", &output - &sold, array![0.0])
        .final_use("inventories", array![0.0, 0.0], array![0.0])
        .export("B", TradeKind::Undivided, to_b)
        .export("C", TradeKind::Undivided, to_c)
        .primary(PrimaryKind::UndividedValueAdded, value_added)
        .output(output)
        .check()
        .unwrap()
}

/// Of the two groups: sales to B's producer and B's inventories.
fn sales_to_b(after: &WorldTable) -> [f64; 4] {
    let (flows, finals) = (after.flows(), after.final_use());
    [flows[[0, 2]], flows[[1, 2]], finals[[0, 3]], finals[[1, 3]]]
}

/// Of the two groups: purchases from B and from C.
fn imports(after: &WorldTable) -> [f64; 4] {
    let flows = after.flows();
    [flows[[2, 0]], flows[[2, 1]], flows[[3, 0]], flows[[3, 1]]]
}

#[test]
fn exports_that_cancel_are_divided_like_exports_to_all_partners() {
    let world = world();
    assert_eq!(
        world
            .national("A")
            .unwrap()
            .exports()
            .to("B")
            .unwrap()
            .total(),
        0.0
    );
    // to C 15 and 5: three quarters and a quarter
    let divided = divided([0.0, 0.0], [15.0, 5.0], [0.0, 0.0]);
    let after = world.divided(&divided).unwrap();
    assert_kept(&world, &after, &divided);
    assert_close("to B", sales_to_b(&after), [4.5, 1.5, -4.5, -1.5], 1e-14);
    // sales to C are not touched by this: 8 to its producer, 12 to its final users
    assert_close(
        "to C",
        after.flows().column(3).iter().take(2).copied(),
        [6.0, 2.0],
        1e-14,
    );
    assert_close(
        "to C",
        after.final_use().column(4).iter().take(2).copied(),
        [9.0, 3.0],
        1e-14,
    );
}

#[test]
fn exports_that_cancel_for_all_partners_together_are_divided_like_output() {
    let world = world();
    // CN2 sells nothing abroad on the whole, so that exports tell no share of one sign: 60 and 40 do
    let divided = divided([1.0, -1.0], [21.0, -1.0], [0.0, 0.0]);
    let after = world.divided(&divided).unwrap();
    assert_kept(&world, &after, &divided);
    // 0.6 × 6 + 1 × 6/12 and so on
    assert_close("to B", sales_to_b(&after), [4.1, 1.9, -3.1, -2.9], 1e-14);
    // all cells of C have one sign: in proportion to 21 and −1
    assert_close(
        "to C",
        after.flows().column(3).iter().take(2).copied(),
        [8.4, -0.4],
        1e-14,
    );
}

#[test]
fn what_groups_export_beyond_their_shares_is_laid_on_the_cells_by_size() {
    let world = world();
    let divided = divided([2.0, -2.0], [15.0, 5.0], [0.0, 0.0]);
    let after = world.divided(&divided).unwrap();
    assert_kept(&world, &after, &divided);
    // all exports: 17 and 3 of 20
    let expected = [
        0.85 * 6.0 + 1.0,
        0.15 * 6.0 - 1.0,
        -0.85 * 6.0 + 1.0,
        -0.15 * 6.0 - 1.0,
    ];
    assert_close("to B", sales_to_b(&after), expected, 1e-14);
}

#[test]
fn imports_that_cancel_are_divided_like_output_where_nothing_else_is_imported() {
    let world = world();
    let divided = divided([0.0, 0.0], [15.0, 5.0], [0.0, 0.0]);
    let after = world.divided(&divided).unwrap();
    assert_close("imports", imports(&after), [1.8, 1.2, -1.8, -1.2], 1e-14);
}

#[test]
fn groups_whose_imports_cancel_keep_them() {
    let world = world();
    let divided = divided([0.0, 0.0], [15.0, 5.0], [4.0, -4.0]);
    let after = world.divided(&divided).unwrap();
    assert_kept(&world, &after, &divided);
    assert_close("imports", imports(&after), [3.8, -0.8, 0.2, -3.2], 1e-14);
}

#[test]
fn sums_that_only_nearly_cancel_tell_no_shares_either() {
    // the same with a ten-millionth more in B's inventories and less at home
    let tiny = 1e-7;
    let world = world();
    let mut finals = world.final_use().to_owned();
    finals[[0, 3]] += tiny;
    finals[[0, 0]] -= tiny;
    let world = world.draft().unwrap().final_use(finals).check().unwrap();
    let divided = divided([0.0, tiny], [15.0, 5.0], [0.0, 0.0]);
    let after = world.divided(&divided).unwrap();
    assert_kept(&world, &after, &divided);
    // not 0 and 1, as the sum of 10⁻⁷ would have it
    assert_close("to B", sales_to_b(&after), [4.5, 1.5, -4.5, -1.5], 2e-7);
}
