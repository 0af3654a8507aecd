//! Export vectors divided among the groups of a split.

use leontief::label::TradeKind;
use leontief::table::{Exports, NationalTable};
use ndarray::Array1;
use proptest::prelude::*;

use crate::common::assert_close;
use crate::common::random::{Numbers, cases, divisible_table};
use crate::kept::{by_sector, processing, sum_over};
use crate::plan::full_split;

/// Goods, services, re-exports and undivided exports of every sector.
fn random_exports(table: &NationalTable, seed: u64) -> Exports {
    let numbers = &mut Numbers::new(seed ^ 1);
    let n = table.producers().len();
    TradeKind::ALL.into_iter().fold(
        Exports::new(table.producers(), table.unit().clone()),
        |exports, kind| {
            exports
                .with("USA", kind, numbers.vector(n, 1.0, 100.0))
                .unwrap()
        },
    )
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn divided_exports_keep_every_flow_of_every_sector(
        case in divisible_table(), seed: u64, share in 0.05..0.95_f64,
    ) {
        let full = full_split(&case, seed);
        prop_assume!(full.is_some());
        let (table, plan, full) = full.unwrap();
        let exports = random_exports(&table, seed);
        let weights = Array1::from_shape_fn(plan.goods.len(), |j| {
            let amount = exports.of(TradeKind::Goods).by_producer()[j];
            let moves = full.processing_share()[j] > 0.0;
            if plan.goods[j] && moves { amount } else { 0.0 }
        });
        let goods: f64 = exports
            .of(TradeKind::Goods)
            .by_producer()
            .indexed_iter()
            .filter(|(j, _)| plan.goods[*j])
            .map(|(_, amount)| amount)
            .sum();
        let share = share * weights.sum() / goods; // sectors without processing stay without
        let divided = full.divide(&exports).unwrap();
        let with_share = full.divide_with_processing_share(&exports, share).unwrap();
        let tolerance = 1e-12 * exports.total();
        for divided in [&divided, &with_share] {
            prop_assert_eq!(divided.producers(), full.table().producers());
            prop_assert_eq!(divided.unit(), exports.unit());
            for (flow, before) in divided.flows().iter().zip(exports.flows()) {
                prop_assert_eq!((flow.partner(), flow.kind()), (before.partner(), before.kind()));
                let sums = by_sector(4, flow.amounts());
                assert_close("sectors", sums, before.amounts().to_owned(), tolerance);
                prop_assert!(flow.amounts().iter().all(|amount| *amount >= 0.0));
            }
        }
        let positions = processing(full.table().producers());
        let processed = |exports: &Exports, kind| {
            sum_over(exports.of(kind).by_producer().view(), &positions)
        };
        let reached = processed(&with_share, TradeKind::Goods) / goods;
        assert_close("share", [reached], [share], 1e-12);
        for divided in [&divided, &with_share] {
            prop_assert_eq!(processed(divided, TradeKind::Services), 0.0);
        }
    }

    #[test]
    fn exports_are_divided_by_the_shares_of_the_split(case in divisible_table(), seed: u64) {
        let full = full_split(&case, seed);
        prop_assume!(full.is_some());
        let (table, _, full) = full.unwrap();
        let exports = random_exports(&table, seed);
        let divided = full.divide(&exports).unwrap();
        for (flow, before) in divided.flows().iter().zip(exports.flows()) {
            let n = before.amounts().len();
            for (j, &amount) in before.amounts().indexed_iter() {
                let p = match flow.kind() {
                    TradeKind::Services => 0.0,
                    _ => full.processing_share()[j],
                };
                let s = full.foreign_share_of_normal()[j];
                let f = full.foreign_share_of_processing()[j];
                let expected = [(1.0 - p) * (1.0 - s), (1.0 - p) * s, p * (1.0 - f), p * f];
                let found = (0..4).map(|g| flow.amounts()[g * n + j]);
                let expected = expected.map(|share| share * amount);
                assert_close("groups", found, expected, 1e-13 * amount.max(1.0));
            }
        }
    }
}
