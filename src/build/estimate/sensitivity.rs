//! What an estimate depends on.
//!
//! Question answered: by how much does a figure computed from the estimate change when a target, a prior or its weight does, and how
//! much of the figure's prior uncertainty do the constraints take away?
//!
//! At the estimate, with A the cells and margins, σ the standard errors and ŵ the weights of the unknowns that are not at their bounds
//! (least squares: w; cross-entropy: |x| w/|x°|), `x = x° + ŵ A'y` and `A x + σ² y = b` change together. For the gradient g of the
//! figure one system gives all slopes:
//!
//! ```text
//! (A ŵ A' + σ²) m = A ŵ g,    r = g − A'm
//! slope to target k                m_k
//! slope to standard error k        −2 σ_k y_k m_k
//! slope to prior i                 r_i                        cross-entropy: r_i x_i (1 − e_i)/x°_i
//! slope to the log of weight i     r_i (x_i − x°_i)           cross-entropy: r_i x_i e_i,  e = ln(x/x°)
//! variance left, for w as variances of priors:  r'ŵ r + Σ σ_k² m_k²
//! ```
//!
//! These are slopes of the estimate as it stands: unknowns at their bounds stay there. Where an unknown is about to reach or leave its
//! bound, the figure has a kink, and the slope to one side of it is another.
//!
//! Source: implicit derivatives of the first-order conditions as in Fiacco (1983), Introduction to Sensitivity and Stability Analysis in
//! Nonlinear Programming, Academic Press; the variance is that of Gaussian priors given linear observations, of which the estimate of
//! Stone, Champernowne, Meade (1942), Review of Economic Studies 9(2), 111-135 is the mean.

use super::draft::{Cell, Margin, Unknown};
use super::fixing::Fixing;
use super::least_squares::add;
use super::normal::{Normal, Structure};
use super::options::{EstimateOptions, Objective};
use super::problem::Problem;
use super::solution::Solution;
use crate::error::Result;

/// The surroundings of an estimate: one factorisation for the slopes and variances of many figures.
#[derive(Debug)]
pub struct Local<'a> {
    problem: &'a Problem,
    solution: &'a Solution,
    normal: Normal<Structure>,
    /// ŵ if there were no bounds.
    open: Vec<f64>,
    /// ŵ, zero at bounds.
    weights: Vec<f64>,
    variance: Vec<f64>,
}

/// Slopes of a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    cells: Vec<f64>,
    margins: Vec<f64>,
    standard_errors: Vec<f64>,
    priors: Vec<f64>,
    log_weights: Vec<f64>,
}

/// What the constraints leave of a total's prior variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pinned {
    prior: f64,
    given_cells: f64,
    given_all: f64,
}

impl Problem {
    /// The surroundings of an estimate of this problem.
    ///
    /// # Errors
    /// If the solution is not one of this problem.
    pub fn around<'a>(
        &'a self,
        solution: &'a Solution,
        options: &EstimateOptions,
    ) -> Result<Local<'a>> {
        self.require_like(solution)?;
        Ok((options.run).install(self.work(), || Local::new(self, solution)))
    }

    /// The slopes of a figure with this gradient by unknown, at an estimate: see [`Local::sensitivity`].
    ///
    /// # Errors
    /// As [`around`](Self::around) and [`Local::sensitivity`].
    pub fn sensitivity(
        &self,
        solution: &Solution,
        gradient: &[f64],
        options: &EstimateOptions,
    ) -> Result<Sensitivity> {
        self.around(solution, options)?.sensitivity(gradient)
    }

    /// How far the constraints pin a total with these coefficients by unknown: see [`Local::pinned`].
    ///
    /// # Errors
    /// As [`around`](Self::around) and [`Local::pinned`].
    pub fn pinned(
        &self,
        solution: &Solution,
        costs: &[f64],
        options: &EstimateOptions,
    ) -> Result<Pinned> {
        self.around(solution, options)?.pinned(costs)
    }
}

