//! A national table in the making.

use std::sync::OnceLock;

use ndarray::{Array1, Array2, Axis as Dimension};

use super::checks::{Checked, Problem, Residual, Tolerance, refuse, residuals};
use super::exports::Exports;
use super::national::{Contents, FinalUses, NationalTable};
use super::primary::{PrimaryInputs, PrimaryKind, PrimaryRow, ValueAddedConcept};
use super::provenance::Provenance;
use crate::error::{Error, Result};
use crate::label::{Axis, Extension, FinalUse, Producers, Product, TradeKind};
use crate::unit::Unit;

/// Labelled numbers on their way to a [`NationalTable`]. What is not given is zero; arrays follow the axes given first.
///
/// [`check`](Self::check) refuses a draft with *all* its problems in one error; [`problems`](Self::problems) lists them
/// without making a table.
///
/// ```
/// use leontief::label::{Axis, Producers, TradeKind};
/// use leontief::table::{NationalDraft, PrimaryKind};
/// use leontief::unit::{PriceBasis, Scale, Unit};
/// use ndarray::array;
///
/// let producers = Producers::whole("CHN", &Axis::new(["goods", "services"])?)?;
/// let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
/// let table = NationalDraft::new(producers, Axis::new(["imports"])?, unit)
///     .domestic(array![[30.0, 10.0], [20.0, 30.0]])
///     .imported(array![[20.0, 5.0]])
///     .primary(PrimaryKind::Compensation, array![30.0, 55.0])
///     .export("USA", TradeKind::Goods, array![25.0, 0.0])
///     .final_use("households", array![35.0, 50.0], array![10.0])
///     .output(array![100.0, 100.0])
///     .check()?;
/// assert_eq!(table.value_added().sum(), 85.0);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a draft is not a table until it is checked"]
pub struct NationalDraft {
    pub(super) producers: Producers,
    pub(super) products: Axis<Product>,
    pub(super) unit: Unit,
    pub(super) domestic: Array2<f64>,
    pub(super) imported: Array2<f64>,
    pub(super) primary: Vec<PrimaryRow>,
    pub(super) final_codes: Vec<String>,
    pub(super) domestic_final: Vec<Array1<f64>>,
    pub(super) imported_final: Vec<Array1<f64>>,
    pub(super) remainder: Option<String>,
    pub(super) exports: Vec<(String, TradeKind, Array1<f64>)>,
    pub(super) imported_exports: Array1<f64>,
    pub(super) output: Array1<f64>,
    pub(super) extensions: Vec<(String, String, Array1<f64>)>,
    pub(super) concept: ValueAddedConcept,
    pub(super) tolerance: Tolerance,
    pub(super) provenance: Provenance,
}

impl NationalDraft {
    /// An empty draft over these producers (of one country), imported products and unit.
    pub fn new(producers: Producers, products: Axis<Product>, unit: Unit) -> Self {
        let (n, m) = (producers.len(), products.len());
        Self {
            producers,
            products,
            unit,
            domestic: Array2::zeros((n, n)),
            imported: Array2::zeros((m, n)),
            primary: Vec::new(),
            final_codes: Vec::new(),
            domestic_final: Vec::new(),
            imported_final: Vec::new(),
            remainder: None,
            exports: Vec::new(),
            imported_exports: Array1::zeros(m),
            output: Array1::zeros(n),
            extensions: Vec::new(),
            concept: ValueAddedConcept::default(),
            tolerance: Tolerance::EXACT,
            provenance: Provenance::default(),
        }
    }

    /// Domestic inputs, supplier × user.
    pub fn domestic(mut self, flows: Array2<f64>) -> Self {
        self.domestic = flows;
        self
    }

    /// Imported inputs, product × user.
    pub fn imported(mut self, flows: Array2<f64>) -> Self {
        self.imported = flows;
        self
    }

    /// A primary row that only producers pay.
    pub fn primary(self, kind: PrimaryKind, by_producer: Array1<f64>) -> Self {
        self.primary_row(PrimaryRow {
            kind,
            by_producer,
            by_final_use: Array1::zeros(0),
            on_exports: 0.0,
        })
    }

    /// A primary row with its part on final uses (in order of the categories; may be left empty) and on exports.
    pub fn primary_row(mut self, row: PrimaryRow) -> Self {
        self.primary.push(row);
        self
    }

    /// A category of final use: domestic output by producer, imports by product.
    pub fn final_use(mut self, code: &str, domestic: Array1<f64>, imported: Array1<f64>) -> Self {
        self.final_codes.push(code.to_owned());
        self.domestic_final.push(domestic);
        self.imported_final.push(imported);
        self
    }

    /// One more category on a draft whose primary rows know all categories so far (a draft made from a table): they pay nothing on
    /// it.
    pub fn further_final_use(
        mut self,
        code: &str,
        domestic: Array1<f64>,
        imported: Array1<f64>,
    ) -> Self {
        for row in self
            .primary
            .iter_mut()
            .filter(|row| !row.by_final_use.is_empty())
        {
            row.by_final_use = row.by_final_use.iter().copied().chain([0.0]).collect();
        }
        self.final_use(code, domestic, imported)
    }

    /// Says that all output not used otherwise is final use of this category: for sources that give output, inputs and
    /// some exports only. The rows then balance by definition.
    pub fn remaining_output_to(mut self, code: &str) -> Self {
        self.remainder = Some(code.to_owned());
        self
    }

    /// Exports of domestic output to a partner.
    pub fn export(mut self, partner: &str, kind: TradeKind, amounts: Array1<f64>) -> Self {
        self.exports.push((partner.to_owned(), kind, amounts));
        self
    }

