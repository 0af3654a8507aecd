//! A national table with domestic and imported products together.

use std::fmt;
use std::sync::Arc;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis as Dimension};

use crate::label::{Axis, FinalUse, Producers, Sector};
use crate::table::checks::Checked;
use crate::table::exports::Exports;
use crate::table::primary::{PrimaryInputs, ValueAddedConcept};
use crate::table::provenance::Provenance;
use crate::unit::Unit;

/// One country's competitive table: flows (product × user) and final uses (product × category) of domestic and imported products
/// together, imports by product in one column, exports, primary inputs and output. Sectors are products and producers alike.
///
/// Promises, proved by [`CompetitiveDraft::check`](super::CompetitiveDraft::check) and never broken afterwards: all numbers are
/// finite; imports are not negative; uses less imports plus the source's discrepancy, and inputs, sum to output within a
/// recorded tolerance. No model can be built on it before imports are separated:
/// [`ImportSeparation`](crate::build::ImportSeparation). Immutable; cheap to clone.
#[derive(Clone)]
pub struct CompetitiveTable(Arc<Contents>);

pub(super) struct Contents {
    pub(super) sectors: Axis<Sector>,
    pub(super) producers: Producers,
    pub(super) unit: Unit,
    pub(super) flows: Array2<f64>,
    pub(super) categories: Axis<FinalUse>,
    pub(super) finals: Array2<f64>,
    pub(super) exports: Exports,
    pub(super) imports: Array1<f64>,
    pub(super) discrepancy: Option<(String, Array1<f64>)>,
    pub(super) primary: PrimaryInputs,
    pub(super) output: Array1<f64>,
    pub(super) concept: ValueAddedConcept,
    pub(super) checked: Checked,
    pub(super) provenance: Provenance,
}

impl CompetitiveTable {
    pub(super) fn new(contents: Contents) -> Self {
        Self(Arc::new(contents))
    }

    /// The country's code.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.0.producers.countries().codes()[0]
    }

    /// The sectors: products and producers alike.
    #[must_use]
    pub fn sectors(&self) -> &Axis<Sector> {
        &self.0.sectors
    }

    /// The same sectors as producers of the country.
    #[must_use]
    pub fn producers(&self) -> &Producers {
        &self.0.producers
    }

    /// The unit of every amount.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.0.unit
    }

    /// Inputs of domestic and imported products together, product × user.
    #[must_use]
    pub fn flows(&self) -> ArrayView2<'_, f64> {
        self.0.flows.view()
    }

    /// The categories of final use.
    #[must_use]
    pub fn final_uses(&self) -> &Axis<FinalUse> {
        &self.0.categories
    }

    /// Final use of domestic and imported products together, product × category.
    #[must_use]
    pub fn finals(&self) -> ArrayView2<'_, f64> {
        self.0.finals.view()
    }

    /// Exports, by partner and kind; what of them was imported is not known.
    #[must_use]
    pub fn exports(&self) -> &Exports {
        &self.0.exports
    }

    /// Imports by product, positive numbers.
    #[must_use]
    pub fn imports(&self) -> ArrayView1<'_, f64> {
        self.0.imports.view()
    }

    /// The source's statistical discrepancy by product, and its code, where it has one: what is added to recorded uses less
    /// imports to come to output.
    #[must_use]
    pub fn statistical_discrepancy(&self) -> Option<(&str, ArrayView1<'_, f64>)> {
        let found = self.0.discrepancy.as_ref();
        found.map(|(code, amounts)| (code.as_str(), amounts.view()))
    }

    /// Primary inputs.
    #[must_use]
    pub fn primary(&self) -> &PrimaryInputs {
        &self.0.primary
    }

    /// Output, by sector.
    #[must_use]
    pub fn output(&self) -> ArrayView1<'_, f64> {
        self.0.output.view()
    }

    /// Which primary rows count as value added.
    #[must_use]
    pub fn concept(&self) -> ValueAddedConcept {
        self.0.concept
    }

    /// The checks the table has passed, with all residuals.
    #[must_use]
    pub fn checked(&self) -> &Checked {
        &self.0.checked
    }

    /// Source and steps.
    #[must_use]
    pub fn provenance(&self) -> &Provenance {
        &self.0.provenance
    }

    /// Domestic absorption by product: inputs and final uses at home of domestic and imported products, without exports and the
    /// discrepancy.
    #[must_use]
    pub fn domestic_uses(&self) -> Array1<f64> {
        self.flows().sum_axis(Dimension(1)) + self.finals().sum_axis(Dimension(1))
    }
}

impl fmt::Debug for CompetitiveTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "CompetitiveTable {} ({}): {} sectors, imports not separated",
            self.country(),
            self.unit(),
            self.sectors().len()
        )
    }
}
