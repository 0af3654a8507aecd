//! What cannot be inserted, and what the error says.

use leontief::Error;
use leontief::label::{Axis, Group, Producers, TradeKind};
use leontief::table::{
    NationalDraft, NationalTable, PrimaryKind, PrimaryRow, ValueAddedConcept, WorldTable,
};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, array};

use crate::cancel;
use crate::common::random::Numbers;
use crate::divisions::{Cells, Dice, Groups, clones, draft};
use crate::numbers::Raw;
use crate::tables::{Features, Primary, Shape};

/// A: two sectors. B: two sectors, one of which A has too. A market. Two final uses, four primary rows, an extension.
fn world() -> WorldTable {
    raw().table()
}

fn raw() -> Raw {
    Shape {
        countries: vec![vec![(0, 2)], vec![(1, 2)]],
        markets: 1,
        categories: 2,
        features: Features::default(),
        primary: Primary::Rows(ValueAddedConcept::BasicPrices),
        seed: 5,
    }
    .raw()
}

fn own() -> NationalTable {
    world().national("C1").unwrap()
}

/// Two equal halves, before they are bent.
fn cells() -> Cells {
    let own = own();
    let groups = Groups::full(&own, 2);
    let half = Array1::from_elem(4, 0.5);
    let divided = clones(&own, &groups, &half);
    // back into the order of the undivided table
    let exports = own.exports().partners().codes().iter();
    let exports = exports.map(|to| divided.exports().to(to).unwrap().by_producer());
    let turned = |i: usize, len: usize| len - 1 - i;
    let finals = divided.domestic_final();
    Cells {
        domestic: divided.domestic().to_owned(),
        imported: ndarray::Array2::from_shape_fn(divided.imported().dim(), |(i, j)| {
            divided.imported()[[turned(i, own.products().len()), j]]
        }),
        finals: ndarray::Array2::from_shape_fn(finals.dim(), |(i, k)| {
            finals[[i, turned(k, own.final_uses().len())]]
        }),
        exports: exports.collect(),
        output: divided.output().to_owned(),
        primary: divided
            .primary()
            .rows()
            .iter()
            .map(|row| row.by_producer.clone())
            .collect(),
        extensions: vec![divided.extension_rows().row(0).to_owned()],
    }
}

fn bent(bend: impl FnOnce(&mut Cells)) -> NationalTable {
    let own = own();
    let mut cells = cells();
    bend(&mut cells);
    draft(&own, &Groups::full(&own, 2), cells).check().unwrap()
}

fn good() -> NationalTable {
    bent(|_| {})
}

#[track_caller]
fn refused(divided: &NationalTable) -> Error {
    world().divided(divided).unwrap_err()
}

/// The error names all of this and says what to try.
#[track_caller]
fn assert_says(error: &Error, words: &[&str]) {
    let text = error.to_string();
    for word in words {
        assert!(text.contains(word), "no `{word}` in: {text}");
    }
}

const ADVICE: &str = "world.national(\"C1\")";

#[test]
fn what_is_bent_below_is_accepted_before_it_is_bent() {
    assert!(world().divided(&good()).is_ok());
}

#[test]
fn the_country_must_be_in_the_world() {
    let error = cancel::world().divided(&good()).unwrap_err();
    assert!(error.is_label());
    assert_says(&error, &["no country `C1`", "`A`"]);
}

#[test]
fn the_country_must_have_producers() {
    let divided = cancel::divided([0.0, 0.0], [15.0, 5.0], [0.0, 0.0]);
    let world = cancel::world();
    // the producers of A under another name, A a market
    let apart = world.divided(&divided).unwrap().groups_apart("A").unwrap();
    let error = apart.divided(&divided).unwrap_err();
    assert!(error.is_label());
    assert_says(&error, &["`A` has no producers", "only final use"]);
}

#[test]
fn the_country_must_not_be_divided_already() {
    let divided = good();
    let error = world()
        .divided(&divided)
        .unwrap()
        .divided(&divided)
        .unwrap_err();
    assert!(error.is_label());
    let hint = "start from the world table in which the country is undivided";
    assert_says(&error, &["`C1` is already divided", "`CN1`, `CN2`", hint]);
}

