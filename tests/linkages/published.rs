//! A published table of six regions.

use leontief::account::Level;
use leontief::account::ledger::Seller;
use leontief::account::linkages::{Extraction, Tariffs};
use leontief::model::Measure;
use ndarray::Axis as Dimension;

use crate::common::assert_close;
use crate::extraction::left;
use crate::tariffs::rates_by_user;
use crate::written::{Written, column};

#[test]
fn linkages_of_a_published_table_are_those_of_its_written_out_system() {
    let folder = format!("{}/data/wiod13-6region/2008", env!("CARGO_MANIFEST_DIR"));
    let table = leontief::read::world_csv(folder).unwrap().check().unwrap();
    let model = table.model().unwrap();
    let (economy, written) = (model.linkages(), Written::of(&table));
    let value_added = economy.weights(&Measure::ValueAdded).unwrap();
    let rates = value_added.rates();
    let each = economy.extraction_of_each(&value_added).unwrap();
    // the electronics industry of China
    let sector = economy
        .positions(&Seller {
            sector: Some("c14".to_owned()),
            ..Seller::country("CHN")
        })
        .unwrap();
    let at = sector[0].get();
    for kind in Extraction::ALL {
        let lost = (&written.x - &left(&written, &[at], kind)) * rates;
        let tolerance = 1e-9 * written.x[at];
        let found = economy.extraction(&sector, kind, &value_added).unwrap();
        assert_close(
            kind.term().code,
            column(&found, kind.term().code),
            lost.clone(),
            tolerance,
        );
        let all = each
            .losses()
            .exporter("CHN")
            .unwrap()
            .sector("c14")
            .unwrap();
        let all = all.term(kind.term().code).unwrap().value().unwrap();
        assert_close(kind.term().code, [all], [lost.sum()], 100.0 * tolerance);
    }
    // a quarter on everything that the United States buy in China
    let tariffs = Tariffs::none(&table).flat("USA", "CHN", 0.25).unwrap();
    let effects = model.tariffs(&tariffs).unwrap();
    let tau = rates_by_user(&model, &tariffs);
    let expected = (&tau * &written.a).sum_axis(Dimension(0)).dot(&written.b());
    assert_close("prices", effects.prices().price().to_vec(), expected, 1e-13);
    let bill = effects.bill().unwrap();
    let exports = table.exports();
    let usa = table.countries().at("USA").unwrap().get();
    let china = table.range(table.countries().at("CHN").unwrap());
    let sold: f64 = china.map(|i| exports[[i, usa]]).sum();
    assert_close("bill", [bill.total()], [0.25 * sold], 1e-9 * sold);
    let effective = effects.on_value_added(Level::Bilateral).unwrap();
    let effective = effective.exporter("CHN").unwrap().importer("USA").unwrap();
    let rate = effective.term("RATE_DVA").unwrap().value().unwrap();
    assert!((0.25..0.45).contains(&rate), "{rate}");
}
