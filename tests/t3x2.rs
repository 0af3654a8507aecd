//! The worked case T3x2: three countries by two sectors, every published decomposition.

mod common;

use common::worlds::{t3x2, t3x2_case};
use common::{assert_close, vector};
use leontief::account::decompose::borin_mancini::STANDARD;
use leontief::account::decompose::{Approach, BorinMancini, KoopmanWangWei, WangWeiZhu};
use leontief::account::ledger::Column;
use leontief::account::{Ledger, Level};

const PAIRS: [(&str, &str); 6] = [
    ("A", "B"),
    ("A", "C"),
    ("B", "A"),
    ("B", "C"),
    ("C", "A"),
    ("C", "B"),
];

fn cell(ledger: &Ledger, from: &str, to: &str, term: &str) -> Vec<f64> {
    let part = ledger
        .exporter(from)
        .unwrap()
        .importer(to)
        .unwrap()
        .term(term)
        .unwrap();
    part.rows().map(|row| row.value).collect()
}

#[test]
fn the_sixteen_terms_of_wang_wei_zhu_by_sector() {
    let terms = t3x2()
        .model()
        .unwrap()
        .decompose(&WangWeiZhu::default())
        .unwrap();
    let case = t3x2_case();
    for (from, to) in PAIRS {
        let expected = &case["expected"]["wwz_by_sector"][format!("{from}->{to}")];
        for term in terms.terms() {
            let found = cell(&terms, from, to, term.code);
            assert_close(term.code, found, vector(&expected[term.code]), 1e-9);
        }
    }
}

#[test]
fn the_nine_terms_of_koopman_wang_wei_by_country() {
    let terms = t3x2()
        .model()
        .unwrap()
        .decompose(&KoopmanWangWei::default())
        .unwrap();
    for country in ["A", "B", "C"] {
        let found = terms.exporter(country).unwrap();
        let found = found.rows().map(|row| row.value);
        let expected = vector(&t3x2_case()["expected"]["kww"][country]);
        assert_close(country, found, expected, 1e-9);
    }
}

#[test]
fn borin_and_mancini_by_source_and_sink() {
    let model = t3x2().model().unwrap();
    let case = t3x2_case();
    for (approach, name) in [(Approach::Source, "source"), (Approach::Sink, "sink")] {
        let method = BorinMancini::Exporter(approach, Level::Bilateral);
        let standard = model
            .decompose(&method)
            .unwrap()
            .combined(&STANDARD)
            .unwrap();
        for (from, to) in PAIRS {
            let expected = &case["expected"]["borin_mancini"][format!("{from}->{to}")];
            for term in ["DVA", "DDC", "FVA", "FDC"] {
                let found = cell(&standard, from, to, term);
                assert_close(term, found, [expected[name][term].as_f64().unwrap()], 1e-9);
            }
            if approach == Approach::Source {
                let found = cell(&standard, from, to, "DAVAX");
                assert_close("DAVAX", found, [expected["DAVAX"].as_f64().unwrap()], 1e-9);
            }
        }
        let countries = standard.summed_over(&[Column::Importer]);
        for country in ["A", "B", "C"] {
            let expected = &case["expected"]["borin_mancini_country"][country];
            for term in ["DC", "DVA", "VAX", "REF", "DDC", "FC", "FVA", "FDC"] {
                let found = countries
                    .exporter(country)
                    .unwrap()
                    .term(term)
                    .unwrap()
                    .value()
                    .unwrap();
                assert_close(term, [found], [expected[term].as_f64().unwrap()], 1e-9);
            }
        }
    }
}

#[test]
fn the_world_perimeter_counts_foreign_value_added_once() {
    let model = t3x2().model().unwrap();
    for (approach, expected) in [
        (Approach::Source, [7.765652, 12.486589, 12.265028]),
        (Approach::Sink, [7.965709, 12.296714, 12.254845]),
    ] {
        let terms = model.decompose(&BorinMancini::World(approach)).unwrap();
        let found = terms.term("FVA").unwrap();
        assert_close("FVA", found.rows().map(|row| row.value), expected, 1e-6);
    }
}

#[test]
fn the_crosswalk_checks_every_identity_between_methods() {
    let model = t3x2().model().unwrap();
    for exporter in ["A", "B", "C"] {
        let all = model.crosswalk(exporter, None).unwrap();
        assert_eq!(all.identities.len(), 26);
        assert_eq!(all.rows.len(), 9 + 16 + 12 + 12 + 4 + 4);
    }
    for (from, to) in PAIRS {
        let flow = model.crosswalk(from, Some(to)).unwrap();
        assert_eq!(flow.identities.len(), 15);
    }
}
