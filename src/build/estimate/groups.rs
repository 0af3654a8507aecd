//! The four-group table (DN, FN, DP, FP) as a problem: published cells, and totals by regime, ownership and sector.
//!
//! With suppliers g in {DN, FN} at home and M abroad, users h in {DN, FN, DP, FP}:
//!
//! ```text
//! cells     Σ_gh z^gh_ij = Z_ij    Σ_h z^Mh_ij = Z^M_ij    Σ_g f^g_ik = F_ik    Σ_h v^h_rj = V_rj
//! margins   Σ_hj z^gh_ij + Σ_k f^g_ik = X^g_i − E^g_i    Σ_gi z^gh_ij + Σ_i z^Mh_ij + Σ_r v^h_rj = X^h_j    Σ_hj z^Mh_ij = M^P_i, h in {DP, FP}
//! ```
//!
//! Processing producers sell nothing at home. What a published row or column misses is shared out as sales and outputs are.
//!
//! Source: Koopman, Wang, Wei (2012), Journal of Development Economics 99(1), 178-189, with owners as in Ma, Wang, Zhu (2015),
//! Journal of Comparative Economics 43(1), 3-18.

use ndarray::{Array1, Array2, Axis};

use super::draft::{Cell, Draft, Margin, Unknown};
use super::options::{EstimateOptions, Objective};
use super::problem::Problem;
use super::solution::Solution;
use crate::error::{Error, Result};
use crate::table::NationalTable;

/// The groups, in the order of a divided table.
const GROUPS: [&str; 4] = ["DN", "FN", "DP", "FP"];
/// Groups that sell at home come first.
const SELLERS: usize = 2;

/// The cells of a table by group: rows and columns are sectors within DN, FN, DP, FP.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupCells {
    /// Flows of domestic products between producers.
    pub domestic: Array2<f64>,
    /// Imported products by user.
    pub imported: Array2<f64>,
    /// Domestic products in final uses.
    pub domestic_final: Array2<f64>,
    /// Rows of primary inputs by user.
    pub primary: Array2<f64>,
}

impl GroupCells {
    /// The cells of a divided table, such as that of a [`Split`](crate::build::Split).
    ///
    /// # Errors
    /// If the table is not divided into DN, FN, DP, FP.
    pub fn of(table: &NationalTable) -> Result<Self> {
        let blocks = table.producers().blocks();
        let codes: Vec<&str> = blocks.iter().map(|block| block.group().code()).collect();
        if codes != GROUPS {
            return Err(Error::label("the groups of the table")
                .expected(GROUPS.join(", "))
                .found(codes.join(", ")));
        }
        Ok(Self {
            domestic: table.domestic().to_owned(),
            imported: table.imported().to_owned(),
            domestic_final: table.domestic_final().to_owned(),
            primary: primary(table),
        })
    }
}

/// What is known of the groups. Vectors run over sectors, in the table's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupTotals {
    /// Output of DN, FN, DP, FP.
    pub output: [Array1<f64>; 4],
    /// Exports of DN and FN; processing producers export all they make.
    pub exports: [Array1<f64>; 2],
    /// Imported inputs of processing by product, where customs tell.
    pub processing_imports: Option<Array1<f64>>,
}

/// A table's division into four groups as a problem.
#[derive(Debug, Clone)]
pub struct GroupProblem {
    problem: Problem,
    places: Vec<(Part, usize, usize)>,
    prior: GroupCells,
}

/// Which matrix an unknown stands in.
#[derive(Debug, Clone, Copy)]
enum Part {
    Domestic,
    Imported,
    Final,
    Primary,
}

