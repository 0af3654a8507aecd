//! Memory is the matrix and some panels: no second matrix beside it.

use leontief::linalg::{Factorised, Options, invert};
use leontief::run::{Run, Threads};
use ndarray::Array2;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// An economy whose `unused` last producers sell nothing to others, and whose first buys nothing.
fn coefficients(n: usize, unused: usize) -> Array2<f64> {
    Array2::from_shape_fn((n, n), |(i, j)| {
        if i + unused >= n || (unused > 0 && j == 0) {
            0.0
        } else {
            0.9 * ((i * 31 + j * 17) % 97) as f64 / (97.0 * n as f64)
        }
    })
}

/// The peak of `work` on the matrix, in sizes of that matrix.
fn peak<T>(a: Array2<f64>, work: impl FnOnce(Array2<f64>) -> T) -> f64 {
    let matrix = 8 * a.len();
    let before = MEMORY.current_usage() - matrix;
    MEMORY.reset_peak_usage();
    let kept = work(a);
    let peak = MEMORY.peak_usage() - before;
    drop(kept);
    peak as f64 / matrix as f64
}

/// One test, so that nothing else takes memory meanwhile.
#[test]
fn inverse_and_factor_take_one_matrix_and_some_panels() {
    let options = Options::default().run(Run::default().threads(Threads::Count(2)));
    let n = 1800;
    for unused in [0, 7] {
        let inverse = peak(coefficients(n, unused), |a| invert(a, &options).unwrap());
        assert!(
            inverse < 1.15,
            "{unused} unused outputs: the inverse takes {inverse:.3} matrices"
        );
        let factor = peak(coefficients(n, unused), |a| {
            Factorised::new(a, &options).unwrap()
        });
        // the inverted diagonal blocks of both triangles, 96 columns each, stay beside the factor
        assert!(
            factor < 1.25,
            "{unused} unused outputs: the factor takes {factor:.3} matrices"
        );
    }
}
