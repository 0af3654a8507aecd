//! Upstreamness and downstreamness: how far a producer is from final use and from primary inputs.
//!
//! Questions answered: through how many stages does a unit of a producer's output go, on average, before it reaches final use? Through
//! how many did its inputs go, counted from where value was added? And the two simple ratios that order producers in much the same way.
//!
//! Sources: Fally (2012), "Production Staging: Measurement and Facts", University of Colorado; Antràs, Chor, Fally, Hillberry (2012),
//! "Measuring the Upstreamness of Production and Trade Flows", American Economic Review 102(3), 412-416,
//! DOI 10.1257/aer.102.3.412; downstreamness and the four measures on world tables: Antràs, Chor (2018), "On the Measurement of
//! Upstreamness and Downstreamness in Global Value Chains", NBER Working Paper 24185, equations 5 and 7, DOI 10.3386/w24185; Miller,
//! Temurshoev (2017), International Regional Science Review 40(5), 443-475, DOI 10.1177/0160017615608095.
//!
//! # Equations
//! - upstreamness U_i = (y + 2 A y + 3 A² y + …)_i / X_i = (B X)_i / X_i; 1 where there is no output. Equal to the row sums of the Ghosh
//!   inverse.
//! - downstreamness D_j = (u'B)_j: the mean number of stages since value was added, where value added is all that is not an input.
//! - final use to output F_i / X_i, value added to output V_j.
//!
//! Inventories: output that goes into stock is neither final use nor an input of this year. [`Inventories::NetOf`] takes changes in stocks
//! N out of the uses of each producer and scales its other uses up to its output: Δ_ij = Z_ij / (X_i − N_i), U = (I − Δ)⁻¹ u,
//! D = X'(I − Δ)⁻¹ X̂⁻¹, F_i / (X_i − N_i) with F without stocks. N_i is what all countries together put in stock of goods of i. A producer
//! that sells to stocks as much as it makes, or more, cannot be scaled: it is left as it is, and a note of the result names it.
//!
//! Shapes: n. Units: stages; ratios are pure numbers. By country or sector: means weighted with output, as in Antràs and Chor (2018),
//! which is not the measure of a table that was added up first.
//!
//! # Identities (tested)
//! U ≥ 1 and D ≥ 1 for non-negative tables. Σ U_i X_i = Σ D_j X_j = u'B X, with and without inventories: the world mean of both, weighted
//! with output, is the same. U = 1 where all output is final use.
//!
//! # Computation
//! One solve with the model's factor. [`Inventories::NetOf`] is another system and takes a factor of its own, one n × n matrix more.

use ndarray::{Array1, Array2, Axis as Dimension, Zip};

use super::chains::{Chains, apart, beside};
use super::quotients::{By, Sheet};
use crate::account::ledger::{About, Apart, Ledger, Term};
use crate::error::{Result, first_few};
use crate::linalg::{Factorised, Failure};
use crate::model::{Measure, WorldModel};

/// What happens with output that goes into stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Inventories<'a> {
    /// It counts as final use, as every decomposition counts it.
    #[default]
    Ignored,
    /// These categories of final use are changes in inventories, and uses are corrected for them.
    NetOf(&'a [&'a str]),
}

/// Upstreamness.
pub const UPSTREAMNESS: Term = Term::new(
    "U",
    "upstreamness: mean number of stages up to final use, the first included",
    "(B X)_i / X_i; net of inventories (I − Δ)⁻¹ u",
);
/// Downstreamness.
pub const DOWNSTREAMNESS: Term = Term::new(
    "D",
    "downstreamness: mean number of stages since value was added, the last included",
    "(u'B)_j; net of inventories X'(I − Δ)⁻¹ X̂⁻¹",
);
/// Final use to output.
pub const FINAL_USE_RATIO: Term = Term::new(
    "F_GO",
    "final use as a share of output",
    "F_i / X_i; net of inventories F_i / (X_i − N_i)",
);
/// Value added to output.
pub const VALUE_ADDED_RATIO: Term =
    Term::new("VA_GO", "value added as a share of output", "VA_j / X_j");

