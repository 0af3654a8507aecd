//! Every optional engine gives what the built-in one gives, from any thread.
#![cfg(any(feature = "openblas", feature = "faer", feature = "nalgebra"))]

#[cfg(any(feature = "openblas", feature = "faer"))]
mod engine {
    use leontief::linalg::{Breakdown, Engine, Failure, Meaning, Native, System};
    use ndarray::{Array2, Axis, array};
    use rand_chacha::ChaCha8Rng;
    use rand_core::{Rng, SeedableRng};
    use rayon::prelude::*;

    /// Sizes on both sides of every block width, and of the size from which OpenBLAS shares its work.
    const SIZES: [usize; 5] = [1, 2, 50, 130, 300];

    fn random(shape: (usize, usize), seed: u64) -> Array2<f64> {
        let mut numbers = ChaCha8Rng::seed_from_u64(seed);
        Array2::from_shape_simple_fn(shape, || {
            (numbers.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
        })
    }

    /// Columns sum to 0.9 at most, and no two alike.
    fn productive(n: usize) -> Array2<f64> {
        let mut a = random((n, n), n as u64);
        for (j, mut column) in a.columns_mut().into_iter().enumerate() {
            let sum = column.sum();
            column *= (0.9 - 0.5 * j as f64 / n as f64) / sum;
        }
        a
    }

    /// Cells of both signs, too large for a proof by sums, with all eigenvalues below one.
    fn of_both_signs(n: usize) -> Array2<f64> {
        let size = 0.7 * (3.0 / n as f64).sqrt();
        (random((n, n), 7 + n as u64) * 2.0 - 1.0) * size
    }

    fn without_users(mut a: Array2<f64>) -> Array2<f64> {
        for mut row in a.axis_iter_mut(Axis(0)).step_by(3) {
            row.fill(0.0);
        }
        a
    }

    fn assert_near(found: Result<Array2<f64>, Failure>, expected: Result<Array2<f64>, Failure>) {
        let (found, expected) = (found.unwrap(), expected.unwrap());
        assert_eq!(found.dim(), expected.dim());
        let largest = expected
            .iter()
            .fold(1.0_f64, |most, cell| most.max(cell.abs()));
        for (at, expected) in expected.indexed_iter() {
            let difference = (found[at] - expected).abs();
            assert!(
                difference <= 1e-10 * largest,
                "{at:?} is off by {difference:e}"
            );
        }
    }

    fn agrees_on(a: Array2<f64>, engine: impl Engine + 'static) {
        let n = a.nrows();
        let (ours, theirs) = (
            System::with_engine(a.clone(), Native).unwrap(),
            System::with_engine(a, engine).unwrap(),
        );
        for columns in [0, 1, 5, 33] {
            let rhs = random((n, columns), columns as u64);
            let columns_first = rhs.t().as_standard_layout().into_owned().reversed_axes();
            for rhs in [rhs.view(), columns_first.view()] {
                assert_near(theirs.solve_many(rhs), ours.solve_many(rhs));
                assert_near(
                    theirs.solve_transposed_many(rhs),
                    ours.solve_transposed_many(rhs),
                );
            }
        }
        assert_near(theirs.inverse(), ours.inverse());
    }

    fn agrees(engine: impl Engine + Copy + 'static) {
        for n in SIZES {
            agrees_on(productive(n), engine);
            agrees_on(without_users(productive(n)), engine);
        }
        for n in [50, 130, 300] {
            agrees_on(of_both_signs(n), engine);
            agrees_on(without_users(of_both_signs(n)), engine);
        }
        // lies column by column
        agrees_on(of_both_signs(130).reversed_axes(), engine);
    }

    fn breakdowns(a: &Array2<f64>, engine: impl Engine + Copy + 'static) -> [Breakdown; 2] {
        let system = || System::with_engine(a.clone(), engine).unwrap();
        let rhs = Array2::ones((a.nrows(), 1));
        let failures = [
            system().solve_many(rhs.view()).unwrap_err(),
            system().inverse().unwrap_err(),
        ];
        failures.map(|failure| failure.breakdown().unwrap())
    }

    fn refuses(engine: impl Engine + Copy + 'static) {
        let mut closed = productive(50);
        for mut column in closed.columns_mut() {
            let sum = column.sum();
            column /= sum;
        }
        let wasteful = productive(130) * 2.0;
        let halves = Array2::from_elem((2, 2), 0.5);
        for a in [closed, wasteful, halves, array![[1.0]], array![[2.5]]] {
            for breakdown in breakdowns(&a, engine) {
                assert_eq!(breakdown.meaning, Meaning::NotProductive, "{a}");
            }
        }
        // I - A = [1 2; 2 4]
        for breakdown in breakdowns(&array![[0.0, -2.0], [-2.0, -3.0]], engine) {
            assert_eq!(breakdown.meaning, Meaning::Singular);
            assert_eq!(breakdown.position, 1);
        }
    }

    /// Small stacks, one call beside the other, and workers of a pool that wait for each other.
    fn runs_anywhere(engine: impl Engine + Copy + 'static) {
        let largest_error = |n: usize| {
            let a = productive(n);
            let inverse = System::with_engine(a.clone(), engine)
                .unwrap()
                .inverse()
                .unwrap();
            let left = (Array2::eye(n) - a).dot(&inverse) - Array2::<f64>::eye(n);
            left.iter().fold(0.0_f64, |most, cell| most.max(cell.abs()))
        };
        // 2 MiB is what the standard library and rayon give; half of it is what some programs do
        for stack in [1 << 20, 2 << 20] {
            std::thread::scope(|scope| {
                for n in [120, 400, 700] {
                    let builder = std::thread::Builder::new().stack_size(stack);
                    let work = move || assert!(largest_error(n) < 1e-12);
                    builder.spawn_scoped(scope, work).unwrap();
                }
            });
        }
        for threads in [1, 2, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            let sizes = [300, 130, 500, 50, 400, 260, 300, 310];
            pool.build().unwrap().install(|| {
                let errors = sizes.into_par_iter().map(largest_error);
                assert!(errors.reduce(|| 0.0, f64::max) < 1e-12);
            });
        }
    }

    #[cfg(feature = "openblas")]
    mod openblas {
        use leontief::linalg::OpenBlas;

        #[test]
        fn agrees_with_the_built_in_engine() {
            super::agrees(OpenBlas);
        }

        #[test]
        fn refuses_what_the_built_in_engine_refuses() {
            super::refuses(OpenBlas);
        }

        #[test]
        fn runs_on_any_thread() {
            super::runs_anywhere(OpenBlas);
        }
    }

    #[cfg(feature = "faer")]
    mod faer {
        use leontief::linalg::Faer;

        #[test]
        fn agrees_with_the_built_in_engine() {
            super::agrees(Faer);
        }

        #[test]
        fn refuses_what_the_built_in_engine_refuses() {
            super::refuses(Faer);
        }

        #[test]
        fn runs_on_any_thread() {
            super::runs_anywhere(Faer);
        }
    }
}

#[cfg(feature = "nalgebra")]
#[test]
fn a_matrix_of_nalgebra_is_solved_and_the_inverse_handed_back() {
    use leontief::linalg::{System, from_nalgebra, to_nalgebra};

    let cells = [0.2, 0.4, 0.3, 0.1]; // column by column
    let a = nalgebra::DMatrix::from_column_slice(2, 2, &cells);
    let inverse = System::new(from_nalgebra(&a)).unwrap().inverse().unwrap();
    let product = (nalgebra::DMatrix::identity(2, 2) - a) * to_nalgebra(inverse.view());
    assert!((product - nalgebra::DMatrix::identity(2, 2)).amax() < 1e-15);
}
