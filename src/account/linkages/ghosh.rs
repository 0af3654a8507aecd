//! The supply-driven model: what primary inputs set going downstream.
//!
//! Question answered: if producers have more primary inputs and everybody passes on output in the same shares, by how much does the value
//! of all output rise?
//!
//! Source: Ghosh (1958), "Input-Output Approach in an Allocation System", Economica 25(97), 58-64; read as a model of prices:
//! Dietzenbacher (1997), Journal of Regional Science 37(4), 629-651.
//!
//! With allocation shares S = x̂⁻¹ Z and G = (I − S)⁻¹ = x̂⁻¹ B x̂:
//!
//! ```text
//! output                x' = v' G          v: primary inputs, imports of a national table among them
//! forward multipliers   G w                w: any rates; w = u gives the row sums of G
//! ```
//!
//! Shapes: rows over n producers. Units: x in the unit of v; G w in the unit of the weights per unit of primary inputs.
//!
//! As a model of quantities it makes more of one input raise output without more of the others; as a model of prices it is the cost-push
//! model of Leontief in values, x = p x⁰ with p' = (v / x⁰)' B. Choose the reading with care.
//!
//! # Identities (tested)
//! The table's own primary inputs give its output; G u is upstreamness; x' w of the model is v' (G w).
//!
//! # Computation
//! One solve with I − A each: G is similar to B and is never formed.

use ndarray::{Array1, ArrayView1};

use super::economy::{Linkages, defined};
use crate::account::Ledger;
use crate::account::ledger::{Apart, Term};
use crate::error::Result;
use crate::model::Weights;

/// The terms of [`Linkages::forward_multipliers`].
pub const FORWARD: [Term; 3] = [
    Term::new("DIRECT", "at the producer itself", "w"),
    Term::new(
        "INDIRECT",
        "at those who use its output, in all rounds",
        "G w − w",
    ),
    Term::new("TOTAL", "at all producers", "G w"),
];

impl Linkages {
    /// Output that these primary inputs set going, by producer: x' = v' G.
    ///
    /// # Errors
    /// If there is not one finite number per producer, or the economy is not productive.
    pub fn supply_driven(&self, primary: ArrayView1<'_, f64>) -> Result<Array1<f64>> {
        let primary = self.fitting("primary inputs", primary)?;
        let output = self.output();
        let mut per_output = primary.to_owned();
        for (input, &output) in per_output.iter_mut().zip(output) {
            *input = if output == 0.0 { 0.0 } else { *input / output };
        }
        let mut supplied = self.solve_transposed(per_output.view())?;
        for (j, supplied) in supplied.iter_mut().enumerate() {
            // nobody supplies a producer without output but its own primary inputs
            *supplied = match output[j] {
                0.0 => primary[j],
                output => *supplied * output,
            };
        }
        Ok(supplied)
    }

    /// What one unit of a producer's primary inputs sets going downstream, in these weights: [`FORWARD`].
    ///
    /// # Errors
    /// If the weights belong to other producers, or the economy is not productive.
    pub fn forward_multipliers(&self, weights: &Weights) -> Result<Ledger<Apart>> {
        let rates = self.rates(weights)?;
        let output = self.output();
        let mut total = self.solve((&rates * &output).view())?;
        for (i, total) in total.iter_mut().enumerate() {
            *total = match output[i] {
                0.0 => rates[i],
                output => *total / output,
            };
        }
        let indirect = &total - &rates;
        let rows = [
            (FORWARD[0], defined(rates)),
            (FORWARD[1], defined(&indirect)),
            (FORWARD[2], defined(&total)),
        ];
        let per = format!(
            "{} per {} of primary inputs",
            weights.unit(),
            self.unit().short()
        );
        let about = self.about("forward multipliers (Ghosh 1958)", weights.name(), &per);
        self.by_producer(about, &rows)
    }
}
