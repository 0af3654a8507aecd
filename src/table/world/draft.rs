//! A world table in the making.

use std::sync::OnceLock;

use ndarray::{Array1, Array2};

use super::sums::Sums;
use super::table::{Contents, WorldTable};
use crate::error::Result;
use crate::label::{Axis, Country, Extension, FinalUse, Producers};
use crate::table::checks::{Checked, Problem, Severity, Tolerance, refuse, residuals};
use crate::table::primary::{PrimaryInputs, PrimaryKind, PrimaryRow, ValueAddedConcept};
use crate::table::provenance::Provenance;
use crate::unit::Unit;

/// Labelled numbers on their way to a [`WorldTable`]. What is not given is zero; arrays follow the axes given first.
///
/// Columns of final use run country by country in the order of [`countries`](Self::countries), and within a country in the order of
/// the categories.
///
/// ```
/// use leontief::label::{Axis, Group, Producers};
/// use leontief::table::WorldDraft;
/// use leontief::unit::{PriceBasis, Scale, Unit};
/// use ndarray::array;
///
/// let sectors = Axis::new(["goods"])?;
/// let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
/// let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
/// let table = WorldDraft::new(producers, Axis::new(["final"])?, unit)
///     .flows(array![[30.0, 10.0], [5.0, 40.0]])
///     .final_use(array![[50.0, 10.0], [5.0, 50.0]])
///     .output(array![100.0, 100.0])
///     .residual_value_added()
///     .check()?;
/// assert_eq!(table.value_added(), array![65.0, 50.0]);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a draft is not a table until it is checked"]
pub struct WorldDraft {
    pub(super) producers: Producers,
    pub(super) countries: Axis<Country>,
    pub(super) categories: Axis<FinalUse>,
    pub(super) unit: Unit,
    pub(super) flows: Array2<f64>,
    pub(super) finals: Array2<f64>,
    pub(super) primary: Vec<PrimaryRow>,
    pub(super) residual: bool,
    pub(super) output: Array1<f64>,
    pub(super) extensions: Vec<ExtensionRow>,
    pub(super) concept: ValueAddedConcept,
    pub(super) tolerance: Tolerance,
    pub(super) provenance: Provenance,
}

/// A row beside the economic ones, with what final users cause directly (households' fuel).
#[derive(Debug, Clone, PartialEq)]
pub struct ExtensionRow {
    /// The code: `jobs`, `CO2`.
    pub code: String,
    /// Its unit.
    pub unit: String,
    /// By producer.
    pub by_producer: Array1<f64>,
    /// By column of final use; empty where there is none.
    pub by_final_use: Array1<f64>,
}

impl WorldDraft {
    /// An empty draft over these producers, categories of final use and unit.
    pub fn new(producers: Producers, categories: Axis<FinalUse>, unit: Unit) -> Self {
        let n = producers.len();
        let columns = producers.countries().len() * categories.len();
        let (flows, finals) = (Array2::zeros((n, n)), Array2::zeros((n, columns)));
        Self::of_uses(producers, categories, unit, flows, finals)
    }

    /// A draft with these flows and final uses at once: beside a large table there is no room for zeros.
    pub(crate) fn of_uses(
        producers: Producers,
        categories: Axis<FinalUse>,
        unit: Unit,
        flows: Array2<f64>,
        finals: Array2<f64>,
    ) -> Self {
        Self {
            countries: producers.countries().clone(),
            output: Array1::zeros(producers.len()),
            flows,
            finals,
            producers,
            categories,
            unit,
            primary: Vec::new(),
            residual: false,
            extensions: Vec::new(),
            concept: ValueAddedConcept::default(),
            tolerance: Tolerance::EXACT,
            provenance: Provenance::default(),
        }
    }

    /// Countries that use final goods but have no producers in the table; they stand behind the others. Sets final use to zero.
    ///
    /// # Errors
    /// If a code is empty, doubled, or that of a country with producers.
    pub fn with_markets<S: Into<String>>(
        self,
        markets: impl IntoIterator<Item = S>,
    ) -> Result<Self> {
        let mut draft = self.of_markets(markets)?;
        let columns = draft.countries.len() * draft.categories.len();
        draft.finals = Array2::zeros((draft.producers.len(), columns));
        Ok(draft)
    }

