//! Other borders: countries merged, groups apart, sectors and countries added up.

use leontief::account::decompose::{Approach, BorinMancini, LosTimmerDeVries, WangWeiZhu};
use leontief::account::ledger::Column;
use leontief::account::{Level, Scope};
use leontief::label::{Country, Grouping};
use leontief::table::WorldTable;
use ndarray::{Array1, Array2, Axis as Dimension};
use proptest::prelude::*;

use crate::battery::{assert_results, everything};
use crate::common::random::Numbers;
use crate::compare::{assert_figures, at_level, figures, with_other};
use crate::naive::bm::bm_sink;
use crate::naive::wwz_kww::wwz;
use crate::numbers::Raw;
use crate::own_flows::pairs_of;
use crate::tables::{any_shape, cases, divided_shape};

const MOST: usize = 10;

fn labels(table: &WorldTable) -> Vec<String> {
    let positions = table.producers().positions();
    positions
        .map(|at| table.producers().key(at).to_string())
        .collect()
}

/// The same labels and numbers, and the same figures of every method.
fn assert_same_tables(found: &WorldTable, raw: &Raw) {
    let expected = raw.table();
    assert_eq!(labels(found), labels(&expected));
    assert_eq!(found.countries(), expected.countries());
    let gap = |a: Array2<f64>, b: Array2<f64>| {
        (a - b)
            .iter()
            .fold(0.0_f64, |most, gap| most.max(gap.abs()))
    };
    let tolerance = raw.tolerance();
    assert!(gap(found.flows().to_owned(), expected.flows().to_owned()) <= tolerance);
    assert!(
        gap(
            found.final_use().to_owned(),
            expected.final_use().to_owned()
        ) <= tolerance
    );
    assert!(gap(found.exports(), expected.exports()) <= tolerance);
    let column = |values: Array1<f64>| values.insert_axis(Dimension(1));
    assert!(gap(column(found.value_added()), column(expected.value_added())) <= tolerance);
    assert!(gap(column(found.output().to_owned()), column(raw.x.clone())) <= tolerance);
    let rows = (found.primary().rows(), expected.primary().rows());
    for (found, expected) in rows.0.iter().zip(rows.1) {
        assert_eq!(found.kind, expected.kind);
        let gaps = &found.by_final_use - &expected.by_final_use;
        assert!(gaps.iter().all(|gap| gap.abs() <= tolerance));
    }
    assert_eq!(rows.0.len(), rows.1.len());
    let (model, scope) = (found.model().unwrap(), Scope::everything());
    let expected = everything(&expected.model().unwrap(), &scope);
    assert_results(&everything(&model, &scope), &expected, tolerance);
    let level = Level::SectorBilateral;
    let sixteen = figures(&model.decompose(&WangWeiZhu(level)).unwrap());
    let cells = at_level(raw, &with_other(raw, wwz(&raw.world())), level);
    assert_figures("WWZ", &sixteen, &cells, tolerance);
    let sink = BorinMancini::Exporter(Approach::Sink, level);
    let sink = figures(&model.decompose(&sink).unwrap());
    let cells = at_level(raw, &with_other(raw, bm_sink(&raw.world())), level);
    assert_figures("sink", &sink, &cells, tolerance);
}

/// Producers and countries added up, straight from the sums.
struct Sums {
    /// The new place of each producer, by label.
    place: Vec<(String, String)>,
    country: Vec<String>,
}

impl Sums {
    fn of(raw: &Raw, sector: impl Fn(&str) -> String, countries: &Grouping<Country>) -> Self {
        let country = |code: &String| {
            let at = countries.to(countries.source().at(code).unwrap());
            countries.target().code(at).to_owned()
        };
        let place = raw.producers.iter().map(|producer| {
            let group = producer.group.clone().unwrap_or_default();
            let words = [country(&producer.country), group, sector(&producer.sector)];
            (words[0].clone(), words.join(" ").replace("  ", " "))
        });
        Self {
            place: place.collect(),
            country: raw.countries.iter().map(country).collect(),
        }
    }
}

