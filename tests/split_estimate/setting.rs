//! Random tables, their starts, divisions by other technologies, and things known of them.

use leontief::build::estimate::{EstimateOptions, Objective};
use leontief::build::{
    Cells, Division, Known, Overdraw, Split, SplitCells, SplitEstimate, SplitEstimation,
};
use leontief::table::NationalTable;
use ndarray::Array2;
use proptest::prelude::*;

use crate::common::random::{self, Numbers, RandomTable, divisible_table};
use crate::plan::Plan;

pub const OBJECTIVES: [Objective; 2] = [Objective::LeastSquares, Objective::CrossEntropy];
pub const DIVISIONS: [Division; 3] = [
    Division::RegimeAndOwnership,
    Division::Regime,
    Division::Ownership,
];

/// A table of at most three sectors that a split can divide.
pub fn small_table() -> impl Strategy<Value = RandomTable> {
    divisible_table().prop_map(|table| RandomTable {
        sectors: table.sectors.min(3),
        ..table
    })
}

/// As many cases as one can wait for, or as `PROPTEST_CASES` says.
pub fn few() -> ProptestConfig {
    let config = random::cases();
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => config,
        None => ProptestConfig {
            cases: 24,
            ..config
        },
    }
}

/// A random table and its division with one technology, where the totals can be met.
pub fn start(case: &RandomTable, division: Division, seed: u64) -> Option<(NationalTable, Split)> {
    let table = case.table("CHN", "USA");
    let plan = Plan::random(&table, seed);
    let split = plan.split(&table, Overdraw::Cap);
    match split.shared_technology(division) {
        Ok(split) => Some((table, split)),
        Err(error) => {
            assert!(error.is_control_total(), "{error}");
            None
        }
    }
}

/// Cells times random factors, `spread` in logarithms.
pub fn disturbed(cells: &SplitCells, numbers: &mut Numbers, spread: f64) -> SplitCells {
    let mut matrix =
        |cells: &Array2<f64>| cells.mapv(|cell| cell * (spread * numbers.between(-1.0, 1.0)).exp());
    SplitCells {
        domestic: matrix(&cells.domestic),
        imported: matrix(&cells.imported),
        domestic_final: matrix(&cells.domestic_final),
        primary: matrix(&cells.primary),
    }
}

/// A division of the table by other technologies: the one closest to random priors.
pub fn truth(
    table: &NationalTable,
    start: &Split,
    objective: Objective,
    seed: u64,
) -> NationalTable {
    let numbers = &mut Numbers::new(seed);
    let priors = disturbed(&SplitCells::of(start.table()), numbers, 1.5);
    let estimation = SplitEstimation::new(table, start).unwrap();
    let estimate = estimation.priors(priors).unwrap().estimate(objective);
    estimate.unwrap().table().clone()
}

/// Closely enough for comparisons of tables.
pub fn options() -> EstimateOptions {
    EstimateOptions::default().iterations(300)
}

/// What these cells come to in a divided table, added up one by one.
pub struct Sums<'a>(pub &'a NationalTable);

impl Sums<'_> {
    pub fn producers(&self, group: Option<&str>, sector: Option<&str>) -> Vec<usize> {
        let producers = self.0.producers();
        let wanted = |at: &leontief::label::Ix<leontief::label::Producer>| {
            let key = producers.key(*at);
            let (of_group, of_sector) = (key.group.code(), key.sector);
            group.is_none_or(|group| group == of_group)
                && sector.is_none_or(|sector| sector == of_sector)
        };
        let positions = producers.positions().filter(wanted);
        positions.map(|at| at.get()).collect()
    }

    pub fn domestic(&self, group: &str, sector: Option<&str>) -> f64 {
        let columns = self.producers(Some(group), sector);
        let column = |j: &usize| self.0.domestic().column(*j).sum();
        columns.iter().map(column).sum()
    }

    pub fn imported(&self, product: Option<usize>, group: &str, sector: Option<&str>) -> f64 {
        let columns = self.producers(Some(group), sector);
        let mut sum = 0.0;
        for ((i, j), cell) in self.0.imported().indexed_iter() {
            if product.is_none_or(|product| product == i) && columns.contains(&j) {
                sum += cell;
            }
        }
        sum
    }

    pub fn value_added(&self, group: &str, sector: Option<&str>) -> f64 {
        let columns = self.producers(Some(group), sector);
        let rows = self.0.primary().rows().iter();
        let basic = rows.filter(|row| row.kind.is_basic_value_added());
        basic
            .map(|row| columns.iter().map(|&j| row.by_producer[j]).sum::<f64>())
            .sum()
    }
}

