//! Output that no recorded use explains, if nobody absorbs it.

use leontief::account::Level;
use leontief::model::Unallocated;
use proptest::prelude::*;

use crate::accounts::{accounts, parties};
use crate::balances::expected;
use crate::chain::Chain;
use crate::compare::{assert_figures, figures};
use crate::owned::{Owned, Ownership, any_ownership};
use crate::read::near;
use crate::tables::{Shape, any_shape, cases};

const MOST: usize = 14;

fn owned(shape: &Shape, ownership: &Ownership) -> Owned {
    Owned::new(&shape.rounded(), ownership)
}

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn income_that_nobody_absorbs_is_in_no_cell_and_is_shown_as_such(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = owned(&shape, &ownership);
        let (raw, chain) = (&owned.raw, Chain::published(&owned));
        let model = owned.model_with(Unallocated::Ignored);
        let global = model.global_income().unwrap();
        let found = model.income_accounts().unwrap();
        // what is missing is called forth by nobody: B (x − uses)
        let missing = raw.world().b().dot(&(&raw.x - &raw.uses()));
        for (o, owner) in owned.owners.iter().enumerate() {
            for d in 0..raw.g() {
                prop_assert!(near(global.matrix()[[o, d]], chain.absorbed(o, d), raw.tolerance()));
            }
            for (place, h) in raw.producing().into_iter().enumerate() {
                prop_assert!(near(global.flow_matrix()[[o, place]], chain.earned(o, h), raw.tolerance()));
            }
            let unabsorbed = owned.world(o).w.dot(&missing);
            prop_assert!(near(found.figure(owner, "UNABSORBED").unwrap(), unabsorbed, raw.tolerance()));
        }
        for (party, country, owner) in parties(&owned) {
            for (account, expected) in accounts(&chain, country, owner) {
                let found = found.figure(&party, account).unwrap();
                prop_assert!(near(found, expected, raw.tolerance()), "{account} of {party}: {found}, not {expected}");
            }
        }
        // the equations of single parties do not hold and are not claimed
        prop_assert_eq!(found.identities().len(), 3);
        prop_assert!(found.identities().iter().all(|(party, _)| party == "world"));
    }

    #[test]
    fn balances_by_absorption_are_those_of_published_final_use_and_flows_do_not_change(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = owned(&shape, &ownership);
        let model = owned.model_with(Unallocated::Ignored);
        let found = figures(&model.income_balances().unwrap());
        let expected = expected(&owned, &Chain::published(&owned));
        assert_figures("balances", &found, &expected, owned.raw.tolerance());
        let at_home = owned.model();
        for level in Level::ALL {
            let [ignored, kept] = [&model, &at_home].map(|model| model.income_in_exports(level).unwrap());
            let pairs = ignored.rows().zip(kept.rows());
            prop_assert!(ignored.rows().count() == kept.rows().count());
            for (ignored, kept) in pairs {
                prop_assert_eq!(ignored, kept);
            }
        }
    }
}
