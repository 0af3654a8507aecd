//! The split by ownership (D, F) with shared technology.

use leontief::build::{Overdraw, OwnershipSplit, Split};
use leontief::label::{Axis, Producers, TradeKind};
use leontief::table::{Exports, NationalDraft, NationalTable, PrimaryKind};
use ndarray::{Array1, array};
use proptest::prelude::*;

use crate::common::random::{Numbers, RandomTable, cases, divisible_table, measures};
use crate::common::{assert_close, million_dollars};
use crate::kept::{assert_signs_kept, assert_sums_kept, by_sector, foreign, sum_over};

struct Plan {
    starting: Array1<f64>,
    value_added: f64,
    share_of_exports: f64,
}

impl Plan {
    fn random(table: &NationalTable, seed: u64) -> Self {
        let numbers = &mut Numbers::new(seed);
        let share = numbers.between(0.05, 0.5);
        Self {
            starting: numbers.vector(table.producers().len(), 0.02, 0.6),
            value_added: share * table.value_added().sum(),
            share_of_exports: (share * numbers.between(0.8, 1.5)).min(0.9),
        }
    }

    fn split(&self, table: &NationalTable, overdraw: Overdraw) -> leontief::Result<Split> {
        OwnershipSplit::new(
            table,
            self.starting.clone(),
            self.value_added,
            self.share_of_exports,
        )
        .overdraw(overdraw)
        .divided()
    }
}

fn split(case: &RandomTable, seed: u64) -> Option<(NationalTable, Plan, Split)> {
    let table = case.table("USA", "CHN");
    // weights of a control total cannot be negative
    if table.value_added().iter().any(|value| *value < 0.0) {
        return None;
    }
    let plan = Plan::random(&table, seed);
    match plan.split(&table, Overdraw::Cap) {
        Ok(split) => Some((table, plan, split)),
        Err(error) => {
            assert!(error.is_control_total(), "{error}");
            None
        }
    }
}

pub fn assert_totals_met(
    split: &NationalTable,
    value_added: f64,
    share_of_exports: f64,
    tolerance: f64,
) {
    let foreign = foreign(split.producers());
    let found = sum_over(split.value_added().view(), &foreign);
    assert_close(
        "foreign-owned value added",
        [found / value_added],
        [1.0],
        tolerance,
    );
    let exports = split.exports().by_producer();
    let share = sum_over(exports.view(), &foreign) / exports.sum();
    assert_close(
        "foreign-owned share of exports",
        [share],
        [share_of_exports],
        tolerance,
    );
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn sums_and_signs_of_the_table_are_kept(case in divisible_table(), seed: u64) {
        let split = split(&case, seed);
        prop_assume!(split.is_some());
        let (table, _, split) = split.unwrap();
        assert_sums_kept(&table, split.table());
        assert_signs_kept(&table, split.table());
    }

    #[test]
    fn both_control_totals_are_met(case in divisible_table(), seed: u64) {
        let split = split(&case, seed);
        prop_assume!(split.is_some());
        let (_, plan, split) = split.unwrap();
        assert_totals_met(split.table(), plan.value_added, plan.share_of_exports, 1e-12);
    }

    #[test]
    fn shared_technology_leaves_every_content_as_it_was(case in divisible_table(), seed: u64) {
        let split = split(&case, seed);
        prop_assume!(split.is_some());
        let (table, _, split) = split.unwrap();
        let (whole, divided) = (table.model().unwrap(), split.table().model().unwrap());
        for measure in measures(&whole) {
            let expected = split.repeated(&whole.multipliers(&measure).unwrap());
            let found = divided.multipliers(&measure).unwrap();
            for j in (0..found.len()).filter(|&j| split.table().output()[j] > 0.0) {
                assert_close(&measure.code(), [found[j]], [expected[j]], 1e-12);
            }
        }
    }

    #[test]
    fn divided_exports_keep_every_sector(case in divisible_table(), seed: u64) {
        let split = split(&case, seed);
        prop_assume!(split.is_some());
        let (table, _, split) = split.unwrap();
        let divided = split.divide(table.exports()).unwrap();
        for (flow, before) in divided.flows().iter().zip(table.exports().flows()) {
            let sums = by_sector(2, flow.amounts());
            assert_close("sectors", sums, before.amounts().to_owned(), 1e-12 * 1000.0);
        }
        // the table's own exports are divided by the same shares
        let own = split.table().exports().by_producer();
        assert_close("own exports", divided.by_producer(), own, 1e-12 * 1000.0);
    }
}

/// A exports nearly all it makes and sells little at home.
fn table_that_exports_nearly_all() -> NationalTable {
    let axis = Axis::new(["A", "B"]).unwrap();
    let producers = Producers::whole("USA", &axis).unwrap();
    NationalDraft::new(
        producers,
        Axis::new(["imports"]).unwrap(),
        million_dollars(),
    )
    .primary(PrimaryKind::Compensation, array![100.0, 100.0])
    .export("CHN", TradeKind::Goods, array![90.0, 50.0])
    .remaining_output_to("households")
    .output(array![100.0, 100.0])
    .check()
    .unwrap()
}

#[test]
fn a_group_that_would_buy_back_its_sales_is_refused_by_name_or_capped_and_listed() {
    let table = table_that_exports_nearly_all();
    let plan = Plan {
        starting: array![0.2, 0.2],
        value_added: 40.0,
        // A has foreign-owned output of 20, B too: exports of 0.3 × 140 = 42 exceed both together
        share_of_exports: 0.3,
    };
    for overdraw in [Overdraw::Refuse, Overdraw::Cap] {
        let message = plan.split(&table, overdraw).unwrap_err().to_string();
        assert!(
            message.contains("`foreign-owned share of exports`"),
            "{message}"
        );
    }
    let plan = Plan {
        share_of_exports: 0.26,
        ..plan
    };
    let error = plan.split(&table, Overdraw::Refuse).unwrap_err();
    assert!(error.is_control_total());
    assert!(
        error.to_string().contains(
            "`foreign-owned share of exports` asks too much of USA A: home sales of one of its groups would turn negative"
        ),
        "{error}"
    );
    let split = plan.split(&table, Overdraw::Cap).unwrap();
    assert_totals_met(split.table(), 40.0, 0.26, 1e-12);
    assert_sums_kept(&table, split.table());
    assert_signs_kept(&table, split.table());
    let capped = "foreign-owned share of exports: capped at what the sector has: USA A";
    assert_eq!(split.report().last().unwrap(), capped);
}

#[test]
fn there_is_no_processing_to_share() {
    let table = table_that_exports_nearly_all();
    let plan = Plan {
        starting: array![0.2, 0.2],
        value_added: 40.0,
        share_of_exports: 0.2,
    };
    let split = plan.split(&table, Overdraw::Refuse).unwrap();
    let exports = Exports::new(table.producers(), table.unit().clone())
        .with("CHN", TradeKind::Goods, array![10.0, 5.0])
        .unwrap();
    assert_eq!(split.processing_share(), array![0.0, 0.0]);
    let error = split
        .divide_with_processing_share(&exports, 0.4)
        .unwrap_err();
    assert!(error.is_control_total());
    assert!(
        error
            .to_string()
            .contains("`processing share of these exports`"),
        "{error}"
    );
    let unshifted = split.divide_with_processing_share(&exports, 0.0).unwrap();
    assert_eq!(unshifted, split.divide(&exports).unwrap());
}