impl<'a> Local<'a> {
    fn new(problem: &'a Problem, solution: &'a Solution) -> Self {
        let fixing = Fixing::new(problem, solution.kind());
        let open: Vec<f64> = (problem.unknowns.iter().zip(solution.values()))
            .map(|(row, x)| match solution.kind() {
                Objective::LeastSquares => row.weight,
                Objective::CrossEntropy if row.prior == 0.0 => 0.0,
                Objective::CrossEntropy => x.abs() * (row.weight / row.prior.abs()),
            })
            .collect();
        let active = problem.at_bounds(&fixing, solution.values());
        let weights: Vec<f64> = (open.iter().zip(active))
            .map(|(weight, active)| if active { 0.0 } else { *weight })
            .collect();
        let variance = problem.variances();
        let structure = Structure::new(problem, &solution.independent().kept);
        Self {
            problem,
            solution,
            normal: Normal::new(structure, weights.clone(), &variance),
            open,
            weights,
            variance,
        }
    }

    /// The slopes of a figure whose gradient by unknown is `gradient`: of a total, its coefficients.
    ///
    /// # Errors
    /// If the gradient is not one finite number for every unknown.
    pub fn sensitivity(&self, gradient: &[f64]) -> Result<Sensitivity> {
        self.problem.require_by_unknown("gradient", gradient)?;
        let (cells, margins, left) = self.reduced(gradient);
        let x = self.solution.values();
        let rows = self.problem.unknowns.iter().enumerate();
        let (priors, log_weights) = rows
            .map(|(i, row)| {
                if self.weights[i] == 0.0 {
                    return (0.0, 0.0);
                }
                match self.solution.kind() {
                    Objective::LeastSquares => (left[i], left[i] * (x[i] - row.prior)),
                    Objective::CrossEntropy => {
                        let ratio = x[i] / row.prior;
                        let logarithm = ratio.ln();
                        (
                            left[i] * ratio * (1.0 - logarithm),
                            left[i] * x[i] * logarithm,
                        )
                    }
                }
            })
            .unzip();
        let standard_errors = (self.problem.margins.iter().zip(&margins))
            .zip(self.solution.margin_duals())
            .map(|((row, slope), dual)| -2.0 * row.standard_error * dual * slope)
            .collect();
        Ok(Sensitivity {
            cells,
            margins,
            standard_errors,
            priors,
            log_weights,
        })
    }

    /// How far the constraints pin a total of the unknowns, with weights read as variances of independent priors.
    ///
    /// # Errors
    /// If the coefficients are not one finite number for every unknown.
    pub fn pinned(&self, costs: &[f64]) -> Result<Pinned> {
        self.problem
            .require_by_unknown("coefficients of the total", costs)?;
        let (_, margins, left) = self.reduced(costs);
        let spread = |weight: f64, value: f64| weight * value * value;
        let unknowns = self.weights.iter().zip(&left);
        let of_unknowns: f64 = unknowns.map(|(w, left)| spread(*w, *left)).sum();
        let misfits = self.variance.iter().zip(&margins);
        let of_misfits: f64 = misfits.map(|(v, slope)| spread(*v, *slope)).sum();
        let (mut prior, mut given_cells) = (0.0, 0.0);
        for cell in &self.problem.cells {
            let unknowns = &self.problem.unknowns;
            if cell.target == 0.0 && cell.members.iter().all(|&i| unknowns[i].bounded) {
                continue;
            }
            let (mut sum, mut mean) = (0.0, 0.0);
            for &i in &cell.members {
                prior += spread(self.open[i], costs[i]);
                sum += self.open[i];
                mean += self.open[i] * costs[i];
            }
            if sum > 0.0 {
                let about = cell.members.iter();
                given_cells += about
                    .map(|&i| spread(self.open[i], costs[i] - mean / sum))
                    .sum::<f64>();
            }
        }
        Ok(Pinned {
            prior,
            given_cells,
            given_all: of_unknowns + of_misfits,
        })
    }

