//! From domestic product to the current account, account by account.

use proptest::prelude::*;

use crate::chain::Chain;
use crate::owned::{Owned, any_ownership};
use crate::read::near;
use crate::tables::{any_shape, cases};

/// The accounts of a party in plain sums: of a country of the table, of an owner, or of both.
pub fn accounts(
    chain: &Chain<'_>,
    country: Option<usize>,
    owner: Option<usize>,
) -> Vec<(&'static str, f64)> {
    let g = chain.countries();
    let owners = || 0..chain.owners();
    let all =
        |o: Option<usize>, wanted: &dyn Fn(usize) -> bool, figure: &dyn Fn(usize, usize) -> f64| {
            let o = o.into_iter();
            let cells = o.flat_map(|o| (0..g).filter(|k| wanted(*k)).map(move |k| (o, k)));
            cells.map(|(o, k)| figure(o, k)).sum::<f64>()
        };
    let of_host = |wanted: &dyn Fn(usize) -> bool| -> f64 {
        let host = country.into_iter();
        let cells = host.flat_map(|h| owners().filter(|o| wanted(*o)).map(move |o| (o, h)));
        cells.map(|(o, h)| chain.earned(o, h)).sum()
    };
    let gdp = of_host(&|_| true);
    let received = all(owner, &|h| Some(h) != country, &|o, h| chain.earned(o, h));
    let paid = of_host(&|o| Some(o) != owner);
    let gni = all(owner, &|_| true, &|o, h| chain.earned(o, h));
    let from_use = all(owner, &|_| true, &|o, d| chain.absorbed(o, d));
    let abroad = all(owner, &|d| Some(d) != country, &|o, d| chain.absorbed(o, d));
    let mut used = 0.0;
    let (mut trade, mut other, mut value_abroad) = (0.0, 0.0, 0.0);
    if let Some(c) = country {
        used = owners().map(|o| chain.absorbed(o, c)).sum();
        for k in 0..g {
            trade += chain.between(c, k, |i| chain.flow(i, k));
            trade -= chain.between(k, c, |i| chain.flow(i, c));
            other += chain.other(c, k) - chain.other(k, c);
            if k != c {
                value_abroad += chain.value(c, k);
            }
        }
    }
    vec![
        ("GDP", gdp),
        ("RECEIVED", received),
        ("PAID", paid),
        ("NET_INCOME", received - paid),
        ("GNI", if owner.is_some() { gni } else { gdp - paid }),
        ("ABSORBED", used),
        ("INCOME_BALANCE", from_use - used),
        ("TRADE_BALANCE", trade),
        ("OTHER_BALANCE", other),
        ("CURRENT_ACCOUNT", trade + received - paid),
        ("FROM_ABROAD", abroad),
        ("VA_FROM_ABROAD", value_abroad),
        ("UNABSORBED", gni - from_use),
    ]
}

/// Countries and other owners, each with its place among both.
pub fn parties(owned: &Owned) -> Vec<(String, Option<usize>, Option<usize>)> {
    let countries = owned.raw.countries.iter().enumerate();
    let mut parties: Vec<_> = countries
        .map(|(c, code)| (code.clone(), Some(c), owned.owner(code)))
        .collect();
    for (o, code) in owned.owners.iter().enumerate() {
        if !owned.raw.countries.contains(code) {
            parties.push((code.clone(), None, Some(o)));
        }
    }
    parties
}

proptest! {
    #![proptest_config(cases(50))]

    #[test]
    fn every_account_of_every_party_is_the_naive_one(
        shape in any_shape(14), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (raw, chain) = (&owned.raw, Chain::new(&owned));
        let found = owned.model().income_accounts().unwrap();
        let parties = parties(&owned);
        prop_assert_eq!(found.ledger().rows().count(), 13 * parties.len());
        for (party, country, owner) in parties {
            for (account, expected) in accounts(&chain, country, owner) {
                let found = found.figure(&party, account).unwrap();
                prop_assert!(
                    near(found, expected, raw.tolerance()),
                    "{account} of {party}: {found}, not {expected}"
                );
            }
        }
    }

    #[test]
    fn all_equations_between_accounts_are_reported_and_hold(
        shape in any_shape(14), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let accounts = owned.model().income_accounts().unwrap();
        let parties = parties(&owned);
        prop_assert_eq!(accounts.identities().len(), 3 + 2 * parties.len());
        for (party, _, _) in &parties {
            let own = accounts.identities().iter().filter(|(name, _)| name == party);
            prop_assert_eq!(own.count(), 2);
        }
        for (party, identity) in accounts.identities() {
            prop_assert!(
                near(identity.left, identity.right, owned.raw.tolerance()),
                "{party}: {}", identity.statement
            );
        }
    }
}
