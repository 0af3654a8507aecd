//! A table divided by optimisation as the China-US study does it, timed and checked by plain sums.

use std::time::Instant;

use leontief::build::estimate::Objective;
use leontief::build::{
    Cells, ControlTotals, Division, Known, Overdraw, RegimeOwnershipSplit, Split, SplitEstimate,
    SplitEstimation, StartingShares,
};
use leontief::table::NationalTable;

use crate::figures::{self, Content};

/// How far a sector's ratio of processing value added is thought to stray, as in the study.
const STRAY: f64 = 0.1;
/// Of the largest flow.
const ROUNDING: f64 = 1e-11;

/// A table and what is known of its groups.
pub struct Case {
    pub name: String,
    pub table: NationalTable,
    pub starting: StartingShares,
    pub controls: ControlTotals,
    pub division: Division,
}

/// A divided table.
pub struct Divided {
    pub start: Split,
    pub estimate: SplitEstimate,
    pub contents: Vec<Content>,
}

impl Case {
    pub fn goods(&self) -> Vec<bool> {
        self.starting
            .processing
            .iter()
            .map(Option::is_some)
            .collect()
    }

    fn processing(&self) -> &'static [&'static str] {
        match self.division {
            Division::Regime => &["P"],
            Division::RegimeAndOwnership | Division::Ownership => &["DP", "FP"],
        }
    }

    /// Groups that share the technology of their sector.
    pub fn start(&self) -> Split {
        RegimeOwnershipSplit::new(&self.table, self.starting.clone(), self.controls)
            .overdraw(Overdraw::Cap)
            .shared_technology(self.division)
            .unwrap()
    }

    /// Imports for processing exactly, its value added by sector about.
    pub fn knowns(&self, start: &NationalTable) -> Vec<Known> {
        let (output, value_added) = (start.output(), start.value_added());
        let sectors = start.producers().sectors();
        let mut processed = 0.0;
        let mut by_sector = vec![0.0; sectors.len()];
        for at in start.producers().positions() {
            if start.producers().key(at).group.is_processing() {
                processed += output[at.get()];
                by_sector[at.get() % sectors.len()] += value_added[at.get()];
            }
        }
        let used = |cells: Cells| cells.used_by(self.processing().iter().copied());
        let mut knowns = vec![Known::amount(
            "imports for processing",
            used(Cells::imported_inputs()),
            self.controls.imports_per_processing_export * processed,
        )];
        for (code, shared) in sectors.codes().iter().zip(by_sector) {
            let amount = self.controls.processing_value_added_ratio * shared;
            if amount > 0.0 {
                let cells = used(Cells::value_added()).in_sectors([code.as_str()]);
                let label = format!("value added of processing in {code}");
                let known = Known::amount(label, cells, amount);
                knowns.push(known.give_or_take(STRAY * amount));
            }
        }
        knowns
    }

    /// Divided within what is known, and checked.
    pub fn divided(&self, known: impl Fn(&NationalTable) -> Vec<Known>) -> Divided {
        let start = self.start();
        let estimation = SplitEstimation::new(&self.table, &start)
            .unwrap()
            .all_known(known(start.table()));
        let clock = Instant::now();
        let estimate = estimation.estimate(Objective::LeastSquares).unwrap();
        let seconds = clock.elapsed().as_secs_f64();
        println!(
            "{}: {} parts of {} cells, {} margins, {:.1} s, {} systems solved, {} parts at zero",
            self.name,
            estimate.problem().unknowns(),
            estimate.problem().cells(),
            estimate.problem().margins(),
            seconds,
            estimate.solution().iterations(),
            estimate.at_zero()
        );
        for line in start.report() {
            println!("  {line}");
        }
        for known in estimate.knowns() {
            if !known.label.starts_with("value added") {
                println!("  {known}");
            }
        }
        self.check(&start, &estimate);
        let contents = figures::contents(estimate.table(), &self.goods());
        for row in &contents {
            let whole = row.added + row.imports + row.other;
            assert!((whole - 1000.0).abs() < 1e-6, "{row:?}");
        }
        Divided {
            start,
            estimate,
            contents,
        }
    }

    /// Cells, sales, outputs and totals by plain sums.
    fn check(&self, start: &Split, estimate: &SplitEstimate) {
        let (before, after) = (&self.table, estimate.table());
        let n = before.producers().len();
        let largest = before.output().iter().fold(0.0, |a: f64, x| a.max(x.abs()));
        let worst = [
            ("cells", cells_miss(before, after)),
            ("sales", sales_miss(before, after)),
            ("outputs", outputs_miss(before, after)),
            ("known exactly", knowns_miss(estimate)),
        ];
        for (what, miss) in worst {
            println!("  {what} miss by {miss:.1e} at most, of outputs up to {largest:.1e}");
            assert!(
                miss <= ROUNDING * largest,
                "{}: {what} miss by {miss:e}",
                self.name
            );
        }
        assert_eq!(after.output(), start.table().output());
        assert_eq!(after.exports(), start.table().exports());
        for block in after.producers().blocks() {
            for at in block.range().filter(|_| block.group().is_processing()) {
                assert!(after.domestic().row(at).iter().all(|sale| *sale == 0.0));
                assert!(
                    after
                        .domestic_final()
                        .row(at)
                        .iter()
                        .all(|sale| *sale == 0.0)
                );
            }
        }
        assert_eq!(after.producers().len() % n, 0);
    }
}

