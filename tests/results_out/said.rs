//! Every result says which table it is from and what it covers.

use leontief::account::decompose::{
    Approach, BorinMancini, ContentByOrigin, JohnsonNoguera, KoopmanWangWei, WangWeiZhu,
};
use leontief::account::ledger::About;
use leontief::account::position::{By, Direction, Inventories, Trade};
use leontief::account::{Level, Scope};
use leontief::model::{Measure, WorldModel};
use leontief::table::TableLabel;

use crate::results::{balance, exports, model, pivot};

/// What all results of a model say of themselves.
fn all(model: &WorldModel) -> Vec<About> {
    let level = Level::SectorBilateral;
    let by = By::Producer;
    let added = model.weights(&Measure::ValueAdded).unwrap();
    let said = |about: &About| about.clone();
    let linkages = model.linkages();
    let income = model.global_income().unwrap();
    vec![
        said(model.decompose(&WangWeiZhu(level)).unwrap().about()),
        said(model.decompose(&KoopmanWangWei(level)).unwrap().about()),
        said(model.decompose(&JohnsonNoguera(level)).unwrap().about()),
        said(model.decompose(&ContentByOrigin(level)).unwrap().about()),
        said(
            model
                .decompose(&BorinMancini::World(Approach::Sink))
                .unwrap()
                .about(),
        ),
        said(
            model
                .upstreamness(Inventories::Ignored, by)
                .unwrap()
                .about(),
        ),
        said(model.value_added_ratio(by).unwrap().about()),
        said(model.participation_kpww(by).unwrap().about()),
        said(model.production_lengths(&added, by).unwrap().about()),
        said(
            model
                .production_by_kind(Direction::Forward, &added)
                .unwrap()
                .about(),
        ),
        said(model.propagation_between_countries().unwrap().about()),
        said(
            model
                .all_propagation_lengths()
                .unwrap()
                .of_user(0)
                .unwrap()
                .about(),
        ),
        said(model.revealed_advantage(Trade::Gross).unwrap().about()),
        said(model.accounts(&Measure::ValueAdded).unwrap().about()),
        said(model.bilateral_balances().unwrap().about()),
        said(model.income_balances().unwrap().about()),
        said(model.income_in_exports(level).unwrap().about()),
        said(model.income_ratios(level).unwrap().about()),
        said(model.income_accounts().unwrap().ledger().about()),
        said(income.about()),
        said(income.by_host().unwrap().about()),
        said(income.three_ways().unwrap().about()),
        said(model.income_by_producer("A").unwrap().about()),
        said(linkages.dispersion().unwrap().about()),
        said(linkages.multipliers(&added).unwrap().amounts().about()),
    ]
}

#[test]
fn results_of_a_world_table_name_it_with_its_fingerprint() {
    let model = model();
    for about in all(&model) {
        assert_eq!(about.tables, [model.table().label()], "{}", about.method);
        assert!(
            about.perimeter.starts_with("the world in 3 countries"),
            "{about:?}"
        );
        for text in [&about.method, &about.measure, &about.unit] {
            assert!(!text.is_empty(), "{about:?}");
        }
    }
    let TableLabel {
        table,
        source,
        fingerprint,
        ..
    } = model.table().label();
    assert_eq!(table, "world table of 3 countries and 6 producers");
    assert!(source.starts_with("worked case T3x2"));
    assert_eq!(fingerprint, model.table().fingerprint());
}

#[test]
fn what_is_made_of_a_result_is_from_the_same_table() {
    let tables = exports().about().tables.clone();
    assert_eq!(pivot().about.tables, tables);
    assert_eq!(exports().exporter("A").unwrap().about().tables, tables);
    let term = exports().terms()[0];
    let shares = exports().shares(&[(term, &["DVA_FIN"])]).unwrap();
    assert_eq!(shares.about().tables, tables);
}

#[test]
fn the_perimeter_names_the_flows_that_were_asked_for() {
    let model = model();
    let scope = Scope::everything().exporters(["A", "C"]).importers(["B"]);
    let some = model
        .decompose_some(&WangWeiZhu::default(), &scope)
        .unwrap();
    assert_eq!(
        some.about().perimeter,
        "the world in 3 countries; domestic is each country's own part; flows from A, C to B"
    );
    assert!(
        exports()
            .about()
            .perimeter
            .ends_with("; flows from all countries to all countries")
    );
}

#[test]
fn a_national_table_and_a_balance_name_theirs() {
    let china = crate::common::china();
    let linkages = china.linkages();
    let ledger = linkages.direct_linkages().unwrap();
    assert_eq!(ledger.about().tables, [china.table().label()]);
    assert!(ledger.about().perimeter.starts_with("CHN alone"));
    let about = balance().about();
    let tables = [china.table().label(), crate::common::usa().table().label()];
    assert_eq!(about.tables, tables);
    assert!(about.perimeter.starts_with("CHN and USA"));
    assert_ne!(about.tables[0].fingerprint, about.tables[1].fingerprint);
}
