//! Linear programs over the unknowns: the least cost that the constraints allow.
//!
//! An interior path with `|x|/z` in place of w, then an exact finish: unknowns that look as if they were at their bounds are put
//! there, the others are moved onto the constraints, and duals that leave the others without a slope give the bound. For any
//! duals μ of the margins, cells taken exactly,
//!
//! ```text
//! least cost ≥ b'μ + Σ over cells, target · min over parts i of (c_i − Σ_k μ_k m_ki)
//! ```
//!
//! Source: Mehrotra (1992), SIAM Journal on Optimization 2(4), 575-601; the finish follows Ye (1992), Mathematical Programming
//! 57(1), 325-335; which unknowns are at their bounds is judged by how they change in a step, as in El-Bakry, Tapia, Zhang (1994),
//! SIAM Review 36(1), 45-72.

use super::interior::{Aim, Path};
use super::least_squares::{add, tell};
use super::normal::{Normal, Structure};
use super::options::EstimateOptions;
use super::problem::{Point, Problem, Stuck};
use super::slack::Slacks;
use crate::error::Error;

/// Costs, and the constraints they are made least under.
pub(super) struct Program<'a> {
    pub(super) problem: &'a Problem,
    pub(super) structure: &'a Structure,
    /// The sign that every unknown keeps; those held at zero have none.
    pub(super) sign: &'a [f64],
    pub(super) fixed: &'a [bool],
    /// Margins that may miss their targets, and by how much.
    pub(super) rooms: &'a [(usize, f64)],
    pub(super) costs: Vec<f64>,
}

/// Unknowns that meet the constraints, and a bound that no others fall below.
pub(super) struct Optimum {
    pub(super) x: Vec<f64>,
    pub(super) cost: f64,
    pub(super) bound: Bound,
    pub(super) iterations: usize,
}

/// What the cost cannot fall below, and the duals that prove it.
#[derive(Clone)]
pub(super) struct Bound {
    pub(super) value: f64,
    pub(super) of_cells: Vec<f64>,
    pub(super) of_margins: Vec<f64>,
}

/// A finish is tried at this gap, as a share of the size of the total, and again whenever it has become so much smaller.
const FINISH: f64 = 1e-4;
const AGAIN: f64 = 1e-2;
/// A gap that is nothing but rounding.
const CLOSED: f64 = 1e-12;
/// A gap that is too large for an answer.
const OPEN: f64 = 1e-6;
/// A cost so far below zero, as a multiple of the size of the total, and no bound yet, has no end.
const ENDLESS: f64 = 1e9;
/// Misses of constraints, as a share of their terms, that are nothing but rounding.
const MET: f64 = 1e-12;

struct Costs<'a>(&'a [f64]);

impl Aim for Costs<'_> {
    const APART: bool = true;

    fn slope(&self, i: usize, _: f64) -> f64 {
        self.0[i]
    }

    fn width(&self, _: usize, bound: Option<(f64, f64)>) -> f64 {
        // every unknown of a range keeps a sign
        bound.map_or(0.0, |(x, z)| x / z)
    }
}

