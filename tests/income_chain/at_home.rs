//! Without income across borders everything is value added.

use leontief::account::decompose::{Approach, BorinMancini, JohnsonNoguera, LosTimmerDeVries};
use leontief::account::income::Owners;
use leontief::account::{Level, Scope};
use leontief::table::IncomeShares;
use proptest::prelude::*;

use crate::compare::{assert_figures, figures};
use crate::naive::content::va_in_final_demand;
use crate::owned::{Owned, any_ownership};
use crate::read::{near, of_owner, over_owners, without_other};
use crate::tables::{any_shape, cases};

const MOST: usize = 14;

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn with_all_income_at_home_the_matrix_is_value_added_by_origin_and_absorber(shape in any_shape(MOST)) {
        let owned = Owned::at_home(shape.raw());
        let (raw, model) = (&owned.raw, owned.model());
        let matrix = model.global_income().unwrap().matrix();
        let absorbed = va_in_final_demand(&raw.world());
        let vax = figures(&model.decompose(&JohnsonNoguera(Level::Bilateral)).unwrap());
        for s in 0..raw.g() {
            for d in 0..raw.g() {
                let value: f64 = raw.ranges[s].clone().map(|i| absorbed[[i, d]]).sum();
                prop_assert!(near(matrix[[s, d]], value, raw.tolerance()));
                if s != d && !raw.ranges[s].is_empty() {
                    let [s, d] = [s, d].map(|at| Some(raw.countries[at].clone()));
                    let exported = vax[&[s, None, None, d, None, Some("VAX".to_owned())]];
                    prop_assert!(near(exported, value, raw.tolerance()));
                }
            }
        }
    }

    #[test]
    fn with_all_income_at_home_balances_of_income_are_those_of_value_added(shape in any_shape(MOST)) {
        let owned = Owned::at_home(shape.raw());
        let model = owned.model();
        let income = model.income_balances().unwrap();
        let value = model.bilateral_balances().unwrap();
        for (balance, same) in [
            ("GROSS_BALANCE", "GROSS_BALANCE"),
            ("VAX_BALANCE", "VAX_BALANCE"),
            ("NI_ABSORBED_BALANCE", "VAX_BALANCE"),
            ("DVA_BALANCE", "DVA_BALANCE"),
            ("NI_OWN_BALANCE", "DVA_BALANCE"),
            ("NI_TWO_SIDED_BALANCE", "DVA_BALANCE"),
        ] {
            let found = figures(&income.term(balance).unwrap());
            let expected = figures(&value.term(same).unwrap());
            let renamed = expected.into_iter().map(|(mut key, value)| {
                key[5] = Some(balance.to_owned());
                (key, value)
            });
            assert_figures(balance, &found, &renamed.collect(), owned.raw.tolerance());
        }
    }

    #[test]
    fn with_all_income_at_home_nothing_is_received_and_balances_are_those_of_trade(shape in any_shape(MOST)) {
        let owned = Owned::at_home(shape.exact().raw());
        let (raw, model) = (&owned.raw, owned.model());
        let accounts = model.income_accounts().unwrap();
        let income_abroad = !raw.has_other();
        for code in &raw.countries {
            let account = |account: &str| accounts.figure(code, account).unwrap();
            prop_assert_eq!([account("RECEIVED"), account("PAID")], [0.0, 0.0]);
            prop_assert!(near(account("GNI"), account("GDP"), raw.tolerance()));
            prop_assert!(near(account("FROM_ABROAD"), account("VA_FROM_ABROAD"), raw.tolerance()));
            prop_assert!(near(account("UNABSORBED"), 0.0, raw.tolerance()));
            if income_abroad {
                prop_assert!(near(account("OTHER_BALANCE"), 0.0, raw.tolerance()));
                prop_assert!(near(account("INCOME_BALANCE"), account("TRADE_BALANCE"), raw.tolerance()));
            }
        }
    }

    #[test]
    fn with_all_income_at_home_an_owners_terms_are_the_content_of_its_country(shape in any_shape(MOST)) {
        let owned = Owned::at_home(shape.raw());
        let (raw, model) = (&owned.raw, owned.model());
        let method = BorinMancini::Exporter(Approach::Source, Level::SectorBilateral);
        let whole = without_other(figures(&model.decompose(&method).unwrap()));
        let found = model.decompose_by_owner(&method, &Scope::everything(), &Owners::all()).unwrap();
        for owner in &raw.countries {
            for (key, value) in of_owner(&found, owner) {
                let own = key[0].as_deref() == Some(owner);
                let domestic = ["VAX1", "VAX2", "VAX3", "VAX4", "REF1", "REF2", "DDC"];
                let is_domestic = domestic.contains(&key[5].as_deref().unwrap());
                if own {
                    // domestic content of s is all income of s, foreign content is none
                    let expected = if is_domestic { whole[&key] } else { 0.0 };
                    prop_assert!(near(value, expected, raw.tolerance()), "{key:?}");
                } else if is_domestic {
                    prop_assert!(near(value, 0.0, raw.tolerance()), "{key:?}");
                }
            }
        }
    }

    #[test]
    fn a_model_without_given_owners_is_one_with_all_income_at_home(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let table = owned.raw.table();
        let (plain, owned_model) = (table.model().unwrap(), owned.model());
        let back = owned_model.with_income(IncomeShares::at_home(owned_model.table()).unwrap()).unwrap();
        let again = back.with_income(owned.income(owned_model.table())).unwrap();
        prop_assert_eq!(plain.income(), back.income());
        prop_assert_eq!(again.income(), owned_model.income());
        prop_assert!(plain.income().note().contains("where it is earned"));
        for (first, second) in [(&plain, &back), (&owned_model, &again)] {
            let tolerance = owned.raw.tolerance();
            let [first_income, second_income] = [first, second].map(|m| m.global_income().unwrap());
            let gaps = &first_income.matrix() - &second_income.matrix();
            prop_assert!(gaps.iter().all(|gap| gap.abs() <= tolerance));
            // what one model has kept for value added or an owner is not taken for the other's
            let [first, second] = [first, second].map(|model| {
                let scope = Scope::everything();
                let ledger = model.decompose_by_owner(&LosTimmerDeVries, &scope, &Owners::all());
                over_owners(&ledger.unwrap())
            });
            assert_figures("again", &first, &second, tolerance);
        }
    }
}
