//! What holds for every separation of every table.

use leontief::build::{
    EndUse, EndUseMix, EndUseShares, GivenImports, ImportSeparation, ImportedExports, NegativeUses,
    Overdraw, SeparatedImports, ToPublished,
};
use leontief::label::{Axis, Sector, TradeKind};
use leontief::model::Measure;
use leontief::table::{CompetitiveDraft, CompetitiveTable, NationalTable, PrimaryKind, Tolerance};
use ndarray::{Array1, Array2, ArrayView1, Axis as Dimension};
use proptest::prelude::*;

use crate::unit;

const CATEGORIES: [(&str, EndUse); 3] = [
    ("consumption", EndUse::Consumption),
    ("investment", EndUse::Capital),
    ("stocks", EndUse::Capital),
];

/// Numbers of a table, and of shares and imports to separate it by.
#[derive(Debug, Clone)]
struct Numbers {
    flows: Array2<f64>,
    /// Consumption, investment, stocks.
    finals: Array2<f64>,
    exports: Array1<f64>,
    imports: Array1<f64>,
    discrepancy: Array1<f64>,
    mixes: Vec<Option<[f64; 3]>>,
    /// Imported parts of uses, exports last.
    parts: Array2<f64>,
}

fn numbers() -> impl Strategy<Value = Numbers> {
    (1_usize..6).prop_flat_map(|n| {
        let uniform = |count: usize| prop::collection::vec(0.0..1.0_f64, count);
        let mixes = prop::collection::vec(prop::option::of([0.01..1.0_f64, 0.0..1.0, 0.0..1.0]), n);
        (uniform(n * n), uniform(n * 6), uniform(n * (n + 4)), mixes).prop_map(
            move |(flows, rest, parts, mixes)| {
                // about a third of the flows is zero
                let flows = flows.into_iter().map(|u| (100.0 * u - 30.0).max(0.0));
                let flows = Array2::from_shape_vec((n, n), flows.collect()).unwrap();
                let rest = Array2::from_shape_vec((n, 6), rest).unwrap();
                let finals = Array2::from_shape_fn((n, 3), |(i, k)| match k {
                    2 => 10.0 * rest[[i, k]] - 8.0,
                    _ => 10.0 + 200.0 * rest[[i, k]],
                });
                let home = flows.sum_axis(Dimension(1)) + finals.sum_axis(Dimension(1));
                Numbers {
                    exports: &rest.column(3) * 150.0,
                    // up to 1.2 times what is used at home
                    imports: &rest.column(4) * &home * 1.2,
                    discrepancy: Array1::from_shape_fn(n, |i| 20.0 * (rest[[i, 5]] - 0.5) + 60.0),
                    parts: Array2::from_shape_vec((n, n + 4), parts).unwrap(),
                    flows,
                    finals,
                    mixes,
                }
            },
        )
    })
}

impl Numbers {
    fn len(&self) -> usize {
        self.imports.len()
    }

    fn sectors(&self) -> Axis<Sector> {
        Axis::new((0..self.len()).map(|i| format!("S{i}"))).unwrap()
    }

    /// Output is what uses less imports leave, and enough of it; value added is what inputs leave.
    fn table(&self, sectors: &Axis<Sector>) -> CompetitiveTable {
        let supplied = self.flows.sum_axis(Dimension(1)) + self.finals.sum_axis(Dimension(1));
        let supplied = supplied + &self.exports - &self.imports + &self.discrepancy;
        let output = &supplied + &self.lifted(&supplied);
        let discrepancy = &self.discrepancy + &self.lifted(&supplied);
        let added = &output - &self.flows.sum_axis(Dimension(0));
        let mut draft = CompetitiveDraft::new("CHN", sectors.clone(), unit()).unwrap();
        for (k, (code, _)) in CATEGORIES.iter().enumerate() {
            draft = draft.final_use(code, self.finals.column(k).to_owned());
        }
        draft
            .flows(self.flows.clone())
            .export("WLD", TradeKind::Goods, &self.exports * 0.25)
            .export("WLD", TradeKind::Services, &self.exports * 0.75)
            .imports(self.imports.clone())
            .statistical_discrepancy("ERR", discrepancy)
            .primary(PrimaryKind::UndividedValueAdded, added)
            .output(output)
            .check()
            .unwrap()
    }

