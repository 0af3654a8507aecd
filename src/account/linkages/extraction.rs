//! Hypothetical extraction: what the economy loses without a producer.
//!
//! Question answered: by how much would output, value added or jobs fall if some producers bought no inputs, sold no inputs, or were not
//! there at all, and everybody else went on as before?
//!
//! Source: Paelinck, de Caevel, Degueldre (1965); Strassert (1968); Dietzenbacher, van der Linden (1997), "Sectoral and Spatial Linkages
//! in the EC Production Structure", Journal of Regional Science 37(2), 235-257 (backward from A, forward from the allocation of output);
//! Miller, Lahr (2001), "A Taxonomy of Extractions"; Miller, Blair (2009), Input-Output Analysis, second edition, section 12.2.
//!
//! With I the producers extracted, B_.I columns and B_I. rows of B, P_I columns of the unit matrix, z_I = (Z u)_I their sales of inputs:
//!
//! ```text
//! backward   columns I of A are zero: they buy no inputs       x − x* = (B_.I − P_I) B_II⁻¹ x_I
//! forward    rows I of A are zero: they sell no inputs         x − x* = B_.I B_II⁻¹ z_I
//! supply     rows I of x̂⁻¹ Z are zero, in the supply-driven    x − x* = [u' B_II⁻¹ (B_I. − P_I')]_j x_j
//!            model: they pass nothing on
//! total      both, and they deliver nothing to final use       x − x* = B_.I B_II⁻¹ x_I
//! ```
//!
//! Loss of any weights: w'(x − x*). For one producer j: backward ((w'B)_j − w_j) x_j / b_jj, forward (w'B)_j z_j / b_jj, supply
//! ((B (w ∘ x))_j − w_j x_j) / b_jj, total (w'B)_j x_j / b_jj.
//!
//! Shapes: rows over n producers. Units: the unit of the weights. Final demand stays as it is, except for the extracted producers' goods in
//! the total extraction. What they no longer deliver is taken to come from outside the system at the same price. In a national table that
//! is more imports; in a world table there is no outside, so that the loss is a measure of weight and no forecast (Dietzenbacher, van Burken,
//! Kondo 2019, Economic Systems Research 31(4), 505-519).
//!
//! # Identities (tested)
//! Every loss equals that of a system cut and solved again; the total extraction of all producers loses all output; losses by producer
//! add up to the loss in all.
//!
//! # Computation
//! For sets: as many solves as there are producers in the set, and a factor of B_II. For each producer in turn: one solve per row of
//! weights and the diagonal of B; no system is solved again.

use ndarray::{Array1, Array2, Axis as Dimension};

use super::economy::Linkages;
use crate::account::Ledger;
use crate::account::ledger::{Additive, Apart, Term};
use crate::error::{Error, Result};
use crate::label::{Ix, Producer};
use crate::model::Weights;

/// What is extracted of a producer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extraction {
    /// Its purchases of inputs, its own included.
    Backward,
    /// Its sales of inputs, those to itself included, in the model driven by demand.
    Forward,
    /// Its sales of inputs, those to itself included, in the model driven by supply.
    Supply,
    /// The producer.
    Total,
}

impl Extraction {
    /// All kinds, in the order of the terms.
    pub const ALL: [Self; 4] = [Self::Backward, Self::Forward, Self::Supply, Self::Total];

    /// Its term in results.
    #[must_use]
    pub const fn term(self) -> Term {
        match self {
            Self::Backward => Term::new(
                "BACKWARD",
                "loss if the producers bought no inputs",
                "w'(B_.I − P_I) B_II⁻¹ x_I",
            ),
            Self::Forward => Term::new(
                "FORWARD",
                "loss if the producers sold no inputs, demand given",
                "w'B_.I B_II⁻¹ z_I",
            ),
            Self::Supply => Term::new(
                "SUPPLY",
                "loss if the producers sold no inputs, primary inputs given",
                "u'B_II⁻¹ (B_I. − P_I') (w ∘ x)",
            ),
            Self::Total => Term::new(
                "TOTAL",
                "loss if the producers were not there",
                "w'B_.I B_II⁻¹ x_I",
            ),
        }
    }
}