    /// m of the cells, m of the margins, and what they leave of the gradient.
    fn reduced(&self, gradient: &[f64]) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let problem = self.problem;
        let mut cells = vec![0.0; problem.cells.len()];
        let mut margins = vec![0.0; problem.margins.len()];
        let none = (cells.clone(), margins.clone());
        let left = |cells: &[f64], margins: &[f64]| -> Vec<f64> {
            let unknowns = gradient.iter().enumerate();
            unknowns
                .map(|(i, g)| g - problem.price(i, cells, margins))
                .collect()
        };
        // the second and third round refine
        for _ in 0..3 {
            let turned: Vec<f64> = left(&cells, &margins).iter().map(|left| -left).collect();
            let owed: Vec<f64> = (self.variance.iter().zip(&margins))
                .map(|(variance, slope)| -variance * slope)
                .collect();
            let step = self.normal.solve(&turned, &none.0, &owed);
            add(&mut cells, &step.of_cells);
            add(&mut margins, &step.of_margins);
        }
        let left = left(&cells, &margins);
        (cells, margins, left)
    }
}

impl Sensitivity {
    /// Per unit of a cell's target; nothing for a cell of another draft. Zero where all parts of the cell are at zero: a cell of zero
    /// could only grow.
    #[must_use]
    pub fn of_cell(&self, cell: Cell) -> Option<f64> {
        self.cells.get(cell.index()).copied()
    }

    /// Per unit of a margin's target; nothing for a margin of another draft. Zero for redundant margins, whose targets cannot move
    /// alone: their part is in the slopes to the margins they follow from.
    #[must_use]
    pub fn of_margin(&self, margin: Margin) -> Option<f64> {
        self.margins.get(margin.index()).copied()
    }

    /// Per unit of an unknown's prior, its weight held; nothing for an unknown of another draft. Zero at bounds.
    #[must_use]
    pub fn of_prior(&self, unknown: Unknown) -> Option<f64> {
        self.priors.get(unknown.index()).copied()
    }

    /// Per unit of the target, by cell.
    #[must_use]
    pub fn of_cells(&self) -> &[f64] {
        &self.cells
    }

    /// Per unit of the target, by margin.
    #[must_use]
    pub fn of_margins(&self) -> &[f64] {
        &self.margins
    }

    /// Per unit of a margin's standard error, zero for exact margins.
    #[must_use]
    pub fn of_standard_errors(&self) -> &[f64] {
        &self.standard_errors
    }

    /// Per unit of the prior, by unknown, weights held. Where the weight is the prior's size and moves along, the slope is this plus
    /// that to the weight's logarithm over the prior.
    #[must_use]
    pub fn of_priors(&self) -> &[f64] {
        &self.priors
    }

    /// Per unit of the logarithm of the weight, by unknown: a weight one percent larger changes the figure by about a hundredth of it.
    #[must_use]
    pub fn of_log_weights(&self) -> &[f64] {
        &self.log_weights
    }
}

impl Pinned {
    /// The variance of the total by the priors alone, as if not even the cells were known.
    #[must_use]
    pub fn prior(&self) -> f64 {
        self.prior
    }

    /// Its variance by the priors given the published cells, and nothing else.
    #[must_use]
    pub fn given_cells(&self) -> f64 {
        self.given_cells
    }

    /// Its variance given all constraints, and that unknowns at their bounds are there.
    #[must_use]
    pub fn given_all(&self) -> f64 {
        self.given_all
    }

    /// The share of the variance given the cells that the other constraints take away: one where they pin the total, zero where it is
    /// the priors' alone. A total that the cells pin by themselves has a share of one.
    #[must_use]
    pub fn share(&self) -> f64 {
        // what is left of a total that the cells pin is the square of rounding
        if self.given_cells <= 1e-24 * self.prior {
            1.0
        } else {
            (1.0 - self.given_all / self.given_cells).clamp(0.0, 1.0)
        }
    }
}