/// Codes of groups.
pub fn groups(table: &NationalTable) -> Vec<String> {
    let blocks = table.producers().blocks().iter();
    blocks.map(|b| b.group().code().to_owned()).collect()
}

/// Codes of the sectors of each group.
pub fn sectors(table: &NationalTable) -> Vec<String> {
    table.producers().blocks()[0].sectors().codes().to_vec()
}

/// What groups import, which division it is true of; `noise` with the standard error of `doubt` of it, or exactly.
pub fn imports_by_group(truth: &NationalTable, doubt: f64, numbers: &mut Numbers) -> Vec<Known> {
    let known = |group: &String| {
        let amount = Sums(truth).imported(None, group, None);
        let off = 1.0 + doubt * numbers.between(-1.0, 1.0);
        let cells = Cells::imported_inputs().used_by([group.as_str()]);
        Known::amount(format!("imports of {group}"), cells, amount * off)
            .give_or_take(doubt * amount)
    };
    groups(truth).iter().map(known).collect()
}

/// The value-added share of each group's sector in the sector, about.
pub fn value_added_shares(truth: &NationalTable, doubt: f64) -> Vec<Known> {
    let mut knowns = Vec::new();
    for sector in sectors(truth) {
        let parts = groups(truth)
            .into_iter()
            .map(|group| (Sums(truth).value_added(&group, Some(&sector)), group));
        let parts: Vec<(f64, String)> = parts.collect();
        let whole: f64 = parts.iter().map(|(part, _)| part).sum();
        for (part, group) in parts.iter().filter(|_| whole > 0.0) {
            let cells = || Cells::value_added().in_sectors([sector.as_str()]);
            let label = format!("share of {group} in value added of {sector}");
            let known = Known::share(
                label,
                cells().used_by([group.as_str()]),
                cells(),
                part / whole,
            );
            knowns.push(known.give_or_take(doubt));
        }
    }
    knowns
}

/// An estimate that is told exact imports by group and shares of value added about.
pub fn told(
    table: &NationalTable,
    start: &Split,
    truth: &NationalTable,
    objective: Objective,
) -> SplitEstimate {
    let numbers = &mut Numbers::new(1);
    SplitEstimation::new(table, start)
        .unwrap()
        .options(options())
        .all_known(imports_by_group(truth, 0.0, numbers))
        .all_known(value_added_shares(truth, 0.1))
        .estimate(objective)
        .unwrap()
}

/// All cells of a divided table in one row.
pub fn flat(cells: &SplitCells) -> Vec<f64> {
    let matrices = [
        &cells.domestic,
        &cells.imported,
        &cells.domestic_final,
        &cells.primary,
    ];
    matrices.into_iter().flatten().copied().collect()
}

/// A table with its producers in this order, and all amounts times a factor.
pub fn reworked(
    table: &NationalTable,
    producers: leontief::label::Producers,
    order: &[usize],
    factor: f64,
) -> NationalTable {
    use leontief::table::{NationalDraft, PrimaryRow};
    let n = order.len();
    let vector = |values: ndarray::ArrayView1<'_, f64>| {
        ndarray::Array1::from_shape_fn(n, |j| factor * values[order[j]])
    };
    let mut draft = NationalDraft::new(producers, table.products().clone(), table.unit().clone())
        .domestic(Array2::from_shape_fn((n, n), |(i, j)| {
            factor * table.domestic()[[order[i], order[j]]]
        }))
        .imported(Array2::from_shape_fn(
            (table.products().len(), n),
            |(i, j)| factor * table.imported()[[i, order[j]]],
        ))
        .imported_exports(&table.imported_exports() * factor)
        .output(vector(table.output()))
        .concept(table.concept())
        .tolerance(leontief::table::Tolerance {
            absolute: factor * table.checked().tolerance().absolute,
            ..table.checked().tolerance()
        });
    for flow in table.exports().flows() {
        draft = draft.export(flow.partner(), flow.kind(), vector(flow.amounts()));
    }
    for (k, code) in table.final_uses().codes().iter().enumerate() {
        let imported = &table.imported_final().column(k) * factor;
        draft = draft.final_use(code, vector(table.domestic_final().column(k)), imported);
    }
    for row in table.primary().rows() {
        draft = draft.primary_row(PrimaryRow {
            kind: row.kind,
            by_producer: vector(row.by_producer.view()),
            by_final_use: &row.by_final_use * factor,
            on_exports: row.on_exports * factor,
        });
    }
    for at in table.extensions().positions() {
        let (code, unit) = (table.extensions().code(at), table.extensions().name(at));
        draft = draft.extension(code, unit, vector(table.extension_rows().row(at.get())));
    }
    draft.check().unwrap()
}
