//! 2017 and 2020: 42 sectors, the bureau's own separation of imports, divided by regime and ownership.

use leontief::build::Division;
use leontief::read::nbs_noncompetitive;

use crate::customs::{Basis, Customs, IN_2017, IN_2020};
use crate::divided::Case;
use crate::figures::{self, HEADING, added};
use crate::raw_data::folder;
use crate::{assert_found, open, sectors, y2012};

#[test]
fn china_of_2017_and_2020_with_its_own_imports_in_four_groups() {
    let Some(folder) = folder("china-nbs-io") else {
        return;
    };
    let fine = y2012::competitive(&folder);
    println!("{HEADING}");
    let cases: [(i32, Customs, [[f64; 6]; 2]); 2] = [
        (2017, IN_2017, [[0.0; 6], [0.0; 6]]),
        (2020, IN_2020, [[0.0; 6], [0.0; 6]]),
    ];
    for (year, customs, expected) in cases {
        let path = folder.join(format!("china_{year}_42.csv.gz"));
        let draft = nbs_noncompetitive(open(&path), &path, year).unwrap();
        let table = draft.check().unwrap();
        let starting = sectors::starting_42(&table, &fine);
        for ((how, basis), expected) in [("customs ratios", Basis::Full), ("at the fee", Basis::Fee)]
            .into_iter()
            .zip(expected)
        {
            let name = format!("{year}, {how}");
            let case = Case {
                name: name.clone(),
                table: table.clone(),
                starting: starting.clone(),
                controls: customs.controls(basis),
                division: Division::RegimeAndOwnership,
            };
            let found = case.divided(|start| case.knowns(start));
            figures::print(&format!("{name}, undivided"), &figures::contents(&case.table, &case.goods())[1..]);
            figures::print(&name, &found.contents);
            let of = |group| added(&found.contents, group);
            assert!(of("DN") > of("DP") && of("FN") > of("FP"));
            for (group, expected) in ["DN", "FN", "DP", "FP", "all", "goods"].iter().zip(expected) {
                assert_found(&format!("{name}, {group}"), of(group), expected);
            }
        }
    }
}