impl GroupProblem {
    /// The problem of an undivided table. Priors of zero stay zero; the weight of the others is their size.
    ///
    /// # Errors
    /// If the table is already divided, the priors or totals do not fit it, or a cell has amounts and no prior.
    pub fn new(table: &NationalTable, prior: GroupCells, totals: &GroupTotals) -> Result<Self> {
        let n = table.producers().only_block()?.sectors().len();
        require_shapes(table, n, &prior, totals)?;
        let mut making = Making {
            draft: Draft::default(),
            places: Vec::new(),
        };
        let (sales, outputs, abroad) = making.margins(table, n, totals);
        let seller = |row: usize| (row < SELLERS * n).then(|| sales[row]);
        let label = |what: &str, row: &str, column: &str| format!("{what} of {row} by {column}");
        let producers = table.producers();
        let sector = |j: usize| producers.label(j);
        for i in 0..n {
            for j in 0..n {
                let target = table.domestic()[[i, j]];
                let cell = making.cell(label("use", &sector(i), &sector(j)), target);
                for (row, column) in pairs(SELLERS, 4, n, i, j) {
                    let value = prior.domestic[[row, column]];
                    let margins = [seller(row), Some(outputs[column])];
                    making.part(Part::Domestic, (row, column), cell, value, &margins);
                }
            }
        }
        let products = table.products();
        for i in 0..products.len() {
            for j in 0..n {
                let product = product(table, i);
                let cell = making.cell(
                    label("imported use", &product, &sector(j)),
                    table.imported()[[i, j]],
                );
                for h in 0..4 {
                    let column = h * n + j;
                    let processed = abroad.get(i).copied().filter(|_| h >= SELLERS);
                    let margins = [Some(outputs[column]), processed];
                    let value = prior.imported[[i, column]];
                    making.part(Part::Imported, (i, column), cell, value, &margins);
                }
            }
        }
        for (k, code) in table.final_uses().codes().iter().enumerate() {
            for i in 0..n {
                let target = table.domestic_final()[[i, k]];
                let cell = making.cell(label("use", &sector(i), code), target);
                for row in [i, n + i] {
                    let value = prior.domestic_final[[row, k]];
                    making.part(Part::Final, (row, k), cell, value, &[seller(row)]);
                }
            }
        }
        let primary = primary(table);
        for ((r, j), target) in primary.indexed_iter() {
            let kind = table.primary().rows()[r].kind;
            let cell = making.cell(format!("{kind} of {}", sector(j)), *target);
            for column in (0..4).map(|h| h * n + j) {
                let value = prior.primary[[r, column]];
                making.part(
                    Part::Primary,
                    (r, column),
                    cell,
                    value,
                    &[Some(outputs[column])],
                );
            }
        }
        Ok(Self {
            problem: making.draft.check()?,
            places: making.places,
            prior,
        })
    }

    /// The problem in numbers.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The cells by group, and what is known of the estimate.
    ///
    /// # Errors
    /// As [`Problem::estimate`].
    pub fn estimate(
        &self,
        objective: Objective,
        options: &EstimateOptions,
    ) -> Result<(GroupCells, Solution)> {
        let solution = self.problem.estimate(objective, options)?;
        let zeros = |matrix: &Array2<f64>| Array2::zeros(matrix.raw_dim());
        let mut cells = GroupCells {
            domestic: zeros(&self.prior.domestic),
            imported: zeros(&self.prior.imported),
            domestic_final: zeros(&self.prior.domestic_final),
            primary: zeros(&self.prior.primary),
        };
        for (&(part, row, column), value) in self.places.iter().zip(solution.values()) {
            let matrix = match part {
                Part::Domestic => &mut cells.domestic,
                Part::Imported => &mut cells.imported,
                Part::Final => &mut cells.domestic_final,
                Part::Primary => &mut cells.primary,
            };
            matrix[[row, column]] = *value;
        }
        Ok((cells, solution))
    }
}

/// A problem in the making, with the place of every unknown.
struct Making {
    draft: Draft,
    places: Vec<(Part, usize, usize)>,
}

