//! Starting shares by sector of the bureau's tables, from the judgements for 56 industries in the China-US study.
//!
//! `nbs139.csv` puts the 139 sectors of 2012 with the industries of WIOD and the 42 sectors of 2017 and 2020. It is this project's own
//! work by the names of the sectors, grade D.

use std::collections::BTreeMap;
use std::path::Path;

use leontief::build::StartingShares;
use leontief::label::{Axis, Sector};
use leontief::read;
use leontief::study::china_us::Sources;
use leontief::table::{CompetitiveTable, NationalTable};

/// Industry and broad sector of a sector.
struct Place {
    industry: String,
    broad: String,
}

/// By code of the 139 sectors.
fn places() -> BTreeMap<String, Place> {
    let text = include_str!("nbs139.csv");
    let mut places = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [from, to] = [cells[0], cells[1]].map(|code| code.parse::<usize>().unwrap());
        for code in from..=to {
            let place = Place {
                industry: cells[2].to_owned(),
                broad: cells[3].to_owned(),
            };
            let twice = places.insert(format!("{code:03}"), place);
            assert!(twice.is_none(), "sector {code:03} stands twice");
        }
    }
    places
}

/// The study's shares by industry.
fn judged() -> BTreeMap<String, [Option<f64>; 3]> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/china-us-2012");
    let sources = Sources::read(&folder).unwrap();
    let industries = sources.china().producers().only_block().unwrap().sectors();
    let column = |name: &str| {
        read::by_sector(folder.join("sector_priors.csv"), "wiod56", name, industries).unwrap()
    };
    let columns = [
        "processing_share_prior",
        "fie_share_in_processing_prior",
        "fie_share_normal_output_prior",
    ]
    .map(column);
    let codes = industries.codes().iter().enumerate();
    codes
        .map(|(j, code)| (code.clone(), columns.each_ref().map(|column| column[j])))
        .collect()
}

/// By sector of the table of 139 sectors.
pub fn starting_139(sectors: &Axis<Sector>) -> StartingShares {
    let (places, judged) = (places(), judged());
    let column = |at: usize| {
        let codes = sectors.codes().iter();
        codes
            .map(|code| judged[&places[code].industry][at])
            .collect()
    };
    StartingShares {
        processing: column(0),
        foreign_processing: column(1),
        foreign_normal: column(2),
    }
}

/// By sector of the tables of 42 sectors: means of the finer ones, processing weighted by exports of 2012, its foreign share by
/// what is processed of them, the other by output.
pub fn starting_42(table: &NationalTable, fine: &CompetitiveTable) -> StartingShares {
    let sectors = table.producers().only_block().unwrap().sectors();
    let starting = starting_139(fine.sectors());
    let places = places();
    let exports = fine.exports().by_producer();
    let mean = |code: &str, shares: &[Option<f64>], weight: &dyn Fn(usize) -> f64| {
        let fine = fine.sectors().codes().iter().enumerate();
        let within = fine.filter(|(_, fine)| places[*fine].broad == code);
        let (mut sum, mut weights) = (0.0, 0.0);
        let mut judged = Vec::new();
        for (j, _) in within {
            if let Some(share) = shares[j] {
                sum += weight(j) * share;
                weights += weight(j);
                judged.push(share);
            }
        }
        match judged.first() {
            None => None,
            Some(first) if weights == 0.0 => Some(*first),
            Some(_) => Some(sum / weights),
        }
    };
    let column = |shares: &[Option<f64>], weight: &dyn Fn(usize) -> f64| {
        let codes = sectors.codes().iter();
        codes.map(|code| mean(code, shares, weight)).collect()
    };
    let exported = |j: usize| exports[j];
    let processed = |j: usize| exports[j] * starting.processing[j].unwrap_or(0.0);
    let made = |j: usize| fine.output()[j];
    StartingShares {
        processing: column(&starting.processing, &exported),
        foreign_processing: column(&starting.foreign_processing, &processed),
        foreign_normal: column(&starting.foreign_normal, &made),
    }
}

#[test]
fn every_sector_stands_with_an_industry_and_a_broad_sector() {
    let (places, judged) = (places(), judged());
    let codes: Vec<String> = (1..=139).map(|code| format!("{code:03}")).collect();
    assert!(places.keys().eq(codes.iter()));
    let mut broad: Vec<&str> = places.values().map(|place| place.broad.as_str()).collect();
    // the finer classification follows the order of the broad one
    assert!(broad.is_sorted());
    broad.dedup();
    let expected: Vec<String> = (1..=42).map(|code| format!("{code:02}")).collect();
    assert_eq!(broad, expected);
    for place in places.values() {
        assert!(judged.contains_key(&place.industry), "{}", place.industry);
    }
}
