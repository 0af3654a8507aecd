//! What must not matter: order, units, proportional clones.

use std::collections::BTreeMap;

use leontief::account::decompose::{
    Approach, BorinMancini, ContentByOrigin, KoopmanWangWei, MiroudotYe, WangWeiZhu,
};
use leontief::account::income::Owners;
use leontief::account::{Ledger, Level, Scope};
use leontief::model::WorldModel;
use proptest::prelude::*;

use crate::common::random::Numbers;
use crate::compare::{Key, key};
use crate::numbers::{Label, Raw};
use crate::owned::{Owned, Style, any_ownership};
use crate::remade::Part;
use crate::tables::{any_shape, cases};

const MOST: usize = 9;

/// Figures by name of the result, labels and owner.
type Results = BTreeMap<(&'static str, Key, Option<String>), f64>;

fn put<A>(results: &mut Results, name: &'static str, ledger: &Ledger<A>) {
    for row in ledger.rows() {
        let owner = row.owner.map(str::to_owned);
        let doubled = results.insert((name, key(&row), owner), row.value);
        assert!(doubled.is_none());
    }
}

/// Every amount that the income chain knows.
fn amounts(model: &WorldModel) -> Results {
    let mut all = Results::new();
    let global = model.global_income().unwrap();
    put(&mut all, "matrix", &global.by_absorber().unwrap());
    put(&mut all, "hosts", &global.by_host().unwrap());
    put(&mut all, "ways", &global.three_ways().unwrap());
    put(&mut all, "components", &global.by_component().unwrap());
    put(&mut all, "flows", &global.flows().unwrap());
    put(&mut all, "exports", &global.exports().unwrap());
    put(
        &mut all,
        "accounts",
        model.income_accounts().unwrap().ledger(),
    );
    put(&mut all, "balances", &model.income_balances().unwrap());
    let level = Level::SectorBilateral;
    put(
        &mut all,
        "in exports",
        &model.income_in_exports(level).unwrap(),
    );
    let (scope, owners) = (Scope::everything(), Owners::all());
    for (name, ledger) in [
        (
            "source",
            model.decompose_by_owner(
                &BorinMancini::Exporter(Approach::Source, level),
                &scope,
                &owners,
            ),
        ),
        (
            "sink",
            model.decompose_by_owner(
                &BorinMancini::Exporter(Approach::Sink, level),
                &scope,
                &owners,
            ),
        ),
        (
            "sixteen",
            model.decompose_by_owner(&WangWeiZhu(level), &scope, &owners),
        ),
        (
            "nine",
            model.decompose_by_owner(&KoopmanWangWei(level), &scope, &owners),
        ),
        (
            "borders",
            model.decompose_by_owner(&MiroudotYe::World(level), &scope, &owners),
        ),
        (
            "origins",
            model.decompose_by_owner(&ContentByOrigin(level), &scope, &owners),
        ),
    ] {
        put(&mut all, name, &ledger.unwrap());
    }
    all
}

/// Ratios of whole countries.
fn ratios(model: &WorldModel) -> Results {
    let mut all = Results::new();
    put(
        &mut all,
        "ratios",
        &model.income_ratios(Level::Bilateral).unwrap(),
    );
    all
}

#[track_caller]
fn assert_same(found: &Results, expected: &Results, tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (key, expected) in expected {
        let found = found.get(key).unwrap_or_else(|| panic!("no {key:?}"));
        let gap = (found - expected).abs();
        assert!(gap <= tolerance, "{key:?}: {found}, not {expected}");
    }
}

/// Ratios have no size of their own to be judged by.
#[track_caller]
fn assert_same_ratios(found: &WorldModel, expected: &WorldModel) {
    let (found, expected) = (ratios(found), ratios(expected));
    let largest = expected
        .values()
        .fold(1.0_f64, |most, ratio| most.max(ratio.abs()));
    assert_same(&found, &expected, 1e-9 * largest);
}

/// Countries, groups and sectors in another order.
fn shuffled(owned: &Owned, numbers: &mut Numbers) -> Owned {
    let raw = &owned.raw;
    let producing = raw.producing().len();
    let mut order = numbers.permutation(producing);
    let markets = numbers.permutation(raw.g() - producing);
    order.extend(markets.into_iter().map(|k| producing + k));
    let mut to = vec![0; raw.g()];
    for (new, old) in order.iter().enumerate() {
        to[*old] = new;
    }
    let blocks = raw.blocks();
    let mut parts: Vec<Part> = Vec::new();
    for country in order.iter().take(producing) {
        let own: Vec<_> = blocks.iter().filter(|(s, ..)| s == country).collect();
        for group in numbers.permutation(own.len()) {
            let range = own[group].2.clone();
            for sector in numbers.permutation(range.len()) {
                let i = range.start + sector;
                parts.push((raw.producers[i].clone(), i, 1.0));
            }
        }
    }
    let countries = order.iter().map(|s| raw.countries[*s].clone());
    let other = raw.remade(&parts, countries.collect(), &to);
    owned.remade(other, |i| parts[i].1)
}

/// Owners in another order.
fn reordered(owned: &Owned, numbers: &mut Numbers) -> Owned {
    let order = numbers.permutation(owned.owners.len());
    let shares = owned.shares.iter();
    Owned {
        owners: order.iter().map(|o| owned.owners[*o].clone()).collect(),
        shares: shares
            .map(|(kind, shares)| (*kind, shares.select(ndarray::Axis(0), &order)))
            .rev()
            .collect(),
        style: Style::ByComponent,
        raw: owned.raw.clone(),
    }
}

/// Every producer as two that buy and sell in the same proportions and have the same owners.
fn cloned(owned: &Owned, numbers: &mut Numbers) -> Owned {
    let raw: &Raw = &owned.raw;
    let part = numbers.vector(raw.n(), 0.01, 0.99);
    let mut parts: Vec<Part> = Vec::new();
    for (_, group, range) in raw.blocks() {
        for clone in ["a", "b"] {
            for i in range.clone() {
                let label = Label {
                    group: Some(format!("{}{clone}", group.clone().unwrap_or_default())),
                    ..raw.producers[i].clone()
                };
                let part = if clone == "a" { part[i] } else { 1.0 - part[i] };
                parts.push((label, i, part));
            }
        }
    }
    let to: Vec<usize> = (0..raw.g()).collect();
    let other = raw.remade(&parts, raw.countries.clone(), &to);
    owned.remade(other, |i| parts[i].1)
}

/// Clones added up.
fn without_clones(results: Results) -> Results {
    let mut sums = Results::new();
    for ((name, mut key, owner), value) in results {
        if let Some(group) = &mut key[1] {
            group.pop();
            if group.is_empty() {
                key[1] = None;
            }
        }
        *sums.entry((name, key, owner)).or_insert(0.0) += value;
    }
    sums
}

proptest! {
    #![proptest_config(cases(10))]

    #[test]
    fn another_order_of_countries_groups_and_sectors_changes_nothing(
        shape in any_shape(MOST), ownership in any_ownership(), seed: u64,
    ) {
        let owned = Owned::new(&shape, &ownership);
        let other = shuffled(&owned, &mut Numbers::new(seed));
        let (model, other) = (owned.model(), other.model());
        assert_same(&amounts(&other), &amounts(&model), owned.raw.tolerance());
        assert_same_ratios(&other, &model);
    }

    #[test]
    fn another_order_of_owners_and_of_components_changes_nothing(
        shape in any_shape(MOST), ownership in any_ownership(), seed: u64,
    ) {
        let owned = Owned::new(&shape, &ownership);
        let other = reordered(&owned, &mut Numbers::new(seed));
        let (model, other) = (owned.model(), other.model());
        assert_same(&amounts(&other), &amounts(&model), owned.raw.tolerance());
        assert_same_ratios(&other, &model);
    }

    #[test]
    fn another_unit_rescales_every_amount_and_no_ratio(
        shape in any_shape(MOST), ownership in any_ownership(), power in -9.0..9.0_f64,
    ) {
        let owned = Owned::new(&shape, &ownership);
        let factor = 10_f64.powf(power);
        let other = owned.remade(owned.raw.scaled(factor), |i| i);
        let (model, other) = (owned.model(), other.model());
        let mut expected = amounts(&model);
        expected.values_mut().for_each(|value| *value *= factor);
        assert_same(&amounts(&other), &expected, factor * owned.raw.tolerance());
        assert_same_ratios(&other, &model);
    }

    #[test]
    fn proportional_clones_with_the_same_owners_change_nothing(
        shape in any_shape(MOST), ownership in any_ownership(), seed: u64,
    ) {
        let owned = Owned::new(&shape, &ownership);
        let other = cloned(&owned, &mut Numbers::new(seed));
        let (model, other) = (owned.model(), other.model());
        let found = without_clones(amounts(&other));
        assert_same(&found, &amounts(&model), owned.raw.tolerance());
        assert_same_ratios(&other, &model);
    }
}
