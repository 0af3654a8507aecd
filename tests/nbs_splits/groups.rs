//! A table divided by regime and ownership with what customs say of the year, on both bases.

use leontief::build::{Division, Known, StartingShares};
use leontief::table::NationalTable;

use crate::assert_found;
use crate::customs::{Basis, Customs};
use crate::divided::Case;
use crate::figures::{self, added};

pub const BASES: [(&str, Basis); 2] = [
    ("ratios of full value", Basis::Full),
    ("ratios at the fee", Basis::Fee),
];

/// What is expected of DN, FN, DP, FP, all exports and exports of goods.
pub type Expected = [f64; 6];

pub struct Year<'a> {
    pub year: i32,
    pub table: NationalTable,
    pub starting: StartingShares,
    pub customs: &'a Customs,
    pub others: Vec<Known>,
}

impl Year<'_> {
    /// Divided on both bases, printed and compared with what was found before. Returns numbers of unknowns.
    pub fn divided(&self, expected: [Expected; 2]) -> [usize; 2] {
        let goods: Vec<bool> = (self.starting.processing.iter())
            .map(Option::is_some)
            .collect();
        let undivided = figures::contents(&self.table, &goods);
        figures::print(&format!("{}, undivided", self.year), &undivided[1..]);
        [0, 1].map(|at| self.on_basis(BASES[at], expected[at]))
    }

    fn on_basis(&self, (how, basis): (&str, Basis), expected: Expected) -> usize {
        let case = Case {
            name: format!("{}, {how}", self.year),
            table: self.table.clone(),
            starting: self.starting.clone(),
            controls: self.customs.controls(basis),
            division: Division::RegimeAndOwnership,
        };
        let found = case.divided(|start| {
            let mut knowns = case.knowns(start);
            knowns.extend(self.others.iter().cloned());
            knowns
        });
        let name = &case.name;
        let shared = figures::contents(found.start.table(), &case.goods());
        figures::print(&format!("{name}, one technology"), &shared[..4]);
        figures::print(name, &found.contents);
        let materials = self.customs.materials_in_yuan(basis);
        if materials > 0.0 {
            for of in ["all", "goods"] {
                let of_all = figures::with_materials(&found.contents, of, materials);
                println!("  {of}, materials counted in exports: {of_all:.1}");
            }
        }
        let foreign = figures::part(&found.contents, &["FN", "FP"]);
        println!("  foreign-invested firms add {foreign:.3} of the value added in exports");
        let of = |group| added(&found.contents, group);
        assert!(of("DN") > of("DP") && of("FN") > of("FP"));
        // what is known makes processing import more than its sector does, and others less
        assert!(of("DP") < added(&shared, "DP") && of("FP") < added(&shared, "FP"));
        assert!(of("DN") > added(&shared, "DN") && of("FN") > added(&shared, "FN"));
        let groups = ["DN", "FN", "DP", "FP", "all", "goods"];
        for (group, expected) in groups.into_iter().zip(expected) {
            assert_found(&format!("{name}, {group}"), of(group), expected);
        }
        found.estimate.problem().unknowns()
    }
}
