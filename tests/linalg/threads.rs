//! The same bits on any number of threads, in a pool of the caller's or in none.

use leontief::linalg::{
    Cut, Factorised, Inverse, Options, Pivoting, Side, Solver, System, invert, product,
};
use leontief::run::{Run, Threads};
use ndarray::{Array2, Axis, concatenate};

use crate::common::random::Numbers;
use crate::economies::{any_cells, productive, skew, with_gaps};

/// Everything that is asked of the economy, one answer below the other.
fn answers(a: &Array2<f64>, threads: usize) -> Array2<f64> {
    let n = a.nrows();
    let run = Run::default().threads(Threads::Count(threads));
    let options = Options::default().run(run.clone());
    let few = any_cells(n, 3, &mut Numbers::new(1));
    let many = any_cells(n, 90, &mut Numbers::new(2));
    let blocks: Vec<Vec<usize>> = (0..5).map(|s| (s..n).step_by(5).collect()).collect();
    let cut = Cut::around(&(n / 3..n / 2).collect::<Vec<_>>(), n);
    let (matrix, _) = invert(a.clone(), &options).unwrap();
    let inverse = Inverse::new(a.clone(), &options).unwrap();
    let factorised = Factorised::new(a.clone(), &options).unwrap();
    let system = System::with(a.clone(), options).unwrap();
    let mut found = vec![
        matrix,
        inverse.matrix().to_owned(),
        product(a.view(), many.view(), &run).unwrap(),
        system.inverse().unwrap(),
        factorised.solve_many(many.view()).unwrap(),
        factorised.solve_transposed_many(many.view()).unwrap(),
        factorised.solve_many(few.view()).unwrap(),
        system.solve_many(few.view()).unwrap(),
        system.solve_transposed_many(few.view()).unwrap(),
        inverse.solve_transposed_many(many.view()).unwrap(),
        system.rows(&[n - 1, 0]).unwrap(),
    ];
    for side in [Side::Right, Side::Left] {
        let (refined, certificate) = system.solve_refined(side, few.view(), 2).unwrap();
        found.push(refined);
        found.push(Array2::from_elem((1, 1), certificate.residual));
        found.push(Array2::from_elem((1, 1), certificate.backward_error));
    }
    found.extend(system.diagonal_blocks(&blocks).unwrap());
    found.extend(system.local_inverses(&blocks).unwrap());
    let updated = system.without(&cut).unwrap();
    found.push(updated.solve_many(few.view()).unwrap());
    found.push(updated.solve_transposed_many(few.view()).unwrap());
    let mut written = Array2::zeros((n, n));
    inverse.write_without(&cut, written.view_mut()).unwrap();
    found.push(written);
    let cuts: Vec<Cut> = blocks.iter().map(|block| Cut::out_of(block, n)).collect();
    let each =
        |_: usize, updated: &leontief::linalg::Updated<'_, System>| updated.solve_many(few.view());
    found.extend(system.each_without(&cuts[..3], each).unwrap());
    let mut sums = Array2::zeros((n, n));
    let look = |_: usize, new: ndarray::ArrayView2<'_, f64>| sums += &new;
    inverse.each_inverse_without(&cuts[..2], look).unwrap();
    found.push(sums);
    found.push(Array2::from_elem(
        (1, 1),
        system.condition_number().unwrap(),
    ));
    let rows: Vec<Array2<f64>> = found
        .into_iter()
        .map(|answer| {
            let cells = answer.len();
            let row = answer.as_standard_layout().into_owned();
            row.into_shape_with_order((1, cells)).unwrap()
        })
        .collect();
    let views: Vec<_> = rows.iter().map(|row| row.view()).collect();
    concatenate(Axis(1), &views).unwrap()
}

/// Whether two lists of numbers are the same bits.
#[track_caller]
fn assert_same_bits(what: &str, found: &Array2<f64>, expected: &Array2<f64>) {
    assert_eq!(found.dim(), expected.dim());
    let cells = found.iter().zip(expected);
    let other = cells.filter(|(a, b)| a.to_bits() != b.to_bits()).count();
    assert_eq!(other, 0, "{what}: so many of {} numbers", expected.len());
}

/// In a pool of the caller's all work is shared that is worth it, however short.
fn check_in_a_pool(a: &Array2<f64>, alone: &Array2<f64>) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build();
    let found = pool.unwrap().install(|| answers(a, 2));
    assert_same_bits("a pool of the caller's", &found, alone);
}

#[test]
fn answers_are_the_same_bits_on_any_number_of_threads() {
    let a = productive(577, 0.95, &mut Numbers::new(3));
    let alone = answers(&a, 1);
    for threads in [2, 8] {
        assert_same_bits(&format!("{threads} threads"), &answers(&a, threads), &alone);
    }
    check_in_a_pool(&a, &alone);
}

#[test]
fn answers_with_gaps_are_the_same_bits_in_a_pool_as_in_none() {
    let a = with_gaps(330, 0.05, &mut Numbers::new(4));
    check_in_a_pool(&a, &answers(&a, 1));
}

#[test]
fn answers_with_row_exchanges_are_the_same_bits_in_a_pool_as_in_none() {
    let a = skew(300, &mut Numbers::new(5));
    let info = System::new(a.clone()).unwrap().info().unwrap();
    assert_eq!(info.pivoting, Pivoting::Partial);
    check_in_a_pool(&a, &answers(&a, 1));
}

#[test]
fn solves_with_row_exchanges_are_the_same_bits_on_any_number_of_threads() {
    let n = 577;
    let a = skew(n, &mut Numbers::new(6));
    let rhs = any_cells(n, 40, &mut Numbers::new(1));
    let solved = |threads: usize| {
        let run = Run::default().threads(Threads::Count(threads));
        let factorised = Factorised::new(a.clone(), &Options::default().run(run)).unwrap();
        let right = factorised.solve_many(rhs.view()).unwrap();
        let left = factorised.solve_transposed_many(rhs.view()).unwrap();
        concatenate(Axis(1), &[right.view(), left.view()]).unwrap()
    };
    let alone = solved(1);
    for threads in [2, 8] {
        assert_same_bits(&format!("{threads} threads"), &solved(threads), &alone);
    }
}

#[test]
fn conditions_are_the_same_on_any_number_of_threads() {
    // more rows than are read at a time
    let mut a = productive(700, 1.3, &mut Numbers::new(6));
    a[[1, 600]] = -1e-9;
    let conditions = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let run = Run::default().threads(Threads::Count(threads));
        let system = || System::with(a.clone(), Options::default().run(run.clone())).unwrap();
        let inside = pool.unwrap().install(|| system().conditions());
        assert_eq!(system().conditions(), inside);
        inside
    };
    assert_eq!(conditions(1), conditions(2));
    assert_eq!(conditions(1), conditions(8));
}
