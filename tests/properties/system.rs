//! The system behind a model: the shortcut for rows of zeros, right and left solves, residuals.

use leontief::label::Axis;
use leontief::linalg::{Meaning, System};
use leontief::model::Measure;
use leontief::table::{NationalDraft, PrimaryKind};
use ndarray::{Array1, Array2, Axis as Dimension};
use proptest::prelude::*;

use crate::common::random::{Numbers, any_table, cases};
use crate::common::{assert_close, dense, million_dollars};

/// The largest entry of the inverse is at most 1 / (1 − 0.65) < 3, its condition below 5, its size at most 24.
const TIGHT: f64 = 1e-13;

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn rows_of_zeros_left_out_of_the_factorisation_change_nothing(case in any_table()) {
        let table = case.table("CHN", "USA");
        let model = table.model().unwrap();
        let inverse = dense::leontief_inverse(&table);
        assert_close("inverse", model.inverse().unwrap(), inverse.clone(), TIGHT);
        let flows = table.domestic();
        let core = (0..inverse.nrows()).filter(|&i| {
            let not_zero = |cell: &f64| *cell != 0.0;
            flows.row(i).iter().any(not_zero) && flows.column(i).iter().any(not_zero)
        });
        prop_assert_eq!(model.system().factorised_size(), core.count());
        let rates = model.rates(&Measure::ValueAdded).unwrap();
        let multipliers = model.multipliers(&Measure::ValueAdded).unwrap();
        assert_close("multipliers", multipliers.to_vec(), rates.dot(&inverse), TIGHT);
    }

    #[test]
    fn right_and_left_solves_are_adjoint(case in any_table(), seed: u64) {
        let model = case.model("CHN", "USA");
        let numbers = &mut Numbers::new(seed);
        let n = model.producers().len();
        let (demand, weights) = (numbers.vector(n, -1.0, 1.0), numbers.vector(n, -1.0, 1.0));
        let system = model.system();
        let right = weights.dot(&system.solve(demand.view()).unwrap());
        let left = system.solve_transposed(weights.view()).unwrap().dot(&demand);
        assert_close("w'(I − A)⁻¹e", [right], [left], n as f64 * TIGHT);
    }

    #[test]
    fn a_solve_leaves_no_residual(case in any_table(), seed: u64) {
        let model = case.model("CHN", "USA");
        let n = model.producers().len();
        let demand = Numbers::new(seed).vector(n * 3, -1.0, 1.0);
        let demand = demand.into_shape_with_order((n, 3)).unwrap();
        let system = model.system();
        let output = system.solve_many(demand.view()).unwrap();
        // the residual of a stable elimination does not even grow with the condition
        prop_assert!(system.residual(output.view(), demand.view()).unwrap() < 1e-14 * n.max(4) as f64);
    }

    #[test]
    fn the_producers_of_a_table_make_their_final_use_and_exports(case in any_table()) {
        let model = case.model("CHN", "USA");
        let table = model.table();
        // output less the rounding of its row
        let sold = &table.output() - &Array1::from_iter(
            table.checked().row_residuals().iter().map(|residual| residual.amount),
        );
        let demand = &sold - &table.domestic().sum_axis(Dimension(1));
        let finals = table.domestic_final().sum_axis(Dimension(1));
        let demanded = finals + table.exports().by_producer();
        assert_close("demand", demand, demanded.clone(), 1e-12 * 1000.0);
        if !case.rounded {
            let made = model.induced_output(demanded.view()).unwrap();
            assert_close("output", made, table.output().to_owned(), 1e-12 * 1000.0);
        }
    }

    #[test]
    fn an_economy_that_uses_up_all_it_makes_is_refused_by_name(
        n in 1..=60_usize, empty in 0.0..0.95_f64, skew in 0.0..8.0_f64, seed: u64,
    ) {
        let numbers = &mut Numbers::new(seed);
        // every column sums to one, with cells of any size: nothing is left for final use or exports of the whole
        let mut coefficients = Array2::from_shape_simple_fn((n, n), || {
            let cell = numbers.unit().powf(skew);
            if numbers.chance(empty) { 0.0 } else { cell }
        });
        for (j, mut column) in coefficients.columns_mut().into_iter().enumerate() {
            if column.sum() == 0.0 {
                column[(j + 1) % n] = 1.0;
            }
            let sum = column.sum();
            column /= sum;
        }
        let failure = System::new(coefficients).unwrap().solve(Array1::ones(n).view()).unwrap_err();
        let breakdown = failure.breakdown().unwrap();
        prop_assert_eq!(breakdown.meaning, Meaning::NotProductive);
        prop_assert!(breakdown.position < n);
    }
}

#[test]
fn an_economy_without_value_added_imports_and_final_use_is_refused_with_a_label() {
    let axis = Axis::new(["A", "B", "C"]).unwrap();
    let producers = leontief::label::Producers::whole("CHN", &axis).unwrap();
    let flows = ndarray::array![[10.0, 30.0, 60.0], [50.0, 20.0, 30.0], [40.0, 50.0, 10.0]];
    let model = NationalDraft::new(
        producers,
        Axis::new(["imports"]).unwrap(),
        million_dollars(),
    )
    .domestic(flows)
    .primary(PrimaryKind::Compensation, Array1::zeros(3))
    .output(Array1::from_elem(3, 100.0))
    .check()
    .unwrap()
    .model()
    .unwrap();
    let error = model.multipliers(&Measure::ValueAdded).unwrap_err();
    assert!(error.is_singular());
    assert!(
        error
            .to_string()
            .starts_with("CHN C: the economy is not productive"),
        "{error}"
    );
}
