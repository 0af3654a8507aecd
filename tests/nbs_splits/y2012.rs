//! 2012: 139 sectors, imports separated in proportion, divided by regime and ownership.

use std::path::Path;

use leontief::build::{Cells, Division, ImportSeparation, Known};
use leontief::read::nbs_competitive;
use leontief::table::{CompetitiveTable, NationalTable};

use crate::customs::{Basis, IN_2012};
use crate::divided::Case;
use crate::figures::{self, HEADING, added};
use crate::raw_data::folder;
use crate::{assert_found, open, sectors};

pub fn competitive(folder: &Path) -> CompetitiveTable {
    let path = folder.join("china_2012_139.csv.gz");
    let draft = nbs_competitive(open(&path), &path, 2012).unwrap();
    draft.check().unwrap()
}

fn separated(folder: &Path) -> NationalTable {
    let separated = ImportSeparation::proportional().of(&competitive(folder));
    separated.unwrap().into_draft().check().unwrap()
}

/// Foreign-invested firms take this share of imports outside processing, give or take five points: the study's figure.
fn foreign_share_of_other_imports() -> Known {
    Known::share(
        "foreign-invested share of imports outside processing",
        Cells::imported_inputs().used_by(["FN"]),
        Cells::imported_inputs().used_by(["DN", "FN"]),
        0.3548,
    )
    .give_or_take(0.05)
}

#[test]
fn china_of_2012_in_139_sectors_and_four_groups() {
    let Some(folder) = folder("china-nbs-io") else {
        return;
    };
    let table = separated(&folder);
    let starting = sectors::starting_139(table.producers().only_block().unwrap().sectors());
    println!("{HEADING}");
    let cases = [
        ("2012, customs ratios", Basis::Full, [0.0; 6]),
        ("2012, at the fee", Basis::Fee, [0.0; 6]),
    ];
    for (name, basis, expected) in cases {
        let case = Case {
            name: name.to_owned(),
            table: table.clone(),
            starting: starting.clone(),
            controls: IN_2012.controls(basis),
            division: Division::RegimeAndOwnership,
        };
        let found = case.divided(|start| {
            let mut knowns = case.knowns(start);
            knowns.push(foreign_share_of_other_imports());
            knowns
        });
        assert!(found.estimate.problem().unknowns() > 140_000);
        figures::print(&format!("{name}, undivided"), &figures::contents(&case.table, &case.goods())[1..]);
        figures::print(&format!("{name}, shared technology"), &figures::contents(found.start.table(), &case.goods()));
        figures::print(name, &found.contents);
        let of = |group| added(&found.contents, group);
        assert!(of("DN") > of("DP") && of("FN") > of("FP"));
        for (group, expected) in ["DN", "FN", "DP", "FP", "all", "goods"].iter().zip(expected) {
            assert_found(&format!("{name}, {group}"), of(group), expected);
        }
    }
}
