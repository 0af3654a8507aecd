//! Extractions against the cut system solved again.

use leontief::account::ledger::Seller;
use leontief::account::linkages::{Extraction, Linkages};
use leontief::model::Measure;
use ndarray::{Array1, Axis as Dimension};
use proptest::prelude::*;

use crate::common::random::{any_table, cases};
use crate::common::worlds::t3x2;
use crate::common::{assert_close, china, usa};
use crate::dispersion::assert_dispersion;
use crate::written::{Written, column, inverse_of, worlds};

/// Output after the extraction, from the cut system solved again.
pub fn left(written: &Written, set: &[usize], kind: Extraction) -> Array1<f64> {
    let mut a = written.a.clone();
    let mut y = written.y();
    match kind {
        Extraction::Backward => set.iter().for_each(|&j| a.column_mut(j).fill(0.0)),
        Extraction::Forward => set.iter().for_each(|&i| a.row_mut(i).fill(0.0)),
        Extraction::Supply => {
            let mut shares = written.shares();
            set.iter().for_each(|&i| shares.row_mut(i).fill(0.0));
            let paid = &written.x - &written.z.sum_axis(Dimension(0));
            return paid.dot(&inverse_of(&shares));
        }
        Extraction::Total => {
            for &i in set {
                a.row_mut(i).fill(0.0);
                a.column_mut(i).fill(0.0);
                y[i] = 0.0;
            }
        }
    }
    inverse_of(&a).dot(&y)
}

fn assert_extractions(economy: &Linkages, written: &Written) {
    let tolerance = 1e-10 * written.x.iter().fold(1.0, |most: f64, x| most.max(*x));
    let n = written.x.len();
    let at: Vec<_> = economy.producers().positions().collect();
    for weights in [
        economy.output_weights().unwrap(),
        economy.weights(&Measure::ValueAdded).unwrap(),
    ] {
        let rates = weights.rates();
        let each = economy.extraction_of_each(&weights).unwrap();
        let all = rates.dot(&written.x);
        for kind in Extraction::ALL {
            let term = kind.term().code;
            let lost = |set: &[usize]| (&written.x - &left(written, set, kind)) * rates;
            let expected: Vec<f64> = (0..n).map(|j| lost(&[j]).sum()).collect();
            assert_close(
                term,
                column(each.losses(), term),
                expected.clone(),
                tolerance,
            );
            let shares = expected.iter().map(|loss| loss / all);
            assert_close(term, column(each.shares(), term), shares, 1e-10);
            for set in [vec![0], vec![1, 0], vec![n - 1, 0, 2], (0..n).collect()] {
                let chosen: Vec<_> = set.iter().map(|&k| at[k]).collect();
                let found = economy.extraction(&chosen, kind, &weights).unwrap();
                assert_close(term, column(&found, term), lost(&set), tolerance);
            }
        }
    }
}

#[test]
fn every_extraction_is_the_cut_system_solved_again() {
    for table in worlds() {
        assert_extractions(&table.model().unwrap().linkages(), &Written::of(&table));
    }
    for model in [china(), usa()] {
        assert_extractions(&model.linkages(), &Written::of_national(model.table()));
    }
}

#[test]
fn sets_to_extract_are_named_by_label_and_checked() {
    let economy = china().linkages();
    let foreign = Seller {
        group: Some("FP".to_owned()),
        ..Seller::country("CHN")
    };
    let positions = economy.positions(&foreign).unwrap();
    assert_eq!(
        positions.iter().map(|at| at.get()).collect::<Vec<_>>(),
        [6, 7]
    );
    let ones = economy.output_weights().unwrap();
    let twice = economy.extraction(&[positions[0], positions[0]], Extraction::Total, &ones);
    assert!(
        twice
            .unwrap_err()
            .to_string()
            .contains("CHN FP 1 is extracted twice")
    );
    for wrong in [
        Seller::country("JPN"),
        Seller {
            group: Some("XX".to_owned()),
            ..Seller::default()
        },
    ] {
        assert!(economy.positions(&wrong).unwrap_err().is_label());
    }
    let beyond = t3x2().producers().positions().last().unwrap();
    assert!(
        usa()
            .linkages()
            .extraction(&[beyond], Extraction::Total, &ones)
            .is_err()
    );
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn linkages_of_any_national_table_are_those_of_its_written_out_system(table in any_table()) {
        let model = table.model("CHN", "USA");
        let written = Written::of_national(model.table());
        let economy = model.linkages();
        let ones = economy.output_weights().unwrap();
        let found = economy.multipliers(&ones).unwrap();
        assert_close("type I", found.type_i().to_vec(), written.b().sum_axis(Dimension(0)), 1e-11);
        assert_dispersion(&economy, &written);
        let n = written.x.len();
        let each = economy.extraction_of_each(&ones).unwrap();
        let scale = 1e-10 * written.x.iter().fold(1.0, |most: f64, x| most.max(*x));
        for kind in Extraction::ALL {
            let lost = (0..n).map(|j| (&written.x - &left(&written, &[j], kind)).sum());
            let term = kind.term().code;
            assert_close(term, column(each.losses(), term), lost, scale);
        }
    }
}
