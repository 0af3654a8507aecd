//! The six balances of all pairs.

use leontief::account::Ledger;
use leontief::account::ledger::Column;
use proptest::prelude::*;

use crate::accounts::parties;
use crate::chain::Chain;
use crate::compare::{Figures, assert_figures, figures};
use crate::owned::{Owned, any_ownership};
use crate::read::near;
use crate::tables::{any_shape, cases};

pub const BALANCES: [&str; 6] = [
    "GROSS_BALANCE",
    "VAX_BALANCE",
    "NI_ABSORBED_BALANCE",
    "DVA_BALANCE",
    "NI_OWN_BALANCE",
    "NI_TWO_SIDED_BALANCE",
];

/// A country of the table, an owner, or both.
type Party = (Option<usize>, Option<usize>);

/// What a party is credited with from a partner, in the order of the balances.
fn credits(chain: &Chain<'_>, (country, owner): Party, (partner, other): Party) -> [f64; 6] {
    let mut credits = [0.0; 6];
    if let (Some(o), Some(d)) = (owner, partner) {
        credits[2] = chain.absorbed(o, d);
    }
    if let (Some(s), Some(r)) = (country, partner) {
        let income = |o: Option<usize>| -> f64 {
            let o = o.into_iter();
            o.map(|o| chain.between(s, r, |i| chain.in_flow(o, i, r)))
                .sum()
        };
        credits[0] = chain.between(s, r, |i| chain.flow(i, r));
        credits[1] = chain.value(s, r);
        credits[3] = chain.between(s, r, |i| chain.value_in_flow(i, r));
        credits[4] = income(owner);
        credits[5] = income(owner) - income(other);
    }
    credits
}

/// All balances of all pairs.
pub fn expected(owned: &Owned, chain: &Chain<'_>) -> Figures {
    let parties = parties(owned);
    let mut figures = Figures::new();
    for (first, s, o) in &parties {
        for (second, r, p) in parties.iter().filter(|(second, ..)| second != first) {
            let (forth, back) = ((*s, *o), (*r, *p));
            let forth_credits = credits(chain, forth, back);
            let back_credits = credits(chain, back, forth);
            for (k, balance) in BALANCES.iter().enumerate() {
                let term = Some((*balance).to_owned());
                let (first, second) = (Some(first.clone()), Some(second.clone()));
                let key = [first, None, None, second, None, term];
                figures.insert(key, forth_credits[k] - back_credits[k]);
            }
        }
    }
    figures
}

/// The balances of each party with all others together.
fn totals(ledger: &Ledger) -> Ledger {
    ledger.summed_over(&[Column::Importer])
}

proptest! {
    #![proptest_config(cases(50))]

    #[test]
    fn all_balances_of_all_pairs_are_the_naive_ones(
        shape in any_shape(14), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let expected = expected(&owned, &Chain::new(&owned));
        let found = figures(&owned.model().income_balances().unwrap());
        assert_figures("balances", &found, &expected, owned.raw.tolerance());
    }

    #[test]
    fn balances_of_two_parties_are_opposite_and_those_of_the_world_add_up_to_zero(
        shape in any_shape(14), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let ledger = owned.model().income_balances().unwrap();
        let found = figures(&ledger);
        for (key, value) in &found {
            let mut back = key.clone();
            back.swap(0, 3);
            prop_assert_eq!(*value, -found[&back], "{:?}", key);
        }
        for balance in BALANCES {
            let world: f64 = ledger.term(balance).unwrap().rows().map(|row| row.value).sum();
            prop_assert!(near(world, 0.0, owned.raw.tolerance()));
        }
    }

    #[test]
    fn over_partners_the_balance_of_income_is_trade_and_net_income_less_what_is_not_value_added(
        shape in any_shape(14), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let model = owned.model();
        let (balances, accounts) = (model.income_balances().unwrap(), model.income_accounts().unwrap());
        let totals = totals(&balances);
        for (party, ..) in parties(&owned) {
            let total = |balance: &str| {
                let own = totals.exporter(&party).unwrap();
                own.term(balance).unwrap().value().unwrap()
            };
            let account = |code: &str| accounts.figure(&party, code).unwrap();
            let (trade, other) = (account("TRADE_BALANCE"), account("OTHER_BALANCE"));
            let tolerance = owned.raw.tolerance();
            prop_assert!(near(total("GROSS_BALANCE"), trade, tolerance));
            prop_assert!(near(total("VAX_BALANCE"), trade - other, tolerance));
            let income = trade + account("NET_INCOME") - other;
            prop_assert!(near(total("NI_ABSORBED_BALANCE"), income, tolerance));
        }
    }

    #[test]
    fn the_two_readings_differ_by_what_each_owns_in_the_exports_of_the_other(
        shape in any_shape(14), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let model = owned.model();
        let balances = figures(&model.income_balances().unwrap());
        let incomes = figures(&model.income_in_exports(leontief::account::Level::Bilateral).unwrap().summed_over(&[Column::Owner]));
        let by_owner = model.income_in_exports(leontief::account::Level::Bilateral).unwrap();
        let raw = &owned.raw;
        let key = |s: usize, r: usize, term: &str| {
            let [s, r] = [s, r].map(|at| Some(raw.countries[at].clone()));
            [s, None, None, r, None, Some(term.to_owned())]
        };
        for s in raw.producing() {
            for r in raw.producing().into_iter().filter(|r| *r != s) {
                let earned = |owner: usize, s: usize, r: usize| {
                    let own = figures(&by_owner.owner(&raw.countries[owner]).unwrap());
                    own[&key(s, r, "INCOME")]
                };
                let balance = |term: &str| balances[&key(s, r, term)];
                let (own, two) = (balance("NI_OWN_BALANCE"), balance("NI_TWO_SIDED_BALANCE"));
                let tolerance = raw.tolerance();
                prop_assert!(near(own - two, earned(r, s, r) - earned(s, r, s), tolerance));
                // value added less the own reading is foreign income in both flows
                let foreign = |s: usize, r: usize| incomes[&key(s, r, "INCOME")] - earned(s, s, r);
                let gap = balance("DVA_BALANCE") - own;
                prop_assert!(near(gap, foreign(s, r) - foreign(r, s), tolerance));
            }
        }
    }
}
