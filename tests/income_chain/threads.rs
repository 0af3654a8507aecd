//! The same bits on any number of threads, in pools of the library and in pools of the caller.

use leontief::account::decompose::{
    Approach, BorinMancini, JohnsonNoguera, MiroudotYe, WangWeiZhu,
};
use leontief::account::income::Owners;
use leontief::account::ledger::Ledger;
use leontief::account::{Level, Scope};
use leontief::linalg::Options;
use leontief::model::{WorldModel, WorldOptions};
use leontief::run::{Run, Threads};
use leontief::table::ValueAddedConcept;

use crate::owned::{Owned, Ownership, Style};
use crate::tables::{Features, Primary, Shape};

/// Countries of this many sectors, with everything that is legal in them and owners of every kind.
fn owned(countries: usize, sectors: usize) -> Owned {
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
        primary: Primary::Rows(ValueAddedConcept::WithProductTaxes),
        seed: 20_261_128,
    };
    let ownership = Ownership {
        style: Style::ByComponent,
        markets: true,
        outside: true,
        unspecified: true,
        seed: 7,
    };
    Owned::new(&shape, &ownership)
}

fn on_threads(owned: &Owned, threads: usize) -> WorldModel {
    let table = owned.raw.table();
    let run = Run::default().threads(Threads::Count(threads));
    let options = WorldOptions::default().solved(Options::default().run(run));
    let model = table.model_with(options).unwrap();
    model.with_income(owned.income(&table)).unwrap()
}

fn bits<A>(ledger: &Ledger<A>) -> Vec<u64> {
    ledger.rows().map(|row| row.value.to_bits()).collect()
}

/// Everything that is asked of owners, one after the other.
fn all_bits(model: &WorldModel) -> Vec<(&'static str, Vec<u64>)> {
    let global = model.global_income().unwrap();
    let level = Level::Bilateral;
    let (scope, owners) = (Scope::everything(), Owners::all());
    let some = Owners::only(["C2", "unspecified"]);
    let source = BorinMancini::Exporter(Approach::Source, level);
    let sink = BorinMancini::Exporter(Approach::Sink, level);
    vec![
        (
            "matrix",
            global.cells().iter().map(|cell| cell.to_bits()).collect(),
        ),
        (
            "flows",
            global
                .flow_matrix()
                .iter()
                .map(|cell| cell.to_bits())
                .collect(),
        ),
        ("hosts", bits(&global.by_host().unwrap())),
        ("producers", bits(&model.income_by_producer("C1").unwrap())),
        ("accounts", bits(model.income_accounts().unwrap().ledger())),
        ("balances", bits(&model.income_balances().unwrap())),
        (
            "in exports",
            bits(&model.income_in_exports(Level::SectorBilateral).unwrap()),
        ),
        (
            "ratios",
            bits(&model.income_ratios(Level::SectorBilateral).unwrap()),
        ),
        (
            "source",
            bits(&model.decompose_by_owner(&source, &scope, &owners).unwrap()),
        ),
        (
            "sink",
            bits(&model.decompose_by_owner(&sink, &scope, &some).unwrap()),
        ),
        (
            "sixteen",
            bits(
                &model
                    .decompose_by_owner(&WangWeiZhu(level), &scope, &some)
                    .unwrap(),
            ),
        ),
        (
            "borders",
            bits(
                &model
                    .decompose_by_owner(&MiroudotYe::World(level), &scope, &some)
                    .unwrap(),
            ),
        ),
        (
            "absorbed",
            bits(
                &model
                    .decompose_by_owner(&JohnsonNoguera(level), &scope, &owners)
                    .unwrap(),
            ),
        ),
    ]
}

#[track_caller]
fn assert_same_bits(found: &[(&str, Vec<u64>)], expected: &[(&str, Vec<u64>)]) {
    for ((name, found), (_, expected)) in found.iter().zip(expected) {
        assert!(!found.is_empty() && found == expected, "{name}");
    }
}

fn pool(threads: usize) -> rayon::ThreadPool {
    let builder = rayon::ThreadPoolBuilder::new();
    builder.num_threads(threads).build().unwrap()
}

#[test]
fn owners_of_three_hundred_producers_have_the_same_bits_on_any_number_of_threads() {
    let owned = owned(6, 50);
    let alone = all_bits(&on_threads(&owned, 1));
    for threads in [2, 3] {
        assert_same_bits(&all_bits(&on_threads(&owned, threads)), &alone);
        // a caller's pool shares out exporters whatever the size of the table
        let shared = pool(threads).install(|| all_bits(&on_threads(&owned, threads)));
        assert_same_bits(&shared, &alone);
    }
}

#[test]
fn models_with_different_owners_may_be_asked_at_once() {
    let owned = owned(3, 4);
    let at_home = Owned::at_home(owned.raw.clone());
    let models = [&owned, &at_home].map(|owned| {
        let model = on_threads(owned, 2);
        // everything that later comes from the factor or the inverse comes from the inverse
        model.inverse().unwrap();
        model
    });
    let asked = |model: &WorldModel| {
        let accounts = bits(model.income_accounts().unwrap().ledger());
        let method = BorinMancini::Exporter(Approach::Source, Level::Country);
        let terms = model.decompose_by_owner(&method, &Scope::everything(), &Owners::all());
        [accounts, bits(&terms.unwrap())]
    };
    let expected = models.each_ref().map(asked);
    assert_ne!(expected[0], expected[1]);
    // two models of one table share what is solved
    let shared = models[0]
        .with_income(at_home.income(models[0].table()))
        .unwrap();
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| assert_eq!(asked(&models[0]), expected[0]));
            threads.spawn(|| assert_eq!(asked(&shared), expected[1]));
        }
    });
}
