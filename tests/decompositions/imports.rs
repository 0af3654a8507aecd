//! Imports of countries and of industries against a system that is inverted again without them.

use leontief::account::Scope;
use leontief::account::decompose::{Imports, IndustryImports};
use leontief::model::{Measure, WorldModel};
use proptest::prelude::*;

use crate::compare::{Figures, assert_figures, figures};
use crate::naive::World;
use crate::naive::perimeters::{importer, importer_industry};
use crate::numbers::Raw;
use crate::tables::{any_shape, cases};

const MOST: usize = 10;

/// Value added and jobs.
fn questions(raw: &Raw, model: &WorldModel) -> [(Scope, World); 2] {
    let jobs = model.weights(&Measure::extension("jobs")).unwrap();
    [
        (Scope::everything(), raw.world()),
        (Scope::everything().weights(jobs), raw.jobs_world()),
    ]
}

/// Imports of every country by producer of origin, home included.
fn by_importer(raw: &Raw, world: &World) -> Figures {
    let mut figures = Figures::new();
    for (term, cells) in importer(world) {
        for ((r, i), value) in cells.indexed_iter() {
            let label = &raw.producers[i];
            let key = [
                Some(label.country.clone()),
                label.group.clone(),
                Some(label.sector.clone()),
                Some(raw.countries[r].clone()),
                None,
                Some(term.to_owned()),
            ];
            figures.insert(key, *value);
        }
    }
    figures
}

/// What each industry buys abroad, by country of origin.
fn by_industry(raw: &Raw, world: &World) -> Figures {
    let mut figures = Figures::new();
    for j in 0..raw.n() {
        let (r, label) = (raw.country(j), &raw.producers[j]);
        for (term, cells) in importer_industry(world, |country| (country == r).then_some(j)) {
            let by_origin = world.by_country(&cells.row(r).to_owned());
            for t in raw.producing() {
                let key = [
                    Some(label.country.clone()),
                    label.group.clone(),
                    Some(label.sector.clone()),
                    None,
                    Some(raw.countries[t].clone()),
                    Some(term.to_owned()),
                ];
                figures.insert(key, by_origin[t]);
            }
        }
    }
    figures
}

proptest! {
    #![proptest_config(cases(20))]

    #[test]
    fn imports_by_origin_are_the_naive_ones(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        for (scope, world) in questions(&raw, &model) {
            let found = figures(&model.decompose_some(&Imports, &scope).unwrap());
            assert_figures("imports", &found, &by_importer(&raw, &world), raw.tolerance());
        }
    }

    #[test]
    fn imports_of_industries_are_the_naive_ones(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        for (scope, world) in questions(&raw, &model) {
            let found = figures(&model.decompose_some(&IndustryImports, &scope).unwrap());
            assert_figures("industries", &found, &by_industry(&raw, &world), raw.tolerance());
        }
    }

    #[test]
    fn value_added_in_imports_is_all_they_cost_where_columns_pay_for_nothing_else(
        shape in any_shape(MOST),
    ) {
        let raw = shape.exact().raw();
        let model = raw.table().model().unwrap();
        let exports = raw.world().flows();
        let terms = model.decompose(&Imports).unwrap();
        for (r, code) in raw.countries.iter().enumerate() {
            let all = terms.importer(code).unwrap().total();
            let rest = raw.world().with_weights(raw.other_rates()).total_content();
            let other = rest.dot(&exports.row(r));
            prop_assert!((all + other - exports.row(r).sum()).abs() < raw.tolerance(), "{}", code);
        }
    }
}