impl Program<'_> {
    pub(super) fn least(&self, options: &EstimateOptions) -> Result<Optimum, Stuck> {
        let mut watch = options.run.watch("range", options.iterations);
        let (mut path, size) = self.start();
        let ceiling = self.ceiling();
        let mut bound = self.bound(&path.point.of_margins, &path.slacks);
        let mut best: Option<(Vec<f64>, f64)> = None;
        let mut finish_at = FINISH * size;
        let mut steps = 0;
        let mut before = (path.point.clone(), path.slacks.clone());
        while steps < options.iterations {
            tell(&mut watch)?;
            steps += 1;
            path.step();
            if !path.point.x.iter().all(|x| x.is_finite()) {
                (path.point, path.slacks) = before;
                break;
            }
            bound.raise(self.bound(&path.point.of_margins, &path.slacks));
            // above all that unknowns within their cells can cost, there are none
            if bound.value > ceiling + OPEN * size {
                return Err(Stuck::NotMet(steps));
            }
            let cost = self.cost(&path.point.x);
            if bound.value == f64::NEG_INFINITY && cost < -ENDLESS * size {
                return Err(Stuck::Error(endless()));
            }
            let gap = cost - bound.value;
            let met = path.left.worst(&self.structure.kept, |_| 0.0) <= OPEN;
            if met && gap <= finish_at {
                let active = self.active(&before.0, &path.point);
                let (found, duals) = self.finish(&path.point.x, &path.slacks, &active);
                self.raise(&mut bound, &duals, &path.slacks);
                self.keep(&mut best, found, MET);
                steps += 1;
                if (best.as_ref()).is_some_and(|(_, cost)| cost - bound.value <= CLOSED * size) {
                    break;
                }
                finish_at = gap.max(0.0) * AGAIN;
            }
            if met && gap <= CLOSED * size || path.stalled() {
                break;
            }
            before = (path.point.clone(), path.slacks.clone());
        }
        if best.is_none() {
            let (found, duals) = self.finish(&path.point.x, &path.slacks, self.fixed);
            self.raise(&mut bound, &duals, &path.slacks);
            self.keep(&mut best, found, options.tolerance);
        }
        match best {
            Some((x, cost)) if cost - bound.value <= OPEN * size => {
                // beyond each other by rounding alone
                bound.value = bound.value.min(cost);
                Ok(Optimum {
                    x,
                    cost,
                    bound,
                    iterations: steps,
                })
            }
            Some(_) if bound.value == f64::NEG_INFINITY => Err(Stuck::Error(endless())),
            _ => Err(Stuck::NotMet(steps)),
        }
    }

    pub(super) fn cost(&self, x: &[f64]) -> f64 {
        self.costs.iter().zip(x).map(|(c, x)| c * x).sum()
    }

    /// The start of the path, and the size of numbers that the cost adds up.
    fn start(&self) -> (Path<'_, Costs<'_>>, f64) {
        let problem = self.problem;
        let n = problem.unknowns.len();
        let mut x = self.shared_out();
        let d: Vec<f64> = x.iter().map(|x| x * x).collect();
        let mut variance = vec![0.0; problem.margins.len()];
        for (k, room) in self.rooms {
            variance[*k] = room * room;
        }
        let normal = Normal::new(self.structure, d, &variance);
        let left = problem.residuals(&x);
        let towards = normal.solve(&vec![0.0; n], &left.cells, &left.margins);
        let (of_cells, of_margins) = self.without_slopes(&normal);
        let inside: Vec<usize> = (0..n).filter(|&i| self.sign[i] != 0.0).collect();
        let slope = |i: usize| {
            let price = problem.price(i, &of_cells, &of_margins);
            self.sign[i] * (self.costs[i] - price)
        };
        let count = inside.len().max(1) as f64;
        let sum: f64 = inside.iter().map(|&i| (self.costs[i] * x[i]).abs()).sum();
        let size = if sum > 0.0 { sum } else { count };
        let squares: f64 = inside.iter().map(|&i| (x[i] * slope(i)).powi(2)).sum();
        let gap = (squares / count).sqrt().max(1e-3 * size / count);
        let mut of_bounds = vec![0.0; n];
        for &i in &inside {
            let sign = self.sign[i];
            let least = 0.1 * sign * x[i];
            x[i] = sign * (sign * (x[i] + towards.x[i])).max(least);
            of_bounds[i] = slope(i).max(0.0) + gap / (sign * x[i]);
        }
        let point = Point {
            x,
            of_cells,
            of_margins,
            of_bounds,
            iterations: 0,
        };
        let none = vec![0.0; problem.margins.len()];
        let slacks = Slacks::new(self.rooms, gap);
        let path = Path::new(
            problem,
            self.structure,
            Costs(&self.costs),
            (self.sign.to_vec(), self.fixed),
            (none, slacks),
            point,
        );
        (path, size)
    }

    /// Unknowns of their signs: equal parts of their cells, or as large as their priors where parts of both signs meet.
    fn shared_out(&self) -> Vec<f64> {
        let problem = self.problem;
        let mut x = vec![0.0; self.sign.len()];
        let cells = problem.cells.len().max(1) as f64;
        let mean: f64 = problem.cells.iter().map(|cell| cell.target.abs()).sum();
        let usual = if mean > 0.0 { mean / cells } else { 1.0 };
        for cell in &problem.cells {
            let open: Vec<usize> = (cell.members.iter().copied())
                .filter(|&i| self.sign[i] != 0.0)
                .collect();
            let share = cell.target.abs() / open.len().max(1) as f64;
            let mixed = open.iter().any(|&i| self.sign[i] != self.sign[open[0]]);
            for i in open {
                let prior = if mixed {
                    problem.unknowns[i].prior
                } else {
                    0.0
                };
                let size = share.max(prior.abs());
                x[i] = self.sign[i] * if size > 0.0 { size } else { usual };
            }
        }
        x
    }

    /// Duals that leave as little slope as possible, by weights of the system.
    fn without_slopes(&self, normal: &Normal<&Structure>) -> (Vec<f64>, Vec<f64>) {
        let problem = self.problem;
        let mut of_cells = vec![0.0; problem.cells.len()];
        let mut of_margins = vec![0.0; problem.margins.len()];
        let zero = (of_cells.clone(), of_margins.clone());
        // the second round refines
        for _ in 0..2 {
            let slopes: Vec<f64> = (self.costs.iter().enumerate())
                .map(|(i, cost)| problem.price(i, &of_cells, &of_margins) - cost)
                .collect();
            let step = normal.solve(&slopes, &zero.0, &zero.1);
            add(&mut of_cells, &step.of_cells);
            add(&mut of_margins, &step.of_margins);
        }
        (of_cells, of_margins)
    }

    /// What no unknowns of these signs that add up to their cells fall below, whatever the margins' duals.
    fn bound(&self, of_margins: &[f64], slacks: &Slacks) -> Bound {
        let problem = self.problem;
        let none = vec![0.0; problem.cells.len()];
        let mut value = slacks.bound(of_margins);
        for &k in &self.structure.kept {
            value += problem.margins[k].target * of_margins[k];
        }
        let of_cells = (problem.cells.iter())
            .map(|cell| {
                // the dual of a cell lies above the slopes of parts at most zero and below those of parts at least zero
                let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
                for &i in &cell.members {
                    let slope = self.costs[i] - problem.price(i, &none, of_margins);
                    if self.sign[i] > 0.0 {
                        high = high.min(slope);
                    } else if self.sign[i] < 0.0 {
                        low = low.max(slope);
                    }
                }
                let dual = if cell.target < 0.0 { low } else { high };
                if low > high {
                    value = f64::NEG_INFINITY;
                } else if cell.target != 0.0 {
                    value += cell.target * dual;
                }
                match (dual.is_finite(), low.is_finite()) {
                    (true, _) => dual,
                    (false, true) => low,
                    (false, false) => 0.0,
                }
            })
            .collect();
        Bound {
            value,
            of_cells,
            of_margins: of_margins.to_vec(),
        }
    }

    /// Takes the bound of these duals, or of duals a little towards those of the bound so far: where parts of both signs meet, duals
    /// that leave no slope are a bound or none by rounding.
    fn raise(&self, bound: &mut Bound, of_margins: &[f64], slacks: &Slacks) {
        for share in [0.0, 1e-9, 1e-6, 1e-3] {
            let mixed: Vec<f64> = (of_margins.iter().zip(&bound.of_margins))
                .map(|(new, old)| new + share * (old - new))
                .collect();
            let found = self.bound(&mixed, slacks);
            if found.value.is_finite() || !bound.value.is_finite() {
                return bound.raise(found);
            }
        }
    }

    /// The most that unknowns within their cells can cost.
    fn ceiling(&self) -> f64 {
        let cells = self.problem.cells.iter();
        cells
            .map(|cell| {
                let costs = |sign: f64| {
                    let members = cell.members.iter().filter(move |&&i| self.sign[i] == sign);
                    members.map(|&i| self.costs[i])
                };
                match (costs(1.0).next(), costs(-1.0).next()) {
                    (Some(_), Some(_)) => f64::INFINITY,
                    (Some(_), None) => cell.target * costs(1.0).fold(f64::NEG_INFINITY, f64::max),
                    (None, Some(_)) => cell.target * costs(-1.0).fold(f64::INFINITY, f64::min),
                    (None, None) => 0.0,
                }
            })
            .sum()
    }

    /// Unknowns whose share that was lost in a step is larger than that of the dual of their bound.
    fn active(&self, before: &Point, after: &Point) -> Vec<bool> {
        (self.sign.iter().enumerate())
            .map(|(i, sign)| {
                *sign == 0.0 || after.x[i] / before.x[i] < after.of_bounds[i] / before.of_bounds[i]
            })
            .collect()
    }

    /// The unknowns with these at zero and the others moved onto the constraints, if that leaves their signs, with the largest
    /// miss; and duals of margins that leave the others without a slope.
    fn finish(
        &self,
        x: &[f64],
        slacks: &Slacks,
        active: &[bool],
    ) -> (Option<(Vec<f64>, f64)>, Vec<f64>) {
        let problem = self.problem;
        let mut x: Vec<f64> = (x.iter().zip(active))
            .map(|(x, active)| if *active { 0.0 } else { *x })
            .collect();
        let d: Vec<f64> = x.iter().map(|x| x * x).collect();
        let none = vec![0.0; x.len()];
        let mut variance = vec![0.0; problem.margins.len()];
        let mut miss = vec![0.0; problem.margins.len()];
        for (k, slack, room) in slacks.misses() {
            variance[k] = room * room;
            miss[k] = slack;
        }
        let normal = Normal::new(self.structure, d, &variance);
        for _ in 0..3 {
            let mut left = problem.residuals(&x);
            for (left, miss) in left.margins.iter_mut().zip(&miss) {
                *left -= miss;
            }
            let step = normal.solve(&none, &left.cells, &left.margins);
            add(&mut x, &step.x);
            for (miss, (variance, dual)) in
                miss.iter_mut().zip(variance.iter().zip(&step.of_margins))
            {
                *miss += variance * dual;
            }
        }
        let duals = self.without_slopes(&normal).1;
        let of_sign = x.iter().zip(self.sign).all(|(x, sign)| x * sign >= 0.0);
        let within = (self.rooms.iter()).all(|(k, room)| miss[*k].abs() <= room * (1.0 + MET));
        let worst = (problem.residuals(&x)).worst(&self.structure.kept, |k| miss[k]);
        let found = (of_sign && within && worst.is_finite()).then_some((x, worst));
        (found, duals)
    }

    /// Takes what was found if it meets the constraints and costs less.
    fn keep(
        &self,
        best: &mut Option<(Vec<f64>, f64)>,
        found: Option<(Vec<f64>, f64)>,
        allowed: f64,
    ) {
        let Some((x, worst)) = found else { return };
        let cost = self.cost(&x);
        if worst <= allowed && best.as_ref().is_none_or(|(_, least)| cost < *least) {
            *best = Some((x, cost));
        }
    }
}

fn endless() -> Error {
    Error::control_total(
        "no end of the total can be proved: parts at least zero and parts at most zero of a cell may grow together",
    )
    .expected("margins that limit one of them")
    .hint("ask for the other end alone, hold soft margins, or split such cells by sign")
}

impl Bound {
    fn raise(&mut self, other: Self) {
        if other.value > self.value {
            *self = other;
        }
    }
}
