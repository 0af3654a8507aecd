//! Cases that random tables do not hold: flows that cancel, scopes without anybody, codes that clash.

use leontief::account::decompose::{
    AbsorbedByImporter, Approach, BorinMancini, ContentByOriginProducer, Extraction, Imports,
    IndustryImports, KoopmanWangWei, LosTimmerDeVries, MiroudotYe, OwnFlow, WangWeiZhu,
};
use leontief::account::{Level, Scope};
use leontief::label::{Axis, Group, Producers};
use leontief::model::{Weights, WorldModel};
use leontief::table::{WorldDraft, WorldTable};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Array2, Axis as Dimension, array};

use crate::compare::figures;

/// One sector in each (country, group), value added as the residual.
fn table(blocks: &[(&str, &str)], markets: &[&str], z: Array2<f64>, y: Array2<f64>) -> WorldTable {
    let sectors = Axis::new(["S1"]).unwrap();
    let blocks = blocks.iter();
    let blocks =
        blocks.map(|(country, group)| (*country, Group::from_code(group), sectors.clone()));
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    let output: Array1<f64> = z.sum_axis(Dimension(1)) + y.sum_axis(Dimension(1));
    WorldDraft::new(
        Producers::new(blocks).unwrap(),
        Axis::new(["final"]).unwrap(),
        unit,
    )
    .with_markets(markets.iter().copied())
    .unwrap()
    .flows(z)
    .final_use(y)
    .output(output)
    .residual_value_added()
    .check()
    .unwrap()
}

const FLOWS: [[f64; 3]; 3] = [[10.0, 2.0, 3.0], [4.0, 20.0, 5.0], [1.0, 2.0, 9.0]];

/// A, B and C produce; M only uses.
fn three() -> WorldModel {
    let y = array![
        [50.0, 5.0, 6.0, 1.0],
        [7.0, 80.0, 4.0, 2.0],
        [3.0, 3.0, 40.0, 3.0]
    ];
    let blocks = [("A", ""), ("B", ""), ("C", "")];
    table(&blocks, &["M"], ndarray::arr2(&FLOWS), y)
        .model()
        .unwrap()
}

#[test]
fn exports_that_cancel_are_no_error() {
    // inputs from A to B are as large as the final goods that B returns
    let z = array![[10.0, 2.1, 0.0], [4.0, 20.0, 5.0], [1.0, 2.0, 9.0]];
    let y = array![[50.0, -2.1, 0.0], [7.0, 80.0, 4.0], [3.0, 3.0, 40.0]];
    let model = table(&[("A", ""), ("B", ""), ("C", "")], &[], z, y)
        .model()
        .unwrap();
    let scope = Scope::everything().exporters(["A"]);
    let sums = [
        model
            .decompose_some(&WangWeiZhu::default(), &scope)
            .unwrap()
            .total(),
        model
            .decompose_some(&KoopmanWangWei::default(), &scope)
            .unwrap()
            .total(),
        model
            .decompose_some(
                &BorinMancini::Exporter(Approach::Source, Level::Country),
                &scope,
            )
            .unwrap()
            .total(),
        model
            .decompose_some(
                &BorinMancini::Exporter(Approach::Sink, Level::Country),
                &scope,
            )
            .unwrap()
            .total(),
        model
            .decompose_some(&BorinMancini::World(Approach::Sink), &scope)
            .unwrap()
            .total(),
        model
            .decompose_some(&AbsorbedByImporter::default(), &scope)
            .unwrap()
            .total(),
        model
            .decompose_some(&MiroudotYe::World(Level::Country), &scope)
            .unwrap()
            .total(),
    ];
    assert!(sums.iter().all(|sum| sum.abs() < 1e-14), "{sums:?}");
    assert!(model.decompose_some(&OwnFlow::bilateral(), &scope).is_ok());
}

#[test]
fn weights_whose_content_cancels_are_no_error() {
    let model = three();
    let exports = Extraction::exports_of(["A", "B", "C"]);
    let weights = |rates| {
        let weights = Weights::new("w", "u", model.producers(), rates).unwrap();
        Scope::everything().weights(weights)
    };
    let content = |rates: [f64; 3]| -> f64 {
        let ledger = model.decompose_some(&exports, &weights(Array1::from(rates.to_vec())));
        ledger.unwrap().rows().map(|row| row.value).sum()
    };
    let ratio = content([1.0, 0.0, 0.0]) / content([0.0, 1.0, 0.0]);
    let scope = weights(array![0.7, -0.7 * ratio, 0.0]);
    let total: f64 = {
        let ledger = model.decompose_some(&exports, &scope).unwrap();
        ledger.rows().map(|row| row.value).sum()
    };
    assert!(total.abs() < 1e-13);
    assert!(model.decompose_some(&Imports, &scope).is_ok());
    assert!(model.decompose_some(&IndustryImports, &scope).is_ok());
}

#[test]
fn nothing_asked_is_nothing_answered() {
    let model = three();
    let nobody = Scope::everything().importers(Vec::<String>::new());
    let terms = model
        .decompose_some(&WangWeiZhu::default(), &nobody)
        .unwrap();
    assert_eq!(terms.rows().count(), 0);
    assert_eq!(terms.total(), 0.0);
    let flows = model
        .decompose_some(&OwnFlow::bilateral(), &nobody)
        .unwrap();
    assert_eq!(flows.rows().count(), 0);
    let market = Scope::everything().exporters(["M"]);
    let terms = model.decompose_some(&LosTimmerDeVries, &market).unwrap();
    assert_eq!(terms.rows().count(), 0);
    let imports = model.decompose_some(&Imports, &market).unwrap();
    assert_eq!(imports.rows().count(), 0);
}

