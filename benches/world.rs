//! How long decompositions of world tables take, beside one full inverse of the same size in the same run.
//!
//! `cargo bench --bench world`; every figure is to be read as a ratio to the inverse of its group.

mod generated;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use leontief::account::Level;
use leontief::account::decompose::tiva::TradeAmount;
use leontief::account::decompose::{
    AbsorbedByImporter, Approach, BorinMancini, Imports, JohnsonNoguera, KoopmanWangWei, Method,
    MiroudotYe, OwnFlow, TivaAmounts, TripartiteTrade, WangWeiZhu,
};
use leontief::account::position::By;
use leontief::linalg::{Options, invert};
use leontief::model::{Measure, WorldModel};
use leontief::table::WorldTable;

fn sizes(c: &mut Criterion) {
    for (countries, sectors) in [(44, 56), (77, 45)] {
        size(c, &generated::table(countries, sectors));
    }
}

fn size(c: &mut Criterion, table: &WorldTable) {
    let n = table.producers().len();
    let mut group = c.benchmark_group(format!("{n} producers"));
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(8))
        .warm_up_time(Duration::from_millis(500));
    group.bench_function("inverse of I − A alone, A at hand", |b| {
        let coefficients = table
            .model()
            .expect("a model")
            .coefficients()
            .expect("memory");
        let inverted = |a| invert(a, &Options::default()).expect("a productive economy");
        b.iter_batched(|| coefficients.clone(), inverted, BatchSize::PerIteration);
    });
    // a new model every time, so that nothing is left from the run before
    let mut model = |name: &str, ask: &dyn Fn(&WorldModel)| {
        group.bench_function(name, |b| {
            b.iter(|| {
                let model = table.model().expect("a model");
                ask(&model);
            });
        });
    };
    model("full inverse of the table", &|model| {
        black_box(model.inverse().expect("a productive economy"));
    });
    let sink = BorinMancini::Exporter(Approach::Sink, Level::SectorBilateral);
    let source = BorinMancini::Exporter(Approach::Source, Level::SectorBilateral);
    model(
        "WWZ, KWW, Borin-Mancini source and sink together",
        &|model| {
            let terms = (
                terms(model, &WangWeiZhu::default()),
                terms(model, &KoopmanWangWei::default()),
            );
            black_box((
                terms,
                self::terms(model, &source),
                self::terms(model, &sink),
            ));
        },
    );
    model("WWZ", &|model| drop(terms(model, &WangWeiZhu::default())));
    model("KWW", &|model| {
        drop(terms(model, &KoopmanWangWei::default()))
    });
    model("Borin-Mancini source", &|model| drop(terms(model, &source)));
    model("Borin-Mancini sink", &|model| drop(terms(model, &sink)));
    model("Borin-Mancini world, sink", &|model| {
        drop(terms(model, &BorinMancini::World(Approach::Sink)));
    });
    model("absorbed by the direct importer", &|model| {
        drop(terms(model, &AbsorbedByImporter::default()));
    });
    model("own flow, bilateral", &|model| {
        drop(terms(model, &OwnFlow::bilateral()))
    });
    model("own flow, sector to importer", &|model| {
        drop(terms(model, &OwnFlow::sector_bilateral()));
    });
    model("importers by origin", &|model| drop(terms(model, &Imports)));
    model("Miroudot-Ye, all borders", &|model| {
        drop(terms(model, &MiroudotYe::World(Level::SectorBilateral)));
    });
    model("tripartite trade", &|model| {
        drop(terms(model, &TripartiteTrade(Level::SectorBilateral)));
    });
    model("VAX, all pairs", &|model| {
        drop(terms(model, &JohnsonNoguera(Level::Bilateral)))
    });
    model("TiVA, all indicators of trade by country", &|model| {
        let all = TivaAmounts::Trade(Level::Country, TradeAmount::ALL.to_vec());
        drop(terms(model, &all));
    });
    model("production lengths and position", &|model| {
        let weights = model.weights(&Measure::ValueAdded).expect("value added");
        black_box(model.gvc_position(&weights, By::Producer).expect("lengths"));
    });
    group.finish();
}

fn terms<M: Method>(model: &WorldModel, method: &M) -> M::Results {
    model.decompose(method).expect("terms")
}

criterion_group!(benches, sizes);
criterion_main!(benches);
