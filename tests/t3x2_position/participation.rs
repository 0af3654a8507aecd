//! Participation, every definition.

use crate::common::assert_close;
use crate::common::worlds::t3x2;
use crate::naive::cases::ragged;
use crate::{by_country, defined, figures, model_of, naive, same, value_added};
use leontief::account::Level;
use leontief::account::decompose::borin_mancini::GVC;
use leontief::account::decompose::{Approach, BorinMancini, KoopmanWangWei};
use leontief::account::ledger::Column;
use leontief::account::position::{By, Direction};
use ndarray::{Array1, Axis as Dimension};

#[test]
fn participation_of_each_definition_by_country() {
    let model = t3x2().model().unwrap();
    let exports = [72.0, 93.0, 48.0];
    let over = |amounts: [f64; 3]| {
        let pairs = amounts.iter().zip(exports);
        pairs
            .map(|(amount, exports)| amount / exports)
            .collect::<Vec<f64>>()
    };
    // FC of the worked case
    let foreign = over([8.859715, 13.779148, 13.822071]);
    let kpww = model.participation_kpww(By::Country).unwrap();
    assert_close("KPWW_FV", figures(&kpww, "KPWW_FV"), foreign.clone(), 1e-7);
    let tiva = model.participation_tiva().unwrap();
    assert_close(
        "TiVA",
        figures(&tiva, "TiVA_backward"),
        foreign.clone(),
        1e-7,
    );

    let kww = model.participation_kww().unwrap();
    assert_close("KWW_VS", figures(&kww, "KWW_VS"), foreign, 1e-7);
    let expected = over([
        4.822059 + 2.386551,
        8.673870 + 2.678207,
        6.341800 + 4.584800,
    ]);
    assert_close("KWW_FVA", figures(&kww, "KWW_FVA"), expected, 1e-7);
    let expected = over([4.392444, 2.795698, 2.385781]);
    assert_close("KWW_IV", figures(&kww, "KWW_IV"), expected, 1e-7);

    // REII of the worked case is imported inputs in exports, FC + DDC is GVCB
    let hummels = model.participation_hummels(By::Country).unwrap();
    let expected = over([9.777778, 15.870018, 14.528571]);
    assert_close("VS", figures(&hummels, "HIY_VS"), expected.clone(), 1e-7);
    let bm = model.participation_borin_mancini(Level::Country).unwrap();
    assert_close("GVCB", figures(&bm, "GVCB"), expected, 1e-7);
    // PF of the tripartite decomposition is GVCF
    let expected = over([11.674227, 13.823410, 7.019632]);
    assert_close("GVCF", figures(&bm, "GVCF"), expected, 1e-7);
    let sum = Array1::from(figures(&bm, "GVCB")) + Array1::from(figures(&bm, "GVCF"));
    assert_close("GVC", figures(&bm, "GVC"), sum, 1e-12);
}

#[test]
fn participation_agrees_with_sums_written_out() {
    for case in [
        naive::cases::t3x2(),
        ragged(&[4, 2, 5, 0], 3),
        ragged(&[3, 1, 2], 2),
    ] {
        let model = model_of(&case);
        let blocks = case.blocks();
        let g = model.producers().countries().len();
        let others = |s: usize| (0..g).filter(move |r| *r != s);
        let by = case.b().dot(&case.y);
        let (mut vs, mut vs1, mut iv, mut forward) = (vec![], vec![], vec![], vec![]);
        for s in 0..g {
            let size = blocks.size(s);
            let mut imported = Array1::zeros(size);
            let (mut exported, mut passed) = (Array1::zeros(size), Array1::zeros(size));
            let mut abroad = 0.0;
            for r in others(s) {
                imported += &blocks.a[r][s].sum_axis(Dimension(0)).dot(&blocks.l[s]);
                exported += &blocks.a[s][r].dot(&blocks.l[r].dot(&blocks.exports[r]));
                for t in (0..case.g()).filter(|t| *t != s && *t != r) {
                    let made = case.part(&by.column(t).to_owned(), r);
                    passed += &blocks.a[s][r].dot(&made);
                }
                abroad += blocks.content(s, r).dot(&blocks.exports[r]);
            }
            let exports = &blocks.exports[s];
            let row = blocks.w[s].dot(&blocks.b[s][s]);
            vs.extend(&imported * exports / exports);
            vs1.extend(exported / exports);
            iv.extend(row * passed / exports);
            forward.push(abroad / exports.sum());
        }
        let hummels = model.participation_hummels(By::Producer).unwrap();
        same(
            "VS",
            &defined(&hummels, &model, "HIY_VS"),
            &Array1::from(vs),
        );
        same(
            "VS1",
            &defined(&hummels, &model, "HIY_VS1"),
            &Array1::from(vs1),
        );
        let kpww = model.participation_kpww(By::Producer).unwrap();
        same("IV", &defined(&kpww, &model, "KPWW_IV"), &Array1::from(iv));
        let sum = Array1::from(figures(&kpww, "KPWW_FV")) + Array1::from(figures(&kpww, "KPWW_IV"));
        assert_close("KPWW", figures(&kpww, "KPWW_participation"), sum, 1e-12);
        let position = model.position_kpww(By::Country).unwrap();
        let kpww = model.participation_kpww(By::Country).unwrap();
        let pairs = figures(&kpww, "KPWW_IV")
            .into_iter()
            .zip(figures(&kpww, "KPWW_FV"));
        let expected = pairs.map(|(iv, fv)| (1.0 + iv).ln() - (1.0 + fv).ln());
        assert_close(
            "position",
            figures(&position, "KPWW_position"),
            expected,
            1e-12,
        );
        let tiva = model.participation_tiva().unwrap();
        assert_close("TiVA", figures(&tiva, "TiVA_forward"), forward, 1e-10);
    }
}

