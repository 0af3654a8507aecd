//! The world model itself: rates, solves, and the arrays that decompositions share.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis as Dimension, Slice};

use super::solver::Solver;
use super::{
    Absorption, Blocks, Content, Cuts, FinalGoods, Locals, Returns, Stages, Unallocated, Weights,
    WorldOptions,
};
use crate::error::{Error, Result};
use crate::label::{Axis, Country, Producers};
use crate::linalg::{Failure, Options, SolveInfo, scaled_columns};
use crate::model::Measure;
use crate::model::rates::{labelled, require_fitting};
use crate::run::Run;
use crate::table::{IncomeShares, WorldTable};

/// A world table with its system of all producers. Cheap to clone, shared between threads; factor, inverse and the arrays that several
/// methods need are made when first needed and kept.
///
/// Results do not depend on the number of threads. Their last bit may depend on what the model was asked before, because what was solved
/// from a factor is not solved again from the inverse; after [`inverse`](Self::inverse) everything is.
///
/// ```
/// # use leontief::label::{Axis, Group, Producers};
/// # use leontief::table::WorldDraft;
/// # use leontief::unit::{PriceBasis, Scale, Unit};
/// # use ndarray::array;
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
/// let model = table.model()?;
/// // value added of both countries together per unit of final output: all of it
/// let multipliers = model.multipliers(&Measure::ValueAdded)?;
/// assert!((multipliers[0] - 1.0).abs() < 1e-14);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Clone)]
pub struct WorldModel {
    shared: Arc<Inner>,
    /// Not shared: models of the same table with other owners have the same factor.
    income: IncomeShares,
}

struct Inner {
    table: WorldTable,
    unallocated: Unallocated,
    /// One over output; zero where there is none.
    per_output: Array1<f64>,
    ranges: Vec<Range<usize>>,
    solver: Solver,
    absorption: OnceLock<Arc<Absorption>>,
    final_goods: OnceLock<Arc<FinalGoods>>,
    exports: OnceLock<Arc<Array2<f64>>>,
    locals: OnceLock<Arc<Locals>>,
    stages: OnceLock<Arc<Stages>>,
    blocks: OnceLock<Arc<Blocks>>,
    cuts: OnceLock<Arc<Cuts>>,
    returns: OnceLock<Arc<Returns>>,
    contents: Mutex<HashMap<String, (Weights, Arc<Content>)>>,
}

impl WorldTable {
    /// The model of this table.
    ///
    /// # Errors
    /// As [`WorldModel::new`].
    pub fn model(&self) -> Result<WorldModel> {
        WorldModel::new(self, WorldOptions::default())
    }

    /// The model of this table, solved and understood in this way.
    ///
    /// # Errors
    /// As [`WorldModel::new`].
    pub fn model_with(&self, options: WorldOptions) -> Result<WorldModel> {
        WorldModel::new(self, options)
    }
}

impl WorldModel {
    /// A model of a table.
    ///
    /// # Errors
    /// None yet: what can be wrong with the system shows when it is first solved.
    pub fn new(table: &WorldTable, options: WorldOptions) -> Result<Self> {
        let output = table.output();
        let inverse = |output: &f64| if *output == 0.0 { 0.0 } else { 1.0 / output };
        let shared = Arc::new(Inner {
            per_output: output.map(inverse),
            ranges: table
                .countries()
                .positions()
                .map(|at| table.range(at))
                .collect(),
            solver: Solver::new(options.linalg.outputs(output)),
            unallocated: options.unallocated,
            table: table.clone(),
            absorption: OnceLock::new(),
            final_goods: OnceLock::new(),
            exports: OnceLock::new(),
            locals: OnceLock::new(),
            stages: OnceLock::new(),
            blocks: OnceLock::new(),
            cuts: OnceLock::new(),
            returns: OnceLock::new(),
            contents: Mutex::default(),
        });
        Ok(Self {
            shared,
            income: IncomeShares::at_home(table)?,
        })
    }

    /// The same model with these owners of income in place of its own; factor and solved arrays are shared with it.
    ///
    /// # Errors
    /// If the shares belong to other producers, or a component of value added has none.
    pub fn with_income(&self, income: IncomeShares) -> Result<Self> {
        require_fitting(&income, self.producers(), &self.table().components())?;
        Ok(Self {
            shared: Arc::clone(&self.shared),
            income,
        })
    }

