//! The global income matrix and its views, cell by cell.

use leontief::account::ledger::Column;
use proptest::prelude::*;

use crate::chain::Chain;
use crate::compare::{assert_figures, figures, producer};
use crate::owned::{Owned, any_ownership};
use crate::read::{near, of_owner};
use crate::tables::{any_shape, cases};

const MOST: usize = 14;

/// Labels without seller and origin.
fn key(importer: Option<&String>, term: &str) -> [Option<String>; 6] {
    let term = Some(term.to_owned());
    [None, None, None, importer.cloned(), None, term]
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn income_by_owner_and_absorber_is_the_naive_one(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (raw, chain) = (&owned.raw, Chain::new(&owned));
        let global = owned.model().global_income().unwrap();
        let (matrix, ledger) = (global.matrix(), global.by_absorber().unwrap());
        prop_assert_eq!(global.owners(), &owned.owners[..]);
        prop_assert_eq!(global.absorbers(), &raw.countries[..]);
        prop_assert_eq!(matrix.dim(), (owned.owners.len(), raw.g()));
        for (o, owner) in owned.owners.iter().enumerate() {
            let mut expected = std::collections::BTreeMap::new();
            for (d, absorber) in raw.countries.iter().enumerate() {
                let income = chain.absorbed(o, d);
                prop_assert!(near(matrix[[o, d]], income, raw.tolerance()));
                expected.insert(key(Some(absorber), "INCOME"), income);
            }
            let found = of_owner(&ledger, owner);
            assert_figures("by absorber", &found, &expected, raw.tolerance());
        }
    }

    #[test]
    fn income_by_host_is_the_naive_one(shape in any_shape(MOST), ownership in any_ownership()) {
        let owned = Owned::new(&shape, &ownership);
        let (raw, chain) = (&owned.raw, Chain::new(&owned));
        let global = owned.model().global_income().unwrap();
        let (by_host, flows) = (global.by_host().unwrap(), global.flows().unwrap());
        let flow_matrix = global.flow_matrix();
        prop_assert_eq!(global.hosts().len(), raw.producing().len());
        for (o, owner) in owned.owners.iter().enumerate() {
            let mut cells = std::collections::BTreeMap::new();
            let mut earned = std::collections::BTreeMap::new();
            for h in raw.producing() {
                let host = Some(raw.countries[h].clone());
                for (d, absorber) in raw.countries.iter().enumerate() {
                    let mut key = key(Some(absorber), "INCOME");
                    key[0].clone_from(&host);
                    cells.insert(key, chain.hosted(o, h, d));
                }
                let mut key = key(None, "INCOME");
                key[0].clone_from(&host);
                earned.insert(key, chain.earned(o, h));
                prop_assert!(near(flow_matrix[[o, h]], chain.earned(o, h), raw.tolerance()));
            }
            assert_figures("by host", &of_owner(&by_host, owner), &cells, raw.tolerance());
            assert_figures("flows", &of_owner(&flows, owner), &earned, raw.tolerance());
            let national: f64 = raw.producing().into_iter().map(|h| chain.earned(o, h)).sum();
            prop_assert!(near(global.national_income(owner).unwrap(), national, raw.tolerance()));
        }
    }

    #[test]
    fn the_three_ways_of_income_are_the_naive_ones_and_add_up(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (raw, chain) = (&owned.raw, Chain::new(&owned));
        let global = owned.model().global_income().unwrap();
        let (ways, exports) = (global.three_ways().unwrap(), global.exports().unwrap());
        let together = ways.summed_over(&[Column::Term]);
        for (o, owner) in owned.owners.iter().enumerate() {
            let mut expected = std::collections::BTreeMap::new();
            let (mut abroad, mut found) = (0.0, 0.0);
            let sums = figures(&together.owner(owner).unwrap());
            for (d, absorber) in raw.countries.iter().enumerate() {
                for (place, income) in ["AT_HOME", "IN_ABSORBER", "IN_THIRD"].iter().zip(chain.places(o, d)) {
                    expected.insert(key(Some(absorber), place), income);
                }
                found += sums[&key(Some(absorber), "total")];
                if chain.home(o) != Some(d) {
                    abroad += chain.absorbed(o, d);
                }
            }
            assert_figures("three ways", &of_owner(&ways, owner), &expected, raw.tolerance());
            let all: f64 = (0..raw.g()).map(|d| chain.absorbed(o, d)).sum();
            prop_assert!(near(found, all, raw.tolerance()));
            let exported = [(key(None, "INCOME_EXPORTS"), abroad)].into();
            assert_figures("income exports", &of_owner(&exports, owner), &exported, raw.tolerance());
        }
    }

    #[test]
    fn income_by_producer_is_the_naive_one(shape in any_shape(MOST), ownership in any_ownership()) {
        let owned = Owned::new(&shape, &ownership);
        let (raw, chain) = (&owned.raw, Chain::new(&owned));
        let model = owned.model();
        for (o, owner) in owned.owners.iter().enumerate() {
            let mut expected = std::collections::BTreeMap::new();
            for p in 0..raw.n() {
                for (d, absorber) in raw.countries.iter().enumerate() {
                    let [exporter, group, sector] = producer(raw, p);
                    let term = Some("INCOME".to_owned());
                    let key = [exporter, group, sector, Some(absorber.clone()), None, term];
                    expected.insert(key, chain.income(o, p, d));
                }
            }
            let found = figures(&model.income_by_producer(owner).unwrap());
            assert_figures(owner, &found, &expected, raw.tolerance());
        }
    }

    #[test]
    fn the_cells_of_every_component_are_the_naive_ones(
        shape in any_shape(MOST), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let raw = &owned.raw;
        let global = owned.model().global_income().unwrap();
        let by_component = global.by_component().unwrap();
        let output = raw.world().b().dot(&raw.world().y);
        prop_assert_eq!(global.components().len(), owned.shares.len());
        for (kind, _) in &owned.shares {
            let k = global.components().iter().position(|known| known == kind).unwrap();
            for (o, owner) in owned.owners.iter().enumerate() {
                let rates = owned.per_output(&owned.earned_from(o, |known| known == *kind));
                let found = figures(&by_component.owner(owner).unwrap().term(kind.code()).unwrap());
                for (d, absorber) in raw.countries.iter().enumerate() {
                    let mut sum = 0.0;
                    for (place, h) in raw.producing().into_iter().enumerate() {
                        let range = raw.ranges[h].clone();
                        let cell: f64 = range.map(|p| rates[p] * output[[p, d]]).sum();
                        prop_assert!(near(global.cells()[[k, o, place, d]], cell, raw.tolerance()));
                        sum += cell;
                    }
                    prop_assert!(near(found[&key(Some(absorber), kind.code())], sum, raw.tolerance()));
                }
            }
        }
    }
}
