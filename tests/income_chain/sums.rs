//! Owners add up: to value added, to final use, to exports.

use leontief::account::decompose::{
    AbsorbedByImporter, Approach, BorinMancini, KoopmanWangWei, WangWeiZhu,
};
use leontief::account::income::Owners;
use leontief::account::ledger::Column;
use leontief::account::{Level, Scope};
use leontief::model::Measure;
use ndarray::{Array1, Axis as Dimension};
use proptest::prelude::*;

use crate::compare::{assert_figures, figures};
use crate::owned::{Owned, any_ownership};
use crate::read::near;
use crate::tables::{any_shape, cases};

const MOST: usize = 14;

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn shares_of_all_owners_add_up_to_one_and_none_is_negative(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let model = owned.model();
        prop_assert_eq!(model.income().owners(), &owned.axis());
        for (kind, given) in &owned.shares {
            let shares = model.income().of(*kind).unwrap();
            prop_assert_eq!(shares, given);
            prop_assert!(shares.iter().all(|share| *share >= 0.0));
            let sums = shares.sum_axis(Dimension(0));
            prop_assert!(sums.iter().all(|sum| near(*sum, 1.0, 1e-12)));
            for owner in model.income().owners().positions() {
                let row = model.income().share(owner, *kind).unwrap();
                prop_assert_eq!(row, given.row(owner.get()));
            }
        }
    }

    #[test]
    fn rates_of_all_owners_are_those_of_value_added_and_of_everything_one(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        // Σ_o Ω_o v = v, and v B + what is not value added = u'
        let owned = Owned::new(&shape, &ownership);
        let (raw, model) = (&owned.raw, owned.model());
        let mut direct = Array1::<f64>::zeros(raw.n());
        let mut total = Array1::<f64>::zeros(raw.n());
        for (o, owner) in owned.owners.iter().enumerate() {
            let measure = Measure::income(owner);
            let weights = model.weights(&measure).unwrap();
            prop_assert!(weights.name().contains(owner.as_str()));
            prop_assert_eq!(weights.unit(), model.table().unit().short());
            let expected = owned.per_output(&owned.earned(o));
            for i in 0..raw.n() {
                prop_assert!(near(weights.rates()[i], expected[i], 1e-13));
            }
            direct += &weights.rates();
            total += &model.multipliers(&measure).unwrap();
        }
        let value = model.weights(&Measure::ValueAdded).unwrap();
        let whole = model.multipliers(&Measure::ValueAdded).unwrap();
        let others = [Measure::OtherPrimary, Measure::Discrepancy].map(|m| model.multipliers(&m).unwrap());
        for i in 0..raw.n() {
            prop_assert!(near(direct[i], value.rates()[i], 1e-12));
            prop_assert!(near(total[i], whole[i], 1e-11));
            if raw.x[i] != 0.0 {
                prop_assert!(near(total[i] + others[0][i] + others[1][i], 1.0, 1e-11));
            }
        }
    }

    #[test]
    fn inverse_and_induced_output_satisfy_their_equations(shape in any_shape(MOST)) {
        // B (I − A) = I and x = B Y u
        let raw = shape.exact().raw();
        let model = raw.table().model().unwrap();
        let (b, a) = (model.inverse().unwrap(), model.coefficients().unwrap());
        let product = &b - &b.dot(&a);
        for ((i, j), value) in product.indexed_iter() {
            prop_assert!(near(*value, f64::from(u8::from(i == j)), 1e-11));
        }
        let demand = raw.y().sum_axis(Dimension(1));
        let output = model.induced_output(demand.view()).unwrap();
        for (found, expected) in output.iter().zip(&raw.x) {
            prop_assert!(near(*found, *expected, raw.tolerance()));
        }
    }

    #[test]
    fn incomes_of_all_owners_from_final_use_are_that_use_less_what_is_not_value_added(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let raw = &owned.raw;
        let matrix = owned.model().global_income().unwrap().matrix();
        let world = raw.world();
        let other = world.with_weights(raw.other_rates()).total_content().dot(&world.y);
        let used = world.y.sum_axis(Dimension(0));
        for d in 0..raw.g() {
            let income = matrix.column(d).sum();
            prop_assert!(near(income, used[d] - other[d], raw.tolerance()));
        }
    }

    #[test]
    fn income_from_all_final_use_is_national_income_and_world_income_is_world_product(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (raw, global) = (&owned.raw, owned.model().global_income().unwrap());
        let (matrix, flows) = (global.matrix(), global.flow_matrix());
        let value = raw.value_added();
        for (o, owner) in owned.owners.iter().enumerate() {
            let national = global.national_income(owner).unwrap();
            prop_assert!(near(matrix.row(o).sum(), national, raw.tolerance()));
            // GNI = GDP + received − paid
            let host = global.hosts().iter().position(|host| host == owner);
            let product: f64 = match host {
                Some(_) => {
                    let s = raw.countries.iter().position(|code| code == owner).unwrap();
                    raw.ranges[s].clone().map(|i| value[i]).sum()
                }
                None => 0.0,
            };
            let received = flows.row(o).sum() - host.map_or(0.0, |h| flows[[o, h]]);
            let paid = host.map_or(0.0, |h| flows.column(h).sum() - flows[[o, h]]);
            prop_assert!(near(national, product + received - paid, raw.tolerance()));
        }
        prop_assert!(near(flows.sum(), value.sum(), raw.tolerance()));
        prop_assert!(near(matrix.sum(), value.sum(), raw.tolerance()));
    }

    #[test]
    fn terms_of_all_owners_and_what_is_not_value_added_are_the_exports(
        shape in any_shape(10), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (raw, model) = (&owned.raw, owned.model());
        let world = raw.world();
        let (flows, other) = (world.flows(), world.with_weights(raw.other_rates()).total_content());
        let scope = Scope::everything();
        let level = Level::Bilateral;
        for ledger in [
            model.decompose_by_owner(&WangWeiZhu(level), &scope, &Owners::all()),
            model.decompose_by_owner(&KoopmanWangWei(level), &scope, &Owners::all()),
            model.decompose_by_owner(&BorinMancini::Exporter(Approach::Sink, level), &scope, &Owners::all()),
            model.decompose_by_owner(&AbsorbedByImporter(level), &scope, &Owners::all()),
        ] {
            let sums = figures(&ledger.unwrap().summed_over(&[Column::Owner, Column::Term]));
            for s in raw.producing() {
                for r in (0..raw.g()).filter(|r| *r != s) {
                    let range = raw.ranges[s].clone();
                    let gross: f64 = range.clone().map(|i| flows[[r, i]]).sum();
                    let rest: f64 = range.map(|i| other[i] * flows[[r, i]]).sum();
                    let [s, r] = [s, r].map(|at| Some(raw.countries[at].clone()));
                    let sum = sums[&[s, None, None, r, None, Some("total".to_owned())]];
                    prop_assert!(near(sum + rest, gross, raw.tolerance()));
                }
            }
        }
    }

    #[test]
    fn coarser_levels_are_sums_over_sectors_groups_and_partners(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let model = owned.model();
        let sectors = [Column::Group, Column::Sector];
        let finest = model.income_in_exports(Level::SectorBilateral).unwrap();
        let method = |level| BorinMancini::Exporter(Approach::Source, level);
        let by_owner = |level| {
            model.decompose_by_owner(&method(level), &Scope::everything(), &Owners::all()).unwrap()
        };
        let finest_terms = by_owner(Level::SectorBilateral);
        for (level, columns) in [
            (Level::Bilateral, sectors.to_vec()),
            (Level::Sector, vec![Column::Importer]),
            (Level::Country, vec![Column::Group, Column::Sector, Column::Importer]),
        ] {
            let pairs = [
                (model.income_in_exports(level).unwrap(), finest.summed_over(&columns)),
                (by_owner(level), finest_terms.summed_over(&columns)),
            ];
            for (found, expected) in pairs {
                for owner in &owned.owners {
                    let [found, expected] = [&found, &expected].map(|ledger| figures(&ledger.owner(owner).unwrap()));
                    assert_figures("level", &found, &expected, owned.raw.tolerance());
                }
            }
        }
    }
}
