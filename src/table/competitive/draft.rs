//! A competitive table in the making.

use ndarray::{Array1, Array2, Axis as Dimension};

use super::table::{CompetitiveTable, Contents};
use crate::error::Result;
use crate::label::{Axis, FinalUse, Producers, Sector, TradeKind};
use crate::table::checks::{Checked, Problem, Residual, Tolerance, refuse, residuals};
use crate::table::exports::Exports;
use crate::table::primary::{PrimaryInputs, PrimaryKind, PrimaryRow, ValueAddedConcept};
use crate::table::problems::magnitude;
use crate::table::provenance::Provenance;
use crate::unit::Unit;

/// What sums of a row lose, as a share of its size.
const ROUNDING: f64 = 1e-12;

/// Labelled numbers on their way to a [`CompetitiveTable`]: flows and final uses hold domestic and imported products together,
/// and imports stand in one column beside them. What is not given is zero; arrays follow the axis of sectors.
///
/// With flows Z, final uses F, exports e, imports m (positive numbers), the source's statistical discrepancy d (zero where it
/// has none), primary inputs W and output x, [`check`](Self::check) proves
///
/// ```text
/// Σ_j Z_ij + Σ_k F_ik + e_i − m_i + d_i = x_i     (rows)
/// Σ_i Z_ij + Σ_p W_pj = x_j                       (columns)
/// ```
///
/// and refuses a draft with *all* its problems in one error.
///
/// ```
/// use leontief::label::{Axis, TradeKind};
/// use leontief::table::{CompetitiveDraft, PrimaryKind};
/// use leontief::unit::{PriceBasis, Scale, Unit};
/// use ndarray::array;
///
/// let unit = Unit::new("CNY", Scale::TEN_THOUSANDS, 2012, PriceBasis::Producer);
/// let table = CompetitiveDraft::new("CHN", Axis::new(["goods", "services"])?, unit)?
///     .flows(array![[40.0, 20.0], [10.0, 30.0]])
///     .final_use("households", array![40.0, 50.0])
///     .export("WLD", TradeKind::Undivided, array![30.0, 10.0])
///     .imports(array![30.0, 0.0])
///     .primary(PrimaryKind::UndividedValueAdded, array![50.0, 50.0])
///     .output(array![100.0, 100.0])
///     .check()?;
/// assert_eq!(table.domestic_uses(), array![100.0, 90.0]);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a draft is not a table until it is checked"]
pub struct CompetitiveDraft {
    pub(super) sectors: Axis<Sector>,
    pub(super) producers: Producers,
    pub(super) unit: Unit,
    pub(super) flows: Array2<f64>,
    pub(super) final_codes: Vec<String>,
    pub(super) finals: Vec<Array1<f64>>,
    pub(super) exports: Vec<(String, TradeKind, Array1<f64>)>,
    pub(super) imports: Array1<f64>,
    pub(super) discrepancy: Option<(String, Array1<f64>)>,
    pub(super) primary: Vec<PrimaryRow>,
    pub(super) output: Array1<f64>,
    pub(super) concept: ValueAddedConcept,
    pub(super) tolerance: Tolerance,
    pub(super) provenance: Provenance,
}

impl CompetitiveDraft {
    /// An empty draft of a country over these sectors, which are products and producers alike.
    ///
    /// # Errors
    /// If the country has no code.
    pub fn new(country: &str, sectors: Axis<Sector>, unit: Unit) -> Result<Self> {
        let n = sectors.len();
        Ok(Self {
            producers: Producers::whole(country, &sectors)?,
            sectors,
            unit,
            flows: Array2::zeros((n, n)),
            final_codes: Vec::new(),
            finals: Vec::new(),
            exports: Vec::new(),
            imports: Array1::zeros(n),
            discrepancy: None,
            primary: Vec::new(),
            output: Array1::zeros(n),
            concept: ValueAddedConcept::default(),
            tolerance: Tolerance::EXACT,
            provenance: Provenance::default(),
        })
    }

    /// Inputs of domestic and imported products together, product × user.
    pub fn flows(mut self, flows: Array2<f64>) -> Self {
        self.flows = flows;
        self
    }

    /// A category of final use of domestic and imported products together.
    pub fn final_use(mut self, code: &str, amounts: Array1<f64>) -> Self {
        self.final_codes.push(code.to_owned());
        self.finals.push(amounts);
        self
    }

    /// Exports to a partner.
    pub fn export(mut self, partner: &str, kind: TradeKind, amounts: Array1<f64>) -> Self {
        self.exports.push((partner.to_owned(), kind, amounts));
        self
    }