/// Losses from the extraction of each producer in turn. They do not add up over producers: each stands for an economy of its own.
#[derive(Debug, Clone)]
pub struct Extractions {
    losses: Ledger<Apart>,
    shares: Ledger<Apart>,
}

impl Extractions {
    /// Losses by extracted producer and kind of extraction.
    #[must_use]
    pub fn losses(&self) -> &Ledger<Apart> {
        &self.losses
    }

    /// The same as shares of what the whole economy has.
    #[must_use]
    pub fn shares(&self) -> &Ledger<Apart> {
        &self.shares
    }
}

impl Linkages {
    /// What every producer loses if some are extracted together. The ledger adds up to the loss of the whole economy.
    ///
    /// ```
    /// # use leontief::label::{Axis, Group, Producers};
    /// # use leontief::table::WorldDraft;
    /// # use leontief::unit::{PriceBasis, Scale, Unit};
    /// # use ndarray::array;
    /// use leontief::account::ledger::Seller;
    /// use leontief::account::linkages::Extraction;
    /// use leontief::model::Measure;
    /// # let sectors = Axis::new(["goods"])?;
    /// # let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
    /// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    /// # let table = WorldDraft::new(producers, Axis::new(["final"])?, unit)
    /// #     .flows(array![[30.0, 10.0], [5.0, 40.0]])
    /// #     .final_use(array![[50.0, 10.0], [5.0, 50.0]])
    /// #     .output(array![100.0, 100.0])
    /// #     .residual_value_added()
    /// #     .check()?;
    /// let world = table.model()?.linkages();
    /// let china = world.positions(&Seller::country("CHN"))?;
    /// let value_added = world.weights(&Measure::ValueAdded)?;
    /// let loss = world.extraction(&china, Extraction::Total, &value_added)?;
    /// // all value added of China, and a part of that of the United States
    /// assert!((loss.exporter("CHN")?.total() - 65.0).abs() < 1e-10);
    /// assert!((loss.exporter("USA")?.total() - 50.0 * 5.0 / 60.0).abs() < 1e-10);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a producer is named twice, the weights belong to other producers, the economy is not productive, or nothing productive is
    /// left.
    pub fn extraction(
        &self,
        producers: &[Ix<Producer>],
        kind: Extraction,
        weights: &Weights,
    ) -> Result<Ledger<Additive>> {
        let rates = self.rates(weights)?;
        let set = self.different(producers)?;
        let lost = match kind {
            Extraction::Supply => self.not_passed_on(&set)?,
            _ => self.not_called_forth(&set, kind)?,
        };
        let loss: Vec<Option<f64>> = lost.iter().zip(rates).map(|(x, w)| Some(x * w)).collect();
        let about = self.about("hypothetical extraction", weights.name(), weights.unit());
        self.by_producer(about, &[(kind.term(), loss)])
    }

