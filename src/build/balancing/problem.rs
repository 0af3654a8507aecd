//! Balancing to the sums of rows and columns.

use ndarray::{Array1, Array2, ArrayView2};

use super::alternating;
use super::bands::{Cells, Scales, margins};
use super::dual::{Iteration, Newton};
use super::flow::Verdict;
use super::infeasible::Bipartite;
use super::margin::{Margin, size};
use super::margins_dual::MarginsDual;
use super::record::{Convergence, Method};
use crate::error::{Error, Result};
use crate::run::{OutOfMemory, Run, Stopped};

/// A prior and the margins it is to meet.
///
/// ```
/// use leontief::build::balancing::{Balancing, Margin};
/// use ndarray::array;
///
/// let prior = array![[7.0, 3.0], [2.0, -3.0]];
/// let rows = Margin::new(["steel", "cars"], vec![12.0, -2.0])?;
/// let columns = Margin::new(["steel", "cars"], vec![10.0, 0.0])?;
/// let balanced = Balancing::gras(prior.view(), rows, columns)?.balanced()?;
/// assert!((balanced.matrix().row(0).sum() - 12.0).abs() < 1e-8);
/// assert!(balanced.matrix()[[1, 1]] < 0.0);
/// # Ok::<(), leontief::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Balancing<'a> {
    prior: ArrayView2<'a, f64>,
    rows: Margin,
    columns: Margin,
    method: Method,
    tolerance: f64,
    most_iterations: usize,
    run: Run,
}

/// Alternating steps before the first Newton step.
const WARMING: usize = 4;

/// Steps after which an iteration that goes on is asked whether its targets contradict each other; then after twice as many.
const FIRST_DOUBT: usize = 16;

/// Steps within which an alternating iteration must have reduced its miss by a tenth.
const PATIENCE: usize = 500;

impl<'a> Balancing<'a> {
    /// RAS: a prior without negative cells.
    ///
    /// # Errors
    /// If a cell is negative or not finite, or the margins do not fit.
    pub fn ras(prior: ArrayView2<'a, f64>, rows: Margin, columns: Margin) -> Result<Self> {
        let problem = Self::gras(prior, rows, columns)?;
        match prior.indexed_iter().find(|&(_, &cell)| cell < 0.0) {
            None => Ok(problem),
            Some(((i, j), &cell)) => Err(Error::table(format!(
                "RAS takes no negative cells; there is one in row `{}`, column `{}`",
                problem.rows.labels()[i],
                problem.columns.labels()[j]
            ))
            .expected("zero or more")
            .found(cell)
            .hint("`Balancing::gras`")),
        }
    }

    /// GRAS: cells of any sign, which they keep.
    ///
    /// # Errors
    /// If a cell is not finite or the margins do not fit.
    pub fn gras(prior: ArrayView2<'a, f64>, rows: Margin, columns: Margin) -> Result<Self> {
        let (m, n) = prior.dim();
        for (noun, count, margin) in [("rows", m, &rows), ("columns", n, &columns)] {
            if margin.len() != count {
                return Err(Error::shape(format!(
                    "the margin of the {noun} does not fit the prior"
                ))
                .expected(format!("{count} targets"))
                .found(margin.len()));
            }
        }
        if let Some(((i, j), &cell)) = prior.indexed_iter().find(|(_, cell)| !cell.is_finite()) {
            return Err(Error::table(format!(
                "the prior has no finite number in row `{}`, column `{}`",
                rows.labels()[i],
                columns.labels()[j]
            ))
            .found(cell));
        }
        Ok(Self {
            prior,
            rows,
            columns,
            method: Method::default(),
            tolerance: 1e-10,
            most_iterations: 100_000,
            run: Run::default(),
        })
    }

