//! What must hold between methods.

use leontief::account::decompose::borin_mancini::STANDARD;
use leontief::account::decompose::{
    AbsorbedByImporter, Approach, BorinMancini, Extraction, Imports, KoopmanWangWei,
    LosTimmerDeVries, MiroudotYe, OwnFlow, WangWeiZhu,
};
use leontief::account::ledger::Column;
use leontief::account::{Ledger, Level, Scope};
use leontief::model::{Measure, WorldModel};
use leontief::table::{ValueAddedConcept, WorldTable};
use proptest::prelude::*;

use crate::compare::{Figures, assert_figures, figures};
use crate::numbers::Raw;
use crate::own_flows::pairs_of;
use crate::tables::{Primary, Shape, any_shape, cases, divided_shape, undivided_shape};

const MOST: usize = 14;

/// One term of a ledger by country.
fn by_country(ledger: &Ledger, term: &str) -> Figures {
    let one = ledger.term(term).unwrap();
    let over = [Column::Group, Column::Sector, Column::Importer];
    let figures = figures(&one.summed_over(&over)).into_iter();
    figures
        .map(|(mut key, value)| {
            key[5] = None;
            (key, value)
        })
        .collect()
}

fn standard(model: &WorldModel, approach: Approach, level: Level) -> Ledger {
    let method = BorinMancini::Exporter(approach, level);
    let terms = model.decompose(&method).unwrap();
    terms.combined(&STANDARD).unwrap()
}

/// Domestic value added of all exports of a country by extraction.
fn extracted(model: &WorldModel, extraction: &Extraction, origin: &str) -> f64 {
    let terms = model.decompose(extraction).unwrap();
    let loss = terms.term("LOSS").unwrap().origin(origin).unwrap();
    loss.value().unwrap()
}

