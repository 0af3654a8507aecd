//! A table of the whole world: who delivers what to whom, across all borders.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis as Dimension, Slice};

use crate::error::Result;
use crate::label::{Axis, Country, Extension, FinalUse, Ix, Producers, Sector};
use crate::table::Fingerprint;
use crate::table::checks::Checked;
use crate::table::primary::{PrimaryInputs, PrimaryKind, ValueAddedConcept};
use crate::table::provenance::Provenance;
use crate::unit::Unit;

/// Intermediate flows between all producers of the world, final use by country and category, primary inputs, output and
/// extensions. Countries may be divided into groups of producers and may have different sectors.
///
/// Promises, proved by [`WorldDraft::check`](super::WorldDraft::check) and never broken afterwards: all numbers are finite; arrays fit
/// their axes; uses and inputs of every producer sum to its output within a recorded tolerance; a producer without output has no
/// inputs and no sales. Negative final use and negative value added are legal. Immutable; cheap to clone.
#[derive(Clone)]
pub struct WorldTable(Arc<Contents>);

pub(super) struct Contents {
    pub(super) producers: Producers,
    pub(super) countries: Axis<Country>,
    pub(super) categories: Axis<FinalUse>,
    pub(super) unit: Unit,
    pub(super) flows: Array2<f64>,
    pub(super) finals: Array2<f64>,
    pub(super) primary: PrimaryInputs,
    pub(super) output: Array1<f64>,
    pub(super) extensions: Axis<Extension>,
    pub(super) extension_rows: Array2<f64>,
    pub(super) extension_finals: Array2<f64>,
    pub(super) concept: ValueAddedConcept,
    pub(super) checked: Checked,
    pub(super) provenance: Provenance,
    /// Computed when first asked for.
    pub(super) fingerprint: OnceLock<Fingerprint>,
}

impl WorldTable {
    pub(super) fn new(contents: Contents) -> Self {
        Self(Arc::new(contents))
    }

    pub(in crate::table) fn known_fingerprint(&self) -> &OnceLock<Fingerprint> {
        &self.0.fingerprint
    }

    /// The producers: countries × groups × sectors.
    #[must_use]
    pub fn producers(&self) -> &Producers {
        &self.0.producers
    }

    /// The countries: those with producers in the order of their blocks, then markets without producers.
    #[must_use]
    pub fn countries(&self) -> &Axis<Country> {
        &self.0.countries
    }

    /// The positions of a country's producers; empty for a market without producers.
    #[must_use]
    pub fn range(&self, country: Ix<Country>) -> Range<usize> {
        self.0.producers.range(country)
    }

    /// The sectors of all countries, each code once, in order of first appearance.
    #[must_use]
    pub fn sectors(&self) -> Axis<Sector> {
        self.0.producers.sectors()
    }

    /// The categories of final use.
    #[must_use]
    pub fn final_uses(&self) -> &Axis<FinalUse> {
        &self.0.categories
    }

    /// The unit of every amount.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.0.unit
    }

    /// Intermediate flows, supplier × user.
    #[must_use]
    pub fn flows(&self) -> ArrayView2<'_, f64> {
        self.0.flows.view()
    }

    /// Final use, producer × (country, category): the columns of a country stand together.
    #[must_use]
    pub fn final_use(&self) -> ArrayView2<'_, f64> {
        self.0.finals.view()
    }

    /// Final use in one country, producer × category.
    #[must_use]
    pub fn final_use_in(&self, country: Ix<Country>) -> ArrayView2<'_, f64> {
        let categories = self.0.categories.len();
        let start = country.get() * categories;
        let columns = Slice::from(start..start + categories);
        self.0.finals.slice_axis(Dimension(1), columns)
    }

    /// Final use by country, all categories together, producer × country: the Y of the formulas.
    #[must_use]
    pub fn absorption(&self) -> Array2<f64> {
        let mut absorbed = Array2::zeros((self.producers().len(), self.countries().len()));
        for country in self.countries().positions() {
            let sums = self.final_use_in(country).sum_axis(Dimension(1));
            absorbed.column_mut(country.get()).assign(&sums);
        }
        absorbed
    }

    /// Final use by country in some categories only, producer × country.
    ///
    /// # Errors
    /// If a category is not in the table.
    pub fn absorption_of(&self, categories: &[&str]) -> Result<Array2<f64>> {
        let mut absorbed = Array2::zeros((self.producers().len(), self.countries().len()));
        for code in categories {
            let category = self.final_uses().at(code)?;
            for country in self.countries().positions() {
                let mut column = absorbed.column_mut(country.get());
                column += &self.final_use_in(country).column(category.get());
            }
        }
        Ok(absorbed)
    }

    /// Primary inputs; their parts on final uses follow the columns of final use.
    #[must_use]
    pub fn primary(&self) -> &PrimaryInputs {
        &self.0.primary
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

    /// What final users cause directly, extension × (country, category).
    #[must_use]
    pub fn extension_finals(&self) -> ArrayView2<'_, f64> {
        self.0.extension_finals.view()
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
        let rows = self.primary().value_added_rows(self.concept());
        rows.fold(Array1::zeros(self.producers().len()), |sum, row| {
            sum + &row.by_producer
        })
    }

    /// The kinds of primary input that make up value added here.
    #[must_use]
    pub fn components(&self) -> Vec<PrimaryKind> {
        let rows = self.primary().value_added_rows(self.concept());
        rows.map(|row| row.kind).collect()
    }

    /// What the recorded uses of each producer miss of its output: zero in an exact table, the rounding of a published one.
    #[must_use]
    pub fn unallocated(&self) -> Array1<f64> {
        let residuals = self.checked().row_residuals().iter();
        residuals.map(|residual| residual.amount).collect()
    }

    /// Exports by producer and importing country: intermediate and final goods that cross a border. Zero in the exporter's own
    /// column.
    #[must_use]
    pub fn exports(&self) -> Array2<f64> {
        let mut exports = self.absorption();
        let ranges = self.countries().positions().map(|at| self.range(at));
        let ranges: Vec<Range<usize>> = ranges.collect();
        // row by row, as the flows lie in memory
        for (flows, mut exports) in self.flows().rows().into_iter().zip(exports.rows_mut()) {
            for (range, exports) in ranges.iter().zip(&mut exports) {
                let bought = flows.slice_axis(Dimension(0), Slice::from(range.clone()));
                *exports += bought.sum();
            }
        }
        for (home, range) in ranges.iter().enumerate() {
            let mut own = exports.column_mut(home);
            own.slice_axis_mut(Dimension(0), Slice::from(range.clone()))
                .fill(0.0);
        }
        exports
    }
}

impl fmt::Debug for WorldTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "WorldTable ({}): {} producers in {} countries",
            self.unit(),
            self.producers().len(),
            self.countries().len()
        )
    }
}
