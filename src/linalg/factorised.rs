//! I − A factorised, A itself not kept.

use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2, Axis};

use super::conditions::Survey;
use super::engine::{Factor, Pivoting};
use super::failure::Failure;
use super::judge::{Found, judge};
use super::options::Options;
use super::product::operations;
use super::structure::{Coupling, Structure, block};
use super::{Conditions, Productive, SolveInfo};
use crate::run::Run;

/// Right-hand sides that are solved together for blocks of the inverse.
const TOGETHER: usize = 256;

/// The factors of I − A, in the memory that A had: for tables so large that A and its factor do not fit side by side.
///
/// Questions and answers are those of [`System`](super::System), which keeps A as well and can therefore check residuals and cut
/// flows.
///
/// ```
/// use leontief::linalg::{Factorised, Options};
/// use ndarray::array;
///
/// let factorised = Factorised::new(array![[0.2, 0.3], [0.4, 0.1]], &Options::default())?;
/// let output = factorised.solve_many(array![[60.0], [50.0]].view())?;
/// assert!((output[[0, 0]] - 115.0).abs() < 1e-12);
/// # Ok::<(), leontief::linalg::Failure>(())
/// ```
#[derive(Debug)]
pub struct Factorised {
    structure: Structure,
    coupling: Coupling,
    factor: Box<dyn Factor>,
    info: SolveInfo,
    run: Run,
}

/// What is known of A before it is eliminated.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) structure: Structure,
    pub(super) conditions: Conditions,
    /// Outputs or ones, for the core.
    pub(super) scaling: Array1<f64>,
}

impl Prepared {
    pub(super) fn new(a: ArrayView2<'_, f64>, options: &Options) -> Result<Self, Failure> {
        let n = a.nrows();
        Failure::check_shape("A", (n, n), a.dim())?;
        let scaling = options.scaling(n)?;
        let read = operations(n, n, 4);
        let survey = options
            .run
            .install(read, || Survey::new(a, scaling.view()))?;
        let structure = Structure::new(&survey);
        let scaling = scaling.select(Axis(0), &structure.core);
        Ok(Self {
            structure,
            conditions: survey.conditions,
            scaling,
        })
    }

    pub(super) fn info(
        &self,
        options: &Options,
        pivoting: Pivoting,
        proven: Productive,
    ) -> SolveInfo {
        SolveInfo {
            engine: options.engine.name(),
            size: self.structure.size(),
            factorised: self.structure.core.len(),
            pivoting,
            conditions: Conditions {
                productive: proven,
                ..self.conditions
            },
        }
    }
}

impl Factorised {
    /// Factorises I − A in the memory of A.
    ///
    /// # Errors
    /// If A is not square or not finite, I − A has no usable inverse, there is not enough memory, or the work was stopped.
    pub fn new(a: Array2<f64>, options: &Options) -> Result<Self, Failure> {
        let n = a.nrows();
        options.run.install(operations(n, n, n) / 3.0, || {
            let prepared = Prepared::new(a.view(), options)?;
            Self::in_place(a, &prepared, options)
        })
    }

    pub(super) fn in_place(
        a: Array2<f64>,
        prepared: &Prepared,
        options: &Options,
    ) -> Result<Self, Failure> {
        let coupling = prepared.structure.coupling(a.view());
        let core = || prepared.structure.core_of(a);
        Self::prepared(core, coupling, prepared, options)
    }

    /// The same with A left as it is.
    pub(super) fn beside(
        a: ArrayView2<'_, f64>,
        prepared: &Prepared,
        options: &Options,
    ) -> Result<Self, Failure> {
        let n = prepared.structure.core.len();
        options
            .run
            .require_memory("the factor beside its coefficients", 8 * n * n)?;
        let coupling = prepared.structure.coupling(a);
        let core = || prepared.structure.core_copied(a);
        Self::prepared(core, coupling, prepared, options)
    }

    fn prepared(
        core: impl FnOnce() -> Array2<f64> + Send,
        coupling: Coupling,
        prepared: &Prepared,
        options: &Options,
    ) -> Result<Self, Failure> {
        let (structure, engine) = (&prepared.structure, &options.engine);
        let n = structure.core.len();
        let beside = engine.memory_of_factor(n) + structure.memory_beside_core();
        options
            .run
            .require_memory(&format!("factorising {n} rows"), beside)?;
        let pivoting = prepared.conditions.pivoting();
        let factorised = options.run.install(operations(n, n, n) / 3.0, || {
            let factor = engine.factorise(core(), pivoting, &options.run)?;
            let proven = prove(&*factor, prepared)?;
            Ok((factor, proven))
        });
        let (factor, proven) = factorised.map_err(|failure: Failure| structure.failure(failure))?;
        Ok(Self {
            structure: structure.clone(),
            coupling,
            info: prepared.info(options, factor.pivoting(), proven),
            factor,
            run: options.run.clone(),
        })
    }

    /// The number of rows of A.
    #[must_use]
    pub fn len(&self) -> usize {
        self.info.size
    }

    /// Whether A has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What was done and what is known.
    #[must_use]
    pub fn info(&self) -> SolveInfo {
        self.info
    }

    /// X with (I − A) X = R, one column per right-hand side.
    ///
    /// # Errors
    /// If R has another number of rows, or there is not enough memory.
    pub fn solve_many(&self, rhs: ArrayView2<'_, f64>) -> Result<Array2<f64>, Failure> {
        self.check("the right-hand sides", rhs)?;
        Ok(self.run.install(self.work(rhs.ncols()), || {
            let solve = |core: ArrayViewMut2<'_, f64>| self.factor.solve(core);
            self.structure.solve(&self.coupling, rhs, solve)
        }))
    }