    /// Who owns what producers earn: their own country, unless [`with_income`](Self::with_income) said otherwise.
    #[must_use]
    pub fn income(&self) -> &IncomeShares {
        &self.income
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &WorldTable {
        &self.shared.table
    }

    /// The producers.
    #[must_use]
    pub fn producers(&self) -> &Producers {
        self.shared.table.producers()
    }

    /// The countries.
    #[must_use]
    pub fn countries(&self) -> &Axis<Country> {
        self.shared.table.countries()
    }

    /// What output without a recorded use counts as.
    #[must_use]
    pub fn unallocated(&self) -> Unallocated {
        self.shared.unallocated
    }

    /// Total rates of a measure, whatever country they arise in, per unit of final output of each producer: `w B`.
    ///
    /// # Errors
    /// As [`weights`](Self::weights), or if the economy is not productive (the message names the producer).
    pub fn multipliers(&self, measure: &Measure) -> Result<Array1<f64>> {
        let weights = self.weights(measure)?;
        Ok(self.content(&weights)?.all.clone())
    }

    /// Output that a vector of final demand calls forth in the whole world: `B y`.
    ///
    /// # Errors
    /// If the vector does not fit, or the economy is not productive.
    pub fn induced_output(&self, demand: ArrayView1<'_, f64>) -> Result<Array1<f64>> {
        if demand.len() != self.producers().len() {
            return Err(Error::shape("a demand vector does not fit the model")
                .expected(format!("{} producers", self.producers().len()))
                .found(demand.len()));
        }
        let solved = self.solve_many(demand.insert_axis(Dimension(1)))?;
        Ok(solved.index_axis_move(Dimension(1), 0))
    }

    /// B = (I − A)⁻¹ in full, supplier × final good.
    ///
    /// # Errors
    /// If the economy is not productive or there is no memory.
    pub fn inverse(&self) -> Result<ArrayView2<'_, f64>> {
        let solver = &self.shared.solver;
        solver
            .inverse(|| self.a())
            .map_err(|failure| self.labelled(failure))
    }

    /// How the system was solved and what is known of it.
    ///
    /// # Errors
    /// If the economy is not productive.
    pub fn info(&self) -> Result<SolveInfo> {
        let solver = &self.shared.solver;
        solver
            .info(|| self.a())
            .map_err(|failure| self.labelled(failure))
    }

    /// Input coefficients A = Z x̂⁻¹, n × n; a producer without output has a column of zeros.
    ///
    /// # Errors
    /// If there is no memory for one more matrix.
    pub fn coefficients(&self) -> Result<Array2<f64>> {
        self.a().map_err(|failure| self.labelled(failure))
    }

    fn a(&self) -> std::result::Result<Array2<f64>, Failure> {
        scaled_columns(self.table().flows(), self.per_output(), self.run())
    }

    pub(crate) fn labelled(&self, failure: Failure) -> Error {
        labelled(self.producers(), failure)
    }

    pub(crate) fn options(&self) -> &Options {
        self.shared.solver.options()
    }

    pub(crate) fn run(&self) -> &Run {
        self.options().run_options()
    }

    pub(crate) fn solve_many(&self, rhs: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let solver = &self.shared.solver;
        solver
            .solve_many(rhs, || self.a())
            .map_err(|failure| self.labelled(failure))
    }

    /// These columns of B, n × k.
    pub(crate) fn columns_of(&self, positions: &[usize]) -> Result<Array2<f64>> {
        if let Some(inverse) = self.shared.solver.known_inverse() {
            return Ok(inverse.select(Dimension(1), positions));
        }
        let mut units = Array2::zeros((self.producers().len(), positions.len()));
        for (k, &position) in positions.iter().enumerate() {
            units[[position, k]] = 1.0;
        }
        self.solve_many(units.view())
    }

    /// One column per row of weights.
    pub(crate) fn solve_transposed_many(
        &self,
        weights: ArrayView2<'_, f64>,
    ) -> Result<Array2<f64>> {
        let solver = &self.shared.solver;
        solver
            .solve_transposed_many(weights, || self.a())
            .map_err(|failure| self.labelled(failure))
    }

    /// The producers of every country, in order of the countries.
    pub(crate) fn ranges(&self) -> &[Range<usize>] {
        &self.shared.ranges
    }

