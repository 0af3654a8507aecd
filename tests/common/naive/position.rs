//! Positions of producers: upstreamness, downstreamness, average propagation length. They use no weights.

use ndarray::{Array1, Array2};

use super::World;

/// Steps to final use, averaged over output: (y + 2 A y + 3 A² y + …)_i / X_i. One for a producer without output.
pub fn upstreamness(world: &World) -> Array1<f64> {
    let b = world.b();
    let steps = b.dot(&b).dot(&world.y.sum_axis(ndarray::Axis(1)));
    let averaged = steps.iter().zip(&world.x).map(|(steps, x)| match *x {
        0.0 => 1.0,
        output => steps / output,
    });
    averaged.collect()
}

/// Steps from primary inputs: column sums of B.
pub fn downstreamness(world: &World) -> Array1<f64> {
    world.b().sum_axis(ndarray::Axis(0))
}

/// Average propagation length Σ_k k (A^k)_ij / Σ_k (A^k)_ij, k ≥ 1, with Σ_k k A^k = B (B − I).
/// NaN where j calls forth nothing of i.
pub fn average_propagation_length(world: &World) -> Array2<f64> {
    let b = world.b();
    let called = &b - &Array2::<f64>::eye(world.n());
    let steps = b.dot(&called);
    Array2::from_shape_fn(b.dim(), |at| match called[at] {
        0.0 => f64::NAN,
        value => steps[at] / value,
    })
}