#[test]
fn participation_of_wang_wei_yu_zhu_and_of_borin_and_mancini_meet_in_complex_chains() {
    let model = t3x2().model().unwrap();
    let added = value_added(&model);
    let index = model
        .participation_wang_wei_yu_zhu(&added, By::Country)
        .unwrap();
    let expected = [
        (16.871228 + 11.674227) / 140.0,
        (15.299070 + 13.823410) / 210.0,
        (11.118463 + 7.019632) / 67.0,
    ];
    assert_close("forward", figures(&index, "WWYZ_forward"), expected, 1e-8);
    let finals = model.table().absorption().sum_axis(Dimension(1));
    let finals = [0, 2, 4].map(|i| finals[i] + finals[i + 1]);
    let expected = [
        (9.707065 + 7.838390) / finals[0],
        (21.354681 + 15.767799) / finals[1],
        (12.227015 + 8.911080) / finals[2],
    ];
    assert_close("backward", figures(&index, "WWYZ_backward"), expected, 1e-8);

    let forward = model
        .production_by_kind(Direction::Forward, &added)
        .unwrap();
    let method = BorinMancini::Exporter(Approach::Source, Level::Country);
    let gvc = model.decompose(&method).unwrap().combined(&GVC).unwrap();
    assert_close(
        "GVCF",
        figures(&gvc, "GVCF"),
        by_country(&forward, "C"),
        1e-10,
    );

    let parts = |end: &str| -> Array1<f64> {
        ["simple", "complex"]
            .map(|kind| Array1::from(figures(&index, &format!("WWYZ_{end}_{kind}"))))
            .into_iter()
            .fold(Array1::zeros(3), |sum, part| sum + part)
    };
    assert_close(
        "sum",
        figures(&index, "WWYZ_forward"),
        parts("forward"),
        1e-12,
    );
    assert_close(
        "sum",
        figures(&index, "WWYZ_backward"),
        parts("backward"),
        1e-12,
    );
}

#[test]
fn shares_of_a_ledger_leave_out_what_has_nothing_below() {
    let model = model_of(&ragged(&[3, 1, 2], 2));
    let method = BorinMancini::Exporter(Approach::Source, Level::SectorBilateral);
    let terms = model.decompose(&method).unwrap();
    let shares = terms.shares(&GVC).unwrap();
    let flows = terms.summed_over(&[Column::Term]);
    let flowing = flows.rows().filter(|row| row.value != 0.0).count();
    assert_eq!(shares.rows().count(), 3 * flowing);
    assert!(flowing < flows.rows().count());
    assert!(
        terms
            .shares(&[(GVC[0].0, &["nothing"])])
            .unwrap_err()
            .is_label()
    );
    let kww = model.decompose(&KoopmanWangWei::default()).unwrap();
    assert_eq!(kww.shares(&[]).unwrap().rows().count(), 0);
}

#[test]
fn vertical_specialisation_is_not_below_foreign_value_added() {
    let model = t3x2().model().unwrap();
    let hummels = model.participation_hummels(By::Producer).unwrap();
    let kpww = model.participation_kpww(By::Producer).unwrap();
    let (vs, foreign) = (figures(&hummels, "HIY_VS"), figures(&kpww, "KPWW_FV"));
    assert!(vs.iter().zip(&foreign).all(|(vs, foreign)| vs >= foreign));
    // what is not foreign is domestic
    let blocks = naive::cases::t3x2().blocks();
    let domestic = (0..3).flat_map(|s| blocks.w[s].dot(&blocks.b[s][s]));
    assert_close("FV", foreign, domestic.map(|b| 1.0 - b), 1e-12);
    // GVCB by exporting sector
    let bm = model.participation_borin_mancini(Level::Sector).unwrap();
    assert_close("VS", vs, figures(&bm, "GVCB"), 1e-12);
}