#[test]
fn a_market_has_no_exports() {
    let model = three();
    for scope in [
        Scope::everything().exporters(["M"]),
        Scope::everything().exporters(Vec::<String>::new()),
    ] {
        let terms = model
            .decompose_some(&WangWeiZhu::default(), &scope)
            .unwrap();
        assert_eq!(terms.rows().count(), 0);
        let flows = model.decompose_some(&OwnFlow::bilateral(), &scope).unwrap();
        assert_eq!(flows.rows().count(), 0);
        let world = BorinMancini::World(Approach::Sink);
        assert_eq!(
            model.decompose_some(&world, &scope).unwrap().rows().count(),
            0
        );
    }
}

#[test]
fn the_world_perimeter_of_some_importers_is_refused_for_what_it_is() {
    let model = three();
    for approach in [Approach::Source, Approach::Sink] {
        for importer in ["A", "B", "C", "M"] {
            let scope = Scope::everything().importers([importer]);
            let answer = model.decompose_some(&BorinMancini::World(approach), &scope);
            if let Err(error) = answer {
                assert!(!error.is_identity(), "{error}");
            }
        }
    }
}

#[test]
fn countries_named_twice_are_not_counted_twice() {
    let model = three();
    let terms = |exporters: &[&str], importers: &[&str]| {
        let scope = Scope::everything().exporters(exporters.iter().copied());
        let scope = scope.importers(importers.iter().copied());
        model.decompose_some(&WangWeiZhu(Level::Country), &scope)
    };
    let once = terms(&["A"], &["B"]).unwrap().total();
    for twice in [terms(&["A", "A"], &["B"]), terms(&["A"], &["B", "B"])] {
        match twice {
            Ok(twice) => assert!((twice.total() - once).abs() < 1e-12, "{}", twice.total()),
            Err(error) => assert!(error.is_label(), "{error}"),
        }
    }
}

#[test]
fn groups_apart_do_not_take_the_code_of_another_country() {
    let y = array![[50.0, 5.0, 1.0], [7.0, 80.0, 1.0], [3.0, 40.0, 1.0]];
    for (blocks, market) in [
        ([("A", "D"), ("A", "F"), ("A_F", "")], "M"),
        ([("A_D", ""), ("A", "D"), ("A", "F")], "M"),
        ([("A", "D"), ("A", "F"), ("B", "")], "A_F"),
    ] {
        let table = table(&blocks, &[market], ndarray::arr2(&FLOWS), y.clone());
        let error = table.groups_apart("A").unwrap_err();
        assert!(error.is_label(), "{error}");
    }
}

#[test]
fn producers_of_origin_have_labels_of_their_own() {
    let y = array![[50.0, 5.0, 1.0], [7.0, 80.0, 1.0], [3.0, 40.0, 1.0]];
    let blocks = [("A", "D"), ("A", "F"), ("A_D", "")];
    let model = table(&blocks, &["M"], ndarray::arr2(&FLOWS), y)
        .model()
        .unwrap();
    let method = ContentByOriginProducer(Level::Country);
    let terms = model.decompose(&method).unwrap();
    assert_eq!(figures(&terms).len(), 2 * 3);
}

#[test]
fn weights_of_another_table_are_refused() {
    let model = three();
    let one = Producers::whole("A", &Axis::new(["S1"]).unwrap()).unwrap();
    let four = Producers::whole("A", &Axis::new(["S1", "S2", "S3", "S4"]).unwrap()).unwrap();
    for producers in [one, four] {
        let rates = Array1::from_elem(producers.len(), 0.5);
        let weights = Weights::new("jobs", "persons", &producers, rates).unwrap();
        let scope = Scope::everything().weights(weights);
        let error = model
            .decompose_some(&WangWeiZhu::default(), &scope)
            .unwrap_err();
        assert!(error.is_shape(), "{error}");
    }
}

#[test]
fn labels_of_any_kind_survive_a_file() {
    let odd = ["a,b", "say \"x\"", "two\nlines", " blank ", "ü→"];
    let sectors = Axis::new(odd).unwrap();
    let producers = Producers::new([
        ("A,1", Group::whole(), sectors.clone()),
        ("B \"2\"", Group::named("g;1", None, None).unwrap(), sectors),
    ]);
    let n = 2 * odd.len();
    let z = Array2::from_shape_fn((n, n), |(i, j)| ((i + 2 * j) % 5) as f64);
    let y = Array2::from_shape_fn((n, 2), |(i, d)| 20.0 + (i * (d + 1)) as f64 / 3.0);
    let output: Array1<f64> = z.sum_axis(Dimension(1)) + y.sum_axis(Dimension(1));
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    let table = WorldDraft::new(producers.unwrap(), Axis::new(["final"]).unwrap(), unit)
        .flows(z)
        .final_use(y)
        .output(output)
        .residual_value_added()
        .check()
        .unwrap();
    let ledger = table
        .model()
        .unwrap()
        .decompose(&WangWeiZhu::default())
        .unwrap();
    crate::ledgers::assert_file(&ledger);
    assert_eq!(figures(&ledger).len(), 16 * n);
}
