//! China in the world of 2011, six regions of the World Input-Output Database.

use leontief::build::{
    ControlTotals, Division, Overdraw, OwnershipSplit, RegimeOwnershipSplit, Split, StartingShares,
};
use leontief::model::Measure;
use leontief::table::{NationalTable, WorldTable};
use ndarray::Array1;

use crate::clones::assert_same_contents;
use crate::common::assert_close;
use crate::common::random::Numbers;
use crate::divisions::{Groups, clones, random_shares};
use crate::kept::{assert_kept, assert_same_national, assert_sums_kept, tolerance};

fn wiod() -> WorldTable {
    let folder = format!("{}/data/wiod13-6region/2011", env!("CARGO_MANIFEST_DIR"));
    leontief::read::world_csv(folder).unwrap().check().unwrap()
}

/// How many of the 35 industries make goods.
const GOODS: usize = 16;

const CONTROLS: ControlTotals = ControlTotals {
    processing_share_of_exports: 0.44,
    imports_per_processing_export: 0.45,
    foreign_share_of_processing_exports: 0.83,
    foreign_share_of_exports: 0.52,
    processing_value_added_ratio: 0.75,
};

fn starting(china: &NationalTable) -> StartingShares {
    let n = china.producers().len();
    let goods = |j: usize, share: f64| (j < GOODS).then_some(share);
    StartingShares {
        processing: (0..n)
            .map(|j| goods(j, if j < 3 { 0.05 } else { 0.4 }))
            .collect(),
        foreign_processing: (0..n).map(|j| goods(j, 0.8)).collect(),
        foreign_normal: (0..n)
            .map(|j| Some(if j < GOODS { 0.3 } else { 0.1 }))
            .collect(),
    }
}

fn four_groups(china: &NationalTable) -> Split {
    RegimeOwnershipSplit::new(china, starting(china), CONTROLS)
        .overdraw(Overdraw::Cap)
        .divided(Division::RegimeAndOwnership)
        .unwrap()
}

fn two_groups(usa: &NationalTable) -> Split {
    let shares = Array1::from_elem(usa.producers().len(), 0.06);
    OwnershipSplit::new(usa, shares, 0.07 * usa.value_added().sum(), 0.2)
        .overdraw(Overdraw::Cap)
        .divided()
        .unwrap()
}

#[test]
fn china_by_regime_and_ownership_keeps_every_cell_of_the_world() {
    let world = wiod();
    let split = four_groups(&world.national("CHN").unwrap());
    let after = world.divided(split.table()).unwrap();
    assert_eq!(after.producers().len(), world.producers().len() + 3 * 35);
    assert_kept(&world, &after, split.table());
    let step = after.provenance().steps().last().unwrap();
    assert_eq!(
        step,
        "CHN divided into DN, FN, DP, FP (divided by regime and ownership (DN, FN, DP, FP) in proportion, with control totals)"
    );
    // processing firms import more, so that less of what they export is value added in China
    let national = after.national("CHN").unwrap().model().unwrap();
    let at_home = national.multipliers(&Measure::ValueAdded).unwrap();
    let of = |group: &str| at_home[after.producers().at("CHN", group, "c14").unwrap().get()];
    assert!(
        of("FP") < of("FN") && of("DP") < of("DN"),
        "{} {}",
        of("FP"),
        of("FN")
    );
}

#[test]
fn groups_with_the_technology_of_their_sector_change_no_content() {
    let world = wiod();
    let china = world.national("CHN").unwrap();
    let split = RegimeOwnershipSplit::new(&china, starting(&china), CONTROLS)
        .shared_technology(Division::RegimeAndOwnership)
        .unwrap();
    let after = world.divided(split.table()).unwrap();
    assert_kept(&world, &after, split.table());
    // processing firms sell nothing at home and yet nothing changes: who buys from whom within a sector does not matter
    let processing = after.producers().block("CHN", "FP").unwrap().range();
    assert!(processing.clone().any(|i| after.output()[i] > 0.0));
    let china = after.range(after.countries().at("CHN").unwrap());
    let at_home = |i: usize| china.clone().map(|j| after.flows()[[i, j]]).sum::<f64>();
    assert!(processing.clone().all(|i| at_home(i) == 0.0));
    let largest = world.output().iter().fold(0.0_f64, |most, x| most.max(*x));
    assert_same_contents(&world, &after, 1e-11 * largest);
}

#[test]
fn proportional_clones_of_china_change_no_content() {
    let world = wiod();
    let china = world.national("CHN").unwrap();
    let numbers = &mut Numbers::new(13);
    let groups = Groups::full(&china, 3);
    let shares = random_shares(&groups, china.producers().len(), numbers);
    let divided = clones(&china, &groups, &shares);
    let after = world.divided(&divided).unwrap();
    assert_kept(&world, &after, &divided);
    let largest = world.output().iter().fold(0.0_f64, |most, x| most.max(*x));
    assert_same_contents(&world, &after, 1e-11 * largest);
}

#[test]
fn china_and_the_united_states_can_both_be_divided() {
    let world = wiod();
    let china = four_groups(&world.national("CHN").unwrap());
    let usa = two_groups(&world.national("USA").unwrap());
    let one = world.divided(china.table()).unwrap();
    let both = one.divided(usa.table()).unwrap();
    assert_eq!(both.producers().len(), world.producers().len() + 4 * 35);
    assert_sums_kept(&world, &both);
    assert_kept(&one, &both, usa.table());
    let tolerance = tolerance(&world);
    assert_same_national(&both.national("CHN").unwrap(), china.table(), tolerance);
    // a split of the divided world's own table of the United States is the same
    let again = two_groups(&one.national("USA").unwrap());
    let again = one.divided(again.table()).unwrap();
    assert_close(
        "flows",
        again.flows().to_owned(),
        both.flows().to_owned(),
        10.0 * tolerance,
    );
}