impl WorldModel {
    /// Upstreamness U (Antràs, Chor, Fally, Hillberry 2012): the larger, the farther from final use. Means are weighted with output.
    ///
    /// ```
    /// # use leontief::label::{Axis, Group, Producers};
    /// # use leontief::table::WorldDraft;
    /// # use leontief::unit::{PriceBasis, Scale, Unit};
    /// # use ndarray::array;
    /// use leontief::account::position::{By, Inventories};
    /// # let sectors = Axis::new(["goods"])?;
    /// # let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
    /// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    /// # let table = WorldDraft::new(producers, Axis::new(["final"])?, unit)
    /// #     .flows(array![[0.0, 50.0], [0.0, 0.0]])
    /// #     .final_use(array![[50.0, 0.0], [0.0, 100.0]])
    /// #     .output(array![100.0, 100.0])
    /// #     .residual_value_added()
    /// #     .check()?;
    /// // half of China's goods are used at once, half after one more stage in the United States
    /// let stages = table.model()?.upstreamness(Inventories::Ignored, By::Country)?;
    /// assert!((stages.exporter("CHN")?.value()? - 1.5).abs() < 1e-14);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a category of inventories is not in the table, the economy is not productive, or there is no memory.
    pub fn upstreamness(&self, inventories: Inventories<'_>, by: By) -> Result<Ledger<Apart>> {
        let output = self.table().output();
        let (steps, notes) = match inventories {
            Inventories::Ignored => {
                let made = self.solve_many(beside([output]).view())?;
                let per_unit = |i: usize| match output[i] {
                    0.0 => 1.0,
                    output => made[[i, 0]] / output,
                };
                ((0..output.len()).map(per_unit).collect(), Vec::new())
            }
            Inventories::NetOf(categories) => {
                let net = Net::new(self, categories)?;
                (net.rows_summed(self)?, net.notes)
            }
        };
        one(self, by, UPSTREAMNESS, &steps, notes)
    }

    /// Downstreamness D (Antràs and Chor 2018; Miller and Temurshoev 2017: input downstreamness): the larger, the farther from primary
    /// inputs. Means are weighted with output.
    ///
    /// # Errors
    /// As [`upstreamness`](Self::upstreamness).
    pub fn downstreamness(&self, inventories: Inventories<'_>, by: By) -> Result<Ledger<Apart>> {
        let (steps, notes) = match inventories {
            Inventories::Ignored => {
                let ones = Array1::ones(self.producers().len());
                let [steps] = apart(&self.solve_transposed_many(beside([ones.view()]).view())?);
                (steps, Vec::new())
            }
            Inventories::NetOf(categories) => {
                let net = Net::new(self, categories)?;
                (net.columns_summed(self)?, net.notes)
            }
        };
        one(self, by, DOWNSTREAMNESS, &steps, notes)
    }

    /// Final use as a share of output, F/GO (Antràs and Chor 2018): the larger, the closer to final use. Nothing for producers without
    /// output. Means are weighted with output.
    ///
    /// # Errors
    /// If a category of inventories is not in the table, or the economy is not productive.
    pub fn final_use_ratio(&self, inventories: Inventories<'_>, by: By) -> Result<Ledger<Apart>> {
        let mut used = Chains::new(self)?.finals();
        let mut made = self.table().output().to_owned();
        let mut notes = Vec::new();
        if let Inventories::NetOf(categories) = inventories {
            let stocks = Stocks::new(self, categories)?;
            used -= &stocks.stocked;
            (made, notes) = (stocks.kept, stocks.notes);
        }
        // uses are scaled up to output, so that sums are over output
        let scale = Zip::from(&made)
            .and(self.table().output())
            .map_collect(|kept, output| if *kept == 0.0 { 0.0 } else { output / kept });
        let mut sheet = Sheet::new(self, by);
        let ratio = sheet.average(&used, &made, scale.view());
        sheet.push(FINAL_USE_RATIO, ratio);
        sheet.ledger(about(self, "final use to output", "share of output", notes))
    }

    /// Value added as a share of output, VA/GO (Antràs and Chor 2018): the larger, the closer to primary inputs. Nothing for producers
    /// without output. Inventories play no part.
    ///
    /// # Errors
    /// None on a table that has value added.
    pub fn value_added_ratio(&self, by: By) -> Result<Ledger<Apart>> {
        let added = self.weights(&Measure::ValueAdded)?;
        let output = self.table().output().to_owned();
        let mut sheet = Sheet::new(self, by);
        let ratio = sheet.share(&(&output * &added.rates()), &output);
        sheet.push(VALUE_ADDED_RATIO, ratio);
        let mut about = about(self, "value added to output", "share of output", Vec::new());
        added.name().clone_into(&mut about.measure);
        sheet.ledger(about)
    }
}

