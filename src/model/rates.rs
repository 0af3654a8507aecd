//! What models of one country and of the world share: amounts per unit of output, and failures with labels.

use ndarray::{Array1, ArrayView1, Zip};

use crate::error::Error;
use crate::label::Producers;
use crate::linalg::Failure;

/// The failure with the label of its producer.
pub(super) fn labelled(producers: &Producers, failure: Failure) -> Error {
    let label = |position: usize| producers.label(position);
    let error = match &failure {
        Failure::Breakdown(breakdown) => {
            Error::singular(format!("{}: {breakdown}", label(breakdown.position)))
                .hint("look at the inputs of this producer against its output")
        }
        Failure::NotFinite { row, column } => Error::table(format!(
            "the input of {} per unit of output of {} is not a finite number",
            label(*row),
            label(*column)
        )),
        Failure::Memory(_) => Error::memory(failure.to_string())
            .hint("ask for some multipliers or columns instead of the whole inverse"),
        Failure::Stopped(_) => Error::cancelled(failure.to_string()),
        _ => Error::shape(failure.to_string()),
    };
    error.caused_by(failure)
}

/// Amounts per unit of output; zero for producers without output.
pub(super) fn per_unit(amounts: &Array1<f64>, output: ArrayView1<'_, f64>) -> Array1<f64> {
    Zip::from(amounts)
        .and(output)
        .map_collect(|&amount, &output| if output == 0.0 { 0.0 } else { amount / output })
}