    /// What the whole economy loses without each producer in turn, in all four kinds of extraction.
    ///
    /// # Errors
    /// If the weights belong to other producers, the economy is not productive, or there is no memory.
    pub fn extraction_of_each(&self, weights: &Weights) -> Result<Extractions> {
        let rates = self.rates(weights)?;
        // the inverse first, where it is kept: a factor would be made in vain
        let own = self.diagonal_of_inverse()?;
        let output = self.output();
        let sold = self.flows().sum_axis(Dimension(1));
        let amounts = &rates * &output;
        let total = self.solve_transposed(rates)?;
        let passed_on = self.solve(amounts.view())?;
        let loss = |kind: Extraction, j: usize| match kind {
            Extraction::Backward => (total[j] - rates[j]) * output[j],
            Extraction::Forward => total[j] * sold[j],
            Extraction::Supply => passed_on[j] - amounts[j],
            Extraction::Total => total[j] * output[j],
        };
        let all = amounts.sum();
        let mut losses = Vec::with_capacity(Extraction::ALL.len());
        let mut shares = Vec::with_capacity(Extraction::ALL.len());
        for kind in Extraction::ALL {
            // b_jj is positive where what is left is productive
            let each = (0..own.len()).map(|j| (own[j] > 0.0).then(|| loss(kind, j) / own[j]));
            let each: Vec<Option<f64>> = each.collect();
            let share = |loss: &Option<f64>| loss.filter(|_| all != 0.0).map(|loss| loss / all);
            shares.push((kind.term(), each.iter().map(share).collect()));
            losses.push((kind.term(), each));
        }
        let method = "hypothetical extraction of each producer";
        let about = self.about(method, weights.name(), weights.unit());
        let losses = self.by_producer(about, &losses)?;
        let about = self.about(method, weights.name(), "share of the whole economy");
        Ok(Extractions {
            losses,
            shares: self.by_producer(about, &shares)?,
        })
    }

    /// x − x* with x* = x − (B_.I, or B_.I − P_I) B_II⁻¹ e.
    fn not_called_forth(&self, set: &[usize], kind: Extraction) -> Result<Array1<f64>> {
        let mut columns = self.solve_many(self.unit_columns(set).view())?;
        let cut: Array1<f64> = match kind {
            Extraction::Forward => {
                let flows = self.flows();
                set.iter().map(|&i| flows.row(i).sum()).collect()
            }
            _ => set.iter().map(|&i| self.output()[i]).collect(),
        };
        let block = columns.select(Dimension(0), set);
        let mut delivered = cut.insert_axis(Dimension(1));
        self.factorised_block(block, set)?
            .solve(delivered.view_mut());
        if kind == Extraction::Backward {
            for (k, &i) in set.iter().enumerate() {
                columns[[i, k]] -= 1.0;
            }
        }
        Ok(columns.dot(&delivered).index_axis_move(Dimension(1), 0))
    }

    /// [u' B_II⁻¹ (B_I. − P_I')] ∘ x'.
    fn not_passed_on(&self, set: &[usize]) -> Result<Array1<f64>> {
        let mut rows = self.solve_transposed_many(self.unit_columns(set).view())?;
        let block = rows.select(Dimension(0), set).reversed_axes();
        let block = block.as_standard_layout().into_owned();
        let mut passed = Array2::ones((set.len(), 1));
        self.factorised_block(block, set)?
            .solve_transposed(passed.view_mut());
        for (k, &i) in set.iter().enumerate() {
            rows[[i, k]] -= 1.0;
        }
        let lost = rows.dot(&passed).index_axis_move(Dimension(1), 0);
        Ok(lost * self.output())
    }

    fn unit_columns(&self, set: &[usize]) -> Array2<f64> {
        let mut columns = Array2::zeros((self.producers().len(), set.len()));
        for (k, &i) in set.iter().enumerate() {
            columns[[i, k]] = 1.0;
        }
        columns
    }

    /// The positions, each once and all on the axis.
    fn different(&self, producers: &[Ix<Producer>]) -> Result<Vec<usize>> {
        let n = self.producers().len();
        let mut seen = vec![false; n];
        for at in producers {
            match seen.get_mut(at.get()) {
                None => {
                    return Err(Error::label("a producer lies beyond the end of the model")
                        .expected(format!("{n} producers"))
                        .found(at.get()));
                }
                Some(seen) if *seen => {
                    return Err(Error::label(format!(
                        "{} is extracted twice",
                        self.producers().label(at.get())
                    )));
                }
                Some(seen) => *seen = true,
            }
        }
        Ok(producers.iter().map(|at| at.get()).collect())
    }
}