/// Domestic value added of every method and of extraction.
fn assert_same_domestic_value_added(raw: &Raw, table: &WorldTable) {
    let model = table.model().unwrap();
    let expected = by_country(&model.decompose(&LosTimmerDeVries).unwrap(), "DVA");
    let mut found = vec![
        (
            "my country",
            by_country(
                &model
                    .decompose(&MiroudotYe::Country(Level::Sector))
                    .unwrap(),
                "DVA",
            ),
        ),
        (
            "my world",
            by_country(
                &model
                    .decompose(&MiroudotYe::World(Level::Bilateral))
                    .unwrap(),
                "DVA",
            ),
        ),
    ];
    for level in Level::ALL {
        found.push((
            "source",
            by_country(&standard(&model, Approach::Source, level), "DVA"),
        ));
        found.push((
            "sink",
            by_country(&standard(&model, Approach::Sink, level), "DVA"),
        ));
    }
    let mut cut = Figures::new();
    let mut alone = Figures::new();
    for key in expected.keys() {
        let code = key[0].as_deref().unwrap();
        let extraction = Extraction::exports_of([code]);
        cut.insert(key.clone(), extracted(&model, &extraction, code));
        let national = table.national(code).unwrap().model().unwrap();
        let exports = national.table().exports();
        let content = national.measure(&Measure::ValueAdded, exports).unwrap();
        alone.insert(key.clone(), content.total());
    }
    found.push(("extraction", cut));
    found.push(("national table", alone));
    for (what, found) in found {
        assert_figures(what, &found, &expected, raw.tolerance());
    }
}

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn domestic_value_added_of_countries_is_the_same_in_every_method(shape in any_shape(MOST)) {
        let raw = shape.raw();
        assert_same_domestic_value_added(&raw, &raw.table());
    }

    #[test]
    fn domestic_value_added_of_groups_of_countries_is_the_same_in_every_method(
        shape in undivided_shape(3, MOST), members in 2..=4_usize,
    ) {
        let raw = shape.raw();
        let producing = raw.producing().len();
        let members: Vec<&str> = (0..members.min(producing))
            .map(|k| raw.countries[producing - 1 - k].as_str())
            .collect();
        let merged = raw.table().merged("EU", &members).unwrap();
        assert_same_domestic_value_added(&raw, &merged);
    }

    #[test]
    fn domestic_value_added_of_groups_of_sectors_is_what_their_extraction_loses(
        shape in any_shape(MOST),
    ) {
        let raw = shape.raw();
        let table = raw.table();
        let model = table.model().unwrap();
        let pairs = pairs_of(&table.sectors());
        let method = OwnFlow {
            sellers: leontief::account::decompose::Sellers::SectorGroups(pairs.clone()),
            buyers: leontief::account::decompose::Buyers::All,
        };
        let terms = model.decompose(&method).unwrap().combined(&STANDARD).unwrap();
        for row in terms.term("DVA").unwrap().rows() {
            let (country, pair) = (row.exporter.unwrap(), row.sector.unwrap());
            let sectors = pairs.members(pairs.target().at(pair).unwrap());
            let extraction = Extraction::exports_of([country]).of_sectors(sectors);
            let lost = extracted(&model, &extraction, country);
            prop_assert!((row.value - lost).abs() <= raw.tolerance(), "{row:?} {lost}");
        }
    }

    #[test]
    fn own_flows_lose_what_their_extraction_loses(shape in divided_shape(MOST)) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        let terms = model.decompose(&OwnFlow::bilateral()).unwrap();
        for row in terms.combined(&STANDARD).unwrap().term("DVA").unwrap().rows() {
            let (country, partner) = (row.exporter.unwrap(), row.importer.unwrap());
            let extraction = Extraction::exports_of([country]).to([partner]);
            let lost = extracted(&model, &extraction, country);
            prop_assert!((row.value - lost).abs() <= raw.tolerance(), "{row:?} {lost}");
        }
        let groups = OwnFlow {
            sellers: leontief::account::decompose::Sellers::Groups,
            buyers: leontief::account::decompose::Buyers::All,
        };
        let terms = model.decompose(&groups).unwrap().exporter("C1").unwrap();
        for row in terms.combined(&STANDARD).unwrap().term("DVA").unwrap().rows() {
            let extraction = Extraction::exports_of(["C1"]).of_groups([row.group.unwrap()]);
            let lost = extracted(&model, &extraction, "C1");
            prop_assert!((row.value - lost).abs() <= raw.tolerance(), "{row:?} {lost}");
        }
    }

    #[test]
    fn the_groups_of_the_crosswalk_are_the_nine_terms(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        for level in Level::ALL {
            let sixteen = model.decompose(&WangWeiZhu(level)).unwrap();
            let nine = model.decompose(&KoopmanWangWei(level)).unwrap();
            let groups: [(&[&str], &[&str]); 7] = [
                (&["DVA_FIN"], &["KWW1"]),
                (
                    &["DVA_INT", "DVA_INTrexI1", "DVA_INTrexF", "DVA_INTrexI2"],
                    &["KWW2", "KWW3"],
                ),
                (&["RDV_FIN", "RDV_FIN2"], &["KWW4"]),
                (&["RDV_INT"], &["KWW5"]),
                (&["DDC_FIN", "DDC_INT"], &["KWW6"]),
                (&["OVA_FIN", "MVA_FIN", "OVA_INT", "MVA_INT"], &["KWW7", "KWW8"]),
                (&["ODC", "MDC"], &["KWW9"]),
            ];
            for (sixteenths, ninths) in groups {
                let sum = |ledger: &Ledger, terms: &[&str]| {
                    let selected = ledger.select(Column::Term, terms).unwrap();
                    figures(&selected.summed_over(&[Column::Term]))
                };
                let (found, expected) = (sum(&sixteen, sixteenths), sum(&nine, ninths));
                assert_figures("crosswalk", &found, &expected, raw.tolerance());
            }
        }
    }

    #[test]
    fn components_of_value_added_add_up_in_every_term(shape in any_shape(MOST)) {
        let rows = Primary::Rows(ValueAddedConcept::AllPrimaryInputs);
        let raw = Shape { primary: rows, ..shape }.exact().raw();
        let model = raw.table().model().unwrap();
        let method = BorinMancini::Exporter(Approach::Sink, Level::SectorBilateral);
        let mut sums = Figures::new();
        for (kind, ..) in &raw.primary {
            let weights = model.weights(&Measure::Component(*kind)).unwrap();
            let scope = Scope::everything().weights(weights);
            for (key, value) in figures(&model.decompose_some(&method, &scope).unwrap()) {
                *sums.entry(key).or_insert(0.0) += value;
            }
        }
        let all = figures(&model.decompose(&method).unwrap());
        assert_figures("components", &sums, &all, raw.tolerance());
    }

    #[test]
    fn source_and_sink_have_the_same_content_in_every_cell(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        let level = Level::SectorBilateral;
        let source = standard(&model, Approach::Source, level);
        let sink = standard(&model, Approach::Sink, level);
        for term in ["DC", "FC"] {
            let found = figures(&sink.term(term).unwrap());
            let expected = figures(&source.term(term).unwrap());
            assert_figures(term, &found, &expected, raw.tolerance());
        }
        for term in ["DVA", "VAX", "REF", "DDC", "FVA", "FDC"] {
            let (found, expected) = (by_country(&sink, term), by_country(&source, term));
            assert_figures(term, &found, &expected, raw.tolerance());
        }
    }

    #[test]
    fn foreign_value_added_of_the_world_is_the_same_by_source_and_sink(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        let [source, sink] = [Approach::Source, Approach::Sink].map(|approach| {
            let terms = model.decompose(&BorinMancini::World(approach)).unwrap();
            terms.term("FVA").unwrap().total()
        });
        let crossed = model.decompose(&MiroudotYe::World(Level::Country)).unwrap();
        let crossed = crossed.term("FDC1").unwrap().total();
        prop_assert!((source - sink).abs() <= raw.tolerance() * 10.0, "{source} {sink}");
        prop_assert!((source - crossed).abs() <= raw.tolerance() * 10.0, "{source} {crossed}");
    }

    #[test]
    fn what_is_absorbed_directly_is_part_of_what_is_absorbed(shape in any_shape(MOST)) {
        let raw = shape.non_negative().raw();
        let model = raw.table().model().unwrap();
        let level = Level::SectorBilateral;
        let direct = figures(&standard(&model, Approach::Source, level).term("DAVAX").unwrap());
        let importer = model.decompose(&AbsorbedByImporter(level)).unwrap();
        let importer = figures(&importer.term("VAXIM").unwrap());
        let abroad = figures(&standard(&model, Approach::Sink, level).term("VAX").unwrap());
        for ((direct, importer), (key, abroad)) in direct.values().zip(importer.values()).zip(&abroad) {
            prop_assert!(*direct <= importer + raw.tolerance(), "{key:?}");
            prop_assert!(*importer <= abroad + raw.tolerance(), "{key:?}");
        }
    }

    #[test]
    fn no_method_finds_less_foreign_value_added_than_the_nine_terms(shape in any_shape(MOST)) {
        let raw = shape.non_negative().raw();
        let model = raw.table().model().unwrap();
        let nine = model.decompose(&KoopmanWangWei::default()).unwrap();
        let nine = nine.select(Column::Term, &["KWW7", "KWW8"]).unwrap();
        let least = figures(&nine.summed_over(&[Column::Term]));
        let world = model.decompose(&BorinMancini::World(Approach::Sink)).unwrap();
        let world = figures(&world.term("FVA").unwrap());
        let most = standard(&model, Approach::Source, Level::Country);
        let most = figures(&most.term("FVA").unwrap());
        for ((least, world), (key, most)) in least.values().zip(world.values()).zip(&most) {
            prop_assert!(*least <= world + raw.tolerance(), "{key:?}");
            prop_assert!(*world <= most + raw.tolerance(), "{key:?}");
        }
    }

    #[test]
    fn the_world_loses_what_a_country_imports_once(shape in any_shape(MOST)) {
        let raw = shape.raw();
        let model = raw.table().model().unwrap();
        let imports = model.decompose(&Imports).unwrap().term("VA").unwrap();
        for r in 0..raw.g() {
            let importer = raw.countries[r].as_str();
            let others = raw.producing().into_iter().filter(|s| *s != r);
            let others: Vec<&str> = others.map(|s| raw.countries[s].as_str()).collect();
            if others.is_empty() {
                continue;
            }
            let extraction = Extraction::exports_of(others).to([importer]);
            let by_origin = [Column::Group, Column::Sector];
            let found = imports.importer(importer).unwrap().summed_over(&by_origin);
            for row in found.rows() {
                let origin = row.exporter.unwrap();
                let lost = extracted(&model, &extraction, origin);
                prop_assert!((row.value - lost).abs() <= raw.tolerance(), "{row:?} {lost}");
            }
        }
    }
}