fn assert_sums(raw: &Raw, found: &WorldTable, sums: &Sums) {
    let names = labels(found);
    let at = |i: usize| {
        names
            .iter()
            .position(|name| *name == sums.place[i].1)
            .unwrap()
    };
    let country = |s: usize| found.countries().at(&sums.country[s]).unwrap().get();
    let (n, k) = (names.len(), raw.categories);
    let mut z = Array2::<f64>::zeros((n, n));
    let mut finals = Array2::<f64>::zeros(found.final_use().dim());
    let (mut x, mut jobs) = (Array1::<f64>::zeros(n), Array1::<f64>::zeros(n));
    for i in 0..raw.n() {
        for j in 0..raw.n() {
            z[[at(i), at(j)]] += raw.z[[i, j]];
        }
        for (d, value) in raw.finals.row(i).iter().enumerate() {
            finals[[at(i), country(d / k) * k + d % k]] += value;
        }
        x[at(i)] += raw.x[i];
        jobs[at(i)] += raw.jobs[i];
    }
    let close = |a: &f64, b: &f64| (a - b).abs() <= raw.tolerance();
    assert!(z.iter().zip(found.flows()).all(|(a, b)| close(a, b)));
    assert!(
        finals
            .iter()
            .zip(found.final_use())
            .all(|(a, b)| close(a, b))
    );
    assert!(x.iter().zip(found.output()).all(|(a, b)| close(a, b)));
    assert!(
        jobs.iter()
            .zip(found.extension_rows().row(0))
            .all(|(a, b)| close(a, b))
    );
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn merged_countries_are_one_block(
        shape in any_shape(MOST), seed: u64, wanted in 1..=4_usize, known: bool,
    ) {
        let raw = shape.raw();
        let order = Numbers::new(seed).permutation(raw.g());
        let members = order.iter().take(wanted.min(raw.g() - 1));
        let members: Vec<&str> = members.map(|s| raw.countries[*s].as_str()).collect();
        // a new name, or that of a member
        let into = if known { members[0] } else { "EU" };
        let found = raw.table().merged(into, &members).unwrap();
        assert_same_tables(&found, &raw.merged(into, &members));
    }

    #[test]
    fn groups_apart_trade_with_each_other_and_with_their_country(shape in divided_shape(MOST)) {
        let raw = shape.raw();
        for s in raw.producing() {
            let divided = raw.blocks().iter().filter(|block| block.0 == s).count() > 1;
            let found = raw.table().groups_apart(&raw.countries[s]);
            match divided {
                true => assert_same_tables(&found.unwrap(), &raw.groups_apart(s)),
                false => prop_assert!(found.unwrap_err().is_label()),
            }
        }
    }

    #[test]
    fn groups_in_a_divided_country_add_up_to_its_exports(shape in divided_shape(MOST)) {
        let raw = shape.raw();
        let table = raw.table();
        let together = table.model().unwrap();
        let apart = table.groups_apart("C1").unwrap().model().unwrap();
        // abroad, groups sell the same whatever their borders at home
        let gross = |model: &leontief::model::WorldModel, exporters: Vec<String>| {
            let abroad = raw.countries[1..].iter().cloned();
            let scope = Scope::everything().exporters(exporters).importers(abroad);
            let terms = model.decompose_some(&WangWeiZhu::default(), &scope).unwrap();
            terms.total()
        };
        let groups = raw.blocks().into_iter().filter(|(s, ..)| *s == 0);
        let groups: Vec<String> =
            groups.map(|(_, group, _)| format!("C1_{}", group.unwrap())).collect();
        let (apart, together) = (gross(&apart, groups), gross(&together, vec!["C1".to_owned()]));
        prop_assert!((apart - together).abs() <= raw.tolerance());
    }

    #[test]
    fn merging_all_others_leaves_exports_of_the_one(shape in any_shape(MOST), which: u8) {
        let raw = shape.raw();
        let producing = raw.producing();
        let one = producing[usize::from(which) % producing.len()];
        let others = (0..raw.g()).filter(|s| *s != one);
        let others: Vec<&str> = others.map(|s| raw.countries[s].as_str()).collect();
        let code = raw.countries[one].as_str();
        let table = raw.table();
        let merged = table.merged("REST", &others).unwrap();
        let total = |table: &WorldTable| {
            let at = table.countries().at(code).unwrap();
            let exports = table.exports().sum_axis(Dimension(1));
            table.range(at).map(|i| exports[i]).collect::<Vec<f64>>()
        };
        let exports = total(&table).into_iter().zip(total(&merged));
        prop_assert!(exports.into_iter().all(|(a, b)| (a - b).abs() <= raw.tolerance()));
        let value_added = |table: &WorldTable| {
            let terms = table.model().unwrap().decompose(&LosTimmerDeVries).unwrap();
            figures(&terms.exporter(code).unwrap())
        };
        let (found, expected) = (value_added(&merged), value_added(&table));
        assert_figures("merged", &found, &expected, raw.tolerance());
        // content of its exports, domestic and foreign, does not depend on borders abroad either
        let content = |table: &WorldTable| {
            let method = BorinMancini::Exporter(Approach::Source, Level::Sector);
            let terms = table.model().unwrap().decompose(&method).unwrap();
            let standard = terms.combined(&leontief::account::decompose::borin_mancini::STANDARD);
            let standard = standard.unwrap().exporter(code).unwrap();
            figures(&standard.select(Column::Term, &["DC", "DVA", "FC", "FVA", "REF"]).unwrap())
        };
        assert_figures("content", &content(&merged), &content(&table), raw.tolerance());
    }

    #[test]
    fn aggregated_tables_are_sums(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let table = raw.table();
        let sectors = pairs_of(&table.sectors());
        let countries = Grouping::identity(table.countries());
        let found = table.aggregated(&sectors, &countries).unwrap();
        let pair = |code: &str| {
            let at = sectors.to(sectors.source().at(code).unwrap());
            sectors.target().code(at).to_owned()
        };
        assert_sums(&raw, &found, &Sums::of(&raw, pair, &countries));
        // two undivided countries, or one and a market
        let blocks = raw.blocks();
        let whole = blocks.iter().filter(|block| block.1.is_none());
        let mut whole: Vec<&str> =
            whole.map(|block| raw.countries[block.0].as_str()).take(2).collect();
        let market = raw.countries.last().filter(|_| raw.ranges[raw.g() - 1].is_empty());
        if let Some(market) = market {
            whole.truncate(1);
            whole.push(market);
        }
        if whole.len() == 2 {
            let countries = Grouping::merging(table.countries(), "TWO", &whole).unwrap();
            let found = table.aggregated(&sectors, &countries).unwrap();
            assert_sums(&raw, &found, &Sums::of(&raw, pair, &countries));
            let sectors = Grouping::identity(&table.sectors());
            let found = table.aggregated(&sectors, &countries).unwrap();
            assert_sums(&raw, &found, &Sums::of(&raw, |code| code.to_owned(), &countries));
            prop_assert!(found.model().unwrap().decompose(&WangWeiZhu::default()).is_ok());
        }
    }

    #[test]
    fn national_tables_of_an_aggregated_world_have_the_same_sums(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let table = raw.table();
        let sectors = pairs_of(&table.sectors());
        let all = table.aggregated(&sectors, &Grouping::identity(table.countries())).unwrap();
        for s in raw.producing() {
            let code = raw.countries[s].as_str();
            let (fine, coarse) = (table.national(code).unwrap(), all.national(code).unwrap());
            let close = |a: f64, b: f64| (a - b).abs() <= raw.tolerance();
            prop_assert!(close(fine.imported().sum(), coarse.imported().sum()));
            prop_assert!(close(fine.imported_final().sum(), coarse.imported_final().sum()));
            prop_assert!(close(fine.value_added().sum(), coarse.value_added().sum()));
            prop_assert!(close(fine.domestic().sum(), coarse.domestic().sum()));
            for partner in raw.countries.iter().filter(|partner| *partner != code) {
                let [fine, coarse] = [&fine, &coarse].map(|table| {
                    table.exports().to(partner).unwrap().total()
                });
                prop_assert!(close(fine, coarse));
            }
        }
    }
}
