//! Corrections of trade: freight and insurance, trade and transport margins, re-exports.

use leontief::build::{MarginIndustries, ReExportRecord, cif_to_fob, fob_to_basic};
use leontief::label::{Axis, Producers, TradeKind};
use leontief::table::Exports;
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array1, array};
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::{Numbers, cases};

fn producers() -> Producers {
    Producers::whole("CHN", &Axis::new(["C26", "G46", "H49", "H50"]).unwrap()).unwrap()
}

/// Every kind of trade of every producer, at these prices.
fn exports(prices: PriceBasis, seed: u64) -> Exports {
    let numbers = &mut Numbers::new(seed);
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, prices);
    TradeKind::ALL
        .into_iter()
        .fold(Exports::new(&producers(), unit), |exports, kind| {
            exports
                .with("USA", kind, numbers.vector(4, 0.0, 1000.0))
                .unwrap()
        })
}

fn is_merchandise(kind: TradeKind) -> bool {
    matches!(kind, TradeKind::Goods | TradeKind::ReExports)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn freight_and_insurance_leave_goods_and_never_services(seed: u64, rate in 0.0..0.5_f64) {
        let cif = exports(PriceBasis::Cif, seed);
        let fob = cif_to_fob(&cif, rate).unwrap();
        prop_assert_eq!(fob.unit(), &cif.unit().at(PriceBasis::Fob));
        for (flow, before) in fob.flows().iter().zip(cif.flows()) {
            let factor = if is_merchandise(flow.kind()) { 1.0 + rate } else { 1.0 };
            let again = flow.amounts().mapv(|amount| amount * factor);
            // two roundings
            assert_close("CIF", again, before.amounts().to_owned(), 4.0 * f64::EPSILON * 1000.0);
        }
    }

    #[test]
    fn margins_move_between_industries_and_the_total_stands(seed: u64) {
        let fob = exports(PriceBasis::Fob, seed);
        let rates = Numbers::new(seed ^ 1).vector(4, 0.0, 0.5);
        let margins = MarginIndustries::new(&producers(), &[("G46", 0.7), ("H49", 0.3)]).unwrap();
        let basic = fob_to_basic(&fob, &rates, &margins).unwrap();
        prop_assert_eq!(basic.unit(), &fob.unit().at(PriceBasis::Basic));
        for (flow, before) in basic.flows().iter().zip(fob.flows()) {
            assert_close("total", [flow.total()], [before.total()], 1e-12 * 1000.0);
            let earned = if is_merchandise(flow.kind()) {
                before.amounts().dot(&rates)
            } else {
                0.0
            };
            for (j, share) in [0.0, 0.7, 0.3, 0.0].into_iter().enumerate() {
                let left = if is_merchandise(flow.kind()) { 1.0 - rates[j] } else { 1.0 };
                let expected = left * before.amounts()[j] + share * earned;
                assert_close("industry", [flow.amounts()[j]], [expected], 1e-12 * 1000.0);
            }
        }
    }

    #[test]
    fn value_at_origin_and_mark_up_make_the_value_of_re_exports(
        value in 0.0..1e6_f64, rate in 0.0..0.6_f64,
    ) {
        let record = ReExportRecord::new(value, rate).unwrap();
        let sum = record.value_at_origin() + record.mark_up();
        assert_close("value", [sum], [value], 2.0 * f64::EPSILON * value);
        let mark_up = record.value_at_origin() * rate;
        assert_close("mark-up", [record.mark_up()], [mark_up], 4.0 * f64::EPSILON * value);
    }

    #[test]
    fn re_exports_go_to_producers_by_the_mix(
        seed: u64, value in 1.0..1e6_f64, rate in 0.0..0.6_f64,
    ) {
        let direct = exports(PriceBasis::Fob, seed).of(TradeKind::Goods);
        let mut mix = Numbers::new(seed ^ 2).vector(4, 0.0, 5.0);
        mix[3] = 0.0;
        let record = ReExportRecord::new(value, rate).unwrap();
        let all = record.added_to(direct.clone(), "USA", &mix).unwrap();
        prop_assert_eq!(all.of(TradeKind::Goods), direct);
        let added = all.of(TradeKind::ReExports).by_producer();
        let expected = &mix * (record.value_at_origin() / mix.sum());
        assert_close("by mix", added.to_vec(), expected, 1e-14 * value);
        assert_close("total", [added.sum()], [record.value_at_origin()], 1e-14 * value);
        prop_assert_eq!(added[3], 0.0);
    }
}

#[test]
fn re_exports_of_two_places_add_up() {
    let [first, second] = [(110.0, 0.1), (60.0, 0.2)]
        .map(|(value, mark_up)| ReExportRecord::new(value, mark_up).unwrap());
    let none = Exports::new(
        &producers(),
        Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Fob),
    );
    let mix = Array1::ones(4);
    let once = first.added_to(none, "USA", &mix).unwrap();
    let twice = second.added_to(once, "USA", &mix).unwrap();
    assert_eq!(twice.flows().len(), 1);
    assert_close(
        "sum",
        twice.by_producer(),
        array![37.5, 37.5, 37.5, 37.5],
        1e-13,
    );
}

#[test]
fn a_price_basis_that_does_not_fit_is_refused() {
    let fob = exports(PriceBasis::Fob, 1);
    let error = cif_to_fob(&fob, 0.1).unwrap_err();
    assert!(error.is_unit());
    assert_eq!(
        error.to_string(),
        "the exports are on another price basis; expected CIF; found FOB"
    );
    let margins = MarginIndustries::new(&producers(), &[("G46", 1.0)]).unwrap();
    let error =
        fob_to_basic(&exports(PriceBasis::Basic, 1), &Array1::zeros(4), &margins).unwrap_err();
    assert!(error.is_unit());
    assert_eq!(
        error.to_string(),
        "the exports are on another price basis; expected FOB; found basic prices"
    );
}
