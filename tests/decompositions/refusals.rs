//! What is refused, and that the message names what is wrong.

use leontief::account::decompose::{
    AbsorbedByImporter, Approach, BorinMancini, Deliveries, Extraction, Imports, IndustryImports,
    KoopmanWangWei, LosTimmerDeVries, Method, MiroudotYe, OwnFlow, WangWeiZhu,
};
use leontief::account::ledger::Term;
use leontief::account::{Level, Scope};
use leontief::error::Error;
use leontief::label::{Axis, Group, Grouping, Producers};
use leontief::model::{Measure, WorldModel};
use leontief::table::{WorldDraft, WorldTable};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, Array2, Axis as Dimension, array};
use proptest::prelude::*;

use crate::common::random::Numbers;
use crate::tables::{any_shape, cases};

/// A table of countries A, B, … with `sectors` sectors each, value added as the residual.
pub fn table(sectors: usize, z: Array2<f64>, y: Array2<f64>) -> WorldTable {
    let axis = Axis::new((1..=sectors).map(|k| format!("S{k}"))).unwrap();
    let codes = ["A", "B", "C"].into_iter().take(z.nrows() / sectors);
    let blocks = codes.map(|code| (code, Group::whole(), axis.clone()));
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    let output: Array1<f64> = z.sum_axis(Dimension(1)) + y.sum_axis(Dimension(1));
    WorldDraft::new(
        Producers::new(blocks).unwrap(),
        Axis::new(["final"]).unwrap(),
        unit,
    )
    .flows(z)
    .final_use(y)
    .output(output)
    .residual_value_added()
    .check()
    .unwrap()
}

/// The answers of all methods to one question.
fn answers(model: &WorldModel, scope: &Scope) -> Vec<(String, Result<Vec<f64>, Error>)> {
    let mut answers = Vec::new();
    macro_rules! ask {
        ($($method:expr),* $(,)?) => {
            $(
                let method = $method;
                let rows = method.apply(model, scope);
                let values = rows.map(|ledger| ledger.rows().map(|row| row.value).collect());
                answers.push((method.name(), values));
            )*
        };
    }
    ask!(
        LosTimmerDeVries,
        MiroudotYe::World(Level::Country),
        Extraction::exports_of(["A"]),
        WangWeiZhu::default(),
        KoopmanWangWei::default(),
        BorinMancini::Exporter(Approach::Source, Level::Sector),
        BorinMancini::Exporter(Approach::Sink, Level::Bilateral),
        BorinMancini::World(Approach::Source),
        BorinMancini::World(Approach::Sink),
        AbsorbedByImporter::default(),
        MiroudotYe::Country(Level::Country),
        OwnFlow::bilateral(),
        OwnFlow::sector_exporter(),
        OwnFlow::sector_bilateral(),
        Imports,
        IndustryImports,
    );
    answers
}

/// Every method refuses, with the label of one of these producers.
#[track_caller]
fn assert_singular(table: &WorldTable, producers: &[&str]) {
    let scope = Scope::everything();
    for (name, answer) in answers(&table.model().unwrap(), &scope) {
        let error = match answer {
            // needs nothing but every country's economy for itself, which may be sound
            Ok(figures) if name.starts_with("Los-Timmer-de Vries") => {
                assert!(figures.iter().all(|figure| figure.is_finite()));
                continue;
            }
            answer => answer.expect_err(&name),
        };
        let text = error.to_string();
        assert!(error.is_singular(), "{name}: {text}");
        assert!(
            producers.iter().any(|label| text.contains(label)),
            "{name}: {text}"
        );
        assert!(!text.contains("NaN"), "{name}: {text}");
    }
}

fn productive() -> WorldTable {
    table(
        1,
        array![[10.0, 2.0, 3.0], [4.0, 20.0, 5.0], [1.0, 2.0, 9.0]],
        array![[50.0, 5.0, 6.0], [7.0, 80.0, 4.0], [3.0, 3.0, 40.0]],
    )
}

#[test]
fn unknown_countries_are_refused_and_the_known_ones_listed() {
    let model = productive().model().unwrap();
    for scope in [
        Scope::everything().exporters(["A", "D"]),
        Scope::everything().importers(["D"]),
    ] {
        for (name, answer) in answers(&model, &scope) {
            let error = answer.expect_err(&name);
            assert!(error.is_label(), "{name}: {error}");
            let text = error.to_string();
            assert!(
                text.contains("no country `D`") && text.contains("`A`, `B`, `C`"),
                "{text}"
            );
        }
    }
    let near = Scope::everything().exporters(["a"]);
    let error = model
        .decompose_some(&WangWeiZhu::default(), &near)
        .unwrap_err();
    assert!(error.to_string().contains("try: `A`"), "{error}");
}

#[test]
fn unknown_labels_of_an_extraction_are_refused_and_the_known_ones_listed() {
    let model = productive().model().unwrap();
    let cut = || Extraction::exports_of(["A"]);
    for (extraction, words) in [
        (Extraction::exports_of(["D"]), ["no country `D`", "`A`"]),
        (cut().to(["D"]), ["no country `D`", "`A`"]),
        (cut().of_sectors(["S1", "S9"]), ["no sector `S9`", "`S1`"]),
        (cut().of_groups(["F"]), ["no group `F`", "`whole`"]),
    ] {
        let error = model.decompose(&extraction).unwrap_err();
        assert!(error.is_label(), "{error}");
        let text = error.to_string();
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
        assert!(extraction.output_loss(&model).unwrap_err().is_label());
        assert!(extraction.gross(&model).unwrap_err().is_label());
    }
    let nobody = Extraction::exports_of(Vec::<String>::new());
    assert!(model.decompose(&nobody).unwrap_err().is_label());
    let final_goods = cut().only(Deliveries::Final);
    assert_eq!(final_goods.gross(&model).unwrap(), 11.0);
}

