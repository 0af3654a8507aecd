//! The national model: which producer needs how much, of what, per unit of output and per unit of exports.
//!
//! Question answered: what does one unit of a producer's output or exports contain, directly and in total?
//!
//! With `A = Z x̂⁻¹` (n × n, domestic inputs per unit of output) and a row of rates w per unit of output,
//! the total content per unit of exports is the row `b = w (I − A)⁻¹`, shape n, in units of w per unit of exports.
//! Column sums of A, of imported inputs, of value added and of other primary inputs add up to one, so
//! `b_va + b_imports + b_other + b_discrepancy = 1` for every producer with output.
//!
//! Source: Lau, Chen et al. (2007), Stanford Center for International Development Working Paper 295; Chen et al. (2012),
//! China Economic Review 23(4), 850-864; the income split is that of Li, Chen, Duan, Zhu (2019), China Economist 14(5).

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use ndarray::{Array1, Array2, ArrayView1, Axis as Dimension};

use super::Measure;
use super::rates::{income_amounts, labelled, per_unit, require_fitting};
use crate::error::{Error, Result, first_few};
use crate::label::Producers;
use crate::linalg::{Failure, Options, System};
use crate::table::{IncomeShares, NationalTable};

/// A national table with its owners of income and its factorised system. Cheap to clone, shared between threads; the
/// factorisation is made when first needed, multipliers are kept.
///
/// ```
/// # use leontief::label::{Axis, Producers, TradeKind};
/// # use leontief::table::{NationalDraft, PrimaryKind};
/// # use leontief::unit::{PriceBasis, Scale, Unit};
/// # use ndarray::array;
/// use leontief::model::Measure;
/// # let producers = Producers::whole("CHN", &Axis::new(["goods", "services"])?)?;
/// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
/// # let table = NationalDraft::new(producers, Axis::new(["imports"])?, unit)
/// #     .domestic(array![[30.0, 10.0], [20.0, 30.0]])
/// #     .imported(array![[20.0, 5.0]])
/// #     .primary(PrimaryKind::Compensation, array![30.0, 55.0])
/// #     .export("USA", TradeKind::Goods, array![25.0, 0.0])
/// #     .final_use("households", array![35.0, 50.0], array![10.0])
/// #     .output(array![100.0, 100.0])
/// #     .check()?;
/// let model = table.model()?;
/// let value_added = model.multipliers(&Measure::ValueAdded)?;
/// let imports = model.multipliers(&Measure::Imports)?;
/// assert!((value_added[0] + imports[0] - 1.0).abs() < 1e-14);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Clone)]
pub struct Model(Arc<Inner>);

struct Inner {
    table: NationalTable,
    income: IncomeShares,
    system: System,
    multipliers: Mutex<HashMap<Measure, Arc<Array1<f64>>>>,
}

impl NationalTable {
    /// The model of this table with all income owned at home.
    ///
    /// # Errors
    /// As [`Model::new`].
    pub fn model(&self) -> Result<Model> {
        Model::new(self, IncomeShares::all_home(self)?)
    }

    /// The model of this table with these owners of income.
    ///
    /// # Errors
    /// As [`Model::new`].
    pub fn model_with(&self, income: IncomeShares) -> Result<Model> {
        Model::new(self, income)
    }
}

