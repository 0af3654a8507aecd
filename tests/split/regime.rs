//! The split by regime and ownership (DN, FN, DP, FP).

use leontief::build::{
    ControlTotals, Division, Overdraw, RegimeOwnershipSplit, Split, StartingShares,
};
use leontief::label::{Axis, Producers, TradeKind};
use leontief::model::{Measure, Model};
use leontief::table::{Exports, NationalDraft, NationalTable, PrimaryKind};
use ndarray::{Array1, array};
use proptest::prelude::*;

use crate::common::random::{Numbers, RandomTable, cases, divisible_table, largest_flow, measures};
use crate::common::{assert_close, million_dollars};
use crate::kept::{
    assert_processing_is_exported, assert_signs_kept, assert_sums_kept, by_sector, cells_by_sector,
    column_sums, foreign, processing, sum_over,
};

/// A split that can be made, except perhaps for its imports.
#[derive(Debug, Clone)]
pub struct Plan {
    pub starting: StartingShares,
    pub controls: ControlTotals,
    /// The first sector always exports goods, the others as it comes.
    pub goods: Vec<bool>,
}

/// p with one constant added to every logit so that Σ w p = total: written again, by halving odds.
fn shifted_to(starting: &Array1<f64>, weights: &Array1<f64>, total: f64) -> Array1<f64> {
    let at = |shift: f64| starting.mapv(|p| p * shift.exp() / (1.0 - p + p * shift.exp()));
    let (mut low, mut high) = (-100.0, 100.0);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if weights.dot(&at(middle)) < total {
            low = middle;
        } else {
            high = middle;
        }
    }
    at((low + high) / 2.0)
}

impl Plan {
    /// Totals inside what the starting shares can reach; imports near the sectors' own rates.
    fn random(table: &NationalTable, seed: u64) -> Self {
        let numbers = &mut Numbers::new(seed);
        let n = table.producers().len();
        let goods: Vec<bool> = (0..n).map(|j| j == 0 || numbers.chance(0.6)).collect();
        let mut given = |low: f64, high: f64, only: &[bool]| -> Vec<Option<f64>> {
            let share = |j: usize| only[j].then(|| numbers.between(low, high));
            (0..n).map(share).collect()
        };
        let mut starting = StartingShares {
            processing: given(0.05, 0.9, &goods),
            foreign_processing: given(0.1, 0.95, &goods),
            foreign_normal: given(0.02, 0.8, &vec![true; n]),
        };
        for j in 1..n {
            if goods[j] && numbers.chance(0.2) {
                starting.processing[j] = Some(0.0); // no processing in this sector
            }
            if table.output()[j] == 0.0 && numbers.chance(0.5) {
                starting.foreign_normal[j] = None; // nothing to share
            }
        }
        let weights = exported_goods(table, &goods);
        let first: Array1<f64> = starting
            .processing
            .iter()
            .map(|p| p.unwrap_or(0.0))
            .collect();
        let reachable = Array1::from_shape_fn(n, |j| if first[j] > 0.0 { weights[j] } else { 0.0 });
        let share = numbers.between(0.1, 0.9) * reachable.sum() / weights.sum();
        let processed = shifted_to(&first, &weights, share * weights.sum()) * &weights;
        let foreign_processing = numbers.between(0.1, 0.9);
        let foreign_normal = numbers.between(0.1, 0.9);
        Self {
            controls: ControlTotals {
                processing_share_of_exports: share,
                imports_per_processing_export: own_import_rate(table, &processed)
                    * numbers.between(0.7, 1.3),
                foreign_share_of_processing_exports: foreign_processing,
                foreign_share_of_exports: foreign_normal * (1.0 - share)
                    + foreign_processing * share,
                processing_value_added_ratio: numbers.between(0.5, 1.0),
            },
            starting,
            goods,
        }
    }