    /// The same where the final uses of the draft have the markets' columns already.
    pub(crate) fn of_markets<S: Into<String>>(
        mut self,
        markets: impl IntoIterator<Item = S>,
    ) -> Result<Self> {
        let known = self.producers.countries();
        let known = known.positions().map(|at| {
            let countries = self.producers.countries();
            (countries.code(at).to_owned(), countries.name(at).to_owned())
        });
        let markets = markets.into_iter().map(|code| {
            let code = code.into();
            (code.clone(), code)
        });
        self.countries = Axis::with_names(known.chain(markets))?;
        Ok(self)
    }

    /// The countries: those with producers in their order, then markets.
    #[must_use]
    pub fn countries(&self) -> &Axis<Country> {
        &self.countries
    }

    /// The producers.
    #[must_use]
    pub fn producers(&self) -> &Producers {
        &self.producers
    }

    /// Source and steps so far; [`provenance`](Self::provenance) sets them.
    #[must_use]
    pub fn origin(&self) -> &Provenance {
        &self.provenance
    }

    /// Intermediate flows of the whole world, supplier × user.
    pub fn flows(mut self, flows: Array2<f64>) -> Self {
        self.flows = flows;
        self
    }

    /// Final use, producer × (country, category).
    pub fn final_use(mut self, finals: Array2<f64>) -> Self {
        self.finals = finals;
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

    /// A primary row with its part on final uses (by column of final use; may be left empty).
    pub fn primary_row(mut self, row: PrimaryRow) -> Self {
        self.primary.push(row);
        self
    }

    /// Says that value added is what output leaves after inputs and the primary rows that are given: for sources without a row of value
    /// added. Columns then balance by definition, and the provenance says so.
    pub fn residual_value_added(mut self) -> Self {
        self.residual = true;
        self
    }

    /// Output, by producer.
    pub fn output(mut self, output: Array1<f64>) -> Self {
        self.output = output;
        self
    }

    /// A row beside the economic ones (jobs, CO2), with its unit.
    pub fn extension(self, code: &str, unit: &str, by_producer: Array1<f64>) -> Self {
        self.extension_row(ExtensionRow {
            code: code.to_owned(),
            unit: unit.to_owned(),
            by_producer,
            by_final_use: Array1::zeros(0),
        })
    }

    /// A row beside the economic ones with what final users cause directly.
    pub fn extension_row(mut self, row: ExtensionRow) -> Self {
        self.extensions.push(row);
        self
    }

    /// Which primary rows count as value added; basic prices unless said otherwise.
    pub fn concept(mut self, concept: ValueAddedConcept) -> Self {
        self.concept = concept;
        self
    }

    /// Drops what producers without output sell, where it is no more than this in all, and notes it with their labels in the
    /// provenance: in tables whose cells were cut to whole millions an output may be nothing beside a sale of one. Without this step such
    /// a table is refused.
    pub fn drop_sales_without_output(mut self, at_most: f64) -> Self {
        if !self.shape_problems().is_empty() {
            return self; // which the check reports
        }
        let mut dropped = Vec::new();
        for i in 0..self.producers.len() {
            let magnitude = |sum: f64, sale: &f64| sum + sale.abs();
            let inputs = self.flows.row(i).fold(0.0, magnitude);
            let sold = self.finals.row(i).fold(inputs, magnitude);
            if self.output[i] == 0.0 && sold > 0.0 && sold <= at_most {
                self.flows.row_mut(i).fill(0.0);
                self.finals.row_mut(i).fill(0.0);
                dropped.push(format!("{} ({sold})", self.producers.label(i)));
            }
        }
        if !dropped.is_empty() {
            let step = format!("sales without output dropped: {}", dropped.join(", "));
            self.provenance = self.provenance.then(step);
        }
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
        self.problems_beside(&Sums::of(self))
    }

    /// The problems of a draft whose arrays fit their axes.
    pub(super) fn problems_beside(&self, sums: &Sums) -> Vec<Problem> {
        let numbers = self.non_finite(sums);
        if !numbers.is_empty() {
            return numbers; // sums say nothing while cells are not numbers
        }
        self.sum_problems(sums)
    }

    /// The table, if nothing forbids it.
    ///
    /// # Errors
    /// One error with all problems of the draft: shapes, cells that are not numbers, inputs or sales without output,
    /// negative output, sales of processing producers at home, sums that miss output by more than the tolerance.
    pub fn check(self) -> Result<WorldTable> {
        refuse("the world", &self.unit, &self.shape_problems())?;
        let sums = Sums::of(&self);
        let problems = self.problems_beside(&sums);
        refuse("the world", &self.unit, &problems)?;
        let notes = problems.into_iter();
        let notes = notes.filter(|problem| problem.severity == Severity::Note);
        let notes = notes.map(|note| note.message).collect();
        Ok(WorldTable::new(self.into_contents(sums, notes)?))
    }

    pub(super) fn into_contents(mut self, sums: Sums, notes: Vec<String>) -> Result<Contents> {
        let Sums {
            uses, mut inputs, ..
        } = sums;
        if self.residual {
            let row = PrimaryRow {
                kind: PrimaryKind::UndividedValueAdded,
                by_producer: &self.output - &inputs,
                by_final_use: Array1::zeros(0),
                on_exports: 0.0,
            };
            inputs += &row.by_producer;
            self.primary.push(row);
            self.provenance = self
                .provenance
                .then("value added is output less inputs and the primary rows given");
        }
        let producers = &self.producers;
        let outputs = self.output.iter().zip(producers.positions());
        let idle = outputs.filter(|(output, _)| **output == 0.0);
        let checked = Checked {
            tolerance: self.tolerance,
            rows: residuals(producers, &self.output, &uses),
            columns: residuals(producers, &self.output, &inputs),
            zero_output: idle.map(|(_, at)| producers.key(at).to_string()).collect(),
            notes,
        };
        let columns = self.countries.len() * self.categories.len();
        let filled = |row: Array1<f64>| {
            if row.is_empty() {
                Array1::zeros(columns)
            } else {
                row
            }
        };
        let codes = self.extensions.iter().map(|row| (&row.code, &row.unit));
        let extensions = Axis::<Extension>::with_names(codes)?;
        let (mut rows, mut direct) = (
            Array2::zeros((self.extensions.len(), producers.len())),
            Array2::zeros((self.extensions.len(), columns)),
        );
        for (k, row) in self.extensions.into_iter().enumerate() {
            rows.row_mut(k).assign(&row.by_producer);
            direct.row_mut(k).assign(&filled(row.by_final_use));
        }
        let primary = self.primary.into_iter().map(|row| PrimaryRow {
            by_final_use: filled(row.by_final_use),
            ..row
        });
        Ok(Contents {
            primary: PrimaryInputs::new(primary.collect()),
            producers: self.producers,
            countries: self.countries,
            categories: self.categories,
            unit: self.unit,
            flows: self.flows,
            finals: self.finals,
            output: self.output,
            extensions,
            extension_rows: rows,
            extension_finals: direct,
            concept: self.concept,
            checked,
            provenance: self.provenance,
            fingerprint: OnceLock::new(),
        })
    }

    pub(super) fn column_label(&self, column: usize) -> String {
        let categories = self.categories.len();
        format!(
            "{} {}",
            self.countries.codes()[column / categories],
            self.categories.codes()[column % categories]
        )
    }

    /// The draft must not name a kind of primary input twice, nor a residual beside undivided value added.
    pub(super) fn doubled_rows(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (at, row) in self.primary.iter().enumerate() {
            if self.primary[..at]
                .iter()
                .any(|other| other.kind == row.kind)
            {
                problems.push(Problem::error(format!(
                    "the row {} is given twice",
                    row.kind
                )));
            }
            if self.residual && row.kind == PrimaryKind::UndividedValueAdded {
                problems.push(Problem::error(
                    "value added is given and asked for as the residual: leave one out",
                ));
            }
        }
        problems
    }
}