    /// Y with Y' (I − A) = W', one column of Y and of W per row of weights.
    ///
    /// # Errors
    /// If W has another number of rows, or there is not enough memory.
    pub fn solve_transposed_many(
        &self,
        weights: ArrayView2<'_, f64>,
    ) -> Result<Array2<f64>, Failure> {
        self.check("the weights", weights)?;
        Ok(self.run.install(self.work(weights.ncols()), || {
            let solve = |core: ArrayViewMut2<'_, f64>| self.factor.solve_transposed(core);
            self.structure
                .solve_transposed(&self.coupling, weights, solve)
        }))
    }

    /// The blocks of (I − A)⁻¹ whose rows and columns are these positions, one for each list: B_ss of every country s.
    ///
    /// The columns of a block are solved from its first row on and up to it only, so that all diagonal blocks together cost a third of
    /// the whole inverse, and no more memory than some columns.
    ///
    /// # Errors
    /// If a position lies beyond the end or is named twice in a list.
    pub fn diagonal_blocks<B: AsRef<[usize]> + Sync>(
        &self,
        blocks: &[B],
    ) -> Result<Vec<Array2<f64>>, Failure> {
        let mut found = Vec::with_capacity(blocks.len());
        let mut watch = self.run.watch("diagonal blocks", blocks.len());
        let all: usize = blocks.iter().map(|block| block.as_ref().len()).sum();
        self.run.install(self.work(all), || {
            let mut rest = blocks;
            while !rest.is_empty() {
                let (batch, behind) = rest.split_at(batch_length(rest));
                found.extend(self.blocks_together(batch)?);
                batch.iter().try_for_each(|_| watch.step())?;
                rest = behind;
            }
            Ok(found)
        })
    }

    fn blocks_together<B: AsRef<[usize]>>(&self, batch: &[B]) -> Result<Vec<Array2<f64>>, Failure> {
        let n = self.len();
        for positions in batch {
            Failure::check_positions("a block of the inverse", positions.as_ref(), n)?;
        }
        let lists = batch.iter().map(AsRef::as_ref);
        let places: Option<Vec<Vec<usize>>> = lists
            .clone()
            .map(|positions| self.structure.places(positions))
            .collect();
        let (rows, solved) = match places {
            Some(places) => {
                let mut rhs = unit_columns(self.structure.core.len(), places.iter().flatten());
                let first = places.iter().flatten().min().copied().unwrap_or(0);
                self.factor.solve_from(first, rhs.view_mut());
                (places, rhs)
            }
            None => {
                let rows: Vec<Vec<usize>> = lists.map(<[usize]>::to_vec).collect();
                let rhs = unit_columns(n, rows.iter().flatten());
                let solve = |core: ArrayViewMut2<'_, f64>| self.factor.solve(core);
                let solved = self.structure.solve(&self.coupling, rhs.view(), solve);
                (rows, solved)
            }
        };
        let mut start = 0;
        let cut = |rows: &Vec<usize>| {
            let columns: Vec<usize> = (start..start + rows.len()).collect();
            start += rows.len();
            block(solved.view(), rows, &columns)
        };
        Ok(rows.iter().map(cut).collect())
    }

    fn check(&self, what: &'static str, rhs: ArrayView2<'_, f64>) -> Result<(), Failure> {
        Failure::check_shape(what, (self.len(), rhs.ncols()), rhs.dim())?;
        self.run
            .require_memory("the solution", 3 * 8 * rhs.len())
            .map_err(Failure::from)
    }

    /// Operations for so many right-hand sides.
    fn work(&self, columns: usize) -> f64 {
        let n = self.structure.core.len();
        operations(n, n, columns)
    }
}

/// How many of the lists are solved together.
fn batch_length<B: AsRef<[usize]>>(lists: &[B]) -> usize {
    let mut columns = 0;
    let fits = |list: &&B| {
        columns += list.as_ref().len();
        columns <= TOGETHER
    };
    lists.iter().take_while(fits).count().max(1)
}

/// The columns of the unit matrix at these positions.
pub(super) fn unit_columns<'a>(
    n: usize,
    positions: impl Iterator<Item = &'a usize> + Clone,
) -> Array2<f64> {
    let mut columns = Array2::zeros((n, positions.clone().count()));
    for (column, &position) in positions.enumerate() {
        columns[[position, column]] = 1.0;
    }
    columns
}

/// Why the economy is productive, or the failure that it is not.
fn prove(factor: &dyn Factor, prepared: &Prepared) -> Result<Productive, Failure> {
    let column = |vector: &Array1<f64>| vector.clone().insert_axis(Axis(1));
    let solve = |rhs: &Array1<f64>| {
        let mut x = column(rhs);
        factor.solve(x.view_mut());
        x.index_axis_move(Axis(1), 0)
    };
    let solve_transposed = |weights: &Array1<f64>| {
        let mut y = column(weights);
        factor.solve_transposed(y.view_mut());
        y.index_axis_move(Axis(1), 0)
    };
    let found = Found {
        pivoting: factor.pivoting(),
        determinant: factor.determinant(),
    };
    Ok(judge(prepared, found, solve, solve_transposed)?)
}