/// The sum over groups of every published cell.
fn cells_miss(before: &NationalTable, after: &NationalTable) -> f64 {
    let n = before.producers().len();
    let mut worst = 0.0_f64;
    let mut gaps = before.domestic().to_owned();
    for ((i, j), cell) in after.domestic().indexed_iter() {
        gaps[[i % n, j % n]] -= cell;
    }
    worst = gaps.iter().fold(worst, |a, gap| a.max(gap.abs()));
    let mut gaps = before.imported().to_owned();
    for ((i, j), cell) in after.imported().indexed_iter() {
        gaps[[i, j % n]] -= cell;
    }
    worst = gaps.iter().fold(worst, |a, gap| a.max(gap.abs()));
    let mut gaps = before.domestic_final().to_owned();
    for ((i, k), cell) in after.domestic_final().indexed_iter() {
        gaps[[i % n, k]] -= cell;
    }
    worst = gaps.iter().fold(worst, |a, gap| a.max(gap.abs()));
    for (row, divided) in before.primary().rows().iter().zip(after.primary().rows()) {
        let mut gaps = row.by_producer.clone();
        for (j, cell) in divided.by_producer.iter().enumerate() {
            gaps[j % n] -= cell;
        }
        worst = gaps.iter().fold(worst, |a, gap| a.max(gap.abs()));
    }
    worst
}

/// What sales miss of output beyond what the published row misses.
fn sales_miss(before: &NationalTable, after: &NationalTable) -> f64 {
    let gap = |table: &NationalTable, i: usize| {
        table.output()[i]
            - table.domestic().row(i).sum()
            - table.domestic_final().row(i).sum()
            - table.exports().by_producer()[i]
    };
    let n = before.producers().len();
    (0..after.producers().len())
        .map(|i| gap(after, i).abs() - gap(before, i % n).abs())
        .fold(0.0, f64::max)
}

/// What inputs miss of output beyond what the published column misses.
fn outputs_miss(before: &NationalTable, after: &NationalTable) -> f64 {
    let n = before.producers().len();
    let [published, found] = [before, after].map(|table| {
        let rows = table.primary().rows().iter();
        let paid = rows.fold(table.output().to_owned(), |left, row| {
            left - &row.by_producer
        });
        let axis = ndarray::Axis(0);
        paid - table.domestic().sum_axis(axis) - table.imported().sum_axis(axis)
    });
    (0..found.len())
        .map(|j| found[j].abs() - published[j % n].abs())
        .fold(0.0, f64::max)
}

fn knowns_miss(estimate: &SplitEstimate) -> f64 {
    let exact = estimate.knowns().into_iter();
    exact
        .filter(|known| known.standard_error == 0.0)
        .map(|known| (known.found - known.target).abs())
        .fold(0.0, f64::max)
}