    /// How the multipliers are found.
    pub fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// The largest miss, in units of max(1, |target|), that counts as met: 1e-10 unless said otherwise.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The most steps: 100,000 unless said otherwise.
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
    /// If the targets contradict each other ([`Error::is_infeasible`], naming the margins), the iteration stops early
    /// ([`Error::is_unconverged`]), there is not enough memory, or the work is stopped.
    pub fn balanced(&self) -> Result<Balanced> {
        require_tolerance(self.tolerance)?;
        let copies = if self.prior.is_standard_layout() {
            1
        } else {
            2
        };
        let bytes =
            8 * (copies * self.prior.len() + 72 * self.columns.len() + 32 * self.rows.len());
        self.run
            .require_memory("balancing", bytes)
            .map_err(no_memory)?;
        // a hundred passes of some ten operations
        let operations = 1e3 * self.prior.len() as f64;
        self.run.install(operations, || self.solved())
    }

    fn solved(&self) -> Result<Balanced> {
        let rows_first = self.prior.as_standard_layout();
        let cells = Cells::new(rows_first.as_slice().unwrap_or_default(), self.prior.dim());
        let graph = Bipartite {
            cells,
            u: &self.rows,
            v: &self.columns,
            tolerance: self.tolerance,
        };
        let start = graph.start()?;
        let (scales, iterations, passes) = match self.method {
            Method::Alternating => self.alternate(&graph, start)?,
            Method::Newton => self.newton(&graph, start)?,
        };
        let matrix = cells.scaled(&scales);
        let (worst, largest_miss) = self.worst(&matrix);
        Ok(Balanced {
            matrix,
            row_multipliers: scales.r.into(),
            column_multipliers: scales.s.into(),
            convergence: Convergence {
                iterations,
                passes: passes + 1,
                largest_miss,
                worst,
            },
        })
    }

    fn alternate(&self, graph: &Bipartite<'_>, start: Scales) -> Result<(Scales, usize, usize)> {
        let mut watch = self.run.watch("balancing", self.most_iterations);
        let mut scales = start;
        let mut before = scales.clone();
        let (mut doubt, mut marked) = (FIRST_DOUBT, f64::INFINITY);
        for iteration in 0..=self.most_iterations {
            before.clone_from(&scales);
            let miss = alternating::step(graph.cells, graph.u, graph.v, &mut scales);
            if iteration > 0 && miss <= self.tolerance && self.all_met(graph, &before) {
                return Ok((before, iteration, iteration + 1));
            }
            watch.step().map_err(stopped)?;
            if iteration == doubt {
                doubt *= 2;
                self.refuse_contradiction(graph, &before)?;
            }
            let slow = iteration > 0 && iteration % PATIENCE == 0;
            if !scales.are_finite() || (slow && miss > 0.9 * marked) {
                return Err(self.failed(graph, &before, iteration));
            }
            if iteration % PATIENCE == 0 {
                marked = miss;
            }
        }
        Err(self.failed(graph, &before, self.most_iterations))
    }

    /// Measured on the matrix itself: iterations see their sums before rounding.
    fn all_met(&self, graph: &Bipartite<'_>, scales: &Scales) -> bool {
        self.worst(&graph.cells.scaled(scales)).1 <= self.tolerance
    }

    fn newton(&self, graph: &Bipartite<'_>, start: Scales) -> Result<(Scales, usize, usize)> {
        let mut watch = self.run.watch("balancing", self.most_iterations);
        let mut scales = start;
        for _ in 0..WARMING {
            let before = scales.clone();
            alternating::step(graph.cells, graph.u, graph.v, &mut scales);
            if !scales.are_finite() {
                scales = before;
                break;
            }
        }
        let dual = MarginsDual {
            cells: graph.cells,
            rows: graph.u,
            columns: graph.v,
            open: scales.clone(),
        };
        let mut newton = Newton::new(&dual, scales.logarithms());
        let mut doubt = FIRST_DOUBT;
        for iteration in 0..=self.most_iterations {
            let scales = dual.open.exponentials(newton.multipliers());
            if newton.miss() <= self.tolerance && self.all_met(graph, &scales) {
                return Ok((scales, WARMING + iteration, WARMING + newton.passes()));
            }
            watch.step().map_err(stopped)?;
            if iteration == doubt {
                doubt *= 2;
                self.refuse_contradiction(graph, &scales)?;
            }
            if iteration == self.most_iterations || !newton.step() {
                return Err(self.failed(graph, &scales, iteration));
            }
        }
        Err(self.failed(graph, &dual.open, self.most_iterations))
    }

