//! All of (I − A)⁻¹, in the memory of A.

use ndarray::{Array1, Array2};

use super::engine::{Pivoting, Sign};
use super::factorised::{Factorised, Prepared, unit_columns};
use super::failure::Failure;
use super::gauss_jordan::blocks;
use super::judge::{Found, judge};
use super::options::Options;
use super::product::{operations, part_mut};
use super::{Productive, SolveInfo};
use crate::run::map_shared;

/// (I − A)⁻¹, in the memory of A, and what was done: 2 n³ operations and little more than one matrix where A is non-negative or
/// diagonally dominant; with row exchanges it takes twice both.
///
/// ```
/// use leontief::linalg::{Options, invert};
/// use ndarray::array;
///
/// let (inverse, info) = invert(array![[0.2, 0.3], [0.4, 0.1]], &Options::default())?;
/// assert!((inverse[[0, 0]] - 1.5).abs() < 1e-12);
/// assert_eq!(info.to_string(), "native: 2 of 2 rows factorised without row exchanges; \
///                               productive: columns of |A| sum to at most 0.600000");
/// # Ok::<(), leontief::linalg::Failure>(())
/// ```
///
/// # Errors
/// As [`Factorised::new`].
pub fn invert(a: Array2<f64>, options: &Options) -> Result<(Array2<f64>, SolveInfo), Failure> {
    let n = a.nrows();
    // one pool for all that follows
    options.run.install(operations(n, n, n), || {
        let prepared = Prepared::new(a.view(), options)?;
        match prepared.conditions.pivoting() {
            Pivoting::None => in_place(a, &prepared, options),
            Pivoting::Partial => by_columns(a, &prepared, options),
        }
    })
}

/// Columns of the inverse that are solved together.
const TOGETHER: usize = 384;

/// From the factor, some columns at a time: rows were exchanged, and the inverse is a second matrix beside the factor.
fn by_columns(
    a: Array2<f64>,
    prepared: &Prepared,
    options: &Options,
) -> Result<(Array2<f64>, SolveInfo), Failure> {
    let n = a.nrows();
    let what = format!("inverting {n} rows with row exchanges");
    options
        .run
        .require_memory(&what, 8 * n * (n + 4 * TOGETHER))?;
    let factorised = Factorised::in_place(a, prepared, options)?;
    let mut watch = options.run.watch("inverse", n.div_ceil(TOGETHER));
    let mut inverse = Array2::zeros((n, n));
    for columns in blocks(n, TOGETHER) {
        let units: Vec<usize> = columns.clone().collect();
        let solved = factorised.solve_many(unit_columns(n, units.iter()).view())?;
        part_mut(inverse.view_mut(), 0..n, columns).assign(&solved);
        watch.step()?;
    }
    Ok((inverse, factorised.info()))
}

fn in_place(
    a: Array2<f64>,
    prepared: &Prepared,
    options: &Options,
) -> Result<(Array2<f64>, SolveInfo), Failure> {
    let (structure, engine) = (&prepared.structure, &options.engine);
    let n = structure.core.len();
    let beside = engine.memory_of_inverse(n) + structure.memory_beside_core();
    options
        .run
        .require_memory(&format!("inverting {n} rows"), beside)?;
    let coupling = structure.coupling(a.view());
    let core = engine
        .invert(structure.core_of(a), &options.run)
        .and_then(|core| Ok((prove(&core, engine.pivoting_of_inverse(), prepared)?, core)));
    let (productive, core) = core.map_err(|failure| structure.failure(failure))?;
    let info = prepared.info(options, engine.pivoting_of_inverse(), productive);
    Ok((structure.whole_inverse(&coupling, core), info))
}

/// Why the economy is productive, from its inverse.
fn prove(
    inverse: &Array2<f64>,
    pivoting: Pivoting,
    prepared: &Prepared,
) -> Result<Productive, Failure> {
    let found = Found {
        pivoting,
        determinant: Sign::Positive,
    };
    let solve = |rhs: &Array1<f64>| inverse.dot(rhs);
    let solve_transposed = |weights: &Array1<f64>| inverse.t().dot(weights);
    Ok(judge(prepared, found, solve, solve_transposed)?)
}

/// The inverses of many small I − A, in parallel: local inverses of all countries, the systems of Monte Carlo draws. All share one
/// pool of threads, or the pool that the caller is in; the answers stand in the order of the questions.
pub fn invert_each(
    systems: Vec<Array2<f64>>,
    options: &Options,
) -> Vec<Result<Array2<f64>, Failure>> {
    let work = systems
        .iter()
        .map(|a| operations(a.nrows(), a.nrows(), a.nrows()))
        .sum();
    let one = |a: Array2<f64>| invert(a, options).map(|(inverse, _)| inverse);
    options.run.install(work, || map_shared(systems, one))
}