    /// Imports by product, as positive numbers.
    pub fn imports(mut self, amounts: Array1<f64>) -> Self {
        self.imports = amounts;
        self
    }

    /// The source's statistical discrepancy by product, under its code there: what is to be *added* to recorded uses less
    /// imports to come to output.
    pub fn statistical_discrepancy(mut self, code: &str, amounts: Array1<f64>) -> Self {
        self.discrepancy = Some((code.to_owned(), amounts));
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

    /// Output, by sector.
    pub fn output(mut self, output: Array1<f64>) -> Self {
        self.output = output;
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
        let numbers = self.number_problems();
        if !numbers.is_empty() {
            return numbers; // sums say nothing while cells are not numbers
        }
        let mut problems = self.output_problems();
        problems.extend(self.balance_problems());
        problems.extend(self.notes());
        problems
    }

    /// The table, if nothing forbids it.
    ///
    /// # Errors
    /// One error with all problems of the draft: shapes, doubled categories, cells that are not numbers, negative imports or
    /// output, inputs without output, uses without output that are not imported, sums that miss output by more than the
    /// tolerance.
    pub fn check(mut self) -> Result<CompetitiveTable> {
        let country = &self.producers.countries().codes()[0];
        refuse(country, &self.unit, &self.problems())?;
        let categories = self.finals.len();
        for row in &mut self.primary {
            if row.by_final_use.is_empty() {
                row.by_final_use = Array1::zeros(categories);
            }
        }
        self.into_table()
    }

    fn into_table(self) -> Result<CompetitiveTable> {
        let checked = Checked {
            tolerance: self.tolerance,
            rows: self.row_residuals(),
            columns: self.residuals(&self.inputs()),
            zero_output: (0..self.producers.len())
                .filter(|&j| self.output[j] == 0.0)
                .map(|j| self.producers.label(j))
                .collect(),
            notes: self.notes().into_iter().map(|note| note.message).collect(),
        };
        let mut exports = Exports::new(&self.producers, self.unit.clone());
        for (partner, kind, amounts) in self.exports {
            exports = exports.with(&partner, kind, amounts)?;
        }
        let finals = Array2::from_shape_fn((self.sectors.len(), self.finals.len()), |(i, k)| {
            self.finals[k][i]
        });
        Ok(CompetitiveTable::new(Contents {
            sectors: self.sectors,
            producers: self.producers,
            unit: self.unit,
            flows: self.flows,
            categories: Axis::<FinalUse>::new(self.final_codes)?,
            finals,
            exports,
            imports: self.imports,
            discrepancy: self.discrepancy,
            primary: PrimaryInputs::new(self.primary),
            output: self.output,
            concept: self.concept,
            checked,
            provenance: self.provenance,
        }))
    }

    /// What recorded uses leave for output: Σ Z + Σ F + e − m + d.
    pub(super) fn supplied(&self) -> Array1<f64> {
        let exports = self.exports.iter().map(|(_, _, amounts)| amounts);
        let discrepancy = self.discrepancy.iter().map(|(_, amounts)| amounts);
        let uses = self.finals.iter().chain(exports).chain(discrepancy);
        uses.fold(
            self.flows.sum_axis(Dimension(1)) - &self.imports,
            |sum, part| sum + part,
        )
    }

    /// What each sector pays for.
    pub(super) fn inputs(&self) -> Array1<f64> {
        let rows = self.primary.iter();
        rows.fold(self.flows.sum_axis(Dimension(0)), |sum, row| {
            sum + &row.by_producer
        })
    }

    /// Output less what rows leave for it. What rounding leaves of a product that is only imported is nothing.
    pub(super) fn row_residuals(&self) -> Vec<Residual> {
        let mut supplied = self.supplied();
        for (i, amount) in supplied.indexed_iter_mut() {
            if self.output[i] == 0.0 && self.is_rounding(*amount, i) {
                *amount = 0.0;
            }
        }
        self.residuals(&supplied)
    }

    /// Whether an amount is no more than adding up the row of a product can lose.
    pub(super) fn is_rounding(&self, amount: f64, product: usize) -> bool {
        let finals = self.finals.iter().map(|part| part[product].abs());
        let exports = self.exports.iter();
        let exports = exports.map(|(_, _, part)| part[product].abs());
        let size = magnitude(self.flows.row(product)) + finals.chain(exports).sum::<f64>();
        amount.abs() <= ROUNDING * (size + self.imports[product])
    }

    pub(super) fn residuals(&self, sums: &Array1<f64>) -> Vec<Residual> {
        residuals(&self.producers, &self.output, sums)
    }
}
