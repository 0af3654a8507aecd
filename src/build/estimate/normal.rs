//! The linear system of a step: cells eliminated, margins factorised.

use std::borrow::Borrow;

use super::cholesky::Cholesky;
use super::problem::Problem;
use crate::run::map_shared;

/// Which margins meet which cells; the same for all steps.
#[derive(Debug)]
pub(super) struct Structure {
    /// The margins that take part, in the order of the system.
    pub(super) kept: Vec<usize>,
    cells: Vec<Block>,
    /// For every margin that takes part, the cells it meets and its place among the margins of that cell.
    rows: Vec<Vec<(usize, usize)>>,
}

/// One cell: its parts, the margins that meet it (in the order of the system), and their coefficients, part by part.
#[derive(Debug)]
struct Block {
    members: Vec<usize>,
    margins: Vec<usize>,
    coefficients: Vec<f64>,
}

/// One cell of a step.
#[derive(Debug)]
struct Centred {
    /// Σ d.
    sum: f64,
    /// Σ d m / Σ d, by margin of the cell.
    mean: Vec<f64>,
    /// m − mean, part by part.
    coefficients: Vec<f64>,
}

/// `(C; M) d̂ (C; M)' + σ̂²` factorised, with a structure of its own or a borrowed one.
#[derive(Debug)]
pub(super) struct Normal<S> {
    structure: S,
    d: Vec<f64>,
    centred: Vec<Centred>,
    scale: Vec<f64>,
    factor: Cholesky,
}

/// Changes of unknowns and duals, duals of margins in the order of the problem.
pub(super) struct Step {
    pub(super) x: Vec<f64>,
    pub(super) of_cells: Vec<f64>,
    pub(super) of_margins: Vec<f64>,
}

impl Structure {
    pub(super) fn new(problem: &Problem, kept: &[usize]) -> Self {
        let mut place = vec![None; problem.margins.len()];
        for (at, &k) in kept.iter().enumerate() {
            place[k] = Some(at);
        }
        let terms = |i: usize| {
            let terms = problem.unknowns[i].terms.iter();
            terms.filter_map(|(k, m)| place[*k].map(|at| (at, *m)))
        };
        let mut rows = vec![Vec::new(); kept.len()];
        let mut cells = Vec::with_capacity(problem.cells.len());
        for (c, cell) in problem.cells.iter().enumerate() {
            let met = cell.members.iter().flat_map(|&i| terms(i));
            let mut margins: Vec<usize> = met.map(|(at, _)| at).collect();
            margins.sort_unstable();
            margins.dedup();
            let width = margins.len();
            let mut coefficients = vec![0.0; cell.members.len() * width];
            for (part, &i) in cell.members.iter().enumerate() {
                for (at, m) in terms(i) {
                    if let Ok(t) = margins.binary_search(&at) {
                        coefficients[part * width + t] = m;
                    }
                }
            }
            for (t, &at) in margins.iter().enumerate() {
                rows[at].push((c, t));
            }
            cells.push(Block {
                members: cell.members.clone(),
                margins,
                coefficients,
            });
        }
        Self {
            kept: kept.to_vec(),
            cells,
            rows,
        }
    }

    fn centred(&self, d: &[f64]) -> Vec<Centred> {
        map_shared(&self.cells, |block| {
            let width = block.margins.len();
            let mut sum = 0.0;
            let mut mean = vec![0.0; width];
            let mut coefficients = block.coefficients.clone();
            for (part, &i) in block.members.iter().enumerate() {
                sum += d[i];
                let row = &block.coefficients[part * width..][..width];
                for (mean, m) in mean.iter_mut().zip(row) {
                    *mean += d[i] * m;
                }
            }
            if sum > 0.0 {
                mean.iter_mut().for_each(|mean| *mean /= sum);
            }
            for row in coefficients.chunks_exact_mut(width.max(1)) {
                for (m, mean) in row.iter_mut().zip(&mean) {
                    *m -= mean;
                }
            }
            Centred {
                sum,
                mean,
                coefficients,
            }
        })
    }