/// A mean weighted with output.
fn one(
    model: &WorldModel,
    by: By,
    term: Term,
    steps: &Array1<f64>,
    notes: Vec<String>,
) -> Result<Ledger<Apart>> {
    let mut sheet = Sheet::new(model, by);
    let ones = Array1::ones(steps.len());
    let mean = sheet.average(steps, &ones, model.table().output());
    sheet.push(term, mean);
    let indicator = match term == UPSTREAMNESS {
        true => "upstreamness of Antràs, Chor, Fally, Hillberry (2012)",
        false => "downstreamness",
    };
    sheet.ledger(about(model, indicator, "stages", notes))
}

fn about(model: &WorldModel, indicator: &str, unit: &str, notes: Vec<String>) -> About {
    About {
        method: format!("Antràs, Chor (2018), {indicator}"),
        measure: "output".to_owned(),
        unit: unit.to_owned(),
        notes,
        ..About::of_world(model.table())
    }
}

/// Output without what goes into stock.
struct Stocks {
    /// X_i − N_i, or X_i where that cannot be divided by.
    kept: Array1<f64>,
    /// N_i, or zero where that cannot be taken out.
    stocked: Array1<f64>,
    notes: Vec<String>,
}

impl Stocks {
    fn new(model: &WorldModel, categories: &[&str]) -> Result<Self> {
        let table = model.table();
        let mut stocked = table.absorption_of(categories)?.sum_axis(Dimension(1));
        let mut odd = Vec::new();
        for (i, output) in table.output().iter().enumerate() {
            if (output - stocked[i]) * output <= 0.0 {
                stocked[i] = 0.0;
                if *output != 0.0 {
                    odd.push(model.producers().label(i));
                }
            }
        }
        let mut notes = Vec::new();
        if !categories.is_empty() {
            notes.push(format!("Net of inventories: {}.", categories.join(", ")));
        }
        if !odd.is_empty() {
            notes.push(format!(
                "Not corrected, because all output or more goes into stock: {}.",
                first_few(odd)
            ));
        }
        Ok(Self {
            kept: &table.output() - &stocked,
            stocked,
            notes,
        })
    }
}

/// The system I − Δ.
struct Net {
    factor: Factorised,
    notes: Vec<String>,
}

impl Net {
    fn new(model: &WorldModel, categories: &[&str]) -> Result<Self> {
        let Stocks { kept, notes, .. } = Stocks::new(model, categories)?;
        let factor = Self::factor(model, &kept).map_err(|failure| model.labelled(failure))?;
        Ok(Self { factor, notes })
    }

    fn factor(model: &WorldModel, kept: &Array1<f64>) -> std::result::Result<Factorised, Failure> {
        let n = kept.len();
        model
            .run()
            .require_memory("uses net of inventories", 8 * n * n)?;
        let mut delta = model.table().flows().to_owned();
        for (mut uses, kept) in delta.rows_mut().into_iter().zip(kept) {
            if *kept != 0.0 {
                uses.mapv_inplace(|flow| flow / kept);
            }
        }
        Factorised::new(delta, &model.options().without_outputs())
    }

    /// (I − Δ)⁻¹ u.
    fn rows_summed(&self, model: &WorldModel) -> Result<Array1<f64>> {
        let ones = Array2::ones((model.producers().len(), 1));
        let solved = self.factor.solve_many(ones.view());
        let [steps] = apart(&solved.map_err(|failure| model.labelled(failure))?);
        Ok(steps)
    }

    /// X'(I − Δ)⁻¹ X̂⁻¹.
    fn columns_summed(&self, model: &WorldModel) -> Result<Array1<f64>> {
        let output = model.table().output();
        let solved = self.factor.solve_transposed_many(beside([output]).view());
        let solved = solved.map_err(|failure| model.labelled(failure))?;
        let per_unit = |j: usize| match output[j] {
            0.0 => 1.0,
            output => solved[[j, 0]] / output,
        };
        Ok((0..output.len()).map(per_unit).collect())
    }
}
