//! Imports that exceed the uses they should be part of.

use leontief::build::{EndUse, EndUseMix, EndUseShares, ImportSeparation, Overdraw};
use leontief::label::TradeKind;
use leontief::table::{CompetitiveDraft, CompetitiveTable};
use ndarray::array;

use crate::{draft, table};

/// Exports of goods 110 beside the 30 of the draft's, and 110 imported: more than the 100 used at home.
fn entrepot() -> CompetitiveTable {
    let draft = draft().export("WLD", TradeKind::Goods, array![80.0, 0.0]);
    draft.imports(array![110.0, 0.0]).check().unwrap()
}

fn capped(table: &CompetitiveTable) -> leontief::build::SeparatedImports {
    let separation = ImportSeparation::proportional().overdraw(Overdraw::Cap);
    separation.of(table).unwrap()
}

#[test]
fn they_are_refused_by_name_with_numbers() {
    let error = ImportSeparation::proportional()
        .of(&entrepot())
        .unwrap_err();
    assert!(error.is_control_total());
    let error = error.to_string();
    assert!(
        error.contains("`goods`: uses at home of 100.000000 cannot hold imports of 110.000000"),
        "{error}"
    );
}

#[test]
fn capped_they_fill_uses_at_home_and_go_to_exports() {
    let separated = capped(&entrepot());
    let [goods] = separated.report().capped() else {
        panic!("{}", separated.report())
    };
    assert_eq!((goods.moved, goods.exported, goods.left), (0.0, 10.0, 0.0));
    assert!(
        separated
            .report()
            .to_string()
            .contains("; 10.000000 to exports")
    );
    let table = separated.into_draft().check().unwrap();
    assert_eq!(table.domestic().row(0).sum(), 0.0);
    assert_eq!(table.imported_exports(), array![10.0, 0.0]);
    // both flows have the same imported share
    let flows = table.exports().flows();
    assert_eq!(flows.len(), 2);
    for (flow, all) in flows.iter().zip([30.0, 80.0]) {
        assert!((flow.amounts()[0] - all * 100.0 / 110.0).abs() <= 1e-12);
    }
}

#[test]
fn what_no_use_can_take_is_a_residual_that_stays_visible() {
    let draft: CompetitiveDraft = draft().imports(array![140.0, 0.0]);
    let table = draft
        .statistical_discrepancy("ERR", array![112.0, 0.0])
        .check()
        .unwrap();
    let separated = capped(&table);
    let goods = separated.report().product("goods").unwrap().clone();
    assert_eq!((goods.exports, goods.residual), (30.0, 10.0));
    assert_eq!(separated.report().capped()[0].left, 10.0);
    assert_eq!(separated.report().residual(), 10.0);
    let text = separated.report().to_string();
    assert!(
        text.contains("`goods`: published 140.000000, allocated 130.000000, residual 10.000000"),
        "{text}"
    );
    let table = separated.into_draft().check().unwrap();
    let at = table
        .final_uses()
        .at("imports not allocated")
        .unwrap()
        .get();
    assert_eq!(table.domestic_final().column(at), array![-10.0, 0.0]);
    assert_eq!(table.imported_final().column(at), array![10.0, 0.0]);
    assert_eq!(table.exports().by_producer()[0], 0.0);
}

/// All 30 are for investment of 14: 16 go to intermediate uses of 50 and consumption of 36, in proportion.
#[test]
fn the_rest_of_an_end_use_goes_to_the_other_uses_in_proportion() {
    let shares = EndUseShares::new(table().sectors());
    let shares = shares
        .with("goods", EndUseMix::only(EndUse::Capital))
        .unwrap();
    let categories = [
        ("households", EndUse::Consumption),
        ("investment", EndUse::Capital),
        ("stocks", EndUse::Intermediate),
    ];
    let separation = ImportSeparation::by_end_use(shares, categories);
    let error = separation.of(&table()).unwrap_err().to_string();
    assert!(
        error.contains("`goods`: capital formation of 14.000000 cannot hold imports of 30.000000"),
        "{error}"
    );
    let separated = separation.overdraw(Overdraw::Cap).of(&table()).unwrap();
    let goods = separated.report().product("goods").unwrap();
    assert_eq!(goods.final_uses[1], 14.0);
    assert!((goods.final_uses[0] - 16.0 * 36.0 / 86.0).abs() <= 1e-12);
    assert!((goods.inputs - 16.0 * 60.0 / 86.0).abs() <= 1e-12);
    assert_eq!(separated.report().capped()[0].moved, 16.0);
    assert_eq!(separated.report().residual(), 0.0);
}

/// Investment of 14 less 10 out of stocks holds 4 only; stocks that stay domestic leave 14.
#[test]
fn uses_that_are_negative_on_balance_hold_no_imports() {
    let shares = EndUseShares::new(table().sectors());
    let shares = shares
        .with("goods", EndUseMix::only(EndUse::Capital))
        .unwrap();
    let categories = [
        ("households", EndUse::Consumption),
        ("investment", EndUse::Consumption),
        ("stocks", EndUse::Capital),
    ];
    let separation = ImportSeparation::by_end_use(shares, categories).overdraw(Overdraw::Cap);
    let separated = separation.of(&table()).unwrap();
    let capped = &separated.report().capped()[0];
    assert_eq!((capped.uses[0].uses, capped.moved), (0.0, 30.0));
    let goods = separated.report().product("goods").unwrap();
    assert_eq!((goods.final_uses[2], goods.residual), (0.0, 0.0));
}