#[test]
fn there_must_be_groups() {
    let error = refused(&own());
    assert!(error.is_label());
    assert_says(
        &error,
        &["`C1` is not divided into groups", "RegimeOwnershipSplit"],
    );
}

#[test]
fn the_unit_must_be_that_of_the_world() {
    let yuan = leontief::unit::Conversion::new("CNY", Scale::MILLIONS, 6.3).unwrap();
    let divided = good().converted(&yuan).unwrap();
    let error = refused(&divided);
    assert!(error.is_unit());
    assert_says(&error, &["`C1`", "USD", "CNY", "world.converted"]);
}

#[test]
fn value_added_must_be_the_same_rows() {
    let divided = good().draft().concept(ValueAddedConcept::AllPrimaryInputs);
    let error = refused(&divided.check().unwrap());
    assert!(error.is_table());
    assert_says(
        &error,
        &["value added at basic prices", "all primary inputs", ADVICE],
    );
}

/// The good table over other labels of the same number.
fn relabelled(
    producers: Producers,
    products: [&str; 2],
    finals: [&str; 2],
    to: [&str; 2],
) -> NationalDraft {
    let good = good();
    let mut draft =
        NationalDraft::new(producers, Axis::new(products).unwrap(), good.unit().clone())
            .domestic(good.domestic().to_owned())
            .imported(good.imported().to_owned())
            .output(good.output().to_owned())
            .tolerance(good.checked().tolerance());
    for (k, code) in finals.into_iter().enumerate() {
        let (domestic, imported) = (good.domestic_final(), good.imported_final());
        draft = draft.final_use(
            code,
            domestic.column(k).to_owned(),
            imported.column(k).to_owned(),
        );
    }
    for (partner, code) in ["C2", "C3"].into_iter().zip(to) {
        let amounts = good.exports().to(partner).unwrap().by_producer();
        draft = draft.export(code, TradeKind::Undivided, amounts);
    }
    for row in good.primary().rows() {
        draft = draft.primary_row(row.clone());
    }
    draft
}

fn jobs(draft: NationalDraft) -> NationalDraft {
    draft.extension(
        "jobs",
        "1000 persons",
        good().extension_rows().row(0).to_owned(),
    )
}

const PRODUCTS: [&str; 2] = ["S3", "S2"];
const FINALS: [&str; 2] = ["F2", "F1"];
const PARTNERS: [&str; 2] = ["C2", "C3"];

#[test]
fn relabelling_itself_is_harmless() {
    let good = good();
    assert_eq!(good.products().codes(), PRODUCTS);
    assert_eq!(good.final_uses().codes(), FINALS);
    let same = jobs(relabelled(
        good.producers().clone(),
        PRODUCTS,
        FINALS,
        PARTNERS,
    ));
    assert!(world().divided(&same.check().unwrap()).is_ok());
}

#[test]
fn products_final_uses_and_partners_must_be_those_of_the_world() {
    let producers = good().producers().clone();
    for (products, finals, partners, words) in [
        (
            ["S3", "S9"],
            FINALS,
            PARTNERS,
            ["imported product `S9`", "`S2`"],
        ),
        (PRODUCTS, ["F2", "F9"], PARTNERS, ["final use `F9`", "`F1`"]),
        (
            PRODUCTS,
            FINALS,
            ["C2", "C9"],
            ["no country `C9`", "exports of `C1`"],
        ),
        (
            PRODUCTS,
            FINALS,
            ["C2", "C1"],
            ["exports to `C1` itself", "`C1`"],
        ),
    ] {
        let divided = jobs(relabelled(producers.clone(), products, finals, partners));
        let error = refused(&divided.check().unwrap());
        assert!(error.is_label(), "{error}");
        assert_says(&error, &[words[0], words[1], ADVICE]);
    }
}

