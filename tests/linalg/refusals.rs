//! Questions that do not fit are answered with a failure that says so, never with a panic or a wrong number.

use leontief::linalg::{
    Cut, Factorised, Failure, Inverse, Options, Side, Solver, System, invert, invert_each,
};
use ndarray::{Array1, Array2};

use crate::common::random::Numbers;
use crate::economies::{any_cells, productive};

#[track_caller]
fn assert_shape<T>(answer: Result<T, Failure>) {
    match answer {
        Err(Failure::Shape { .. }) => {}
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[track_caller]
fn assert_position<T>(answer: Result<T, Failure>, at: usize, n: usize) {
    match answer {
        Err(Failure::Position { position, size, .. }) => assert_eq!((position, size), (at, n)),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[test]
fn a_matrix_that_is_not_square_is_refused_where_it_enters() {
    for (rows, columns) in [(3, 2), (2, 3), (1, 0), (0, 1), (40, 100)] {
        let a = Array2::<f64>::zeros((rows, columns));
        let options = Options::default();
        assert_shape(invert(a.clone(), &options));
        assert_shape(Factorised::new(a.clone(), &options));
        assert_shape(Inverse::new(a.clone(), &options));
        assert_shape(invert_each(vec![a.clone()], &options).remove(0));
        assert_shape(System::new(a));
    }
}

#[test]
fn right_hand_sides_that_do_not_fit_are_refused() {
    let n = 5;
    let a = productive(n, 0.65, &mut Numbers::new(1));
    let system = System::new(a.clone()).unwrap();
    let factorised = Factorised::new(a, &Options::default()).unwrap();
    let inverse = system.to_inverse().unwrap();
    let updated = system.without(&Cut::between([0], [1])).unwrap();
    let cut_inverse = inverse.without(&Cut::between([0], [1])).unwrap();
    for wrong in [0, 4, 6] {
        let (vector, matrix) = (Array1::ones(wrong), Array2::ones((wrong, 2)));
        let (r, right) = (matrix.view(), Array2::ones((n, 2)));
        assert_shape(system.solve(vector.view()));
        assert_shape(system.solve_transposed(vector.view()));
        assert_shape(system.solve_many(r));
        assert_shape(system.solve_transposed_many(r));
        assert_shape(factorised.solve_many(r));
        assert_shape(factorised.solve_transposed_many(r));
        assert_shape(inverse.solve_many(r));
        assert_shape(inverse.solve_transposed_many(r));
        assert_shape(updated.solve_many(r));
        assert_shape(updated.solve_transposed_many(r));
        assert_shape(cut_inverse.solve_many(r));
        assert_shape(cut_inverse.solve_transposed_many(r));
        for side in [Side::Right, Side::Left] {
            assert_shape(system.solve_refined(side, r, 3));
            assert_shape(system.certificate(side, r, r));
            assert_shape(system.certificate(side, right.view(), r));
            assert_shape(system.certificate(side, r, right.view()));
        }
        assert_shape(system.residual(r, r));
        assert_shape(system.residual(right.view(), r));
        assert_shape(system.block_multipliers(&vector.to_vec(), &[[0]]));
        let found =
            inverse.write_without(&Cut::between([], []), Array2::ones((n, wrong)).view_mut());
        assert_shape(found);
    }
    let three = any_cells(n, 3, &mut Numbers::new(2));
    let two = any_cells(n, 2, &mut Numbers::new(2));
    assert_shape(system.certificate(Side::Right, three.view(), two.view()));
    assert_shape(updated.block(&[0, 1], &[2], two.view()));
}

#[test]
fn outputs_that_do_not_fit_are_refused() {
    let a = productive(5, 0.65, &mut Numbers::new(1));
    let options = Options::default().outputs(Array1::ones(4).view());
    assert_shape(invert(a.clone(), &options));
    assert_shape(Factorised::new(a.clone(), &options));
    assert_shape(System::with(a, options));
}

#[test]
fn positions_beyond_the_end_or_named_twice_are_refused() {
    let n = 5;
    let system = System::new(productive(n, 0.65, &mut Numbers::new(1))).unwrap();
    let factorised =
        Factorised::new(system.coefficients().to_owned(), &Options::default()).unwrap();
    let inverse = system.to_inverse().unwrap();
    let weights = vec![1.0; n];
    for (list, at) in [(vec![0, 5], 5), (vec![99], 99), (vec![1, 2, 1], 1)] {
        assert_position(system.columns(&list), at, n);
        assert_position(system.rows(&list), at, n);
        assert_position(inverse.columns(&list), at, n);
        assert_position(inverse.rows(&list), at, n);
        assert_position(system.diagonal_blocks(&[vec![0], list.clone()]), at, n);
        assert_position(factorised.diagonal_blocks(&[vec![0], list.clone()]), at, n);
        assert_position(inverse.diagonal_blocks(&[vec![0], list.clone()]), at, n);
        assert_position(system.local_inverses(&[vec![0], list.clone()]), at, n);
        assert_position(
            system.block_multipliers(&weights, &[&[0][..], &list]),
            at,
            n,
        );
        assert_position(
            inverse.block_multipliers(&weights, &[&[0][..], &list]),
            at,
            n,
        );
        let updated = system.without(&Cut::between([0], [1])).unwrap();
        let old = Array2::zeros((list.len(), 1));
        assert_position(updated.block(&list, &[0], old.view()), at, n);
        assert_position(updated.block(&[0], &list, old.t()), at, n);
    }
}

#[test]
fn flows_at_positions_beyond_the_end_or_named_twice_are_refused() {
    let n = 5;
    let system = System::new(productive(n, 0.65, &mut Numbers::new(1))).unwrap();
    let inverse = system.to_inverse().unwrap();
    for (list, at) in [(vec![0, 5], 5), (vec![99], 99), (vec![1, 2, 1], 1)] {
        for (rows, columns) in [(&list[..], &[0][..]), (&[0], &list)] {
            assert_position(system.flows_into(rows, columns), at, n);
            assert_position(system.flows_out_of(rows, columns), at, n);
            assert_position(inverse.flows_into(rows, columns), at, n);
            assert_position(inverse.flows_out_of(rows, columns), at, n);
        }
    }
}

#[test]
fn a_failure_of_a_system_is_the_same_at_every_question() {
    let system = System::new(Array2::from_elem((3, 3), 0.5)).unwrap();
    let failure = system.info().unwrap_err();
    assert!(failure.breakdown().is_some());
    assert_eq!(system.solve(Array1::ones(3).view()).unwrap_err(), failure);
    assert_eq!(system.columns(&[0]).unwrap_err(), failure);
    assert_eq!(system.condition_number().unwrap_err(), failure);
    assert_eq!(system.diagonal_blocks(&[[0]]).unwrap_err(), failure);
    assert_eq!(
        system
            .without(&Cut::between([0], [1]))
            .map(|_| ())
            .unwrap_err(),
        failure
    );
    // what is small enough to be productive alone is answered all the same
    assert!(system.local_inverses(&[[0], [2]]).is_ok());
}
