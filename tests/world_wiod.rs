//! The full tables of WIOD's 2013 release (41 economies × 35 industries), where they are at hand.
//!
//! The tables are not part of this repository. They are looked for in the folder named by `LEONTIEF_RAW_DATA`, or else in
//! `../shared/data/raw` beside the repository; without them the test prints one line and passes.

mod common;
#[path = "common/raw.rs"]
mod raw;
#[path = "common/wiod13.rs"]
mod wiod13;

use common::assert_close;
use leontief::account::decompose::{
    Approach, BorinMancini, KoopmanWangWei, LosTimmerDeVries, WangWeiZhu, borin_mancini::STANDARD,
};
use leontief::account::ledger::Column;
use leontief::account::{Level, Scope};
use leontief::model::{Unallocated, WorldOptions};
use wiod13::table;

#[test]
fn china_and_the_united_states_in_2011() {
    let Some(folder) = raw::folder("wiod2013-full") else {
        return;
    };
    let table = table(&folder, 2011);
    let as_published = WorldOptions::default().unallocated(Unallocated::Ignored);
    let dropped = "sales without output dropped: LUX c5 (1), LUX c8 (1)";
    assert_eq!(table.provenance().steps()[0], dropped);
    let model = table.model_with(as_published).unwrap();
    let balance = model.balance_between("CHN", "USA").unwrap();
    let figure = |term: &str| balance.term(term).unwrap().value().unwrap();
    assert_close("gross", [figure("GROSS_BALANCE")], [237_509.0], 0.5);
    assert_close("VAX", [figure("VAX_BALANCE")], [196_218.0], 0.5);
}

#[test]
fn decompositions_of_the_full_table_agree() {
    let Some(folder) = raw::folder("wiod2013-full") else {
        return;
    };
    let model = table(&folder, 2011).model().unwrap();
    let scope = Scope::everything();
    let bm = |approach| {
        let method = BorinMancini::Exporter(approach, Level::Country);
        let terms = model.decompose_some(&method, &scope).unwrap();
        terms.combined(&STANDARD).unwrap()
    };
    let (source, sink) = (bm(Approach::Source), bm(Approach::Sink));
    let extraction = model.decompose(&LosTimmerDeVries).unwrap();
    let kww = model.decompose(&KoopmanWangWei::default()).unwrap();
    let wwz = model.decompose(&WangWeiZhu(Level::Country)).unwrap();
    let world = |approach| model.decompose(&BorinMancini::World(approach)).unwrap();
    let totals = [Approach::Source, Approach::Sink].map(|a| world(a).term("FVA").unwrap().total());
    assert_close("world FVA", [totals[0]], [totals[1]], 1e-9 * totals[0]);
    for country in model.countries().codes() {
        let of = |ledger: &leontief::account::Ledger, term: &str| {
            ledger
                .exporter(country)
                .unwrap()
                .term(term)
                .unwrap()
                .value()
                .unwrap()
        };
        let dva = extraction
            .exporter(country)
            .unwrap()
            .summed_over(&[Column::Sector])
            .total();
        let tolerance = 1e-9 * dva;
        assert_close(
            country,
            [of(&source, "DVA"), of(&sink, "DVA")],
            [dva, dva],
            tolerance,
        );
        let exports = wwz.exporter(country).unwrap().total();
        assert_close(
            country,
            [kww.exporter(country).unwrap().total()],
            [exports],
            tolerance,
        );
    }
    for country in ["CHN", "USA", "LUX"] {
        let crosswalk = model.crosswalk(country, None).unwrap();
        let exports = wwz.exporter(country).unwrap().total();
        assert_close(country, [crosswalk.exports], [exports], 1e-9 * exports);
    }
}