    fn refuse_contradiction(&self, graph: &Bipartite<'_>, scales: &Scales) -> Result<()> {
        match graph.contradiction(scales) {
            None => Ok(()),
            Some(found) => Err(found.into_error()),
        }
    }

    /// The error of an iteration that got stuck.
    fn failed(&self, graph: &Bipartite<'_>, scales: &Scales, iterations: usize) -> Error {
        if let Some(found) = graph.contradiction(scales) {
            return found.into_error();
        }
        let reached = graph.cells.scaled(scales);
        let (worst, miss) = self.worst(&reached);
        let hint = match graph.judge(scales, reached) {
            Verdict::Contradiction(found) => return found.into_error(),
            Verdict::Possible => {
                "the targets can be met, perhaps only with more cells of zero: set those to zero in the prior, or take the other method, a larger tolerance or more iterations"
            }
            Verdict::Unknown => "the other method, a larger tolerance, or more iterations",
        };
        Error::unconverged(format!(
            "balancing stopped after {iterations} iterations ({}); the worst margin is that of {worst}",
            self.method
        ))
        .expected(format!("a miss of at most {:.1e}", self.tolerance))
        .found(format!("{miss:.3e} of max(1, |target|)"))
        .hint(hint)
    }

    /// The margin that misses most, and by how much.
    fn worst(&self, matrix: &Array2<f64>) -> (String, f64) {
        let (rows, columns) = margins(matrix.view());
        let mut worst = (String::new(), 0.0);
        for (noun, margin, sums) in [
            ("row", &self.rows, rows),
            ("column", &self.columns, columns),
        ] {
            for (k, sum) in sums.iter().enumerate() {
                let miss = (sum - margin.target(k)).abs() / size(margin.target(k));
                if miss > worst.1 || miss.is_nan() || worst.0.is_empty() {
                    worst = (format!("{noun} `{}`", margin.labels()[k]), miss);
                }
            }
        }
        worst
    }
}

/// A matrix that meets its margins.
#[derive(Debug, Clone, PartialEq)]
pub struct Balanced {
    matrix: Array2<f64>,
    row_multipliers: Array1<f64>,
    column_multipliers: Array1<f64>,
    convergence: Convergence,
}

impl Balanced {
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

    /// r: positive cells of a row are multiplied by it, negative ones divided. Zero for a row that its target empties.
    #[must_use]
    pub fn row_multipliers(&self) -> &Array1<f64> {
        &self.row_multipliers
    }

    /// s, as r for columns. Only products r s are determined.
    #[must_use]
    pub fn column_multipliers(&self) -> &Array1<f64> {
        &self.column_multipliers
    }

    /// How it went.
    #[must_use]
    pub fn convergence(&self) -> &Convergence {
        &self.convergence
    }
}

pub(super) fn require_tolerance(tolerance: f64) -> Result<()> {
    if tolerance > 0.0 && tolerance.is_finite() {
        return Ok(());
    }
    Err(
        Error::parameter("the tolerance of a balancing is no tolerance")
            .expected("a number above zero")
            .found(tolerance),
    )
}

pub(super) fn no_memory(refusal: OutOfMemory) -> Error {
    Error::memory(refusal.to_string()).caused_by(refusal)
}

pub(super) fn stopped(stopped: Stopped) -> Error {
    Error::cancelled(stopped.to_string()).caused_by(stopped)
}
