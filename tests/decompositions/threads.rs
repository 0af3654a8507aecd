//! The same bits on any number of threads, in pools of the library and in pools of the caller.

use leontief::account::decompose::{
    AbsorbedByImporter, Approach, BorinMancini, Extraction, Imports, IndustryImports,
    LosTimmerDeVries, Method, MiroudotYe, OwnFlow, WangWeiZhu,
};
use leontief::account::ledger::Ledger;
use leontief::account::{Level, Scope};
use leontief::linalg::Options;
use leontief::model::{WorldModel, WorldOptions};
use leontief::run::{Run, Threads};
use leontief::table::{ValueAddedConcept, WorldTable};

use crate::battery::{assert_results, everything};
use crate::tables::{Features, Primary, Shape};

/// Countries of this many sectors, with everything that is legal in them.
fn table(countries: usize, sectors: usize) -> WorldTable {
    let shape = Shape {
        countries: vec![vec![(0, sectors)]; countries],
        markets: 1,
        categories: 2,
        features: Features {
            idle: true,
            home: true,
            inventories: true,
            returned: true,
            losses: true,
            negative_inputs: true,
            rounded: true,
        },
        primary: Primary::Rows(ValueAddedConcept::BasicPrices),
        seed: 20_240_607,
    };
    shape.raw().table()
}

fn on_threads(table: &WorldTable, threads: usize) -> WorldModel {
    let run = Run::default().threads(Threads::Count(threads));
    let options = WorldOptions::default().solved(Options::default().run(run));
    table.model_with(options).unwrap()
}

fn bits<A>(ledger: &Ledger<A>) -> Vec<u64> {
    ledger.rows().map(|row| row.value.to_bits()).collect()
}

/// Figures of methods that need solves, blocks of the inverse, or all of it, one after the other.
fn all_bits(model: &WorldModel) -> Vec<(&'static str, Vec<u64>)> {
    let level = Level::Bilateral;
    let sum = |approach| BorinMancini::Exporter(approach, level);
    let some = Scope::everything().exporters(["C1", "C3"]);
    let extraction = Extraction::exports_of(["C1"]).of_sectors(["S1", "S2", "S3"]);
    vec![
        ("LTdV", bits(&model.decompose(&LosTimmerDeVries).unwrap())),
        ("losses", bits(&model.decompose(&extraction).unwrap())),
        (
            "borders",
            bits(&model.decompose(&MiroudotYe::World(level)).unwrap()),
        ),
        ("WWZ", bits(&model.decompose(&WangWeiZhu(level)).unwrap())),
        (
            "source",
            bits(&model.decompose(&sum(Approach::Source)).unwrap()),
        ),
        (
            "sink",
            bits(&model.decompose(&sum(Approach::Sink)).unwrap()),
        ),
        (
            "world",
            bits(
                &model
                    .decompose(&BorinMancini::World(Approach::Sink))
                    .unwrap(),
            ),
        ),
        (
            "absorbed",
            bits(&model.decompose(&AbsorbedByImporter(level)).unwrap()),
        ),
        ("imports", bits(&model.decompose(&Imports).unwrap())),
        (
            "industries",
            bits(&model.decompose(&IndustryImports).unwrap()),
        ),
        (
            "flows",
            bits(&OwnFlow::bilateral().apply(model, &some).unwrap()),
        ),
    ]
}

#[track_caller]
fn assert_same_bits(found: &[(&str, Vec<u64>)], expected: &[(&str, Vec<u64>)]) {
    for ((name, found), (_, expected)) in found.iter().zip(expected) {
        assert!(found == expected, "{name}");
    }
}

fn pool(threads: usize) -> rayon::ThreadPool {
    let builder = rayon::ThreadPoolBuilder::new();
    builder.num_threads(threads).build().unwrap()
}

#[test]
fn a_table_of_three_hundred_producers_has_the_same_bits_on_any_number_of_threads() {
    let table = table(6, 50);
    let alone = all_bits(&on_threads(&table, 1));
    for threads in [2, 3] {
        assert_same_bits(&all_bits(&on_threads(&table, threads)), &alone);
        // a caller's pool shares out exporters whatever the size of the table
        let shared = pool(threads).install(|| all_bits(&on_threads(&table, threads)));
        assert_same_bits(&shared, &alone);
    }
}

#[test]
fn several_threads_may_ask_one_model_at_once() {
    let table = table(4, 3);
    let scope = Scope::everything();
    let expected = everything(&table.model().unwrap(), &scope);
    let scale = table.output().iter().fold(0.0_f64, |most, x| most.max(*x));
    let model = table.model().unwrap();
    pool(3).scope(|threads| {
        for _ in 0..3 {
            threads.spawn(|_| {
                let found = everything(&model, &scope);
                assert_results(&found, &expected, 1e-11 * scale);
            });
        }
    });
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                let model = on_threads(&table, 2);
                let found = everything(&model, &scope);
                assert_results(&found, &expected, 1e-11 * scale);
            });
        }
    });
}
