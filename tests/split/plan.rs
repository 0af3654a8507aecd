//! Splits by regime and ownership that can be made, and the totals they must meet.

use leontief::build::{
    ControlTotals, Division, Overdraw, RegimeOwnershipSplit, Split, StartingShares,
};
use leontief::label::TradeKind;
use leontief::table::NationalTable;
use ndarray::Array1;

use crate::common::assert_close;
use crate::common::random::{Numbers, RandomTable};
use crate::kept::{column_sums, foreign, processing, sum_over};

/// A split that can be made, except perhaps for its imports.
#[derive(Debug, Clone)]
pub struct Plan {
    pub starting: StartingShares,
    pub controls: ControlTotals,
    /// The first sector always exports goods, the others as it comes.
    pub goods: Vec<bool>,
}

/// p with one constant added to every logit so that Σ w p = total: written again, by halving odds.
pub fn shifted_to(starting: &Array1<f64>, weights: &Array1<f64>, total: f64) -> Array1<f64> {
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
    pub fn random(table: &NationalTable, seed: u64) -> Self {
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
        for (j, share) in starting.processing.iter_mut().enumerate().skip(1) {
            if share.is_some() && numbers.chance(0.2) {
                *share = Some(0.0); // no processing in this sector
            }
            if table.output()[j] == 0.0 && numbers.chance(0.5) {
                starting.foreign_normal[j] = None; // nothing to share
            }
        }
        let weights = exported_goods(table, &goods);
        let first = filled(&starting.processing);
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
    pub fn with_own_technology(mut self, table: &NationalTable) -> Self {
        let weights = exported_goods(table, &self.goods);
        let first = self.processing();
        let total = self.controls.processing_share_of_exports * weights.sum();
        let processed = shifted_to(&first, &weights, total) * &weights;
        self.controls.imports_per_processing_export = own_import_rate(table, &processed);
        self.controls.processing_value_added_ratio = 1.0;
        self
    }

    /// The starting shares of processing, zero for services.
    pub fn processing(&self) -> Array1<f64> {
        filled(&self.starting.processing)
    }

    pub fn split<'a>(
        &self,
        table: &'a NationalTable,
        overdraw: Overdraw,
    ) -> RegimeOwnershipSplit<'a> {
        RegimeOwnershipSplit::new(table, self.starting.clone(), self.controls).overdraw(overdraw)
    }
}

fn filled(shares: &[Option<f64>]) -> Array1<f64> {
    shares.iter().map(|share| share.unwrap_or(0.0)).collect()
}

/// Exports of sectors that export goods, services that they also export left out.
pub fn exported_goods(table: &NationalTable, goods: &[bool]) -> Array1<f64> {
    let exports = merchandise(table);
    Array1::from_shape_fn(exports.len(), |j| {
        if goods[j % goods.len()] {
            exports[j]
        } else {
            0.0
        }
    })
}

fn merchandise(table: &NationalTable) -> Array1<f64> {
    table.exports().by_producer() - table.exports().of(TradeKind::Services).by_producer()
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
    let exports = merchandise(split);
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
pub fn value_added_rates(table: &NationalTable) -> Array1<f64> {
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
pub fn full_split(case: &RandomTable, seed: u64) -> Option<(NationalTable, Plan, Split)> {
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