#[test]
fn a_missing_product_is_named() {
    // as a table whose only supplier has one sector would have it
    let own = own();
    let good = good();
    let mut draft = NationalDraft::new(
        good.producers().clone(),
        Axis::new(["S3"]).unwrap(),
        own.unit().clone(),
    )
    .domestic(good.domestic().to_owned())
    .imported(
        good.imported()
            .sum_axis(ndarray::Axis(0))
            .insert_axis(ndarray::Axis(0)),
    )
    .output(good.output().to_owned())
    .exports(good.exports())
    .tolerance(own.checked().tolerance());
    for row in good.primary().rows() {
        draft = draft.primary_row(row.clone());
    }
    for (k, code) in good.final_uses().codes().iter().enumerate() {
        let all = good.imported_final().column(k).sum();
        draft = draft.final_use(
            code,
            good.domestic_final().column(k).to_owned(),
            array![all],
        );
    }
    let error = refused(&jobs(draft).check().unwrap());
    assert!(error.is_label());
    assert_says(&error, &["has no imported product `S2`", ADVICE]);
}

#[test]
fn a_partner_that_is_left_out_gets_nothing() {
    let good = good();
    // what went to C3 goes to C2
    let draft = relabelled(good.producers().clone(), PRODUCTS, FINALS, ["C2", "C2"]);
    let divided = jobs(draft).check().unwrap();
    assert_eq!(divided.exports().partners().codes(), ["C2"]);
    let error = refused(&divided);
    assert!(error.is_table());
    assert_says(&error, &["do not add up", "exports to C", ADVICE]);
}

#[test]
fn sectors_must_be_those_of_the_world_and_all_of_them() {
    let blocks = |first: [&str; 2], second: [&str; 2]| {
        let group = |code: &str| Group::named(code, None, None).unwrap();
        let axis = |codes: [&str; 2]| Axis::new(codes).unwrap();
        Producers::new([
            ("C1", group("CN1"), axis(first)),
            ("C1", group("CN2"), axis(second)),
        ])
        .unwrap()
    };
    let good = good();
    let codes = good.producers().sectors().codes().to_vec();
    let [s, t] = [codes[0].as_str(), codes[1].as_str()];
    for (first, second, words) in [
        ([s, t], [s, "S9"], ["no sector `S9`", "group `CN2` of `C1`"]),
        ([s, "S8"], [s, t], ["no sector `S8`", "group `CN1` of `C1`"]),
    ] {
        let divided = relabelled(blocks(first, second), PRODUCTS, FINALS, PARTNERS);
        let error = refused(&jobs(divided).check().unwrap());
        assert!(error.is_label());
        assert_says(&error, &[words[0], words[1], ADVICE]);
    }
    // groups that all lack a sector
    let one = |code: &str| {
        (
            "C1",
            Group::named(code, None, None).unwrap(),
            Axis::new([s]).unwrap(),
        )
    };
    let producers = Producers::new([one("CN1"), one("CN2")]).unwrap();
    let draft = NationalDraft::new(producers, good.products().clone(), good.unit().clone());
    let error = refused(&draft.check().unwrap());
    assert!(error.is_label());
    assert_says(
        &error,
        &[&format!("no group of `C1` has the sector `{t}`"), ADVICE],
    );
}

#[test]
fn primary_rows_must_be_those_of_the_world() {
    let good = good();
    let mut draft = jobs(relabelled(
        good.producers().clone(),
        PRODUCTS,
        FINALS,
        PARTNERS,
    ));
    draft = draft.primary(PrimaryKind::Other, Array1::zeros(4));
    let error = refused(&draft.check().unwrap());
    assert!(error.is_table());
    assert_says(
        &error,
        &["other primary inputs", "compensation of employees", ADVICE],
    );
}

#[test]
fn extensions_must_be_those_of_the_world_in_their_units() {
    let producers = good().producers().clone();
    let relabelled = || relabelled(producers.clone(), PRODUCTS, FINALS, PARTNERS);
    let row = || good().extension_rows().row(0).to_owned();
    let error = refused(&relabelled().check().unwrap());
    assert!(error.is_label());
    assert_says(&error, &["no extension `jobs`", ADVICE]);
    let persons = relabelled().extension("jobs", "persons", row());
    let error = refused(&persons.check().unwrap());
    assert!(error.is_unit());
    assert_says(&error, &["`jobs`", "1000 persons", "persons", ADVICE]);
    let more = jobs(relabelled()).extension("CO2", "t", row());
    let error = refused(&more.check().unwrap());
    assert!(error.is_label());
    assert_says(&error, &["the extension `CO2`", ADVICE]);
}