impl Making {
    /// Home sales of DN and FN, outputs of all groups, imports of processing by product.
    fn margins(
        &mut self,
        table: &NationalTable,
        n: usize,
        totals: &GroupTotals,
    ) -> (Vec<Margin>, Vec<Margin>, Vec<Margin>) {
        let made = table.domestic().sum_axis(Axis(1)) + table.domestic_final().sum_axis(Axis(1));
        let used = table.domestic().sum_axis(Axis(0))
            + table.imported().sum_axis(Axis(0))
            + primary(table).sum_axis(Axis(0));
        let at_home: Vec<Array1<f64>> = (totals.output.iter().zip(&totals.exports))
            .map(|(output, exports)| output - exports)
            .collect();
        let share = |part: f64, whole: f64| if whole == 0.0 { 0.0 } else { part / whole };
        let mut sales = Vec::new();
        for g in 0..SELLERS {
            for i in 0..n {
                let sold = at_home[0][i] + at_home[1][i];
                // what the published row misses of what is sold at home
                let published = table.output()[i] - table.exports().by_producer()[i];
                let missed = share(at_home[g][i], sold) * (published - made[i]);
                let label = format!("home sales of {} {}", GROUPS[g], table.producers().label(i));
                sales.push(self.draft.margin(label, at_home[g][i] - missed));
            }
        }
        let mut outputs = Vec::new();
        for (h, output) in totals.output.iter().enumerate() {
            for j in 0..n {
                let missed = share(output[j], table.output()[j]) * (table.output()[j] - used[j]);
                let label = format!("output of {} {}", GROUPS[h], table.producers().label(j));
                outputs.push(self.draft.margin(label, output[j] - missed));
            }
        }
        let abroad = totals.processing_imports.iter().flatten().enumerate();
        let abroad = abroad
            .map(|(i, total)| {
                let label = format!("imports of {} for processing", product(table, i));
                self.draft.margin(label, *total)
            })
            .collect();
        (sales, outputs, abroad)
    }

    fn cell(&mut self, label: String, target: f64) -> Cell {
        self.draft.cell(label, target)
    }

    fn part(
        &mut self,
        part: Part,
        (row, column): (usize, usize),
        cell: Cell,
        prior: f64,
        margins: &[Option<Margin>],
    ) {
        if prior == 0.0 {
            return;
        }
        // changes of stocks and primary inputs may be negative, flows between producers only where they were
        let free = prior < 0.0 || matches!(part, Part::Primary);
        let unknown: Unknown = if free {
            self.draft.free_part(cell, prior, prior.abs())
        } else {
            self.draft.part(cell, prior, prior)
        };
        for margin in margins.iter().flatten() {
            self.draft.term(*margin, unknown, 1.0);
        }
        self.places.push((part, row, column));
    }
}

/// Rows and columns of all suppliers and users of one cell.
fn pairs(
    suppliers: usize,
    users: usize,
    n: usize,
    i: usize,
    j: usize,
) -> impl Iterator<Item = (usize, usize)> {
    (0..suppliers).flat_map(move |g| (0..users).map(move |h| (g * n + i, h * n + j)))
}

fn primary(table: &NationalTable) -> Array2<f64> {
    let rows = table.primary().rows();
    Array2::from_shape_fn((rows.len(), table.producers().len()), |(r, j)| {
        rows[r].by_producer[j]
    })
}

fn product(table: &NationalTable, i: usize) -> String {
    let codes = table.products().codes();
    codes[i].to_string()
}

fn require_shapes(
    table: &NationalTable,
    n: usize,
    prior: &GroupCells,
    totals: &GroupTotals,
) -> Result<()> {
    let (products, uses) = (table.products().len(), table.final_uses().len());
    let rows = table.primary().rows().len();
    for (what, expected, found) in [
        ("domestic", (4 * n, 4 * n), prior.domestic.dim()),
        ("imported", (products, 4 * n), prior.imported.dim()),
        ("domestic_final", (4 * n, uses), prior.domestic_final.dim()),
        ("primary", (rows, 4 * n), prior.primary.dim()),
    ] {
        if expected != found {
            return Err(Error::shape(format!("the priors `{what}`"))
                .expected(format!("{} × {}", expected.0, expected.1))
                .found(format!("{} × {}", found.0, found.1)));
        }
    }
    let outputs = totals.output.iter().map(|given| ("output", n, given.len()));
    let exports = (totals.exports.iter()).map(|given| ("exports", n, given.len()));
    let imports = (totals.processing_imports.iter())
        .map(|given| ("processing_imports", products, given.len()));
    for (what, expected, found) in outputs.chain(exports).chain(imports) {
        if expected != found {
            return Err(Error::shape(format!("the totals `{what}`"))
                .expected(expected)
                .found(found));
        }
    }
    Ok(())
}
