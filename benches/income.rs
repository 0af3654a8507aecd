//! How long the global income chain of world tables takes, beside one factorisation and one full inverse of the same size in the same run.
//!
//! `cargo bench --bench income`; every figure is to be read as a ratio to the factorisation of its group, those of decompositions to the
//! inverse. Countries are divided into domestic- and foreign-owned firms; owners are all countries and one more.

#[path = "generated/owned.rs"]
mod owned;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use leontief::account::decompose::{Approach, BorinMancini};
use leontief::account::income::Owners;
use leontief::account::{Level, Scope};
use leontief::linalg::{Factorised, Options, invert};
use leontief::model::WorldModel;
use leontief::table::{IncomeShares, WorldTable};

fn sizes(c: &mut Criterion) {
    for (countries, sectors) in [(44, 28), (77, 41)] {
        size(c, &owned::table(countries, sectors));
    }
}

fn size(c: &mut Criterion, table: &WorldTable) {
    let n = table.producers().len();
    let mut group = c.benchmark_group(format!("{n} producers with owners"));
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(8))
        .warm_up_time(Duration::from_millis(500));
    let shares = owned::shares(table, 0.6);
    let coefficients = || {
        let model = table.model().expect("a model");
        model.coefficients().expect("memory")
    };
    group.bench_function("factor of I − A alone, A at hand", |b| {
        let factor = |a| Factorised::new(a, &Options::default()).expect("a productive economy");
        b.iter_batched(coefficients, factor, BatchSize::PerIteration);
    });
    group.bench_function(
        "factor and a right solve for each country, A at hand",
        |b| {
            let absorption = table.absorption();
            let solved = |a| {
                let factor = Factorised::new(a, &Options::default()).expect("a productive economy");
                factor.solve_many(absorption.view()).expect("memory")
            };
            b.iter_batched(coefficients, solved, BatchSize::PerIteration);
        },
    );
    group.bench_function("inverse of I − A alone, A at hand", |b| {
        let inverse = |a| invert(a, &Options::default()).expect("a productive economy");
        b.iter_batched(coefficients, inverse, BatchSize::PerIteration);
    });
    // a new model every time, so that nothing is left from the run before
    let mut new_model = |name: &str, ask: &dyn Fn(&WorldModel)| {
        group.bench_function(name, |b| b.iter(|| ask(&fresh(table, &shares))));
    };
    new_model("income matrix", &|model| {
        black_box(model.global_income().expect("a productive economy"));
    });
    new_model("income matrix, accounts, balances of all pairs", &chain);
    new_model("income in exports by sector, all owners", &|model| {
        black_box(model.income_in_exports(Level::Sector).expect("ledger"));
    });
    new_model("Borin-Mancini source by pair, in value added", &|model| {
        black_box(model.decompose(&bilateral()).expect("terms"));
    });
    new_model("Borin-Mancini source by pair, 3 owners", &|model| {
        by_owner(model, 3);
    });
    new_model("Borin-Mancini source by pair, 13 owners", &|model| {
        by_owner(model, 13);
    });
    let solved = fresh(table, &shares);
    chain(&solved);
    let other = owned::shares(table, 0.4);
    group.bench_function("the same with other owners, factor at hand", |b| {
        b.iter(|| chain(&with(&solved, &other)));
    });
    group.finish();
}

fn fresh(table: &WorldTable, shares: &IncomeShares) -> WorldModel {
    with(&table.model().expect("a model"), shares)
}

fn with(model: &WorldModel, shares: &IncomeShares) -> WorldModel {
    let model = model.with_income(shares.clone());
    model.expect("shares of this table")
}

fn chain(model: &WorldModel) {
    black_box(model.global_income().expect("a productive economy"));
    black_box(model.income_accounts().expect("accounts"));
    black_box(model.income_balances().expect("balances"));
}

fn bilateral() -> BorinMancini {
    BorinMancini::Exporter(Approach::Source, Level::Bilateral)
}

fn by_owner(model: &WorldModel, owners: usize) {
    let codes = model.income().owners().codes()[..owners].iter().cloned();
    let owners = Owners::only(codes);
    let terms = model.decompose_by_owner(&bilateral(), &Scope::everything(), &owners);
    black_box(terms.expect("terms"));
}

criterion_group!(benches, sizes);
criterion_main!(benches);