/// One cell more, paid for by another of the same producer, so that the divided table itself is in order.
#[test]
fn every_cell_that_does_not_add_up_is_refused_by_name() {
    let s = own().producers().sectors().codes().to_vec();
    let (s, t) = (s[0].as_str(), s[1].as_str());
    let cell = |from: &str, to: &str| format!("{from} → {to}");
    let producer = format!("C1 {s}");
    let cases: Vec<(NationalTable, Vec<String>)> = vec![
        // a domestic cell for a smaller one of the same row, and value added
        (
            bent(|cells| {
                cells.domestic[[0, 0]] += 9.0;
                cells.finals[[0, 0]] -= 8.0;
                cells.finals[[0, 1]] -= 1.0;
                cells.primary[0][0] -= 8.5;
                cells.primary[1][0] -= 0.5;
            }),
            vec![cell(&producer, &producer)],
        ),
        // exports for final use at home
        (
            bent(|cells| {
                cells.exports[0][0] += 9.0;
                cells.finals[[0, 0]] -= 8.0;
                cells.finals[[0, 1]] -= 1.0;
            }),
            vec![cell(&producer, "exports to C2")],
        ),
        (
            bent(|cells| {
                cells.exports[0][0] -= 8.0;
                cells.finals[[0, 0]] += 9.0;
                cells.finals[[0, 1]] -= 1.0;
            }),
            vec![cell(&producer, "F1")],
        ),
        // imports for value added
        (
            bent(|cells| {
                cells.imported[[0, 0]] += 9.0;
                cells.primary[0][0] -= 8.0;
                cells.primary[1][0] -= 1.0;
            }),
            vec![format!("imported `S2` → {producer}")],
        ),
        (
            bent(|cells| {
                cells.primary[0][0] += 9.0;
                cells.primary[1][0] -= 8.0;
                cells.primary[2][0] -= 1.0;
            }),
            vec![cell("compensation of employees", &producer)],
        ),
        // a sector that makes more than the world's
        (
            bent(|cells| {
                cells.output[0] += 9.0;
                cells.finals[[0, 0]] += 8.0;
                cells.finals[[0, 1]] += 1.0;
                cells.primary[0][0] += 8.0;
                cells.primary[1][0] += 1.0;
            }),
            vec![cell(&producer, "output")],
        ),
        (
            bent(|cells| cells.extensions[0][1] += 9.0),
            vec![cell("jobs", &format!("C1 {t}"))],
        ),
    ];
    for (divided, words) in cases {
        let error = refused(&divided);
        assert!(error.is_table(), "{error}");
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        assert_says(&error, &["do not add up", "expected", "found", ADVICE]);
        assert_says(&error, &words);
    }
}

#[test]
fn cells_that_no_producer_has_a_part_in_are_compared_too() {
    let good = good();
    let rebuilt = |change: &dyn Fn(NationalDraft) -> NationalDraft| {
        let draft = jobs(relabelled(
            good.producers().clone(),
            PRODUCTS,
            FINALS,
            PARTNERS,
        ));
        refused(&change(draft).check().unwrap())
    };
    let error = rebuilt(&|draft| draft.imported_exports(array![0.0, 4.0]));
    assert_says(&error, &["imported `S2` → exports", ADVICE]);
    // final use of imports, and what final use and exports pay
    let with = |finals: f64, taxed: f64, exported: f64| {
        let mut draft = NationalDraft::new(
            good.producers().clone(),
            good.products().clone(),
            good.unit().clone(),
        )
        .domestic(good.domestic().to_owned())
        .imported(good.imported().to_owned())
        .output(good.output().to_owned())
        .exports(good.exports())
        .tolerance(good.checked().tolerance());
        for (k, code) in good.final_uses().codes().iter().enumerate() {
            let mut imported = good.imported_final().column(k).to_owned();
            imported[0] += if k == 0 { finals } else { 0.0 };
            draft = draft.final_use(code, good.domestic_final().column(k).to_owned(), imported);
        }
        for row in good.primary().rows() {
            let mut row: PrimaryRow = row.clone();
            if row.kind == PrimaryKind::ProductTax {
                row.by_final_use[1] += taxed;
                row.on_exports += exported;
            }
            draft = draft.primary_row(row);
        }
        world().divided(&jobs(draft).check().unwrap())
    };
    assert!(with(0.0, 0.0, 0.0).is_ok());
    let error = with(5.0, 0.0, 0.0).unwrap_err();
    assert_says(&error, &["imported `S3` → F2", ADVICE]);
    let error = with(0.0, 5.0, 0.0).unwrap_err();
    assert_says(&error, &["net taxes on products → F1", ADVICE]);
    let error = with(0.0, 0.0, 5.0).unwrap_err();
    assert_says(&error, &["net taxes on products → exports", ADVICE]);
}

