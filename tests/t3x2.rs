//! The worked case T3x2: three countries by two sectors, every published decomposition.

mod common;

use common::worlds::{t3x2, t3x2_case};
use common::{assert_close, vector};
use leontief::account::decompose::borin_mancini::STANDARD;
use leontief::account::decompose::{
    AbsorbedByImporter, Approach, BorinMancini, Imports, KoopmanWangWei, OwnFlow, WangWeiZhu,
};
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
        assert_eq!(all.identities.len(), 27);
        assert_eq!(all.rows.len(), 9 + 16 + 12 + 12 + 4 + 4);
    }
    for (from, to) in PAIRS {
        let flow = model.crosswalk(from, Some(to)).unwrap();
        assert_eq!(flow.identities.len(), 15);
    }
}

/// The figures of section "own case" of the methods: by pair in the order of [`PAIRS`], to the printed digits.
fn by_pair(ledger: &Ledger, term: &str) -> Vec<f64> {
    PAIRS
        .iter()
        .flat_map(|(from, to)| cell(ledger, from, to, term))
        .collect()
}

#[test]
fn value_added_absorbed_abroad_and_returned_by_source_and_sink() {
    let model = t3x2().model().unwrap();
    let standard = |approach| {
        let method = BorinMancini::Exporter(approach, Level::Bilateral);
        model
            .decompose(&method)
            .unwrap()
            .combined(&STANDARD)
            .unwrap()
    };
    let source = standard(Approach::Source);
    let vax = [
        35.776374, 22.110873, 32.242676, 36.629518, 8.396800, 21.986782,
    ];
    assert_close("VAX", by_pair(&source, "VAX"), vax, 1e-6);
    let returned = [3.102414, 1.232561, 3.327316, 4.930471, 0.679390, 2.408456];
    assert_close("REF", by_pair(&source, "REF"), returned, 1e-6);
    let sink = standard(Approach::Sink);
    let returned = [3.105151, 1.229824, 3.334179, 4.923608, 0.679696, 2.408151];
    assert_close("REF", by_pair(&sink, "REF"), returned, 1e-6);
    let direct = model
        .decompose(&AbsorbedByImporter(Level::Bilateral))
        .unwrap();
    let absorbed = [
        32.458855, 19.572123, 30.577529, 34.681171, 7.453772, 19.848935,
    ];
    assert_close("VAXIM", by_pair(&direct, "VAXIM"), absorbed, 1e-6);
}

#[test]
fn every_flow_on_its_own() {
    let model = t3x2().model().unwrap();
    let dva = |flow: OwnFlow| -> Vec<f64> {
        let terms = model.decompose(&flow).unwrap().combined(&STANDARD).unwrap();
        let dva = terms.term("DVA").unwrap();
        let mut rows: Vec<_> = dva.rows().collect();
        // pair by pair, sector by sector within
        rows.sort_by_key(|row| (row.exporter, row.importer));
        rows.iter().map(|row| row.value).collect()
    };
    let bilateral = [
        39.065632, 23.573459, 36.180626, 41.970182, 9.224500, 24.504665,
    ];
    assert_close("VAX-D", dva(OwnFlow::bilateral()), bilateral, 1e-6);
    let sectors = [
        27.743058, 34.910072, 35.310648, 42.810368, 17.453683, 16.345762,
    ];
    assert_close(
        "sector-exporter",
        dva(OwnFlow::sector_exporter()),
        sectors,
        1e-6,
    );
    let cells = [
        18.238088, 21.010658, 9.576870, 14.049028, 18.214532, 18.145946, 17.329336, 24.966101,
        4.226889, 5.017399, 13.295502, 11.397648,
    ];
    assert_close(
        "sector-bilateral",
        dva(OwnFlow::sector_bilateral()),
        cells,
        1e-6,
    );
}

#[test]
fn imports_by_origin() {
    let model = t3x2().model().unwrap();
    let imports = model
        .decompose(&Imports)
        .unwrap()
        .summed_over(&[Column::Sector]);
    let by_origin = |importer: &str, term: &str| -> Vec<f64> {
        let part = imports.importer(importer).unwrap().term(term).unwrap();
        part.rows().map(|row| row.value).collect()
    };
    let value_added = [
        [5.177328, 38.330937, 11.683093],
        [42.219576, 10.080606, 25.660397],
        [27.505387, 44.168400, 3.716247],
    ];
    let again = [
        [0.075710, 0.542806, 0.190126],
        [1.064132, 0.268051, 0.707238],
        [0.579922, 0.951943, 0.078101],
    ];
    for (k, importer) in ["A", "B", "C"].into_iter().enumerate() {
        assert_close("VA", by_origin(importer, "VA"), value_added[k], 1e-6);
        assert_close("DC", by_origin(importer, "DC"), again[k], 1e-6);
        let gross = imports.importer(importer).unwrap().total();
        assert_close("GIMP", [gross], [[56.0, 80.0, 77.0][k]], 1e-9);
    }
}