    /// What is missing to an output that makes an economy productive.
    fn lifted(&self, supplied: &Array1<f64>) -> Array1<f64> {
        let least = 100.0 * self.len() as f64;
        supplied.mapv(|x| (least - x).max(0.0))
    }

    fn separations(&self, sectors: &Axis<Sector>) -> Vec<ImportSeparation> {
        let n = self.len();
        let mut shares = EndUseShares::new(sectors);
        for (code, mix) in sectors.codes().iter().zip(&self.mixes) {
            if let Some(values) = mix {
                let [intermediate, consumption, capital] =
                    values.map(|value| value / values.iter().sum::<f64>());
                let mix = EndUseMix {
                    intermediate,
                    consumption,
                    capital,
                };
                shares = shares.with(code, mix).unwrap();
            }
        }
        let by_end_use = ImportSeparation::by_end_use(shares, CATEGORIES);
        let mut given = GivenImports::new(Array2::from_shape_fn((n, n), |(i, j)| {
            self.parts[[i, j]] * self.flows[[i, j]]
        }));
        for (k, (code, _)) in CATEGORIES.iter().enumerate() {
            given = given.final_use(code, &self.parts.column(n + k) * &self.finals.column(k));
        }
        let given = given.exports(&self.parts.column(n + 3) * &self.exports);
        let most = Array1::from_shape_fn(n, |i| self.exports[i].min(self.imports[i]));
        let known = ImportedExports::Given(&self.parts.column(n + 3) * &most);
        let proportional = ImportSeparation::proportional();
        [
            proportional.clone(),
            proportional.clone().exports(ImportedExports::Proportional),
            proportional
                .clone()
                .negative_uses(NegativeUses::StayDomestic),
            proportional.exports(known.clone()),
            by_end_use.clone(),
            by_end_use.clone().exports(ImportedExports::Proportional),
            by_end_use.clone().negative_uses(NegativeUses::StayDomestic),
            by_end_use.exports(known),
            ImportSeparation::given(given.clone()),
        ]
        .map(|separation| separation.overdraw(Overdraw::Cap))
        .into_iter()
        .collect()
    }
}

fn checked(separated: SeparatedImports) -> NationalTable {
    let draft = separated.into_draft().tolerance(Tolerance::relative(1e-11));
    draft.check().unwrap()
}

#[track_caller]
fn assert_near(found: ArrayView1<'_, f64>, expected: ArrayView1<'_, f64>, scale: f64) {
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() <= 1e-11 * scale, "{found} for {expected}");
    }
}

/// Imported cells: inputs, final uses, exports.
fn imported(table: &NationalTable) -> Array2<f64> {
    let exports = table.imported_exports().insert_axis(Dimension(1));
    ndarray::concatenate(
        Dimension(1),
        &[table.imported(), table.imported_final(), exports],
    )
    .unwrap()
}

fn reordered(numbers: &Numbers) -> Numbers {
    let order: Vec<usize> = (0..numbers.len()).rev().collect();
    let rows = |m: &Array2<f64>| m.select(Dimension(0), &order);
    let n = numbers.len();
    let columns = order.iter().copied().chain(n..n + 4);
    let columns: Vec<usize> = columns.collect();
    Numbers {
        flows: rows(&numbers.flows).select(Dimension(1), &order),
        finals: rows(&numbers.finals),
        exports: numbers.exports.select(Dimension(0), &order),
        imports: numbers.imports.select(Dimension(0), &order),
        discrepancy: numbers.discrepancy.select(Dimension(0), &order),
        mixes: order.iter().map(|&i| numbers.mixes[i]).collect(),
        parts: rows(&numbers.parts).select(Dimension(1), &columns),
    }
}

