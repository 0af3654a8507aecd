use leontief::Error;
use leontief::build::estimate::{
    EstimateOptions, GroupCells, GroupProblem, GroupTotals, Objective,
};
use leontief::build::{ControlTotals, Division, RegimeOwnershipSplit, StartingShares};
use leontief::label::{Axis, Producers, TradeKind};
use leontief::table::{NationalDraft, NationalTable, PrimaryKind};
use leontief::unit::{PriceBasis, Scale, Unit};
use ndarray::{Array2, array, s};

use super::cases::{Uniform, close};

fn published() -> Result<NationalTable, Error> {
    let producers = Producers::whole("CHN", &Axis::new(["goods", "services"])?)?;
    let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    NationalDraft::new(producers, Axis::new(["oil", "chips"])?, unit)
        .domestic(array![[30.0, 10.0], [20.0, 30.0]])
        .imported(array![[8.0, 2.0], [12.0, 3.0]])
        .primary(PrimaryKind::Compensation, array![30.0, 65.0])
        .primary(PrimaryKind::OperatingSurplus, array![0.0, -10.0])
        .export("USA", TradeKind::Goods, array![25.0, 0.0])
        .final_use("households", array![36.0, 50.0], array![9.0, 1.0])
        .final_use("stocks", array![-1.0, 0.0], array![0.0, 0.0])
        .output(array![100.0, 100.0])
        .check()
}

/// A divided table taken for the truth, and what it says of the groups.
fn truth(table: &NationalTable) -> (GroupCells, GroupTotals) {
    let starting = StartingShares {
        processing: vec![Some(0.3), None],
        foreign_processing: vec![Some(0.8), None],
        foreign_normal: vec![Some(0.3), Some(0.1)],
    };
    let controls = ControlTotals {
        processing_share_of_exports: 0.42,
        imports_per_processing_export: 0.5,
        foreign_share_of_processing_exports: 0.82,
        foreign_share_of_exports: 0.5,
        processing_value_added_ratio: 0.75,
    };
    let split = RegimeOwnershipSplit::new(table, starting, controls);
    let split = split.divided(Division::RegimeAndOwnership).unwrap();
    let divided = split.table();
    let block =
        |values: &ndarray::Array1<f64>, g: usize| values.slice(s![2 * g..2 * g + 2]).to_owned();
    let (output, exports) = (divided.output().to_owned(), divided.exports().by_producer());
    let imported = divided.imported();
    let totals = GroupTotals {
        output: [0, 1, 2, 3].map(|g| block(&output, g)),
        exports: [0, 1].map(|g| block(&exports, g)),
        processing_imports: Some(imported.slice(s![.., 4..]).sum_axis(ndarray::Axis(1))),
    };
    (GroupCells::of(divided).unwrap(), totals)
}

fn each(cells: &mut GroupCells, mut change: impl FnMut(&mut f64)) {
    for matrix in matrices_mut(cells) {
        matrix.iter_mut().for_each(&mut change);
    }
}

fn matrices_mut(cells: &mut GroupCells) -> [&mut Array2<f64>; 4] {
    [
        &mut cells.domestic,
        &mut cells.imported,
        &mut cells.domestic_final,
        &mut cells.primary,
    ]
}

fn flat(mut cells: GroupCells) -> Vec<f64> {
    let matrices = matrices_mut(&mut cells);
    matrices
        .into_iter()
        .flat_map(|matrix| matrix.iter().copied())
        .collect()
}

#[test]
fn true_totals_and_priors_in_proportion_give_the_truth() {
    let table = published().unwrap();
    let (truth, totals) = truth(&table);
    for objective in [Objective::LeastSquares, Objective::CrossEntropy] {
        let mut prior = truth.clone();
        each(&mut prior, |value| *value *= 1.7);
        let problem = GroupProblem::new(&table, prior, &totals).unwrap();
        let (found, solution) = problem
            .estimate(objective, &EstimateOptions::default())
            .unwrap();
        close(&flat(found), &flat(truth.clone()), 1e-10);
        assert!(solution.largest_residual() < 1e-12);
        assert!(!solution.redundant().is_empty());
    }
}

#[test]
fn priors_that_are_off_are_moved_until_all_totals_are_met() {
    let table = published().unwrap();
    let (truth, totals) = truth(&table);
    let mut random = Uniform::new(2);
    let mut prior = truth.clone();
    each(&mut prior, |value| *value *= 0.7 + 0.6 * random.next());
    let problem = GroupProblem::new(&table, prior, &totals).unwrap();
    for objective in [Objective::LeastSquares, Objective::CrossEntropy] {
        let (found, _) = problem
            .estimate(objective, &EstimateOptions::default())
            .unwrap();
        let inputs = found.domestic.sum_axis(ndarray::Axis(0))
            + found.imported.sum_axis(ndarray::Axis(0))
            + found.primary.sum_axis(ndarray::Axis(0));
        let outputs: Vec<f64> = totals.output.iter().flatten().copied().collect();
        close(&inputs.to_vec(), &outputs, 1e-10);
        let sales = found.domestic.sum_axis(ndarray::Axis(1))
            + found.domestic_final.sum_axis(ndarray::Axis(1));
        let exports: Vec<f64> = totals.exports.iter().flatten().copied().collect();
        let made: Vec<f64> = sales
            .iter()
            .zip(&exports)
            .map(|(sold, exports)| sold + exports)
            .collect();
        close(&made[..4], &outputs[..4], 1e-10);
        assert!(sales.iter().skip(4).all(|sold| *sold == 0.0));
        let abroad = found.imported.slice(s![.., 4..]).sum_axis(ndarray::Axis(1));
        close(
            &abroad.to_vec(),
            &totals.processing_imports.clone().unwrap().to_vec(),
            1e-10,
        );
    }
}

#[test]
fn outputs_that_do_not_add_up_to_the_sector_are_named() {
    let table = published().unwrap();
    let (truth, mut totals) = truth(&table);
    totals.output[3][0] += 1.0;
    let problem = GroupProblem::new(&table, truth, &totals).unwrap();
    let error = problem
        .estimate(Objective::LeastSquares, &EstimateOptions::default())
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("contradict") && text.contains("goods"),
        "{text}"
    );
}

#[test]
fn other_groups_and_shapes_are_refused() {
    let table = published().unwrap();
    let (truth, mut totals) = truth(&table);
    assert!(GroupCells::of(&table).unwrap_err().is_label());
    totals.exports[1] = array![1.0];
    assert!(
        GroupProblem::new(&table, truth, &totals)
            .unwrap_err()
            .is_shape()
    );
}