    /// All flows of an [`Exports`] over the same producers.
    pub fn exports(mut self, exports: &Exports) -> Self {
        for flow in exports.flows() {
            self = self.export(flow.partner(), flow.kind(), flow.amounts().to_owned());
        }
        self
    }

    /// Imports that are exported again without being used, by product.
    pub fn imported_exports(mut self, amounts: Array1<f64>) -> Self {
        self.imported_exports = amounts;
        self
    }

    /// Output, by producer.
    pub fn output(mut self, output: Array1<f64>) -> Self {
        self.output = output;
        self
    }

    /// A row beside the economic ones (jobs, CO2), with its unit.
    pub fn extension(mut self, code: &str, unit: &str, by_producer: Array1<f64>) -> Self {
        self.extensions
            .push((code.to_owned(), unit.to_owned(), by_producer));
        self
    }

    /// Which primary rows count as value added; basic prices unless said otherwise.
    pub fn concept(mut self, concept: ValueAddedConcept) -> Self {
        self.concept = concept;
        self
    }

    /// How far sums may miss output; exact unless said otherwise.
    pub fn tolerance(mut self, tolerance: Tolerance) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Source and steps so far.
    pub fn provenance(mut self, provenance: Provenance) -> Self {
        self.provenance = provenance;
        self
    }

    /// Everything found in the draft: what forbids a table, and what is legal but worth knowing.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let shapes = self.shape_problems();
        if !shapes.is_empty() {
            return shapes; // cells cannot be named while arrays do not fit their axes
        }
        let numbers = self.non_finite();
        if !numbers.is_empty() {
            return numbers; // sums say nothing while cells are not numbers
        }
        let completed = self.clone().completed();
        let mut problems = completed.output_problems();
        problems.extend(completed.group_problems());
        problems.extend(completed.balance_problems());
        problems.extend(completed.notes());
        problems
    }

    /// The table, if nothing forbids it.
    ///
    /// # Errors
    /// One error with all problems of the draft: shapes, cells that are not numbers, inputs or sales without output,
    /// negative output, sales of processing producers at home, sums that miss output by more than the tolerance.
    pub fn check(self) -> Result<NationalTable> {
        if self.producers.countries().len() != 1 {
            return Err(
                Error::label("a national table has producers of one country")
                    .found(format!("{:?}", self.producers)),
            );
        }
        let country = &self.producers.countries().codes()[0];
        refuse(country, &self.unit, &self.problems())?;
        self.completed().into_table()
    }

    /// Fills what follows from the rest: the remaining final use, and empty parts of primary rows.
    pub(super) fn completed(mut self) -> Self {
        if let Some(code) = self.remainder.take() {
            let used = self.uses();
            self = self.clone().further_final_use(
                &code,
                &self.output - &used,
                Array1::zeros(self.products.len()),
            );
        }
        let categories = self.final_codes.len();
        for row in &mut self.primary {
            if row.by_final_use.is_empty() {
                row.by_final_use = Array1::zeros(categories);
            }
        }
        self
    }

    fn into_table(self) -> Result<NationalTable> {
        let checked = Checked {
            tolerance: self.tolerance,
            rows: self.residuals(&self.uses()),
            columns: self.residuals(&self.inputs()),
            zero_output: self.labels_where(|j| self.output[j] == 0.0),
            notes: self.notes().into_iter().map(|note| note.message).collect(),
        };
        let mut exports = Exports::new(&self.producers, self.unit.clone());
        for (partner, kind, amounts) in self.exports {
            exports = exports.with(&partner, kind, amounts)?;
        }
        let columns = |vectors: &[Array1<f64>], len: usize| {
            Array2::from_shape_fn((len, vectors.len()), |(i, k)| vectors[k][i])
        };
        let finals = FinalUses {
            categories: Axis::<FinalUse>::new(self.final_codes)?,
            domestic: columns(&self.domestic_final, self.producers.len()),
            imported: columns(&self.imported_final, self.products.len()),
        };
        let codes = self.extensions.iter().map(|(code, unit, _)| (code, unit));
        let extensions = Axis::<Extension>::with_names(codes)?;
        let extension_rows = columns(
            &self
                .extensions
                .iter()
                .map(|(_, _, row)| row.clone())
                .collect::<Vec<_>>(),
            self.producers.len(),
        );
        Ok(NationalTable::new(Contents {
            producers: self.producers,
            products: self.products,
            unit: self.unit,
            domestic: self.domestic,
            imported: self.imported,
            primary: PrimaryInputs::new(self.primary),
            finals,
            exports,
            imported_exports: self.imported_exports,
            output: self.output,
            extensions,
            extension_rows: extension_rows.reversed_axes(),
            concept: self.concept,
            checked,
            provenance: self.provenance,
            fingerprint: OnceLock::new(),
        }))
    }

    /// What is used of each producer's output.
    pub(super) fn uses(&self) -> Array1<f64> {
        let exports = self.exports.iter().map(|(_, _, amounts)| amounts);
        self.domestic_final
            .iter()
            .chain(exports)
            .fold(self.domestic.sum_axis(Dimension(1)), |sum, part| sum + part)
    }

    /// What each producer pays for.
    pub(super) fn inputs(&self) -> Array1<f64> {
        let intermediate =
            self.domestic.sum_axis(Dimension(0)) + self.imported.sum_axis(Dimension(0));
        self.primary
            .iter()
            .fold(intermediate, |sum, row| sum + &row.by_producer)
    }

    pub(super) fn residuals(&self, sums: &Array1<f64>) -> Vec<Residual> {
        residuals(&self.producers, &self.output, sums)
    }

    pub(super) fn labels_where(&self, condition: impl Fn(usize) -> bool) -> Vec<String> {
        (0..self.producers.len())
            .filter(|&j| condition(j))
            .map(|j| self.producers.label(j))
            .collect()
    }
}
