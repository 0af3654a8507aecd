//! Estimates to ask: random ones, one with all kinds of cells, and contents written again without any shortcut.

use leontief::build::estimate::Objective;
use leontief::build::{
    Cells, ControlTotals, Division, Known, RegimeOwnershipSplit, Split, SplitCells, SplitEstimate,
    SplitEstimation, StartingShares,
};
use leontief::label::{Axis, Producers, TradeKind};
use leontief::table::{
    Exports, IncomeShares, NationalDraft, NationalTable, PrimaryKind, ValueAddedConcept,
};
use ndarray::{Array1, Array2, Axis as Dimension, array};

use crate::common::million_dollars;
use crate::common::random::{Numbers, RandomTable};
use crate::setting::{imports_by_group, options, start, truth};

/// A published table and its start.
pub struct Started {
    pub table: NationalTable,
    pub split: Split,
}

impl Started {
    /// A random one, where the totals can be met.
    pub fn random(case: &RandomTable, division: Division, seed: u64) -> Option<Self> {
        start(case, division, seed).map(|(table, split)| Self { table, split })
    }

    /// Imports by group, exactly as in another division of the table.
    pub fn knowns(&self, seed: u64) -> Vec<Known> {
        let truth = truth(&self.table, &self.split, Objective::CrossEntropy, seed);
        imports_by_group(&truth, 0.0, &mut Numbers::new(seed))
    }

    pub fn estimation(&self) -> SplitEstimation<'_> {
        let estimation = SplitEstimation::new(&self.table, &self.split).unwrap();
        estimation.options(options())
    }

    /// An estimate that is told imports by group.
    pub fn estimate(&self, objective: Objective, seed: u64) -> SplitEstimate {
        let estimation = self.estimation().all_known(self.knowns(seed));
        estimation.estimate(objective).unwrap()
    }
}

/// Two sectors by regime and ownership, with a subsidy in one sector and stocks drawn down in the other.
pub fn two_sectors() -> Started {
    let producers = Producers::whole("CHN", &Axis::new(["A", "B"]).unwrap()).unwrap();
    let table = NationalDraft::new(producers, Axis::new(["M", "O"]).unwrap(), million_dollars())
        .domestic(array![[30.0, 10.0], [20.0, 30.0]])
        .imported(array![[15.0, 9.0], [5.0, 6.0]])
        .primary(PrimaryKind::ProductTax, array![-1.0, 2.0])
        .primary(PrimaryKind::Compensation, array![20.0, 25.0])
        .primary(PrimaryKind::OperatingSurplus, array![11.0, 18.0])
        .export("USA", TradeKind::Goods, array![25.0, 15.0])
        .export("ROW", TradeKind::Goods, array![10.0, 5.0])
        .final_use("households", array![28.0, 28.0], array![3.0, 4.0])
        .final_use("inventories", array![-3.0, 2.0], array![0.0, 0.0])
        .output(array![100.0, 100.0])
        .check()
        .unwrap();
    let starting = StartingShares {
        processing: vec![Some(0.4), Some(0.2)],
        foreign_processing: vec![Some(0.8), Some(0.6)],
        foreign_normal: vec![Some(0.3), Some(0.2)],
    };
    let controls = ControlTotals {
        processing_share_of_exports: 0.42,
        imports_per_processing_export: 0.5,
        foreign_share_of_processing_exports: 0.75,
        foreign_share_of_exports: 0.5,
        processing_value_added_ratio: 0.75,
    };
    let maker = RegimeOwnershipSplit::new(&table, starting, controls);
    let split = maker.shared_technology(Division::RegimeAndOwnership);
    Started {
        split: split.unwrap(),
        table,
    }
}

/// Imports for processing exactly (a quarter of all), a soft amount, an exact and a soft share.
pub fn all_kinds_of_knowns() -> Vec<Known> {
    vec![
        Known::amount(
            "imports for processing",
            Cells::imported_inputs().used_by(["DP", "FP"]),
            6.5,
        ),
        Known::amount(
            "compensation of foreign-invested firms",
            Cells::primary(PrimaryKind::Compensation).used_by(["FN", "FP"]),
            20.0,
        )
        .give_or_take(0.7),
        Known::share(
            "foreign share of surplus in A",
            Cells::primary(PrimaryKind::OperatingSurplus)
                .used_by(["FN", "FP"])
                .in_sectors(["A"]),
            Cells::primary(PrimaryKind::OperatingSurplus).in_sectors(["A"]),
            0.5,
        ),
        Known::share(
            "imported O of all inputs of processing",
            Cells::imported_inputs().of(["O"]).used_by(["DP", "FP"]),
            Cells::inputs().used_by(["DP", "FP"]),
            0.2,
        )
        .give_or_take(0.02),
    ]
}

