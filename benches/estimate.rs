//! How long a table takes to divide into four groups by optimisation, at 42 and at 139 sectors, beside a matrix product of the order of its
//! margins (seven for each sector: home sales of two groups, outputs of four, imports of one).

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use leontief::build::estimate::Objective;
use leontief::build::{
    Cells, ControlTotals, Division, Known, RegimeOwnershipSplit, Split, SplitEstimation,
    StartingShares,
};
use leontief::label::{Axis, Producers, TradeKind};
use leontief::table::{NationalDraft, NationalTable, PrimaryKind};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Array2, Axis as Dimension};

/// A table of so many sectors by a formula: very unequal cells, a tenth of them zero, everything a sector makes sold.
fn table(n: usize) -> NationalTable {
    let mut state = 139_u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut cells = |scale: f64| {
        Array2::from_shape_simple_fn((n, n), || match random() {
            size if size < 0.1 => 0.0,
            size => scale * size.powi(4),
        })
    };
    let (domestic, imported) = (cells(100.0), cells(20.0));
    let inputs = domestic.sum_axis(Dimension(0)) + imported.sum_axis(Dimension(0));
    let sold = domestic.sum_axis(Dimension(1));
    let output = Array1::from_shape_fn(n, |j| 1.5 * inputs[j].max(sold[j]));
    let value_added = &output - &inputs;
    let left = &output - &sold;
    let sectors = Axis::new((1..=n).map(|j| format!("S{j}"))).expect("unique codes");
    let products = Axis::new((1..=n).map(|j| format!("M{j}"))).expect("unique codes");
    let producers = Producers::whole("CHN", &sectors).expect("unique codes");
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    NationalDraft::new(producers, products, unit)
        .domestic(domestic)
        .imported(imported)
        .primary(PrimaryKind::Compensation, 0.6 * &value_added)
        .primary(PrimaryKind::OperatingSurplus, 0.4 * &value_added)
        .export("USA", TradeKind::Goods, 0.4 * &left)
        .final_use("all", 0.6 * &left, Array1::zeros(n))
        .output(output)
        .check()
        .expect("a balanced table")
}

/// Its division with one technology for all groups.
fn start(table: &NationalTable) -> Split {
    let n = table.producers().len();
    let by_sector = |of: fn(usize) -> f64| (0..n).map(|j| Some(of(j))).collect();
    let starting = StartingShares {
        processing: by_sector(|j| 0.1 + 0.6 * (j % 7) as f64 / 7.0),
        foreign_processing: by_sector(|j| 0.6 + 0.3 * (j % 5) as f64 / 5.0),
        foreign_normal: by_sector(|j| 0.1 + 0.3 * (j % 3) as f64 / 3.0),
    };
    let controls = ControlTotals {
        processing_share_of_exports: 0.4,
        imports_per_processing_export: 0.5,
        foreign_share_of_processing_exports: 0.8,
        foreign_share_of_exports: 0.5,
        processing_value_added_ratio: 0.75,
    };
    RegimeOwnershipSplit::new(table, starting, controls)
        .shared_technology(Division::RegimeAndOwnership)
        .expect("totals within reach")
}

/// As the China-US study: imports for processing in total, exactly, and by product, about; value added of processing by sector, about; imports of
/// foreign-invested firms outside processing, about.
fn estimation<'a>(table: &'a NationalTable, start: &'a Split, imports: f64) -> SplitEstimation<'a> {
    let divided = start.table();
    let n = table.producers().len();
    let processing = || ["DP", "FP"];
    let of_processing = |row: Array1<f64>| row.iter().skip(2 * n).sum::<f64>();
    let all = divided.imported().sum_axis(Dimension(0));
    let all = of_processing(all);
    let value_added = divided.value_added();
    let mut known = vec![Known::amount(
        "imports for processing",
        Cells::imported_inputs().used_by(processing()),
        imports * all,
    )];
    for (i, code) in divided.products().codes().iter().enumerate() {
        let amount = imports * of_processing(divided.imported().row(i).to_owned());
        let cells = Cells::imported_inputs()
            .of([code.as_str()])
            .used_by(processing());
        known.push(Known::amount(code.as_str(), cells, amount).give_or_take(0.2 * amount));
    }
    for (j, code) in table.producers().sectors().codes().iter().enumerate() {
        let amount = 0.75 * (value_added[2 * n + j] + value_added[3 * n + j]);
        let cells = Cells::value_added()
            .used_by(processing())
            .in_sectors([code.as_str()]);
        known.push(Known::amount(code.as_str(), cells, amount).give_or_take(0.1 * amount));
    }
    known.push(
        Known::share(
            "foreign-invested share",
            Cells::imported_inputs().used_by(["FN"]),
            Cells::imported_inputs().used_by(["DN", "FN"]),
            0.35,
        )
        .give_or_take(0.05),
    );
    SplitEstimation::new(table, start)
        .expect("a division of the table")
        .all_known(known)
}

fn divisions(c: &mut Criterion) {
    for n in [42, 139] {
        let table = table(n);
        let start = start(&table);
        let estimation = estimation(&table, &start, 2.0);
        let moved = self::estimation(&table, &start, 2.02);
        let estimate = estimation
            .estimate(Objective::LeastSquares)
            .expect("totals within reach");
        let mut group = c.benchmark_group(format!(
            "{n} sectors in four groups, {} parts",
            estimate.problem().unknowns()
        ));
        group
            .sample_size(10)
            .measurement_time(Duration::from_secs(5));
        let square = Array2::from_shape_fn((7 * n, 7 * n), |(i, j)| ((i * j) % 17) as f64);
        group.bench_function("matrix product of order 7 n", |b| {
            b.iter(|| black_box(square.dot(&square)));
        });
        for objective in [Objective::LeastSquares, Objective::CrossEntropy] {
            group.bench_function(
                BenchmarkId::new("estimate", format!("{objective:?}")),
                |b| {
                    b.iter(|| estimation.estimate(objective).map(|found| found.at_zero()));
                },
            );
        }
        group.bench_function("least squares from an estimate of other totals", |b| {
            b.iter(|| {
                let found = moved.estimate_from(Objective::LeastSquares, &estimate);
                found.map(|found| found.at_zero())
            });
        });
        group.bench_function("feasible range of a total", |b| {
            let feasible = estimate.feasible();
            let cells = Cells::value_added().used_by(["FP"]);
            b.iter(|| feasible.ready(&Default::default())?.total(&cells));
        });
        group.finish();
    }
}

criterion_group!(benches, divisions);
criterion_main!(benches);
