//! What goes into the world: cells kept, imports scaled, ratios of the study, industries.

use std::fs;

use leontief::build::{Overdraw, scale_imported_inputs};
use leontief::label::TradeKind;
use leontief::table::{NationalTable, WorldTable};
use ndarray::{Array1, Array2, Axis as Dimension, Slice};

use super::common::{assert_close, data};
use super::{CASE, OTHER, ROUNDING, SOURCES, parameter};

/// Sums over the groups of every country's sectors.
fn merged(table: &WorldTable, into: &WorldTable) -> Array2<f64> {
    let (from, to) = (table.producers(), into.producers());
    let mut map = Array2::zeros((to.len(), from.len()));
    for at in from.positions() {
        let key = from.key(at);
        map[[
            to.at(key.country, "whole", key.sector).unwrap().get(),
            at.get(),
        ]] = 1.0;
    }
    map
}

#[test]
fn insertion_keeps_every_cell_of_the_world() {
    let (divided, whole) = (CASE.divided().table(), CASE.whole().table());
    let groups = |country| -> Vec<String> {
        let producers = divided.producers();
        let at = producers.countries().at(country).unwrap();
        let blocks = producers.blocks().iter().filter(|b| b.country() == at);
        blocks
            .map(|block| block.group().code().to_owned())
            .collect()
    };
    assert_eq!(groups("CHN"), ["DN", "FN", "DP", "FP"]);
    assert_eq!(groups("USA"), ["D", "F"]);
    let map = merged(divided, whole);
    let largest = whole.output().fold(0.0_f64, |most, x| most.max(*x));
    let close = |what: &str, found: Array2<f64>, expected: Array2<f64>| {
        assert_close(what, found, expected, 1e-10 * largest);
    };
    let column = |of: Array1<f64>| of.insert_axis(Dimension(1));
    close(
        "flows",
        map.dot(&divided.flows()).dot(&map.t()),
        whole.flows().to_owned(),
    );
    close(
        "final use",
        map.dot(&divided.final_use()),
        whole.final_use().to_owned(),
    );
    close(
        "output",
        column(map.dot(&divided.output())),
        column(whole.output().to_owned()),
    );
    close(
        "value added",
        column(map.dot(&divided.value_added())),
        column(whole.value_added()),
    );
    close("exports", map.dot(&divided.exports()), whole.exports());
}

#[test]
fn imports_are_scaled_in_the_world_as_in_the_national_table() {
    let (before, after) = (SOURCES.world(), CASE.whole().table());
    let scale = parameter("imported_input_scale");
    assert_ne!(scale, 1.0);
    let national = before.national("CHN").unwrap();
    let (scaled, _) = scale_imported_inputs(&national, scale, Overdraw::Cap).unwrap();
    let found = after.national("CHN").unwrap();
    let last = found.final_uses().len() - 1;
    assert_close(
        "domestic",
        found.domestic().to_owned(),
        scaled.domestic().to_owned(),
        1e-6,
    );
    assert_close(
        "imported",
        found.imported().to_owned(),
        scaled.imported().to_owned(),
        1e-6,
    );
    let freed = |table: &NationalTable| {
        let (home, abroad) = (table.domestic_final(), table.imported_final());
        let cells = home.column(last).to_vec().into_iter();
        cells
            .chain(abroad.column(last).to_vec())
            .collect::<Vec<_>>()
    };
    assert_close("freed", freed(&found), freed(&scaled), 1e-6);
    // imports rise alike from all origins
    let china = before.range(before.countries().at("CHN").unwrap());
    for j in china.clone() {
        let [old, new] = [before, after].map(|table| table.flows().column(j).to_vec());
        let wanted = old[china.end..].iter().map(|cell| scale * cell);
        assert_close("origins", new[china.end..].to_vec(), wanted, 1e-6);
    }
    // an origin of which less than nothing is left for final use is named
    let china_at = after.countries().at("CHN").unwrap();
    for origin in after.countries().positions() {
        let code = after.countries().code(origin);
        let used: f64 = after
            .range(origin)
            .map(|at| after.final_use_in(china_at).row(at).sum())
            .sum();
        let named = format!("final use of goods of {code} in CHN comes to {used:.0} mn USD");
        let noted = CASE.notes().iter().any(|note| note.contains(&named));
        assert_eq!(noted, used < 0.0, "{code}: {used} in {:?}", CASE.notes());
    }
    // all rows and columns stand, and no other country's cells change
    let uses = |table: &WorldTable| {
        table.flows().sum_axis(Dimension(1)) + table.final_use().sum_axis(Dimension(1))
    };
    assert_close("uses", uses(after), uses(before), 1e-6);
    let inputs = |table: &WorldTable| table.flows().sum_axis(Dimension(0));
    assert_close("inputs", inputs(after), inputs(before), 1e-6);
    let others = Slice::from(china.end..);
    let cells = |table: &WorldTable| table.flows().slice_axis(Dimension(1), others).to_owned();
    assert_eq!((china.start, cells(after)), (0, cells(before)));
    assert_eq!(OTHER.whole().table().flows(), before.flows());
}

