//! Contents without a cut, value added by absorber, vertical specialisation, and trade in three parts, against the naive ones.

use leontief::account::decompose::{
    ContentByDestination, ContentByOrigin, ContentByOriginProducer, InExportsOfOthers,
    JohnsonNoguera, Method, OwnLevel, TripartiteOutput, TripartiteTrade, ValueAddedInFinalDemand,
    VaxByFinalStage, Vertical, VerticalSpecialisation,
};
use leontief::account::{Ledger, Level, Scope};
use leontief::model::{Measure, WorldModel};
use ndarray::{Array1, Array2};
use proptest::prelude::*;

use crate::compare::{Figures, Seller, assert_figures, country, figures, producer};
use crate::naive::World;
use crate::naive::content::{hummels_flows, va_in_final_demand};
use crate::naive::term;
use crate::naive::tiva::tiva;
use crate::naive::tripartite::{tripartite_output, tripartite_trade};
use crate::numbers::Raw;
use crate::tables::{any_shape, cases};

const MOST: usize = 10;

/// A figure: term, origin, importer, producer, value.
type Cell = (&'static str, Option<String>, Option<usize>, usize, f64);

/// Cells added up to a level.
fn at_level(raw: &Raw, cells: &[Cell], level: Level) -> Figures {
    let by_importer = matches!(level, Level::Bilateral | Level::SectorBilateral);
    let mut sums = Figures::new();
    for (term, origin, importer, i, value) in cells {
        let [exporter, group, sector]: Seller = match level {
            Level::Country | Level::Bilateral => country(raw, *i),
            Level::Sector | Level::SectorBilateral => producer(raw, *i),
        };
        let importer = importer.filter(|_| by_importer);
        let importer = importer.map(|r| raw.countries[r].clone());
        let term = Some((*term).to_owned());
        let key = [exporter, group, sector, importer, origin.clone(), term];
        *sums.entry(key).or_insert(0.0) += value;
    }
    sums
}

/// Value added and jobs, each with its rates.
fn questions(raw: &Raw, model: &WorldModel) -> [(Scope, World, bool); 2] {
    let jobs = model.weights(&Measure::extension("jobs")).unwrap();
    [
        (Scope::everything(), raw.world(), true),
        (Scope::everything().weights(jobs), raw.jobs_world(), false),
    ]
}

fn assert_method<M: Method<Results = Ledger>>(
    raw: &Raw,
    method: impl Fn(Level) -> M,
    naive: impl Fn(&World, bool) -> Vec<Cell>,
) {
    let model = raw.table().model().unwrap();
    for (scope, world, value_added) in questions(raw, &model) {
        let cells = naive(&world, value_added);
        for level in Level::ALL {
            let method = method(level);
            let found = figures(&method.apply(&model, &scope).unwrap());
            let expected = at_level(raw, &cells, level);
            assert_figures(&method.name(), &found, &expected, raw.tolerance());
        }
    }
}

/// Rates of a term: those of the question, and those of what is not value added where there is any.
fn contents(raw: &Raw, world: &World, value_added: bool) -> Vec<(&'static str, World)> {
    let mut worlds = vec![("CONTENT", world.clone())];
    if value_added && raw.has_other() {
        worlds.push(("OTH", world.with_weights(raw.other_rates())));
    }
    worlds
}

fn partners(raw: &Raw, i: usize) -> impl Iterator<Item = usize> + use<> {
    let home = raw.country(i);
    (0..raw.g()).filter(move |r| *r != home)
}

fn by_origin(raw: &Raw, world: &World, value_added: bool) -> Vec<Cell> {
    let flows = world.flows();
    let mut cells = Vec::new();
    for (name, world) in contents(raw, world, value_added) {
        let content = world.total_by_origin();
        for t in raw.producing() {
            for i in 0..raw.n() {
                for r in partners(raw, i) {
                    let origin = Some(raw.countries[t].clone());
                    let value = content[[t, i]] * flows[[r, i]];
                    cells.push((name, origin, Some(r), i, value));
                }
            }
        }
    }
    cells
}

fn by_origin_producer(raw: &Raw, world: &World, value_added: bool) -> Vec<Cell> {
    let (flows, b) = (world.flows(), world.b());
    let label = |k: usize| {
        let producer = &raw.producers[k];
        let words = [
            Some(&producer.country),
            producer.group.as_ref(),
            Some(&producer.sector),
        ];
        let words: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
        words.join("_")
    };
    let mut cells = Vec::new();
    for (name, world) in contents(raw, world, value_added) {
        for k in 0..raw.n() {
            for i in 0..raw.n() {
                for r in partners(raw, i) {
                    let value = world.w[k] * b[[k, i]] * flows[[r, i]];
                    cells.push((name, Some(label(k)), Some(r), i, value));
                }
            }
        }
    }
    cells
}

/// Exports by final destination d: final goods, and inputs by the country that absorbs them, at home too.
fn by_destination(raw: &Raw, world: &World, value_added: bool) -> Vec<Cell> {
    let output = world.b().dot(&world.y);
    let a = world.a();
    let abroad = |i: usize, j: usize| raw.country(i) != raw.country(j);
    let inputs = Array2::from_shape_fn(output.dim(), |(i, d)| -> f64 {
        let users = (0..raw.n()).filter(|j| abroad(i, *j));
        users.map(|j| a[[i, j]] * output[[j, d]]).sum()
    });
    let finals = Array2::from_shape_fn(output.dim(), |(i, d)| match raw.country(i) == d {
        true => 0.0,
        false => world.y[[i, d]],
    });
    let mut cells = Vec::new();
    for (name, world) in contents(raw, world, value_added) {
        let content = world.total_by_origin();
        for t in raw.producing() {
            for i in 0..raw.n() {
                for d in 0..raw.g() {
                    let origin = Some(raw.countries[t].clone());
                    let mut push = |name, flow: f64| {
                        let value = content[[t, i]] * flow;
                        cells.push((name, origin.clone(), Some(d), i, value));
                    };
                    match name {
                        "OTH" => push(name, finals[[i, d]] + inputs[[i, d]]),
                        _ => {
                            push("FD_EXGRFNL_VA", finals[[i, d]]);
                            push("FD_EXGRINT_VA", inputs[[i, d]]);
                        }
                    }
                }
            }
        }
    }
    cells
}

/// One figure for each producer and country, with or without its own.
fn by_absorber(raw: &Raw, name: &'static str, values: &Array2<f64>, home: bool) -> Vec<Cell> {
    let mut cells = Vec::new();
    for ((i, d), value) in values.indexed_iter() {
        if home || raw.country(i) != d {
            cells.push((name, None, Some(d), i, *value));
        }
    }
    cells
}

/// Content of producer i in output that each country calls forth: w_i (B columns)_ir.
fn called(world: &World, columns: &Array2<f64>) -> Array2<f64> {
    Array2::from_diag(&world.w).dot(&world.b()).dot(columns)
}

/// One column per country, the amount of each of its producers in it.
fn own_columns(raw: &Raw, amounts: &Array1<f64>) -> Array2<f64> {
    Array2::from_shape_fn((raw.n(), raw.g()), |(i, r)| match raw.country(i) == r {
        true => amounts[i],
        false => 0.0,
    })
}

/// Cells importer × producer as figures.
fn flows(raw: &Raw, name: &'static str, cells: &Array2<f64>) -> Vec<Cell> {
    by_absorber(raw, name, &cells.t().to_owned(), false)
}

proptest! {
    #![proptest_config(cases(15))]

    #[test]
    fn contents_by_origin_and_destination_are_the_naive_ones(shape in any_shape(MOST)) {
        let raw = shape.raw();
        assert_method(&raw, ContentByOrigin, |world, value_added| by_origin(&raw, world, value_added));
        assert_method(&raw, ContentByDestination, |world, value_added| {
            by_destination(&raw, world, value_added)
        });
    }

    #[test]
    fn contents_by_producer_of_origin_are_the_naive_ones(shape in any_shape(8)) {
        let raw = shape.raw();
        assert_method(&raw, ContentByOriginProducer, |world, value_added| {
            by_origin_producer(&raw, world, value_added)
        });
    }

    #[test]
    fn value_added_by_absorber_is_the_naive_one(shape in any_shape(MOST)) {
        let raw = shape.raw();
        assert_method(&raw, ValueAddedInFinalDemand::all, |world, _| {
            by_absorber(&raw, "FD_VA", &va_in_final_demand(world), true)
        });
        assert_method(&raw, JohnsonNoguera, |world, _| {
            by_absorber(&raw, "VAX", &va_in_final_demand(world), false)
        });
        assert_method(&raw, VaxByFinalStage, |world, _| {
            let made = world.y.sum_axis(ndarray::Axis(1));
            by_absorber(&raw, "VAX_P", &called(world, &own_columns(&raw, &made)), true)
        });
        // some categories: final use as it is recorded
        let k = raw.categories;
        let one = Array2::from_shape_fn((raw.n(), raw.g()), |(i, d)| raw.finals[[i, d * k]]);
        assert_method(&raw, |level| ValueAddedInFinalDemand::of(level, ["F1"]), |world, _| {
            by_absorber(&raw, "FD_VA", &called(world, &one), true)
        });
    }

    #[test]
    fn vertical_specialisation_is_the_naive_one(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let world_table = |level| VerticalSpecialisation(Vertical::World, level);
        assert_method(&raw, world_table, |world, _| {
            flows(&raw, "VS", term(&hummels_flows(world), "VS"))
        });
        let national = |level| VerticalSpecialisation(Vertical::National, level);
        assert_method(&raw, national, |world, value_added| match value_added {
            true => flows(&raw, "VS", term(&hummels_flows(world), "VS_national")),
            // imported inputs by their content: what is not local content
            false => {
                let rest = world.total_content();
                let local = Array1::from_iter(
                    (0..raw.g()).flat_map(|s| world.blocks().local(s).to_vec()),
                );
                let exports = world.flows();
                let cells = Array2::from_shape_fn(exports.dim(), |(r, i)| {
                    (rest[i] - local[i]) * exports[[r, i]]
                });
                flows(&raw, "VS", &cells)
            }
        });
        assert_method(&raw, InExportsOfOthers, |world, _| {
            let exports = world.flows().sum_axis(ndarray::Axis(0));
            by_absorber(&raw, "VS1", &called(world, &own_columns(&raw, &exports)), false)
        });
        let world = raw.world();
        let all = figures(&raw.table().model().unwrap().decompose(&InExportsOfOthers(Level::Sector)).unwrap());
        let naive = tiva(&world).fexdva_by_origin;
        for i in 0..raw.n() {
            let [exporter, group, sector] = producer(&raw, i);
            let found = all[&[exporter, group, sector, None, None, Some("VS1".to_owned())]];
            prop_assert!((found - naive[i]).abs() <= raw.tolerance());
        }
    }

    #[test]
    fn trade_and_output_in_three_parts_are_the_naive_ones(shape in any_shape(MOST)) {
        let raw = shape.raw();
        assert_method(&raw, TripartiteTrade, |world, value_added| {
            let mut terms = tripartite_trade(world);
            if value_added {
                terms = crate::compare::with_other(&raw, terms);
            }
            let cells = terms.iter().map(|(name, cells)| flows(&raw, name, cells));
            cells.flatten().collect()
        });
        let model = raw.table().model().unwrap();
        for (scope, world, value_added) in questions(&raw, &model) {
            let names = ["DOM", "TRAD", "PF", "PB", "TS"];
            let mut terms = tripartite_output(&world);
            if value_added && raw.has_other() {
                let rest = world.with_weights(raw.other_rates()).total_content();
                terms.push(("OTH", rest * &raw.x));
            }
            let names = names.into_iter().chain(["OTH"]);
            let cells: Vec<Cell> = terms
                .iter()
                .zip(names)
                .flat_map(|((_, row), name)| {
                    let row = row.iter().enumerate();
                    row.map(move |(i, value)| (name, None, None, i, *value))
                })
                .collect();
            for (own, level) in [(OwnLevel::Country, Level::Country), (OwnLevel::Sector, Level::Sector)] {
                let found = figures(&model.decompose_some(&TripartiteOutput(own), &scope).unwrap());
                let expected = at_level(&raw, &cells, level);
                assert_figures("output", &found, &expected, raw.tolerance());
            }
        }
    }
}