#[test]
fn groupings_of_other_tables_and_unknown_terms_are_refused() {
    let model = productive().model().unwrap();
    let axis = Axis::new(["S1", "S2"]).unwrap();
    let method = OwnFlow {
        sellers: leontief::account::decompose::Sellers::SectorGroups(Grouping::identity(&axis)),
        buyers: leontief::account::decompose::Buyers::All,
    };
    assert!(model.decompose(&method).unwrap_err().is_label());
    let terms = model.decompose(&WangWeiZhu::default()).unwrap();
    let term = Term::new("X", "nothing", "0");
    let error = terms.combined(&[(term, &["VAX"])]).unwrap_err();
    assert!(error.is_label());
    assert!(error.to_string().contains("`DVA_FIN`"), "{error}");
    let table = productive();
    let sectors = Grouping::identity(&axis);
    let countries = Grouping::identity(table.countries());
    assert!(
        table
            .aggregated(&sectors, &countries)
            .unwrap_err()
            .is_label()
    );
    assert!(table.merged("EU", &["A", "D"]).unwrap_err().is_label());
    assert!(table.merged("EU", &["A", "A"]).unwrap_err().is_label());
    assert!(table.merged("EU", &[]).unwrap_err().is_label());
    assert!(table.merged("C", &["A", "B"]).unwrap_err().is_label());
    assert!(table.groups_apart("A").unwrap_err().is_label());
    assert!(table.groups_apart("D").unwrap_err().is_label());
    assert!(table.national("D").unwrap_err().is_label());
}

#[test]
fn measures_that_a_world_table_does_not_have_are_refused() {
    let model = productive().model().unwrap();
    for measure in [
        Measure::Imports,
        Measure::ImportsOf("S1".to_owned()),
        Measure::extension("jobs"),
        Measure::Component(leontief::table::PrimaryKind::Compensation),
        Measure::income("Z"),
    ] {
        assert!(model.weights(&measure).unwrap_err().is_label(), "{measure}");
    }
    let pay = Measure::income_from("A", leontief::table::PrimaryKind::Compensation);
    assert!(model.weights(&pay).unwrap_err().is_income());
}

#[test]
fn a_producer_that_uses_more_of_itself_than_it_makes_is_named() {
    let table = table(
        1,
        array![[10.0, 2.0], [4.0, 20.0]],
        array![[50.0, 5.0], [7.0, -12.0]],
    );
    // output of B is 19, of which it needs 20
    assert_eq!(table.output()[1], 19.0);
    assert_singular(&table, &["B S1"]);
    assert!(
        table
            .national("B")
            .unwrap()
            .model()
            .unwrap()
            .inverse()
            .unwrap_err()
            .is_singular()
    );
    assert!(
        table
            .national("A")
            .unwrap()
            .model()
            .unwrap()
            .inverse()
            .is_ok()
    );
}

#[test]
fn a_closed_loop_of_countries_is_named() {
    // A and B sell everything to each other and nothing to anybody else; C lives alone
    let table = table(
        1,
        array![[0.0, 10.0, 0.0], [10.0, 0.0, 0.0], [0.0, 0.0, 5.0]],
        array![[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 5.0]],
    );
    assert_eq!(table.value_added(), array![0.0, 0.0, 5.0]);
    assert_singular(&table, &["A S1", "B S1"]);
}

#[test]
fn a_closed_loop_within_a_country_is_named() {
    let table = table(
        2,
        array![
            [0.0, 10.0, 0.0, 0.0],
            [10.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, 5.0, 1.0],
            [0.0, 0.0, 1.0, 5.0]
        ],
        array![[0.0, 0.0], [0.0, 0.0], [1.0, 5.0], [2.0, 5.0]],
    );
    assert_singular(&table, &["A S1", "A S2"]);
}

#[test]
fn a_world_without_final_use_is_refused() {
    let numbers = &mut Numbers::new(7);
    for (countries, sectors) in [(2, 1), (2, 3), (3, 4)] {
        let n = countries * sectors;
        let z = Array2::from_shape_simple_fn((n, n), || numbers.between(0.5, 2.0));
        let table = table(sectors, z, Array2::zeros((n, countries)));
        assert_singular(&table, &["A S", "B S", "C S"]);
    }
}

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn tables_with_hardly_any_final_use_are_refused_or_answered(
        shape in any_shape(10), power in -17.0..-2.0_f64,
    ) {
        let mut raw = shape.non_negative().raw();
        raw.finals *= 10_f64.powf(power);
        raw.x = raw.uses();
        raw.countries[0] = "A".to_owned();
        for producer in &mut raw.producers {
            if producer.country == "C1" {
                producer.country = "A".to_owned();
            }
        }
        let table = raw.table();
        let labels: Vec<String> = table
            .producers()
            .positions()
            .map(|at| table.producers().key(at).to_string())
            .collect();
        for (name, answer) in answers(&table.model().unwrap(), &Scope::everything()) {
            match answer {
                Ok(values) => prop_assert!(values.iter().all(|value| value.is_finite())),
                Err(error) => {
                    let text = error.to_string();
                    prop_assert!(error.is_singular(), "{}: {}", name, text);
                    prop_assert!(labels.iter().any(|label| text.contains(label)), "{}", text);
                }
            }
        }
    }
}
