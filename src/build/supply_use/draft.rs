//! Supply and use tables in the making, and checked.

use std::fmt;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis as Dimension};

use super::problems::refuse;
use crate::error::Result;
use crate::label::{Axis, Product, Sector, TradeKind};
use crate::table::{PrimaryKind, PrimaryRow, Problem, Provenance, Tolerance, ValueAddedConcept};
use crate::unit::Unit;

/// A category of final use: domestic and imported products.
#[derive(Debug, Clone)]
pub(super) struct FinalColumn {
    pub(super) code: String,
    pub(super) domestic: Array1<f64>,
    pub(super) imported: Array1<f64>,
}

/// An export flow of domestic products.
#[derive(Debug, Clone)]
pub(super) struct ExportColumn {
    pub(super) partner: String,
    pub(super) kind: TradeKind,
    pub(super) amounts: Array1<f64>,
}

/// Labelled numbers on their way to a [`SupplyUse`]. What is not given is zero; products and industries need not be equally many.
///
/// ```
/// use leontief::build::{Construct, SupplyUseDraft};
/// use leontief::label::Axis;
/// use leontief::table::PrimaryKind;
/// use leontief::unit::{PriceBasis, Scale, Unit};
/// use ndarray::array;
///
/// let unit = Unit::new("EUR", Scale::MILLIONS, 2020, PriceBasis::Basic);
/// let tables = SupplyUseDraft::new("AUT", Axis::new(["goods", "services"])?, Axis::new(["I1", "I2"])?, unit)
///     .supply(array![[90.0, 10.0], [10.0, 190.0]])
///     .domestic_use(array![[30.0, 20.0], [10.0, 40.0]])
///     .imported_use(array![[10.0, 0.0], [0.0, 10.0]])
///     .primary(PrimaryKind::UndividedValueAdded, array![50.0, 130.0])
///     .final_use("households", array![50.0, 150.0], array![5.0, 5.0])
///     .check()?;
/// let table = tables.symmetric(Construct::IndustryTechnology)?.into_draft().check()?;
/// assert!((table.value_added().sum() - 180.0).abs() < 1e-12);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a draft is not a table until it is checked"]
pub struct SupplyUseDraft {
    pub(super) country: String,
    pub(super) products: Axis<Product>,
    pub(super) industries: Axis<Sector>,
    pub(super) unit: Unit,
    pub(super) supply: Array2<f64>,
    pub(super) domestic: Array2<f64>,
    pub(super) imported: Array2<f64>,
    pub(super) primary: Vec<PrimaryRow>,
    pub(super) finals: Vec<FinalColumn>,
    pub(super) exports: Vec<ExportColumn>,
    pub(super) imported_exports: Array1<f64>,
    pub(super) output: Option<Array1<f64>>,
    pub(super) concept: ValueAddedConcept,
    pub(super) tolerance: Tolerance,
    pub(super) provenance: Provenance,
}

impl SupplyUseDraft {
    /// Empty tables of a country over these products, industries and unit.
    pub fn new(
        country: &str,
        products: Axis<Product>,
        industries: Axis<Sector>,
        unit: Unit,
    ) -> Self {
        let (p, n) = (products.len(), industries.len());
        Self {
            country: country.to_owned(),
            products,
            industries,
            unit,
            supply: Array2::zeros((p, n)),
            domestic: Array2::zeros((p, n)),
            imported: Array2::zeros((p, n)),
            primary: Vec::new(),
            finals: Vec::new(),
            exports: Vec::new(),
            imported_exports: Array1::zeros(p),
            output: None,
            concept: ValueAddedConcept::default(),
            tolerance: Tolerance::EXACT,
            provenance: Provenance::default(),
        }
    }

    /// What industries make, product × industry, at basic prices.
    pub fn supply(mut self, flows: Array2<f64>) -> Self {
        self.supply = flows;
        self
    }

    /// Domestic products used by industries, product × industry.
    pub fn domestic_use(mut self, flows: Array2<f64>) -> Self {
        self.domestic = flows;
        self
    }

    /// Imported products used by industries, product × industry.
    pub fn imported_use(mut self, flows: Array2<f64>) -> Self {
        self.imported = flows;
        self
    }

    /// A primary row that only industries pay.
    pub fn primary(self, kind: PrimaryKind, by_industry: Array1<f64>) -> Self {
        self.primary_row(PrimaryRow {
            kind,
            by_producer: by_industry,
            by_final_use: Array1::zeros(0),
            on_exports: 0.0,
        })
    }

    /// A primary row by industry, with its part on final uses (in order of the categories; may be left empty) and on exports.
    pub fn primary_row(mut self, row: PrimaryRow) -> Self {
        self.primary.push(row);
        self
    }

    /// A category of final use: domestic products, imported products.
    pub fn final_use(mut self, code: &str, domestic: Array1<f64>, imported: Array1<f64>) -> Self {
        self.finals.push(FinalColumn {
            code: code.to_owned(),
            domestic,
            imported,
        });
        self
    }