    /// One over output, zero where there is none.
    pub(crate) fn per_output(&self) -> ArrayView1<'_, f64> {
        self.shared.per_output.view()
    }

    /// Z_sr: flows from producers of one range to those of another.
    pub(crate) fn flows(&self, from: &Range<usize>, to: &Range<usize>) -> ArrayView2<'_, f64> {
        self.table()
            .flows()
            .slice_axis_move(Dimension(0), Slice::from(from.clone()))
            .slice_axis_move(Dimension(1), Slice::from(to.clone()))
    }

    /// A_sr C for columns C over the producers of the second range.
    pub(crate) fn times_columns(
        &self,
        from: &Range<usize>,
        to: &Range<usize>,
        columns: ArrayView2<'_, f64>,
    ) -> Array2<f64> {
        let per_output = self.per_output();
        let per_output = per_output.slice_axis(Dimension(0), Slice::from(to.clone()));
        let scaled = &columns * &per_output.insert_axis(Dimension(1));
        self.flows(from, to).dot(&scaled)
    }

    /// A_ss in full.
    pub(crate) fn block(&self, from: &Range<usize>, to: &Range<usize>) -> Array2<f64> {
        let per_output = self.per_output();
        &self.flows(from, to) * &per_output.slice_axis(Dimension(0), Slice::from(to.clone()))
    }

    /// What final use calls forth, by absorbing country.
    pub(crate) fn absorption(&self) -> Result<Arc<Absorption>> {
        kept(&self.shared.absorption, || Absorption::new(self))
    }

    /// What the final goods of each country call forth.
    pub(crate) fn final_goods(&self) -> Result<Arc<FinalGoods>> {
        kept(&self.shared.final_goods, || FinalGoods::new(self))
    }

    /// E: exports by importing country, zero in the exporter's own column.
    pub(crate) fn exports(&self) -> Arc<Array2<f64>> {
        let exports = &self.shared.exports;
        Arc::clone(exports.get_or_init(|| Arc::new(self.table().exports())))
    }

    /// Local inverses.
    pub(crate) fn locals(&self) -> Result<Arc<Locals>> {
        kept(&self.shared.locals, || Locals::new(self))
    }

    /// Output of each country for its own last stages.
    pub(crate) fn stages(&self) -> Result<Arc<Stages>> {
        kept(&self.shared.stages, || Stages::new(self))
    }

    /// Own blocks of B, which needs the inverse.
    pub(crate) fn blocks(&self) -> Result<Arc<Blocks>> {
        kept(&self.shared.blocks, || Blocks::new(self))
    }

    /// Each country's economy without its own exports of inputs.
    pub(crate) fn cuts(&self) -> Result<Arc<Cuts>> {
        kept(&self.shared.cuts, || Cuts::new(self))
    }

    /// What comes home: output without the exports of each country.
    pub(crate) fn returns(&self) -> Result<Arc<Returns>> {
        kept(&self.shared.returns, || Returns::new(self))
    }

    /// Refuses weights of another table.
    pub(crate) fn require_weights(&self, weights: &Weights) -> Result<()> {
        let (found, expected) = (weights.rates().len(), self.producers().len());
        if found == expected {
            return Ok(());
        }
        let message = format!("the weights `{}` belong to another table", weights.name());
        Err(Error::shape(message)
            .expected(format!("{expected} producers"))
            .found(found))
    }

    /// Content of final output in these weights, by country of origin. Contents are kept until there are so many (owners of income, each by
    /// component) that they take two matrices of the table's size.
    pub(crate) fn content(&self, weights: &Weights) -> Result<Arc<Content>> {
        self.require_weights(weights)?;
        let contents = || {
            let contents = &self.shared.contents;
            contents.lock().unwrap_or_else(PoisonError::into_inner)
        };
        if let Some((_, content)) = contents()
            .get(weights.name())
            .filter(|(known, _)| known == weights)
        {
            return Ok(Arc::clone(content));
        }
        // not under the lock: a solve may lend this thread to other work, which may ask for contents
        let content = Arc::new(Content::new(self, weights)?);
        let mut kept = contents();
        if kept.len() >= self.contents_kept() {
            kept.clear();
        }
        kept.insert(
            weights.name().to_owned(),
            (weights.clone(), Arc::clone(&content)),
        );
        Ok(content)
    }

    /// How many contents take two matrices of the table's size; a few in any case. Each has a row by country and five more, the weights'
    /// own included.
    fn contents_kept(&self) -> usize {
        (2 * self.producers().len() / (self.countries().len() + 5)).max(16)
    }
}

/// Computed without a lock, kept by whoever comes first.
fn kept<T>(cell: &OnceLock<Arc<T>>, make: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
    if let Some(known) = cell.get() {
        return Ok(Arc::clone(known));
    }
    let made = Arc::new(make()?);
    Ok(Arc::clone(cell.get_or_init(|| made)))
}

impl fmt::Debug for WorldModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WorldModel of {:?}", self.table())
    }
}
