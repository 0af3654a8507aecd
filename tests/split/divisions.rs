//! Splits by regime alone and by ownership alone against the full split.

use leontief::build::{Division, Overdraw};
use leontief::table::NationalTable;
use ndarray::Array1;
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::{cases, divisible_table, largest_flow};
use crate::kept::{assert_processing_is_exported, assert_signs_kept, assert_sums_kept};
use crate::plan::{full_split, value_added_rates};

/// Output, exports, final use and sales to producers of groups added up, and whole matrices by (group, sector).
struct Merged {
    output: Vec<f64>,
    exports: Vec<f64>,
    finals: Vec<f64>,
    sales: Vec<f64>,
    domestic: Vec<f64>,
    imported: Vec<f64>,
    value_added: Vec<f64>,
}

impl Merged {
    fn of(table: &NationalTable, groups: &[&[&str]]) -> Self {
        let producers = table.producers();
        let n = producers.blocks()[0].sectors().len();
        // from every producer its merged group and sector
        let to: Vec<usize> = producers
            .positions()
            .map(|at| {
                let code = producers.key(at).group.code().to_owned();
                let group = groups
                    .iter()
                    .position(|merged| merged.contains(&code.as_str()));
                group.unwrap() * n + at.get() % n
            })
            .collect();
        let len = groups.len() * n;
        let merged = |values: Array1<f64>| {
            let mut sums = vec![0.0; len];
            for (j, value) in values.indexed_iter() {
                sums[to[j]] += value;
            }
            sums
        };
        let mut domestic = vec![0.0; len * len];
        for ((i, j), value) in table.domestic().indexed_iter() {
            domestic[to[i] * len + to[j]] += value;
        }
        let rows = ndarray::Axis(1);
        Self {
            output: merged(table.output().to_owned()),
            exports: merged(table.exports().by_producer()),
            finals: merged(table.domestic_final().sum_axis(rows)),
            sales: merged(table.domestic().sum_axis(rows)),
            imported: table
                .imported()
                .rows()
                .into_iter()
                .flat_map(|row| merged(row.to_owned()))
                .collect(),
            value_added: merged(table.value_added()),
            domestic,
        }
    }

    fn assert_close_to(&self, other: &Self, tolerance: f64) {
        for (what, found, expected) in [
            ("output", &self.output, &other.output),
            ("exports", &self.exports, &other.exports),
            ("final use", &self.finals, &other.finals),
            ("sales to producers", &self.sales, &other.sales),
        ] {
            assert_close(what, found.clone(), expected.clone(), tolerance);
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_split_by_regime_is_the_full_split_with_owners_merged(
        case in divisible_table(), seed: u64,
    ) {
        let full = full_split(&case, seed);
        prop_assume!(full.is_some());
        let (table, plan, full) = full.unwrap();
        let split = plan.split(&table, Overdraw::Cap).divided(Division::Regime).unwrap();
        assert_sums_kept(&table, split.table());
        assert_signs_kept(&table, split.table());
        assert_processing_is_exported(split.table());
        let merged = Merged::of(full.table(), &[&["DN", "FN"], &["DP", "FP"]]);
        let tolerance = 1e-12 * largest_flow(&table);
        let found = Merged::of(split.table(), &[&["N"], &["P"]]);
        found.assert_close_to(&merged, tolerance);
        assert_close("domestic", found.domestic, merged.domestic, tolerance);
        assert_close("imported", found.imported, merged.imported, tolerance);
        assert_close("value added", found.value_added, merged.value_added, tolerance);
    }

    #[test]
    fn a_split_by_ownership_has_the_sales_of_the_full_split(case in divisible_table(), seed: u64) {
        let full = full_split(&case, seed);
        prop_assume!(full.is_some());
        let (table, plan, full) = full.unwrap();
        let split = plan.split(&table, Overdraw::Cap).divided(Division::Ownership).unwrap();
        assert_sums_kept(&table, split.table());
        assert_signs_kept(&table, split.table());
        let merged = Merged::of(full.table(), &[&["DN", "DP"], &["FN", "FP"]]);
        let found = Merged::of(split.table(), &[&["D"], &["F"]]);
        found.assert_close_to(&merged, 1e-12 * largest_flow(&table));
        // all producers of a sector share its technology, so that its rates are those of the undivided table
        let rates = value_added_rates(&table);
        let after = value_added_rates(split.table());
        for (j, rate) in after.indexed_iter().filter(|(j, _)| split.table().output()[*j] > 0.0) {
            assert_close("rate", [*rate], [rates[j % rates.len()]], 1e-13);
        }
    }
}
