//! 2017 and 2020: 42 sectors, the bureau's own separation of imports, divided by regime and ownership.

use leontief::read::nbs_noncompetitive;

use crate::customs::{IN_2017, IN_2020};
use crate::figures::HEADING;
use crate::groups::Year;
use crate::raw_data::folder;
use crate::{open, sectors, y2012};

#[test]
fn china_of_2017_and_2020_with_its_own_imports_in_four_groups() {
    let Some(folder) = folder("china-nbs-io") else {
        return;
    };
    let fine = y2012::competitive(&folder);
    println!("{HEADING}");
    let cases = [
        (
            2017,
            IN_2017,
            [
                [870.0, 842.0, 482.0, 366.0, 735.0, 687.0],
                [865.0, 830.0, 506.0, 396.0, 745.0, 699.0],
            ],
        ),
        (
            2020,
            IN_2020,
            [
                [873.0, 837.0, 476.0, 356.0, 763.0, 714.0],
                [868.0, 827.0, 499.0, 386.0, 770.0, 724.0],
            ],
        ),
    ];
    for (year, customs, expected) in cases {
        let path = folder.join(format!("china_{year}_42.csv.gz"));
        let draft = nbs_noncompetitive(open(&path), &path, year).unwrap();
        let table = draft.check().unwrap();
        let starting = sectors::starting_42(&table, &fine);
        let year = Year {
            year,
            table,
            starting,
            customs: &customs,
            others: Vec::new(),
        };
        year.divided(expected);
    }
}
