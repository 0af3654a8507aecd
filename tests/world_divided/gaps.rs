//! Groups that miss the undivided country: by how much they may, and that it is written down.

use leontief::label::TradeKind;
use leontief::table::{NationalTable, Tolerance, WorldTable};
use ndarray::array;

use crate::cancel::{divided, world};
use crate::common::assert_close;

/// The worked world and a division of A, at a tolerance of 0.5.
fn rounded() -> (WorldTable, NationalTable) {
    let tolerance = Tolerance::absolute(0.5);
    let world = world().draft().unwrap().tolerance(tolerance).check();
    let divided = divided([0.0, 0.0], [15.0, 5.0], [0.0, 0.0]);
    let divided = divided.draft().tolerance(tolerance).check();
    (world.unwrap(), divided.unwrap())
}

#[test]
fn a_gap_within_the_tolerance_is_written_into_the_provenance() {
    let (world, divided) = rounded();
    // 0.2 more sold to C than the world has
    let divided = divided
        .draft()
        .export("C", TradeKind::Goods, array![0.2, 0.0])
        .check()
        .unwrap();
    let after = world.divided(&divided).unwrap();
    let step = after.provenance().steps().last().unwrap();
    assert!(
        step.contains("in 1 cell within the tolerance, by the most 0.200000 in"),
        "{step}"
    );
    assert!(step.contains("A goods → exports to C"), "{step}");
    // the world's cells stand: 20 to C, divided like 15.2 and 5
    let exports = after.exports();
    let share = 15.2 / 20.2;
    assert_close(
        "to C",
        [exports[[0, 2]], exports[[1, 2]]],
        [20.0 * share, 20.0 - 20.0 * share],
        1e-12,
    );
}

#[test]
fn imports_within_the_tolerance_are_those_of_the_groups() {
    let (world, divided) = rounded();
    let divided = divided
        .draft()
        .imported(array![[0.25, 0.125]])
        .check()
        .unwrap();
    let after = world.divided(&divided).unwrap();
    let found = after.national("A").unwrap();
    assert_close("imports", found.imported().to_owned(), [0.25, 0.125], 1e-14);
    let step = after.provenance().steps().last().unwrap();
    assert!(step.contains("imported `goods` → A goods"), "{step}");
}

#[test]
fn what_is_missed_by_rounding_of_arithmetic_only_is_not_written_down() {
    let (world, divided) = rounded();
    let after = world.divided(&divided).unwrap();
    let step = after.provenance().steps().last().unwrap();
    assert_eq!(step, "A divided into CN1, CN2");
}

#[test]
fn a_wider_tolerance_of_the_groups_is_refused_until_the_world_has_it() {
    let divided = divided([0.0, 0.0], [15.0, 5.0], [0.0, 0.0]);
    // one group sells more at home than it makes, the other less: the sums over groups are as before
    let mut finals = divided.domestic_final().column(0).to_owned();
    finals += &array![0.3, -0.3];
    let national = |tolerance| {
        let groups = divided.producers().clone();
        let mut draft = leontief::table::NationalDraft::new(
            groups,
            divided.products().clone(),
            divided.unit().clone(),
        )
        .domestic(divided.domestic().to_owned())
        .imported(divided.imported().to_owned())
        .exports(divided.exports())
        .final_use("final", finals.clone(), array![0.0])
        .final_use("inventories", array![0.0, 0.0], array![0.0])
        .output(divided.output().to_owned())
        .tolerance(tolerance);
        for row in divided.primary().rows() {
            draft = draft.primary_row(row.clone());
        }
        draft.check().unwrap()
    };
    let divided = national(Tolerance::absolute(0.5));
    let error = world().divided(&divided).unwrap_err();
    assert!(error.is_table());
    let text = error.to_string();
    assert!(
        text.contains("`A` divided: ") && text.contains("A CN1 goods"),
        "{text}"
    );
    assert!(text.contains("world.draft()?.tolerance"), "{text}");
    let wider = world()
        .draft()
        .unwrap()
        .tolerance(divided.checked().tolerance());
    let after = wider.check().unwrap().divided(&divided).unwrap();
    assert_close("residual", [after.unallocated()[0]], [-0.3], 1e-12);
}
