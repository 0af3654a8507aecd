//! Several countries divided one after another.

use leontief::label::Grouping;
use leontief::table::WorldTable;
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::Numbers;
use crate::divisions::{Dice, Groups, clones, random_shares};
use crate::kept::{assert_kept, assert_same_national, assert_sums_kept, tolerance};
use crate::tables::{cases, undivided_shape};

fn labels(table: &WorldTable) -> Vec<String> {
    let positions = table.producers().positions();
    positions
        .map(|at| table.producers().key(at).to_string())
        .collect()
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn two_countries_can_be_divided_in_any_order(
        shape in undivided_shape(2, 8), seeds: (u64, u64), moved in 0.0..0.2,
    ) {
        let raw = shape.raw();
        let world = raw.table();
        prop_assume!(raw.producing().len() > 1);
        // both divisions start from the undivided world
        let [first, second] = [("C1", seeds.0), ("C2", seeds.1)].map(|(code, seed)| {
            let own = world.national(code).unwrap();
            let numbers = &mut Numbers::new(seed);
            let groups = Groups::random(&own, numbers);
            Dice { world: &world, own: &own, groups, moved }.thrown(numbers)
        });
        prop_assume!(first.is_some() && second.is_some());
        let (first, second) = (first.unwrap(), second.unwrap());
        let one = world.divided(&first).unwrap();
        let after = one.divided(&second).unwrap();
        assert_kept(&one, &after, &second);
        assert_sums_kept(&world, &after);
        let tolerance = 10.0 * tolerance(&world);
        assert_same_national(&after.national("C1").unwrap(), &first, tolerance);
        let other = world.divided(&second).unwrap().divided(&first).unwrap();
        prop_assert_eq!(labels(&after), labels(&other));
        assert_same_national(&other.national("C2").unwrap(), &second, tolerance);
        assert_sums_kept(&world, &other);
        prop_assert_eq!(after.provenance().steps().len(), world.provenance().steps().len() + 2);
    }

    #[test]
    fn clones_of_two_countries_do_not_depend_on_their_order(
        shape in undivided_shape(2, 8), seed: u64,
    ) {
        let raw = shape.raw();
        let world = raw.table();
        prop_assume!(raw.producing().len() > 1);
        let numbers = &mut Numbers::new(seed);
        let [first, second] = ["C1", "C2"].map(|code| {
            let own = world.national(code).unwrap();
            let groups = Groups::random(&own, numbers);
            let shares = random_shares(&groups, own.producers().len(), numbers);
            clones(&own, &groups, &shares)
        });
        let one = world.divided(&first).unwrap().divided(&second).unwrap();
        let other = world.divided(&second).unwrap().divided(&first).unwrap();
        let tolerance = tolerance(&world);
        assert_close("flows", one.flows().to_owned(), other.flows().to_owned(), tolerance);
        assert_close(
            "finals", one.final_use().to_owned(), other.final_use().to_owned(), tolerance,
        );
        // other borders can still be drawn afterwards
        let apart = one.groups_apart("C1").unwrap();
        prop_assert!(apart.countries().find("C1_CN2").is_some());
        let sectors = Grouping::identity(&one.sectors());
        prop_assert!(one.aggregated(&sectors, &Grouping::identity(one.countries())).is_ok());
    }
}