fn scaled(numbers: &Numbers, factor: f64) -> Numbers {
    Numbers {
        flows: &numbers.flows * factor,
        finals: &numbers.finals * factor,
        exports: &numbers.exports * factor,
        imports: &numbers.imports * factor,
        discrepancy: &numbers.discrepancy * factor,
        ..numbers.clone()
    }
}

proptest! {
    #[test]
    fn domestic_and_imported_parts_are_the_competitive_cell(numbers in numbers()) {
        let sectors = numbers.sectors();
        let table = numbers.table(&sectors);
        for separation in numbers.separations(&sectors) {
            let found = checked(separation.of(&table).unwrap());
            for (i, row) in numbers.flows.outer_iter().enumerate() {
                let parts = &found.domestic().row(i) + &found.imported().row(i);
                assert_near(parts.view(), row, 1e3);
            }
            for k in 0..3 {
                let parts = &found.domestic_final().column(k) + &found.imported_final().column(k);
                assert_near(parts.view(), numbers.finals.column(k), 1e3);
            }
            let exports = found.exports().by_producer() + found.imported_exports();
            assert_near(exports.view(), numbers.exports.view(), 1e3);
            // both flows keep their shares
            let goods = found.exports().of(TradeKind::Goods).by_producer() * 4.0;
            assert_near(goods.view(), found.exports().by_producer().view(), 1e3);
        }
    }

    #[test]
    fn an_imported_part_is_between_nothing_and_its_cell(numbers in numbers()) {
        let sectors = numbers.sectors();
        let table = numbers.table(&sectors);
        let n = numbers.len();
        for separation in numbers.separations(&sectors) {
            let found = imported(&checked(separation.of(&table).unwrap()));
            for ((i, c), part) in found.indexed_iter() {
                let cell = match c {
                    c if c < n => numbers.flows[[i, c]],
                    c if c < n + 3 => numbers.finals[[i, c - n]],
                    c if c + 1 == found.ncols() => numbers.exports[i],
                    _ => continue, // the discrepancy and the residual
                };
                let (low, high) = (cell.min(0.0), cell.max(0.0));
                prop_assert!(*part >= low - 1e-9 && *part <= high + 1e-9, "{part} of {cell}");
            }
        }
    }

    #[test]
    fn allocated_imports_are_published_ones_less_the_residual(numbers in numbers()) {
        let sectors = numbers.sectors();
        let table = numbers.table(&sectors);
        for separation in numbers.separations(&sectors) {
            let separated = separation.of(&table).unwrap();
            let report = separated.report().clone();
            for (row, imports) in report.products().iter().zip(&numbers.imports) {
                prop_assert_eq!(row.published, *imports);
                prop_assert!((row.allocated() + row.residual - imports).abs() <= 1e-9);
            }
            for capped in report.capped() {
                let asked: f64 = capped.uses.iter().map(|part| part.imports - part.uses).sum();
                let went = capped.moved + capped.exported + capped.left;
                prop_assert!((asked - went).abs() <= 1e-9);
            }
            // the table holds all imports, those that are not allocated in a category of their own
            let found = imported(&checked(separated)).sum_axis(Dimension(1));
            assert_near(found.view(), numbers.imports.view(), 1e3);
        }
    }

    #[test]
    fn value_added_is_output_less_all_inputs_whatever_the_rule(numbers in numbers()) {
        let sectors = numbers.sectors();
        let table = numbers.table(&sectors);
        for separation in numbers.separations(&sectors) {
            let found = checked(separation.of(&table).unwrap());
            let added = &found.output() - &numbers.flows.sum_axis(Dimension(0));
            assert_near(found.value_added().view(), added.view(), 1e3);
            let model = found.model().unwrap();
            let parts = [Measure::ValueAdded, Measure::Imports, Measure::Discrepancy];
            let parts = parts.map(|measure| model.multipliers(&measure).unwrap());
            for j in 0..numbers.len() {
                let one: f64 = parts.iter().map(|part| part[j]).sum();
                prop_assert!((one - 1.0).abs() <= 1e-9, "{one}");
            }
        }
    }

    #[test]
    fn the_unit_and_the_order_of_sectors_do_not_matter(numbers in numbers()) {
        let sectors = numbers.sectors();
        let table = numbers.table(&sectors);
        let large = scaled(&numbers, 1000.0);
        // the same discrepancy lifts output in the same proportion
        let large_table = scaled_table(&table, 1000.0);
        let turned = reordered(&numbers);
        let backwards: Vec<String> = sectors.codes().iter().rev().cloned().collect();
        let backwards = Axis::new(backwards).unwrap();
        let turned_table = turned.table(&backwards);
        let n = numbers.len();
        for ((one, other), back) in numbers
            .separations(&sectors)
            .iter()
            .zip(large.separations(&sectors))
            .zip(turned.separations(&backwards))
        {
            let found = checked(one.of(&table).unwrap());
            let times = checked(other.of(&large_table).unwrap());
            let back = checked(back.of(&turned_table).unwrap());
            for i in 0..n {
                assert_near((&times.imported().row(i) / 1000.0).view(), found.imported().row(i), 1e3);
                for j in 0..n {
                    let gap = back.imported()[[n - 1 - i, n - 1 - j]] - found.imported()[[i, j]];
                    prop_assert!(gap.abs() <= 1e-8, "{gap}");
                }
                for k in 0..3 {
                    let gap = back.imported_final()[[n - 1 - i, k]] - found.imported_final()[[i, k]];
                    prop_assert!(gap.abs() <= 1e-8, "{gap}");
                }
            }
        }
    }

    /// What a separation gave, given back as it is or scaled from half of it, is the same table.
    #[test]
    fn a_separation_given_back_is_itself(numbers in numbers()) {
        let sectors = numbers.sectors();
        let table = numbers.table(&sectors);
        let proportional = ImportSeparation::proportional()
            .exports(ImportedExports::Proportional)
            .overdraw(Overdraw::Cap);
        let first = proportional.of(&table).unwrap();
        prop_assume!(first.report().products().iter().all(|row| row.residual == 0.0));
        let first = checked(first);
        for (factor, choice) in [(1.0, ToPublished::Leave), (0.5, ToPublished::Rows), (0.5, ToPublished::Ras)] {
            let mut given = GivenImports::new(&first.imported() * factor)
                .exports(&first.imported_exports() * factor);
            for (k, (code, _)) in CATEGORIES.iter().enumerate() {
                given = given.final_use(code, &first.imported_final().column(k) * factor);
            }
            let again = ImportSeparation::given(given.to_published(choice)).overdraw(Overdraw::Cap);
            let again = checked(again.of(&table).unwrap());
            for i in 0..numbers.len() {
                for j in 0..numbers.len() {
                    let gap = again.imported()[[i, j]] - first.imported()[[i, j]];
                    prop_assert!(gap.abs() <= 1e-6, "{choice:?}: {gap}");
                }
            }
        }
    }
}

fn scaled_table(table: &CompetitiveTable, factor: f64) -> CompetitiveTable {
    let mut draft = CompetitiveDraft::new("CHN", table.sectors().clone(), unit()).unwrap();
    for (k, code) in table.final_uses().codes().iter().enumerate() {
        draft = draft.final_use(code, &table.finals().column(k) * factor);
    }
    for flow in table.exports().flows() {
        draft = draft.export(flow.partner(), flow.kind(), &flow.amounts() * factor);
    }
    let (code, amounts) = table.statistical_discrepancy().unwrap();
    let added = &table.primary().rows()[0];
    draft
        .flows(&table.flows() * factor)
        .imports(&table.imports() * factor)
        .statistical_discrepancy(code, &amounts * factor)
        .primary(added.kind, &added.by_producer * factor)
        .output(&table.output() * factor)
        .check()
        .unwrap()
}
