//! 2012: 139 sectors, imports separated in proportion, divided by regime and ownership.

use std::path::Path;

use leontief::build::{Cells, ImportSeparation, Known};
use leontief::read::nbs_competitive;
use leontief::table::CompetitiveTable;

use crate::customs::IN_2012;
use crate::figures::HEADING;
use crate::groups::Year;
use crate::raw_data::folder;
use crate::{open, sectors};

pub fn competitive(folder: &Path) -> CompetitiveTable {
    let path = folder.join("china_2012_139.csv.gz");
    let draft = nbs_competitive(open(&path), &path, 2012).unwrap();
    draft.check().unwrap()
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
    let separated = ImportSeparation::proportional().of(&competitive(&folder));
    let table = separated.unwrap().into_draft().check().unwrap();
    let year = Year {
        year: 2012,
        starting: sectors::starting_139(table.producers().only_block().unwrap().sectors()),
        table,
        customs: &IN_2012,
        others: vec![foreign_share_of_other_imports()],
    };
    println!("{HEADING}");
    let unknowns = year.divided([
        [858.0, 824.0, 444.0, 378.0, 693.0, 646.0],
        [851.0, 815.0, 489.0, 407.0, 706.0, 662.0],
    ]);
    // cells of nothing have no parts, and services no processing
    assert!(unknowns.iter().all(|n| (140_000..231_852).contains(n)));
}
