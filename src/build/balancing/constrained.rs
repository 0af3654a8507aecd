//! Balancing to totals of any cells.

use ndarray::{Array1, Array2, ArrayView2};

use super::constraint::Constraint;
use super::dual::{Iteration, Newton};
use super::entropy::{Bounds, CellsDual, Distance, signs, spread};
use super::margin::size;
use super::one_by_one::OneByOne;
use super::problem::{no_memory, require_tolerance, stopped};
use super::record::{Convergence, Method};
use super::sparse::Sparse;
use crate::error::{Error, Result};
use crate::run::Run;

/// A prior and the totals that its cells are to have.
///
/// Minimised is the relative entropy `Σ |x| ln(x / x⁰) − |x| + |x⁰|`, or the weighted squares `Σ (x − x⁰)² / (2 w)`, plus
/// `Σ_k (miss_k / σ_k)² / 2` over the constraints with a standard error.
///
/// ```
/// use leontief::build::balancing::{Constrained, Constraint, Margin};
/// use ndarray::array;
///
/// let prior = array![[1.0, 2.0], [3.0, 4.0]];
/// let rows = Margin::new(["a", "b"], vec![4.0, 7.0])?;
/// let mut constraints = Constraint::row_sums(&rows, 2);
/// constraints.push(Constraint::block("trade of a and b", &[0], &[1], 2.5).standard_error(0.1));
/// let balanced = Constrained::new(prior.view(), constraints)?.balanced()?;
/// assert!((balanced.matrix().row(0).sum() - 4.0).abs() < 1e-9);
/// assert!(balanced.misfits()[2].abs() < 0.1);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Constrained<'a> {
    prior: ArrayView2<'a, f64>,
    constraints: Vec<Constraint>,
    weights: Option<Array2<f64>>,
    bounds: Option<(Array2<f64>, Array2<f64>)>,
    method: Method,
    tolerance: f64,
    most_iterations: usize,
    run: Run,
}

/// Steps after which contradictions are looked for; then after twice as many.
const FIRST_DOUBT: usize = 8;

impl<'a> Constrained<'a> {
    /// Relative entropy: cells keep their signs, zero cells stay zero.
    ///
    /// # Errors
    /// If a cell is not finite, or a constraint names a cell that is not there or a number that is none.
    pub fn new(prior: ArrayView2<'a, f64>, constraints: Vec<Constraint>) -> Result<Self> {
        if let Some(((i, j), &cell)) = prior.indexed_iter().find(|(_, cell)| !cell.is_finite()) {
            return Err(
                Error::table(format!("the prior has no finite number in cell ({i}, {j})"))
                    .found(cell),
            );
        }
        for constraint in &constraints {
            constraint.check(prior.dim())?;
        }
        Ok(Self {
            prior,
            constraints,
            weights: None,
            bounds: None,
            method: Method::default(),
            tolerance: 1e-10,
            most_iterations: 1000,
            run: Run::default(),
        })
    }

    /// Weighted least squares: cells may change their signs; a cell of weight zero stays as it is. Weights are variances of cells, or their
    /// sizes.
    ///
    /// # Errors
    /// If the weights do not fit the prior or one is negative or not finite.
    pub fn least_squares(mut self, weights: Array2<f64>) -> Result<Self> {
        if weights.dim() != self.prior.dim() {
            return Err(Error::shape("the weights do not fit the prior")
                .expected(format!("{:?}", self.prior.dim()))
                .found(format!("{:?}", weights.dim())));
        }
        let wrong = weights
            .indexed_iter()
            .find(|&(_, &w)| !(w >= 0.0 && w.is_finite()));
        if let Some(((i, j), &weight)) = wrong {
            return Err(
                Error::parameter(format!("the weight of cell ({i}, {j}) is no weight"))
                    .expected("zero or more")
                    .found(weight),
            );
        }
        self.weights = Some(weights);
        Ok(self)
    }

    /// The least and the most that each cell may be; infinite where there is no such limit. Bounds hold exactly, whatever the constraints
    /// ask, and come on top of the signs that entropy keeps. A cell that no constraint names moves to its nearer bound if it lies beyond.
    ///
    /// ```
    /// use leontief::build::balancing::{Constrained, Constraint};
    /// use ndarray::{Array2, array};
    ///
    /// // 1 + 1 + 1 to 9 with the first at most 2: the others share the rest
    /// let prior = array![[1.0, 1.0, 1.0]];
    /// let row = Constraint::block("row", &[0], &[0, 1, 2], 9.0);
    /// let most = array![[2.0, f64::INFINITY, f64::INFINITY]];
    /// let balanced = Constrained::new(prior.view(), vec![row])?.bounds(Array2::zeros((1, 3)), most)?.balanced()?;
    /// assert_eq!(balanced.matrix()[[0, 0]], 2.0);
    /// assert!((balanced.matrix()[[0, 1]] - 3.5).abs() < 1e-9);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the bounds do not fit the prior, one is not a number, or a lower one lies above the upper one.
    pub fn bounds(mut self, lower: Array2<f64>, upper: Array2<f64>) -> Result<Self> {
        for bounds in [&lower, &upper] {
            if bounds.dim() != self.prior.dim() {
                return Err(Error::shape("the bounds do not fit the prior")
                    .expected(format!("{:?}", self.prior.dim()))
                    .found(format!("{:?}", bounds.dim())));
            }
        }
        let wrong = lower.indexed_iter().find(|&(at, &low)| {
            !(low <= upper[at] && low < f64::INFINITY && upper[at] > f64::NEG_INFINITY)
        });
        if let Some(((i, j), &low)) = wrong {
            return Err(
                Error::parameter(format!("the bounds of cell ({i}, {j}) are no bounds"))
                    .expected("a lower one that is not above the upper one")
                    .found(format!("{low} and {}", upper[[i, j]])),
            );
        }
        self.bounds = Some((lower, upper));
        Ok(self)
    }