/// What exports to the United States contain, written again: `f = ω'(I − A)⁻¹ e` with an inverse of everything.
pub struct Plain {
    pub exports: Array1<f64>,
    pub counted: Array2<f64>,
    /// Output less inputs, which stands.
    missed: Array1<f64>,
}

impl Plain {
    pub fn new(table: &NationalTable, exports: &Exports, counted: Array2<f64>) -> Self {
        Self {
            exports: exports.by_producer(),
            counted,
            missed: &table.output() - &paid(&SplitCells::of(table)),
        }
    }

    /// Value added by the table's concept.
    pub fn value_added(table: &NationalTable, exports: &Exports) -> Self {
        let rows = table.primary().rows();
        let counts = |kind: PrimaryKind| match table.concept() {
            ValueAddedConcept::BasicPrices => kind.is_basic_value_added(),
            ValueAddedConcept::WithProductTaxes => {
                kind.is_basic_value_added() || kind == PrimaryKind::ProductTax
            }
            ValueAddedConcept::AllPrimaryInputs => true,
        };
        let shape = (rows.len(), table.producers().len());
        let counted =
            Array2::from_shape_fn(shape, |(r, _)| f64::from(u8::from(counts(rows[r].kind))));
        Self::new(table, exports, counted)
    }

    /// Income of an owner; what the concept counts beside value added at basic prices is the home country's.
    pub fn income(
        table: &NationalTable,
        exports: &Exports,
        income: &IncomeShares,
        owner: &str,
    ) -> Self {
        let mut plain = Self::value_added(table, exports);
        let at = income.owners().at(owner).unwrap();
        for (row, mut counted) in (table.primary().rows().iter()).zip(plain.counted.rows_mut()) {
            match income.share(at, row.kind) {
                Some(shares) => counted *= &shares,
                None if owner == table.country() => {}
                None => counted.fill(0.0),
            }
        }
        plain
    }

    pub fn of(&self, cells: &SplitCells) -> f64 {
        let output = paid(cells) + &self.missed;
        let n = output.len();
        let per_output = |amount: f64, j: usize| {
            if self.missed[j] == output[j] {
                0.0 // nothing is made
            } else {
                amount / output[j]
            }
        };
        let system = Array2::from_shape_fn((n, n), |(i, j)| {
            f64::from(u8::from(i == j)) - per_output(cells.domestic[[i, j]], j)
        });
        let induced = crate::common::dense::inverse(system).dot(&self.exports);
        let counted = (&cells.primary * &self.counted).sum_axis(Dimension(0));
        (0..n).map(|j| per_output(counted[j], j) * induced[j]).sum()
    }
}

fn paid(cells: &SplitCells) -> Array1<f64> {
    let rows = Dimension(0);
    cells.domestic.sum_axis(rows) + cells.imported.sum_axis(rows) + cells.primary.sum_axis(rows)
}

/// Knowns that hold every negative part of an estimate where it is, exactly.
pub fn negatives_held(found: &SplitEstimate) -> Vec<Known> {
    let table = found.table();
    let cells = SplitCells::of(table);
    let producers = table.producers();
    let key = |at: usize| {
        let key = producers.key(producers.positions().nth(at).unwrap());
        (key.group.code().to_owned(), key.sector.to_owned())
    };
    let mut knowns = Vec::new();
    let mut held = |label: String, cells: Cells, amount: f64| {
        if amount < 0.0 {
            knowns.push(Known::amount(label, cells, amount));
        }
    };
    for ((r, j), amount) in cells.primary.indexed_iter() {
        let (group, sector) = key(j);
        let kind = table.primary().rows()[r].kind;
        let part = Cells::primary(kind).used_by([group.as_str()]);
        let part = part.in_sectors([sector.as_str()]);
        held(format!("{kind} of {group} {sector}"), part, *amount);
    }
    for ((i, k), amount) in cells.domestic_final.indexed_iter() {
        let (group, sector) = key(i);
        let code = &table.final_uses().codes()[k];
        let part = Cells::final_uses().sold_by([group.as_str()]);
        let part = part.of([sector.as_str()]).in_uses([code.as_str()]);
        held(format!("{code} of {group} {sector}"), part, *amount);
    }
    knowns
}
