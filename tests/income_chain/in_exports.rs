//! What exports contain for each owner, and its share in value added and exports, at every level.

use leontief::account::Level;
use leontief::account::ledger::Column;
use ndarray::Array2;
use proptest::prelude::*;

use crate::chain::Chain;
use crate::compare::{Figures, assert_figures, at_level, figures};
use crate::owned::{Owned, any_ownership};
use crate::read::{near, of_owner, over_owners};
use crate::tables::{any_shape, cases};

/// A figure of every sale, importer × producer.
fn cells(owned: &Owned, figure: impl Fn(usize, usize) -> f64) -> Array2<f64> {
    let raw = &owned.raw;
    Array2::from_shape_fn((raw.g(), raw.n()), |(r, i)| figure(i, r))
}

/// Added up to a level.
fn added(owned: &Owned, level: Level, cells: Array2<f64>) -> Figures {
    at_level(&owned.raw, &[("INCOME", cells)], level)
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn income_in_exports_is_the_naive_one_at_every_level(
        shape in any_shape(14), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (model, chain) = (owned.model(), Chain::new(&owned));
        for level in Level::ALL {
            let found = model.income_in_exports(level).unwrap();
            let owners: Vec<&str> = owned.owners.iter().map(String::as_str).collect();
            prop_assert_eq!(found.labels(Column::Owner), owners);
            for (o, owner) in owned.owners.iter().enumerate() {
                let expected = added(&owned, level, cells(&owned, |i, r| chain.in_flow(o, i, r)));
                let found = of_owner(&found, owner);
                assert_figures(owner, &found, &expected, owned.raw.tolerance());
            }
            // and over owners it is the domestic value added
            let expected = added(&owned, level, cells(&owned, |i, r| chain.value_in_flow(i, r)));
            assert_figures("all", &over_owners(&found), &expected, owned.raw.tolerance());
        }
    }

    #[test]
    fn ratios_are_the_naive_ones_and_left_out_where_nothing_is_divided(
        shape in any_shape(14), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (model, chain, tolerance) = (owned.model(), Chain::new(&owned), owned.raw.tolerance());
        let home = |i: usize| chain.owner_of(owned.raw.country(i)).unwrap();
        for level in Level::ALL {
            let gross = added(&owned, level, cells(&owned, |i, r| chain.flow(i, r)));
            let value = added(&owned, level, cells(&owned, |i, r| chain.value_in_flow(i, r)));
            let income = added(&owned, level, cells(&owned, |i, r| chain.in_flow(home(i), i, r)));
            let found = figures(&model.income_ratios(level).unwrap());
            let mut expected = 0;
            for (key, gross) in &gross {
                let (value, income) = (value[key], income[key]);
                for (term, part, whole) in [
                    ("NI_DVA", income, value),
                    ("PENETRANCE", value - income, value),
                    ("NI_EXPORTS", income, *gross),
                    ("DVA_EXPORTS", value, *gross),
                ] {
                    let mut key = key.clone();
                    key[5] = Some(term.to_owned());
                    let ratio = found.get(&key);
                    prop_assert_eq!(ratio.is_none(), whole == 0.0, "{:?} {}", key, whole);
                    if let Some(ratio) = ratio {
                        expected += 1;
                        // without dividing, which has no bounded error where the whole is nearly nothing
                        let gap = (ratio * whole - part).abs();
                        prop_assert!(gap <= tolerance * ratio.abs().max(1.0), "{key:?} {ratio}");
                    }
                }
            }
            prop_assert_eq!(found.len(), expected);
        }
    }

    #[test]
    fn what_exports_contain_and_what_home_keeps_is_all_that_is_earned(
        shape in any_shape(14), ownership in any_ownership(),
    ) {
        // Σ_r Ω_o V_s L_ss E_sr + Ω_o V_s L_ss Y_ss = F_os
        let owned = Owned::new(&shape, &ownership);
        let (model, raw) = (owned.model(), &owned.raw);
        let global = model.global_income().unwrap();
        let exports = model.income_in_exports(Level::Country).unwrap();
        for (o, owner) in owned.owners.iter().enumerate() {
            let world = owned.world(o);
            for (place, s) in raw.producing().into_iter().enumerate() {
                let kept = world.part(&world.w, s).dot(&world.l(s)).dot(&world.final_use(s, s));
                let exported = exports.owner(owner).unwrap().exporter(&raw.countries[s]).unwrap();
                let found = exported.value().unwrap() + kept;
                prop_assert!(near(found, global.flow_matrix()[[o, place]], raw.tolerance()));
            }
        }
    }
}
