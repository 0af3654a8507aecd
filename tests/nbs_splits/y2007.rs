//! 2007: 135 sectors, with processing of supplied materials by sector as the bureau published it.

use std::path::Path;

use leontief::build::{Cells, ControlTotals, Division, ImportSeparation, Known, StartingShares};
use leontief::label::Sector;
use leontief::read::{NbsTradeAdjustment, nbs_competitive, nbs_trade_adjustment};
use leontief::table::{NationalTable, Tolerance};

use crate::customs::{FEE, VALUE_ADDED_RATIO};
use crate::divided::{Case, Divided};
use crate::figures::{self, HEADING, added};
use crate::raw_data::folder;
use crate::{assert_found, open, supplied};

/// Agriculture to recovered waste; beyond them are services, of which trade margins are said to be processed and are not.
const GOODS: usize = 91;
/// How far imported materials of a sector are thought to be off what it processes, as a share of them (assumed).
const STRAY: f64 = 0.1;

/// Processing exports over exports of goods (617.7 of 1217.8 bn USD), and imports for them (368.4): customs, recalled (C) but for
/// exports of goods (B).
const PROCESSED: f64 = 617.7 / 1217.8;
const IMPORTS: f64 = 368.4 / 617.7;

struct Published {
    /// As published, supplied materials left out.
    at_the_fee: NationalTable,
    /// With them.
    full: NationalTable,
    official: NbsTradeAdjustment,
}

impl Published {
    fn read(folder: &Path) -> Self {
        let path = folder.join("china_2007_135.csv.gz");
        let draft = nbs_competitive(open(&path), &path, 2007).unwrap();
        // inputs of one sector miss its output by 0.44
        let table = draft.tolerance(Tolerance::absolute(0.45)).check().unwrap();
        let path = folder.join("cn2007_trade_adjustment_by_sector135.csv");
        let source = std::fs::File::open(&path).unwrap();
        let official = nbs_trade_adjustment(source, &path, table.sectors()).unwrap();
        let separated = ImportSeparation::proportional().of(&table).unwrap();
        let at_the_fee = separated.into_draft().check().unwrap();
        Self {
            full: supplied::at_full_value(&at_the_fee, &official),
            at_the_fee,
            official,
        }
    }

    fn sectors(&self) -> &leontief::label::Axis<Sector> {
        self.full.producers().only_block().unwrap().sectors()
    }

    /// Shares of processing of supplied materials in the exports of goods, as published.
    fn shares(&self) -> Vec<Option<f64>> {
        let share = |j: usize| {
            let exports = self.official.exports[j];
            let processed = self.official.processed_exports[j];
            if exports > 0.0 {
                processed / exports
            } else {
                0.0
            }
        };
        (0..self.sectors().len())
            .map(|j| (j < GOODS).then(|| share(j)))
            .collect()
    }

    /// The case of a share of processing in all exports of goods. Owners are not told apart.
    fn case(&self, name: &str, table: &NationalTable, totals: [f64; 2]) -> Case {
        let processing = self.shares();
        let any = |share: &Option<f64>| share.map(|_| 0.5);
        let [processed, imports] = totals;
        Case {
            name: name.to_owned(),
            table: table.clone(),
            starting: StartingShares {
                foreign_processing: processing.iter().map(any).collect(),
                foreign_normal: vec![Some(0.5); processing.len()],
                processing,
            },
            controls: ControlTotals {
                processing_share_of_exports: processed,
                imports_per_processing_export: imports,
                foreign_share_of_processing_exports: 0.5,
                foreign_share_of_exports: 0.5,
                processing_value_added_ratio: VALUE_ADDED_RATIO,
            },
            division: Division::Regime,
        }
    }

    /// Materials by product exactly, by processing sector about.
    fn materials(&self) -> Vec<Known> {
        let imported = || Cells::imported_inputs().used_by(["P"]);
        let products = supplied::materials_by_product(&self.official);
        let users = supplied::materials_by_user(&self.official);
        let codes = self.sectors().codes();
        let mut knowns = Vec::new();
        for (code, amount) in codes.iter().zip(products) {
            if amount > 0.0 {
                let label = format!("supplied {code}");
                knowns.push(Known::amount(label, imported().of([code.as_str()]), amount));
            }
        }
        for (code, amount) in codes[..GOODS].iter().zip(users) {
            if amount > 0.0 {
                let cells = imported().in_sectors([code.as_str()]);
                let label = format!("materials supplied to {code}");
                knowns.push(Known::amount(label, cells, amount).give_or_take(STRAY * amount));
            }
        }
        knowns
    }
}