    /// The lower triangle of the margins' matrix, and what its diagonal would be if no cell were given.
    fn triangle(&self, d: &[f64], centred: &[Centred]) -> (Vec<Vec<f64>>, Vec<f64>) {
        let made = map_shared(self.rows.iter().enumerate(), |(k, met)| {
            let mut row = vec![0.0; k + 1];
            let mut gross = 0.0;
            for &(c, t) in met {
                let (block, cell) = (&self.cells[c], &centred[c]);
                let width = block.margins.len();
                for (part, &i) in block.members.iter().enumerate() {
                    let given = block.coefficients[part * width + t];
                    gross += d[i] * given * given;
                    let coefficients = &cell.coefficients[part * width..][..=t];
                    let weighted = d[i] * coefficients[t];
                    if weighted == 0.0 {
                        continue;
                    }
                    for (&l, m) in block.margins.iter().zip(coefficients) {
                        row[l] += weighted * m;
                    }
                }
            }
            (row, gross)
        });
        made.into_iter().unzip()
    }

    /// The margins' matrix for weights d, and what its diagonal would be if no cell were given.
    pub(super) fn margins(&self, d: &[f64]) -> (Vec<Vec<f64>>, Vec<f64>) {
        self.triangle(d, &self.centred(d))
    }
}

impl<S: Borrow<Structure>> Normal<S> {
    /// For weights `d` at least zero and variances of all margins of the problem.
    pub(super) fn new(structure: S, d: Vec<f64>, variance: &[f64]) -> Self {
        let system = structure.borrow();
        let centred = system.centred(&d);
        let (mut rows, _) = system.triangle(&d, &centred);
        for (k, row) in rows.iter_mut().enumerate() {
            row[k] += variance[system.kept[k]];
        }
        let scale: Vec<f64> = (rows.iter().enumerate())
            .map(|(k, row)| if row[k] > 0.0 { row[k].sqrt() } else { 1.0 })
            .collect();
        for (k, row) in rows.iter_mut().enumerate() {
            for (l, cell) in row.iter_mut().enumerate() {
                *cell /= scale[k] * scale[l];
            }
        }
        Self {
            structure,
            d,
            centred,
            scale,
            factor: Cholesky::new(rows),
        }
    }

    /// x = d (h + C'λ + M'μ) with C x = `cells` and M x + σ² μ = `margins`.
    pub(super) fn solve(&self, h: &[f64], cells: &[f64], margins: &[f64]) -> Step {
        let structure = self.structure.borrow();
        let d = &self.d;
        // what h alone leaves of the cells, per unit of d, and of the margins
        let left: Vec<f64> = (structure.cells.iter().zip(&self.centred))
            .zip(cells)
            .map(|((block, cell), target)| {
                let made: f64 = block.members.iter().map(|&i| d[i] * h[i]).sum();
                if cell.sum > 0.0 {
                    (target - made) / cell.sum
                } else {
                    0.0
                }
            })
            .collect();
        let mut reduced: Vec<f64> = (structure.rows.iter().zip(&structure.kept))
            .zip(&self.scale)
            .map(|((met, &k), scale)| {
                let made: f64 = met
                    .iter()
                    .map(|&(c, t)| {
                        let block = &structure.cells[c];
                        let width = block.margins.len();
                        let parts = block.members.iter().enumerate();
                        let own = parts.map(|(part, &i)| {
                            d[i] * (h[i] + left[c]) * block.coefficients[part * width + t]
                        });
                        own.sum::<f64>()
                    })
                    .sum();
                (margins[k] - made) / scale
            })
            .collect();
        self.factor.solve(&mut reduced);
        for (value, scale) in reduced.iter_mut().zip(&self.scale) {
            *value /= scale;
        }
        let mut step = Step {
            x: vec![0.0; d.len()],
            of_cells: left,
            of_margins: vec![0.0; margins.len()],
        };
        for ((block, cell), of_cell) in structure
            .cells
            .iter()
            .zip(&self.centred)
            .zip(&mut step.of_cells)
        {
            let width = block.margins.len();
            for (part, &i) in block.members.iter().enumerate() {
                let row = &cell.coefficients[part * width..][..width];
                let price: f64 = (row.iter().zip(&block.margins))
                    .map(|(m, &at)| m * reduced[at])
                    .sum();
                step.x[i] = d[i] * (h[i] + *of_cell + price);
            }
            if cell.sum > 0.0 {
                let means = cell.mean.iter().zip(&block.margins);
                *of_cell -= means.map(|(m, &at)| m * reduced[at]).sum::<f64>();
            }
        }
        for (&k, value) in structure.kept.iter().zip(reduced) {
            step.of_margins[k] = value;
        }
        step
    }
}