    /// Processing with the technology of its sector.
    fn with_own_technology(mut self, table: &NationalTable) -> Self {
        let weights = exported_goods(table, &self.goods);
        let first: Array1<f64> = self
            .starting
            .processing
            .iter()
            .map(|p| p.unwrap_or(0.0))
            .collect();
        let total = self.controls.processing_share_of_exports * weights.sum();
        let processed = shifted_to(&first, &weights, total) * &weights;
        self.controls.imports_per_processing_export = own_import_rate(table, &processed);
        self.controls.processing_value_added_ratio = 1.0;
        self
    }

    fn split<'a>(&self, table: &'a NationalTable, overdraw: Overdraw) -> RegimeOwnershipSplit<'a> {
        RegimeOwnershipSplit::new(table, self.starting.clone(), self.controls).overdraw(overdraw)
    }
}

fn exported_goods(table: &NationalTable, goods: &[bool]) -> Array1<f64> {
    let exports = table.exports().by_producer();
    Array1::from_shape_fn(goods.len(), |j| if goods[j] { exports[j] } else { 0.0 })
}

/// Imported inputs per unit of processing exports if processing were like the rest of each sector.
fn own_import_rate(table: &NationalTable, processed: &Array1<f64>) -> f64 {
    let imports = column_sums(table.imported());
    let used: f64 = (0..processed.len())
        .filter(|&j| processed[j] > 0.0)
        .map(|j| imports[j] / table.output()[j] * processed[j])
        .sum();
    used / processed.sum()
}

/// Every control total, to `tolerance` of its size.
pub fn assert_totals_met(split: &NationalTable, plan: &Plan, tolerance: f64) {
    let producers = split.producers();
    let n = plan.goods.len();
    let exports = split.exports().by_producer();
    let of_goods: Vec<usize> = (0..producers.len()).filter(|j| plan.goods[j % n]).collect();
    let (processing, foreign) = (processing(producers), foreign(producers));
    let foreign_processing: Vec<usize> = processing
        .iter()
        .copied()
        .filter(|j| foreign.contains(j))
        .collect();
    let foreign_goods: Vec<usize> = of_goods
        .iter()
        .copied()
        .filter(|j| foreign.contains(j))
        .collect();
    let sum = |positions: &[usize]| sum_over(exports.view(), positions);
    let imports = column_sums(split.imported());
    for (what, found, expected) in [
        (
            "processing_share_of_exports",
            sum(&processing) / sum(&of_goods),
            plan.controls.processing_share_of_exports,
        ),
        (
            "foreign_share_of_processing_exports",
            sum(&foreign_processing) / sum(&processing),
            plan.controls.foreign_share_of_processing_exports,
        ),
        (
            "foreign_share_of_exports",
            sum(&foreign_goods) / sum(&of_goods),
            plan.controls.foreign_share_of_exports,
        ),
        (
            "imports_per_processing_export",
            sum_over(imports.view(), &processing) / sum(&processing),
            plan.controls.imports_per_processing_export,
        ),
    ] {
        assert_close(what, [found], [expected], tolerance * expected.max(1.0));
    }
}

/// Direct value added at basic prices per unit of output, by producer.
fn value_added_rates(table: &NationalTable) -> Array1<f64> {
    let rows = table.primary().rows().iter();
    let value_added = rows
        .filter(|row| row.kind.is_basic_value_added())
        .fold(Array1::<f64>::zeros(table.producers().len()), |sum, row| {
            sum + &row.by_producer
        });
    let output = table.output();
    Array1::from_shape_fn(output.len(), |j| {
        if output[j] == 0.0 {
            0.0
        } else {
            value_added[j] / output[j]
        }
    })
}

/// The ratio of value-added rates in every sector that has processing.
pub fn assert_value_added_ratio_met(
    original: &NationalTable,
    split: &NationalTable,
    ratio: f64,
    tolerance: f64,
) {
    let n = original.producers().len();
    let (before, after) = (value_added_rates(original), value_added_rates(split));
    for j in processing(split.producers()) {
        if split.output()[j] > 0.0 {
            assert_close("ratio", [after[j]], [ratio * before[j % n]], tolerance);
        }
    }
}