#[test]
fn china_of_2007_with_the_official_processing_of_supplied_materials() {
    let Some(folder) = folder("china-nbs-io") else {
        return;
    };
    let published = Published::read(&folder);
    let official = &published.official;
    let fee = official.processing_fee.sum() / official.processed_exports.sum();
    assert!((fee - FEE).abs() < 5e-5, "{fee}");
    println!("{HEADING}");

    let processed: f64 = (0..GOODS).map(|j| official.processed_exports[j]).sum();
    let goods: f64 = (0..GOODS).map(|j| official.exports[j]).sum();
    let totals = [processed / goods, 0.0];
    let materials = published.case("2007, supplied materials", &published.full, totals);
    let undivided = [
        ("2007 as published, undivided", &published.at_the_fee),
        ("2007 at full value, undivided", &published.full),
    ];
    for (name, table) in undivided {
        figures::print(name, &figures::contents(table, &materials.goods())[1..]);
    }
    let with_ratio = Case {
        name: "2007, supplied materials and ratio of value added".to_owned(),
        ..published.case("", &published.full, totals)
    };
    let cases = [
        (materials, false, [726.0, 149.0, 679.0, 653.0]),
        (with_ratio, true, [725.0, 173.0, 680.0, 654.0]),
    ];
    for (case, ratio, expected) in cases {
        let found = case.divided(|start| {
            let mut knowns = published.materials();
            if ratio {
                // the first known is imports in total, which are known by product here
                knowns.extend(case.knowns(start).into_iter().skip(1));
            }
            knowns
        });
        // the shares of sectors are the published ones, not moved to a total
        let met = found.start.processing_share();
        for (share, met) in case.starting.processing.iter().zip(met) {
            assert!((share.unwrap_or(0.0) - met).abs() < 1e-9);
        }
        report(&case, &found, expected);
    }
}

fn report(case: &Case, found: &Divided, expected: [f64; 4]) {
    figures::print(&case.name, &found.contents);
    let of = |group| added(&found.contents, group);
    assert!(of("N") > of("P"));
    for (group, expected) in ["N", "P", "all", "goods"].iter().zip(expected) {
        assert_found(&format!("{}, {group}", case.name), of(group), expected);
    }
}

/// What exports contain follows from imports for processing in total; how much of the rest is its own value added matters little.
#[test]
fn the_guess_of_value_added_matters_little_to_exports_as_a_whole() {
    let Some(folder) = folder("china-nbs-io") else {
        return;
    };
    let published = Published::read(&folder);
    let totals = [PROCESSED, IMPORTS];
    let mut found = Vec::new();
    for ratio in [0.5, VALUE_ADDED_RATIO, 1.0] {
        let mut case = published.case("", &published.at_the_fee, totals);
        case.name = format!("2007, all processing, ratio of value added {ratio}");
        case.controls.processing_value_added_ratio = ratio;
        let contents = case.divided(|start| case.knowns(start)).contents;
        figures::print(&case.name, &contents);
        found.push(["N", "P", "all"].map(|of| added(&contents, of)));
    }
    // more of its own value added, less of other things that it buys at home
    for pair in found.windows(2) {
        let [less, more] = [pair[0], pair[1]];
        assert!(more[0] < less[0] && more[1] > less[1]);
    }
    let [n, p, all] = [0, 1, 2].map(|of| (found[2][of] - found[0][of]).abs());
    assert!(n < 6.0 && p < 18.0 && all < 5.0, "{n}, {p}, {all}");
}

#[test]
fn china_of_2007_with_all_processing_in_total() {
    let Some(folder) = folder("china-nbs-io") else {
        return;
    };
    let published = Published::read(&folder);
    println!("{HEADING}");
    for (name, table, expected) in [
        (
            "2007, all processing, at full value",
            &published.full,
            [832.0, 358.0, 624.0, 586.0],
        ),
        (
            "2007, all processing, table as published",
            &published.at_the_fee,
            [852.0, 365.0, 640.0, 602.0],
        ),
    ] {
        let case = published.case(name, table, [PROCESSED, IMPORTS]);
        let found = case.divided(|start| case.knowns(start));
        report(&case, &found, expected);
    }
}
