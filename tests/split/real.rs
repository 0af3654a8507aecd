//! The splits of the China-US study on the published tables, and the FOB vectors behind its exports.

use leontief::build::{
    ControlTotals, Division, MarginIndustries, Overdraw, OwnershipSplit, RegimeOwnershipSplit,
    StartingShares, fob_to_basic, scale_imported_inputs,
};
use leontief::label::TradeKind;
use leontief::parameter::Values;
use leontief::read;
use leontief::study::china_us::Sources;
use leontief::table::{Exports, NationalTable};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::Array1;

use crate::common::{assert_close, data, sources};
use crate::kept::{
    assert_processing_is_exported, assert_signs_kept, assert_sums_kept, processing, sum_over,
};
use crate::ownership;
use crate::plan::{self, Plan};

fn central() -> (Sources, Values) {
    let sources = sources();
    let values = sources.parameters().central();
    (sources, values)
}

fn starting(table: &NationalTable, column: &str) -> Vec<Option<f64>> {
    let sectors = table.producers().blocks()[0].sectors();
    read::by_sector(data("sector_priors.csv"), "wiod56", column, sectors).unwrap()
}

fn study_plan(table: &NationalTable, values: &Values) -> Plan {
    let get = |name: &str| values.get(name).unwrap();
    let starting = StartingShares {
        processing: starting(table, "processing_share_prior"),
        foreign_processing: starting(table, "fie_share_in_processing_prior"),
        foreign_normal: starting(table, "fie_share_normal_output_prior"),
    };
    Plan {
        goods: starting.processing.iter().map(Option::is_some).collect(),
        starting,
        controls: ControlTotals {
            processing_share_of_exports: get("processing_share_of_exports"),
            imports_per_processing_export: get("processing_imports_per_processing_export"),
            foreign_share_of_processing_exports: get("foreign_share_of_processing_exports"),
            foreign_share_of_exports: get("foreign_share_of_exports"),
            processing_value_added_ratio: get("processing_value_added_ratio"),
        },
    }
}

#[test]
fn china_by_regime_and_ownership_keeps_the_table_and_meets_every_total() {
    let (sources, values) = central();
    let scale = values.get("imported_input_scale").unwrap();
    let (table, _) = scale_imported_inputs(sources.china(), scale, Overdraw::Cap).unwrap();
    let plan = study_plan(&table, &values);
    let split = RegimeOwnershipSplit::new(&table, plan.starting.clone(), plan.controls)
        .overdraw(Overdraw::Cap)
        .divided(Division::RegimeAndOwnership)
        .unwrap();
    assert_sums_kept(&table, split.table());
    assert_signs_kept(&table, split.table());
    assert_processing_is_exported(split.table());
    plan::assert_totals_met(split.table(), &plan, 1e-9);
    let ratio = plan.controls.processing_value_added_ratio;
    plan::assert_value_added_ratio_met(&table, split.table(), ratio, 1e-12);
}

#[test]
fn china_by_regime_or_by_ownership_keeps_the_table() {
    let (sources, values) = central();
    let table = sources.china();
    let plan = study_plan(table, &values);
    for division in [Division::Regime, Division::Ownership] {
        let split = RegimeOwnershipSplit::new(table, plan.starting.clone(), plan.controls)
            .overdraw(Overdraw::Cap)
            .divided(division)
            .unwrap();
        assert_sums_kept(table, split.table());
        assert_signs_kept(table, split.table());
        assert_processing_is_exported(split.table());
    }
}

#[test]
fn chinese_exports_to_the_united_states_keep_every_sector_and_meet_their_share() {
    let (sources, values) = central();
    let table = sources.china();
    let plan = study_plan(table, &values);
    let split = RegimeOwnershipSplit::new(table, plan.starting.clone(), plan.controls)
        .overdraw(Overdraw::Cap)
        .divided(Division::RegimeAndOwnership)
        .unwrap();
    let unit = table.unit().clone();
    let bilateral = data("bilateral_exports_2012.csv");
    let exports = read::exports_csv(bilateral, table.producers(), "USA", &unit).unwrap();
    let share = values.get("processing_share_of_exports_to_us").unwrap();
    let divided = split.divide_with_processing_share(&exports, share).unwrap();
    for (flow, before) in divided.flows().iter().zip(exports.flows()) {
        let sums = crate::kept::by_sector(4, flow.amounts());
        assert_close(
            "sectors",
            sums,
            before.amounts().to_owned(),
            1e-12 * before.total(),
        );
    }
    let positions = processing(split.table().producers());
    let goods = exports.of(TradeKind::Goods).by_producer();
    let of_goods_sectors: f64 = (0..goods.len())
        .filter(|&j| plan.goods[j])
        .map(|j| goods[j])
        .sum();
    let processed = |kind| sum_over(divided.of(kind).by_producer().view(), &positions);
    assert_close(
        "share",
        [processed(TradeKind::Goods) / of_goods_sectors],
        [share],
        1e-9,
    );
    assert_eq!(processed(TradeKind::Services), 0.0);
}

