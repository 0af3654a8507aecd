//! A national input-output table with imports kept apart.

use std::fmt;
use std::sync::{Arc, OnceLock};

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis as Dimension};

use super::checks::Checked;
use super::exports::Exports;
use super::fingerprint::Fingerprint;
use super::primary::{PrimaryInputs, PrimaryKind, ValueAddedConcept};
use super::provenance::Provenance;
use crate::label::{Axis, Extension, FinalUse, Producers, Product};
use crate::unit::Unit;

/// One country's table: what its producers take from each other (`domestic`, n × n), from abroad by product (`imported`,
/// m × n), and from primary inputs; what they deliver to final uses and to exports; and their output.
///
/// Promises, proved by [`NationalDraft::check`](super::NationalDraft::check) and never broken afterwards: all numbers are finite; arrays fit their axes;
/// uses and inputs of every producer sum to its output within a recorded tolerance; a producer without output has no inputs
/// and no sales; processing producers sell nothing at home. Immutable; cheap to clone.
#[derive(Clone)]
pub struct NationalTable(Arc<Contents>);

pub(super) struct Contents {
    pub(super) producers: Producers,
    pub(super) products: Axis<Product>,
    pub(super) unit: Unit,
    pub(super) domestic: Array2<f64>,
    pub(super) imported: Array2<f64>,
    pub(super) primary: PrimaryInputs,
    pub(super) finals: FinalUses,
    pub(super) exports: Exports,
    pub(super) imported_exports: Array1<f64>,
    pub(super) output: Array1<f64>,
    pub(super) extensions: Axis<Extension>,
    pub(super) extension_rows: Array2<f64>,
    pub(super) concept: ValueAddedConcept,
    pub(super) checked: Checked,
    pub(super) provenance: Provenance,
    /// Computed when first asked for.
    pub(super) fingerprint: OnceLock<Fingerprint>,
}

pub(super) struct FinalUses {
    pub(super) categories: Axis<FinalUse>,
    pub(super) domestic: Array2<f64>,
    pub(super) imported: Array2<f64>,
}

impl NationalTable {
    pub(super) fn new(contents: Contents) -> Self {
        Self(Arc::new(contents))
    }

    pub(super) fn contents(&self) -> &Contents {
        &self.0
    }

    /// The country's code.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.0.producers.countries().codes()[0]
    }

    /// The producers: groups × sectors of the country.
    #[must_use]
    pub fn producers(&self) -> &Producers {
        &self.0.producers
    }

    /// The products in which imports are recorded.
    #[must_use]
    pub fn products(&self) -> &Axis<Product> {
        &self.0.products
    }

    /// The unit of every amount.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.0.unit
    }

    /// Domestic inputs, supplier × user.
    #[must_use]
    pub fn domestic(&self) -> ArrayView2<'_, f64> {
        self.0.domestic.view()
    }

    /// Imported inputs, product × user.
    #[must_use]
    pub fn imported(&self) -> ArrayView2<'_, f64> {
        self.0.imported.view()
    }

    /// Primary inputs.
    #[must_use]
    pub fn primary(&self) -> &PrimaryInputs {
        &self.0.primary
    }

    /// The categories of final use.
    #[must_use]
    pub fn final_uses(&self) -> &Axis<FinalUse> {
        &self.0.finals.categories
    }

    /// Final use of domestic output, producer × category.
    #[must_use]
    pub fn domestic_final(&self) -> ArrayView2<'_, f64> {
        self.0.finals.domestic.view()
    }

    /// Final use of imports, product × category.
    #[must_use]
    pub fn imported_final(&self) -> ArrayView2<'_, f64> {
        self.0.finals.imported.view()
    }

    /// Exports of domestic output, by partner and kind.
    #[must_use]
    pub fn exports(&self) -> &Exports {
        &self.0.exports
    }

    /// Imports that are exported again without being used, by product.
    #[must_use]
    pub fn imported_exports(&self) -> ArrayView1<'_, f64> {
        self.0.imported_exports.view()
    }

    /// Output, by producer.
    #[must_use]
    pub fn output(&self) -> ArrayView1<'_, f64> {
        self.0.output.view()
    }

    /// The rows beside the economic ones.
    #[must_use]
    pub fn extensions(&self) -> &Axis<Extension> {
        &self.0.extensions
    }

    /// Extension × producer.
    #[must_use]
    pub fn extension_rows(&self) -> ArrayView2<'_, f64> {
        self.0.extension_rows.view()
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

    /// Value added by producer: the sum of the rows that count under [`concept`](Self::concept).
    #[must_use]
    pub fn value_added(&self) -> Array1<f64> {
        self.primary()
            .value_added_rows(self.concept())
            .fold(Array1::zeros(self.producers().len()), |sum, row| {
                sum + &row.by_producer
            })
    }

    /// Primary inputs that are not value added, by producer.
    #[must_use]
    pub fn other_primary(&self) -> Array1<f64> {
        self.primary()
            .other_rows(self.concept())
            .fold(Array1::zeros(self.producers().len()), |sum, row| {
                sum + &row.by_producer
            })
    }

    /// Output less all inputs, by producer: the rounding of the published table, zero in an exact one.
    #[must_use]
    pub fn discrepancy(&self) -> Array1<f64> {
        &self.output()
            - &self.domestic().sum_axis(Dimension(0))
            - self.imported().sum_axis(Dimension(0))
            - self.value_added()
            - self.other_primary()
    }

    /// The kinds of primary input that count as value added in this table.
    #[must_use]
    pub fn components(&self) -> Vec<PrimaryKind> {
        self.primary()
            .value_added_rows(self.concept())
            .map(|row| row.kind)
            .collect()
    }
}

impl fmt::Debug for NationalTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "NationalTable {} ({}): {} producers, {} imported products",
            self.country(),
            self.unit(),
            self.producers().len(),
            self.products().len()
        )
    }
}
