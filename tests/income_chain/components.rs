//! Pay, taxes, capital income: the parts of an owner's income.

use leontief::account::decompose::{KoopmanWangWei, WangWeiZhu};
use leontief::account::income::Owners;
use leontief::account::ledger::Column;
use leontief::account::{Level, Scope};
use leontief::model::Measure;
use proptest::prelude::*;

use crate::compare::{Figures, assert_figures, at_level, figures};
use crate::naive::wwz_kww::wwz;
use crate::owned::{Owned, Ownership, any_ownership};
use crate::read::{near, of_owner};
use crate::tables::{Primary, Shape, any_shape, cases};
use leontief::table::ValueAddedConcept;

/// Tables whose value added has components.
fn divided(shape: &Shape) -> Shape {
    Shape {
        primary: match shape.primary {
            Primary::Residual => Primary::Rows(ValueAddedConcept::AllPrimaryInputs),
            rows => rows,
        },
        ..shape.clone()
    }
}

fn owned(shape: &Shape, ownership: &Ownership) -> Owned {
    Owned::new(&divided(shape), ownership)
}

proptest! {
    #![proptest_config(cases(20))]

    #[test]
    fn parts_of_income_by_component_add_up_to_the_whole(
        shape in any_shape(10), ownership in any_ownership(),
    ) {
        let owned = owned(&shape, &ownership);
        let model = owned.model();
        prop_assert!(owned.shares.len() >= 2);
        let method = KoopmanWangWei(Level::SectorBilateral);
        let scope = Scope::everything();
        let whole = model.decompose_by_owner(&method, &scope, &Owners::all()).unwrap();
        let mut sums: Vec<Figures> = vec![Figures::new(); owned.owners.len()];
        for (kind, _) in &owned.shares {
            let part = model.decompose_by_owner(&method, &scope, &Owners::all().component(*kind)).unwrap();
            for (owner, sums) in owned.owners.iter().zip(&mut sums) {
                for (key, value) in of_owner(&part, owner) {
                    *sums.entry(key).or_insert(0.0) += value;
                }
            }
        }
        for (owner, sums) in owned.owners.iter().zip(&sums) {
            assert_figures(owner, sums, &of_owner(&whole, owner), owned.raw.tolerance());
        }
    }

    #[test]
    fn the_part_of_a_component_is_the_naive_decomposition_in_it(
        shape in any_shape(10), ownership in any_ownership(),
    ) {
        let owned = owned(&shape, &ownership);
        let model = owned.model();
        let level = Level::SectorBilateral;
        for (kind, _) in &owned.shares {
            let asked = Owners::all().component(*kind);
            let found = model.decompose_by_owner(&WangWeiZhu(level), &Scope::everything(), &asked).unwrap();
            prop_assert!(found.about().measure.contains(kind.to_string().as_str()), "{}", found.about().measure);
            for (o, owner) in owned.owners.iter().enumerate() {
                let expected = at_level(&owned.raw, &wwz(&owned.world_from(o, *kind)), level);
                assert_figures(owner, &of_owner(&found, owner), &expected, owned.raw.tolerance());
            }
        }
    }

    #[test]
    fn rates_of_a_component_are_shares_of_it_and_add_up_to_the_owners_income(
        shape in any_shape(14), ownership in any_ownership(),
    ) {
        let owned = owned(&shape, &ownership);
        let model = owned.model();
        for owner in &owned.owners {
            let o = owned.owner(owner).unwrap();
            let mut sum = ndarray::Array1::<f64>::zeros(owned.raw.n());
            for (kind, _) in &owned.shares {
                let weights = model.weights(&Measure::income_from(owner, *kind)).unwrap();
                let income = owned.earned_from(o, |known| known == *kind);
                let expected = owned.per_output(&income);
                for i in 0..owned.raw.n() {
                    prop_assert!(near(weights.rates()[i], expected[i], 1e-13));
                }
                sum += &weights.rates();
            }
            let whole = model.weights(&Measure::income(owner)).unwrap();
            for i in 0..owned.raw.n() {
                prop_assert!(near(sum[i], whole.rates()[i], 1e-13));
            }
        }
    }

    #[test]
    fn components_of_the_matrix_add_up_to_it(shape in any_shape(14), ownership in any_ownership()) {
        let owned = owned(&shape, &ownership);
        let global = owned.model().global_income().unwrap();
        let by_component = global.by_component().unwrap();
        let terms = by_component.labels(Column::Term);
        prop_assert_eq!(terms.len(), owned.shares.len());
        prop_assert!(owned.shares.iter().all(|(kind, _)| terms.contains(&kind.code())));
        let sums = by_component.summed_over(&[Column::Term]);
        for (o, owner) in owned.owners.iter().enumerate() {
            for (key, value) in figures(&sums.owner(owner).unwrap()) {
                let absorber = key[3].as_ref().unwrap();
                let d = owned.raw.countries.iter().position(|code| code == absorber).unwrap();
                prop_assert!(near(value, global.matrix()[[o, d]], owned.raw.tolerance()));
            }
        }
    }

    #[test]
    fn where_all_components_are_owned_alike_every_part_is_in_proportion(shape in any_shape(10), seed: u64) {
        let ownership = Ownership {
            style: crate::owned::Style::Alike,
            markets: true,
            outside: true,
            unspecified: true,
            seed,
        };
        let alike = owned(&shape, &ownership);
        let same = Owned { style: crate::owned::Style::ByComponent, ..alike.clone() };
        prop_assert!(alike.shares.len() >= 2);
        // given once for all, or one by one
        let [alike_income, same_income] = [&alike, &same].map(|owned| owned.model().global_income().unwrap());
        prop_assert_eq!(alike_income.cells(), same_income.cells());
        prop_assert_eq!(alike_income.flow_matrix(), same_income.flow_matrix());
    }
}
