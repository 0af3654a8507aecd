//! Balancing to totals of any cells.

use ndarray::{Array1, Array2, ArrayView2};

use super::constraint::Constraint;
use super::dual::Newton;
use super::entropy::{CellsDual, Distance};
use super::farkas::Conflict;
use super::margin::size;
use super::problem::{no_memory, require_tolerance, stopped};
use super::record::Convergence;
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
        let entries: usize = self.constraints.iter().map(|c| c.cells.len()).sum();
        // two copies of the entries, and some vectors over cells
        let bytes = 8 * (self.prior.len() + 12 * entries + 32 * self.constraints.len());
        self.run
            .require_memory("balancing to constraints", bytes)
            .map_err(no_memory)?;
        self.run.install(1e3 * entries as f64, || self.solved())
    }

    fn solved(&self) -> Result<ConstrainedBalance> {
        let columns = self.prior.ncols().max(1);
        let sparse = Sparse::new(&self.constraints, columns);
        let of = |matrix: ArrayView2<'_, f64>| -> Vec<f64> {
            let cell = |&at: &usize| matrix[[at / columns, at % columns]];
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
        };
        if self.weights.is_none() {
            empty(&mut dual, self.tolerance)?;
        }
        let mut watch = self.run.watch("balancing", self.most_iterations);
        let mut newton = Newton::new(&dual, vec![0.0; self.constraints.len()]);
        let (mut iterations, mut doubt) = (0, FIRST_DOUBT);
        while newton.miss() > self.tolerance {
            watch.step().map_err(stopped)?;
            let stuck = iterations == self.most_iterations || !newton.step();
            iterations += 1;
            if stuck || iterations == doubt {
                doubt *= 2;
                let directions = [&newton.multipliers[..], &newton.last[..]];
                if let Some(found) = dual.contradiction(directions, self.tolerance) {
                    return Err(found.into_error());
                }
            }
            if stuck {
                return Err(self.failed(&dual, &newton, iterations));
            }
        }
        let (x, _) = dual.cells(&newton.multipliers);
        let mut matrix = self.prior.to_owned();
        for (&at, &x) in sparse.cells.iter().zip(&x) {
            matrix[[at / columns, at % columns]] = x;
        }
        let mut misfits = sparse.times(&x);
        for (miss, constraint) in misfits.iter_mut().zip(&self.constraints) {
            *miss -= constraint.total;
        }
        let (worst, largest_miss) = self.worst(&misfits, &newton.multipliers);
        Ok(ConstrainedBalance {
            matrix,
            misfits: misfits.into(),
            convergence: Convergence {
                iterations,
                passes: newton.passes,
                largest_miss,
                worst,
            },
            multipliers: newton.multipliers.into(),
        })
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

    fn failed(
        &self,
        dual: &CellsDual<'_>,
        newton: &Newton<'_, CellsDual<'_>>,
        iterations: usize,
    ) -> Error {
        let (x, _) = dual.cells(&newton.multipliers);
        let mut misfits = dual.sparse.times(&x);
        for (miss, constraint) in misfits.iter_mut().zip(&self.constraints) {
            *miss -= constraint.total;
        }
        let (worst, miss) = self.worst(&misfits, &newton.multipliers);
        Error::unconverged(format!(
            "balancing stopped after {iterations} iterations; the worst constraint is `{worst}`"
        ))
        .expected(format!("a miss of at most {:.1e}", self.tolerance))
        .found(format!("{miss:.3e} of max(1, |total|)"))
        .hint("a larger tolerance or more iterations; standard errors for constraints that nearly contradict each other; cells that must vanish, set to zero in the prior")
    }
}

/// Sets cells to zero that exact totals of zero empty, and refuses totals that their cells cannot reach.
fn empty(dual: &mut CellsDual<'_>, tolerance: f64) -> Result<()> {
    loop {
        let mut emptied = Vec::new();
        for (k, constraint) in dual.constraints.iter().enumerate() {
            if constraint.error > 0.0 {
                continue;
            }
            let (mut positive, mut negative) = (false, false);
            for (at, a) in dual.sparse.constraint(k) {
                positive |= a * dual.prior[at] > 0.0;
                negative |= a * dual.prior[at] < 0.0;
            }
            let (total, tiny) = (constraint.total, tolerance * size(constraint.total));
            let (low, high) = (!positive && total > 0.0, !negative && total < 0.0);
            if (low || high) && total.abs() > tiny {
                let sign = total.signum();
                return Err(Conflict {
                    constraints: vec![constraint.label.clone()],
                    weights: vec![sign],
                    asked: total.abs(),
                    held: 0.0,
                }
                .into_error());
            }
            if positive != negative && (total == 0.0 || low || high) {
                let cells = dual.sparse.constraint(k);
                emptied.extend(cells.filter(|(_, a)| *a != 0.0).map(|(at, _)| at));
            }
        }
        if emptied.is_empty() {
            return Ok(());
        }
        for at in emptied {
            dual.prior[at] = 0.0;
        }
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
