//! What must not matter: order, units, proportional clones.

use leontief::account::decompose::Buyers;
use leontief::account::{Level, Scope};
use leontief::model::{Measure, WorldModel};
use proptest::prelude::*;

use crate::battery::{
    Results, additive, assert_results, everything, extraction, imports, of_countries, own_flows,
};
use crate::common::random::Numbers;
use crate::compare::Figures;
use crate::numbers::{Label, Raw};
use crate::remade::Part;
use crate::tables::{any_shape, cases};

const MOST: usize = 10;

/// Value added and jobs.
fn scopes(model: &WorldModel) -> [Scope; 2] {
    let jobs = model.weights(&Measure::extension("jobs")).unwrap();
    [Scope::everything(), Scope::everything().weights(jobs)]
}

/// Countries, groups and sectors in another order.
fn shuffled(raw: &Raw, numbers: &mut Numbers) -> Raw {
    let producing = raw.producing();
    let mut order: Vec<usize> = numbers.permutation(producing.len());
    let markets = numbers.permutation(raw.g() - producing.len());
    order.extend(markets.into_iter().map(|k| producing.len() + k));
    let mut to = vec![0; raw.g()];
    for (new, old) in order.iter().enumerate() {
        to[*old] = new;
    }
    let blocks = raw.blocks();
    let mut parts: Vec<Part> = Vec::new();
    for country in order.iter().copied().take(producing.len()) {
        let own: Vec<_> = blocks.iter().filter(|(s, ..)| *s == country).collect();
        for group in numbers.permutation(own.len()) {
            let range = own[group].2.clone();
            for sector in numbers.permutation(range.len()) {
                let i = range.start + sector;
                parts.push((raw.producers[i].clone(), i, 1.0));
            }
        }
    }
    let countries = order.iter().map(|s| raw.countries[*s].clone());
    raw.remade(&parts, countries.collect(), &to)
}

/// Every producer as two that buy and sell in the same proportions.
fn cloned(raw: &Raw, numbers: &mut Numbers) -> Raw {
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
    raw.remade(&parts, raw.countries.clone(), &to)
}

/// Clones added up.
fn without_clones(results: Results) -> Results {
    let added = |figures: Figures| {
        let mut sums = Figures::new();
        for (mut key, value) in figures {
            if let Some(group) = &mut key[1] {
                group.pop();
                if group.is_empty() {
                    key[1] = None;
                }
            }
            *sums.entry(key).or_insert(0.0) += value;
        }
        sums
    };
    results
        .into_iter()
        .map(|(name, figures)| (name, added(figures)))
        .collect()
}

/// All that is made of whole producers.
fn of_whole_producers(model: &WorldModel, scope: &Scope) -> Results {
    let mut all = additive(model, scope, Level::SectorBilateral);
    all.extend(of_countries(model, scope));
    all.push(imports(model, scope));
    all.push(extraction(model, scope));
    for buyers in [Buyers::All, Buyers::Each] {
        all.extend(own_flows(model, scope, buyers, false));
    }
    all
}

fn multiplied(results: Results, factor: f64) -> Results {
    let times = |figures: Figures| -> Figures {
        let figures = figures.into_iter();
        figures.map(|(key, value)| (key, value * factor)).collect()
    };
    results
        .into_iter()
        .map(|(name, figures)| (name, times(figures)))
        .collect()
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn another_order_of_countries_groups_and_sectors_changes_nothing(
        shape in any_shape(MOST), seed: u64,
    ) {
        let raw = shape.raw();
        let other = shuffled(&raw, &mut Numbers::new(seed));
        let (model, other) = (raw.table().model().unwrap(), other.table().model().unwrap());
        for (scope, other_scope) in scopes(&model).iter().zip(scopes(&other)) {
            let expected = everything(&model, scope);
            assert_results(&everything(&other, &other_scope), &expected, raw.tolerance());
        }
    }

    #[test]
    fn another_unit_rescales_everything(shape in any_shape(MOST), power in -9.0..9.0_f64) {
        let raw = shape.raw();
        let factor = 10_f64.powf(power);
        let other = raw.scaled(factor);
        let (model, other) = (raw.table().model().unwrap(), other.table().model().unwrap());
        for (scope, other_scope) in scopes(&model).iter().zip(scopes(&other)) {
            let expected = multiplied(everything(&model, scope), factor);
            let found = everything(&other, &other_scope);
            assert_results(&found, &expected, factor * raw.tolerance());
        }
    }

    #[test]
    fn proportional_clones_change_nothing(shape in any_shape(MOST), seed: u64) {
        let raw = shape.raw();
        let other = cloned(&raw, &mut Numbers::new(seed));
        let (model, other) = (raw.table().model().unwrap(), other.table().model().unwrap());
        for (scope, other_scope) in scopes(&model).iter().zip(scopes(&other)) {
            let expected = of_whole_producers(&model, scope);
            let found = without_clones(of_whole_producers(&other, &other_scope));
            assert_results(&found, &expected, raw.tolerance());
        }
    }
}
