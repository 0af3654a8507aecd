//! An engine of the caller's choice answers as the built-in one does, and economies are judged the same way.

use leontief::linalg::{
    Breakdown, Cut, Engine, Factor, Factorised, Failure, Meaning, Options, Pivoting, Productive,
    Sign, Solver, System, invert,
};
use leontief::run::{MemoryLimit, Run};
use ndarray::{Array1, Array2, ArrayViewMut2, array};
use proptest::prelude::*;

use crate::common::random::{Numbers, cases};
use crate::economies::{any_cells, assert_absolute, productive, rounding, skew, with_gaps};
use crate::reference;

/// Plain loops that always exchange rows, as LAPACK does, and judge nothing.
#[derive(Debug)]
struct Plain;

#[derive(Debug)]
struct PlainFactor {
    inverse: Array2<f64>,
    determinant: Sign,
}

fn singular() -> Failure {
    Failure::Breakdown(Breakdown {
        position: 0,
        pivot: 0.0,
        meaning: Meaning::Singular,
    })
}

impl Engine for Plain {
    fn name(&self) -> &'static str {
        "plain loops"
    }

    fn factorise(
        &self,
        matrix: Array2<f64>,
        _: Pivoting,
        _: &Run,
    ) -> Result<Box<dyn Factor>, Failure> {
        let (inverse, determinant) = reference::invert(&matrix).ok_or_else(singular)?;
        Ok(Box::new(PlainFactor {
            inverse,
            determinant,
        }))
    }

    fn invert(&self, matrix: Array2<f64>, _: &Run) -> Result<Array2<f64>, Failure> {
        Ok(reference::invert(&matrix).ok_or_else(singular)?.0)
    }

    fn memory_of_inverse(&self, n: usize) -> usize {
        8 * n * n
    }

    fn memory_of_factor(&self, n: usize) -> usize {
        16 * n * n
    }
}

impl Factor for PlainFactor {
    fn solve(&self, mut rhs: ArrayViewMut2<'_, f64>) {
        let solved = reference::product(self.inverse.view(), rhs.view());
        rhs.assign(&solved);
    }

    fn solve_transposed(&self, mut rhs: ArrayViewMut2<'_, f64>) {
        let solved = reference::product(self.inverse.t(), rhs.view());
        rhs.assign(&solved);
    }

    fn pivoting(&self) -> Pivoting {
        Pivoting::Partial
    }

    fn determinant(&self) -> Sign {
        self.determinant
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn another_engine_gives_the_same_answers(n in 1..=30_usize, gap in 0.0..0.3_f64, seed: u64) {
        let numbers = &mut Numbers::new(seed);
        let a = with_gaps(n, gap, numbers);
        let (own, other) = (System::new(a.clone()).unwrap(), System::with_engine(a.clone(), Plain).unwrap());
        let rhs = any_cells(n, 2, numbers);
        let close = |one: Array2<f64>, other: Array2<f64>| {
            assert_absolute("engines", one.view(), other.view(), 4.0 * rounding(n));
        };
        let block: Vec<usize> = numbers.permutation(n)[..n.div_ceil(2)].to_vec();
        close(own.inverse().unwrap(), other.inverse().unwrap());
        close(own.solve_many(rhs.view()).unwrap(), other.solve_many(rhs.view()).unwrap());
        close(
            own.solve_transposed_many(rhs.view()).unwrap(),
            other.solve_transposed_many(rhs.view()).unwrap(),
        );
        close(
            own.diagonal_blocks(&[&block]).unwrap().remove(0),
            other.diagonal_blocks(&[&block]).unwrap().remove(0),
        );
        let cut = Cut::out_of(&block, n);
        close(
            own.without(&cut).unwrap().solve_many(rhs.view()).unwrap(),
            other.without(&cut).unwrap().solve_many(rhs.view()).unwrap(),
        );
    }

    #[test]
    fn another_engine_refuses_the_same_economies(n in 1..=30_usize, excess in -6.0..1.0_f64, seed: u64) {
        let mut a = productive(n, 1.0, &mut Numbers::new(seed));
        for mut column in a.columns_mut() {
            let sum = column.sum();
            column.mapv_inplace(|cell| cell / sum * (1.0 + 10_f64.powf(excess)));
        }
        let options = Options::default().engine(Plain);
        for answer in [
            invert(a.clone(), &options).map(|_| ()),
            Factorised::new(a.clone(), &options).map(|_| ()),
        ] {
            prop_assert_eq!(answer.unwrap_err().breakdown().unwrap().meaning, Meaning::NotProductive);
        }
    }
}

#[test]
fn an_engine_that_exchanges_rows_all_the_same_is_judged_by_outputs() {
    let a = array![[0.2, 1.5], [0.1, 0.3]];
    let system = System::with_engine(a.clone(), Plain).unwrap();
    let info = system.info().unwrap();
    assert_eq!(info.engine, "plain loops");
    assert_eq!(info.pivoting, Pivoting::Partial);
    assert_eq!(info.conditions.productive, Productive::BySolution);
    let own = System::new(a).unwrap().info().unwrap();
    assert_eq!(own.conditions.productive, Productive::ByPivots);
}

#[test]
fn an_engine_that_meets_a_singular_system_is_believed() {
    // two producers in the core of three, the second of which the engine calls its first
    let a = array![[0.0, 0.3, 0.1], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]];
    let system = System::with_engine(a, Plain).unwrap();
    let breakdown = system.solve(Array1::ones(3).view()).unwrap_err();
    assert_eq!(breakdown.breakdown().unwrap().position, 1);
}

#[test]
fn negative_cells_are_judged_alike_by_any_engine() {
    let n = 20;
    let numbers = &mut Numbers::new(1);
    let mut a = skew(n, numbers);
    let system = System::with_engine(a.clone(), Plain).unwrap();
    let info = system.info().unwrap();
    assert_eq!(
        info.conditions,
        System::new(a.clone()).unwrap().info().unwrap().conditions
    );
    assert_eq!(info.conditions.productive, Productive::Unproven);
    a.row_mut(4).fill(0.0);
    a[[4, 4]] = 1.5;
    let failure = System::with_engine(a, Plain).unwrap().info().unwrap_err();
    let meaning = failure.breakdown().unwrap().meaning;
    assert_eq!(meaning, Meaning::NotProductive);
}

#[test]
fn the_memory_that_an_engine_says_it_takes_is_asked_for() {
    let n = 30;
    let a = productive(n, 0.65, &mut Numbers::new(1));
    let options = |bytes| {
        let run = Run::default().memory(MemoryLimit::Bytes(bytes));
        Options::default().engine(Plain).run(run)
    };
    let matrix = 8 * n * n;
    assert!(invert(a.clone(), &options(matrix)).is_ok());
    assert!(invert(a.clone(), &options(matrix - 1)).is_err());
    assert!(Factorised::new(a.clone(), &options(2 * matrix)).is_ok());
    let failure = Factorised::new(a, &options(2 * matrix - 1)).unwrap_err();
    let Failure::Memory(refusal) = failure else {
        panic!("{failure}")
    };
    assert_eq!(refusal.needed, 2 * matrix);
}