/// Totals of the study, as ratios, hold in the tables of the world.
#[test]
fn groups_in_the_world_meet_the_ratios_of_the_study() {
    let table = CASE.divided().table();
    let (producers, all) = (table.producers(), table.exports().sum_axis(Dimension(1)));
    let sum = |of: &Array1<f64>, country: &str, groups: &[&str], sectors: &dyn Fn(&str) -> bool| {
        let chosen = producers.positions().filter(|at| {
            let key = producers.key(*at);
            key.country == country && groups.contains(&key.group.code()) && sectors(key.sector)
        });
        chosen.map(|at| of[at.get()]).sum::<f64>()
    };
    let goods = |sector: &str| sector[1..].parse::<u32>().unwrap() <= 16;
    let any = |_: &str| true;
    let four = ["DN", "FN", "DP", "FP"];
    let share = |groups: &[&str], whole: &[&str]| {
        sum(&all, "CHN", groups, &goods) / sum(&all, "CHN", whole, &goods)
    };
    let found = [
        share(&["DP", "FP"], &four),
        share(&["FP"], &["DP", "FP"]),
        share(&["FN", "FP"], &four),
    ];
    let names = [
        "processing_share_of_exports",
        "foreign_share_of_processing_exports",
        "foreign_share_of_exports",
    ];
    assert_close("shares", found, names.map(parameter), 1e-9);
    let china = table.range(table.countries().at("CHN").unwrap());
    let imported: Array1<f64> = (0..producers.len())
        .map(|j| {
            let column = table.flows().column(j).to_owned();
            column.sum()
                - column
                    .slice_axis(Dimension(0), Slice::from(china.clone()))
                    .sum()
        })
        .collect();
    let rate = sum(&imported, "CHN", &["DP", "FP"], &any) / sum(&all, "CHN", &["DP", "FP"], &any);
    assert_close(
        "rate",
        [rate],
        [parameter("processing_imports_per_processing_export")],
        1e-9,
    );
    let added = table.value_added();
    let found = sum(&added, "USA", &["F"], &any) / sum(&added, "USA", &["D", "F"], &any);
    let expected =
        parameter("value_added_of_us_affiliates") / SOURCES.sources().usa().value_added().sum();
    assert_close("affiliates", [found], [expected], 1e-9);
    // flows of 2012: kinds, and processing in goods
    let kinds = [TradeKind::Goods, TradeKind::Services, TradeKind::ReExports];
    for (exports, to) in CASE.exports().iter().zip(["us", "china"]) {
        let found = kinds.map(|kind| exports.of(kind).total());
        let names = ["goods_exports", "services_exports", "hk_reexports"];
        let expected = names.map(|name| parameter(&format!("{name}_to_{to}")));
        assert_close(to, found, expected, ROUNDING);
    }
    let to_us = CASE.exports()[0].of(TradeKind::Goods).by_producer();
    let goods_to_us = |groups: &[&str]| sum(&to_us, "CHN", groups, &goods);
    let found = goods_to_us(&["DP", "FP"]) / goods_to_us(&four);
    assert_close(
        "to the US",
        [found],
        [parameter("processing_share_of_exports_to_us")],
        1e-9,
    );
}