    /// How the multipliers are found: Newton steps over all of them, or one constraint after another, the row-by-row form of KRAS. That takes
    /// less memory. Where uncertain constraints cross exact ones, its steps grow in number with total / σ².
    pub fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// The largest miss, in units of max(1, |total|), that counts as met: 1e-10 unless said otherwise.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The most steps: 1000 unless said otherwise.
    pub fn most_iterations(mut self, most: usize) -> Self {
        self.most_iterations = most;
        self
    }

    /// How to run it.
    pub fn run(mut self, run: Run) -> Self {
        self.run = run;
        self
    }

    /// The balanced matrix.
    ///
    /// # Errors
    /// If exact constraints contradict each other ([`Error::is_infeasible`], naming them), the iteration stops early
    /// ([`Error::is_unconverged`]), there is not enough memory, or the work is stopped.
    pub fn balanced(&self) -> Result<ConstrainedBalance> {
        require_tolerance(self.tolerance)?;
        let entries: usize = self.constraints.iter().map(Constraint::count).sum();
        self.run
            .require_memory("balancing to constraints", self.bytes(entries))
            .map_err(no_memory)?;
        self.run.install(1e3 * entries as f64, || self.solved())
    }

    /// What is held at once at most: the result, the index of the constraints, and some vectors over touched cells.
    fn bytes(&self, entries: usize) -> usize {
        let touched = entries.min(self.prior.len());
        let listed = self.constraints.iter().any(|c| !c.is_plain());
        let entry = if listed { 12 } else { 4 };
        let (index, cell) = match self.method {
            Method::Newton => (2 * entry * entries, 52),
            Method::Alternating => (entry * entries, 28),
        };
        let bounds = if self.bounds.is_some() { 16 } else { 0 };
        let weights = if self.weights.is_some() { 8 } else { 0 };
        8 * self.prior.len()
            + index
            + (cell + bounds + weights) * touched
            + 256 * self.constraints.len()
    }

