//! Flows cut on their own against a system that is inverted again for each of them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use leontief::account::decompose::{Buyers, Method, OwnFlow, Sellers};
use leontief::account::{Level, Scope};
use leontief::label::{Axis, Grouping, Sector};
use leontief::model::Measure;
use ndarray::Array1;
use proptest::prelude::*;

use crate::compare::{
    Seller, added_up, assert_figures, at_level, country, figures, producer, with_other,
};
use crate::naive::bm::{BM, once_counted};
use crate::naive::perimeters::{Perimeter, own_flow};
use crate::naive::{Cells, World, cells};
use crate::numbers::Raw;
use crate::tables::{any_shape, cases, divided_shape};

const MOST: usize = 9;

/// The twelve terms with the inputs of each unit's own flow taken out of the system; `unit(i)` are the producers that are cut together.
pub fn units_apart<U: Ord + Clone>(world: &World, unit: impl Fn(usize) -> U, each: bool) -> Cells {
    let m = world.blocks();
    let units: Vec<U> = (0..world.n()).map(unit).collect();
    let cuts = RefCell::new(BTreeMap::new());
    cells(world, BM, |s, r| {
        let once = |at_home: bool| -> Array1<f64> {
            let range = world.ranges[s].clone();
            let rate = |i: usize| {
                let flow = (s, units[i].clone(), each.then_some(r));
                let mut cuts = cuts.borrow_mut();
                let cut = cuts.entry(flow).or_insert_with(|| {
                    world.without(|from, to| {
                        let importer = world.country(to);
                        let crosses = importer != s && (!each || importer == r);
                        world.country(from) == s && units[from] == units[i] && crosses
                    })
                });
                let origins = (0..world.n()).filter(|k| (world.country(*k) == s) == at_home);
                origins.map(|k| world.w[k] * cut[[k, i]]).sum()
            };
            range.map(rate).collect()
        };
        let (domestic, foreign) = (once(true), once(false));
        once_counted(&m, s, r, &domestic, &foreign)
    })
}

/// Sectors of a table in pairs: S1 and S2, S3 and S4, …
pub fn pairs_of(sectors: &Axis<Sector>) -> Grouping<Sector> {
    let pair = |code: &String| format!("P{}", code[1..].parse::<usize>().unwrap().div_ceil(2));
    let codes = sectors.codes().iter();
    let names: Vec<(&String, String)> = codes.map(|code| (code, pair(code))).collect();
    let pairs = names
        .iter()
        .map(|(code, name)| (code.as_str(), name.as_str()));
    Grouping::new(sectors, pairs).unwrap()
}

/// Every way to cut producers together, with the label of the seller that each belongs to.
fn all_sellers(raw: &Raw, sectors: &Axis<Sector>) -> Vec<(Sellers, Vec<Seller>)> {
    let pairs = pairs_of(sectors);
    let label = |seller: &dyn Fn(usize) -> Seller| (0..raw.n()).map(seller).collect();
    let sector =
        |i: usize, code: String| [Some(raw.producers[i].country.clone()), None, Some(code)];
    let pair = |i: usize| {
        let at = sectors.at(&raw.producers[i].sector).unwrap();
        sector(i, pairs.target().code(pairs.to(at)).to_owned())
    };
    let group = |i: usize| {
        let producer = &raw.producers[i];
        [Some(producer.country.clone()), producer.group.clone(), None]
    };
    vec![
        (Sellers::Country, label(&|i| country(raw, i))),
        (Sellers::Groups, label(&group)),
        (
            Sellers::Sectors,
            label(&|i| sector(i, raw.producers[i].sector.clone())),
        ),
        (Sellers::Producers, label(&|i| producer(raw, i))),
        (Sellers::SectorGroups(pairs.clone()), label(&pair)),
    ]
}

fn assert_own_flows(raw: &Raw) {
    let table = raw.table();
    let model = table.model().unwrap();
    let jobs = model.weights(&Measure::extension("jobs")).unwrap();
    for (sellers, labels) in all_sellers(raw, &table.sectors()) {
        for buyers in [Buyers::All, Buyers::Each] {
            let each = buyers == Buyers::Each;
            let sellers = sellers.clone();
            let method = OwnFlow { sellers, buyers };
            let naive = |world: &World| units_apart(world, |i| labels[i].clone(), each);
            for (scope, cells) in [
                (Scope::everything(), with_other(raw, naive(&raw.world()))),
                (
                    Scope::everything().weights(jobs.clone()),
                    naive(&raw.jobs_world()),
                ),
            ] {
                let found = figures(&model.decompose_some(&method, &scope).unwrap());
                let expected = added_up(raw, &cells, |i| labels[i].clone(), each);
                assert_figures(&method.name(), &found, &expected, raw.tolerance());
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(10))]

    #[test]
    fn own_flows_are_the_naive_ones(shape in any_shape(MOST)) {
        assert_own_flows(&shape.raw());
    }

    #[test]
    fn own_flows_of_divided_countries_are_the_naive_ones(shape in divided_shape(MOST)) {
        assert_own_flows(&shape.raw());
    }

    #[test]
    fn flows_of_producers_and_countries_are_those_of_published_perimeters(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let (world, model) = (raw.world(), raw.table().model().unwrap());
        for (sellers, buyers, perimeter) in [
            (Sellers::Country, Buyers::All, Perimeter::Exporter),
            (Sellers::Country, Buyers::Each, Perimeter::Bilateral),
            (Sellers::Producers, Buyers::All, Perimeter::SectorExporter),
            (Sellers::Producers, Buyers::Each, Perimeter::SectorBilateral),
        ] {
            let level = match (&sellers, buyers) {
                (Sellers::Country, Buyers::All) => Level::Country,
                (Sellers::Country, Buyers::Each) => Level::Bilateral,
                (_, Buyers::All) => Level::Sector,
                (_, Buyers::Each) => Level::SectorBilateral,
            };
            let found = figures(&model.decompose(&OwnFlow { sellers, buyers }).unwrap());
            let cells = with_other(&raw, own_flow(&world, perimeter));
            let expected = at_level(&raw, &cells, level);
            assert_figures(&format!("{perimeter:?}"), &found, &expected, raw.tolerance());
        }
    }
}
