//! The same problem through a general solver of quadratic programs.

use clarabel::algebra::CscMatrix;
use clarabel::solver::{
    DefaultSettings, DefaultSolver, IPSolver, NonnegativeConeT, SolverStatus, ZeroConeT,
};

use super::fixing::Fixing;
use super::options::Objective;
use super::problem::Problem;
use super::rank;
use crate::error::{Error, Result};

impl Problem {
    /// Least squares through Clarabel, an interior point solver of general conic programs: the unknowns alone, for comparison.
    ///
    /// # Errors
    /// If constraints contradict each other or the solver does not converge.
    pub fn estimate_by_clarabel(&self) -> Result<Vec<f64>> {
        let fixing = Fixing::new(self, Objective::LeastSquares);
        let (margins, _) = rank::independent(self, &fixing, 1e-9)?;
        let mut kept = margins.kept;
        // what holds unknowns at zero here is a constraint like others there
        kept.extend((0..self.margins.len()).filter(|&k| fixing.margins[k]));
        let n = self.unknowns.len();
        // misfits of soft margins, in standard errors, follow the unknowns
        let soft: Vec<usize> = (kept.iter().copied())
            .filter(|&k| self.margins[k].standard_error > 0.0)
            .collect();
        // unknowns are solved for in units of √w
        let unit: Vec<f64> = self.unknowns.iter().map(|row| row.weight.sqrt()).collect();
        let width = n + soft.len();
        let diagonal: Vec<usize> = (0..width).collect();
        let squares = CscMatrix::new_from_triplets(
            width,
            width,
            diagonal.clone(),
            diagonal,
            vec![1.0; width],
        );
        let mut linear: Vec<f64> = (self.unknowns.iter().zip(&unit))
            .map(|(row, unit)| -row.prior / unit)
            .collect();
        linear.resize(width, 0.0);
        let (mut rows, mut columns, mut values) = (Vec::new(), Vec::new(), Vec::new());
        let mut push = |row: usize, column: usize, value: f64| {
            rows.push(row);
            columns.push(column);
            values.push(value);
        };
        let mut place = vec![None; self.margins.len()];
        for (at, &k) in kept.iter().enumerate() {
            place[k] = Some(self.cells.len() + at);
        }
        let equations = self.cells.len() + kept.len();
        let mut bounds = 0;
        for (i, row) in self.unknowns.iter().enumerate() {
            push(row.cell, i, unit[i]);
            for (k, m) in &row.terms {
                if let Some(at) = place[*k] {
                    push(at, i, m * unit[i]);
                }
            }
            if row.bounded {
                push(equations + bounds, i, -1.0);
                bounds += 1;
            }
        }
        for (at, &k) in soft.iter().enumerate() {
            if let Some(row) = place[k] {
                push(row, n + at, self.margins[k].standard_error);
            }
        }
        let mut targets: Vec<f64> = self.cells.iter().map(|row| row.target).collect();
        targets.extend(kept.iter().map(|&k| self.margins[k].target));
        targets.resize(equations + bounds, 0.0);
        let constraints =
            CscMatrix::new_from_triplets(equations + bounds, width, rows, columns, values);
        let cones = [ZeroConeT(equations), NonnegativeConeT(bounds)];
        let settings = DefaultSettings {
            verbose: false,
            // an error ε of the objective is one of √ε in an unknown: as far as rounding lets it
            tol_gap_abs: 1e-15,
            tol_gap_rel: 1e-15,
            tol_feas: 1e-13,
            tol_ktratio: 1e-9,
            reduced_tol_gap_abs: 1e-10,
            reduced_tol_gap_rel: 1e-10,
            reduced_tol_feas: 1e-10,
            ..DefaultSettings::default()
        };
        let failed = |what: String| Error::control_total(format!("Clarabel: {what}"));
        let mut solver =
            DefaultSolver::new(&squares, &linear, &constraints, &targets, &cones, settings)
                .map_err(|error| failed(error.to_string()))?;
        solver.solve();
        match solver.solution.status {
            SolverStatus::Solved | SolverStatus::AlmostSolved => {
                let found = solver.solution.x.iter().zip(&unit);
                Ok(found.map(|(x, unit)| x * unit).collect())
            }
            status => Err(failed(format!("{status:?}"))),
        }
    }
}
