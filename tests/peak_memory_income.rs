//! How much memory the global income chain of a world table takes at its peak, in matrices of the table's size, the table's own flows,
//! owners' shares, factor or inverse and results included. Nothing else runs beside a measurement.
//!
//! At the size of a large world table (77 countries of 82 producers, 319 MB a matrix):
//! `cargo test --release --test peak_memory_income -- --ignored --nocapture`

#[path = "../benches/generated/owned.rs"]
mod owned;

use std::sync::Mutex;

use leontief::account::decompose::{Approach, BorinMancini};
use leontief::account::income::Owners;
use leontief::account::{Level, Scope};
use leontief::linalg::Options;
use leontief::model::{Measure, WorldModel, WorldOptions};
use leontief::run::{Run, Threads};
use leontief::table::WorldTable;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

static ALONE: Mutex<()> = Mutex::new(());

/// The peak of work with a new model with owners, in matrices; the table counts as one.
fn peak(table: &WorldTable, work: impl Fn(&WorldModel)) -> f64 {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let two = Run::default().threads(Threads::Count(2));
    let options = WorldOptions::default().solved(Options::default().run(two));
    let model = table.model_with(options).unwrap();
    work(&model.with_income(owned::shares(table, 0.6)).unwrap());
    let matrix = 8 * table.producers().len().pow(2);
    (MEMORY.peak_usage() - before) as f64 / matrix as f64 + 1.0
}

/// Income matrix, accounts and balances of all pairs, then the same with other owners.
fn whole_chain(model: &WorldModel) {
    let other = model
        .with_income(owned::shares(model.table(), 0.3))
        .unwrap();
    for model in [model, &other] {
        let global = model.global_income().unwrap();
        let accounts = model.income_accounts().unwrap();
        let balances = model.income_balances().unwrap();
        drop((global, accounts, balances));
    }
}

/// Exports divided by owner, then multipliers of every owner's income from each component, which leave as many contents behind.
fn by_owner(model: &WorldModel) {
    let method = BorinMancini::Exporter(Approach::Source, Level::Bilateral);
    model
        .decompose_by_owner(&method, &Scope::everything(), &Owners::all())
        .unwrap();
    for kind in model.table().components() {
        for owner in model.income().owners().codes() {
            model
                .multipliers(&Measure::income_from(owner, kind))
                .unwrap();
        }
    }
}

fn require_little_memory(countries: usize, sectors: usize) {
    let _alone = ALONE.lock().unwrap();
    let table = owned::table(countries, sectors);
    let chain = peak(&table, whole_chain);
    let by_owner = peak(&table, by_owner);
    println!(
        "{} producers: chain {chain:.2}, by owner {by_owner:.2} matrices",
        table.producers().len()
    );
    // the table, the factor with its inverted blocks, shares, results
    assert!(chain < 3.0, "the income chain takes {chain:.2} matrices");
    // the table, the inverse, contents of owners at two matrices
    assert!(
        by_owner < 5.0,
        "decompositions by owner take {by_owner:.2} matrices"
    );
}

#[test]
fn the_income_chain_takes_less_than_three_matrices() {
    require_little_memory(25, 20);
}

#[test]
#[ignore = "a table of 6,314 producers, some minutes"]
fn so_it_does_at_the_size_of_a_large_world_table() {
    require_little_memory(77, 41);
}