    fn solved(&self) -> Result<ConstrainedBalance> {
        let columns = self.prior.ncols().max(1);
        let both = self.method == Method::Newton;
        let sparse = Sparse::new(&self.constraints, self.prior.dim(), both)?;
        let of = |matrix: ArrayView2<'_, f64>| -> Vec<f64> {
            let cell = |&at: &u32| matrix[[at as usize / columns, at as usize % columns]];
            sparse.cells.iter().map(cell).collect()
        };
        let mut dual = CellsDual {
            sparse: &sparse,
            constraints: &self.constraints,
            prior: of(self.prior),
            distance: match &self.weights {
                None => Distance::Entropy,
                Some(weights) => Distance::Squares(of(weights.view())),
            },
            bounds: self.allowed(&sparse)?,
        };
        dual.fix(self.tolerance)?;
        let (multipliers, iterations, passes) = match self.method {
            Method::Newton => {
                let start = vec![0.0; self.constraints.len()];
                self.iterate(&dual, Newton::new(&dual, start))?
            }
            Method::Alternating => self.iterate(&dual, OneByOne::new(&dual, self.tolerance))?,
        };
        let x = dual.cells(&multipliers);
        let misfits = self.misfits(&dual, &x);
        drop(dual);
        let mut matrix = self.prior.to_owned();
        if let Some((lower, upper)) = &self.bounds {
            ndarray::Zip::from(&mut matrix)
                .and(lower)
                .and(upper)
                .for_each(|x, &low, &high| *x = x.clamp(low, high));
        }
        for (&at, &x) in sparse.cells.iter().zip(&x) {
            matrix[[at as usize / columns, at as usize % columns]] = x;
        }
        let (worst, largest_miss) = self.worst(&misfits, &multipliers);
        Ok(ConstrainedBalance {
            matrix,
            misfits: misfits.into(),
            convergence: Convergence {
                iterations,
                passes: passes + 1,
                largest_miss,
                worst,
            },
            multipliers: multipliers.into(),
        })
    }

    /// The bounds of touched cells, narrowed to the signs that entropy keeps and the cells that a weight of zero keeps.
    fn allowed(&self, sparse: &Sparse) -> Result<Option<Bounds>> {
        let Some((lower, upper)) = &self.bounds else {
            return Ok(None);
        };
        let natural = |at: (usize, usize)| match &self.weights {
            None => signs(self.prior[at]),
            Some(weights) => spread(self.prior[at], weights[at]),
        };
        for (at, prior) in self.prior.indexed_iter() {
            let (least, most) = natural(at);
            if lower[at] > most || upper[at] < least {
                return Err(Error::parameter(format!(
                    "the bounds of cell {at:?} leave it no value"
                ))
                .expected(format!(
                    "a value from {least} to {most}, as the prior of {prior} has it"
                ))
                .found(format!("bounds {} and {}", lower[at], upper[at]))
                .hint("another prior, or other bounds"));
            }
        }
        let columns = self.prior.ncols().max(1);
        let narrowed = |place: &u32| {
            let at = (*place as usize / columns, *place as usize % columns);
            let (least, most) = natural(at);
            (lower[at].max(least), upper[at].min(most))
        };
        let (lower, upper) = sparse.cells.iter().map(narrowed).unzip();
        Ok(Some(Bounds { lower, upper }))
    }

    /// Multipliers, steps and passes.
    fn iterate(
        &self,
        dual: &CellsDual<'_>,
        mut iteration: impl Iteration,
    ) -> Result<(Vec<f64>, usize, usize)> {
        let mut watch = self.run.watch("balancing", self.most_iterations);
        let (mut iterations, mut doubt) = (0, FIRST_DOUBT);
        while iteration.miss() > self.tolerance {
            watch.step().map_err(stopped)?;
            let stuck = iterations == self.most_iterations || !iteration.step();
            iterations += 1;
            if stuck || iterations == doubt {
                doubt *= 2;
                let directions = [iteration.multipliers(), iteration.last()];
                if let Some(found) = dual.contradiction(directions, self.tolerance) {
                    return Err(found.into_error());
                }
            }
            if stuck {
                return Err(self.failed(dual, iteration.multipliers(), iterations));
            }
        }
        let passes = iteration.passes();
        Ok((iteration.multipliers().to_vec(), iterations, passes))
    }

    fn misfits(&self, dual: &CellsDual<'_>, x: &[f64]) -> Vec<f64> {
        let mut misfits = dual.sparse.times(x);
        for (miss, constraint) in misfits.iter_mut().zip(&self.constraints) {
            *miss -= constraint.total;
        }
        misfits
    }

    /// The constraint that is farthest from where it should be: its total, less what its standard error concedes.
    fn worst(&self, misfits: &[f64], multipliers: &[f64]) -> (String, f64) {
        let mut worst = (String::new(), 0.0);
        for (k, constraint) in self.constraints.iter().enumerate() {
            let off = misfits[k] + constraint.error.powi(2) * multipliers[k];
            let miss = off.abs() / size(constraint.total);
            if miss > worst.1 || miss.is_nan() || worst.0.is_empty() {
                worst = (constraint.label.clone(), miss);
            }
        }
        worst
    }

    fn failed(&self, dual: &CellsDual<'_>, multipliers: &[f64], iterations: usize) -> Error {
        let misfits = self.misfits(dual, &dual.cells(multipliers));
        let (worst, miss) = self.worst(&misfits, multipliers);
        Error::unconverged(format!(
            "balancing stopped after {iterations} iterations ({}); the worst constraint is `{worst}`",
            self.method
        ))
        .expected(format!("a miss of at most {:.1e}", self.tolerance))
        .found(format!("{miss:.3e} of max(1, |total|)"))
        .hint("a larger tolerance or more iterations; standard errors for constraints that nearly contradict each other; cells that must vanish, set to zero in the prior")
    }
}

/// A matrix that meets its constraints, the uncertain ones as nearly as they are certain.
#[derive(Debug, Clone, PartialEq)]
pub struct ConstrainedBalance {
    matrix: Array2<f64>,
    multipliers: Array1<f64>,
    misfits: Array1<f64>,
    convergence: Convergence,
}

impl ConstrainedBalance {
    /// The balanced matrix.
    #[must_use]
    pub fn matrix(&self) -> ArrayView2<'_, f64> {
        self.matrix.view()
    }

    /// The balanced matrix, without a copy.
    #[must_use]
    pub fn into_matrix(self) -> Array2<f64> {
        self.matrix
    }

    /// l of each constraint: what one more unit of its total would cost.
    #[must_use]
    pub fn multipliers(&self) -> &Array1<f64> {
        &self.multipliers
    }

    /// By how much each constraint is missed: −σ² l, zero for exact ones.
    #[must_use]
    pub fn misfits(&self) -> &Array1<f64> {
        &self.misfits
    }

    /// How it went. Misses are those of −σ² l, not of the totals.
    #[must_use]
    pub fn convergence(&self) -> &Convergence {
        &self.convergence
    }
}
