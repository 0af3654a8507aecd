//! Random divisions of countries of random world tables.

use leontief::table::{NationalTable, WorldTable};
use proptest::prelude::*;

use crate::common::random::Numbers;
use crate::divisions::{Dice, Groups, suppliers};
use crate::kept::{assert_kept, tolerance, undivided};
use crate::tables::{Features, Shape, cases, undivided_shape};

const MOST: usize = 10;

/// A country of a random world divided by dice.
fn thrown(shape: &Shape, which: u8, seed: u64, moved: f64) -> Option<(WorldTable, NationalTable)> {
    let raw = shape.raw();
    let world = raw.table();
    let producing = raw.producing();
    let code = &raw.countries[producing[usize::from(which) % producing.len()]];
    let own = world.national(code).unwrap();
    let numbers = &mut Numbers::new(seed);
    let groups = Groups::random(&own, numbers);
    let dice = Dice {
        world: &world,
        own: &own,
        groups,
        moved,
    };
    let divided = dice.thrown(numbers)?;
    Some((world, divided))
}

/// Cells that must be divided by shares of their sum, worked out again: inputs from abroad and sales abroad. Returns how many.
fn assert_proportional(before: &WorldTable, after: &WorldTable, divided: &NationalTable) -> usize {
    let country = divided.country();
    let at = after.countries().at(country).unwrap();
    let to = undivided(before, after);
    let (home, mut seen) = (after.range(at), 0);
    let one_sign = |cells: &[f64]| {
        cells.iter().all(|cell| *cell >= 0.0) || cells.iter().all(|cell| *cell <= 0.0)
    };
    let mut check = |found: f64, cell: f64, amount: f64, sum: f64| {
        let expected = cell * amount / sum;
        assert!(
            (found - expected).abs() <= tolerance(before),
            "{found} {expected}"
        );
        seen += 1;
    };
    for (i, product) in divided.products().codes().iter().enumerate() {
        let (old, new) = (
            suppliers(before, country, product),
            suppliers(after, country, product),
        );
        for (g, j) in home.clone().enumerate() {
            let cells: Vec<f64> = old.iter().map(|s| before.flows()[[*s, to[j]]]).collect();
            let sum: f64 = cells.iter().sum();
            if sum == 0.0 || !one_sign(&cells) {
                continue;
            }
            for (s, cell) in new.iter().zip(&cells) {
                check(
                    after.flows()[[*s, j]],
                    *cell,
                    divided.imported()[[i, g]],
                    sum,
                );
            }
        }
    }
    for flow in divided.exports().partners().codes() {
        let exports = divided.exports().to(flow).unwrap().by_producer();
        let partner = after.countries().at(flow).unwrap();
        for (g, i) in home.clone().enumerate() {
            let inputs = before.range(partner).map(|j| before.flows()[[to[i], j]]);
            let finals = before.final_use_in(partner).row(to[i]).to_vec();
            let cells: Vec<f64> = inputs.chain(finals).collect();
            let sum: f64 = cells.iter().sum();
            if sum == 0.0 || !one_sign(&cells) {
                continue;
            }
            let inputs = after.range(partner).map(|j| after.flows()[[i, j]]);
            let finals = after.final_use_in(partner).row(i).to_vec();
            for (found, cell) in inputs.chain(finals).zip(cells) {
                check(found, cell, exports[g], sum);
            }
        }
    }
    seen
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn sums_over_groups_are_the_undivided_world_and_the_national_table_is_the_divided_one(
        shape in undivided_shape(2, MOST), which: u8, seed: u64,
    ) {
        let thrown = thrown(&shape, which, seed, 0.0);
        prop_assume!(thrown.is_some());
        let (world, divided) = thrown.unwrap();
        assert_kept(&world, &world.divided(&divided).unwrap(), &divided);
    }

    #[test]
    fn groups_may_gain_abroad_what_others_lose(
        shape in undivided_shape(2, MOST), which: u8, seed: u64,
    ) {
        let thrown = thrown(&shape, which, seed, 0.3);
        prop_assume!(thrown.is_some());
        let (world, divided) = thrown.unwrap();
        assert_kept(&world, &world.divided(&divided).unwrap(), &divided);
    }

    #[test]
    fn cells_of_one_sign_are_divided_by_the_groups_shares_of_their_sum(
        shape in undivided_shape(2, MOST), which: u8, seed: u64, moved in 0.0..0.3,
    ) {
        let thrown = thrown(&shape, which, seed, moved);
        prop_assume!(thrown.is_some());
        let (world, divided) = thrown.unwrap();
        let after = world.divided(&divided).unwrap();
        let seen = assert_proportional(&world, &after, &divided);
        // where nothing is negative there are such cells
        let plain = Features { rounded: shape.features.rounded, ..Features::default() };
        prop_assert!(seen > 0 || shape.features != plain);
    }

    #[test]
    fn non_negative_tables_stay_non_negative(
        shape in undivided_shape(2, MOST), which: u8, seed: u64,
    ) {
        let thrown = thrown(&shape.non_negative(), which, seed, 0.0);
        prop_assume!(thrown.is_some());
        let (world, divided) = thrown.unwrap();
        let after = world.divided(&divided).unwrap();
        prop_assert!(after.flows().iter().all(|cell| *cell >= 0.0));
        prop_assert!(after.final_use().iter().all(|cell| *cell >= 0.0));
    }

    #[test]
    fn the_provenance_says_what_was_inserted(shape in undivided_shape(2, MOST), seed: u64) {
        let thrown = thrown(&shape, 0, seed, 0.0);
        prop_assume!(thrown.is_some());
        let (world, divided) = thrown.unwrap();
        let after = world.divided(&divided).unwrap();
        let steps = after.provenance().steps();
        prop_assert_eq!(&steps[..steps.len() - 1], world.provenance().steps());
        let last = steps.last().unwrap();
        prop_assert!(last.starts_with("C1 divided into CN1, CN2"), "{}", last);
        prop_assert!(last.ends_with("(divided by dice)"), "{}", last);
    }
}