#[test]
fn only_the_worst_of_many_cells_is_named_and_the_others_are_counted() {
    let divided = bent(|cells| {
        cells.primary[0] += &array![3.0, 4.0, 0.0, 0.0];
        cells.primary[1] -= &array![2.0, 4.0, 0.0, 0.0];
        cells.primary[2] -= &array![1.0, 0.0, 0.0, 0.0];
    });
    assert_says(&refused(&divided), &["in 5 cells", "tolerance"]);
}

/// Groups that trade what no cell of the world stands for.
#[test]
fn amounts_without_a_cell_are_refused_by_name() {
    let world = cancel::world();
    let mut flows = world.flows().to_owned();
    let mut finals = world.final_use().to_owned();
    // A sells nothing to B and buys nothing abroad
    flows[[0, 1]] = 0.0;
    finals[[0, 3]] = 0.0;
    for supplier in [1, 2] {
        let bought = flows[[supplier, 0]];
        flows[[supplier, 0]] = 0.0;
        finals[[supplier, 2 * supplier]] += bought;
    }
    let value_added = world.output().to_owned() - flows.sum_axis(ndarray::Axis(0));
    let producers = world.producers().clone();
    let world = leontief::table::WorldDraft::new(
        producers,
        world.final_uses().clone(),
        world.unit().clone(),
    )
    .flows(flows)
    .final_use(finals)
    .output(world.output().to_owned())
    .primary(PrimaryKind::UndividedValueAdded, value_added)
    .check()
    .unwrap();
    let nothing = cancel::divided([0.0, 0.0], [15.0, 5.0], [0.0, 0.0]);
    assert!(world.divided(&nothing).is_ok());
    let exporting = cancel::divided([2.0, -2.0], [15.0, 5.0], [0.0, 0.0]);
    let error = world.divided(&exporting).unwrap_err();
    assert!(error.is_table());
    assert_says(
        &error,
        &[
            "exports to B of A goods",
            "CN1 2, CN2 -2",
            "world.national(\"A\")",
        ],
    );
    let importing = cancel::divided([0.0, 0.0], [15.0, 5.0], [2.0, -2.0]);
    let error = world.divided(&importing).unwrap_err();
    assert!(error.is_table());
    assert_says(
        &error,
        &[
            "imported `goods` of A goods",
            "CN1 2, CN2 -2",
            "world.national(\"A\")",
        ],
    );
}

#[test]
fn a_split_of_another_year_does_not_enter() {
    let unit = Unit::new("USD", Scale::MILLIONS, 2013, PriceBasis::Basic);
    let world = world();
    let numbers = &mut Numbers::new(1);
    let own = own();
    let groups = Groups::full(&own, 2);
    let dice = Dice {
        world: &world,
        own: &own,
        groups,
        moved: 0.0,
    };
    let divided = dice.thrown(numbers).unwrap();
    assert!(world.divided(&divided).is_ok());
    let draft = NationalDraft::new(
        divided.producers().clone(),
        divided.products().clone(),
        unit,
    );
    let error = world.divided(&draft.check().unwrap()).unwrap_err();
    assert!(error.is_unit());
    assert_says(&error, &["2012", "2013"]);
}