impl Model {
    /// A model of a table and the owners of its income.
    ///
    /// # Errors
    /// If the shares belong to other producers, or a component of value added has none.
    pub fn new(table: &NationalTable, income: IncomeShares) -> Result<Self> {
        require_fitting(&income, table.producers(), &table.components())?;
        let options = Options::default().outputs(table.output());
        let system = System::with(input_coefficients(table), options)
            .map_err(|failure| labelled(table.producers(), failure))?;
        Ok(Self(Arc::new(Inner {
            table: table.clone(),
            income,
            system,
            multipliers: Mutex::default(),
        })))
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &NationalTable {
        &self.0.table
    }

    /// The owners' shares.
    #[must_use]
    pub fn income(&self) -> &IncomeShares {
        &self.0.income
    }

    /// The producers.
    #[must_use]
    pub fn producers(&self) -> &Producers {
        self.0.table.producers()
    }

    /// The system I − A of domestic input coefficients.
    #[must_use]
    pub fn system(&self) -> &System {
        &self.0.system
    }

    /// Direct rates of a measure, per unit of output; zero for producers without output.
    ///
    /// # Errors
    /// If the measure names an owner, product, component or extension that the model does not have.
    pub fn rates(&self, measure: &Measure) -> Result<Array1<f64>> {
        Ok(per_unit(&self.amounts(measure)?, self.table().output()))
    }

    /// Amounts of a measure in the whole output, by producer.
    fn amounts(&self, measure: &Measure) -> Result<Array1<f64>> {
        let table = self.table();
        Ok(match measure {
            // everything that domestic inputs do not explain
            Measure::Gross => &table.output() - &table.domestic().sum_axis(Dimension(0)),
            Measure::ValueAdded => table.value_added(),
            Measure::Component(kind) => match table.primary().row(*kind) {
                Some(row) => row.by_producer.clone(),
                None => {
                    return Err(
                        Error::label(format!("the table has no row `{}`", kind.code())).expected(
                            format!(
                                "one of {}",
                                first_few(table.primary().rows().iter().map(|row| row.kind.code()))
                            ),
                        ),
                    );
                }
            },
            Measure::Imports => table.imported().sum_axis(Dimension(0)),
            Measure::ImportsOf(product) => {
                let at = table.products().at(product)?;
                table.imported().row(at.get()).to_owned()
            }
            Measure::OtherPrimary => table.other_primary(),
            Measure::Discrepancy => table.discrepancy(),
            Measure::Income(owner) => {
                income_amounts(self.income(), table.primary(), table.concept(), owner, None)?
            }
            Measure::IncomeFrom(owner, kind) => {
                let part = Some(*kind);
                income_amounts(self.income(), table.primary(), table.concept(), owner, part)?
            }
            Measure::Extension(code) => {
                let at = table.extensions().at(code)?;
                table.extension_rows().row(at.get()).to_owned()
            }
        })
    }

    /// Complete (total) rates of a measure, per unit of exports of each producer: `b = w (I − A)⁻¹`, one left solve, kept.
    ///
    /// # Errors
    /// If the measure names something the model does not have, or the economy is not productive (the message names the
    /// producer).
    pub fn multipliers(&self, measure: &Measure) -> Result<Arc<Array1<f64>>> {
        let kept = || {
            let multipliers = &self.0.multipliers;
            multipliers.lock().unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(known) = kept().get(measure) {
            return Ok(Arc::clone(known));
        }
        // not under the lock: a solve may lend this thread to other work, which may ask for multipliers
        let row = match measure {
            // (1 − column sums of A) (I − A)⁻¹ is a row of ones
            Measure::Gross => Array1::ones(self.producers().len()),
            _ => self
                .system()
                .solve_transposed(self.rates(measure)?.view())
                .map_err(|failure| self.labelled(failure))?,
        };
        Ok(Arc::clone(
            kept().entry(measure.clone()).or_insert_with(|| row.into()),
        ))
    }

    /// Output that a vector of exports or final use calls forth: `y = (I − A)⁻¹ e`, one right solve.
    ///
    /// # Errors
    /// If the vector does not fit, or the economy is not productive.
    pub fn induced_output(&self, demand: ArrayView1<'_, f64>) -> Result<Array1<f64>> {
        if demand.len() != self.producers().len() {
            return Err(Error::shape("a demand vector does not fit the model")
                .expected(format!("{} producers", self.producers().len()))
                .found(demand.len()));
        }
        self.system()
            .solve(demand)
            .map_err(|failure| self.labelled(failure))
    }

    /// (I − A)⁻¹ in full, supplier × exporter.
    ///
    /// # Errors
    /// If the economy is not productive.
    pub fn inverse(&self) -> Result<Array2<f64>> {
        self.system()
            .inverse()
            .map_err(|failure| self.labelled(failure))
    }

    fn labelled(&self, failure: Failure) -> Error {
        labelled(self.producers(), failure)
    }
}

/// Z x̂⁻¹; a producer without output has no inputs and gets a column of zeros.
fn input_coefficients(table: &NationalTable) -> Array2<f64> {
    let mut coefficients = table.domestic().to_owned();
    for (mut column, &output) in coefficients.columns_mut().into_iter().zip(table.output()) {
        if output != 0.0 {
            column /= output;
        }
    }
    coefficients
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Model of {:?}; owners {:?}",
            self.table(),
            self.income().owners()
        )
    }
}