#[test]
fn industries_go_where_the_concordance_says() {
    let industries = SOURCES.industries();
    assert_eq!(
        (industries.source().len(), industries.divided()),
        (56, vec!["C13-C15 = 0.68 c4 + 0.32 c5".to_owned()])
    );
    let file = fs::read_to_string(data("wiod56_to_wiod35.csv")).unwrap();
    // the weights are rounded shares of the flow that the note speaks of
    let world = SOURCES.world();
    let usa = world.countries().at("USA").unwrap().get();
    let [textiles, leather] = ["c4", "c5"].map(|sector| {
        let at = world.producers().at("CHN", "whole", sector).unwrap().get();
        world.exports()[[at, usa]]
    });
    let found = [
        textiles / (textiles + leather),
        leather / (textiles + leather),
    ];
    assert_eq!(found.map(|share| format!("{share:.2}")), ["0.68", "0.32"]);
    let note = format!(
        "({:.1} and {:.1} bn USD)",
        textiles / 1000.0,
        leather / 1000.0
    );
    assert_eq!(file.matches(&note).count(), 2);
    // with the mix of the undivided exports
    let sector = |sector: &str| {
        let exports = CASE.exports()[0].of(TradeKind::Services).by_producer();
        let producers = CASE.exports()[0].producers();
        let at = producers
            .positions()
            .filter(|at| producers.key(*at).sector == sector);
        at.map(|at| exports[at.get()]).sum::<f64>()
    };
    // hotels alone are c22; business services are computing, consulting and support
    assert_close(
        "services",
        [sector("c22"), sector("c30")],
        [3250.0, 1560.0 + 2210.0 + 1040.0],
        ROUNDING,
    );
}

/// Starting shares of the study by industry of the world table: means over the lines of the concordance by what they are shares of.
fn starting(column: usize, weights: &dyn Fn(usize, f64) -> f64) -> Vec<Option<f64>> {
    let priors = fs::read_to_string(data("sector_priors.csv")).unwrap();
    let prior = |code: &str| -> [Option<f64>; 5] {
        let line = priors
            .lines()
            .find(|line| line.split(',').next() == Some(code));
        let mut cells = line.unwrap().split(',').skip(1);
        [(); 5].map(|()| cells.next().unwrap().parse().ok())
    };
    let sectors = SOURCES.sources().china().producers().sectors();
    let file = fs::read_to_string(data("wiod56_to_wiod35.csv")).unwrap();
    let mut sums = vec![(0.0, 0.0); 35];
    for line in file.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let into: usize = cells[1][1..].parse().unwrap();
        let prior = prior(cells[0]);
        if let Some(share) = prior[column] {
            let at = sectors.at(cells[0]).unwrap().get();
            let part: f64 = cells[2].parse().unwrap();
            let weight = part * weights(at, prior[0].unwrap_or(0.0));
            sums[into - 1].0 += weight * share;
            sums[into - 1].1 += weight;
        }
    }
    let means = sums.into_iter();
    means
        .map(|(sum, all)| (all > 0.0).then(|| sum / all))
        .collect()
}

/// Shares by industry are the starting ones of the study with all odds times one factor.
#[test]
fn shares_by_industry_are_those_of_the_study_with_odds_moved_alike() {
    let table = CASE.divided().table();
    let producers = table.producers();
    let exports = table.exports().sum_axis(Dimension(1));
    let output = table.output().to_owned();
    let of = |amounts: &Array1<f64>, country: &str, groups: &[&str], k: usize| -> f64 {
        let at = |group: &&str| {
            let at = producers.at(country, group, &format!("c{}", k + 1));
            amounts[at.unwrap().get()]
        };
        groups.iter().map(at).sum()
    };
    let [china, usa] = [SOURCES.sources().china(), SOURCES.sources().usa()];
    let exported = china.exports().by_producer();
    let four = ["DN", "FN", "DP", "FP"];
    let by_exports = starting(0, &|at, _| exported[at]);
    let by_processing = starting(1, &|at, share| exported[at] * share);
    let by_output = starting(2, &|at, _| china.output()[at]);
    let of_usa = starting(3, &|at, _| usa.output()[at]);
    let cases = [
        (
            "processing",
            by_exports,
            &exports,
            "CHN",
            &["DP", "FP"][..],
            &four[..],
        ),
        (
            "of processing",
            by_processing,
            &exports,
            "CHN",
            &["FP"],
            &["DP", "FP"],
        ),
        (
            "of the rest",
            by_output,
            &output,
            "CHN",
            &["FN"],
            &["DN", "FN"],
        ),
        ("of output", of_usa, &output, "USA", &["F"], &["D", "F"]),
    ];
    for (name, starting, amounts, country, part, whole) in cases {
        let goods = if country == "CHN" { 16 } else { 35 };
        let odds = |share: f64| share / (1.0 - share);
        let factors = (0..goods).filter_map(|k| {
            let start = starting[k]?;
            let all = of(amounts, country, whole, k);
            (all > 0.0).then(|| odds(of(amounts, country, part, k) / all) / odds(start))
        });
        let factors: Vec<f64> = factors.collect();
        assert!(factors.len() >= 15, "{name}: {}", factors.len());
        let expected = vec![factors[0]; factors.len()];
        assert_close(name, factors, expected, 1e-9);
    }
}