    /// Exports of domestic products to a partner.
    pub fn export(mut self, partner: &str, kind: TradeKind, amounts: Array1<f64>) -> Self {
        self.exports.push(ExportColumn {
            partner: partner.to_owned(),
            kind,
            amounts,
        });
        self
    }

    /// Imported products that are exported again without being used.
    pub fn imported_exports(mut self, amounts: Array1<f64>) -> Self {
        self.imported_exports = amounts;
        self
    }

    /// Output by industry as the source states it, to be checked against supply and inputs; the sum of supply where not given.
    pub fn output(mut self, by_industry: Array1<f64>) -> Self {
        self.output = Some(by_industry);
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

    /// The tables, if nothing forbids them.
    ///
    /// # Errors
    /// One error with all problems: shapes, cells that are not numbers, negative supply, doubled rows and categories, products
    /// whose uses miss their supply, industries whose inputs or stated output miss what they supply.
    pub fn check(mut self) -> Result<SupplyUse> {
        refuse(&self.country, &self.unit, &self.problems())?;
        let categories = self.finals.len();
        for row in &mut self.primary {
            if row.by_final_use.is_empty() {
                row.by_final_use = Array1::zeros(categories);
            }
        }
        Ok(SupplyUse { tables: self })
    }

    /// Everything found in the tables: what forbids them, and what is legal but worth knowing.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let shapes = self.shape_problems();
        if !shapes.is_empty() {
            return shapes;
        }
        let cells = self.cell_problems();
        if !cells.is_empty() {
            return cells;
        }
        self.balance_problems()
    }

    /// What industries make, by industry: g.
    pub(super) fn industry_output(&self) -> Array1<f64> {
        self.supply.sum_axis(Dimension(0))
    }

    /// What is made of each product: q.
    pub(super) fn product_output(&self) -> Array1<f64> {
        self.supply.sum_axis(Dimension(1))
    }

    /// What is used of each domestic product.
    pub(super) fn uses(&self) -> Array1<f64> {
        let finals = self.finals.iter().map(|column| &column.domestic);
        let exports = self.exports.iter().map(|column| &column.amounts);
        finals
            .chain(exports)
            .fold(self.domestic.sum_axis(Dimension(1)), |sum, part| sum + part)
    }

    /// What each industry pays for.
    pub(super) fn inputs(&self) -> Array1<f64> {
        let used = self.domestic.sum_axis(Dimension(0)) + self.imported.sum_axis(Dimension(0));
        let rows = self.primary.iter();
        rows.fold(used, |sum, row| sum + &row.by_producer)
    }
}

/// Supply and use tables whose sums were proved: uses of every product equal what is made of it, inputs of every industry equal
/// what it makes.
#[derive(Clone)]
pub struct SupplyUse {
    pub(super) tables: SupplyUseDraft,
}

impl SupplyUse {
    /// The country's code.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.tables.country
    }

    /// The products.
    #[must_use]
    pub fn products(&self) -> &Axis<Product> {
        &self.tables.products
    }

    /// The industries.
    #[must_use]
    pub fn industries(&self) -> &Axis<Sector> {
        &self.tables.industries
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.tables.unit
    }

    /// What industries make, product × industry.
    #[must_use]
    pub fn supply(&self) -> ArrayView2<'_, f64> {
        self.tables.supply.view()
    }

    /// Domestic products used by industries, product × industry.
    #[must_use]
    pub fn domestic_use(&self) -> ArrayView2<'_, f64> {
        self.tables.domestic.view()
    }

    /// Imported products used by industries, product × industry.
    #[must_use]
    pub fn imported_use(&self) -> ArrayView2<'_, f64> {
        self.tables.imported.view()
    }

    /// The primary rows, by industry, in the order in which they were given.
    #[must_use]
    pub fn primary(&self) -> &[PrimaryRow] {
        &self.tables.primary
    }

    /// A category of final use, by product: domestic and imported.
    #[must_use]
    pub fn final_use(&self, code: &str) -> Option<(ArrayView1<'_, f64>, ArrayView1<'_, f64>)> {
        let mut finals = self.tables.finals.iter();
        finals
            .find(|column| column.code == code)
            .map(|column| (column.domestic.view(), column.imported.view()))
    }

    /// Output by industry: the column sums of supply.
    #[must_use]
    pub fn industry_output(&self) -> Array1<f64> {
        self.tables.industry_output()
    }

    /// Output by product: the row sums of supply.
    #[must_use]
    pub fn product_output(&self) -> Array1<f64> {
        self.tables.product_output()
    }

    /// Source and steps so far.
    #[must_use]
    pub fn provenance(&self) -> &Provenance {
        &self.tables.provenance
    }
}

impl fmt::Debug for SupplyUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "SupplyUse of {}: {} products × {} industries, {}",
            self.country(),
            self.products().len(),
            self.industries().len(),
            self.unit()
        )
    }
}
