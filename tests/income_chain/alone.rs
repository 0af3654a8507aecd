//! A world of one country.

use leontief::account::decompose::{Approach, BorinMancini};
use leontief::account::income::Owners;
use leontief::account::ledger::Column;
use leontief::account::{Level, Scope};
use proptest::prelude::*;

use crate::owned::{Owned, any_ownership};
use crate::read::{figure, near};
use crate::tables::{Primary, Shape, any_shape, cases};

/// The first country without the others, and without markets.
fn alone(shape: &Shape) -> Shape {
    Shape {
        countries: vec![shape.countries[0].clone()],
        markets: 0,
        ..shape.clone()
    }
}

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn alone_in_the_world_national_income_is_what_a_country_absorbs(
        shape in any_shape(14), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&alone(&shape), &ownership);
        let (raw, model) = (&owned.raw, owned.model());
        let global = model.global_income().unwrap();
        prop_assert_eq!(global.absorbers().len(), 1);
        for (o, owner) in owned.owners.iter().enumerate() {
            let income = owned.earned(o).sum();
            prop_assert!(near(global.matrix()[[o, 0]], income, raw.tolerance()));
            prop_assert!(near(global.national_income(owner).unwrap(), income, raw.tolerance()));
        }
        let accounts = model.income_accounts().unwrap();
        let account = |code: &str| accounts.figure("C1", code).unwrap();
        prop_assert_eq!([account("TRADE_BALANCE"), account("VA_FROM_ABROAD")], [0.0, 0.0]);
        prop_assert!(near(account("GDP"), raw.value_added().sum(), raw.tolerance()));
        prop_assert!(near(account("INCOME_BALANCE"), account("NET_INCOME"), raw.tolerance()));
    }

    #[test]
    fn alone_in_the_world_all_income_comes_from_the_country_itself(
        shape in any_shape(14), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&alone(&shape), &ownership);
        let (raw, model) = (&owned.raw, owned.model());
        let ways = model.global_income().unwrap().three_ways().unwrap();
        for (o, owner) in owned.owners.iter().enumerate() {
            let income = owned.earned(o).sum();
            let expected = match owner.as_str() {
                "C1" => [income, 0.0, 0.0],
                _ => [0.0, income, 0.0],
            };
            for (place, expected) in ["AT_HOME", "IN_ABSORBER", "IN_THIRD"].into_iter().zip(expected) {
                let labels = [(Column::Owner, owner.as_str()), (Column::Term, place)];
                prop_assert!(near(figure(&ways, &labels), expected, raw.tolerance()));
            }
        }
        // nothing crosses a border, so that there is nothing to divide
        for level in Level::ALL {
            prop_assert!(model.income_in_exports(level).unwrap().rows().all(|row| row.value == 0.0));
            prop_assert_eq!(model.income_ratios(level).unwrap().rows().count(), 0);
        }
        let method = BorinMancini::Exporter(Approach::Source, Level::Bilateral);
        let terms = model.decompose_by_owner(&method, &Scope::everything(), &Owners::all()).unwrap();
        prop_assert_eq!(terms.total(), 0.0);
    }
}

#[test]
fn a_country_with_an_owner_abroad_has_balances_by_absorption_only() {
    let shape = Shape {
        countries: vec![vec![(0, 3)]],
        markets: 0,
        categories: 1,
        features: Default::default(),
        primary: Primary::Residual,
        seed: 3,
    };
    let ownership = crate::owned::Ownership {
        style: crate::owned::Style::Alike,
        markets: false,
        outside: true,
        unspecified: false,
        seed: 5,
    };
    let owned = Owned::new(&shape, &ownership);
    let balances = owned.model().income_balances().unwrap();
    let balance = |term: &str| {
        let labels = [
            (Column::Exporter, "ELSEWHERE"),
            (Column::Importer, "C1"),
            (Column::Term, term),
        ];
        figure(&balances, &labels)
    };
    let elsewhere = owned.owner("ELSEWHERE").unwrap();
    let income = owned.earned(elsewhere).sum();
    assert!(income > 1.0, "{income}");
    assert!(near(balance("NI_ABSORBED_BALANCE"), income, 1e-10));
    for term in [
        "GROSS_BALANCE",
        "VAX_BALANCE",
        "DVA_BALANCE",
        "NI_OWN_BALANCE",
        "NI_TWO_SIDED_BALANCE",
    ] {
        assert_eq!(balance(term), 0.0, "{term}");
    }
}