/// A random table and its split, where the totals can be met.
fn full_split(case: &RandomTable, seed: u64) -> Option<(NationalTable, Plan, Split)> {
    let table = case.table("CHN", "USA");
    let plan = Plan::random(&table, seed);
    match plan
        .split(&table, Overdraw::Cap)
        .divided(Division::RegimeAndOwnership)
    {
        Ok(split) => Some((table, plan, split)),
        Err(error) => {
            assert!(error.is_control_total(), "{error}");
            None
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn sums_over_groups_are_the_undivided_table(case in divisible_table(), seed: u64) {
        let split = full_split(&case, seed);
        prop_assume!(split.is_some());
        let (table, _, split) = split.unwrap();
        assert_sums_kept(&table, split.table());
    }

    #[test]
    fn parts_have_the_sign_of_the_whole(case in divisible_table(), seed: u64) {
        let split = full_split(&case, seed);
        prop_assume!(split.is_some());
        let (table, _, split) = split.unwrap();
        assert_signs_kept(&table, split.table());
    }

    #[test]
    fn processing_output_is_exported_and_never_sold_at_home(case in divisible_table(), seed: u64) {
        let split = full_split(&case, seed);
        prop_assume!(split.is_some());
        assert_processing_is_exported(split.unwrap().2.table());
    }

    #[test]
    fn every_control_total_is_met(case in divisible_table(), seed: u64) {
        let split = full_split(&case, seed);
        prop_assume!(split.is_some());
        let (table, plan, split) = split.unwrap();
        // bisection ends at 1e-14 of the shift; a sum over a few sectors follows it to about the same
        assert_totals_met(split.table(), &plan, 1e-12);
        let ratio = plan.controls.processing_value_added_ratio;
        assert_value_added_ratio_met(&table, split.table(), ratio, 1e-12);
    }

    #[test]
    fn the_odds_of_all_sectors_move_alike(case in divisible_table(), seed: u64) {
        let split = full_split(&case, seed);
        prop_assume!(split.is_some());
        let (table, plan, split) = split.unwrap();
        let weights = exported_goods(&table, &plan.goods);
        let first: Array1<f64> = plan.starting.processing.iter().map(|p| p.unwrap_or(0.0)).collect();
        let total = plan.controls.processing_share_of_exports * weights.sum();
        let expected = shifted_to(&first, &weights, total);
        assert_close("shares", split.processing_share().to_vec(), expected, 1e-12);
    }

    #[test]
    fn refusal_names_a_total_or_gives_what_capping_gives(case in divisible_table(), seed: u64) {
        let table = case.table("CHN", "USA");
        let plan = Plan::random(&table, seed);
        let [refusing, capping] = [Overdraw::Refuse, Overdraw::Cap]
            .map(|overdraw| plan.split(&table, overdraw).divided(Division::RegimeAndOwnership));
        match (refusing, capping) {
            (Ok(refusing), Ok(capping)) => {
                prop_assert!(!capping.report().iter().any(|line| line.contains("capped")));
                prop_assert_eq!(refusing.table().domestic(), capping.table().domestic());
                prop_assert_eq!(refusing.table().imported(), capping.table().imported());
            }
            (Err(error), capping) => {
                prop_assert!(error.is_control_total());
                let message = error.to_string();
                prop_assert!(message.contains("`imports_per_processing_export`"), "{}", message);
                if let Ok(capping) = capping {
                    let capped = capping.report().iter().find(|line| line.contains("capped"));
                    prop_assert!(capped.is_some_and(|line| line.contains("CHN S")), "{:?}", capped);
                }
            }
            (Ok(_), Err(error)) => prop_assert!(false, "only capping failed: {}", error),
        }
    }

    #[test]
    fn a_split_by_regime_is_the_full_split_with_owners_merged(case in divisible_table(), seed: u64) {
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

    #[test]
    fn processing_like_the_rest_of_its_sector_leaves_every_content_as_it_was(
        case in divisible_table(), seed: u64,
    ) {
        let table = case.table("CHN", "USA");
        let plan = Plan::random(&table, seed).with_own_technology(&table);
        let split = plan.split(&table, Overdraw::Refuse).divided(Division::RegimeAndOwnership).unwrap();
        let (whole, divided) = (table.model().unwrap(), split.table().model().unwrap());
        for measure in measures(&whole) {
            let expected = split.repeated(&whole.multipliers(&measure).unwrap());
            let found = divided.multipliers(&measure).unwrap();
            for j in (0..found.len()).filter(|&j| split.table().output()[j] > 0.0) {
                // import rates follow the shift of their logits, which is known to 1e-14
                assert_close(&measure.code(), [found[j]], [expected[j]], 1e-12);
            }
        }
    }

    #[test]
    fn divided_exports_keep_every_flow_of_every_sector(case in divisible_table(), seed: u64, share in 0.05..0.95_f64) {
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
                let (s, f) = (full.foreign_share_of_normal()[j], full.foreign_share_of_processing()[j]);
                let expected = [(1.0 - p) * (1.0 - s), (1.0 - p) * s, p * (1.0 - f), p * f];
                let found = (0..4).map(|g| flow.amounts()[g * n + j]);
                let expected = expected.map(|share| share * amount);
                assert_close("groups", found, expected, 1e-13 * amount.max(1.0));
            }
        }
    }
}

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

/// Two goods sectors, of which A imports next to nothing, and services.
fn table_with_few_imports_in_a() -> NationalTable {
    let axis = Axis::new(["A", "B", "services"]).unwrap();
    let producers = Producers::whole("CHN", &axis).unwrap();
    NationalDraft::new(
        producers,
        Axis::new(["imports"]).unwrap(),
        million_dollars(),
    )
    .domestic(array![
        [20.0, 10.0, 5.0],
        [10.0, 20.0, 5.0],
        [10.0, 10.0, 10.0]
    ])
    .imported(array![[2.0, 30.0, 5.0]])
    .primary(PrimaryKind::Compensation, array![58.0, 30.0, 75.0])
    .export("USA", TradeKind::Goods, array![50.0, 50.0, 0.0])
    .export("USA", TradeKind::Services, array![0.0, 0.0, 10.0])
    .remaining_output_to("households")
    .output(array![100.0, 100.0, 100.0])
    .check()
    .unwrap()
}

fn plan(imports: f64, ratio: f64) -> Plan {
    Plan {
        starting: StartingShares {
            processing: vec![Some(0.5), Some(0.5), None],
            foreign_processing: vec![Some(0.8), Some(0.8), None],
            foreign_normal: vec![Some(0.3), Some(0.3), Some(0.1)],
        },
        controls: ControlTotals {
            processing_share_of_exports: 0.5,
            imports_per_processing_export: imports,
            foreign_share_of_processing_exports: 0.8,
            foreign_share_of_exports: 0.5,
            processing_value_added_ratio: ratio,
        },
        goods: vec![true, true, false],
    }
}

#[test]
fn a_cell_with_too_little_is_refused_by_name_or_capped_and_listed() {
    let table = table_with_few_imports_in_a();
    // both sectors process 25; A has imports of 2 in all, that is 0.08 per unit of processing
    let plan = plan(0.38, 0.8);
    let error = plan
        .split(&table, Overdraw::Refuse)
        .divided(Division::RegimeAndOwnership)
        .unwrap_err();
    assert!(error.is_control_total());
    let message = error.to_string();
    assert!(
        message.contains(
            "`imports_per_processing_export` asks too much of CHN A: a cell of its inputs, normal or processing, would turn negative"
        ),
        "{message}"
    );
    assert!(
        message.contains("expected a share from 0.000000 to 0.080000"),
        "{message}"
    );

    let split = plan
        .split(&table, Overdraw::Cap)
        .divided(Division::RegimeAndOwnership)
        .unwrap();
    let capped: Vec<&String> = split
        .report()
        .iter()
        .filter(|line| line.contains("capped"))
        .collect();
    assert_eq!(
        capped,
        ["imports_per_processing_export: capped at what the sector has: CHN A"]
    );
    assert_totals_met(split.table(), &plan, 1e-12);
    assert_sums_kept(&table, split.table());
    assert_signs_kept(&table, split.table());
    // processing in A takes all imports of A
    let normal = split.table().producers().at("CHN", "DN", "A").unwrap();
    assert_eq!(split.table().imported()[[0, normal.get()]], 0.0);
}

#[test]
fn a_total_that_no_sector_can_make_up_for_is_refused_either_way() {
    let table = table_with_few_imports_in_a();
    for overdraw in [Overdraw::Refuse, Overdraw::Cap] {
        let error = plan(0.9, 0.8)
            .split(&table, overdraw)
            .divided(Division::RegimeAndOwnership)
            .unwrap_err();
        assert!(error.is_control_total());
        assert!(
            error
                .to_string()
                .contains("`imports_per_processing_export`"),
            "{error}"
        );
    }
}

#[test]
fn services_are_never_processed_even_by_sectors_of_goods() {
    let table = table_with_few_imports_in_a();
    let split = plan(0.2, 0.8)
        .split(&table, Overdraw::Cap)
        .divided(Division::RegimeAndOwnership)
        .unwrap();
    let exports = Exports::new(table.producers(), table.unit().clone())
        .with("USA", TradeKind::Services, array![7.0, 0.0, 10.0])
        .unwrap();
    let divided = split.divide(&exports).unwrap();
    let processed = sum_over(
        divided.by_producer().view(),
        &processing(split.table().producers()),
    );
    assert_eq!(processed, 0.0);
    assert_close("total", [divided.total()], [17.0], 1e-14);
}

#[test]
fn the_four_groups_stand_in_their_usual_order() {
    let table = table_with_few_imports_in_a();
    let groups = |division| -> Vec<String> {
        let split = plan(0.2, 0.8)
            .split(&table, Overdraw::Cap)
            .divided(division)
            .unwrap();
        let blocks = split.table().producers().blocks().iter();
        blocks
            .map(|block| block.group().code().to_owned())
            .collect()
    };
    assert_eq!(
        groups(Division::RegimeAndOwnership),
        ["DN", "FN", "DP", "FP"]
    );
    assert_eq!(groups(Division::Regime), ["N", "P"]);
    assert_eq!(groups(Division::Ownership), ["D", "F"]);
}

#[test]
fn a_split_leaves_a_line_in_the_provenance() {
    let table = table_with_few_imports_in_a();
    let split = plan(0.2, 0.8)
        .split(&table, Overdraw::Cap)
        .divided(Division::Regime)
        .unwrap();
    let steps = split.table().provenance().steps();
    assert_eq!(
        steps,
        ["divided by regime (N, P) in proportion, with control totals"]
    );
    let groups = cells_by_sector(2, split.table().domestic());
    assert_close("cells", groups, table.domestic().to_owned(), 1e-13 * 100.0);
}

/// Value added per unit of processing exports is below that of normal exports where its ratio is below one and it imports more.
#[test]
fn processing_contains_less_value_added_than_the_rest() {
    let table = table_with_few_imports_in_a();
    let split = plan(0.3, 0.8)
        .split(&table, Overdraw::Cap)
        .divided(Division::Regime)
        .unwrap();
    let model: Model = split.table().model().unwrap();
    let rates = model.multipliers(&Measure::ValueAdded).unwrap();
    let at = |group: &str| {
        split
            .table()
            .producers()
            .at("CHN", group, "B")
            .unwrap()
            .get()
    };
    assert!(rates[at("P")] < rates[at("N")], "{rates}");
}