#[test]
fn the_united_states_by_ownership_keeps_the_table_and_meets_every_total() {
    let (sources, values) = central();
    let table = sources.usa();
    let starting: Array1<f64> = starting(table, "us_foreign_share_prior")
        .into_iter()
        .map(Option::unwrap)
        .collect();
    let get = |name: &str| values.get(name).unwrap();
    let (value_added, share) = (
        get("value_added_of_us_affiliates"),
        get("foreign_share_of_us_exports"),
    );
    let split = OwnershipSplit::new(table, starting, value_added, share)
        .overdraw(Overdraw::Cap)
        .divided()
        .unwrap();
    assert_sums_kept(table, split.table());
    assert_signs_kept(table, split.table());
    ownership::assert_totals_met(split.table(), value_added, share, 1e-9);
}

#[test]
fn imported_inputs_of_china_scale_there_and_back() {
    let (sources, _) = central();
    let table = sources.china();
    let (there, capped) = scale_imported_inputs(table, 1.2, Overdraw::Refuse).unwrap();
    assert!(capped.is_empty());
    let (back, _) = scale_imported_inputs(&there, 1.0 / 1.2, Overdraw::Refuse).unwrap();
    let tolerance = 1e-12 * table.output().iter().fold(0.0, |most: f64, x| x.max(most));
    assert_close(
        "domestic",
        back.domestic().to_owned(),
        table.domestic().to_owned(),
        tolerance,
    );
    assert_close(
        "imported",
        back.imported().to_owned(),
        table.imported().to_owned(),
        tolerance,
    );
}

/// Goods FOB by industry as compiled, with margins moved to wholesale, land and water transport, are the goods at basic
/// prices that the study reads. The FOB file is rounded to 0.1, the other to 0.001.
#[test]
fn goods_at_fob_value_with_margins_moved_are_the_goods_of_the_study() {
    let sources = sources();
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Fob);
    for (table, partner, column) in [
        (sources.china(), "USA", "cn_to_us_fob"),
        (sources.usa(), "CHN", "us_to_cn_fob"),
    ] {
        let producers = table.producers();
        let fob = fob_goods(table, column);
        let bilateral = data("bilateral_exports_2012.csv");
        let exports = read::exports_csv(bilateral, producers, partner, table.unit()).unwrap();
        let expected = exports.of(TradeKind::Goods).by_producer();
        // one rate for all goods: what the margin industries have, over the FOB total
        let sectors = producers.blocks()[0].sectors();
        let margins = [("G46", 0.80), ("H49", 0.12), ("H50", 0.08)];
        let earned: f64 = margins
            .iter()
            .map(|(code, _)| expected[sectors.at(code).unwrap().get()])
            .sum();
        let rate = earned / expected.sum();
        assert_close(
            "rate",
            [rate],
            [if partner == "USA" { 0.14465 } else { 0.30085 }],
            5e-6,
        );

        let margins = MarginIndustries::new(producers, &margins).unwrap();
        let rates = Array1::from_elem(producers.len(), rate);
        let fob = Exports::new(producers, unit.clone())
            .with(partner, TradeKind::Goods, fob)
            .unwrap();
        let basic = fob_to_basic(&fob, &rates, &margins).unwrap().by_producer();
        for (j, (found, expected)) in basic.iter().zip(&expected).enumerate() {
            let code = &sectors.codes()[j];
            // margin industries collect the rounding of 22 sectors
            let rounding = if rates[j] > 0.0 && ["G46", "H49", "H50"].contains(&code.as_str()) {
                22.0 * 0.05 * rate
            } else {
                0.05 + 0.0005
            };
            assert_close(code, [*found], [*expected], rounding);
        }
    }
}

/// A column of the file of goods by industry; industries without a row export no goods.
fn fob_goods(table: &NationalTable, column: &str) -> Array1<f64> {
    let sectors = table.producers().blocks()[0].sectors();
    let mut reader = csv::Reader::from_path(data("bilateral_goods_by_sector.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let at = header.iter().position(|name| name == column).unwrap();
    let mut goods = Array1::zeros(table.producers().len());
    for row in reader
        .records()
        .map(Result::unwrap)
        .filter(|row| &row[0] != "TOTAL")
    {
        goods[sectors.at(&row[0]).unwrap().get()] = row[at].parse().unwrap();
    }
    goods
}
